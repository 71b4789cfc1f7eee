"""What an entry has changed, as it is told at once."""

from __future__ import annotations

import pytest

from coach.core.clearance.lock_changes import lock_changes
from coach.core.clearance.locks import Safety
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import raised
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES


@pytest.mark.parametrize(("valid", "more"), [(True, ""), (False, ", once the check is answered")])
def test_what_opens_is_told_with_whether_the_check_comes_first(valid: bool, more: str) -> None:
    check = DailyCheck(valid=valid)
    up = raised([fact("check", MORNING, answers={"chest-pain": "yes"})], CATALOGUE, MORNING)
    before, after = (Safety(flags, check, CATALOGUE, (), "") for flags in (up, ()))
    told = lock_changes(before, after, "entry", TECHNIQUES)
    assert [line.partition(" open again")[2] for line in told if "open again" in line] == [f"{more}."]
