"""The full-screen program: four places, what screens ask of it, and one way to leave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.screen import Screen

from coach.core.errors import CoachError
from coach.exit_codes import ExitCode, exit_code_of
from coach.tui.reading import Reading
from coach.tui.screens.framed import Framed
from coach.tui.screens.place import BEFORE, Place
from coach.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from coach.core.coach.door import Coach
    from coach.core.coach.guided import Request
    from coach.core.session.ports import Loudspeaker
    from coach.core.setting_rows import SettingsEditor
    from coach.core.settings import Settings
    from coach.tui import requests
    from coach.tui.flows.tasks import Tasks
    from coach.tui.palette.matching import Offer
    from coach.tui.prompts import Prompts
    from coach.tui.record_desk import RecordDesk
    from coach.tui.reminders import Reminders
    from coach.tui.screens.settings.tools import Tool

NEW_DAY = 20.0  # seconds between two looks at the date


class Opened(NamedTuple):
    """What the program works on: the one door, source titles by id, and sentences to show once.

    `keep` writes a summary to a file and says where it is; it raises CoachError. `reminders` None: there are none here.
    `tools` makes what the settings offer beside themselves. `desk` writes the record to files and reads it from there.
    """

    coach: Coach
    sources: Mapping[str, str]
    notices: tuple[str, ...] = ()
    keep: Callable[[str], str] | None = None
    reminders: Reminders | None = None
    tools: Callable[[], Sequence[Tool]] = tuple
    desk: RecordDesk | None = None


class CoachApp(Reading):
    """The program. `open_house` is asked for what to work on when the first frame stands.

    `open_editor` gives the one that changes and saves the settings, `open_speaker` what a session is heard from.
    `start` goes straight into one routine and leaves with its end. `exit_code` is for the command line: 0, 3 where
    the safety rules blocked `start`, 2 or 1 where something failed. `terminal` is what the terminal says of its
    colours (COLORFGBG), for the theme "auto".
    """

    CSS_PATH = "screens/today.tcss"  # the widgets of the other screens follow when it stands
    TITLE = "Coach"
    DEFAULT_MODE = "today"
    _coach: Coach  # these five from `_open` on
    _keep: Callable[[str], str] | None
    _tools: Callable[[], Sequence[Tool]]
    _desk: RecordDesk | None
    tasks: Tasks
    _prompts: Prompts | None = None

    def __init__(
        self,
        settings: Settings,
        open_editor: Callable[[], SettingsEditor],
        open_house: Callable[[], Opened],
        start: Request | None = None,
        terminal: str = "",
        open_speaker: Callable[[Settings], Loudspeaker] | None = None,
    ) -> None:
        self.MODES = {  # type: ignore[misc]  # the places take what was handed in
            "today": self._today if start is None else Screen,
            "library": self._library,
            "progress": self._progress,
            "settings": self._settings,
        }
        super().__init__(settings, open_editor, terminal)
        self.exit_code = ExitCode.DONE
        self._open_speaker = open_speaker
        self._open_house = open_house
        self._is_open = False
        self._early: list[events.InputEvent] = []
        self._start = start
        self._stale: set[Screen[Any]] = set()
        self._before: list[str] = []  # the places on the way here

    def on_mount(self) -> None:
        """Draw the first frame at once, not only when the next picture is due, and open the house behind it."""
        self.call_later(self._draw_first)
        self.call_after_refresh(self._open)

    def _draw_first(self) -> None:
        if isinstance(self.screen, Framed):
            self.screen.draw_now()

    def wall(self) -> datetime | None:
        """The time of day, from the one clock there is."""
        return self._coach.clock.now().wall if self._is_open else None

    def _open(self) -> None:
        from coach.tui.flows.tasks import Tasks  # noqa: PLC0415
        from coach.tui.prompts import Prompts  # noqa: PLC0415 - not needed for the first frame

        try:
            self._coach, sources, notices, self._keep, reminders, self._tools, self._desk = self._open_house()
        except CoachError as error:
            self.exit_code = ExitCode.FAILED
            self.exit(message=str(error))
            return
        self.stylesheet.read(Path(__file__).with_name("app.tcss"))  # what the first frame did not need
        self.refresh_css(animate=False)
        self._is_open = True
        self.tasks = Tasks(self, self._coach, sources, lambda: self.settings, self._open_speaker, self._changed)
        if isinstance(today := self.screen_stack[0], TodayScreen):
            today.open(self._coach, notices)
        if self._start is not None:
            self.run_worker(self._only(self._start), exclusive=True, group="flow")
        if reminders is not None:
            self._prompts = Prompts(self, reminders, self.tasks, self._today_screen)
        if problem := self.theme_fault():
            self.notify(problem, severity="warning", markup=False)
        self._day = self._coach.clock.now().wall.date()
        self.set_interval(NEW_DAY, self._new_day)
        if self._start is None:
            self.build_ahead()
        early, self._early = self._early, []
        safety = self._coach.rules.audit()
        if self._start is None and self._coach.rules.overdue(safety):
            self.tasks.begin(self.tasks.card)  # LR15: at each start, and no key typed before it was seen puts it away
            return
        for event in early:
            self.post_message(event)

    async def on_event(self, event: events.Event) -> None:
        """What is typed before the house is open is kept for when it is."""
        if isinstance(event, events.InputEvent) and not self._is_open:
            self._early.append(event)
        else:
            await super().on_event(event)

    def _today(self) -> Screen[Any]:
        return TodayScreen(self.settings)

    def _today_screen(self) -> Screen[Any] | None:
        stack = self._screen_stacks.get("today")
        return stack[0] if stack else None

    # The other places are loaded when they are first gone to: none is needed for the first frame.

    def _library(self) -> Screen[Any]:
        from coach.tui.screens.library import LibraryScreen  # noqa: PLC0415

        return LibraryScreen(self._coach)

    def _progress(self) -> Screen[Any]:
        from coach.tui.screens.progress.screen import ProgressScreen  # noqa: PLC0415

        return ProgressScreen(self._coach, lambda: self.settings)

    def _settings(self) -> Screen[Any]:
        from coach.tui.screens.settings.settings import SettingsScreen  # noqa: PLC0415

        routines = list(self._coach.library.routines)
        return SettingsScreen(self._open_editor(), self._tools(), routines, exchanges=self._desk is not None)

    def on_place_requested(self, request: requests.PlaceRequested) -> None:
        """Go there, or back to the place before; it reads the record anew where something has changed."""
        here, place = self.current_mode, request.place
        if place == BEFORE:
            place = self._before.pop() if self._before else "today"
        elif place != here:
            self._before = [other for other in self._before if other not in {here, place}] + [here]
        self.switch_mode(place)
        self._refresh_place()
        if request.to and isinstance(there := self.screen_stack[0], Place):
            there.call_after_refresh(there.jump, request.to)

    def _changed(self) -> None:
        """The record is another now: every place reads it anew when it is next seen, the one shown at once."""
        self._stale = {screen for stack in self._screen_stacks.values() for screen in stack[:1]}
        self._refresh_place()

    def _new_day(self) -> None:
        """At midnight much is another: the check is due, doses are free."""
        day = self._coach.clock.now().wall.date()
        if day != self._day:
            self._day = day
            self._coach.rules.audit()
            self._changed()

    def _refresh_place(self) -> None:
        place = self.screen_stack[0]
        if place in self._stale and isinstance(place, Place):
            self._stale.discard(place)
            place.reload()

    async def _only(self, request: Request) -> None:
        try:
            self.exit_code = await self.tasks.only(request)
        except CoachError as error:
            self.exit_code = exit_code_of(error)
            self.exit(message=str(error))
            return
        self.exit()

    def on_start_requested(self, request: requests.StartRequested) -> None:
        """Guide the person through it."""
        self.tasks.start(request.routine_id, request.choices)

    def on_routine_requested(self, request: requests.RoutineRequested) -> None:
        """Show it."""
        self.tasks.show_routine(request.routine_id, request.choices)

    def on_resume_requested(self, request: requests.ResumeRequested) -> None:
        """Go on with what was interrupted."""
        self.tasks.resume(request.past)

    def on_close_requested(self, request: requests.CloseRequested) -> None:
        """Close what was interrupted."""
        self.tasks.close(request.past, discard=request.discard)

    def on_check_requested(self) -> None:
        """Ask the check."""
        self.tasks.check()

    def on_card_requested(self) -> None:
        """Show what is up."""
        self.tasks.begin(self.tasks.card)

    def on_body_requested(self, request: requests.BodyRequested) -> None:
        """Let a place be picked."""
        self.tasks.body(request.area, request.side)

    def on_note_requested(self, request: requests.NoteRequested) -> None:
        """Let something be noted."""
        self.tasks.note(request.area, request.side, request.kind)

    def on_entry_requested(self, request: requests.EntryRequested) -> None:
        """Let it be put right."""
        self.tasks.entry(request.entries)

    def on_about_me_requested(self) -> None:
        """Ask for what is told once."""
        self.tasks.about_me()

    def on_record_requested(self, request: requests.RecordRequested) -> None:
        """Let it go out, come in, or go."""
        if self._desk is not None:
            self.tasks.exchange(self._desk, request.wish)

    def on_help_requested(self) -> None:
        """Show the help."""
        self.tasks.help()

    def on_summary_requested(self, request: requests.SummaryRequested) -> None:
        """Write it, and say where it is."""
        if self._keep is None:
            return
        try:
            where = self._keep(request.text)
        except CoachError as error:
            self.tasks.tell(error)
        else:
            self.notify(f"The summary is in {where}", markup=False)

    def on_prompt_answered(self, answer: requests.PromptAnswered) -> None:
        """Tell whoever keeps the reminders."""
        if self._prompts is not None:
            self._prompts.answer(answer.prompt, answer.action)

    def on_breaks_requested(self) -> None:
        """Show how the reminders stand."""
        if self._prompts is not None:
            self._prompts.show_breaks(self._coach.clock)

    # --- settings and the palette ---------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """What the palette finds from here."""
        from coach.tui.palette.offers import offers_of  # noqa: PLC0415 - not needed for the first frame

        return offers_of(self, self._coach, self._open_editor(), self.change, self.tasks.visit)

    def action_command_palette(self) -> None:
        """Find anything by its name."""
        from coach.tui.palette.finder import show  # noqa: PLC0415

        show(self, self.offers)
