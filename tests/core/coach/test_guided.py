"""A guided session in any order of answers: what is recorded, what is asked, and that nothing runs uncleared."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Level
from coach.core.check.checkup import Checkup
from coach.core.check.pages import Asks
from coach.core.check.written_check import WrittenAnswers
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.coach.door import Coach
from coach.core.coach.guided import GuidedSession, Request, way_of, way_on
from coach.core.errors import BadInput
from coach.core.record.choices import Choices
from coach.core.record.facts import of
from coach.core.record.health import PainRated
from coach.core.record.sessions import SegmentEnded, SessionEnded
from coach.core.session.guide import Guide
from coach.core.session.guide_steps import (
    AskAfter,
    AskCheck,
    Closed,
    ClosedWhy,
    Finished,
    NotPossible,
    NotSaved,
    OfferResume,
    PersonStep,
    Play,
    Rate,
    SayBefore,
    ShowCard,
    ShowPlan,
)
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, BodyArea, RatedWhen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean

LIBRARY = load_library(None)
CATALOGUE = load_catalogue({t.id: t.cls for t in LIBRARY.shipped_techniques})
ROUTINES = ["neck-rotation", "ball-compression", "lower-back-short", "shoulder-blade-knot", "movement-break"]
UNSAFE = {"night-pain": Answer.YES}, {"chest-pain": Answer.YES}, {"raynauds": Answer.YES}
OF_SESSIONS = {"pain", "session-begun", "session-resumed", "session-ended", "reached", "segment", "paused", "resumed"}
MOST_STEPS = 60


class Person(RuleBasedStateMachine):
    """Somebody who is guided, and answers whatever comes to mind; sometimes nobody is there, or the program dies."""

    @initialize()
    def arrive(self) -> None:
        self.clock = FakeClock()
        self.journal = MemoryJournal()
        ids = (f"id-{n:06}" for n in itertools.count())
        self.coach = Coach(LIBRARY, CATALOGUE, self.journal, self.clock, lambda: next(ids), "here")
        self.session: GuidedSession | None = None
        self.asked: list[object] = []
        self.rehearsed_from: int | None = None

    # --- into it ----------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.session is None)
    @rule(
        routine=st.sampled_from(ROUTINES),
        rehearses=st.sampled_from([False, False, False, True]),
        offers=st.booleans(),
        written=st.sampled_from([None, None, None, {}, *UNSAFE]),
        attended=st.sampled_from([True, True, True, False]),
    )
    def start(
        self, routine: str, rehearses: bool, offers: bool, written: dict[str, Answer] | None, attended: bool
    ) -> None:
        request = Request(
            routine,
            written=None if written is None else WrittenAnswers(written, others=True),
            rehearse=(lambda: self.clock) if rehearses else None,
            offers=offers,
        )
        self._new(len(self.journal.kept) if rehearses else None)
        way = way_of(self.coach, request, Settings())
        self.session = GuidedSession(self.coach, way, request)
        self._seen()
        if not attended:
            self.leave_the_desk()

    @precondition(lambda self: self.session is None)
    @rule()
    def go_on(self) -> None:
        past = self.coach.listing.today().unfinished
        if past is not None:
            self._new(None)
            self.session = GuidedSession(self.coach, way_on(self.coach, past))
            self._seen()

    def _new(self, rehearsed_from: int | None) -> None:
        self.asked = []
        self.rehearsed_from = rehearsed_from

    @precondition(lambda self: self.session is None)
    @rule(hours=st.sampled_from([1, 5, 24]))
    def live(self, hours: int) -> None:
        self.clock.advance(hours * 3600)

    # --- through it -------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.session is not None)
    @rule(whim=st.integers(0, 9))
    def act(self, whim: int) -> None:
        assert self.session is not None
        self.clock.advance(1)
        step = self.session.step
        if isinstance(step, Play):
            self._play(whim)
        else:
            self._answer(step, whim)
        if self.session is not None:
            self._seen()

    @precondition(lambda self: self.session is not None and self.session.guide.attended)
    @rule()
    def leave_the_desk(self) -> None:
        assert self.session is not None
        if not isinstance(self.session.step, Finished | Closed):
            self._go(self.session.guide.unattended())
            self._seen()

    def _go(self, guide: Guide) -> None:
        assert self.session is not None
        self.session.go(guide)

    def _answer(self, step: PersonStep, whim: int) -> None:
        assert self.session is not None
        guide = self.session.guide
        match step:
            case OfferResume() if whim % 2:
                self._go(guide.close(discard=whim % 4 == 1))
            case OfferResume():
                self._go(guide.resume() if whim % 4 else guide.later())
            case Rate():
                self._go(guide.rated(None if whim == 9 else whim))
            case AskCheck(checkup):
                if whim == 9:
                    self._go(guide.leave())
                    return
                checkup = self._checked(checkup, whim)
                self.coach.checks.submit(checkup, guide.way.choices.area)
                self._go(guide.asked())
            case SayBefore():
                self._go(guide.leave() if whim == 9 else guide.go_on())
            case AskAfter():
                self._go(guide.answer(whim if whim < len(step.question.answers) else None))
            case Finished() | Closed():
                self.session = None
            case _:
                self._go(guide.shown())

    @staticmethod
    def _checked(checkup: Checkup, whim: int) -> Checkup:
        answer, pages = Answer.YES if whim == 8 else Answer.NO, 0
        while (page := checkup.page) is not None and pages < (5 if whim == 7 else 99):
            pages += 1
            if page.asks is not Asks.LINES:
                checkup = checkup.answer(page.key, answer)
            elif whim == 8 and page.lines[0].mark is None:
                checkup = checkup.mark(page.lines[0].key, answer)
            else:
                checkup = checkup.close()
        return checkup

    def _play(self, whim: int) -> None:
        assert self.session is not None
        run = self.session.run
        assert run is not None
        self.clock.advance(100 * whim + 8)
        run.tick()
        if whim == 9:  # the program dies
            self.session = None
            return
        if whim == 8 and run.ended is None:
            run.pause()
            self.coach.sessions.report(run, "in-session-sharp-pain")
        elif whim % 2:
            run.leave()
        while run.ended is None:
            run.acknowledge()
            run.resume()
            self.clock.advance(50)
            run.tick()
        self.session.played(interrupted=whim == 7)

    # --- what has to hold -------------------------------------------------------------------------------------------

    def _seen(self) -> None:
        """Look at the step that has come."""
        assert self.session is not None
        guide, step = self.session.guide, self.session.step
        asked: object = None
        match step:
            case Rate(when):
                asked = when
            case AskCheck():
                asked = "check"
            case AskAfter(technique):
                asked = technique
                assert self.session.run is not None
                assert technique in self.session.run.held
            case Play(cleared):
                self._may_run(cleared)
            case ShowCard(blocked):
                assert isinstance(blocked, Blocked)
        if asked is not None:
            assert guide.attended
            assert asked not in self.asked, f"{asked} is asked twice"
            assert not guide.way.light or asked == "check"
            assert not guide.way.rehearsal or asked == "check"
            self.asked.append(asked)

    def _may_run(self, cleared: object) -> None:
        assert self.session is not None
        run = self.session.run
        assert isinstance(cleared, Cleared)
        assert run is not None
        safety = self.coach.rules.safety(run.id)
        assert safety.level is not Level.EMERGENCY
        locked = {name for up in safety.flags for name in up.blocks.techniques} - {""}
        assert not locked & set(run.session.plan.techniques)

    @invariant()
    def each_rating_names_all_that_was_held_in_its_session(self) -> None:
        facts = self.journal.kept
        for n, fact in enumerate(facts):
            body = fact.body
            if isinstance(body, PainRated) and body.when is RatedWhen.AFTER:
                own = [f.body for f in of(facts[:n], SegmentEnded) if f.body.session == body.session]
                held = {part.technique for part in own if part.work and part.held > 0 and part.technique}
                assert body.techniques == tuple(sorted(held))

    @invariant()
    def a_rehearsal_leaves_nothing_of_a_session(self) -> None:
        if self.session is not None and self.rehearsed_from is not None:
            assert not {fact.kind for fact in self.journal.kept[self.rehearsed_from :]} & OF_SESSIONS

    def teardown(self) -> None:
        """Whatever was answered, it comes to an end."""
        steps = 0
        while getattr(self, "session", None) is not None:
            self.act(1)
            steps += 1
            assert steps < MOST_STEPS


Person.TestCase.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_order_of_answers = Person.TestCase


# --- one by one -------------------------------------------------------------------------------------------------------


def session_of(coach: Coach, routine: str, **more: Any) -> GuidedSession:
    request = Request(routine, **more)
    return GuidedSession(coach, way_of(coach, request, Settings()), request)


def to_play(session: GuidedSession, coach: Coach, before: int | None = 5) -> Run:
    """Answer what comes, safely, until the session has begun."""
    for _ in range(MOST_STEPS):
        guide = session.guide
        match session.step:
            case Play():
                assert session.run is not None
                return session.run
            case Rate():
                session.go(guide.rated(before))
            case AskCheck():
                clean(coach, guide.way.routine, guide.way.choices.area)
                session.go(guide.asked())
            case SayBefore():
                session.go(guide.go_on())
            case _:
                session.go(guide.shown())
    raise AssertionError(session.step)


def play_out(session: GuidedSession, clock: FakeClock) -> None:
    assert session.run is not None
    clock.advance(2000)
    session.run.tick()
    session.played()


def test_written_answers_that_can_not_be_written_down_warn_all_the_same(coach: Coach, journal: MemoryJournal) -> None:
    journal.broken = "The disk is full."
    session = session_of(coach, "cat-cow", written=WrittenAnswers({"chest-pain": Answer.YES}, others=True))
    session.go(session.guide.shown())
    session.go(session.guide.rated(None))
    step = session.step
    assert isinstance(step, ShowCard)
    assert step.blocked.level is Level.EMERGENCY
    session.go(session.guide.shown())
    assert session.step == Closed(ClosedWhy.NOT_SAVED, "The disk is full. Try again.")


def test_a_rating_that_can_not_be_written_down_is_told_and_it_goes_on(coach: Coach, journal: MemoryJournal) -> None:
    session = session_of(coach, "cat-cow")
    session.go(session.guide.shown())
    journal.broken = "The disk is full."
    session.go(session.guide.rated(4))
    assert session.step == NotSaved("The disk is full. Try again.")
    journal.broken = ""
    session.go(session.guide.shown())
    assert isinstance(session.step, AskCheck)
    assert to_play(session, coach)
    assert session.guide.before == 4


def test_an_unreadable_record_asks_nothing_and_opens_nothing(coach: Coach, journal: MemoryJournal) -> None:
    journal.broken = "unreadable"
    session = session_of(coach, "cat-cow", offers=True)
    session.go(session.guide.shown())
    session.go(session.guide.rated(None))
    assert isinstance(session.step, ShowCard)


def test_what_was_held_before_a_crash_is_rated_with_the_rest(
    coach: Coach, journal: MemoryJournal, clock: FakeClock
) -> None:
    first = session_of(coach, "lower-back-short", choices=Choices(area=BodyArea.LOWER_BACK))
    run = to_play(first, coach, before=2)
    clock.advance(60)
    run.tick()
    before = set(run.held)
    assert before
    again = session_of(coach, "cat-cow", offers=True)
    assert isinstance(again.step, OfferResume)
    again.go(again.guide.resume())
    assert again.guide.before == 2
    assert to_play(again, coach).held == before
    play_out(again, clock)
    rating: object = again.step
    assert rating == Rate(RatedWhen.AFTER)
    again.go(again.guide.rated(5))
    (pain,) = [fact.body for fact in of(journal.kept, PainRated) if fact.body.when is RatedWhen.AFTER]
    assert set(pain.techniques) > before
    assert pain.before == 2
    end = again.step
    assert isinstance(end, Finished)
    assert end.summary
    assert end.past is not None
    assert {step.technique for step in end.past.steps} == set(pain.techniques)


class Elsewhere:
    """Another window follows every session."""

    def hold(self, session: str) -> None:
        """It does already."""

    def release(self, session: str) -> None:
        """Never."""

    def held(self, session: str) -> bool:
        del session
        return self.follows

    def any(self) -> bool:
        return self.follows

    follows = False


def test_what_can_not_go_on_is_told_and_offered_anew(
    journal: MemoryJournal, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Elsewhere()
    ids = (f"id-{n}" for n in itertools.count())
    coach = Coach(LIBRARY, CATALOGUE, journal, clock, lambda: next(ids), "here", window)
    run = to_play(session_of(coach, "cat-cow"), coach)
    clock.advance(20)
    run.tick()
    session = session_of(coach, "neck-rotation", offers=True)
    past = coach.listing.today().unfinished
    assert past is not None
    window.follows = True
    session.go(session.guide.resume())
    assert session.step == NotPossible("This session is under way in another window. Go on there.")
    session.go(session.guide.shown())
    assert isinstance(session.step, ShowPlan), "nobody is asked about it any more"
    alone = GuidedSession(coach, way_on(coach, past))
    assert isinstance(alone.step, NotPossible)
    alone.go(alone.guide.shown())
    assert isinstance(alone.step, Closed)
    assert alone.step.why is ClosedWhy.NOT_POSSIBLE


def test_a_session_that_is_closed_or_discarded_is_offered_no_longer(coach: Coach, clock: FakeClock) -> None:
    for discard, outcome in ((False, "interrupted"), (True, "discarded")):
        run = to_play(session_of(coach, "cat-cow"), coach)
        clock.advance(20)
        run.tick()
        session = session_of(coach, "neck-rotation", offers=True)
        session.go(session.guide.close(discard=discard))
        assert session.step == ShowPlan()
        assert coach.listing.today().unfinished is None
        assert coach.record.of(SessionEnded)[-1].body.outcome == outcome
        clock.advance(86400)


def test_an_unknown_routine_is_refused_before_anything_is_asked(coach: Coach) -> None:
    with pytest.raises(BadInput, match="neck-rotation"):
        session_of(coach, "neck-rotatoin")


def test_a_session_that_was_stopped_asks_nothing_more(coach: Coach, clock: FakeClock) -> None:
    session = session_of(coach, "cat-cow")
    run = to_play(session, coach)
    clock.advance(20)
    run.tick()
    run.pause()
    coach.sessions.report(run, "in-session-numb-tingle")
    session.played()
    end = session.step
    assert isinstance(end, Finished)
    assert end.blocked is not None
    assert not end.summary
