"""The safety check as a value: which page comes next, and what the answers come to.

A page lists short lines; a mark opens the full question of its line alone: an emergency at once, any other after the
last page. What is marked counts as so until its question is answered. Nothing is pre-filled.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.asked import STILL, Asked
from coach.core.check.pages import Asks, CheckPage, Line
from coach.core.check.sections import CHANGED, SECOND
from coach.core.frozen import frozen
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from coach.core.check.asked import Step


@frozen
class Checkup(Asked):
    """A check under way, answered page by page. Nothing is changed in place: each answer gives the next value."""

    before: Checkup | None = field(default=None, repr=False, compare=False)  # this check one answer earlier

    @property
    def page(self) -> CheckPage | None:
        """What to ask now; None when there is nothing more to ask."""
        if self.emergency:
            return None
        steps = list(self.steps())
        step = next((step for step in steps if not step.done), None)
        if step is None:
            return None
        number = 1 + sum(step.done for step in steps)
        part = step.section.name
        if step.asks is Asks.LINES:
            lines = tuple(Line(key, say, self.marks.get(key)) for key, say in step.lines)
            reason = self.catalogue.reason if self.day and not (self.quick or self.begun) else ""
            return CheckPage(
                step.key, part, step.question, step.asks, number, len(steps), lines, self.catalogue.none, reason=reason
            )
        flag, second = self.catalogue.flags.get(step.name), step.key.startswith(f"{SECOND}/")
        no_if = flag.no_if if flag is not None and step.asks is Asks.YES_NO and not second else ""
        about = self._second_about(step) if second else _against(step)
        return CheckPage(step.key, part, step.question, step.asks, number, len(steps), no_if=no_if, about=about)

    def _second_about(self, step: Step) -> tuple[str, ...]:
        flag = self.catalogue.flags[step.name]
        classes = self.catalogue.technique_classes
        locked = {*flag.blocks.techniques, *(name for name, cls in classes.items() if cls in flag.blocks.classes)}
        return flag.question, ", ".join(sorted(locked))

    # --- answering ------------------------------------------------------------------------------------------------

    def mark(self, line: str, value: Answer | None) -> Checkup:
        """The check with a line of this page marked, or not any more (None). Raises KeyError where it isn't on it."""
        return self.mark_all({line: value})

    def mark_all(self, lines: Mapping[str, Answer | None]) -> Checkup:
        """The check with these lines of this page marked, or not any more (None). Raises KeyError like `mark`."""
        page = self.page
        if page is None or not lines.keys() <= {line.key for line in page.lines}:
            raise KeyError(*lines)
        marks = {**self.marks, **lines}
        answers = {key: answer for key, answer in self.answers.items() if key not in lines}
        return replace(self, marks={key: mark for key, mark in marks.items() if mark is not None}, answers=answers)

    def close(self) -> Checkup:
        """The check with this list gone through: what is not marked is not so. Raises KeyError where none is shown."""
        page = self.page
        if page is None or page.asks is not Asks.LINES:
            raise KeyError("no list")
        return replace(self, closed=self.closed | {page.key}, before=self)

    def answer(self, key: str, value: Answer) -> Checkup:
        """The check with this question answered. Raises KeyError where no such question exists."""
        name = key.rsplit("/", 1)[-1]
        if name not in self.catalogue.flags and name != CHANGED:
            raise KeyError(key)
        marks = self.marks
        if key in marks and not self.catalogue.flags[name].unsafe(value):
            marks = {line: mark for line, mark in marks.items() if line != key}
        return replace(self, answers={**self.answers, key: value}, marks=marks, before=self)

    def is_worse(self, key: str) -> Checkup:
        """The check where what was so at the last one is worse: its page is asked again."""
        name = key.removeprefix(f"{STILL}/")
        if key != f"{STILL}/{name}" or name not in self.still:
            raise KeyError(key)
        pages = {group.id for group in self.catalogue.groups_of(Layer.TODAY) if name in group.flags}
        return replace(self, worse=self.worse | {name}, closed=self.closed - pages, before=self)

    def back(self) -> Checkup:
        """The check with its last answer taken back."""
        return self if self.before is None else self.before

    # --- what it comes to -----------------------------------------------------------------------------------------

    @property
    def emergency(self) -> bool:
        """Whether an emergency has been answered yes or not sure, by itself or together: the questions stop."""
        said = {key.rsplit("/", 1)[-1] for key in self.answers} | self.worse | set(self.volunteered)
        return self._is_emergency({name for name in self.bad if name in said})

    def _is_emergency(self, bad: Container[str]) -> bool:
        flags = self.catalogue.flags.values()
        return any(flag.level is Level.EMERGENCY and (flag.id in bad or flag.rule.together(bad)) for flag in flags)

    @property
    def complete(self) -> bool:
        """Whether every shown question has an answer."""
        return self.page is None and not self.left_blank and not self.emergency

    @property
    def begun(self) -> bool:
        """Whether anything has been answered."""
        return bool(self.closed or self.answers or self.marks or self.worse)

    @property
    def called_fine(self) -> tuple[str, ...]:
        """The profile facts of which the person says that somebody who knows has called the techniques fine."""
        asked = {name for section in self.parts() for name in self.second(section)}
        return tuple(name for name in sorted(asked) if self.answers.get(f"{SECOND}/{name}") is Answer.YES)


def _against(step: Step) -> tuple[str, ...]:
    """What was noted before of this question, where the list has left it unmarked."""
    noted = dict(step.section.noted).get(step.name)
    return (f"On {noted.at:%d %B} you noted: {noted.words}.",) if noted is not None else ()
