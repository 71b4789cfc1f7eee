"""The status of the reminders as others read it, and as a full screen beside another process reads it back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.processes.status_document import document_of, status_of
from coach.adapters.processes.status_shape import HIGHEST, sound
from coach.core.reminders.ports import Notice
from coach.core.reminders.standing.status import PauseStatus, ReminderStatus

STANDING = {"safety": {"level": "self-care", "check_due": False}, "session": None}
ZONE = timezone(timedelta(hours=1))
AT = datetime(2026, 3, 2, 9, 10, tzinfo=ZONE)
STATUS = ReminderStatus(
    at=AT,
    state="notice",
    next_at=AT + timedelta(minutes=35),
    in_seconds=2100,
    paused=(PauseStatus("person", AT + timedelta(hours=1)), PauseStatus("meeting", None)),
    sitting_seconds=600,
    prompt="p-1",
    snoozed=2,
    text="paused until 10:10",
    notice=Notice("p-1", "Time to stand up", "Walk to the window.", (("got-up", "I got up"), ("skip", "Skip"))),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
whole = moments.map(lambda moment: moment.replace(microsecond=0))
words = st.text(max_size=20).filter(str.isprintable)
notices = st.builds(Notice, words, words, words, st.lists(st.tuples(words, words), max_size=4).map(tuple))
statuses = st.builds(
    ReminderStatus,
    at=whole,
    state=words,
    next_at=st.none() | whole,
    in_seconds=st.none() | st.integers(0, HIGHEST),
    paused=st.lists(st.builds(PauseStatus, words, st.none() | whole), max_size=3).map(tuple),
    sitting_seconds=st.integers(0, HIGHEST),
    prompt=st.none() | words,
    snoozed=st.integers(0, HIGHEST),
    text=words,
    notice=st.none() | notices,
)


def test_others_read_it_with_its_moments_in_utc() -> None:
    assert document_of(STATUS) == {
        "reminders": {
            "running": True,
            "state": "notice",
            "next_at": "2026-03-02T08:45:00+00:00",
            "in_seconds": 2100,
            "paused": [
                {"reason": "person", "until": "2026-03-02T09:10:00+00:00"},
                {"reason": "meeting", "until": None},
            ],
            "sitting_seconds": 600,
            "prompt": "p-1",
            "snoozed": 2,
            "text": "paused until 10:10",
            "valid_until": int(AT.timestamp()) + 150,
        },
        "at": "2026-03-02T08:10:00+00:00",
        "notice": {
            "prompt": "p-1",
            "title": "Time to stand up",
            "text": "Walk to the window.",
            "actions": [["got-up", "I got up"], ["skip", "Skip"]],
        },
    }


def test_where_nobody_keeps_them_it_says_so_and_has_no_moment() -> None:
    nobody = document_of(None)
    none: dict[str, Any] = {"state": None, "next_at": None, "in_seconds": None, "paused": []}
    assert nobody == {"reminders": {"running": False, **none, "text": "reminders off", "valid_until": 0}}
    assert status_of(nobody) is None


@given(statuses)
def test_what_is_written_is_read_back_the_same(status: ReminderStatus) -> None:
    document = sound(json.loads(json.dumps(document_of(status) | STANDING)))
    assert document is not None
    assert status_of(document) == status


@pytest.mark.parametrize("part", ["reminders", "at"])
@pytest.mark.parametrize("value", [None, 1, "x", [], {"running": True}])
def test_what_makes_no_sense_is_no_status(part: str, value: Any) -> None:
    assert sound(document_of(STATUS) | STANDING | {part: value}) is None


def test_another_version_may_add_to_it() -> None:
    document = document_of(STATUS)
    document["reminders"]["more"] = document["more"] = {"level": "self-care"}
    assert status_of(sound(document | STANDING) or {}) == STATUS


def test_the_moments_are_aware() -> None:
    read = status_of(document_of(STATUS))
    assert read is not None
    assert read.at.utcoffset() == UTC.utcoffset(None)
