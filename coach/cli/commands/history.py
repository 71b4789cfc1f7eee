"""`coach history`: what was done and noted, newest first."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json, say_json_list, tell
from coach.core.durations import clock_text
from coach.core.history import noted
from coach.core.history.unread import in_words, unread_entries
from coach.core.record.codec import encode
from coach.core.record.facts import Unreadable
from coach.core.vocabulary import SessionOutcome
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.door import Coach
    from coach.core.history.noted import Noted
    from coach.core.history.sessions import PastSession
    from coach.core.history.unread import UnreadEntry
    from coach.core.record.facts import Fact
    from coach.core.reminders.break_counts import BreakCounts

IN_WORDS = {
    "completed": "done",
    "got-up": "got up",
    "left": "left early",
    "stopped": "stopped, something was wrong",
    "interrupted": "interrupted, partly done",
    None: "not finished",
}
DAYS = 14  # of breaks
BLANK = " " * 18  # as wide as a moment


def history(args: Namespace, outside: Outside) -> int:
    """Show every session on record, and what was noted."""
    with outside.house(read_only=True) as house:
        if args.breaks:
            return _breaks(house, as_json=args.json)
        if args.json and not args.noted:
            return _sessions_as_json(house.coach)
        found = house.coach.listing.everything()
    if args.json:
        _tell_unread(found.unread)
        say_json([_noted(one) for one in found.noted])
        return ExitCode.DONE
    if found.unread:
        say(f"Note: {in_words(found.unread)}")
    told = [(one.at, [_words_of(one)]) for one in found.noted]
    if not args.noted:
        names = {name: technique.name for name, technique in house.coach.library.techniques.items()}
        told += [(past.begun.local, _lines(past, names, running=past.id in found.running)) for past in found.past]
    if not told:
        say(f"Nothing yet. Begin with: {'coach log pain 4 --area neck' if args.noted else 'coach routines'}")
    for at, lines in sorted(told, key=lambda entry: entry[0], reverse=True):
        say(f"{at:%Y-%m-%d %H:%M}  {lines[0]}")
        for line in lines[1:]:
            say(f"{BLANK}{line}")
    return ExitCode.DONE


def _breaks(house: House, *, as_json: bool) -> int:
    """What became of the breaks of each day, the newest first. As JSON every day, in lines those with something."""
    from coach.adapters.processes.shared_files import shared_files
    from coach.cli.reminding import Reminding

    desk = Reminding(house, shared_files(house.folders)).desk()
    first = house.clock.now().wall.date() - timedelta(days=DAYS - 1)
    days = list(zip(desk.break_counts(first, DAYS), desk.minutes_between(first, DAYS), strict=True))[::-1]
    if as_json:
        say_json([{"day": f"{day.day}", **_counts(day), "minutes_between": minutes} for day, minutes in days])
        return ExitCode.DONE
    shown = [(day, minutes) for day, minutes in days if any(_counts(day).values()) or minutes is not None]
    if not shown:
        say(f"No break in the last {DAYS} days. Start the reminders with: coach remind")
    for day, minutes in shown:
        counts = ", ".join(f"{count} {name}" for name, count in _counts(day).items())
        between = f"; {minutes} min between standing up" if minutes is not None else ""
        say(f"{day.day:%Y-%m-%d %a}  {counts}{between}")
    return ExitCode.DONE


def _counts(day: BreakCounts) -> dict[str, int]:
    return {name: getattr(day, name) for name in ("prompted", "taken", "natural", "snoozed", "skipped", "missed")}


def _sessions_as_json(coach: Coach) -> int:
    """Written as it is read: ten years of sessions take no more room than one."""
    broken: list[Fact] = []
    past = coach.listing.past(lambda piece: broken.extend(fact for fact in piece if isinstance(fact.body, Unreadable)))
    say_json_list(_entry(session, running=running) for session, running in past)
    _tell_unread(unread_entries(broken))
    return ExitCode.DONE


def _tell_unread(unread: Sequence[UnreadEntry]) -> None:
    if unread:
        tell(in_words(unread))  # the document is a list, and stays one


def _lines(past: PastSession, names: Mapping[str, str], *, running: bool) -> list[str]:
    """A session in words, and below it what was not done of it."""
    if running:
        so_far = f", {clock_text(past.seconds)} held so far" if past.seconds >= 1 else ""
        return [f"{past.name}: running now{so_far}"]
    lines = [f"{past.name}: {_words(past)}{_pain(past)}"]
    if past.outcome == SessionOutcome.GOT_UP or past.seconds < 1:  # a break has no part to make up for
        return lines
    for step in past.steps:
        if not step.done:
            held, planned = clock_text(step.seconds), clock_text(step.planned)
            name = names.get(step.technique, step.technique)
            part = f"Only a part of: {name}, {held} of {planned}"
            lines.append(part if step.seconds >= 1 else f"Not done: {name}, {planned}")
    return lines


def _words(past: PastSession) -> str:
    """How it ended, and how much of it was done."""
    word = IN_WORDS.get(past.outcome, str(past.outcome))
    if past.seconds >= 1:
        of = f" of {clock_text(past.planned)}" if past.outcome != SessionOutcome.COMPLETED and past.planned else ""
        return f"{word}, {clock_text(past.seconds)}{of} held"
    if past.outcome == SessionOutcome.GOT_UP:
        return word
    return f"{word} before anything was done{f' ({clock_text(past.planned)} planned)' if past.planned else ''}"


def _pain(session: PastSession) -> str:
    if session.before is None and session.after is None:
        return ""
    before = "?" if session.before is None else session.before
    after = "?" if session.after is None else session.after
    return f", pain {before} -> {after}"


def _words_of(one: Noted) -> str:
    return f"{noted.in_words(one)}{' (corrected)' if one.corrected is not None else ''}"


def _noted(one: Noted) -> dict[str, Any]:
    """`entry` is what the journal keeps of it."""
    return {
        "id": one.id,
        "kind": one.body.kind,
        "at": one.at.isoformat(),
        "words": noted.in_words(one),
        "corrected": one.corrected.isoformat() if one.corrected is not None else None,
        "entry": json.loads(encode(one.body)),
    }


def _entry(session: PastSession, *, running: bool) -> dict[str, Any]:
    return {
        "id": session.id,
        "routine": session.routine,
        "name": session.name,
        "begun": session.begun.local.isoformat(),
        "ended": session.ended.local.isoformat() if session.ended is not None else None,
        "outcome": session.outcome,
        "seconds": round(session.seconds, 2),
        "steps": [
            {
                "technique": step.technique,
                "done": step.done,
                "seconds": round(step.seconds, 2),
                "planned": step.planned,
                "over": round(step.over, 2),
            }
            for step in session.steps
        ],
        "pain_before": session.before,
        "pain_after": session.after,
        "running": running,
    }
