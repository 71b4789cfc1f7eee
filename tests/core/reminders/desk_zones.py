"""Zones of the simulated years, with the rules by which their offset changes in the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
DAY = 86400.0
YEAR = 365  # days


class Zone(tzinfo):
    """Minutes east of UTC, minutes of summer time, and the days of the year (UTC) on which it begins and ends."""

    def __init__(self, base: int, summer: int = 0, begins: float = 0.0, ends: float = 0.0) -> None:
        self._begins, self._ends = begins, ends
        self._changes = summer != 0
        self._winter, self._summer = timedelta(minutes=base), timedelta(minutes=base + summer)
        self._fixed = {offset: timezone(offset) for offset in (self._winter, self._summer)}
        self._seconds = {offset: offset.total_seconds() for offset in self._fixed}

    def offset_at(self, seconds: float) -> timezone:
        """The offset so many seconds after the epoch."""
        return self._fixed[self._at(seconds)]

    def _at(self, seconds: float) -> timedelta:
        if not self._changes:
            return self._winter
        day = seconds / DAY % YEAR
        summer = self._begins <= day < self._ends
        if self._begins > self._ends:
            summer = not self._ends <= day < self._begins
        return self._summer if summer else self._winter

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """The offset at this local time: of one that comes twice `fold` says which, of one left out it is about it."""
        assert moment is not None
        if not self._changes:
            return self._winter
        local, offsets = _seconds(moment), (self._summer, self._winter)
        found = [offset for offset in offsets if self._at(local - self._seconds[offset]) == offset]
        return found[-moment.fold] if found else offsets[1 - moment.fold]

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Nobody asks."""

    def tzname(self, moment: datetime | None) -> str | None:
        """Nobody asks."""

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a moment in UTC."""
        offset = self._at(_seconds(moment))
        local = moment + offset
        return local if not self._changes or local.utcoffset() == offset else local.replace(fold=1)


def _seconds(moment: datetime) -> float:
    """Seconds from the epoch to this moment, as its clock shows it."""
    days = moment.toordinal() - EPOCH.toordinal()
    return days * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6


ZONES = (
    Zone(0),
    Zone(60, 60, 87 + 1 / 24, 297 + 1 / 24),  # Berlin: at 02:00 and back at 03:00
    Zone(-300, 60, 66 + 7 / 24, 304 + 6 / 24),  # New York
    Zone(630, 30, 277 - 8.5 / 24, 94 - 9 / 24),  # Lord Howe: half an hour, summer over the new year
    Zone(330),  # Kolkata
    Zone(-210, 60, 66 + 5.5 / 24, 304 + 4.5 / 24),  # St John's
)
