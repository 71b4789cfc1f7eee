"""Facts of the safety check, and what the program writes down of the record itself."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.vocabulary import Answer, BodyArea, CheckLayer

if TYPE_CHECKING:
    from datetime import date


@frozen(kw_only=True)
class CheckAnswered:
    """What a check came to, of the person as a whole or of one complaint, lump or session to come.

    `answers` are names of flags with what was answered to their own question; an answer that can't be read is "not
    sure". `listed` are the flags whose line stood on a page and was left unmarked: a "no", but not to their own
    question; None in older journals. `groups` are screens of earlier versions, with one answer for several questions.
    `full`: no page stood for others. `catalogue` is the digest of the questions asked. `sections` are the parts that
    were gone through whole. `unread` are the ids of entries that couldn't be read then.
    """

    kind: ClassVar = "check"
    layer: CheckLayer = field(metadata=wire.word(CheckLayer))
    complete: bool = field(default=False, metadata=wire.truth())
    full: bool | None = field(default=None, metadata=wire.truth())
    groups: tuple[tuple[str, Answer], ...] | None = field(default=None, metadata=wire.pairs(Answer, Answer.NOT_SURE))
    answers: tuple[tuple[str, Answer], ...] | None = field(default=None, metadata=wire.pairs(Answer, Answer.NOT_SURE))
    catalogue: str | None = field(default=None, metadata=wire.text())
    by: str | None = field(default=None, metadata=wire.text())
    sections: tuple[str, ...] | None = field(default=None, metadata=wire.texts())
    changed: Answer | None = field(default=None, metadata=wire.word(Answer))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea))
    episode: str | None = field(default=None, metadata=wire.text())
    lump: str | None = field(default=None, metadata=wire.text())
    unread: tuple[str, ...] = field(default=(), metadata=wire.texts())
    listed: tuple[str, ...] | None = field(default=None, metadata=wire.texts())

    def answer(self, flag: str) -> Answer | None:
        """What was answered to the question of a flag; None where it was not asked, or left blank."""
        return next((answer for name, answer in self.answers or () if name == flag), None)

    def group(self, name: str) -> Answer | None:
        """What was answered to a screen that stands for several questions."""
        return next((answer for group, answer in self.groups or () if group == name), None)


@frozen(kw_only=True)
class FlagsLogged:
    """Which flags are up from now on, as `FLAG` or `FLAG/SUBJECT`, sorted. `rules` is the digest of the catalogue that
    says so; None in older journals.
    """

    kind: ClassVar = "flags"
    up: tuple[str, ...] = field(metadata=wire.texts())
    rules: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class RecordRestored:
    """The journal came back from a backup: what was raised since is lost."""

    kind: ClassVar = "restored"


@frozen(kw_only=True)
class ClockCorrected:
    """The person says that the clock is right now. `seen` is the newest moment on record then, `facts` are the ids of
    those that were dated ahead; None in older journals: everything between now and `seen`.
    """

    kind: ClassVar = "clock-corrected"
    seen: date = field(metadata=wire.moment())
    facts: tuple[str, ...] | None = field(default=None, metadata=wire.texts())
