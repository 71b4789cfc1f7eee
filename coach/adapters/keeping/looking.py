"""Looks at what the rules want to know before a step, each beside the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders.signals import Probe, Signals
from coach.core.reminders.step import step
from coach.core.reminders.timing.looking import tried

if TYPE_CHECKING:
    from coach.core.clock import Clock, Reading
    from coach.core.reminders.ports import Business, Idle
    from coach.core.reminders.state import ReminderState
    from coach.core.reminders.timing.looking import Stepped

UNKNOWN = 300.0  # seconds after which idle time that could not be known is asked for again


class Looks:
    """Idle time and meetings, as often as the rules ask for them."""

    def __init__(self, clock: Clock, idle: Idle, business: Business) -> None:
        self._clock, self._idle, self._business = clock, idle, business
        self._idle_again = clock.now().boot

    async def before(self, state: ReminderState, signals: Signals) -> tuple[Signals, Reading, Stepped]:
        """The signals with what was seen, and the reading of the clock at which nothing more has to be looked at.

        With them the step of then.

        Idle time that can't be known now is not asked for again at once: the rules take "unknown" for "not looked".
        """
        looked: frozenset[Probe] = frozenset()
        while True:
            now = self._clock.now()
            if now.boot < self._idle_again:
                looked |= {Probe.IDLE}
            wanted, stepped = tried(state, now, signals, looked)
            if not wanted:
                return signals, now, stepped or step(state, now, signals)
            looked |= wanted
            if Probe.IDLE in wanted:
                idle = await asyncio.to_thread(self._idle.seconds)
                self._idle_again = now.boot + UNKNOWN if idle is None else now.boot
                signals = replace(signals, idle=idle)
            if Probe.BUSY in wanted:
                signals = replace(signals, busy=await asyncio.to_thread(self._business.busy))
