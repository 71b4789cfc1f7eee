"""`coach status` in words: how safety stands and what is open, and what a script reads of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import textstat

from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from coach.core.catalogue.catalogue import Level
from tests.cli.conftest import Result, Shell
from tests.conftest import MONDAY_MORNING

HIGHEST = 6.0  # Flesch-Kincaid school grade: an age of about eleven
ANSWERS = {
    Level.EMERGENCY: "chest-pain",
    Level.URGENT: "night-pain",
    Level.CAUTION: "feel-ill-today",
}


def safety_line(shell: Shell) -> str:
    (line,) = (line for line in shell("status").lines if line.startswith("Safety: "))
    return line.removeprefix("Safety: ")


def test_before_the_check_it_says_what_to_do(shell: Shell) -> None:
    assert safety_line(shell) == "Finish the check first. Go on with: coach check"


def test_after_the_check_it_says_good_to_go(shell: Shell) -> None:
    shell.pass_check()
    assert safety_line(shell) == "Good to go."


@pytest.mark.parametrize("level", ANSWERS)
def test_what_is_up_is_said_in_plain_words(shell: Shell, level: Level) -> None:
    shell("check", "--answers", shell.file(f'answers: {{{ANSWERS[level]}: "yes"}}\nothers: "no"\n'))
    said = safety_line(shell)
    assert json.loads(shell("status", "--json").out)["safety"]["level"] == level
    assert not any(name.value in said for name in Level)
    assert said.endswith(" Go on with: coach check")
    assert textstat.flesch_kincaid_grade(said.partition(" Go on")[0]) <= HIGHEST


def test_a_record_that_can_not_be_read_is_no_check_to_answer(shell: Shell, coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    assert safety_line(shell) == "Locked for now. Go on with: coach doctor"


def test_scripts_find_what_they_found_before(shell: Shell) -> None:
    found = json.loads(shell("status", "--json").out)
    assert found["safety"]["level"] == "screen-incomplete"
    assert found["safety"]["check_due"] is True
    assert found["session"] is None


def test_where_nobody_can_keep_the_reminders_it_says_so_and_fails(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.adapters.processes.locks.os.access", lambda *_: False)
    result = shell("remind")
    assert result.code == 1
    assert result.err.startswith("coach: The reminders can't be kept: ")
    assert "may only be read" in result.err


@pytest.mark.parametrize("text", ["", "[]", '{"reminders": {"running": true}}', "[" * 9000, "\x00"])
def test_a_status_by_hand_is_told_and_harms_nothing(shell: Shell, coach_home: Path, text: str) -> None:
    where = shared_files(folders())
    assert where.reminders_lock.acquire()
    try:
        (coach_home / "status.json").write_text(text)
        result = shell("status")
    finally:
        where.reminders_lock.release()
    assert result.code == 0
    assert result.lines[0] == "Reminders: they are kept; when the next break comes is not known just now"
    assert "status.json can't be used" in result.err
    assert len(result.err.splitlines()) == 1


def kept(coach_home: Path, **reminders: object) -> None:
    """What a keeper wrote now of a break, an hour and a half from now unless it is said."""
    now = MONDAY_MORNING
    at = now + timedelta(minutes=90)
    standing = {"running": True, "state": "waiting", "next_at": at.isoformat(), "in_seconds": 5400, "paused": []}
    whole = {"reminders": standing | reminders, "at": now.isoformat(), "session": None}
    (coach_home / "status.json").write_text(
        json.dumps(
            whole | {"safety": {"level": "self-care", "check_due": False, "headline": "Good to go.", "next": ""}}
        )
    )


@pytest.fixture
def keeper(coach_home: Path) -> Iterator[Path]:
    where = shared_files(folders())
    assert where.reminders_lock.acquire()
    yield coach_home
    where.reminders_lock.release()


def test_a_line_is_what_the_keeper_wrote_and_nothing_else(shell: Shell, keeper: Path) -> None:
    kept(keeper, text="break in 90 min", valid_until=4_000_000_000)
    assert shell("status", "--line").out == "break in 90 min\n"
    kept(keeper, text="break\x1b[31m due", valid_until=4_000_000_000)
    assert "\x1b" not in shell("status", "--line").out


def test_a_line_where_they_are_kept_without_a_word(shell: Shell, keeper: Path) -> None:
    assert shell("status", "--line").out == "reminders on\n", "somebody keeps them, and has written nothing yet"


def test_for_a_prompt_it_says_something_only_while_an_answer_is_waited_for(shell: Shell, keeper: Path) -> None:
    kept(keeper, text="break in 90 min", valid_until=4_000_000_000)
    assert shell("status", "--line", "--if-due") == Result(0, "", "")
    whole = json.loads((keeper / "status.json").read_text())
    whole["reminders"]["text"] = "break due"
    notice = {"prompt": "p-1", "title": "Time to stand up", "text": "Walk.", "actions": []}
    (keeper / "status.json").write_text(json.dumps(whole | {"notice": notice}))
    assert shell("status", "--line", "--if-due").out == "", "told, and nothing is asked"
    whole["reminders"]["prompt"] = "p-1"
    (keeper / "status.json").write_text(json.dumps(whole | {"notice": notice}))
    assert shell("status", "--line", "--if-due").out == "break due\n"


def test_if_due_belongs_to_a_line(shell: Shell) -> None:
    result = shell("status", "--if-due")
    assert (result.code, result.err) == (
        2,
        "coach: --if-due says nothing by itself. Write: coach status --line --if-due\n",
    )


def test_a_line_where_nobody_keeps_them(shell: Shell) -> None:
    assert shell("status", "--line").out == "reminders off\n"


def test_a_break_of_another_day_is_named_with_its_day(shell: Shell, keeper: Path) -> None:
    at = MONDAY_MORNING.astimezone().replace(hour=9, minute=45) + timedelta(days=3)
    until = at - timedelta(minutes=45)
    paused = [{"reason": "working-hours", "until": until.isoformat()}]
    kept(keeper, next_at=at.isoformat(), in_seconds=3 * 24 * 3600, paused=paused)
    lines = shell("status").lines
    assert lines[0] == f"Reminders: next break at {at:%a} 09:45"
    assert lines[1] == f"Paused: outside working hours, until {at:%a} 09:00"


def test_it_is_never_said_that_a_break_comes_in_no_time(shell: Shell, keeper: Path) -> None:
    kept(keeper, next_at=(MONDAY_MORNING + timedelta(seconds=9)).isoformat(), in_seconds=9)
    assert shell("status").lines[0].startswith("Reminders: next break in 1 min, at ")
