"""Why nothing is told now, in words."""

from __future__ import annotations

from coach.core.reminders.standing.pause_words import PAUSE_WORDS, pause_words
from coach.core.reminders.state import PauseReason


def test_every_reason_has_words_and_one_of_a_later_version_stays_as_it_is() -> None:
    assert PAUSE_WORDS.keys() == set(PauseReason)
    assert pause_words("holiday") == "holiday"
