"""`coach learn`: a short lesson, and its question again some days later."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.cli.say import say
from coach.core.catalogue.origins import origins
from coach.core.errors import BadInput, CoachError
from coach.core.lessons.words import advice_words, gist_words, offer_words
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.learning import Learning
    from coach.core.lessons.lesson import Lesson
    from coach.core.routine.routine import Technique

ALL_READ = "Nothing new to read today. All of them: coach learn --list"


def learn(args: Namespace, outside: Outside) -> int:
    """Show one lesson and note that it was read; without a name the question that is due, or the next one."""
    if args.answer is not None and args.id is None:
        raise BadInput("Which lesson is answered?", "Give its id: coach learn ID --answer 1")
    with outside.house() as house:
        learning = house.coach.learning
        if args.list:
            return _list(learning)
        if args.answer is not None:
            return _answered(learning, learning.lessons.find(args.id), args.answer)
        due = None if args.id is not None or args.plain else learning.question()
        if due is not None:
            return _ask(learning, due, outside)
        lesson = learning.lessons.find(args.id) if args.id is not None else learning.next()
        if lesson is None:
            say(ALL_READ)
            return ExitCode.DONE
        _show(lesson, house.sources)
        learning.read(lesson)
        _advice(house)
    return ExitCode.DONE


def _list(learning: Learning) -> int:
    known = learning.learnt()
    for lesson in learning.lessons.lessons:
        one = known.get(lesson.id)
        read = f"read {one.read}" if one is not None else "new"
        again = f", asks again from {one.asks_on}" if one is not None and one.asks_on is not None else ""
        say(f"{lesson.id}: {lesson.title} ({read}{again})")
    return ExitCode.DONE


def _show(lesson: Lesson, articles: Mapping[str, str]) -> None:
    say(lesson.title)
    for line in lesson.lines:
        say(f"- {line.text}")
    for title in origins((each.source for line in lesson.lines for each in line.origins), articles):
        say(f"From: {title}")


def _ask(learning: Learning, lesson: Lesson, outside: Outside) -> int:
    """The question, answered at the keys; a script is told how to answer it."""
    from coach.cli.leaving import Interruptible
    from coach.cli.plain.asking import ask_one_of

    question = lesson.question
    say(f"You read: {lesson.title}")
    for number, answer in enumerate(question.answers, 1):
        say(f"{number}: {answer}")
    with Interruptible(outside.keyboard()) as keyboard:
        if keyboard.closed or not keyboard.tty:
            say(f"Question: {question.text}")
            say(f"Answer it with: coach learn {lesson.id} --answer 1")
            return ExitCode.DONE
        known = {str(number): number for number in range(1, len(question.answers) + 1)} | {"": 0}
        chosen = ask_one_of(keyboard, f"{question.text} A number; Enter leaves it", known, "give one of the numbers.")
    if chosen:
        return _answered(learning, lesson, chosen)
    learning.put_off(lesson)
    return ExitCode.DONE


def _answered(learning: Learning, lesson: Lesson, number: int) -> int:
    """Nothing is scored: the line that answers it is said either way."""
    right = learning.answer(lesson, number)
    say(f"Yes. {lesson.says}" if right else lesson.says)
    return ExitCode.DONE


def _advice(house: House) -> None:
    for one, times in house.coach.learning.advice():
        say(f"From what you noted: {advice_words(one, times, house.sources)}")


def after_noting(house: House, *, attended: bool) -> None:
    """What was just noted may have a lesson of its own, or earn advice; what can't be read says nothing."""
    try:
        lesson, advice = house.coach.learning.just_noted(attended=attended)
    except CoachError:
        return
    for one, times in advice:
        say(f"Advice: {advice_words(one, times, house.sources)}")
    if lesson is not None:
        say(f"{offer_words(lesson)}: coach learn {lesson.id}")


def to_read_first(house: House, techniques: Iterable[Technique]) -> None:
    """The lesson that comes before the first time with one of these, in one line."""
    with suppress(CoachError):
        lesson = house.coach.learning.offer_for([technique.id for technique in techniques])
        if lesson is not None:
            say(f"{offer_words(lesson)}: coach learn {lesson.id}")


def offer_next(house: House) -> None:
    """The lesson of the day, or the question that is due, in one line."""
    with suppress(CoachError):
        learning = house.coach.learning
        lesson = learning.offer()
        if lesson is not None and lesson.id in learning.learnt():
            say("A question from a lesson is due: coach learn")
        elif lesson is not None:
            say(f"{offer_words(lesson)}: coach learn {lesson.id}")


def gist_of_break(house: House) -> None:
    """One line of a lesson with a movement break."""
    with suppress(CoachError):
        lesson = house.coach.learning.gist()
        if lesson is not None:
            say(gist_words(lesson))
