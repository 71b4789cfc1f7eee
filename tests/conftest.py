"""What all tests share: a home folder of their own, and a clock that moves when told to."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

from coach.adapters.catalogue.catalogue_file import CARDS, QUESTION_GROUPS, RED_FLAGS, content_folder
from coach.core.clock import Reading
from coach.core.session.ports import Heard

settings.register_profile("search", deadline=None)  # by hand and before a release: other examples each time
settings.register_profile("coach", deadline=None, derandomize=True)  # no test is timed, and none fails by chance
settings.load_profile("coach")

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
MEMORY = Path("/dev/shm")  # of Linux; elsewhere the usual place for such folders serves
ROOM = 1 << 30  # bytes


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


def counted(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """Every reading of this clock from now on."""
    readings: list[Reading] = []
    read = clock.now

    def now() -> Reading:
        readings.append(read())
        return readings[-1]

    monkeypatch.setattr(clock, "now", now)
    return readings


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


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for a process, a sound, a moment, and leave theirs idle."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What stays until the end is not looked through for litter again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def _homes() -> Iterator[Path]:
    """Where the home folders are: in memory where there is room, for a disk takes its time to be sure of each fact."""
    room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory("-coach", dir=MEMORY if room else None, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def tmp_path(_homes: Path) -> Iterator[Path]:
    """A folder of the test's own, where the home folders are. It is gone when the test is over."""
    own = Path(tempfile.mkdtemp(dir=_homes))
    yield own
    shutil.rmtree(own, ignore_errors=True)


@pytest.fixture(autouse=True)
def coach_home(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test sees the real home folder: COACH_HOME is a folder of its own (not made yet)."""
    own = Path(tempfile.mkdtemp(dir=_homes))
    monkeypatch.setenv("COACH_HOME", str(own / "coach-home"))
    for screen in ("DISPLAY", "WAYLAND_DISPLAY"):  # no test opens a window on whoever runs it
        monkeypatch.delenv(screen, raising=False)
    yield own / "coach-home"
    shutil.rmtree(own, ignore_errors=True)


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[str, str], Path]:
    """The safety content with one text, in whichever file has it, put in place of another: the folder it is in."""

    def make(old: str, new: str) -> Path:
        texts = {name: (content_folder() / name).read_text("utf-8") for name in (RED_FLAGS, QUESTION_GROUPS, CARDS)}
        (file,) = [name for name, text in texts.items() if old in text]
        texts[file] = texts[file].replace(old, new, 1)
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        return tmp_path

    return make


@pytest.fixture
def fake_clock() -> FakeClock:
    return FakeClock()
