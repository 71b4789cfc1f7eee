"""What the record tells of complaints, lumps and visits, and what corrections may and may not do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.history import reader as history_reader
from coach.core.history.corrections import corrected, in_order
from coach.core.history.history import History
from coach.core.record.facts import Fact
from coach.core.safety.screening import raised
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def told(*facts: Fact) -> History:
    return history_reader.read(in_order(corrected(facts)[0]))


def up(*facts: Fact, now: datetime = MORNING) -> set[str]:
    return {r.flag.id for r in raised(facts, CATALOGUE, now)}


def begun(name: str, days: float, kind: str = "knot", **body: Any) -> Fact:
    return named(name, "episode", MORNING - days * DAY, kind=kind, area=body.pop("area", "neck"), **body)


def ended(name: str, days: float) -> Fact:
    return named(f"end-{name}-{days}", "episode-ended", MORNING - days * DAY, episode=name)


# --- complaints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gap", "one"), [(0, True), (7, True), (8, False)])
def test_a_new_start_within_a_week_is_the_old_complaint(gap: int, one: bool) -> None:
    history = told(begun("a", 30), ended("a", 10), begun("b", 10 - gap))
    assert len(history.episodes) == (1 if one else 2)
    latest = history.episodes[-1]
    assert latest.open(MORNING)
    assert (latest.days(MORNING) == 30) is one


def test_closing_and_starting_anew_does_not_dodge_the_two_weeks() -> None:
    assert "pain-not-better-2-weeks" in up(begun("a", 15), ended("a", 8), begun("b", 3))
    assert "pain-not-better-2-weeks" not in up(begun("a", 25), ended("a", 12), begun("b", 3))


def test_another_place_or_kind_is_another_complaint() -> None:
    assert len(told(begun("a", 9), ended("a", 5), begun("b", 3, area="shoulder")).episodes) == 2
    assert len(told(begun("a", 9), ended("a", 5), begun("b", 3, "spasm")).episodes) == 2


def test_the_same_complaint_told_twice_is_one_and_two_sides_are_two() -> None:
    assert len(told(begun("a", 9), begun("b", 3)).episodes) == 1
    assert len(told(begun("a", 9, side="left"), begun("b", 3, side="right")).episodes) == 2


def test_a_complaint_ends_by_the_persons_word() -> None:
    history = told(begun("a", 9), ended("a", 2))
    assert not history.episodes[0].open(MORNING)
    assert history.episodes[0].open(MORNING - 3 * DAY)


def test_a_word_in_a_pain_entry_counts_for_the_complaint_there() -> None:
    spasm = begun("a", 2, "spasm")
    better = named("p", "pain", MORNING, level=3, area="neck", status="better")
    elsewhere = named("q", "pain", MORNING, level=3, area="shoulder", status="better")
    assert "no-better-24h" in up(spasm)
    assert "no-better-24h" not in up(spasm, better)
    assert "no-better-24h" in up(spasm, elsewhere)


def test_an_accident_as_trigger_answers_the_question_for_it() -> None:
    assert "accident-caused" in up(begun("a", 1, triggers=["stress", "accident-or-fall"]))
    assert "accident-caused" not in up(begun("a", 1, triggers=["stress"]))


# --- lumps --------------------------------------------------------------------------------------------------------


def looked(days: float, lump: str | None = "l", **body: Any) -> Fact:
    name = "l" if lump is None else f"l-{days}"
    return named(name, "lump", MORNING - days * DAY, **({"lump": lump} if lump else {"area": "shoulder"}), **body)


@pytest.mark.parametrize(("looks", "gone"), [([8, 1], True), ([7, 1], False), ([9, 5, 1], True), ([1], False)])
def test_a_lump_gone_at_two_looks_a_week_apart_is_off_the_record(looks: list[int], gone: bool) -> None:
    facts = [looked(30, None), *(looked(days, change_since_last="gone") for days in looks)]
    assert (told(*facts).lumps_at(MORNING) == []) is gone
    assert ("lump-new-unassessed" in up(*facts)) is not gone
    assert told(*facts).lumps


def test_a_lump_that_is_there_again_is_on_record_again() -> None:
    facts = [looked(30, None), looked(15, change_since_last="gone"), looked(8, change_since_last="gone")]
    assert told(*facts).lumps_at(MORNING) == []
    assert told(*facts, looked(1, size_mm=9)).lumps_at(MORNING)
    broken = [looked(30, None), looked(15, change_since_last="gone"), looked(12, size_mm=9)]
    assert told(*broken, looked(8, change_since_last="gone")).lumps_at(MORNING)


def test_a_visit_is_about_the_lump_it_names() -> None:
    two = [looked(9, None), named("m", "lump", MORNING - 9 * DAY, area="lower-back")]
    visit = {"flags": ["lump-new-unassessed"], "classes": ["heat", "compression", "massage"], "who": "GP"}
    about_one = named("v", "visit", MORNING - DAY, **visit, lumps=["l"])
    left = [r for r in raised([*two, about_one], CATALOGUE, MORNING) if r.flag.id == "lump-new-unassessed"]
    assert [r.subject for r in left] == ["m"]
    about_none = named("v", "visit", MORNING - DAY, **visit)
    assert len([r for r in raised([*two, about_none], CATALOGUE, MORNING) if r.flag.id == "lump-new-unassessed"]) == 2
    assert "lump-new-unassessed" not in up(two[0], about_none), "the only one needs no name"


def test_saying_again_that_it_was_seen_does_not_renew_the_word() -> None:
    facts = [looked(100, None, seen_by="seen: self-care fine")]
    facts += [looked(days, seen_by="seen: self-care fine") for days in range(93, 0, -7)]
    before = [one for one in facts if one.local <= MORNING - 11 * DAY]
    assert "lump-new-unassessed" not in up(*before, now=MORNING - 11 * DAY)
    assert "lump-new-unassessed" in up(*facts, now=MORNING - 10 * DAY)


def test_a_kind_or_an_answer_alone_puts_a_lump_on_record_until_it_is_logged() -> None:
    hint = named("p", "pain", MORNING - DAY, level=2, area="shoulder", kind="lump")
    assert [lump.id for lump in told(hint).lumps] == ["lump-shoulder"]
    assert [lump.id for lump in told(hint, looked(0, None)).lumps] == ["l"]
    assert told(named("p", "pain", MORNING, level=2, area="shoulder", kind="knot")).lumps == ()


@pytest.mark.parametrize(("days", "fires"), [(13, False), (14, True)])
def test_a_lump_without_a_date_is_at_least_as_old_as_its_first_entry(days: int, fires: bool) -> None:
    assert ("lump-over-2-weeks" in up(looked(days, None))) is fires
    hint = named("p", "pain", MORNING - days * DAY, level=2, area="shoulder", kind="lump")
    assert ("lump-over-2-weeks" in up(hint)) is fires


@pytest.mark.parametrize(
    ("area", "body", "stays"),
    [
        ("shoulder", {}, True),
        ("shoulder", {"first_noticed": "not-given"}, True),
        ("shoulder", {"first_noticed": (MORNING - 3 * DAY).isoformat()}, False),
        ("neck", {}, False),
    ],
    ids=["nobody said", "left out", "it was said", "somewhere else"],
)
def test_a_lump_noted_where_one_was_told_of_is_no_younger_than_that(
    area: str, body: dict[str, Any], stays: bool
) -> None:
    hint = named(
        "e", "episode", MORNING - DAY, kind="swollen-gland", area=area, started=(MORNING - 15 * DAY).isoformat()
    )
    assert "lump-over-2-weeks" in up(hint)
    noted = looked(0, None, **body)
    assert [lump.id for lump in told(hint, noted).lumps if lump.area == "shoulder"] == ["l"]
    assert ("lump-over-2-weeks" in up(noted)) is False
    found = [one for one in raised([hint, noted], CATALOGUE, MORNING) if one.flag.id == "lump-over-2-weeks"]
    assert ("l" in {one.subject for one in found}) is stays


def test_a_clock_set_back_before_the_look_makes_it_no_younger() -> None:
    hint = named("e", "episode", MORNING, kind="lump", area="shoulder", started=(MORNING - 14 * DAY).isoformat())
    noted = looked(timedelta(minutes=9) / DAY, None)
    assert noted.at < hint.at
    found = [one for one in raised([noted, hint], CATALOGUE, MORNING) if one.flag.id == "lump-over-2-weeks"]
    assert {one.subject for one in found} == {"l"}


# --- age ----------------------------------------------------------------------------------------------------------


def born(year: int) -> Fact:
    return named("b", "profile", MORNING, year_of_birth=year)


def test_age_comes_from_the_year_of_birth_and_is_sure_to_a_year_alone() -> None:
    assert told(born(1980)).ages_at(MORNING) == (45, 46)
    assert told(named("b", "profile", MORNING, age=30)).ages_at(MORNING) == (30, 30)
    assert told().ages_at(MORNING) is None


@pytest.mark.parametrize(
    ("year", "flag", "fires"),
    [
        (2009, "age-under-18", True),
        (2008, "age-under-18", True),
        (2007, "age-under-18", False),
        (1986, "neck-lump-over-40", True),
        (1987, "neck-lump-over-40", False),
        (2006, "age-new-pain", True),
        (2005, "age-new-pain", False),
        (1971, "age-new-pain", False),
        (1970, "age-new-pain", True),
    ],
)
def test_where_only_the_year_is_known_the_doubt_counts_for_the_careful_side(year: int, flag: str, fires: bool) -> None:
    lump = named("l", "lump", MORNING, area="neck", first_noticed=MORNING.date().isoformat())
    knot = named("e", "episode", MORNING, kind="knot", area="shoulder")
    assert (flag in up(born(year), lump, knot)) is fires
    end_of_year = MORNING.replace(month=12, day=31)
    assert ("age-under-18" in up(born(year), now=end_of_year)) is (year >= 2008)


@pytest.mark.parametrize(
    ("year", "answer", "stays"),
    [
        (2008, {"answers": {"age-under-18": "no"}, "listed": []}, False),
        (2008, {"answers": {"age-under-18": "no"}}, True),
        (2008, {"listed": ["age-under-18"], "complete": True}, True),
        (2008, {"answers": {"age-under-18": "not-sure"}, "listed": []}, True),
        (2009, {"answers": {"age-under-18": "no"}, "listed": []}, True),
    ],
)
def test_only_its_own_question_says_that_the_birthday_has_been(year: int, answer: dict[str, Any], stays: bool) -> None:
    assert ("age-under-18" in up(born(year), fact("check", MORNING + HOUR, **answer), now=MORNING + DAY)) is stays


# --- corrections --------------------------------------------------------------------------------------------------


def correction(of: str, what: str, at: datetime, /, **body: Any) -> Fact:
    return named(f"{of}-{at:%H%M%S}", what, at, supersedes=of, **body)


def test_a_correction_takes_the_place_and_the_moment_of_its_entry() -> None:
    first = named("p", "pain", MORNING - DAY, level=9, area="neck")
    again = correction("p", "pain", MORNING, level=3, area="neck")
    (kept,) = told(first, again).pain
    assert (kept.id, kept.level, kept.at) == ("p", 3, MORNING - DAY)


def test_the_latest_correction_counts_and_one_may_correct_another() -> None:
    first = named("p", "pain", MORNING - DAY, level=9)
    second = correction("p", "pain", MORNING - HOUR, level=5)
    third = correction(second.id, "pain", MORNING, level=4)
    assert [r.level for r in told(third, first, second).pain] == [4]


def test_a_correction_of_nothing_or_of_another_kind_is_an_entry_of_its_own() -> None:
    stray = named("x", "pain", MORNING, level=4, supersedes="gone")
    other = named("y", "pain", MORNING, level=5, supersedes="c")
    assert sorted(r.level for r in told(named("c", "care", MORNING), stray, other).pain) == [4, 5]


def test_entries_that_correct_each_other_end_nowhere_bad() -> None:
    one = named("a", "pain", MORNING, level=1, supersedes="b")
    two = named("b", "pain", MORNING + HOUR, level=2, supersedes="a")
    assert all(rating.level in {1, 2} for rating in told(one, two).pain)
    assert len(told(one, two).pain) == len(told(two, one).pain), "the order they come in does not matter"


@pytest.mark.parametrize(("minutes", "stays"), [(10, False), (11, True)])
def test_a_late_correction_takes_back_no_flag(minutes: int, stays: bool) -> None:
    lump = named("l", "lump", MORNING - HOUR, area="shoulder", texture="stone-hard")
    softer = correction("l", "lump", lump.local + timedelta(minutes=minutes), area="shoulder", texture="soft")
    assert ("lump-hard" in up(lump, softer)) is stays


# --- slips --------------------------------------------------------------------------------------------------------


def test_a_slip_withdrawn_leaves_what_was_told_before() -> None:
    monday = fact("check", MORNING - 2 * DAY, answers={"chest-pain": "yes"})
    again = fact("check", MORNING - HOUR, answers={"chest-pain": "yes", "raynauds": "yes"})
    taken = fact("withdrawn", MORNING - HOUR + timedelta(minutes=5), flags=["chest-pain"])
    assert up(monday, again, taken) == {"chest-pain", "raynauds"}
    assert up(again, taken) == {"raynauds"}


def test_a_slip_takes_its_combination_along() -> None:
    both = fact("check", MORNING, answers={"fever-or-chills": "yes", "lasting-headache": "yes"})
    taken = fact("withdrawn", MORNING + timedelta(minutes=9), flags=["lasting-headache"])
    assert up(both, taken, now=MORNING + HOUR) == {"fever-or-chills"}


# --- flags that are up --------------------------------------------------------------------------------------------


def test_a_spell_that_passed_does_not_end_one_that_did_not() -> None:
    stayed = fact("report", MORNING - DAY, flag="in-session-dizzy", technique="bridge", gone="no")
    passed = fact("report", MORNING, flag="in-session-dizzy", technique="cat-cow", gone="yes")
    found = {r.level for r in raised([stayed, passed], CATALOGUE, MORNING)}
    assert found == {"see-a-clinician", "caution"}


def test_what_rested_on_another_day_is_open_again() -> None:
    monday = fact("report", MORNING - 3 * DAY, flag="in-session-sharp-pain", technique="bridge")
    today = fact("report", MORNING, flag="in-session-sharp-pain", technique="cat-cow")
    (found,) = raised([monday, today], CATALOGUE, MORNING + HOUR)
    assert found.blocks.techniques == {"cat-cow"}


def test_two_places_lock_both() -> None:
    neck = fact("check", MORNING, answers={"numb-skin": "yes"}, area="neck")
    back = fact("check", MORNING, answers={"numb-skin": "yes"}, area="lower-back")
    clean = fact("check", MORNING + 25 * HOUR, answers={"numb-skin": "no"}, area="neck")
    assert {r.area for r in raised([neck, back], CATALOGUE, MORNING)} == {"neck", "lower-back"}
    assert {r.area for r in raised([neck, back, clean], CATALOGUE, MORNING + 26 * HOUR)} == {"lower-back"}


def test_a_placement_flag_goes_with_the_next_safe_answer() -> None:
    bare = fact("check", MORNING, answers={"cold-on-bare-skin": "not-sure"})
    towel = fact("check", MORNING + HOUR, answers={"cold-on-bare-skin": "yes"})
    assert "cold-on-bare-skin" in up(bare, now=MORNING + 40 * HOUR)
    assert "cold-on-bare-skin" not in up(bare, towel, now=MORNING + HOUR)


def test_twice_in_a_row_more_pain_and_a_technique_is_offered_no_longer() -> None:
    def rated(days: float, before: int, after: int) -> Fact:
        body = {"before": before, "level": after, "techniques": ["bridge"], "when": "after"}
        return fact("pain", MORNING - days * DAY, **body)

    assert up(rated(9, 2, 4), rated(5, 2, 3), rated(3, 2, 4)) == set()
    twice = [rated(9, 2, 4), rated(3, 2, 5)]
    (found,) = raised(twice, CATALOGUE, MORNING)
    assert found.blocks.techniques == {"bridge"}
    assert found.until is None
    assert "offered no longer" in found.evidence[0].words
    seen = fact("visit", MORNING - DAY, flags=["in-session-pain-up"], classes=["strength"], who="physio")
    assert raised([*twice, seen], CATALOGUE, MORNING) == ()


def test_the_second_stage_opens_a_profile_fact_and_some_have_none() -> None:
    yes = fact("check", MORNING - DAY, answers={"raynauds": "yes", "recent-fracture": "yes"})
    word = {"classes": [], "second_stage": True, "who": "own word"}
    own = fact("visit", MORNING, flags=["raynauds", "recent-fracture"], **word)
    found = {r.flag.id: r for r in raised([yes, own], CATALOGUE, MORNING)}
    assert (found["raynauds"].level, found["raynauds"].blocks.classes) == ("caution", frozenset())
    assert found["recent-fracture"].level == "see-a-clinician"


def test_a_profile_word_stands_for_a_year_and_longer_until_something_has_changed() -> None:
    yes = fact("check", MORNING, answers={"raynauds": "yes"})
    seen = fact("visit", MORNING + HOUR, flags=["raynauds"], classes=["heat", "cold"], who="GP")
    later = MORNING + 500 * DAY
    (found,) = raised([yes, seen], CATALOGUE, later)
    assert found.seen
    changed = fact("check", MORNING + 400 * DAY, changed="not-sure")
    (locked,) = raised([yes, seen, changed], CATALOGUE, later)
    assert locked.blocks.classes == {"heat", "cold"}
    same = fact("check", MORNING + 400 * DAY, changed="no")
    assert raised([yes, seen, same], CATALOGUE, later)[0].seen


def test_an_urgent_visit_of_an_earlier_day_knows_nothing_of_today() -> None:
    fever = fact("check", MORNING - 3 * DAY, answers={"fever-or-chills": "yes"})
    every = sorted(set(CATALOGUE.technique_classes.values()))
    visit = {"flags": ["fever-or-chills"], "classes": every, "who": "GP"}
    seen = fact("visit", MORNING, **visit, on=(MORNING - DAY).date().isoformat())
    assert up(fever, seen) == set()
    again = fact("check", MORNING - HOUR, answers={"fever-or-chills": "yes"})
    assert up(fever, again, seen) == {"fever-or-chills"}


@pytest.mark.parametrize(
    ("entry", "flag", "hours"),
    [
        (("lump", {"area": "shoulder", "first_noticed": (MORNING - 30 * DAY).isoformat()}), "lump-over-2-weeks", 0),
        (("lump", {"area": "mid-back", "first_noticed": (MORNING - 30 * DAY).isoformat(), "pain": 6}), None, 0),
        (("episode", {"kind": "spasm", "area": "neck", "started": (MORNING - 9 * DAY).isoformat()}), None, 0),
        (("episode", {"kind": "knot", "area": "neck", "started": MORNING.isoformat()}), None, 14 * 24),
    ],
)
def test_what_is_noted_late_is_not_overdue_at_once(
    entry: tuple[str, dict[str, Any]], flag: str | None, hours: int
) -> None:
    kind, body = entry
    now = MORNING + hours * HOUR
    urged = [one for one in raised([fact(kind, MORNING, **body)], CATALOGUE, now) if one.act_within is not None]
    assert urged
    assert flag is None or flag in {one.flag.id for one in urged}
    assert not [one.flag.id for one in urged if one.overdue(now)]
    within = max(one.act_within or 0 for one in urged)
    later = now + (within + 24) * HOUR
    names = {one.flag.id for one in urged}
    after = [one for one in raised([fact(kind, MORNING, **body)], CATALOGUE, later) if one.flag.id in names]
    assert after
    assert all(one.overdue(later) for one in after)


def test_the_time_to_act_passes_while_nobody_was_seen() -> None:
    yes = fact("check", MORNING, answers={"limb-numb-tingle-weak": "yes"})
    (found,) = raised([yes], CATALOGUE, MORNING)
    assert not found.overdue(MORNING + 48 * HOUR)
    assert found.overdue(MORNING + 48 * HOUR + timedelta(seconds=1))
    late = fact("check", MORNING + 30 * HOUR, answers={"limb-numb-tingle-weak": "no"})
    assert raised([yes, late], CATALOGUE, MORNING + 72 * HOUR)[0].overdue(MORNING + 72 * HOUR)


def test_a_strain_rests_for_three_days() -> None:
    strain = fact("check", MORNING, answers={"injury-last-72h": "yes"}, area="neck")
    assert up(strain, now=MORNING + 72 * HOUR - timedelta(seconds=1)) == {"injury-last-72h"}
    assert up(strain, now=MORNING + 72 * HOUR) == set()


def test_hours_are_elapsed_and_days_are_local_over_a_change_of_clocks() -> None:
    """The clocks went forward between: 23 hours by the sun are 24 on the wall."""
    winter = named("e", "episode", MORNING - DAY, kind="spasm", area="neck")
    summer = (MORNING - DAY + timedelta(hours=23)).astimezone(datetime.fromisoformat("2026-03-02T00:00+02:00").tzinfo)
    assert summer.hour == MORNING.hour
    assert "no-better-24h" not in up(winter, now=summer)
    assert "no-better-24h" in up(winter, now=summer + HOUR)
