"""The card as text: what to do first, one reason, what is still open, the source. Never a likely disease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue import Level
from coach.core.clearance import NO_REVIEW
from coach.core.origins import origins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.core.clearance import Blocked, Reason
    from coach.core.coach import Coach


def card(blocked: Blocked, coach: Coach, sources: Mapping[str, str], *, every: bool = False) -> list[str]:
    """The lines of the card; `every` lists all reasons, else the most serious one stands for them."""
    lines = [f"Card: {blocked.headline}", f"Do first: {blocked.action}"]
    if blocked.act_within is not None and blocked.level.rank >= Level.CLINICIAN.rank:
        lines.append(f"When: {within(blocked.act_within)}")
    shown = blocked.reasons if every else blocked.reasons[:1]
    lines += [f"Because: {reason.text}" for reason in shown if reason.text != blocked.action]
    more = sum(bool(reason.flag) for reason in blocked.reasons[len(shown) :])
    if more > 0:
        lines.append(f"And {more} more: coach check")
    lines.append(f"Still open: {allowed(blocked.allowed, coach)}")
    named = origins((source for reason in shown for source in reason.sources), sources)
    lines += [f"Where it comes from: {title}" for title in named]
    if blocked.check_due and not coach.safety().fault and blocked.level.rank < Level.CLINICIAN.rank:
        lines.append("Next: coach check")
    lines += _visit(blocked.reasons, coach)
    lines.append(f"Note: {NO_REVIEW}")
    return lines


def within(hours: int) -> str:
    """A time to act in words."""
    if hours == 0:
        return "now"
    days, rest = divmod(hours, 24)
    return f"within {days} days" if days > 1 and not rest else f"within {hours} hours"


def allowed(ids: Iterable[str], coach: Coach) -> str:
    """Techniques by name."""
    names = [coach.techniques[name].name for name in ids if name in coach.techniques]
    return ", ".join(names) if names else "nothing for now"


def _visit(reasons: Iterable[Reason], coach: Coach) -> list[str]:
    """How to record a visit, where one opens what is locked."""
    catalogue = coach.catalogue
    if catalogue is None:
        return []
    up = list(dict.fromkeys(reason.flag for reason in reasons if reason.flag in catalogue.flags))
    lasting = [name for name in up if "clinician" in catalogue.flags[name].clears]
    if not lasting:
        return []
    return [f'After a visit: coach log visit --flag {" ".join(lasting)} --who "NAME" --fine WHAT-THEY-ALLOW']
