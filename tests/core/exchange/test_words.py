"""What was taken, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.exchange.incoming import Incoming
from coach.core.exchange.words import brought, taken
from tests.core.conftest import MORNING

TWO = Incoming(
    new=214, known=1020, devices=frozenset("ab"), first=MORNING - timedelta(days=31), last=MORNING,
    programs=frozenset({"0.9.0"}),
)  # fmt: skip


def test_how_many_of_whom_and_when() -> None:
    assert taken(TWO, 214, "0.9.0") == ["Taken: 214 entries of 2 computers, 30 Jan to 2 Mar. 1,020 were here already."]
    over = replace(TWO, first=MORNING - timedelta(days=90), new=1, devices=frozenset("a"))
    assert brought(over, "0.9.0") == ["New: 1 entry of 1 computer, 2 Dec 2025 to 2 Mar 2026. 1,020 are here already."]


def test_kinds_that_are_not_known_are_kept_and_counted() -> None:
    assert taken(replace(TWO, later=12), 214, "0.9.0")[1:] == [
        "12 entries are of kinds this version does not know: they are kept."
    ]


@pytest.mark.parametrize(
    ("wrote", "reads", "hint"),
    [
        ("0.9.0", "0.8.4", True), ("1.0.0", "0.9.0", True), ("0.10.0", "0.9.0", True), ("0.9.5", "0.9.0", False),
        ("0.8.0", "0.9.0", False), ("odd", "0.9.0", False), ("", "0.9.0", False),
    ],
)  # fmt: skip
def test_a_later_version_is_a_hint_to_update(wrote: str, reads: str, hint: bool) -> None:
    told = brought(replace(TWO, programs=frozenset({wrote})), reads)
    assert any("update this one, rules may be missing here" in line for line in told) is hint
