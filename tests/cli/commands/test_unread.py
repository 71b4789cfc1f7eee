"""A record with entries that can't be read: nothing breaks, the check is asked anew once, and they are named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from coach.adapters.folders import folders
from coach.cli.outside import Outside
from coach.core.record.codec import decode
from coach.core.record.facts import Known, Unreadable
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated
from coach.core.record.reminders import PromptShown
from coach.core.vocabulary import BodyArea, ComplaintKind, TechniqueClass
from tests.adapters.journal.forging import forge
from tests.cli.conftest import Shell, kept

DAMAGE = {
    "a rating without its level": ("pain", "body = json_remove(body, '$.level')"),
    "a level that is a word": ("pain", "body = json_set(body, '$.level', 'six')"),
    "a level beyond the scale": ("pain", "body = json_set(body, '$.level', 60)"),
    "an area that is none": ("pain", "body = json_set(body, '$.area', 'nek')"),
    "a kind with a wrong letter": ("pain", "kind = 'pait'"),
    "a text that is no JSON": ("pain", "body = '{\"level\": 6'"),
    "a complaint of no kind": ("episode", "body = json_remove(body, '$.kind')"),
    "a lump as big as a house": ("lump", "body = json_set(body, '$.size_mm', 9000)"),
    "a check that is complete in words": ("check", "body = json_set(body, '$.complete', 'yes')"),
    "a session of no routine": ("session-begun", "body = json_remove(body, '$.routine')"),
    "a part of a session at no place": ("segment", "body = json_remove(body, '$.index')"),
    "a prompt of no name": ("prompt", "body = json_remove(body, '$.prompt')"),
    "a year of birth in words": ("profile", "body = json_set(body, '$.year_of_birth', 'long ago')"),
    "an offset that is none": ("pain", '"offset" = 100000'),
}
READING = (
    *("status", "status --json", "routines", "routines --json", "history", "history --json", "check", "check --json"),
    *("timeline cat-cow", "show cat-cow", "doctor", "doctor --json", "progress", "progress --json"),
)


@pytest.fixture
def full(shell: Shell) -> Shell:
    """A record with something of everything."""
    shell("log", "about", "--birth-year", "1980", "--emergency-number", "112")
    entries: list[Known] = [PainRated(level=level, area=BodyArea.NECK) for level in range(8)]
    entries += [
        EpisodeBegan(complaint=ComplaintKind.ACHE, area=BodyArea.NECK),
        LumpSeen(area=BodyArea.SHOULDER, size_mm=10),
    ]
    entries += [PromptShown(prompt="0001")]
    with Outside(shell.clock).house() as house:
        record = house.coach.record
        record.write([record.fact(shell.clock.now(), body) for body in entries])
    shell.clock.advance(60)
    shell.pass_check()
    shell.clock.advance(60)
    shell("run", "calm-breathing", "--plain")
    return shell


def damage(kind: str, change: str) -> str:
    """Change one row as a faulty version of coach would have written it; the beginning of its id."""
    with closing(sqlite3.connect(folders().journal)) as db:
        rows = db.execute("SELECT id, body FROM fact WHERE kind = ? ORDER BY at, seq", (kind,)).fetchall()
        name = next(name for name, body in rows if not isinstance(decode(kind, body), Unreadable))
    forge(folders().journal, f"UPDATE fact SET {change} WHERE id = ?", name)  # noqa: S608 - the words of this file
    return str(name)[:8]


GROUPS = [
    ["a rating without its level"],
    ["a kind with a wrong letter", "a session of no routine", "a part of a session at no place"],
    [case for case in DAMAGE if case != "a check that is complete in words"],
    list(DAMAGE),
]


@pytest.mark.parametrize("cases", GROUPS, ids=["one", "sessions", "most", "all"])
def test_no_command_breaks_and_the_entries_are_named(full: Shell, cases: list[str]) -> None:
    names = sorted(damage(*DAMAGE[case]) for case in cases)
    for command in (*READING, "run cat-cow --plain", "log pain 3 --area neck"):
        result = full(*command.split())
        assert "A fault in coach" not in result.err, f"{command}: {result.err}"
        if command.endswith("--json"):
            json.loads(result.out)
    many = "1 entry" if len(names) == 1 else f"{len(names)} entries"
    assert full("history").lines[0].startswith(f"Note: {many} can't be read: ")
    assert f"{many} can't be read: " in full("history", "--json").err
    (journal,) = [one for one in json.loads(full("doctor", "--json").out)["checks"] if one["name"] == "journal"]
    assert sorted(entry[:8] for entry in journal["more"]["can't be read"]) == names
    assert f"{many} can't be read: " in journal["says"]


@pytest.mark.parametrize(
    "case",
    ["a rating without its level", "a kind with a wrong letter", "a session of no routine", "a prompt of no name"],
)
def test_the_whole_check_is_due_once_and_then_it_is_only_named(full: Shell, case: str) -> None:
    name = damage(*DAMAGE[case])
    assert json.loads(full("check", "--json").out)["check_due"]
    assert full("run", "cat-cow", "--plain").code == 3
    assert f"MEND  journal: 1 entry can't be read: {name}" in full("doctor").out
    full.clock.advance(60)
    full.pass_check()
    assert not json.loads(full("check", "--json").out)["check_due"]
    assert f"ok    journal: {len(every())} facts. 1 entry can't be read: {name}" in full("doctor").out
    assert f"can't be read: {name}" in full("history").out


def every() -> list[str]:
    with closing(sqlite3.connect(folders().journal)) as db:
        return [name for (name,) in db.execute("SELECT id FROM fact")]


def test_what_a_later_version_wrote_is_counted_and_changes_nothing(full: Shell) -> None:
    before = full("check", "--json").out
    forge(
        folders().journal,
        """INSERT INTO fact (id, at, "offset", device, kind, body)
        SELECT 'later', at, "offset", device, 'days-away', '{"from": "2026-03-01"}' FROM fact LIMIT 1""",
    )
    assert full("check", "--json").out == before
    assert "of a later version: 1" in full("doctor").out
    assert "can't be read" not in full("doctor").out
    assert [fact.id for fact in kept(full, "days-away")] == ["later"]


def test_an_unreadable_entry_is_no_entry_that_could_be_put_right(full: Shell) -> None:
    name = damage(*DAMAGE["a rating without its level"])
    assert "There is no pain entry" in full("log", "pain", "3", "--correct", name).err


CLASSES = tuple(TechniqueClass)


def test_a_visit_can_name_the_lump_whose_entry_can_not_be_read(shell: Shell) -> None:
    ids = []
    for _ in range(2):
        shell("log", "lump", "--area", "neck", "--size-mm", "9")
        ids.append(kept(shell, "lump")[-1].id)
        shell.clock.advance(3600)
    forge(folders().journal, "UPDATE fact SET body = '{' WHERE id = ?", ids[0])
    visit = ("log", "visit", "--flag", "lump-new-unassessed", "--who", "Dr Ruiz", "--fine", *CLASSES, "--lump")
    for name, stays in ((ids[1], True), (ids[0], False)):
        shell.clock.advance(60)
        assert shell(*visit, name).code == 0
        with Outside(shell.clock).house(quiet=True) as house:
            up = {(one.flag.id, one.subject) for one in house.coach.rules.safety().flags}
        assert (("lump-new-unassessed", ids[0]) in up) == stays
