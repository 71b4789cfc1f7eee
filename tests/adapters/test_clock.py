"""The clock of the machine, and one that runs faster."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.adapters.clock import RehearsalClock, SystemClock
from coach.adapters.folders import folders
from coach.core.clock import Reading


class Steps:
    """A clock of given readings."""

    def __init__(self, *readings: Reading) -> None:
        self._readings = list(readings)

    def now(self) -> Reading:
        return self._readings.pop(0)


def at(seconds: float, asleep: float = 0) -> Reading:
    wall = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=seconds + asleep)
    return Reading(100 + seconds, 500 + seconds + asleep, wall)


def test_the_machines_clocks_never_run_backwards_and_know_their_zone() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert second.mono >= first.mono
    assert second.boot >= first.boot
    assert first.wall.tzinfo is not None


def test_a_time_zone_that_can_not_be_is_taken_as_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "UTC+25")
        if hasattr(time, "tzset"):
            time.tzset()
            assert SystemClock().now().wall.utcoffset() == timedelta()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set here")
def test_the_machines_zone_knows_its_changes_in_both_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Europe/Berlin")
        time.tzset()
        real, known = SystemClock().now(), ZoneInfo("Europe/Berlin")
        for hours in range(24 * 366):
            moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
            shown = moment.astimezone(known)
            assert real.local(moment).isoformat() == shown.isoformat()
            assert real.when(shown.replace(tzinfo=None), moment - timedelta(seconds=1)) == moment
        twice = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - as the wall shows it
        both = [real.when(twice, datetime(2026, 10, 25, 0, minute, tzinfo=UTC)) for minute in (0, 30)]
        assert [each.astimezone(UTC).hour for each in both] == [0, 1]
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set here")
def test_another_zone_of_the_machine_is_noticed_while_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as travel:
        travel.setenv("TZ", "Europe/Berlin")
        time.tzset()
        seconds = [1000.0]
        travel.setattr("coach.adapters.clock._boot", lambda: seconds[0])
        system = SystemClock()
        there = system.now()
        travel.setenv("TZ", "Asia/Tokyo")
        seconds[0] += 9
        assert system.now().wall.utcoffset() == there.wall.utcoffset(), "it is looked at now and then"
        seconds[0] += 1
        now = system.now()
        assert now.wall.utcoffset() == timedelta(hours=9)
        assert now.local(there.wall).utcoffset() == timedelta(hours=9)
        assert abs((now.wall - there.wall).total_seconds()) < 60, "the moment is the same"
    time.tzset()


def test_a_rehearsal_scales_all_three_clocks() -> None:
    clock = RehearsalClock(Steps(at(0), at(2)), 60)
    now = clock.now()
    assert (now.mono, now.boot) == (220, 620)
    assert now.wall == at(120).wall


def test_sleep_is_what_the_boot_clock_has_more() -> None:
    assert at(10, asleep=50).asleep_since(at(0)) == 50
    assert at(10, asleep=50).since(at(0), asleep_too=True) == 60
    assert at(10, asleep=50).since(at(0), asleep_too=False) == 10
    assert at(0).since(at(10), asleep_too=False) == 0


def test_one_variable_names_the_home_of_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    found = folders()
    assert (found.settings, found.routines, found.journal) == (
        tmp_path / "settings.yaml",
        tmp_path / "routines",
        tmp_path / "journal.db",
    )


def test_without_it_the_platforms_folders_serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COACH_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    found = folders()
    assert found.home is None
    assert "coach" in str(found.journal)
    assert list(tmp_path.iterdir()) == [], "asking makes nothing"
