"""A year at a desk, simulated: whatever happens to machine, clock, process and person, the promises hold.

COACH_YEARS sets how many years are lived through (3 where it is not set).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.desk_year import DeskYear

YEARS = int(os.environ.get("COACH_YEARS", "3"))


@settings(
    max_examples=YEARS,
    deadline=None,
    database=None,
    derandomize="COACH_YEARS" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**48))
def test_no_reminder_is_lost_doubled_or_in_the_way_in_a_year(seed: int) -> None:
    year = DeskYear(seed)
    year.live(days=365)
    year.look_back()
    assert year.told > 300, "a year in which hardly anything was told proves nothing"
