"""`coach export` and `coach import`, as somebody with two computers uses them."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from coach.adapters.folders import folders
from coach.adapters.journal.backups import backups_of
from coach.adapters.journal.journal import open_journal
from coach.core.history.corrections import in_order
from coach.core.record.facts import Fact
from tests.cli.conftest import Result, Shell
from tests.core.exchange.records import DEVICES, exported, made
from tests.core.exchange.test_merging import SAID

HOSTILE = 300  # files in the suite; by hand: tests/attack


@dataclass
class Desks:
    """Two computers of one person."""

    shell: Shell
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def at(self, desk: str, *argv: str, keys: tuple[str, ...] = (), tty: bool = False) -> Result:
        self.monkeypatch.setenv("COACH_HOME", str(self.folder / desk))
        return self.shell(*argv, keys=keys, tty=tty)

    def facts(self, desk: str) -> list[Fact]:
        self.monkeypatch.setenv("COACH_HOME", str(self.folder / desk))
        with closing(open_journal(folders().journal, now=self.shell.clock.now().wall)) as journal:
            return journal.facts()

    def file(self, name: str = "record.jsonl") -> str:
        return str(self.folder / name)


@pytest.fixture
def desks(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    return Desks(shell, tmp_path, monkeypatch)


def some_record(desks: Desks, desk: str = "one") -> None:
    for argv in (("log", "pain", "4", "--area", "neck"), ("log", "lump", "--area", "neck", "--size", "pea")):
        desks.at(desk, *argv)
        desks.shell.clock.advance(60)


def body(data: str) -> list[str]:
    return data.splitlines()[1:-1]


def test_a_record_moves_to_another_computer_whole(desks: Desks) -> None:
    some_record(desks)
    out = desks.at("one", "export", desks.file())
    assert out.code == 0
    assert out.out.startswith("Exported: 3 entries to ")
    look = desks.at("two", "import", desks.file(), "--look")
    assert look.lines[0] == "New: 3 entries of 1 computer, 2 Mar. 0 are here already."
    assert look.lines[-1] == "Only looked: nothing was taken."
    assert desks.facts("two") == []
    taken = desks.at("two", "import", desks.file())
    assert taken.lines[0] == "Taken: 3 entries of 1 computer, 2 Mar. 0 were here already."
    assert taken.lines[1].startswith("Note: Up now, and not before: lump-new-unassessed")
    assert look.lines[1:-1] == taken.lines[1:]
    assert in_order(desks.facts("two")) == in_order(desks.facts("one"))
    assert desks.at("two", "check").code == desks.at("one", "check").code
    again = desks.at("two", "import", desks.file())
    assert again.lines == ["Nothing new: 3 entries are here already. Nothing was changed."]
    assert len(backups_of(folders().journal)) == 1


def test_the_output_and_the_file_hold_the_same_bytes(desks: Desks) -> None:
    some_record(desks)
    desks.at("one", "export", desks.file())
    result = desks.at("one", "export", "-")
    assert (result.code, result.err) == (0, "")
    assert result.out == Path(desks.file()).read_text("utf-8")
    desks.at("one", "export", desks.file())
    assert Path(desks.file()).read_text("utf-8") == result.out


def test_an_export_is_for_its_owner_only_and_an_older_one_is_replaced(desks: Desks) -> None:
    some_record(desks)
    desks.at("one", "export", desks.file())
    assert stat.S_IMODE(Path(desks.file()).stat().st_mode) == 0o600
    desks.at("one", "log", "pain", "2", "--area", "neck")
    assert desks.at("one", "export", desks.file()).code == 0
    assert len(body(Path(desks.file()).read_text("utf-8"))) == 4


def test_nothing_else_is_written_over_without_a_word(desks: Desks) -> None:
    some_record(desks)
    path = Path(desks.file("mine.txt"))
    path.write_text("mine\n", "utf-8")
    refused = desks.at("one", "export", str(path))
    assert (refused.code, path.read_text("utf-8")) == (2, "mine\n")
    assert "is no export of Coach. It stays as it is. Give another name, or add --force." in refused.err
    assert desks.at("one", "export", str(path), keys=("n",), tty=True).code == 2
    assert path.read_text("utf-8") == "mine\n"
    assert desks.at("one", "export", str(path), keys=("y",), tty=True).code == 0
    some_record(desks, "two")
    desks.at("one", "log", "pain", "2", "--area", "neck")
    assert "of another computer" in desks.at("two", "export", str(path)).err
    assert desks.at("two", "export", str(path), "--force").code == 0


def test_an_export_that_holds_more_than_the_record_is_not_lost(desks: Desks) -> None:
    some_record(desks)
    desks.at("one", "export", desks.file())
    data = Path(desks.file()).read_text("utf-8")
    Path(desks.file()).write_text(data.replace('"facts":3', '"facts":30', 1), "utf-8")
    assert "holds 30 entries, and the record has 3" in desks.at("one", "export", desks.file()).err


@pytest.mark.parametrize("name", ["", "no/such/folder/x.jsonl", ".", "\0"])
def test_a_place_that_cannot_be_is_one_line(desks: Desks, name: str) -> None:
    some_record(desks)
    result = desks.at("one", "export", str(desks.folder / name) if name != "\0" else name)
    assert result.code in {1, 2}
    assert len(result.err.splitlines()) == 1
    assert not list(desks.folder.glob(".*"))


def test_a_link_stays_a_link(desks: Desks) -> None:
    some_record(desks)
    link = desks.folder / "link.jsonl"
    link.symlink_to(desks.file())
    assert desks.at("one", "export", str(link)).code == 0
    assert link.is_symlink()
    assert len(body(Path(desks.file()).read_text("utf-8"))) == 3


# --- the clock --------------------------------------------------------------------------------------------------------


def ahead(desks: Desks, name: str = "ahead.jsonl") -> str:
    facts = [made(SAID[0], desks.shell.clock.now().wall + timedelta(days=2, hours=n), DEVICES[1]) for n in range(3)]
    path = Path(desks.file(name))
    path.write_bytes(exported(facts, DEVICES[1]))
    return str(path)


def test_nobody_is_waited_for_where_a_clock_is_wrong(desks: Desks) -> None:
    result = desks.at("one", "import", ahead(desks))
    assert result.code == 2
    assert "3 entries are dated up to 2 days ahead. Is that computer's clock wrong, or this one's?" in result.err
    assert "--clock theirs or --clock mine" in result.err
    assert desks.facts("one") == []


def test_theirs_takes_it_in_and_mine_does_not(desks: Desks) -> None:
    mine = desks.at("one", "import", ahead(desks), "--clock", "mine")
    assert (mine.code, desks.facts("one")) == (1, [])
    assert "coach log clock" in mine.err
    assert desks.at("one", "import", ahead(desks), keys=("m",), tty=True).code == 1
    theirs = desks.at("one", "import", ahead(desks), keys=("t",), tty=True)
    assert theirs.code == 0
    assert "Taken: 3 entries" in theirs.out
    assert [fact.kind for fact in desks.facts("one")] == ["clock-corrected", "pain", "pain", "pain"]


def test_a_look_says_what_will_be_asked(desks: Desks) -> None:
    look = desks.at("one", "import", ahead(desks), "--look")
    assert look.code == 0
    assert any(line.startswith("Question: 3 entries") for line in look.lines)


# --- files that are not what they should be ---------------------------------------------------------------------------


def refused(desks: Desks, *names: str) -> Result:
    before = desks.facts("one")
    result = desks.at("one", "import", *names)
    assert result.code == 2, result
    assert result.out == ""
    assert desks.facts("one") == before
    assert all(line.isprintable() for line in result.err.splitlines())
    return result


def test_every_file_that_is_none_is_one_clear_line(desks: Desks) -> None:
    some_record(desks)
    desks.at("one", "export", desks.file())
    data = Path(desks.file()).read_bytes()
    lines = data.splitlines(keepends=True)
    for content, words in (
        (b"", "1:1: The file is empty."),
        (data[:-20], "cut off after line 4."),
        (b"".join(lines[:-1]), "cut off after line 4."),
        (b"".join(lines[:2] + lines[3:]), "4:1: The file was changed or damaged on its way"),
        (data + data, "6:1: There is more after the end"),
        (
            data.replace(b'"format":1', b'"format":2'),
            "1:1: It was written by a newer Coach (format 2). Update this one.",
        ),
        (b"SQLite format 3\0" + bytes(5000), "1:1: This is no record of Coach."),
        (data.replace(b"\n", b"\r\n"), "changed or damaged"),
    ):
        path = Path(desks.file("bad.jsonl"))
        path.write_bytes(content)
        told = refused(desks, str(path)).err.splitlines()
        assert words in told[0]
        assert told[1:] == ["coach: Nothing was taken."]


def test_one_bad_file_of_two_takes_nothing(desks: Desks) -> None:
    some_record(desks, "two")
    desks.at("two", "export", desks.file())
    bad = Path(desks.file("bad.jsonl"))
    bad.write_bytes(Path(desks.file()).read_bytes()[:-9])
    refused(desks, desks.file(), str(bad))
    refused(desks, str(bad), desks.file())


def test_what_is_no_file_is_told(desks: Desks) -> None:
    assert "There is no file" in refused(desks, desks.file("nowhere")).err
    assert "is a folder" in refused(desks, str(desks.folder)).err
    assert "\x1b" not in refused(desks, desks.file("\x1b]0;x\x07")).err
    assert "no record of Coach" in refused(desks, "/dev/zero").err
    assert "is empty" in refused(desks, "/dev/null").err


def test_a_pipe_is_read_once_and_taken(desks: Desks) -> None:
    some_record(desks, "two")
    data = desks.at("two", "export", "-").out.encode()
    pipe = Path(desks.file("pipe"))
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    result = desks.at("one", "import", str(pipe))
    writer.join()
    assert result.lines[0].startswith("Taken: 3 entries")
    assert all(path.name.startswith(("journal", "backups")) for path in (desks.folder / "one").iterdir())


def test_an_endless_pipe_ends(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.adapters.exchange.source.MOST_BYTES", 1_000_000)
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
        assert endless.stdout is not None
        assert "larger than" in refused(desks, f"/dev/fd/{endless.stdout.fileno()}").err
        endless.stdout.close()
        endless.kill()


def mutated(draw: random.Random, data: bytes) -> bytes:
    """An export with something wrong in it: bytes, lines, values, lengths."""
    lines = data.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    match draw.randrange(9):
        case 0:
            return data[: draw.randrange(len(data))]
        case 1:
            spot = draw.randrange(len(data))
            return data[:spot] + bytes([data[spot] ^ (1 << draw.randrange(8))]) + data[spot + 1 :]
        case 2:
            return b"".join(lines[:at] + lines[at + 1 :])
        case 3:
            return b"".join([*lines[: at + 1], *lines[at:]])
        case 4:
            lines[at] = draw.randbytes(draw.randrange(1, 2000))
        case 5:
            spot = draw.randrange(len(data))
            return data[:spot] + draw.choice((b"\0", b"\xff\xfe", b"\x1b]0;x\x07", b"\n", b'"', b"}")) + data[spot:]
        case 6:
            lines[at] = b'{"a":' + b"[" * draw.randrange(9, 100_000) + b"\n"
        case 7:
            value = json.loads(lines[at])
            odd: tuple[object, ...] = (None, -1, 10**30, 1e300, "", "x" * 70_000, [], {"a": {}}, "\ud800", "\u202e")
            value[draw.choice(sorted(value))] = draw.choice(odd)
            lines[at] = json.dumps(value).encode() + b"\n"
        case _:
            a, b = draw.randrange(len(lines)), draw.randrange(len(lines))
            lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def test_no_hostile_file_is_taken_or_does_harm(desks: Desks) -> None:
    draw = random.Random(12)  # noqa: S311 - made up, no secret
    facts = [made(draw.choice(SAID), desks.shell.clock.now().wall - timedelta(hours=n), DEVICES[1]) for n in range(8)]
    data = exported(facts, DEVICES[1])
    path = Path(desks.file("bad.jsonl"))
    desks.at("one", "log", "pain", "4", "--area", "neck")
    before = desks.facts("one")
    for n in range(HOSTILE):
        bad = mutated(draw, data)
        if bad == data:
            continue
        path.write_bytes(bad)
        result = desks.at("one", "import", str(path))
        told = result.err.splitlines()
        assert (result.code, result.out) == (2, ""), n
        assert 2 <= len(told) <= 21
        assert all(line.isprintable() and len(line) < 300 for line in told), told
        assert all(line.startswith(f"{path}:") for line in told[:-1]), told
    assert desks.facts("one") == before


def test_a_reader_that_goes_away_is_no_fault(desks: Desks, coach_home: Path) -> None:
    some_record(desks)
    env = {**os.environ, "COACH_HOME": str(desks.folder / "one")}
    command = f"{sys.executable} -m coach export - | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert done.stdout == '{"coach":"'
    assert done.stderr == ""


# --- tables, and all of it --------------------------------------------------------------------------------------------


def test_tables_for_a_spreadsheet_are_written_again_and_never_over_anything_else(desks: Desks) -> None:
    some_record(desks)
    folder = desks.folder / "tables"
    first = desks.at("one", "export", "--csv", str(folder))
    assert first.code == 0
    assert (
        "pain.csv, sessions.csv, techniques.csv, breaks.csv, lumps.csv, signs.csv, visits.csv, function.csv"
        in first.out
    )
    assert stat.S_IMODE((folder / "pain.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    desks.at("one", "log", "pain", "5", "--area", "neck", "--note", "=HYPERLINK(1)")
    assert desks.at("one", "export", "--csv", str(folder)).code == 0
    text = (folder / "pain.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfat,area")
    assert b"'=HYPERLINK(1)\r\n" in text
    (folder / "lumps.csv").write_text("mine", "utf-8")
    refused = desks.at("one", "export", "--csv", str(folder))
    assert refused.code == 2
    assert "lumps.csv is there and is something else." in refused.err
    assert (folder / "lumps.csv").read_text("utf-8") == "mine"
    assert desks.at("one", "export", "--csv", str(folder), "--force").code == 0
    assert "no record of Coach" in desks.at("two", "import", str(folder / "pain.csv")).err


def test_all_of_it_lies_side_by_side(desks: Desks) -> None:
    some_record(desks)
    home = desks.folder / "one"
    (home / "settings.yaml").write_text("minutes: 5\n", "utf-8")
    (home / "routines").mkdir()
    (home / "routines" / "mine.yaml").write_text("format: 1\n", "utf-8")
    folder = desks.folder / "all"
    for _ in range(2):
        result = desks.at("one", "export", "--all", str(folder))
        assert result.code == 0
    assert "With it: settings.yaml, routines/mine.yaml." in result.out
    assert (folder / "settings.yaml").read_text("utf-8") == "minutes: 5\n"
    assert (folder / "routines" / "mine.yaml").read_text("utf-8") == "format: 1\n"
    assert desks.at("two", "import", str(folder / "record.jsonl")).code == 0


@pytest.mark.parametrize("argv", [(), ("x.jsonl", "--csv", "y"), ("--csv", "y", "--all", "z")])
def test_one_thing_has_to_be_named(desks: Desks, argv: tuple[str, ...]) -> None:
    result = desks.at("one", "export", *argv)
    assert (result.code, len(result.err.splitlines())) == (2, 1)
