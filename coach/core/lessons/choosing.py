"""Which lesson is next, which question is due again, and which advice has been earned. Nothing here counts points."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, PainRated
from coach.core.record.lessons import LessonAnswered, LessonOffered, LessonRead

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from coach.core.lessons.lesson import Advice, Lesson, Lessons
    from coach.core.record.facts import Fact
    from coach.core.vocabulary import ComplaintKind, Trigger

AGAIN = (2, 7, 30)  # days after it was read, for the first, second and third question
LESSON_KINDS = (LessonRead, LessonAnswered, LessonOffered)


@frozen
class Learnt:
    """What the record says of one lesson: the local day it was first read, and the days its question was answered."""

    read: date
    answered: tuple[date, ...] = ()

    @property
    def asks_on(self) -> date | None:
        """The day from which on its question is due again; None after the last one. A late answer moves the next."""
        times = len(self.answered)
        if times >= len(AGAIN):
            return None
        planned = self.read + timedelta(days=AGAIN[times])
        if not times:
            return planned
        return max(planned, self.answered[-1] + timedelta(days=AGAIN[times] - AGAIN[times - 1]))


def learnt(facts: Sequence[Fact]) -> dict[str, Learnt]:
    """The lessons that were read. `facts` are in order; an answer before the lesson was read counts as none."""
    read: dict[str, date] = {}
    answered: dict[str, list[date]] = {}
    for fact in facts:
        if isinstance(fact.body, LessonRead):
            read.setdefault(fact.body.lesson, fact.local.date())
        elif isinstance(fact.body, LessonAnswered) and fact.body.lesson in read:
            answered.setdefault(fact.body.lesson, []).append(fact.local.date())
    return {name: Learnt(day, tuple(answered.get(name, ()))) for name, day in read.items()}


def offered_on(facts: Iterable[Fact], day: date) -> dict[str, bool]:
    """The lessons that were offered on a day, and whether each was put off then."""
    found: dict[str, bool] = {}
    for fact in of(facts, LessonOffered):
        if fact.local.date() == day:
            found[fact.body.lesson] = found.get(fact.body.lesson, False) or fact.body.put_off
    return found


def to_offer(
    lessons: Lessons, facts: Sequence[Fact], today: date, flags: Collection[str] = (), *, locked: bool = False
) -> Lesson | None:
    """What may be offered unasked: a question that is due, else the next lesson; once a day."""
    if offered_on(facts, today):
        return None
    due = due_question(lessons, facts, today, locked=locked)
    return due or next_lesson(lessons, facts, today, flags, locked=locked)


def gist(lessons: Lessons, turn: int, *, locked: bool = False) -> Lesson | None:
    """The lesson whose one line goes with the movement break of this turn: they take turns, read or not."""
    open_now = [lesson for lesson in lessons.lessons if lesson.help or not locked]
    return open_now[turn % len(open_now)] if open_now else None


def next_lesson(
    lessons: Lessons, facts: Sequence[Fact], today: date, flags: Collection[str] = (), *, locked: bool = False
) -> Lesson | None:
    """The lesson that may be offered now, one a day at most: first one that fits what is up, then by order.

    `flags` are those that are up; `locked`: only lessons about getting help.
    """
    known = learnt(facts)
    if any(one.read == today for one in known.values()):
        return None
    left = [lesson for lesson in lessons.lessons if lesson.id not in known and (lesson.help or not locked)]
    fits = (lesson for lesson in left if lesson.flags & {*flags})
    return next(fits, left[0] if left else None)


def fitting(
    lessons: Lessons,
    facts: Sequence[Fact],
    techniques: Collection[str] = (),
    noted: ComplaintKind | None = None,
    *,
    trigger: bool = False,
    locked: bool = False,
    without: Collection[str] = (),
) -> Lesson | None:
    """The lesson for what is opened or noted now, where it was never read: in its place it does not wait for a day.

    `without` are those that are not for now.
    """
    known = {*learnt(facts), *without}
    for lesson in lessons.lessons:
        meant = lesson.techniques & {*techniques} or noted in lesson.noted or (trigger and lesson.of_triggers)
        if meant and lesson.id not in known and (lesson.help or not locked):
            return lesson
    return None


def due_question(lessons: Lessons, facts: Sequence[Fact], today: date, *, locked: bool = False) -> Lesson | None:
    """The lesson whose question is due again, the longest due first; none on a day on which one was answered."""
    known = learnt(facts)
    if any(today in one.answered for one in known.values()):
        return None
    due = [
        (asks_on, lesson)
        for lesson in lessons.lessons
        if lesson.id in known and (asks_on := known[lesson.id].asks_on) is not None and asks_on <= today
    ]
    due = [pair for pair in due if pair[1].help or not locked]
    return min(due, key=lambda pair: pair[0])[1] if due else None


def earned_advice(lessons: Lessons, facts: Iterable[Fact], today: date) -> list[tuple[Advice, int]]:
    """Advice for each trigger noted often enough in the last days, with how often; the most often noted first.

    `facts` stand as corrected.
    """
    given = list(facts)
    noted = [(fact.local.date(), fact.body.triggers) for fact in of(given, PainRated)]
    noted += [(fact.local.date(), fact.body.triggers) for fact in of(given, EpisodeBegan)]
    counts: Counter[Trigger] = Counter()
    for day, triggers in noted:
        if timedelta() <= today - day < timedelta(days=lessons.days):
            counts.update({*triggers})
    found = [(one, counts[one.trigger]) for one in lessons.advice if counts[one.trigger] >= lessons.times]
    return sorted(found, key=lambda pair: -pair[1])
