"""What voids the check of the day and what spends an answer just before a session, entry by entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Layer
from coach.core.record.facts import Fact, Unreadable
from coach.core.safety.daily_check import answered_before, passed
from coach.core.safety.kept_signs import kept_signs
from coach.core.safety.rules.known_rules import LONGITUDINAL, unimplemented
from coach.core.safety.screening import raised
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TODAY = [flag.id for flag in CATALOGUE.of_layer(Layer.TODAY)]


def unread(at: timedelta, kind: str) -> Fact:
    return replace(fact("pain", MORNING + at, level=1), body=Unreadable(kind, "{", "no JSON"))


def whole(**answers: str) -> Fact:
    listed = [name for name in TODAY if name not in answers]
    given = {"layer": "today", "complete": True, "catalogue": CATALOGUE.digest, "listed": listed, "answers": answers}
    return fact("check", MORNING, **given)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("lump", {"area": "neck"}),
        ("episode", {"kind": "spasm"}),
        ("pain", {"level": 8}),
        ("pain", {"level": 1, "triggers": ["accident-or-fall"]}),
    ],
)
def test_what_is_noted_later_counts_from_when_it_was_written(kind: str, body: dict[str, Any]) -> None:
    for minutes, stands in ((-1, True), (1, False)):
        noted = (MORNING + minutes * MINUTE).isoformat()
        given = [fact(kind, MORNING - HOUR, **body, noted=noted), whole()]
        assert passed(given, CATALOGUE, MORNING + HOUR).valid is stands
        assert passed([fact(kind, MORNING - HOUR, **body), whole()], CATALOGUE, MORNING + HOUR).valid


def test_one_of_several_answers_that_is_taken_back_voids_the_check() -> None:
    check = whole(**{"feel-ill-today": "yes", "limb-numb-tingle-weak": "no"})
    for names, stands in ((["feel-ill-today"], False), (["limb-numb-tingle-weak"], False), (["night-pain"], True)):
        slip = fact("withdrawn", MORNING + MINUTE, flags=names)
        assert passed([check, slip], CATALOGUE, MORNING + HOUR).valid is stands


@pytest.mark.parametrize(
    ("at", "kind", "spent"),
    [
        (-10, "session-begun", True),
        (-10, "odd", True),
        (-10, "pain", False),
        (-10, "segment", False),
        (-31, "session-begun", False),
        (-30, "session-begun", True),
        (0, "session-begun", True),
        (1, "session-begun", False),
    ],
)
def test_an_entry_that_may_be_the_beginning_of_a_session_spends_the_answers_before_it(
    at: int, kind: str, spent: bool
) -> None:
    body = {"layer": "technique", "answers": {}, "listed": ["broken-skin"], "catalogue": CATALOGUE.digest}
    check = fact("check", MORNING - 30 * MINUTE, **body)
    found = answered_before([check, unread(at * MINUTE, kind), unread(-2 * HOUR, "odd")], CATALOGUE, MORNING)
    assert found == (set() if spent else {"broken-skin"})


def test_what_several_desks_say_is_up_rose_with_the_first_of_them() -> None:
    logs = [
        replace(named(name, "flags", MORNING - hours * HOUR, up=["night-pain"]), device=name)
        for name, hours in (("z", 9), ("a", 6))
    ]
    found = kept_signs([unread(-DAY, "check"), *logs], CATALOGUE)
    assert [(one.rose.id, one.renewed) for one in found["z"]] == [("z", ["a"])]


@pytest.mark.parametrize("name", sorted(LONGITUDINAL))
def test_a_catalogue_without_a_rule_of_the_history_or_with_another_is_refused(name: str) -> None:
    assert not unimplemented(CATALOGUE)
    rest = {other: flag for other, flag in CATALOGUE.longitudinal.items() if other != name}
    assert unimplemented(replace(CATALOGUE, longitudinal=rest)) == [f"the history rule {name} is missing"]
    other = {**rest, name: "chest-pain"}
    assert unimplemented(replace(CATALOGUE, longitudinal=other)) == [
        f"the history rule {name} for 'chest-pain' is not held"
    ]


def test_an_accident_that_one_correction_told_of_the_next_does_not_take_away() -> None:
    began = named("it", "episode", MORNING - 3 * DAY, kind="knot", area="neck")
    told = {"kind": "knot", "area": "neck", "supersedes": "it"}
    fell = named("first", "episode", MORNING - 2 * DAY, **told, triggers=["accident-or-fall"])
    back = named("second", "episode", MORNING - DAY, **told)
    for given, up in (([began], False), ([began, fell], True), ([began, fell, back], True), ([began, back], False)):
        assert ("accident-caused" in {one.flag.id for one in raised(given, CATALOGUE, MORNING)}) is up
