"""`coach history`: what was done, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json, tell
from coach.core.durations import clock_text
from coach.core.history.unread import in_words
from coach.core.vocabulary import SessionOutcome
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.core.history.sessions import PastSession

IN_WORDS = {
    "completed": "done",
    "got-up": "got up",
    "left": "left early",
    "stopped": "stopped, something was wrong",
    "interrupted": "interrupted, partly done",
    None: "not finished",
}


def history(args: Namespace, outside: Outside) -> int:
    """Show every session on record."""
    with outside.house(read_only=True) as house:
        past, unread = house.coach.listing.everything()
    if args.json:
        if unread:
            tell(in_words(unread))  # the document is a list of sessions, and stays one
        say_json([_entry(session) for session in past])
        return ExitCode.DONE
    if unread:
        say(f"Note: {in_words(unread)}")
    if not past:
        say("Nothing yet. Begin with: coach routines")
    for session in past:
        day = session.begun.local.strftime("%Y-%m-%d %H:%M")
        say(f"{day}  {session.name}: {_words(session)}, {clock_text(session.seconds)} held{_pain(session)}")
        for step in session.steps:
            if not step.done and session.outcome != SessionOutcome.GOT_UP:  # a break has no part to make up for
                held, planned = clock_text(step.seconds), clock_text(step.planned)
                say(f"{'':<18}Skipped part of: {step.technique}, {held} of {planned}")
    return ExitCode.DONE


def _words(session: PastSession) -> str:
    return IN_WORDS.get(session.outcome, str(session.outcome))


def _pain(session: PastSession) -> str:
    if session.before is None and session.after is None:
        return ""
    before = "?" if session.before is None else session.before
    after = "?" if session.after is None else session.after
    return f", pain {before} -> {after}"


def _entry(session: PastSession) -> dict[str, Any]:
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
    }
