"""Tables as CSV files (RFC 4180, with the mark by which a spreadsheet knows UTF-8), and all of a person's files."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from coach.adapters.exchange.export_file import write_export
from coach.adapters.exchange.source import LONGEST_NAME, cant_read, first_bytes
from coach.adapters.whole_file import write_parts
from coach.core.errors import BadInput, CoachError
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coach.adapters.folders import Folders
    from coach.core.exchange.tables import Table

MARK = b"\xef\xbb\xbf"
RECORD = "record.jsonl"


def lines_of(table: Table) -> Iterator[bytes]:
    """A table as the bytes of its file."""
    yield MARK
    for row in (table.columns, *table.rows):
        line = io.StringIO(newline="")
        csv.writer(line).writerow(row)
        yield line.getvalue().encode("utf-8", "replace")


def write_tables(tables: Iterable[Table], folder: Path, *, force: bool) -> list[Path]:
    """Write each to its file in the folder, which is made if need be, and say which.

    Raises BadInput where something else has one of their names, unless it is to be written over; CoachError.
    """
    given = list(tables)
    for table in given:
        path = folder / f"{table.name}.csv"
        head = MARK + ",".join(table.columns).encode()
        there = os.path.exists(path)  # noqa: PTH110 - for a name that can't be `Path` raises
        if there and not force and not first_bytes(path, len(head)).startswith(head):
            raise _other(path)
    make(folder)
    written = []
    for table in given:
        path = folder / f"{table.name}.csv"
        write_export(path, lines_of(table))
        written.append(path)
    return written


def write_files(where: Folders, folder: Path, *, force: bool) -> list[Path]:
    """Copy settings and own routines into the folder, as they are. Raises as `write_tables`."""
    found = [(where.settings, folder / where.settings.name)] if where.settings.is_file() else []
    if where.routines.is_dir():
        own = sorted(path for path in where.routines.rglob("*.y*ml") if path.is_file())
        found += [(path, folder / "routines" / path.relative_to(where.routines)) for path in own]
    written = []
    try:
        for source, target in found:
            data = source.read_bytes()
            if target.exists() and not force and target.read_bytes() != data:
                raise _other(target)
            make(target.parent)
            write_parts(target, [data])
            written.append(target)
    except OSError as error:
        raise cant_read(shown(str(error.filename or folder), LONGEST_NAME), error) from error
    return written


def make(folder: Path) -> None:
    """Make the folder, for its owner only, where it is not there. Raises CoachError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the name can't be"
        raise CoachError(f"{shown(str(folder), LONGEST_NAME)} can't be made: {why}.", "Name another folder.") from error


def _other(path: Path) -> BadInput:
    return BadInput(f"{shown(str(path), LONGEST_NAME)} is there and is something else.", "Another folder, or --force.")
