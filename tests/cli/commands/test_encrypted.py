"""An export behind a passphrase: the format of age, asked for at the keys and never on the command line."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.exchange.encryption import is_locked
from tests.cli.commands.test_exchange import Desks, some_record
from tests.cli.conftest import Shell

WORD = "Correct Horse"


@pytest.fixture
def desks(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    return Desks(shell, tmp_path, monkeypatch)


def locked(desks: Desks) -> str:
    some_record(desks)
    result = desks.at("one", "export", desks.file("r.age"), "--encrypt", keys=(WORD, WORD), tty=True)
    assert result.code == 0
    assert "without the passphrase nobody can open it" in result.out
    return desks.file("r.age")


def test_it_goes_out_locked_and_comes_in_with_the_passphrase(desks: Desks) -> None:
    name = locked(desks)
    assert is_locked(Path(name))
    assert b"neck" not in Path(name).read_bytes()
    result = desks.at("two", "import", name, keys=(WORD,), tty=True)
    assert result.lines[0].startswith("Taken: 3 entries")
    assert sorted(path.name for path in (desks.folder / "two").iterdir() if path.name.startswith("tmp")) == []


def test_a_wrong_passphrase_and_a_damaged_file_take_nothing(desks: Desks) -> None:
    name = locked(desks)
    wrong = desks.at("two", "import", name, keys=("wrong",), tty=True)
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)
    assert "can't be opened: another passphrase, or a damaged file." in wrong.err
    data = Path(name).read_bytes()
    for bad in (data[:-40], data[:30], data[:300] + bytes([data[300] ^ 1]) + data[301:]):
        Path(name).write_bytes(bad)
        result = desks.at("two", "import", name, keys=(WORD,), tty=True)
        assert (result.code, len(result.err.splitlines())) == (2, 1)
    assert desks.facts("two") == []


def test_nobody_there_and_two_that_differ_write_nothing(desks: Desks) -> None:
    some_record(desks)
    target = Path(desks.file("r.age"))
    assert "missing" in desks.at("one", "export", str(target), "--encrypt").err
    assert "not the same" in desks.at("one", "export", str(target), "--encrypt", keys=("a", "b"), tty=True).err
    assert "Only an export to a FILE" in desks.at("one", "export", "--csv", "x", "--encrypt").err
    assert not target.exists()


def test_without_the_extra_another_way_is_named(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    name = locked(desks)
    find = builtins.__import__

    def none(module: str, *more: Any, **named: Any) -> Any:
        if module == "pyrage":
            raise ImportError(module)
        return find(module, *more, **named)

    monkeypatch.setattr(builtins, "__import__", none)
    out = desks.at("one", "export", desks.file("n.age"), "--encrypt", keys=(WORD, WORD), tty=True)
    assert (out.code, len(out.err.splitlines())) == (2, 1)
    assert "coach export - | age -p > record.age" in out.err
    come = desks.at("two", "import", name, keys=(WORD,), tty=True)
    assert (come.code, len(come.err.splitlines())) == (2, 1)
    assert "knot-coach[encrypt]" in come.err
