"""Whether the check of the day stands: to the end of the local day, 16 h at most, while nothing voids it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Catalogue, Layer, Puts
from coach.core.history.corrections import in_order
from coach.core.history.history import instant_of
from coach.core.safety.observations import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.core.record.facts import Fact

PASS_HOURS = 16  # docs/safety-rules.md, A pass, and what voids it
QUICK_DAYS = 7  # docs/safety-rules.md, When what is asked
BEFORE = timedelta(hours=1)  # policy: how long "just before a session" is (docs/safety-rules.md, When what is asked)
QUICK_WINDOW = timedelta(days=9)  # covers these local days over any change of clocks or zone
VOID_LEVEL = 7  # docs/safety-rules.md, A pass, and what voids it
VOID_RISE = 2  # docs/safety-rules.md, A pass, and what voids it


@dataclass(frozen=True, slots=True)
class DailyCheck:
    """The state of the day's check. `why` says what voided or ended the last one, where that is worth saying."""

    valid: bool
    begun: bool = False
    quick: bool = False
    at: datetime | None = None
    why: str = ""


def passed(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> DailyCheck:
    """Whether the day's check stands at `now` (a local, aware time)."""
    ordered = in_order(facts)
    if any("noted" in fact.body for fact in ordered):
        ordered.sort(key=_recorded)
    checks = [i for i, fact in enumerate(ordered) if fact.kind == "check" and fact.body.get("layer") == Layer.TODAY]
    quick = any(_clean_full(ordered[i], catalogue, now) for i in checks if ordered[i].at > now - QUICK_WINDOW)
    if not checks:
        return DailyCheck(valid=False)
    index = checks[-1]
    last = ordered[index]
    today = last.local.date() == now.date() and timedelta() <= now - last.at < timedelta(hours=PASS_HOURS)
    if not today:
        return DailyCheck(valid=False, quick=quick, at=last.at)
    if not last.body.get("complete"):
        return DailyCheck(valid=False, begun=True, at=last.at, why="The check was not finished.")
    if last.body.get("catalogue") != catalogue.digest:
        return DailyCheck(valid=False, at=last.at, why="The safety questions have changed since then.")
    why = _voided(ordered, index, catalogue)
    if why:
        return DailyCheck(valid=False, quick=quick, at=last.at, why=why)
    return DailyCheck(valid=True, begun=True, quick=quick, at=last.at)


def answered_before(facts: Iterable[Fact], catalogue: Catalogue, now: datetime, own: str = "") -> frozenset[str]:
    """The questions about techniques that were answered just before the session to come, and after any other began.

    `own` is a session that is under way or gone on with: what was answered just before it holds for it all day.
    """
    everything = list(facts)
    begun = {str(f.body.get("session")): f.at for f in everything if f.kind == "session-begun" and f.at <= now}
    begins = begun.pop(own, now)
    last = max(begun.values(), default=None)
    found: set[str] = set()
    for fact in everything:
        if fact.kind != "check" or fact.body.get("layer") != Layer.TECHNIQUE:
            continue
        near = timedelta() <= begins - fact.at < BEFORE or begins < fact.at <= now
        spent = last is not None and last >= fact.at
        if near and not spent and fact.local.date() == now.date() and fact.body.get("catalogue") == catalogue.digest:
            found |= set(fact.body.get("answers", {}))
    return frozenset(found)


def _recorded(fact: Fact) -> datetime:
    """When a fact was written: what is noted later of an earlier moment counts from then."""
    noted = fact.body.get("noted")
    return instant_of(noted, fact) if noted is not None else fact.at


def _clean_full(fact: Fact, catalogue: Catalogue, now: datetime) -> bool:
    """A full check without any unsafe answer in the last 7 days: then one screen serves."""
    body = fact.body
    if (now.date() - fact.local.date()).days >= QUICK_DAYS or not (body.get("complete") and body.get("full")):
        return False
    unsafe = any(
        flag is None or flag.unsafe(answer_of(value))
        for flag, value in ((catalogue.flags.get(n), v) for n, v in body.get("answers", {}).items())
    )
    return not unsafe and body.get("catalogue") == catalogue.digest


def _voided(facts: Sequence[Fact], index: int, catalogue: Catalogue) -> str:
    """What was recorded after a pass that ends it at once; empty when it stands.

    Answers of the very same moment are of the same check, whichever of them is read first.
    """
    for i in range(index + 1, len(facts)):
        fact = facts[i]
        if fact.kind == "check" and fact.at == facts[index].at:
            continue
        if fact.kind == "pain":
            why = _high(fact.body.get("level", 0), _last_level(facts[:i], fact.body.get("area")))
        elif fact.kind == "withdrawn":
            why = "An answer was taken back after the last check." if _open_again(fact, facts[index]) else ""
        else:
            why = _VOIDS.get(_what(fact, catalogue), "")
        if why:
            return why
    return ""


_VOIDS = {
    "restored": "The record was restored from a backup.",
    "lump": "A lump was added after the last check.",
    "spasm": "A spasm was added after the last check.",
    "accident": "An accident was noted after the last check.",
}


def _open_again(slip: Fact, check: Fact) -> bool:
    """Whether an answer of this very check was taken back: then its question has none."""
    return not set(check.body.get("answers", {})).isdisjoint(slip.body.get("flags", ()))


def _what(fact: Fact, catalogue: Catalogue) -> str:
    body = fact.body
    if fact.kind == "restored":
        return "restored"
    if fact.kind == "lump" and not body.get("lump"):
        return "lump"
    if "accident-or-fall" in (body.get("triggers") or ()):
        return "accident"
    if fact.kind == "episode":
        return {"spasm": "spasm", "lump": "lump", "swollen-gland": "lump", "not-sure": "lump"}.get(
            str(body.get("kind")), ""
        )
    answers = body.get("answers", {}) if fact.kind == "check" else {}
    if not answers:
        return ""
    puts = {flag.puts for name, flag in catalogue.flags.items() if flag.puts and answers.get(name, "no") != "no"}
    return str(next((one for one in Puts if one in puts), ""))


def _high(level: int, before: int | None) -> str:
    if level >= VOID_LEVEL:
        return "Your pain was high after the last check."
    if before is not None and level - before >= VOID_RISE:
        return "Your pain went up after the last check."
    return ""


def _last_level(facts: Iterable[Fact], area: str | None) -> int | None:
    levels = [fact.body["level"] for fact in facts if fact.kind == "pain" and fact.body.get("area") == area]
    return levels[-1] if levels else None
