"""The player: one guided session on the screen. The run keeps the time; here it is only shown."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Static

from coach.core.choices import with_variant
from coach.core.clearance import Blocked
from coach.core.events import CueDue, Outcome, Phase
from coach.core.parts import Sound
from coach.tui.screens.card import CardScreen
from coach.tui.screens.player_commands import PlayerCommands
from coach.tui.screens.player_words import View, view
from coach.tui.screens.report import ReportScreen
from coach.tui.screens.sheet import Sheet, TopLine, bullets
from coach.tui.widgets.countdown import Countdown
from coach.tui.widgets.pacer import Pacer
from coach.tui.widgets.progress import StepProgress
from coach.tui.widgets.small_window import SmallWindow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.types import CSSPathType

    from coach.core.coach import Coach
    from coach.core.events import Event
    from coach.core.run import Run
    from coach.core.settings import Settings

HEARD = frozenset(set(Sound) - {Sound.HALF, Sound.SOON})  # a bell there could be taken for the end
ALARM_EVERY = 2  # s between two bells of the alarm
REDRAW = 1.0  # s
PACER_REDRAW = 0.25  # s; the fastest redraw that stays cheap
REHEARSAL_REDRAW = 0.1  # s; a rehearsal runs faster than the wall
LEAVE = "Leave? What you did is kept.  y leave   n stay"
MOVING = {Phase.RUNNING, Phase.GET_READY}
ON_SKIN = {Phase.ALARM, Phase.TAKE_OFF}
STANDING = {Phase.PAUSED, Phase.WAITING}


class PlayerScreen(Sheet[Outcome]):
    """Shows a run, passes keys to it, and gives its outcome."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "player.tcss"]
    COMMANDS = {PlayerCommands}  # noqa: RUF012 - as Textual declares it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause"),
        Binding("space,enter", "go_on", "Go on", key_display="space"),
        Binding("enter,space", "acknowledge", "It is off", key_display="enter"),
        Binding("y", "leave_now", "Leave"),
        Binding("n,escape", "stay", "Stay", key_display="n"),
        Binding("n", "next", "Next"),
        Binding("exclamation_mark", "wrong", "Wrong", key_display="!", tooltip="Something is wrong"),
        Binding("q,escape", "leave", "Leave", key_display="q"),
        Binding("b", "back", "Back"),
        Binding("s", "other_side", "Side"),
        Binding("plus,equals_sign", "extend(10)", "10 s", key_display="+"),
        Binding("minus", "extend(-10)", "10 s", key_display="-"),
    ]

    def __init__(self, run: Run, coach: Coach, settings: Settings, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._session = run
        self._coach = coach
        self._settings = settings
        self._sources = sources
        variant = run.session.plan.choices.variant or ""
        self._techniques = {name: with_variant(technique, variant) for name, technique in coach.techniques.items()}
        self._shown: View | None = None
        self._cue = ""
        self._message = ""  # what the last report left out
        self._asking = False  # whether to leave
        self._reporting = False
        self._beat = -1  # how many bells this alarm has had
        self._next_look: Timer | None = None
        self._over = False

    def compose(self) -> ComposeResult:
        """The time, what to do, what comes, how far."""
        yield from self.compose_small()
        yield TopLine(self._session.session.plan.name)
        with Horizontal(id="stage"):
            with Vertical(id="main"):
                yield Countdown()
                yield Pacer()
                yield Static(id="side", markup=False)
                yield Static(id="say", markup=False)
                yield Static(id="banner", markup=False)
                yield Static(id="cue", markup=False)
                yield Static(id="how", markup=False)
                yield Static(id="next", markup=False)
            with Vertical(id="aside"):
                yield Static(id="picture", markup=False)
                yield Static(id="how-aside", markup=False)
        yield Static(id="notice", markup=False)
        yield StepProgress()
        yield Footer()

    def on_mount(self) -> None:
        """Begin to look at the clock."""
        self.wake()

    def on_screen_resume(self) -> None:
        """Catch up after whatever lay over the player."""
        self.wake()

    def on_unmount(self) -> None:
        """The program was left in mid-session: what was done is kept."""
        if self._session.ended is None and self.app.return_code == 0:
            self._session.leave()

    # --- time -----------------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Look at the clock, act on what time has done, and say when to look again. Safe to call at any time."""
        if self.is_mounted and not self._over:
            self._took(self._session.tick())

    def _took(self, events: Iterable[Event]) -> None:
        ring = False
        for event in events:
            if isinstance(event, CueDue):
                self._cue = event.cue.say
                ring = ring or event.cue.sound in HEARD
        if self._session.ended is not None:
            self._ring(ring)
            self._finish(self._session.ended)
            return
        position = self._session.position()
        beat = int(position.over // ALARM_EVERY) if position.phase is Phase.ALARM else -1
        self._ring(ring or beat > self._beat)
        self._beat = beat
        if position.phase is Phase.ALARM:
            self._asking = False
        if position.phase in MOVING and self._shown is not None and self._shown.phase in STANDING:
            self._message = ""
        self._show(view(self._session, position, self._techniques))
        self._look_again()

    def _ring(self, wanted: bool) -> None:
        if wanted and self._settings.sound:
            self.app.bell()

    def _finish(self, outcome: Outcome) -> None:
        """Close, unless something still lies over the player: then it closes after that."""
        if self._reporting or self.app.screen is not self:
            return
        self._over = True
        self.dismiss(outcome)

    def _look_again(self) -> None:
        if self._next_look is not None:
            self._next_look.stop()
        now = self._shown
        assert now is not None  # noqa: S101 - shown just before
        moments = [REDRAW]
        due = self._session.due_in()
        if due is not None:
            moments.append(due + 0.001)
        if now.phase not in STANDING:
            moments.append(now.seconds % 1 + 0.002)  # when the second on the screen changes
        if now.pacer is not None and now.phase is Phase.RUNNING:
            moments.append(PACER_REDRAW)
        if self._session.rehearsal:
            moments.append(REHEARSAL_REDRAW)
        self._next_look = self.set_timer(max(0.02, min(moments)), self.wake)

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, now: View) -> None:
        before, self._shown = self._shown, now
        countdown = self.query_one(Countdown)
        countdown.seconds_left = now.seconds
        countdown.paused = now.phase is Phase.PAUSED
        self.query_one(SmallWindow).seconds_left = now.seconds
        progress = self.query_one(StepProgress)
        progress.part, progress.whole, progress.seconds_left = now.part, now.whole, now.run_left
        if now.pacer is not None:
            pacer = self.query_one(Pacer)
            pacer.phase, pacer.fraction = now.pacer
        heard = self._cue if now.phase in MOVING and not self._cue.endswith(now.say) else ""
        self._write("side", now.side)
        self._write("say", now.say)
        self._write("banner", now.banner)
        self._write("cue", heard if now.pacer is None else "")
        self._write("next", now.next)
        self._write("notice", LEAVE if self._asking else self._session.fault or self._session.notice or self._message)
        self.query_one("#notice").set_class(bool(self._session.fault) and not self._asking, "-fault")
        if before is None or before.how != now.how or before.step != now.step or before.setting != now.setting:
            self._show_step(now)
        if before is None or before.phase is not now.phase:
            self._show_phase(now)
        if before is None or (before.pacer is None) is not (now.pacer is None):
            self.set_class(now.pacer is not None, "-breathing")

    def _show_step(self, now: View) -> None:
        rehearsal = "REHEARSAL, counts as nothing  " if self._session.rehearsal else ""
        self.query_one(TopLine).note(f"{rehearsal}{now.step}")
        for name in ("how", "how-aside"):
            line = self.query_one(f"#{name}", Static)
            line.update(bullets(now.how, (f"{number}." for number in count(1))))
            line.set_class(not now.how, "-empty")
        self._write("picture", now.setting)

    def _show_phase(self, now: View) -> None:
        for phase in (Phase.ALARM, Phase.TAKE_OFF, Phase.PAUSED, Phase.WAITING, Phase.GET_READY):
            self.set_class(now.phase is phase, f"-{phase}")
        self.refresh_bindings()

    def _write(self, name: str, text: str) -> None:
        """Write only what has changed; a line without words takes no room."""
        line = self.query_one(f"#{name}", Static)
        if line.content != text:
            line.update(text)
        line.set_class(not text, "-empty")

    # --- keys -----------------------------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        """Whether this can be done now."""
        return self.check_action(action.partition("(")[0], ()) is True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One key can mean different things; only what fits the moment is offered."""
        del parameters
        phase = self._session.session.phase
        fits = {
            "pause": phase in MOVING,
            "go_on": phase in STANDING,
            "acknowledge": phase in ON_SKIN,
            "leave_now": self._asking,
            "stay": self._asking,
            "leave": not self._asking,
            "next": not self._asking,
        }
        return fits.get(action, True)

    def action_pause(self) -> None:
        """Stop the time. Heat and cold run on until they are off the skin."""
        self._took(self._session.pause())

    def action_go_on(self) -> None:
        """Let the time run."""
        self._took(self._session.resume())

    def action_acknowledge(self) -> None:
        """Heat or cold is off the skin."""
        self._took(self._session.acknowledge())

    def action_next(self) -> None:
        """Leave this part."""
        self._took(self._session.next())

    def action_back(self) -> None:
        """Begin this part again, or the one before."""
        self._took(self._session.back())

    def action_other_side(self) -> None:
        """Go to the other side."""
        self._took(self._session.other_side())

    def action_extend(self, seconds: int) -> None:
        """More or less of this part."""
        self._took(self._session.extend(seconds))

    def action_leave(self) -> None:
        """Ask once; the time runs on."""
        self._ask(True)

    def action_stay(self) -> None:
        """Go on."""
        self._ask(False)

    def action_leave_now(self) -> None:
        """End here."""
        self._took(self._session.leave())

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.refresh_bindings()
        self.wake()

    def action_wrong(self) -> None:
        """Something is wrong: freeze, ask, act."""
        self._asking = False
        self._reporting = True
        self._took(self._session.pause())
        self.run_worker(self._report(), exclusive=True)

    async def _report(self) -> None:
        barred = self._session.session.barred
        verdict = await self.app.push_screen_wait(ReportScreen(self._coach, self._session))
        if isinstance(verdict, Blocked):
            await self.app.push_screen_wait(CardScreen(verdict, self._coach, self._sources))
        gone = self._session.session.barred - barred
        if gone:
            names = ", ".join(self._techniques[name].name for name in sorted(gone))
            self._message = f"Left out now: {names}. Space goes on with the rest."
        self._reporting = False
        self.wake()
