"""The safety check as a value: which screen comes next, and what the answers come to.

Emergencies are asked first; nothing is pre-filled; an answer of a question no longer shown is dropped.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Catalogue, Flag, Layer, Level, QuestionGroup
from coach.core.check.sections import CHANGED, PARTS, SECOND, Section
from coach.core.frozen import frozen
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@frozen
class CheckPage:
    """One thing to ask: `lines` list what it stands for, in full; `part` names the part of the check."""

    key: str
    question: str
    lines: tuple[str, ...]
    number: int
    of: int
    no_if: str = ""
    part: str = PARTS[Layer.TODAY]


ALL_GROUPS = "all"


@frozen
class _Step:
    """A screen of the check in waiting: a group with the questions it stands for, or a question by itself."""

    section: Section
    group: QuestionGroup | None
    name: str
    number: int
    of: int

    @property
    def key(self) -> str:
        return self.section.screen_key(self.group.id if self.group is not None else self.name)


@frozen
class Checkup:
    """A check under way: the check of the day, and with `sections` whatever else is due.

    `quick` asks all groups of the day on one screen first, which a clean full check within 7 days allows. `grows` adds
    the slow signs where anything is unsafe, the second stage of the profile, and the profile where health has changed.
    """

    catalogue: Catalogue
    quick: bool = False
    groups: Mapping[str, Answer] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    volunteered: Mapping[str, Answer] = field(default_factory=dict)  # told without being asked
    left_blank: frozenset[str] = frozenset()
    sections: tuple[Section, ...] = ()
    day: bool = True
    grows: bool = False
    ask_changed: bool = False
    unread: tuple[str, ...] = ()  # the ids of entries that can't be read, because of which everything is asked
    asked: tuple[str, ...] = ()  # what was answered, in order

    # --- asking ---------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> CheckPage | None:
        """What to ask now; None when there is nothing more to ask."""
        if self.emergency:
            return None
        if self._short and ALL_GROUPS not in self.groups:
            today = self.catalogue.groups_of(Layer.TODAY)
            return CheckPage(ALL_GROUPS, self.catalogue.short_question, tuple(group.ask for group in today), 1, 1)
        for step in self._steps():
            found = self._ask(step)
            if found is not None:
                return found
        return None

    @property
    def _short(self) -> bool:
        return self.quick and self.day

    def parts(self) -> tuple[Section, ...]:
        """The parts of this check as it stands, in order."""
        day = (Section(Layer.TODAY, self.catalogue.groups_of(Layer.TODAY)),) if self.day else ()
        found = list(self.sections)
        if self.grows:
            have = {section.layer for section in found}
            changed = self.answers.get(CHANGED, Answer.NO) is not Answer.NO
            if changed and Layer.PROFILE not in have:
                found.insert(0, Section(Layer.PROFILE, self.catalogue.groups_of(Layer.PROFILE)))
            if Layer.WEEKLY not in have and any(name in self.catalogue.flags for name in self._bad_of(day)):
                found.append(Section(Layer.WEEKLY, self.catalogue.groups_of(Layer.WEEKLY)))
        return (*day, *found)

    def _bad_of(self, sections: Iterable[Section]) -> set[str]:
        """The unsafe single answers of these parts."""
        bad = set()
        for section in sections:
            for group in section.groups:
                if self.groups.get(section.screen_key(group.id), Answer.NO) is Answer.NO:
                    continue
                for name in group.flags:
                    answer = self.answers.get(section.screen_key(name))
                    if answer is not None and self.catalogue.flags[name].unsafe(answer):
                        bad.add(name)
        return bad

    def _steps(self) -> list[_Step]:
        """Every screen that may come, in order; each part counts its own."""
        steps: list[_Step] = []
        for section in self.parts():
            if section.layer is Layer.TODAY and self._short and self.groups.get(ALL_GROUPS, Answer.NO) is Answer.NO:
                continue  # one screen serves
            alone = [*section.alone, *(f"{SECOND}/{name}" for name in self.second(section))]
            screens: list[tuple[QuestionGroup | None, str]] = [(group, "") for group in section.groups]
            screens += [(None, name) for name in alone]
            steps += [_Step(section, group, name, n, len(screens)) for n, (group, name) in enumerate(screens, 1)]
        if self.ask_changed:
            steps.append(_Step(Section(Layer.PROFILE, ()), None, CHANGED, 1, 1))
        return steps

    def second(self, section: Section) -> list[str]:
        """The profile facts to ask once more about: has somebody who knows said that it is fine?"""
        if not self.grows or section.layer is not Layer.PROFILE:
            return []
        flags = (self.catalogue.flags[name] for group in section.groups for name in group.flags)
        bad = self._bad_of((section,))
        refused = self.catalogue.no_second_stage
        return [
            f.id for f in flags if f.id in bad and f.id not in refused and (f.blocks.classes or f.blocks.techniques)
        ]

    def _ask(self, step: _Step) -> CheckPage | None:
        section = step.section
        if step.group is None:
            key = step.key
            return None if key in self.answers or key in self.left_blank else self._single(step)
        if step.key not in self.groups:
            about = f"{step.group.ask} ({section.about})" if section.about else step.group.ask
            no_if = self._no_if(step.group)
            return CheckPage(step.key, about, self.signs(step.group), step.number, step.of, no_if, section.name)
        flag = self._next_single(section, step.group)
        if flag is None:
            return None
        key = section.screen_key(flag.id)
        return CheckPage(key, flag.question, (), step.number, step.of, flag.no_if, section.name)

    def _single(self, step: _Step) -> CheckPage:
        if step.name == CHANGED:
            return CheckPage(step.key, self.catalogue.changed_question, (), step.number, step.of, "", step.section.name)
        if step.name.startswith(f"{SECOND}/"):
            flag = self.catalogue.flags[step.name.removeprefix(f"{SECOND}/")]
            locked = sorted({*flag.blocks.techniques, *self._locked(flag)})
            lines = (flag.question, ", ".join(locked))
            return CheckPage(step.key, self.catalogue.second_stage, lines, step.number, step.of, "", step.section.name)
        flag = self.catalogue.flags[step.name]
        about = f"{flag.question} ({step.section.about})" if step.section.about else flag.question
        return CheckPage(step.key, about, (), step.number, step.of, flag.no_if, step.section.name)

    def _locked(self, flag: Flag) -> set[str]:
        classes = self.catalogue.technique_classes
        return {name for name, cls in classes.items() if cls in flag.blocks.classes}

    def signs(self, group: QuestionGroup) -> tuple[str, ...]:
        """Every sign a group stands for; a "no" answers each of them. A star marks what `no_if` speaks of."""
        flags = [self.catalogue.flags[name] for name in group.flags]
        return tuple(f"{flag.question} *" if flag.no_if else flag.question for flag in flags)

    def _no_if(self, group: QuestionGroup) -> str:
        """When a sign with a star is to be answered no: a known, checked, unchanged thing is not news."""
        reasons = {self.catalogue.flags[name].no_if for name in group.flags} - {""}
        return f"it is marked * and {' or '.join(sorted(reasons))}" if reasons else ""

    def answer(self, key: str, value: Answer) -> Checkup:
        """The check with this screen answered. Raises KeyError where no such screen exists."""
        asked = (*(name for name in self.asked if name != key), key)
        if key == ALL_GROUPS or key in self._group_keys():
            return replace(self, groups={**self.groups, key: value}, asked=asked)
        name = key.rsplit("/", 1)[-1]
        if name not in self.catalogue.flags and name != CHANGED:
            raise KeyError(key)
        return replace(self, answers={**self.answers, key: value}, asked=asked)

    def _group_keys(self) -> set[str]:
        return {section.screen_key(group.id) for section in self.parts() for group in section.groups}

    def back(self) -> Checkup:
        """The check with its last answer taken back."""
        given = [*self.asked] or [*self.groups, *self.answers]
        if not given:
            return self
        last = given[-1]
        groups = {key: value for key, value in self.groups.items() if key != last}
        answers = {key: value for key, value in self.answers.items() if key != last}
        return replace(self, groups=groups, answers=answers, asked=tuple(given[:-1]))

    def _order(self, group: QuestionGroup) -> list[Flag]:
        flags = [self.catalogue.flags[name] for name in group.flags]
        return sorted(flags, key=lambda flag: (flag.ask_when is not None, -flag.level.rank))

    def shown(self, flag: Flag, section: Section | None = None) -> bool:
        """Whether this single question is asked, given the answers so far."""
        for part in self.parts() if section is None else (section,):
            if flag.id in part.alone:
                return True
            group = next((g for g in part.groups if flag.id in g.flags), None)
            if group is None or self.groups.get(part.screen_key(group.id), Answer.NO) is Answer.NO:
                continue
            if flag.ask_when is None:
                return True
            met = [self.answers.get(part.screen_key(name)) in wanted for name, wanted in flag.ask_when.conditions]
            return all(met) if flag.ask_when.every else any(met)
        return False

    def _next_single(self, section: Section, group: QuestionGroup) -> Flag | None:
        for flag in self._order(group):
            key = section.screen_key(flag.id)
            if self.shown(flag, section) and key not in self.answers and key not in self.left_blank:
                return flag
        return None

    # --- what it comes to -----------------------------------------------------------------------------------------

    def of_section(self, section: Section) -> dict[str, Answer]:
        """The single answers of one part that count: those of questions shown."""
        names = [*(name for group in section.groups for name in group.flags), *section.alone]
        found = {}
        for name in names:
            answer = self.answers.get(section.screen_key(name))
            if answer is not None and self.shown(self.catalogue.flags[name], section):
                found[name] = answer
        return found

    @property
    def kept(self) -> dict[str, Answer]:
        """The answers that count: of the questions shown, and what was told without being asked."""
        found = dict(self.volunteered)
        for section in self.parts():
            for name, answer in self.of_section(section).items():
                if name not in found or self.catalogue.flags[name].unsafe(answer):
                    found[name] = answer
        return found

    @property
    def bad(self) -> dict[str, Answer]:
        """The unsafe answers among those that count."""
        return {name: answer for name, answer in self.kept.items() if self.catalogue.flags[name].unsafe(answer)}

    @property
    def emergency(self) -> bool:
        """Whether an emergency has been answered yes or not sure, by itself or together: the questions stop."""
        bad = self.bad
        if not bad:
            return False
        flags = self.catalogue.flags
        return any(flags[name].level is Level.EMERGENCY for name in bad) or any(
            flag.level is Level.EMERGENCY and flag.rule.together(bad) for flag in flags.values()
        )

    @property
    def complete(self) -> bool:
        """Whether every shown question has an answer."""
        return self.screen is None and not self.left_blank and not self.emergency

    @property
    def begun(self) -> bool:
        """Whether anything has been answered."""
        return bool(self.groups or self.answers)

    @property
    def called_fine(self) -> tuple[str, ...]:
        """The profile facts of which the person says that somebody who knows has called the techniques fine."""
        prefix = f"{SECOND}/"
        asked = {name for section in self.parts() for name in self.second(section)}
        return tuple(n for n in sorted(asked) if self.answers.get(f"{prefix}{n}") is Answer.YES)
