"""What is said of lessons and advice beside their own lines, on the screen and in lines of text alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.origins import origins
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.lessons.lesson import Advice, Lesson


def offer_words(lesson: Lesson) -> str:
    """A lesson that may be read now."""
    return f"Two minutes to read: {lesson.title}"


def gist_words(lesson: Lesson) -> str:
    """A lesson in one line, for a break."""
    return f"{lesson.title.rstrip('?.')}: {lesson.says}"


def advice_words(advice: Advice, times: int, articles: Mapping[str, str]) -> str:
    """What was noted again and again, what to try, and the article that names it."""
    source = origins((each.source for each in advice.line.origins), articles)[:1]
    return f"Noted {times} times: {plain(advice.trigger)}. {advice.line.text} ({', '.join(source)})"
