"""The fields of an entry in words: what they are called, and what they may say. The words are those of the forms in
which entries are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.progress.words import SCALE
from coach.core.record import hand_entries
from coach.core.record.health import LumpSeen
from coach.core.record.personal import FunctionRated
from coach.core.vocabulary import TechniqueClass
from coach.tui.screens.notes.lump import AGAIN, ROWS
from coach.tui.screens.notes.seen import CLASS_WORDS
from coach.tui.words.common import plain
from coach.tui.words.complaints import named
from coach.tui.words.felt import KINDS, TAG_WORDS, TRIGGER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.core.coach.door import Coach
    from coach.core.record.facts import Entry

Value = str | tuple[str, ...]

LABELS = {
    "level": "How much it hurts",
    "area": "Where",
    "side": "Side",
    "complaint": "What it is",
    "when": "When",
    "feel": "It feels",
    "tags": "What fits",
    "triggers": "Set off by",
    "status": "How it goes",
    "medicine": "Medicine",
    "note": "Note",
    "started": "Began",
    "ended": "Ended",
    "first_noticed": "First noticed",
    "size_mm": "Longest side, mm",
    "who": "Who was seen",
    "on": "Which day",
    "flags": "What about",
    "lumps": "Which lumps",
    "classes": "Called fine",
    "seen_who": "Called fine by",
    "seen_on": "Called fine on",
} | {name: label.removesuffix("?") for name, label, _ in (*ROWS, *AGAIN)}
HINTS = {
    "started": "A day, or a day and a time",
    "ended": "A day, or a day and a time; empty where it isn't over",
    "first_noticed": "A day, or not-sure",
    "on": "Year-month-day",
    "level": SCALE,  # where it is typed
    "seen_on": "Year-month-day",
}
RATED = frozenset({"level", "pain"})  # 0 to 10
CAN_DO = "How well it goes"
TICKED = frozenset({"feel", "tags", "triggers", "flags", "lumps", "classes"})
NOT_SAID = "Not said"
_OF_LUMP = {name: choices for name, _, choices in (*ROWS, *AGAIN) if name not in RATED}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "complaint": {str(kind): words for kind, words in KINDS},
    "tags": {str(tag): words for tag, words in TAG_WORDS.items()},
    "triggers": {str(trigger): words for trigger, words in TRIGGER_WORDS.items()},
    "classes": {str(cls): CLASS_WORDS[cls] for cls in TechniqueClass},
}


def label(body: Entry, name: str) -> str:
    """What a field of an entry is called."""
    return CAN_DO if isinstance(body, FunctionRated) and name == "level" else LABELS[name]


def rates(body: Entry, name: str) -> bool:
    """Whether a field is pain from 0 to 10, and not how well something can be done."""
    return name in RATED and not isinstance(body, FunctionRated)


def choices_of(coach: Coach, body: Entry, name: str) -> dict[str, str]:
    """What a field may say, each with its words; empty where it is typed or rated. Raises CoachError."""
    if name in _OF_LUMP and isinstance(body, LumpSeen):
        return dict(_OF_LUMP[name])
    if name == "flags":
        flags = coach.rules.known_catalogue().flags
        there = [*getattr(body, name), *(up.flag.id for up in coach.rules.safety().flags)]
        return {flag: flags[flag].question or plain(flag) if flag in flags else plain(flag) for flag in there}
    if name == "lumps":
        now = coach.clock.now().wall
        return {each.id: named(each, now) for each in coach.rules.evaluation().history.lumps}
    words = hand_entries.words_of(type(body)).get(name, ()) if name not in RATED else ()
    return {str(word): _WORDS.get(name, {}).get(str(word)) or plain(str(word)).capitalize() for word in words}


def in_words(value: Value, choices: Mapping[str, str]) -> str:
    """What a field says."""
    if isinstance(value, tuple):
        return ", ".join(choices.get(each, each) for each in value) or NOT_SAID
    return choices.get(value, value) or NOT_SAID


def lines(coach: Coach, body: Entry, names: Iterable[str]) -> list[tuple[str, str]]:
    """Each field that says something: what it is called, and what it says. Raises CoachError."""
    said = ((name, hand_entries.as_typed(body, name)) for name in names)
    return [(label(body, name), in_words(value, choices_of(coach, body, name))) for name, value in said if value]
