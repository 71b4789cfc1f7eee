"""Lessons with the person: what is due is asked, what is next is shown, and what fits is offered in one line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.lessons.words import advice_words, gist_words, offer_words
from coach.tui.screens.learn.lesson import LessonScreen
from coach.tui.screens.notes.meaning import MeaningScreen
from coach.tui.screens.rate import AskScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.app import App

    from coach.core.coach.door import Coach
    from coach.core.coach.learning import Learning
    from coach.core.lessons.lesson import Lesson
    from coach.core.routine.routine import Technique

ALL_READ = "Nothing new to read today."


async def learn(app: App[Any], coach: Coach, sources: Mapping[str, str], name: str = "") -> None:
    """Ask the question that is due, else show the lesson of this name, or the next one. Raises CoachError."""
    learning = coach.learning
    due = None if name else learning.question()
    if due is not None:
        await _ask(app, learning, due)
        return
    lesson = learning.lessons.find(name) if name else learning.next()
    if lesson is None:
        app.notify(ALL_READ)
        return
    advice = [advice_words(one, times, sources) for one, times in learning.advice()]
    read = await app.push_screen_wait(LessonScreen(lesson, sources, advice))
    (learning.read if read else learning.put_off)(lesson)


async def _ask(app: App[Any], learning: Learning, lesson: Lesson) -> None:
    """The question once again; the line that answers it is shown either way, and nothing is counted."""
    question = lesson.question
    asked = AskScreen(f"You read: {lesson.title}", question.text, question.answers, skips=True, returns=False)
    chosen = await app.push_screen_wait(asked)
    if isinstance(chosen, int):
        right = learning.answer(lesson, chosen + 1)
        await app.push_screen_wait(MeaningScreen([lesson.says], lesson.title, "Yes" if right else "It says"))
    else:
        learning.put_off(lesson)


def offer(app: App[Any], coach: Coach, key: str) -> None:
    """One line about what may be read now; nothing where there is nothing, or it can't be read."""
    try:
        lesson = coach.learning.offer()
    except CoachError:
        return
    if lesson is not None:
        app.notify(f"{offer_words(lesson)} (press {key})", timeout=10, markup=False)


def gist_of_break(app: App[Any], coach: Coach) -> None:
    """One line of a lesson with a movement break; nothing where it can't be read."""
    with suppress(CoachError):
        lesson = coach.learning.gist()
        if lesson is not None:
            app.notify(gist_words(lesson), timeout=10, markup=False)


def after_noting(app: App[Any], coach: Coach, sources: Mapping[str, str], key: str) -> None:
    """What was just noted may have a lesson of its own, or earn advice."""
    try:
        lesson, advice = coach.learning.just_noted()
    except CoachError:
        return
    for one, times in advice:
        app.notify(advice_words(one, times, sources), timeout=15, markup=False)
    if lesson is not None:
        app.notify(f"{offer_words(lesson)} (press {key})", timeout=10, markup=False)


def to_read_first(coach: Coach, techniques: Iterable[Technique]) -> Lesson | None:
    """The lesson to read before the first time with one of these; None where there is none, or it can't be read."""
    try:
        return coach.learning.for_techniques([technique.id for technique in techniques])
    except CoachError:
        return None


def read_first(
    app: App[Any],
    coach: Coach,
    sources: Mapping[str, str],
    techniques: Iterable[Technique],
    then: Callable[[], object],
) -> None:
    """Show that lesson over what is there; `then` is called once it was read or put off."""
    lesson = to_read_first(coach, techniques)
    if lesson is None:
        return

    def left(read: bool | None) -> None:
        (coach.learning.read if read else coach.learning.put_off)(lesson)
        then()

    app.push_screen(LessonScreen(lesson, sources), left)
