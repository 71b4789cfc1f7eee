"""What the journal's file looks like: its tables, how older ones are brought up to date, what it knows of itself."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.adapters.journal.files import Damaged
from coach.adapters.journal.rows import checksum
from coach.core.record.codec import is_damaged
from coach.core.record.spans import SPAN_BITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.adapters.journal.rows import Sealed

APPLICATION_ID = 0x4B4E4F54  # "KNOT": tells our file from any other SQLite file

COLUMNS = 'id, at, "offset", device, kind, body'
INSERT = f"INSERT INTO fact ({COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
SELECT_ALL = f"SELECT {COLUMNS}, checksum FROM fact WHERE at >= ? ORDER BY at, seq"
SELECT_KINDS = f"""
SELECT {COLUMNS}, checksum FROM fact
WHERE kind IN (SELECT value FROM json_each(?)) AND at >= ? ORDER BY at, seq
"""
SELECT_SPAN = f"SELECT {COLUMNS}, checksum FROM fact WHERE at >= ? AND at < ? ORDER BY at, seq"
SELECT_NEWEST = f"SELECT {COLUMNS}, checksum FROM fact ORDER BY at DESC, seq DESC LIMIT 20"
SELECT_IN_ORDER = f"SELECT {COLUMNS}, checksum FROM fact ORDER BY at, id"
SELECT_IDS = f"SELECT {COLUMNS}, checksum FROM fact WHERE id IN (SELECT value FROM json_each(?))"
SELECT_NAMES = """
WITH RECURSIVE name (kind) AS (
    SELECT min(kind) FROM fact
    UNION ALL SELECT (SELECT min(kind) FROM fact WHERE kind > name.kind) FROM name WHERE name.kind IS NOT NULL
) SELECT kind FROM name WHERE kind IS NOT NULL
"""  # one step into the index for each kind there is, however many facts there are
COUNTS_ALL = "SELECT kind, sum(facts), sum(checksums) FROM fact_count WHERE span >= ? GROUP BY kind"
COUNTS_SPAN = "SELECT kind, sum(facts), sum(checksums) FROM fact_count WHERE span = ? GROUP BY kind"
COUNT_BEFORE = "SELECT sum(facts), sum(checksums) FROM fact_count WHERE span < ?"
SPANS = "SELECT DISTINCT span FROM fact_count ORDER BY span DESC"
COUNTS_KINDS = """
SELECT kind, sum(facts), sum(checksums) FROM fact_count
WHERE kind IN (SELECT value FROM json_each(?)) AND span >= ? GROUP BY kind
"""
VERSION = "version"  # in meta, beside the number in the file's head
OLDER = "older-writer"  # in meta while a coach without checksums may still have the file open


def tables_for_facts(db: sqlite3.Connection, _: Iterable[Sealed]) -> None:
    """Version 1: the facts, a small table for what the file knows of itself, and the file's own device id."""
    db.execute(
        """CREATE TABLE fact (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, "offset" INTEGER NOT NULL,
            device TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX fact_kind_at ON fact (kind, at)")
    db.execute("CREATE INDEX fact_at ON fact (at)")
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO meta (key, value) VALUES ('device', ?)", (str(uuid.uuid4()),))


def checksums(db: sqlite3.Connection, put_right: Iterable[Sealed]) -> None:
    """Version 2: a checksum with each fact and with what the file knows of itself, and a count of the facts.

    The count is kept for each kind and each `SPAN_BITS` of time: a fact that an index no longer finds is missed.
    A coach of version 1 may go on writing: its facts are counted, and sealed later. `put_right` are facts that are
    missing here, or that other copies hold otherwise.
    """
    db.execute("ALTER TABLE fact ADD COLUMN checksum INTEGER")
    db.execute("ALTER TABLE meta ADD COLUMN checksum INTEGER")
    for row, given in put_right:
        db.execute("DELETE FROM fact WHERE id = ?", (row[0],))
        db.execute(INSERT, (*row, given))
    seal(db)
    db.execute(
        """CREATE TABLE fact_count (
            kind TEXT NOT NULL, span INTEGER NOT NULL, facts INTEGER NOT NULL, checksums INTEGER NOT NULL,
            PRIMARY KEY (kind, span)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""INSERT INTO fact_count SELECT kind, at >> {SPAN_BITS} AS span, count(*), sum(coalesce(checksum, 0))
        FROM fact GROUP BY kind, span"""
    )
    db.execute(
        f"""CREATE TRIGGER fact_added AFTER INSERT ON fact BEGIN
            INSERT INTO fact_count VALUES (NEW.kind, NEW.at >> {SPAN_BITS}, 1, coalesce(NEW.checksum, 0))
            ON CONFLICT (kind, span) DO UPDATE SET facts = facts + 1, checksums = checksums + excluded.checksums;
        END"""
    )
    db.execute(
        f"""CREATE TRIGGER fact_sealed AFTER UPDATE OF checksum ON fact BEGIN
            UPDATE fact_count SET checksums = checksums + coalesce(NEW.checksum, 0) - coalesce(OLD.checksum, 0)
            WHERE kind = NEW.kind AND span = NEW.at >> {SPAN_BITS};
        END"""
    )
    for key, value in db.execute("SELECT key, value FROM meta").fetchall():
        write_meta(db, key, value)


MIGRATIONS: tuple[Callable[[sqlite3.Connection, Iterable[Sealed]], None], ...] = (tables_for_facts, checksums)
"""The step at place n brings a file of version n to version n + 1."""


def seal(db: sqlite3.Connection) -> int:
    """Give each fact that was written without a checksum its own; how many there were."""
    db.create_function("checksum_of", 6, lambda *row: checksum(row), deterministic=True)
    return db.execute(f"UPDATE fact SET checksum = checksum_of({COLUMNS}) WHERE checksum IS NULL").rowcount


def version_of(db: sqlite3.Connection) -> int:
    """The version of the tables as the file gives it; 0 is a file that has none yet."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def identify(db: sqlite3.Connection) -> int:
    """The version of a journal of ours, more than we know for one of a newer coach.

    Raises Damaged for another kind of file and where version and tables don't fit, sqlite3.Error when unreadable.
    """
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Damaged("the file belongs to another program")
    version, tables = version_of(db), _tables(db)
    if version > len(MIGRATIONS):
        try:
            told = read_meta(db, VERSION)
        except (sqlite3.Error, ValueError) as error:
            raise Damaged("the file was damaged") from error
        if told != str(version):  # whoever writes a version writes it twice: this is a changed number
            raise Damaged("the file was damaged")
        return version
    if version < 0 or tables != _expected(MIGRATIONS[:version]):
        raise Damaged("the file was damaged" if tables else "the file has no record in it")
    return version


def _tables(db: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    columns = ("type", "name", "tbl_name", "sql")
    wanted = ", ".join(f"CAST(coalesce({column}, '') AS BLOB)" for column in columns)  # a changed byte may be no text
    rows = db.execute(f"SELECT {wanted} FROM sqlite_schema").fetchall()
    return frozenset(tuple(" ".join(text.decode("utf-8", "replace").split()) for text in row) for row in rows)


@lru_cache(maxsize=16)
def _expected(
    steps: tuple[Callable[[sqlite3.Connection, Iterable[Sealed]], None], ...],
) -> frozenset[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for step in steps:
            step(db, ())
        return _tables(db)


def migrate(db: sqlite3.Connection, put_right: Iterable[Sealed] = (), *, older_writers: bool = False) -> None:
    """Bring the tables up to date, one transaction a step: a step that fails leaves the version before it.

    `put_right` as for `checksums`; `older_writers`: a coach of the version before has the file open.
    """
    while version_of(db) < len(MIGRATIONS):
        db.execute("BEGIN IMMEDIATE")
        try:
            version = version_of(db)  # another process may have been here while we waited for the lock
            if version < len(MIGRATIONS):
                MIGRATIONS[version](db, put_right)
                if older_writers and MIGRATIONS[version] is checksums:
                    write_meta(db, OLDER, "1")
                db.execute(f"PRAGMA user_version = {version + 1}")
                if MIGRATIONS[version] is not tables_for_facts:
                    write_meta(db, VERSION, str(version + 1))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def read_meta(db: sqlite3.Connection, key: str) -> str | None:
    """What the file knows of itself under this name. Raises Damaged where that is not what was written."""
    row = db.execute("SELECT value, checksum FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row[1] != checksum((key, row[0])):
        raise Damaged("the file was damaged")
    return str(row[0])


def write_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    """Note something about the file itself."""
    db.execute(
        "INSERT INTO meta (key, value, checksum) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, checksum = excluded.checksum",
        (key, value, checksum((key, value))),
    )


def damaged_kinds(db: sqlite3.Connection) -> list[str]:
    """The kinds in this file that were words once: a letter or two are wrong."""
    return [kind for (kind,) in db.execute(SELECT_NAMES) if is_damaged(kind)]
