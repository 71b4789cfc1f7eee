"""The settings file: read with every fault at its place, written in one piece, never overwritten while it is wrong."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.yaml_file import Loaded, parse_yaml, printable, read_yaml
from coach.core.choices import WAIT_LIMITS
from coach.core.errors import CoachError
from coach.core.hearing import Hearing, hours_of
from coach.core.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.core.errors import Problem

NAMES = tuple(field.name for field in fields(Settings))
MOST_MINUTES = 240  # as for the choices of a run
WHOLE = {"volume": range(101), "voice_speed": range(80, 301), "wait_limit": WAIT_LIMITS}
_THEME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_VOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+()-]{0,59}")
_SOUND = re.compile(r"^(?:sound|'sound'|\"sound\")[ \t]*:[ \t]*(true|false)", re.MULTILINE)  # as it was once written
_HEAD = "# Settings of coach. Change them here or in the program."


def load_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in a file, and its faults; with any fault the defaults serve. No file: the defaults."""
    if not os.path.lexists(path):
        return DEFAULTS, []
    loaded = read_yaml(path)
    problems = [*loaded.problems, *_faults(loaded)]
    if problems or not isinstance(loaded.data, dict):
        return DEFAULTS, sorted(problems, key=lambda problem: (problem.line, problem.column))
    return Settings(**_as_now(loaded.data)), []


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings in one piece; comments and order of an existing file stay.

    Raises CoachError where the file is wrong (it is left as it is) or can't be written.
    """
    _, problems = load_settings(path)
    if problems:
        raise CoachError(
            f"The settings are not saved, because the file has a fault: {problems[0]}", "Mend it or delete it."
        )
    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else f"{_HEAD}\n"
        before = _SOUND.sub("hearing: silent", before)  # the value is written anew with the others
        _write(path, _changed(before, settings))
    except OSError as error:
        why = printable(error.strerror or "unknown reason")
        raise CoachError(f"The settings can't be saved in {path}: {why}.", "Check the folder.") from error


def _as_now(data: dict[str, Any]) -> dict[str, Any]:
    """The settings under the names of today: `sound: false` once stood for `hearing: silent`."""
    now = {name: value for name, value in data.items() if name != "sound"}
    return now | {"hearing": str(Hearing.SILENT)} if data.get("sound") is False else now


def _faults(loaded: Loaded) -> Iterator[Problem]:
    data = loaded.data
    if loaded.problems or data is None:
        return
    if not isinstance(data, dict):
        yield loaded.problem((), "Settings are keys and values.", "Write them as theme: dark")
        return
    for key, value in data.items():
        if key == "sound" and "hearing" in data:
            yield loaded.problem((key,), "'sound' is now 'hearing', and both are there.", "Leave it out.", key=True)
        elif key not in {*NAMES, "sound"}:
            near = get_close_matches(key.lower(), NAMES, 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(NAMES)}."
            yield loaded.problem((key,), f"'{printable(key)}' is not known here.", hint, key=True)
        elif wrong := _wrong(key, value):
            yield loaded.problem((key,), *wrong)


def _wrong(key: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with one value and how to mend it; None where it is fine."""
    shown = printable(json.dumps(value, ensure_ascii=False), 40)
    if key == "hearing" and value not in list(Hearing):
        return f"'hearing' can't be {shown}.", "Write voice, chimes or silent."
    if key == "quiet_hours" and not _hours(value):
        return f"'quiet_hours' can't be {shown}.", "Write them as 22:00-07:00, or null for none."
    if key == "voice" and value is not None and not (isinstance(value, str) and _VOICE.fullmatch(value)):
        return f"'voice' can't be {shown}.", "Write the name of a voice, or null for the usual one."
    if key in {"sound", "wait"} and not isinstance(value, bool):
        return f"'{key}' can't be {shown}.", "Write true or false, without quotes."
    whole = isinstance(value, int) and not isinstance(value, bool)
    if key == "minutes" and value is not None and not (whole and 1 <= value <= MOST_MINUTES):
        return f"'minutes' can't be {shown}.", f"Write a whole number from 1 to {MOST_MINUTES}, or null for no limit."
    if key in WHOLE and not (whole and value in WHOLE[key]) and (value, key) != (None, "wait_limit"):
        return f"'{key}' can't be {shown}.", f"Write a whole number from {WHOLE[key][0]} to {WHOLE[key][-1]}."
    if key == "dose" and value not in {"low", "high"}:
        return f"'dose' can't be {shown}.", "Write low or high."
    if key == "theme" and not (isinstance(value, str) and _THEME.fullmatch(value)):
        return f"'theme' can't be {shown}.", "Write auto, dark or light."
    return None


def _hours(value: Any) -> bool:
    try:
        return value is None or bool(hours_of(value))
    except (ValueError, TypeError):
        return False


def _changed(text: str, settings: Settings) -> str:
    """The text of the file with these settings; a key that is not there is added at the end."""
    if not text.endswith("\n"):
        text += "\n"
    for name in NAMES:
        line = f"{name}: {json.dumps(getattr(settings, name))}"
        there = re.compile(rf"^(?:{name}|'{name}'|\"{name}\")[ \t]*:(?:[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^#\n]*?))?"
                           r"(?P<comment>[ \t]+#[^\n]*)?[ \t]*$", re.MULTILINE)  # fmt: skip
        if there.search(text):
            text = there.sub(lambda match, line=line: line + (match["comment"] or ""), text, count=1)  # type: ignore[misc]
        else:
            text += f"{line}\n"
    wanted = {name: getattr(settings, name) for name in NAMES}
    if parse_yaml(text, "").data == wanted:
        return text
    return "\n".join([_HEAD, *(f"{name}: {json.dumps(value)}" for name, value in wanted.items()), ""])


def _write(path: Path, text: str) -> None:
    """Put the text there as a whole: after a crash the file is the old one or the new one."""
    path = Path(os.path.realpath(path))  # a link stays a link
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
