"""What an update of the rules changed for this person: signs that are read differently though nothing new was told.

The log says which flags were up under the rules of then. The rules of now are asked of the same facts, at the same
moment: only where the two differ, and still do, the rules alone have changed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.history import instant_of
from coach.core.record.checks import CheckAnswered, FlagsLogged
from coach.core.record.facts import FactOf, Unreadable, of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated
from coach.core.safety.flag_log import names_of
from coach.core.safety.screening import raised

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.record.facts import Fact


@frozen
class RuleNews:
    """The flags that are up, and that are up no longer, by the rules alone; an entry is `FLAG` or `FLAG/SUBJECT`."""

    rose: tuple[str, ...]
    went: tuple[str, ...]


def rule_news(facts: Sequence[Fact], catalogue: Catalogue, now: datetime) -> RuleNews | None:
    """What changed since the last rules before these; None where nothing did, or it can't be said for sure.

    `facts` are what the rules read, in order. It can't be said where an entry can't be read, or where two machines
    wrote: nobody knows what each of them knew when.
    """
    told = [fact for fact in facts if not isinstance(fact.body, FlagsLogged)]
    if not told or of(facts, Unreadable) or len({fact.device for fact in facts}) > 1:
        return None
    log = of(facts, FlagsLogged)
    base = _last_of_others(log, facts, catalogue.digest)
    if base is None and (log or _rules_at(facts, told[-1].at) in {"", catalogue.digest}):
        return None
    if base is not None and base is not log[-1]:  # what was told since may have been read by the rules of now
        told = [fact for fact in told if _known_at(fact) <= base.at]
    if not told:
        return None
    moment = max([told[-1].local, *([base.local] if base is not None else [])])
    before = set(base.body.up) if base is not None else set()
    then, up = (names_of(raised(given, catalogue, at)) for given, at in ((told, moment), (facts, now)))
    rose, went = (then & up) - before, before - then - up
    return RuleNews(tuple(sorted(rose)), tuple(sorted(went))) if rose or went else None


def _last_of_others(
    log: Sequence[FactOf[FlagsLogged]], facts: Sequence[Fact], rules: str
) -> FactOf[FlagsLogged] | None:
    """The last entry that other rules than these wrote; None where there is none, or where it isn't known."""
    for entry in reversed(log):
        wrote = entry.body.rules or _rules_at(facts, entry.at)
        if wrote != rules:
            return entry if wrote else None
    return None


def _rules_at(facts: Sequence[Fact], at: datetime) -> str:
    """The rules whose questions were answered last until then; empty where none were."""
    return next((f.body.catalogue for f in reversed(of(facts, CheckAnswered)) if f.at <= at and f.body.catalogue), "")


def _known_at(fact: Fact) -> datetime:
    """When it was told: an entry may be about an earlier moment."""
    body = fact.body
    noted = body.noted if isinstance(body, (PainRated, EpisodeBegan, LumpSeen)) else None
    return max(fact.at, instant_of(noted, fact)) if noted is not None else fact.at


def in_words(news: RuleNews | None, catalogue: Catalogue, version: str) -> str:
    """The news as one sentence; empty where there is none. `version` is the program's, which brought these rules."""
    if news is None:
        return ""
    rose = dict.fromkeys(_named(name, catalogue) for name in news.rose)
    went = dict.fromkeys(_named(name, catalogue) for name in news.went)
    said = [*(f"{name} is up now" for name in rose), *(f"{name} is no longer up" for name in went)]
    many = "One sign is" if len(said) == 1 else f"{len(said)} signs are"
    return f"{many} read differently since version {version}: {'; '.join(said)}."


def _named(name: str, catalogue: Catalogue) -> str:
    """A sign by its question, or by its name."""
    flag = catalogue.flags.get(name.partition("/")[0])
    return f'"{flag.question}"' if flag is not None and flag.question else name.partition("/")[0].replace("-", " ")
