"""The red-flag catalogue as values."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.frozen import frozen
from coach.core.vocabulary import Answer, BodyArea, ComplaintKind, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from coach.core.catalogue.cards import CardWords
    from coach.core.routine.routine import Support

CHECKED_CLASSES = frozenset(
    {
        TechniqueClass.HEAT,
        TechniqueClass.COLD,
        TechniqueClass.COMPRESSION,
        TechniqueClass.MASSAGE,
        TechniqueClass.STRETCH,
        TechniqueClass.STRENGTH,
    }
)  # the classes that need the check of the day (docs/safety-rules.md, Fail-closed list)


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
    LOST = "lost"  # after the record was damaged: what may have been on it
    IN_SESSION = "in-session"
    COMPUTED = "computed"


GROUPED = frozenset(set(Layer) - {Layer.IN_SESSION, Layer.COMPUTED})  # layers whose questions share screens


class AskedAlone(StrEnum):
    """When a question is asked that shares no screen with others."""

    WHEN_NOTED = "when-noted"  # with the complaint itself
    A_DAY_LATER = "a-day-later"  # is it any better?
    BEFORE = "before"  # a session, on a line of its own
    AFTER = "after"  # a technique, by what its file asks then


class Puts(StrEnum):
    """What an unsafe answer says has happened, beside raising its flag: it voids a pass given before."""

    LUMP = "lump"
    ACCIDENT = "accident"


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


@frozen
class Blocks:
    """What a flag locks. `current` means the technique under way; `until` says for how long, where it is limited."""

    classes: frozenset[TechniqueClass] = frozenset()
    techniques: frozenset[str] = frozenset()
    where: Where = Where.EVERYWHERE
    current: bool = False
    until: str = ""


@frozen
class AskWhen:
    """Show a question only when one (or all) of these flags was answered in one of these ways."""

    every: bool
    conditions: tuple[tuple[str, frozenset[Answer]], ...]


@frozen
class Rule:
    """How a flag fires. `any_two_of` and `all_of` are combinations of other flags; `must_be` is the safe answer.

    `parts` are what else a combination is made of, by the ids of flags, where `all_of` says it in words.
    """

    type: str
    must_be: Answer = Answer.NO
    any_two_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    also_sets: str = ""
    hours: int | None = None
    parts: tuple[str, ...] = ()
    given: Mapping[str, Any] | None = None

    def together(self, names: Container[str]) -> bool:
        """Whether a combination holds of the flags with these names."""
        two = sum(name in names for name in self.any_two_of) >= 2
        return two or bool(self.all_of and all(name in names for name in self.all_of))


@frozen
class AskedFor:
    """For which techniques a question is asked beside those that it may lock: of these classes, and areas if any."""

    classes: frozenset[TechniqueClass]
    areas: frozenset[BodyArea] = frozenset()


@frozen
class WarnsOwn:
    """Of which techniques of a person's own a flag warns: by class, area, and what their name or steps speak of."""

    classes: frozenset[TechniqueClass]
    area: BodyArea
    words: tuple[str, ...]


@frozen
class Flag:
    """One entry of the catalogue. `act_within` is in hours, None where the level gives none.

    `say` is its line on a page, which names each of its `signs`; `then` are the questions that an unsafe answer brings.
    `of_kinds` are the complaints it is asked of (none: all); `options` what it may be answered with in the place of
    yes, no and not sure; `seen_fine_clears`: a look at a lump, noted as seen and fine, is a visit for it.
    """

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
    alone: AskedAlone | None = None
    of_kinds: frozenset[ComplaintKind] = frozenset()
    options: tuple[str, ...] = ()
    puts: Puts | None = None
    seen_fine_clears: bool = False
    warns_own: WarnsOwn | None = None
    say: str = ""
    signs: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    asked_for: tuple[AskedFor, ...] = ()

    def unsafe(self, answer: Answer) -> bool:
        """Whether this answer raises the flag. Only the one safe answer does not."""
        return answer is not self.rule.must_be


@frozen
class RepeatLine:
    """One line of a repeat day, which stands for several questions of a page."""

    say: str
    flags: tuple[str, ...]


@frozen
class QuestionGroup:
    """The questions of one page of a check, under what it asks. `near`: the body areas for which it comes first."""

    id: str
    ask: str
    flags: tuple[str, ...]
    layer: Layer
    near: frozenset[BodyArea] = frozenset()
    repeat: tuple[RepeatLine, ...] = ()


@frozen
class LevelText:
    """What a level says and locks by default. `sign` is the badge of its card."""

    sign: str
    headline: str
    body: str
    blocks: Blocks


@frozen
class Catalogue:
    """All red flags and cautions, as loaded and checked. `digest` names its questions and rules."""

    version: int
    digest: str
    flags: Mapping[str, Flag]
    groups: tuple[QuestionGroup, ...]
    levels: Mapping[Level, LevelText]
    cards: CardWords
    longest: int = 8  # lines on a page at most
    reason: str = ""  # why all this is asked
    none: str = ""  # the last line of every page: none of these
    short_question: str = ""  # over the page that stands for all of today
    still_question: str = ""  # of what was so at the last check: still so?
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # screen of an earlier version -> its questions
    changed_question: str = ""  # has anything changed, a year after the profile was called fine?
    technique_classes: Mapping[str, TechniqueClass] = field(default_factory=dict)
    second_stage: str = ""  # asked once for each profile flag that is up
    no_second_stage: frozenset[str] = frozenset()
    longitudinal: Mapping[str, str] = field(default_factory=dict)  # rule of the history -> its flag, empty where none

    def groups_of(self, layer: Layer) -> tuple[QuestionGroup, ...]:
        """The pages of this layer, in order."""
        return tuple(group for group in self.groups if group.layer is layer)

    @property
    def seen_fine_clears(self) -> frozenset[str]:
        """The flags of a lump that go when it is noted as seen, with self-care fine."""
        return frozenset(flag.id for flag in self.flags.values() if flag.seen_fine_clears)

    def of_layer(self, layer: Layer) -> tuple[Flag, ...]:
        """The flags asked in this layer, in order."""
        return tuple(flag for flag in self.flags.values() if flag.ask is layer)
