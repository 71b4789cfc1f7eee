"""What is heard of a session: one thing at a time, what was chosen, and the alarm always."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.clearance.clearance import Cleared
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from coach.core.routine.segments import Sound
from coach.core.session.events import SessionPhase
from coach.core.session.hearing import ALARM_EVERY, ALARM_LEVELS, Ear, Hearing, hours_of, in_quiet_hours
from coach.core.session.ports import Heard
from coach.core.session.run import Run
from coach.core.session.session import Session
from coach.core.settings import Settings
from tests.conftest import FakeClock, Listener

Start = Callable[..., tuple[Run, Ear, Listener]]


@pytest.fixture
def start(library: Library, clear: Callable[..., Cleared], fake_clock: FakeClock) -> Start:
    """Begins a run with a listener."""

    def make(
        routine: str, choices: Choices | None = None, *, works: bool = True, speed: float = 1.0, **settings: Any
    ) -> tuple[Run, Ear, Listener]:
        listener = Listener(works=works)
        cleared, found = clear(routine, choices), library.find(routine)
        timeline = plan(found, library.techniques_of(found), choices or Choices(), cleared.past, cleared.techniques)
        session = Session.begin(cleared, timeline, fake_clock.now())
        run = Run(session, "a run", fake_clock, lambda *_: None, None)  # type: ignore[arg-type]
        return run, Ear(Settings(**settings), listener, speed), listener

    return make


def follow(run: Run, ear: Ear, clock: FakeClock, seconds: int) -> int:
    """A look each second; how often the bell rang."""
    bells = int(ear.took(run.tick()))
    for _ in range(seconds):
        clock.advance(1)
        bells += ear.took(run.tick())
    return bells


def test_the_voice_says_step_side_half_way_ten_seconds_and_what_comes_next(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("ball-compression")
    assert follow(run, ear, fake_clock, 75) == 0
    assert listener.words == [
        "Step 1 of 1: Ball press and hold. Get ready",
        "Left side: Lean in gently",
        "Half way: Breathe out",
        "Ten seconds left. Next: Ball press and hold, right side",
        "Ease off slowly. Other side: right",
        "Right side: Lean in gently",
        "Half way: Breathe out",
        "Ten seconds left",
        "Ease off slowly. All finished",
    ]


def test_slow_reps_are_said_shortly(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("neck-rotation")
    follow(run, ear, fake_clock, 17)
    assert listener.words[1:5] == ["Left 1 of 3: Turn", "hold", "back to the middle", "Right 1 of 3: Turn"]


def test_breathing_is_carried_by_its_chimes_after_the_first_breath(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("calm-breathing")
    follow(run, ear, fake_clock, 200)
    said = [words for words in listener.words if not words.startswith("[")]
    assert said[1:] == ["Breathe in", "Breathe out", "Half way", "The last breath", "All finished"]
    assert listener.words[3:5] == ["[in]", "[out]"]


def test_with_chimes_nothing_is_said(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("ball-compression", hearing="chimes")
    follow(run, ear, fake_clock, 75)
    side = ["[start]", "[half]", "[soon]"]
    assert listener.words == ["[ready]", *side, "[swap]", *side, "[done]"]


def test_it_says_when_the_next_beat_is_due_and_is_heard_then(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("moist-heat")
    while run.session.phase is not SessionPhase.ALARM:
        assert ear.due_in(run.position()) is None
        fake_clock.advance(1)
        ear.took(run.tick())
    for _ in range(4):
        before, due = len(listener.told), ear.due_in(run.position())
        assert due is not None
        assert 0 < due <= ALARM_EVERY
        fake_clock.advance(due + 0.001)
        ear.took(run.tick())
        assert len(listener.told) == before + 1


def test_the_alarm_beats_grows_and_says_what_to_do_until_it_is_answered(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("moist-heat")
    follow(run, ear, fake_clock, 904)
    listener.told.clear()
    follow(run, ear, fake_clock, 21)
    levels = [h.level for h in listener.told if isinstance(h, Heard)]
    assert levels[:5] == [0, 1, 2, 3, 4]
    assert max(levels) == ALARM_LEVELS - 1
    assert [w for w in listener.words if w != "[alarm]"] == [
        "Time is up: Take the heat off now",
        "Take the heat off now",
        "Take the heat off now",
    ]
    run.acknowledge()
    listener.told.clear()
    assert follow(run, ear, fake_clock, 10) == 0
    assert "[alarm]" not in listener.words


def test_heat_left_early_says_to_take_it_off_with_what_comes(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("neck-knot-home")
    follow(run, ear, fake_clock, 100)
    ear.took(run.next())
    last = listener.told[-1]
    assert isinstance(last, Heard)
    assert last.words.startswith("Time is up: Take the heat off now. ")
    assert "Step 2 of" in last.words
    assert last.sound is Sound.ALARM


def test_pause_is_silent_at_once_and_going_on_is_told(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("ball-compression")
    follow(run, ear, fake_clock, 6)
    ear.took(run.pause())
    assert listener.told[-1] == "hush"
    follow(run, ear, fake_clock, 300)
    assert listener.told[-1] == "hush"
    ear.took(run.resume())
    assert listener.words[-1] == "Get ready"


def test_leaving_is_silent_at_once(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("ball-compression")
    follow(run, ear, fake_clock, 6)
    ear.took(run.leave())
    assert listener.told[-1] == "hush"


def test_pausing_heat_says_to_take_it_off(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("moist-heat")
    follow(run, ear, fake_clock, 60)
    ear.took(run.pause())
    assert listener.words[-1] == "Take it off the skin"


def test_a_wait_says_so_chimes_softly_and_goes_on_with_a_word(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("lower-back-short", Choices(wait_limit=120))
    follow(run, ear, fake_clock, 59)
    listener.told.clear()
    follow(run, ear, fake_clock, 121)
    assert listener.words == [
        "Come up slowly. Step 2 of 2: Knee to chest. Press space or Enter when you are ready",
        *["[ready]"] * 5,
        "Get ready",
    ]


def test_a_late_look_says_the_last_thing_that_still_holds(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("ball-compression")
    follow(run, ear, fake_clock, 1)
    fake_clock.advance(30)
    ear.took(run.tick())
    assert len(listener.words) == 1, "ten seconds were left six seconds ago"
    fake_clock.advance(5)
    ear.took(run.tick())
    assert listener.words[1:] == ["Ease off slowly. Other side: right"]


def test_nothing_rings_when_silent_but_the_end_of_heat(start: Start, fake_clock: FakeClock) -> None:
    run, ear, listener = start("moist-heat", hearing="silent")
    assert follow(run, ear, fake_clock, 904) == 0
    assert follow(run, ear, fake_clock, 5) == 3
    assert listener.words == []


def test_where_nothing_can_sound_the_bell_rings_but_not_half_way(start: Start, fake_clock: FakeClock) -> None:
    run, ear, _ = start("ball-compression", works=False)
    assert follow(run, ear, fake_clock, 14) == 2
    assert follow(run, ear, fake_clock, 14) == 0


def test_the_key_goes_round_and_beats_quiet_hours(start: Start) -> None:
    run, ear, listener = start("ball-compression", quiet_hours="08:00-10:00")
    assert ear.mode(run.last.reading.wall) is Hearing.SILENT
    assert [ear.cycle(run.last.reading.wall) for _ in range(3)] == [Hearing.VOICE, Hearing.CHIMES, Hearing.SILENT]
    assert listener.told == ["hush"] * 3


def test_a_rehearsal_that_nobody_can_follow_is_silent(start: Start) -> None:
    run, ear, _ = start("ball-compression", speed=5.0)
    assert ear.mode(run.last.reading.wall) is Hearing.SILENT
    run, ear, _ = start("ball-compression", speed=4.0)
    assert ear.mode(run.last.reading.wall) is Hearing.VOICE


@given(st.times(), st.times(), st.times())
def test_quiet_hours_go_from_their_begin_to_their_end_over_midnight_too(begin: Any, end: Any, now: Any) -> None:
    hours = f"{begin:%H:%M}-{end:%H:%M}"
    first, last = hours_of(hours)
    length = (last - first) % 1440 or 1440
    since = (now.hour * 60 + now.minute - first) % 1440
    assert in_quiet_hours(hours, datetime.combine(datetime(2026, 1, 1), now)) is (since < length)  # noqa: DTZ001
