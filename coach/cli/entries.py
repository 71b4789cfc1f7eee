"""`coach log pain|episode|lump`: what is entered by hand; every fault at once, nothing recorded while there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.say import say, tell
from coach.core import entries
from coach.core.errors import BadInput

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House

DONE, WRONG = 0, 2
NOT_FIELDS = {"kind", "module", "function", "command", "correct", "id", "gone", "what", "plain"}


def record(args: Namespace, outside: Outside) -> int:
    """Record one entry and say what stands now."""
    with outside.house() as house:
        now = house.clock.now().wall
        given = {name.replace("_", "-"): value for name, value in vars(args).items() if name not in NOT_FIELDS}
        if args.kind in {"episode", "pain"}:
            given["kind"] = args.what
        entry = entries.read(args.kind, given, now)
        _missing(args, entry)
        for fault in entry.faults:
            tell(fault)
        if entry.faults:
            return WRONG
        _write(args, entry, house)
        _stands(house)
    return DONE


def _missing(args: Namespace, entry: entries.Entry) -> None:
    new = args.kind == "episode" and args.id is None
    if new and args.what is None:
        entry.faults.append("What it is is missing. Say it, such as: coach log episode knot --area neck")
    if (new or (args.kind == "lump" and args.id is None)) and args.area is None and args.correct is None:
        entry.faults.append(f"Where it is is missing. Say it with --area: {', '.join(entries.AREAS)}.")
    if args.kind == "episode" and args.id is not None and not (args.gone or args.status):
        entry.faults.append("There is nothing to record. Give --status better, same, worse or not-sure, or --gone.")
    if args.kind == "lump" and args.id is not None and not entry.body:
        entry.faults.append("There is nothing to record. Say what it looks or feels like, such as --size-mm 12.")


def _write(args: Namespace, entry: entries.Entry, house: House) -> None:
    coach = house.coach
    if args.kind == "episode" and args.id is not None:
        episode = coach.find_entry("episode", args.id).id
        if args.status:
            fact = coach.note("status", {"episode": episode, "value": entry.body["status"]})
            say(f"Recorded: {entry.body['status']} (id {fact.id})")
        if args.gone:
            fact = coach.note("episode-ended", {"episode": episode})
            say(f"Recorded: it has gone (id {fact.id})")
        return
    body: dict[str, Any] = dict(entry.body)
    if args.kind == "lump" and args.id is not None:
        body["lump"] = coach.find_entry("lump", args.id).id
    if args.kind == "pain":
        body["when"] = "any time"
    status = body.pop("status", None) if args.kind == "episode" else None
    fact = coach.note(args.kind, body, entry.at, args.correct)
    say(f"Recorded: {_told(args.kind, body)} (id {fact.id})")
    if status is not None:
        coach.note("status", {"episode": fact.id, "value": status})


def _told(kind: str, body: dict[str, Any]) -> str:
    shown = [f"{name} {value}" for name, value in body.items() if name not in {"noted", "when", "lump"}]
    return f"{kind}, {', '.join(shown)}" if shown else kind


def _stands(house: House) -> None:
    """What is up now, and whether the check has to be answered anew."""
    safety = house.coach.safety()
    if safety.fault:
        raise BadInput(safety.fault)
    for up in safety.flags:
        say(f"Up: {up.flag.id}, {up.level}")
    if not safety.check.valid:
        say(f"Next: coach check. {safety.check.why}".strip())
