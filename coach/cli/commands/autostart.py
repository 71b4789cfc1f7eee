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
    AutostartStatus,
    Way,
    autostart_status,
    choose_way,
    entry,
    install,
    reminder_command,
    remove,
)
from coach.adapters.desktops import desktop_name, reads_entries, start_line
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
    if args.action == "status":
        return _status(as_json=getattr(args, "json", False))
    for line in switch_on() if args.action == "install" else switch_off():
        say(line)
    return ExitCode.DONE


def switch_on() -> list[str]:
    """Let the reminders start with the session; says what was done. Raises CoachError where that can't be done."""
    here, others = _entries()
    for other in others:  # never two of them
        _take_away(other)
    install(here)
    done = [f"The reminders start with your session: {here.path}"]
    if not _by_the_desktop():
        if here.way is Way.XDG:
            return [f"The reminders are to start with your session: {here.path}", _by_a_line()]
        done.append(f"{desktop_name(os.environ)} starts nothing by itself, so systemd does when you log in.")
    if not here.begin:
        done.append("From your next login on. For now: coach remind")
    elif why := _take_effect(here.begin):
        done.append(f"From your next login on. They could not be started now: {why}")
    else:
        done.append("They run now.")
    return done


def switch_off() -> list[str]:
    """Let them start no longer; says what was done. Raises CoachError where that can't be done."""
    here, others = _entries()
    gone = [one for one in (here, *others) if _take_away(one)]
    if not gone:
        return ["The reminders did not start with your session."]
    return [f"The reminders no longer start with your session: {one.path} is gone." for one in gone]


def switch_off_here() -> list[str]:
    """As `switch_off`, but what starts them for another folder than this one stays."""
    here, others = _entries()
    home = folders().home
    told = []
    for one in (here, *others):
        try:
            text = one.path.read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        own = text == one.text or (str(home.absolute()) in text if home is not None else "COACH_HOME" not in text)
        if not own:
            told.append(f"{one.path} starts the reminders of another folder, so it stays.")
        elif _take_away(one):
            told.append(f"The reminders no longer start with your session: {one.path} is gone.")
    return told or ["The reminders did not start with your session."]


def switched_on() -> list[AutostartStatus]:
    """What starts them now. Raises CoachError where it can't be read."""
    here, others = _entries()
    return [found for found in map(autostart_status, (here, *others)) if found.installed]


def _by_the_desktop() -> bool:
    """Whether the desktop starts what lies in its folder, for all that is known."""
    return sys.platform in {"win32", "darwin"} or reads_entries(os.environ) is not False


def _by_a_line() -> str:
    """What it takes where the desktop does not."""
    line = start_line(reminder_command(), os.environ)
    return f"But {desktop_name(os.environ)} starts nothing from that folder. {line}"


def _take_away(one: AutostartEntry) -> bool:
    """End what it started and remove it; whether it was there."""
    if not one.path.exists():
        return remove(one)
    _take_effect(one.end[:1])
    remove(one)
    _take_effect(one.end[1:])
    return True


def _status(*, as_json: bool) -> int:
    found = switched_on()
    if as_json:
        ways = [{"way": str(one.way), "path": str(one.path), "current": one.current} for one in found]
        say_json({"installed": bool(found), "entries": ways})
        return ExitCode.DONE
    for one in found:
        old = "" if one.current else " It is not up to date: coach autostart install"
        unread = one.way is Way.XDG and not _by_the_desktop()
        start = "are to start" if unread else "start"
        say(f"The reminders {start} with your session: {one.path} ({one.way}).{old}")
        if unread:
            say(_by_a_line())
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
