"""Lessons and advice: what is next, what was read, and what a trigger that keeps coming has earned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.errors import BadInput
from coach.core.history.corrections import corrected, in_order
from coach.core.lessons import choosing
from coach.core.lessons.choosing import LESSON_KINDS
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated
from coach.core.record.lessons import LessonAnswered, LessonRead
from coach.core.vocabulary import ComplaintKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.lessons.choosing import Learnt
    from coach.core.lessons.lesson import Advice, Lesson, Lessons
    from coach.core.record.facts import Fact
    from coach.core.vocabulary import Trigger

JUST_NOW = timedelta(minutes=5)


class Learning:
    """Each method raises JournalError where the record can't be read or written."""

    def __init__(self, record: Record, rules: Rules, lessons: Lessons) -> None:
        self._record = record
        self._rules = rules
        self.lessons = lessons

    def _facts(self) -> list[Fact]:
        return in_order(self._record.facts(LESSON_KINDS))

    def _locked(self) -> bool:
        """Whether something is up that a person is to have seen: then only lessons about help are offered."""
        safety = self._rules.safety()
        return bool(safety.fault) or safety.level.rank >= Level.CLINICIAN.rank

    def learnt(self) -> dict[str, Learnt]:
        """What was read, by the id of its lesson."""
        return choosing.learnt(self._facts())

    def next(self) -> Lesson | None:
        """The lesson that may be offered now; None where one was read today, or none is left."""
        flags = [up.flag.id for up in self._rules.safety().flags]
        today = self._record.now().date()
        return choosing.next_lesson(self.lessons, self._facts(), today, flags, locked=self._locked())

    def question(self) -> Lesson | None:
        """The lesson whose question is due again."""
        today = self._record.now().date()
        return choosing.due_question(self.lessons, self._facts(), today, locked=self._locked())

    def for_techniques(self, techniques: Collection[str]) -> Lesson | None:
        """The lesson to read before the first time with one of these."""
        return choosing.fitting(self.lessons, self._facts(), techniques, locked=self._locked())

    def just_noted(self) -> tuple[Lesson | None, list[tuple[Advice, int]]]:
        """The lesson that fits the newest entry of the last minutes, and the advice that its triggers have earned."""
        facts = self._record.facts((PainRated, EpisodeBegan, LumpSeen), self._record.now() - JUST_NOW)
        if not facts:
            return None, []
        body = max(in_order(facts), key=lambda fact: fact.at).body
        kind = ComplaintKind.LUMP if isinstance(body, LumpSeen) else getattr(body, "complaint", None)
        triggers = getattr(body, "triggers", ())
        own = self._facts()
        lesson = choosing.fitting(self.lessons, own, noted=kind, trigger=bool(triggers), locked=self._locked())
        return lesson, self.advice(triggers) if triggers else []

    def read(self, lesson: Lesson) -> None:
        """It was shown to its end."""
        self._record.append(LessonRead(lesson=lesson.id))

    def answer(self, lesson: Lesson, number: int) -> bool:
        """Write an answer down, and say whether it is the right one. Raises BadInput where there is no such answer."""
        question = lesson.question
        if not 1 <= number <= len(question.answers):
            raise BadInput(f"There is no answer {number}.", f"Give 1 to {len(question.answers)}.")
        self._record.append(LessonAnswered(lesson=lesson.id, answer=number))
        return number == question.right

    def advice(self, triggers: Iterable[Trigger] | None = None) -> list[tuple[Advice, int]]:
        """What to try against what was noted again and again, with how often; of these triggers where given."""
        now = self._record.now()
        since = now - timedelta(days=self.lessons.days + 1)
        standing, _ = corrected(self._record.facts((PainRated, EpisodeBegan), since))
        wanted = None if triggers is None else {*triggers}
        found = choosing.earned_advice(self.lessons, standing, now.date())
        return [pair for pair in found if wanted is None or pair[0].trigger in wanted]
