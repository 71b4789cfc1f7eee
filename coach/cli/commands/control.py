"""`coach status`, and what is asked of whoever keeps the reminders: break, snooze, skip, pause, resume, back, busy."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.adapters.clock import SystemClock, real_sleep
from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from coach.adapters.processes.status_file import VALID, read_status, written_at
from coach.cli.say import say, say_json, tell
from coach.core.errors import BadInput
from coach.core.reminders.standing.moment_words import moment_words
from coach.core.reminders.standing.pause_words import pause_words
from coach.core.shown import shown
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from coach.adapters.processes.shared_files import SharedFiles
    from coach.cli.outside import Outside
    from coach.core.reminders.signals import Command

PATIENCE = 4.0  # seconds for an answer
NOBODY = "Nobody keeps the reminders now. Start them with: coach remind"
UNSAID = "they are kept; when the next break comes is not known just now"
COUNTED = 99  # minutes up to which they are said
STATES = {
    "waiting": "counting",
    "notice": "about to remind",
    "break": "a break is due",
    "awaiting-return": "you are away",
}


# --- status -----------------------------------------------------------------------------------------------------------


def status(args: Namespace, outside: Outside) -> int:
    """Say when the next break is, what pauses the reminders, and how the safety check stands."""
    where = shared_files(folders())
    document = _fresh(where, outside) or _computed(where, outside)
    if args.json:
        say_json(document)
    elif args.line:
        if not args.if_due or _waited_for(document):
            say(shown(document["reminders"].get("text", "")))
    elif args.if_due:
        raise BadInput("--if-due says nothing by itself.", "Write: coach status --line --if-due")
    else:
        from coach.adapters.terminal import is_tty

        _print(document, (outside.clock or SystemClock()).now().wall)
        if is_tty(sys.stdout):  # a script would take it from the person
            with outside.house(read_only=True) as house:
                news = house.news()
            if news:
                say(f"Note: {news}")
    return ExitCode.DONE


def _fresh(where: SharedFiles, outside: Outside) -> dict[str, Any] | None:
    """What the keeper wrote last, with the seconds as they are now; None where nobody keeps the reminders."""
    document = read_status(where.status, tell) if where.reminders_lock.held() else None
    if document is None:
        return None
    now = (outside.clock or SystemClock()).now().wall
    if not -VALID < (now - written_at(document)).total_seconds() < VALID:
        return None
    found = document["reminders"]
    if found.get("next_at"):
        left = datetime.fromisoformat(found["next_at"]) - now
        found["in_seconds"] = max(0, round(left.total_seconds()))
    return document


def _computed(where: SharedFiles, outside: Outside) -> dict[str, Any]:
    """The same from the record; of reminders that somebody keeps without a word of it only that they are kept."""
    from coach.adapters.processes.status_document import document_of

    with outside.house(read_only=True) as house:
        document = document_of(None) | house.standing()
    if where.reminders_lock.held():
        from coach.core.reminders.standing.line import KEPT

        document["reminders"] |= {"running": True, "text": KEPT}
    return document


def _waited_for(document: dict[str, Any]) -> bool:
    """Whether an answer is: what is only told, such as a rest for the eyes, asks for none."""
    reminders = document["reminders"]
    return bool(document.get("notice")) and bool(reminders.get("prompt") or reminders["state"] == "awaiting-return")


def _print(document: dict[str, Any], now: datetime) -> None:
    found = document["reminders"]
    if not found["running"]:
        say(f"Reminders: {NOBODY}")
    else:
        when = _next_words(found, now) if found["next_at"] else ""
        say(f"Reminders: {when or STATES.get(found['state'], shown(found['state'] or '')) or UNSAID}")
    for pause in found["paused"]:
        until = f", until {_local_words(pause['until'], now)}" if pause["until"] else ""
        say(f"Paused: {shown(pause_words(pause['reason']))}{until}")
    say(f"Safety: {_safety_words(document['safety'])}")
    if document["session"] is not None:
        say(f"Session: {_session_words(document['session'])}")


def _next_words(found: Mapping[str, Any], now: datetime) -> str:
    """The minutes where they say something, and the day where it is another."""
    at = _local_words(found["next_at"], now)
    minutes = max(1, round(found["in_seconds"] / 60))
    return f"next break in {minutes} min, at {at}" if minutes <= COUNTED else f"next break at {at}"


def _local_words(moment: str, now: datetime) -> str:
    local = datetime.fromisoformat(moment).astimezone()
    return moment_words(local, now.astimezone())


def _safety_words(safety: Mapping[str, Any]) -> str:
    """How safety stands: a headline, and the command that goes on from there."""
    said = safety.get("headline") or f"{safety['level'].replace('-', ' ').capitalize()}."  # an older keeper has none
    more = safety.get("next", "coach check")
    return f"{shown(said, 200)} Go on with: {shown(more)}" if more else shown(said, 200)


def _session_words(session: Mapping[str, Any]) -> str:
    begun = datetime.fromisoformat(session["begun"])
    name, routine = shown(session["name"]), shown(session["routine"])
    return f"{name}, begun {begun:%Y-%m-%d %H:%M} and not finished. Go on: coach run {routine}"


# --- asking the keeper ------------------------------------------------------------------------------------------------


def snooze(args: Namespace, outside: Outside) -> int:
    """Put the break off."""
    from coach.core.reminders.commands import minutes_of
    from coach.core.reminders.signals import Snooze

    del outside
    minutes = minutes_of(args.length) if args.length else None
    return _asked(Snooze(minutes), f"Put off{f' by {minutes} minutes' if minutes else ''}.")


def skip(args: Namespace, outside: Outside) -> int:
    """Leave this break out."""
    from coach.core.reminders.signals import Skip

    del args, outside
    return _asked(Skip(), "Skipped.")


def pause(args: Namespace, outside: Outside) -> int:
    """No reminder for a time, or until a time."""
    from coach.core.reminders.commands import pause_of

    return _asked(
        pause_of(args.words, (outside.clock or SystemClock()).now()), "{text}. Go on sooner with: coach resume"
    )


def resume(args: Namespace, outside: Outside) -> int:
    """End the pause."""
    from coach.core.reminders.signals import Resume

    del args, outside
    return _asked(Resume(), "Going on.")


def done(args: Namespace, outside: Outside) -> int:
    """A movement break was taken now, prompted or not."""
    from coach.core.reminders.signals import GotUp

    del args
    where = shared_files(folders())
    if where.reminders_lock.held() or not where.reminders_lock.acquire():
        return _asked(GotUp(), "You got up: that counts. {text}.")
    try:
        _taken_unkept(where, outside)
    finally:
        where.reminders_lock.release()
    say(f"You got up: that counts. {NOBODY}")
    return ExitCode.DONE


def _taken_unkept(where: SharedFiles, outside: Outside) -> None:
    """Take the break down where nobody keeps the reminders; nobody begins to meanwhile."""
    from coach.cli.reminding import Reminding

    with outside.house() as house:
        Reminding(house, where).desk().stood_up()


def back(args: Namespace, outside: Outside) -> int:
    """I'm back: count again."""
    from coach.core.reminders.signals import Back

    del args, outside
    return _asked(Back(), "Welcome back. Counting again.")


def busy(args: Namespace, outside: Outside) -> int:
    """In a meeting for so long."""
    from coach.core.reminders.commands import minutes_of
    from coach.core.reminders.signals import BusyFor

    del outside
    minutes = minutes_of(args.length)
    return _asked(BusyFor(minutes), f"Busy for {minutes} minutes. What falls into it is offered after it.")


def take_break(args: Namespace, outside: Outside) -> int:
    """A guided break now: here where there is a terminal, else wherever the keeper opens it."""
    from coach.adapters.terminal import capable, lines_only
    from coach.core.reminders.plan import HYDRATION_CHECK, MOVEMENT_BREAK, POSTURE_CHECK, ReminderKind
    from coach.core.reminders.signals import Start

    kind, routine = {
        "movement": (ReminderKind.MOVEMENT, MOVEMENT_BREAK),
        "desk": (ReminderKind.DESK, POSTURE_CHECK),
        "drink": (ReminderKind.DRINK, HYDRATION_CHECK),
    }[args.kind]
    if args.plain or not capable(sys.stdin, sys.stdout) or lines_only(sys.stdin, sys.stdout):
        from coach.cli.command_line.read import read
        from coach.cli.commands.run import run

        return run(read(["run", routine, *(["--plain"] if args.plain else [])]), outside)
    if _locked(routine, outside):
        return ExitCode.BLOCKED
    return _asked(Start(kind=kind), "Opening the break.")


def _locked(routine: str, outside: Outside) -> bool:
    """Whether the door is shut for this routine; then its card is shown, here and at once."""
    from coach.cli.plain.card import card
    from coach.core.clearance.clearance import Blocked
    from coach.core.record.choices import Choices

    with outside.house(read_only=True) as house:
        verdict = house.coach.sessions.ask(routine, Choices())
        if not isinstance(verdict, Blocked):
            return False
        for line in card(verdict, house.coach, house.sources):
            say(line)
    return True


def _asked(command: Command, done: str) -> int:
    """Ask the keeper and wait for its answer; 1 where there is none, or where it says no.

    `done` is said where it is; `{text}` in it stands for how the reminders stand then.
    """
    from coach.core.reminders.commands import to_body

    where = shared_files(folders())
    if not where.reminders_lock.held():
        tell(NOBODY)
        return ExitCode.FAILED
    letters = where.reminders_mailbox
    name = letters.send(to_body(command))
    answer = letters.awaited(name, PATIENCE, SystemClock(), real_sleep)
    if answer is None:
        tell(f"{letters.given_up(name)} See: coach status")
        return ExitCode.FAILED
    if answer.get("refused"):
        tell(str(answer["refused"]))
        return ExitCode.FAILED
    text = shown(str(answer.get("text") or "done"))
    say(done.replace("{text}", text[:1].upper() + text[1:]))
    return ExitCode.DONE
