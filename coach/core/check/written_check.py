"""A check answered by a written list, in one go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import AskedAlone, Layer
from coach.core.check.checkup import Checkup
from coach.core.check.sections import CHANGED, DOUBTS, SECOND
from coach.core.frozen import frozen
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.sections import Section


@frozen
class WrittenAnswers:
    """Answers by the id of their question, and those left blank on purpose.

    `others` gives every other question that is shown its safe answer.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    unanswered: frozenset[str] = frozenset()
    others: bool = False


@dataclass(slots=True)
class _List:
    answers: Mapping[str, Answer]
    unanswered: frozenset[str]
    others: bool
    found: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)

    def value(self, name: str, safe: Answer) -> Answer | None:
        """What the list says of a question; None leaves it blank."""
        if name in self.answers:
            self.found.add(name)
            return self.answers[name]
        return safe if self.others and name not in self.unanswered else None


def from_answers(
    catalogue: Catalogue,
    answers: Mapping[str, Answer],
    unanswered: frozenset[str],
    *,
    others: bool,
    due: Checkup | None = None,
) -> Checkup:
    """The check answered by a written list; `due` is the check to answer, that of the day when None.

    `others` answers what is shown and not listed with its safe answer.
    """
    return _fill(due or Checkup(catalogue), answers, unanswered, others=others)


def _fill(checkup: Checkup, answers: Mapping[str, Answer], unanswered: frozenset[str], *, others: bool) -> Checkup:
    """The check with every question that is shown answered as the list says."""
    listed = _List(answers, unanswered, others)
    # Nobody is there to be asked back: what was noted of a lump counts, whatever "others" says.
    sections = tuple(replace(section, noted=()) for section in checkup.sections)
    checkup = replace(checkup, quick=False, still=(), sections=sections)
    done: set[str] = set()
    while (section := next((part for part in checkup.parts() if part.key not in done), None)) is not None:
        done.add(section.key)
        checkup = _section(checkup, section, listed)
        checkup = _alone(checkup, section, listed)
    if checkup.ask_changed and CHANGED not in checkup.answers:
        checkup = replace(checkup, answers={**checkup.answers, CHANGED: Answer.NO if others else Answer.NOT_SURE})
    flags = checkup.catalogue.flags
    told = {
        name: answer
        for name, answer in answers.items()
        if name not in listed.found and (flags[name].ask is not Layer.TODAY or flags[name].unsafe(answer))
    }
    return replace(checkup, volunteered=told, left_blank=frozenset(listed.blank))


def _section(checkup: Checkup, section: Section, listed: _List) -> Checkup:
    """Every list of this part gone through. What the file names has its own answer; the rest is left unmarked."""
    names = [name for group in section.groups for name in group.flags]
    names.sort(key=lambda name: checkup.catalogue.flags[name].ask_when is not None)
    for name in names:
        if not checkup.asks_for(section, name):
            continue
        key = section.screen_key(name)
        if name in listed.answers:
            listed.found.add(name)
            checkup = replace(checkup, answers={**checkup.answers, key: listed.answers[name]})
        elif name in listed.unanswered or not listed.others:
            listed.blank.add(key)
    checkup = replace(checkup, left_blank=frozenset(listed.blank))
    return replace(checkup, closed=checkup.closed | checkup.lists(section))


def _alone(checkup: Checkup, section: Section, listed: _List) -> Checkup:
    """The questions with a page of their own, and the second stage, where only a listed word opens anything.

    "others" is no word of improvement, either, and ends no doubt: "is it any better?" and what is asked again are then
    left out (docs/case-format.md, Answers).
    """
    left_out: set[str] = set()
    for name in section.alone:
        flag = checkup.catalogue.flags[name]
        wants_word = flag.alone is AskedAlone.A_DAY_LATER or section.subject == DOUBTS
        answer = listed.value(name, flag.rule.must_be)
        key = section.screen_key(name)
        if wants_word and name not in listed.answers:
            answer = None
        if answer is not None:
            checkup = replace(checkup, answers={**checkup.answers, key: answer})
        elif not wants_word or not listed.others:
            listed.blank.add(key)
        else:
            left_out.add(name)
    if left_out:
        alone = tuple(name for name in section.alone if name not in left_out)
        shorter = tuple(replace(s, alone=alone) if s.key == section.key else s for s in checkup.sections)
        checkup = replace(checkup, sections=shorter)
    for name in checkup.second(section):
        key = f"{SECOND}/{name}"
        if key not in checkup.answers:
            checkup = replace(checkup, answers={**checkup.answers, key: Answer.NO})
    return checkup
