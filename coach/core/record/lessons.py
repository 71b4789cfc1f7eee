"""Facts of what a person read. No safety rule reads any of them."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire

MOST = 100  # answers of a question, or versions of a lesson


@frozen(kw_only=True)
class LessonRead:
    """A lesson was shown to its end; `version` is that of all lessons."""

    kind: ClassVar = "lesson-read"
    lesson: str = field(metadata=wire.text())
    version: int = field(default=1, metadata=wire.whole(1, MOST))


@frozen(kw_only=True)
class LessonAnswered:
    """The question of a lesson was answered: with which answer, from 1 on. Nobody counts the right ones."""

    kind: ClassVar = "lesson-answer"
    lesson: str = field(metadata=wire.text())
    answer: int = field(metadata=wire.whole(1, MOST))


@frozen(kw_only=True)
class LessonOffered:
    """A lesson, or its question, was offered to be read now; `put_off`: the person said that it is not for today."""

    kind: ClassVar = "lesson-offer"
    lesson: str = field(metadata=wire.text())
    put_off: bool = field(default=False, metadata=wire.truth(rare=True))
