"""The backups of the journal: how they are made, listed, and let go once others hold all that they hold."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.adapters.journal.copies import copy_of_file
from coach.adapters.journal.files import Damaged, connect, draft, look, settle, settle_folder
from coach.adapters.journal.rows import checksum
from coach.adapters.journal.schema import COLUMNS
from coach.adapters.own_folders import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from coach.adapters.journal.rows import Row

STAMP = "%Y%m%dT%H%M%SZ"
BACKUP_EVERY = timedelta(hours=24)
DAILY, WEEKLY = 7, 4


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A copy of the journal: the moment it was made as the clock then was, in UTC, and where it is."""

    made: datetime
    path: Path
    before_change: bool = False


def backups_of(journal: Path) -> list[Backup]:
    """The backups there are, by the moment in their names; what other files lie in the folder is left alone."""
    name = re.compile(re.escape(journal.stem) + r"-(\d{8}T\d{6}Z)(-before-v\d+)?" + re.escape(journal.suffix))
    found = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for path in (journal.parent / "backups").iterdir():
            there = look(path)
            if (match := name.fullmatch(path.name)) and there is not None and stat.S_ISREG(there.st_mode):
                with contextlib.suppress(ValueError):
                    made = datetime.fromisoformat(match[1])
                    found.append(Backup(made, path, match[2] is not None))
    return sorted(found)


def is_backup_due(journal: Path, now: datetime) -> bool:
    """Whether the newest backup is a day old. One dated after `now` (a clock that was wrong) does not count."""
    made = [backup.made for backup in backups_of(journal) if backup.made <= now]
    return not made or now - max(made) >= BACKUP_EVERY


def write_backup(db: sqlite3.Connection, journal: Path, now: datetime, note: str = "") -> Path:
    """Copy a journal that was found sound, check the copy, and only then give it a name that nothing has yet."""
    folder = journal.parent / "backups"
    private_folder(folder)
    moments = (now.astimezone(UTC) + timedelta(seconds=more) for more in range(10_000))
    names = (folder / f"{journal.stem}-{moment.strftime(STAMP)}{note}{journal.suffix}" for moment in moments)
    target = next(path for path in names if look(path) is None)
    with draft(folder) as path:
        _copy(db, path)
        path.replace(target)
    settle_folder(folder)
    return target


def _copy(source: sqlite3.Connection, path: Path) -> None:
    """Copy and check the copy; it is one plain file that needs no others beside it."""
    with closing(connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Damaged("the copy was damaged")
    settle(path)


def prune(journal: Path) -> None:
    """Remove the backups that are neither of the newest days nor of the newest weeks.

    What is newest is told by what they hold: the record only grows, whatever its clock said. None is removed while
    it holds a fact that those which stay lack.
    """
    holds = {backup: _count(backup.path) for backup in backups_of(journal) if not backup.before_change}
    order = sorted(holds, key=lambda backup: (holds[backup], backup.made))
    wanted = to_keep([backup.made for backup in order])
    kept = [backup for backup in order if backup.made in wanted]
    for backup in order:
        if backup in kept:
            continue
        missing = set(_ids(backup.path))
        for other in reversed(kept):
            missing.difference_update(_ids(other.path))
            if not missing:
                backup.path.unlink(missing_ok=True)
                break
        else:
            kept.append(backup)


def _count(path: Path) -> int:
    with contextlib.suppress(sqlite3.Error), closing(connect(path, "frozen")) as db:
        return int(db.execute("SELECT count(*) FROM fact").fetchone()[0])
    return sum(1 for _ in _ids(path))


def _ids(path: Path) -> Iterator[str]:
    """The ids of the facts in a backup, also where it is damaged."""
    try:
        with closing(connect(path, "frozen")) as db:
            yield from (str(name) for (name,) in db.execute("SELECT id FROM fact NOT INDEXED"))
    except sqlite3.Error:
        yield from {row[0] for row, _ in copy_of_file(path).rows}


def to_keep(made: Sequence[datetime]) -> set[datetime]:
    """The newest backup of each of the newest 7 days that have one, and of the newest 4 weeks. The newest is last."""
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for moment in reversed(made):
        days.setdefault(moment.date(), moment)
        weeks.setdefault(moment.isocalendar()[:2], moment)
    return {*list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}


def whole_in_backups(journal: Path, ids: Iterable[str]) -> dict[str, Row]:
    """The facts of these ids as a backup holds them whole, the newest backup first."""
    missing = set(ids)
    found: dict[str, Row] = {}
    for backup in reversed(backups_of(journal)):
        if not missing:
            break
        with contextlib.suppress(sqlite3.Error), closing(connect(backup.path, "frozen")) as db:
            for name in sorted(missing):
                for *row, given in db.execute(f"SELECT {COLUMNS}, checksum FROM fact WHERE id = ?", (name,)):
                    if given == checksum(row):
                        found[name] = tuple(row)
        missing -= set(found)
    return found
