"""Reads content/lessons.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.catalogue.catalogue_file import HINT, content_folder, read_content
from coach.core.errors import CoachError
from coach.core.lessons.lesson import Advice, Basis, Lesson, Lessons, Line, Origin, Question
from coach.core.vocabulary import ComplaintKind, Trigger

if TYPE_CHECKING:
    from pathlib import Path

    Data = dict[str, Any]

LESSONS = "lessons.yaml"
TRIGGER = "trigger"  # among what is noted: any of them


def load_lessons(folder: Path | None = None) -> Lessons:
    """The lessons in this folder; None: the program's own. Raises CoachError where they can't be read."""
    try:
        return _lessons(read_content((folder or content_folder()) / LESSONS))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CoachError("The lessons can't be read.", HINT) from error


def _lessons(data: Data) -> Lessons:
    lessons = tuple(map(_lesson, data["lessons"]))
    if len({lesson.id for lesson in lessons}) != len(lessons):
        raise ValueError("an id stands twice")
    advice = tuple(Advice(Trigger(each["trigger"]), _line(each)) for each in data["advice"])
    return Lessons(lessons, advice, int(data["advice_times"]), int(data["advice_days"]))


def _lesson(data: Data) -> Lesson:
    when, ask = data.get("when") or {}, data["ask"]
    noted = when.get("noted", ())
    lines = tuple(map(_line, data["says"]))
    question = Question(str(ask["question"]), tuple(map(str, ask["answers"])), int(ask["right"]), int(ask["line"]))
    if not (1 <= question.right <= len(question.answers) and 1 <= question.line <= len(lines)):
        raise ValueError("a question points at nothing")
    return Lesson(
        id=str(data["id"]),
        title=str(data["title"]),
        lines=lines,
        question=question,
        techniques=frozenset(map(str, when.get("technique", ()))),
        noted=frozenset(ComplaintKind(name) for name in noted if name != TRIGGER),
        of_triggers=TRIGGER in noted,
        flags=frozenset(map(str, when.get("flag", ()))),
        help=bool(data.get("help", False)),
    )


def _line(data: Data) -> Line:
    origins = tuple(Origin(source, ", ".join(map(str, lines))) for source, lines in (data.get("from") or {}).items())
    return Line(str(data["line"]), Basis(data["basis"]), origins)
