"""The red-flag catalogue as values, and the checks a catalogue must pass before anybody relies on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.vocabulary import Answer, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from coach.core.routine.routine import Support

KNOWN_VERSION = 1  # the newest catalogue format this program understands

CHECKED_CLASSES = frozenset(
    {
        TechniqueClass.HEAT,
        TechniqueClass.COLD,
        TechniqueClass.COMPRESSION,
        TechniqueClass.MASSAGE,
        TechniqueClass.STRETCH,
        TechniqueClass.STRENGTH,
    }
)  # the classes that need the check of the day (screening.md, fail-closed list)


# What is asked on a line of its own, or when the complaint itself is noted.
ASKED_ALONE = frozenset({"no-better-24h", "what-is-it", "cold-on-bare-skin"})


class CatalogueError(CoachError):
    """The catalogue is missing, damaged or too new: everything stays locked."""


class Level(StrEnum):
    """How serious. `rank` orders them; SCREEN_INCOMPLETE stands beside caution and is no level of a flag."""

    EMERGENCY = "emergency-now"
    URGENT = "urgent-same-day"
    CLINICIAN = "see-a-clinician"
    INCOMPLETE = "screen-incomplete"
    CAUTION = "caution"
    SELF_CARE = "self-care"

    @property
    def rank(self) -> int:
        """Higher is more serious."""
        return 5 - list(Level).index(self)


class Layer(StrEnum):
    """When a question is asked."""

    TODAY = "today"
    WEEKLY = "weekly"
    EPISODE = "episode"
    LUMP = "lump"
    PROFILE = "profile"
    TECHNIQUE = "technique"
    IN_SESSION = "in-session"
    COMPUTED = "computed"


GROUPED = frozenset(set(Layer) - {Layer.IN_SESSION, Layer.COMPUTED})  # layers whose questions share screens


class Clears(StrEnum):
    """How a flag goes away."""

    CLINICIAN = "clinician"
    RESCREEN = "rescreen"
    TIME = "time"
    COMPUTED = "computed"
    COMPUTED_OR_CLINICIAN = "computed-or-clinician"


class Where(StrEnum):
    """On which part of the body a lock holds."""

    EVERYWHERE = "everywhere"
    AREA = "area"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a flag locks. `current` means the technique under way; `until` says for how long, where it is limited."""

    classes: frozenset[TechniqueClass] = frozenset()
    techniques: frozenset[str] = frozenset()
    where: Where = Where.EVERYWHERE
    current: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class AskWhen:
    """Show a question only when one (or all) of these flags was answered in one of these ways."""

    every: bool
    conditions: tuple[tuple[str, frozenset[Answer]], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a flag fires. `any_two_of` and `all_of` are combinations of other flags; `must_be` is the safe answer."""

    type: str
    must_be: Answer = Answer.NO
    any_two_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    also_sets: str = ""
    hours: int | None = None
    given: Mapping[str, Any] | None = None

    def together(self, names: Container[str]) -> bool:
        """Whether a combination holds of the flags with these names."""
        two = sum(name in names for name in self.any_two_of) >= 2
        return two or bool(self.all_of and all(name in names for name in self.all_of))


@dataclass(frozen=True, slots=True)
class Flag:
    """One entry of the catalogue. `act_within` is in hours, None where the level gives none."""

    id: str
    ask: Layer
    question: str
    level: Level
    rule: Rule
    blocks: Blocks
    act_within: int | None
    clears: Clears
    basis: str
    sources: tuple[Support, ...] = ()
    guidance: tuple[str, ...] = ()
    no_if: str = ""
    ask_when: AskWhen | None = None
    applies_to: frozenset[TechniqueClass] = frozenset()
    advice: str = ""
    then_ask: str = ""
    note: str = ""
    modifies: tuple[tuple[str, str], ...] = ()  # (technique id, how to do it while this flag is up)

    def unsafe(self, answer: Answer) -> bool:
        """Whether this answer raises the flag. Only the one safe answer does not."""
        return answer is not self.rule.must_be


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """One screen of a check: a question that stands for several."""

    id: str
    ask: str
    flags: tuple[str, ...]
    layer: Layer = Layer.TODAY


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a level says and locks by default."""

    headline: str
    body: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All red flags and cautions, as loaded and checked."""

    version: int
    digest: str
    flags: Mapping[str, Flag]
    today: tuple[QuestionGroup, ...]
    weekly: QuestionGroup
    levels: Mapping[Level, LevelText]
    guidance: Mapping[str, str]
    grouped: tuple[QuestionGroup, ...] = ()  # the screens of the other layers
    technique_classes: Mapping[str, TechniqueClass] = field(default_factory=dict)
    second_stage: str = ""  # asked once for each profile flag that is up
    no_second_stage: frozenset[str] = frozenset()
    longitudinal: Mapping[str, str] = field(default_factory=dict)  # rule of the history -> its flag, empty where none

    @property
    def groups(self) -> tuple[QuestionGroup, ...]:
        """Every screen that stands for several questions."""
        return (*self.today, self.weekly, *self.grouped)

    def of_layer(self, layer: Layer) -> tuple[Flag, ...]:
        """The flags asked in this layer, in order."""
        return tuple(flag for flag in self.flags.values() if flag.ask is layer)


def faults(catalogue: Catalogue, techniques: Mapping[str, TechniqueClass]) -> list[str]:
    """Everything wrong with a catalogue; an empty list means that it may be relied on."""
    found: list[str] = []
    ids = set(catalogue.flags)

    def known(names: object, where: str) -> None:
        if isinstance(names, (tuple, list, set, frozenset)):
            found.extend(f"{where} names the unknown flag '{name}'" for name in sorted(names) if name not in ids)

    if catalogue.version > KNOWN_VERSION:
        found.append(f"it is of version {catalogue.version}, newer than this program knows")
    for group in catalogue.groups:
        known(group.flags, f"group {group.id}")
    found += _screen_faults(catalogue)
    found += [f"the second stage names '{name}'" for name in sorted(catalogue.no_second_stage - ids)]
    classes = catalogue.technique_classes
    found += [f"the technique '{t}' is not in its class" for t, cls in techniques.items() if classes.get(t) is not cls]
    for flag in catalogue.flags.values():
        where = f"flag '{flag.id}'"
        if flag.ask_when is not None:
            known(tuple(name for name, _ in flag.ask_when.conditions), where)
        known(flag.rule.any_two_of, where)
        if flag.rule.type == "combination" and flag.rule.any_two_of:
            known(flag.rule.all_of, where)
        known((flag.rule.also_sets,) if flag.rule.also_sets else (), where)
        found += [f"{where} locks the unknown technique '{t}'" for t in flag.blocks.techniques if t not in techniques]
        if not flag.question and flag.ask in {Layer.TODAY, Layer.WEEKLY, Layer.PROFILE, Layer.LUMP}:
            found.append(f"{where} has no question")
        if flag.ask_when is not None and _asks_itself(catalogue, flag):
            found.append(f"{where} is asked only after itself")
    for level in Level:
        if level not in catalogue.levels:
            found.append(f"level {level} is missing")
    return found


def _screen_faults(catalogue: Catalogue) -> list[str]:
    """Each question that is asked with others stands on one screen, and on one only."""
    grouped = [name for group in catalogue.groups for name in group.flags]
    found = [f"'{name}' is asked on two screens" for name in sorted(set(grouped)) if grouped.count(name) > 1]
    asked = {f.id for f in catalogue.flags.values() if f.question and f.ask in GROUPED and f.id not in ASKED_ALONE}
    return found + [f"no screen asks '{name}'" for name in sorted(asked - set(grouped))]


def _asks_itself(catalogue: Catalogue, flag: Flag) -> bool:
    seen: set[str] = set()
    todo = [flag.id]
    while todo:
        current = catalogue.flags.get(todo.pop())
        if current is None or current.ask_when is None:
            continue
        for name, _ in current.ask_when.conditions:
            if name == flag.id:
                return True
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return False
