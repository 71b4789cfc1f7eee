"""A prompt that is told once more: where the person wants that, and where what was shown is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders import words
from coach.core.reminders.signals import Stage, Tell
from coach.core.reminders.state import ReminderPhase
from coach.core.reminders.timing import keystrokes

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.plan import ReminderSettings
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.reminders.state import Prompt, ReminderState

PATIENCE = 300.0  # seconds an answer is waited for; then the prompt counts as missed, or is told once more


def ends(prompt: Prompt, settings: ReminderSettings) -> float:
    """When a prompt, or the break it began, is over without a word."""
    if prompt.started is not None:
        return prompt.started + 2 * prompt.seconds + PATIENCE
    return prompt.told + PATIENCE * (2 if _insists(prompt, settings) else 1)


def told_again(
    state: ReminderState, prompt: Prompt, now: Reading, idle: float | None, out: list[ReminderEvent]
) -> ReminderState:
    """Tell it once more where it is wanted, as soon as somebody is there and nothing holds it."""
    late = _insists(prompt, state.plan.settings) and not prompt.again and now.boot >= prompt.told + PATIENCE
    gone = prompt.lost and not prompt.dismissed  # what the person took away stays away
    wanted = state.phase is ReminderPhase.BREAK and prompt.started is None and (gone or late)
    held = any(state.held(kind) for kind in prompt.kinds)
    if not wanted or held or state.absent or not state.grace_over(now):
        return state
    if idle is not None and keystrokes.typing(state, now, idle):
        return keystrokes.patient(state, now, idle)
    notice = words.telling(prompt, state.plan, state.number - 1)
    out.append(Tell(notice, Stage.AGAIN, prompt.told_as, prompt.quiet))
    prompt = replace(prompt, lost=False, again=prompt.again or late)
    return replace(keystrokes.over(state), open=prompt)


def moments(state: ReminderState) -> tuple[float, ...]:
    """When time alone changes anything here."""
    prompt, settings = state.open, state.plan.settings
    if prompt is None or state.phase is not ReminderPhase.BREAK:
        return ()
    return (prompt.told + PATIENCE, ends(prompt, settings))


def _insists(prompt: Prompt, settings: ReminderSettings) -> bool:
    return settings.insist and not (prompt.quiet or prompt.voluntary or prompt.dismissed)
