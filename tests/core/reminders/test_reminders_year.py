"""A year at a desk, simulated: whatever happens to machine, clock, process and person, the promises hold.

COACH_SEEDS sets how many desks are lived through, COACH_DAYS how long each (two of six weeks where not set).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.core.reminders.desk_year import DeskYear

SEEDS = int(os.environ.get("COACH_SEEDS", "2"))
DAYS = int(os.environ.get("COACH_DAYS", "42"))


@settings(
    max_examples=SEEDS,
    deadline=None,
    database=None,
    derandomize="COACH_SEEDS" not in os.environ,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),  # a smaller seed is no simpler year
)
@given(seed=st.integers(0, 2**48))
def test_no_reminder_is_lost_doubled_or_in_the_way_in_a_year(seed: int) -> None:
    year = DeskYear(seed)
    year.live(days=DAYS)
    year.look_back()
    assert year.told > DAYS, "a year in which hardly anything was told proves nothing"
