"""What counts as news after a visit or a correction, and what the trend rules say they saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coach.core.history.history import Episode, History, Lump, LumpCheck, Rating, Status
from coach.core.record.facts import Fact, FactOf, as_a
from coach.core.record.health import LumpSeen, PainRated
from coach.core.safety.evidence import Evidence
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.rules import trends
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import BodyArea, ComplaintKind, Look, Tag, Texture, Trend
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
START = MORNING - 20 * DAY


def raised(now: datetime, *facts: Fact) -> list[RaisedFlag]:
    return list(evaluate(facts, CATALOGUE, now).flags)


def up(now: datetime, *facts: Fact) -> set[str]:
    return {one.flag.id for one in raised(now, *facts)}


def only(name: str, flags: list[RaisedFlag]) -> RaisedFlag:
    (one,) = (one for one in flags if one.flag.id == name)
    return one


def found_lump(area: str = "shoulder", **values: Any) -> Fact:
    return named("one", "lump", START, **{"area": area, **values})


def looked(days: float, **values: Any) -> Fact:
    return fact("lump", START + days * DAY, lump="one", **values)


def seen(days: float, *flags: str, **more: Any) -> Fact:
    return fact("visit", START + days * DAY, flags=[*flags, "lump-new-unassessed"], classes=EVERY, **more)


def told(days: float, answer: str = "yes", *names: str) -> Fact:
    return fact("check", START + days * DAY, answers=dict.fromkeys(names, answer))


# --- sizes since a visit ------------------------------------------------------------------------------------------

GROWTH = ("lump-growing", "lump-over-2-weeks")


def test_a_size_is_held_against_sizes_not_against_pain() -> None:
    before = [found_lump(size_mm=10), looked(7, size_mm=16), seen(8, *GROWTH)]
    assert "lump-growing" not in up(START + 10 * DAY, *before)
    assert "lump-growing" in up(START + 10 * DAY, *before, looked(9, size_mm=21))
    assert "lump-growing" not in up(START + 10 * DAY, *before, looked(9, size_mm=18))


def test_what_was_measured_at_the_very_moment_of_the_visit_was_known_there() -> None:
    before = [found_lump(size_mm=10), looked(7, size_mm=16), seen(7, *GROWTH)]
    assert "lump-growing" not in up(START + 10 * DAY, *before, looked(9, size_mm=18))


def test_after_a_visit_the_last_size_there_counts_not_the_smallest_ever() -> None:
    sizes = [found_lump(size_mm=20), looked(2, size_mm=10), looked(4, size_mm=16), seen(5, *GROWTH)]
    assert "lump-growing" not in up(START + 10 * DAY, *sizes, looked(9, size_mm=18))
    assert "lump-growing" in up(START + 10 * DAY, *sizes, looked(9, size_mm=21))


@pytest.mark.parametrize(("about", "fires"), [("one", False), ("two", True)])
def test_a_visit_about_another_lump_knew_no_size_of_this_one(about: str, fires: bool) -> None:
    other = named("two", "lump", START, area="neck")
    sizes = [found_lump(size_mm=30), looked(4, size_mm=34), looked(9, size_mm=36)]
    assert ("lump-growing" in up(START + 10 * DAY, other, *sizes, seen(5, *GROWTH, lumps=[about]))) is fires


def test_a_lump_that_grew_says_which_one_and_between_which_looks() -> None:
    later = looked(7, size_mm=16, pain=3, texture="firm")
    flags = raised(START + 8 * DAY, found_lump(size_mm=10, pain=1, texture="soft"), later)
    grown, sore, changed = (only(n, flags) for n in ("lump-growing", "lump-pain-worsening", "lump-changed"))
    assert {grown.subject, sore.subject, changed.subject, only("lump-hard", flags).subject} == {"one"}
    assert grown.evidence == (Evidence("LR9", "The lump went from 10 to 16 mm.", ("one", later.id)),)
    assert sore.evidence == (Evidence("LR8", "The lump's pain went from 1 to 3.", ("one", later.id)),)
    assert changed.evidence == (Evidence("LR10", "The lump's texture went from soft to firm.", ("one", later.id)),)


@pytest.mark.parametrize("days", [7, 8])
def test_a_visit_that_opened_little_leaves_the_growth_before_it_up(days: float) -> None:
    visit = fact("visit", START + days * DAY, flags=["lump-growing"], classes=["heat"])
    grown = only("lump-growing", raised(START + 9 * DAY, found_lump(size_mm=10), looked(7, size_mm=16), visit))
    assert {str(cls) for cls in grown.opened} == {"heat"}
    assert grown.blocks.classes


# --- corrected too late -------------------------------------------------------------------------------------------


def put_right(of: Fact, minutes: int, **body: Any) -> Fact:
    return fact(of.kind, of.at + minutes * MINUTE, supersedes=of.id, **body)


def test_a_late_correction_of_a_look_keeps_its_flag_its_lump_and_its_reason() -> None:
    hard = looked(3, texture="stone-hard")
    facts = [found_lump(), hard, put_right(hard, 30, lump="one", texture="soft")]
    kept = only("lump-hard", raised(START + 4 * DAY, *facts))
    assert (kept.subject, kept.since) == ("one", START + 3 * DAY)
    assert kept.evidence == (Evidence("log", "The log of the lump says texture: stone-hard.", (hard.id,)),)
    assert "lump-hard" not in up(START + 4 * DAY, found_lump(), hard, put_right(hard, 5, lump="one", texture="soft"))


def test_a_late_correction_of_the_first_look_keeps_its_flag_too() -> None:
    hard = found_lump(texture="stone-hard")
    kept = only("lump-hard", raised(START + DAY, hard, put_right(hard, 30, area="shoulder", texture="soft")))
    assert kept.subject == "one"


def test_a_late_correction_may_name_another_lump() -> None:
    astray = fact("lump", START + DAY, lump="nowhere", texture="stone-hard")
    facts = [found_lump(), astray, put_right(astray, 30, lump="one", texture="soft")]
    assert "lump-new-unassessed" in up(START + 4 * DAY, *facts)


@pytest.mark.parametrize(("minutes", "stays"), [(5, False), (30, True)])
def test_an_accident_stays_told_when_it_is_corrected_late(minutes: int, stays: bool) -> None:
    fall = fact("episode", START, kind="ache", area="neck", triggers=["accident-or-fall"])
    facts = [fall, put_right(fall, minutes, kind="ache", area="neck", triggers=[])]
    assert ("accident-caused" in up(START + HOUR, *facts)) is stays


# --- combinations that stay ---------------------------------------------------------------------------------------


def test_a_combination_outlasts_a_visit_about_one_part_of_it() -> None:
    rest = told(1, "yes", "rest-no-relief")
    facts = [found_lump(), rest, seen(2, "rest-no-relief"), told(2.5, "no", "rest-no-relief")]
    kept = only("rest-no-relief-with-lump", raised(START + 3 * DAY, *facts))
    words = "A lump on record, and pain that stays the same at rest."
    assert (kept.subject, kept.evidence) == ("one", (Evidence("combination", words, ("one", rest.id)),))
    assert "rest-no-relief-with-lump" not in up(START + 3 * DAY, *facts, seen(2.5, "rest-no-relief-with-lump"))


@pytest.mark.parametrize(("kind", "told"), [("lump", {}), ("episode", {"kind": "lump"})])
def test_a_lump_that_is_found_where_it_already_hurt_stays_up(kind: str, told: dict[str, str]) -> None:
    sore = fact("pain", START - DAY, level=2, area="lower-back")
    found = fact(kind, START, area="lower-back", **told)
    assert "back-lump-with-pain" in up(START + 15 * DAY, sore, found)
    assert "back-lump-with-pain" not in up(START + 15 * DAY, found)


def test_the_newest_day_on_record_is_a_day_where_the_person_is() -> None:
    noticed = START.date() - 13 * DAY
    late = fact("care", datetime.combine(START.date(), datetime.min.time(), UTC) + 23.5 * HOUR)
    facts = [found_lump(first_noticed=noticed.isoformat()), late]
    assert "lump-over-2-weeks" in up(START, *facts), "half past eleven in London is the next day here"
    assert "lump-over-2-weeks" not in up(START.astimezone(UTC), *facts)


def test_each_of_several_lumps_is_looked_at() -> None:
    back = named("two", "lump", START + HOUR, area="lower-back")
    sore = fact("pain", START + DAY, level=2, area="lower-back")
    kept = only("back-lump-with-pain", raised(START + 15 * DAY, found_lump("neck"), back, sore))
    words = "A lump on the back, and pain 2 there this week."
    assert (kept.subject, kept.evidence) == ("two", (Evidence("combination", words, ("two", sore.id)),))


def test_two_signs_told_again_count_anew_from_then() -> None:
    signs = ("fever-or-chills", "lasting-headache")
    visit = seen(1, "meningitis-cluster", *signs)
    again = told(100, "yes", *signs)
    first = only("meningitis-cluster", raised(START + HOUR, told(0, "yes", *signs)))
    assert first.since == START
    now = only("meningitis-cluster", raised(START + 101 * DAY, told(0, "yes", *signs), visit, again))
    assert now.since == START + 100 * DAY


def test_two_signs_are_told_together_whatever_way_the_second_came() -> None:
    fever = told(0, "yes", "fever-or-chills")
    felt = fact("report", START + HOUR, flag="lasting-headache", technique="cat-cow")
    both = only("meningitis-cluster", raised(START + 2 * HOUR, fever, felt))
    asked = [f'"{CATALOGUE.flags[name].question}"' for name in ("fever-or-chills", "lasting-headache")]
    words = f"Your answers to: {' and '.join(asked)}"
    assert (both.subject, both.evidence) == ("", (Evidence("combination", words, (fever.id, felt.id)),))
    assert "meningitis-cluster" not in up(START + 2 * HOUR, felt)


def test_a_sign_that_was_taken_back_within_a_day_still_counts_with_another() -> None:
    fever, well = told(0, "yes", "fever-or-chills"), told(0.1, "no", "fever-or-chills")
    assert "meningitis-cluster" in up(START + DAY, fever, well, told(0.2, "yes", "lasting-headache"))


def test_a_sore_lump_on_the_back_is_news_again_when_the_visit_has_run_out() -> None:
    sore = [fact("pain", START + n * DAY, level=2, area="lower-back") for n in (1, 100)]
    visit = seen(2, "back-lump-with-pain", "lump-over-2-weeks")
    facts = [found_lump("lower-back"), sore[0], visit]
    assert "back-lump-with-pain" not in up(START + 3 * DAY, *facts)
    assert "back-lump-with-pain" in up(START + 120 * DAY, *facts, sore[1])


def test_a_combination_is_no_new_sign_against_a_visit_about_something_else() -> None:
    headache = told(0, "yes", "lasting-headache")
    sore = fact("pain", START + 3 * DAY, level=2, area="lower-back")
    flags = up(START + 4 * DAY, found_lump("lower-back"), headache, seen(2, "lasting-headache", lumps=[]), sore)
    assert "back-lump-with-pain" in flags
    assert "lasting-headache" not in flags


def test_pain_by_day_tells_nothing_new_of_the_nights_before() -> None:
    nights = [fact("pain", START + n * DAY, level=5, area="neck", tags=["night"]) for n in range(3)]
    calm, headache = told(2.5, "no", "night-pain"), told(2.6, "yes", "lasting-headache")
    by_day = fact("pain", START + 3 * DAY, level=2, area="neck")
    facts = [*nights, calm, headache, seen(2.8, "lasting-headache")]
    assert "lasting-headache" not in up(START + 4 * DAY, *facts)
    assert "lasting-headache" not in up(START + 4 * DAY, *facts, by_day)


@pytest.mark.parametrize(
    ("episode", "value", "stays"),
    [("k", "better", False), ("k", "same", True), ("k", "not-sure", True), ("other", "better", True)],
)
def test_an_answer_on_a_knot_is_taken_back_by_better_on_that_knot_alone(episode: str, value: str, stays: bool) -> None:
    knot = named("k", "episode", START, kind="knot", area="neck")
    asked = fact("check", START + DAY, answers={"no-better-24h": "no"}, episode="k")
    word = fact("status", START + 2 * DAY, episode=episode, value=value)
    assert ("no-better-24h" in up(START + 3 * DAY, knot, asked, word)) is stays


def test_a_sign_that_a_visit_has_cleared_counts_again_when_another_is_told_since() -> None:
    fever, well = told(0, "yes", "fever-or-chills"), told(1, "no", "fever-or-chills")
    headache = told(3, "yes", "lasting-headache")
    assert "meningitis-cluster" in up(START + 4 * DAY, fever, well, headache)
    assert "meningitis-cluster" in up(START + 4 * DAY, fever, well, seen(2, "fever-or-chills"), headache)
    assert "meningitis-cluster" not in up(START + 4 * DAY, fever, well, seen(2, "fever-or-chills"))


# --- what the trend rules say they saw ----------------------------------------------------------------------------


def a_lump(noticed: date | None, *, unknown: bool = False) -> Lump:
    looks = (LumpCheck("look 1", START, LumpSeen()), LumpCheck("look 2", MORNING, LumpSeen()))
    return Lump("one", BodyArea.NECK, None, START, START, noticed, unknown=unknown, checks=looks)


def test_two_weeks_of_a_lump_are_told_with_the_day_from_which_they_hold() -> None:
    words = "The lump was first noticed 30 days ago."
    older = replace(a_lump((MORNING - 30 * DAY).date()), since=MORNING - 30 * DAY)
    midnight = datetime.combine((MORNING - 16 * DAY).date(), datetime.min.time(), MORNING.tzinfo)
    assert trends.lump_two_weeks(older, MORNING) == (Evidence("LR1", words, ("look 1",)), midnight)
    logged_late = replace(older, since=MORNING - 3 * DAY)
    assert trends.lump_two_weeks(logged_late, MORNING) == (Evidence("LR1", words, ("look 1",)), MORNING - 3 * DAY)
    unknown = Evidence("LR1", "Nobody knows since when the lump is there; that counts as two weeks.", ("look 1",))
    assert trends.lump_two_weeks(a_lump(None, unknown=True), MORNING) == (unknown, START)
    assert trends.lump_two_weeks(a_lump(None), MORNING) is None


def a_complaint(*pain: tuple[float, int]) -> Episode:
    """A knot with ratings so many hours after its start."""
    rated = tuple(Rating(f"{n:g} h", START + n * HOUR, level, BodyArea.NECK) for n, level in pain)
    return Episode("it", ComplaintKind.KNOT, BodyArea.NECK, None, START, None, START, pain=rated)


def said(hours: float, value: str) -> Status:
    return Status(f"word {hours:g} h", START + hours * HOUR, Trend(value))


def test_a_complaint_that_is_no_better_is_told_with_the_latest_word_on_it() -> None:
    bruise = replace(a_complaint(), kind=ComplaintKind.BRUISE)
    nothing = "A bruise in the neck for a day or more, and nobody said that it is better."
    assert trends.no_better(bruise, START + DAY) == Evidence("LR2", nothing, ("it",))
    asked = replace(bruise, statuses=(said(5, "better"), said(9, "worse"), said(12, "same")))
    latest = 'A bruise in the neck for a day or more, and the latest word on it is "same".'
    assert trends.no_better(asked, START + DAY) == Evidence("LR2", latest, ("it", "word 12 h"))


def test_a_long_spasm_is_told_with_its_days_and_a_word_counts_from_after_its_start_to_now() -> None:
    spasm = replace(a_complaint((0, 6), (170, 2)), kind=ComplaintKind.SPASM)
    now = START + 8 * DAY
    assert trends.prolonged_spasm(spasm, now) == Evidence("LR3", "A spasm in the neck open for 8 days.", ("it",))
    assert trends.prolonged_spasm(replace(spasm, statuses=(said(0, "better"),)), now) is not None
    assert trends.prolonged_spasm(replace(spasm, statuses=(said(8 * 24, "better"),)), now) is None


def test_a_week_and_two_weeks_are_told_with_the_pain_then_and_now() -> None:
    knot = a_complaint((0, 5), (170, 4))
    pain, ids = "pain 5 at the start, 4 lately.", ("it", "0 h", "170 h")
    week = trends.not_better_one_week(knot, START + 8 * DAY)
    assert week == Evidence("LR4", f"A knot in the neck for 8 days: {pain}", ids)
    two = trends.not_better_two_weeks(knot, START + 15 * DAY)
    assert two == Evidence("LR6", f"Two weeks have gone by (knot in the neck, 15 days): {pain}", ids)


def test_a_complaint_that_keeps_coming_back_is_told_with_its_starts() -> None:
    before = tuple((START - n * DAY, BodyArea.NECK, f"start {n}") for n in (9, 30))
    history = History(episodes=(a_complaint(),), past_starts=before)
    words = "It began 3 times in the neck in 90 days."
    found = trends.keeps_coming_back(history, BodyArea.NECK, START)
    assert found == Evidence("LR12", words, ("start 30", "start 9", "it"))


def test_bad_pain_for_a_week_is_told_with_its_ratings() -> None:
    found = trends.severe_one_week(a_complaint((0, 7), (170, 8)), START + 8 * DAY)
    words = "Bad pain (knot in the neck) for 8 days: pain 7 at the start, 8 lately."
    assert found == Evidence("LR5", words, ("it", "0 h", "170 h"))


def test_getting_worse_is_told_with_the_first_and_the_last_of_the_run() -> None:
    worse = a_complaint((0, 3), (20, 5), (26, 6), (32, 7))
    words = "Pain 3 at first, 5 and 7 twelve hours or more apart."
    assert trends.getting_worse(worse, START + 2 * DAY) == Evidence("LR7", words, ("it", "20 h", "32 h"))
    assert trends.getting_worse(worse, START + 2 * DAY, 3, START + 20 * HOUR) is None, "that was known at the visit"
    assert trends.getting_worse(worse, START + 2 * DAY, 3, START + 19 * HOUR) is not None


def test_the_last_change_of_a_lump_is_told_whatever_came_before() -> None:
    values = [
        LumpSeen(texture=Texture.SOFT, look=Look.NORMAL),
        LumpSeen(texture=Texture.SOFT),
        LumpSeen(texture=Texture.FIRM, look=Look.RED),
    ]
    looks = tuple(LumpCheck(f"look {n}", START + n * DAY, value) for n, value in enumerate(values))
    found = trends.lump_changed(replace(a_lump(None), checks=looks), START + 2 * DAY)
    words = "The lump's texture went from soft to firm, look went from normal to red."
    assert found == (Evidence("LR10", words, ("look 1", "look 2", "look 0")), ("lump-hard",))


def night(days: float, level: int = 5, tag: Tag = Tag.NIGHT) -> Rating:
    return Rating(f"night {days}", MORNING - days * DAY, level, BodyArea.NECK, (tag,))


def test_the_nights_are_counted_and_named() -> None:
    nights = [night(4), night(2), night(0)]
    assert trends.night_pain(nights, MORNING - MINUTE) is None, "the last one is still to come"
    found = trends.night_pain(nights, MORNING)
    words = "The pain was worst at night on 3 of the last 7 days."
    assert found == Evidence("LR11", words, ("night 4", "night 2", "night 0"))


def test_the_mildest_pain_at_night_counts_where_the_day_had_none() -> None:
    assert trends.night_pain([night(2, 1), night(1, 1), night(0, 1)], MORNING) is not None
    assert trends.night_pain([night(2, 1), night(1, 1), night(0, 0)], MORNING) is None
    day = replace(night(0.1, 1, Tag.MORNING), id="day")
    assert trends.night_pain([night(2, 1), night(1, 1), day, night(0, 1)], MORNING) is None


def test_a_night_told_at_the_very_moment_of_a_visit_was_known_there() -> None:
    nights = [night(2), night(1), night(0)]
    assert trends.night_pain(nights, MORNING, MORNING - 2 * DAY) is None
    assert trends.night_pain(nights, MORNING, MORNING - 2 * DAY - MINUTE) is not None


def test_the_last_two_sessions_count_whatever_came_before() -> None:
    def after(n: int, level: int) -> FactOf[PainRated]:
        return as_a(fact("pain", MORNING + n * HOUR, before=3, level=level, techniques=["cat-cow"]), PainRated)

    calm, one, two = after(0, 3), after(1, 5), after(2, 5)
    assert trends.twice_in_a_row([calm, one, two], "cat-cow") == (one, two)
    assert trends.twice_in_a_row([one, calm, two], "cat-cow") is None
