"""`coach sync`: desks in step through a folder, whatever the tool that copies it does."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from coach.adapters import machine
from coach.core.history.corrections import in_order
from tests.cli.commands.test_exchange import Desks, some_record
from tests.cli.conftest import Result, Shell
from tests.core.exchange.records import DEVICES, exported, made
from tests.core.exchange.test_merging import SAID


@pytest.fixture
def desks(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    (tmp_path / "shared").mkdir()
    return Desks(shell, tmp_path, monkeypatch)


def sync(desks: Desks, desk: str, *more: str) -> Result:
    return desks.at(desk, "sync", str(desks.folder / "shared"), *more)


def shared(desks: Desks) -> list[Path]:
    return sorted((desks.folder / "shared").iterdir())


def test_two_desks_come_to_the_same_record_and_then_write_no_more(desks: Desks) -> None:
    some_record(desks, "one")
    desks.at("two", "log", "pain", "7", "--area", "shoulder")
    first = sync(desks, "one")
    assert (first.code, len(shared(desks))) == (0, 1)
    assert first.lines[-1].startswith("Written: 3 entries to ")
    second = sync(desks, "two")
    assert second.lines[0].endswith("Taken: 3 entries of 1 computer, 2 Mar. 0 were here already.")
    assert any(line.startswith("Note: Up now") for line in second.lines)
    assert "Taken: 1 entry of 1 computer" in sync(desks, "one").lines[0]
    assert in_order(desks.facts("one")) == in_order(desks.facts("two"))
    sync(desks, "two")
    written = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in shared(desks)}
    for desk in ("one", "two", "one"):
        done = sync(desks, desk)
        assert (done.code, len(done.lines)) == (0, 1)
        assert "holds it all already (4 entries)" in done.lines[0]
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in shared(desks)} == written
    assert len(written) == 2


def test_conflict_copies_are_read_and_left_alone(desks: Desks) -> None:
    some_record(desks, "one")
    sync(desks, "one")
    (own,) = shared(desks)
    for name in ("coach-1.sync-conflict-20260302-0900-ABC.jsonl", "coach-1 (conflicted copy).jsonl"):
        shutil.copy(own, own.with_name(name))
    (own.parent / "notes.jsonl").write_text("mine", "utf-8")
    assert sync(desks, "two").code == 0
    assert len(desks.facts("two")) == 3
    assert len(shared(desks)) == 5


def test_a_bad_file_is_named_and_keeps_no_other_out(desks: Desks) -> None:
    some_record(desks, "one")
    sync(desks, "one")
    (own,) = shared(desks)
    own.with_name("coach-0bad.jsonl").write_bytes(own.read_bytes()[:-30])
    result = sync(desks, "two")
    assert result.code == 1
    assert "coach-0bad.jsonl:4:1: The file is cut off after line 4." in result.err
    assert "coach-0bad.jsonl: nothing was taken of it." in result.err
    assert len(desks.facts("two")) == 3


def test_a_clock_is_never_asked_about_and_hangs_no_script(desks: Desks) -> None:
    ahead = made(SAID[0], desks.shell.clock.now().wall + timedelta(days=2), DEVICES[1])
    (desks.folder / "shared" / "coach-0000.jsonl").write_bytes(exported([ahead], DEVICES[1]))
    result = desks.at("one", "sync", str(desks.folder / "shared"), tty=True)
    assert result.code == 1
    assert "Is that computer's clock wrong, or this one's? Say it with --clock theirs" in result.err
    assert desks.facts("one") == []
    assert sync(desks, "one", "--clock", "theirs").code == 0
    assert len(desks.facts("one")) == 2


def test_what_an_old_copy_of_the_record_lacks_comes_back_from_our_own_file(desks: Desks) -> None:
    some_record(desks, "one")
    shutil.copytree(desks.folder / "one", desks.folder / "old")
    desks.at("one", "log", "pain", "1", "--area", "neck")
    sync(desks, "one")
    before = desks.facts("one")
    result = sync(desks, "old")
    assert "It is this same record, further on." in result.out
    assert "Taken: 1 entry" in result.out
    assert desks.facts("old") == before


def test_our_own_file_is_not_written_over_while_it_holds_more_than_the_record(desks: Desks) -> None:
    some_record(desks, "one")
    sync(desks, "one")
    (own,) = shared(desks)
    more = own.read_bytes().replace(b'"facts":3', b'"facts":9')
    own.write_bytes(more)
    result = sync(desks, "one")
    assert result.code == 1
    assert "holds 9 entries, and the record has 3. It stays as it is: move it away." in result.err
    assert own.read_bytes() == more


@pytest.mark.parametrize("name", ["nowhere", "a-file"])
def test_a_folder_that_is_none_is_one_line(desks: Desks, name: str) -> None:
    (desks.folder / "a-file").write_text("", "utf-8")
    result = desks.at("one", "sync", str(desks.folder / name))
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert not (desks.folder / "nowhere").exists()


def test_the_doctor_warns_of_a_record_in_a_folder_that_is_copied(desks: Desks) -> None:
    (desks.folder / ".stfolder").mkdir()
    result = desks.at("one", "doctor")
    assert "Syncthing seems to copy" in result.out
    assert "coach sync FOLDER" in result.out


def test_a_record_that_was_copied_to_another_computer_gets_an_id_of_its_own(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ["note of one"]
    for module in ("coach.cli.wiring", "coach.adapters.machine"):
        monkeypatch.setattr(f"{module}.machine_note", lambda: here[0])
    some_record(desks, "one")
    assert "computer:" not in desks.at("one", "doctor").out
    shutil.copytree(desks.folder / "one", desks.folder / "two")
    here[0] = "note of two"
    assert "note  computer: The record was begun on another computer." in desks.at("two", "doctor").out
    assert desks.at("two", "doctor", "--new-computer").code == 0
    assert "computer:" not in desks.at("two", "doctor").out
    assert desks.facts("two") == desks.facts("one")
    desks.at("two", "log", "pain", "1", "--area", "neck")
    devices = {fact.device for fact in desks.facts("two")}
    assert len(devices) == 2
    sync(desks, "one")
    sync(desks, "two")
    assert len(shared(desks)) == 2


def test_a_computer_that_can_not_be_told_is_left_in_peace(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("coach.cli.wiring", "coach.adapters.machine"):
        monkeypatch.setattr(f"{module}.machine_note", lambda: "")
    some_record(desks, "one")
    assert "computer:" not in desks.at("one", "doctor").out


def test_the_note_of_a_computer_does_not_say_which_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "machine-id"
    place.write_text("0123456789abcdef0123456789abcdef\n", "utf-8")
    monkeypatch.setattr(machine, "PLACES", (str(tmp_path / "nowhere"), str(place)))
    note = machine.machine_note()
    assert len(note) == 16
    assert note not in place.read_text("utf-8")
    assert machine.machine_note() == note
    place.write_text("", "utf-8")
    assert machine.machine_note() == ""
