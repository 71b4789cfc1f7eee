"""`coach delete --everything`: nothing of the record is left in any file, and nothing else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from coach.adapters.folders import folders
from coach.adapters.journal.journal import open_journal
from coach.adapters.processes.locks import SessionLocks
from coach.adapters.processes.shared_files import shared_files
from coach.core.record.choices import Choices
from coach.core.record.codec import KINDS
from coach.core.record.facts import FactOf, Known, moment
from tests.cli.conftest import Shell
from tests.core.record.bodies import hints

NEEDLE = "needle-in-the-hay"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without systemd, with Documents; COACH_HOME is in it."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    own = tmp_path / "home"
    (own / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setenv("COACH_HOME", str(own / "coach"))
    return own


def value(hint: Any) -> Any:
    """Some value of this type, with the needle in it where it can hold a text."""
    if hint is str or str in get_args(hint):
        return (NEEDLE,) if get_origin(hint) is tuple else NEEDLE
    if type(None) in get_args(hint):
        return None
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    usual: dict[Any, Any] = {int: 1, float: 1.0, bool: False, date: date(2026, 3, 2), Choices: Choices()}
    return usual[next(each for each in (hint, *get_args(hint)) if each in usual)]


def with_needle(kind: type[Known]) -> Known:
    """A body of this kind with the needle in each text that it can hold."""
    body: Known = kind(**{name: value(hint) for name, hint in hints(kind).items()})
    return body


def every_kind(shell: Shell) -> None:
    """A fact of every kind, the needle in all that can hold it and in its id."""
    at, offset = moment(shell.clock.now().wall)
    facts = []
    for number, kind in enumerate(KINDS.values()):
        facts.append(FactOf(f"{NEEDLE}-{number}", at, offset, NEEDLE, with_needle(kind)))
    with closing(open_journal(folders().journal, now=shell.clock.now().wall)) as journal:
        journal.append(facts)
        journal.backup(shell.clock.now().wall)


def hay(home: Path) -> list[Path]:
    """Every file below the home that holds the needle, in its name or in what it says."""
    return [
        path
        for path in home.rglob("*")
        if NEEDLE in path.name or (path.is_file() and NEEDLE.encode() in path.read_bytes())
    ]


def test_no_word_of_the_record_is_left_in_any_file(shell: Shell, home: Path) -> None:
    every_kind(shell)
    own = home / "coach"
    (own / "journal.db.damaged-20260302T080000Z").write_text(NEEDLE)
    (own / "journal.db.damaged-20260302T080000Z-wal").write_text(NEEDLE)
    (own / ".coach-0a.tmp").write_text(NEEDLE)
    (own / "journal.db.needed").write_text(NEEDLE)
    (own / ".journal.db.needed.0a").write_text(NEEDLE)
    (own / "status.json").write_text(NEEDLE)
    (own / "status.json.set-aside").write_text(NEEDLE)
    (own / f"session-{NEEDLE}.lock").write_text("")
    (own / "letters" / "reminders").mkdir(parents=True)
    (own / "letters" / "reminders" / "x.letter").write_text(NEEDLE)
    (own / "coach-summary-2026-03-02.txt").write_text(NEEDLE)
    (own / "routines").mkdir()
    (own / "routines" / "mine.yaml").write_text(f"# {NEEDLE}")
    (own / "settings.yaml").write_text(f"# {NEEDLE}\n")
    assert len(hay(home)) >= 10
    result = shell("delete", "--everything", "--yes")
    assert (result.code, result.err) == (0, "")
    assert sorted(path.name for path in hay(home)) == ["mine.yaml", "settings.yaml"]
    assert shell("delete", "--everything", "--settings-too", "--yes").code == 0
    assert hay(home) == []
    assert not own.exists()
    again = shell("delete", "--everything", "--settings-too", "--yes")
    assert again.code == 0
    assert "There is no record here." in again.out


def test_what_is_not_ours_stays_and_is_named(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    mine, copies = home / "coach" / "letter-to-mother.txt", home / "coach" / "backups" / "mine.db"
    mine.write_text("dear")
    copies.parent.mkdir(exist_ok=True)
    copies.write_text("mine")
    result = shell("delete", "--everything", "--settings-too", "--yes")
    assert mine.read_text() == "dear"
    assert copies.read_text() == "mine"
    assert not (home / "coach" / "journal.db").exists()
    assert "not Coach's: backups, letter-to-mother.txt" in result.out
    assert "backups could not be taken away" in result.err
    assert result.code == 1


def test_it_asks_for_the_word_and_offers_a_copy_first(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (home / "Documents" / "coach-summary-2026-03-01.txt").write_text("card")
    (home / "Documents" / "coach-summary-2026-03-02.txt").write_text("card")
    (home / "Documents" / "other.txt").write_text("mine")
    assert shell("delete", "--everything", keys=("", "no")).code == 2
    assert (home / "coach" / "journal.db").exists()
    copy = home / "Documents" / "Kept.jsonl"
    result = shell("delete", "--everything", keys=(str(copy), "delete", "y", "n"))
    assert result.code == 0
    assert len(copy.read_text().splitlines()) == 3
    assert sorted(path.name for path in (home / "Documents").iterdir()) == [
        "Kept.jsonl", "coach-summary-2026-03-02.txt", "other.txt",
    ]  # fmt: skip
    assert not (home / "coach" / "journal.db").exists()
    assert "they would send it all back" in result.out


def test_a_copy_that_cannot_be_written_keeps_everything(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    result = shell("delete", "--everything", keys=(str(home / "no" / "such.jsonl"), "delete"))
    assert result.code == 1
    assert (home / "coach" / "journal.db").exists()


def test_a_folder_that_is_empty_goes_and_one_with_settings_stays_without_a_word(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    assert shell("delete", "--everything", "--yes").code == 0
    assert not (home / "coach").exists()
    shell("log", "pain", "4", "--area", "neck")
    (home / "coach" / "settings.yaml").write_text("minutes: 5\n")
    result = shell("delete", "--everything", "--yes")
    assert "stays" not in result.out
    assert [path.name for path in (home / "coach").iterdir()] == ["settings.yaml"]


def test_nobody_is_waited_for(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    result = shell("delete", "--everything")
    assert result.code == 2
    assert "--yes" in result.err
    assert (home / "coach" / "journal.db").exists()
    assert shell("delete").code == 2


def test_what_starts_the_reminders_goes_but_not_another_folders(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("autostart", "install")
    file = home / ".config" / "autostart" / "coach-remind.desktop"
    monkeypatch.setenv("COACH_HOME", str(home / "other"))
    assert (
        f"{file} starts the reminders of another folder, so it stays." in shell("delete", "--everything", "--yes").out
    )
    assert file.exists()
    monkeypatch.setenv("COACH_HOME", str(home / "coach"))
    assert "no longer start with your session" in shell("delete", "--everything", "--yes").out
    assert not file.exists()


def test_while_somebody_works_with_it_nothing_goes(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    where = folders()
    screen = shared_files(where).screen_lock
    assert screen.acquire()
    assert "full screen of Coach is open" in shell("delete", "--everything", "--yes").err
    screen.release()
    windows = SessionLocks(where.journal.parent)
    windows.hold("s-1")
    assert "A session is under way" in shell("delete", "--everything", "--yes").err
    windows.release("s-1")
    assert where.journal.exists()
    assert shell("delete", "--everything", "--yes").code == 0


def test_a_running_keeper_of_the_reminders_ends_first_and_writes_nothing_more(shell: Shell, home: Path) -> None:
    keeper = subprocess.Popen([sys.executable, "-m", "coach", "remind"], stdout=subprocess.PIPE, text=True)
    try:
        assert keeper.stdout is not None
        assert keeper.stdout.readline().startswith("Keeping the reminders")
        result = shell("delete", "--everything", "--settings-too", "--yes")
        assert "The reminders were ended" in result.out
        assert result.code == 0
        assert keeper.wait(10) != 0
        assert not (home / "coach").exists()
    finally:
        if keeper.poll() is None:
            keeper.send_signal(signal.SIGKILL)
        keeper.communicate()


@pytest.mark.parametrize("name", ["journal.db", "status.json"])
def test_what_cannot_be_taken_away_is_named(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (home / "coach" / "status.json").write_text("{}")
    unlink = Path.unlink

    def fails(self: Path, missing_ok: bool = False) -> None:
        if self.name == name:
            raise PermissionError(1, "Operation not permitted")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", fails)
    result = shell("delete", "--everything", "--yes")
    assert result.code == 1
    assert f"{home / 'coach' / name} could not be taken away: Operation not permitted." in result.err
    monkeypatch.setattr(Path, "unlink", unlink)
    assert shell("delete", "--everything", "--yes").code == 0


def test_a_link_is_taken_away_and_not_followed(shell: Shell, home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (home / "precious").mkdir()
    (home / "precious" / "x.letter").write_text("mine")
    (home / "coach" / "letters").symlink_to(home / "precious")
    assert shell("delete", "--everything", "--yes").code == 0
    assert (home / "precious" / "x.letter").exists()
    assert not os.path.lexists(home / "coach" / "letters")
