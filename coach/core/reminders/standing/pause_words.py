"""Why nothing is told now, in words: after "Paused:" and "Breaks:" alike. Keyed as the status has it."""

from __future__ import annotations

from coach.core.shown import shown

PAUSE_WORDS = {
    "person": "you paused them",
    "working-hours": "outside working hours",
    "do-not-disturb": "do-not-disturb is on",
    "meeting": "in a meeting",
    "safety": "waiting until you have been seen",
    "another-session": "a session is under way",
}


def pause_words(reason: str) -> str:
    """The words of a reason; one of a later version as it is called there."""
    return PAUSE_WORDS.get(reason, shown(reason))
