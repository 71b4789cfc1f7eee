"""What all tests share: a home folder of their own, and a clock that moves when told to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.core.hearing import Heard
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


class Listener:
    """A loudspeaker that keeps what it was told, and can't be heard. Without `works` nothing can sound."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.told: list[Heard | str] = []

    def prepare(self) -> None:
        """It is always ready."""

    def sound(self, heard: Heard) -> bool:
        self.told.append(heard)
        return self.works

    def hush(self) -> None:
        self.told.append("hush")

    def close(self, wait: float = 0.0) -> None:
        self.told.append("close")

    @property
    def words(self) -> list[str]:
        """What was said; a chime is its name in brackets."""
        return [h.words or f"[{h.sound}]" for h in self.told if isinstance(h, Heard)]


@pytest.fixture(autouse=True)
def coach_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the real home folder: COACH_HOME is a folder of its own (not made yet)."""
    home = tmp_path / "coach-home"
    monkeypatch.setenv("COACH_HOME", str(home))
    return home


@pytest.fixture
def fake_clock() -> FakeClock:
    return FakeClock()
