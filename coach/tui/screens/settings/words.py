"""How the settings are grouped and named on the screen. One that is not named here has its key for a name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textual.theme import BUILTIN_THEMES

from coach.core.setting_rows import SettingKind

if TYPE_CHECKING:
    from coach.core.setting_rows import SettingPath, SettingRow

FILE = "settings.yaml"
RECORD, OTHER = "record", "other"


class Group(NamedTuple):
    """Settings that stand together: those whose path begins with one of these."""

    name: str
    label: str
    paths: tuple[SettingPath, ...] = ()


R = "reminders"
GROUPS = (
    Group("session", "Session", (("minutes",), ("dose",), ("wait",), ("wait_limit",))),
    Group("sound", "Sound", (("hearing",), ("voice",), ("voice_speed",), ("volume",))),
    Group("reminders", "Reminders", ((R,),)),
    Group("hours", "Hours and quiet", ((R, "working_hours"), ("quiet_hours",))),
    Group("routines", "Planned routines", ((R, "routines"),)),
    Group("pauses", "Pauses", ((R, "pause_for"),)),
    Group("calendar", "Calendar", ((R, "calendar"), (R, "calendar_email"))),
    Group("looks", "Looks", (("theme",), ("motion",), ("progress",))),
    Group("keys", "Keys", (("keys",),)),
    Group(OTHER, "Other"),
    Group(RECORD, "Your record"),
)
LABELS: dict[SettingPath, str] = {
    ("theme",): "Colours",
    ("hearing",): "Hear",
    ("voice_speed",): "Voice speed",
    ("minutes",): "Time at hand",
    ("wait",): "Wait between steps",
    ("wait_limit",): "Longest wait",
    ("motion",): "Moving figure",
    ("keys",): "Changed keys",
    ("progress", "streak"): "Days in a row",
    (R, "interval_minutes"): "A break every",
    (R, "break_minutes"): "Length of a break",
    (R, "notice_seconds"): "Announced before",
    (R, "snooze_minutes"): "Put off by",
    (R, "ask_return"): 'Ask for "I\'m back"',
    (R, "on_click"): "A click on a notice",
    (R, "drink_minutes"): "A drink every",
    (R, "desk_check"): "Look at the desk",
    (R, "eyes_minutes"): "Rest the eyes every",
    (R, "day_ends"): "Tell the day's end",
    (R, "insist"): "Without an answer",
    (R, "sound"): "Chime at a break",
    (R, "on_break", "begin"): "Run when it begins",
    (R, "on_break", "end"): "Run when it ends",
    (R, "pause_for", "microphone"): "A call",
    (R, "pause_for", "inhibitors"): "A presentation",
    (R, "pause_for", "idle"): "Being away",
    (R, "calendar"): "Calendar file",
    (R, "calendar_email"): "Your address",
}
UNITS: dict[SettingPath, str] = {
    ("minutes",): "min",
    ("wait_limit",): "s",
    ("voice_speed",): "words a minute",
    ("volume",): "of 100",
    (R, "interval_minutes"): "min",
    (R, "break_minutes"): "min",
    (R, "notice_seconds"): "s",
    (R, "snooze_minutes"): "min",
    (R, "drink_minutes"): "min",
    (R, "eyes_minutes"): "min",
}
NOTHING: dict[SettingPath, str] = {
    ("minutes",): "any",
    ("voice",): "the usual one",
    ("keys",): "none",
    (R, "drink_minutes"): "off",
    (R, "eyes_minutes"): "off",
    (R, "on_break", "begin"): "nothing",
    (R, "on_break", "end"): "nothing",
    (R, "terminal"): "found by itself",
}
CHOICES: dict[SettingPath, dict[str, str]] = {
    ("theme",): {"auto": "as the terminal"},
    ("dose",): {"low": "gentle", "high": "full"},
    (R, "on_click"): {"start": "starts the break", "done": "says I got up"},
    (R, "insist"): {"quiet": "leave it", "again": "tell it once more"},
}
YES_NO = {"true": "yes", "false": "no"}
THEMES = ("auto", "dark", "light", *BUILTIN_THEMES)


@cache
def group_of(path: SettingPath) -> str:
    """The group a setting stands in: the one that names most of its path."""
    fits = [(len(begin), group.name) for group in GROUPS for begin in group.paths if path[: len(begin)] == begin]
    return max(fits)[1] if fits else OTHER


def label_of(row: SettingRow) -> str:
    """What a setting is called."""
    last = row.path[-1]
    if isinstance(last, int):
        return f"{last + 1}." if row.text else "Add one"
    return LABELS.get(row.path) or last.replace("_", " ").capitalize()


def value_words(row: SettingRow, text: str | None = None) -> str:
    """A value in words; the one that holds where none is given."""
    text = row.text if text is None else text
    if not text:
        last = row.path[-1]
        return "" if isinstance(last, int) else NOTHING.get(row.path, "off" if row.usual is None else "none")
    if row.kind is SettingKind.CHOICE:
        return CHOICES.get(row.path, {}).get(text) or YES_NO.get(text, text)
    unit = UNITS.get(row.path)
    return f"{text} {unit}" if unit else text


def choices_of(row: SettingRow) -> tuple[str, ...]:
    """All it can be, where that can be listed; for the colours that is known here only."""
    if row.path != ("theme",):
        return row.choices
    return THEMES if row.text in THEMES else (*THEMES, row.text)


def whence(row: SettingRow) -> str:
    """Where the value that holds comes from."""
    usual = "" if row.usual is None else " It is the usual one." if row.text == row.usual else ""
    if row.usual is not None and row.text != row.usual:
        usual = f" Usual: {value_words(row, row.usual)}."
    if row.line is not None:
        return f"From {FILE}, line {row.line}.{usual}"
    if row.usual is None:
        return f"Not in {FILE}."
    return f"The usual value; {FILE} names no other."
