"""What an import has changed for safety, in sentences: signs, the check, the doses of the day, lumps noted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.doses_of_day import dose_lock
from coach.core.clearance.lock_changes import lock_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from coach.core.clearance.locks import Safety
    from coach.core.history.history import Lump
    from coach.core.record.facts import FactOf
    from coach.core.record.health import LumpSeen
    from coach.core.routine.routine import Technique


def changed_for_safety(
    before: Safety, after: Safety, techniques: Mapping[str, Technique], now: datetime
) -> tuple[str, ...]:
    """What stands otherwise after facts came in, most serious first; empty where nothing does."""
    if after.fault:
        return (after.fault,)
    known = {(up.flag.id, up.subject) for up in before.flags}
    new = [up for up in after.flags if (up.flag.id, up.subject) not in known]
    names = ", ".join(dict.fromkeys(up.flag.id for up in new))
    told = [f"Up now, and not before: {names}. The card: coach check"] if new else []
    told += lock_changes(before, after, "", techniques)
    if before.check.valid and not after.check.valid and after.level is not Level.EMERGENCY:
        told.append(f"{after.check.why or 'The safety check is due again.'} Answer it with: coach check")
    told += _doses(before, after, techniques, now)
    return tuple(dict.fromkeys(told))


def _doses(before: Safety, after: Safety, techniques: Mapping[str, Technique], now: datetime) -> list[str]:
    """The doses of the day that are used up now and were not."""
    found = []
    for technique in techniques.values():
        used = dose_lock(technique, after.recent, techniques, now)
        if used and not dose_lock(technique, before.recent, techniques, now):
            found.append(used)
    return found


def twice_noted(
    lumps: Sequence[Lump], looks: Iterable[FactOf[LumpSeen]], new: frozenset[str], now: datetime
) -> tuple[str, ...]:
    """Lumps of one area that two computers each have on record, where one of them is `new`: they may be the same."""
    device = {look.id: look.device for look in looks}
    there = [(lump, device.get(lump.checks[0].id)) for lump in lumps if lump.checks and lump.on_record(now)]
    found = []
    for n, (lump, of) in enumerate(there):
        for other, of_other in there[n + 1 :]:
            if of != of_other and {lump.id, other.id} & new and _may_be_one(lump, other):
                old, young = (other, lump) if lump.id in new else (lump, other)
                found.append(_words(old, young))
    return tuple(found)


def _may_be_one(lump: Lump, other: Lump) -> bool:
    sides = {lump.side, other.side} - {None}
    return lump.area is other.area and lump.area is not None and len(sides) < 2


def _words(old: Lump, young: Lump) -> str:
    area = str(old.area).replace("-", " ")
    return (
        f"A lump on the {area} is noted on both computers ({old.id[:8]} and {young.id[:8]}). "
        f"If it is one, note the next look with: coach log lump --id {old.id[:8]}"
    )
