"""When an entry shows the card: something asks for somebody to look that did not before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.catalogue.catalogue import Level
from coach.core.coach.door import Coach
from coach.core.record.health import LumpSeen
from coach.core.vocabulary import BodyArea, Texture


@pytest.fixture
def sore(coach: Coach) -> Coach:
    """A hard lump at the shoulder is on record."""
    coach.entries.note(LumpSeen(area=BodyArea.SHOULDER, size_mm=10, texture=Texture.STONE_HARD))
    return coach


def test_a_new_sign_shows_the_card_once(sore: Coach) -> None:
    up = sore.rules.safety().flags
    assert any(one.level.rank >= Level.CLINICIAN.rank for one in up)
    assert sore.checks.news(()) is not None
    assert sore.checks.news(()) == sore.checks.standing()
    assert sore.checks.news(up) is None


def test_the_same_sign_at_another_place_or_of_another_level_is_news(sore: Coach) -> None:
    up = sore.rules.safety().flags
    assert sore.checks.news(tuple(replace(one, area=BodyArea.NECK) for one in up)) is not None
    assert sore.checks.news(tuple(replace(one, level=Level.CAUTION) for one in up)) is not None


def test_a_sign_that_went_is_no_news(sore: Coach) -> None:
    up = sore.rules.safety().flags
    gone = replace(up[0], flag=replace(up[0].flag, id="gone-by-now"))
    assert sore.checks.news((*up, gone)) is None
