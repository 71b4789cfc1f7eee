"""Values of the settings as a person types them into a line: what the file accepts, and shorter ways to say it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from coach.adapters.settings.changed_keys import ChangedKeys
from coach.adapters.settings.hours import Span, WorkingWeek
from coach.adapters.settings.known_settings import ROUTINE
from coach.adapters.settings.value_shapes import Items, Or, SettingsGroup, Text, Whole, Word, Words, YesNo
from coach.adapters.yaml_file import parse_yaml
from coach.core.setting_rows import SettingKind
from coach.core.settings import WEEKDAYS, WORK_DAYS

if TYPE_CHECKING:
    from coach.adapters.settings.value_shapes import Shape

ALWAYS, BY_DAY = "always", "by day"
BEGIN_WITH = ["09:00-17:00"]  # what a working day is until the person says otherwise
STEPS = ((10, 1), (240, 5), (10_000, 10))  # (a range up to so wide, is gone through in steps of)


def typed(shape: Shape, text: str) -> Any:
    """The data that a text stands for; where it makes no sense, something that the shape finds a fault in."""
    text = text.strip()
    match shape:
        case Or(shape=WorkingWeek()):
            return {ALWAYS: None, BY_DAY: {WEEKDAYS[day]: BEGIN_WITH for day in WORK_DAYS}}.get(text, text)
        case Or():
            return shape.word if text in {"", shape.word or "null"} else typed(shape.shape, text)
        case YesNo() | Whole():
            return _read(text) if re.fullmatch(r"[\w.+-]+", text) else text
        case Items() if not isinstance(shape.shape, SettingsGroup):
            inside = text[1:-1] if text.startswith("[") and text.endswith("]") else text
            return [typed(shape.shape, part) for part in inside.split(",")] if inside.strip() else []
        case SettingsGroup() if shape is ROUTINE and not text.startswith("{"):
            return _routine(text)
        case ChangedKeys() if not text.startswith("{"):
            pairs = (part.partition(":") for part in text.split(";") if part.strip())
            return {name.strip(): keys.strip() for name, _, keys in pairs}
        case Text():
            return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
        case Word():
            return text
        case _:
            return _read(text)


def as_typed(shape: Shape, data: Any) -> str:
    """A faultless value as it would be typed; empty for none."""
    match shape:
        case Or(shape=WorkingWeek()):
            return ALWAYS if data is None else BY_DAY
        case Or():
            return "" if data == shape.word else as_typed(shape.shape, data)
        case YesNo():
            return "true" if data else "false"
        case Items() if not isinstance(shape.shape, SettingsGroup):
            return ", ".join(as_typed(shape.shape, one) for one in data)
        case SettingsGroup() if shape is ROUTINE:
            return " ".join([data["routine"], *data["at"], *data.get("days", ())])
        case ChangedKeys():
            return "; ".join(f"{name}: {str(keys).replace(';', 'semicolon')}" for name, keys in data.items())
        case _:
            return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


def kind_of(shape: Shape) -> SettingKind:
    """How a setting of this shape is changed."""
    inner = shape.shape if isinstance(shape, Or) else shape
    if isinstance(inner, Whole):
        return SettingKind.NUMBER
    return SettingKind.CHOICE if isinstance(inner, YesNo | Word | WorkingWeek) else SettingKind.TYPED


def choices_of(shape: Shape) -> tuple[str, ...]:
    """The words it can be, or the steps of a number; none first, where there can be none."""
    match shape:
        case Or(shape=WorkingWeek()):
            return ALWAYS, BY_DAY
        case Or():
            inside = choices_of(shape.shape)
            return ("", *inside) if inside else ()
        case YesNo():
            return "true", "false"
        case Word():
            return shape.words
        case Whole(low=low, high=high):
            step = next(step for widest, step in STEPS if high - low <= widest)
            return tuple(str(n) for n in sorted({low, *range(-(-low // step) * step, high, step), high}))
        case _:
            return ()


def hint_of(shape: Shape) -> str:
    """How it is typed."""
    match shape:
        case Or():
            return hint_of(shape.shape)
        case Items(shape=Span()):
            return "From-to, with commas between: 09:00-12:30, 13:30-18:00. Empty: a day off."
        case Items(shape=Whole()):
            return "Whole numbers with commas between: 5, 10, 15."
        case Words():
            return "The words of the command with commas between: playerctl, pause. Empty: none."
        case SettingsGroup() if shape is ROUTINE:
            return "The routine, its times, its days: neck-knot-desk 10:30 15:30 monday friday. Empty: no routine."
        case ChangedKeys():
            return "Names and keys: today.note: ctrl+n, y; today.body: f6. Empty: the usual keys."
        case _:
            return str(getattr(shape, "hint", ""))


def _read(text: str) -> Any:
    """As the file would be read; what can't be read stays text."""
    found = parse_yaml(text, "")
    return text if found.problems else found.data


def _routine(text: str) -> Any:
    """A planned routine in words: its id, then times and days (three letters do)."""
    name, *more = text.replace(",", " ").split() or [""]
    at = [word for word in more if word[0].isdigit()]
    days = [_day(word) for word in more if word not in at]
    return {"routine": name} | ({"at": at} if at else {}) | ({"days": days} if days else {})


def _day(word: str) -> str:
    return next((day for day in WEEKDAYS if len(word) >= 3 and day.startswith(word.lower())), word)
