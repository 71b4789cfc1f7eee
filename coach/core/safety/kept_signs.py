"""Signs that the flag log says are up, kept up while an entry that may have fed them can't be read.

The log names flags and nothing else: what is kept locks as much as its flag may, and goes as its flag says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Blocks, Clears, Flag, Layer, Level
from coach.core.history.unread import DONE, unread_entries
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged
from coach.core.record.facts import FactOf, of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, SignReported
from coach.core.safety.rules import trends
from coach.core.safety.scope import COMPUTED_OF_LUMPS, of_lump, of_profile
from coach.core.vocabulary import BodyArea

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.history import Episode, History, Lump
    from coach.core.history.unread import UnreadEntry
    from coach.core.record.facts import Fact

TWICE_UP = "in-session-pain-up"  # with a technique as its subject: offered no longer (LR13)
RAISE = frozenset({CheckAnswered.kind, SignReported.kind, PainRated.kind, EpisodeBegan.kind, LumpSeen.kind})
AGE = "age-under-18"
ALSO_LOGGED = frozenset({"no-better-24h", "accident-caused", "night-pain", AGE})  # asked, and read elsewhere
NO_SIGNS = frozenset(kind.kind for kind in DONE) | {FlagsLogged.kind}  # none of these can have raised a flag
LONGEST = timedelta(days=4)  # no flag that goes by time is up for longer (red_flags.yaml: 72 hours, 3 days)
BELOW: Mapping[str, int] = {  # pain below this ends it, whatever it was at the start
    "severe-not-better-1-week": trends.SEVERE,
    "pain-not-better-2-weeks": trends.LASTING,
    "pain-getting-worse": trends.WORSE_FROM,
}


@dataclass(slots=True)
class Kept:
    """One flag of one subject in the last readable entry of a computer's flag log, and what can't be read of it.

    `rose` is the entry with which it rose first; at `renewed` it rose on another computer, or an unread entry may have
    told of it again. A visit before `news` can't have known all of it. `anew`: everything has been asked since.
    """

    flag: str
    subject: str
    rose: FactOf[FlagsLogged]
    news: datetime
    unread: tuple[UnreadEntry, ...]
    renewed: list[str] = field(default_factory=list)

    @property
    def anew(self) -> bool:
        """Whether a whole check was completed that knew of all that can't be read of it."""
        return all(entry.asked for entry in self.unread)

    def may_hold(self, *kinds: str) -> bool:
        """Whether any of it may be an entry of these kinds."""
        return self.last_of(*kinds) is not None

    def last_of(self, *kinds: str) -> datetime | None:
        """When the last of it that may be an entry of these kinds was noted; None where none may be."""
        return max((entry.at for entry in self.unread if entry.damaged or entry.kind in kinds), default=None)


def kept_signs(facts: Sequence[Fact], catalogue: Catalogue) -> dict[str, list[Kept]]:
    """What is kept up, by the ids of the facts with which it rose or may have been renewed.

    `facts` are in order. Nothing is kept of a flag that no unread entry can have fed: all of that is still read.
    """
    unread = [entry for entry in unread_entries(facts) if entry.kind not in NO_SIGNS]
    if not unread:
        return {}
    every = [one for one in _last_up(of(facts, FlagsLogged), unread, catalogue) if one.unread]
    marks: dict[str, list[Kept]] = {}
    for one in every:
        one.renewed += [e.id for e in one.unread if e.at >= one.rose.local and (e.damaged or e.kind in RAISE)]
    for one in every:  # only now is it known of each whether it may have been told again
        one.news = max([one.news, *_news(one, every, catalogue)])
        for name in (one.rose.id, *one.renewed):
            marks.setdefault(name, []).append(one)
    return marks


def _last_up(logs: Sequence[FactOf[FlagsLogged]], unread: Sequence[UnreadEntry], catalogue: Catalogue) -> list[Kept]:
    """What the last readable entry of each computer says is up, each with the unread entries that may have fed it.

    Another computer's log knew nothing of what this one had, and can't take it back.
    """
    by_device: dict[str, dict[str, FactOf[FlagsLogged]]] = {}
    for log in logs:
        before = by_device.get(log.device, {})
        by_device[log.device] = {name: before.get(name, log) for name in log.body.up}
    rises: dict[str, list[FactOf[FlagsLogged]]] = {}
    for rose in by_device.values():
        for name, log in rose.items():
            rises.setdefault(name, []).append(log)
    found = []
    for name, every in rises.items():
        flag, _, subject = name.partition("/")
        if flag in catalogue.flags:
            first, *later = sorted(every, key=lambda log: (log.at, log.id))
            own = tuple(e for e in unread if _may_feed(catalogue.flags[flag], subject, e, first.local))
            news = later[-1].local if later else first.local
            found.append(Kept(flag, subject, first, news, own, [log.id for log in later]))
    return found


def _may_feed(flag: Flag, subject: str, entry: UnreadEntry, rose: datetime) -> bool:
    """Whether this entry may be what put the flag up at `rose`, or kept it up since."""
    twice_up = flag.id == TWICE_UP and bool(subject)
    if flag.clears is Clears.TIME and not twice_up and entry.at < rose - LONGEST:
        return False
    if flag.ask is Layer.COMPUTED or of_lump(flag) or flag.id in ALSO_LOGGED or flag.id == TWICE_UP:
        return True
    kinds = {CheckAnswered.kind, SignReported.kind, ClockCorrected.kind}
    return entry.damaged or entry.kind in kinds


def _news(one: Kept, every: Sequence[Kept], catalogue: Catalogue) -> list[datetime]:
    """When there may have been a sign that ended what earlier visits had opened."""
    flags = catalogue.flags
    signs = {other.rose.local for other in every if other.rose.local > one.rose.local and _is_sign(flags[other.flag])}
    for entry in one.unread:
        urgent = any(entry.id in other.renewed and flags[other.flag].level.rank >= Level.URGENT.rank for other in every)
        again = of_profile(flags[one.flag]) and entry.kind == CheckAnswered.kind
        if entry.id in one.renewed and (entry.damaged or entry.kind == LumpSeen.kind or urgent or again):
            signs.add(entry.at)
    return sorted(signs)


def _is_sign(flag: Flag) -> bool:
    return bool(flag.question) and flag.level.rank >= Level.CLINICIAN.rank


def kept_area(kept: Kept, lump: Lump | None, episode: Episode | None) -> BodyArea | None:
    """Where it holds, as far as that is sure; None: anywhere."""
    if kept.subject in list(BodyArea):
        return BodyArea(kept.subject)
    if lump is not None and not kept.may_hold(LumpSeen.kind):
        return lump.area
    return episode.area if episode is not None and not kept.may_hold(EpisodeBegan.kind) else None


def kept_blocks(kept: Kept, flag: Flag, catalogue: Catalogue) -> Blocks:
    """What it locks: nobody knows which technique was under way, or whether a clinician has said no to a lump."""
    blocks = flag.blocks
    if flag.id == TWICE_UP and kept.subject:
        return replace(blocks, techniques=frozenset({kept.subject}), until="")
    if blocks.current:
        return replace(blocks, classes=CHECKED_CLASSES)
    if flag.id == "lump-new-unassessed" and kept.may_hold(LumpSeen.kind):
        return catalogue.levels[Level.CLINICIAN].blocks
    return blocks


def is_over(kept: Kept, flag: Flag, history: History, last: datetime, now: datetime) -> bool:
    """Whether it has ended by what was told since it was `last` unsafe, whatever the unread entries said."""
    lump = next((one for one in history.lumps if one.id == kept.subject), None)
    if lump is not None:
        return flag.id in COMPUTED_OF_LUMPS and lump.gone(now, last)
    if flag.clears not in {Clears.COMPUTED, Clears.COMPUTED_OR_CLINICIAN}:
        return False
    episode = next((one for one in history.episodes if one.id == kept.subject), None)
    if episode is not None:
        return _eased_since(flag, episode, last, now) or (episode.ended is not None and last < episode.ended <= now)
    if kept.subject in list(BodyArea):
        return now - last > timedelta(days=trends.STARTS_DAYS + 1)  # the rule counts local days, whatever the hour
    return flag.clears is Clears.COMPUTED and kept.anew  # no visit clears it, and nothing else is left to ask


def _eased_since(flag: Flag, episode: Episode, last: datetime, now: datetime) -> bool:
    """Whether the ratings since then alone say that the pain is below what the rule asks for."""
    since = [rating for rating in episode.pain if last < rating.at <= now]
    level = trends.latest_level(since)
    if level is None or flag.id not in BELOW:
        return False
    enough = len(since) >= trends.LATEST_OF or since[-1].at - last > timedelta(hours=trends.LATEST_HOURS)
    return enough and level < BELOW[flag.id]
