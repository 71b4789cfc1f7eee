"""What every card says beside its reasons, on the screen and in lines of text: who can help, what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import NO_REVIEW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.core.clearance.clearance import Blocked
    from coach.core.routine.routine import Technique

WHO_CAN_HELP = (
    "Doctor: listens, examines you, may order a scan or other tests, and treats.",
    "Physiotherapist: checks how you move, treats by hand, and shows you exercises.",
    "Massage therapist: works on tight muscle, once nothing else needs a look first.",
    "Pharmacist: can tell you whom to see, and how soon.",
)
NOW = ("Your emergency number, or the nearest hospital.",)


def act_within_words(hours: int | None) -> str:
    """How soon to act, in words; empty where no time is given."""
    if hours is None:
        return ""
    if hours == 0:
        return "Act now."
    return f"Act within {hours} hours." if hours <= 48 else f"Act within {hours // 24} days."


def who_can_help(blocked: Blocked) -> tuple[str, ...]:
    """Who can help, and what they may do; nothing where no sign is up."""
    if blocked.level.rank < Level.CAUTION.rank or not any(reason.flag for reason in blocked.reasons):
        return ()
    return NOW if blocked.level is Level.EMERGENCY else WHO_CAN_HELP


def own_number(blocked: Blocked, number: str) -> str:
    """The person's own emergency number on a card that is urgent; none is ever guessed."""
    return f"Your emergency number: {number}" if number and blocked.level.rank >= Level.URGENT.rank else ""


def still_open(blocked: Blocked, techniques: Mapping[str, Technique]) -> str:
    """The techniques that stay open, by name."""
    if not blocked.allowed:
        return "No routines for now. What you wrote down is kept."
    return ", ".join(techniques[name].name for name in blocked.allowed if name in techniques)


def summary(blocked: Blocked, number: str, techniques: Mapping[str, Technique], now: datetime) -> str:
    """The card as plain text, to take along; `now` is local."""
    head = f"{blocked.headline} {act_within_words(blocked.act_within)}".strip()
    own = own_number(blocked, number)
    rest = ["Why:", *(f"- {reason.text}" for reason in blocked.reasons)]
    rest += [f"Still open: {still_open(blocked, techniques)}", NO_REVIEW]
    return "\n".join([f"Coach, {now:%Y-%m-%d %H:%M}", head, blocked.action, *([own] if own else []), *rest])
