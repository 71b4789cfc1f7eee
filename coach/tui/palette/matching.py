"""What fits what was typed: every word of it begins a word of the title or one that means the same, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SAME, BEGUN, MEANT, MEANT_BEGUN = 8.0, 6.0, 3.0, 2.0  # for each word; the title tells more than what else it is called
WHOLE = 4.0  # more, where the title is what was typed
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to be found. `words` are further words for it, `text` says what it does.

    Before anything is typed, those with a lower `rank` stand first.
    """

    title: str
    text: str
    run: Callable[[], Any]
    words: str = ""
    rank: int = 0


def words_of(text: str) -> list[str]:
    """The words of a text, without what stands between them."""
    return _WORD.findall(text.casefold())


def score(query: str, offer: Offer) -> float:
    """How well an offer fits; 0 where a word of the query begins none of its words."""
    asked, title, meant = words_of(query), words_of(offer.title), words_of(offer.words)
    points = 0.0
    for word in asked:
        best = max(
            SAME if word in title else 0,
            BEGUN if any(each.startswith(word) for each in title) else 0,
            MEANT if word in meant else 0,
            MEANT_BEGUN if any(each.startswith(word) for each in meant) else 0,
        )
        if not best:
            return 0.0
        points += best
    return points / len(asked) + (WHOLE if asked == title else 0) if asked else 0.0


def once(offers: Iterable[Offer]) -> list[Offer]:
    """The first of each title."""
    found: dict[str, Offer] = {}
    for offer in offers:
        found.setdefault(offer.title.casefold(), offer)
    return list(found.values())
