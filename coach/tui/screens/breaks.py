"""Breaks: when the next one comes, what holds them, what became of them, and the keys to steer them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.errors import JournalError
from coach.core.reminders.signals import (
    Back,
    BusyFor,
    Command,
    GotUp,
    PauseFor,
    PauseUntilTomorrow,
    Resume,
    Skip,
    Snooze,
    Start,
)
from coach.tui.reminders import day_words, line, pauses, week_lines
from coach.tui.screens.rate import AskScreen
from coach.tui.screens.sheet import Sheet, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.core.clock import Clock
    from coach.tui.reminders import Reminders

PAUSES: tuple[tuple[str, Command], ...] = (
    ("30 minutes", PauseFor(1800)),
    ("1 hour", PauseFor(3600)),
    ("3 hours", PauseFor(3 * 3600)),
    ("Until tomorrow", PauseUntilTomorrow()),
)
BUSY: tuple[tuple[str, Command], ...] = tuple((f"{minutes} minutes", BusyFor(minutes)) for minutes in (30, 60, 90))
WEEK = 7
NOBODY = "The reminders are not running here. Start them with: coach remind"
REFRESH = 20.0  # seconds


class BreaksScreen(Sheet[None]):
    """Shows how the reminders stand; every key asks whoever keeps them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start", "Break now", id="breaks.start"),
        Binding("p", "pause", "Pause", id="breaks.pause"),
        Binding("r", "ask('resume')", "Go on", id="breaks.resume"),
        Binding("b", "busy", "Busy", id="breaks.busy"),
        Binding("z", "ask('snooze')", "Later", id="breaks.later"),
        Binding("d", "ask('skip')", "Skip", id="breaks.skip"),
        Binding("g", "ask('done')", "I got up", id="breaks.got-up"),
        Binding("k", "ask('back')", "I'm back", id="breaks.here"),
        Binding("escape,q,a", "back", "Back", key_display="esc", id="breaks.back"),
    ]

    def __init__(self, reminders: Reminders, clock: Clock) -> None:
        super().__init__()
        self._reminders, self._clock = reminders, clock

    def compose(self) -> ComposeResult:
        """What stands, today, the week."""
        yield from self.compose_small()
        yield TopLine("Breaks")
        with VerticalScroll(classes="sheet"):
            yield Static(id="standing", classes="subhead", markup=False)
            yield Static(id="pauses", markup=False)
            yield Static("Today", classes="subhead gap", markup=False)
            yield Static(id="day", markup=False)
            yield Static("The last seven days: kept out of prompted", classes="subhead gap", markup=False)
            yield Static(id="week", markup=False)
            yield Static(id="elsewhere", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Look, and look again now and then: minutes go by."""
        self.look()
        self.set_interval(REFRESH, self.look)

    def look(self) -> None:
        """Show how it stands now."""
        status = self._reminders.status()
        self.query_one("#standing", Static).update(line(status) or NOBODY)
        self.query_one("#pauses", Static).update("\n".join(pauses(status)))
        today = self._clock.now().wall.date()
        try:
            first = today - timedelta(days=WEEK - 1)
            counts = self._reminders.break_counts(first, WEEK)
            elsewhere = self._reminders.breaks_elsewhere(first, WEEK)
        except JournalError as error:
            self.query_one("#day", Static).update(str(error))
            return
        self.query_one("#day", Static).update(day_words(counts[-1]))
        self.query_one("#week", Static).update("\n".join(week_lines(counts)))
        others = [line for week in elsewhere for line in ("", "On another computer:", *week_lines(week))]
        self.query_one("#elsewhere", Static).update("\n".join(others))

    def _obey(self, command: Command) -> None:
        async def work() -> None:
            why = await self._reminders.obey(command)
            if why:
                self.app.notify(why, severity="warning", markup=False)
            if self.is_attached:
                self.look()

        self.app.run_worker(work(), group="answers")  # the answer may come when this screen is gone

    def action_ask(self, what: str) -> None:
        """Ask for this."""
        asked: dict[str, Command] = {"resume": Resume(), "snooze": Snooze(), "skip": Skip(), "back": Back()}
        self._obey(asked.get(what, GotUp()))

    def action_start(self) -> None:
        """A guided break now: this screen makes room for it."""
        self._obey(Start())
        self.dismiss(None)

    def action_pause(self) -> None:
        """No reminder for a time."""
        self._choose("Pause", "No reminders for how long?", PAUSES)

    def action_busy(self) -> None:
        """In a meeting."""
        self._choose("Busy", "Busy for how long?", BUSY)

    def _choose(self, title: str, question: str, choices: tuple[tuple[str, Command], ...]) -> None:
        def chosen(index: int | str | None) -> None:
            if isinstance(index, int):
                self._obey(choices[index][1])

        self.app.push_screen(AskScreen(title, question, [words for words, _ in choices]), chosen)
