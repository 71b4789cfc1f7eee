"""Taking away all that Coach keeps: every file by its name, each said, and nothing of anybody else's."""

from __future__ import annotations

import os
import shutil
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from coach.adapters.exchange.export_file import export_at
from coach.adapters.own_folders import ASIDE
from coach.adapters.processes.locks import FileLock
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from coach.adapters.folders import Folders

PATIENCE, LOOK = 8.0, 0.1  # seconds: until a process that keeps the reminders has seen that it is over
RECORD = ("{journal}", "{journal}-wal", "{journal}-shm", "{journal}-journal", "{journal}.suspect*", ".coach-*.tmp*",
          "{journal}.damaged-*", "{journal}.lock*", "{journal}.needed*", ".{journal}.needed.*")  # fmt: skip
COPIES = ("{stem}-*{suffix}*", ".coach-*.tmp*")
BESIDE = (
    "status.json",
    "notice.json",
    "rules-shown",
    "coach-summary-*.txt",
    "coach-report-*",
    "session-*.lock",
    "screen.lock",
    "reminders.lock",
    "next-keeper.lock",
)
LETTERS = "letters"
PAPERS = ("coach-summary-*.txt", "coach-report*", "coach*.jsonl", "coach*.age")


@frozen
class Removed:
    """One step: what was looked for, how much of it went, and what did not go, as (name, why)."""

    what: str
    gone: int = 0
    failed: tuple[tuple[str, str], ...] = ()


def end_reminders(lock: Path, wait: Callable[[float], None]) -> Removed:
    """Let whoever keeps the reminders know that it is over, and wait until that has ended.

    Its lock is its leave to go on: without that it ends by itself, and takes its notifications away.
    """
    if not FileLock(lock).held():
        return Removed("reminders")
    aside = lock.with_name(f".{lock.name}.gone")  # still held by whom it was, and nobody's leave any more
    try:
        lock.replace(aside)
    except OSError as error:
        return Removed("reminders", failed=((str(lock), _why(error)),))
    try:
        for _ in range(int(PATIENCE / LOOK)):
            if not FileLock(aside).held():
                return Removed("reminders", 1)
            wait(LOOK)
        return Removed("reminders", failed=(("the process that keeps the reminders", "it did not end"),))
    finally:
        aside.unlink(missing_ok=True)


def remove_record(journal: Path) -> Removed:
    """The record: the database and what lies beside it, damaged ones that were put aside, drafts, backups."""
    names = {"journal": journal.name, "stem": journal.stem, "suffix": journal.suffix}
    backups = journal.parent / "backups"
    found = [*_named(journal.parent, [pattern.format(**names) for pattern in RECORD])]
    found += _named(backups, [pattern.format(**names) for pattern in COPIES])
    return _without_empty(_removed("record", found), backups)


def remove_beside(home: Path) -> Removed:
    """What lies beside the record: status, locks, letters, drafts of them, and what was set aside."""
    drafts = [f".{name}.*" for name in BESIDE]
    names = (*BESIDE, *drafts, f"*{ASIDE}*", LETTERS)
    return _removed("status, letters and locks", _named(home, names))


def remove_settings(where: Folders) -> Removed:
    """Settings and the person's own routines."""
    settings = where.settings
    found = list(_named(settings.parent, (settings.name, f".{settings.name}.*")))
    if where.routines.is_dir() and not where.routines.is_symlink():
        found.append(where.routines)
    return _removed("settings and own routines", found)


def remove_empty(folders: Iterable[Path], staying: Collection[str] = ()) -> Removed:
    """The folders themselves, where nothing is left in them; what is left is named, but for what is to stay."""
    gone, failed = 0, []
    for folder in dict.fromkeys(folders):
        if not folder.is_dir() or folder.is_symlink():
            continue
        try:
            there = sorted(path.name for path in folder.iterdir())
            left = [name for name in there if name not in staying]
            if there and not left:
                continue
            if left:
                more = f" and {len(left) - 3} more" if len(left) > 3 else ""
                failed.append((str(folder), f"not Coach's: {', '.join(left[:3])}{more}"))
                continue
            folder.rmdir()
            gone += 1
        except OSError as error:
            failed.append((str(folder), _why(error)))
    return Removed("empty folders", gone, tuple(failed))


def papers(folder: Path) -> list[Path]:
    """What people may have had written into their own folder: summaries, reports, exports."""
    try:
        found = sorted(path for path in folder.iterdir() if any(fnmatch(path.name, each) for each in PAPERS))
    except OSError:
        return []
    return [path for path in found if path.is_file() and (path.suffix != ".jsonl" or export_at(path) is not None)]


def remove_paper(path: Path) -> Removed:
    """One of these."""
    return _removed(path.name, [path])


def _named(folder: Path, patterns: Iterable[str]) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - a name is all that is needed, whatever lies there
    except OSError:
        return
    wanted = list(patterns)
    for name in names:
        if any(fnmatch(name, pattern) for pattern in wanted):
            yield folder / name


def _removed(what: str, found: Iterable[Path]) -> Removed:
    gone, failed = 0, []
    for path in found:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            gone += 1
        except OSError as error:
            failed.append((str(path), _why(error)))
    return Removed(what, gone, tuple(failed))


def _without_empty(done: Removed, folder: Path) -> Removed:
    """The same, and the folder that is empty now."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return done
    except OSError as error:
        return Removed(done.what, done.gone, (*done.failed, (str(folder), _why(error))))
    return done


def _why(error: OSError) -> str:
    return error.strerror or "unknown reason"
