"""A session is a value of time: keys and late ticks in any order never break its promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.clearance.clearance import Cleared
from coach.core.library import Library
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.planning import plan
from coach.core.routine.segments import WORK, Sound
from coach.core.routine.timeline import Timeline
from coach.core.session import keys
from coach.core.session.advance import advance, position_at
from coach.core.session.events import CueDue, Ended, KeyRefused, Reached, SegmentOver, SessionEvent, SessionPhase
from coach.core.session.session import GET_READY, Session
from coach.core.vocabulary import SegmentKind, SessionOutcome

Clock = Any
Clear = Callable[..., Cleared]
anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def begin(library: Library, clear: Clear, clock: Clock, routine: str, choices: Choices | None = None) -> Session:
    cleared = clear(routine, choices)
    found = library.find(routine)
    timeline = plan(found, library.techniques_of(found), choices or Choices(), cleared.past, cleared.techniques)
    return Session.begin(cleared, timeline, clock.now())


def says(events: tuple[SessionEvent, ...]) -> list[str]:
    return [event.cue.say for event in events if isinstance(event, CueDue)]


def overs(events: tuple[SessionEvent, ...] | list[SessionEvent]) -> list[SegmentOver]:
    return [event for event in events if isinstance(event, SegmentOver)]


@pytest.fixture
def pose(library: Library, clear: Clear, clock: Clock) -> Session:
    """Child's pose: 15 s prepare, 20 s hold, 5 s rest, 20 s hold."""
    return begin(library, clear, clock, "childs-pose")


@pytest.fixture
def heat(library: Library, clear: Clear, clock: Clock) -> Session:
    """Moist heat, 15 min, then neck work."""
    return begin(library, clear, clock, "neck-knot-home")


def test_a_session_begins_with_its_first_cue(pose: Session, clock: Clock) -> None:
    session, events = advance(pose, clock.now())
    assert events[0] == Reached(0)
    assert says(events) == ["Step 1 of 1: Child's pose. Get ready"]
    assert position_at(session, clock.now()).left == 15


def test_a_session_needs_a_clearance_for_its_very_plan(pose: Session, clear: Clear) -> None:
    with pytest.raises(ValueError, match="something else"):
        replace(pose, cleared=clear("cat-cow"))
    with pytest.raises(TypeError, match="needs a clearance"):
        replace(pose, cleared=None)  # type: ignore[arg-type]


def test_each_moment_of_a_run_is_where_the_plan_says(pose: Session, clock: Clock) -> None:
    found = []
    for _ in range(60):
        position = position_at(pose, clock.now())
        assert position.segment is not None
        found.append((position.segment.kind, position.left))
        clock.advance(1)
    assert found[0] == (SegmentKind.PREPARE, 15)
    assert found[15] == (SegmentKind.HOLD, 20)
    assert found[35] == (SegmentKind.REST, 5)
    assert found[40] == (SegmentKind.HOLD, 20)
    assert found[59] == (SegmentKind.HOLD, 1)
    assert position_at(pose, clock.now()).phase is SessionPhase.ENDED


def test_one_late_tick_gives_every_cue_once_and_in_order(pose: Session, clock: Clock) -> None:
    session, events = advance(pose, clock.advance(1000))
    assert says(events) == [cue.say for cue in pose.plan.cues]
    assert session.outcome is SessionOutcome.COMPLETED
    assert advance(session, clock.advance(5)) == (session, ())


def test_lateness_of_a_cue_is_told(pose: Session, clock: Clock) -> None:
    _, events = advance(pose, clock.advance(26))
    late = {event.cue.say: event.late for event in events if isinstance(event, CueDue)}
    assert late["Half way: keep breathing"] == pytest.approx(1)


def test_pause_stands_still_and_resume_gives_three_seconds(pose: Session, clock: Clock) -> None:
    session, _ = keys.pause(pose, clock.advance(22))
    assert position_at(session, clock.advance(100)).left == 13
    session, _ = keys.resume(session, clock.now())
    assert position_at(session, clock.now()).phase is SessionPhase.GET_READY
    assert position_at(session, clock.advance(GET_READY)).left == 13
    assert position_at(session, clock.advance(13)).segment.kind is SegmentKind.REST  # type: ignore[union-attr]


def test_a_part_that_is_paused_before_it_begins_says_how_it_begins_when_it_does(pose: Session, clock: Clock) -> None:
    session, _ = keys.back(pose, clock.advance(20))
    session, events = keys.pause(session, clock.advance(1))
    session, more = advance(session, clock.advance(60))
    assert says((*events, *more)) == []
    session, _ = keys.resume(session, clock.now())
    _, events = advance(session, clock.advance(GET_READY))
    assert says(events) == ["Hold 1 of 2: Sink back"]


def test_a_skipped_hold_is_skipped_with_its_seconds(pose: Session, clock: Clock) -> None:
    session, events = keys.next_part(pose, clock.advance(22))
    found = [(o.index, o.held, o.done) for o in overs(events)]
    assert found == [(0, 15, True), (1, 7, False), (2, 0, False), (3, 0, False)]
    assert session.phase is SessionPhase.ENDED


def test_next_goes_from_one_side_to_the_other(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "knee-to-chest")
    session, _ = keys.next_part(session, clock.advance(22))
    assert (session.segment.kind, session.segment.side) == (SegmentKind.SWAP, "right")


def test_next_on_a_set_of_reps_leaves_the_whole_set(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "cat-cow")
    session, events = keys.next_part(session, clock.advance(16))
    assert session.phase is SessionPhase.ENDED
    assert [(o.index, o.done) for o in overs(events)] == [(0, True), (1, False), (2, False), (3, False)]


def test_next_answers_a_posture_question(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "posture-check")
    session, events = keys.next_part(session, clock.advance(7))
    assert overs(events)[-1] == SegmentOver(1, 2, done=True)
    assert position_at(session, clock.now()).segment.say.startswith("Question 2")  # type: ignore[union-attr]


def test_a_run_in_which_nothing_was_done_is_not_completed(pose: Session, clock: Clock) -> None:
    session = pose
    for _ in range(3):
        session, _ = keys.next_part(session, clock.now())
    assert session.outcome is SessionOutcome.LEFT


def test_a_run_skipped_through_is_left_not_completed(pose: Session, clock: Clock) -> None:
    session = pose
    for seconds in (16, 3, 1):
        session, _ = keys.next_part(session, clock.advance(seconds))
    assert session.outcome is SessionOutcome.LEFT


def test_back_begins_the_hold_again_and_then_the_one_before(pose: Session, clock: Clock) -> None:
    session, _ = keys.back(pose, clock.advance(50))
    assert (session.index, position_at(session, clock.now()).left) == (3, 20)
    session, _ = keys.back(session, clock.advance(1))
    assert session.index == 1
    assert session.phase is SessionPhase.GET_READY
    session, events = keys.back(session, clock.now())
    assert events[-1] == KeyRefused("This is the first one.")


def test_going_back_never_restores_a_spent_cap(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "ball-compression", Choices(side=SideChoice.LEFT))
    held = 0.0
    for _ in range(20):
        session, events = advance(session, clock.advance(5))
        session, more = keys.back(session, clock.advance(28))
        held += sum(o.held for o in overs([*events, *more]) if session.plan.segments[o.index].kind is SegmentKind.HOLD)
    assert held <= 120
    assert session.phase is SessionPhase.ENDED or session.room(session.plan.segments[1]) < 30


def test_other_side_goes_across_and_back(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "knee-to-chest")
    session, _ = keys.other_side(session, clock.advance(20))
    assert session.segment.side == "right"
    session, _ = keys.other_side(session, clock.advance(5))
    assert session.segment.side == "left"


def test_other_side_says_so_where_there_is_none(pose: Session, clock: Clock) -> None:
    _, events = keys.other_side(pose, clock.advance(20))
    assert events[-1] == KeyRefused("There is no other side here.")


def test_plus_stays_inside_the_cap_and_minus_above_what_is_done(pose: Session, clock: Clock) -> None:
    session, _ = keys.extend(pose, clock.advance(16), 10)
    assert session.length == 30
    session, events = keys.extend(session, clock.now(), 10)
    assert isinstance(events[-1], KeyRefused)
    session, _ = keys.extend(session, clock.advance(15), -10)
    assert session.length == 20
    session, events = keys.extend(session, clock.now(), -10)
    assert overs(events)[0].held == 16, "nothing is left of it, so what comes next begins at once"
    assert session.index == 2
    assert overs(events)[0].done is False, "16 s is less than the 20 s of the dose"


def test_heat_ends_with_an_alarm_until_acknowledged(heat: Session, clock: Clock) -> None:
    session, events = advance(heat, clock.advance(905))
    assert says(events)[-1] == "Time is up: Take the heat off now"
    assert session.phase is SessionPhase.ALARM
    session, more = advance(session, clock.advance(60))
    assert more == ()
    assert position_at(session, clock.now()).over == 60
    session, events = keys.acknowledge(session, clock.now())
    assert overs(events)[0] == SegmentOver(1, 900, done=True, over=60)
    assert session.segment.kind is SegmentKind.PREPARE
    assert position_at(session, clock.now()).left == 5


def test_an_alarm_nobody_answers_is_recorded_so(heat: Session, clock: Clock) -> None:
    session, _ = advance(heat, clock.advance(905))
    _, events = keys.acknowledge(session, clock.advance(60), by_person=False)
    assert overs(events)[0].acknowledged is False


def test_heat_runs_on_while_the_machine_sleeps(heat: Session, clock: Clock) -> None:
    session, _ = advance(heat, clock.advance(10))
    session, events = advance(session, clock.advance(1, asleep=3600))
    assert session.phase is SessionPhase.ALARM
    assert says(events)[-1] == "Time is up: Take the heat off now"
    assert position_at(session, clock.now()).over > 2700


def test_a_hold_stands_still_while_the_machine_sleeps(pose: Session, clock: Clock) -> None:
    session, _ = advance(pose, clock.advance(20))
    session, _ = advance(session, clock.advance(1, asleep=3600))
    assert position_at(session, clock.now()).left == 14


def test_sleep_before_heat_is_not_counted_as_heat(heat: Session, clock: Clock) -> None:
    session, _ = advance(heat, clock.advance(2, asleep=3600))
    session, _ = advance(session, clock.advance(4))
    assert position_at(session, clock.now()).left == pytest.approx(899)


def test_sleep_of_unknown_place_counts_as_heat(heat: Session, clock: Clock) -> None:
    session, _ = advance(heat, clock.advance(10, asleep=3600))
    assert session.phase is SessionPhase.ALARM


def test_paused_heat_counts_until_it_is_off_the_skin(heat: Session, clock: Clock) -> None:
    session, _ = keys.pause(heat, clock.advance(105))
    assert session.phase is SessionPhase.TAKE_OFF
    assert position_at(session, clock.advance(50)).left == 750
    session, _ = keys.acknowledge(session, clock.now())
    assert position_at(session, clock.advance(500)).left == 750
    session, _ = keys.resume(session, clock.now())
    assert position_at(session, clock.advance(GET_READY + 10)).left == 740


def test_paused_heat_that_stays_on_ends_in_the_alarm(heat: Session, clock: Clock) -> None:
    session, _ = keys.pause(heat, clock.advance(105))
    assert position_at(session, clock.advance(800)).phase is SessionPhase.ALARM


def test_leaving_heat_early_says_that_it_has_to_come_off(heat: Session, clock: Clock) -> None:
    session, events = keys.next_part(heat, clock.advance(105))
    assert "Time is up: Take the heat off now" in says(events)
    _, events = keys.back(session, clock.now())
    assert overs(events)


def test_leaving_keeps_what_was_done(pose: Session, clock: Clock) -> None:
    session, events = keys.leave(pose, clock.advance(40))
    assert session.outcome is SessionOutcome.LEFT
    assert [(o.held, o.done) for o in overs(events)][:2] == [(15, True), (20, True)]
    assert overs(events)[-1].done is False
    assert events[-1] == Ended(SessionOutcome.LEFT)


def test_barred_techniques_leave_the_run(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "lower-back-short")
    session, events = keys.bar(session, {"childs-pose"}, clock.advance(20))
    assert session.segment.technique == "knee-to-chest"
    assert not any(o.done for o in overs(events) if o.index)
    session, events = keys.back(session, clock.now())
    assert events[-1] == KeyRefused("That one is locked.")


def test_waiting_for_a_key_stands_before_each_later_step(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "lower-back-short", Choices(wait=True))
    session, events = advance(session, clock.advance(60))
    assert session.phase is SessionPhase.WAITING
    assert says(events)[-1] == "Come up slowly. Step 2 of 2: Knee to chest. Get ready"
    session, _ = advance(session, clock.advance(600))
    session, _ = keys.resume(session, clock.now())
    assert position_at(session, clock.now()).left == 15


def test_a_wait_with_a_limit_goes_on_by_itself(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "lower-back-short", Choices(wait_limit=120))
    session, _ = advance(session, clock.advance(60))
    assert (session.phase, session.due_in(clock.now())) == (SessionPhase.WAITING, 120)
    session, _ = advance(session, clock.advance(119))
    assert (session.phase, position_at(session, clock.now()).waited) == (SessionPhase.WAITING, 119)
    assert position_at(session, clock.advance(3)).left == 13


def test_no_to_waiting_beats_a_limit(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "lower-back-short", Choices(wait=False, wait_limit=120))
    assert position_at(session, clock.advance(61)).phase is SessionPhase.RUNNING


def test_due_in_names_the_next_thing(pose: Session, clock: Clock) -> None:
    session, _ = advance(pose, clock.now())
    assert session.due_in(clock.advance(2)) == 13
    session, _ = advance(session, clock.advance(13))
    assert session.due_in(clock.now()) == 10
    session, _ = keys.pause(session, clock.advance(1))
    assert session.due_in(clock.now()) is None


def test_a_picked_up_session_keeps_what_was_spent(library: Library, clear: Clear, clock: Clock) -> None:
    first = begin(library, clear, clock, "ball-compression")
    session = Session.pick_up(first.cleared, first.plan, clock.now(), 1, held=[(1, 60.0)])
    assert session.room(session.segment) == 60


def test_picked_up_heat_counts_the_time_away(heat: Session, clock: Clock) -> None:
    session = Session.pick_up(heat.cleared, heat.plan, clock.now(), 1, on_skin=890.0)
    assert position_at(session, clock.advance(10)).phase is SessionPhase.ALARM


KEYS = ("pause", "resume", "acknowledge", "next_part", "back", "other_side", "plus", "minus", "tick")
ROUTINES = (
    "neck-knot-desk",
    "shoulder-blade-knot",
    "lower-back-knot",
    "heat-then-cold",
    "prevent-weekly",
    "ball-compression",
    "childs-pose",
)
moves = st.lists(
    st.tuples(st.sampled_from(KEYS), st.floats(0, 400), st.one_of(st.just(0.0), st.floats(0, 5000))), max_size=40
)


def press(session: Session, key: str, now: Any) -> tuple[Session, tuple[SessionEvent, ...]]:
    if key in {"plus", "minus"}:
        return keys.extend(session, now, 10 if key == "plus" else -10)
    moved: tuple[Session, tuple[SessionEvent, ...]] = (
        advance(session, now) if key == "tick" else getattr(keys, key)(session, now)
    )
    return moved


@anything
@given(
    st.sampled_from(ROUTINES),
    moves,
    st.sampled_from([None, *DoseChoice]),
    st.sampled_from([None, *SideChoice]),
    st.booleans(),
)
def test_no_order_of_keys_and_ticks_breaks_a_cap_or_says_a_cue_twice(
    library: Library,
    clear: Clear,
    clock: Clock,
    routine: str,
    presses: list[tuple[str, float, float]],
    dose: DoseChoice | None,
    side: SideChoice | None,
    wait: bool,
) -> None:
    session = begin(library, clear, clock, routine, Choices(dose=dose, side=side, wait=wait))
    pools: dict[Any, float] = {}
    said: list[CueDue] = []
    now = clock.now()
    for key, seconds, asleep in presses:
        now = clock.advance(seconds, asleep=asleep)
        session, events = press(session, key, now)
        for event in events:
            if isinstance(event, Reached):
                said = []
            elif isinstance(event, CueDue):
                assert event.cue not in [earlier.cue for earlier in said], "a cue was said twice in one visit"
                assert event.late >= 0
                said.append(event)
            elif isinstance(event, SegmentOver):
                segment = session.plan.segments[event.index]
                assert 0 <= event.held <= segment.cap
                assert event.over >= 0
                pools[segment.pool] = pools.get(segment.pool, 0.0) + event.held
        position = position_at(session, now)
        assert position.elapsed >= 0
        assert position.left >= 0
        assert position.over >= 0
        assert position.elapsed <= position.length or position.phase is SessionPhase.ENDED
    for pool, held in pools.items():
        if pool is not None:
            assert held <= pool.cap + 1e-6


@anything
@given(st.sampled_from(ROUTINES), st.lists(st.floats(0, 90), min_size=1, max_size=80))
def test_lateness_of_ticks_changes_nothing(
    library: Library, clear: Clear, clock: Clock, routine: str, gaps: list[float]
) -> None:
    """Ticked raggedly or looked at once, a run is in the same place and has said the same things."""
    once = ragged = begin(library, clear, clock, routine)
    heard: list[str] = []
    now = clock.now()
    for gap in gaps:
        now = clock.advance(gap)
        ragged, events = advance(ragged, now)
        heard += says(events)
    once, events = advance(once, now)
    assert says(events) == heard
    assert once.index == ragged.index
    assert position_at(once, now).left == pytest.approx(position_at(ragged, now).left, abs=1e-6)


@anything
@given(st.sampled_from(ROUTINES), st.lists(st.floats(0.4, 30), min_size=1, max_size=20))
def test_a_run_followed_to_its_end_says_every_cue_once(
    library: Library, clear: Clear, clock: Clock, routine: str, gaps: list[float]
) -> None:
    session = begin(library, clear, clock, routine)
    heard: list[str] = []
    done: list[SegmentOver] = []
    for n in range(20_000):
        now = clock.advance(gaps[n % len(gaps)])
        session, events = advance(session, now)
        if session.phase is SessionPhase.ALARM:
            session, more = keys.acknowledge(session, now)
            events += more
        heard += says(events)
        done += overs(events)
        if session.phase is SessionPhase.ENDED:
            break
    plan_: Timeline = session.plan
    assert heard == [cue.say for cue in plan_.cues]
    assert [o.index for o in done] == list(range(len(plan_.segments)))
    assert all(o.done and o.held == plan_.segments[o.index].seconds for o in done)
    assert session.outcome is SessionOutcome.COMPLETED


def test_work_is_what_counts(library: Library, clear: Clear, clock: Clock) -> None:
    session = begin(library, clear, clock, "heat-then-cold")
    kinds = {segment.kind for segment in session.plan.segments}
    assert kinds - WORK == {SegmentKind.PREPARE, SegmentKind.REST}
    assert [c.sound for c in session.plan.cues].count(Sound.ALARM) == 2
