"""What the full screen may do with the record and files: the same functions that the commands use."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.core.errors import BadInput, CoachError
from coach.core.exchange.incoming import Refused
from coach.core.exchange.words import brought, entries, taken
from coach.tui.record_desk import Looked, Occupied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.adapters.exchange.source import FileSource
    from coach.cli.wiring import House
    from coach.core.vocabulary import BodyArea
    from coach.tui.record_desk import Wish

FIRST = 3  # faults that are told on the screen


class FileDesk:
    """Works for one open house. `deletes` is what `coach delete` is to be called with once the screen is gone."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.deletes: list[str] | None = None

    def place(self, wish: Wish) -> str:
        """In the person's documents."""
        from coach.adapters.summary_file import summary_folder

        names = {"export": "coach-record.jsonl", "import": "coach-record.jsonl", "tables": "coach-tables"}
        return str(summary_folder() / names.get(wish, ""))

    def export(self, name: str, *, over: bool) -> str:
        """Write the record there."""
        from coach.adapters.exchange.export_file import why_not_over, write_export

        path = Path(name).expanduser()
        with self._house.coach.exchange.going_out(__version__) as out:
            there = why_not_over(path, out.device, out.facts)
            if there and not over:
                raise Occupied(there)
            write_export(path, out.lines())
            return f"Exported: {entries(out.facts)} to {path}"

    def tables(self, name: str, *, over: bool) -> str:
        """Write tables into this folder."""
        from coach.adapters.exchange.table_files import write_tables

        folder = Path(name).expanduser()
        try:
            written = write_tables(self._house.coach.exchange.tables(), folder, force=over)
        except BadInput as error:
            if over:
                raise
            raise Occupied(error.message) from error
        return f"Written: {len(written)} tables in {folder}"

    def page(self, area: BodyArea | None) -> str:
        """Of the last four weeks, in the person's documents."""
        from coach.adapters.report.page_file import write_page
        from coach.core.report.span import span_of
        from coach.core.report.text import NOTHING
        from coach.core.report.writing import Wanted

        house = self._house
        today = house.clock.now().wall.date()
        page = house.coach.reports.page(Wanted(span_of(today), area))
        if page is None:
            raise CoachError(NOTHING.format(days=span_of(today).days), "Note something first.")
        path = write_page(page, today, house.folders.home)
        return f"The page is in {path}. Open it in a browser to print it."

    def locked(self, name: str) -> bool:
        """Whether it is a file of age."""
        from coach.adapters.exchange.encryption import is_locked

        return is_locked(Path(name).expanduser())

    def look(self, name: str, passphrase: str) -> Looked:
        """What it would bring."""
        with self._source(name, passphrase) as source:
            found = self._house.coach.exchange.would_take([source])
        clock = self._house.coach.exchange.clock_question(found.found) if found.found.ahead else ""
        return Looked((*brought(found.found, __version__), *found.news), bool(found.new), clock)

    def take(self, name: str, passphrase: str, *, theirs: bool) -> list[str]:
        """Take it in."""
        with self._source(name, passphrase) as source:
            found = self._house.coach.exchange.take([source], theirs=theirs)
        return [*taken(found.found, found.new, __version__), *found.news]

    def delete(self, *, settings_too: bool) -> None:
        """Remember it for when the screen is gone."""
        self.deletes = ["delete", "--everything", *(["--settings-too"] if settings_too else [])]

    @contextmanager
    def _source(self, name: str, passphrase: str) -> Iterator[FileSource]:
        """The file, its faults told as one sentence."""
        from coach.adapters.exchange.encryption import unlocking
        from coach.adapters.exchange.source import FileSource

        path = Path(name).expanduser()
        opened = unlocking(path, lambda _: passphrase) if passphrase else None
        source = FileSource(path, self._house.folders.journal.parent, opened)
        try:
            yield source
        except Refused as refused:
            faults = [f"Line {fault.line}: {fault.message}" for fault in refused.faults[:FIRST]]
            raise CoachError(" ".join(faults), "Nothing was taken.") from refused
        finally:
            source.close()
