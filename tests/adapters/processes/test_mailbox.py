"""Letters between two processes, the status file, and a role that one process has at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.adapters.processes.locks import FileLock, SessionLocks
from coach.adapters.processes.mailbox import ANSWER, LETTER, Mailbox
from coach.adapters.processes.status_file import read_status, write_status

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "letters")


def test_a_letter_is_handed_over_once_and_its_answer_comes_back_once(box: Mailbox) -> None:
    name = box.send({"do": "skip"})
    assert list(box.take()) == [(name, {"do": "skip"})]
    assert list(box.take()) == []
    assert box.answered(name) is None
    box.answer(name, {"refused": ""})
    assert box.answered(name) == {"refused": ""}
    assert box.answered(name) is None


def test_letters_come_in_the_order_they_were_sent(box: Mailbox, tmp_path: Path) -> None:
    names = [box.send({"n": n}) for n in range(5)]
    for n, name in enumerate(names):
        os.utime(tmp_path / "letters" / f"{name}{LETTER}", ns=(n, n))
    assert [body["n"] for _, body in box.take()] == [0, 1, 2, 3, 4]


def test_a_letter_nobody_took_can_be_taken_back(box: Mailbox) -> None:
    name = box.send({"do": "skip"})
    assert box.take_back(name)
    assert not box.take_back(name)
    assert list(box.take()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"skip"', "\x00" * 9])
def test_what_is_no_letter_is_thrown_away(box: Mailbox, tmp_path: Path, text: str) -> None:
    box.send({"do": "skip"})
    (tmp_path / "letters" / f"odd{LETTER}").write_text(text)
    assert [body for _, body in box.take()] == [{"do": "skip"}]
    assert not list((tmp_path / "letters").iterdir())


def test_only_the_owner_may_read_a_letter(box: Mailbox, tmp_path: Path) -> None:
    box.send({"do": "skip"})
    (letter,) = (tmp_path / "letters").iterdir()
    assert letter.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "letters").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_not_there_is_an_empty_box(box: Mailbox, tmp_path: Path) -> None:
    assert list(box.take()) == []
    box.answer("nobody", {})
    box.clear()
    assert not (tmp_path / "letters").exists()


def test_clearing_throws_letters_and_answers_away(box: Mailbox, tmp_path: Path) -> None:
    box.answer(box.send({}), {})
    box.clear()
    assert not [path for path in (tmp_path / "letters").iterdir() if path.suffix in {LETTER, ANSWER}]


def test_the_status_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "home" / "status.json"
    document = {"reminders": {"running": True}, "at": "2026-03-02T08:00:00+00:00"}
    write_status(path, document)
    assert read_status(path) == document
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["status.json"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"reminders": 1, "at": "2026-03-02T08:00:00+00:00"}', '{"reminders": {}, "at": "noon"}',
             '{"reminders": {}, "at": "2026-03-02T08:00:00"}']
)  # fmt: skip
def test_a_status_that_makes_no_sense_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "status.json"
    path.write_text(text)
    assert read_status(path) is None


def test_a_status_that_can_not_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_status(tmp_path / "file" / "status.json", {})
    assert read_status(tmp_path / "file" / "status.json") is None


HOLD = """
import sys
from pathlib import Path
from coach.adapters.processes.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that takes the lock and keeps it until it is killed."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_lock_is_had_by_one_process_and_dies_with_it(tmp_path: Path) -> None:
    path = tmp_path / "reminders.lock"
    lock = FileLock(path)
    assert not lock.held()
    with holder(path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert lock.held()
        assert not lock.acquire()
        other.kill()
        other.wait()
    assert not lock.held()
    assert lock.acquire()
    assert lock.held()
    lock.release()
    assert not FileLock(path).held()


def test_whether_any_session_is_under_way(tmp_path: Path) -> None:
    presence = SessionLocks(tmp_path)
    assert not presence.any()
    (tmp_path / "session-dead.lock").write_text("")
    assert not presence.any(), "its process is gone"
    presence.hold("one")
    assert presence.any()
    assert SessionLocks(tmp_path).any()
    presence.release("one")
    assert not presence.any()


def test_a_status_is_json_for_any_reader(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    write_status(path, {"reminders": {}, "at": "2026-03-02T08:00:00+00:00"})
    assert json.loads(path.read_bytes())["reminders"] == {}
