"""The rules that put several things together: answers, lumps on record, age, complaints."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears
from coach.core.frozen import frozen
from coach.core.history.lumps import pain_of, size_of
from coach.core.safety.doubts import lapsed
from coach.core.safety.evidence import Evidence
from coach.core.safety.kept_signs import AGE
from coach.core.vocabulary import (
    Answer,
    BodyArea,
    Count,
    Feeling,
    Look,
    LumpChange,
    Moves,
    PainTime,
    SeenBy,
    Texture,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.core.catalogue.catalogue import Rule
    from coach.core.history.history import Episode, History, Lump
    from coach.core.record.health import LumpSeen
    from coach.core.safety.observations import Observation, Observations
    from coach.core.safety.visits import Noted, Visits

BACK = frozenset({BodyArea.UPPER_BACK, BodyArea.MID_BACK, BodyArea.LOWER_BACK})
BIRTHDAY_DAYS = 30  # between two times that somebody is asked whether the 18th birthday has been
OVER_40, UNDER_18, UNDER_20, OVER_55 = 40, 18, 20, 55
NECK_MM, ANY_MM = 15, 50  # lump-large (G-AAOHNS; 50 mm is policy)
THIS_WEEK = 7
RESCREEN = timedelta(hours=24)  # docs/safety-rules.md, How a flag goes away

UNSURE = "not-sure"  # of a lump it counts as yes (docs/safety-rules.md, What a lump log says)


@frozen
class LogRule:
    """What one thing noted at a look says without an answer: any of the `bad` words raises the flag."""

    name: str
    noted: Callable[[LumpSeen], str | None]
    bad: frozenset[str]
    flag: str


LOG_RULES = (
    LogRule("texture", lambda seen: seen.texture, frozenset({Texture.STONE_HARD, UNSURE}), "lump-hard"),
    LogRule("moves", lambda seen: seen.moves, frozenset({Moves.STUCK, UNSURE}), "lump-fixed"),
    LogRule("feeling", lambda seen: seen.feeling, frozenset({*Feeling} - {Feeling.NORMAL}), "lump-numbness"),
    LogRule("count", lambda seen: seen.count, frozenset({*Count} - {Count.ONE}), "lump-many-or-joined"),
    LogRule("look", lambda seen: seen.look, frozenset({Look.RED, UNSURE}), "lump-red-hot"),
    LogRule("look", lambda seen: seen.look, frozenset({Look.BROKEN, Look.LEAKING, UNSURE}), "lump-discharge-bleeding"),
    LogRule("on_spine", lambda seen: seen.on_spine, frozenset({Answer.YES, UNSURE}), "lump-on-spine"),
    LogRule("after_injury", lambda seen: seen.after_injury, frozenset({Answer.YES, UNSURE}), "lump-after-injury"),
    LogRule("other_lumps", lambda seen: seen.other_lumps, frozenset({Answer.YES, UNSURE}), "lump-elsewhere"),
    LogRule("pain_time", lambda seen: seen.pain_time, frozenset({PainTime.MORNING}), "lump-morning-pain"),
    *(
        LogRule("change_since_last", lambda seen: seen.change_since_last, frozenset(bad), flag)
        for bad, flag in (
            ({LumpChange.BIGGER}, "lump-growing"),
            ({LumpChange.HARDER}, "lump-hard"),
            ({LumpChange.HARDER, LumpChange.SOFTER, LumpChange.OTHER}, "lump-changed"),
        )
    ),
)


def log_values(lump: Lump, at: datetime) -> Iterator[tuple[Noted, str, Evidence]]:
    """What the looks at a lump at this moment say without an answer: (what was noted, flag, evidence)."""
    for check in lump.checks:
        if check.at != at:
            continue
        for rule in LOG_RULES:
            value = rule.noted(check.seen)
            if value is not None and value in rule.bad:
                words = f"The log of the lump says {rule.name}: {value}."
                yield rule.noted, rule.flag, Evidence("log", words, (check.id,))
        pain = check.seen.pain
        if pain is not None and pain >= 1:
            yield pain_of, "lump-painful", Evidence("log", f"The log of the lump says pain {pain}.", (check.id,))
        size = check.seen.size_mm
        least = NECK_MM if lump.area is BodyArea.NECK else ANY_MM
        if size is not None and size >= least:
            words = f"The lump is {size:g} mm ({least} counts)."
            yield size_of, "lump-large", Evidence("log", words, (check.id,))


def holds(trace: Observation, visits: Visits, now: datetime) -> bool:
    """Whether an answer counts for a combination: it is unsafe, or its flag still waits for a clinician."""
    if not trace.safe:
        return True
    if trace.flag.clears is not Clears.CLINICIAN:
        return trace.flag.clears is Clears.RESCREEN and now - trace.last < RESCREEN
    if lapsed(trace, visits, now):
        return False
    first = min(at for at, unsafe in trace.moments if unsafe)
    visit = visits.clears(trace.flag, None, first, now)
    whole = trace.flag.rule.type == "combination"  # itself: what the visit left locked, no later "no" opens
    return visit is None or (whole and not trace.flag.blocks.classes <= visit.classes)


def met(rule: Rule, traces: Observations, visits: Visits, now: datetime) -> Evidence | None:
    """Combinations of answers, such as the signs of meningitis."""

    def standing(names: tuple[str, ...]) -> list[str]:
        return [n for n in names if any(holds(t, visits, now) for t in traces.by_flag.get(n, ()))]

    two, every = standing(rule.any_two_of), standing(rule.all_of)
    if rule.together({*two, *every}):
        together = list(dict.fromkeys([*(two if len(two) >= 2 else []), *every]))
        ids = [fact for name in together for t in traces.by_flag[name] for fact in t.evidence[-1].facts]
        asked = [f'"{traces.by_flag[name][0].flag.question}"' for name in together]
        return Evidence("combination", f"Your answers to: {' and '.join(asked)}", tuple(dict.fromkeys(ids)))
    return None


def rest_with_lump(lump: Lump, traces: Observations, visits: Visits, now: datetime) -> tuple[Evidence, datetime] | None:
    """A lump on record, and pain that rest does not ease."""
    for trace in traces.by_flag.get("rest-no-relief", ()):
        if holds(trace, visits, now):
            ids = tuple(check.id for check in lump.checks[:1]) + trace.evidence[-1].facts
            since = max(lump.since, trace.since(None))
            return Evidence("combination", "A lump on record, and pain that stays the same at rest.", ids), since
    return None


def back_lump(lump: Lump, traces: Observations, now: datetime) -> Evidence | None:
    """A lump on the back, and it hurts or the area did this week. Only a visit about this very sign clears it."""
    if lump.area not in BACK:
        return None
    ids = tuple(check.id for check in lump.checks[:1])
    sore = next((t for t in traces.counts("lump-painful", lump.id)), None)
    if sore is not None:
        return Evidence("combination", "A lump on the back that hurts.", ids + sore.evidence[-1].facts)
    pain = traces.history.pain
    last = bisect_right(pain, now, key=lambda rating: rating.at)
    for rating in reversed(pain[:last]):
        if (now.date() - rating.at.date()).days > THIS_WEEK:
            break
        if rating.area is lump.area and rating.level >= 1:
            words = f"A lump on the back, and pain {rating.level} there this week."
            return Evidence("combination", words, (*ids, rating.id))
    return None


def with_profile(
    lump: Lump, traces: Observations, visits: Visits, now: datetime
) -> Iterator[tuple[str, Evidence, datetime]]:
    """A lump together with what is known of the person: (flag, evidence, since when it holds).

    The answers are read, not their flags: no visit takes an answer away.
    """
    ids = tuple(check.id for check in lump.checks[:1])
    for answer, flag, words in (
        ("cancer-history", "lump-cancer-history", "A lump on record, and cancer in the past."),
        ("lump-nf2", "lump-nf2", "A lump on record, and neurofibromatosis in the person or the family."),
    ):
        for trace in traces.by_flag.get(answer, ()):
            if holds(trace, visits, now):
                since = max(lump.since, trace.since(None))
                yield flag, Evidence("combination", words, ids + trace.evidence[-1].facts), since
                break
    ages = traces.history.ages_at(now)
    if lump.area is BodyArea.NECK and (ages is None or ages[1] >= OVER_40):
        words = "A lump in the neck at 40 or over." if ages is not None else "A lump in the neck, and no age is given."
        yield "neck-lump-over-40", Evidence("combination", words, ids), lump.since


def first_ever(episode: Episode, history: History) -> bool:
    """Whether no earlier complaint is on record in this area."""
    earlier = [e for e in history.episodes if e.area is episode.area and e.started < episode.started]
    return not earlier and not any(where is episode.area for _, where, _ in history.past_starts)


def age_new_pain(episode: Episode, history: History) -> Evidence | None:
    """The first complaint of this kind of place at an age under 20 or over 55. An unknown age is neither."""
    ages = history.ages_at(episode.started)
    if ages is None or (ages[0] >= UNDER_20 and ages[1] <= OVER_55) or not first_ever(episode, history):
        return None
    return Evidence("combination", f"The first pain there on record, at {_in_words(ages)}.", (episode.id,))


def pressing_round_lump(lump: Lump, visits: Visits, now: datetime) -> Evidence | None:
    """A lump on record that a clinician has called fine for self-care: no pressing on it all the same."""
    if not visits.called_fine(lump, now):
        return None
    ids = tuple(check.id for check in lump.checks[:1])
    return Evidence("placement", "A lump on record; a clinician has said that self-care is fine.", ids)


def clinicians_word(seen: LumpSeen) -> SeenBy | None:
    """What a clinician has said of self-care, as of that look; that nobody was seen since takes it back no more."""
    return seen.seen_by if seen.seen_by in {SeenBy.FINE, SeenBy.NOT_FINE} else None


def unseen_lump(lump: Lump, now: datetime) -> tuple[Evidence, bool]:
    """A lump that nobody has seen. The second value: somebody has, and said no self-care, so the full lock holds."""
    ids = tuple(check.id for check in lump.checks[:1])
    said = lump.value_at(clinicians_word, now)
    if said is not None and said[1] is SeenBy.NOT_FINE:
        return Evidence("log", "A clinician has seen the lump and said no self-care.", (said[0].id,)), True
    stiff = ", with a spasm or a stiff neck" if with_spasm(lump, now) else ""
    words = f"A lump is on record{stiff}. No clinician has said that all of this is fine with it."
    return Evidence("log", words, ids), False


def with_spasm(lump: Lump, now: datetime) -> bool:
    """Whether a spasm or a stiff neck was last noted with it (S0: tell the doctor)."""
    said = lump.value_at(lambda seen: seen.spasm_or_stiff, now)
    return said is not None and said[1] is YesNo.YES


def age_under_18(traces: Observations, now: datetime) -> Evidence | None:
    """An age under 18; an unknown age never counts as that.

    Where the year of birth leaves it open, only a "no" to the question itself says that the birthday has been.
    """
    ages = traces.history.ages_at(now)
    if ages is None or ages[0] >= UNDER_18:
        return None
    # A "no" of an earlier year was given at 17 at most.
    if ages[1] >= UNDER_18 and any(at <= now and at.year == now.year for at, _ in traces.denied.get(AGE, ())):
        return None
    return Evidence("age", f"The age given is {_in_words(ages)}.", ())


def birthday_open(traces: Observations, now: datetime) -> bool:
    """Whether the year of birth leaves it open, and nobody has said this month that the birthday is still to come."""
    ages = traces.history.ages_at(now)
    told = [at for trace in traces.by_flag.get(AGE, ()) for at, unsafe in trace.moments if unsafe]
    asked = any((now.date() - at.date()).days < BIRTHDAY_DAYS for at in told)
    return ages is not None and ages[0] < UNDER_18 <= ages[1] and not asked


def _in_words(ages: tuple[int, int]) -> str:
    least, most = ages
    return str(most) if least == most else f"{least} or {most}"
