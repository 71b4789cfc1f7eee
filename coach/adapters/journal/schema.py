"""What the journal's file looks like: its tables, how older ones are brought up to date, a fact as a row."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.errors import JournalError
from coach.core.record.codec import decode, encode, is_damaged
from coach.core.record.facts import Fact, Unreadable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from coach.core.record.facts import Body

APPLICATION_ID = 0x4B4E4F54  # "KNOT": tells our file from any other SQLite file
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Row = tuple[str, int, int, str, str, str]

INSERT = """
INSERT INTO fact (id, at, "offset", device, kind, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
"""
SELECT_ALL = 'SELECT id, at, "offset", device, kind, body FROM fact WHERE at >= ? ORDER BY at, seq'
SELECT_KINDS = """
SELECT id, at, "offset", device, kind, body FROM fact
WHERE kind IN (SELECT value FROM json_each(?)) AND at >= ? ORDER BY at, seq
"""
SELECT_NEWEST = 'SELECT id, at, "offset", device, kind, body FROM fact ORDER BY at DESC, seq DESC LIMIT 20'
SELECT_NAMES = """
WITH RECURSIVE name (kind) AS (
    SELECT min(kind) FROM fact
    UNION ALL SELECT (SELECT min(kind) FROM fact WHERE kind > name.kind) FROM name WHERE name.kind IS NOT NULL
) SELECT kind FROM name WHERE kind IS NOT NULL
"""  # one step into the index for each kind there is, however many facts there are
EARLIEST = -(2**63)
DAY = 24 * 60  # minutes


def tables_for_facts(db: sqlite3.Connection) -> None:
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


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (tables_for_facts,)
"""The step at place n brings a file of version n to version n + 1."""


def version_of(db: sqlite3.Connection) -> int:
    """The version of the tables in this file; 0 is a file that has none yet."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables up to date, one transaction a step: a step that fails leaves the version before it."""
    while version_of(db) < len(MIGRATIONS):
        db.execute("BEGIN IMMEDIATE")
        try:
            version = version_of(db)  # another process may have been here while we waited for the lock
            if version < len(MIGRATIONS):
                MIGRATIONS[version](db)
                db.execute(f"PRAGMA user_version = {version + 1}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def read_meta(db: sqlite3.Connection, key: str) -> str | None:
    """What the file knows of itself under this name."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def write_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    """Note something about the file itself."""
    kept = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.execute(kept, (key, value))


def microseconds(moment: datetime) -> int:
    """An aware moment as microseconds since 1970 in UTC, exactly."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (moment - EPOCH) // MICROSECOND


def instant(value: int) -> datetime:
    """The moment in UTC that `microseconds` wrote."""
    return EPOCH + value * MICROSECOND


def row_of(fact: Fact) -> Row:
    """A fact as it is kept; raises JournalError when it holds something that can't be kept unchanged."""
    kind = fact.body.kind
    try:
        for text in (fact.id, fact.device, kind):
            _only_text(text)
        body = encode(fact.body)
        body.encode()
        return fact.id, microseconds(fact.at), int(fact.offset), fact.device, kind, body
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"An entry of kind {kind!r} can't be saved: {error}.",
            "Nothing was written. This is a fault in coach; please report it.",
        ) from error


def _only_text(text: str) -> None:
    """Refuse an id, device or kind that is empty or can't be written as UTF-8."""
    if not text.encode():
        raise ValueError("its id, device or kind is empty")


Bodies = dict[tuple[str, str], "Body"]  # by kind and text


def facts_of(rows: Iterable[Row], bodies: Bodies) -> list[Fact]:
    """The facts these rows hold; raises ValueError when a row can't be what we wrote, whatever its text says.

    Most days say what the day before said: each text is read once, and facts that say the same share one body.
    `bodies` are those that were read before; the new ones are put there.
    """
    found = []
    for name, at, offset, device, kind, text in rows:
        body = bodies.get((kind, text))
        if body is None:
            body = bodies[kind, text] = decode(kind, text)
        if not -DAY < offset < DAY:
            offset, body = 0, Unreadable(kind, text, f"{offset} minutes is no offset from UTC")  # noqa: PLW2901
        found.append(Fact(name, moment_of(at), offset, device, body))
    return found


def fact_of(row: Row) -> Fact:
    """The fact a row holds; raises ValueError when the row can't be what we wrote."""
    return facts_of([row], {})[0]


def moment_of(value: int) -> datetime:
    """The moment of a row; raises ValueError where it is none."""
    try:
        return instant(value)
    except OverflowError as error:
        raise ValueError("the moment of an entry is out of range") from error


def damaged_kinds(db: sqlite3.Connection) -> list[str]:
    """The kinds in this file that were words once: a letter or two are wrong."""
    return [kind for (kind,) in db.execute(SELECT_NAMES) if is_damaged(kind)]
