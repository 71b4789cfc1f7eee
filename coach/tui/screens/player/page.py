"""What stands on the page of the player: it is told what to show, and writes only what has changed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coach.core.session.events import SessionPhase
from coach.core.vocabulary import SessionOutcome
from coach.tui.keys import with_keys
from coach.tui.screens.sheet import Sheet, TopLine, bullets
from coach.tui.widgets.countdown import Countdown
from coach.tui.widgets.figure import FigurePanel
from coach.tui.widgets.pacer import Pacer
from coach.tui.widgets.progress import StepProgress
from coach.tui.widgets.small_window import SmallWindow

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.routine.timeline import Cue
    from coach.core.session.run import Run
    from coach.tui.screens.player.words import View
    from coach.tui.widgets.figure import Moment

PICTURED_FROM = (60, 16)  # columns and rows; in less room the figure would take that of the words
SLIM = 76  # columns; in fewer the figure takes no more than it needs
MOVING = {SessionPhase.RUNNING, SessionPhase.GET_READY}
MARKED = (SessionPhase.ALARM, SessionPhase.TAKE_OFF, SessionPhase.PAUSED, SessionPhase.WAITING, SessionPhase.GET_READY)


class PlayerPage(Sheet[SessionOutcome]):
    """The time, what to do, what comes and how far, for one run."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../sheet.tcss", "player.tcss"]

    def __init__(self, run: Run, *, motion: bool = True) -> None:
        super().__init__()
        self._run = run
        self._motion = motion
        self._shown: View | None = None
        self._written: dict[str, str] = {}
        self._looks: dict[str, bool] = {}

    def compose(self) -> ComposeResult:
        """The time, what to do, what comes, how far."""
        yield from self.compose_small()
        yield TopLine(self._run.session.plan.name)
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
                yield FigurePanel(self.moment, motion=self._motion)
                yield Static(id="picture", markup=False)
                yield Static(id="how-aside", markup=False)
        yield Static(id="notice", markup=False)
        yield StepProgress()
        yield from self.compose_foot()

    def moment(self) -> Moment | None:
        """What the figure shows now; None where nothing is drawn."""
        return None

    def show_moment(self, now: View, cue: Cue | None, moment: Moment | None, notice: str, *, fault: bool) -> None:
        """Write this moment. `cue` is what was said last of this part, `moment` what the figure shows.

        `notice` is a line above the bars; `fault` marks it as one.
        """
        before, self._shown = self._shown, now
        self.query_one(Countdown).show(now.seconds, paused=now.phase is SessionPhase.PAUSED)
        self.query_one(SmallWindow).show(now.seconds)
        self.query_one(StepProgress).show(now.part, now.whole, now.run_left)
        if now.pacer is not None:
            self.query_one(Pacer).show(*now.pacer)
        shown = cue is None or now.say in {cue.words.text, cue.words.line}  # what it asks for stands there anyway
        last_cue = "" if cue is None or shown or now.phase not in MOVING else cue.say
        self._write("side", now.side)
        self._write("say", now.say)
        self._write("banner", with_keys(self.app, now.banner))
        self._write("cue", last_cue if now.pacer is None else "")
        self._write("next", now.next)
        self._write("notice", notice)
        if before is None or before.how != now.how or before.step != now.step or before.setting != now.setting:
            self._show_step(now)
        if before is None or before.phase is not now.phase:
            self._show_phase(now)
        self._show_looks(now, pictured=moment is not None, fault=fault)
        self.query_one(FigurePanel).show(moment)

    def _show_looks(self, now: View, *, pictured: bool, fault: bool) -> None:
        columns, rows = self.size
        looks = {
            "-breathing": now.pacer is not None,
            "-pictured": pictured and columns >= PICTURED_FROM[0] and rows >= PICTURED_FROM[1],
            "-slim": columns < SLIM,
            "-asks": now.asks,
            "-fault": fault,
        }
        if looks != self._looks:
            self._looks = looks
            for name, holds in looks.items():
                self.set_class(holds, name)

    def _show_step(self, now: View) -> None:
        rehearsal = "REHEARSAL, counts as nothing  " if self._run.rehearsal else ""
        self.query_one(TopLine).note(f"{rehearsal}{now.step}")
        for name in ("how", "how-aside"):
            line = self.query_one(f"#{name}", Static)
            line.update(bullets(now.how, (f"{number}." for number in count(1))))
            line.set_class(not now.how, "-empty")
        self._write("picture", now.setting)

    def _show_phase(self, now: View) -> None:
        for phase in MARKED:
            self.set_class(now.phase is phase, f"-{phase}")
        self.refresh_bindings()

    def _write(self, name: str, text: str) -> None:
        """Write only what has changed; a line without words takes no room."""
        if self._written.get(name) != text:
            self._written[name] = text
            line = self.query_one(f"#{name}", Static)
            line.update(text)
            line.set_class(not text, "-empty")
