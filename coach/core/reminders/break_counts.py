"""What became of the prompts of each day, counted from the facts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.reminders.evolve import KEPT_BREAKS
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.core.record.facts import Fact

COUNTED = (PromptEnded, StoodUp)  # the kinds of facts that are counted


@frozen
class BreakCounts:
    """What became of the prompts of a day. `natural` counts breaks nobody was prompted for, too.

    `prompted` counts prompts that have an outcome other than put off; `taken` and the naturals among them were kept.
    """

    day: date
    taken: int = 0
    natural: int = 0
    snoozed: int = 0
    skipped: int = 0
    missed: int = 0
    prompted: int = 0
    kept: int = 0


def _local_day(fact: Fact) -> date:
    return fact.local.date()


def counts_by_day(
    facts: Iterable[Fact], first: date, days: int = 7, day_of: Callable[[Fact], date] = _local_day
) -> tuple[BreakCounts, ...]:
    """What happened on each of `days` local days from `first` on, by this machine's facts or those of several.

    `day_of` says which day a fact belongs to.
    """
    prompts: dict[date, Counter[PromptOutcome]] = {}
    unprompted: dict[date, Counter[PromptOutcome]] = {}
    own = {StoodUpHow.TAKEN: PromptOutcome.TAKEN, StoodUpHow.NATURAL: PromptOutcome.NATURAL}
    for fact in facts:
        body = fact.body
        if isinstance(body, PromptEnded):
            prompts.setdefault(day_of(fact), Counter())[body.outcome] += 1
        elif isinstance(body, StoodUp) and body.how in own and not body.prompt:
            unprompted.setdefault(day_of(fact), Counter())[own[body.how]] += 1
    week = (first + timedelta(days=n) for n in range(days))
    return tuple(_counted(day, prompts.get(day, Counter()), unprompted.get(day, Counter())) for day in week)


def _counted(day: date, prompts: Counter[PromptOutcome], unprompted: Counter[PromptOutcome]) -> BreakCounts:
    both = prompts + unprompted
    return BreakCounts(
        day,
        taken=both[PromptOutcome.TAKEN],
        natural=both[PromptOutcome.NATURAL],
        snoozed=both[PromptOutcome.SNOOZED],
        skipped=both[PromptOutcome.SKIPPED],
        missed=both[PromptOutcome.MISSED],
        prompted=prompts.total() - prompts[PromptOutcome.SNOOZED],
        kept=sum(prompts[outcome] for outcome in KEPT_BREAKS),
    )
