"""Two desks in step through any folder: each writes its own file and nothing else, and reads all the others.

So no two computers ever write one file, and whatever copies the folder has nothing to merge. Where it makes a conflict
copy all the same, that is read like any other file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.exchange.export_file import why_not_over, write_export
from coach.adapters.exchange.source import FileSource
from coach.core.coach.exchange import ClockAsked, Taken
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.exchange.incoming import Refused
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.core.coach.exchange import Exchange
    from coach.core.exchange.writing import Outgoing

BEGIN, END = "coach-", ".jsonl"
MOST_FILES = 100
SIGNS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".owncloudsync.log": "Nextcloud"}
NAMES = ("OneDrive", "Dropbox", "Nextcloud", "iCloud")


@frozen
class Met:
    """One file of the folder: what was taken of it, or why nothing was. `clock`: whose is wrong has to be said."""

    name: str
    taken: Taken | None = None
    why: tuple[str, ...] = ()
    clock: bool = False


@frozen
class Synced:
    """What came of it: each file that was read, and our own. `facts` is how many entries that holds.

    `changed`: it was written anew; `why` it was not, where it should have been. `left_out`, `large`: as in `Outgoing`.
    """

    met: tuple[Met, ...]
    own: Path
    facts: int = 0
    changed: bool = False
    why: str = ""
    left_out: tuple[str, ...] = ()
    large: int = 0


def sync(exchange: Exchange, folder: Path, beside: Path, program: str, *, theirs: bool = False) -> Synced:
    """Take in what the others wrote, each file by itself, and then write our own where it has changed.

    `beside` is a folder for what is read only once. Raises BadInput where the folder is none, JournalError.
    """
    own = folder / f"{BEGIN}{exchange.device[:8]}{END}"
    met = [_meet(exchange, path, beside, theirs=theirs) for path in _files(folder) if path.name != own.name]
    if own.is_file():
        with exchange.going_out(program) as out:
            if _is_same(own, out):
                return _synced(met, own, out)
        met.append(_meet(exchange, own, beside, theirs=theirs))  # it may know what was lost here
    with exchange.going_out(program) as out:
        over = why_not_over(own, out.device, out.facts)
        if over and "holds" in over:
            return _synced(met, own, out, why=f"{over} It stays as it is: move it away.")
        if _is_same(own, out):
            return _synced(met, own, out)
        try:
            write_export(own, out.lines())
        except CoachError as error:
            return _synced(met, own, out, why=str(error))
        return _synced(met, own, out, changed=True)


def _synced(met: list[Met], own: Path, out: Outgoing, *, changed: bool = False, why: str = "") -> Synced:
    return Synced(tuple(met), own, out.facts, changed, why, out.left_out, out.large)


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.name.startswith(BEGIN) and path.name.endswith(END))
    except NotADirectoryError:
        raise BadInput(f"{folder} is no folder.", "Name the folder that your computers share.") from None
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadInput(f"The folder {folder} can't be read: {why}.", "Make it first, or check its name.") from error
    if len(found) > MOST_FILES:
        raise BadInput(f"There are {len(found)} files in {folder}.", "Move old conflict copies away.")
    return found


def _meet(exchange: Exchange, path: Path, beside: Path, *, theirs: bool) -> Met:
    """Take one file in; what is wrong with it keeps none of the others out."""
    source = FileSource(path, beside)
    try:
        return Met(path.name, exchange.take([source], theirs=theirs))
    except Refused as refused:
        return Met(path.name, why=tuple(str(fault) for fault in refused.faults))
    except ClockAsked as asked:
        return Met(path.name, why=(str(asked),), clock=True)
    except JournalError:
        raise
    except CoachError as error:
        return Met(path.name, why=(str(error),))
    finally:
        source.close()


def _is_same(own: Path, out: Outgoing) -> bool:
    """Whether the file holds this already."""
    with suppress(OSError):
        if own.is_file():
            with own.open("rb") as file:
                return all(file.read(len(line)) == line for line in out.lines()) and not file.read(1)
    return False


def syncing(place: Path) -> str:
    """What keeps the folder of this place in step with other computers; empty where nothing is seen to."""
    for folder in _up(place):
        for sign, name in SIGNS.items():
            with suppress(OSError):
                if (folder / sign).exists():
                    return name
        for name in NAMES:
            if folder.name.startswith(name):
                return name
    return ""


def _up(place: Path) -> Iterator[Path]:
    yield place
    yield from place.parents
