"""The one door, from the person's side: a session through the record, and back out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Catalogue, Level
from coach.core.check.checkup import Checkup
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.coach.door import Coach
from coach.core.errors import BadInput, JournalError
from coach.core.library import Library
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.record.health import LumpSeen
from coach.core.session.events import SessionPhase
from coach.core.session.run import SLEPT_NOTICE, Run
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, BodyArea, RatedWhen, SessionOutcome, TechniqueClass, Texture
from tests.conftest import FakeClock as Clock
from tests.core.conftest import MemoryJournal, all_no, just_before


def passing(coach: Coach) -> Checkup:
    return all_no(coach.checks.checkup())


def start(coach: Coach, routine: str, choices: Choices | None = None) -> Run:
    just_before(coach, routine)
    cleared = coach.sessions.ask(routine, choices or Choices())
    assert isinstance(cleared, Cleared)
    return coach.sessions.begin(cleared, choices or Choices())


def follow(run: Run, clock: Clock, seconds: int) -> None:
    for _ in range(seconds):
        clock.advance(1)
        run.tick()
        if run.session.phase is SessionPhase.ALARM:
            run.acknowledge()


@pytest.fixture
def checked(coach: Coach) -> Coach:
    coach.checks.submit(passing(coach))
    return coach


def test_the_check_opens_the_door(coach: Coach) -> None:
    before = coach.sessions.ask("cat-cow", Choices())
    assert isinstance(before, Blocked)
    assert before.check_due
    safety = coach.checks.submit(passing(coach))
    assert safety.level is Level.SELF_CARE
    assert isinstance(coach.sessions.ask("cat-cow", Choices()), Cleared)


def test_calm_ones_need_no_question(coach: Coach) -> None:
    assert start(coach, "calm-breathing").session.phase is SessionPhase.RUNNING


def test_a_session_is_found_in_the_record(checked: Coach, clock: Clock) -> None:
    run = start(checked, "childs-pose", Choices(area=BodyArea.LOWER_BACK))
    checked.entries.rate(4, RatedWhen.BEFORE, BodyArea.LOWER_BACK, run)
    follow(run, clock, 61)
    checked.entries.rate(3, RatedWhen.AFTER, BodyArea.LOWER_BACK, run, before=4)
    (found,) = checked.listing.history()
    assert (found.routine, found.outcome, found.before, found.after) == ("childs-pose", "completed", 4, 3)
    assert [(s.technique, s.done, s.seconds) for s in found.steps] == [("childs-pose", True, 40)]
    assert checked.listing.today().done == (found,)
    assert checked.listing.today().last_area is BodyArea.LOWER_BACK


def test_a_skipped_step_is_never_done(checked: Coach, clock: Clock) -> None:
    run = start(checked, "lower-back-short")
    follow(run, clock, 22)
    run.next()
    follow(run, clock, 130)
    steps = {s.technique: (s.done, s.seconds) for s in checked.listing.history()[0].steps}
    assert steps == {"childs-pose": (False, 7), "knee-to-chest": (True, 80)}


def test_a_word_about_a_key_goes_with_the_next_key(checked: Coach, clock: Clock) -> None:
    run = start(checked, "childs-pose")
    follow(run, clock, 16)
    run.extend(10)
    run.extend(10)
    assert "longest" in run.notice
    run.extend(-10)
    assert run.notice == ""


def test_over_time_is_in_the_record(checked: Coach, clock: Clock) -> None:
    run = start(checked, "moist-heat")
    clock.advance(5 + 900)
    run.tick()
    clock.advance(30)
    run.acknowledge()
    (step,) = checked.listing.history()[0].steps
    assert (step.done, step.seconds, step.over) == (True, 900, 30)


def test_a_second_heat_is_locked_for_its_gap(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "moist-heat"), clock, 906)
    assert isinstance(checked.sessions.ask("moist-heat", Choices()), Blocked)
    just_before(checked, "neck-knot-home")
    left = checked.sessions.ask("neck-knot-home", Choices())
    assert isinstance(left, Cleared)
    assert "moist-heat" not in left.techniques
    clock.advance(120 * 60)
    just_before(checked, "moist-heat")
    assert isinstance(checked.sessions.ask("moist-heat", Choices()), Cleared)


def test_choices_become_defaults_once_chosen(checked: Coach) -> None:
    routine = checked.library.find("ball-compression")
    assert checked.sessions.settled(routine.id, Choices(), Settings()).choices == Choices()
    start(checked, "ball-compression", Choices(side=SideChoice.LEFT, dose=DoseChoice.HIGH))
    assert checked.sessions.settled(routine.id, Choices(), Settings()).choices.side is SideChoice.LEFT
    changed = checked.sessions.settled(routine.id, Choices(side=SideChoice.RIGHT), Settings()).choices
    assert (changed.side, changed.dose) == (SideChoice.RIGHT, DoseChoice.HIGH)


def test_a_rehearsal_counts_as_nothing(checked: Coach, journal: MemoryJournal, clock: Clock) -> None:
    just_before(checked, "moist-heat")
    before = len(journal.kept)
    cleared = checked.sessions.ask("moist-heat", Choices())
    assert isinstance(cleared, Cleared)
    run = checked.sessions.begin(cleared, Choices(), rehearsal=True)
    follow(run, clock, 910)
    assert run.ended is SessionOutcome.COMPLETED
    assert len(journal.kept) == before
    assert isinstance(checked.sessions.ask("moist-heat", Choices()), Cleared)


def test_a_rehearsal_goes_through_the_same_door(coach: Coach) -> None:
    assert isinstance(coach.sessions.ask("cat-cow", Choices()), Blocked)


def test_a_stale_clearance_is_decided_anew(checked: Coach) -> None:
    cleared = checked.sessions.ask("cat-cow", Choices())
    assert isinstance(cleared, Cleared)
    checked.checks.volunteer({"chest-pain": Answer.YES})
    with pytest.raises(BadInput, match="has changed"):
        checked.sessions.begin(cleared, Choices())


def test_a_clearance_ends_with_the_day(checked: Coach, clock: Clock) -> None:
    cleared = checked.sessions.ask("cat-cow", Choices())
    assert isinstance(cleared, Cleared)
    clock.advance(24 * 3600)
    with pytest.raises(BadInput):
        checked.sessions.begin(cleared, Choices())


def test_volunteered_safe_answers_are_dropped(checked: Coach, journal: MemoryJournal) -> None:
    before = len(journal.kept)
    checked.checks.volunteer({"raynauds": Answer.NO})
    assert len(journal.kept) == before
    checked.checks.volunteer({"raynauds": Answer.NOT_SURE})
    assert isinstance(checked.sessions.ask("cold-pack", Choices()), Blocked)


@pytest.mark.parametrize("level", [-1, 11])
def test_pain_off_the_scale_is_refused(coach: Coach, level: int, journal: MemoryJournal) -> None:
    with pytest.raises(BadInput, match="0 to 10"):
        coach.entries.rate(level, RatedWhen.BEFORE)
    assert journal.kept == []


def test_high_pain_recorded_after_a_pass_wants_a_new_check(checked: Coach, clock: Clock) -> None:
    clock.advance(60)
    checked.entries.rate(7, RatedWhen.BEFORE, BodyArea.NECK)
    blocked = checked.sessions.ask("cat-cow", Choices())
    assert isinstance(blocked, Blocked)
    assert blocked.check_due
    clock.advance(60)
    checked.checks.submit(passing(checked))
    assert isinstance(checked.sessions.ask("cat-cow", Choices()), Cleared)


def test_a_visit_lets_the_person_on_again(checked: Coach, clock: Clock) -> None:
    checked.checks.volunteer({"limb-numb-tingle-weak": Answer.YES})
    assert isinstance(checked.sessions.ask("cat-cow", Choices()), Blocked)
    today = clock.now().wall.date()
    with pytest.raises(BadInput, match="no flag"):
        checked.entries.seen(["nothing"], [TechniqueClass.STRETCH], "GP", today)
    with pytest.raises(BadInput, match="still to come"):
        checked.entries.seen(["limb-numb-tingle-weak"], [TechniqueClass.STRETCH], "GP", today + timedelta(days=1))
    checked.entries.seen(["limb-numb-tingle-weak"], [TechniqueClass.STRETCH], "GP", today)
    assert isinstance(checked.sessions.ask("cat-cow", Choices()), Cleared)
    assert isinstance(checked.sessions.ask("bridge", Choices()), Blocked)


def test_a_slip_is_withdrawn(checked: Coach, clock: Clock) -> None:
    checked.checks.volunteer({"chest-pain": Answer.YES})
    clock.advance(60)
    checked.entries.withdraw(["chest-pain"])
    assert isinstance(checked.sessions.ask("cat-cow", Choices()), Cleared)


# --- something is wrong ------------------------------------------------------------------------------------------


def test_one_list_offers_what_is_felt_more_pain_the_emergencies_and_anything_else(coach: Coach) -> None:
    offered = coach.sessions.offered()
    assert [flag.removeprefix("in-session-") for what in offered for flag in what.flags] == [
        *("sharp-pain", "numb-tingle", "dizzy", "skin-change", "pain-up"),
        *("chest-pain", "short-of-breath", "face-speech-sight", "sudden-weak-clumsy"),
        *("bladder-bowel-loss", "saddle-numbness", "something-else"),
    ]
    assert coach.catalogue is not None
    flags = coach.catalogue.flags
    assert {flags[name].level for what in offered[5:10] for name in what.flags} == {Level.EMERGENCY}
    assert [what.rates for what in offered].index(True) == 4
    assert [bool(what.then_ask) for what in offered].index(True) == 2


def test_sharp_pain_leaves_the_technique_and_goes_on(checked: Coach, clock: Clock) -> None:
    run = start(checked, "lower-back-short")
    follow(run, clock, 10)
    run.pause()
    assert checked.sessions.report(run, "in-session-sharp-pain") is None
    assert run.session.segment.technique == "knee-to-chest"
    assert isinstance(checked.sessions.ask("childs-pose", Choices()), Blocked)


def test_a_report_in_a_rest_is_about_what_was_done_before_it(checked: Coach, clock: Clock) -> None:
    run = start(checked, "heat-then-cold")
    follow(run, clock, 5 + 900 + 30)
    assert run.session.segment.technique is None
    checked.sessions.report(run, "in-session-sharp-pain")
    clock.advance(3 * 3600)
    assert isinstance(checked.sessions.ask("moist-heat", Choices()), Blocked)
    assert isinstance(checked.sessions.ask("bridge", Choices()), Cleared)


def test_tingling_stops_the_session_and_locks(checked: Coach, clock: Clock) -> None:
    run = start(checked, "lower-back-short")
    follow(run, clock, 10)
    card = checked.sessions.report(run, "in-session-numb-tingle")
    assert isinstance(card, Blocked)
    assert card.level is Level.CLINICIAN
    assert run.ended is SessionOutcome.STOPPED
    assert isinstance(checked.sessions.ask("cat-cow", Choices()), Blocked)


def test_a_dizzy_spell_that_passed_leaves_the_rest_open(checked: Coach, clock: Clock) -> None:
    run = start(checked, "lower-back-short")
    follow(run, clock, 10)
    assert checked.sessions.report(run, "in-session-dizzy", gone=True) is None
    assert run.session.segment.technique == "knee-to-chest"


def test_a_report_from_a_rehearsal_is_kept(checked: Coach) -> None:
    cleared = checked.sessions.ask("cat-cow", Choices())
    assert isinstance(cleared, Cleared)
    run = checked.sessions.begin(cleared, Choices(), rehearsal=True)
    assert isinstance(checked.sessions.report(run, "in-session-numb-tingle"), Blocked)
    assert isinstance(checked.sessions.ask("bridge", Choices()), Blocked)


def test_a_report_that_cannot_be_written_is_obeyed(checked: Coach, journal: MemoryJournal, clock: Clock) -> None:
    run = start(checked, "lower-back-short")
    follow(run, clock, 10)
    journal.broken = "the disk is full"
    card = checked.sessions.report(run, "in-session-numb-tingle")
    assert isinstance(card, Blocked)
    assert run.ended is SessionOutcome.STOPPED


# --- when things break -------------------------------------------------------------------------------------------


def test_an_unreadable_record_locks_everything_and_says_why(coach: Coach, journal: MemoryJournal) -> None:
    journal.broken = "unreadable"
    assert all(entry.locked for entry in coach.listing.listed())
    blocked = coach.sessions.ask("calm-breathing", Choices())
    assert isinstance(blocked, Blocked)
    assert "record can't be read" in blocked.action


def test_no_catalogue_locks_everything(library: Library, journal: MemoryJournal, clock: Clock) -> None:
    coach = Coach(library, "The safety questions are damaged.", journal, clock, lambda: "x")
    assert all(entry.locked for entry in coach.listing.listed())
    assert isinstance(coach.sessions.ask("hydration-check", Choices()), Blocked)


def test_a_failing_write_is_shown_kept_and_tried_again(checked: Coach, journal: MemoryJournal, clock: Clock) -> None:
    run = start(checked, "childs-pose")
    journal.broken = "the disk is full"
    follow(run, clock, 10)
    assert "disk is full" in run.fault
    journal.broken = ""
    follow(run, clock, 55)
    assert run.fault == ""
    (found,) = checked.listing.history()
    assert (found.outcome, found.steps[0].done) == ("completed", True)


def test_a_session_does_not_begin_unless_its_beginning_is_on_disk(checked: Coach, journal: MemoryJournal) -> None:
    cleared = checked.sessions.ask("cat-cow", Choices())
    assert isinstance(cleared, Cleared)
    journal.broken = "the disk is full"
    with pytest.raises(JournalError):
        checked.sessions.begin(cleared, Choices())


def test_sleep_in_a_hold_pauses_it(checked: Coach, clock: Clock) -> None:
    run = start(checked, "childs-pose")
    follow(run, clock, 20)
    clock.advance(1, asleep=600)
    run.tick()
    assert run.session.phase is SessionPhase.PAUSED
    assert run.notice == SLEPT_NOTICE
    assert run.position().left == 14


# --- interrupted -------------------------------------------------------------------------------------------------


def crash(coach: Coach) -> Any:
    unfinished = coach.listing.today().unfinished
    assert unfinished is not None
    assert coach.listing.unfinished() == unfinished
    return unfinished


def test_an_interrupted_session_is_offered_and_goes_on_where_it_was(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "lower-back-short"), clock, 60)
    past = crash(checked)
    run = checked.sessions.pick_up(past)
    assert isinstance(run, Run)
    assert (run.session.segment.technique, run.session.phase) == ("knee-to-chest", SessionPhase.GET_READY)
    follow(run, clock, 120)
    (found,) = checked.listing.history()
    assert found.outcome == "completed"
    assert checked.listing.today().unfinished is None


def test_it_is_closed_as_partly_done_or_discarded_by_the_persons_word(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "lower-back-short"), clock, 60)
    checked.sessions.close(crash(checked))
    assert checked.listing.history()[0].outcome == "interrupted"
    follow(start(checked, "childs-pose"), clock, 10)
    checked.sessions.close(crash(checked), discard=True)
    assert [s.routine for s in checked.listing.history()] == ["lower-back-short"]


def test_heat_that_was_on_while_the_program_was_gone_counts(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "neck-knot-home"), clock, 65)
    clock.advance(600)
    run = checked.sessions.pick_up(crash(checked))
    assert isinstance(run, Run)
    assert run.position().left == pytest.approx(240)


def test_heat_that_ran_out_meanwhile_says_so_at_once(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "neck-knot-home"), clock, 65)
    clock.advance(3600)
    run = checked.sessions.pick_up(crash(checked))
    assert isinstance(run, Run)
    run.tick()
    assert run.session.phase is SessionPhase.ALARM
    assert run.position().over > 2000


def test_picking_up_goes_through_the_same_door(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "lower-back-short"), clock, 60)
    checked.checks.volunteer({"limb-numb-tingle-weak": Answer.YES})
    assert isinstance(checked.sessions.pick_up(crash(checked)), Blocked)


def due(coach: Coach, routine: str) -> bool:
    """Whether something is to be asked before this routine."""
    verdict = coach.sessions.ask(routine, Choices())
    return isinstance(verdict, Blocked) and verdict.check_due


def test_the_questions_about_the_techniques_come_before_each_session(checked: Coach) -> None:
    assert due(checked, "moist-heat")
    assert not due(checked, "cat-cow"), "stretches have none of their own"
    start(checked, "moist-heat").leave()
    assert due(checked, "cold-pack"), "the answers were for the last session"


def test_what_was_answered_for_heat_is_no_answer_for_the_ball(checked: Coach) -> None:
    just_before(checked, "moist-heat")
    assert not due(checked, "moist-heat")
    assert due(checked, "ball-compression")


@pytest.mark.parametrize(("minutes", "again"), [(59, False), (60, True)])
def test_just_before_is_within_the_hour(checked: Coach, clock: Clock, minutes: int, again: bool) -> None:
    just_before(checked, "moist-heat")
    clock.advance(minutes * 60)
    assert due(checked, "moist-heat") is again


def test_a_list_shows_as_open_what_only_waits_for_its_own_questions(checked: Coach) -> None:
    (heat,) = checked.listing.listed([checked.library.find("moist-heat")])
    assert not heat.locked
    verdict = checked.sessions.ask("neck-knot-home", Choices())
    assert isinstance(verdict, Blocked)
    assert [reason.text for reason in verdict.reasons] == ["A few questions about this routine come first."]


def test_an_unsafe_answer_just_before_leaves_only_that_technique_out(checked: Coach, catalogue: Catalogue) -> None:
    asked = checked.checks.checkup("heat-then-cold")
    told = {"cold-on-bare-skin": Answer.NO}
    checked.checks.submit(from_answers(catalogue, told, frozenset(), others=True, due=asked))
    verdict = checked.sessions.ask("heat-then-cold", Choices())
    assert isinstance(verdict, Cleared)
    assert verdict.techniques == ("moist-heat",)


def test_a_session_that_goes_on_has_had_its_questions(checked: Coach, clock: Clock) -> None:
    follow(start(checked, "moist-heat"), clock, 60)
    assert isinstance(checked.sessions.pick_up(crash(checked)), Run)


class Windows:
    """Every session is being followed somewhere."""

    def __init__(self) -> None:
        self.here: set[str] = set()
        self.elsewhere: set[str] = set()

    def hold(self, session: str) -> None:
        self.here.add(session)

    def release(self, session: str) -> None:
        self.here.discard(session)

    def held(self, session: str) -> bool:
        return session in self.here | self.elsewhere

    def any(self) -> bool:
        return bool(self.here | self.elsewhere)


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def over() -> list[str]:
    return []


@pytest.fixture
def with_windows(coach: Coach, windows: Windows, over: list[str]) -> Coach:
    """A door with a check passed, that knows of other windows and tells which sessions are over."""
    assert coach.catalogue is not None
    record = coach.record
    there = Coach(
        coach.library,
        coach.catalogue,
        record.journal,
        coach.clock,
        record.new_id,
        record.device,
        windows,
        lambda run: over.append(run.id),
    )
    there.checks.submit(passing(there))
    return there


def test_a_session_under_way_in_another_window_is_not_offered(with_windows: Coach, windows: Windows) -> None:
    run = start(with_windows, "childs-pose")
    assert windows.here == {run.id}
    assert with_windows.listing.today().unfinished is None
    windows.release(run.id)
    past = crash(with_windows)
    windows.elsewhere.add(run.id)
    with pytest.raises(BadInput, match="another window"):
        with_windows.sessions.pick_up(past)


def test_a_session_that_ended_is_let_go_and_told_of(with_windows: Coach, windows: Windows, over: list[str]) -> None:
    run = start(with_windows, "childs-pose")
    assert over == []
    run.leave()
    assert windows.here == set()
    assert over == [run.id]


def test_a_session_that_went_on_is_told_of_and_a_rehearsal_is_not(
    with_windows: Coach, windows: Windows, over: list[str], clock: Clock
) -> None:
    cleared = with_windows.sessions.ask("childs-pose", Choices())
    assert isinstance(cleared, Cleared)
    with_windows.sessions.begin(cleared, Choices(), rehearsal=True).leave()
    assert over == []
    run = start(with_windows, "childs-pose")
    follow(run, clock, 10)
    windows.release(run.id)
    again = with_windows.sessions.pick_up(crash(with_windows))
    assert isinstance(again, Run)
    again.leave()
    assert over == [run.id]


def test_a_look_is_never_corrected_into_one_at_another_lump(checked: Coach) -> None:
    one = checked.entries.note(LumpSeen(area=BodyArea.NECK, texture=Texture.STONE_HARD))
    other = checked.entries.note(LumpSeen(area=BodyArea.SHOULDER))
    with pytest.raises(BadInput, match="another lump"):
        checked.entries.put_right(one.id, LumpSeen(lump=other.id, texture=Texture.SOFT))
    checked.entries.put_right(one.id, LumpSeen(area=BodyArea.NECK, texture=Texture.STONE_HARD))
    assert "lump-hard" in {up.flag.id for up in checked.rules.safety().flags}
