"""Lumps: where, since when, what each look measured, and what the latest one noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.clearance.summary import what_and_where
from coach.core.history.lumps import size_of
from coach.core.report.page import Block, Part
from coach.core.report.span import counted, day_words
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from coach.core.history.history import Lump, LumpCheck
    from coach.core.report.span import Span
    from coach.core.vocabulary import BodyArea

SIZES = 5  # looks with a size that are told each; of more the first, the smallest and the latest
NOTED = (
    ("texture", "texture {}"),
    ("moves", "under the skin: {}"),
    ("look", "skin {}"),
    ("pain", "pain {}"),
    ("feeling", "feeling {}"),
    ("count", "how many: {}"),
    ("change_since_last", "since the look before: {}"),
    ("seen_by", "seen by a clinician: {}"),
)


def on_page(lumps: Sequence[Lump], span: Span, now: datetime, only: BodyArea | None) -> list[Lump]:
    """The lumps that are on record, and those looked at in these days, the newest look first."""
    found = [
        lump
        for lump in lumps
        if (only is None or lump.area is None or lump.area is only)
        and (lump.on_record(now) or any(span.has(check.at) for check in lump.checks))
    ]
    return sorted(found, key=lambda lump: (lump.checks[-1].at if lump.checks else lump.known, lump.id), reverse=True)


def in_block(lumps: Sequence[Lump], span: Span, most: int) -> Block | None:
    """The block; None where there is no lump."""
    if not lumps:
        return None
    lines = [line for lump in lumps[:most] for line in _lines(lump, span.last)]
    if len(lumps) > most:
        lines.append(f"And {counted(len(lumps) - most, 'more lump')}.")
    return Block(Part.LUMPS, "Lumps", lines=tuple(lines))


def _lines(lump: Lump, today: date) -> list[str]:
    noticed = (
        "not sure" if lump.unknown else day_words(lump.first_noticed, today) if lump.first_noticed else "not given"
    )
    first = f"{what_and_where(lump)}, first noticed: {noticed}."
    if not lump.checks:
        return [f"{first} Only mentioned; never measured or described."]
    return [f"{first} {_sizes(lump, today)} {_latest(lump.checks[-1], today)}"]


def _sizes(lump: Lump, today: date) -> str:
    measured = lump.series(size_of)
    if not measured:
        return "Never measured."
    if len(measured) > SIZES:
        smallest = min(measured, key=lambda pair: pair[1])
        kept = {check.id: (check, size) for check, size in (measured[0], smallest, measured[-1])}
        shown = sorted(kept.values(), key=lambda pair: pair[0].at)
        told = f"First, smallest and latest of {len(measured)} sizes: "
    else:
        shown, told = measured, "Size: "
    how = next((plain(check.seen.size_method) for check, _ in reversed(measured) if check.seen.size_method), "")
    each = ", ".join(f"{day_words(check.at.date(), today)} {size:g} mm" for check, size in shown)
    return f"{told}{each}{f' ({how})' if how else ''}."


def _latest(check: LumpCheck, today: date) -> str:
    said = []
    for name, words in NOTED:
        value = getattr(check.seen, name)
        if value is not None:
            said.append(words.format(plain(str(value)).removeprefix("seen: ")))
    noted = "; ".join(said) or "nothing more noted"
    return f"Latest look, {day_words(check.at.date(), today)}: {noted}."
