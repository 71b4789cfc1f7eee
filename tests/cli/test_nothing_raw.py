"""Nothing from outside reaches the terminal raw, and what is too much is refused early, in one line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from tests.cli.conftest import Shell

STEERS = "\x1b]0;x\x07\x9b31m\u202egnorw\u2066\u200b\r\n"
LONG = "x" * 5000
WORDS = [
    "status {}", "{}", "--{}", "help {}", "show {}", "run {} --plain", "timeline {}", "timeline cat-cow --area {}",
    "timeline cat-cow --minutes {}", "timeline cat-cow --variant {}", "routines --area {}", "routines --search {}",
    "routines --equipment {}", "schema {}", "validate {}", "assess {}", "check --answers {}", "check --summary {}",
    "doctor --report {}", "log {}", "log pain {}", "log pain 4 --area {}", "log pain 4 --note {}", "log pain 4 --at {}",
    "log lump --area {}", "log lump --id {}", "log visit --flag {} --who X", "log visit --flag chest-pain --who {}",
    "log pain 4 --correct {}", "pause {}", "snooze {}", "busy {}", "break {}", "remind --rehearse {}", "autostart {}",
    "export {}", "export --csv {}", "export --all {}", "import {}", "sync {}", "history --{}",
    "run calm-breathing --plain --rehearse {}",
]  # fmt: skip


def fit(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("odd", [STEERS, LONG, "/".join([LONG[:200]] * 25), "\udcff\udc9b", "[@click=app.quit]x[/]"],
                         ids=["steers", "long", "deep", "bytes", "markup"])  # fmt: skip
@pytest.mark.parametrize("words", WORDS)
def test_no_word_of_the_command_line_acts_on_the_terminal(
    shell: Shell, words: str, odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = shell(*(word.replace("{}", odd) for word in words.split()))
    assert fit(result.out)
    assert fit(result.err)
    assert "fault in coach" not in result.err
    assert all(len(line) <= 1100 for line in (result.out + result.err).splitlines())


def test_a_status_of_another_hand_is_shown_and_does_not_act(shell: Shell) -> None:
    where = shared_files(folders())
    assert where.reminders_lock.acquire()
    now = shell.clock.wall.isoformat()
    session = {"id": "a", "routine": STEERS, "name": STEERS, "begun": now}
    document = {
        "reminders": {"running": True, "state": STEERS, "next_at": None, "in_seconds": None,
                      "paused": [{"reason": STEERS, "until": None}]},
        "at": now,
        "safety": {"level": "x", "headline": STEERS, "check_due": True, "next": STEERS},
        "session": session,
    }  # fmt: skip
    try:
        where.status.write_text(json.dumps(document))
        result = shell("status")
    finally:
        where.reminders_lock.release()
    assert result.err == ""
    assert fit(result.out)
    assert [line.split(":")[0] for line in result.lines] == ["Reminders", "Paused", "Safety", "Session"]
    assert r"\x1b]0;x\x07" in result.out


def test_a_file_name_that_steers_is_shown(shell: Shell, coach_home: Path) -> None:
    (coach_home / "routines").mkdir(parents=True)
    (coach_home / "routines" / "a\x1b]0;x\x07.yaml").write_text("id: [")
    (coach_home / "routines" / os.fsdecode(b"b\xff\x9b.yaml")).write_text("id: [")
    for words in (["routines"], ["validate", str(coach_home / "routines" / "a\x1b]0;x\x07.yaml")]):
        result = shell(*words)
        assert fit(result.err)
        assert r"a\x1b]0;x\x07.yaml" in result.err


def test_a_folder_of_the_record_whose_name_steers_is_shown(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "a\x1b]0;x\x07b"))
    (tmp_path / "a\x1b]0;x\x07b" / "journal.db").mkdir(parents=True)
    for words in (
        "status",
        "doctor",
        "history",
        "run calm-breathing --plain --rehearse 1000",
        "log pain 3 --area neck",
    ):
        result = shell(*words.split())
        assert fit(result.out)
        assert fit(result.err)


MANY = {
    "keys": "".join(f"key-number-{n}: 1\n" for n in range(30_000)),
    "answers": "answers:\n" + "".join(f'  chest-pian-{n}: "no"\n' for n in range(30_000)),
    "a few thousand": "answers:\n" + "".join(f'  chest-pian-{n}: "no"\n' for n in range(9000)),
    "items": "unanswered: [" + ", ".join(f"chest-pian-{n}" for n in range(15_000)) + "]",
    "one text": 'others: "' + "x" * 900_000 + '"',
    "one key": "x" * 900_000 + ": 1",
    "one number": "others: " + "9" * 900_000,
    "brackets": "[" * 900_000,
    "braces": "{a: " * 200_000,
    "aliases": "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(1000)),
    "dashes": "- " * 400_000,
    "questions": "? " * 400_000,
    "pipes": "a: |\n" + "  x\n" * 200_000,
    "quotes": 'a: "' + "\\u0041" * 150_000 + '"',
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_too_much_in_a_file_is_refused_with_few_lines(shell: Shell, text: str) -> None:
    """How long that takes is measured by tests/attack."""
    file = shell.file(text)
    for words in ("check --answers", "assess", "validate"):
        result = shell(*words.split(), file)
        assert result.code == 2
        assert 0 < len(result.err.splitlines()) <= 21
        assert fit(result.err)
        assert len(result.err) < 10_000


def test_answers_may_come_out_of_a_pipe(shell: Shell) -> None:
    reading, writing = os.pipe()
    os.write(writing, b'others: "no"\n')
    os.close(writing)
    try:
        assert shell("check", "--answers", f"/dev/fd/{reading}").code == 0
    finally:
        os.close(reading)
