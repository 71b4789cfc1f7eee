"""What `tests/real/working_day.py` finds wrong in a log, and what not. The day itself is lived by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.real import working_day
from tests.real.desk import Line
from tests.real.working_day import Expected, compared

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOLD = Line(NINE + timedelta(minutes=45, seconds=5), "told", "Time to stand up")


@pytest.fixture(autouse=True)
def expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_day, "EXPECTED", [Expected("told", "Time to stand up", "nine", 45)])


@pytest.mark.parametrize(
    ("log", "good"),
    [
        ([TOLD], [True]),
        ([TOLD, Line(TOLD.at, "did", "anything")], [True]),
        ([], [False]),
        ([TOLD, TOLD], [True, False]),
        ([Line(NINE + timedelta(minutes=44), "told", "Time to stand up")], [False]),
        ([Line(NINE + timedelta(minutes=47), "told", "Time to stand up")], [False]),
        ([Line(TOLD.at, "told", "Time for some water")], [False]),
        ([Line(TOLD.at, "bar", "Time to stand up")], [False]),
    ],
    ids=["as it should be", "what nobody expects", "missing", "twice", "early", "late", "another", "elsewhere"],
)
def test_a_line_that_is_not_as_it_should_be_is_found(log: list[Line], good: list[bool]) -> None:
    assert [line.startswith("ok") for line in compared(log, {"nine": NINE})] == good
