"""What the reminders go by: the person's settings with the one table of defaults, and what the record asks for."""

from __future__ import annotations

from dataclasses import field
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.reminders.working_hours import ALWAYS, Span, WorkingHours

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.routine.movement import Movement
    from coach.core.settings import ReminderSection

INTERVAL_STEP = 15  # minutes: how much longer or shorter another interval is that is offered
SHORTEST, LONGEST = 30, 60  # minutes; LR17 and S3: stand or walk every 30 to 60 minutes
GROWS_FROM = 45  # minutes; S3 gives no length. Two minutes up to here ...
GROWS_BY = 12  # ... and 12 s more for each minute beyond, so that it is five at 60 (C-DSE)
LONGEST_BREAK = 600  # seconds: the most of a movement break (routines/movement-break.yaml)
MOST_SNOOZES = 2  # for one break
MOST_DRINK = 240  # minutes
SHORTEST_EYES = 10  # minutes; by convention it is 20 (C-EYES)
MOVEMENT_BREAK, POSTURE_CHECK, HYDRATION_CHECK = "movement-break", "posture-check", "hydration-check"  # what they open


class ReminderKind(StrEnum):
    """What a reminder is about."""

    ROUTINE = "routine"
    MOVEMENT = "movement"
    DESK = "desk-check"
    DRINK = "drink"
    FOLLOW_UP = "follow-up"
    EYES = "eyes"  # a word in passing, as the next one
    DAY_END = "day-end"
    SEEN = "seen"  # "have you been seen?", in the place of others while a safety lock stands


class Lock(StrEnum):
    """What the safety rules hold back. In `URGENT` movement and routines, in `EMERGENCY` everything."""

    NONE = "none"
    URGENT = "urgent"
    EMERGENCY = "emergency"


@frozen
class Planned:
    """A routine at set times on set weekdays (0 is Monday). `seconds` is its planned length."""

    routine: str
    times: tuple[time, ...]
    days: frozenset[int] = frozenset(range(5))
    name: str = ""
    seconds: int = 300

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.routine


@frozen
class FollowUp:
    """Something the safety rules want asked at `at` (aware), in the words of `text`.

    `kind` is one of those of `follow_ups`; `about` names the complaint, lump or flag. It stays until the record
    answers it, and is asked at most once a day.
    """

    kind: str
    at: datetime
    text: str
    about: str = ""

    @property
    def key(self) -> str:
        """What tells it from others."""
        return f"{ReminderKind.FOLLOW_UP}:{self.kind}:{self.about}"


@frozen
class ReminderSettings:
    """All that can be set. Minutes and seconds as the names say; `drink_minutes` None is off.

    `notice_seconds` is how long before a break it is announced (0: not at all). `snooze_minutes` are the lengths
    offered, the first being what one click does. `ask_return`: the next countdown waits for "I'm back".
    `idle` says whether time away from keyboard and mouse counts. `on_click`: what a click on a notification itself does
    ("start" or "done"), for servers that draw no buttons. `eyes_minutes` is None where the eyes are not to be rested,
    `day_ends` says whether the end of the working hours is told, `insist` whether an unanswered prompt is once more.
    """

    interval_minutes: int = 45
    break_minutes: int = 2
    notice_seconds: int = 30
    drink_minutes: int | None = 120
    desk_check: bool = True
    hours: WorkingHours = ALWAYS
    planned: tuple[Planned, ...] = ()
    snooze_minutes: tuple[int, ...] = (5, 10, 15)
    most_snoozes: int = MOST_SNOOZES
    ask_return: bool = False
    idle: bool = True
    on_click: str = "start"
    eyes_minutes: int | None = None
    day_ends: bool = False
    insist: bool = False

    @property
    def other_intervals(self) -> tuple[int | None, int | None]:
        """A longer and a shorter interval in minutes, None where there is none."""
        longer, shorter = min(LONGEST, self.interval_minutes + INTERVAL_STEP), self.interval_minutes - INTERVAL_STEP
        return (
            longer if longer > self.interval_minutes else None,
            max(SHORTEST, shorter) if self.interval_minutes > SHORTEST else None,
        )

    @property
    def interval(self) -> int:
        """Seconds between two breaks."""
        return self.interval_minutes * 60

    @property
    def break_seconds(self) -> int:
        """Seconds of a break taken on time: the least absence that counts as one."""
        return self.break_after(self.interval)

    def break_after(self, sat: float) -> int:
        """Seconds of a break after `sat` seconds of sitting: longer from 45 minutes on, not further than for 60."""
        beyond = min(max(sat / 60, self.interval_minutes), LONGEST) - GROWS_FROM
        return min(LONGEST_BREAK, self.break_minutes * 60 + round(max(0.0, beyond) * GROWS_BY))

    def faults(self) -> tuple[tuple[str, str], ...]:
        """Each setting that can't be followed, with a sentence that mends it; empty where all is well."""
        ranges = (
            ("interval_minutes", self.interval_minutes, SHORTEST, LONGEST),
            ("break_minutes", self.break_minutes, 1, LONGEST_BREAK // 60),
            ("notice_seconds", self.notice_seconds, 0, 300),
            ("drink_minutes", self.drink_minutes, SHORTEST, MOST_DRINK),
            ("eyes_minutes", self.eyes_minutes, SHORTEST_EYES, LONGEST),
            ("most_snoozes", self.most_snoozes, 0, MOST_SNOOZES),
            *(("snooze_minutes", minutes, 1, SHORTEST) for minutes in self.snooze_minutes or (0,)),
        )
        found = [
            (name, f"{value} is out of range. Give {low} to {high}.")
            for name, value, low, high in ranges
            if value is not None and not low <= value <= high
        ]
        found += [("hours", words) for words in self.hours.faults()]
        for planned in self.planned:
            if not planned.times or not planned.days or not planned.days <= frozenset(range(7)):
                found.append(("planned", f"{planned.routine} has no time or no weekday. Give at least one of each."))
        return tuple(found)


DEFAULTS = ReminderSettings()


def settings_of(section: ReminderSection) -> ReminderSettings:
    """What the reminders go by, from the settings as they are written down."""
    hours = ALWAYS
    if section.working_hours is not None:
        hours = WorkingHours(tuple(tuple(Span(*span) for span in day) for day in section.working_hours))
    planned = tuple(
        Planned(times.routine, tuple(time(*divmod(minute, 60)) for minute in times.at), frozenset(times.days))
        for times in section.routines
    )
    return ReminderSettings(
        interval_minutes=section.interval_minutes,
        break_minutes=section.break_minutes,
        notice_seconds=section.notice_seconds,
        drink_minutes=section.drink_minutes,
        desk_check=section.desk_check,
        hours=hours,
        planned=planned,
        snooze_minutes=section.snooze_minutes,
        ask_return=section.ask_return,
        on_click=section.on_click,
        idle=section.pause_for.idle,
        eyes_minutes=section.eyes_minutes,
        day_ends=section.day_ends,
        insist=section.insist == "again",
    )


@frozen
class Plan:
    """The settings, and what the record adds: the lock that stands, what is to be asked, which techniques are open.

    `movements` are those of the break, which prompts name in turn. `open_techniques` are the ids whose movements may
    be named; those that are no technique always are.
    """

    settings: ReminderSettings = DEFAULTS
    lock: Lock = Lock.NONE
    follow_ups: tuple[FollowUp, ...] = ()
    open_techniques: frozenset[str] = field(default_factory=frozenset)
    movements: tuple[Movement, ...] = ()
