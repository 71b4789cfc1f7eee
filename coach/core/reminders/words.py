"""What a prompt says: titles and texts, short enough for every channel, and the buttons under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.ports import Notice
from coach.core.reminders.signals import AnotherInterval, Back, Dismissed, GotUp, Lost, Skip, Snooze, Start
from coach.core.routine.movement import fitting
from coach.core.settings import DONE

if TYPE_CHECKING:
    from coach.core.reminders.plan import Plan
    from coach.core.reminders.signals import Command
    from coach.core.reminders.state import Item, Prompt

LONG = 3 * 3600  # seconds of sitting beyond which nobody counts minutes
SEEN = "Have you been seen?"
TIRED = "Is this a good time for a break?"


def notice(prompt: Prompt, plan: Plan) -> Notice:
    """The announcement of a break."""
    title = f"{_title(prompt.lead)} in {plan.settings.notice_seconds} seconds"
    return Notice(prompt.id, title, "Finish your sentence.", *_answers(prompt, plan))


def telling(prompt: Prompt, plan: Plan, turn: int) -> Notice:
    """The prompt itself. The text names the movement, so that reading it is enough."""
    if prompt.seen:
        text = "Your last answers need a doctor or nurse. Until then reminders wait. Tell Coach once you have been."
        return Notice(prompt.id, SEEN, text, *_answers(prompt, plan))
    if prompt.asks:
        often = plan.settings.interval_minutes
        text = f"{_say(prompt, plan, turn)} Three reminders had no answer. Would more or less often than every {often} "
        return Notice(prompt.id, TIRED, f"{text}minutes suit you better?", *_answers(prompt, plan))
    title = _title(prompt.lead)
    if prompt.covers(ReminderKind.MOVEMENT) and prompt.sat >= plan.settings.interval + 60:
        title = f"{since(prompt.sat)} since you last stood up"
    words = [_say(prompt, plan, turn), *(_rider(item) for item in prompt.items[1:])]
    if prompt.snoozes:
        words.append(f"Put off {prompt.snoozes} of {plan.settings.most_snoozes} times.")
    return Notice(prompt.id, title[:63], " ".join(word for word in words if word)[:255], *_answers(prompt, plan))


def not_opened(prompt: Prompt, plan: Plan, why: str) -> Notice:
    """What was to be started did not open: why, and what would help. It can still be answered."""
    return Notice(prompt.id, "Nothing could be opened", why[:255], *_answers(prompt, plan))


def returning(name: str) -> Notice:
    """After a break, where the person wants to be asked."""
    return Notice(name, "Are you back?", "The next countdown starts when you say so.", (("back", "I'm back"),), "back")


def since(seconds: float) -> str:
    """A length of sitting in words."""
    if seconds > LONG:
        return "A long while"
    return f"{round(seconds / 60)} minutes"


def command_of(prompt: str, action: str) -> Command | None:
    """What the button `action` of this prompt asks for; None for one that is unknown."""
    if action == "back":
        return Back()
    kinds: dict[str, Command] = {
        "got-up": GotUp(prompt),
        "start": Start(prompt),
        "snooze": Snooze(prompt=prompt),
        "skip": Skip(prompt),
        "less-often": AnotherInterval(longer=True, prompt=prompt),
        "more-often": AnotherInterval(longer=False, prompt=prompt),
        "dismissed": Dismissed(prompt),
        "lost": Lost(prompt),
    }
    name, _, minutes = action.rpartition("-")
    if name == "snooze" and minutes.isdecimal() and len(minutes) < 3:
        return Snooze(int(minutes), prompt)
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


def _answers(prompt: Prompt, plan: Plan) -> tuple[tuple[tuple[str, str], ...], str]:
    """The buttons, and which of their names a click on the text stands for."""
    actions = _actions(prompt, plan)
    done = plan.settings.on_click == DONE and "got-up" in dict(actions)
    return actions, "got-up" if done else "start"


def _actions(prompt: Prompt, plan: Plan) -> tuple[tuple[str, str], ...]:
    if prompt.seen:  # it can't be put off, and no break answers it
        return (("start", "Open Coach"), ("skip", "Not yet"))
    left = plan.settings.most_snoozes - prompt.snoozes
    bodily = prompt.lead.kind in {ReminderKind.MOVEMENT, ReminderKind.ROUTINE}
    done = {ReminderKind.DRINK: "Done", ReminderKind.DESK: "Done"}.get(prompt.lead.kind, "I got up")
    found = [("got-up", done)] if bodily or prompt.lead.kind in {ReminderKind.DRINK, ReminderKind.DESK} else []
    if prompt.asks:
        longer, shorter = plan.settings.other_intervals
        others = ("less-often", longer), ("more-often", shorter)
        found += [(name, f"Every {minutes} min") for name, minutes in others if minutes is not None]
        return (*found, ("skip", "Leave it so"))
    found.append(("start", "Start" if bodily else "Open"))
    if left > 0 and plan.settings.snooze_minutes:
        first, *later = plan.settings.snooze_minutes
        found += [("snooze", f"In {first} min ({left} left)"), ("skip", "Skip")]
        return (*found, *((f"snooze-{minutes}", f"In {minutes} min") for minutes in later))
    return (*found, ("skip", "Skip"))
