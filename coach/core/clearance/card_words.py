"""What every card says beside its reasons, on the screen and in lines of text: how soon, who can help, what is open.

The words are those of coach/content/cards.yaml; a card without them (nothing could be read) says less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.catalogue.cards import CardWords, SignWords
    from coach.core.clearance.clearance import Blocked
    from coach.core.routine.routine import Technique

MOMENT = "%A %d %B, %H:%M"


def when(blocked: Blocked) -> str:
    """How soon to act, as in "within 48 hours"; empty where no time is given, or the card is of a lower level."""
    if blocked.words is None:
        return ""
    own = _own(blocked)
    if own is not None and own.by and blocked.level.rank < Level.URGENT.rank:
        return own.by
    if blocked.act_within is None or blocked.level.rank < Level.CLINICIAN.rank:
        return ""
    return blocked.words.when(blocked.act_within)


def act(blocked: Blocked) -> str:
    """How soon to act, in a sentence; empty where no time is given."""
    soon = when(blocked)
    return blocked.words.act.format(when=soon) if soon and blocked.words is not None else ""


def until(blocked: Blocked, now: datetime) -> str:
    """How the sign of a card below same-day goes away, in a sentence; `now` is local. Empty where there is none."""
    if blocked.words is None or blocked.level.rank >= Level.URGENT.rank or not blocked.reasons:
        return ""
    reason, own = blocked.reasons[0], _own(blocked)
    if own is not None and own.until:
        return own.until
    if reason.until is not None:
        return blocked.words.until[Clears.TIME].format(until=f"{reason.until.astimezone(now.tzinfo):{MOMENT}}")
    return blocked.words.until[reason.clears] if reason.clears not in {None, Clears.TIME} else ""


def who_can_help(blocked: Blocked) -> tuple[str, ...]:
    """Who can help, and what they may do, the nearest first; nothing where no sign is up."""
    words = blocked.words
    if words is None or blocked.level.rank < Level.CAUTION.rank or not any(reason.flag for reason in blocked.reasons):
        return ()
    if blocked.level is Level.EMERGENCY:
        return words.who_can_help_now
    if blocked.level is Level.URGENT:
        return words.who_can_help_today
    own = _own(blocked)
    return (*(own.who if own is not None else ()), *words.who_can_help)


def _own(blocked: Blocked) -> SignWords | None:
    """What is said of the sign that the card is about."""
    if blocked.words is None or not blocked.reasons:
        return None
    return blocked.words.of_signs.get(blocked.reasons[0].flag)


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
