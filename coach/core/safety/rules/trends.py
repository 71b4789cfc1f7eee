"""The rules that read the history (LR1 to LR13): each says what fired and on what, or None.

Hours are elapsed hours, days are local calendar days. Missing data is never improvement. The numbers are those of
coach/content/red_flags.yaml; loading refuses a catalogue that says others (`known_rules.unimplemented`).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from coach.core.history.lumps import pain_of, size_of
from coach.core.safety.evidence import Evidence
from coach.core.vocabulary import ComplaintKind, Moves, Texture, Trend, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coach.core.history.history import Episode, History, Lump, Rating
    from coach.core.record.facts import FactOf
    from coach.core.record.health import LumpSeen, PainRated
    from coach.core.vocabulary import BodyArea

REAL_CHANGE = 2  # points of 10 (G-NRS: Childs 2005)
LATEST_HOURS = 48  # docs/safety-rules.md, How the history is read
LATEST_OF = 3
DAY_HOURS = 24  # LR2 (S1)
WEEK = 7  # LR3 (policy above S4's "minutes to days"), LR4, LR5 (S3: one to two weeks)
TWO_WEEKS = 14  # LR1 (S1), LR3, LR6 (S3)
SEVERE = 7  # LR5 (G-OKTA)
LASTING = 3  # LR6: below this steady pain locks nobody out
WORSE_FROM = 4  # LR7
APART_HOURS = 12  # LR7
GROWN_MM, GROWN_SHARE, GROWN_LEAST_MM = 5, 0.25, 3  # LR9 (policy; 3 mm allows for home measuring error)
NIGHTS, NIGHT_DAYS = 3, 7  # LR11 (S3)
STARTS, STARTS_DAYS = 3, 90  # LR12 (policy)
NO_BETTER_KINDS = frozenset({ComplaintKind.SPASM, ComplaintKind.BRUISE, ComplaintKind.GLAND})
CHANGES: Mapping[str, Callable[[LumpSeen], str | None]] = {  # LR10
    "texture": lambda seen: seen.texture,
    "look": lambda seen: seen.look,
    "moves": lambda seen: seen.moves,
}
TEXTURES = (Texture.SOFT, Texture.RUBBERY, Texture.FIRM, Texture.STONE_HARD)  # from soft to hard


def start_level(episode: Episode) -> int | None:
    """The first rating of the complaint."""
    return episode.pain[0].level if episode.pain else None


def latest_level(pain: Sequence[Rating]) -> float | None:
    """The median of the last three ratings within the 48 h before the newest; of two the higher; one counts alone."""
    if not pain:
        return None
    newest = pain[-1].at
    window = [r.level for r in pain[-LATEST_OF:] if newest - r.at <= timedelta(hours=LATEST_HOURS)]
    return sorted(window)[len(window) // 2]


def _until(episode: Episode, now: datetime) -> tuple[Rating, ...]:
    return episode.pain[: bisect_right(episode.pain, now, key=lambda rating: rating.at)]


def _eased(episode: Episode, now: datetime) -> bool:
    """Whether the latest level is 2 or more below the start; without any rating it is not."""
    start, latest = start_level(episode), latest_level(_until(episode, now))
    return start is not None and latest is not None and start - latest >= REAL_CHANGE


def _levels(episode: Episode, now: datetime) -> tuple[str, tuple[str, ...]]:
    pain = _until(episode, now)
    if not pain:
        return "no pain rating", (episode.id,)
    latest = latest_level(pain)
    words = f"pain {pain[0].level} at the start, {latest:g} lately"
    return words, (episode.id, pain[0].id, *(r.id for r in pain[-LATEST_OF:] if r is not pain[0]))


def _named(episode: Episode) -> str:
    return plain(f"{episode.kind} in the {episode.area}" if episode.area else episode.kind)


def _a(episode: Episode) -> str:
    name = _named(episode)
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"


def lump_two_weeks(lump: Lump, now: datetime) -> tuple[Evidence, datetime] | None:
    """LR1: a lump there for 14 days or more, or nobody knows since when. Gives the moment from which it holds."""
    ids = tuple(check.id for check in lump.checks[:1])
    if lump.unknown:
        return Evidence("LR1", "Nobody knows since when the lump is there; that counts as two weeks.", ids), lump.since
    if lump.first_noticed is None:
        return None
    days = (now.date() - lump.first_noticed).days
    if days < TWO_WEEKS:
        return None
    reached = datetime.combine(lump.first_noticed + timedelta(days=TWO_WEEKS), datetime.min.time(), lump.since.tzinfo)
    return Evidence("LR1", f"The lump was first noticed {days} days ago.", ids), max(reached, lump.since)


def no_better(episode: Episode, now: datetime) -> Evidence | None:
    """LR2: after 24 h the latest word after the start is not "better"; no word at all fires too."""
    if episode.kind not in NO_BETTER_KINDS or not episode.open(now):
        return None
    if now - episode.started < timedelta(hours=DAY_HOURS):
        return None
    words = [status for status in episode.statuses if episode.started < status.at <= now]
    if words and words[-1].value is Trend.BETTER:
        return None
    said = f'the latest word on it is "{plain(words[-1].value)}"' if words else "nobody said that it is better"
    ids = (episode.id, *(word.id for word in words[-1:]))
    return Evidence("LR2", f"{_a(episode)} for a day or more, and {said}.", ids)


def prolonged_spasm(episode: Episode, now: datetime) -> Evidence | None:
    """LR3: a spasm open after 7 days, unless it is better and the pain 2 or more down; after 14 days always."""
    if episode.kind is not ComplaintKind.SPASM or not episode.open(now) or episode.days(now) < WEEK:
        return None
    words = [status for status in episode.statuses if episode.started < status.at <= now]
    better = bool(words) and words[-1].value is Trend.BETTER and _eased(episode, now)
    if better and episode.days(now) < TWO_WEEKS:
        return None
    return Evidence("LR3", f"{_a(episode)} open for {episode.days(now)} days.", (episode.id,))


def not_better_one_week(episode: Episode, now: datetime) -> Evidence | None:
    """LR4: 7 days or more without 2 points less, or without a rating, as long as LR6 does not fire."""
    if not episode.open(now) or episode.days(now) < WEEK or _eased(episode, now):
        return None
    if not_better_two_weeks(episode, now) is not None:
        return None
    words, ids = _levels(episode, now)
    return Evidence("LR4", f"{_a(episode)} for {episode.days(now)} days: {words}.", ids)


def severe_one_week(episode: Episode, now: datetime) -> Evidence | None:
    """LR5: 7 days or more, the latest level 7 or more, and not 2 points less than at the start."""
    latest = latest_level(_until(episode, now))
    if not episode.open(now) or episode.days(now) < WEEK or latest is None or latest < SEVERE:
        return None
    if _eased(episode, now):
        return None
    words, ids = _levels(episode, now)
    return Evidence("LR5", f"Bad pain ({_named(episode)}) for {episode.days(now)} days: {words}.", ids)


def not_better_two_weeks(episode: Episode, now: datetime, care_days: frozenset[date] = frozenset()) -> Evidence | None:
    """LR6: 14 days or more, the latest level 3 or more and not 2 points less, or no rating. Care changes the words."""
    if not episode.open(now) or episode.days(now) < TWO_WEEKS or _eased(episode, now):
        return None
    latest = latest_level(_until(episode, now))
    if latest is not None and latest < LASTING:
        return None
    words, ids = _levels(episode, now)
    cared = len([day for day in care_days if episode.started.date() <= day <= now.date()])
    steady = cared * 2 >= episode.days(now)  # policy: care on half of the days is steady
    tried = "You have tried for two weeks" if steady else "Two weeks have gone by"
    return Evidence("LR6", f"{tried} ({_named(episode)}, {episode.days(now)} days): {words}.", ids)


def getting_worse(
    episode: Episode, now: datetime, from_level: int | None = None, after: datetime | None = None
) -> Evidence | None:
    """LR7: two ratings 12 h or more apart, both 4 or more and 2 or more above the start, none between below that.

    It ends when the latest level is below that again. After a visit (`after`) it is held against the level there.
    """
    pain = _until(episode, now)
    start = from_level if from_level is not None else start_level(episode)
    latest = latest_level(pain)
    if not episode.open(now) or start is None or latest is None:
        return None
    least = max(start + REAL_CHANGE, WORSE_FROM)
    if latest < least:
        return None
    run: list[Rating] = []
    for rating in pain:
        if after is not None and rating.at <= after:
            continue
        run = [*run, rating] if rating.level >= least else []
        if run and rating.at - run[0].at >= timedelta(hours=APART_HOURS):
            words = f"Pain {start} at first, {run[0].level} and {rating.level} twelve hours or more apart."
            return Evidence("LR7", words, (episode.id, run[0].id, rating.id))
    return None


def lump_pain_up(lump: Lump, at: datetime) -> Evidence | None:
    """LR8: the pain at the latest check is 2 or more above that of any earlier one."""
    series = [(c, v) for c, v in lump.series(pain_of) if c.at <= at]
    if len(series) < 2:
        return None
    (check, latest), earlier = series[-1], series[:-1]
    low_check, low = min(earlier, key=lambda pair: pair[1])
    if latest - low < REAL_CHANGE:
        return None
    return Evidence("LR8", f"The lump's pain went from {low} to {latest}.", (low_check.id, check.id))


def lump_grown(lump: Lump, at: datetime) -> Evidence | None:
    """LR9: 5 mm more than the smallest earlier size, or a quarter and at least 3 mm more."""
    series = [(c, v) for c, v in lump.series(size_of) if c.at <= at]
    if len(series) < 2:
        return None
    (check, latest), earlier = series[-1], series[:-1]
    low_check, low = min(earlier, key=lambda pair: pair[1])
    grown = latest - low
    if grown < GROWN_MM and not (grown >= GROWN_LEAST_MM and grown >= GROWN_SHARE * low):
        return None
    return Evidence("LR9", f"The lump went from {low:g} to {latest:g} mm.", (low_check.id, check.id))


def lump_changed(lump: Lump, at: datetime) -> tuple[Evidence, tuple[str, ...]] | None:
    """LR10: texture, look or movement differs from the check before.

    Gives also the flags it sets besides: softer to harder `lump-hard`, moving to stuck `lump-fixed`.
    """
    words: list[str] = []
    ids: list[str] = []
    sets: list[str] = []
    for name, noted in CHANGES.items():
        series = [(c, v) for c, v in lump.series(noted) if c.at <= at]
        if len(series) < 2 or series[-1][0].at < at or series[-1][1] == series[-2][1]:
            continue
        (before_check, before), (check, now) = series[-2:]
        words.append(f"{name} went from {plain(before)} to {plain(now)}")
        ids += [before_check.id, check.id]
        if _hardened(before, now):
            sets.append("lump-hard")
        if (before, now) == (Moves.MOVES, Moves.STUCK):
            sets.append("lump-fixed")
    if not words:
        return None
    return Evidence("LR10", f"The lump's {', '.join(words)}.", tuple(dict.fromkeys(ids))), tuple(sets)


def _hardened(before: str, now: str) -> bool:
    known = before in TEXTURES and now in TEXTURES
    return known and TEXTURES.index(Texture(now)) > TEXTURES.index(Texture(before))


def night_pain(pain: Iterable[Rating], at: datetime, after: datetime | None = None) -> Evidence | None:
    """LR11: on 3 of the last 7 days a night rating is above every other rating of that day, in one body area.

    A day with only a night rating counts. What was there at a visit (`after`) is no news.
    """
    first = at.date() - timedelta(days=NIGHT_DAYS - 1)
    days: dict[tuple[date, BodyArea | None], list[Rating]] = {}
    for rating in pain:
        if first <= rating.at.date() <= at.date() and rating.at <= at and (after is None or rating.at > after):
            days.setdefault((rating.at.date(), rating.area), []).append(rating)
    nights: dict[date, str] = {}
    for (day, _), ratings in days.items():
        at_night = max((r for r in ratings if r.night), key=lambda r: r.level, default=None)
        others = max((r.level for r in ratings if not r.night), default=0)
        if at_night is not None and at_night.level > others:
            nights[day] = at_night.id
    if len(nights) < NIGHTS:
        return None
    return Evidence("LR11", f"The pain was worst at night on {len(nights)} of the last 7 days.", tuple(nights.values()))


def keeps_coming_back(history: History, area: BodyArea | None, now: datetime) -> Evidence | None:
    """LR12: 3 or more starts in the same area within 90 days."""
    starts = [(e.started, e.id) for e in history.episodes if e.area is area]
    starts += [(at, name) for at, where, name in history.past_starts if where is area]
    recent = [name for at, name in sorted(starts) if 0 <= (now.date() - at.date()).days <= STARTS_DAYS]
    if area is None or len(recent) < STARTS:
        return None
    return Evidence("LR12", f"It began {len(recent)} times in the {plain(area)} in 90 days.", tuple(recent))


def pain_up_after(rated: PainRated) -> bool:
    """Whether a rating after a session is 2 or more above the one before it."""
    return rated.before is not None and rated.level - rated.before >= REAL_CHANGE


def twice_in_a_row(
    pain: Sequence[FactOf[PainRated]], technique: str
) -> tuple[FactOf[PainRated], FactOf[PainRated]] | None:
    """LR13: the last two rated sessions with this technique both ended 2 or more points up. `pain` is in order.

    Rated is a session whose pain was told before it, too.
    """
    rated = (f for f in reversed(pain) if f.body.before is not None and technique in f.body.techniques)
    last = list(islice(rated, 2))
    if len(last) < 2 or not all(pain_up_after(fact.body) for fact in last):
        return None
    return last[1], last[0]
