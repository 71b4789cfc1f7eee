"""A visit and a slip told at the keys: what is up stands on numbered lines, and no id is typed."""

from __future__ import annotations

import pytest

from coach.core.record.health import VisitMade
from tests.cli.conftest import Shell, kept, said

NIGHT = 'answers: {night-pain: "yes", rest-no-relief: "yes"}\nothers: "no"\n'


def test_a_visit_is_told_by_line(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    shell.clock.advance(3600)
    found = shell("log", "visit", keys=("3", "1", "Dr Hill", "1 3"), tty=True)
    assert found.code == 0
    assert '  1 Your answer to: "Is the pain worse at night, most nights?"' in found.lines
    assert "Not understood: give numbers from 1 to 2." in found.lines
    assert [line for line in found.lines if line.startswith("  3 ")] == ["  3 compression"]
    (fact,) = kept(shell, VisitMade.kind)
    assert said(fact)["flags"] == ["night-pain"]
    assert said(fact)["classes"] == ["heat", "compression"]
    assert said(fact)["who"] == "Dr Hill"


def test_nothing_may_be_fine_yet(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    found = shell("log", "visit", keys=("1, 2", "a nurse", "0 1", "0"), tty=True)
    assert (found.code, found.out.count("Not understood")) == (0, 1)
    (fact,) = kept(shell, VisitMade.kind)
    assert (said(fact)["flags"], said(fact).get("classes", [])) == (["night-pain", "rest-no-relief"], [])


def test_what_was_given_is_not_asked(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    found = shell("log", "visit", "--flag", "night-pain", keys=("Dr Hill",), tty=True)
    assert (found.code, found.out.count("Question:")) == (0, 1)
    assert said(kept(shell, VisitMade.kind)[0]).get("classes", []) == []


def test_which_of_several_lumps_is_asked(shell: Shell) -> None:
    for area in ("neck", "shoulder"):
        shell("log", "lump", "--area", area)
        shell.clock.advance(60)
    found = shell("log", "visit", keys=("1", "Dr Hill", "2", "0"), tty=True)
    assert found.code == 0
    assert "  2 shoulder, noted on 2026-03-02" in found.lines
    (fact,) = kept(shell, VisitMade.kind)
    (seen,) = said(fact)["lumps"]
    assert seen == kept(shell, "lump")[1].id


def test_where_nobody_can_answer_or_nothing_is_up_nothing_is_recorded(shell: Shell) -> None:
    assert "Nothing is up that waits for a visit" in shell("log", "visit", keys=("1",), tty=True).err
    shell("check", "--answers", shell.file(NIGHT))
    for keys in ((), ("1",), ("1", "Dr Hill")):
        found = shell("log", "visit", keys=keys, tty=True)
        assert (found.code, "Nobody is there" in found.err) == (2, True)
    assert "needs --flag and --who" in shell("log", "visit").err
    assert kept(shell, VisitMade.kind) == []


def test_a_slip_is_picked_by_line(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    assert "It may be: night-pain, rest-no-relief" in shell("log", "slip").err
    found = shell("log", "slip", keys=("2", "y"), tty=True)
    assert "Taken back: rest-no-relief. The record keeps both." in found.lines
    shell.clock.advance(601)
    assert "Nothing was answered in the last 10 minutes" in shell("log", "slip", keys=("1",), tty=True).err


def test_at_a_terminal_the_card_names_no_id(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.cli.plain.card.is_tty", lambda _: True)
    found = shell("check", "--answers", shell.file(NIGHT))
    assert "I have been seen: coach log visit" in found.lines
    assert "It was a slip: coach log slip (within 10 minutes)" in found.lines
