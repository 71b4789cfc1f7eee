"""`coach report`, as somebody before a visit uses it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from coach.exit_codes import ExitCode
from tests.cli.conftest import Shell


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the page goes by itself."""
    home = tmp_path / "own"
    monkeypatch.setenv("COACH_HOME", str(home))
    return home


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("coach-report*"))


def test_a_report_with_nothing_noted_writes_nothing_and_ends_with_1(shell: Shell, documents: Path) -> None:
    for argv in (("report",), ("report", "--text"), ("report", "--days", "90", "--output", str(documents / "x.html"))):
        found = shell(*argv)
        assert found.code == ExitCode.FAILED
        assert found.out == ""
        assert "Give more days." in found.err
    assert "Nothing was noted in these 28 days." in shell("report").err
    assert files(documents) == []
    assert not (documents / "x.html").exists()


def test_it_is_a_new_file_that_only_its_owner_may_read_and_never_one_over_another(
    shell: Shell, documents: Path
) -> None:
    assert shell("log", "pain", "4", "--area", "neck").code == ExitCode.DONE
    assert shell("report").code == ExitCode.DONE
    assert "coach-report-2026-03-02-2.html" in shell("report").out
    assert files(documents) == ["coach-report-2026-03-02-2.html", "coach-report-2026-03-02.html"]
    for name in files(documents):
        assert stat.S_IMODE((documents / name).stat().st_mode) == 0o600
        assert (documents / name).read_text("utf-8").startswith("<!doctype html>")


def test_a_file_that_is_there_stays(shell: Shell, documents: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    mine = documents / "mine.html"
    mine.write_text("mine")
    found = shell("report", "--output", str(mine))
    assert found.code == ExitCode.WRONG
    assert "is there already" in found.err
    assert mine.read_text() == "mine"
    assert shell("report", "--output", str(documents / "other.html")).code == ExitCode.DONE
    assert shell("report", "--text", "--output", str(documents / "other.txt")).code == ExitCode.DONE
    assert (documents / "other.txt").read_text().startswith("Self-care record")


def test_the_text_is_printed_and_writes_no_file(shell: Shell, documents: Path) -> None:
    shell("log", "pain", "4", "--area", "neck", "--note", "after the move")
    found = shell("report", "--text")
    assert found.lines[0] == "Self-care record, 3 Feb to 2 Mar 2026"
    assert "Neck: worst 4, middle 4" in found.out
    assert "after the move" not in found.out
    assert "after the move" in shell("report", "--text", "--notes").out
    assert files(documents) == []


def test_the_days_and_the_area_can_be_chosen(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    assert shell("report", "--text", "--days", "7").lines[0] == "Self-care record, 24 Feb to 2 Mar 2026"
    assert shell("report", "--text", "--since", "2025-12-30").lines[0] == "Self-care record, 30 Dec 2025 to 2 Mar 2026"
    assert "Neck: worst" not in shell("report", "--text", "--area", "lower-back").out
    assert "No visit is noted" not in shell("report", "--text", "--without", "seen,lumps").out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--days", "0"), "A page of 0 days can't be."),
        (("--days", "400"), "Give 1 to 366."),
        (("--days", "x"), "Give a whole number."),
        (("--since", "2026-03-03"), "ahead"),
        (("--since", "2020-01-01"), "more than 366 days ago"),
        (("--since", "monday"), "Give a day such as"),
        (("--since", "2026-02-01", "--days", "3"), "Give one of them."),
        (("--without", "signs"), "The page can't go without 'signs'."),
        (("--area", "knee"), "There is no area"),
        (("--text", "--open"), "Text is not opened in a browser."),
    ],
)
def test_what_can_not_be_is_said_in_one_line(shell: Shell, documents: Path, argv: tuple[str, ...], says: str) -> None:
    shell("log", "pain", "4", "--area", "neck")
    found = shell("report", *argv)
    assert found.code == ExitCode.WRONG
    assert says in found.err
    assert len(found.err.splitlines()) == 1
    assert files(documents) == []


def test_a_folder_that_can_not_be_written_is_named_with_the_way_out(shell: Shell, tmp_path: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    found = shell("report", "--output", str(tmp_path / "no" / "such" / "page.html"))
    assert found.code == ExitCode.FAILED
    assert "The page can't be written to" in found.err


def test_it_is_opened_in_the_browser_where_that_is_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(url: str, new: int = 0, autoraise: bool = True) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", browser)
    shell("log", "pain", "4", "--area", "neck")
    assert shell("report", "--open").code == ExitCode.DONE
    assert opened[0].startswith("file:///")
    assert opened[0].endswith("coach-report-2026-03-02.html")
    assert "No browser could be opened." in shell("report", "--open").err


def test_a_sign_that_is_up_stands_first(shell: Shell) -> None:
    answers = shell.file('answers:\n  fever-or-chills: "not-sure"\nothers: "no"\n')
    shell("check", "--answers", answers)
    text = shell("report", "--text").out
    assert "Do you have a fever or the shivers, and do not know why? | not sure | 2 Mar | 2 Mar | up" in text
    assert 'up: "Do you have a fever' in text
