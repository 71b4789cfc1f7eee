"""One page of a check, as the person sees it: a list of short lines to mark, or one question by itself."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.clock import Reading
    from coach.core.vocabulary import Answer

READ = 1.0  # s that a whole list has to be there before "none of these" counts (docs/safety-rules.md, Answers)


class Asks(StrEnum):
    """How a page is answered."""

    LINES = "lines"  # mark the lines that are so, then go on
    YES_NO = "yes-no"  # yes, no, not sure
    STILL = "still"  # yes, gone, worse: of what was so at the last check


@frozen
class Line:
    """One line of a list. `mark` is yes or not sure where the person has marked it."""

    key: str
    say: str
    mark: Answer | None = None


@frozen
class CheckPage:
    """One page: `number` of `of` in the whole check. `part` names the part of the check.

    A list has `lines`, and `none` as its last line; a question has `no_if`, and says what it is `about` where that is
    not clear. `reason` says why all this is asked, on the first page alone.
    """

    key: str
    part: str
    question: str
    asks: Asks
    number: int
    of: int
    lines: tuple[Line, ...] = ()
    none: str = ""
    no_if: str = ""
    about: tuple[str, ...] = ()
    reason: str = ""

    @property
    def marked(self) -> int:
        """How many lines are marked."""
        return sum(line.mark is not None for line in self.lines)


def was_read(shown: Reading, now: Reading) -> bool:
    """Whether a list that has been there whole since `shown` can have been read: before that no "none" counts."""
    return now.since(shown, asleep_too=False) >= READ


def spread(names: Sequence[str], longest: int) -> list[tuple[str, ...]]:
    """These names on as few pages of at most `longest` as can be, evenly."""
    many = -(-len(names) // longest)
    ends = [round(len(names) * page / many) for page in range(many + 1)] if many else []
    return [tuple(names[a:b]) for a, b in pairwise(ends)]
