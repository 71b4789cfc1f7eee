"""What a written case says, fact by fact, and which of its questions are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import AskedFor, AskWhen, Blocks, Flag, Layer
from coach.core.check.needs import profile_needs
from coach.core.clearance.case_facts import EPISODE, LUMP, facts_of, has_lump
from coach.core.clearance.cases import shown
from coach.core.history.history import History
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.record.health import (
    EpisodeBegan,
    LumpSeen,
    PainRated,
    ProfileTold,
    SignReported,
    StatusGiven,
    VisitMade,
)
from coach.core.safety.profile import a_year_after, profile_known
from coach.core.vocabulary import Answer, BodyArea, Tag, Trend
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES, day, hour, visit

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FLAGS = CATALOGUE.flags


# --- which questions are shown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flag", "case", "is_shown"),
    [
        ("chest-pain", {}, True),
        ("diabetes", {}, True),
        ("spasm-prolonged", {"kind": "spasm"}, False),
        ("in-session-dizzy", {}, False),
        ("neck-too-stiff", {}, False),
        ("neck-too-stiff", {"answers": {"fever-or-chills": "yes"}}, True),
        ("neck-too-stiff", {"answers": {"fever-or-chills": "not-sure"}}, True),
        ("neck-too-stiff", {"answers": {"fever-or-chills": "no"}}, False),
        ("lump-hard", {"kind": "knot"}, False),
        ("lump-hard", {"kind": "lump"}, True),
        ("no-better-24h", {"kind": "spasm"}, False),
        ("no-better-24h", {"kind": "spasm", "history": {"episode": {"started": hour(23.9)}}}, False),
        ("no-better-24h", {"kind": "spasm", "history": {"episode": {"started": hour(24)}}}, True),
        ("no-better-24h", {"kind": "knot", "history": {"episode": {"started": hour(24)}}}, False),
        ("no-better-24h", {"kind": "knot", "history": {"episode": {"started": day(1), "kind": "bruise"}}}, True),
        ("knot-may-be-lump", {"kind": "knot"}, True),
        ("knot-may-be-lump", {"kind": "spasm"}, False),
        ("knot-may-be-lump", {}, False),
        ("shoulder-unstable", {"kind": "spasm"}, True),
        ("shoulder-unstable", {}, False),
    ],
)
def test_a_question_is_shown_where_the_case_asks_for_it(flag: str, case: dict[str, Any], is_shown: bool) -> None:
    assert shown(FLAGS[flag], case, MORNING) is is_shown


@pytest.mark.parametrize(("fever", "marks"), [("yes", "yes"), ("yes", "no"), ("no", "no")])
def test_a_question_is_shown_after_one_or_all_of_its_answers(fever: str, marks: str) -> None:
    conditions = tuple((name, frozenset({Answer.YES})) for name in ("fever-or-chills", "bruise-like-marks"))
    said = {"answers": {"fever-or-chills": fever, "bruise-like-marks": marks}}
    for every, is_shown in ((False, "yes" in {fever, marks}), (True, {fever, marks} == {"yes"})):
        assert shown(replace(FLAGS["neck-too-stiff"], ask_when=AskWhen(every, conditions)), said, MORNING) is is_shown


@pytest.mark.parametrize(
    ("case", "there"),
    [
        ({"kind": "knot"}, False),
        ({}, False),
        ({"kind": "swollen-gland"}, True),
        ({"kind": "not-sure"}, True),
        ({"kind": "knot", "history": {"episode": {"kind": "lump"}}}, True),
        ({"kind": "knot", "history": {"lump": {}}}, True),
        ({"kind": "knot", "answers": {"knot-may-be-lump": "not-sure"}}, True),
        ({"kind": "knot", "answers": {"knot-may-be-lump": "no"}}, False),
    ],
)
def test_a_case_has_a_lump_where_it_says_so_in_any_way(case: dict[str, Any], there: bool) -> None:
    assert has_lump(case) is there
    assert bool(of(facts_of(case, CATALOGUE, MORNING), LumpSeen)) is there


# --- its facts --------------------------------------------------------------------------------------------------------


def test_what_a_case_tells_of_a_complaint_is_written_at_its_moments() -> None:
    history = {
        "episode": {"started": day(9), "ended": day(1), "status": [day(8, v="worse"), hour(5, v="better")]},
        "pain": [day(7, level=3, tags=["night"]), hour(2, level=5)],
        "visits": [visit(2, "night-pain", classes=["heat"])],
    }
    case = {"person": {"age": 44}, "area": "neck", "kind": "spasm", "history": history}
    facts = facts_of(case, CATALOGUE, MORNING)
    assert [(f.at, f.body.age) for f in of(facts, ProfileTold)] == [(MORNING - 9 * DAY, 44)]
    (began,) = of(facts, EpisodeBegan)
    assert (began.id, began.at, began.body.started, began.body.ended) == (
        *(EPISODE, MORNING - 9 * DAY, MORNING - 9 * DAY, MORNING - DAY),
    )
    words = [(f.body.episode, f.at, f.body.value) for f in of(facts, StatusGiven)]
    assert words == [(EPISODE, MORNING - 8 * DAY, Trend.WORSE), (EPISODE, MORNING - 5 * HOUR, Trend.BETTER)]
    rated = [(f.at, f.body.level, f.body.area, f.body.tags) for f in of(facts, PainRated)]
    assert rated == [(MORNING - 7 * DAY, 3, BodyArea.NECK, (Tag.NIGHT,)), (MORNING - 2 * HOUR, 5, BodyArea.NECK, ())]
    (seen,) = of(facts, VisitMade)
    assert (seen.at, seen.body.flags, seen.body.lumps) == (MORNING - 2 * DAY, ("night-pain",), None)
    elsewhere = case | {"history": history | {"episode": {"area": "shoulder", "kind": "knot"}}}
    (other,) = of(facts_of(elsewhere, CATALOGUE, MORNING), EpisodeBegan)
    assert (other.body.area, other.body.complaint, other.at, other.body.ended) == (
        BodyArea.SHOULDER,
        "knot",
        MORNING,
        None,
    )


@pytest.mark.parametrize(
    ("lump", "visits", "since", "noticed"),
    [
        ({}, [], 0, "not-given"),
        ({"size_mm": [day(3, v=9), day(1, v=10)]}, [], 3, "not-given"),
        ({"first_noticed": day(5)}, [], 0, MORNING.date() - 5 * DAY),
        ({"first_noticed": day(5), "size_mm": [day(9, v=9)]}, [], 5, MORNING.date() - 5 * DAY),
        ({"first_noticed": "not-sure"}, [visit(4, "lump-hard")], 4, "not-sure"),
        ({}, [visit(4, "night-pain")], 0, "not-given"),
    ],
)
def test_a_lump_of_a_case_is_on_record_since_its_first_dated_word(
    lump: dict[str, Any], visits: list[dict[str, Any]], since: int, noticed: object
) -> None:
    case = {"area": "neck", "kind": "lump", "history": {"lump": lump, "visits": visits}}
    facts = facts_of(case, CATALOGUE, MORNING)
    first, *looks = of(facts, LumpSeen)
    assert (first.id, first.at, first.body.area, first.body.lump) == (LUMP, MORNING - since * DAY, BodyArea.NECK, None)
    assert first.body.first_noticed == noticed
    assert [(f.at, f.body.size_mm, f.body.lump) for f in looks] == [
        (MORNING + timedelta(days=one["d"]), one["v"], LUMP) for one in lump.get("size_mm", [])
    ]
    assert {one.body.lumps for one in of(facts, VisitMade)} <= {(LUMP,)}


def test_that_a_lump_was_seen_is_told_last_and_what_has_no_date_at_its_first_look() -> None:
    lump = {"seen_by": "seen: self-care fine", "size_mm": 9, "texture": "soft", "pain": [day(2, v=1)]}
    facts = facts_of({"kind": "lump", "history": {"lump": lump}}, CATALOGUE, MORNING)
    looks = [(f.at, f.body.size_mm, f.body.texture, f.body.pain, f.body.seen_by) for f in of(facts, LumpSeen)]
    assert looks == [
        (MORNING - 2 * DAY, 9, "soft", None, None),
        (MORNING - 2 * DAY, None, None, 1, None),
        (MORNING, None, None, None, "seen: self-care fine"),
    ]


def test_unsafe_answers_are_written_those_of_before_first_and_safe_ones_not_at_all() -> None:
    said = {"diabetes": "yes", "night-pain": "not-sure", "rest-no-relief": "yes", "chest-pain": "no", "raynauds": "no"}
    case = {"kind": "lump", "area": "neck", "answers": said | {"no-better-24h": "yes"}}
    case["history"] = {"visits": [visit(3, "rest-no-relief-with-lump")]}
    first, now = of(facts_of(case, CATALOGUE, MORNING), CheckAnswered)
    assert (first.at, dict(first.body.answers or ())) == (
        MORNING - 3 * DAY,
        {"diabetes": Answer.YES, "rest-no-relief": Answer.YES},
    )
    assert (now.at, dict(now.body.answers or ())) == (
        MORNING,
        {"night-pain": Answer.NOT_SURE, "rest-no-relief": Answer.YES, "no-better-24h": Answer.YES},
    )
    assert (now.body.area, now.body.episode, now.body.lump) == (BodyArea.NECK, EPISODE, LUMP)
    assert not of(facts_of({"answers": {"chest-pain": "no"}}, CATALOGUE, MORNING), CheckAnswered)


def test_what_was_felt_in_a_session_is_a_report_of_now() -> None:
    event = {"report": "ball-no-release-2-min", "technique": "ball-compression", "seconds": 119}
    (told,) = of(facts_of({"area": "neck", "event": event}, CATALOGUE, MORNING), SignReported)
    assert (told.at, told.body.flag, told.body.technique) == (MORNING, event["report"], event["technique"])
    assert (told.body.area, told.body.pressed) == (BodyArea.NECK, 119)
    assert not of(facts_of({"area": "neck"}, CATALOGUE, MORNING), SignReported)


# --- how long an answer about the person holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "later"),
    [
        ("2026-03-02", "2027-03-02"),
        ("2024-02-29", "2025-03-01"),
        ("2023-02-28", "2024-02-28"),
        ("2026-12-31", "2027-12-31"),
    ],
)
def test_a_year_later_is_the_same_day(given: str, later: str) -> None:
    assert a_year_after(date.fromisoformat(given)) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("days", "doubt", "whole", "known"),
    [
        (364, None, True, True),
        (365, None, True, False),
        (9, 9, True, True),
        (9, 8, True, False),
        (9, 10, True, True),
        (9, None, False, False),
    ],
)
def test_an_answer_about_the_person_holds_for_a_year_or_until_health_changes(
    days: int, doubt: int | None, whole: bool, known: bool
) -> None:
    check = fact("check", MORNING - days * DAY, complete=whole, listed=["diabetes"], answers={"raynauds": "yes"})
    doubts = () if doubt is None else ((MORNING - doubt * DAY, True), (MORNING, False))
    found = profile_known([check], History(doubts=doubts), CATALOGUE, MORNING)
    assert found == ({"diabetes", "raynauds"} if known else set())
    assert "night-pain" not in profile_known(
        [fact("check", MORNING, complete=True, listed=["night-pain"])], History(), CATALOGUE, MORNING
    )
    assert len(CATALOGUE.of_layer(Layer.PROFILE)) > len(found)


# --- which questions about the person a technique needs ---------------------------------------------------------------


def test_a_technique_needs_the_questions_that_lock_it_change_it_or_are_asked_for_it() -> None:
    bridge, cat, own = TECHNIQUES["bridge"], TECHNIQUES["cat-cow"], replace(TECHNIQUES["bridge"], shipped=False)
    plain = replace(FLAGS["diabetes"], blocks=Blocks(), modifies=(), asked_for=())
    neck = AskedFor(classes=frozenset({bridge.cls}), areas=frozenset({BodyArea.NECK}))
    rows: list[tuple[Flag, bool, bool]] = [
        (plain, False, False),
        (replace(plain, modifies=(("bridge", "Slowly"),)), True, False),
        (replace(plain, modifies=(("cat-cow", "Slowly"), ("bridge", "Slowly"))), True, False),
        (replace(plain, modifies=(("cat-cow", "Slowly"),)), False, False),
        (replace(plain, blocks=Blocks(techniques=frozenset({"bridge"}))), True, True),
        (replace(plain, blocks=Blocks(classes=frozenset({bridge.cls}))), True, True),
        (replace(plain, blocks=Blocks(classes=frozenset({cat.cls}))), False, True),
        (replace(plain, asked_for=(replace(neck, areas=frozenset()),)), True, True),
        (replace(plain, asked_for=(replace(neck, areas=frozenset(bridge.areas)),)), True, True),
        (replace(plain, asked_for=(neck,)), BodyArea.NECK in bridge.areas, BodyArea.NECK in bridge.areas),
        (replace(plain, asked_for=(replace(neck, classes=frozenset({cat.cls}), areas=frozenset()),)), False, False),
    ]
    for flag, shipped, persons in rows:
        catalogue = replace(CATALOGUE, flags={"diabetes": flag})
        assert (profile_needs(catalogue, [bridge], lump=False) == {"diabetes"}) is shipped
        asked = persons or "bridge" in dict(flag.modifies)
        assert (profile_needs(catalogue, [own], lump=False) == {"diabetes"}) is asked


@pytest.mark.parametrize("lump", [False, True])
def test_what_a_combination_with_a_lump_reads_is_needed_where_one_is_on_record(lump: bool) -> None:
    needed = profile_needs(CATALOGUE, [TECHNIQUES["bridge"]], lump=lump)
    assert ("lump-nf2" in needed) is lump
    assert "cancer-history" in needed
    assert profile_needs(CATALOGUE, [], lump=lump) == frozenset()
