"""When "not sure" ends: by its own question and nothing less, and for some signs never by a "no"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Clears, Layer, Level
from coach.core.record.facts import Fact
from coach.core.safety.doubts import DAYS, NEVER, ends_by_no
from coach.core.safety.scope import of_lump
from coach.core.safety.screening import raised
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = MORNING - 60 * DAY
ASKED = [
    flag
    for flag in CATALOGUE.flags.values()
    if flag.question
    and flag.ask not in {Layer.IN_SESSION, Layer.COMPUTED}
    and flag.clears is Clears.CLINICIAN
    and flag.rule.type == "answer"
]
ONCE = [f.id for f in ASKED if ends_by_no(f) and f.level is not Level.URGENT]
THREE = [
    f.id for f in ASKED if ends_by_no(f) and f.level is Level.URGENT and f.id not in {*DAYS, "weight-appetite-loss"}
]
NO_END = [f.id for f in ASKED if not ends_by_no(f)]


def answered(at: float, name: str, answer: str = "no", **more: Any) -> Fact:
    """An answer to a flag's own question, so many days after the start."""
    return fact("check", START + at * DAY, answers={name: answer}, **({"listed": []} | more))


def unsure(name: str, at: float = 0) -> Fact:
    return answered(at, name, "not-sure")


def up(name: str, *facts: Fact) -> bool:
    return name in {one.flag.id for one in raised(facts, CATALOGUE, MORNING)}


def nos(name: str, *days: float) -> list[Fact]:
    return [answered(day, name) for day in days]


def test_what_ends_and_what_never_does() -> None:
    assert {"limb-numb-tingle-weak", "cancer-history", "diabetes"} <= set(ONCE)
    assert {"fever-or-chills", "lasting-headache", "bruise-like-marks"} <= set(THREE)
    emergencies = {f.id for f in ASKED if f.level is Level.EMERGENCY}
    assert emergencies | {f.id for f in ASKED if of_lump(f)} | (NEVER & {f.id for f in ASKED}) == set(NO_END)
    assert set(CATALOGUE.flags) >= NEVER


@pytest.mark.parametrize("name", ONCE)
def test_at_caution_and_see_a_clinician_one_no_a_day_later_ends_it(name: str) -> None:
    assert up(name, unsure(name), *nos(name, 0.99))
    assert not up(name, unsure(name), *nos(name, 1))
    ended = raised([unsure(name), *nos(name, 1)], CATALOGUE, START + DAY)
    assert name not in {one.flag.id for one in ended}, "in that very moment"


@pytest.mark.parametrize("name", THREE)
def test_at_same_day_level_it_takes_three_days(name: str) -> None:
    assert up(name, unsure(name), *nos(name, 1, 2))
    assert up(name, unsure(name), *nos(name, 1, 1.1, 1.2))
    assert up(name, unsure(name), *nos(name, 0.5, 1, 2))
    assert not up(name, unsure(name), *nos(name, 1, 2, 9))


def test_pain_at_night_takes_seven_days_and_weight_two_weeks_pages() -> None:
    night, weight = "night-pain", "weight-appetite-loss"
    assert up(night, unsure(night), *nos(night, *range(1, 7)))
    assert not up(night, unsure(night), *nos(night, *range(1, 8)))
    assert up(weight, unsure(weight), *nos(weight, 1, 2, 3, 7))
    assert not up(weight, unsure(weight), *nos(weight, 1, 8))


@pytest.mark.parametrize("name", NO_END)
def test_some_signs_never_end_by_a_no(name: str) -> None:
    more: dict[str, Any] = {"lump": "lump"} if of_lump(CATALOGUE.flags[name]) else {}
    lump = [fact("lump", START - DAY, area="neck", lump="lump")] if more else []
    told = fact("check", START, answers={name: "not-sure"}, listed=[], **more)
    later = [fact("check", START + n * DAY, answers={name: "no"}, listed=[], **more) for n in range(1, 31)]
    found = {one.flag.id for one in raised([*lump, told, *later], CATALOGUE, MORNING)}
    assert name in found or CATALOGUE.flags[name].level is Level.SELF_CARE or name == "lump-nf2"


@pytest.mark.parametrize(
    "body",
    [
        {"listed": ["limb-numb-tingle-weak"], "complete": True},
        {"groups": {"all": "no", "T2-nerves": "no"}, "complete": True, "layer": "today"},
        {"answers": {"limb-numb-tingle-weak": "no"}},
        {"answers": {"cancer-history": "no"}, "listed": []},
    ],
)
def test_a_page_s_no_an_old_one_and_another_question_count_for_nothing(body: dict[str, Any]) -> None:
    name = "limb-numb-tingle-weak"
    assert up(name, unsure(name), *(fact("check", START + n * DAY, **body) for n in range(1, 20)))


@pytest.mark.parametrize(("days", "stays"), [(1, True), (14, True), (14.1, False)])
def test_a_second_not_sure_within_two_weeks_stays(days: float, stays: bool) -> None:
    name = "cancer-history"
    assert up(name, unsure(name), unsure(name, days), *nos(name, days + 2)) is stays
    lapsed_between = nos(name, 1) if days > 1 else []
    assert up(name, unsure(name), *lapsed_between, unsure(name, days), *nos(name, days + 2)) is stays


@pytest.mark.parametrize("name", ["cancer-history", "fever-or-chills"])
def test_a_yes_never_ends_so(name: str) -> None:
    for first, then in (("yes", "not-sure"), ("not-sure", "yes")):
        told = [answered(0, name, first), answered(20, name, then)]
        assert up(name, *told, *nos(name, *range(21, 40)))
    assert up(name, answered(0, name, "yes"), *nos(name, *range(1, 30)))


def test_what_lapsed_is_no_part_of_a_combination_any_more() -> None:
    name = "rest-no-relief"
    lump = fact("lump", START + 5 * DAY, area="shoulder")
    assert up("rest-no-relief-with-lump", unsure(name), lump)
    assert not up("rest-no-relief-with-lump", unsure(name), *nos(name, 1), lump)


# --- advice by phone ------------------------------------------------------------------------------------------------


def advice(at: float, *names: str) -> Fact:
    return fact("visit", START + at * DAY, flags=list(names), classes=EVERY, who="NHS 111", said="Nothing to fear.")


@pytest.mark.parametrize("name", ["night-pain", "chest-pain", "walking-trouble", "diabetes"])
def test_advice_by_phone_ends_a_doubt_and_no_yes(name: str) -> None:
    assert not up(name, unsure(name), advice(1, name))
    assert up(name, unsure(name, 2), advice(1, name))
    assert up(name, answered(0, name, "yes"), advice(1, name))
    assert up(name, unsure(name), advice(1, "cancer-history"))


def test_advice_by_phone_never_ends_what_is_said_of_a_lump() -> None:
    lump = fact("lump", START, area="neck", texture="not-sure")
    assert up("lump-hard", lump, advice(1, "lump-hard", "lump-new-unassessed"))
    assert up("lump-new-unassessed", lump, advice(1, "lump-hard", "lump-new-unassessed"))


# --- any order ------------------------------------------------------------------------------------------------------

moves = st.tuples(st.integers(0, 50), st.sampled_from(["yes", "no", "no", "not-sure", "page", "phone"]))


@given(st.sampled_from([*ONCE, *THREE, "night-pain"]), st.lists(moves, min_size=1, max_size=12))
def test_a_sign_is_down_only_where_a_doubt_has_lapsed_as_written(name: str, told: list[tuple[int, str]]) -> None:
    facts = [answered(0, name, "not-sure")]
    for day, what in sorted(told):
        if what == "page":
            facts.append(fact("check", START + day * DAY, listed=[name], complete=True))
        elif what == "phone":
            facts.append(advice(day, name))
        else:
            facts.append(answered(day, name, what))
    if up(name, *facts):
        return
    assert all(what != "yes" for _, what in told)
    last = max([0, *(day for day, what in told if what == "not-sure")])
    phoned = any(what == "phone" and day >= last for day, what in told)
    days = {day for day, what in told if what == "no" and day > last}
    needed = 7 if name == "night-pain" else 3 if name in THREE else 1
    assert phoned or len(days) >= needed


# --- when it is asked again -----------------------------------------------------------------------------------------


def again(name: str, days: float, *facts: Fact) -> bool:
    (found,) = [one for one in raised(facts, CATALOGUE, START + days * DAY) if one.flag.id == name]
    return found.again


def test_a_doubt_that_a_no_may_end_is_asked_again_a_day_later_and_once_a_day() -> None:
    name = "fever-or-chills"
    assert [again(name, days, unsure(name)) for days in (0, 0.9, 1, 5)] == [False, False, True, True]
    assert [again(name, days, unsure(name), *nos(name, 1)) for days in (1.1, 2)] == [False, True]
    assert not again(name, 3, unsure(name), unsure(name, 1)), "the second one stays until a visit"
    assert [again(name, 20, unsure(name), unsure(name, days)) for days in (14, 14.1)] == [False, True]
    assert not again(name, 3, answered(0, name, "yes"))
    assert not again(name, 3, unsure(name), answered(1, name, "yes"))
    for never in ("walking-trouble", "chest-pain"):
        assert not again(never, 3, unsure(never))


def test_dizziness_in_a_session_is_asked_again_on_the_next_day() -> None:
    told = fact("report", START, flag="in-session-dizzy", technique="bridge", gone="no")
    assert [again("in-session-dizzy", days, told) for days in (0.1, 1)] == [False, True]
    numb = fact("report", START, flag="in-session-numb-tingle", technique="bridge")
    assert not again("in-session-numb-tingle", 1, numb)
