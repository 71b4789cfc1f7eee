"""What the very same rules say of a written case, a person's situation as data (docs/case-format.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import AskedAlone, Layer, Level
from coach.core.clearance import clearance
from coach.core.clearance.case_facts import area_of_case, facts_of, has_lump, when
from coach.core.clearance.locks import Safety, lock
from coach.core.frozen import frozen
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.record.facts import Fact
    from coach.core.routine.routine import Technique
    from coach.core.safety.raised_flag import RaisedFlag


@frozen
class Assessment:
    """What the rules say of a case. `flags` are ids, most serious first; `act_within` is in hours."""

    level: Level
    flags: tuple[str, ...]
    allowed: tuple[str, ...]
    blocked: tuple[str, ...]
    headline: str
    action: str
    act_within: int | None
    raised: tuple[RaisedFlag, ...]
    blank: tuple[str, ...]
    facts: Mapping[str, Fact]


def assess(
    case: Mapping[str, Any], catalogue: Catalogue, techniques: Mapping[str, Technique], now: datetime
) -> Assessment:
    """What the rules say of a checked case at `now` (local, aware). `techniques` are the shipped ones."""
    facts = facts_of(case, catalogue, now)
    said = evaluate(facts, catalogue, now)
    area = area_of_case(case)
    blank = tuple(name for name in case.get("unanswered") or () if shown(catalogue.flags[name], case, now))
    version, check = f"{catalogue.digest}/case", DailyCheck(valid=not blank, begun=True)
    safety = Safety(said.flags, check, catalogue, (), version, known=frozenset(catalogue.flags))
    locked = {t.id for t in techniques.values() if lock(t, area, safety, now, techniques)}
    level = safety.level
    return Assessment(
        level=level,
        flags=tuple(dict.fromkeys(up.flag.id for up in said.flags)),
        allowed=tuple(name for name in techniques if name not in locked),
        blocked=tuple(name for name in techniques if name in locked),
        headline=catalogue.levels[level].headline,
        action=catalogue.levels[level].body,
        act_within=clearance.shortest(said.flags),
        raised=said.flags,
        blank=blank,
        facts={fact.id: fact for fact in facts},
    )


# --- which questions are shown ------------------------------------------------------------------------------------


def shown(flag: Flag, case: Mapping[str, Any], now: datetime) -> bool:
    """Whether this question would be shown for the case; a blank one that would not be asks for nothing."""
    answers = case.get("answers") or {}
    if not flag.question:
        return False
    if flag.ask_when is not None:
        met = [answers.get(name, "no") in wanted for name, wanted in flag.ask_when.conditions]
        return all(met) if flag.ask_when.every else any(met)
    if flag.ask is Layer.LUMP:
        return has_lump(case)
    if flag.ask is Layer.EPISODE:
        return _shown_of_episode(flag, case, now)
    return flag.ask is not Layer.IN_SESSION


def _shown_of_episode(flag: Flag, case: Mapping[str, Any], now: datetime) -> bool:
    episode = (case.get("history") or {}).get("episode") or {}
    kind = episode.get("kind", case.get("kind"))
    if flag.alone is AskedAlone.A_DAY_LATER:
        rule = flag.rule.given or {}
        begun = when(episode["started"], now) if "started" in episode else now
        return kind in rule["kinds"] and now - begun >= timedelta(hours=rule["hours"])
    return kind is not None and (not flag.of_kinds or kind in flag.of_kinds)
