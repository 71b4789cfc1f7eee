"""What a person may set, with the one table of defaults."""

from __future__ import annotations

from dataclasses import field

from coach.core.frozen import frozen

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORK_DAYS = (0, 1, 2, 3, 4)  # 0 is Monday
KEPT_KEYS = frozenset(  # they mean the same everywhere: they are neither given to anything else nor taken away
    {"ctrl+q", "ctrl+c", "escape", "enter", "tab", "shift+tab", "backspace"}
    | {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
)

START, DONE = "start", "done"  # what a click on a notification does


@frozen
class RoutineTimes:
    """A routine at set times: minutes after midnight, on these weekdays (0 is Monday)."""

    routine: str
    at: tuple[int, ...]
    days: tuple[int, ...] = WORK_DAYS


@frozen
class PauseSources:
    """What may hold a reminder back, each on or off. The calendar is on where a file is named."""

    microphone: bool = True
    inhibitors: bool = True
    do_not_disturb: bool = True
    idle: bool = True


@frozen
class BreakCommands:
    """Commands of the person's own at the beginning and the end of a break: a program and its words, never a shell."""

    begin: tuple[str, ...] = ()
    end: tuple[str, ...] = ()


@frozen
class ReminderSection:
    """The reminders as they are written down. Minutes and seconds as the names say.

    `working_hours` holds the spans of each weekday, Monday first, as (start, end) in minutes after midnight; an end at
    or before its start is on the next day; None is always. `drink_minutes` and `eyes_minutes` (a rest for the eyes) are
    None where they are off, `desk_check` is the weekly look at the desk. `day_ends` tells the end of the working hours,
    `insist` is "quiet" or "again", `sound` a soft chime, `on_break` runs commands. `calendar` is the path of an .ics
    file and `calendar_email` the address the person is invited by, `terminal` a command that opens one.
    `on_click` is what a click on a notification itself does: START or DONE.
    """

    interval_minutes: int = 45
    break_minutes: int = 2
    notice_seconds: int = 30
    snooze_minutes: tuple[int, ...] = (5, 10, 15)
    ask_return: bool = False
    on_click: str = START
    working_hours: tuple[tuple[tuple[int, int], ...], ...] | None = None
    drink_minutes: int | None = 120
    desk_check: bool = True
    eyes_minutes: int | None = None
    day_ends: bool = False
    insist: str = "quiet"
    sound: bool = False
    on_break: BreakCommands = BreakCommands()
    routines: tuple[RoutineTimes, ...] = ()
    pause_for: PauseSources = PauseSources()
    calendar: str | None = None
    calendar_email: str | None = None
    terminal: str | None = None


@frozen
class ProgressSection:
    """What Progress shows. `streak`: how long checking in has gone on."""

    streak: bool = True


@frozen
class Settings:
    """Theme ("auto", "dark", "light" or a theme's name), minutes usually at hand (None: no limit), the end of each
    dose ("low" or "high"), whether to wait for a key between steps, and the seconds after which a step begins without
    one (None: never).

    How a session is heard ("voice", "chimes" or "silent"), the name of the voice (None: the platform's own), its words
    a minute, the volume (0 to 100), and the hours in which nothing sounds ("22:00-07:00"). Whether the figure moves,
    the reminders, and what Progress shows. The keys that were changed: the id of each and what it is pressed with now.
    """

    theme: str = "auto"
    hearing: str = "voice"
    minutes: int | None = None
    dose: str = "low"
    wait: bool = False
    wait_limit: int | None = None
    voice: str | None = None
    voice_speed: int = 170
    volume: int = 70
    quiet_hours: str | None = None
    motion: bool = True
    reminders: ReminderSection = field(default=ReminderSection())
    progress: ProgressSection = field(default=ProgressSection())
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()


DEFAULTS = Settings()
