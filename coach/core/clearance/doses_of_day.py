"""What was used lately, as the dose rules of the day read it (docs/safety-rules.md, Doses of the day).

Heat, cold and ball lock at their caps. For the others the frequency is advice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.codec import KINDS as KNOWN
from coach.core.record.facts import Unreadable, as_a
from coach.core.record.sessions import SegmentEnded, SegmentReached
from coach.core.routine.choices import PastUse
from coach.core.vocabulary import SegmentKind, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.core.record.facts import Fact, FactOf
    from coach.core.routine.routine import Technique
    from coach.core.vocabulary import BodyArea, Side

SEGMENTS = frozenset({SegmentReached.kind, SegmentEnded.kind})
A_DAY = 86_400.0  # s; longer than any dose of a day
WEEK = timedelta(days=7)
USED_FROM = 60  # s; policy: a shorter try with heat or cold is no use yet
CAPPED = frozenset({TechniqueClass.HEAT, TechniqueClass.COLD, TechniqueClass.COMPRESSION})


@frozen
class Use:
    """One stretch of one technique: `seconds` held (over-time included), from `begun` to `ended`."""

    technique: str
    session: str
    begun: datetime
    ended: datetime
    day: str
    seconds: float
    area: BodyArea | None
    side: Side | None
    spot: int | None
    rep: bool


def uses(facts: Sequence[Fact]) -> tuple[Use, ...]:
    """What was held in these facts. A segment that was begun and never ended counts in full: nobody took it off.

    An entry that can't be read and may be one of these counts as a use of anything, anywhere, as long as the day: what
    it was leaves no more room than it may have taken, and the next day is free of it.
    """
    open_ones: dict[tuple[str, int], FactOf[SegmentReached]] = {}
    found: list[Use] = []
    for fact in facts:
        match fact.body:
            case SegmentReached(work=True) as reached:
                key = (reached.session, reached.index)
                if key in open_ones:
                    found.append(_use(open_ones[key], open_ones[key].body.planned))
                open_ones[key] = as_a(fact, SegmentReached)
            case SegmentEnded() as ended if (ended.session, ended.index) in open_ones:
                found.append(_use(open_ones.pop((ended.session, ended.index)), ended.held + ended.over))
            case Unreadable(kind=kind) if kind in SEGMENTS or kind not in KNOWN:
                found.append(_any_use(fact))
            case _:
                pass
    found += [_use(fact, fact.body.planned) for fact in open_ones.values()]
    return tuple(sorted(found, key=lambda use: use.begun))


def _use(fact: FactOf[SegmentReached], seconds: float) -> Use:
    body = fact.body
    return Use(
        technique=body.technique or "",
        session=body.session,
        begun=fact.at,
        ended=fact.at + timedelta(seconds=seconds),
        day=fact.local.date().isoformat(),
        seconds=seconds,
        area=body.area,
        side=body.side,
        spot=body.spot,
        rep=body.segment is SegmentKind.REP,
    )


def _any_use(fact: Fact) -> Use:
    """What an entry that can't be read may have been: it ended when it was written, at the latest."""
    day = fact.local.date().isoformat()
    return Use("", fact.id, fact.at, fact.at, day, A_DAY, None, None, None, rep=False)


def past(recent: Iterable[Use], techniques: Mapping[str, Technique], now: datetime) -> PastUse:
    """What earlier runs leave for a plan: ball seconds of today by spot, repeats of the last seven days."""
    today = now.date().isoformat()
    pressed = []
    reps: dict[tuple[str, str], int] = {}
    for use in recent:
        technique = techniques.get(use.technique)
        pressing = technique is None or technique.cls is TechniqueClass.COMPRESSION
        if pressing and use.day == today and use.seconds > 0:
            pressed.append((use.area, use.side, use.spot, use.seconds))
        if use.rep and use.seconds > 0 and now - use.begun <= WEEK:
            reps[use.technique, use.session] = reps.get((use.technique, use.session), 0) + 1
    most: dict[str, int] = {}
    for (name, _), count in reps.items():
        most[name] = max(most.get(name, 0), count)
    return PastUse(tuple(pressed), tuple(sorted(most.items())))


def dose_lock(
    technique: Technique, recent: Iterable[Use], techniques: Mapping[str, Technique], now: datetime, own: str = ""
) -> str:
    """Why the doses of the day lock this technique now; empty when they don't.

    Uses of every technique of the same class count together. Those of the session `own` (a resumed one) don't count
    against it.
    """
    if technique.cls not in CAPPED:
        return ""
    shortest = 1 if technique.cls is TechniqueClass.COMPRESSION else USED_FROM
    same = [
        use
        for use in recent
        if use.session != own
        and use.seconds >= shortest
        and (use.technique not in techniques or techniques[use.technique].cls is technique.cls)
    ]
    dose = technique.dose
    today = {use.session for use in same if use.day == now.date().isoformat()}
    if dose.per_day is not None and len(today) >= dose.per_day.high:
        return f"{technique.name}: {dose.per_day.high} times today is the most. Tomorrow it is open again."
    if dose.gap is not None and same:
        ready = max(use.ended for use in same) + timedelta(minutes=dose.gap.high)
        if now < ready:
            left = -(-int((ready - now).total_seconds()) // 60)
            return f"{technique.name}: the skin needs {dose.gap.high} min between two. Open again in {left} min."
    return ""


def dose_advice(technique: Technique, recent: Iterable[Use], now: datetime) -> str:
    """A word where the others have had their times today; it locks nothing."""
    dose = technique.dose
    if technique.cls in CAPPED or dose.per_day is None:
        return ""
    today = {use.session for use in recent if use.technique == technique.id and use.day == now.date().isoformat()}
    if len(today) < dose.per_day.high:
        return ""
    times = "once" if dose.per_day.high == 1 else f"{dose.per_day.high} times"
    return f"{technique.name}: {times} a day is plenty, and you have done that today."
