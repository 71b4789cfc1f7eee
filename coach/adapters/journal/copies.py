"""One copy of the record, sound or not: the facts that lie in it, and what it says of itself."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.adapters.journal.checking import verify
from coach.adapters.journal.files import Damaged, beside, connect, draft, is_passing, look
from coach.adapters.journal.rows import checksum
from coach.adapters.journal.salvage import carve, frames_told, in_order, lost_frames
from coach.adapters.journal.schema import COLUMNS, MIGRATIONS, OLDER, identify, read_meta

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from coach.adapters.journal.rows import Sealed


class Copy(NamedTuple):
    """What was found in one file. `promised`: how many facts of each kind and span it had counted, None if unknown.

    `unsealed`: rows without a checksum are to be expected. `restored`: it says that facts may be missing in it.
    """

    rows: list[Sealed]
    unsealed: bool
    device: str | None = None
    promised: Mapping[tuple[str, int], tuple[int, int]] | None = None
    restored: bool = False


NOTHING = Copy([], unsealed=False)


def sound_copy(db: sqlite3.Connection) -> Copy:
    """What a journal of ours holds. Raises Damaged or sqlite3.Error where it can't be trusted."""
    version = identify(db)
    if not 0 < version <= len(MIGRATIONS):
        raise Damaged("it is of another version")
    verify(db)
    return _read(db)


def copy_of_file(path: Path) -> Copy:
    """What is in the file at `path` and in the log beside it, whatever state they are in. They are left as they are."""
    file, log = _bytes(path), _bytes(beside(path, "-wal"))
    if file and not left_by_crash(path):
        with suppress(Damaged, sqlite3.Error, ValueError), closing(connect(path, "frozen")) as db:
            return sound_copy(db)
    found = _opened_aside(path.parent, file, log)
    rows = found.rows + in_order(carve(file, log))
    sealed = any(given == checksum(row) for row, given in rows)
    lost = lost_frames(log, _bytes(beside(path, "-shm")))
    promised = None if lost else found.promised
    return found._replace(rows=rows, unsealed=found.unsealed or not sealed, promised=promised)


def left_by_crash(path: Path) -> bool:
    """Whether the log beside a file that nobody has open still holds something, or did: the last one out empties it."""
    many, in_file = frames_told(_bytes(beside(path, "-shm")), b"") or (0, 0)
    return bool(_bytes(beside(path, "-wal"))) or in_file < many


def verify_with_log(path: Path) -> None:
    """Raise Damaged unless the file is sound with the log that a crash left. Neither is touched before that is known:
    SQLite would bring the log into the file when it opens it.
    """
    log = _bytes(beside(path, "-wal"))
    if lost_frames(log, _bytes(beside(path, "-shm"))):
        raise Damaged("its log was damaged")
    try:
        with _scratch(path.parent, _bytes(path), log) as db:
            if identify(db) > 0:
                verify(db)
    except (sqlite3.Error, ValueError) as error:
        if is_passing(error):
            raise
        raise Damaged("the file was damaged") from error


def _opened_aside(folder: Path, file: bytes, log: bytes) -> Copy:
    """What SQLite still reads of the file."""
    try:
        with _scratch(folder, file, log) as db:
            return _read(db)
    except (sqlite3.Error, ValueError):
        return NOTHING


@contextmanager
def _scratch(folder: Path, file: bytes, log: bytes) -> Iterator[sqlite3.Connection]:
    with draft(folder) as path:
        path.write_bytes(file)
        if log:
            beside(path, "-wal").write_bytes(log)
        with closing(connect(path)) as db:
            yield db


def _read(db: sqlite3.Connection) -> Copy:
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    rows: list[Sealed] = []
    sealed = _has_checksums(db)
    with suppress(sqlite3.Error):
        for *row, given in db.execute(
            f"SELECT {COLUMNS}, {'checksum' if sealed else 'NULL'} FROM fact NOT INDEXED ORDER BY seq"
        ):
            rows.append((tuple(row), given))  # what was read before a fault counts
    found = Copy(rows, unsealed=not sealed)
    if not sealed:
        with suppress(sqlite3.Error):
            device = db.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
            restored = db.execute("SELECT 1 FROM meta WHERE key = 'restored'").fetchone()
            return found._replace(device=device and str(device[0]), restored=restored is not None)
        return found
    promised = None
    with suppress(sqlite3.Error, ValueError):
        counts = db.execute("SELECT kind, span, facts, checksums FROM fact_count").fetchall()
        if all([type(value) for value in row] == [str, int, int, int] for row in counts):
            promised = {(kind, span): (many, total) for kind, span, many, total in counts}
    marks = {key: _meta(db, key) for key in ("device", "restored", OLDER)}
    return found._replace(
        unsealed=marks[OLDER] is not None,
        device=marks["device"],
        promised=promised,
        restored=marks["restored"] is not None,
    )


def _has_checksums(db: sqlite3.Connection) -> bool:
    return any(row[1] == "checksum" for row in db.execute("PRAGMA table_info(fact)"))


def _meta(db: sqlite3.Connection, key: str) -> str | None:
    with suppress(Damaged, sqlite3.Error, ValueError):
        return read_meta(db, key)
    return None


def _bytes(path: Path) -> bytes:
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode):
        return b""
    try:
        return path.read_bytes()
    except OSError:
        return b""
