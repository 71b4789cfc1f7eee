"""What is left of a flag at one moment: up, opened by a visit, gone by itself, or gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Blocks, Clears, Flag, Layer, Level, Where
from coach.core.frozen import frozen
from coach.core.record.health import LumpSeen
from coach.core.safety.doubts import asked_again, lapsed
from coach.core.safety.kept_signs import AGE, TWICE_UP, is_over, kept_area, kept_blocks
from coach.core.safety.observations import GONE
from coach.core.safety.scope import COMPUTED_OF_LUMPS, of_lump, of_profile
from coach.core.safety.visits import known_at
from coach.core.vocabulary import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.history import Lump, Visit
    from coach.core.safety.evidence import Evidence
    from coach.core.safety.kept_signs import Kept
    from coach.core.safety.observations import Observation
    from coach.core.safety.visits import Visits

RESCREEN_HOURS = 24  # docs/safety-rules.md, How a flag goes away


@frozen
class RaisedFlag:
    """A flag that is up: since when, where on the body, and what it locks now.

    `noted` is when what it is about came on the record, where that was later: before, nobody could have acted.
    `level` may be lower than the flag's own (a dizzy spell that has passed, a profile flag somebody has called fine).
    `until` is when it goes by itself. `opened` holds the classes a visit has said are fine. `subject` is the lump or
    complaint it is about, empty where there is none in particular. `evidence` says which rules fired, on what.
    """

    flag: Flag
    since: datetime
    level: Level
    blocks: Blocks
    area: BodyArea | None = None
    until: datetime | None = None
    opened: frozenset[TechniqueClass] = frozenset()
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()
    seen: bool = False
    visited: bool = False  # a visit about it is on record, which did not open all of it
    again: bool = False  # its own question is to be asked now: a "no" to it may end it
    noted: datetime | None = None

    @property
    def act_within(self) -> int | None:
        """Hours in which to act; None where there is no hurry, or somebody has been seen about it."""
        return self.flag.act_within if self.level is self.flag.level and not (self.seen or self.visited) else None

    @property
    def known(self) -> datetime:
        """From when on somebody could act."""
        return max(self.since, self.noted or self.since)

    @property
    def act_by(self) -> datetime | None:
        """When the time to act is over; None where there is no hurry, or somebody was seen."""
        hours = self.act_within
        return None if hours is None else self.known + timedelta(hours=hours)

    def overdue(self, now: datetime) -> bool:
        """Whether the time to act has passed and nobody was seen (LR15): the card is shown again at each start."""
        return self.act_by is not None and now > self.act_by


@frozen
class Fired:
    """A rule that fires now, before anybody looked at visits. `lump` is the lump it is about."""

    flag: str
    evidence: Evidence
    since: datetime
    subject: str = ""
    area: BodyArea | None = None
    lump: str | None = None
    blocks: Blocks | None = None
    visited: bool = True  # whether a visit can clear it
    again: bool = False  # this and `noted` as of `RaisedFlag`
    noted: datetime | None = None


def of_found(found: Fired, catalogue: Catalogue, visits: Visits, now: datetime) -> RaisedFlag | None:
    """What is left of a rule that fires, after the visits."""
    flag = catalogue.flags[found.flag]
    blocks = found.blocks or flag.blocks
    up = RaisedFlag(
        flag,
        found.since,
        flag.level,
        blocks,
        found.area,
        subject=found.subject,
        evidence=(found.evidence,),
        again=found.again,
        noted=found.noted,
    )
    if not found.visited or flag.clears is Clears.COMPUTED:
        return up
    visit = visits.clears(flag, found.lump, found.since, now)
    return up if visit is None else _after_visit(up, visit, catalogue)


def of_trace(trace: Observation, lumps: dict[str, Lump], visits: Visits, now: datetime) -> RaisedFlag | None:
    """What is left of an answer, a report or a logged value."""
    flag, kept = trace.flag, trace.kept
    if kept is None and (flag.level is Level.SELF_CARE or (flag.question and flag.rule.type == "combination")):
        return None  # the answer only leads on, or is one part of something
    if trace.subject == GONE:
        return _passed_spell(trace, now)
    lump = lumps.get(trace.subject)
    if flag.id in COMPUTED_OF_LUMPS and kept is None and (lump is None or not lump.on_record(now)):
        return None
    if kept is not None and is_over(kept, flag, visits.traces.history, trace.last, now):
        return None
    up = RaisedFlag(
        flag,
        trace.since(None),
        flag.level,
        flag.blocks,
        trace.area,
        subject=trace.subject,
        evidence=tuple(trace.evidence),
        again=asked_again(trace, visits, now),
    )
    if kept is not None:
        up = _unsure(up, kept, lump, visits)
    lasts = kept is not None and flag.id == TWICE_UP and bool(trace.subject)
    if flag.clears is Clears.TIME and not lasts:
        return _by_time(up, trace, now)
    if kept is None and flag.blocks.current:
        up = replace(up, blocks=replace(flag.blocks, techniques=frozenset(trace.resting)))
    unsure_of_age = kept is not None and flag.id == AGE and not kept.anew  # the entry may give an age
    if trace.safe and flag.clears is Clears.RESCREEN and not unsure_of_age:
        if flag.ask is Layer.IN_SESSION:
            return None if visits.traces.denied_after(trace.last.date(), flag.id) else up
        wait = 0 if flag.rule.type == "placement" else RESCREEN_HOURS
        until = trace.last + timedelta(hours=wait)
        return replace(up, until=until) if now < until else None
    if trace.safe and flag.clears in {Clears.COMPUTED, Clears.COMPUTED_OR_CLINICIAN}:
        return None
    if lapsed(trace, visits, now) or (kept is None and _over(trace, visits, now)):
        return None
    return _visited(up, trace, lump, visits, now)


def _visited(up: RaisedFlag, trace: Observation, lump: Lump | None, visits: Visits, now: datetime) -> RaisedFlag | None:
    """What the visits leave of it."""
    flag = trace.flag
    about = trace.subject if of_lump(flag) else None
    visit = visits.clears(flag, about, known_at(trace), now)
    unread = trace.kept.last_of(LumpSeen.kind) if trace.kept is not None else None
    if visit is None or (flag.id == "lump-painful" and lump is not None and visits.too_sore(lump, visit, now, unread)):
        before = visits.last_on(flag, about)
        return replace(up, since=trace.since(before.at if before is not None else None))
    return _after_visit(up, visit, visits.traces.catalogue)


def _unsure(up: RaisedFlag, kept: Kept, lump: Lump | None, visits: Visits) -> RaisedFlag:
    """As much as the flag may lock, where the log names it and the entries behind it can't all be read."""
    history = visits.traces.history
    episode = next((one for one in history.episodes if one.id == kept.subject), None)
    area = None if up.flag.blocks.where is Where.EVERYWHERE else kept_area(kept, lump, episode)
    return replace(up, area=area, blocks=kept_blocks(kept, up.flag, visits.traces.catalogue))


def _over(trace: Observation, visits: Visits, now: datetime) -> bool:
    """Whether the complaint that it was about has ended."""
    if trace.flag.id != "no-better-24h":
        return False
    return any(e.id == trace.subject and not e.open(now) for e in visits.traces.history.episodes)


def _by_time(up: RaisedFlag, trace: Observation, now: datetime) -> RaisedFlag | None:
    """A flag that goes after its time; techniques that rest do so each until its own."""
    flag = trace.flag
    if flag.blocks.current and trace.resting and trace.kept is None:
        still = {name: until for name, until in trace.resting.items() if now < until}
        if not still:
            return None
        blocks = replace(flag.blocks, techniques=flag.blocks.techniques | frozenset(still))
        return replace(up, blocks=blocks, until=max(still.values()))
    until = _until(trace)
    if flag.blocks.current:  # nobody knows which technique it was, so none of those it can stop is used
        up = replace(up, blocks=replace(flag.blocks, classes=CHECKED_CLASSES))
    return replace(up, until=until) if now < until else None


def _until(trace: Observation) -> datetime:
    """When a flag that clears by time goes."""
    if trace.flag.rule.hours is not None:
        return trace.last + timedelta(hours=trace.flag.rule.hours)
    words = trace.flag.blocks.until
    if words.endswith("days") and words.split()[0].isdigit():
        return trace.last + timedelta(days=int(words.split()[0]))
    return trace.day_ends or trace.last + timedelta(days=1)


def _passed_spell(trace: Observation, now: datetime) -> RaisedFlag | None:
    """A dizzy spell that passed in a minute: the technique under way rests for the day (then_ask of its flag)."""
    still = {name: until for name, until in trace.resting.items() if now < until}
    until = max(still.values(), default=trace.day_ends) if trace.kept is None else trace.day_ends
    if until is None or now >= until:
        return None
    classes = CHECKED_CLASSES if trace.kept is not None else frozenset()
    blocks = Blocks(classes=classes, techniques=frozenset(still), until="rest of the day")
    evidence = tuple(trace.evidence)
    return RaisedFlag(trace.flag, trace.last, Level.CAUTION, blocks, None, until, frozenset(), GONE, evidence)


def _after_visit(up: RaisedFlag, visit: Visit, catalogue: Catalogue) -> RaisedFlag | None:
    """A visit opens only the classes it names; where it opens all that is locked, a symptom or lump flag has gone.

    What it leaves locked is no longer urgent: somebody has looked. A profile flag stays to be seen, as a caution that
    locks nothing.
    """
    opened = frozenset(TechniqueClass) if visit.own_word else visit.classes
    classes = up.blocks.classes - opened
    known = catalogue.technique_classes
    techniques = frozenset(name for name in up.blocks.techniques if known.get(name) not in opened)
    left = replace(up.blocks, classes=classes, techniques=techniques)
    if classes or techniques:
        level = min(up.level, Level.CLINICIAN, key=lambda level: level.rank)
        return replace(up, opened=opened, blocks=left, level=level, visited=True)
    if of_profile(up.flag):
        return replace(up, opened=opened, blocks=left, level=Level.CAUTION, seen=True)
    return None


def joined(raised: Iterable[RaisedFlag]) -> tuple[RaisedFlag, ...]:
    """One entry for each flag, subject and place: the worst of each, most serious first."""
    every = list(raised)
    anywhere = {(up.flag.id, up.subject) for up in every if up.area is None}
    found: dict[tuple[str, str, BodyArea | None], RaisedFlag] = {}
    for up in every:
        place = None if (up.flag.id, up.subject) in anywhere else up.area
        key = (up.flag.id, up.subject, place)
        found[key] = replace(_worse(found[key], up), area=place) if key in found else replace(up, area=place)
    return tuple(sorted(found.values(), key=lambda up: (-up.level.rank, up.since, up.flag.id, up.subject)))


def _worse(one: RaisedFlag, other: RaisedFlag) -> RaisedFlag:
    upper = max(one, other, key=lambda up: up.level.rank)
    blocks = replace(
        upper.blocks,
        classes=one.blocks.classes | other.blocks.classes,
        techniques=one.blocks.techniques | other.blocks.techniques,
        where=min((one.blocks.where, other.blocks.where), key=list(type(one.blocks.where)).index),
    )
    until = None if one.until is None or other.until is None else max(one.until, other.until)
    return replace(
        upper,
        since=min(one.since, other.since),
        blocks=blocks,
        until=until,
        opened=one.opened & other.opened,
        evidence=tuple(dict.fromkeys([*one.evidence, *other.evidence])),
        seen=one.seen and other.seen,
        visited=one.visited and other.visited,
        again=one.again or other.again,
        noted=min(one.known, other.known),
    )
