"""Letters between two processes, the status file, and a role that one process has at a time."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.news_shown import news_shown, remember_shown
from coach.adapters.own_folders import put_aside, shut_all
from coach.adapters.processes.locks import FileLock, SessionLocks
from coach.adapters.processes.mailbox import ANSWER, LETTER, Mailbox
from coach.adapters.processes.status_document import status_of
from coach.adapters.processes.status_file import read_status, write_status, written_at
from coach.adapters.processes.status_shape import sound
from coach.core.errors import CoachError
from coach.core.record.wire import Json
from tests.conftest import FakeClock

ROOT = Path(__file__).resolve().parents[3]
STATUS: dict[str, Json] = {
    "reminders": {
        "running": True,
        "state": "waiting",
        "next_at": "2026-03-02T08:45:00+00:00",
        "in_seconds": 2700,
        "paused": [{"reason": "meeting", "until": None}],
        "sitting_seconds": 0,
        "prompt": None,
        "snoozed": 0,
    },
    "at": "2026-03-02T08:00:00+00:00",
    "notice": {"prompt": "p-1", "title": "Up", "text": "Walk.", "actions": [["skip", "Skip"]]},
    "safety": {"level": "self-care", "headline": "Good to go.", "check_due": False, "next": ""},
    "session": {"id": "a", "routine": "cat-cow", "name": "Cat-cow", "begun": "2026-03-02T07:00:00+01:00"},
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


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


def test_an_answer_is_waited_for_as_long_as_the_clock_says_and_no_longer(box: Mailbox) -> None:
    clock, name = FakeClock(), box.send({"do": "back"})
    begun = clock.boot

    def pause(seconds: float) -> None:
        clock.advance(seconds)
        if clock.boot - begun > 1.0:
            box.answer(name, {"refused": ""})

    assert box.awaited(name, 4.0, clock, pause) == {"refused": ""}
    assert 1.0 < clock.boot - begun < 1.2
    assert box.awaited(name, 4.0, clock, clock.advance) is None
    assert 5.0 < clock.boot - begun < 5.3
    begun = clock.boot
    assert box.awaited(name, 4.0, clock, lambda _: clock.advance(3.0)) is None, "a machine that is slow to go on"
    assert clock.boot - begun == 6.0
    paused: list[float] = []
    assert box.awaited(name, 4.0, clock, paused.append) is None, "a clock that stands still"
    assert sum(paused) == pytest.approx(4.0)


def test_what_is_said_of_a_letter_without_an_answer_is_what_is_known_of_it(box: Mailbox) -> None:
    name = box.send({"do": "back"})
    assert box.given_up(name) == "The reminders do not answer, so nothing was changed."
    assert list(box.take()) == []
    name = box.send({"do": "back"})
    assert [letter for letter, _ in box.take()] == [name]
    assert box.given_up(name) == "The reminders took it and did not answer: whether it counts is not known."


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


ODD: list[bytes | None] = [
    b"", b"{", b"[]", b"7", b'"skip"', b"\x00" * 9, b'{"do": "\xff"}', b'{"n": NaN}', b'{"n": -Infinity}',
    b"[" * 10_000, b'{"a":' * 3000, b'{"n": ' + b"9" * 5000 + b"}", b'{"a": "' + b"x" * 20_000 + b'"}', None,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=[repr(odd)[:20] for odd in ODD])
def test_what_is_no_letter_is_set_aside_once_and_told(tmp_path: Path, odd: bytes | None) -> None:
    told: list[str] = []
    box = Mailbox(tmp_path / "letters", told.append)
    box.send({"do": "skip"})
    path = tmp_path / "letters" / f"odd{LETTER}"
    os.mkfifo(path) if odd is None else path.write_bytes(odd)
    assert [body for _, body in box.take()] == [{"do": "skip"}]
    assert [file.name for file in (tmp_path / "letters").iterdir()] == [f"odd{LETTER}.set-aside"]
    assert list(box.take()) == []
    assert put_aside(tmp_path) == [f"letters/odd{LETTER}.set-aside"]
    assert len(told) == 1
    assert "can't be used" in told[0]
    assert f"odd{LETTER}.set-aside" in told[0]


MADE: list[Callable[[Path], object]] = [
    os.mkfifo,
    Path.mkdir,
    lambda path: path.symlink_to("/etc/passwd"),
    lambda path: path.symlink_to("nowhere"),
    lambda path: socket.socket(socket.AF_UNIX).bind(str(path)),
]


@pytest.mark.parametrize("make", MADE, ids=["pipe", "folder", "link", "dead-link", "socket"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_whatever_else_lies_in_our_folders_is_never_waited_for(
    tmp_path: Path, make: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path has room for 100 letters
    box = Mailbox(Path("letters"))
    name = box.send({"do": "skip"})
    box.take_back(name)
    for odd in (f"x{LETTER}", f"{name}{ANSWER}"):
        make(Path("letters") / odd)
    make(Path("status.json"))
    make(Path("reminders.lock"))
    make(Path("session-one.lock"))
    make(Path("rules-shown"))
    assert list(box.take()) == []
    assert box.answered(name) is None
    assert read_status(Path("status.json")) is None
    assert news_shown(Path()) == ""
    remember_shown(Path(), "abc")
    assert news_shown(Path()) == "abc"
    assert not SessionLocks(Path()).any()
    assert not FileLock(Path("reminders.lock")).held()
    lock = FileLock(Path("reminders.lock"))
    assert lock.acquire(), "what was there is set aside"
    assert not FileLock(Path("reminders.lock")).acquire()
    write_status(Path("status.json"), STATUS)
    assert read_status(Path("status.json")) == STATUS
    lock.release()


@pytest.mark.parametrize("make", MADE[:4], ids=["pipe", "folder", "link", "dead-link"])
def test_a_box_where_something_else_lies_is_made_anew(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "letters")
    box = Mailbox(tmp_path / "letters" / "reminders")
    box.send({"do": "skip"})
    assert [body for _, body in box.take()] == [{"do": "skip"}]


def test_a_letter_that_can_not_be_taken_out_is_not_obeyed(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.send({"do": "skip"})

    def shut(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", shut)
    assert list(box.take()) == []


def test_what_existed_before_is_the_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "letters" / "reminders").mkdir(parents=True, mode=0o777)
    for name in ("status.json", "reminders.lock", "rules-shown", "letters/reminders/old.letter"):
        (home / name).write_text("")
        (home / name).chmod(0o666)
    (tmp_path / "mine").write_text("")
    (tmp_path / "mine").chmod(0o644)
    (home / "screen.lock").symlink_to(tmp_path / "mine")
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "mine").write_text("")
    (tmp_path / "else" / "mine").chmod(0o644)
    (home / "backups").symlink_to(tmp_path / "else")
    home.chmod(0o755)
    shut_all(home)
    assert home.stat().st_mode & 0o777 == 0o755, "the folder itself is not ours to shut"
    for mine in (tmp_path / "mine", tmp_path / "else" / "mine"):
        assert mine.stat().st_mode & 0o777 == 0o644, "no link is followed"
    modes = {path.stat().st_mode & 0o777 for path in home.rglob("*") if not path.is_symlink()}
    assert modes == {0o700, 0o600}


def test_sending_shuts_the_folders_of_letters(tmp_path: Path) -> None:
    (tmp_path / "letters" / "reminders").mkdir(parents=True, mode=0o755)
    Mailbox(tmp_path / "letters" / "reminders").send({})
    assert (tmp_path / "letters").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "letters" / "reminders").stat().st_mode & 0o777 == 0o700


def test_a_lock_that_nobody_can_have_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CoachError, match="can't be written to"):
        FileLock(tmp_path / "file" / "reminders.lock").acquire()
    monkeypatch.setattr("coach.adapters.processes.locks.os.access", lambda *_: False)
    with pytest.raises(CoachError, match="may only be read"):
        FileLock(tmp_path / "reminders.lock").acquire()
    assert not (tmp_path / "reminders.lock").exists()
    with pytest.raises(CoachError, match="Check the folder"):
        Mailbox(tmp_path / "file" / "letters" / "reminders").send({})


def test_a_lock_whose_folder_is_deleted_is_ours_no_more(tmp_path: Path) -> None:
    first = FileLock(tmp_path / "home" / "reminders.lock")
    assert not first.ours()
    assert first.acquire()
    assert first.ours()
    shutil.rmtree(tmp_path / "home")
    assert not first.ours()
    second = FileLock(tmp_path / "home" / "reminders.lock")
    assert second.acquire()
    assert not first.ours(), "another one has the role now"
    second.release()


@pytest.mark.parametrize("session", ["../../x", "", "a/b", "\0", "x" * 300, "a\x1b"])
def test_an_id_of_a_session_that_is_none_is_no_path(tmp_path: Path, session: str) -> None:
    (tmp_path / "session-").mkdir()
    (tmp_path / "x.lock").write_text("mine")
    locks = SessionLocks(tmp_path / "session-")
    locks.hold(session)
    assert not locks.held(session)
    locks.release(session)
    assert (tmp_path / "x.lock").read_text() == "mine"


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
    path.parent.mkdir()
    write_status(path, STATUS)
    assert read_status(path) == STATUS
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["status.json"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"reminders": 1, "at": "2026-03-02T08:00:00+00:00"}', '{"reminders": {}, "at": "noon"}',
             '{"reminders": {}, "at": "2026-03-02T08:00:00"}', "[" * 9000, "9" * 5000]
)  # fmt: skip
def test_a_status_that_makes_no_sense_is_none_and_told(tmp_path: Path, text: str) -> None:
    path, told = tmp_path / "status.json", list[str]()
    path.write_text(text)
    assert read_status(path, told.append) is None
    assert len(told) == 1


@given(st.data())
def test_a_status_with_anything_at_any_place_harms_nobody(data: st.DataObject) -> None:
    """A sound document with one value replaced by any JSON value: refused, or fit for all who read it."""
    document = json.loads(json.dumps(STATUS))
    spot: Any = document
    while isinstance(spot, (dict, list)) and spot:
        key = data.draw(st.sampled_from(list(spot) if isinstance(spot, dict) else list(range(len(spot)))))
        if not isinstance(spot[key], (dict, list)) or not spot[key] or data.draw(st.booleans()):
            spot[key] = data.draw(ANYTHING)
            break
        spot = spot[key]
    found = sound(document)
    if found is not None:
        written_at(found)
        status_of(found)
        json.dumps(found)


def test_what_a_later_version_adds_stays_where_it_is_plain() -> None:
    more: dict[str, Json] = {"text": "12 min", "odd": {"a": {}}, "n": float("inf")}
    assert sound({**STATUS, **more}) == {**STATUS, "text": "12 min"}


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
    write_status(path, STATUS)
    assert json.loads(path.read_bytes()) == STATUS
