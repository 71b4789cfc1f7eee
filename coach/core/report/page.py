"""The page as values: blocks of lines, tables and charts. Text and HTML show the same ones, in the same order."""

from __future__ import annotations

from enum import StrEnum

from coach.core.frozen import frozen


class Part(StrEnum):
    """The blocks of the page, in their order."""

    SHORT = "short"
    SIGNS = "signs"
    PAIN = "pain"
    FUNCTION = "function"
    LUMPS = "lumps"
    TRIED = "tried"
    TRIGGERS = "triggers"
    MEDICINES = "medicines"
    NOTES = "notes"
    SEEN = "seen"
    ASK = "ask"


LEAVES_OUT = (Part.LUMPS, Part.TRIED, Part.TRIGGERS, Part.SEEN)  # a person may; never a sign


@frozen
class Table:
    """Rows under names of columns; the first cell of a row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Dot:
    """The worst pain of one day: the day counted from the first of the chart, and 0 to 10."""

    day: int
    level: int


@frozen
class Chart:
    """Pain by day: `title` names it, `told` says its numbers in words. Days without a dot were not rated.

    `ticks` are days that are named under it.
    """

    title: str
    told: str
    days: int
    dots: tuple[Dot, ...]
    ticks: tuple[tuple[int, str], ...]


@frozen
class Block:
    """One part of the page. `table` stands below the lines, `after` below the table, `blanks` are lines to fill in."""

    part: Part
    title: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    blanks: int = 0


@frozen
class Page:
    """The whole page; `fill` are lines to fill in by hand, `continued` is what the first sheet has no room for."""

    title: str
    fill: tuple[str, ...]
    noted_by: tuple[str, ...]
    blocks: tuple[Block, ...]
    continued: tuple[Block, ...] = ()
