"""The guided break: movements that take turns, nothing locked among them, as long as it is asked to be."""

from __future__ import annotations

import itertools
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Layer
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.clearance.locks import borrowed, lock
from coach.core.coach.door import Coach
from coach.core.coach.reminder_desk import ReminderDesk
from coach.core.errors import BadInput
from coach.core.figure.figure import Frame
from coach.core.figure.motion import frames_of, shown_at
from coach.core.library import Library
from coach.core.record.choices import Choices, DoseChoice
from coach.core.reminders.commands import from_body, to_body, what_ended
from coach.core.reminders.plan import DEFAULTS
from coach.core.reminders.signals import Finished, GotUp
from coach.core.routine.guided_break import MOST_BORROWED
from coach.core.routine.movement import choose
from coach.core.routine.planning import plan
from coach.core.routine.routine import Technique
from coach.core.routine.segments import WORK
from coach.core.routine.timeline import Timeline
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, SegmentKind, SessionOutcome
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean

BREAK = "movement-break"
SHIPPED = load_library(None)
TECHNIQUES = {name: r for name, r in SHIPPED.routines.items() if isinstance(r, Technique)}
CATALOGUE = load_catalogue({name: t.cls for name, t in TECHNIQUES.items()})
ASKED = sorted(f.id for f in CATALOGUE.flags.values() if f.question and f.ask not in {Layer.COMPUTED, Layer.IN_SESSION})
UNSAFE = st.dictionaries(st.sampled_from(ASKED), st.sampled_from([Answer.YES, Answer.NOT_SURE]), max_size=2)
MOVEMENTS, SIT_DOWN = TECHNIQUES[BREAK].movements, TECHNIQUES[BREAK].sit_down
BORROWED = frozenset(movement.technique for movement in MOVEMENTS if movement.technique)
OPEN = st.frozensets(st.sampled_from(sorted(BORROWED)))


def planned(turn: int | None = None, seconds: int | None = None, opened: frozenset[str] | None = None) -> Timeline:
    routine = SHIPPED.find(BREAK)
    only = None if opened is None else {BREAK, *opened}
    return plan(routine, SHIPPED.techniques_of(routine), Choices(turn=turn, seconds=seconds), only=only)


def words(timeline: Timeline) -> list[str]:
    return [segment.say for segment in timeline.segments if segment.kind is SegmentKind.MOVE]


def begin(coach: Coach, choices: Choices | None = None) -> Run:
    cleared = coach.sessions.ask(BREAK, choices or Choices())
    assert isinstance(cleared, Cleared)
    return coach.sessions.begin(cleared, choices or Choices())


# --- the plan -----------------------------------------------------------------------------------------------------


def test_with_nothing_chosen_it_is_two_minutes_of_four_movements_and_a_line_on_how_to_sit() -> None:
    timeline = planned()
    assert [(str(s.kind), s.seconds) for s in timeline.segments] == [
        ("prepare", 5),
        ("move", 27),
        ("move", 28),
        ("move", 27),
        ("move", 28),
        ("check", 10),
    ]
    assert timeline.techniques == (BREAK,) * 5
    assert words(timeline)[0] == f"Up you get. {MOVEMENTS[0].guide}"
    assert timeline.segments == planned(0).segments


@pytest.mark.parametrize(("seconds", "steps"), [(60, 3), (120, 5), (132, 5), (300, 11), (600, 21)])
def test_a_longer_break_has_more_movements(seconds: int, steps: int) -> None:
    timeline = planned(3, seconds, BORROWED)
    assert timeline.seconds == seconds + 5
    assert len(timeline.steps) == steps


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10_000), st.none() | st.integers(60, 600), OPEN)
def test_every_break_is_whole_and_holds_nothing_that_is_not_open(
    turn: int, seconds: int | None, opened: frozenset[str]
) -> None:
    timeline = planned(turn, seconds, opened)
    assert timeline.seconds == (seconds or 120) + 5 == sum(s.seconds for s in timeline.segments)
    assert timeline.segments[0].start == 0
    assert all(a.start + a.seconds == b.start for a, b in pairwise(timeline.segments))
    assert all(1 <= s.seconds <= s.cap for s in timeline.segments)
    assert all(20 <= s.seconds <= 40 for s in timeline.segments if s.kind is SegmentKind.MOVE)
    assert len({c.at for c in timeline.cues}) == len(timeline.cues)
    says = [c.say for c in timeline.cues]
    assert not [(a, b) for a, b in itertools.permutations(says, 2) if a in b], "one cue's text hides in another's"
    assert set(timeline.techniques) <= {BREAK, *opened}
    guides = {m.guide: m for m in MOVEMENTS}
    movements = [guides[say.removeprefix("Up you get. ")] for say in words(timeline)]
    assert movements[0] is choose(MOVEMENTS, turn, opened), "it begins with what the prompt named"
    assert all(m.technique in {None, *opened} for m in movements)
    assert all(movements.count(m) == 1 for m in movements if m.technique)
    assert not any(a is b for a, b in pairwise(movements))
    line = SIT_DOWN[turn % len(SIT_DOWN)]
    assert timeline.segments[-1].say == f"Sit down again. {line.rstrip('.')}"


@pytest.mark.parametrize("opened", [BORROWED, frozenset()])
def test_in_as_many_turns_as_there_are_movements_each_has_come_first(opened: frozenset[str]) -> None:
    fit = [m for m in MOVEMENTS if m.technique is None or m.technique in opened]
    firsts = {words(planned(turn, opened=opened))[0].removeprefix("Up you get. ") for turn in range(len(fit))}
    assert firsts == {movement.guide for movement in fit}


@pytest.mark.parametrize("name", sorted(BORROWED))
def test_what_is_borrowed_is_less_than_it_has_by_itself_even_with_plus(name: str, library: Library) -> None:
    own = plan(library.find(name), library.techniques_of(library.find(name)), Choices(dose=DoseChoice.HIGH))
    assert sum(s.seconds for s in own.segments if s.kind in WORK) >= MOST_BORROWED
    part = next(s for s in planned(0, 600, BORROWED).segments if s.technique == name)
    assert part.cap == MOST_BORROWED
    assert part.pool is not None
    assert part.pool.cap == MOST_BORROWED


@pytest.mark.parametrize(
    ("routine", "choices", "word"),
    [
        (BREAK, Choices(seconds=59), "Choose from 60 to 600"),
        (BREAK, Choices(seconds=601), "Choose from 60 to 600"),
        (BREAK, Choices(turn=-1), "Choose 0 or more"),
        ("desk-reset", Choices(seconds=120), "Leave --seconds out"),
        ("cat-cow", Choices(turn=1), "Leave --turn out"),
    ],
)
def test_a_turn_or_a_length_that_means_nothing_is_refused(routine: str, choices: Choices, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        plan(SHIPPED.find(routine), SHIPPED.techniques_of(SHIPPED.find(routine)), choices)


def test_the_length_that_the_gap_asks_for_is_not_fitted_into_the_usual_minutes() -> None:
    routine = SHIPPED.find(BREAK)
    assert plan(routine, SHIPPED.techniques_of(routine), Choices(minutes=3, seconds=300)).seconds == 305


def test_in_a_sequence_it_stays_one_piece() -> None:
    timeline = plan(SHIPPED.find("desk-reset"), SHIPPED.techniques_of(SHIPPED.find("desk-reset")), Choices())
    assert [s.seconds for s in timeline.segments if s.technique == BREAK] == [5, 120]


# --- the door -----------------------------------------------------------------------------------------------------


def test_neck_turns_and_wall_angels_wait_for_the_check_of_the_day(coach: Coach, clock: FakeClock) -> None:
    long = Choices(seconds=600)
    assert set(begin(coach, long).session.plan.techniques) == {BREAK}
    clean(coach)
    assert set(begin(coach, long).session.plan.techniques) == {BREAK, *BORROWED}
    clock.advance(24 * 3600)
    assert set(begin(coach, long).session.plan.techniques) == {BREAK}


@settings(deadline=None, max_examples=80)
@given(UNSAFE, st.integers(0, 20), st.sampled_from([None, 120, 600]))
def test_whatever_was_answered_nothing_locked_is_in_a_break(
    answers: dict[str, Answer], turn: int, seconds: int | None
) -> None:
    ids = (f"id-{n}" for n in itertools.count())
    coach = Coach(SHIPPED, CATALOGUE, MemoryJournal(), FakeClock(), lambda: next(ids), "here")
    due = coach.checks.checkup()
    coach.checks.submit(from_answers(CATALOGUE, answers, frozenset(), others=True, due=due))
    choices = Choices(turn=turn, seconds=seconds)
    verdict = coach.sessions.ask(BREAK, choices)
    safety, now = coach.rules.safety(), coach.clock.now().wall
    if isinstance(verdict, Blocked):
        assert lock(TECHNIQUES[BREAK], None, safety, now, TECHNIQUES)
        return
    session = coach.sessions.begin(verdict, choices).session
    for name in {segment.technique for segment in session.plan.segments}:
        assert not lock(TECHNIQUES[name or ""], None, safety, now, TECHNIQUES)
    advised = {name for up in safety.flags for name, _ in up.flag.modifies}
    assert not advised & BORROWED & set(session.plan.techniques), "a break has no room to say how"


def test_what_had_its_times_today_is_not_borrowed_again(coach: Coach, clock: FakeClock) -> None:
    clean(coach)
    for _ in range(3):
        run = begin(coach, Choices(seconds=600))
        clock.advance(700)
        run.tick()
        assert run.ended is SessionOutcome.COMPLETED
    assert borrowed(coach.rules.safety(), clock.now().wall, coach.library.techniques) == ()
    assert set(begin(coach, Choices(seconds=600)).session.plan.techniques) == {BREAK}


def test_prompts_name_only_what_a_break_may_borrow(coach: Coach) -> None:
    desk = ReminderDesk(coach.record, coach.rules, coach.library, lambda: DEFAULTS)
    assert desk.plan().open_techniques == frozenset()
    clean(coach)
    assert desk.plan().open_techniques == BORROWED


def test_a_report_in_mid_break_takes_out_what_it_locks_and_the_rest_goes_on(coach: Coach, clock: FakeClock) -> None:
    clean(coach)
    run = begin(coach, Choices(turn=2))
    clock.advance(10)
    run.tick()
    assert run.session.segment.technique == "neck-rotation"
    run.pause()
    assert coach.sessions.report(run, "in-session-numb-tingle") is None
    run.tick()
    assert "neck-rotation" in run.session.barred
    assert run.ended is None
    assert run.session.segment.technique == BREAK


# --- turn by turn -------------------------------------------------------------------------------------------------


def test_breaks_by_hand_take_turns_and_no_length_is_kept(coach: Coach) -> None:
    routine = coach.library.find(BREAK)
    turns = []
    for seconds in (300, None, None):
        choices = coach.sessions.settled(routine.id, Choices(seconds=seconds), Settings()).choices
        turns.append(choices.turn)
        assert choices.seconds == seconds
        begin(coach, choices).leave()
    assert turns == [None, 1, 2]
    assert coach.sessions.settled(routine.id, Choices(turn=5), Settings()).choices.turn == 5
    assert coach.sessions.settled("calm-breathing", Choices(), Settings()).choices.turn is None


def test_an_interrupted_break_goes_on_with_the_same_movements(coach: Coach, clock: FakeClock) -> None:
    clean(coach)
    run = begin(coach, Choices(turn=4, seconds=180))
    clock.advance(70)
    run.tick()
    past = coach.listing.today().unfinished
    assert past is not None
    again = coach.sessions.pick_up(past)
    assert isinstance(again, Run)
    assert again.session.plan == run.session.plan
    clock.advance(24 * 3600)  # wall angels wait for a check now, so it is another break
    with pytest.raises(BadInput, match="has changed since"):
        coach.sessions.pick_up(past)


# --- its end ------------------------------------------------------------------------------------------------------


def test_i_got_up_is_taken_however_short_and_an_early_end_is_judged_by_its_seconds(
    coach: Coach, clock: FakeClock
) -> None:
    run = begin(coach)
    clock.advance(8)
    run.leave(SessionOutcome.GOT_UP)
    assert what_ended(run) == GotUp()
    assert coach.listing.today().done[-1].outcome == "got-up"
    assert coach.listing.today().unfinished is None
    run = begin(coach)
    clock.advance(75)
    run.leave()
    told = what_ended(run)
    assert isinstance(told, Finished)
    assert told.seconds == pytest.approx(70)
    assert told.routine == BREAK
    assert from_body(to_body(told)) == told


def test_a_break_that_is_played_out_counts_in_full(coach: Coach, clock: FakeClock) -> None:
    run = begin(coach)
    clock.advance(200)
    run.tick()
    assert what_ended(run) == Finished(120.0, BREAK)


# --- its picture --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(len(MOVEMENTS)))
def test_each_part_shows_the_movement_that_it_names(turn: int) -> None:
    timeline = planned(turn, opened=BORROWED)
    by_guide = {movement.guide: movement for movement in MOVEMENTS}
    for index, segment in enumerate(timeline.segments):
        figure = SHIPPED.figure_in(timeline, index)
        assert figure is not None
        if segment.kind is not SegmentKind.MOVE:
            continue
        movement = next(m for guide, m in by_guide.items() if guide in segment.say)
        expected = SHIPPED.figures(movement.technique or BREAK, (movement.id,))
        assert figure == expected
        assert movement.technique or figure != SHIPPED.figures(BREAK, ())


def test_a_part_never_falls_back_into_the_chair_before_the_last() -> None:
    timeline = planned(0)
    for index, segment in enumerate(timeline.segments):
        figure = SHIPPED.figure_in(timeline, index)
        assert figure is not None
        if segment.kind is SegmentKind.MOVE:
            shown = {name for frame in frames_of(figure, timeline, index, 0.2) for name in (frame.start, frame.end)}
            assert "sit" not in shown, segment.say
        elif segment.kind is SegmentKind.CHECK:
            assert shown_at(figure, timeline, index, segment.seconds).frame == Frame("sit", "sit")
