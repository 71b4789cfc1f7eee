"""What is open, and two facts about the person, as typed."""

from __future__ import annotations

import pytest

from coach.core.check.cadence import DueQuestions
from coach.core.check.complaints import Complaints, number_of
from coach.core.errors import BadInput
from coach.core.history.history import Episode, Lump
from coach.core.vocabulary import BodyArea, ComplaintKind
from tests.core.conftest import MORNING

EPISODE = Episode("e", ComplaintKind.KNOT, BodyArea.NECK, None, MORNING, None, MORNING)
LUMP = Lump("l", BodyArea.NECK, None, MORNING, MORNING, None, unknown=False, checks=())


def test_one_complaint_or_one_lump_is_enough_to_be_open() -> None:
    assert Complaints((EPISODE,), (), DueQuestions())
    assert Complaints((), (LUMP,), DueQuestions())
    assert not Complaints((), (), DueQuestions())


@pytest.mark.parametrize("text", ["112", "+44 (0) 123-456", " 999 "])
def test_a_number_is_kept_as_typed(text: str) -> None:
    assert number_of(text) == " ".join(text.split())


@pytest.mark.parametrize("text", ["the doctor", "9", "+", "1" * 30, "112;"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        number_of(text)
