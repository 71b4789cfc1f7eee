"""The parts of one check: the day first, then the slow signs, the person, complaints, lumps, and the techniques."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import AskedAlone, Layer, QuestionGroup
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.cadence import DueQuestions
    from coach.core.check.needs import NotedBefore
    from coach.core.history.history import Episode, Lump
    from coach.core.routine.routine import Technique
    from coach.core.vocabulary import BodyArea

CHANGED = "changed"
PARTS = {
    Layer.TODAY: "Today",
    Layer.PROFILE: "About you",
    Layer.WEEKLY: "The last weeks",
    Layer.EPISODE: "Your sore spot",
    Layer.LUMP: "The lump",
    Layer.TECHNIQUE: "Before you start",
    Layer.LOST: "Your record",
}
DOUBTS = "again"  # the part that asks again, each by itself, what was answered "not sure"
SECOND = "second"  # the second stage: has somebody who knows said that these are fine?


@frozen
class Section:
    """One part of a check. `alone` are questions with a page of their own, after the lists.

    `subject` is the complaint or lump it is about, `about` its name for the person. `whole`: it has every question of
    its layer that is due. `noted` has, by question, what was noted before that stands against a "no".
    """

    layer: Layer
    groups: tuple[QuestionGroup, ...]
    alone: tuple[str, ...] = ()
    subject: str = ""
    area: BodyArea | None = None
    about: str = ""
    whole: bool = True
    noted: tuple[tuple[str, NotedBefore], ...] = ()

    @property
    def key(self) -> str:
        """How the record names it."""
        return f"{self.layer}:{self.subject}" if self.subject else str(self.layer)

    @property
    def name(self) -> str:
        """What it is called when it is shown."""
        return self.about.replace("-", " ").capitalize() or PARTS[self.layer]

    @property
    def flags(self) -> tuple[str, ...]:
        """Its questions, in order."""
        return (*(name for group in self.groups for name in group.flags), *self.alone)

    def screen_key(self, name: str) -> str:
        """The key of a page or line of this part."""
        return f"{self.key}/{name}" if self.subject else name


def of_today(catalogue: Catalogue, near: BodyArea | None = None) -> Section:
    """The questions of the day; the pages nearest to this area come first."""
    groups = sorted(catalogue.groups_of(Layer.TODAY), key=lambda group: near is None or near not in group.near)
    return Section(Layer.TODAY, tuple(groups))


def of_due(catalogue: Catalogue, due: DueQuestions, wanted: Collection[str] | None = None) -> tuple[Section, ...]:
    """The parts that are due, in the order in which they are asked; of the person only the `wanted` questions."""
    parts: list[Section] = []
    if due.weekly:
        parts.append(of_layer(catalogue, Layer.WEEKLY))
    asked = due.profile if wanted is None else due.profile & set(wanted)
    if asked:
        groups = _narrowed(catalogue.groups_of(Layer.PROFILE), asked)
        parts.append(Section(Layer.PROFILE, groups, whole=asked == due.profile))
    parts += [_of_episode(catalogue, episode, better=episode.id in due.better) for episode in due.episodes]
    parts += [_of_lump(catalogue, lump, due) for lump in due.lumps]
    return tuple(parts)


def of_doubts(flags: Collection[str]) -> Section:
    """Questions that were answered "not sure", each by itself: a "no" to it may end the doubt."""
    return Section(Layer.WEEKLY, (), tuple(flags), DOUBTS, None, "asked again", whole=False)


def of_layer(catalogue: Catalogue, layer: Layer) -> Section:
    """All that a layer asks of the person as a whole."""
    return Section(layer, catalogue.groups_of(layer))


def _of_episode(catalogue: Catalogue, episode: Episode, *, better: bool) -> Section:
    fitting = {f.id for f in catalogue.flags.values() if not f.of_kinds or episode.kind in f.of_kinds}
    asked = _narrowed(catalogue.groups_of(Layer.EPISODE), fitting)
    name = f"{episode.kind}, {episode.area}" if episode.area else str(episode.kind)
    later = tuple(flag.id for flag in catalogue.of_layer(Layer.EPISODE) if flag.alone is AskedAlone.A_DAY_LATER)
    alone = later if better else ()
    return Section(Layer.EPISODE, asked, alone, episode.id, episode.area, name)


def _narrowed(groups: Iterable[QuestionGroup], wanted: Collection[str]) -> tuple[QuestionGroup, ...]:
    """The pages with none but the wanted questions; one without any falls away."""
    kept = [(group, tuple(name for name in group.flags if name in wanted)) for group in groups]
    return tuple(QuestionGroup(group.id, group.ask, flags, group.layer) for group, flags in kept if flags)


def _of_lump(catalogue: Catalogue, lump: Lump, due: DueQuestions) -> Section:
    name = f"lump, {lump.area}" if lump.area else "lump"
    every = catalogue.groups_of(Layer.LUMP)
    left_out = due.just_noted.get(lump.id, frozenset())
    asked = _narrowed(every, {flag for group in every for flag in group.flags} - left_out)
    return Section(Layer.LUMP, asked, (), lump.id, lump.area, name, noted=tuple(due.noted.get(lump.id, {}).items()))


def asked_before(catalogue: Catalogue, techniques: Iterable[Technique]) -> frozenset[str]:
    """The questions that come just before a session with these techniques."""
    found = of_techniques(catalogue, techniques, None)
    return frozenset() if found is None else frozenset(found.flags)


def of_techniques(catalogue: Catalogue, techniques: Iterable[Technique], area: BodyArea | None) -> Section | None:
    """The questions just before a session with these techniques, on one page; the towel has its own.

    What a technique of a person's own really asks for nobody knows: before one comes the whole page.
    """
    given = tuple(techniques)
    every, classes = catalogue.of_layer(Layer.TECHNIQUE), {technique.cls for technique in given}
    fitting = {flag.id: flag for flag in every if flag.applies_to & classes}
    own = any(not technique.shipped for technique in given)
    groups = _narrowed(catalogue.groups_of(Layer.TECHNIQUE), [flag.id for flag in every] if own else fitting)
    alone = tuple(name for name, flag in fitting.items() if flag.alone is AskedAlone.BEFORE)
    if not groups and not alone:
        return None
    return Section(Layer.TECHNIQUE, groups, alone, "now", area)
