"""What every card says beside its reasons, on the screen and in lines of text: how soon, who can help, what is open.

The words are those of coach/content/cards.yaml; a card without them (nothing could be read) says less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import NO_REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.catalogue.cards import CardWords
    from coach.core.clearance.clearance import Blocked
    from coach.core.routine.routine import Technique


def when(blocked: Blocked) -> str:
    """How soon to act, as in "within 48 hours"; empty where no time is given, or the card is of a lower level."""
    if blocked.act_within is None or blocked.words is None or blocked.level.rank < Level.CLINICIAN.rank:
        return ""
    return blocked.words.when(blocked.act_within)


def act(blocked: Blocked) -> str:
    """How soon to act, in a sentence; empty where no time is given."""
    soon = when(blocked)
    return blocked.words.act.format(when=soon) if soon and blocked.words is not None else ""


def who_can_help(blocked: Blocked) -> tuple[str, ...]:
    """Who can help, and what they may do; nothing where no sign is up."""
    if blocked.words is None or blocked.level.rank < Level.CAUTION.rank:
        return ()
    if not any(reason.flag for reason in blocked.reasons):
        return ()
    return blocked.words.who_can_help_now if blocked.level is Level.EMERGENCY else blocked.words.who_can_help


def own_number(blocked: Blocked, number: str) -> str:
    """The person's own emergency number on a card that is urgent; none is ever guessed."""
    if not number or blocked.words is None or blocked.level.rank < Level.URGENT.rank:
        return ""
    return blocked.words.own_number.format(number=number)


def still_open(blocked: Blocked, techniques: Mapping[str, Technique]) -> str:
    """The techniques that stay open, by name; what to say where none does."""
    return names_of(blocked.allowed, techniques, blocked.words)


def names_of(ids: Iterable[str], techniques: Mapping[str, Technique], words: CardWords | None) -> str:
    """Techniques by name; what to say where there are none."""
    names = [techniques[name].name for name in ids if name in techniques]
    return ", ".join(names) or (words.nothing_open if words is not None else "")


def summary(blocked: Blocked, number: str, techniques: Mapping[str, Technique], now: datetime) -> str:
    """The card as plain text, to take along; `now` is local."""
    head = f"{blocked.headline} {act(blocked)}".strip()
    own = own_number(blocked, number)
    opened = still_open(blocked, techniques)
    rest = ["Why:", *(f"- {reason.text}" for reason in blocked.reasons)]
    rest += [*([f"Still open: {opened}"] if opened else []), NO_REVIEW]
    return "\n".join([f"Coach, {now:%Y-%m-%d %H:%M}", head, blocked.action, *([own] if own else []), *rest])
