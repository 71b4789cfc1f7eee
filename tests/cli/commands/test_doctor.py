"""`coach doctor`: what it calls fine, and a report for others that holds nothing of a person's health."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coach.adapters.notices
from coach.adapters.folders import Folders
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.adapters.signals import asking, idle
from coach.cli.doctor.bug_report import bug_report
from coach.cli.doctor.files import of_files
from coach.cli.wiring import House
from coach.core.coach.door import Coach
from coach.core.record.codec import KINDS
from coach.core.record.facts import FactOf, Unknown, Unreadable, moment
from coach.core.reminders.ports import Attempt
from coach.core.settings import DEFAULTS
from coach.core.vocabulary import BodyArea
from tests.adapters.journal.forging import spoil
from tests.cli.conftest import Shell
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal
from tests.core.record.bodies import bodies
from tests.core.situations import CATALOGUE

NOWHERE = Path("/nowhere")
LIBRARY = load_library(None)


def notifying(monkeypatch: pytest.MonkeyPatch, *attempts: Attempt) -> None:
    class Asked:
        async def probe(self) -> list[Attempt]:
            return list(attempts)

    monkeypatch.setattr(coach.adapters.notices, "notifier", lambda *_, **__: Asked())


def found(shell: Shell, name: str) -> dict[str, Any]:
    checks: list[dict[str, Any]] = json.loads(shell("doctor", "--json").out)["checks"]
    return next(check for check in checks if check["name"] == name)


def test_where_no_channel_shows_anything_it_is_not_called_ok(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    notifying(monkeypatch, Attempt("desktop", False, "There is no session bus."), Attempt("tmux", False))
    result = shell("doctor")
    assert result.code == 0  # nothing has to be mended: the program itself tells
    assert "note  notifications: no channel here can show one" in result.out
    assert "ok    notifications" not in result.out
    there = found(shell, "notifications")
    assert (there["ok"], there["state"]) == (False, "limited")


@pytest.mark.parametrize("worked", [True, None])
def test_where_a_channel_works_it_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch, worked: bool | None) -> None:
    notifying(monkeypatch, Attempt("desktop", False), Attempt("tmux", worked))
    assert "ok    notifications: sent by tmux" in shell("doctor").lines


def test_a_damaged_record_is_told_put_right_by_the_next_command_and_the_old_file_named(
    shell: Shell, coach_home: Path
) -> None:
    shell("log", "pain", "4", "--area", "neck")
    spoil(coach_home / "journal.db", "UPDATE fact SET body = '{\"level\":1}' WHERE kind = 'pain'")
    told = shell("doctor")
    assert told.code == 1
    assert "MEND  journal: The record at " in told.out
    assert "is kept as" in shell("log", "pain", "5", "--area", "neck").err
    assert [Path(name).name[:18] for name in found(shell, "journal")["more"]["damaged and kept"]] == [
        "journal.db.damaged"
    ]


# --- the report -------------------------------------------------------------------------------------------------------


@pytest.fixture
def report(shell: Shell) -> Path:
    return shell.folder / "report.md"


def test_the_report_says_what_a_bug_report_needs(shell: Shell, report: Path, coach_home: Path) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (coach_home / "settings.yaml").write_text("dose: high\n")
    result = shell("doctor", "--report", str(report))
    assert f"Report: {report}." in result.lines[-1]
    text = report.read_text(encoding="utf-8")
    for part in ("- coach 0.", "Python 3.", "SQLite 3.", "- terminal: ", "- textual ", "- ok journal: 1 facts"):
        assert part in text, part
    for line in ("- dose: high", "- reminders.interval_minutes: 45", "- entries noted: 1", "- settings.yaml: 0 KiB"):
        assert line in text.splitlines(), line
    assert report.stat().st_mode & 0o777 == 0o600


def test_a_report_is_never_written_over_something(shell: Shell, report: Path) -> None:
    report.write_text("mine")
    result = shell("doctor", "--report", str(report))
    assert (result.code, result.out) == (2, "")
    assert "is there already" in result.err
    assert report.read_text() == "mine"


PRIVATE = """\
voice: Aunt Ida
quiet_hours: 21:17-06:23
reminders:
  working_hours: {monday: ["09:12-12:31"]}
  calendar: oncology.ics
  calendar_email: ida@example.org
  terminal: my-own-terminal -e
  routines: [{routine: neck-knot-desk, at: ["10:37"]}]
"""


def test_the_report_holds_no_word_of_health_and_no_private_setting(
    shell: Shell, report: Path, coach_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("check", "--answers", shell.file('answers: {night-pain: "yes"}\nothers: "no"\n'))
    shell("log", "pain", "7", "--area", "lower-back", "--note", "after the funeral", "--medicine", "ibuprofen")
    shell("log", "lump", "--area", "neck", "--texture", "stone-hard", "--size-mm", "133.25")
    shell("log", "visit", "--flag", "night-pain", "--who", "Dr Ruiz", "--fine", "heat")
    shell("run", "calm-breathing", "--plain")
    (coach_home / "routines").mkdir()
    (coach_home / "routines" / "after-surgery.yaml").write_text("id: after-surgery\nname: [\n")
    (coach_home / "settings.yaml").write_text(PRIVATE)
    shell("doctor", "--report", str(report))
    text = report.read_text(encoding="utf-8").lower()
    words = [
        *BodyArea,
        *CATALOGUE.flags,
        *LIBRARY.routines,
        "lower back",
        "funeral",
        "ibuprofen",
        "stone",
        "133.25",
        "ruiz",
    ]
    words += ["surgery", "ida", "21:17", "09:12", "oncology", "my-own", "10:37", "breathing", "lump", "knot"]
    assert [word for word in words if word in text] == []


def test_a_fault_in_the_settings_is_told_by_its_place_alone(shell: Shell, report: Path, coach_home: Path) -> None:
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text("dose: low\nnotes: my lump\n")
    assert shell("doctor", "--report", str(report)).code == 1
    text = report.read_text(encoding="utf-8")
    assert "- mend settings: a fault in line 2, column 1" in text
    assert "lump" not in text


def test_paths_begin_at_home_and_hold_no_name(shell: Shell, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "ida")
    monkeypatch.setattr("coach.cli.doctor.bug_report.getuser", lambda: "ida")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ida"))
    for home, shown in (("/home/ida/coach", "~/coach"), ("/data/ida/coach", "/data/USER/coach")):
        where = Folders(Path(home), Path(home, "settings.yaml"), Path(home, "routines"), Path(home, "journal.db"))
        text = written(MemoryJournal(), where)
        assert f"journal: {shown}/journal.db" in text
        assert "ida" not in text


def written(journal: MemoryJournal, where: Folders | None = None) -> str:
    """The report on a record."""
    where = where or Folders(NOWHERE, NOWHERE / "settings.yaml", NOWHERE / "routines", NOWHERE / "journal.db")
    clock = FakeClock()
    door = Coach(LIBRARY, CATALOGUE, journal, clock, lambda: "new")
    house = House(door, clock, where, journal, (), load_sources(), DEFAULTS)
    return bug_report(of_files(house), DEFAULTS, journal.facts(), where)


LETTERS = st.text(max_size=20)
UNHEARD = "q7zx-told"  # stands in no text of ours


def pairs() -> st.SearchStrategy[tuple[Any, Any]]:
    """Two bodies of one kind, known, of a later version, or unreadable."""
    known = st.sampled_from(list(KINDS.values())).flatmap(lambda kind: st.tuples(bodies(kind), bodies(kind)))
    later = LETTERS.map(lambda text: (Unknown("lesson-read", text), Unknown("lesson-read", UNHEARD)))
    broken = LETTERS.map(lambda text: (Unreadable("pain", text, text), Unreadable("lump", UNHEARD, UNHEARD)))
    return st.one_of(known, known, later, broken)


@settings(max_examples=60, deadline=None, database=None)
@given(drawn=st.lists(pairs(), min_size=1, max_size=4))
def test_whatever_the_entries_say_the_report_is_the_same(drawn: list[tuple[Any, Any]]) -> None:
    at, offset = moment(MORNING)
    one, other = MemoryJournal(), MemoryJournal()
    for number, (this, that) in enumerate(drawn):
        one.kept.append(FactOf(f"id-{number}", at, offset, "here", this))
        other.kept.append(FactOf(f"id-{number}", at, offset, "here", that))
    text = written(one)
    assert text == written(other)
    assert UNHEARD not in text


def test_what_was_set_aside_is_named(shell: Shell, coach_home: Path) -> None:
    assert "set aside" not in shell("doctor").out
    (coach_home / "letters" / "reminders").mkdir(parents=True)
    (coach_home / "letters" / "reminders" / "x.letter.set-aside").write_text("")
    (coach_home / "status.json.set-aside-2").mkdir()
    assert "set aside: letters/reminders/x.letter.set-aside; status.json.set-aside-2" in shell("doctor").out


@pytest.mark.parametrize(
    ("why", "says"),
    [
        (asking.Counting("It counts from now on."), "works, from Wayland: counted while the reminders run"),
        (asking.Unknown("It is not installed.", "Install it."), "not known here, so an absence is not credited"),
    ],
)
def test_idle_time_that_is_only_being_counted_is_not_called_unknown(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, why: asking.Unknown, says: str
) -> None:
    def read() -> float:
        raise why

    monkeypatch.setattr(idle, "idle_sources", lambda: [idle.IdleSource("Wayland", read)])
    check = found(shell, "idle time")
    assert check["says"] == says
    assert f"{why.why} {why.mend}".strip() in str(check)
