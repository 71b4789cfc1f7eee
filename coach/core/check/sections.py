"""The parts of one check: the day first, then the profile, the slow signs, complaints, lumps, and the techniques."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer, QuestionGroup
from coach.core.check import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.cadence import DueQuestions
    from coach.core.history.history import Episode, Lump
    from coach.core.vocabulary import BodyArea, TechniqueClass

CHANGED = "changed"
CHANGED_QUESTION = "Has anything about your health changed in the last year?"
PARTS = {
    Layer.TODAY: "Today",
    Layer.PROFILE: "About you",
    Layer.WEEKLY: "The last week",
    Layer.EPISODE: "Your sore spot",
    Layer.LUMP: "The lump",
    Layer.TECHNIQUE: "Before you start",
}
SECOND = "second"  # the second stage: has somebody who knows said that these are fine?


@dataclass(frozen=True, slots=True)
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
        parts.append(Section(Layer.PROFILE, groups.PROFILE))
    if due.weekly:
        parts.append(Section(Layer.WEEKLY, (catalogue.weekly,)))
    parts += [_of_episode(episode, better=episode.id in due.better) for episode in due.episodes]
    parts += [_of_lump(lump) for lump in due.lumps]
    return tuple(parts)


def _of_episode(episode: Episode, *, better: bool) -> Section:
    (group,) = groups.EPISODE
    flags = tuple(name for name in group.flags if name != "knot-may-be-lump" or episode.kind == "knot")
    asked = (QuestionGroup(group.id, group.ask, flags, group.layer),)
    name = f"{episode.kind}, {episode.area}" if episode.area else str(episode.kind)
    alone = ("no-better-24h",) if better else ()
    return Section(Layer.EPISODE, asked, alone, episode.id, episode.area, name)


def _of_lump(lump: Lump) -> Section:
    name = f"lump, {lump.area}" if lump.area else "lump"
    return Section(Layer.LUMP, groups.LUMP, (), lump.id, lump.area, name)


def asked_before(catalogue: Catalogue, classes: Collection[TechniqueClass]) -> frozenset[str]:
    """The questions that come just before a session with techniques of these classes."""
    found = of_techniques(catalogue, classes, None)
    return frozenset() if found is None else frozenset({*found.alone, *(n for g in found.groups for n in g.flags)})


def of_techniques(catalogue: Catalogue, classes: Collection[TechniqueClass], area: BodyArea | None) -> Section | None:
    """The questions just before a session with techniques of these classes, on one screen; the towel has its own."""

    def wanted(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if catalogue.flags[name].applies_to & set(classes))

    asked = wanted(groups.TECHNIQUE.flags)
    alone = wanted(("cold-on-bare-skin",))
    if not asked and not alone:
        return None
    group = groups.TECHNIQUE
    screens = (QuestionGroup(group.id, group.ask, asked, group.layer),) if asked else ()
    return Section(Layer.TECHNIQUE, screens, alone, "now", area)
