"""The card as text: what to do first, one reason, what is still open, the source. Never a likely disease."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coach.adapters.terminal import is_tty
from coach.cli.say import say, tell
from coach.core.catalogue.catalogue import Level
from coach.core.catalogue.origins import origins
from coach.core.clearance.card_words import own_number, still_open, until, when, who_can_help
from coach.core.clearance.clearance import NO_REVIEW
from coach.core.errors import CoachError, JournalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.cli.wiring import House
    from coach.core.clearance.clearance import Blocked
    from coach.core.clearance.locks import LockReason
    from coach.core.coach.door import Coach


def card(
    blocked: Blocked, coach: Coach, sources: Mapping[str, str], *, every: bool = False, sourced: bool = False
) -> list[str]:
    """The lines of the card; `every` lists all reasons, else the most serious one stands for them.

    `sourced` names where it comes from, too; else how to see that.
    """
    lines = [f"Card: {blocked.headline}", f"Do first: {blocked.action}", *_number(blocked, coach)]
    soon = when(blocked)
    if soon:
        lines.append(f"When: {soon}")
    if ends := until(blocked, coach.clock.now().wall):
        lines.append(f"Until: {ends}")
    shown = blocked.reasons if every else blocked.reasons[:1]
    for reason in shown:
        if reason.text != blocked.action:
            its_own = _of_one(reason, blocked, coach) if every and len(blocked.reasons) > 1 else ""
            lines.append(f"Because: {reason.text}{its_own}")
    more = sum(bool(reason.flag) for reason in blocked.reasons[len(shown) :])
    if more > 0:
        lines.append(f"And {more} more: coach check")
    opened = still_open(blocked, coach.library.techniques)
    if opened:
        lines.append(f"Still open: {opened}")
    lines += [f"Who can help: {who}" for who in who_can_help(blocked)]
    named = origins((source for reason in shown for source in reason.sources), sources)
    if sourced:
        lines += [f"Where it comes from: {title}" for title in named]
    elif named:
        lines.append("Where it comes from: coach check --sources")
    if blocked.check_due and not coach.rules.safety().fault and blocked.level.rank < Level.CLINICIAN.rank:
        lines.append("Next: coach check")
    lines += [*_visit(blocked.reasons, coach), *_slip(blocked.reasons, coach)]
    lines.append(f"Note: {NO_REVIEW}")
    return lines


def _of_one(reason: LockReason, blocked: Blocked, coach: Coach) -> str:
    """How serious one of several is, by when to act on it, and when it goes by itself."""
    flag = coach.catalogue.flags.get(reason.flag) if coach.catalogue is not None else None
    if coach.catalogue is None or flag is None or blocked.words is None:
        return ""
    found = [coach.catalogue.levels[reason.level].headline]
    if flag.act_within is not None and reason.level is flag.level:
        found.append(blocked.words.act.format(when=blocked.words.when(flag.act_within)))
    if reason.until is not None:
        found.append(f"Until {reason.until.astimezone(coach.clock.now().wall.tzinfo):%Y-%m-%d %H:%M}.")
    return f" {' '.join(found)}"


def overdue_card(house: House) -> frozenset[str]:
    """The card again where the time to act has passed with nobody seen (LR15); gives the flags it is about."""
    late = house.coach.rules.overdue()
    blocked = house.coach.checks.standing() if late else None
    if blocked is None:
        return frozenset()
    say("First: it is time to get this seen. This card comes at each start until you have been.")
    for line in card(blocked, house.coach, house.sources):
        say(line)
    say()
    return frozenset(reason.flag for reason in blocked.reasons if reason.flag)


def overdue_line(house: House) -> None:
    """The same in one line on stderr, for listings."""
    if house.coach.rules.overdue():
        tell("It is time to get something seen. What it is: coach check")


def number_of(coach: Coach) -> str:
    """The person's own emergency number, empty where it is not known."""
    try:
        return coach.entries.about_me().emergency_number
    except JournalError:
        return ""


def _number(blocked: Blocked, coach: Coach) -> list[str]:
    """The number to call, where it is known: an emergency is no time to ask for it."""
    line = own_number(blocked, number_of(coach))
    return [line] if line else []


def _visit(reasons: Iterable[LockReason], coach: Coach) -> list[str]:
    """How to record a visit, where one opens what is locked: at a terminal it asks for the rest itself."""
    catalogue = coach.catalogue
    if catalogue is None:
        return []
    up = list(dict.fromkeys(reason.flag for reason in reasons if reason.flag in catalogue.flags))
    lasting = [name for name in up if "clinician" in catalogue.flags[name].clears]
    if not lasting:
        return []
    if is_tty(sys.stdout):
        return ["I have been seen: coach log visit"]
    return [f'I have been seen: coach log visit --flag {" ".join(lasting)} --who "NAME" --fine WHAT-THEY-ALLOW']


def _slip(reasons: Iterable[LockReason], coach: Coach) -> list[str]:
    """How to take back what was answered just now, while that can be done."""
    try:
        slips = coach.entries.slips(list(dict.fromkeys(reason.flag for reason in reasons if reason.flag)))
    except CoachError:
        return []
    names = "" if is_tty(sys.stdout) else f" {' '.join(slips)}"
    return [f"It was a slip: coach log slip{names} (within 10 minutes)"] if slips else []
