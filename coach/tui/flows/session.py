"""A guided session from its first question to its summary on the screen: the guide's steps, shown and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Level
from coach.core.coach.guided import GuidedSession, way_of, way_on
from coach.core.errors import CoachError
from coach.core.frozen import frozen
from coach.core.progress.words import over_question
from coach.core.session.guide_steps import (
    AskAfter,
    AskCheck,
    Closed,
    ClosedWhy,
    Finished,
    NotPossible,
    NotSaved,
    Play,
    Rate,
    SayBefore,
    ShowCard,
    ShowPlan,
)
from coach.core.session.hearing import Ear
from coach.core.vocabulary import RatedWhen
from coach.tui.flows.asking_function import ask_function
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.begin import BeginScreen, DoneScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import BACK, AskScreen, RateScreen
from coach.tui.words.guided import RATINGS, REHEARSED, heading, missing, paragraphs, remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App

    from coach.core.check.checkup import Checkup
    from coach.core.clearance.clearance import Blocked
    from coach.core.coach.door import Coach
    from coach.core.coach.guided import Request
    from coach.core.history.history import Episode
    from coach.core.history.sessions import PastSession
    from coach.core.session.guide_steps import PersonStep
    from coach.core.session.ports import Loudspeaker
    from coach.core.settings import Settings
    from coach.core.vocabulary import SessionOutcome

    OpenSpeaker = Callable[[Settings], Loudspeaker]


async def guided(
    app: App[Any],
    coach: Coach,
    settings: Settings,
    sources: Mapping[str, str],
    request: Request,
    open_speaker: OpenSpeaker | None = None,
) -> SessionOutcome | None:
    """Guide the person through a routine, to be awaited in a worker. None where no session took place."""
    screens = _Screens(app, coach, settings, sources, open_speaker)
    try:
        way = way_of(coach, request, settings)
        return await screens.through(GuidedSession(coach, way, request), request.speed)
    except CoachError as error:
        screens.tell(str(error))
        return None


async def resume(
    app: App[Any],
    coach: Coach,
    settings: Settings,
    sources: Mapping[str, str],
    past: PastSession,
    open_speaker: OpenSpeaker | None = None,
) -> SessionOutcome | None:
    """Go on with an interrupted session, to be awaited in a worker. None where it can't go on."""
    screens = _Screens(app, coach, settings, sources, open_speaker)
    try:
        return await screens.through(GuidedSession(coach, way_on(coach, past)))
    except CoachError as error:
        screens.tell(str(error))
        return None


@frozen
class _Screens:
    """Shows each step, and hands back what was answered."""

    app: App[Any]
    coach: Coach
    settings: Settings
    sources: Mapping[str, str]
    open_speaker: OpenSpeaker | None = None

    def tell(self, error: str) -> None:
        """Say what went wrong, and go on."""
        self.app.notify(error, severity="error", markup=False)

    async def through(self, session: GuidedSession, speed: float = 1.0) -> SessionOutcome | None:
        """From step to step to the end; how the session ended, None where there was none."""
        while True:
            step = session.step
            if isinstance(step, Finished):
                await self._finished(step)
                return step.outcome
            if isinstance(step, Closed):
                if step.why is ClosedWhy.NOT_SAVED:
                    self.tell(step.text)
                return None
            await self._show(session, step, speed)

    async def _show(self, session: GuidedSession, step: PersonStep, speed: float) -> None:
        """One step, and what follows from it."""
        guide, show = session.guide, self.app.push_screen_wait
        match step:
            case Rate(when):
                level = await show(RateScreen(*RATINGS[when], returns=when is RatedWhen.BEFORE))
                session.go(guide.leave() if level == BACK else guide.rated(level))
            case AskCheck(checkup):
                await self._check(session, checkup)
            case SayBefore():
                begins = not step.waits or await show(BeginScreen(step, self.coach.library))
                if guide.way.light:
                    self._mention(step)
                session.go(guide.go_on() if begins else guide.leave())
            case Play():
                await self._play(session, speed)
            case AskAfter(_, name, question):
                answers = [answer.say for answer in question.answers]
                chosen = await show(AskScreen(name, question.question, answers, skips=True, returns=False))
                session.go(guide.answer(None if chosen == BACK else chosen))
            case ShowCard(blocked):
                await self._card(blocked)
                session.go(guide.shown())
            case NotSaved(why) | NotPossible(why):
                self.tell(why)
                session.go(guide.shown())
            case ShowPlan():
                if guide.way.too_short:
                    self.app.notify(guide.way.too_short, markup=False)
                session.go(guide.shown())
            case _:
                session.go(guide.shown())

    # --- up to the door -------------------------------------------------------------------------------------------

    async def _check(self, session: GuidedSession, checkup: Checkup) -> None:
        area = session.guide.way.choices.area
        safety = await self.app.push_screen_wait(CheckScreen(self.coach, checkup, self.sources, area))
        if safety is None:
            session.go(session.guide.leave())
            return
        emergency = safety.level is Level.EMERGENCY  # its card has been shown
        if emergency:
            self._to_start()
        session.go(session.guide.asked(card_shown=emergency))

    async def _card(self, blocked: Blocked) -> None:
        await self.app.push_screen_wait(CardScreen(blocked, self.coach, self.sources))
        if blocked.level is Level.EMERGENCY:
            self._to_start()

    def _to_start(self) -> None:
        """After an emergency only the first screen is left."""
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        if "today" in self.app.MODES:
            self.app.switch_mode("today")

    def _mention(self, step: SayBefore) -> None:
        """Say it beside a break, which waits for no key."""
        for title, sentences in paragraphs(step):
            self.app.notify(" ".join(sentences), title=title, severity="warning", markup=False)

    # --- the session, and afterwards ------------------------------------------------------------------------------

    async def _play(self, session: GuidedSession, speed: float) -> None:
        run = session.run
        assert run is not None  # noqa: S101 - the guide has begun it
        speaker = self.open_speaker(self.settings) if self.open_speaker is not None else None
        ear = Ear(self.settings, speaker, speed)
        ear.prepare(self.coach.clock.now().wall)
        await self.app.push_screen_wait(PlayerScreen(run, self.coach, self.settings, self.sources, ear))
        session.played()

    async def _finished(self, end: Finished) -> None:
        names = {name: technique.name for name, technique in self.coach.library.techniques.items()}
        if end.rehearsal:
            await self.app.push_screen_wait(DoneScreen(REHEARSED, None, {}, ()))
        elif end.summary:
            await self.app.push_screen_wait(DoneScreen(heading(end), end.past, names, remarks(end, names)))
        elif end.fault:
            self.tell(missing(end.fault))
        if end.serious and end.card is not None:
            await self._card(end.card)
        if end.asks_about:
            await self.app.push_screen_wait(AboutScreen(self.coach))
        elif end.asks_over is not None:
            await self._ask_over(end.asks_over)
        elif end.asks_function:
            await ask_function(self.app, self.coach)

    async def _ask_over(self, episode: Episode) -> None:
        """Once; without an answer it stays open."""
        question = over_question(episode.kind, episode.area)
        answer = await self.app.push_screen_wait(
            AskScreen("Is it over?", question, ["Yes, it is over", "No, still there"], skips=True, returns=False)
        )
        try:
            self.coach.checks.say_over(episode, gone=answer == 0 if isinstance(answer, int) else None)
        except CoachError as error:
            self.tell(str(error))
