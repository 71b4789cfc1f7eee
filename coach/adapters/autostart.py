"""Starts the reminders with the session: what each platform wants to be told, and the file that tells it.

The texts are made by pure functions; only `install`, `remove` and `standing` touch the disk.
"""

from __future__ import annotations

import os
import plistlib
import sys
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from coach.adapters.desktops import reads_entries
from coach.adapters.whole_file import write_whole
from coach.core.errors import BadInput, CoachError
from coach.core.frozen import frozen
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "coach-remind"
ABOUT = "Coach: reminders to get up and move"
GRAPHICAL, DEFAULT = "graphical-session.target", "default.target"
SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")
_UNSAFE = frozenset("'\"\\")
PAUSE = 30  # seconds before it is started again after a failure


class Way(StrEnum):
    """Who starts it."""

    SYSTEMD = "systemd"
    XDG = "xdg"
    LAUNCHD = "launchd"
    STARTUP = "startup"  # the start-up folder of Windows


@frozen
class AutostartEntry:
    """One file that starts the reminders: where it lies and what is in it.

    `link` has to point to it where files alone are not enough. `begin` and `end` are the commands that make it take
    effect at once; without them it does at the next login.
    """

    way: Way
    path: Path
    text: str
    link: Path | None = None
    begin: tuple[tuple[str, ...], ...] = ()
    end: tuple[tuple[str, ...], ...] = ()


@frozen
class AutostartStatus:
    """Whether an entry is installed, and whether it is what would be written now."""

    way: Way
    path: Path
    installed: bool
    current: bool


def reminder_command(executable: str = sys.executable, platform: str = sys.platform) -> tuple[str, ...]:
    """The command that runs the reminders, without a window where there would be one.

    Raises CoachError where this Python does not know where it is.
    """
    if not executable:
        raise CoachError("Python does not say where it is, so nothing can start it.", "Start coach in the usual way.")
    windowless = Path(executable).with_name("pythonw.exe")
    if platform == "win32" and windowless.exists():
        executable = str(windowless)
    return executable, "-P", "-m", "coach", "remind"  # -P: a coach.py in the folder it starts in is not taken for it


def choose_way(platform: str, environ: Mapping[str, str], *, user_manager: bool, graphical: bool) -> Way:
    """Who should start it here: the one that starts it within the desktop, and again after a failure if it can.

    `user_manager`: systemd runs for this person; `graphical`: it also starts and ends what belongs to the desktop.
    """
    if platform == "darwin":
        return Way.LAUNCHD
    if platform == "win32":
        return Way.STARTUP
    desktop = bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    reads = desktop and reads_entries(environ)
    return Way.SYSTEMD if user_manager and (graphical or not reads) else Way.XDG


def entry(
    way: Way,
    command: Sequence[str],
    environ: Mapping[str, str],
    *,
    home: Path,
    coach_home: str | None = None,
    graphical: bool = False,
) -> AutostartEntry:
    """The file of `way`. `home` is the person's folder; `coach_home` is handed on as COACH_HOME.

    Raises BadInput where a path has a sign that the file can't hold.
    """
    for text in (*command, coach_home or ""):
        if not text.isprintable() or (way is Way.STARTUP and '"' in text):
            raise BadInput(f"A path with a control sign in it can't be started: {text!a}.", "Give it another name.")
    if "=" in command[0] and (way is Way.XDG or set(command[0]) & _UNSAFE):  # env would take it for a setting
        raise BadInput(f"A program with = in its path can't be started: {command[0]}.", "Install coach elsewhere.")
    if way is Way.LAUNCHD:
        path = home / "Library" / "LaunchAgents" / f"{NAME}.plist"
        domain = f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"
        end = (("launchctl", "bootout", f"{domain}/{NAME}"),)
        begin = (*end, ("launchctl", "bootstrap", domain, str(path)))
        return AutostartEntry(way, path, launchd_plist(command, coach_home), None, begin, end)
    if way is Way.STARTUP:
        roaming = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
        folder = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Startup"
        return AutostartEntry(way, folder / f"{NAME}.cmd", startup_script(command, coach_home))
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    if way is Way.XDG:
        return AutostartEntry(way, config / "autostart" / f"{NAME}.desktop", desktop_entry(command, coach_home))
    units, target = config / "systemd" / "user", GRAPHICAL if graphical else DEFAULT
    unit = f"{NAME}.service"
    reload = ("systemctl", "--user", "daemon-reload")
    return AutostartEntry(
        way,
        units / unit,
        systemd_unit(command, coach_home, target, {} if graphical else environ),
        units / f"{target}.wants" / unit,
        (reload, ("systemctl", "--user", "restart", unit)),
        (("systemctl", "--user", "stop", unit), reload),
    )


# --- texts ------------------------------------------------------------------------------------------------------------


def systemd_unit(
    command: Sequence[str], coach_home: str | None, target: str, environ: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A unit of the person's own systemd, wanted by `target`. Of `environ` the screen is handed on, where nobody else
    does that."""

    def word(text: str) -> str:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        return f'"{text}"'

    bound = f"PartOf={target}\nAfter={target}\n" if target == GRAPHICAL else ""
    handed = {"COACH_HOME": coach_home} | {name: environ.get(name) for name in SCREEN}
    named = (f"{name}={value}" for name, value in handed.items() if value and value.isprintable())
    surroundings = "".join(f"Environment={word(one)}\n" for one in named)
    if set(command[0]) & _UNSAFE:  # systemd takes no such name of a program, but as a word it does
        command = ("/usr/bin/env", *command)
    first, *rest = command
    line = " ".join([word(f":{first}"), *(word(part) for part in rest)])  # the colon: a $ is a $
    return (
        f"[Unit]\nDescription={ABOUT}\n{bound}\n"
        f"[Service]\nExecStart={line}\n{surroundings}"
        "KillMode=process\n"  # a break that was opened in a terminal outlives the reminders
        f"Restart=on-failure\nRestartSec={PAUSE}\nRestartPreventExitStatus={ExitCode.WRONG}\n\n"
        f"[Install]\nWantedBy={target}\n"
    )


def desktop_entry(command: Sequence[str], coach_home: str | None) -> str:
    """An entry of the XDG autostart folder, which every desktop reads."""

    def word(text: str) -> str:
        for sign in '\\"`$':
            text = text.replace(sign, f"\\{sign}")
        return f'"{text}"'.replace("\\", "\\\\").replace("%", "%%")  # a value has backslashes of its own

    words = ["env", f"COACH_HOME={coach_home}", *command] if coach_home else list(command)
    line = " ".join(part if part == "env" else word(part) for part in words)
    return (
        "[Desktop Entry]\nType=Application\nName=Coach\n"
        f"Comment={ABOUT}\nExec={line}\nTerminal=false\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n"
    )


def launchd_plist(command: Sequence[str], coach_home: str | None) -> str:
    """A launch agent of the person's own desktop session."""
    agent: dict[str, object] = {
        "Label": NAME,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},  # started again after a failure only
        "ThrottleInterval": PAUSE,
        "ProcessType": "Background",
        "LimitLoadToSessionType": "Aqua",
    }
    if coach_home:
        agent["EnvironmentVariables"] = {"COACH_HOME": coach_home}
    return plistlib.dumps(agent, sort_keys=False).decode()


def startup_script(command: Sequence[str], coach_home: str | None) -> str:
    """A script for the start-up folder. The registry's Run key would take 260 signs at most, and no COACH_HOME."""

    def sound(text: str) -> str:
        return text.replace("%", "%%")

    lines = ["@echo off", "chcp 65001 >nul"]  # the file is UTF-8
    if coach_home:
        lines.append(f'set "COACH_HOME={sound(coach_home)}"')
    lines.append('start "" /min ' + " ".join(f'"{sound(part)}"' for part in command))
    return "".join(f"{line}\r\n" for line in lines)


# --- the disk ---------------------------------------------------------------------------------------------------------


def install(wanted: AutostartEntry) -> None:
    """Put the file there as a whole. Raises CoachError where that can't be done."""
    try:
        wanted.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(wanted.path, wanted.text, mode=0o644)
        if wanted.link is not None:
            wanted.link.parent.mkdir(parents=True, exist_ok=True)
            wanted.link.unlink(missing_ok=True)
            wanted.link.symlink_to(wanted.path)
    except OSError as error:
        raise _cant("written", wanted.path, error) from error


def remove(installed: AutostartEntry) -> bool:
    """Take the file away; whether there was one. Raises CoachError where that can't be done."""
    try:
        there = installed.path.is_symlink() or installed.path.exists()
        if installed.link is not None:
            for link in installed.path.parent.glob(f"*.wants/{installed.path.name}"):
                link.unlink(missing_ok=True)
        installed.path.unlink(missing_ok=True)
    except OSError as error:
        raise _cant("removed", installed.path, error) from error
    return there


def autostart_status(wanted: AutostartEntry) -> AutostartStatus:
    """What there is of it. Raises CoachError where it can't be read."""
    try:
        text = wanted.path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return AutostartStatus(wanted.way, wanted.path, installed=False, current=False)
    except OSError as error:
        raise _cant("read", wanted.path, error) from error
    linked = wanted.link is None or wanted.link.is_symlink()
    return AutostartStatus(wanted.way, wanted.path, installed=linked, current=linked and text == wanted.text)


def _cant(done: str, path: Path, error: OSError) -> CoachError:
    return CoachError(f"{path} can't be {done}: {error.strerror or 'unknown reason'}.", "Check the folder.")
