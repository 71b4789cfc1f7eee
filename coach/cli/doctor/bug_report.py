"""The text that goes along with a bug report: versions, machine, findings, settings and counts; no word of health."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import sys
from collections import Counter
from dataclasses import fields, is_dataclass
from getpass import getuser
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from coach import __version__
from coach.core.record.facts import Health, OfCheck, OfPerson, OfReminders, OfSession, Unknown, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coach.adapters.folders import Folders
    from coach.cli.doctor.finding import Finding
    from coach.core.record.facts import Fact
    from coach.core.settings import Settings

PARTS = (
    *("textual", "apscheduler", "pyyaml", "ruamel.yaml", "pydantic", "platformdirs", "plyer", "jeepney"),
    *("desktop-notifier", "icalendar", "pyrage"),
)
VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "TEXTUAL_ANIMATIONS", "LANG", "LC_ALL", "XDG_SESSION_TYPE")
PRESENT = ("TMUX", "SSH_CONNECTION", "COACH_HOME", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
OPEN_WORDS = frozenset({"theme", "hearing", "dose"})  # settings whose text says nothing of the person
GROUPS = {
    "noted": get_args(Health),
    "checks": get_args(OfCheck),
    "sessions": get_args(OfSession),
    "reminders": get_args(OfReminders),
    "personal": get_args(OfPerson),
    "of a later version": (Unknown,),
    "that can't be read": (Unreadable,),
}


def bug_report(found: Iterable[Finding], settings: Settings, facts: Sequence[Fact], folders: Folders) -> str:
    """The whole text. Of the record it counts entries and nothing else; paths begin at ~."""
    lines = ["# Coach: a report for those who mend it", "", *_machine(), "", "## Findings", ""]
    for one in found:
        lines.append(f"- {one.state} {one.name}: {one.told or one.says}")
        if not one.told:
            lines += [f"  - {name}: {value}" for name, value in one.more.items()]
    lines += ["", "## Settings", "", *(f"- {line}" for line in _settings("", settings)), "", "## Sizes", ""]
    lines += [f"- {line}" for line in _sizes(facts, folders)]
    return "\n".join(_without_names(line) for line in lines)


def _machine() -> list[str]:
    lines = [
        f"- coach {__version__}, Python {platform.python_version()} ({platform.python_implementation()})",
        f"- {platform.platform()}",
        f"- SQLite {sqlite3.sqlite_version}",
    ]
    columns, rows = shutil.get_terminal_size()
    lines.append(f"- terminal: {columns}x{rows}, {getattr(sys.stdout, 'encoding', '') or 'no encoding'}")
    lines += [f"- {part} {version}" for part in PARTS if (version := _version(part))]
    lines += [f"- {name}={os.environ[name]}" for name in VARIABLES if name in os.environ]
    lines += [f"- {name} is set" for name in PRESENT if os.environ.get(name)]
    return lines


def _version(part: str) -> str:
    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return ""


def _settings(name: str, value: Any) -> Iterator[str]:
    """Switches and numbers as they are; of texts and lists only whether there is something, unless it is known."""
    last = name.rpartition(".")[2]
    if is_dataclass(value):
        for each in fields(value):
            yield from _settings(f"{name}.{each.name}".lstrip("."), getattr(value, each.name))
    elif value is None or isinstance(value, (bool, int, float)) or last in OPEN_WORDS:
        yield f"{name}: {value}"
    elif isinstance(value, (tuple, list, dict)):
        yield f"{name}: {len(value)} of them"
    else:
        yield f"{name}: set"


def _sizes(facts: Sequence[Fact], folders: Folders) -> list[str]:
    counts = Counter(group for fact in facts for group, kinds in GROUPS.items() if isinstance(fact.body, kinds))
    lines = [f"entries {group}: {counts[group]}" for group in GROUPS]
    for path in (folders.journal, folders.settings):
        try:
            lines.append(f"{path.name}: {path.stat().st_size // 1024} KiB")
        except OSError:
            lines.append(f"{path.name}: not there")
    return lines


def _without_names(line: str) -> str:
    """The line without the person's home folder, and without their name in any other path."""
    home = str(Path.home())
    if len(home) > 1:
        line = line.replace(home, "~")
    try:
        name = re.escape(getuser())
    except (OSError, KeyError, ImportError):
        return " ".join(line.split("\n"))
    return " ".join(re.sub(rf"(?<=[/\\]){name}(?=[/\\\s]|$)", "USER", line).split("\n"))
