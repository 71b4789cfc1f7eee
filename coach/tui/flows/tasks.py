"""The tasks the program does with the person, one at a time: routine, check, card, body, note. Each is loaded when it
is first asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.vocabulary import SessionOutcome
from coach.exit_codes import ExitCode
from coach.tui.keys import key_now
from coach.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.app import App

    from coach.core.coach.door import Coach
    from coach.core.coach.guided import Request
    from coach.core.history.noted import Noted
    from coach.core.history.sessions import PastSession
    from coach.core.record.choices import Choices
    from coach.core.session.ports import Loudspeaker
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea, ComplaintKind, Side
    from coach.tui.record_desk import RecordDesk, Wish


class Tasks:
    """Pushes the screens of a task over the place the person is at. `changed` is told when the record may be another.

    `settings` gives the settings as they are now.
    """

    def __init__(
        self,
        app: App[Any],
        coach: Coach,
        sources: Mapping[str, str],
        settings: Callable[[], Settings],
        open_speaker: Callable[[Settings], Loudspeaker] | None,
        changed: Callable[[], None],
    ) -> None:
        self._app, self._coach, self._sources = app, coach, sources
        self._settings, self._open_speaker, self._changed = settings, open_speaker, changed
        self._busy = False

    def begin(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one task with the person; a second is not begun while one is under way."""
        if self._busy:
            return
        self._busy = True

        async def task() -> None:
            try:
                await work()
            except CoachError as error:
                self.tell(error)
            finally:
                self._busy = False
            self._changed()

        self._app.run_worker(task(), exclusive=True, group="flow")

    def tell(self, error: CoachError) -> None:
        """Say what went wrong."""
        self._app.notify(str(error), severity="error", markup=False)

    # --- routines -------------------------------------------------------------------------------------------------

    def with_defaults(self, routine_id: str, choices: Choices) -> Choices:
        """What was chosen, over what this routine ran with last, over the settings."""
        return self._coach.sessions.settled(routine_id, choices, self._settings()).choices

    def start(self, routine_id: str, choices: Choices) -> None:
        """Guide the person through a routine."""
        self.begin(partial(self._routine, routine_id, choices))

    async def _routine(self, routine_id: str, choices: Choices) -> SessionOutcome | None:
        from coach.core.coach.guided import Request  # noqa: PLC0415 - not needed for the first frame

        return await self._guided(Request(routine_id, choices))

    async def _guided(self, request: Request) -> SessionOutcome | None:
        from coach.tui.flows import session  # noqa: PLC0415

        settings, speaker = self._settings(), self._open_speaker
        outcome = await session.guided(self._app, self._coach, settings, self._sources, request, speaker)
        if outcome not in {None, SessionOutcome.STOPPED} and request.rehearse is None:
            self._offer_lesson(request.routine)
        return outcome

    def _offer_lesson(self, routine: str) -> None:
        """One line after a session: a lesson once a day, and with a movement break what one of them says."""
        from coach.core.routine.routine import is_break  # noqa: PLC0415
        from coach.tui.flows import learning  # noqa: PLC0415

        if is_break(self._coach.library.find(routine)):
            learning.gist_of_break(self._app, self._coach)
        else:
            learning.offer(self._app, self._coach, key_now(self._app, "place.learn", "j"))

    async def only(self, request: Request) -> ExitCode:
        """One routine and nothing else, and whether the safety rules blocked it. Raises CoachError."""
        from coach.core.clearance.clearance import Blocked  # noqa: PLC0415 - not needed for the first frame

        routine_id = request.routine
        choices = request.choices if request.fresh else self.with_defaults(routine_id, request.choices)
        self._coach.sessions.plan(routine_id, choices)
        verdict = self._coach.sessions.ask(routine_id, choices)
        locked = isinstance(verdict, Blocked) and not verdict.check_due  # then the routine shows a card itself
        if self._coach.rules.overdue() and not locked:
            await self.card()  # LR15
        outcome = await self._guided(request)
        blocked = outcome is None and isinstance(self._coach.sessions.ask(routine_id, choices), Blocked)
        return ExitCode.BLOCKED if blocked else ExitCode.DONE

    def show_routine(self, routine_id: str, choices: Choices) -> None:
        """Show all about a routine; begin it where that is what the person wants then."""

        async def work() -> None:
            from coach.core.catalogue.catalogue import Level  # noqa: PLC0415
            from coach.tui.screens.routine import RoutineScreen  # noqa: PLC0415

            chosen: Choices | None = self.with_defaults(routine_id, choices)
            while chosen is not None:
                screen = RoutineScreen(self._coach, self._sources, routine_id, chosen)
                chosen = await self._app.push_screen_wait(screen)
                if chosen is None or await self._routine(routine_id, chosen) is not None:
                    return
                if self._coach.rules.safety().level is Level.EMERGENCY:
                    return  # only the first screen is left then

        self.begin(work)

    def resume(self, past: PastSession) -> None:
        """Go on with what was interrupted."""

        async def work() -> None:
            from coach.tui.flows import session  # noqa: PLC0415

            await session.resume(self._app, self._coach, self._settings(), self._sources, past, self._open_speaker)

        self.begin(work)

    def close(self, past: PastSession, *, discard: bool) -> None:
        """Close what was interrupted."""
        try:
            self._coach.sessions.close(past, discard=discard)
        except CoachError as error:
            self.tell(error)
            return
        done = "Discarded" if discard else "Closed as partly done"
        self._app.notify(f"{done}: {past.name}", markup=False)
        self._changed()

    # --- the safety check -----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Ask the check; what follows from it is shown at once."""

        async def work() -> None:
            from coach.core.catalogue.catalogue import Level  # noqa: PLC0415
            from coach.tui.screens.check import CheckScreen  # noqa: PLC0415

            before = self._coach.rules.safety()
            safety = await self._app.push_screen_wait(
                CheckScreen(self._coach, self._coach.checks.checkup(again=True), self._sources)
            )
            if safety is None or safety.level is Level.EMERGENCY:  # the check has shown that card itself
                return
            if safety.flags and safety.flags != before.flags:
                await self.card()

        self.begin(work)

    async def card(self) -> None:
        """Show what is up; nothing where nothing is."""
        from coach.tui.screens.card import CardScreen  # noqa: PLC0415

        blocked = self._coach.checks.standing()
        if blocked is not None:
            await self._app.push_screen_wait(CardScreen(blocked, self._coach, self._sources))

    # --- what is noted --------------------------------------------------------------------------------------------

    def body(self, area: BodyArea | None, side: Side | None) -> None:
        """Let a place be picked on a drawn body, and go back to Today with it."""

        async def work() -> None:
            from coach.tui.screens.body import BodyScreen  # noqa: PLC0415

            picked = await self._app.push_screen_wait(BodyScreen(self._coach, area, side))
            today = self._app.screen_stack[0]
            if picked is not None and isinstance(today, TodayScreen):
                today.choose(*picked)

        self.begin(work)

    def note(self, area: BodyArea | None, side: Side | None, kind: ComplaintKind | None = None) -> None:
        """Let something be noted; `kind` where it is known what."""

        async def work() -> None:
            from coach.tui.flows import noting  # noqa: PLC0415

            done = await noting.note(self._app, self._coach, self._sources, area, side, kind)
            today = self._app.screen_stack[0]
            if done.area is not None and isinstance(today, TodayScreen):
                today.choose(done.area, done.side)  # what helps there is what comes next
            from coach.tui.flows import learning  # noqa: PLC0415

            learning.after_noting(self._app, self._coach, self._sources, key_now(self._app, "place.learn", "j"))

        self.begin(work)

    def entry(self, entries: Sequence[Noted]) -> None:
        """Let one of these entries be put right."""

        async def work() -> None:
            from coach.tui.flows import correcting  # noqa: PLC0415

            await correcting.correct(self._app, self._coach, self._sources, entries)

        self.begin(work)

    def visit(self) -> None:
        """Let a visit be noted, for all that is up."""

        async def work() -> None:
            from coach.tui.screens.notes.seen import SeenScreen  # noqa: PLC0415

            standing = self._coach.checks.standing()
            reasons = standing.reasons if standing is not None else ()
            flags = tuple(dict.fromkeys(reason.flag for reason in reasons if reason.flag))
            if await self._app.push_screen_wait(SeenScreen(self._coach, flags)):
                self._app.notify("The visit is written down.")

        self.begin(work)

    def about_me(self) -> None:
        """Ask for what is told once."""

        async def work() -> None:
            from coach.tui.screens.about import AboutScreen  # noqa: PLC0415

            await self._app.push_screen_wait(AboutScreen(self._coach))

        self.begin(work)

    def exchange(self, desk: RecordDesk, wish: Wish) -> None:
        """Let the record go out, come in, or go."""

        async def work() -> None:
            from coach.tui.flows import exchanging  # noqa: PLC0415

            await exchanging.exchange(self._app, desk, wish)

        self.begin(work)

    def learn(self, name: str = "") -> None:
        """Ask what is due of the lessons, or show one."""

        async def work() -> None:
            from coach.tui.flows import learning  # noqa: PLC0415

            await learning.learn(self._app, self._coach, self._sources, name)

        self.begin(work)

    def week(self) -> None:
        """Show this week and what may grow."""

        async def work() -> None:
            from coach.tui.screens.week import WeekScreen  # noqa: PLC0415

            await self._app.push_screen_wait(WeekScreen(self._coach, self._settings()))

        self.begin(work)

    def page(self, desk: RecordDesk | None, area: BodyArea | None) -> None:
        """Write the page for a clinician, and say where it is."""
        if desk is None:
            self._app.notify("Write it with: coach report")
            return
        try:
            self._app.notify(desk.page(area), timeout=20, markup=False)
        except CoachError as error:
            self.tell(error)

    def help(self) -> None:
        """Show the help, over whatever is asked."""
        from coach.tui.screens.help import HelpScreen  # noqa: PLC0415

        self._app.push_screen(HelpScreen())
