"""Each rule just below its limit, at it, and just above (docs/safety-rules.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Level
from coach.core.history.history import Episode, History, Visit
from coach.core.record.facts import Fact
from coach.core.safety.evidence import Evidence
from coach.core.safety.kept_signs import AGE
from coach.core.safety.observations import MOST_EVIDENCE, Observations
from coach.core.safety.raised_flag import RaisedFlag, _after_visit, joined
from coach.core.safety.rules.combinations import age_new_pain, age_under_18, birthday_open, first_ever
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea, ComplaintKind, TechniqueClass
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, MINUTE, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
FLAGS = CATALOGUE.flags
NECK = BodyArea.NECK


def up(*facts: Fact, later: timedelta = timedelta()) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in raised(facts, CATALOGUE, MORNING + later)}


# --- since when somebody could act ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "level", "days", "flag", "known"),
    [
        ("spasm", None, 2, "no-better-24h", 1),
        ("spasm", None, 8, "spasm-prolonged", 7),
        ("knot", 4, 8, "pain-not-better-1-week", 7),
        ("knot", 8, 8, "severe-not-better-1-week", 7),
        ("knot", 8, 16, "pain-not-better-2-weeks", 14),
    ],
)
def test_what_comes_with_time_could_be_known_from_its_first_day(
    kind: str, level: int | None, days: int, flag: str, known: int
) -> None:
    start = MORNING - days * DAY
    began = fact("episode", start, kind=kind, area="neck")
    rated = [fact("pain", MORNING - HOUR, level=level, area="neck")] if level is not None else []
    assert up(began, *rated)[flag].known == start + known * DAY
    late = fact("episode", MORNING - MINUTE, kind=kind, area="neck", started=start.isoformat())
    assert up(late, *rated)[flag].known == MORNING - MINUTE, "before, it was not on record"


def test_the_first_pain_of_the_old_could_be_known_at_once() -> None:
    began = fact("episode", MORNING - DAY, kind="knot", area="neck")
    assert up(fact("profile", MORNING - DAY, age=60), began)["age-new-pain"].known == MORNING - DAY


def test_the_time_to_act_is_over_just_after_its_last_moment() -> None:
    one = up(fact("check", MORNING, answers={"limb-numb-tingle-weak": "yes"}))["limb-numb-tingle-weak"]
    assert one.act_by == MORNING + 48 * HOUR
    assert not one.overdue(MORNING + 48 * HOUR)
    assert one.overdue(MORNING + 48 * HOUR + SECOND)
    for seen in (replace(one, seen=True), replace(one, visited=True), replace(one, level=Level.CAUTION)):
        assert (seen.act_within, seen.act_by, seen.overdue(MORNING + 99 * DAY)) == (None, None, False)


@pytest.mark.parametrize(("noted", "known"), [(None, 0), (-1, 0), (1, 1)])
def test_it_could_be_known_from_the_later_of_when_it_was_so_and_noted(noted: int | None, known: int) -> None:
    (one,) = raised([fact("check", MORNING, answers={"chest-pain": "yes"})], CATALOGUE, MORNING)
    at = None if noted is None else MORNING + noted * HOUR
    assert replace(one, noted=at).known == MORNING + known * HOUR


# --- what goes by time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "flag", "hours"),
    [
        ("check", {"answers": {"injury-last-72h": "yes"}, "area": "neck"}, "injury-last-72h", 72),
        ("report", {"flag": "in-session-skin-change", "area": "neck"}, "in-session-skin-change", 72),
        ("report", {"flag": "in-session-sharp-pain", "technique": "cat-cow"}, "in-session-sharp-pain", 15),
        ("report", {"flag": "in-session-sharp-pain"}, "in-session-sharp-pain", 15),
        ("report", {"flag": "in-session-dizzy", "technique": "cat-cow", "gone": "yes"}, "in-session-dizzy", 15),
    ],
)
def test_what_goes_by_time_goes_at_its_very_moment(kind: str, body: dict[str, Any], flag: str, hours: int) -> None:
    nine = MORNING.replace(hour=9, minute=0)
    told = fact(kind, nine, **({"layer": "technique"} if kind == "check" else {}), **body)
    (one,) = raised([told], CATALOGUE, nine + hours * HOUR - SECOND)
    assert (one.flag.id, one.until) == (flag, nine + hours * HOUR)
    assert raised([told], CATALOGUE, nine + hours * HOUR) == ()


@pytest.mark.parametrize(("flag", "hours"), [("feel-ill-today", 24), ("press-on-bone-or-throat", 0)])
def test_a_no_opens_after_a_day_since_the_yes_and_at_once_where_it_is_a_place(flag: str, hours: int) -> None:
    layer = str(FLAGS[flag].ask)
    yes = fact("check", MORNING, layer=layer, answers={flag: "yes"})
    no = fact("check", MORNING + MINUTE, layer=layer, answers={flag: "no"})
    assert flag not in up(yes, no, later=max(hours * HOUR, MINUTE))
    if hours:
        assert up(yes, no, later=hours * HOUR - SECOND)[flag].until == MORNING + hours * HOUR


def test_what_was_felt_in_a_session_goes_with_a_no_of_a_later_day() -> None:
    dizzy = fact("report", MORNING, flag="in-session-dizzy", technique="cat-cow")
    for days, there in ((0, True), (1, False)):
        no = fact("check", MORNING + days * DAY + HOUR, answers={"in-session-dizzy": "no"}, listed=[])
        assert ("in-session-dizzy" in up(dizzy, no, later=days * DAY + 2 * HOUR)) is there


# --- what explains a flag ---------------------------------------------------------------------------------------------


def test_the_latest_entries_explain_a_flag_and_the_record_keeps_all() -> None:
    told = [named(f"c{n}", "check", MORNING + n * DAY, answers={"night-pain": "yes"}) for n in range(6)]
    found = up(*told, later=6 * DAY)["night-pain"]
    assert [seen.facts for seen in found.evidence] == [(f"c{n}",) for n in range(6)][-MOST_EVIDENCE:]
    assert len(found.evidence) == 4
    assert found.since == MORNING


def test_joined_flags_are_as_long_and_as_bad_as_the_worst_of_each() -> None:
    (one,) = raised([fact("check", MORNING, answers={"chest-pain": "yes"})], CATALOGUE, MORNING)
    heat, cold = (frozenset({cls}) for cls in list(CHECKED_CLASSES)[:2])
    first = replace(one, until=MORNING + HOUR, opened=heat | cold, again=True, noted=MORNING + HOUR)
    second = replace(one, since=MORNING + MINUTE, level=Level.CAUTION, until=MORNING + DAY, opened=cold)
    for pair in ((first, second), (second, first)):
        (both,) = joined(pair)
        assert (both.since, both.level, both.until) == (MORNING, Level.EMERGENCY, MORNING + DAY)
        assert (both.opened, both.again, both.noted) == (cold, True, MORNING + MINUTE)
    assert joined([first, replace(second, until=None)])[0].until is None
    here, there = replace(first, area=NECK), replace(first, area=BodyArea.SHOULDER)
    assert len(joined([here, there])) == 2
    (anywhere,) = joined([here, there, replace(first, area=None)])
    assert anywhere.area is None


@pytest.mark.parametrize(
    ("flag", "opened", "left", "level"),
    [
        ("fever-or-chills", ["heat"], True, Level.CLINICIAN),
        ("limb-numb-tingle-weak", ["heat"], True, Level.CLINICIAN),
        ("past-heat-cold-reaction", ["heat"], True, Level.CAUTION),
        ("past-heat-cold-reaction", ["heat", "cold"], False, None),
        ("past-heat-cold-reaction", [], True, Level.CAUTION),
        ("raynauds", ["heat"], True, Level.CAUTION),
        ("raynauds", ["heat", "cold"], False, Level.CAUTION),
        ("cancer-history", EVERY, False, Level.CAUTION),
        ("cannot-use-floor", ["stretch"], True, Level.CAUTION),
        ("cannot-use-floor", ["stretch", "strength"], False, Level.CAUTION),
        ("inflammatory-arthritis", ["stretch"], True, Level.CLINICIAN),
    ],
)
def test_a_visit_opens_the_classes_it_names_and_calms_what_is_left(
    flag: str, opened: list[str], left: bool, level: Level | None
) -> None:
    (one,) = raised([fact("check", MORNING, answers={flag: "yes"})], CATALOGUE, MORNING)
    classes = frozenset(TechniqueClass(name) for name in opened)
    found = _after_visit(one, Visit("v", MORNING, classes, frozenset({flag})), CATALOGUE)
    assert (found is None) is (level is None)
    if found is not None:
        locked = {*found.blocks.classes, *found.blocks.techniques}
        kept = {name for name in one.blocks.techniques if CATALOGUE.technique_classes[name] not in classes}
        assert locked == {*(one.blocks.classes - classes), *kept}
        assert (bool(locked), found.level, found.opened) == (left, level, classes)
        assert (found.visited, found.seen) == (left, not left)
    own = _after_visit(one, Visit("v", MORNING, frozenset(), frozenset({flag}), own_word=True), CATALOGUE)
    assert own is None or (own.seen and not own.blocks.classes and not own.blocks.techniques)


def test_pain_that_got_worse_after_a_visit_is_up_since_its_last_rating() -> None:
    began = fact("episode", MORNING - 9 * DAY, kind="knot", area="neck")
    rated = [fact("pain", MORNING - days * DAY, level=level, area="neck") for days, level in ((9, 2), (8, 5), (7, 5))]
    seen = fact("visit", MORNING - 6 * DAY, flags=["pain-getting-worse"], classes=EVERY, who="GP")
    assert up(began, *rated)["pain-getting-worse"].since == MORNING - 9 * DAY
    same = [fact("pain", MORNING - days * DAY, level=6, area="neck") for days in (2, 1)]
    assert "pain-getting-worse" not in up(began, *rated, seen, *same)
    worse = [fact("pain", MORNING - days * DAY, level=level, area="neck") for days, level in ((3, 5), (2, 7), (1, 8))]
    found = up(began, *rated, seen, *worse)["pain-getting-worse"]
    assert (found.since, found.known) == (MORNING - DAY, MORNING - DAY)
    again = fact("visit", MORNING - HOUR, flags=["pain-getting-worse"], classes=EVERY, who="GP")
    assert "pain-getting-worse" not in up(began, *rated, seen, *worse, again)


# --- the age of the person --------------------------------------------------------------------------------------------


def told(**history: Any) -> Observations:
    return Observations(CATALOGUE, History(**history))


@pytest.mark.parametrize(("age", "fires"), [(19, True), (20, False), (55, False), (56, True), (None, False)])
def test_a_first_pain_counts_below_twenty_and_above_fifty_five(age: int | None, fires: bool) -> None:
    pain = Episode("it", ComplaintKind.KNOT, NECK, None, MORNING, None, MORNING)
    assert (age_new_pain(pain, History(age=age, episodes=(pain,))) is not None) is fires


@pytest.mark.parametrize(("years", "fires"), [(20, True), (21, False), (55, False), (56, True)])
def test_of_a_year_of_birth_the_worse_age_counts(years: int, fires: bool) -> None:
    pain = Episode("it", ComplaintKind.KNOT, NECK, None, MORNING, None, MORNING)
    history = History(year_of_birth=MORNING.year - years, episodes=(pain,))
    assert (age_new_pain(pain, history) is not None) is fires


def test_only_an_earlier_start_in_the_same_area_makes_a_pain_not_the_first() -> None:
    pain = Episode("it", ComplaintKind.KNOT, NECK, None, MORNING, None, MORNING)
    for area, days, first in ((NECK, 1, False), (NECK, 0, True), (NECK, -1, True), (BodyArea.SHOULDER, 1, True)):
        other = replace(pain, id="other", area=area, started=MORNING - days * DAY)
        assert first_ever(pain, History(episodes=(other, pain))) is first
        assert first_ever(pain, History(past_starts=((MORNING - DAY, area, "x"),))) is (area is not NECK)


@pytest.mark.parametrize(("years", "young", "still"), [(17, True, False), (18, True, True), (19, False, False)])
def test_in_the_year_of_the_18th_birthday_it_is_open(years: int, young: bool, still: bool) -> None:
    history = told(year_of_birth=MORNING.year - years)
    assert (age_under_18(history, MORNING) is not None) is young
    assert birthday_open(history, MORNING) is still


@pytest.mark.parametrize(("days", "young"), [(1, False), (0, False), (-1, True), (400, True)])
def test_a_no_of_this_year_says_that_the_birthday_has_been(days: int, young: bool) -> None:
    history = told(year_of_birth=MORNING.year - 18)
    history.denied[AGE] = [(MORNING - days * DAY, "")]
    assert (age_under_18(history, MORNING) is not None) is young
    younger = told(year_of_birth=MORNING.year - 17)
    younger.denied[AGE] = history.denied[AGE]
    assert age_under_18(younger, MORNING) is not None


@pytest.mark.parametrize(("days", "asks"), [(29, False), (30, True)])
def test_whether_the_birthday_has_been_is_asked_again_a_month_later(days: int, asks: bool) -> None:
    history = told(year_of_birth=MORNING.year - 18)
    history.up(AGE, fact("check", MORNING - days * DAY), Evidence("answer", "yes", ()))
    assert birthday_open(history, MORNING) is asks


# --- a technique that left more pain ----------------------------------------------------------------------------------


def test_a_technique_that_twice_left_more_pain_is_up_since_the_second_time() -> None:
    twice = [
        named(
            f"p{n}", "pain", MORNING - n * DAY, level=level, before=2, techniques=["cat-cow", "bridge"][: 1 + (n < 4)]
        )
        for n, level in ((6, 4), (5, 3), (3, 4), (2, 5))
    ]
    (found,) = [one for one in raised(twice, CATALOGUE, MORNING) if one.subject == "cat-cow"]
    assert (found.since, found.evidence[-1].facts) == (MORNING - 2 * DAY, ("p3", "p2"))
    assert ({*found.blocks.techniques}, found.blocks.until) == ({"cat-cow"}, "")
    assert [one.subject for one in raised(twice, CATALOGUE, MORNING)] == ["bridge", "cat-cow"]
    assert raised(twice[:3], CATALOGUE, MORNING - DAY) == (), "once in a row it only rests for its day"
