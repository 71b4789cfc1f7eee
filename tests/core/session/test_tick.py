"""One look at the clock, or one key, reads it once; what it gives is all of one moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.core.clearance.clearance import Cleared
from coach.core.clock import Reading
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from coach.core.session.advance import advance, position_at
from coach.core.session.hearing import Ear
from coach.core.session.run import Run
from coach.core.session.session import Session
from coach.core.session.tick import Tick
from coach.core.settings import Settings
from tests.conftest import FakeClock, Listener

Start = Callable[[str, Choices], Run]

KEYS: dict[str, Callable[[Run], Tick]] = {
    "tick": Run.tick,
    "pause": Run.pause,
    "resume": Run.resume,
    "toggle": Run.toggle,
    "acknowledge": Run.acknowledge,
    "next": Run.next,
    "back": Run.back,
    "other side": Run.other_side,
    "more": lambda run: run.extend(10),
    "less": lambda run: run.extend(-10),
    "leave": Run.leave,
}
presses = st.lists(
    st.tuples(st.sampled_from(list(KEYS)[:-1]), st.floats(0, 400), st.one_of(st.just(0.0), st.floats(0, 5000))),
    max_size=30,
)


class CountingClock(FakeClock):
    """A clock that goes on by itself whenever it is read, as a real one does, and counts how often it was."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def now(self) -> Reading:
        self.read += 1
        self.mono += 0.001
        self.boot += 0.001
        return Reading(self.mono, self.boot, self.wall)

    def readings(self) -> int:
        """How often it was read since this was last asked."""
        count, self.read = self.read, 0
        return count


@pytest.fixture
def counting() -> CountingClock:
    return CountingClock()


@pytest.fixture
def start(library: Library, clear: Callable[..., Cleared], counting: CountingClock) -> Start:
    def begin(routine: str, choices: Choices) -> Run:
        cleared, chosen = clear(routine, choices), library.find(routine)
        timeline = plan(chosen, library.techniques_of(chosen), choices, cleared.past, cleared.techniques)
        session = Session.begin(cleared, timeline, counting.now())
        run = Run(session, "a run", counting, lambda *_: None, None)  # type: ignore[arg-type]
        counting.readings()
        return run

    return begin


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("seconds", [0, 20, 905])
def test_each_look_and_each_key_reads_the_clock_once_and_the_ear_never(
    start: Start, counting: CountingClock, key: str, seconds: int
) -> None:
    run, ear = start("moist-heat", Choices()), Ear(Settings(), Listener())
    counting.advance(seconds)
    counting.readings()
    tick = KEYS[key](run)
    assert counting.readings() == 1
    ear.took(tick)
    ear.due_in(tick.position)
    ear.cycle(tick.reading.wall)
    assert counting.readings() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@example("neck-knot-home", [("next", 1, 0), ("next", 1, 0), ("less", 1, 0), ("resume", 1, 0)], True)
@example("childs-pose", [("back", 20, 0), ("pause", 1, 0)], False)
@given(st.sampled_from(["neck-knot-home", "ball-compression", "childs-pose", "heat-then-cold"]), presses, st.booleans())
def test_all_of_a_tick_is_of_one_moment(
    start: Start, counting: CountingClock, routine: str, pressed: list[tuple[str, float, float]], wait: bool
) -> None:
    """The session is brought to the reading of its tick: a second look at the same moment finds nothing new."""
    run = start(routine, Choices(wait=wait))
    for key, seconds, asleep in pressed:
        counting.advance(seconds, asleep=asleep)
        tick = KEYS[key](run)
        assert tick == run.last
        assert advance(tick.session, tick.reading) == (tick.session, ())
        assert tick.position == position_at(tick.session, tick.reading)
        if tick.due_in is not None:
            assert tick.due_in > 0
            assert advance(tick.session, _later(tick.reading, tick.due_in * 0.999))[1] == ()


def _later(reading: Reading, seconds: float) -> Reading:
    return Reading(reading.mono + seconds, reading.boot + seconds, reading.wall)
