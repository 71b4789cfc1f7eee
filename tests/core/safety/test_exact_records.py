"""What rules say to the letter of records with several lumps, several desks, late notes and an unreadable entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Layer
from coach.core.check.cadence import due
from coach.core.history.history import Episode, History, Rating
from coach.core.record.facts import Fact, Unreadable
from coach.core.safety.abridged import LOOK_BACK, MARGIN, ZONES, _Quiet
from coach.core.safety.daily_check import answered_before, passed
from coach.core.safety.kept_signs import kept_signs
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import evaluate, raised
from coach.core.vocabulary import BodyArea, ComplaintKind, Tag
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, EVERY, flags, visit

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def up(*facts: Fact) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in raised(facts, CATALOGUE, MORNING)}


def unread(name: str, before: timedelta, kind: str = "pain") -> Fact:
    return replace(fact("pain", MORNING - before, level=1), id=name, body=Unreadable(kind, "{", "no JSON"))


def logged(before: timedelta, *names: str, device: str = "here") -> Fact:
    return replace(fact("flags", MORNING - before, up=list(names)), device=device)


# --- several lumps, several ratings -----------------------------------------------------------------------------------


def test_a_sore_lump_in_the_neck_is_no_sore_lump_of_the_back() -> None:
    neck = named("neck", "lump", MORNING - HOUR, area="neck", pain=4)
    back = named("back", "lump", MORNING - HOUR, area="lower-back")
    found = up(neck, back)
    assert "lump-painful" in found
    assert "back-lump-with-pain" not in found
    sore = named("sore", "lump", MORNING - MINUTE, lump="back", pain=1)
    assert "back-lump-with-pain" in up(neck, back, sore)


def test_of_several_ratings_of_a_night_the_worst_counts() -> None:
    nights = [
        fact("pain", MORNING - n * DAY - at * HOUR, level=level, area="neck", tags=tags)
        for n in (1, 2, 3)
        for at, level, tags in ((7, 8, ["night"]), (6, 2, ["night"]), (0, 5, []))
    ]
    assert "night-pain" in up(*nights)


def test_a_night_below_the_worst_of_its_day_does_not_count() -> None:
    days = [
        fact("pain", MORNING - n * DAY + at * HOUR, level=level, area="neck", tags=tags)
        for n in (1, 2, 3)
        for at, level, tags in ((-7, 6, ["night"]), (0, 7, []), (2, 1, []))
    ]
    assert "night-pain" not in up(*days)


def test_a_visit_about_a_combination_knew_its_parts() -> None:
    told: dict[str, Any] = {"area": "mid-back", "kind": "lump", "answers": {"lump-painful": "yes"}}
    assert "back-lump-with-pain" in flags(**told)
    found = flags(**told, history={"visits": [visit(2, "back-lump-with-pain")]})
    assert "back-lump-with-pain" not in found
    assert "lump-painful" in found, "each needs its own visit"


def test_what_locks_everywhere_has_no_place() -> None:
    found = up(fact("check", MORNING, layer="told", answers={"night-pain": "yes"}, area="neck"))
    assert found["night-pain"].area is None
    place = up(fact("check", MORNING, layer="technique", answers={"broken-skin": "yes"}, area="neck"))
    assert place["broken-skin"].area is BodyArea.NECK


# --- what is noted late, and when questions come ----------------------------------------------------------------------


def test_what_is_noted_after_the_check_of_an_earlier_moment_voids_it() -> None:
    everything = [flag.id for flag in CATALOGUE.of_layer(Layer.TODAY)]
    check = fact(
        "check", MORNING, layer="today", complete=True, catalogue=CATALOGUE.digest, listed=everything, answers={}
    )
    before = {"level": 8, "area": "neck"}
    early = fact("pain", MORNING - HOUR, **before, noted=(MORNING - MINUTE).isoformat())
    late = fact("pain", MORNING - HOUR, **before, noted=(MORNING + MINUTE).isoformat())
    assert passed([early, check], CATALOGUE, MORNING + HOUR).valid
    assert not passed([late, check], CATALOGUE, MORNING + HOUR).valid


@pytest.mark.parametrize(("name", "stands"), [("feel-ill-today", False), ("night-pain", True)])
def test_a_slip_voids_the_check_in_which_its_question_was_answered(name: str, stands: bool) -> None:
    everything = [flag.id for flag in CATALOGUE.of_layer(Layer.TODAY) if flag.id != "feel-ill-today"]
    given = {"layer": "today", "complete": True, "catalogue": CATALOGUE.digest, "listed": everything}
    check = fact("check", MORNING, **given, answers={"feel-ill-today": "yes"})
    slip = fact("withdrawn", MORNING + MINUTE, flags=[name])
    assert passed([check, slip], CATALOGUE, MORNING + HOUR).valid is stands


@pytest.mark.parametrize(("seconds", "asked"), [(-1, False), (0, True)])
def test_the_stage_of_a_week_comes_at_the_midnight_of_its_day(seconds: int, asked: bool) -> None:
    began = named("it", "episode", MORNING - 7 * DAY, kind="knot", area="neck")
    check = fact("check", MORNING - 5 * DAY, layer="episode", complete=True, sections=["episode:it"])
    midnight = MORNING.replace(hour=0) + timedelta(seconds=seconds)
    given = [began, check]
    assert bool(due(given, evaluate(given, CATALOGUE, midnight), CATALOGUE, midnight).episodes) is asked


# --- what is kept up while an entry can't be read ---------------------------------------------------------------------


def test_a_lump_whose_own_entries_can_be_read_is_kept_at_its_place() -> None:
    lump = named("it", "lump", MORNING - DAY, area="neck")
    found = up(lump, logged(HOUR, "lump-new-unassessed/it"), unread("lost", 2 * HOUR))
    assert found["lump-new-unassessed"].area is BodyArea.NECK
    any_lump = up(lump, logged(HOUR, "lump-new-unassessed/it"), unread("lost", 2 * HOUR, "lump"))
    assert any_lump["lump-new-unassessed"].area is None


def test_no_visit_before_it_rose_on_the_last_of_several_desks_has_known_it() -> None:
    desks = [logged(hours * HOUR, "night-pain", device=name) for hours, name in ((9, "a"), (6, "b"), (3, "c"))]
    given = sorted([unread("lost", 20 * HOUR), *desks], key=lambda one: one.at)
    (kept,) = kept_signs(given, CATALOGUE)[desks[0].id]
    assert kept.news == MORNING - 3 * HOUR
    assert {*kept.renewed} == {desks[1].id, desks[2].id}


@pytest.mark.parametrize(
    ("kind", "renews"),
    [("check", True), ("report", True), ("pain", True), ("episode", True), ("lump", True), ("visit", False)],
)
def test_an_entry_that_may_have_raised_it_again_may_have_renewed_it(kind: str, renews: bool) -> None:
    log = logged(3 * HOUR, "night-pain")
    found = kept_signs([log, unread("lost", HOUR, kind)], CATALOGUE)
    assert found[log.id][0].renewed == (["lost"] if renews else [])
    same = kept_signs([log, unread("lost", 3 * HOUR, kind)], CATALOGUE)
    assert same[log.id][0].renewed == found[log.id][0].renewed, "of the very moment it may be as well"


@pytest.mark.parametrize(
    ("flag", "fed"),
    [
        ("chest-pain", {"check", "report", "clock-corrected", "odd"}),
        ("night-pain", {"check", "report", "clock-corrected", "odd", "pain", "episode", "lump"}),
        ("accident-caused", {"check", "report", "clock-corrected", "odd", "pain", "episode", "lump"}),
        ("pain-getting-worse", {"check", "report", "clock-corrected", "odd", "pain", "episode", "lump"}),
        ("lump-hard", {"check", "report", "clock-corrected", "odd", "pain", "episode", "lump"}),
        ("in-session-pain-up", {"check", "report", "clock-corrected", "odd", "pain", "episode", "lump"}),
        ("in-session-sharp-pain", {"check", "report", "clock-corrected", "odd"}),
    ],
)
def test_a_sign_is_kept_by_the_entries_that_may_have_raised_it(flag: str, fed: set[str]) -> None:
    kinds = ("check", "report", "clock-corrected", "odd", "pain", "episode", "lump", "session-begun")
    found = {kind for kind in kinds if kept_signs([unread("lost", 2 * HOUR, kind), logged(HOUR, flag)], CATALOGUE)}
    assert found == fed


@pytest.mark.parametrize(
    ("other", "news"),
    [("night-pain", 2), ("limb-numb-tingle-weak", 2), ("feel-ill-today", 5), ("pain-getting-worse", 5)],
)
def test_a_sign_that_rose_later_is_news_for_the_visits_before_it(other: str, news: int) -> None:
    logs = [logged(5 * HOUR, "rest-no-relief"), logged(2 * HOUR, "rest-no-relief", other)]
    found = kept_signs([unread("lost", 9 * HOUR, "check"), *logs], CATALOGUE)
    assert found[logs[0].id][0].news == MORNING - news * HOUR


@pytest.mark.parametrize(
    ("flags_up", "kind", "news"),
    [
        (["rest-no-relief"], "check", 5),
        (["rest-no-relief"], "odd", 2),
        (["lump-hard"], "lump", 2),
        (["lump-hard"], "pain", 5),
        (["rest-no-relief", "night-pain"], "check", 2),
        (["diabetes"], "check", 2),
        (["diabetes"], "report", 5),
    ],
)
def test_an_entry_since_then_is_news_where_it_may_have_been_a_sign(flags_up: list[str], kind: str, news: int) -> None:
    log = logged(5 * HOUR, *flags_up)
    found = kept_signs([log, unread("lost", 2 * HOUR, kind)], CATALOGUE)
    (first,) = [one for one in found[log.id] if one.flag == flags_up[0]]
    assert first.news == MORNING - news * HOUR


@pytest.mark.parametrize(("days", "kept"), [(3, True), (5, False)])
def test_what_goes_by_time_is_kept_by_no_entry_of_long_before(days: int, kept: bool) -> None:
    told = fact("report", MORNING - 2 * HOUR, flag="in-session-sharp-pain", technique="cat-cow")
    entry = unread("lost", days * DAY, "report")
    found = up(entry, told, logged(HOUR, "in-session-sharp-pain"))["in-session-sharp-pain"]
    assert (found.blocks.classes == CHECKED_CLASSES) is kept


# --- where nothing looks back -----------------------------------------------------------------------------------------


def test_stretches_that_are_looked_back_at_are_joined_where_they_meet() -> None:
    nights = tuple(Rating(f"n{d}", MORNING + d * DAY, 5, BodyArea.NECK, (Tag.NIGHT,)) for d in (0, 100, 105))
    start, end = MORNING + 200 * DAY, MORNING + 300 * DAY
    long = Episode("it", ComplaintKind.KNOT, BodyArea.NECK, None, start, end, start)
    within = Rating("n", start + 50 * DAY, 5, BodyArea.NECK, (Tag.NIGHT,))
    quiet = _Quiet(History(pain=(*nights, within), episodes=(long,)))
    looked = {-LOOK_BACK, timedelta(), ZONES, 100 * DAY, 106 * DAY, 200 * DAY, 290 * DAY, 300 * DAY + MARGIN}
    assert all(quiet.looks_at(MORNING + one) for one in looked)
    left = {-LOOK_BACK - MINUTE, ZONES + MINUTE, 50 * DAY, 110 * DAY, 300 * DAY + MARGIN + MINUTE}
    assert not any(quiet.looks_at(MORNING + one) for one in left)


# --- what was told in a session, and just before it -------------------------------------------------------------------


def test_where_nobody_knows_which_technique_it_was_all_body_routines_rest() -> None:
    told = {"flag": "in-session-sharp-pain"}
    known = up(fact("report", MORNING, **told, technique="cat-cow"))["in-session-sharp-pain"].blocks
    assert not known.classes
    assert known.techniques == {"cat-cow"}
    assert up(fact("report", MORNING, **told))["in-session-sharp-pain"].blocks.classes == CHECKED_CLASSES


def test_only_a_check_of_the_technique_answers_what_is_asked_just_before_it() -> None:
    given = {"answers": {"broken-skin": "no"}, "listed": [], "catalogue": CATALOGUE.digest}
    for layer, answered in (("technique", {"broken-skin"}), ("told", set()), ("today", set())):
        check = fact("check", MORNING, layer=layer, **given)
        assert answered_before([check], CATALOGUE, MORNING + MINUTE) == answered


def test_a_no_at_a_place_ends_what_was_told_of_no_place() -> None:
    yes = fact("check", MORNING - 2 * DAY, layer="technique", answers={"broken-skin": "yes"})
    no = fact("check", MORNING - HOUR, layer="technique", answers={"broken-skin": "no"}, area="neck")
    elsewhere = fact("check", MORNING - 2 * DAY, layer="technique", answers={"broken-skin": "yes"}, area="shoulder")
    assert "broken-skin" in up(yes)
    assert "broken-skin" not in up(yes, no)
    assert "broken-skin" in up(elsewhere, no)


def test_a_look_at_a_lump_of_the_back_that_is_sorer_than_at_the_visit_is_news() -> None:
    lump = named("it", "lump", MORNING - 5 * DAY, area="lower-back", pain=2)
    other = named("other", "lump", MORNING - 5 * DAY, area="neck")
    seen = fact(
        "visit", MORNING - 4 * DAY, flags=["back-lump-with-pain"], classes=EVERY, who="GP", lumps=["it", "other"]
    )
    assert "back-lump-with-pain" not in up(lump, other, seen)
    same, sorer = (named("again", "lump", MORNING - DAY, lump="it", pain=pain) for pain in (3, 4))
    assert "back-lump-with-pain" not in up(lump, other, seen, same)
    assert "back-lump-with-pain" in up(lump, other, seen, sorer)


@pytest.mark.parametrize(("hours", "asked"), [(23.9, False), (24, True)])
def test_is_it_any_better_is_asked_from_a_day_on(hours: float, asked: bool) -> None:
    began = named("it", "episode", MORNING - hours * HOUR, kind="spasm", area="neck")
    assert bool(due([began], evaluate([began], CATALOGUE, MORNING), CATALOGUE, MORNING).better) is asked
