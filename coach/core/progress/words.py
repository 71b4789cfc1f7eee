"""Progress in plain lines: numbers always, words seldom. Nothing is ranked, praised or promised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.progress import calendar, function
from coach.core.progress.followed import ENOUGH, ROOM, FollowedWord, MorningWord
from coach.core.progress.pain import BAD, WindowWord
from coach.core.shown import visible
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coach.core.progress.breaks import Breaks
    from coach.core.progress.calendar import Day
    from coach.core.progress.check_ins import CheckIns
    from coach.core.progress.followed import Followed
    from coach.core.progress.function import Activity
    from coach.core.progress.pain import AreaPain, Compared, Window
    from coach.core.progress.whole import Progress
    from coach.core.vocabulary import BodyArea

DOWN_BY_ITSELF = (
    "People start a session when pain is high, and high pain tends to come down by itself. "
    "So part of every fall is not the routine's doing."
)  # Whitney & Von Korff 1992 (Pain 50:281)
COUNTED = f"Counted here: sessions that began with pain of {ROOM} or more, where pain was rated before and after."
LEAVE_OUT = "Often higher after this one. Leave it out, or take the low end."
BACK = "Good to have you back."
NO_BREAKS = "No reminder told you of a break"
NOTHING = "Nothing is noted yet. It begins with one number: coach log pain 4 --area neck"


def area_name(area: BodyArea | None) -> str:
    """The area as a person says it."""
    return plain(area) if area is not None else "no area"


def day_name(day: date) -> str:
    """A day: "Mon 9 Mar"."""
    return f"{day:%a} {day.day} {day:%b}"


def many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or f'{one}s'}"


# --- pain -------------------------------------------------------------------------------------------------------------


def window_words(window: Window) -> str:
    """One window in numbers."""
    if not window.rated:
        return "not rated"
    bad = f", {many(window.bad, 'day')} at {BAD} or more" if window.bad else ""
    return f"middle {window.middle}, worst {window.worst}, {many(window.rated, 'day')} rated{bad}"


def compared_lines(compared: Compared) -> list[str]:
    """The two windows in numbers, the word for them, and medicine where one was noted."""
    days = compared.last.days
    lines = [
        f"The last {days} days: {window_words(compared.last)}.",
        f"The {days} before: {window_words(compared.before)}.",
    ]
    span = "fortnight" if days == 14 else f"{days} days"
    match compared.word:
        case WindowWord.LOWER | WindowWord.HIGHER:
            lines.append(f"{compared.word.capitalize()} than the {span} before.")
        case WindowWord.SAME:
            lines.append(f"About the same as the {span} before.")
        case WindowWord.TOO_FEW:
            lines.append(f"Too few ratings to compare: {compared.missing} more days are needed.")
    if compared.missing == 1:
        lines[-1] = "Too few ratings to compare: 1 more day is needed."
    if compared.medicine:
        lines.append(f"A medicine was noted on {compared.medicine} of these days.")
    return lines


def pain_lines(pain: AreaPain) -> list[str]:
    """One area: each rated day with its worst, then the windows."""
    rated = [(pain.first.fromordinal(pain.first.toordinal() + n), level) for n, level in enumerate(pain.levels)]
    told = [f"{day_name(day)}: {level}" for day, level in rated if level is not None]
    heading = f"Pain, {area_name(pain.area)}, worst of each day in {len(pain.levels)} days"
    return [f"{heading}: {'; '.join(told)}.", *compared_lines(pain.compared)]


# --- what followed ----------------------------------------------------------------------------------------------------


def points(change: int) -> str:
    """A change as people say it: less pain is a minus."""
    return f"{-change:+d}" if change else "0"


def followed_word(one: Followed) -> str:
    """The word for a routine, or that there is none."""
    if not one.sessions:
        return f"can't tell: pain was below {ROOM} before each"
    if one.word is FollowedWord.TOO_FEW:
        return f"can't tell yet: {len(one.pairs)} of {ENOUGH} rated sessions"
    return str(one.word)


def followed_numbers(one: Followed) -> str:
    """Its numbers; nothing where there are too few."""
    if one.middle is None or one.low is None or one.high is None:
        return ""
    link = ("between", "and") if one.sure else ("from", "to")
    ends = (one.high, one.low) if one.sure else (one.low, one.high)
    spread = f"{link[0]} {points(ends[0])} {link[1]} {points(ends[1])}"
    return f"after {len(one.pairs)} sessions: middle change {points(one.middle)} ({spread})"


def rated_words(one: Followed) -> str:
    """How many of its sessions were rated, of those with room to fall; nothing where there was none."""
    return f"rated {len(one.pairs)} of {one.sessions}" if one.sessions else ""


def morning_words(one: Followed) -> str:
    """What is said of the next morning."""
    if one.morning is None:
        return ""
    word = "still lower" if one.morning is MorningWord.LOWER else "back to where it was"
    return f"next morning {word}, {one.mornings} of {len(one.pairs)} known"


def followed_lines(every: Sequence[Followed]) -> list[str]:
    """Each routine in one line; what has to be said with them at the end."""
    lines = []
    for one in every:
        parts = [followed_word(one), followed_numbers(one), rated_words(one), morning_words(one)]
        lines.append(f"{visible(one.name)}: {'; '.join(part for part in parts if part)}.")
        if one.word is FollowedWord.HIGHER:
            lines.append(LEAVE_OUT)
    return [*lines, COUNTED, DOWN_BY_ITSELF] if lines else []


# --- days -------------------------------------------------------------------------------------------------------------


def day_words(day: Day) -> str:
    """One day: what was done on it, and why it does not count."""
    parts = []
    if day.checked_in:
        parts.append("checked in")
    if day.sessions:
        parts.append(many(day.sessions, "session"))
    if day.prompted:
        parts.append(f"breaks kept: {day.kept} of {day.prompted}")
    if day.natural:
        parts.append(f"{many(day.natural, 'break')} by yourself")
    why = [word for holds, word in ((day.locked, "under a lock"), (day.away, "away"), (day.off, "day off")) if holds]
    return f"{day_name(day.day)}: {', '.join([*parts, *why]) or 'nothing noted'}."


def week_words(week: Sequence[Day]) -> str:
    """One week in a line."""
    checked = sum(day.checked_in for day in week)
    parts = [f"{many(checked, 'day')} checked in"]
    sessions, prompted = sum(day.sessions for day in week), sum(day.prompted for day in week)
    if sessions:
        parts.append(many(sessions, "session"))
    if prompted:
        parts.append(f"breaks kept {sum(day.kept for day in week)} of {prompted}")
    away, locked = sum(day.away for day in week), sum(day.locked for day in week)
    parts += [f"{many(count, 'day')} {word}" for count, word in ((away, "away"), (locked, "under a lock")) if count]
    return f"Week of {week[0].day.day} {week[0].day:%b}: {', '.join(parts)}."


def calendar_lines(days: Sequence[Day]) -> list[str]:
    """A line a week, from the first in which anything was done."""
    every = calendar.weeks(days)
    told = next((n for n, week in enumerate(every) if any(d.checked_in or d.away or d.locked for d in week)), None)
    return [] if told is None else [week_words(week) for week in every[told:]]


def check_in_words(found: CheckIns, *, streak: bool = True) -> str:
    """How many of your last days; the streak where it is wished and there is one."""
    if not found.of:
        return ""
    words = f"Checked in on {found.done} of your last {many(found.of, 'day')}."
    if streak and found.streak > 1:
        words += f" {found.streak} in a row."
    return f"{BACK} {words}" if found.back else words


def breaks_words(breaks: Breaks) -> str:
    """Breaks kept of those prompted; those that came by themselves apart."""
    natural = f", {breaks.natural} more by yourself" if breaks.natural else ""
    if not breaks.prompted and natural:
        return f"Breaks in {breaks.days} days: {breaks.natural} by yourself, none by a reminder."
    if not breaks.prompted:
        return f"{NO_BREAKS} in {breaks.days} days."
    return f"Breaks kept in {breaks.days} days: {breaks.kept} of {breaks.prompted} prompted{natural}."


def standing_up_words(minutes: int | None) -> str:
    """The time between two times of standing up."""
    return "" if minutes is None else f"In working hours you stood up about every {minutes} minutes."


ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")


def at_the_end(times: int, before: int | None, after: int | None) -> str:
    """What a session says at its end, from facts alone: "Third time this week. Pain 5, then 3."; empty without any."""
    parts = []
    if times > 1:
        parts.append(f"{ORDINALS[times]} time this week." if times < len(ORDINALS) else f"{times} times this week.")
    if before is not None and after is not None:
        parts.append(f"Pain {before}, then {after}.")
    return " ".join(parts)


def week_line(days: Sequence[Day], pain: tuple[BodyArea | None, date, int] | None, today: date) -> str:
    """The days of this week as dots, and the last pain of the area, in one line; empty where there is neither."""
    monday = today - timedelta(days=today.weekday())
    dots = " ".join("●" if day.checked_in else "○" for day in days if day.day >= monday)
    parts = [f"This week {dots}"] if "●" in dots else []
    if pain is not None:
        area, day, level = pain
        ago = (today - day).days
        when = {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")
        where = f", {area_name(area)}" if area is not None else ""
        parts.append(f"Last pain{where}: {level}, {when}")
    return "   ".join(parts)


def over_question(kind: str, area: BodyArea | None) -> str:
    """Asked once of a knot that has gone quiet."""
    where = f", {area_name(area)}" if area is not None else ""
    return f"{kind.capitalize()}{where}: nothing was noted of it for two weeks. Is it over?"


# --- function ---------------------------------------------------------------------------------------------------------

SCALE = f"0 = {function.WORST}, 10 = {function.BEST}"
HARD = "Is there something that your neck or back makes hard?"
HARD_HINT = f"In a few words, such as: sitting through a meeting. Up to {function.MOST}."
MORE_HARD = "Something else that is hard?"


def can_do(activity: str) -> str:
    """The question of the week about one activity."""
    return f"How well can you do this now: {activity}?"


def rated_function(activity: str, level: int) -> str:
    """What was understood: the scale goes the other way than pain."""
    return f"{activity}: {level} of 10 ({SCALE})"


def activity_words(one: Activity) -> str:
    """One activity: both ends of the scale are said each time."""
    if one.latest is None:
        return f"{visible(one.words)}: not rated yet."
    before = f", {one.first} at first" if len(one.levels) > 1 else ""
    return f"{visible(one.words)}: {one.latest} of 10{before}."


def function_lines(every: Sequence[Activity]) -> list[str]:
    """The activities, the scale, and the change where it is large enough."""
    if not every:
        return []
    lines = [
        f"What you can do (0 = {function.WORST}, 10 = {function.BEST}):",
        *(activity_words(one) for one in every),
    ]
    mean = function.mean_change(every)
    if function.said_changed(every) and mean is not None:
        lines.append(f"On the whole {mean:+.1f} points since the first time.")
    return lines


# --- all of it --------------------------------------------------------------------------------------------------------


def lines(found: Progress, *, streak: bool = True) -> list[str]:
    """All of it in plain lines, for pipes and ears."""
    if found.empty:
        return [NOTHING]
    told: list[str] = []
    for pain in found.areas:
        told += pain_lines(pain)
    told += followed_lines(found.followed)
    if found.away_until is not None:
        told.append(f"Away until {day_name(found.away_until)}.")
    told.append(check_in_words(found.check_ins, streak=streak))
    none = not (found.month.prompted or found.month.natural)
    told += [] if none else [breaks_words(found.week)]
    told += [breaks_words(found.month), standing_up_words(found.minutes_between)]
    told += calendar_lines(found.days)
    told += function_lines(found.activities)
    return [line for line in told if line]
