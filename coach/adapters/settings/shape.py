"""What the settings file may hold: one table, which checks a file and makes its JSON Schema.

Written by hand, without a library for it: status bars read the settings every few seconds.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from coach.adapters.yaml_file import printable
from coach.core.routine.choices import WAIT_LIMITS
from coach.core.settings import WEEKDAYS
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Path_ = tuple[str | int, ...]
MOST_MINUTES = 240  # as for the choices of a run
TIME = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
QUOTED = 'in quotes, like "09:00"'


class Fault(NamedTuple):
    """What is wrong at `path` (with its key, where `key`), and how to mend it."""

    path: Path_
    message: str
    hint: str
    key: bool = False


class Shape(Protocol):
    """What a value may be."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Everything that is wrong with a value."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""


def _cant(value: Any, path: Path_, hint: str) -> Fault:
    name = next((part for part in reversed(path) if isinstance(part, str)), "this")
    shown = printable(json.dumps(value, ensure_ascii=False), 40)
    return Fault(path, f"'{printable(name)}' can't be {shown}.", hint)


class YesNo:
    """True or false."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Anything else."""
        if not isinstance(value, bool):
            yield _cant(value, path, "Write true or false, without quotes.")

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "boolean"}


class Whole:
    """A whole number from `low` to `high`; `more` is what the hint says beyond."""

    def __init__(self, low: int, high: int, more: str = "") -> None:
        self.low, self.high = low, high
        self.hint = f"Write a whole number from {low} to {high}{more}."

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No number, a broken one, or one out of range."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not (number and value == int(value) and self.low <= value <= self.high):
            yield _cant(value, path, self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Word:
    """One of these words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Any other."""
        if value not in self.words:
            hint = f"Write {', '.join(self.words[:-1])} or {self.words[-1]}."
            yield _cant(value, path, suggestion(value, self.words, hint, close=0.6) if isinstance(value, str) else hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"enum": list(self.words)}


class Text:
    """A text that fits a pattern as a whole."""

    def __init__(self, pattern: str, hint: str) -> None:
        self.pattern, self.hint = pattern, hint

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No text, or another one."""
        if not (isinstance(value, str) and re.fullmatch(self.pattern, value)):
            yield _cant(value, path, self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


class Or:
    """A value of another shape, or the one word (or null) in its place."""

    def __init__(self, shape: Shape, word: str | None) -> None:
        self.shape, self.word = shape, word

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """What is wrong with it, where it is not that word."""
        if value != self.word:
            yield from self.shape.faults(value, path)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"anyOf": [self.shape.schema(), {"const": self.word}]}


class Items:
    """A list of `least` to `most` values of one shape, none twice."""

    def __init__(self, shape: Shape, least: int, most: int, hint: str) -> None:
        self.shape, self.least, self.most, self.hint = shape, least, most, hint

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No list, too short or too long, and what is wrong within."""
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            yield _cant(value, path, self.hint)
            return
        for n, one in enumerate(value):
            if one in value[:n]:
                yield Fault((*path, n), f"{printable(json.dumps(one), 40)} is here twice.", "Leave one out.")
            yield from self.shape.faults(one, (*path, n))

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {
            "type": "array",
            "items": self.shape.schema(),
            "minItems": self.least,
            "maxItems": self.most,
            "uniqueItems": True,
        }


class SettingsGroup:
    """Keys with their shapes and what each is for; `must` have to be there, and at least `least` of them."""

    def __init__(
        self, keys: Mapping[str, tuple[Shape, str]], hint: str, must: tuple[str, ...] = (), least: int = 0
    ) -> None:
        self.keys, self.hint, self.must, self.least = keys, hint, must, least

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No group, keys that are unknown or missing, and what is wrong within."""
        if not isinstance(value, dict) or len(value) < self.least:
            yield _cant(value, path, self.hint) if path else Fault((), "Settings are keys and values.", self.hint)
            return
        for key, one in value.items():
            if key in self.keys:
                yield from self.keys[key][0].faults(one, (*path, key))
            else:
                hint = suggestion(key, self.keys, "Known here: {known}.")
                yield Fault((*path, key), f"'{printable(key)}' is not known here.", hint, key=True)
        for key in self.must:
            if key not in value:
                yield Fault(path, f"'{key}' is missing here.", self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        properties = {key: {**shape.schema(), "description": what} for key, (shape, what) in self.keys.items()}
        found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.must:
            found["required"] = list(self.must)
        return found | ({"minProperties": self.least} if self.least else {})


_SPAN = Text(f"{TIME} ?- ?({TIME}|24:00)", 'Write it as from-to, in quotes: "09:00-12:30".')
_TIME = Text(TIME, f"Write hours and minutes {QUOTED}.")
_DAY = Word(*WEEKDAYS)
_DAY_HINT = 'Write a list: ["09:00-12:30", "13:30-18:00"]. An empty one, [], is a day off.'

HOURS = SettingsGroup(
    {day: (Items(_SPAN, 0, 12, _DAY_HINT), f"Spans of {day.capitalize()}; over midnight too") for day in WEEKDAYS},
    'Write a day with its spans, like monday: ["09:00-17:00"], or null for always.',
    least=1,
)
ROUTINE = SettingsGroup(
    {
        "routine": (Text("[a-z0-9][a-z0-9-]{0,59}", "Write its id as coach routines shows it."), "The id of a routine"),
        "at": (Items(_TIME, 1, 24, 'Write a list of times in quotes: ["10:30", "15:30"].'), "Times of day"),
        "days": (
            Items(_DAY, 1, 7, "Write a list of days: [monday, friday]."),
            "Weekdays; Monday to Friday if left out",
        ),
    },
    'Write {routine: neck-knot-desk, at: ["10:30", "15:30"], days: [monday, friday]}.',
    must=("routine", "at"),
)
REMINDERS = SettingsGroup(
    {
        "interval_minutes": (Whole(30, 60), "Minutes between two movement breaks"),
        "break_minutes": (Whole(1, 10), "Minutes of a break; from 45 minutes of sitting on it grows by itself"),
        "notice_seconds": (Whole(0, 300), "Seconds before a break at which it is announced; 0: not at all"),
        "snooze_minutes": (
            Items(Whole(1, 30), 1, 3, "Write one to three whole numbers: [5, 10, 15]."),
            "Minutes a break can be put off; one click takes the first",
        ),
        "ask_return": (YesNo(), 'Whether the next countdown waits for "I\'m back"'),
        "working_hours": (Or(HOURS, None), "When to remind; a day left out is off; null: always"),
        "drink_minutes": (Or(Whole(30, 240, ", or off"), "off"), "Minutes between two drinks"),
        "desk_check": (YesNo(), "Whether to go through the set-up of the desk once a week"),
        "routines": (
            Items(ROUTINE, 0, 20, "Write a list of routines, each on a line with a dash."),
            "Routines at set times",
        ),
        "pause_for": (
            SettingsGroup(
                {
                    "microphone": (YesNo(), "A program is recording: a call"),
                    "inhibitors": (YesNo(), "A program says it presents or is in a call"),
                    "do_not_disturb": (YesNo(), "The desktop is set to do-not-disturb"),
                    "idle": (YesNo(), "Nobody touches keyboard or mouse: being away counts as a break"),
                },
                "Write the sources with true or false, like microphone: false.",
            ),
            "What may hold a reminder back",
        ),
        "calendar": (
            Or(Text(r"[^\u0000-\u001f]{1,1000}", "Write the path of an .ics file, or null."), None),
            "An .ics file; its meetings hold reminders back",
        ),
        "calendar_email": (
            Or(Text("[^@ ]{1,200}@[^@ ]{1,200}", "Write the address you are invited by, or null."), None),
            "Your address in the calendar: what you declined is free time",
        ),
        "terminal": (
            Or(Text(r"[^\u0000-\u001f]{1,1000}", "Write a command that opens a terminal, or null."), None),
            "The command that opens a guided break, for one that is not found by itself",
        ),
    },
    "Write its settings below it, indented: interval_minutes: 45",
)
SETTINGS = SettingsGroup(
    {
        "theme": (Text("[A-Za-z0-9][A-Za-z0-9_-]{0,39}", "Write auto, dark or light."), "auto, dark, light or a name"),
        "sound": (YesNo(), "The old name of hearing: false is silent"),
        "hearing": (Word("voice", "chimes", "silent"), "How a session is heard"),
        "minutes": (Or(Whole(1, MOST_MINUTES, ", or null for no limit"), None), "Minutes usually at hand"),
        "dose": (Word("low", "high"), "The gentle or the full end of each dose"),
        "wait": (YesNo(), "Whether each step waits for a key"),
        "wait_limit": (
            Or(Whole(WAIT_LIMITS[0], WAIT_LIMITS[-1], ", or null for no limit"), None),
            "Seconds after which a step that waits begins by itself",
        ),
        "voice": (
            Or(
                Text("[A-Za-z0-9][A-Za-z0-9 ._+()-]{0,59}", "Write the name of a voice, or null for the usual one."),
                None,
            ),
            "The voice that speaks, as the computer names it",
        ),
        "voice_speed": (Whole(80, 300), "Words a minute"),
        "volume": (Whole(0, 100), "How loud voice and chimes are; 0 is not at all"),
        "quiet_hours": (
            Or(Text(f"{TIME} ?- ?{TIME}", "Write them as 22:00-07:00, or null for none."), None),
            "Hours in which nothing sounds but the alarm of heat and cold; over midnight too",
        ),
        "motion": (YesNo(), "Whether the figure moves"),
        "reminders": (Or(REMINDERS, None), "The reminders"),
    },
    "Write them as theme: dark",
)


def settings_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the settings file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The settings of coach"}
    return head | SETTINGS.schema()
