"""The reminders' facts read as moments of the boot clock, and their outcomes one after the other."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from coach.core.reminders import due
from coach.core.reminders.state import LONG_AGO
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.record.facts import Fact
    from coach.core.reminders.plan import Plan

KINDS = (
    "prompt",
    "prompt-over",
    "prompt-held",
    "prompt-spared",
    "stood-up",
    "reminders-paused",
    "reminders-resumed",
    "return-asked",
    "clock-set",
)
STANDING = frozenset({PromptOutcome.TAKEN, PromptOutcome.NATURAL})


class Past:
    """Facts as moments of the boot clock: by the wall, less what the clock was set by since.

    None is later than the next: where the clock was set unseen, their order is all that is known.
    """

    def __init__(self, facts: Iterable[Fact], now: Reading) -> None:
        self.facts = sorted((fact for fact in facts if fact.kind in KINDS), key=order)
        self.now = now
        self._moments: dict[str, float] = {}
        instant, by, latest = now.wall.astimezone(UTC), 0.0, now.boot
        for fact in reversed(self.facts):
            latest = min(latest, now.boot - (instant - fact.at).total_seconds() + by)
            self._moments[fact.id] = latest
            if fact.kind == "clock-set":
                by += float(fact.body.get("by", 0.0))

    def of(self, *kinds: str) -> list[Fact]:
        """The facts of these kinds, oldest first."""
        return [fact for fact in self.facts if fact.kind in kinds]

    def boot(self, fact: Fact) -> float:
        """When it was."""
        return self._moments[fact.id]

    def since(self, fact: Fact) -> float:
        """When what it tells of was: some facts are written a while after."""
        return self.boot(fact) - float(fact.body.get("ago", 0.0))


def order(fact: Fact) -> int:
    """As they were written; a clock that was set back would turn their times round."""
    return int(fact.body.get("n", 0))


def stood(fact: Fact) -> bool:
    return fact.body.get("outcome") in STANDING and bool(fact.body.get("stood"))


class Replay:
    """The outcomes of the past, one after the other: what they leave of the deadlines and of the row of misses."""

    def __init__(self, past: Past, plan: Plan) -> None:
        self.sat: float | None = None
        self.due: float | None = None
        self.drink: float | None = None
        self.snoozed: dict[str, int] = {}
        self.returns: float | None = None  # where the countdown waits for "I'm back": when that is asked
        self.asked = False  # whether it has been
        self.unanswered, self.questioned = 0, False
        self._past, self._settings = past, plan.settings
        self._asks = {str(fact.body.get("prompt")) for fact in past.of("prompt") if fact.body.get("asks")}
        for fact in past.of("prompt", "prompt-over", "prompt-spared", "stood-up", "return-asked"):
            if fact.kind == "prompt":  # it knew how long the person sat, whatever happened to the clock since
                if self.sat is not None:
                    self.sat = min(self.sat, past.boot(fact) - float(fact.body.get("sat", 0)))
                continue
            if fact.kind == "return-asked":
                self.asked = True
                continue
            if fact.kind == "prompt-spared":
                self._done_unasked(fact)
                continue
            if (
                fact.body.get("how") != PromptOutcome.NATURAL
            ):  # an absence is no answer: it may have been the break itself
                away, self.asked = fact.body.get("return"), False
                self.returns = None if away is None else past.boot(fact) + float(away)
            if fact.kind == "stood-up":
                self._stood(past.since(fact), anew=fact.body.get("how") in {"start", "afresh"})
            else:
                self._over(fact)

    def _stood(self, moment: float, *, anew: bool = False) -> None:
        self.sat = moment if self.sat is None else max(self.sat, moment)
        self.due = self.sat + self._settings.interval
        self.snoozed.pop(due.MOVEMENT.key, None)
        if anew:
            self.snoozed.clear()
            self._drunk(moment)

    def _done_unasked(self, fact: Fact) -> None:
        keys = [str(key) for key in fact.body.get("keys", ())]
        for key in keys:
            self.snoozed.pop(key, None)
        if due.DRINK.key in keys:
            self._drunk(self._past.boot(fact))

    def _drunk(self, moment: float) -> None:
        self.drink = moment + (self._settings.drink_minutes or 0) * 60

    def _over(self, fact: Fact) -> None:
        keys = [str(key) for key in fact.body.get("keys", ())]
        if fact.body.get("outcome") == PromptOutcome.SNOOZED:
            self._put_off(fact, keys)
            return
        missed = fact.body.get("outcome") == PromptOutcome.MISSED
        stood_up = LONG_AGO if self.sat is None else self.sat
        end = max(self._past.since(fact), stood_up) if missed else self._past.boot(fact)
        for key in keys:
            self.snoozed.pop(key, None)
        done = fact.body.get("outcome") in STANDING
        early = () if done else fact.body.get("early", ())
        if due.DRINK.key in keys and due.DRINK.key not in early:
            self._drunk(end)
        if stood(fact):
            self._stood(end)
        elif due.MOVEMENT.key in keys and due.MOVEMENT.key not in early:
            self.due = end + self._settings.interval
        if not missed:
            self.unanswered, self.questioned = 0, False
        elif not fact.body.get("ignored"):
            self.unanswered += 1
            self.questioned = self.questioned or str(fact.body.get("prompt")) in self._asks

    def _put_off(self, fact: Fact, keys: list[str]) -> None:
        again = self._past.boot(fact) + float(fact.body.get("seconds", 0))
        self.unanswered, self.questioned = 0, False
        if fact.body.get("snoozes"):
            self.snoozed |= dict.fromkeys(keys, int(fact.body["snoozes"]))
        if due.MOVEMENT.key in keys:
            self.due = again
        if due.DRINK.key in keys:
            self.drink = again
