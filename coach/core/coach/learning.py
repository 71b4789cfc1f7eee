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
from coach.core.record.lessons import LessonAnswered, LessonOffered, LessonRead
from coach.core.record.sessions import SessionBegan
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
        """The lesson to read before the first time with one of these; not one that was put off today."""
        facts = self._facts()
        put_off = [name for name, off in choosing.offered_on(facts, self._record.now().date()).items() if off]
        return choosing.fitting(self.lessons, facts, techniques, locked=self._locked(), without=put_off)

    def offer_for(self, techniques: Collection[str]) -> Lesson | None:
        """The same, noted as offered; none that was offered today."""
        lesson = self.for_techniques(techniques)
        today = choosing.offered_on(self._facts(), self._record.now().date())
        return self._offered(None if lesson is None or lesson.id in today else lesson)

    def offer(self) -> Lesson | None:
        """What may be offered unasked after a session, and is noted as offered: once a day at most."""
        flags = [up.flag.id for up in self._rules.safety().flags]
        today = self._record.now().date()
        return self._offered(choosing.to_offer(self.lessons, self._facts(), today, flags, locked=self._locked()))

    def _offered(self, lesson: Lesson | None) -> Lesson | None:
        if lesson is not None:
            self._record.append(LessonOffered(lesson=lesson.id))
        return lesson

    def put_off(self, lesson: Lesson) -> None:
        """The person said that it is not for today."""
        self._record.append(LessonOffered(lesson=lesson.id, put_off=True))

    def gist(self) -> Lesson | None:
        """The lesson whose one line goes with the movement break that was just done."""
        now = self._record.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        turn = now.date().toordinal() + len(self._record.of(SessionBegan, midnight))
        return choosing.gist(self.lessons, turn, locked=self._locked())

    def just_noted(self, *, attended: bool = True) -> tuple[Lesson | None, list[tuple[Advice, int]]]:
        """The lesson that fits the newest entry of the last minutes, and the advice that its triggers have earned.

        Where somebody is there it is noted as offered, and not offered twice on one day.
        """
        facts = self._record.facts((PainRated, EpisodeBegan, LumpSeen), self._record.now() - JUST_NOW)
        if not facts:
            return None, []
        body = max(in_order(facts), key=lambda fact: fact.at).body
        kind = ComplaintKind.LUMP if isinstance(body, LumpSeen) else getattr(body, "complaint", None)
        triggers = getattr(body, "triggers", ())
        own = self._facts()
        today = choosing.offered_on(own, self._record.now().date())
        lesson = choosing.fitting(
            self.lessons, own, noted=kind, trigger=bool(triggers), locked=self._locked(), without=today
        )
        return self._offered(lesson) if attended else lesson, self.advice(triggers) if triggers else []

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
