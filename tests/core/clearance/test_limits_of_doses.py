"""The doses of the day, and what the door reads, just below each limit, at it, and just above."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.clearance.doses_of_day import A_DAY, Use, dose_advice, dose_lock, past, uses
from coach.core.clearance.listed_routine import listed
from coach.core.clearance.locks import LOST, Safety, lock
from coach.core.clearance.safety_state import unreadable
from coach.core.record.facts import Fact, Unreadable, moment
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea, Side
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES

MINUTE, SECOND, DAY = timedelta(minutes=1), timedelta(seconds=1), timedelta(days=1)
HEAT, COLD, BALL, BRIDGE, CAT = (
    TECHNIQUES[n] for n in ("moist-heat", "cold-pack", "ball-compression", "bridge", "cat-cow")
)
PERSON = {flag.id for flag in CATALOGUE.of_layer(Layer.PROFILE)}


def used(technique: str, ended: datetime, seconds: float = 600, session: str = "s", **more: Any) -> Use:
    begun = ended - seconds * SECOND
    given = {"area": None, "side": None, "spot": None, "rep": False, "day": f"{begun:%Y-%m-%d}"} | more
    return Use(technique, session, begun, ended, seconds=seconds, **given)


# --- what was held ----------------------------------------------------------------------------------------------------


def reached(index: int, at: datetime = MORNING, *, work: bool = True, **more: Any) -> Fact:
    given = {"technique": "ball-compression", "planned": 60, "kind": "hold"} | more
    return fact("reached", at, session="s", index=index, work=work, **given)


def ended(index: int, held: float, over: float = 0, session: str = "s") -> Fact:
    return fact("segment", MORNING + 5 * MINUTE, session=session, index=index, held=held, over=over, work=True)


def test_a_stretch_that_was_held_is_known_with_its_place() -> None:
    place: dict[str, Any] = {"area": "shoulder", "side": "left", "spot": 2}
    (one,) = uses([reached(1, **place), ended(1, 30, 5)])
    assert (one.technique, one.session, one.seconds, one.rep) == ("ball-compression", "s", 35, False)
    assert (one.area, one.side, one.spot) == (BodyArea.SHOULDER, Side.LEFT, 2)
    assert (one.begun, one.ended, one.day) == (MORNING, MORNING + 35 * SECOND, f"{MORNING:%Y-%m-%d}")
    assert uses([reached(1, kind="rep"), ended(1, 5)])[0].rep
    assert uses([reached(1, technique=None), ended(1, 5)])[0].technique == ""


@pytest.mark.parametrize(
    ("facts", "seconds"),
    [
        ([reached(1), reached(2, MORNING + MINUTE), ended(1, 10)], [10, 60]),
        ([reached(1), reached(1, MORNING + MINUTE), ended(1, 10)], [60, 10]),
        ([reached(1), ended(2, 10)], [60]),
        ([reached(1), ended(1, 10, session="other")], [60]),
        ([reached(1, work=False), ended(1, 10)], []),
        ([reached(1, MORNING + MINUTE), reached(2), ended(1, 10), ended(2, 20)], [20, 10]),
    ],
)
def test_what_nobody_ended_counts_in_full_and_each_stretch_has_its_own_end(
    facts: list[Fact], seconds: list[float]
) -> None:
    assert [one.seconds for one in uses(facts)] == seconds


def test_what_cant_be_read_fills_its_day() -> None:
    lost = Fact("lost", *moment(MORNING), "", Unreadable("reached", "{", "cut off"))
    (one,) = uses([lost])
    assert (one.begun, one.ended, one.day, one.rep) == (MORNING, MORNING, f"{MORNING:%Y-%m-%d}", False)
    longest = [dose.high for t in TECHNIQUES.values() for dose in (t.dose.hold, t.dose.hard_stop) if dose is not None]
    assert one.seconds == A_DAY > max(longest)


# --- what is locked, and what is advised ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "left"), [(7200, 0), (7199, 1), (7141, 1), (7140, 1), (7139, 2), (60, 119), (0, 120)]
)
def test_the_gap_of_heat_and_cold_says_how_many_minutes_are_left(before: int, left: int) -> None:
    for technique in (HEAT, COLD):
        said = dose_lock(technique, [used(technique.id, MORNING - before * SECOND)], TECHNIQUES, MORNING)
        assert (f"Open again in {left} min." in said) if left else not said


@pytest.mark.parametrize(
    ("technique", "seconds", "counts"),
    [
        ("moist-heat", 59.9, False),
        ("moist-heat", 60, True),
        ("ball-compression", 0.9, False),
        ("ball-compression", 1, True),
    ],
)
def test_a_use_counts_from_its_shortest_time(technique: str, seconds: float, counts: bool) -> None:
    two = [used(technique, MORNING - n * MINUTE, seconds, f"s{n}") for n in (1, 2)]
    assert bool(dose_lock(TECHNIQUES[technique], two, TECHNIQUES, MORNING)) is counts


def test_the_times_of_a_day_are_sessions_of_that_day_with_the_class() -> None:
    one, two = used("ball-compression", MORNING, session="a"), used("ball-compression", MORNING, session="b")
    assert dose_lock(BALL, [one, two], TECHNIQUES, MORNING)
    assert not dose_lock(BALL, [one, replace(two, session="a")], TECHNIQUES, MORNING)
    assert not dose_lock(BALL, [one, two], TECHNIQUES, MORNING, "b"), "a session that is gone on with is none of them"
    assert not dose_lock(BALL, [one, replace(two, day="2026-01-01")], TECHNIQUES, MORNING)
    assert not dose_lock(BALL, [one, replace(two, technique="cat-cow")], TECHNIQUES, MORNING)
    assert dose_lock(BALL, [one, replace(two, technique="own-ball")], {"ball-compression": BALL}, MORNING)
    assert not dose_lock(
        CAT, [replace(one, technique="cat-cow", session=f"s{n}") for n in range(9)], TECHNIQUES, MORNING
    )


@pytest.mark.parametrize(("technique", "times", "words"), [("bridge", 1, "once"), ("cat-cow", 2, "2 times")])
def test_the_others_are_advised_against_from_their_times_on(technique: str, times: int, words: str) -> None:
    recent = [used(technique, MORNING, session=f"s{n}") for n in range(times)]
    said = dose_advice(TECHNIQUES[technique], recent, MORNING)
    assert said.endswith(f": {words} a day is plenty, and you have done that today.")
    for other in (recent[1:], [replace(one, session="s") for one in recent][: times - 1]):
        assert not dose_advice(TECHNIQUES[technique], other, MORNING)
    assert not dose_advice(TECHNIQUES[technique], [replace(one, technique="chin-tuck") for one in recent], MORNING)
    assert not dose_advice(TECHNIQUES[technique], recent, MORNING + DAY)


def test_none_of_the_capped_and_of_those_without_a_number_is_advised_against() -> None:
    for name in ("ball-compression", "moist-heat", "movement-break"):
        assert not dose_advice(TECHNIQUES[name], [used(name, MORNING, session=f"s{n}") for n in range(9)], MORNING)


@pytest.mark.parametrize(
    ("more", "pressed"),
    [
        ({}, True),
        ({"seconds": 0.5}, True),
        ({"seconds": 0}, False),
        ({"technique": "cat-cow"}, False),
        ({"technique": "gone"}, True),
        ({"day": "2026-01-01"}, False),
    ],
)
def test_pressing_of_today_leaves_less_room_on_its_spot(more: dict[str, Any], pressed: bool) -> None:
    one = replace(used("ball-compression", MORNING, 30, area=BodyArea.NECK, side=Side.LEFT, spot=1), **more)
    found = past([one], TECHNIQUES, MORNING).pressed
    assert found == (((BodyArea.NECK, Side.LEFT, 1, one.seconds),) if pressed else ())


def test_of_each_technique_the_session_with_the_most_repeats_counts() -> None:
    many = {("bridge", "a"): 2, ("bridge", "b"): 3, ("bridge", "c"): 1, ("chin-tuck", "a"): 1}
    reps = [used(name, MORNING, 1, session, rep=True) for (name, session), count in many.items() for _ in range(count)]
    nothing = [used("bridge", MORNING, 0, "b", rep=True), used("bridge", MORNING, 9, "b")]
    assert past([*reps, *nothing], TECHNIQUES, MORNING).reps_last_week == (("bridge", 3), ("chin-tuck", 1))


# --- what the door reads ----------------------------------------------------------------------------------------------


def safety(*facts: Fact, valid: bool = True, **more: Any) -> Safety:
    check = DailyCheck(valid=valid, begun=True)
    given = {"answered": frozenset(CATALOGUE.flags), "known": frozenset(PERSON)} | more
    return replace(Safety(raised(facts, CATALOGUE, MORNING), check, CATALOGUE, (), "v1"), **given)


def test_all_is_known_only_with_the_check_of_the_day_and_every_answer_about_the_person() -> None:
    assert safety().whole
    assert not safety(valid=False).whole
    assert not safety(catalogue=None).whole
    for name in PERSON:
        assert not safety(known=frozenset(PERSON - {name})).whole


def test_what_cant_be_read_passes_no_check() -> None:
    state = unreadable("The record can't be read.", CATALOGUE)
    assert (state.check.valid, state.whole, state.level) == (False, False, Level.INCOMPLETE)
    assert all(lock(technique, None, state, MORNING, TECHNIQUES) for technique in TECHNIQUES.values())


@pytest.mark.parametrize(
    ("flag", "level"),
    [(None, "incomplete"), ("feel-ill-today", "incomplete"), ("rest-no-relief", ""), ("chest-pain", "")],
)
def test_an_open_check_shows_only_below_see_a_clinician(flag: str | None, level: str) -> None:
    facts = [fact("check", MORNING, answers={flag: "yes"})] if flag is not None else []
    own = CATALOGUE.flags[flag].level if flag is not None else Level.SELF_CARE
    assert safety(*facts).level is own
    assert safety(*facts, valid=False).level is (Level.INCOMPLETE if level else own)


def test_a_break_waits_for_the_check_where_the_record_was_damaged_and_the_other_calm_ones_do_not() -> None:
    state = safety(check=DailyCheck(valid=False, lost=True))
    texts = {name: [r.text for r in lock(t, None, state, MORNING, TECHNIQUES)] for name, t in TECHNIQUES.items()}
    assert texts["movement-break"] == [LOST]
    assert texts["calm-breathing"] == texts["posture-check"] == texts["hydration-check"] == []
    assert lock(TECHNIQUES["movement-break"], None, safety(valid=False), MORNING, TECHNIQUES) == ()


def test_a_routine_in_a_list_says_whether_only_the_check_is_missing() -> None:
    def shown(name: str, state: Safety) -> tuple[bool, bool, bool]:
        technique = TECHNIQUES[name]
        one = listed(technique, (technique,), state, MORNING, TECHNIQUES, 60)
        return one.locked, one.check_due, one.nothing_asked

    assert shown("cat-cow", safety()) == (False, False, False)
    assert shown("calm-breathing", safety()) == (False, False, True)
    assert shown("cat-cow", safety(valid=False)) == (True, True, False)
    ill = fact("check", MORNING, answers={"rest-no-relief": "yes"})
    assert shown("cat-cow", safety(ill)) == (True, False, False)
    assert shown("bridge", safety(ill, valid=False)) == (True, False, False), "a sign locks it besides"


def test_without_a_catalogue_no_answer_about_the_person_is_asked_for_by_name() -> None:
    for technique, state in ((CAT, safety(catalogue=None)), (TECHNIQUES["calm-breathing"], safety(known=frozenset()))):
        assert state.unknown_to(technique) == frozenset()
    assert safety(known=frozenset()).unknown_to(CAT) <= PERSON
    assert safety(known=frozenset()).to_ask(CAT)
