"""What followed a routine, as it stands in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.core.progress import words
from coach.core.progress.followed import FollowedWord

if TYPE_CHECKING:
    from coach.core.progress.followed import Followed


def followed_words(one: Followed) -> Content:
    """One routine: its word, its numbers, the morning after."""
    told = [f"{words.followed_word(one)}   {words.rated_words(one)}".rstrip()]
    told += [line for line in (words.followed_numbers(one), words.morning_words(one)) if line]
    if one.word is FollowedWord.HIGHER:
        told.append(words.LEAVE_OUT)
    return Content.assemble((one.name, "bold"), *(f"\n  {line}" for line in told))
