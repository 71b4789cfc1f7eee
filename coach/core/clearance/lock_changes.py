"""What a change of the record means for the locks, in sentences: what is open again, what is locked now, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Where
from coach.core.clearance.locks import because, holds, needs_check
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from coach.core.clearance.locks import Safety
    from coach.core.routine.routine import Technique
    from coach.core.safety.raised_flag import RaisedFlag

NONE = "No lock has changed."
UNTIL = {
    Clears.CLINICIAN: "until a clinician has called it fine",
    Clears.COMPUTED_OR_CLINICIAN: "until it has changed or a clinician has called it fine",
    Clears.COMPUTED: "as long as it is so",
    Clears.RESCREEN: "until you answer otherwise",
    Clears.TIME: "for a time",
}


def lock_changes(before: Safety, after: Safety, entry: str, techniques: Mapping[str, Technique]) -> tuple[str, ...]:
    """What stands otherwise after an entry (its id) was put right; what it still holds up is said as well.

    Empty where it holds up nothing and has changed nothing.
    """
    if after.fault:
        return (after.fault,)
    known, now = ({_key(up): up for up in safety.flags} for safety in (before, after))
    told = [] if before.fault else _opened(before, after, techniques)
    told += [f"No longer up: {because(up)}" for key, up in known.items() if key not in now]
    for key, up in now.items():
        if key not in known or _more(known[key], up, techniques):
            told.append(f"{because(up)} {locks_words(up, techniques)}")
        elif any(entry in seen.facts for seen in up.evidence):
            told.append(f"Still up: {because(up)} {locks_words(up, techniques)}")
    return tuple(dict.fromkeys(told))


def _key(up: RaisedFlag) -> tuple[str, str, str]:
    return up.flag.id, up.subject, str(up.area)


def _more(before: RaisedFlag, after: RaisedFlag, techniques: Mapping[str, Technique]) -> bool:
    return after.level.rank > before.level.rank or not _held(after, techniques) <= _held(before, techniques)


def _held(up: RaisedFlag, techniques: Mapping[str, Technique]) -> set[str]:
    return {name for name, technique in techniques.items() if holds(up, technique, None)}


def _opened(before: Safety, after: Safety, techniques: Mapping[str, Technique]) -> list[str]:
    was, still = ({name for up in safety.flags for name in _held(up, techniques)} for safety in (before, after))
    opened = was - still
    if not opened:
        return []
    checked = not after.check.valid and any(needs_check(techniques[name]) for name in opened)
    words = in_few_words(opened, techniques)
    are = "are" if len(words) > 1 else "is"
    return [f"{', '.join(words).capitalize()} {are} open again{', once the check is answered' if checked else ''}."]


def locks_words(up: RaisedFlag, techniques: Mapping[str, Technique]) -> str:
    """What a flag locks, where, and until when."""
    held = _held(up, techniques)
    if not held:
        return "It locks nothing."
    where = f" at the {str(up.area).replace('-', ' ')}" if up.area and up.blocks.where is not Where.EVERYWHERE else ""
    until = UNTIL[up.flag.clears] if up.until is None else f"until {up.until:%Y-%m-%d %H:%M}"
    return f"It locks {', '.join(in_few_words(held, techniques)).lower()}{where}, {until}."


def in_few_words(ids: Collection[str], techniques: Mapping[str, Technique]) -> list[str]:
    """Techniques by name, and whole classes of several by the word for the class."""
    words = []
    for cls in TechniqueClass:
        every = [technique for technique in techniques.values() if technique.cls is cls]
        named = [technique.name for technique in every if technique.id in ids]
        words += [str(cls).replace("-", " ")] if len(named) == len(every) > 1 else named
    return words
