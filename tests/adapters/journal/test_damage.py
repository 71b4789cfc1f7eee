"""A part of `tests/attack/damage.py`: whatever is damaged, no routine opens and nothing readable is given up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.attack.damage import Home, home, trial

TRIALS = 12


@pytest.fixture(scope="module", params=["newer", "crashed"])
def undamaged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", "")
        return home(tmp_path_factory.mktemp("homes"), request.param, days=2)


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_damaged_record_opens_no_routine_and_gives_up_nothing(undamaged: Home, tmp_path: Path, number: int) -> None:
    done, verdict = trial(undamaged, tmp_path / "trial", random.Random(number))  # noqa: S311
    assert not verdict.wrong, f"{done}: {verdict.wrong}"
