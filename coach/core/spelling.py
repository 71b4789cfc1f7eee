"""The hint for a misspelt word: the known word it is nearest to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE = 0.5  # of 1: from here on two words count as like each other; more where most words are short
LONGEST = 40  # letters compared; no known word is longer, and the time taken grows with the square


def suggestion(
    word: str, known: Iterable[str], otherwise: str = "Choose from: {known}.", *, close: float = CLOSE, most: int = 1
) -> str:
    """A question like "Did you mean 'neck'?", with up to `most` words, or `otherwise` where none is close.

    {known} in it stands for all the known words, which are in lower case.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only a wrong word needs it

    words = [str(name) for name in known]
    near = get_close_matches(word.lower()[:LONGEST], words, most, close)
    if near:
        return f"Did you mean {' or '.join(repr(name) for name in near)}?"
    return otherwise.replace("{known}", ", ".join(words))
