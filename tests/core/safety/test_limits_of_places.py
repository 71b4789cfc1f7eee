"""Where a sign holds, and since when, where several entries, places and visits speak of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Where
from coach.core.history.history import History, Lump, LumpCheck, Rating, Visit
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import Fact, Unreadable, as_a
from coach.core.record.health import LumpSeen, SignReported
from coach.core.safety.doubts import asked_again, lapsed
from coach.core.safety.kept_signs import Kept
from coach.core.safety.observations import Observation, Observations
from coach.core.safety.raised_flag import RaisedFlag, _by_time, joined
from coach.core.safety.screening import raised
from coach.core.safety.visits import Visits, known_at
from coach.core.vocabulary import BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
FLAGS = CATALOGUE.flags
NECK, SHOULDER = BodyArea.NECK, BodyArea.SHOULDER


def every(*facts: Fact) -> list[RaisedFlag]:
    return list(raised(facts, CATALOGUE, MORNING))


def up(*facts: Fact) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in every(*facts)}


def visits(*made: Visit, **history: Any) -> Visits:
    return Visits(Observations(CATALOGUE, History(visits=made, **history)))


@pytest.mark.parametrize("name", ["in-session-skin-change", "broken-skin"])
def test_what_was_told_at_two_places_holds_at_both(name: str) -> None:
    def told(area: str | None, hours: int) -> Fact:
        if name == "broken-skin":
            return fact("check", MORNING - hours * HOUR, layer="technique", answers={name: "yes"}, area=area)
        return fact("report", MORNING - hours * HOUR, flag=name, area=area)

    assert {one.area for one in every(told("neck", 2), told("shoulder", 1))} == {NECK, SHOULDER}
    assert [one.since for one in every(told("neck", 2), told("neck", 1))] == [MORNING - 2 * HOUR]
    assert {one.area for one in every(told("neck", 2), told(None, 1))} == {NECK, None}


def test_a_sign_of_one_of_two_lumps_holds_at_its_own_place() -> None:
    lumps = [named(name, "lump", MORNING - HOUR, area=area) for name, area in (("a", "neck"), ("b", "shoulder"))]
    for name, area in (("a", NECK), ("b", SHOULDER)):
        told = fact("check", MORNING, layer="lump", lump=name, answers={"swollen-gland": "yes"})
        found = up(*lumps, told)["swollen-gland"]
        assert (found.area, found.subject) == (area, name)


def test_of_two_places_the_wider_one_holds() -> None:
    (one,) = every(fact("check", MORNING, layer="technique", answers={"broken-skin": "yes"}, area="neck"))
    wide = replace(one, blocks=replace(one.blocks, where=Where.EVERYWHERE))
    for pair in ((one, wide), (wide, one)):
        assert joined(pair)[0].blocks.where is Where.EVERYWHERE
    assert joined((one, one))[0].blocks.where is Where.AREA


def test_a_knot_that_begins_this_very_moment_is_up_since_now() -> None:
    starts = [fact("past-start", MORNING - days * DAY, area="neck") for days in (50, 30)]
    now = fact("episode", MORNING, kind="knot", area="neck")
    assert up(*starts, now)["knot-keeps-coming-back"].since == MORNING


@pytest.mark.parametrize(("answer", "flag"), [("cancer-history", "lump-cancer-history"), ("lump-nf2", "lump-nf2")])
@pytest.mark.parametrize(("lump", "answered"), [(5, 2), (2, 5)])
def test_an_answer_about_the_person_and_a_lump_are_up_since_the_later_of_both(
    answer: str, flag: str, lump: int, answered: int
) -> None:
    there = fact("lump", MORNING - lump * DAY, area="shoulder")
    said = fact("check", MORNING - answered * DAY, answers={answer: "yes"})
    found = [
        one for one in every(*sorted([there, said], key=lambda one: one.at)) if one.flag.id == flag and one.subject
    ]
    assert [one.since for one in found] == [MORNING - 2 * DAY]


def test_more_pain_after_a_session_rests_only_what_was_done() -> None:
    assert up(fact("pain", MORNING, level=5, before=2)) == {}
    found = up(fact("pain", MORNING, level=5, before=2, techniques=["cat-cow"]))["in-session-pain-up"]
    assert {*found.blocks.techniques} == {"cat-cow"}


def test_techniques_that_rest_do_so_each_to_its_own_end_and_the_flag_to_the_last() -> None:
    ends = {"cat-cow": MORNING + HOUR, "bridge": MORNING + 3 * HOUR}
    trace = Observation(FLAGS["in-session-sharp-pain"], moments=[(MORNING, True)], resting=dict(ends))
    for resting in (ends, dict(reversed(ends.items()))):
        trace.resting = dict(resting)
        one = RaisedFlag(trace.flag, MORNING, trace.flag.level, trace.flag.blocks)
        for at, left in ((0, {"cat-cow", "bridge"}), (1, {"bridge"}), (2, {"bridge"})):
            found = _by_time(one, trace, MORNING + at * HOUR)
            assert found is not None
            assert ({*found.blocks.techniques}, found.until) == (left, MORNING + 3 * HOUR)
        assert _by_time(one, trace, MORNING + 3 * HOUR) is None


def test_what_was_answered_of_a_complaint_goes_with_that_complaint() -> None:
    begun = [
        named(name, "episode", MORNING - HOUR, kind="spasm", area=area)
        for name, area in (("a", "neck"), ("b", "shoulder"))
    ]
    no = fact("check", MORNING - MINUTE, layer="episode", episode="a", answers={"no-better-24h": "no"})
    assert "no-better-24h" in up(*begun, no)
    for name, stays in (("a", False), ("b", True)):
        over = fact("episode-ended", MORNING, episode=name)
        assert ("no-better-24h" in up(*begun, no, over)) is stays


# --- visits and doubts ------------------------------------------------------------------------------------------------


def trace(name: str, *days: float, safe: bool = True, doubts: bool = True) -> Observation:
    told = [MORNING + at * DAY for at in days]
    moments = [(at, True) for at in told] + ([(MORNING - HOUR, False)] if safe else [])
    return Observation(FLAGS[name], moments=moments, doubts={*told} if doubts else set())


@pytest.mark.parametrize(("no", "over"), [(-0.5, False), (-15, False), (-1, True)])
def test_the_day_after_the_last_doubt_counts(no: float, over: bool) -> None:
    held = visits()
    held.traces.denied["rest-no-relief"] = [(MORNING + no * DAY, "")]
    assert lapsed(trace("rest-no-relief", -30, -2 if over else -1), held, MORNING) is over


@pytest.mark.parametrize(("advice", "over"), [(-5, False), (-1, True), (0, True), (0.5, False)])
def test_advice_by_phone_ends_the_doubts_before_it(advice: float, over: bool) -> None:
    called = Visit("v", MORNING + advice * DAY, frozenset(), frozenset({"night-pain"}), advice=True)
    assert lapsed(trace("night-pain", -9, -1, safe=False), visits(called), MORNING) is over
    assert lapsed(trace("night-pain", -9, advice, safe=False), visits(called), MORNING) is (advice <= 0)
    assert not lapsed(trace("night-pain", -9, -1, doubts=False), visits(called), MORNING), "yes needs a visit"
    assert not lapsed(trace("chest-pain", -9, -1), visits(replace(called, advice=False)), MORNING)


@pytest.mark.parametrize(("told", "news", "known"), [([-5], -2, -2), ([-2], -5, -2), ([], -2, -2), ([-9, -5], -7, -7)])
def test_what_is_kept_up_could_be_known_with_its_last_news(told: list[int], news: int, known: int) -> None:
    one = trace("night-pain", *told, safe=False)
    first = min((MORNING + at * DAY for at in told), default=None)
    assert known_at(one) == first
    log = as_a(fact("flags", MORNING - 9 * DAY, up=["night-pain"]), FlagsLogged)
    one.kept = Kept("night-pain", "", log, MORNING + news * DAY, ())
    assert known_at(one) == MORNING + known * DAY
    one.as_seen = {MORNING + at * DAY for at in told}
    assert known_at(one) == MORNING + news * DAY


@pytest.mark.parametrize(("again", "clears"), [(-3, True), (-2, True), (-1, False)])
def test_an_urgent_fact_about_the_person_is_told_anew_by_its_own_yes(again: int, clears: bool) -> None:
    made = Visit("v", MORNING - 2 * DAY, frozenset(), frozenset({"blood-clot"}))
    held = visits(made)
    clot, other = trace("blood-clot", again), trace("chest-pain", -1)
    held.traces.signs += [(MORNING - 9 * DAY, clot, False), (MORNING - DAY, other, False)]
    held.traces.signs.append((MORNING + again * DAY, clot, False))
    assert (held.clears(FLAGS["blood-clot"], None, MORNING - 9 * DAY, MORNING) is not None) is clears


@pytest.mark.parametrize(
    ("noted", "felt", "level", "as_sore"),
    [
        ([5, 2], [], 4, False),
        ([2, 5], [], 6, True),
        ([2], [5], 6, True),
        ([], [5, 2], 4, False),
        ([], [], 3, True),
        ([], [], 4, False),
    ],
)
def test_a_visit_has_known_of_the_last_pain_before_it(
    noted: list[int], felt: list[int], level: int, as_sore: bool
) -> None:
    start = MORNING - 9 * DAY
    looks = tuple(
        LumpCheck(f"l{n}", start + n * HOUR, as_a(fact("lump", start, pain=pain), LumpSeen).body)
        for n, pain in enumerate(noted)
    )
    pain = tuple(Rating(f"p{n}", start + n * HOUR, one, BodyArea.LOWER_BACK) for n, one in enumerate(felt))
    lump = Lump("it", BodyArea.LOWER_BACK, None, start, start, None, unknown=False, checks=looks)
    made = Visit("v", start + DAY, frozenset(), frozenset({"back-lump-with-pain"}), frozenset({"it"}))
    held = visits(made, pain=pain, lumps=(lump,))
    flag = FLAGS["back-lump-with-pain"]
    assert held.as_sore(flag, lump, level, MORNING) is as_sore
    assert held.as_sore(flag, lump, None, MORNING)
    assert not held.as_sore(flag, lump, None, start + DAY), "the very moment of the visit is no later one"
    assert not visits(lumps=(lump,)).as_sore(flag, lump, None, MORNING)


@pytest.mark.parametrize(
    ("groups", "ends"),
    [({"P5-moving": "no"}, True), ({"P5-moving": "yes"}, False), ({"P4-care": "no"}, False), ({"none": "no"}, False)],
)
def test_a_screen_of_an_earlier_version_answered_each_of_its_questions(groups: dict[str, str], ends: bool) -> None:
    yes = fact("check", MORNING - 3 * DAY, answers={"cannot-use-floor": "yes"})
    no = fact("check", MORNING - 2 * DAY, layer="profile", complete=True, groups=groups)
    assert ("cannot-use-floor" not in up(yes, no)) is ends


def test_no_visit_takes_away_an_age_or_what_only_time_takes_away() -> None:
    seen = fact("visit", MORNING, flags=["age-under-18", "knot-keeps-coming-back"], classes=EVERY, who="GP")
    young = fact("profile", MORNING - DAY, year_of_birth=MORNING.year - 18)
    starts = [fact("past-start", MORNING - days * DAY, area="neck") for days in (50, 30, 2)]
    found = up(*starts, young, seen)
    assert found.keys() == {"age-under-18", "knot-keeps-coming-back"}
    assert found["age-under-18"].evidence[-1].words == "The age given is 17 or 18."
    younger = up(fact("profile", MORNING - DAY, age=16), seen)
    assert younger["age-under-18"].evidence[-1].words == "The age given is 16."
    for one in (found["age-under-18"], younger["age-under-18"]):
        assert (one.level, one.blocks, one.seen) == (one.flag.level, one.flag.blocks, False)


def test_a_visit_before_two_lumps_came_is_about_neither() -> None:
    later = [Lump(name, NECK, None, MORNING, MORNING, None, unknown=False, checks=()) for name in ("one", "two")]
    made = Visit("v", MORNING - DAY, frozenset(), frozenset())
    assert [visits(lumps=tuple(later)).about(made, name) for name in ("one", "two", "unread")] == [False, False, True]


@pytest.mark.parametrize(("gone", "signs"), [("no", 1), ("not-sure", 1), ("yes", 0)])
def test_a_dizzy_spell_that_passed_is_no_sign_that_ends_a_visit(gone: str, signs: int) -> None:
    traces = Observations(CATALOGUE, History())
    traces.reported(as_a(fact("report", MORNING, flag="in-session-dizzy", gone=gone), SignReported))
    assert len(traces.signs) == signs


def test_what_is_kept_up_is_no_new_sign_and_an_answer_to_no_question_is_none() -> None:
    traces = Observations(CATALOGUE, History())
    log = as_a(fact("flags", MORNING, up=["night-pain"]), FlagsLogged)
    traces.keep(Kept("night-pain", "", log, MORNING, ()), log)
    assert (traces.signs, [*traces.by_flag]) == ([], ["night-pain"])
    assert up(fact("check", MORNING, answers={"no-such-question": "yes", "night-pain": "yes"})).keys() == {"night-pain"}


def test_of_two_entries_of_a_flag_all_that_either_locks_is_locked() -> None:
    (one,) = every(fact("check", MORNING, answers={"raynauds": "yes"}))
    heat, cold = (
        replace(
            one, blocks=replace(one.blocks, classes=frozenset({TechniqueClass(name)}), techniques=frozenset({name}))
        )
        for name in ("heat", "cold")
    )
    for pair in ((heat, cold), (cold, heat)):
        (both,) = joined(pair)
        assert ({*both.blocks.classes}, {*both.blocks.techniques}) == ({"heat", "cold"}, {"heat", "cold"})


@pytest.mark.parametrize("name", ["a", "b"])
def test_what_is_kept_of_one_of_two_complaints_holds_at_its_place(name: str) -> None:
    begun = [
        named(one, "episode", MORNING - DAY, kind="bruise", area=area)
        for one, area in (("a", "neck"), ("b", "shoulder"))
    ]
    lost = replace(fact("pain", MORNING - 2 * HOUR, level=1), body=Unreadable("pain", "{", "no JSON"))
    found = every(*begun, lost, fact("flags", MORNING - HOUR, up=[f"bruise-on-record/{name}"]))
    places = {one.subject: one.area for one in found if one.flag.id == "bruise-on-record"}
    assert places == {"a": NECK, "b": SHOULDER}


def test_signs_taken_together_rest_on_the_last_word_on_each() -> None:
    told = [
        named(f"{name}-{n}", "check", MORNING - n * HOUR, answers={name: "yes"})
        for n, name in ((4, "fever-or-chills"), (3, "fever-or-chills"), (2, "bruise-like-marks"))
    ]
    found = up(*told)["meningitis-cluster"]
    assert found.evidence[-1].facts == ("fever-or-chills-3", "bruise-like-marks-2")


@pytest.mark.parametrize(("last", "asks"), [(-0.5, False), (-1, True)])
def test_a_doubt_of_long_ago_does_not_bring_the_question_of_a_new_one_sooner(last: float, asks: bool) -> None:
    assert asked_again(trace("rest-no-relief", -30, last, safe=False), visits(), MORNING) is asks
