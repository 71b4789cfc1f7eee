"""Every entry of the catalogue that is worked out: firing, not firing, the edge, and clearing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.record.facts import Fact
from coach.core.safety.rules.combinations import LOG_RULES
from coach.core.safety.screening import raised
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, EVERY, day, flags, hour, locked, of_classes, said, visit

HOUR = timedelta(hours=1)
ADD_LUMP: dict[str, Any] = {"kind": "lump"}


def lump(**fields: Any) -> dict[str, Any]:
    """A case with a lump in the lower back and no other complaint."""
    return {"kind": "lump", "history": {"lump": fields}}


# --- signs of meningitis ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "fires"),
    [
        (["fever-or-chills"], False),
        (["lasting-headache"], False),
        (["fever-or-chills", "bruise-like-marks"], True),
        (["lasting-headache", "light-sick-drowsy"], True),
        (["fever-or-chills", "neck-too-stiff"], True),
        (["lasting-headache", "neck-too-stiff"], False),
        (["fever-or-chills", "night-pain"], False),
    ],
)
def test_two_signs_of_meningitis_are_an_emergency(names: list[str], fires: bool) -> None:
    for answer in ("yes", "not-sure"):
        found = said(answers=dict.fromkeys(names, answer))
        assert ("meningitis-cluster" in found.flags) is fires
        assert (found.level is Level.EMERGENCY) is fires
        assert (found.allowed == ()) is fires


# --- lumps on record ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lump", "swollen-gland", "not-sure"])
def test_a_lump_nobody_has_seen_locks_heat_pressing_and_rubbing_there(kind: str) -> None:
    found = said(kind=kind, area="shoulder")
    assert found.flags == ("lump-new-unassessed",)
    assert (found.level, found.act_within) == (Level.CLINICIAN, 168)
    assert set(found.blocked) == of_classes("heat", "compression", "massage")


@pytest.mark.parametrize(("answer", "fires"), [("yes", True), ("not-sure", True), ("no", False)])
def test_a_knot_that_may_be_a_lump_is_one(answer: str, fires: bool) -> None:
    assert flags(answers={"knot-may-be-lump": answer}) == ({"lump-new-unassessed"} if fires else set())


@pytest.mark.parametrize("kind", ["knot", "spasm", "ache", "bruise"])
def test_other_kinds_are_no_lump(kind: str) -> None:
    assert "lump-new-unassessed" not in flags(kind=kind)


def test_being_booked_is_as_good_as_nobody() -> None:
    for seen in ("nobody", "booked"):
        assert flags(**lump(seen_by=seen)) == {"lump-new-unassessed"}


def test_seen_and_no_self_care_keeps_it_with_the_full_lock() -> None:
    found = said(**lump(seen_by="seen: no self-care"))
    assert found.flags == ("lump-new-unassessed",)
    assert set(found.blocked) == of_classes("heat", "cold", "compression", "massage", "stretch", "strength")


def test_seen_and_fine_leaves_only_care_round_the_lump() -> None:
    found = said(**lump(seen_by="seen: self-care fine", first_noticed=day(40), size_mm=[day(2, v=60)]))
    assert found.flags == ("solid-lump-no-direct-pressure",)
    assert (found.level, found.blocked) == (Level.CAUTION, ("ball-compression",))
    neck = said(area="neck", answers={"cancer-history": "yes"}, **lump(seen_by="seen: self-care fine"))
    assert set(neck.flags) == {"cancer-history", "solid-lump-no-direct-pressure"}


@pytest.mark.parametrize("answer", ["lump-hard", "lump-elsewhere", "lump-came-back", "swollen-gland"])
def test_seen_and_fine_leaves_the_other_answers(answer: str) -> None:
    found = flags(answers={answer: "not-sure"}, **lump(seen_by="seen: self-care fine"))
    assert found == {answer, "solid-lump-no-direct-pressure"}


def test_seen_and_fine_clears_two_weeks_answered_or_not() -> None:
    case = lump(seen_by="seen: self-care fine", first_noticed="not-sure")
    assert flags(answers={"lump-over-2-weeks": "yes"}, **case) == {"solid-lump-no-direct-pressure"}


def test_seen_and_fine_leaves_what_the_log_says_but_mild_pain() -> None:
    case = lump(seen_by="seen: self-care fine", texture="stone-hard", pain=[day(3, v=1), day(0, v=3)])
    expected = {"lump-hard", "lump-pain-worsening", "solid-lump-no-direct-pressure"}
    assert flags(area="shoulder", **case) == expected
    case["history"]["lump"]["pain"] = [day(3, v=4)]
    assert flags(area="shoulder", **case) == {"lump-hard", "lump-painful", "solid-lump-no-direct-pressure"}


@pytest.mark.parametrize(("days", "fires"), [(13, False), (14, True), (15, True)])
def test_a_lump_of_two_weeks(days: int, fires: bool) -> None:
    assert ("lump-over-2-weeks" in flags(**lump(first_noticed=day(days)))) is fires


def test_a_lump_of_unknown_age_counts_as_two_weeks_and_one_with_no_date_says_nothing() -> None:
    assert "lump-over-2-weeks" in flags(**lump(first_noticed="not-sure"))
    assert "lump-over-2-weeks" not in flags(**lump(texture="soft"))
    assert "lump-over-2-weeks" not in flags(kind="lump")
    assert "lump-over-2-weeks" not in flags(**lump(size_mm=[day(30, v=9)]))


def test_a_visit_on_a_lump_clears_flag_by_flag() -> None:
    both = lump(first_noticed=day(20))
    both["history"]["visits"] = [visit(3, "lump-over-2-weeks")]
    assert flags(**both) == {"lump-new-unassessed", "solid-lump-no-direct-pressure"}
    both["history"]["visits"] = [visit(3, "lump-over-2-weeks", "lump-new-unassessed")]
    assert flags(**both) == {"solid-lump-no-direct-pressure"}
    both["history"]["visits"] = [visit(3, "lump-over-2-weeks", "lump-new-unassessed", classes=["cold", "stretch"])]
    assert {"lump-over-2-weeks", "lump-new-unassessed"} <= flags(**both)
    assert locked(**both) == of_classes("heat", "compression", "massage", "strength")


def test_a_visit_before_the_lump_was_there_knows_nothing_of_it() -> None:
    case = lump(first_noticed=day(5))
    case["history"]["visits"] = [visit(6, "lump-new-unassessed")]
    assert "lump-new-unassessed" in flags(**case)


@pytest.mark.parametrize(
    ("name", "value", "flag"),
    [
        (name, value, flag)
        for name, flag, values in ((rule.name, rule.flag, rule.bad) for rule in LOG_RULES)
        for value in sorted(str(v) for v in values)
        if name in {"texture", "moves", "feeling", "count", "look", "on_spine", "after_injury"}
    ],
)
def test_what_a_lump_log_says_without_an_answer(name: str, value: str, flag: str) -> None:
    found = flags(answers={flag: "no"}, **lump(**{name: value}))
    assert {"lump-new-unassessed", flag} <= found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("texture", "soft"),
        ("texture", "rubbery"),
        ("texture", "firm"),
        ("moves", "moves"),
        ("feeling", "normal"),
        ("count", "one"),
        ("look", "normal"),
        ("on_spine", "no"),
        ("after_injury", "no"),
        ("pain", [{"d": 0, "v": 0}]),
    ],
)
def test_harmless_values_of_a_lump_log_say_nothing(name: str, value: object) -> None:
    assert flags(**lump(**{name: value})) == {"lump-new-unassessed"}


@pytest.mark.parametrize(("level", "fires"), [(0, False), (1, True), (10, True)])
def test_any_pain_of_a_lump_counts(level: int, fires: bool) -> None:
    assert ("lump-painful" in flags(area="neck", **lump(pain=[day(0, v=level)]))) is fires


@pytest.mark.parametrize(
    ("at_visit", "now", "fires"),
    [(2, 2, False), (2, 3, False), (1, 3, True), (2, 4, True), (4, 4, True), (5, 3, False)],
)
def test_a_visit_clears_a_sore_lump_while_it_stays_mild(at_visit: int, now: int, fires: bool) -> None:
    case = lump(pain=[day(3, v=at_visit), day(0, v=now)])
    case["history"]["visits"] = [visit(2, "lump-painful", "lump-new-unassessed", "lump-pain-worsening")]
    assert ("lump-painful" in flags(area="shoulder", **case)) is fires


def test_a_value_that_was_there_at_the_visit_sets_nothing_until_it_changes() -> None:
    case = lump(texture=[day(9, v="stone-hard"), day(1, v="stone-hard")])
    case["history"]["visits"] = [visit(5, "lump-hard", "lump-new-unassessed")]
    assert flags(**case) == {"solid-lump-no-direct-pressure"}
    case["history"]["lump"]["texture"] = [day(9, v="stone-hard"), day(3, v="firm"), day(1, v="stone-hard")]
    assert "lump-hard" in flags(**case)


def test_a_new_value_after_the_visit_is_a_new_sign_and_ends_what_it_opened() -> None:
    case = lump(look=[day(9, v="normal"), day(1, v="red")])
    case["history"]["visits"] = [visit(5, "lump-new-unassessed")]
    assert {"lump-red-hot", "lump-new-unassessed"} <= flags(**case)


# --- lumps that change --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pain", "fires"),
    [([2, 3], False), ([2, 4], True), ([4, 2, 4], True), ([1, 2, 3], True), ([3, 2], False), ([2], False)],
)
def test_a_lump_that_hurts_more(pain: list[int], fires: bool) -> None:
    series = [day(len(pain) - n, v=level) for n, level in enumerate(pain, 1)]
    assert ("lump-pain-worsening" in flags(area="neck", **lump(pain=series))) is fires


@pytest.mark.parametrize(
    ("sizes", "fires"),
    [
        ([20, 24], False),
        ([20, 25], True),
        ([10, 12], False),
        ([10, 13], True),
        ([12, 15], True),
        ([13, 16], False),
        ([8, 10], False),
        ([20, 22, 24, 25], True),
        ([25, 20, 24], False),
        ([25], False),
    ],
)
def test_a_lump_that_grows_over_its_smallest_size(sizes: list[int], fires: bool) -> None:
    series = [day(len(sizes) - n, v=size) for n, size in enumerate(sizes, 1)]
    assert ("lump-growing" in flags(**lump(size_mm=series))) is fires


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("texture", ["soft", "soft"], set()),
        ("texture", ["soft", "rubbery"], {"lump-changed", "lump-hard"}),
        ("texture", ["firm", "soft"], {"lump-changed"}),
        ("texture", ["soft", "firm", "firm"], {"lump-changed", "lump-hard"}),
        ("moves", ["moves", "stuck"], {"lump-changed", "lump-fixed"}),
        ("moves", ["stuck", "moves"], {"lump-changed", "lump-fixed"}),
        ("look", ["normal", "red"], {"lump-changed", "lump-red-hot"}),
        ("look", ["normal"], set()),
    ],
)
def test_a_lump_that_changes(name: str, values: list[str], expected: set[str]) -> None:
    series = [day(len(values) - n, v=value) for n, value in enumerate(values, 1)]
    assert flags(**lump(**{name: series})) == {"lump-new-unassessed"} | expected


def test_once_seen_to_change_it_stays_until_a_visit() -> None:
    case = lump(size_mm=[day(30, v=10), day(20, v=20), day(1, v=10)])
    assert "lump-growing" in flags(**case)
    case["history"]["visits"] = [visit(10, "lump-growing")]
    assert "lump-growing" not in flags(**case)


@pytest.mark.parametrize(
    ("area", "size", "fires"),
    [
        ("neck", 14, False),
        ("neck", 15, True),
        ("shoulder", 49, False),
        ("shoulder", 50, True),
        ("lower-back", 15, False),
    ],
)
def test_a_large_lump(area: str, size: int, fires: bool) -> None:
    found = said(area=area, **lump(size_mm=[day(0, v=size)]))
    assert ("lump-large" in found.flags) is fires
    case = lump(size_mm=[day(5, v=size)])
    case["history"]["visits"] = [visit(1, "lump-large")]
    assert "lump-large" not in flags(area=area, **case)


# --- lumps and other things ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "level"),
    [
        ("cancer-history", "lump-cancer-history", Level.CLINICIAN),
        ("rest-no-relief", "rest-no-relief-with-lump", Level.URGENT),
        ("lump-nf2", "lump-nf2", Level.CLINICIAN),
    ],
)
def test_an_answer_together_with_a_lump(part: str, whole: str, level: Level) -> None:
    for answer in ("yes", "not-sure"):
        found = said(answers={part: answer}, **ADD_LUMP)
        assert whole in found.flags
        assert found.level is level
    assert whole not in flags(answers={part: "no"}, **ADD_LUMP)
    assert whole not in flags(answers={part: "yes"})


def test_a_combination_reads_the_answer_which_no_visit_takes_away() -> None:
    history = {"visits": [visit(3, "cancer-history")]}
    assert flags(answers={"cancer-history": "yes"}, history=history) == {"cancer-history"}
    assert "lump-cancer-history" in flags(answers={"cancer-history": "yes"}, kind="lump", history=history)


@pytest.mark.parametrize("name", ["lump-cancer-history", "neck-lump-over-40", "lump-nf2"])
def test_a_visit_clears_a_combination_with_a_lump(name: str) -> None:
    answers = {"cancer-history": "yes", "lump-nf2": "yes"}
    case: dict[str, Any] = {"answers": answers, "area": "neck", "kind": "lump"}
    assert name in flags(**case)
    assert name not in flags(**case, history={"visits": [visit(3, name)]})
    assert name in flags(**case, history={"visits": [visit(90, name)]})


@pytest.mark.parametrize(
    ("area", "age", "fires"),
    [
        ("neck", 39, False),
        ("neck", 40, True),
        ("neck", None, True),
        ("shoulder", 70, False),
        ("upper-back", None, False),
    ],
)
def test_a_neck_lump_at_forty_or_over(area: str, age: int | None, fires: bool) -> None:
    person = {"age": age} if age is not None else {}
    assert ("neck-lump-over-40" in flags(area=area, person=person, kind="lump")) is fires


@pytest.mark.parametrize(
    ("area", "pain", "fires"),
    [
        ("upper-back", [day(0, level=1)], True),
        ("mid-back", [day(7, level=3)], True),
        ("lower-back", [day(8, level=9)], False),
        ("lower-back", [day(1, level=0)], False),
        ("lower-back", [], False),
        ("neck", [day(0, level=5)], False),
        ("shoulder", [day(0, level=5)], False),
    ],
)
def test_a_lump_on_the_back_with_pain_there(area: str, pain: list[dict[str, Any]], fires: bool) -> None:
    found = flags(area=area, kind="lump", history={"lump": {"first_noticed": day(1)}, "pain": pain})
    assert ("back-lump-with-pain" in found) is fires


def test_a_sore_lump_on_the_back_is_urgent() -> None:
    found = said(area="mid-back", kind="lump", answers={"lump-painful": "yes"})
    assert "back-lump-with-pain" in found.flags
    assert found.level is Level.URGENT


@pytest.mark.parametrize(("days", "level", "fires"), [(1, 2, False), (89, 3, False), (89, 4, True), (90, 2, True)])
def test_a_back_lump_may_ache_a_little_once_that_was_called_fine(days: int, level: int, fires: bool) -> None:
    history = {"pain": [day(0, level=level)], "visits": [visit(days, "back-lump-with-pain", "lump-new-unassessed")]}
    assert ("back-lump-with-pain" in flags(area="mid-back", kind="lump", history=history)) is fires


def test_a_word_on_the_lump_alone_leaves_the_combination_with_back_pain() -> None:
    history: dict[str, Any] = {"pain": [day(0, level=2)], "visits": [visit(1, "lump-new-unassessed", "lump-painful")]}
    assert "back-lump-with-pain" in flags(area="mid-back", kind="lump", history=history)
    seen = {"lump": {"seen_by": "seen: self-care fine", "first_noticed": day(9)}, "pain": [day(2, level=2)]}
    expected = {"solid-lump-no-direct-pressure", "back-lump-with-pain"}
    assert flags(area="mid-back", kind="lump", history=seen) == expected


# --- complaints ---------------------------------------------------------------------------------------------------


def spasm(started: dict[str, Any], *words: dict[str, Any], kind: str = "spasm", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "history": {"episode": {"kind": kind, "started": started, "status": list(words)}} | more}


@pytest.mark.parametrize(
    ("kind", "hours", "words", "fires"),
    [
        ("spasm", 24, [], True),
        ("spasm", 23.9, [], False),
        ("bruise", 24, [], True),
        ("swollen-gland", 24, [], True),
        ("knot", 24, [], False),
        ("ache", 30, [], False),
        ("spasm", 24, [hour(0, v="better")], False),
        ("spasm", 24, [hour(0, v="same")], True),
        ("spasm", 24, [hour(0, v="worse")], True),
        ("spasm", 24, [hour(0, v="not-sure")], True),
        ("spasm", 30, [hour(5, v="better"), hour(1, v="same")], True),
        ("spasm", 30, [hour(5, v="same"), hour(1, v="better")], False),
        ("spasm", 30, [hour(30, v="better")], True),
    ],
)
def test_no_better_in_a_day(kind: str, hours: float, words: list[dict[str, Any]], fires: bool) -> None:
    assert ("no-better-24h" in flags(**spasm(hour(hours), *words, kind=kind))) is fires


@pytest.mark.parametrize(("answer", "fires"), [("yes", False), ("no", True), ("not-sure", True)])
def test_the_answer_to_is_it_any_better_is_a_word_on_it(answer: str, fires: bool) -> None:
    for words in ([], [hour(2, v="same")]):
        case = spasm(hour(30), *words)
        assert ("no-better-24h" in flags(answers={"no-better-24h": answer}, **case)) is fires


def test_no_better_goes_with_a_visit_and_with_the_end() -> None:
    assert "no-better-24h" not in flags(**spasm(hour(60), visits=[visit(1, "no-better-24h")]))
    ended = spasm(hour(60))
    ended["history"]["episode"]["ended"] = hour(1)
    assert flags(**ended) == set()


BETTER = hour(1, v="better")
EASED = [day(20, level=6), day(0, level=4)]


@pytest.mark.parametrize(
    ("days", "words", "levels", "fires"),
    [
        (6, [], [], False),
        (7, [], [], True),
        (7, [BETTER], [6, 5], True),
        (7, [BETTER], [6, 4], False),
        (7, [], [6, 4], True),
        (13, [BETTER], [6, 2], False),
        (14, [BETTER], [6, 2], True),
    ],
)
def test_a_spasm_that_goes_on(days: int, words: list[dict[str, Any]], levels: list[int], fires: bool) -> None:
    pain = [day(days, level=levels[0]), day(0, level=levels[1])] if levels else []
    assert ("spasm-prolonged" in flags(**spasm(day(days), *words, pain=pain))) is fires
    assert "spasm-prolonged" not in flags(**spasm(day(days), *words, pain=pain, kind="knot"))


def knot(days: float, *pain: dict[str, Any], **more: Any) -> dict[str, Any]:
    return spasm(day(days), kind="knot", pain=list(pain), **more)


ONE_WEEK, TWO_WEEKS, SEVERE = "pain-not-better-1-week", "pain-not-better-2-weeks", "severe-not-better-1-week"


@pytest.mark.parametrize(
    ("days", "pain", "expected"),
    [
        (6, [], set()),
        (7, [], {ONE_WEEK}),
        (13, [], {ONE_WEEK}),
        (14, [], {TWO_WEEKS}),
        (7, [day(7, level=5), day(0, level=4)], {ONE_WEEK}),
        (7, [day(7, level=5), day(0, level=3)], set()),
        (7, [day(7, level=5)], {ONE_WEEK}),
        (7, [day(7, level=7), day(0, level=7)], {ONE_WEEK, SEVERE}),
        (7, [day(7, level=9), day(0, level=7)], set()),
        (7, [day(7, level=6), day(0, level=6)], {ONE_WEEK}),
        (6, [day(6, level=8), day(0, level=8)], set()),
        (14, [day(14, level=3), day(0, level=3)], {TWO_WEEKS}),
        (14, [day(14, level=2), day(0, level=2)], {ONE_WEEK}),
        (14, [day(14, level=8), day(0, level=7)], {TWO_WEEKS, SEVERE}),
        (40, [day(40, level=6), day(0, level=4)], set()),
    ],
)
def test_pain_that_is_no_better_after_one_and_two_weeks(
    days: int, pain: list[dict[str, Any]], expected: set[str]
) -> None:
    assert flags(**knot(days, *pain)) == expected


def test_a_steady_low_pain_stops_pressing_and_a_visit_clears_it() -> None:
    steady = knot(30, day(30, level=4), day(0, level=4))
    found = said(**steady)
    assert (found.flags, found.level, found.act_within) == ((TWO_WEEKS,), Level.CLINICIAN, 168)
    assert set(found.blocked) == of_classes("compression", "massage")
    steady["history"]["visits"] = [visit(4, TWO_WEEKS)]
    assert flags(**steady) == set()
    steady["history"]["visits"] = [visit(31, TWO_WEEKS)]
    assert flags(**steady) == {TWO_WEEKS}


def test_care_changes_the_words_and_not_the_flag() -> None:
    def words(care: list[int]) -> str:
        (up,) = said(**knot(14, care_days=care)).raised
        return up.evidence[0].words

    assert words([]).startswith("Two weeks have gone by")
    assert words([-d for d in range(8)]).startswith("You have tried for two weeks")


@pytest.mark.parametrize(
    ("latest", "fires"),
    [
        ([hour(47, level=3), hour(1, level=6), hour(0, level=3)], False),
        ([hour(1, level=3), hour(0, level=6)], True),
        ([hour(49, level=3), hour(0, level=5)], True),
        ([hour(48, level=3), hour(2, level=3), hour(0, level=6)], False),
        ([hour(40, level=1), hour(30, level=6), hour(20, level=6), hour(0, level=1)], True),
    ],
)
def test_the_latest_level_is_the_median_of_three_within_two_days(latest: list[dict[str, Any]], fires: bool) -> None:
    assert (TWO_WEEKS in flags(**knot(14, day(14, level=6), *latest))) is fires


@pytest.mark.parametrize(
    ("pain", "fires"),
    [
        ([day(3, level=3), hour(12, level=5), hour(0, level=5)], True),
        ([day(3, level=3), hour(11.9, level=5), hour(0, level=5)], False),
        ([day(3, level=3), hour(12, level=4), hour(0, level=5)], False),
        ([day(3, level=1), hour(12, level=3), hour(0, level=3)], False),
        ([day(3, level=2), hour(12, level=4), hour(0, level=4)], True),
        ([day(3, level=3), hour(20, level=5), hour(10, level=4), hour(0, level=5)], False),
        ([day(3, level=3), hour(20, level=5), hour(10, level=6), hour(0, level=5)], True),
        ([day(3, level=3), hour(0, level=9)], False),
        ([day(9, level=3), day(8, level=6), day(7, level=6), day(1, level=3), day(0, level=3)], False),
    ],
)
def test_pain_that_gets_worse(pain: list[dict[str, Any]], fires: bool) -> None:
    assert ("pain-getting-worse" in flags(**knot(9 if len(pain) == 5 else 3, *pain))) is fires


def test_after_a_visit_only_what_got_worse_since_is_news() -> None:
    before = [day(6, level=3), day(5, level=6), day(4, level=6)]
    calm = knot(6, *before, day(1, level=6), day(0, level=6), visits=[visit(3, "pain-getting-worse")])
    assert flags(**calm) == set()
    worse = knot(6, *before, day(1, level=8), day(0, level=8), visits=[visit(3, "pain-getting-worse")])
    assert "pain-getting-worse" in flags(**worse)


@pytest.mark.parametrize(
    ("levels", "open_still"),
    [([1, 1, 1], False), ([1, 0, 1], False), ([0, 1, 2], True), ([1, 2, 1], True), ([0, 0], True)],
)
def test_three_quiet_days_close_a_complaint(levels: list[int], open_still: bool) -> None:
    pain = [day(20, level=1), *(day(5 - n, level=level) for n, level in enumerate(levels))]
    assert (flags(**knot(20, *pain)) != set()) is open_still


def test_three_quiet_days_have_to_run_and_a_return_within_a_week_opens_it_again() -> None:
    gap = [day(20, level=4), day(6, level=0), day(5, level=0), day(3, level=0)]
    assert flags(**knot(20, *gap)) == set(), "it is better"
    back = [day(20, level=4), day(12, level=0), day(11, level=0), day(10, level=0), day(4, level=4)]
    assert flags(**knot(20, *back)) == {TWO_WEEKS}
    late = [day(20, level=4), day(14, level=0), day(13, level=0), day(12, level=0), day(4, level=4)]
    assert flags(**knot(20, *late)) == set()


@pytest.mark.parametrize(
    ("nights", "days", "fires"),
    [
        ([0, 1, 2], [], True),
        ([0, 3, 6], [], True),
        ([0, 3, 7], [], False),
        ([0, 1], [], False),
        ([0, 1, 2], [(0, 5)], False),
        ([0, 1, 2], [(0, 4)], True),
    ],
)
def test_pain_that_is_worst_at_night(nights: list[int], days: list[tuple[int, int]], fires: bool) -> None:
    pain = [day(n, level=5, tags=["night"]) for n in nights] + [day(n, level=level) for n, level in days]
    found = said(history={"pain": pain}, kind=None, answers={"night-pain": "no"})
    assert ("night-pain" in found.flags) is fires


def test_no_pain_at_night_is_no_night_pain() -> None:
    assert flags(history={"pain": [day(n, level=0, tags=["night"]) for n in range(5)]}, kind=None) == set()


def test_night_pain_on_record_is_cleared_by_a_visit_alone() -> None:
    pain = [day(n, level=5, tags=["night"]) for n in (20, 21, 22)]
    assert flags(history={"pain": pain}, kind=None) == {"night-pain"}
    assert flags(history={"pain": pain, "visits": [visit(10, "night-pain")]}, kind=None) == set()


@pytest.mark.parametrize(
    ("past", "fires"),
    [
        ([30, 60], True),
        ([30], False),
        ([30, 90], True),
        ([30, 91], False),
        ([5, 91, 92, 93], False),
    ],
)
def test_a_knot_that_keeps_coming_back(past: list[int], fires: bool) -> None:
    """The complaint that began now is one start, the earlier ones are the others."""
    episodes = [{"area": "lower-back", "kind": "knot", "d": -days} for days in past]
    assert ("knot-keeps-coming-back" in flags(history={"episodes": episodes})) is fires
    elsewhere = [entry | {"area": "neck"} for entry in episodes[:2]]
    assert "knot-keeps-coming-back" not in flags(history={"episodes": elsewhere})


@pytest.mark.parametrize(
    ("age", "fires"), [(19, True), (20, False), (55, False), (56, True), (44, False), (None, False)]
)
def test_a_first_pain_when_young_or_older(age: int | None, fires: bool) -> None:
    person = {"age": age} if age is not None else {}
    found = said(person=person)
    assert ("age-new-pain" in found.flags) is fires
    assert found.blocked == ()
    earlier = {"episodes": [{"area": "lower-back", "kind": "knot", "d": -40}]}
    assert "age-new-pain" not in flags(person=person, history=earlier)
    assert "age-new-pain" not in flags(person=person, kind="lump")


@pytest.mark.parametrize(("age", "fires"), [(17, True), (18, False), (None, False)])
def test_an_age_under_18(age: int | None, fires: bool) -> None:
    found = said(person={"age": age} if age is not None else {}, kind=None)
    assert ("age-under-18" in found.flags) is fires
    assert "age-under-18" in flags(answers={"age-under-18": "yes"}), "the worse of age and answer counts"


@pytest.mark.parametrize(("ended", "fires"), [(None, True), (hour(1), False)])
def test_a_bruise_is_not_pressed_while_it_is_there(ended: dict[str, Any] | None, fires: bool) -> None:
    episode = {"kind": "bruise", "started": hour(5)} | ({"ended": ended} if ended else {})
    found = said(kind="bruise", history={"episode": episode})
    assert found.flags == (("bruise-on-record",) if fires else ())
    assert set(found.blocked) == (of_classes("compression", "massage") if fires else set())
    assert "bruise-on-record" not in flags(kind="knot")


# --- in a session -------------------------------------------------------------------------------------------------


def event(report: str, technique: str = "cat-cow", **more: Any) -> dict[str, Any]:
    return {"event": {"technique": technique, "report": report} | more}


def test_sharp_pain_rests_the_technique_under_way() -> None:
    found = said(**event("in-session-sharp-pain"))
    assert (found.flags, found.level, found.blocked) == (("in-session-sharp-pain",), Level.CAUTION, ("cat-cow",))


def test_tingling_sets_the_flag_of_the_limbs_too() -> None:
    found = said(**event("in-session-numb-tingle"))
    assert set(found.flags) == {"in-session-numb-tingle", "limb-numb-tingle-weak"}
    assert (found.level, found.act_within) == (Level.CLINICIAN, 48)


def test_dizziness_locks_all_but_what_is_done_sitting_or_lying() -> None:
    found = said(**event("in-session-dizzy"))
    assert (found.level, found.act_within) == (Level.CLINICIAN, 24)
    assert set(found.allowed) == {"posture-check", "calm-breathing", "hydration-check"}


@pytest.mark.parametrize(
    ("at", "body", "goes"),
    [
        (13 * HOUR, {"answers": {"in-session-dizzy": "no"}, "listed": []}, False),
        (15 * HOUR, {"answers": {"in-session-dizzy": "no"}, "listed": []}, True),
        (15 * HOUR, {"answers": {"in-session-dizzy": "not-sure"}, "listed": []}, False),
        (15 * HOUR, {"answers": {"in-session-dizzy": "no"}}, False),
        (15 * HOUR, {"listed": ["in-session-dizzy"], "complete": True}, False),
    ],
)
def test_dizziness_ends_with_a_no_to_its_own_question_on_the_next_day(
    at: timedelta, body: dict[str, Any], goes: bool
) -> None:
    told = fact("report", MORNING + HOUR, flag="in-session-dizzy", technique="bridge", gone="no")
    answer = fact("check", MORNING + at, **body)
    found = raised([told, answer], CATALOGUE, MORNING + 40 * HOUR)
    assert (found == ()) is goes
    assert raised([told], CATALOGUE, MORNING + timedelta(days=30)), "time alone does not end it"


@pytest.mark.parametrize(
    ("named", "stays"),
    [
        ("pain-not-better-2-weeks", set()),
        ("pain-not-better-1-week", set()),
        ("severe-not-better-1-week", {"pain-not-better-1-week"}),
        ("pain-getting-worse", {"pain-not-better-1-week"}),
    ],
)
def test_a_visit_about_two_weeks_is_one_about_one_week(named: str, stays: set[str]) -> None:
    mild = knot(20, day(20, level=3), day(0, level=2), visits=[visit(1, named)])
    assert flags(**mild) == stays


def test_a_visit_about_two_weeks_is_none_about_the_severe_kind_or_another_complaint() -> None:
    bad = knot(20, day(20, level=8), day(0, level=8), visits=[visit(1, "pain-not-better-2-weeks")])
    assert flags(**bad) == {"severe-not-better-1-week"}
    later = knot(8, day(8, level=3), day(0, level=2), visits=[visit(9, "pain-not-better-2-weeks")])
    assert flags(**later) == {"pain-not-better-1-week"}


def test_a_lump_with_a_spasm_or_a_stiff_neck_says_so() -> None:
    for value, says in (("yes", True), ("no", False), (None, False)):
        seen = fact("lump", MORNING, area="neck", **({} if value is None else {"spasm_or_stiff": value}))
        (up,) = [one for one in raised([seen], CATALOGUE, MORNING) if one.flag.id == "lump-new-unassessed"]
        assert ("with a spasm or a stiff neck" in up.evidence[0].words) is says


def test_changed_skin_locks_heat_and_cold_there() -> None:
    assert locked(**event("in-session-skin-change", "moist-heat")) == of_classes("heat", "cold")


def test_more_pain_after_it_rests_the_technique() -> None:
    found = said(**event("in-session-pain-up", "bridge"))
    assert (found.flags, found.blocked) == (("in-session-pain-up",), ("bridge",))


@pytest.mark.parametrize(("seconds", "fires"), [(119, False), (120, True), (None, True)])
def test_a_spot_that_does_not_ease_in_two_minutes_ends_the_ball_for_today(seconds: int | None, fires: bool) -> None:
    more = {"seconds": seconds} if seconds is not None else {}
    found = said(**event("ball-no-release-2-min", "ball-compression", **more))
    assert found.flags == (("ball-no-release-2-min",) if fires else ())
    assert found.blocked == (("ball-compression",) if fires else ())


@pytest.mark.parametrize(
    ("hours", "seconds", "area", "fires"),
    [
        (1, 60, "lower-back", True),
        (1, 59, "lower-back", False),
        (1, 60, "shoulder", False),
        (1, 60, None, True),
        (24, 60, "lower-back", False),
    ],
)
def test_pressing_on_one_place_adds_up_over_the_sessions_of_a_day(
    hours: int, seconds: int, area: str | None, fires: bool
) -> None:
    def told(at: datetime, held: int, where: str | None) -> Fact:
        body = {"flag": "ball-no-release-2-min", "technique": "ball-compression", "area": where, "pressed": held}
        return fact("report", at, **body)

    facts = [told(MORNING - timedelta(hours=hours), seconds, area), told(MORNING, 60, "lower-back")]
    assert bool(raised(facts, CATALOGUE, MORNING)) is fires


@pytest.mark.parametrize("flag", [f.id for f in CATALOGUE.of_layer(Layer.IN_SESSION) if f.question])
def test_reports_may_also_stand_among_the_answers(flag: str) -> None:
    bad = "no" if flag == "ball-no-release-2-min" else "yes"
    assert flag in flags(answers={flag: bad})
    assert flag not in flags(answers={flag: "yes" if bad == "no" else "no"})


# --- the rest -----------------------------------------------------------------------------------------------------


def test_a_forced_twist_of_the_low_back_is_advised_against_and_locks_nothing() -> None:
    found = said(answers={"low-back-twist": "yes"})
    assert (found.flags, found.blocked) == (("low-back-twist",), ())


def test_every_visit_opens_only_the_classes_it_names() -> None:
    history = {"visits": [visit(3, "poor-circulation", classes=["heat"])]}
    found = said(answers={"poor-circulation": "yes"}, history=history)
    assert set(found.blocked) == of_classes("cold", "compression")
    listed = {"visits": [visit(3, "shoulder-unstable", classes=["strength"])]}
    assert locked(answers={"shoulder-unstable": "yes"}, history=listed) == {"ball-compression", "doorway-stretch"}
    nothing = {"visits": [visit(3, "poor-circulation", classes=[])]}
    assert locked(answers={"poor-circulation": "yes"}, history=nothing) == of_classes("cold", "heat", "compression")


def test_a_new_sign_ends_what_a_visit_opened() -> None:
    history = {"visits": [visit(3, "rest-no-relief")]}
    assert flags(answers={"rest-no-relief": "yes"}, history=history) == set()
    for sign in ("pain-elsewhere", "night-pain"):
        assert flags(answers={"rest-no-relief": "yes", sign: "yes"}, history=history) == {"rest-no-relief", sign}
    caution = flags(answers={"rest-no-relief": "yes", "feel-ill-today": "yes"}, history=history)
    assert caution == {"feel-ill-today"}, "a question of level caution is no new sign"


def test_a_profile_fact_is_not_locked_again_by_a_new_sign() -> None:
    history = {"visits": [visit(3, "diabetes")]}
    found = said(answers={"diabetes": "yes", "pain-elsewhere": "yes"}, history=history)
    assert "cold-pack" in found.allowed


def test_all_classes_are_named_in_these_tests() -> None:
    assert set(EVERY) == set(CATALOGUE.technique_classes.values())
