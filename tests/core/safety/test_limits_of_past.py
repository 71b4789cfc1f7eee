"""What of the past is still read, held against the rule entry by entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.record.facts import Unreadable
from coach.core.safety.abridged import RECENT, _of_past, _plain, end_of_past, needed, speaks_of_past
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
