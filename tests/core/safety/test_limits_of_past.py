"""What of the past is still read, held against the rule entry by entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.history.corrections import LateCorrection
from coach.core.record.facts import Fact, Unreadable
from coach.core.safety.abridged import RECENT, _looked_at, _of_past, _plain, end_of_past, needed, speaks_of_past
from tests.core.conftest import MORNING, body_of, fact, named
from tests.core.situations import CATALOGUE, EVERY

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
UNTIL = end_of_past(MORNING)


@pytest.mark.parametrize(
    ("kind", "body", "plain"),
    [
        ("check", {"answers": {}, "listed": []}, True),
        ("check", {"answers": {"night-pain": "no"}, "listed": []}, False),
        ("check", {"answers": {"night-pain": "no"}}, True),
        ("check", {"answers": {"no-better-24h": "yes"}}, False),
        ("check", {"changed": "no"}, False),
        ("check", {"unread": ["x"]}, False),
        ("check", {"answers": {"knot-may-be-lump": "yes"}}, False),
        ("pain", {"level": 3, "area": "neck", "before": 2}, True),
        ("pain", {"level": 3, "area": "neck", "before": 1}, False),
        ("pain", {"level": 3, "kind": "ache"}, False),
        ("pain", {"level": 3, "triggers": ["long-sitting"]}, False),
        ("pain", {"level": 3, "tags": ["night"]}, False),
        ("pain", {"level": 3, "status": "better"}, False),
        ("pain", {"level": 3, "noted": "2026-01-01"}, False),
        ("pain", {"level": 3, "supersedes": "x"}, False),
        ("status", {"episode": "x", "value": "better"}, False),
    ],
)
def test_what_says_nothing_for_later_may_be_left_out(kind: str, body: dict[str, Any], plain: bool) -> None:
    assert _plain(body_of(kind, **body)) is plain


@pytest.mark.parametrize(
    ("kind", "body", "speaks"),
    [
        ("check", {"answers": {}, "listed": []}, False),
        ("check", {"changed": "no"}, False),
        ("check", {"changed": "yes"}, True),
        ("check", {"changed": "not-sure"}, True),
        ("check", {"answers": {"knot-may-be-lump": "yes"}}, True),
        ("visit", {"flags": ["night-pain"], "classes": EVERY}, True),
        ("lump", {"area": "neck"}, True),
        ("clock-corrected", {"seen": "2026-01-01"}, True),
        ("episode-ended", {"episode": "new"}, False),
        ("episode-ended", {"episode": "old"}, True),
        ("episode", {"kind": "knot"}, False),
        ("episode", {"kind": "lump"}, True),
        ("episode", {"kind": "knot", "supersedes": "old"}, True),
        ("episode", {"kind": "knot", "supersedes": "new"}, False),
        ("episode", {"kind": "knot", "started": (UNTIL - SECOND).isoformat()}, True),
        ("episode", {"kind": "knot", "started": UNTIL.isoformat()}, False),
        ("episode", {"kind": "knot", "ended": (UNTIL - SECOND).isoformat()}, True),
        ("pain", {"level": 3}, False),
        ("pain", {"level": 3, "supersedes": "old"}, True),
        ("pain", {"level": 3, "kind": "lump"}, True),
        ("report", {"flag": "in-session-dizzy"}, False),
    ],
)
def test_what_speaks_of_the_past_has_all_of_it_read(kind: str, body: dict[str, Any], speaks: bool) -> None:
    one = named("new", kind, MORNING, **body)
    assert _of_past(one, {"new"}, UNTIL) is speaks
    other = named("plain", "pain", MORNING - MINUTE, level=1)
    assert speaks_of_past([], [other, one], UNTIL, MORNING) is speaks


@pytest.mark.parametrize(("seconds", "speaks"), [(-1, True), (0, False)])
def test_a_clock_that_goes_far_back_has_all_of_the_past_read(seconds: int, speaks: bool) -> None:
    assert speaks_of_past([], [], UNTIL, UNTIL + RECENT / 2 + seconds * SECOND) is speaks


def test_an_entry_that_cant_be_read_has_all_of_the_past_read() -> None:
    lost_one = replace(fact("pain", MORNING - DAY, level=1), body=Unreadable("pain", "{", "no JSON"))
    assert speaks_of_past([lost_one], [], UNTIL, MORNING)
    assert speaks_of_past([], [lost_one], UNTIL, MORNING)
    assert needed([lost_one], CATALOGUE, UNTIL) is None


@pytest.mark.parametrize(
    ("kind", "body", "days", "looked"),
    [
        ("pain", {"level": 1}, -21, True),
        ("pain", {"level": 1}, -21.1, False),
        ("check", {}, -21, True),
        ("check", {}, -21.1, False),
        ("pain", {"level": 1, "before": 1}, -99, True),
        ("pain", {"level": 1}, 8, True),
        ("pain", {"level": 1}, 8.1, False),
        ("pain", {"level": 1, "before": 1}, 8.1, False),
    ],
)
def test_the_rules_look_at_what_came_around_a_late_correction(
    kind: str, body: dict[str, Any], days: float, looked: bool
) -> None:
    before, by = fact("pain", MORNING, level=5), fact("pain", MORNING + 5 * DAY, level=4)
    assert _looked_at(fact(kind, MORNING + days * DAY, **body), LateCorrection(by, before, before)) is looked


def test_the_last_check_of_each_part_and_of_each_kind_is_read() -> None:
    def old(name: str, days: int, **body: Any) -> Fact:
        return named(name, "check", UNTIL - days * DAY, **{"answers": {}, "listed": [], "complete": True} | body)

    given = [
        old("person", 61, layer="today", listed=["diabetes"]),
        old("weekly", 60, layer="today", sections=["weekly"]),
        old("profile", 59, layer="today", sections=["profile", "lump:a"]),
        old("told", 58, layer="told"),
        old("technique", 57, layer="technique"),
        old("plain", 56, layer="today"),
        old("whole", 55, layer="today"),
        old("half", 54, layer="today", complete=False),
        old("last", 53, layer="lump"),
    ]
    found = needed(given, CATALOGUE, UNTIL)
    assert {*(found or ())} == {one.id for one in given} - {"plain"}
