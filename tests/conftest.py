"""What all tests share: a home folder of their own, and a clock that moves when told to."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.core.ports import Reading

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))


class FakeClock:
    """A clock that moves when told to."""

    def __init__(self, wall: datetime = MONDAY_MORNING) -> None:
        self.mono = self.boot = 1000.0
        self.wall = wall

    def now(self) -> Reading:
        return Reading(self.mono, self.boot, self.wall)

    def advance(self, seconds: float = 0, *, asleep: float = 0) -> Reading:
        """Let the machine be awake for `seconds`, then sleep for `asleep` seconds."""
        self.mono += seconds
        self.boot += seconds + asleep
        self.wall += timedelta(seconds=seconds + asleep)
        return self.now()


def pytest_collection_finish() -> None:
    """What stays until the end is not looked through for litter again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def coach_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the real home folder: COACH_HOME is a folder of its own (not made yet)."""
    home = tmp_path / "coach-home"
    monkeypatch.setenv("COACH_HOME", str(home))
    return home


@pytest.fixture
def fake_clock() -> FakeClock:
    return FakeClock()
