"""Which questions are needed, and which are answered already: read from the catalogue, and from what was just noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer
from coach.core.frozen import frozen
from coach.core.history.lumps import pain_of
from coach.core.safety.rules.combinations import LOG_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.history.history import Lump
    from coach.core.record.checks import CheckAnswered
    from coach.core.record.facts import FactOf
    from coach.core.routine.routine import Technique

ON_RECORD = "lump on record"  # how a combination says in the catalogue that it is about a lump


def profile_needs(catalogue: Catalogue, techniques: Iterable[Technique], *, lump: bool) -> frozenset[str]:
    """The questions about the person that any of these techniques needs. `lump`: one is on record, which brings all
    that its combinations read.
    """
    wanted, needed = tuple(techniques), set[str]()
    questions = {flag.id for flag in catalogue.of_layer(Layer.PROFILE)}
    for flag in catalogue.flags.values():
        read = questions & {flag.id, *flag.rule.any_two_of, *flag.rule.all_of, *flag.rule.parts}
        if read and (lump or not _of_lumps(flag)) and any(_touches(flag, technique) for technique in wanted):
            needed |= read
    return frozenset(needed)


def _of_lumps(flag: Flag) -> bool:
    return any(part.startswith(ON_RECORD) for part in flag.rule.all_of)


def _touches(flag: Flag, technique: Technique) -> bool:
    """Whether this flag could lock or change the technique, or is asked for it besides.

    One of a person's own is locked by whatever locks anything there (docs/safety-rules.md, A person's own technique).
    """
    if not technique.shipped and (flag.blocks.classes or flag.blocks.techniques):
        return True
    locks = technique.cls in flag.blocks.classes or technique.id in flag.blocks.techniques
    changes = any(name == technique.id for name, _ in flag.modifies)
    besides = any(
        technique.cls in wanted.classes and (not wanted.areas or wanted.areas & set(technique.areas))
        for wanted in flag.asked_for
    )
    return locks or changes or besides


def just_noted(lump: Lump, now: datetime) -> frozenset[str]:
    """The questions about a lump that what was noted of it today has answered; a blank is no answer."""
    today = [check.seen for check in lump.checks if check.at.date() == now.date() and check.at <= now]
    found = {rule.flag for seen in today for rule in LOG_RULES if rule.noted(seen) is not None}
    if any(seen.pain is not None for seen in today):
        found.add("lump-painful")
    if any(seen.first_noticed is not None for seen in today):
        found.add("lump-over-2-weeks")
    return frozenset(found)


@frozen
class NotedBefore:
    """What the last look at a lump said on a question that a list may leave unmarked: when (local), and in words."""

    at: datetime
    words: str


def noted_before(lump: Lump, answers: Iterable[FactOf[CheckAnswered]], now: datetime) -> dict[str, NotedBefore]:
    """By question: what stands against a "no" to it. A later answer to the question itself has settled it."""
    found: dict[str, NotedBefore] = {}
    for rule in LOG_RULES:
        said = lump.value_at(rule.noted, now)
        if said is not None and said[1] in rule.bad:
            name, value = rule.name.replace("_", " "), str(said[1]).replace("-", " ")
            found.setdefault(rule.flag, NotedBefore(said[0].at, f"{name}: {value}"))
    sore = lump.value_at(pain_of, now)
    if sore is not None and sore[1] >= 1:
        found["lump-painful"] = NotedBefore(sore[0].at, f"pain {sore[1]}")
    for fact in answers:
        if fact.body.lump == lump.id and fact.body.listed is not None:
            settled = {name for name, _ in fact.body.answers or ()}
            found = {name: one for name, one in found.items() if name not in settled or one.at >= fact.local}
    return found
