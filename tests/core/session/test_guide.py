"""The way of a guided session as a value: what comes after what, where door and record say what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Catalogue, Level
from coach.core.check.checkup import Checkup
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.clearance.locks import LockReason
from coach.core.history.sessions import PastSession, StepDone
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.facts import of
from coach.core.record.sessions import SessionBegan
from coach.core.routine.planning import plan
from coach.core.routine.routine import AfterAnswer, AfterQuestion, Technique
from coach.core.routine.timeline import Timeline
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.session.guide import Guide, Step
from coach.core.session.guide_errands import (
    AskDoor,
    Begin,
    CloseUnfinished,
    DoorSaid,
    LookBack,
    LookedBack,
    LookForUnfinished,
    PickUp,
    Played,
    RecordPain,
    RecordReport,
    TakeWritten,
)
from coach.core.session.guide_steps import (
    AskAfter,
    AskCheck,
    Closed,
    ClosedWhy,
    Finished,
    Noted,
    NotPossible,
    NotSaved,
    OfferResume,
    Play,
    Rate,
    Rest,
    SayBefore,
    ShowCard,
    ShowPlan,
    Way,
)
from coach.core.vocabulary import RatedWhen, SessionOutcome
from tests.core.conftest import MORNING, fact

WAY = Way("neck-rotation")
LIGHT = Way("movement-break", light=True)
REHEARSAL = Way("neck-rotation", rehearsal=True)
DONE = SessionOutcome.COMPLETED
EASE = AfterQuestion("Did it ease?", (AfterAnswer("yes", "y"), AfterAnswer("no", "n", "did-not-ease")))
(BEGUN,) = of([fact("session-begun", MORNING, session="s", routine="neck-rotation")], SessionBegan)
PAST = PastSession("s", "neck-rotation", "Neck turns", BEGUN, None, None, (), before=3)
ON = Way("neck-rotation", past=PAST)


def blocked(level: Level = Level.CLINICIAN, *, check_due: bool = False) -> Blocked:
    return Blocked("neck-rotation", level, "", "", (), (), None, check_due)


CARD = blocked()
DUE = blocked(Level.INCOMPLETE, check_due=True)
EMERGENCY = blocked(Level.EMERGENCY, check_due=True)


@pytest.fixture
def cleared(clear: Callable[..., Cleared]) -> Cleared:
    return clear("neck-rotation")


@pytest.fixture
def timeline(library: Library) -> Timeline:
    routine = library.find("neck-rotation")
    return plan(routine, library.techniques_of(routine), Choices())


@pytest.fixture
def opened(cleared: Cleared, timeline: Timeline) -> DoorSaid:
    return DoorSaid(cleared, timeline=timeline)


@pytest.fixture
def checkup(catalogue: Catalogue) -> Checkup:
    return Checkup(catalogue)


def at(step: Step, way: Way = WAY, **more: Any) -> Guide:
    return replace(Guide.of(way), step=step, **more)


# --- to the door ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "step"),
    [
        (WAY, ShowPlan()),
        (replace(WAY, offers=True), LookForUnfinished()),
        (replace(LIGHT, offers=True), ShowPlan()),  # a break begins at once
        (replace(REHEARSAL, offers=True), ShowPlan()),
        (ON, AskDoor(with_check=True)),
    ],
)
def test_what_comes_first(way: Way, step: Step) -> None:
    assert Guide.of(way).step == step


def test_an_unfinished_session_is_offered_and_each_answer_leads_on() -> None:
    looking = Guide.of(replace(WAY, offers=True))
    for past, way in ((None, None), (PAST, None), (None, ON)):
        assert looking.unfinished(past, way).step == ShowPlan(), "nothing is offered without a way of going on"
    offered = looking.unfinished(PAST, ON)
    assert offered.step == OfferResume(PAST, ON)
    assert offered.later().step == ShowPlan()
    assert offered.unattended().step == offered.step, "it is told of even where nobody answers"
    for discard in (True, False):
        closing = offered.close(discard=discard)
        assert closing.step == CloseUnfinished(PAST, discard)
        assert closing.closed().step == ShowPlan()
        assert closing.closed("Full.").step == NotSaved("Full.")
        assert closing.closed("Full.").shown().step == ShowPlan()
    gone_on = offered.resume()
    assert (gone_on.way, gone_on.step, gone_on.before) == (ON, AskDoor(with_check=True), 3)
    refused = gone_on.refused("Changed.")
    assert refused.step == NotPossible("Changed.")
    assert refused.shown().step == LookForUnfinished()
    assert (refused.way, refused.attended) == (looking.way, True)


def test_who_left_the_desk_is_not_back_for_the_resumed_session() -> None:
    offered = Guide.of(replace(WAY, offers=True)).unfinished(PAST, ON).unattended()
    assert not offered.resume().attended
    assert not offered.resume().refused("Changed.").attended


def test_one_that_was_not_offered_ends_where_it_can_not_go_on() -> None:
    refused = Guide.of(ON).refused("Changed.")
    assert refused.step == NotPossible("Changed.")
    assert refused.shown().step == Closed(ClosedWhy.NOT_POSSIBLE, "Changed.")


@pytest.mark.parametrize("card", [CARD, EMERGENCY])
def test_what_no_question_could_open_is_shut_before_any_is_asked(card: Blocked, checkup: Checkup) -> None:
    guide = Guide.of(WAY).shown().door(DoorSaid(card, checkup))
    assert guide.step == ShowCard(card)
    assert guide.shown().step == Closed(ClosedWhy.LOCKED)


@pytest.mark.parametrize("way", [WAY, LIGHT])
def test_written_answers_are_taken_even_then_and_only_once(way: Way) -> None:
    taking = Guide.of(replace(way, written=True)).shown().door(DoorSaid(CARD))
    assert taking.step == TakeWritten()
    assert taking.taken().step == AskDoor(with_check=True)
    assert taking.taken().door(DoorSaid(CARD)).step == ShowCard(CARD)


def test_written_answers_that_are_lost_end_it_with_their_card() -> None:
    taking = at(TakeWritten(), replace(WAY, written=True))
    assert taking.not_taken("Full.", None).step == Closed(ClosedWhy.NOT_SAVED, "Full.")
    assert taking.not_taken("Full.", CARD).step == ShowCard(CARD)
    assert taking.not_taken("Full.", CARD).shown().step == Closed(ClosedWhy.NOT_SAVED, "Full.")


def test_pain_is_rated_before_the_check_and_the_check_comes_once(
    opened: DoorSaid, checkup: Checkup, cleared: Cleared
) -> None:
    guide = Guide.of(WAY).shown()
    assert guide.step == AskDoor(with_check=False)
    rating = guide.door(DoorSaid(DUE))
    assert rating.step == Rate(RatedWhen.BEFORE)
    assert rating.rated(None).step == AskDoor(with_check=True)
    recording = rating.rated(7)
    assert recording.step == RecordPain(7, RatedWhen.BEFORE)
    assert recording.recorded("Full.").shown().step == AskDoor(with_check=True)
    asking = recording.recorded().door(DoorSaid(DUE, checkup))
    assert asking.step == AskCheck(checkup)
    assert asking.leave().step == Closed(ClosedWhy.DECLINED)
    assert asking.asked().door(DoorSaid(DUE, checkup)).step == ShowCard(DUE)
    saying = asking.asked().door(replace(opened, checkup=checkup))
    assert isinstance(saying.step, SayBefore)
    assert saying.go_on().step == Begin(cleared, 7)
    assert saying.go_on().begun().step == Play(cleared)
    assert saying.leave().step == Closed(ClosedWhy.DECLINED)


def test_with_written_answers_nobody_is_asked(checkup: Checkup) -> None:
    guide = at(AskDoor(with_check=True), replace(WAY, written=True)).door(DoorSaid(DUE, checkup))
    assert guide.step == TakeWritten()
    assert guide.taken().door(DoorSaid(DUE, checkup)).step == ShowCard(DUE)


@pytest.mark.parametrize("way", [LIGHT, REHEARSAL])
def test_a_break_and_a_rehearsal_rate_nothing(way: Way, opened: DoorSaid, checkup: Checkup) -> None:
    guide = Guide.of(way).shown()
    assert guide.step == AskDoor(with_check=True)
    assert isinstance(guide.door(opened).step, SayBefore)
    assert guide.door(DoorSaid(DUE, checkup)).step == AskCheck(checkup)


def test_an_emergency_shuts_it_and_its_card_is_shown_once(checkup: Checkup) -> None:
    asking = at(AskCheck(checkup))
    assert asking.asked().door(DoorSaid(EMERGENCY, checkup)).step == ShowCard(EMERGENCY)
    shown = asking.asked(card_shown=True)
    assert shown.door(DoorSaid(EMERGENCY, checkup)).step == Closed(ClosedWhy.LOCKED)
    assert shown.door(DoorSaid(CARD)).step == ShowCard(CARD), "that card was another one"


def test_nobody_there_is_asked_nothing(opened: DoorSaid, checkup: Checkup) -> None:
    alone = Guide.of(WAY).unattended().shown()
    assert (alone.step, alone.attended) == (AskDoor(with_check=True), False)
    assert alone.door(DoorSaid(DUE, checkup)).step == ShowCard(DUE)
    assert isinstance(alone.door(replace(opened, checkup=checkup)).step, SayBefore)
    assert at(Rate(RatedWhen.BEFORE)).unattended().step == AskDoor(with_check=True)
    assert at(AskDoor(with_check=False), attended=False).door(DoorSaid(DUE)).step == AskDoor(with_check=True)
    asked = at(AskCheck(checkup)).unattended()
    assert (asked.step, asked.checked) == (AskDoor(with_check=True), True)
    recording = at(RecordPain(3, RatedWhen.AFTER), attended=False)
    assert recording.recorded("Full.").shown().step == LookBack()


CHANGES: list[dict[str, Any]] = [{}, {"left_out": ("Heat. Why.",)}, {"clamps": ("hold 600",)}]


@pytest.mark.parametrize("more", CHANGES)
@pytest.mark.parametrize("attended", [True, False])
@pytest.mark.parametrize(
    ("way", "guided"), [(WAY, True), (REHEARSAL, False), (replace(WAY, written=True), False), (LIGHT, False)]
)
def test_a_guided_session_waits_for_the_person_and_any_other_only_for_a_change(
    opened: DoorSaid, more: dict[str, Any], way: Way, guided: bool, attended: bool
) -> None:
    step = at(AskDoor(with_check=True), way, attended=attended, checked=True).door(replace(opened, **more)).step
    assert isinstance(step, SayBefore)
    assert step.waits is (not way.light and ((guided and attended) or bool(more)))
    assert (step.left_out, step.clamps) == (more.get("left_out", ()), more.get("clamps", ()))


def test_advice_and_notes_are_good_to_know(opened: DoorSaid, timeline: Timeline) -> None:
    said = replace(opened, timeline=replace(timeline, notes=("To fit 5 min.",)))
    step = at(AskDoor(with_check=True)).door(said).step
    assert isinstance(step, SayBefore)
    assert step.good_to_know == ("To fit 5 min.",)
    assert step.waits


def test_an_interrupted_session_goes_on_without_a_word(cleared: Cleared) -> None:
    picking = Guide.of(ON).door(DoorSaid(cleared))
    assert picking.step == PickUp(cleared, PAST)
    assert picking.begun().step == Play(cleared)
    assert picking.shut(CARD).step == ShowCard(CARD)
    assert picking.refused("Changed.").step == NotPossible("Changed.")


# --- afterwards -------------------------------------------------------------------------------------------------------


@pytest.fixture
def techniques_done(techniques: dict[str, Technique]) -> tuple[Technique, ...]:
    """Two that ask, one of them twice in the plan, and one that does not."""
    ball = replace(techniques["ball-compression"], ask_after=EASE)
    massage = replace(techniques["gentle-massage"], ask_after=EASE)
    return (massage, techniques["neck-rotation"], ball, massage)


@pytest.fixture
def playing(cleared: Cleared) -> Guide:
    return at(Play(cleared), before=5)


HELD = frozenset({"ball-compression", "gentle-massage", "neck-rotation"})


def test_each_technique_that_was_done_asks_once_in_the_order_of_the_plan_then_pain_is_rated(
    playing: Guide, techniques_done: tuple[Technique, ...]
) -> None:
    first = playing.played(Played(DONE, techniques_done, HELD))
    assert first.step == AskAfter("gentle-massage", "Gentle massage by hand", EASE)
    second = first.answer(0)
    assert second.step == AskAfter("ball-compression", "Ball press and hold", EASE)
    reporting = second.answer(1)
    assert reporting.step == RecordReport("did-not-ease", "ball-compression")
    assert reporting.reported().step == Noted("Ball press and hold")
    rating = reporting.reported().shown()
    assert rating.step == Rate(RatedWhen.AFTER)
    assert rating.answered == {"did-not-ease"}
    assert rating.rated(4).step == RecordPain(4, RatedWhen.AFTER, 5)
    assert rating.rated(4).recorded().step == LookBack()
    assert rating.rated(None).step == LookBack()
    assert second.answer(None).step == Rate(RatedWhen.AFTER)


def test_a_report_in_between_loses_no_question(playing: Guide, techniques_done: tuple[Technique, ...]) -> None:
    reporting = playing.played(Played(DONE, techniques_done, HELD)).answer(1)
    assert reporting.unattended().reported().shown().step == LookBack()
    noted = reporting.reported()
    assert noted.shown().step == AskAfter("ball-compression", "Ball press and hold", EASE)
    assert noted.shown().answer(0).step == Rate(RatedWhen.AFTER)
    assert noted.unattended().shown().step == LookBack()


def test_only_what_was_done_is_asked_about(playing: Guide, techniques_done: tuple[Technique, ...]) -> None:
    assert playing.played(Played(DONE, techniques_done, frozenset({"neck-rotation"}))).step == Rate(RatedWhen.AFTER)


@pytest.mark.parametrize(
    ("way", "played"),
    [
        (WAY, Played(SessionOutcome.STOPPED, held=HELD)),
        (WAY, Played(DONE, held=HELD, blocked=CARD)),
        (WAY, Played(SessionOutcome.LEFT)),
        (LIGHT, Played(DONE, held=HELD)),
        (REHEARSAL, Played(DONE, held=HELD)),
    ],
)
def test_nothing_is_asked_where_something_was_wrong_or_nothing_counts(
    way: Way, played: Played, cleared: Cleared, catalogue: Catalogue
) -> None:
    guide = at(Play(cleared), way).played(played)
    assert guide.step == LookBack()
    new = (raised(catalogue, "night-pain"),)
    end = guide.looked_back(LookedBack(PAST, "Full.", new, CARD)).step
    assert end == Finished(played.outcome, way.rehearsal, fault="Full.", blocked=played.blocked)
    assert isinstance(end, Finished)
    assert (end.summary, end.whole, end.serious, end.unexpected) == (False, True, False, False)


def test_where_nobody_answers_it_ends_with_a_look_back(playing: Guide, techniques_done: tuple[Technique, ...]) -> None:
    asking = playing.played(Played(DONE, techniques_done, HELD))
    assert asking.unattended().step == LookBack()
    assert replace(playing, attended=False).played(Played(DONE, techniques_done, HELD)).step == LookBack()
    assert at(Rate(RatedWhen.AFTER)).unattended().step == LookBack()


def test_a_program_that_was_told_to_leave_asks_nothing(playing: Guide) -> None:
    step = playing.played(Played(SessionOutcome.LEFT, held=HELD, interrupted=True)).step
    assert step == Closed(ClosedWhy.INTERRUPTED)


def raised(catalogue: Catalogue, name: str, techniques: tuple[str, ...] = ()) -> RaisedFlag:
    flag = catalogue.flags[name]
    since: datetime = MORNING
    return RaisedFlag(flag, since, flag.level, replace(flag.blocks, techniques=frozenset(techniques)), None)


def test_what_came_afterwards_is_told_and_what_was_up_before_is_not(catalogue: Catalogue, playing: Guide) -> None:
    caution = raised(catalogue, "ball-no-release-2-min", ("ball-compression", "bridge"))
    urgent, old = raised(catalogue, "night-pain"), raised(catalogue, "raynauds")
    card = replace(CARD, reasons=(LockReason("You said no.", Level.CAUTION, caution.flag.id),))
    looking = playing.played(Played(DONE, held=HELD, up=frozenset({"raynauds"}))).rated(None)

    def end(*flags: RaisedFlag, **more: Any) -> Finished:
        step = replace(looking, **more).looked_back(LookedBack(flags=flags, card=card)).step
        assert isinstance(step, Finished)
        assert step.summary
        return step

    quiet = end(old)
    assert (quiet.card, quiet.serious, quiet.unexpected, quiet.rests) == (None, False, False, ())
    rests = end(old, caution)
    assert (rests.card, rests.serious, rests.unexpected) == (card, False, True)
    assert rests.rests == (Rest(("ball-compression",), "You said no."),)
    untold = looking.looked_back(LookedBack(flags=(caution,))).step
    assert isinstance(untold, Finished)
    assert untold.rests == (Rest(("ball-compression",), ""),), "it rests even where no card says why"
    expected = end(caution, answered=frozenset({caution.flag.id}))
    assert (expected.card, expected.serious, expected.unexpected) == (card, False, False)
    serious = end(urgent)
    assert (serious.card, serious.serious, serious.unexpected, serious.rests) == (card, True, True, ())


def test_what_can_be_done_is_asked_after_a_rated_session_where_nothing_is_wrong(
    catalogue: Catalogue, playing: Guide
) -> None:
    looking = playing.played(Played(DONE, held=HELD)).rated(None)
    rated = replace(PAST, before=5)

    def asks(past: PastSession, guide: Guide = looking, *flags: RaisedFlag, unasked: bool = False) -> bool:
        seen = LookedBack(past, flags=flags, unasked=unasked, function_due=True)
        step = guide.looked_back(seen).step
        assert isinstance(step, Finished)
        assert not (step.asks_function and step.asks_about)
        return step.asks_function

    assert asks(rated)
    assert not asks(replace(PAST, before=None))
    assert not asks(rated, looking, raised(catalogue, "night-pain"))
    assert not asks(rated, replace(looking, attended=False))
    assert not asks(rated, unasked=True)
    step = looking.looked_back(LookedBack(rated)).step
    assert isinstance(step, Finished)
    assert not step.asks_function


@pytest.mark.parametrize("done", [True, False])
def test_whole_is_what_left_nothing_out(playing: Guide, done: bool) -> None:
    past = replace(PAST, steps=(StepDone("bridge", True, 60, 60), StepDone("cat-cow", done, 60, 60)))
    looking = playing.played(Played(DONE, held=HELD)).rated(None)
    end = looking.looked_back(LookedBack(past)).step
    assert isinstance(end, Finished)
    assert (end.whole, end.past) == (done, past)
    assert end.outcome is DONE


def test_what_the_record_can_not_tell_counts_as_whole(playing: Guide) -> None:
    end = playing.played(Played(DONE, held=HELD)).rated(None).looked_back(LookedBack()).step
    assert isinstance(end, Finished)
    assert end.whole


# --- what is not due --------------------------------------------------------------------------------------------------


def test_only_what_is_due_is_taken(opened: DoorSaid, checkup: Checkup, cleared: Cleared, timeline: Timeline) -> None:
    handed: dict[str, tuple[Callable[[Guide], Guide], set[type]]] = {
        "unfinished": (lambda g: g.unfinished(None), {LookForUnfinished}),
        "resume": (lambda g: g.resume(), {OfferResume}),
        "close": (lambda g: g.close(discard=True), {OfferResume}),
        "closed": (lambda g: g.closed(), {CloseUnfinished}),
        "later": (lambda g: g.later(), {OfferResume}),
        "refused": (lambda g: g.refused("No."), set()),  # nothing is gone on with here
        "shown": (lambda g: g.shown(), {ShowPlan}),  # the others need to know what comes then
        "door": (lambda g: g.door(opened), {AskDoor}),
        "taken": (lambda g: g.taken(), {TakeWritten}),
        "not taken": (lambda g: g.not_taken("No.", None), {TakeWritten}),
        "asked": (lambda g: g.asked(), {AskCheck}),
        "go on": (lambda g: g.go_on(), {SayBefore}),
        "leave": (lambda g: g.leave(), {SayBefore, AskCheck}),  # and the first rating
        "begun": (lambda g: g.begun(), {Begin, PickUp}),
        "shut": (lambda g: g.shut(CARD), {PickUp}),
        "rated": (lambda g: g.rated(3), {Rate}),
        "recorded": (lambda g: g.recorded(), {RecordPain}),
        "played": (lambda g: g.played(Played(DONE)), {Play}),
        "answer": (lambda g: g.answer(0), {AskAfter}),
        "reported": (lambda g: g.reported(), {RecordReport}),
        "looked back": (lambda g: g.looked_back(LookedBack()), {LookBack}),
    }
    steps: list[Step] = [
        LookForUnfinished(),
        OfferResume(PAST, ON),
        CloseUnfinished(PAST, discard=True),
        ShowPlan(),
        AskDoor(with_check=True),
        TakeWritten(),
        AskCheck(checkup),
        SayBefore(cleared, timeline),
        Begin(cleared, None),
        PickUp(cleared, PAST),
        Play(cleared),
        Rate(RatedWhen.AFTER),
        RecordPain(3, RatedWhen.AFTER),
        AskAfter("bridge", "Bridge", EASE),
        RecordReport("did-not-ease", "bridge"),
        LookBack(),
        Noted("Bridge"),
        ShowCard(CARD),
        NotSaved("Full."),
        NotPossible("No."),
        Closed(ClosedWhy.LOCKED),
        Finished(DONE),
    ]
    for name, (hand, due) in handed.items():
        for step in steps:
            guide = at(step, played_as=Played(DONE), _then=Noted("Bridge") if isinstance(step, RecordReport) else None)
            if type(step) in due:
                assert hand(guide).step != step, name
            else:
                with pytest.raises(ValueError, match=r"due|more to this step|gone on with"):
                    hand(guide)


def test_a_door_that_is_open_says_what_is_planned(cleared: Cleared) -> None:
    with pytest.raises(ValueError, match=r"^There is no plan of what is open\.$"):
        at(AskDoor(with_check=True)).door(DoorSaid(cleared))
