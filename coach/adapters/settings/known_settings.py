"""The one table of what the settings file may hold: every key with its shape and what it is for.

The names are those of the fields in `core/settings.py`, where the defaults stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.settings.changed_keys import ChangedKeys
from coach.adapters.settings.hours import TIME, TimeOfDay, Weekday, WorkingWeek
from coach.adapters.settings.value_shapes import Items, Or, OrUsual, SettingsGroup, Text, Whole, Word, Words, YesNo
from coach.core.routine.choices import WAIT_LIMITS
from coach.core.settings import (
    DONE,
    START,
    BreakCommands,
    PauseSources,
    ProgressSection,
    ReminderSection,
    RoutineTimes,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_MINUTES = 240  # as for the choices of a run

ROUTINE = SettingsGroup(
    {
        "routine": (Text("[a-z0-9][a-z0-9-]{0,59}", "Write its id as coach routines shows it."), "The id of a routine"),
        "at": (
            Items(TimeOfDay(), 1, 24, 'Write a list of times in quotes: ["10:30", "15:30"].', ordered=True),
            "Times of day",
        ),
        "days": (
            Items(Weekday(), 1, 7, "Write a list of days: [monday, friday].", ordered=True),
            "Weekdays; Monday to Friday if left out",
        ),
    },
    'Write {routine: neck-knot-desk, at: ["10:30", "15:30"], days: [monday, friday]}.',
    RoutineTimes,
    must=("routine", "at"),
)
COMMAND = Words(
    Text(r"[^\u0000-\u001f]{1,1000}", "Write each word of the command in quotes."),
    0,
    50,
    "Write a command as a list of words: [playerctl, pause].",
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
        "on_click": (Word(START, DONE), "What a click on a notification itself does, where no buttons are drawn"),
        "working_hours": (Or(WorkingWeek(), None), "When to remind; a day left out is off; null: always"),
        "drink_minutes": (Or(Whole(30, 240, ", or off"), "off"), "Minutes between two drinks"),
        "eyes_minutes": (
            Or(Whole(10, 60, ", or off"), "off"),
            "Minutes between two short rests for the eyes, 20 by convention",
        ),
        "day_ends": (YesNo(), "Whether the end of the working hours is told"),
        "insist": (Word("quiet", "again"), "Whether a break that nobody answers is told once more after 5 minutes"),
        "sound": (YesNo(), "A soft chime at a break, and at the end of one without a guide"),
        "on_break": (
            SettingsGroup(
                {
                    "begin": (COMMAND, "A command at the beginning of a break"),
                    "end": (COMMAND, "A command at its end"),
                },
                "Write the commands as lists of words: begin: [playerctl, pause].",
                BreakCommands,
            ),
            "Commands of your own round a break, ended after 5 seconds",
        ),
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
                PauseSources,
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
    ReminderSection,
)

PROGRESS = SettingsGroup(
    {"streak": (YesNo(), "Whether it tells how many days checking in has gone on")},
    "Write its settings below it, indented: streak: false",
    ProgressSection,
)


def _settings(*, sound: bool = True, **given: Any) -> Settings:
    """`sound` is the old name of hearing, which counts where there is no new one."""
    return Settings(**{"hearing": "silent", **given}) if not sound else Settings(**given)


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
        "reminders": (OrUsual(REMINDERS, None), "The reminders"),
        "progress": (OrUsual(PROGRESS, None), "What Progress shows"),
        "keys": (OrUsual(ChangedKeys(), None), "Keys of the full screen that are to be others"),
    },
    "Write them as theme: dark",
    _settings,
    old={"sound": "hearing"},
)


def to_settings(data: Mapping[str, Any]) -> Settings:
    """The settings that faultless data stand for; what is left out is as by default."""
    made: Settings = SETTINGS.value(data)
    return made


def to_data(settings: Settings) -> dict[str, Any]:
    """The same as it is written in the file, every key of it."""
    return SETTINGS.data(settings)


def settings_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the settings file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The settings of coach"}
    return head | SETTINGS.schema()
