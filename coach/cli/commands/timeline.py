"""`coach timeline`: the planned run, with the offset of every part and cue."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from coach.cli.plain.chosen import chosen
from coach.cli.say import say, say_json
from coach.core.durations import clock_text
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.core.routine.timeline import Timeline


def timeline(args: Namespace, outside: Outside) -> int:
    """Show the run as it would be if everything were open."""
    with outside.house(read_only=True) as house:
        whole = chosen(args, house)
        plan = house.coach.sessions.plan(args.id, whole.choices)
        clamps = [str(clamp) for clamp in house.coach.library.clamps if clamp.routine in {args.id, *plan.techniques}]
        if args.json:
            say_json(_document(plan))
            return ExitCode.DONE
        say(f"{plan.name} ({plan.routine}), {clock_text(plan.seconds)}")
        for line in [*whole.notes, *plan.notes, *clamps]:
            say(f"Note: {line}")
        _print(plan)
    return ExitCode.DONE


def _document(plan: Timeline) -> dict[str, Any]:
    return {
        "routine": plan.routine,
        "name": plan.name,
        "seconds": plan.seconds,
        "segments": [
            {
                "start": segment.start,
                "seconds": segment.seconds,
                "kind": str(segment.kind),
                "technique": segment.technique,
                "side": segment.side and str(segment.side),
                "say": segment.say,
            }
            for segment in plan.segments
        ],
        "cues": [{"at": cue.at, "say": cue.say, "sound": str(cue.sound)} for cue in plan.cues],
        "steps": [
            {"technique": step.technique, "name": step.name, "how": list(step.how), "seconds": step.seconds}
            for step in plan.steps
        ],
        "notes": list(plan.notes),
        "choices": {
            choice.name: value
            for choice in fields(plan.choices)
            if (value := getattr(plan.choices, choice.name)) is not None
        },
    }


def _print(plan: Timeline) -> None:
    say()
    say("   Start  Length  Kind     Side   What")
    for segment in plan.segments:
        start, length = clock_text(segment.start), clock_text(segment.seconds)
        say(f"{start:>8} {length:>7}  {segment.kind:<8} {segment.side or '':<6} {segment.say}")
    say()
    say("      At  Sound    Cue")
    for cue in plan.cues:
        say(f"{clock_text(cue.at):>8}  {cue.sound:<8} {cue.say}")
