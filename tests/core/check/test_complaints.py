"""What is open, and two facts about the person, as typed."""

from __future__ import annotations

import pytest

from coach.core.check.cadence import DueQuestions
from coach.core.check.complaints import AboutMe, Complaints, about_me, number_of, year_of
from coach.core.errors import BadInput
from coach.core.history.history import Episode, Lump
from coach.core.vocabulary import BodyArea, ComplaintKind
from tests.core.conftest import MORNING, fact

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


@pytest.mark.parametrize(("back", "taken"), [(-1, False), (0, True), (120, True), (121, False)])
def test_a_year_of_birth_lies_within_a_lifetime(back: int, taken: bool) -> None:
    text = f" {MORNING.year - back} "
    if taken:
        assert year_of(text, MORNING) == MORNING.year - back
        return
    with pytest.raises(BadInput):
        year_of(text, MORNING)


def test_a_year_of_birth_may_be_left_out_and_is_written_in_digits() -> None:
    assert year_of("  ", MORNING) is None
    for text in ("soon", "19 80", "-1980", "\u0661\u0669\u0668\u0660"):
        with pytest.raises(BadInput):
            year_of(text, MORNING)


def test_the_latest_word_about_the_person_holds_whole() -> None:
    first = fact("profile", MORNING, year_of_birth=1980, emergency_number="112")
    assert about_me([]) == AboutMe(None, "", asked=False)
    assert about_me([first]) == AboutMe(1980, "112", asked=True)
    assert about_me([first, fact("profile", MORNING, year_of_birth=1981)]) == AboutMe(1981, "", asked=True)
