"""Which notches a technique has, and at which one it is: only what may grow has any.

Repeats of strength by 2, repeats of the neck and holds of a stretch by little. Never heat, cold, ball, massage,
breathing or the interval of breaks. All steps are policy within the dose of the technique: the articles name none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.vocabulary import BodyArea, TechniqueClass, WeekWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from coach.core.routine.routine import Technique

STRENGTH_STEP = 2  # repeats; where the technique says no other
NECK_STEP = 1  # repeats of the neck, from 3 to 5
HOLD_FROM, HOLD_STEP = 20, 5  # s; a shorter hold does not grow
REAL_CHANGE = 2  # points more: one step back
GAP, LONG_GAP = timedelta(days=14), timedelta(days=28)
BETWEEN = timedelta(days=7)  # at least, from one step to the next one up

Notch = tuple[tuple[str, int], ...]  # (name of the dose, number) each


@frozen
class Run:
    """A session with one technique in it: pain before, after and the next morning. `at` is its local beginning.

    `done`: each part of the technique was held to its end. `wrong`: something was reported.
    """

    session: str
    at: datetime
    area: BodyArea | None = None
    before: int | None = None
    after: int | None = None
    morning: int | None = None
    done: bool = False
    wrong: bool = False

    @property
    def rose(self) -> bool:
        """Whether pain was 2 or more higher afterwards, or the next morning."""
        return self._higher(self.after) or self._higher(self.morning)

    @property
    def morning_rose(self) -> bool:
        """Whether it was the next morning."""
        return self._higher(self.morning)

    def _higher(self, level: int | None) -> bool:
        return level is not None and self.before is not None and level - self.before >= REAL_CHANGE


@frozen
class Said:
    """What the person or a lock says of the plan: a step to a notch (`to`, 0 is the first), or all to the first one.

    `firm`: a professional has said so, and it is taken at once.
    """

    at: datetime
    to: int | None = None
    week: WeekWord | None = None
    firm: bool = False


@frozen
class Standing:
    """Where a technique is: `level` of its notches (0 is the first), and since when."""

    level: int = 0
    since: datetime | None = None


def notches_of(technique: Technique) -> tuple[Notch, ...]:
    """Its notches from the first to the last; fewer than two: it has no plan."""
    reps, hold = technique.dose.reps, technique.dose.hold
    if technique.cls is TechniqueClass.STRENGTH and reps is not None:
        rise = technique.dose.rise_per_week
        step = min(STRENGTH_STEP, rise.default) if rise is not None else STRENGTH_STEP
        step = NECK_STEP if technique.areas == (BodyArea.NECK,) else step
        found = [*range(reps.low, reps.high, max(1, step)), reps.high]
        return tuple((("reps", count),) for count in found)
    if technique.cls is not TechniqueClass.STRETCH:
        return ()
    holds = [*range(hold.low, hold.high, HOLD_STEP), hold.high] if hold is not None and hold.low >= HOLD_FROM else []
    first: Notch = (("reps", reps.low),) if reps is not None else ()
    grown = [(*first, ("hold", seconds)) for seconds in holds] or [first]
    longest = grown[-1][len(first) :]
    more = [(("reps", count), *longest) for count in range(reps.low + 1, reps.high + 1)] if reps is not None else []
    return tuple(dict.fromkeys([*grown, *more]))


def capped(notches: Sequence[Notch], dose: str, most: int) -> tuple[Notch, ...]:
    """These notches up to `most` of a dose, which is the last one; never above the last there was.

    Empty where the first is above it already.
    """
    kept = [notch for notch in notches if dict(notch).get(dose, 0) <= most]
    above = next((notch for notch in notches if dict(notch).get(dose, 0) > most), None)
    if kept and above is not None and dict(kept[-1]).get(dose) != most:
        kept.append(tuple((name, most if name == dose else number) for name, number in above))
    return tuple(kept)


def standing(runs: Sequence[Run], said: Iterable[Said], count: int, now: datetime) -> Standing:
    """At which of `count` notches a technique is at `now`.

    A step up goes one notch at most, and never sooner than 7 days after the last change. A rise takes one back at
    once, "too much" too; a gap of 14 days one, of 28 days all; what clears a lock all. What a professional said is
    taken as it is.
    """
    level, changed, last = 0, None, None
    for at, what in sorted(_events(runs, said), key=_order):
        if at > now:
            break
        before = level
        if isinstance(what, Run):
            level = _after_gap(level, None if last is None else last.date(), at.date())
            last = at
        elif what is not None and what.firm:
            level = max(0, min(what.to or 0, count - 1))
        elif what is None or what.week is WeekWord.TOO_MUCH:
            level = max(0, level - 1)
        elif what.week is None:
            wanted = 0 if what.to is None else what.to
            may = changed is None or at - changed >= BETWEEN
            level = max(0, min(wanted, level + 1 if may else level, count - 1))
        if level != before:
            changed = at
    level = _after_gap(level, None if last is None else last.date(), now.date())
    return Standing(level, changed)


def _events(runs: Sequence[Run], said: Iterable[Said]) -> Iterable[tuple[datetime, Run | Said | None]]:
    """Everything that moves the plan, with its moment; None is one step back."""
    for run in runs:
        yield run.at, run
        if run.rose:
            yield run.at + timedelta(days=run.morning_rose, microseconds=1), None
    for one in said:
        yield one.at, one


def _order(event: tuple[datetime, Run | Said | None]) -> tuple[datetime, int, str]:
    """By moment; within one, steps back come first and what was said last, whatever the order they came in."""
    at, what = event
    if isinstance(what, Said):
        return at, 3 if what.firm else 2, f"{what.to} {what.week}"
    return at, 0 if what is None else 1, ""


def _after_gap(level: int, last: date | None, day: date) -> int:
    if last is None or day - last < GAP:
        return level
    return 0 if day - last >= LONG_GAP else max(0, level - 1)
