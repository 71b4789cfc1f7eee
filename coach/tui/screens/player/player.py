"""The player: one guided session on the screen. The run keeps the time; here it is only shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.core.clearance.clearance import Blocked
from coach.core.errors import CoachError
from coach.core.routine.choices import with_variant
from coach.core.routine.routine import is_break
from coach.core.routine.segments import Sound
from coach.core.session.events import CueDue, Reached, SessionPhase
from coach.core.session.hearing import HEARD, Ear
from coach.core.session.keys import EXTEND
from coach.core.vocabulary import SessionOutcome
from coach.tui.keys import with_keys
from coach.tui.screens.card import CardScreen
from coach.tui.screens.player.commands import COMMANDS
from coach.tui.screens.player.page import MOVING, PlayerPage
from coach.tui.screens.player.words import view
from coach.tui.screens.report import ReportScreen
from coach.tui.screens.sheet import Sheet
from coach.tui.widgets.figure import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual.timer import Timer

    from coach.core.coach.door import Coach
    from coach.core.routine.timeline import Cue
    from coach.core.session.events import Position
    from coach.core.session.run import Run
    from coach.core.session.tick import Tick
    from coach.core.settings import Settings

REDRAW = 1.0  # s
PACER_REDRAW = 0.25  # s; the fastest redraw that stays cheap
REHEARSAL_REDRAW = 0.1  # s; a rehearsal runs faster than the wall
ROOMY = 60  # cells
LEAVE = "Leave? What you did is kept.  {player.leave-now:y} leave   {player.stay:n} stay"
ON_SKIN = {SessionPhase.ALARM, SessionPhase.TAKE_OFF}
STANDING = {SessionPhase.PAUSED, SessionPhase.WAITING}


class PlayerScreen(PlayerPage):
    """Shows a run, passes keys to it, and gives its outcome."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause", id="player.pause"),
        Binding("space,enter", "go_on", "Go on", key_display="space", id="player.go-on"),
        Binding("enter,space", "acknowledge", "It is off", key_display="enter", id="player.off"),
        Binding("g", "got_up", "I got up", id="player.got-up"),
        Binding("exclamation_mark,w", "wrong", "Wrong", tooltip="Something is wrong", id="player.wrong"),
        Binding("y", "leave_now", "Leave", id="player.leave-now"),
        Binding("n,escape", "stay", "Stay", key_display="n", id="player.stay"),
        Binding("n", "next", "Next", id="player.next"),
        Binding("q,escape", "leave", "Leave", key_display="q", id="player.leave"),
        Binding("b", "again", "Back", id="player.back"),
        Binding("s", "other_side", "Side", id="player.side"),
        Binding("plus,equals_sign", f"extend({EXTEND})", "10 s", key_display="+", id="player.longer"),
        Binding("minus", f"extend(-{EXTEND})", "10 s", key_display="-", id="player.shorter"),
        Binding("v", "hear", "Hear", tooltip="Voice, chimes or silent", id="player.hear"),
    ]

    def __init__(
        self, run: Run, coach: Coach, settings: Settings, sources: Mapping[str, str], ear: Ear | None = None
    ) -> None:
        super().__init__(run, motion=settings.motion)
        self._coach = coach
        self._ear = ear or Ear(settings, None)
        self._sources = sources
        variant = run.session.plan.choices.variant or ""
        self._techniques = {
            name: with_variant(technique, variant) for name, technique in coach.library.techniques.items()
        }
        self._break = is_break(coach.library.find(run.session.plan.routine))
        self._cue: Cue | None = None  # what was said last of this part
        self._message = ""  # what the last report left out
        self._asking = False  # whether to leave
        self._reporting = False
        self._next_look: Timer | None = None
        self._over = False

    def on_mount(self) -> None:
        """Begin to look at the clock."""
        self.wake()

    def on_screen_resume(self) -> None:
        """Catch up after whatever lay over the player."""
        self.wake()

    def on_unmount(self) -> None:
        """The program was left in mid-session: what was done is kept."""
        if self._run.ended is None and self.app.return_code == 0:
            self._run.leave()
        self._ear.close()

    # --- time -----------------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Look at the clock, act on what time has done, and say when to look again. Safe to call at any time."""
        if self.is_mounted and not self._over:
            self._took(self._run.tick())

    def _took(self, tick: Tick) -> None:
        for event in tick.events:
            if isinstance(event, Reached):
                self._cue = None  # what was said of the part before says nothing of this one
            elif isinstance(event, CueDue):
                self._cue = event.cue
        if self._ear.took(tick):
            self.app.bell()
        if self._run.ended is not None:
            self._finish(self._run.ended)
            return
        phase = tick.position.phase
        if phase is SessionPhase.ALARM:
            self._asking = False
            over = self.app.screen
            if isinstance(over, Sheet) and over.READ_ONLY:
                over.action_back()  # heat and cold come first
        if phase in MOVING and self._shown is not None and self._shown.phase in STANDING:
            self._message = ""
        self._show(tick)

    def _finish(self, outcome: SessionOutcome) -> None:
        """Close, unless something still lies over the player: then it closes after that."""
        if self._reporting or self.app.screen is not self:
            return
        self._over = True
        self.dismiss(outcome)

    def _show(self, tick: Tick) -> None:
        now = view(tick, self._techniques)
        fault = self._run.fault
        asked = LEAVE if self.size.width >= ROOMY else LEAVE.replace("  ", "\n", 1)  # no key stands without its word
        notice = with_keys(self.app, asked) if self._asking else fault or self._run.notice or self._message
        self.show_moment(now, self._cue, self._moment_at(tick.position), notice, fault=bool(fault) and not self._asking)
        moments = [REDRAW]
        moments += [due + 0.001 for due in (tick.due_in, self._ear.due_in(tick.position)) if due is not None]
        if now.phase not in STANDING:
            moments.append(now.seconds % 1 + 0.002)  # when the second on the screen changes
        if now.pacer is not None and now.phase is SessionPhase.RUNNING:
            moments.append(PACER_REDRAW)
        if self._run.rehearsal:
            moments.append(REHEARSAL_REDRAW)
        if self._next_look is not None:
            self._next_look.stop()
        self._next_look = self.set_timer(max(0.02, min(moments)), self.wake)

    def moment(self) -> Moment | None:
        """What the figure shows now, between two ticks."""
        return self._moment_at(self._run.position())

    def _moment_at(self, position: Position) -> Moment | None:
        plan = self._run.session.plan
        if position.segment is None:
            return None
        try:
            figure = self._coach.library.figure_in(plan, position.index)
        except CoachError:  # a damaged picture never stops a session
            return None
        if figure is None:
            return None
        return Moment(figure, plan, position.index, position.elapsed, position.phase is SessionPhase.RUNNING)

    # --- keys -----------------------------------------------------------------------------------------------------

    def commands(self) -> Iterator[tuple[str, str, str]]:
        """What the palette finds here: what can be done now."""
        return (each for each in COMMANDS if self.check_action(each[1].partition("(")[0], ()) is True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One key can mean different things; only what fits the moment is offered."""
        del parameters
        phase = self._run.session.phase
        fits = {
            "pause": phase in MOVING,
            "go_on": phase in STANDING,
            "acknowledge": phase in ON_SKIN,
            "got_up": self._break,
            "leave_now": self._asking,
            "stay": self._asking,
            "leave": not self._asking,
            "next": not self._asking,
            "extend": phase is not SessionPhase.ALARM,
            "other_side": phase is not SessionPhase.ALARM,
        }
        return fits.get(action, True)

    def action_pause(self) -> None:
        """Stop the time. Heat and cold run on until they are off the skin."""
        self._took(self._run.pause())

    def action_go_on(self) -> None:
        """Let the time run."""
        self._took(self._run.resume())

    def action_acknowledge(self) -> None:
        """Heat or cold is off the skin."""
        self._took(self._run.acknowledge())

    def action_got_up(self) -> None:
        """The break is taken, whatever is left of it."""
        self._took(self._run.leave(SessionOutcome.GOT_UP))

    def action_next(self) -> None:
        """Leave this part."""
        self._go(self._run.next)

    def action_again(self) -> None:
        """Begin this part again, or the one before."""
        self._go(self._run.back)

    def action_other_side(self) -> None:
        """Go to the other side."""
        self._go(self._run.other_side)

    def action_extend(self, seconds: int) -> None:
        """More or less of this part."""
        self._took(self._run.extend(seconds))

    def action_hear(self) -> None:
        """Voice, chimes, silent."""
        self.app.notify(f"Heard now: {HEARD[self._ear.cycle(self._run.last.reading.wall)]}", markup=False)

    def action_leave(self) -> None:
        """Ask once; the time runs on."""
        self._ask(True)

    def leave(self) -> None:
        """Ctrl+C asks as q does."""
        if not self._asking:
            self.action_leave()

    def action_help(self) -> None:
        """The session waits while the person reads."""
        self._wait_for_reader()
        super().action_help()

    def action_messages(self) -> None:
        """The session waits while the person reads."""
        self._wait_for_reader()
        super().action_messages()

    def _wait_for_reader(self) -> None:
        if self._run.session.phase in MOVING:
            self.action_pause()

    def action_stay(self) -> None:
        """Go on."""
        self._ask(False)

    def action_leave_now(self) -> None:
        """End here."""
        self._go(self._run.leave)

    def _go(self, move: Callable[[], Tick]) -> None:
        """Move on; what is left behind on the skin is said where the next screen does not hide it."""
        on_skin = self._run.session.phase in {SessionPhase.RUNNING, SessionPhase.TAKE_OFF}
        tick = move()
        for event in tick.events:
            if on_skin and isinstance(event, CueDue) and event.cue.sound is Sound.ALARM:
                self.app.notify(f"{event.cue.words.text}.", severity="warning", markup=False)
        self._took(tick)

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.refresh_bindings()
        self.wake()

    def action_wrong(self) -> None:
        """Something is wrong: freeze, ask, act."""
        self._asking = False
        self._reporting = True
        self._took(self._run.pause())
        self.run_worker(self._report(), exclusive=True)

    async def _report(self) -> None:
        barred = self._run.session.barred
        verdict = await self.app.push_screen_wait(ReportScreen(self._coach, self._run))
        if isinstance(verdict, Blocked):
            await self.app.push_screen_wait(CardScreen(verdict, self._coach, self._sources))
        gone = self._run.session.barred - barred
        if gone:
            names = ", ".join(self._techniques[name].name for name in sorted(gone))
            on = self.key("player.go-on", "Space")
            self._message = f"Left out now: {names}. {on} goes on with the rest."
        self._reporting = False
        self.wake()
