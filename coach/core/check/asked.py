"""What a check asks, and what counts of its answers: its parts, its pages in order, and the words of each question."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.pages import Asks, spread
from coach.core.check.sections import CHANGED, SECOND, Section, of_layer, of_today
from coach.core.frozen import frozen
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.vocabulary import BodyArea

ALL = "all"  # the page that stands for the whole day
STILL = "still"


@frozen
class Step:
    """A page in waiting: a list of lines (key, what it says), or the question of `name`."""

    key: str
    section: Section
    asks: Asks
    question: str
    done: bool
    lines: tuple[tuple[str, str], ...] = ()
    name: str = ""


@frozen
class Asked:
    """The check of the day, and with `sections` whatever else is due.

    `quick` puts the whole day on one page first, which a clean full check within 7 days allows. `still` are signs of
    the last check that a new one may clear. `grows` adds the slow signs where a sign needs somebody to look, the second
    stage of the profile, and the profile where health has changed. `near` is where it hurts.
    """

    catalogue: Catalogue
    quick: bool = False
    sections: tuple[Section, ...] = ()
    day: bool = True
    grows: bool = False
    ask_changed: bool = False
    still: tuple[str, ...] = ()
    near: BodyArea | None = None
    unread: tuple[str, ...] = ()  # the ids of entries that can't be read, because of which everything is asked
    closed: frozenset[str] = frozenset()  # the lists that were gone through
    marks: Mapping[str, Answer] = field(default_factory=dict)  # of lines: yes or not sure
    answers: Mapping[str, Answer] = field(default_factory=dict)  # to full questions
    worse: frozenset[str] = frozenset()  # what was said to be worse than at the last check
    volunteered: Mapping[str, Answer] = field(default_factory=dict)  # told without being asked
    left_blank: frozenset[str] = frozenset()

    # --- its pages ------------------------------------------------------------------------------------------------

    def parts(self) -> tuple[Section, ...]:
        """The parts of this check as it stands, in order."""
        found = [of_today(self.catalogue, self.near), *self.sections] if self.day else [*self.sections]
        if not self.grows:
            return tuple(found)
        have = {section.layer for section in found if not section.subject}
        if self.answers.get(CHANGED, Answer.NO) is not Answer.NO and Layer.PROFILE not in have:
            found.append(of_layer(self.catalogue, Layer.PROFILE))
        if (
            self.day
            and Layer.WEEKLY not in have
            and any(
                flag.level.rank >= Level.CLINICIAN.rank and flag.unsafe(self.answers.get(flag.id, flag.rule.must_be))
                for flag in self.catalogue.of_layer(Layer.TODAY)
            )
        ):
            found.insert(1, of_layer(self.catalogue, Layer.WEEKLY))
        return tuple(found)

    def steps(self) -> Iterator[Step]:
        """Every page as things stand, in the order in which they are asked."""
        parts = self.parts()
        asked = [(section, name) for section in parts for name in self._opened(section)]
        at_once = self._at_once(parts)
        yield from (self._question(section, name) for section, name in asked if section.screen_key(name) in at_once)
        for section in parts:
            yield from self._lists(section)
        yield from (self._question(section, name) for section, name in asked if section.screen_key(name) not in at_once)
        for section in parts:
            yield from (self._question(section, name) for name in section.alone)
            yield from (self._second(section, name) for name in self.second(section))
        if self.ask_changed:
            done = CHANGED in self.answers
            yield Step(CHANGED, Section(Layer.PROFILE, ()), Asks.YES_NO, self.catalogue.changed_question, done)

    def _lists(self, section: Section) -> Iterator[Step]:
        if section.layer is not Layer.TODAY:
            for group in section.groups:
                asked = [name for name in group.flags if self.catalogue.flags[name].ask_when is None]
                for number, names in enumerate(spread(asked, self.catalogue.longest)):
                    yield self._list(section, group.id if not number else f"{group.id}-{number + 1}", group.ask, names)
            return
        if self.quick:
            yield self._repeat()
            for key, names in self._repeat_lines().items():
                if self.marks.get(key) is not None and ALL in self.closed and len(names) > 1:
                    ask = next(group.ask for group in section.groups if names[0] in group.flags)
                    yield self._list(section, key, ask, self._first(names))
        again = {group.id for group in section.groups if self.worse & set(group.flags)}
        for group in section.groups:
            if not self.quick or group.id in again:
                yield self._list(section, group.id, group.ask, self._first(group.flags))
        for name in self.still:
            if section.screen_key(name) not in self.marks and name not in self.answers:
                question = self.catalogue.still_question.format(sign=self.catalogue.flags[name].say)
                key = f"{STILL}/{name}"
                done = key in self.answers or name in self.worse
                yield Step(key, section, Asks.STILL, question, done, name=name)

    def _first(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those that are asked without another answer before."""
        return tuple(name for name in names if self.catalogue.flags[name].ask_when is None)

    def _list(self, section: Section, name: str, ask: str, names: tuple[str, ...]) -> Step:
        key = section.screen_key(name)
        lines = tuple((section.screen_key(name), self.catalogue.flags[name].say) for name in names)
        about = f"{ask} ({section.about})" if section.about else ask
        return Step(key, section, Asks.LINES, about, key in self.closed, lines)

    def _repeat_lines(self) -> dict[str, tuple[str, ...]]:
        """The lines that stand for the day, by their keys, with the questions of each."""
        lines = [line for group in self.catalogue.groups_of(Layer.TODAY) for line in group.repeat]
        return {f"{ALL}/{number}": line.flags for number, line in enumerate(lines)}

    def _repeat(self) -> Step:
        section = of_today(self.catalogue, self.near)
        says = [line.say for group in self.catalogue.groups_of(Layer.TODAY) for line in group.repeat]
        lines = tuple(zip(self._repeat_lines(), says, strict=True))
        return Step(ALL, section, Asks.LINES, self.catalogue.short_question, ALL in self.closed, lines)

    def _question(self, section: Section, name: str) -> Step:
        flag, key = self.catalogue.flags[name], section.screen_key(name)
        about = f"{flag.question} ({section.about})" if section.about else flag.question
        return Step(key, section, Asks.YES_NO, about, key in self.answers or key in self.left_blank, name=name)

    def _second(self, section: Section, name: str) -> Step:
        key = f"{SECOND}/{name}"
        return Step(key, section, Asks.YES_NO, self.catalogue.second_stage, key in self.answers, name=name)

    # --- which full questions a mark opens ------------------------------------------------------------------------

    def _opened(self, section: Section) -> list[str]:
        """The questions that marks and earlier answers have opened, each after what opened it."""
        found: list[str] = []
        against = self._unmarked(section) & {name for name, _ in section.noted}
        for name in section.flags:
            if name in against or self._mark(section, name) is not None:
                self._open(section, name, found)
        return found

    def _open(self, section: Section, name: str, found: list[str]) -> None:
        if name in found:
            return
        found.append(name)
        answer = self.answers.get(section.screen_key(name))
        flag = self.catalogue.flags[name]
        if answer is None or not flag.unsafe(answer):
            return
        for other in section.flags:
            if other in flag.then or (
                self.catalogue.flags[other].ask_when is not None and self.asks_for(section, other)
            ):
                self._open(section, other, found)

    def asks_for(self, section: Section, name: str) -> bool:
        """Whether the answers before this question ask for it."""
        gate = self.catalogue.flags[name].ask_when
        if gate is None:
            return True
        met = [self._word(section, other) in wanted for other, wanted in gate.conditions]
        return all(met) if gate.every else any(met)

    def _mark(self, section: Section, name: str) -> Answer | None:
        """The mark of a question's own line, or of one that stood for it alone."""
        mark = self.marks.get(section.screen_key(name))
        if mark is None and self.quick and section.layer is Layer.TODAY:
            alone = [key for key, names in self._repeat_lines().items() if names == (name,)]
            return self.marks.get(alone[0]) if alone else None
        return mark

    def _at_once(self, parts: tuple[Section, ...]) -> set[str]:
        """The keys of opened questions that may be an emergency, by themselves or together."""
        bad = self.bad
        flags = self.catalogue.flags.values()
        together = [f for f in flags if f.level is Level.EMERGENCY and f.rule.together(bad)]
        parts_of = {name for flag in together for name in (*flag.rule.any_two_of, *flag.rule.all_of)}
        return {
            section.screen_key(name)
            for section in parts
            for name in section.flags
            if self.catalogue.flags[name].level is Level.EMERGENCY or (name in parts_of and name in bad)
        }

    def second(self, section: Section) -> list[str]:
        """The profile facts to ask once more about: has somebody who knows said that it is fine?"""
        if not self.grows or section.layer is not Layer.PROFILE:
            return []
        refused = self.catalogue.no_second_stage
        flags = [self.catalogue.flags[name] for name in section.flags if name not in refused]
        said = {flag.id: self.answers.get(flag.id, flag.rule.must_be) for flag in flags}
        return [f.id for f in flags if f.unsafe(said[f.id]) and (f.blocks.classes or f.blocks.techniques)]

    # --- what counts ----------------------------------------------------------------------------------------------

    def _word(self, section: Section, name: str) -> Answer | None:
        """What the person says of a question: its own answer, else what they say of the last time, else its mark."""
        own = self.answers.get(section.screen_key(name))
        if own is None and section.layer is Layer.TODAY:
            own = Answer.YES if name in self.worse else self.answers.get(f"{STILL}/{name}")
        return self._mark(section, name) if own is None else own

    def of_section(self, section: Section) -> dict[str, Answer]:
        """The answers of one part that count; what is marked counts as so. What is no longer asked is dropped."""
        words = {name: self._word(section, name) for name in section.flags if self.asks_for(section, name)}
        return {name: word for name, word in words.items() if word is not None}

    def listed(self, section: Section) -> tuple[str, ...]:
        """The questions whose line stood on a page that was gone through, and was left unmarked."""
        shown = self._unmarked(section)
        said = self.of_section(section)
        gated = {
            name
            for name in section.flags
            if (gate := self.catalogue.flags[name].ask_when) is not None and {n for n, _ in gate.conditions} <= shown
        }
        blank = {key.rsplit("/", 1)[-1] for key in self.left_blank} | {name for name, _ in section.noted}
        return tuple(name for name in section.flags if name in shown | gated and name not in {*said, *blank})

    def _unmarked(self, section: Section) -> set[str]:
        """The questions whose lines were left unmarked on the pages gone through."""
        done = [step for step in self._lists(section) if step.asks is Asks.LINES and step.done]
        keys = [key for step in done for key, _ in step.lines if key not in self.marks]
        return {name for key in keys for name in self._stands_for(key)}

    def lists(self, section: Section) -> frozenset[str]:
        """The keys of the lists of one part."""
        return frozenset(step.key for step in self._lists(section) if step.asks is Asks.LINES)

    def _stands_for(self, key: str) -> tuple[str, ...]:
        return self._repeat_lines().get(key) or (key.rsplit("/", 1)[-1],)

    @property
    def bad(self) -> dict[str, Answer]:
        """The unsafe answers and marks that count: of the questions shown, and what was told without being asked."""
        said = [self.volunteered, *(self.of_section(section) for section in self.parts())]
        flags = self.catalogue.flags
        return {name: answer for each in said for name, answer in each.items() if flags[name].unsafe(answer)}
