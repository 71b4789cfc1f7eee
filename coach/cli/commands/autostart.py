"""`coach autostart`: the reminders start with the session, or no longer, or do they?"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.autostart import (
    GRAPHICAL,
    AutostartEntry,
    Way,
    autostart_status,
    choose_way,
    entry,
    install,
    reminder_command,
    remove,
)
from coach.adapters.folders import folders
from coach.adapters.signals.asking import Unknown, ask_program
from coach.cli.say import say, say_json
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from coach.cli.outside import Outside

PATIENCE = 10.0  # seconds for systemctl and launchctl


def autostart(args: Namespace, outside: Outside) -> int:
    """Do what `args.action` says: install, remove or status (`args.json`: as JSON)."""
    del outside
    if args.action == "install":
        return _install()
    if args.action == "remove":
        return _remove()
    return _status(as_json=getattr(args, "json", False))


def _install() -> int:
    here, others = _entries()
    for other in others:  # never two of them
        _take_away(other)
    install(here)
    say(f"The reminders start with your session: {here.path}")
    if not here.begin:
        say("From your next login on. For now: coach remind")
    elif why := _take_effect(here.begin):
        say(f"From your next login on. They could not be started now: {why}")
    else:
        say("They run now.")
    return ExitCode.DONE


def _remove() -> int:
    here, others = _entries()
    gone = [one for one in (here, *others) if _take_away(one)]
    for one in gone:
        say(f"The reminders no longer start with your session: {one.path} is gone.")
    if not gone:
        say("The reminders did not start with your session.")
    return ExitCode.DONE


def _take_away(one: AutostartEntry) -> bool:
    """End what it started and remove it; whether it was there."""
    if not one.path.exists():
        return remove(one)
    _take_effect(one.end[:1])
    remove(one)
    _take_effect(one.end[1:])
    return True


def _status(*, as_json: bool) -> int:
    here, others = _entries()
    found = [autostart_status(one) for one in (here, *others)]
    found = [one for one in found if one.installed]
    if as_json:
        ways = [{"way": str(one.way), "path": str(one.path), "current": one.current} for one in found]
        say_json({"installed": bool(found), "entries": ways})
        return ExitCode.DONE
    for one in found:
        old = "" if one.current else " It is not up to date: coach autostart install"
        say(f"The reminders start with your session: {one.path} ({one.way}).{old}")
    if not found:
        say("The reminders don't start with your session. To change that: coach autostart install")
    return ExitCode.DONE


def _entries() -> tuple[AutostartEntry, list[AutostartEntry]]:
    """The entry that fits here, and the others this platform knows."""
    home = folders().home
    user_manager, graphical = _systemd()
    best = choose_way(sys.platform, os.environ, user_manager=user_manager, graphical=graphical)
    ways = [best] if best in {Way.LAUNCHD, Way.STARTUP} else [best, *({Way.SYSTEMD, Way.XDG} - {best})]
    here, *others = [
        entry(
            way,
            reminder_command(),
            os.environ,
            home=Path.home(),
            coach_home=None if home is None else str(home.absolute()),
            graphical=graphical,
        )
        for way in ways
    ]
    return here, others


def _systemd() -> tuple[bool, bool]:
    """Whether systemd runs for this person, and whether it runs their desktop."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if not runtime or not (Path(runtime) / "systemd" / "private").exists() or not shutil.which("systemctl"):
        return False, False
    try:
        return True, ask_program(["systemctl", "--user", "is-active", GRAPHICAL], PATIENCE).strip() == "active"
    except Unknown:
        return True, False


def _take_effect(commands: Iterable[tuple[str, ...]]) -> str:
    """Run these; why the last one failed, or nothing."""
    why = ""
    for command in commands:
        why = ""
        try:
            ask_program(command, PATIENCE)
        except Unknown as unknown:
            why = unknown.why
    return why
