"""Changing a journal's file as no program of ours would, and sealing it again as if it had been written so."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from coach.adapters.journal.schema import seal
from coach.core.record.spans import SPAN_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def forge(path: Path, change: str, *values: object) -> None:
    """Carry out a statement, and seal and count what stands there then."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(change, values)
        db.execute("UPDATE fact SET checksum = NULL")
        seal(db)
        db.execute("DELETE FROM fact_count")
        db.execute(
            f"""INSERT INTO fact_count SELECT kind, at >> {SPAN_BITS} AS span, count(*), sum(checksum)
            FROM fact GROUP BY kind, span"""  # noqa: S608 - our own number
        )
        db.commit()


def spoil(path: Path, change: str, *values: object) -> None:
    """Carry out a statement and leave the checksums as they were: what a disk does."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(change, values)
        db.commit()


@contextmanager
def log_kept(path: Path) -> Iterator[None]:
    """While another reads, what is written stays in the log beside the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM fact").fetchone()
        yield
