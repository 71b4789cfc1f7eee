"""Tables for a spreadsheet: what the record says, and nothing that a spreadsheet would act on."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.exchange.table_files import MARK, lines_of
from coach.core.catalogue.catalogue import Catalogue
from coach.core.exchange.tables import Table, cell, tables
from coach.core.record.facts import Fact
from coach.core.record.health import PainRated
from coach.core.record.personal import ActivityTold, FunctionRated
from tests.core.conftest import body_of
from tests.core.exchange.records import DEVICES, made, minutes
from tests.core.record.bodies import EVERY


def by_name(facts: list[Fact], catalogue: Catalogue | None = None) -> dict[str, list[dict[str, str]]]:
    found = {}
    for table in tables(facts, catalogue):
        data = b"".join(lines_of(table))
        assert data.startswith(MARK)
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert all(None not in row for row in rows)
        found[table.name] = rows
    return found


def test_each_says_what_is_on_record(catalogue: Catalogue) -> None:
    session = body_of("session-begun", session="s-1", routine="neck-stretch", before=6, planned={"neck-stretch": 60})
    part = {"session": "s-1", "index": 1, "technique": "neck-stretch", "work": True, "planned": 60}
    facts = [
        made(
            body_of("pain", level=6, area="neck", kind="knot", tags=["night", "stiff-neck"], note="a, b"), minutes(-90)
        ),
        made(session, minutes(-60)),
        made(body_of("segment", **part, held=60, done=True), minutes(-58)),
        made(body_of("session-ended", session="s-1", outcome="completed"), minutes(-57)),
        made(body_of("pain", level=3, when="after", session="s-1"), minutes(-56)),
        made(body_of("pain", level=2, when="next morning", session="s-1"), minutes(-5)),
        made(body_of("prompt-over", prompt="p", outcome="taken"), minutes(-50)),
        made(body_of("prompt-over", prompt="q", outcome="skipped"), minutes(-40), DEVICES[1]),
        made(body_of("lump", area="neck", size_mm=8), minutes(-30), name=5),
        made(body_of("check", answers={"night-pain": "yes"}), minutes(-20)),
        made(body_of("flags", up=["night-pain"]), minutes(-19)),
        made(body_of("flags", up=[]), minutes(-2)),
        made(body_of("visit", flags=["night-pain"], classes=["heat"], who="Dr Hill", on="2026-03-01"), minutes(-1)),
    ]
    found = by_name(facts, catalogue)
    assert found["pain"][0] | {"at": ""} == {
        "at": "", "area": "neck", "side": "", "level": "6", "when": "", "kind": "knot", "feel": "",
        "tags": "night; stiff-neck", "triggers": "", "status": "", "medicine noted": "", "session": "", "note": "a, b",
    }  # fmt: skip
    assert found["pain"][0]["at"] == "2026-03-02T07:30:00+01:00"
    assert found["sessions"] == [
        {
            "begun": "2026-03-02T08:00:00+01:00", "ended": "2026-03-02T08:03:00+01:00", "routine": "neck-stretch",
            "outcome": "completed", "minutes": "1", "before": "6", "after": "3", "next morning": "2", "session": "s-1",
        }
    ]  # fmt: skip
    assert found["techniques"] == [
        {"session": "s-1", "technique": "neck-stretch", "done": "yes", "seconds": "60", "planned": "60"}
    ]
    assert [(row["computer"], row["kept"], row["skipped"]) for row in found["breaks"]] == [
        (DEVICES[0][:8], "1", "0"),
        (DEVICES[1][:8], "0", "1"),
    ]
    assert found["lumps"][0]["size_mm"] == "8"
    (sign,) = found["signs"]
    assert (sign["sign"], sign["answer"]) == ("night-pain", "yes")
    assert sign["words"] == catalogue.flags["night-pain"].question
    assert (sign["from"], sign["to"]) == ("2026-03-02T08:41:00+01:00", "2026-03-02T08:58:00+01:00")
    assert found["visits"][0]["who"] == "Dr Hill"
    assert found["visits"][0]["on"] == "2026-03-01"


def test_function_stands_under_the_name_that_an_activity_has_last() -> None:
    told = made(ActivityTold(words="lift"), minutes(-30))
    named = made(ActivityTold(words="lift a bag", activity=told.id), minutes(-20))
    rated = made(FunctionRated(activity=told.id, level=5), minutes(-10))
    (row,) = by_name([told, named, rated])["function"]
    assert (row["activity"], row["level"]) == ("lift a bag", "5")


def test_a_correction_takes_the_place_of_its_entry() -> None:
    first = made(PainRated(level=9), minutes(-20))
    second = made(PainRated(level=2, supersedes=first.id), minutes(-10))
    assert [row["level"] for row in by_name([first, second])["pain"]] == ["2"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_number_below_zero_and_all_else_stay_as_they_are() -> None:
    zone = timezone(timedelta(hours=-5))
    assert [cell(value) for value in (-3, -2.5, None, True, ("a", "b"), date(2026, 3, 2), "a=b")] == [
        "-3", "-2.5", "", "yes", "a; b", "2026-03-02", "a=b",
    ]  # fmt: skip
    assert cell(datetime(2026, 3, 2, 8, 0, 0, 5, zone)) == "2026-03-02T08:00:00-05:00"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_every_text_comes_back_as_it_was(texts: list[str]) -> None:
    row = tuple(cell(text) for text in texts)
    data = b"".join(lines_of(Table("t", ("a",), (row,))))
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read[1] == [text.encode("utf-8", "replace").decode() for text in row]


@given(st.lists(EVERY, max_size=12))
def test_no_record_is_too_odd_for_tables(bodies: list[PainRated]) -> None:
    found = tables([made(body, minutes(-n), name=n + 1) for n, body in enumerate(bodies)], None)
    assert {len(row) - len(table.columns) for table in found for row in table.rows} <= {0}
    cells = [value for table in found for row in table.rows for value in row]
    assert not [value for value in cells if value.startswith(("=", "+", "@", "\t", "\r", "\n"))]
