"""What is noted of one sign over time, and what a combination and a visit make of it, moment by moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.history.history import History, Visit
from coach.core.record.facts import Fact, Unreadable
from coach.core.safety.abridged import end_of_past, needed
from coach.core.safety.doubts import asked_again, ends_by_no, lapsed
from coach.core.safety.evidence import Evidence
from coach.core.safety.observations import Observation, Observations
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.rules.combinations import holds
from coach.core.safety.screening import raised
from coach.core.safety.visits import Visits
from coach.core.vocabulary import BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, flags, visit

HOUR, DAY, MINUTE, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
FLAGS = CATALOGUE.flags
NECK = BodyArea.NECK


def up(*facts: Fact, later: timedelta = timedelta()) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in raised(facts, CATALOGUE, MORNING + later)}


def trace(name: str, *moments: tuple[float, bool], doubts: tuple[float, ...] = ()) -> Observation:
    """What was told so many hours from now: unsafe or safe."""
    told = [(MORNING + at * HOUR, unsafe) for at, unsafe in moments]
    return Observation(FLAGS[name], moments=told, doubts={MORNING + at * HOUR for at in doubts})


def visits(*made: Visit, **history: Any) -> Visits:
    return Visits(Observations(CATALOGUE, History(visits=made, **history)))


# --- one sign ---------------------------------------------------------------------------------------------------------


def test_the_unsafe_word_of_a_moment_counts_before_the_safe_one() -> None:
    assert not trace("night-pain", (-1, False), (0, True), (0, False)).safe
    assert trace("night-pain", (-1, True), (0, False)).safe
    one = trace("night-pain", (-2, True), (0, False))
    wanted = ((-2 * HOUR - SECOND, False), (-2 * HOUR, True), (-SECOND, True), (timedelta(), False))
    assert [one.unsafe_at(MORNING + at) for at, _ in wanted] == [unsafe for _, unsafe in wanted]
    assert one.last == MORNING - 2 * HOUR


@pytest.mark.parametrize(("after", "since"), [(None, -9), (-10, -9), (-9, -5), (-8, -5), (-5, -2), (-2, -2), (0, -2)])
def test_a_sign_is_up_since_its_first_word_after_the_visit(after: float | None, since: float) -> None:
    one = trace("night-pain", (-9, True), (-5, True), (-4, False), (-2, True))
    assert one.since(None if after is None else MORNING + after * HOUR) == MORNING + since * HOUR


@pytest.mark.parametrize(
    ("at", "subject", "denied"),
    [(DAY, "", True), (DAY, "neck", True), (timedelta(), "", False), (-DAY, "", False), (DAY, "else", False)],
)
def test_a_no_of_a_later_day_denies_its_own_sign(at: timedelta, subject: str, denied: bool) -> None:
    traces = Observations(CATALOGUE, History())
    traces.denied["numb-skin"] = [(MORNING + at, "neck")]
    assert traces.denied_after(MORNING.date(), "numb-skin", subject) is denied
    assert not traces.denied_after(MORNING.date(), "broken-skin", subject)


def test_a_no_to_one_line_ends_only_its_own_sign_and_an_unfinished_check_none() -> None:
    yes = fact("check", MORNING - 3 * DAY, answers={"feel-ill-today": "yes"})
    for body, ends in (
        ({"complete": True, "listed": ["feel-ill-today"]}, True),
        ({"complete": False, "listed": ["feel-ill-today"]}, False),
        ({"complete": True, "listed": ["night-pain"]}, False),
        ({"complete": False, "answers": {"feel-ill-today": "no"}}, True),
        ({"complete": True, "groups": {"all": "no"}}, True),
        ({"complete": True, "groups": {"all": "yes"}}, False),
    ):
        assert ("feel-ill-today" not in up(yes, fact("check", MORNING - 2 * DAY, layer="today", **body))) is ends


@pytest.mark.parametrize(
    ("pressed", "stops"),
    [
        ([(119, "neck")], False),
        ([(120, "neck")], True),
        ([(60, "neck"), (60, "neck")], True),
        ([(60, "neck"), (59, "neck")], False),
        ([(60, "neck"), (60, "shoulder")], False),
        ([(60, None), (60, "shoulder")], True),
        ([(60, "neck"), (60, None)], True),
        ([(None, "neck")], True),
    ],
)
def test_what_was_pressed_on_a_place_adds_up_over_the_day(
    pressed: list[tuple[float | None, str | None]], stops: bool
) -> None:
    told = [
        fact("report", MORNING + n * MINUTE, flag="ball-no-release-2-min", area=area, pressed=seconds)
        for n, (seconds, area) in enumerate(pressed)
    ]
    assert ("ball-no-release-2-min" in up(*told, later=HOUR)) is stops
    if len(told) > 1:
        early = replace(told[0], at=told[0].at - DAY)
        assert "ball-no-release-2-min" not in up(early, told[1], later=HOUR)


@pytest.mark.parametrize(("flag", "ends"), [("bruise-on-record", True), ("no-better-24h", True), ("night-pain", False)])
def test_what_is_kept_up_of_a_complaint_that_cant_be_read_goes_when_it_is_over(flag: str, ends: bool) -> None:
    lost = replace(fact("pain", MORNING - 2 * DAY, level=1), id="it", body=Unreadable("episode", "{", "no JSON"))
    log = fact("flags", MORNING - DAY, up=[f"{flag}/it"])
    assert flag in up(lost, log)
    for name, over in (("it", ends), ("else", False)):
        assert (flag not in up(lost, log, fact("episode-ended", MORNING - HOUR, episode=name))) is over


@pytest.mark.parametrize("word", ["doubt", "as_seen"])
@pytest.mark.parametrize("told", [(True,), (False,), (True, False), (False, True), (True, True)])
def test_a_plain_yes_at_the_very_moment_counts_before_a_doubt_and_before_no_news(
    word: str, told: tuple[bool, ...]
) -> None:
    traces, at = Observations(CATALOGUE, History()), fact("check", MORNING)
    for one in told:
        said = Evidence("answer", "It was told.", (at.id,))
        traces.up("night-pain", at, said, doubt=one and word == "doubt", as_seen=one and word == "as_seen")
    (found,) = traces.by_flag["night-pain"]
    assert (found.doubts if word == "doubt" else found.as_seen) == ({MORNING} if all(told) else set())
    assert len(found.moments) == len(told)
    assert len(found.evidence) == 1
    assert len(traces.signs) == (len(told) if word == "doubt" else told.count(False))


@pytest.mark.parametrize(("sign", "many"), [(True, 1), (False, 0)])
def test_only_what_a_visit_would_have_had_to_know_is_a_sign(sign: bool, many: int) -> None:
    traces = Observations(CATALOGUE, History())
    assert traces.up("no-such-flag", fact("check", MORNING), Evidence("answer", "", ())) is None
    traces.up("night-pain", fact("check", MORNING), Evidence("answer", "", ()), sign=sign, measured=True)
    assert [(at, measured) for at, _, measured in traces.signs] == [(MORNING, True)] * many


# --- combinations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "moments", "stands"),
    [
        ("neck-too-stiff", [(-24, True)], True),
        ("neck-too-stiff", [(-23.9, True), (-1, False)], True),
        ("neck-too-stiff", [(-24, True), (-1, False)], False),
        ("neck-too-stiff", [(-30, True), (-23.9, True), (-1, False)], True),
        ("fever-or-chills", [(-99, True), (-1, False)], True),
    ],
)
def test_an_answer_counts_for_a_combination_while_it_stands(
    name: str, moments: list[tuple[float, bool]], stands: bool
) -> None:
    assert holds(trace(name, *moments), visits(), MORNING) is stands


def test_an_answer_that_a_visit_cleared_counts_for_no_combination() -> None:
    def fine(hours: float) -> Visit:
        return Visit("v", MORNING + hours * HOUR, frozenset(), frozenset({"fever-or-chills"}))

    one = trace("fever-or-chills", (-9, True), (-8, True), (-1, False))
    assert not holds(one, visits(fine(-9)), MORNING)
    assert holds(one, visits(fine(-9.1)), MORNING), "the visit did not know of it"
    assert holds(trace("fever-or-chills", (-9, True)), visits(fine(-2)), MORNING), "it was not answered no since"


@pytest.mark.parametrize(
    ("fine", "stands"),
    [(FLAGS["lump-nf2"].blocks.classes, False), (frozenset(), True), (frozenset({TechniqueClass.HEAT}), True)],
)
def test_what_a_visit_left_locked_no_later_answer_opens(fine: frozenset[TechniqueClass], stands: bool) -> None:
    seen = Visit("v", MORNING - 2 * HOUR, fine, frozenset({"lump-nf2"}))
    assert holds(trace("lump-nf2", (-9, True), (-1, False)), visits(seen), MORNING) is stands


def test_two_or_all_of_the_signs_are_named_and_one_alone_is_nothing() -> None:
    def told(**answers: str) -> RaisedFlag | None:
        given = {name.replace("_", "-"): word for name, word in answers.items()}
        return up(named("it", "check", MORNING, answers=given)).get("meningitis-cluster")

    assert told(fever_or_chills="yes") is told(neck_too_stiff="yes") is told(night_pain="yes") is None
    assert told(lasting_headache="yes", neck_too_stiff="yes") is None
    for second in ("bruise_like_marks", "lasting_headache", "light_sick_drowsy", "neck_too_stiff"):
        found = told(fever_or_chills="yes", **{second: "not-sure"})
        assert found is not None
        assert found.evidence[-1].facts == ("it",)
        for name in ("fever-or-chills", second.replace("_", "-")):
            assert FLAGS[name].question in found.evidence[-1].words


def test_a_visit_of_a_written_case_knew_the_parts_of_what_it_names() -> None:
    case: dict[str, Any] = {"kind": "lump", "answers": {"rest-no-relief": "yes"}}
    assert "rest-no-relief-with-lump" in flags(**case)
    assert "rest-no-relief-with-lump" not in flags(**case, history={"visits": [visit(2, "rest-no-relief-with-lump")]})
    assert "rest-no-relief-with-lump" in flags(**case, history={"visits": [visit(2, "lump-new-unassessed")]})


# --- doubts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "denied", "over"),
    [
        ("rest-no-relief", [24], True),
        ("rest-no-relief", [23.9], False),
        ("bruise-like-marks", [24, 48], False),
        ("bruise-like-marks", [24, 48, 72], True),
        ("bruise-like-marks", [24, 25, 48, 49], False),
        ("night-pain", [24 * n for n in range(1, 7)], False),
        ("night-pain", [24 * n for n in range(1, 8)], True),
        ("weight-appetite-loss", [24, 24 * 7], False),
        ("weight-appetite-loss", [24, 24 * 8], True),
        ("chest-pain", [24 * n for n in range(1, 9)], False),
        ("walking-trouble", [24 * n for n in range(1, 9)], False),
    ],
)
def test_a_doubt_lapses_with_as_many_nos_as_its_sign_asks_for(name: str, denied: list[float], over: bool) -> None:
    begun = -24 * 10
    one = trace(name, (begun, True), (begun + denied[-1], False), doubts=(begun,))
    held = visits()
    held.traces.denied[name] = [(MORNING + (begun + at) * HOUR, "") for at in denied]
    assert lapsed(one, held, MORNING) is over
    assert not lapsed(replace(one, doubts=set()), held, MORNING), "yes was answered"
    assert not lapsed(replace(one, moments=one.moments[:1]), held, MORNING)


@pytest.mark.parametrize(
    "name",
    [  # docs/safety-rules.md: of these a "no" of the person says little
        *("what-is-it", "knot-may-be-lump", "no-better-24h", "blood-clot", "weakness-getting-worse", "walking-trouble"),
        *("clumsy-hands", "new-neck-headache", "accident-caused", "back-shape-change", "chest-pain", "lump-hard"),
        *("lump-nf2", "meningitis-cluster", "electric-shock"),
    ],
)
def test_of_some_signs_no_doubt_ends_by_a_no(name: str) -> None:
    assert not ends_by_no(FLAGS[name])
    assert ends_by_no(FLAGS["night-pain"])
    assert ends_by_no(FLAGS["rest-no-relief"])


@pytest.mark.parametrize(("apart", "over"), [(14, False), (14.1, True)])
def test_a_second_doubt_within_two_weeks_stays(apart: float, over: bool) -> None:
    second = -48.0
    first = second - apart * 24
    one = trace(
        "rest-no-relief", (first, True), (first + 1, False), (second, True), (-1, False), doubts=(first, second)
    )
    held = visits()
    held.traces.denied["rest-no-relief"] = [(MORNING - HOUR, "")]
    assert lapsed(one, held, MORNING) is over
    held.traces.denied.clear()
    assert asked_again(one, held, MORNING) is over


@pytest.mark.parametrize(("hours", "asks"), [(23.9, False), (24, True), (48, True)])
def test_a_doubt_is_asked_again_a_day_later_and_once_a_day(hours: float, asks: bool) -> None:
    one = trace("rest-no-relief", (-hours, True), doubts=(-hours,))
    held = visits()
    assert asked_again(one, held, MORNING) is asks
    assert not asked_again(replace(one, doubts=set()), held, MORNING)
    held.traces.denied["rest-no-relief"] = [(MORNING - HOUR, "")]
    assert not asked_again(one, held, MORNING)
    held.traces.denied["rest-no-relief"] = [(MORNING - DAY, "")]
    assert asked_again(one, held, MORNING) is asks


# --- what of the past is still read -----------------------------------------------------------------------------------


def test_the_last_two_ratings_after_a_technique_are_read_however_old() -> None:
    until = end_of_past(MORNING)
    body = {"level": 3, "before": 2, "area": "neck"}
    old = [
        named(f"{name}{n}", "pain", until - (60 - n) * DAY, **body, techniques=[name])
        for name in ("cat-cow", "bridge")
        for n in range(3)
    ]
    plain = [named(f"p{n}", "pain", until - (50 - n) * DAY, level=3, area="neck") for n in range(2)]
    found = needed(sorted([*old, *plain], key=lambda one: (one.at, one.id)), CATALOGUE, until)
    assert {*(found or ())} == {"cat-cow1", "cat-cow2", "bridge1", "bridge2", "p1"}


# --- an age that an entry may have told -------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [False, True])
def test_an_age_that_cant_be_read_stays_up_until_everything_was_asked(asked: bool) -> None:
    lost = replace(fact("profile", MORNING - 5 * DAY, age=16), id="lost", body=Unreadable("profile", "{", "no JSON"))
    log = fact("flags", MORNING - 4 * DAY, up=["age-under-18"])
    no = {"answers": {"age-under-18": "no"}, "layer": "profile", "complete": True, "unread": ["lost"] if asked else []}
    assert ("age-under-18" in up(lost, log, fact("check", MORNING - 2 * DAY, **no))) is not asked
