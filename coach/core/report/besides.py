"""What else the record tells: what it is about, what set it off, medicines, and who was seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coach.core.clearance.summary import SAID, what_and_where
from coach.core.progress.function import BEST, WORST
from coach.core.progress.words import activity_words
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, VisitMade
from coach.core.report.page import Block, Part
from coach.core.report.span import counted, day_words
from coach.core.shown import shown
from coach.core.vocabulary import Answer, SeenBy, TechniqueClass, Trigger, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from coach.core.history.history import Episode
    from coach.core.progress.function import Activity
    from coach.core.record.facts import Fact
    from coach.core.report.signs import Sign
    from coach.core.report.span import Span
    from coach.core.vocabulary import BodyArea

LONGEST = 60  # letters of a person's own words
EVERYTHING = "all self-care"
NOBODY = "Nobody seen yet."
MEDICINES = "Coach does not ask about medicines."


def short_block(
    episodes: Iterable[Episode],
    signs: Sequence[Sign],
    now: datetime,
    only: BodyArea | None,
    most: int,
    *,
    seen: bool,
) -> Block:
    """In a line or two: what, where, since when, how strong; and what stands out."""
    open_ones = [one for one in episodes if one.open(now) and (only is None or one.area is None or one.area is only)]
    lines = [_about(one, now.date()) for one in open_ones[-most:][::-1]]
    if len(open_ones) > most:
        lines[-1] += f" And {counted(len(open_ones) - most, 'older complaint')} that did not end."
    up = [sign for sign in signs if sign.now.startswith("up")]
    if up:
        lines.append(_stands_out(up, now.date(), seen=seen))
    return Block(Part.SHORT, "In short", lines=(" ".join(lines) or "No complaint is open and no sign is up.",))


def _stands_out(up: Sequence[Sign], today: date, *, seen: bool) -> str:
    """The gravest sign that is up, how many there are, and that nobody was seen where that is so."""
    first, many = up[0], counted(len(up), "sign")
    words = first.named.rstrip(".") if first.computed else f'"{first.named}"'
    answered = " (not sure)" if first.answer == SAID[Answer.NOT_SURE] else ""
    more = f" And {len(up) - 1} more, below." if len(up) > 1 else ""
    return f"{many} up: {words}{answered} since {day_words(first.first, today)}.{more}{'' if seen else f' {NOBODY}'}"


def _about(one: Episode, today: date) -> str:
    """One complaint: what, where, since when; the pain at the start and now."""
    said = f"{what_and_where(one)}, since {day_words(one.started.date(), today)}."
    if not one.pain:
        return f"{said} Pain not rated."
    last, first = one.pain[-1], one.pain[0]
    start = f"; {first.level} at the start" if len(one.pain) > 1 else ""
    return f"{said} Pain {last.level} on {day_words(last.at.date(), today)}{start}."


def triggers_block(facts: Iterable[Fact], span: Span, only: BodyArea | None, most: int) -> Block | None:
    """What the person thinks set it off, most often first; None where nothing was noted."""
    counts: Counter[Trigger] = Counter()
    for fact in facts:
        body = fact.body
        if isinstance(body, (PainRated, EpisodeBegan)) and span.has(fact.local) and only in {None, body.area}:
            counts.update(dict.fromkeys(body.triggers, 1))
    known = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if not known:
        return None
    words = [f"{plain(trigger)} {times}" for trigger, times in known]
    rest = f", and {len(words) - most} more" if len(words) > most else ""
    return Block(Part.TRIGGERS, "Set off by, times noted", lines=(f"{', '.join(words[:most])}{rest}.",))


def medicines_block(facts: Iterable[Fact], span: Span, *, notes: bool) -> Block | None:
    """On how many days one was noted; the person's own words only where they want them told."""
    taken = [(f.local.date(), f.body.medicine) for f in of(facts, PainRated) if f.body.medicine and span.has(f.local)]
    if not taken:
        return None
    days = len({day for day, _ in taken})
    words = dict.fromkeys(shown(" ".join(medicine.split()), LONGEST) for _, medicine in taken)
    own = f" In their words: {'; '.join(words)}." if notes else ""
    line = f"{MEDICINES} The person noted one on {counted(days, 'day')}.{own}"
    return Block(Part.MEDICINES, "Medicines", lines=(line,))


def visits(facts: Sequence[Fact], today: date) -> list[str]:
    """Every visit on record, the newest first, in words."""
    found = [*_made(facts, today), *_of_lumps(facts, today)]
    return list(dict.fromkeys(words for _, words in sorted(found, reverse=True)))


def _made(facts: Sequence[Fact], today: date) -> Iterator[tuple[str, str]]:
    """What was noted as a visit, or as advice by phone: its day for sorting, and its words."""
    for fact in of(facts, VisitMade):
        body = fact.body
        if not body.second_stage:
            day = body.on or fact.local.date()
            who = shown(body.who, LONGEST) or "somebody"
            fine = EVERYTHING if {*body.classes} == {*TechniqueClass} else ", ".join(map(plain, body.classes))
            said = f"asked by phone, {who}" if body.said is not None else f"{who}; said to be fine: {fine or 'nothing'}"
            yield f"{day:%Y-%m-%d}", f"{day_words(day, today)}: {said}."


def _of_lumps(facts: Sequence[Fact], today: date) -> Iterator[tuple[str, str]]:
    """What a look at a lump says of a clinician, each time it says something new."""
    told: dict[str, tuple[object, ...]] = {}
    for fact in of(facts, LumpSeen):
        body, lump = fact.body, fact.body.lump or fact.id
        news = (body.seen_by, body.seen_on) != told.get(lump)
        told[lump] = (body.seen_by, body.seen_on)
        if news and body.seen_by in {SeenBy.FINE, SeenBy.NOT_FINE}:
            day = body.seen_on or fact.local.date()
            who = shown(body.seen_who or "", LONGEST) or "somebody"
            said = "self-care fine" if body.seen_by is SeenBy.FINE else "no self-care"
            yield f"{day:%Y-%m-%d}", f"{day_words(day, today)}: {who}, about a lump; said: {said}."


def seen_block(found: Sequence[str], most: int) -> Block:
    """The newest visits; that nobody was seen is said, too."""
    rest = [f"And {len(found) - most} earlier."] if len(found) > most else []
    return Block(Part.SEEN, "Seen", lines=(" ".join([*found[:most], *rest]) or "No visit is noted.",))


def function_block(every: Sequence[Activity], most: int) -> Block | None:
    """What the person can do, as they rated it; None where nothing was rated."""
    rated = [one for one in every if one.latest is not None]
    if not rated:
        return None
    rest = [f"And {len(rated) - most} more."] if len(rated) > most else []
    line = " ".join([f"0 = {WORST}, 10 = {BEST}.", *(activity_words(one) for one in rated[:most]), *rest])
    return Block(Part.FUNCTION, "Able to do", lines=(line,))


def notes_block(facts: Iterable[Fact], span: Span, only: BodyArea | None, most: int) -> Block | None:
    """The person's own notes of these days, the newest first, each in one line; None where there are none."""
    words = []
    for fact in facts:
        body = fact.body
        if not isinstance(body, (PainRated, EpisodeBegan, LumpSeen)) or not span.has(fact.local):
            continue
        own = " ".join((body.note or "").split())
        if own and only in {None, body.area}:
            words.append(f"{day_words(fact.local.date(), span.last)}: {shown(own, LONGEST * 2)}")
    if not words:
        return None
    rest = [f"And {len(words) - most} earlier."] if len(words) > most else []
    return Block(Part.NOTES, "In their own words", lines=(*words[::-1][:most], *rest))
