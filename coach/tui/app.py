"""The full-screen program: four places, the tasks pushed over them, and one way to leave."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from coach.core.errors import BadInput, CoachError
from coach.core.routine.choices import Choices, DoseChoice
from coach.tui.screens.place import Place
from coach.tui.screens.today import TodayScreen
from coach.tui.theme import HOUSE_THEMES, pick_theme

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from coach.core.clock import Clock
    from coach.core.coach.door import Coach
    from coach.core.reminders.signals import Command, OpenBreak
    from coach.core.session.ports import Loudspeaker
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea, SessionOutcome, Side
    from coach.tui import requests
    from coach.tui.reminders import Reminders

NEW_DAY = 20.0  # seconds between two looks at the date
SEEN = 20.0  # seconds that a prompt stays over another screen
HEARINGS = {
    "voice": "A voice says each cue",
    "chimes": "A chime for each cue",
    "silent": "Only the alarm of heat and cold rings",
}
Start = tuple[str, Choices, "Callable[[], Clock] | None"]


class Opened(NamedTuple):
    """What the program works on: the one door, source titles by id, and sentences to show once.

    `keep` writes a summary to a file and says where it is; it raises CoachError. `reminders` None: there are none here.
    """

    coach: Coach
    sources: Mapping[str, str]
    notices: tuple[str, ...] = ()
    keep: Callable[[str], str] | None = None
    reminders: Reminders | None = None


class CoachApp(App[None]):
    """The program. `open_house` is asked for what to work on when the first frame stands.

    `open_speaker` gives what a session is heard from.
    `start` goes straight into one routine and leaves with its end. `exit_code` is for the command line: 0, 3 where
    the safety rules blocked `start`, 2 or 1 where something failed. `terminal` is what the terminal says of its
    colours (COLORFGBG), for the theme "auto".
    """

    CSS_PATH = "screens/today.tcss"  # the widgets of the other screens follow when it stands
    TITLE = "Coach"
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave Coach at once", show=False, priority=True),
    ]
    _coach: Coach  # these two from `_open` on
    _sources: Mapping[str, str]
    _keep: Callable[[str], str] | None
    _reminders: Reminders | None = None

    def __init__(
        self,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        open_house: Callable[[], Opened],
        start: Start | None = None,
        terminal: str = "",
        open_speaker: Callable[[Settings], Loudspeaker] | None = None,
    ) -> None:
        self.MODES = {  # type: ignore[misc]  # the places take what was handed in
            "today": self._today if start is None else Screen,
            "library": self._library,
            "history": self._history,
            "settings": self._settings,
        }
        super().__init__()
        self.exit_code = 0
        self.settings = settings
        self._save = save_settings
        self._open_speaker = open_speaker
        self._open_house = open_house
        self._is_open = False
        self._early: list[events.InputEvent] = []
        self._start = start
        self._terminal = terminal
        self._guiding = False
        self._prompted = ""
        self._stale: set[Screen[Any]] = set()
        for theme in HOUSE_THEMES:
            self.register_theme(theme)
        self.theme = pick_theme(settings.theme, terminal)[0]

    def on_mount(self) -> None:
        """Say what is wrong with the theme; open the house when the first frame stands."""
        self.call_after_refresh(self._open)
        problem = pick_theme(self.settings.theme, self._terminal)[1]
        if problem:
            self.notify(problem, severity="warning", markup=False)

    def _open(self) -> None:
        try:
            self._coach, self._sources, notices, self._keep, self._reminders = self._open_house()
        except CoachError as error:
            self.exit_code = 1
            self.exit(message=str(error))
            return
        self._dress()
        self._is_open = True
        today = self.screen_stack[0]
        if isinstance(today, TodayScreen):
            today.open(self._coach, notices)
        if self._start is not None:
            self.run_worker(self._only(*self._start), exclusive=True, group="flow")
        if self._reminders is not None:
            work = self._reminders.run(self._reminded, self._opened_by_reminder)
            self.run_worker(work, group="reminders", exit_on_error=False)
        self._day = self._coach.clock.now().wall.date()
        self.set_interval(NEW_DAY, self._new_day)
        early, self._early = self._early, []
        safety = self._coach.rules.audit()
        if self._start is None and self._coach.rules.overdue(safety):
            self._guide(self._card)  # LR15: at each start, and no key typed before it was seen puts it away
            return
        for event in early:
            self.post_message(event)

    async def on_event(self, event: events.Event) -> None:
        """What is typed before the house is open is kept for when it is."""
        if isinstance(event, events.InputEvent) and not self._is_open:
            self._early.append(event)
        else:
            await super().on_event(event)

    def _dress(self) -> None:
        """Read the styles that the first frame did not need."""
        self.stylesheet.read(Path(__file__).with_name("app.tcss"))
        self.refresh_css(animate=False)

    # --- places ---------------------------------------------------------------------------------------------------

    def _today(self) -> Screen[Any]:
        return TodayScreen(self.settings)

    # The other places are loaded when they are first gone to: none is needed for the first frame.

    def _library(self) -> Screen[Any]:
        from coach.tui.screens.library import LibraryScreen  # noqa: PLC0415

        return LibraryScreen(self._coach)

    def _history(self) -> Screen[Any]:
        from coach.tui.screens.history import HistoryScreen  # noqa: PLC0415

        return HistoryScreen(self._coach)

    def _settings(self) -> Screen[Any]:
        from coach.tui.screens.settings import SettingsScreen  # noqa: PLC0415

        return SettingsScreen(self.settings, self._save)

    def action_place(self, place: str) -> None:
        """Go to a place; it reads the record anew where something has changed."""
        self.switch_mode(place)
        self._refresh_place()

    def on_place_requested(self, request: requests.PlaceRequested) -> None:
        """Go there."""
        self.action_place(request.place)

    def _changed(self) -> None:
        """The record is another now: every place reads it anew when it is next seen, the one shown at once."""
        self._stale = {screen for stack in self._screen_stacks.values() for screen in stack[:1]}
        self._refresh_place()

    def _refresh_place(self) -> None:
        place = self.screen_stack[0]
        if place in self._stale and isinstance(place, Place):
            self._stale.discard(place)
            place.reload()

    # --- tasks ----------------------------------------------------------------------------------------------------

    def _guide(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one task with the person; a second is not begun while one is under way."""
        if self._guiding:
            return
        self._guiding = True

        async def task() -> None:
            try:
                await work()
            except CoachError as error:
                self.notify(str(error), severity="error", markup=False)
            finally:
                self._guiding = False
            self._changed()

        self.run_worker(task(), exclusive=True, group="flow")

    def _with_defaults(self, routine_id: str, choices: Choices) -> Choices:
        """What was chosen, over what this routine ran with last, over the settings."""
        routine = self._coach.library.find(routine_id)
        settings = self.settings
        limit = settings.wait_limit if settings.wait else None
        usual = Choices(dose=DoseChoice(settings.dose), wait=settings.wait, wait_limit=limit)
        return self._coach.sessions.choices(routine, choices).over(usual)

    async def _routine(
        self, routine_id: str, choices: Choices, rehearse: Callable[[], Clock] | None = None
    ) -> SessionOutcome | None:
        from coach.tui import flow  # noqa: PLC0415

        return await flow.guided(
            self, self._coach, self.settings, self._sources, routine_id, choices, rehearse, self._open_speaker
        )

    async def _only(self, routine_id: str, choices: Choices, rehearse: Callable[[], Clock] | None) -> None:
        from coach.core.clearance.clearance import Blocked  # noqa: PLC0415 - not needed for the first frame

        try:
            self._coach.sessions.plan(routine_id, choices)
            verdict = self._coach.sessions.ask(routine_id, choices)
            locked = isinstance(verdict, Blocked) and not verdict.check_due  # then the routine shows a card itself
            if self._coach.rules.overdue() and not locked:
                await self._card()  # LR15
            outcome = await self._routine(routine_id, choices, rehearse)
            if outcome is None and isinstance(self._coach.sessions.ask(routine_id, choices), Blocked):
                self.exit_code = 3
        except CoachError as error:
            self.exit_code = 2 if isinstance(error, BadInput) else 1
            self.exit(message=str(error))
            return
        self.exit()

    def on_start_requested(self, request: requests.StartRequested) -> None:
        """Guide the person through it."""
        self._guide(partial(self._routine, request.routine_id, request.choices))

    def on_resume_requested(self, request: requests.ResumeRequested) -> None:
        """Go on with what was interrupted."""

        async def work() -> None:
            from coach.tui import flow  # noqa: PLC0415

            await flow.resume(self, self._coach, self.settings, self._sources, request.past, self._open_speaker)

        self._guide(work)

    def on_close_requested(self, request: requests.CloseRequested) -> None:
        """Close what was interrupted."""
        try:
            self._coach.sessions.close(request.past, discard=request.discard)
        except CoachError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        done = "Discarded" if request.discard else "Closed as partly done"
        self.notify(f"{done}: {request.past.name}", markup=False)
        self._changed()

    def on_check_requested(self) -> None:
        """Ask the check; what follows from it is shown at once."""

        async def work() -> None:
            from coach.core.catalogue.catalogue import Level  # noqa: PLC0415
            from coach.tui.screens.about import ask_once  # noqa: PLC0415
            from coach.tui.screens.check import CheckScreen  # noqa: PLC0415

            before = self._coach.rules.safety()
            safety = await self.push_screen_wait(
                CheckScreen(self._coach, self._coach.checks.checkup(again=True), self._sources)
            )
            if safety is None or safety.level is Level.EMERGENCY:  # the check has shown that card itself
                return
            if safety.flags and safety.flags != before.flags:
                await self._card()
            if safety.check.valid:
                await ask_once(self, self._coach)

        self._guide(work)

    def on_card_requested(self) -> None:
        """Show what is up."""
        self._guide(self._card)

    async def _card(self) -> None:
        from coach.tui.screens.card import CardScreen  # noqa: PLC0415

        blocked = self._coach.rules.standing()
        if blocked is not None:
            await self.push_screen_wait(CardScreen(blocked, self._coach, self._sources))

    def on_routine_requested(self, request: requests.RoutineRequested) -> None:
        """Show it; begin it where that is what the person wants then."""

        async def work() -> None:
            from coach.tui.screens.routine import RoutineScreen  # noqa: PLC0415

            shown = self._with_defaults(request.routine_id, request.choices)
            screen = RoutineScreen(self._coach, self._sources, request.routine_id, shown)
            chosen = await self.push_screen_wait(screen)
            if chosen is not None:
                await self._routine(request.routine_id, chosen)

        self._guide(work)

    def on_body_requested(self, request: requests.BodyRequested) -> None:
        """Let a place be picked, and go back to Today with it."""
        self._guide(partial(self._body, request.area, request.side))

    async def _body(self, area: BodyArea | None, side: Side | None) -> None:
        from coach.tui.screens.body import BodyScreen  # noqa: PLC0415

        picked = await self.push_screen_wait(BodyScreen(self._coach, area, side))
        today = self.screen_stack[0]
        if picked is not None and isinstance(today, TodayScreen):
            today.choose(*picked)

    def on_note_requested(self, request: requests.NoteRequested) -> None:
        """Let something be noted."""

        async def work() -> None:
            from coach.tui import noting  # noqa: PLC0415

            await noting.note(self, self._coach, self._sources, request.area, request.side)

        self._guide(work)

    def on_about_me_requested(self) -> None:
        """Ask for what is told once."""

        async def work() -> None:
            from coach.tui.screens.about import AboutScreen  # noqa: PLC0415

            await self.push_screen_wait(AboutScreen(self._coach))

        self._guide(work)

    def on_summary_requested(self, request: requests.SummaryRequested) -> None:
        """Write it, and say where it is."""
        if self._keep is None:
            return
        try:
            where = self._keep(request.text)
        except CoachError as error:
            self.notify(str(error), severity="error", markup=False)
        else:
            self.notify(f"The summary is in {where}", timeout=10, markup=False)

    def on_help_requested(self) -> None:
        """Show the help."""

        async def work() -> None:
            from coach.tui.screens.help import HelpScreen  # noqa: PLC0415

            await self.push_screen_wait(HelpScreen())

        self._guide(work)

    # --- reminders --------------------------------------------------------------------------------------------------

    def _reminded(self) -> None:
        """Something of the reminders may have changed: Today shows it, and a new prompt is seen wherever one is."""
        if self._reminders is None or not self.is_running:
            return
        status = self._reminders.status()
        today = self._screen_stacks["today"][0] if self._screen_stacks.get("today") else None
        if isinstance(today, TodayScreen):
            today.show_breaks(status)
        notice = status.notice if status is not None else None
        if notice is not None and notice.prompt != self._prompted and self.screen is not today:
            self.notify(notice.text, title=notice.title, timeout=SEEN, markup=False)
        self._prompted = notice.prompt if notice is not None else ""

    async def _opened_by_reminder(self, wanted: OpenBreak) -> None:
        """A reminder wants this opened: the check, or a routine, through the usual door."""
        if wanted.what == "check":
            self.on_check_requested()
        else:
            self._guide(partial(self._routine, wanted.what, Choices(seconds=wanted.seconds)))

    def on_prompt_answered(self, answer: requests.PromptAnswered) -> None:
        """Tell whoever keeps the reminders."""
        from coach.core.reminders.words import command_of  # noqa: PLC0415

        command = command_of(answer.prompt, answer.action)
        if command is not None:
            self.run_worker(self._obeyed(command), group="answers")

    async def _obeyed(self, command: Command) -> None:
        why = await self._reminders.obey(command) if self._reminders is not None else ""
        if why:
            self.notify(why, severity="warning", markup=False)
        self._reminded()

    def on_breaks_requested(self) -> None:
        """Show how the reminders stand."""
        from coach.tui.screens.breaks import BreaksScreen  # noqa: PLC0415

        if self._reminders is not None:
            self.push_screen(BreaksScreen(self._reminders, self._coach.clock))

    def _new_day(self) -> None:
        """At midnight much is another: the check is due, doses are free."""
        day = self._coach.clock.now().wall.date()
        if day != self._day:
            self._day = day
            self._coach.rules.audit()
            self._changed()

    # --- settings and commands ------------------------------------------------------------------------------------

    def on_settings_changed(self, change: requests.SettingsChanged) -> None:
        """It holds from now on."""
        self.settings = change.settings
        self.theme = pick_theme(change.settings.theme, self._terminal)[0]

    def _set(self, **changes: Any) -> None:
        """Change a setting from the palette; an error is shown, and the change holds until the program ends."""
        self.settings = replace(self.settings, **changes)
        self.theme = pick_theme(self.settings.theme, self._terminal)[0]
        try:
            self._save(self.settings)
        except (CoachError, OSError) as error:
            self.notify(f"Not saved: {error}", severity="error", markup=False)
        for stack in self._screen_stacks.values():
            if stack and hasattr(stack[0], "take"):
                stack[0].take(self.settings)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that has a key here, the places, the looks, and the way out."""
        if isinstance(screen, Place):
            for key, active in screen.active_bindings.items():
                words = active.binding.description
                if active.enabled and words and not active.binding.system and active.node is screen:
                    shown = active.binding.key_display or key
                    text = f"{active.tooltip or words} (key {shown})"
                    yield SystemCommand(words, text, partial(self.run_action, active.binding.action, screen))
            yield SystemCommand("Theme dark", "Light letters on dark", partial(self._set, theme="dark"))
            yield SystemCommand("Theme light", "Dark letters on light", partial(self._set, theme="light"))
            for name, words in HEARINGS.items():
                if name != self.settings.hearing:
                    yield SystemCommand(f"Hear: {name}", words, partial(self._set, hearing=name))
        elif not screen.COMMANDS:
            for key, active in screen.active_bindings.items():
                offered = active.enabled and active.binding.show and not active.binding.system
                if offered and active.binding.description and active.node is screen:
                    run = partial(self.run_action, active.binding.action, screen)
                    yield SystemCommand(active.binding.description, f"key {key}", run)
        yield SystemCommand("Quit", "Leave Coach at once (key ctrl+q)", self.action_quit)

    async def action_quit(self) -> None:
        """Leave at once; a session under way is kept as left."""
        self.exit_code = 0
        self.exit()
