"""What is asked of the reminders, in words and between processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.clock import Reading
from coach.core.errors import BadInput
from coach.core.record.wire import Json
from coach.core.reminders.commands import from_body, length_of, minutes_of, pause_of, to_body
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import (
    Back,
    BusyFor,
    Command,
    Finished,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Resume,
    Skip,
    Snooze,
    Start,
)
from tests.core.conftest import MORNING

BERLIN = ZoneInfo("Europe/Berlin")
NOW = Reading(0, 0, MORNING)

words = st.text(max_size=9).filter(str.isprintable)
names = st.none() | words.filter(bool)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(GotUp, names),
    st.builds(Start, names, st.sampled_from(ReminderKind)),
    st.builds(Snooze, st.none() | st.integers(1, 99), names),
    st.builds(Skip, names),
    st.builds(PauseFor, st.integers(1, 9999)),
    st.builds(PauseUntil, st.integers(0, 9_999_999).map(lambda n: MORNING + timedelta(seconds=n))),
    st.just(PauseUntilTomorrow()),
    st.just(Resume()),
    st.builds(BusyFor, st.sampled_from([30, 60, 90])),
    st.just(Back()),
    st.builds(Finished, st.floats(0, 999), words),
)


@given(commands)
def test_a_command_comes_over_as_it_was_sent(command: Command) -> None:
    assert from_body(to_body(command)) == command


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"do": "dance"},
        {"do": "busy"},
        {"do": "pause-until", "until": "soon"},
        {"do": "start", "kind": "x"},
        {"do": []},
    ],
)
def test_what_is_no_command_is_refused(body: dict[str, Json]) -> None:
    with pytest.raises(BadInput, match="no command"):
        from_body(body)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("10m", 10), ("10", 10), ("1h", 60), ("1h30", 90), ("1 h 30 min", 90), ("90 min", 90), ("2H", 120)],
)
def test_lengths_of_time(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, "is no length of time") for text in ("", "soon", "h", "1d", "10x", "9" * 9)),
        *(("0", "is no time at all"), ("0m", "is no time at all"), ("721h", "is too long")),
        *(("-5", "lies in the past"), (" -1h", "lies in the past")),
    ],
)
def test_nonsense_lengths_are_refused_each_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        length_of(text)


def test_pauses_in_words() -> None:
    assert pause_of(["1h"], NOW) == PauseFor(3600)
    assert pause_of(["until", "tomorrow"], NOW) == PauseUntilTomorrow()
    assert pause_of(["until", "14:00"], NOW) == PauseUntil(MORNING.replace(hour=14))
    assert pause_of(["until", "8:30"], NOW) == PauseUntil(MORNING.replace(hour=8, minute=30) + timedelta(days=1))


def test_a_time_of_tomorrow_is_the_clocks_own_over_its_change() -> None:
    evening = datetime(2026, 3, 28, 19, 0, tzinfo=UTC)  # 20:00 there; the clock goes forward in the night
    found = pause_of(["until", "14:00"], Reading(0, 0, evening.astimezone(BERLIN), BERLIN))
    assert found == PauseUntil(datetime(2026, 3, 29, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize("words", [["until"], ["until", "25:00"], ["until", "14"], ["until", "12:60"], ["later"], []])
def test_pauses_that_mean_nothing_are_refused(words: list[str]) -> None:
    with pytest.raises(BadInput):
        pause_of(words, NOW)
