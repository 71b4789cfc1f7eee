"""The page as plain text: for mail, for a screen reader, for anybody without a browser. It says what the HTML says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.core.report.page import Block, Page, Table

LINE_TO_FILL = "______________________________"
CONTINUED = "Continued"
NOTHING = "Nothing was noted in these {days} days."
CELL = " | "


def as_text(page: Page) -> str:
    """The whole page; a blank line stands before each block."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield page.title
    for name in page.fill:
        yield f"{name}: {LINE_TO_FILL}"
    yield from page.noted_by
    for block in page.blocks:
        yield from _block(block)
    if page.continued:
        yield ""
        yield CONTINUED
        for block in page.continued:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield ""
    yield block.title
    for chart in block.charts:
        yield f"{chart.title}: {chart.told}"
    yield from block.lines
    if block.table is not None:
        yield from _table(block.table)
    yield from block.after
    for _ in range(block.blanks):
        yield LINE_TO_FILL


def _table(table: Table) -> Iterator[str]:
    yield table.caption
    yield CELL.join(table.columns)
    for row in table.rows:
        yield CELL.join(row)
