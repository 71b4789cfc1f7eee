"""The edges of the rules, each held against the rule itself: one step to this side and one to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Blocks, Where
from coach.core.history.history import Episode, History, Lump, LumpCheck, Rating, Status
from coach.core.record.facts import Fact, FactOf, as_a
from coach.core.record.health import LumpSeen, PainRated
from coach.core.safety.evidence import Evidence
from coach.core.safety.rules import trends
from coach.core.safety.screening import KINDS, Evaluation, evaluate, locks_area
from coach.core.vocabulary import BodyArea, ComplaintKind, Tag, Trend, plain
from tests.core.conftest import MORNING, fact, named, wrote
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
START = MORNING - 20 * DAY
BACK = BodyArea.LOWER_BACK


def rating(at: datetime, level: int, *tags: str) -> Rating:
    return Rating(f"pain {at:%d %H:%M}", at, level, BACK, tuple(Tag(tag) for tag in tags))


def complaint(kind: ComplaintKind, *pain: tuple[float, int], started: datetime = START, **more: Any) -> Episode:
    """A complaint with ratings so many days after its start."""
    rated = tuple(rating(started + days * DAY, level) for days, level in pain)
    return Episode("it", kind, BACK, None, started, None, started, pain=rated, **more)


def words(*values: tuple[float, str]) -> tuple[Status, ...]:
    return tuple(Status(f"word {days}", START + days * DAY, Trend(value)) for days, value in values)


def look(**values: Any) -> LumpSeen:
    return as_a(fact("lump", START, **values), LumpSeen).body


def lump(*checks: tuple[float, dict[str, Any]]) -> Lump:
    """A lump looked at so many days after the start."""
    looks = tuple(LumpCheck(f"look {days}", START + days * DAY, look(**values)) for days, values in checks)
    return Lump("lump", BACK, None, START, START, None, unknown=False, checks=looks)


def up(now: datetime, *facts: Fact) -> set[str]:
    return {one.flag.id for one in evaluate(facts, CATALOGUE, now).flags}


# --- the trend rules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "level"), [(48, 8), (48.5, 3)])
def test_a_rating_counts_for_the_latest_level_for_forty_eight_hours(hours: float, level: int) -> None:
    pain = [rating(MORNING - hours * HOUR, 8), rating(MORNING, 3)]
    assert trends.latest_level(pain) == level


def test_what_is_rated_after_the_moment_asked_for_is_not_read() -> None:
    later = complaint(ComplaintKind.KNOT, (19, 6))
    now = START + 8 * DAY
    assert trends.getting_worse(later, now) is None
    assert trends.severe_one_week(later, now) is None
    found = trends.not_better_one_week(later, now)
    assert found is not None
    assert found.words.endswith("for 8 days: no pain rating.")


def test_a_complaint_that_has_ended_fires_nothing_however_bad_it_was() -> None:
    bad = complaint(ComplaintKind.SPASM, (0, 3), (9, 8), (10, 9), (11, 9))
    ended = replace(bad, ended=START + 12 * DAY)
    rules = (trends.no_better, trends.prolonged_spasm, trends.severe_one_week, trends.getting_worse)
    for rule in (*rules, trends.not_better_one_week, trends.not_better_two_weeks):
        assert rule(ended, MORNING) is None
    assert trends.no_better(bad, MORNING)
    assert trends.prolonged_spasm(bad, MORNING)
    assert trends.severe_one_week(bad, MORNING)
    assert trends.getting_worse(bad, MORNING)
    assert trends.not_better_two_weeks(bad, MORNING)


@pytest.mark.parametrize(("word", "fires"), [("better", False), ("same", True), ("not-sure", True)])
def test_less_pain_alone_does_not_end_a_long_spasm_nor_does_another_word(word: str, fires: bool) -> None:
    spasm = complaint(ComplaintKind.SPASM, (0, 6), (8, 2), statuses=words((8, word)))
    assert (trends.prolonged_spasm(spasm, START + 9 * DAY) is not None) is fires
    unrated = complaint(ComplaintKind.SPASM, statuses=words((8, "better")))
    assert trends.prolonged_spasm(unrated, START + 9 * DAY) is not None
    later = complaint(ComplaintKind.SPASM, (0, 6), (8, 2), statuses=words((8, "better"), (9.5, "worse")))
    assert trends.prolonged_spasm(later, START + 9 * DAY) is None, "a word of later is not known yet"
    assert trends.prolonged_spasm(later, START + 10 * DAY) is not None


@pytest.mark.parametrize(("cared", "said"), [(7, "You have tried for two weeks"), (6, "Two weeks have gone by")])
def test_care_on_half_of_the_days_counts_as_steady(cared: int, said: str) -> None:
    knot = complaint(ComplaintKind.KNOT, (0, 5), (13, 5))
    days = frozenset((START + n * DAY).date() for n in range(cared))
    outside = frozenset({(START - DAY).date(), (START + 15 * DAY).date()})
    found = trends.not_better_two_weeks(knot, START + 14 * DAY, days | outside)
    assert found is not None
    assert found.words == f"{said} (knot in the lower back, 14 days): pain 5 at the start, 5 lately."
    assert found.facts == ("it", knot.pain[0].id, knot.pain[1].id)
    edges = frozenset(
        {START.date(), (START + 14 * DAY).date(), *((START + n * DAY).date() for n in range(1, cared - 1))}
    )
    again = trends.not_better_two_weeks(knot, START + 14 * DAY, edges)
    assert again == found, "the first day and today count too"


def test_a_rule_says_what_it_read() -> None:
    spasm = complaint(ComplaintKind.SPASM, statuses=words((0.5, "worse"), (0.9, "same")))
    found = trends.no_better(spasm, START + DAY)
    assert found is not None
    assert found.words == 'A spasm in the lower back for a day or more, and the latest word on it is "same".'
    assert found.facts == ("it", "word 0.9")
    silent = trends.no_better(replace(spasm, statuses=(), area=None), START + DAY)
    assert silent is not None
    assert silent.words == "A spasm for a day or more, and nobody said that it is better."
    assert silent.facts == ("it",)
    many = complaint(ComplaintKind.KNOT, *((n, 5) for n in range(8)))
    week = trends.not_better_one_week(many, START + 7 * DAY)
    assert week is not None
    assert week.facts == ("it", *(many.pain[n].id for n in (0, 5, 6, 7)))
    unknown = replace(lump((0, {"texture": "soft"}), (1, {})), unknown=True)
    two = trends.lump_two_weeks(unknown, START)
    assert two is not None
    assert two[0].facts == ("look 0",)


def test_the_first_word_counts_only_after_the_start_and_up_to_now() -> None:
    at_once = complaint(ComplaintKind.SPASM, statuses=words((0, "better")))
    assert trends.no_better(at_once, START + DAY) is not None
    just = complaint(ComplaintKind.SPASM, statuses=words((1, "better")))
    assert trends.no_better(just, START + DAY) is None


@pytest.mark.parametrize(
    ("first", "latest", "fires"),
    [(30, 35, True), (30, 34, False), (12, 15, True), (12, 14.9, False), (13, 16, False), (4, 6.9, False)],
)
def test_a_lump_grows_by_five_or_by_a_quarter_and_three(first: float, latest: float, fires: bool) -> None:
    one = lump((0, {"size_mm": first}), (7, {"size_mm": latest}))
    assert (trends.lump_grown(one, MORNING) is not None) is fires


def test_growth_is_held_against_the_smallest_size_and_says_which() -> None:
    one = lump((0, {"size_mm": 14}), (1, {"size_mm": 10}), (2, {"size_mm": 12}), (3, {"size_mm": 15}))
    found = trends.lump_grown(one, MORNING)
    assert found is not None
    assert (found.words, found.facts) == ("The lump went from 10 to 15 mm.", ("look 1", "look 3"))
    assert trends.lump_grown(one, START + 2 * DAY) is None
    sore = lump((0, {"pain": 4}), (1, {"pain": 2}), (2, {"pain": 3}), (3, {"pain": 4}))
    worse = trends.lump_pain_up(sore, MORNING)
    assert worse is not None
    assert (worse.words, worse.facts) == ("The lump's pain went from 2 to 4.", ("look 1", "look 3"))
    assert trends.lump_pain_up(sore, START + 2 * DAY) is None


@pytest.mark.parametrize(
    ("name", "before", "after", "sets"),
    [
        ("texture", "firm", "stone-hard", ("lump-hard",)),
        ("texture", "soft", "rubbery", ("lump-hard",)),
        ("texture", "stone-hard", "soft", ()),
        ("texture", "not-sure", "firm", ()),
        ("texture", "firm", "not-sure", ()),
        ("moves", "moves", "stuck", ("lump-fixed",)),
        ("moves", "stuck", "moves", ()),
        ("moves", "not-sure", "stuck", ()),
        ("look", "normal", "red", ()),
    ],
)
def test_a_change_of_a_lump_and_what_it_sets_besides(name: str, before: str, after: str, sets: tuple[str, ...]) -> None:
    one = lump((0, {name: before}), (7, {name: after}))
    found = trends.lump_changed(one, START + 7 * DAY)
    assert found is not None
    assert found[0].words == f"The lump's {name} went from {plain(before)} to {plain(after)}."
    assert (found[0].facts, found[1]) == (("look 0", "look 7"), sets)
    assert trends.lump_changed(one, START + 8 * DAY) is None, "only the look that shows it is news"
    assert trends.lump_changed(lump((0, {name: before}), (7, {name: before})), START + 7 * DAY) is None


def test_three_starts_count_in_one_area_on_ninety_days_and_not_those_to_come() -> None:
    past = tuple((MORNING - n * DAY, BACK, f"past {n}") for n in (90, 40, 0))
    found = trends.keeps_coming_back(History(past_starts=past), BACK, MORNING)
    assert found is not None
    assert found.facts == ("past 90", "past 40", "past 0")
    assert trends.keeps_coming_back(History(past_starts=past), BACK, MORNING - DAY) is None
    nowhere = tuple((at, None, name) for at, _, name in past)
    assert trends.keeps_coming_back(History(past_starts=nowhere), None, MORNING) is None


def test_a_rise_in_a_session_needs_two_numbers() -> None:
    assert trends.pain_up_after(PainRated(before=3, level=5))
    assert not trends.pain_up_after(PainRated(before=3, level=4))
    assert not trends.pain_up_after(PainRated(level=9))


def test_the_last_two_rated_sessions_with_a_technique_count() -> None:
    def after(n: int, level: int, *done: str, before: int | None = 3) -> FactOf[PainRated]:
        return as_a(wrote(MORNING + n * HOUR, PainRated(before=before, level=level, techniques=done)), PainRated)

    up_1, up_2, calm = after(1, 5, "cat-cow"), after(2, 6, "cat-cow", "bridge"), after(3, 3, "cat-cow")
    other = after(3, 3, "bridge")
    unrated, bare = after(4, 2, "cat-cow", before=None), after(4, 3)
    rated = [up_1, up_2, other, unrated, bare]
    assert trends.twice_in_a_row(rated, "cat-cow") == (up_1, up_2)
    assert trends.twice_in_a_row([*rated, calm], "cat-cow") is None
    assert trends.twice_in_a_row([calm, up_1], "cat-cow") is None
    assert trends.twice_in_a_row([up_1], "cat-cow") is None
    assert trends.twice_in_a_row([], "cat-cow") is None


# --- what is read from the record ---------------------------------------------------------------------------------


def nights(*days: float) -> list[Fact]:
    return [fact("pain", START + n * DAY, level=5, area="neck", tags=["night"]) for n in days]


def test_nights_that_were_there_at_a_visit_are_no_news() -> None:
    every = fact("visit", START + 2.5 * DAY, flags=["night-pain"], classes=EVERY)
    assert up(MORNING, *nights(0, 1, 2)) == {"night-pain"}
    assert up(MORNING, *nights(0, 1, 2), every) == set()
    assert up(MORNING, *nights(0, 1, 2, 3, 4), every) == set()
    assert up(MORNING, *nights(0, 1, 2, 3, 4, 5), every) == {"night-pain"}
    early = fact("visit", START - DAY, flags=["night-pain"], classes=EVERY)
    assert up(MORNING, *nights(0, 1, 2), early) == {"night-pain"}
    little = fact("visit", START + 2.5 * DAY, flags=["night-pain"], classes=["heat"])
    assert up(MORNING, *nights(0, 1, 2), little) == {"night-pain"}, "the nights before it stay told"
    same_moment = fact("visit", START + 2 * DAY, flags=["night-pain"], classes=EVERY)
    assert up(MORNING, *nights(0, 1, 2), same_moment) == set()


def test_the_seven_days_of_the_nights_are_local_days_over_a_change_of_clocks() -> None:
    summer, winter = timezone(2 * HOUR), timezone(HOUR)
    moments = [datetime(2026, 10, 19, 0, 10, tzinfo=summer), datetime(2026, 10, 22, 3, tzinfo=summer)]
    last = datetime(2026, 10, 25, 23, 59, tzinfo=winter)
    facts = [fact("pain", at, level=5, area="neck", tags=["night"]) for at in (*moments, last)]
    assert last - moments[0] > 7 * DAY
    assert up(last, *facts) == {"night-pain"}


def test_a_day_rating_completes_no_nights() -> None:
    first = nights(0, 1, 2)
    high = fact("pain", START + 2 * DAY + HOUR, level=6, area="neck")
    assert up(MORNING, *first, high) == {"night-pain"}, "it fired at the night entry, and stays"
    before = fact("pain", START + 2 * DAY - HOUR, level=6, area="neck")
    assert up(MORNING, *first, before) == set()


def looked(n: float, **values: Any) -> Fact:
    return fact("lump", START + n * DAY, lump="one", **values)


def found_lump(**values: Any) -> Fact:
    return named("one", "lump", START, **{"area": "shoulder", **values})


def test_a_size_or_a_pain_that_was_there_at_the_visit_is_no_news() -> None:
    visit = fact(
        "visit",
        START + 7.5 * DAY,
        flags=["lump-growing", "lump-pain-worsening", "lump-new-unassessed", "lump-painful", "lump-over-2-weeks"],
        classes=EVERY,
    )
    past = [found_lump(size_mm=10, pain=1), looked(7, size_mm=16, pain=3), visit]
    news = {"lump-growing", "lump-pain-worsening"}
    assert up(START + 7 * DAY, *past[:2]) >= news
    assert not up(START + 9 * DAY, *past) & news
    assert not up(START + 9 * DAY, *past, looked(8, size_mm=18, pain=3)) & news
    assert not up(START + 9 * DAY, *past, looked(8, texture="soft")) & news, "no size was taken"
    assert "lump-growing" in up(START + 9 * DAY, *past, looked(8, size_mm=21, pain=3))
    assert "lump-pain-worsening" in up(START + 9 * DAY, *past, looked(8, size_mm=16, pain=5))


def test_the_first_size_after_a_visit_without_one_is_held_against_the_ones_before() -> None:
    visit = fact("visit", START - DAY, flags=["lump-growing"], classes=EVERY, lumps=["one"])
    facts = [visit, found_lump(size_mm=10), looked(7, size_mm=16)]
    assert "lump-growing" in up(START + 8 * DAY, *facts)


def test_a_clock_correction_takes_back_only_what_lies_between() -> None:
    wrong = MORNING + 400 * DAY
    sharp = fact("report", MORNING, flag="in-session-sharp-pain", technique="cat-cow")
    ahead = fact("care", wrong)
    put_right = fact("clock-corrected", MORNING + HOUR, seen=wrong.isoformat())
    now = MORNING + 2 * HOUR
    spasm = fact("episode", MORNING, kind="spasm", area="neck", started=MORNING.isoformat())
    told = [sharp, spasm, ahead]
    assert up(now, *told) == {"in-session-sharp-pain", "no-better-24h", "spasm-prolonged", "pain-not-better-2-weeks"}
    assert up(now, *told, put_right) == {"in-session-sharp-pain"}
    assert "no-better-24h" in up(now, *told, put_right, fact("care", wrong + DAY)), "later than what was put right"
    short = fact("clock-corrected", MORNING + HOUR, seen=(wrong - SECOND).isoformat())
    assert "no-better-24h" in up(now, *told, short)


def test_the_moment_of_a_correction_itself_is_on_record() -> None:
    spasm = fact("episode", MORNING, kind="spasm", area="neck", started=MORNING.isoformat())
    later = fact("clock-corrected", MORNING + 2 * DAY, seen=(MORNING + 400 * DAY).isoformat())
    assert "no-better-24h" in up(MORNING, spasm, later)


def test_a_wrong_moment_without_a_zone_is_one_of_where_the_person_was() -> None:
    spasm = fact("episode", MORNING, kind="spasm", area="neck", started=MORNING.isoformat())
    wrong = MORNING + 400 * DAY
    put_right = fact("clock-corrected", MORNING, seen=wrong.replace(tzinfo=None).isoformat())
    assert "no-better-24h" not in up(MORNING, spasm, put_right, fact("care", wrong))
    assert "no-better-24h" in up(MORNING, spasm, put_right, fact("care", wrong + SECOND))


WITH: dict[str, list[Fact]] = {
    "check": [fact("check", START, answers={"chest-pain": "yes"})],
    "report": [fact("report", START, flag="in-session-numb-tingle", technique="cat-cow")],
    "visit": [
        fact("check", START, answers={"night-pain": "yes"}),
        fact("visit", START + HOUR, flags=["night-pain"], classes=EVERY),
    ],
    "withdrawn": [fact("check", START, answers={"chest-pain": "yes"}), fact("withdrawn", START, flags=["chest-pain"])],
    "pain": nights(0, 1, 2),
    "episode": [fact("episode", START, kind="spasm", area="neck")],
    "episode-ended": [
        named("spasm", "episode", START, kind="spasm", area="neck"),
        fact("episode-ended", START + HOUR, episode="spasm"),
    ],
    "status": [
        named("gland", "episode", START, kind="bruise", area="neck"),
        fact("status", START + HOUR, episode="gland", value="better"),
    ],
    "past-start": [fact("past-start", START + n * DAY, area="neck") for n in range(3)],
    "lump": [found_lump(texture="stone-hard")],
    "care": [
        fact("episode", START, kind="knot", area="neck"),
        *(fact("care", START + n * DAY) for n in range(18)),
    ],
    "profile": [fact("profile", START, age=17)],
    "clock-corrected": [
        fact("care", MORNING + DAY),
        fact("episode", MORNING, kind="spasm", area="neck"),
        fact("clock-corrected", MORNING, seen=(MORNING + 2 * DAY).isoformat()),
    ],
}


@pytest.mark.parametrize("kind", sorted(WITH))
def test_every_kind_of_fact_the_rules_read_is_asked_of_the_journal(kind: str) -> None:
    def said(facts: list[Fact]) -> Evaluation:
        return evaluate(facts, CATALOGUE, MORNING)

    every = WITH[kind]
    assert said([one for one in every if type(one.body) in KINDS]) == said(every)
    assert said([one for one in every if one.kind != kind]).flags != said(every).flags


def test_the_pass_reads_a_restored_record() -> None:
    assert {kind.kind for kind in KINDS} == {*WITH, "restored", "flags"}


def test_a_word_of_better_counts_for_its_complaint_and_only_that_word() -> None:
    for value, fires in (("better", False), ("same", True), ("worse", True)):
        bruise = named("b", "episode", START, kind="bruise", area="neck")
        asked = fact("check", START + DAY, answers={"no-better-24h": "no"}, episode="b")
        word = fact("status", START + 2 * DAY, episode="b", value=value)
        assert ("no-better-24h" in up(START + 3 * DAY, bruise, asked, word)) is fires
        elsewhere = fact("status", START + 2 * DAY, episode="other", value=value)
        assert "no-better-24h" in up(START + 3 * DAY, bruise, asked, elsewhere)


def test_a_known_value_of_an_urgent_flag_is_no_new_sign_until_it_is_told_of_another_kind() -> None:
    found = found_lump(after_injury="yes")
    visit = fact("visit", START + DAY, flags=["lump-after-injury", "lump-new-unassessed"], classes=EVERY)
    assert "lump-after-injury" in up(START + HOUR, found)
    assert up(START + 3 * DAY, found, visit, looked(2, after_injury="yes")) == {"solid-lump-no-direct-pressure"}
    assert "lump-after-injury" in up(START + 3 * DAY, found, visit, looked(2, after_injury="not-sure"))


def test_a_sore_lump_on_the_back_stays_up_when_the_pain_is_over() -> None:
    found = named("one", "lump", START, area="lower-back")
    sore = fact("pain", START + DAY, level=2, area="lower-back")
    assert "back-lump-with-pain" not in up(START + HOUR, found)
    assert "back-lump-with-pain" in up(START + 19 * DAY, found, sore)
    elsewhere = fact("pain", START + DAY, level=2, area="neck")
    assert "back-lump-with-pain" not in up(START + 19 * DAY, found, elsewhere)


def test_pain_that_rest_did_not_ease_with_a_lump_stays_up() -> None:
    rest = fact("check", START + DAY, answers={"rest-no-relief": "yes"})
    better = fact("check", START + 2 * DAY, answers={"rest-no-relief": "no"})
    assert "rest-no-relief-with-lump" in up(MORNING, found_lump(), rest, better)
    assert "rest-no-relief-with-lump" not in up(MORNING, rest, better)


@pytest.mark.parametrize(("kind", "body"), [("episode", {"kind": "ache"}), ("pain", {"level": 3})])
def test_an_accident_as_trigger_says_so(kind: str, body: dict[str, Any]) -> None:
    fall = fact(kind, START, area="neck", triggers=["accident-or-fall"], **body)
    (one,) = (r for r in evaluate([fall], CATALOGUE, START).flags if r.flag.id == "accident-caused")
    assert one.evidence == (Evidence("log", "An accident or fall was logged as what set it off.", (fall.id,)),)


@pytest.mark.parametrize(
    ("where", "area", "chosen", "areas", "holds"),
    [
        (Where.EVERYWHERE, "neck", "lower-back", ["shoulder"], True),
        (Where.AREA, None, "lower-back", ["shoulder"], True),
        (Where.AREA, "neck", "neck", [], True),
        (Where.AREA, "neck", "lower-back", ["neck"], False),
        (Where.AREA, "neck", None, ["neck", "shoulder"], True),
        (Where.AREA, "neck", None, ["shoulder"], False),
        (Where.SITE, "neck", None, ["shoulder"], False),
    ],
)
def test_a_lock_of_a_place_holds_there(
    where: Where, area: str | None, chosen: str | None, areas: list[str], holds: bool
) -> None:
    given = [BodyArea(name) if name else None for name in (area, chosen)]
    assert locks_area(Blocks(where=where), given[0], given[1], [BodyArea(name) for name in areas]) is holds


def test_what_keeps_coming_back_is_up_since_the_last_time_that_has_been() -> None:
    begun = [named(f"s{n}", "past-start", MORNING + n * HOUR, area="neck") for n in (-3, -2, -1, 1)]
    (up,) = evaluate(begun, CATALOGUE, MORNING).flags
    assert (up.flag.id, up.since) == ("knot-keeps-coming-back", MORNING - HOUR)


@pytest.mark.parametrize(("known", "news"), [(0, False), (1, True)])
def test_a_rating_of_the_very_moment_of_a_visit_was_known_there(known: int, news: bool) -> None:
    """The level at the visit is 6 where it counts the rating of that moment, 4 where it does not."""
    seen = MORNING - 5 * DAY
    rated = [(START, 2), (seen - DAY, 4), (seen + known * SECOND, 8), (MORNING - DAY, 7), (MORNING - HOUR, 7)]
    facts = [
        named("it", "episode", START, kind="ache", area="lower-back", started=START.isoformat()),
        *(named(f"p{n}", "pain", at, level=level, area="lower-back") for n, (at, level) in enumerate(rated)),
        named("v", "visit", seen, flags=["pain-getting-worse"], classes=EVERY, who="GP"),
    ]
    assert ("pain-getting-worse" in {up.flag.id for up in evaluate(facts, CATALOGUE, MORNING).flags}) is news
