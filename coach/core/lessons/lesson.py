"""Lessons and advice as values. Every line says what it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from coach.core.vocabulary import ComplaintKind, Trigger


class Basis(StrEnum):
    """What a line rests on."""

    SEED = "seed"  # the articles say it
    CONVENTION = "convention"
    GUIDANCE = "guidance"
    PROGRAM = "program"  # what Coach itself does, asks or says elsewhere
    POLICY = "policy"  # our own advice


@frozen
class Origin:
    """An article or a convention by its id in the sources, and its lines as written: "3, 7"; or none."""

    source: str
    lines: str = ""


@frozen
class Line:
    """One line of a lesson, or a line of advice."""

    text: str
    basis: Basis
    origins: tuple[Origin, ...] = ()


@frozen
class Question:
    """What is asked of a lesson some days later. `right` is the number of the answer, `line` of the line that says it,
    both from 1 on.
    """

    text: str
    answers: tuple[str, ...]
    right: int
    line: int


@frozen
class Lesson:
    """One lesson. It is shown first with one of these `techniques`, when one of these kinds is `noted` (or any trigger:
    `of_triggers`), or while one of these `flags` is up; without any it waits for its turn. `help`: it is about getting
    help, so that it is offered under a lock, too.
    """

    id: str
    title: str
    lines: tuple[Line, ...]
    question: Question
    techniques: frozenset[str] = frozenset()
    noted: frozenset[ComplaintKind] = frozenset()
    of_triggers: bool = False
    flags: frozenset[str] = frozenset()
    help: bool = False

    @property
    def says(self) -> str:
        """The line that answers its question."""
        return self.lines[self.question.line - 1].text


@frozen
class Advice:
    """What to try where a trigger keeps being noted."""

    trigger: Trigger
    line: Line


@frozen
class Lessons:
    """All of them in order. Advice is given for a trigger noted `times` or more in `days`."""

    lessons: tuple[Lesson, ...] = ()
    advice: tuple[Advice, ...] = ()
    times: int = 3
    days: int = 28

    def find(self, name: str) -> Lesson:
        """The lesson with this id. Raises BadInput that names the nearest."""
        ids = [lesson.id for lesson in self.lessons]
        if name not in ids:
            hint = suggestion(name, ids, "See them all with: coach learn --list")
            raise BadInput(f"There is no lesson {name!r}.", hint)
        return self.lessons[ids.index(name)]
