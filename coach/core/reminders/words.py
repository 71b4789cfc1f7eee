"""What a prompt says: titles and texts, short enough for every channel, and the buttons under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.ports import Notice
from coach.core.reminders.signals import Back, GotUp, Skip, Snooze, Start
from coach.core.routine.movement import fitting

if TYPE_CHECKING:
    from coach.core.reminders.plan import Plan
    from coach.core.reminders.signals import Command
    from coach.core.reminders.state import Item, Prompt

LONG = 3 * 3600  # seconds of sitting beyond which nobody counts minutes
SEEN = "Have you been seen?"


def notice(prompt: Prompt, plan: Plan) -> Notice:
    """The announcement of a break."""
    title = f"{_title(prompt.lead)} in {plan.settings.notice_seconds} seconds"
    return Notice(prompt.id, title, "Finish your sentence.", _actions(prompt, plan))


def telling(prompt: Prompt, plan: Plan, turn: int) -> Notice:
    """The prompt itself. The text names the movement, so that reading it is enough."""
    if prompt.seen:
        text = "Your last answers need a doctor or nurse. Until then reminders wait. Tell Coach once you have been."
        return Notice(prompt.id, SEEN, text, (("start", "Open Coach"), ("skip", "Not yet")))
    if prompt.asks:
        often = plan.settings.interval_minutes
        text = f"{_say(prompt, plan, turn)} Three reminders had no answer. Would another time, or more or less often "
        text += f"than every {often} minutes, suit you better?"
        return Notice(prompt.id, "Is this a good time for a break?", text, _actions(prompt, plan))
    title = _title(prompt.lead)
    if prompt.covers(ReminderKind.MOVEMENT) and prompt.sat >= plan.settings.interval + 60:
        title = f"{since(prompt.sat)} since you last stood up"
    words = [_say(prompt, plan, turn), *(_rider(item) for item in prompt.items[1:])]
    if prompt.snoozes:
        words.append(f"Put off {prompt.snoozes} of {plan.settings.most_snoozes} times.")
    return Notice(prompt.id, title[:63], " ".join(word for word in words if word)[:255], _actions(prompt, plan))


def returning(name: str) -> Notice:
    """After a break, where the person wants to be asked."""
    return Notice(name, "Are you back?", "The next countdown starts when you say so.", (("back", "I'm back"),))


def since(seconds: float) -> str:
    """A length of sitting in words."""
    if seconds > LONG:
        return "A long while"
    return f"{round(seconds / 60)} minutes"


def command_of(prompt: str, action: str) -> Command | None:
    """What the button `action` of this prompt asks for; None for one that is unknown. A click on the text starts."""
    if action == "back":
        return Back()
    kinds: dict[str, Command] = {
        "got-up": GotUp(prompt),
        "start": Start(prompt),
        "default": Start(prompt),
        "snooze": Snooze(prompt=prompt),
        "skip": Skip(prompt),
    }
    return kinds.get(action)


def _title(item: Item) -> str:
    return {
        ReminderKind.MOVEMENT: "Time to stand up",
        ReminderKind.DESK: "How do you sit?",
        ReminderKind.DRINK: "Time for some water",
        ReminderKind.ROUTINE: f"Planned now: {item.name}",
        ReminderKind.FOLLOW_UP: "How is it going?",
        ReminderKind.SEEN: SEEN,
    }[item.kind]


def _say(prompt: Prompt, plan: Plan, turn: int) -> str:
    item = prompt.lead
    if item.kind is ReminderKind.MOVEMENT:
        opened = fitting(plan.movements, plan.open_techniques)
        return opened[turn % len(opened)].prompt if opened else "Stand up and walk a little."
    return {
        ReminderKind.DESK: "A minute for your set-up: chair, feet, screen, shoulders.",
        ReminderKind.DRINK: "Have a glass of water.",
        ReminderKind.ROUTINE: f"{max(1, round(item.seconds / 60))} min: {item.name}.",
    }.get(item.kind, item.text)


def _rider(item: Item) -> str:
    return {
        ReminderKind.MOVEMENT: "Stand up for it, too.",
        ReminderKind.DESK: "Then look over how you sit.",
        ReminderKind.DRINK: "Have some water.",
        ReminderKind.ROUTINE: f"Also planned: {item.name}.",
    }.get(item.kind, item.text)


def _actions(prompt: Prompt, plan: Plan) -> tuple[tuple[str, str], ...]:
    left = plan.settings.most_snoozes - prompt.snoozes
    bodily = prompt.lead.kind in {ReminderKind.MOVEMENT, ReminderKind.ROUTINE}
    done = {ReminderKind.DRINK: "Done", ReminderKind.DESK: "Done"}.get(prompt.lead.kind, "I got up")
    found = [("got-up", done)] if bodily or prompt.lead.kind in {ReminderKind.DRINK, ReminderKind.DESK} else []
    found.append(("start", "Start" if bodily else "Open"))
    if left > 0 and plan.settings.snooze_minutes:
        found.append(("snooze", f"In {plan.settings.snooze_minutes[0]} min ({left} left)"))
    return (*found, ("skip", "Skip"))
