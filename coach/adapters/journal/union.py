"""Putting copies of the record together: facts never change and have ids, so what is whole in any copy is kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coach.adapters.journal.rows import KNOWN_DAMAGED, checksum, is_row
from coach.core.record.codec import decode
from coach.core.record.facts import Unreadable
from coach.core.record.spans import SPAN_BITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.adapters.journal.rows import Row, Sealed

Counts = dict[tuple[str, int], tuple[int, int]]  # by kind and span: how many facts, and the sum of their checksums


class Union:
    """The facts of several copies. A row whose checksum fits is true; one without is believed as most copies say."""

    def __init__(self) -> None:
        self._sound: dict[str, tuple[int, Row]] = {}
        self._unsealed: dict[str, tuple[int, Counter[Row]]] = {}
        self._damaged: dict[Row, int] = {}
        self._added = 0

    def add(self, rows: Iterable[Sealed], *, unsealed: bool) -> None:
        """Take in one copy, its rows as they were written. `unsealed`: rows without a checksum are to be expected."""
        before: set[Row] = set()
        for row, given in rows:
            self._added += 1
            if not is_row(row):
                continue
            if given is not None and given == checksum(row):
                self._sound.setdefault(row[0], (self._added, row))
            elif given is None and unsealed:
                if row not in before:
                    self._unsealed.setdefault(row[0], (self._added, Counter()))[1][row] += 1
                    before.add(row)
            else:
                self._damaged.setdefault(row, self._added)

    def facts(self) -> list[Sealed]:
        """Each fact once, oldest first and equal moments as written, sealed.

        One that no copy holds whole is sealed as damaged; one that two copies hold as often in two ways, too.
        """
        chosen = {name: (place, row, checksum(row)) for name, (place, row) in self._sound.items()}
        for name, (place, votes) in self._unsealed.items():
            if name not in chosen:
                row, sure = _believed(votes)
                chosen[name] = (place, row, checksum(row) if sure else KNOWN_DAMAGED)
        alike = _Copies(row for _, row, _ in chosen.values()) if self._damaged else None
        for row, place in self._damaged.items():
            if alike is not None and row[0] not in chosen and not alike.of(row):
                chosen[row[0]] = (place, row, KNOWN_DAMAGED)
        every = sorted(chosen.values(), key=lambda each: (each[1][1], each[0]))
        return [(row, given) for _, row, given in every]


class _Copies:
    """Tells a row with one value gone wrong from a fact of its own."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._at: dict[object, list[Row]] = {}
        for row in rows:
            self._at.setdefault(row[1], []).append(row)

    def of(self, row: Row) -> bool:
        """Whether a whole row of the same moment differs in one value alone."""
        return any(sum(a != b for a, b in zip(row, other, strict=True)) == 1 for other in self._at.get(row[1], ()))


def _believed(votes: Counter[Row]) -> tuple[Row, bool]:
    """The row that most copies hold, and whether that is sure. One that can be read goes before one that can't."""
    readable = [row for row in votes if not isinstance(decode(row[4], row[5]), Unreadable)] if len(votes) > 1 else []
    ranked = sorted(readable or votes, key=lambda row: -votes[row])
    return ranked[0], len(ranked) == 1 or votes[ranked[0]] > votes[ranked[1]]


def counts_of(facts: Iterable[Sealed]) -> Counts:
    """How many facts there are of each kind in each span of time, and the sum of their checksums."""
    counts: Counts = {}
    for row, given in facts:
        key = (row[4], row[1] >> SPAN_BITS)
        many, total = counts.get(key, (0, 0))
        counts[key] = (many + 1, total + (given or 0))
    return counts


def none_missing(facts: Iterable[Sealed], promised: Mapping[tuple[str, int], tuple[int, int]]) -> bool:
    """Whether as many facts are here as the damaged file had counted, and the very ones where all are whole."""
    facts = list(facts)
    have = counts_of(facts)
    broken = {(row[4], row[1] >> SPAN_BITS) for row, given in facts if given == KNOWN_DAMAGED}
    for key, (many, total) in promised.items():
        found, sums = have.get(key, (0, 0))
        if found < many or (found == many and sums != total and key not in broken):
            return False
    return True
