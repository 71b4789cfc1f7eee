"""The parts of one check: the day first, then the profile, the slow signs, complaints, lumps, and the techniques."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import AskedAlone, Layer, QuestionGroup
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.cadence import DueQuestions
    from coach.core.history.history import Episode, Lump
    from coach.core.vocabulary import BodyArea, TechniqueClass

CHANGED = "changed"
PARTS = {
    Layer.TODAY: "Today",
    Layer.PROFILE: "About you",
    Layer.WEEKLY: "The last week",
    Layer.EPISODE: "Your sore spot",
    Layer.LUMP: "The lump",
    Layer.TECHNIQUE: "Before you start",
}
SECOND = "second"  # the second stage: has somebody who knows said that these are fine?


@frozen
class Section:
    """One part of a check. `alone` are questions with a screen of their own, after the groups.

    `subject` is the complaint or lump it is about, `about` its name for the person.
    """

    layer: Layer
    groups: tuple[QuestionGroup, ...]
    alone: tuple[str, ...] = ()
    subject: str = ""
    area: BodyArea | None = None
    about: str = ""

    @property
    def key(self) -> str:
        """How the record names it."""
        return f"{self.layer}:{self.subject}" if self.subject else str(self.layer)

    @property
    def name(self) -> str:
        """What it is called when it is shown."""
        return self.about.replace("-", " ").capitalize() or PARTS[self.layer]

    def screen_key(self, name: str) -> str:
        """The key of a screen of this part."""
        return f"{self.key}/{name}" if self.subject else name


def of_due(catalogue: Catalogue, due: DueQuestions) -> tuple[Section, ...]:
    """The parts that are due, in the order in which they are asked."""
    parts: list[Section] = []
    if due.profile:
        parts.append(Section(Layer.PROFILE, catalogue.groups_of(Layer.PROFILE)))
    if due.weekly:
        parts.append(Section(Layer.WEEKLY, catalogue.groups_of(Layer.WEEKLY)))
    parts += [_of_episode(catalogue, episode, better=episode.id in due.better) for episode in due.episodes]
    parts += [_of_lump(catalogue, lump) for lump in due.lumps]
    return tuple(parts)


def _of_episode(catalogue: Catalogue, episode: Episode, *, better: bool) -> Section:
    fitting = {f.id for f in catalogue.flags.values() if not f.of_kinds or episode.kind in f.of_kinds}
    asked = _narrowed(catalogue, Layer.EPISODE, fitting)
    name = f"{episode.kind}, {episode.area}" if episode.area else str(episode.kind)
    later = tuple(flag.id for flag in catalogue.of_layer(Layer.EPISODE) if flag.alone is AskedAlone.A_DAY_LATER)
    alone = later if better else ()
    return Section(Layer.EPISODE, asked, alone, episode.id, episode.area, name)


def _narrowed(catalogue: Catalogue, layer: Layer, wanted: Collection[str]) -> tuple[QuestionGroup, ...]:
    """The screens of a layer with none but the wanted questions; one without any falls away."""
    kept = [(group, tuple(name for name in group.flags if name in wanted)) for group in catalogue.groups_of(layer)]
    return tuple(QuestionGroup(group.id, group.ask, flags, layer) for group, flags in kept if flags)


def _of_lump(catalogue: Catalogue, lump: Lump) -> Section:
    name = f"lump, {lump.area}" if lump.area else "lump"
    return Section(Layer.LUMP, catalogue.groups_of(Layer.LUMP), (), lump.id, lump.area, name)


def asked_before(catalogue: Catalogue, classes: Collection[TechniqueClass]) -> frozenset[str]:
    """The questions that come just before a session with techniques of these classes."""
    found = of_techniques(catalogue, classes, None)
    return frozenset() if found is None else frozenset({*found.alone, *(n for g in found.groups for n in g.flags)})


def of_techniques(catalogue: Catalogue, classes: Collection[TechniqueClass], area: BodyArea | None) -> Section | None:
    """The questions just before a session with techniques of these classes, on one screen; the towel has its own."""
    fitting = {flag.id: flag for flag in catalogue.of_layer(Layer.TECHNIQUE) if flag.applies_to & set(classes)}
    screens = _narrowed(catalogue, Layer.TECHNIQUE, fitting)
    alone = tuple(name for name, flag in fitting.items() if flag.alone is AskedAlone.BEFORE)
    if not screens and not alone:
        return None
    return Section(Layer.TECHNIQUE, screens, alone, "now", area)
