"""The safety check as a value: which screen comes next, and what the answers come to.

Emergencies are asked first; nothing is pre-filled; an answer of a question no longer shown is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from coach.core.catalogue import Answer, Catalogue, Flag, Group, Layer, Level

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Screen:
    """One thing to ask: `lines` list what it stands for, in full."""

    key: str
    question: str
    lines: tuple[str, ...]
    number: int
    of: int
    no_if: str = ""


ALL_GROUPS = "all"


@dataclass(frozen=True, slots=True)
class Checkup:
    """The check of the day under way.

    `quick` asks all groups on one screen first, which a clean full check within 7 days allows.
    """

    catalogue: Catalogue
    quick: bool = False
    groups: Mapping[str, Answer] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    volunteered: Mapping[str, Answer] = field(default_factory=dict)  # told without being asked
    left_blank: frozenset[str] = frozenset()

    # --- asking ---------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen | None:
        """What to ask now; None when there is nothing more to ask."""
        if self.emergency:
            return None
        groups = self.catalogue.today
        if self.quick and ALL_GROUPS not in self.groups:
            question = "Is any of this true for you today?"
            return Screen(ALL_GROUPS, question, tuple(group.ask for group in groups), 1, 1)
        if self.groups.get(ALL_GROUPS) is Answer.NO:
            return None
        for number, group in enumerate(groups, 1):
            if group.id not in self.groups:
                return Screen(group.id, group.ask, self.signs(group), number, len(groups), self._no_if(group))
            flag = self._next_single(group)
            if flag is not None:
                return Screen(flag.id, flag.question, (), number, len(groups), flag.no_if)
        return None

    def signs(self, group: Group) -> tuple[str, ...]:
        """Every sign a group stands for; a "no" answers each of them. A star marks what `no_if` speaks of."""
        flags = [self.catalogue.flags[name] for name in group.flags]
        return tuple(f"{flag.question} *" if flag.no_if else flag.question for flag in flags)

    def _no_if(self, group: Group) -> str:
        """When a sign with a star is to be answered no: a known, checked, unchanged thing is not news."""
        reasons = {self.catalogue.flags[name].no_if for name in group.flags} - {""}
        return f"it is marked * and {' or '.join(sorted(reasons))}" if reasons else ""

    def answer(self, key: str, value: Answer) -> Checkup:
        """The check with this screen answered. Raises KeyError where no such screen exists."""
        if key == ALL_GROUPS or any(group.id == key for group in self.catalogue.today):
            return replace(self, groups={**self.groups, key: value})
        if key not in self.catalogue.flags:
            raise KeyError(key)
        return replace(self, answers={**self.answers, key: value})

    def back(self) -> Checkup:
        """The check with its last answer taken back."""
        if self.answers:
            *kept, _ = self.answers.items()
            return replace(self, answers=dict(kept))
        *rest, _ = self.groups.items() if self.groups else (None,)
        return replace(self, groups=dict(item for item in rest if item is not None))

    def _order(self, group: Group) -> list[Flag]:
        flags = [self.catalogue.flags[name] for name in group.flags]
        return sorted(flags, key=lambda flag: (flag.ask_when is not None, -flag.level.rank))

    def shown(self, flag: Flag) -> bool:
        """Whether this single question is asked, given the answers so far."""
        group = next((g for g in self.catalogue.today if flag.id in g.flags), None)
        if group is None or self.groups.get(group.id, Answer.NO) is Answer.NO:
            return False
        if flag.ask_when is None:
            return True
        met = [self.answers.get(name) in wanted for name, wanted in flag.ask_when.conditions]
        return all(met) if flag.ask_when.every else any(met)

    def _next_single(self, group: Group) -> Flag | None:
        for flag in self._order(group):
            if self.shown(flag) and flag.id not in self.answers and flag.id not in self.left_blank:
                return flag
        return None

    # --- what it comes to -----------------------------------------------------------------------------------------

    @property
    def kept(self) -> dict[str, Answer]:
        """The answers that count: of the questions shown, and what was told without being asked."""
        shown = {name: answer for name, answer in self.answers.items() if self.shown(self.catalogue.flags[name])}
        return {**self.volunteered, **shown}

    @property
    def bad(self) -> dict[str, Answer]:
        """The unsafe answers among those that count."""
        return {name: answer for name, answer in self.kept.items() if self.catalogue.flags[name].unsafe(answer)}

    @property
    def emergency(self) -> bool:
        """Whether an emergency has been answered yes or not sure: the questions stop."""
        return any(self.catalogue.flags[name].level is Level.EMERGENCY for name in self.bad)

    @property
    def complete(self) -> bool:
        """Whether every shown question has an answer."""
        return self.screen is None and not self.left_blank and not self.emergency

    @property
    def begun(self) -> bool:
        """Whether anything has been answered."""
        return bool(self.groups or self.answers)

    def body(self, by: str = "person") -> dict[str, Any]:
        """The fact to record, as JSON values."""
        return {
            "layer": str(Layer.TODAY),
            "complete": self.complete,
            "full": not self.quick or self.groups.get(ALL_GROUPS) is not Answer.NO,
            "groups": {name: str(answer) for name, answer in self.groups.items()},
            "answers": {name: str(answer) for name, answer in self.kept.items()},
            "catalogue": self.catalogue.digest,
            "by": by,
        }


def from_answers(
    catalogue: Catalogue, answers: Mapping[str, Answer], unanswered: frozenset[str], *, others: bool
) -> Checkup:
    """The full check answered by a written list. `others` answers what is shown and not listed with its safe answer.

    A group is opened where any of its questions is listed unsafe or blank; otherwise it stands on its questions.
    """
    opened = {group.id: Answer.YES for group in catalogue.today}
    asked = [name for group in catalogue.today for name in group.flags]
    asked.sort(key=lambda name: catalogue.flags[name].ask_when is not None)
    found: dict[str, Answer] = {}
    blank: set[str] = set()
    for name in asked:
        flag = catalogue.flags[name]
        if not Checkup(catalogue, groups=opened, answers=found).shown(flag):
            continue
        if name in answers:
            found[name] = answers[name]
        elif others and name not in unanswered:
            found[name] = flag.rule.must_be
        else:
            blank.add(name)
    told = {
        name: answer
        for name, answer in answers.items()
        if name not in found and (catalogue.flags[name].ask is not Layer.TODAY or catalogue.flags[name].unsafe(answer))
    }
    clean = {
        group.id for group in catalogue.today if all(found.get(n, Answer.NO) is Answer.NO for n in group.flags)
    } - {group.id for group in catalogue.today if blank & set(group.flags)}
    groups = {group.id: Answer.NO if group.id in clean else Answer.YES for group in catalogue.today}
    singles = {n: a for group in catalogue.today if group.id not in clean for n in group.flags if (a := found.get(n))}
    return Checkup(catalogue, groups=groups, answers=singles, volunteered=told, left_blank=frozenset(blank))
