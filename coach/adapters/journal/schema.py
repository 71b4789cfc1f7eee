"""What the journal's file looks like: its tables, how older ones are brought up to date, a fact as a row."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.errors import JournalError
from coach.core.record.facts import Fact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

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
EARLIEST = -(2**63)


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
    db.execute("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = ?2", (key, value))


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
    try:
        for text in (fact.id, fact.device, fact.kind):
            _only_text(text)
        _only_json(fact.body)
        # Plain ASCII, so that a lone half of a surrogate pair from a terminal is kept too.
        body = json.dumps(fact.body, allow_nan=False, separators=(",", ":"))
        return fact.id, microseconds(fact.at), int(fact.offset), fact.device, fact.kind, body
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"An entry of kind {fact.kind!r} can't be saved: {error}.",
            "Nothing was written. This is a fault in coach; please report it.",
        ) from error


def _only_text(text: str) -> None:
    """Refuse an id, device or kind that is empty or can't be written as UTF-8."""
    if not text.encode():
        raise ValueError("its id, device or kind is empty")


def _only_json(body: object) -> None:
    """Refuse what `json.dumps` would quietly change: a name that is no text, and a body that is no object."""
    if not isinstance(body, dict):
        raise TypeError("its body is not an object")
    waiting: list[Any] = [body]
    seen = 0
    while waiting:
        value = waiting.pop()
        seen += 1
        if seen > 1_000_000:
            raise ValueError("its body goes round in a circle or is far too large")
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a name in its body is not text")
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)


def facts_of(rows: Iterable[Row]) -> list[Fact]:
    """The facts these rows hold; raises ValueError when a row can't be what we wrote.

    Most days say what the day before said: each text is read once, and facts that say the same share one body.
    """
    bodies: dict[str, object] = {}
    found = []
    for row in rows:
        text = row[5]
        if text not in bodies:
            bodies[text] = json.loads(text)
        found.append(_fact(row, bodies[text]))
    return found


def fact_of(row: Row) -> Fact:
    """The fact a row holds; raises ValueError when the row can't be what we wrote."""
    return _fact(row, json.loads(row[5]))


def _fact(row: Row, body: object) -> Fact:
    if not isinstance(body, dict):
        raise ValueError("the body of an entry is not an object")  # noqa: TRY004 - wrong content, not a wrong call
    try:
        at = instant(row[1])
    except OverflowError as error:
        raise ValueError("the moment of an entry is out of range") from error
    return Fact(row[0], at, row[2], row[3], row[4], body)
