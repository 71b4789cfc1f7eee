"""The days a page is about, and how days are written on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime

USUAL_DAYS = 28
MOST_DAYS = 366


@frozen
class Span:
    """From the first local day to the last, both among them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Span:
        """As many days before these."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def has(self, at: datetime) -> bool:
        """Whether this local moment lies in these days."""
        return self.first <= at.date() <= self.last

    def words(self) -> str:
        """From when to when: "25 Oct to 21 Nov 2026", with both years where they differ."""
        return f"{day_words(self.first, self.last)} to {day_words(self.last)}"


def span_of(today: date, days: int = USUAL_DAYS, since: date | None = None) -> Span:
    """The last so many days with today, or all since a day."""
    return Span(since if since is not None else today - timedelta(days=days - 1), today)


def day_words(day: date, beside: date | None = None) -> str:
    """A day with its month in letters: the order of numbers differs by country. No year where `beside` has the same."""
    short = f"{day.day} {day:%b}"
    return short if beside is not None and beside.year == day.year else f"{short} {day.year}"


def counted(many: int, one: str, more: str = "") -> str:
    """A number with its word: "1 day", "3 days"."""
    return f"{many:,} {one if many == 1 else more or f'{one}s'}"
