"""What locks a technique now: flags, the check of the day, the doses of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Layer, Level
from coach.core.check.needs import profile_needs
from coach.core.check.sections import asked_before
from coach.core.clearance.doses_of_day import dose_advice, dose_lock
from coach.core.frozen import frozen
from coach.core.routine.routine import is_guided
from coach.core.safety.screening import locks_area
from coach.core.vocabulary import Answer, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue, Clears
    from coach.core.clearance.doses_of_day import Use
    from coach.core.history.unread import UnreadEntry
    from coach.core.routine.routine import Technique
    from coach.core.safety.daily_check import DailyCheck
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import BodyArea


ABOUT_YOU = "A few questions about you come first."
LOST = "The record was damaged, so what was told may be lost. Answer the check first: coach check"


@frozen
class LockReason:
    """Why something is locked, in one sentence, with where it comes from (source ids) and the flag behind it.

    `clears` is how that flag goes away, `until` when it does by itself.
    """

    text: str
    level: Level
    flag: str = ""
    sources: tuple[str, ...] = ()
    clears: Clears | None = None
    until: datetime | None = None


@frozen
class Safety:
    """All the door looks at: the flags that are up, the day's check, and whether catalogue and record can be read.

    `answered` are the questions about techniques that were answered for the session to come, `known` those about the
    person that were answered within a year; `lump` says whether one is on record. `fault` names what can't be read;
    while there is one, everything is locked. `unread` are single entries that can't be read.
    """

    flags: tuple[RaisedFlag, ...]
    check: DailyCheck
    catalogue: Catalogue | None
    recent: tuple[Use, ...]
    version: str
    fault: str = ""
    answered: frozenset[str] = frozenset()
    unread: tuple[UnreadEntry, ...] = ()
    known: frozenset[str] = frozenset()
    lump: bool = True

    @property
    def whole(self) -> bool:
        """Whether the check of the day stands, and every question about the person has an answer."""
        if self.catalogue is None or not self.check.valid:
            return False
        return self.known >= {flag.id for flag in self.catalogue.of_layer(Layer.PROFILE)}

    def unknown_to(self, technique: Technique) -> frozenset[str]:
        """The questions about the person that this technique needs and that have no answer, or an old one."""
        if self.catalogue is None or not needs_check(technique):
            return frozenset()
        return profile_needs(self.catalogue, (technique,), lump=self.lump) - self.known

    def to_ask(self, technique: Technique) -> bool:
        """Whether this technique waits for answers: those of the day, or some about the person."""
        return needs_check(technique) and not (self.check.valid and not self.unknown_to(technique))

    @property
    def level(self) -> Level:
        """The highest level of the flags that are up; an open check shows only below see-a-clinician."""
        highest = max((flag.level for flag in self.flags), key=lambda level: level.rank, default=Level.SELF_CARE)
        if self.fault or (not self.check.valid and highest.rank < Level.CLINICIAN.rank):
            return Level.INCOMPLETE
        return highest


def needs_check(technique: Technique) -> bool:
    """Whether this needs the check of the day: all but the shipped calm ones.

    docs/safety-rules.md, Open without the check.
    """
    return technique.cls in CHECKED_CLASSES or not technique.shipped


def lock(
    technique: Technique,
    area: BodyArea | None,
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
    own: str = "",
) -> tuple[LockReason, ...]:
    """Every reason why `technique` is locked now, the most serious first; empty when it is open."""
    if safety.fault:
        return (LockReason(safety.fault, Level.INCOMPLETE),)
    reasons = [reason_of(up) for up in safety.flags if holds(up, technique, area)]
    if safety.to_ask(technique):
        today = safety.check.why or "Today's safety check comes first."
        reasons.append(LockReason(ABOUT_YOU if safety.check.valid else today, Level.INCOMPLETE))
    elif safety.check.lost and technique.cls is TechniqueClass.MOVEMENT_BREAK:
        reasons.append(LockReason(LOST, Level.INCOMPLETE))
    dose = dose_lock(technique, safety.recent, techniques, now, own)
    if dose:
        reasons.append(LockReason(dose, Level.CAUTION))
    return tuple(sorted(reasons, key=lambda reason: -reason.level.rank))


def holds(up: RaisedFlag, technique: Technique, area: BodyArea | None) -> bool:
    """Whether this flag locks this technique on `area` (None: wherever it could be used).

    What a technique of a person's own really is nobody knows: while a flag locks anything but the technique that was
    under way, it is locked as well.
    """
    named = technique.cls in up.blocks.classes or technique.id in up.blocks.techniques
    locks = bool(up.blocks.classes or up.blocks.techniques) and not up.flag.blocks.current
    named = named or (locks and not technique.shipped)
    return named and locks_area(up.blocks, up.area, area, technique.areas)


def reason_of(up: RaisedFlag) -> LockReason:
    """A flag as the reason for a lock."""
    sources = tuple(support.source for support in up.flag.sources) + up.flag.guidance
    return LockReason(because(up), up.level, up.flag.id, sources, up.flag.clears, up.until)


def because(up: RaisedFlag) -> str:
    """The person's own report, said back; never what it might be."""
    seen = up.evidence[-1] if up.evidence else None
    if seen is not None and seen.rule not in {"answer", "report"}:
        return seen.words
    if up.flag.question:
        unsure = seen is not None and seen.answer is Answer.NOT_SURE
        return f'{"You were not sure about" if unsure else "Your answer to"}: "{up.flag.question}"'
    when = (up.flag.rule.given or {}).get("when")
    return up.flag.advice or (f"On record: {when}." if when else "Several of your answers, taken together.")


def open_techniques(
    safety: Safety, area: BodyArea | None, now: datetime, techniques: Mapping[str, Technique]
) -> tuple[str, ...]:
    """The ids of the techniques that are open for `area` now."""
    return tuple(t.id for t in techniques.values() if not lock(t, area, safety, now, techniques))


def borrowed(safety: Safety, now: datetime, techniques: Mapping[str, Technique], own: str = "") -> tuple[str, ...]:
    """The ids of the techniques from which a movement break, or its prompt, may take a movement now.

    A break asks nothing and explains nothing: so only what is open wherever it works, with no question or advice
    before it, and not more often than its times a day.
    """
    recent = [use for use in safety.recent if use.session != own]
    changed = {name for up in safety.flags for name, _ in up.flag.modifies}
    lenders = {m.technique for t in techniques.values() if is_guided(t) for m in t.movements} - changed
    return tuple(
        t.id
        for t in techniques.values()
        if t.id in lenders
        and t.shipped
        and not lock(t, None, safety, now, techniques, own)
        and safety.catalogue is not None
        and asked_before(safety.catalogue, (t,)) <= safety.answered
        and not dose_advice(t, recent, now)
    )
