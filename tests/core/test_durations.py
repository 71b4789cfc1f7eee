"""Lengths of time as text."""

from __future__ import annotations

import pytest

from coach.core.durations import clock_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (9, "0:09"),
        (59.999, "0:59"),
        (60, "1:00"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (36_061, "10:01:01"),
    ],
)
def test_full_seconds(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
