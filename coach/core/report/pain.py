"""Pain by day: the worst rating of each local day, as a chart and in numbers. A day without one is a gap, never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.progress.pain import BAD, day_values, window
from coach.core.report.page import Block, Chart, Dot, Part
from coach.core.report.span import counted, day_words
from coach.core.vocabulary import Tag, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from coach.core.progress.pain import Window
    from coach.core.record.facts import FactOf
    from coach.core.record.health import PainRated
    from coach.core.report.span import Span
    from coach.core.vocabulary import BodyArea

CHARTS = 2  # areas with a chart of their own
WEEK = 7  # days between two days that are named below a chart
TICKS = 4  # at most
OF_TAGS = {Tag.NIGHT: "at night", Tag.MORNING: "in the morning", Tag.SPREADS: "it spreads"}


@frozen
class Rated:
    """The ratings of one area: the worst of each of these days, and what these days and those before come to.

    `like` are words for it with the number of days, most often first.
    """

    area: BodyArea | None
    days: Mapping[date, int]
    last: Window
    before: Window
    like: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The area in words."""
        return plain(self.area).capitalize() if self.area is not None else "No area named"


def rated(pain: Iterable[FactOf[PainRated]], span: Span, only: BodyArea | None) -> tuple[Rated, ...]:
    """Each area that was rated in these days, the one with most days first; `only` that one where it is given."""
    by_area: dict[BodyArea | None, list[FactOf[PainRated]]] = {}
    for fact in pain:
        if only in {None, fact.body.area}:
            by_area.setdefault(fact.body.area, []).append(fact)
    found = []
    for area, facts in by_area.items():
        own = [fact for fact in facts if span.has(fact.local)]
        if own:
            values = day_values(facts)
            last, before = (window(values, each.last, each.days) for each in (span, span.before))
            feel = _days_of(own, lambda said: map(plain, said.feel))
            tags = _days_of(own, lambda said: (OF_TAGS.get(tag, plain(tag)) for tag in said.tags))
            found.append(Rated(area, day_values(own), last, before, (*feel, *tags)))
    return tuple(sorted(found, key=lambda one: (one.area is None, -len(one.days), one.name)))


def _days_of(
    pain: Iterable[FactOf[PainRated]], words: Callable[[PainRated], Iterable[str]]
) -> tuple[tuple[str, int], ...]:
    """On how many days each word was noted, most often first."""
    days: dict[str, set[date]] = {}
    for fact in pain:
        for word in words(fact.body):
            days.setdefault(word, set()).add(fact.local.date())
    return tuple(sorted(((word, len(on)) for word, on in days.items()), key=lambda pair: (-pair[1], pair[0])))


def in_block(found: Sequence[Rated], span: Span, most_words: int) -> Block | None:
    """The block, with so many words on what it is like; None where nothing was rated."""
    if not found:
        return None
    charted = found[:CHARTS]
    lines = [_line(one, most_words) for one in charted]
    if len(found) > CHARTS:
        rest = ", ".join(f"{one.name.lower()} ({counted(len(one.days), 'day')})" for one in found[CHARTS:])
        lines[-1] += f" Rated too: {rest}."
    return Block(
        Part.PAIN,
        "Pain, 0 to 10, the worst of each day",
        lines=tuple(lines),
        charts=tuple(_chart(one, span) for one in charted),
    )


def _line(one: Rated, most_words: int) -> str:
    before = f"{one.before.days} days before: {_figures(one.before)}" if one.before.rated else "Not rated before"
    like = ", ".join(f"{word} ({counted(days, 'day')})" for word, days in one.like[:most_words])
    return f"{one.name}: {_figures(one.last)}. {before}.{f' It is {like}.' if like else ''}"


def _figures(window: Window) -> str:
    return (
        f"worst {window.worst}, middle {window.middle}, {BAD} or more on {counted(window.bad, 'day')}, "
        f"rated on {window.rated} of {window.days}"
    )


def _chart(one: Rated, span: Span) -> Chart:
    dots = tuple(Dot((day - span.first).days, level) for day, level in sorted(one.days.items()))
    told = ", ".join(f"{day_words(day, span.last)} {level}" for day, level in sorted(one.days.items()))
    missing = span.days - len(dots)
    gaps = f" {counted(missing, 'day')} not rated." if missing else ""
    step = max(WEEK, -(-span.days // TICKS // WEEK) * WEEK)
    ticks = tuple((day, day_words(_day_at(span, day), span.last)) for day in range(0, span.days, step))
    return Chart(one.name, f"{told}.{gaps}", span.days, dots, ticks)


def _day_at(span: Span, day: int) -> date:
    """The day so many days after the first."""
    return span.first.fromordinal(span.first.toordinal() + day)
