"""The summary of a card, or a page for a clinician, as a file in the person's own folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from coach.core.errors import BadInput, CoachError
from coach.core.frozen import frozen
from coach.core.shown import shown

if TYPE_CHECKING:
    from datetime import date

MOST = 100  # papers of one kind and day
LONGEST = 200  # letters of a file's name in a sentence


@frozen
class Paper:
    """A kind of file for the person's own folder: what it is called, in its name and in sentences, and its ending.

    `instead` is what to do where it can't be written.
    """

    stem: str
    ending: str
    what: str
    instead: str


SUMMARY = Paper("coach-summary", "txt", "summary", "Copy it with y instead.")
REPORT = Paper("coach-report", "html", "page", "Copy it with --text instead.")


def summary_folder(home: Path | None = None) -> Path:
    """Where summaries go: `home` where it is given, else the Documents folder, or the home folder without one."""
    if home is not None:
        return home
    own = Path.home()
    documents = own / "Documents"
    return documents if documents.is_dir() else own


def write_summary(text: str, day: date, folder: Path, paper: Paper = SUMMARY) -> Path:
    """Write `text` to a new file that only its owner may read, and say where it is. Raises CoachError."""
    for number in range(1, MOST + 1):
        more = f"-{number}" if number > 1 else ""
        path = folder / f"{paper.stem}-{day.isoformat()}{more}.{paper.ending}"
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, mode=0o700)
            _write_new(text, path)
        except OSError as error:
            if isinstance(error, FileExistsError) and path.exists():
                continue
            raise _not_written(path, error, paper.instead, paper.what) from error
        return path
    raise CoachError(f"There are {MOST} files {paper.stem} of this day in {folder}.", "Move some away.")


def write_summary_as(text: str, path: Path, what: str = "summary") -> Path:
    """Write `text` to a new file of this name that only its owner may read; `what` is what errors call it.

    Raises CoachError, also where it is there: nothing is written over.
    """
    try:
        _write_new(text, path)
    except FileExistsError as error:
        raise already_there(path) from error
    except OSError as error:
        raise _not_written(path, error, "Give another file.", what) from error
    return path


def already_there(path: Path) -> CoachError:
    """What is said of a file that would be written over."""
    return BadInput(f"{shown(str(path), LONGEST)} is there already, and stays as it is.", "Give a new name.")


def _write_new(text: str, path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(f"{text}\n")
    except OSError:
        path.unlink(missing_ok=True)  # a full disk: half a summary would mislead
        raise


def _not_written(path: Path, error: OSError, mend: str, what: str = "summary") -> CoachError:
    why = shown(error.strerror or "unknown reason")
    return CoachError(f"The {what} can't be written to {shown(str(path), LONGEST)}: {why}.", mend)
