"""The whole way of one routine on the screen: rating, check, card, what to know first, the run, and afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.errors import CoachError
from coach.core.record.choices import Choices, DoseChoice
from coach.core.routine.routine import is_break
from coach.core.session.hearing import Ear
from coach.core.vocabulary import RatedWhen, SessionOutcome
from coach.tui.screens.about import ask_once
from coach.tui.screens.begin import BeginScreen, DoneScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import AskScreen, RateScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App

    from coach.core.check.checkup import Checkup
    from coach.core.clock import Clock
    from coach.core.coach.door import Coach
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import Technique
    from coach.core.routine.timeline import Timeline
    from coach.core.session.ports import Loudspeaker
    from coach.core.session.run import Run
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea

    OpenSpeaker = Callable[[Settings], Loudspeaker]

Allowed = TypeVar("Allowed")

NO_RELEASE = "ball-no-release-2-min"  # the flag behind ask_after: the spot did not ease (red_flags.yaml)
DID_NOT_HELP = frozenset({"no", "it hurt more"})
RATE_BEFORE = "Before you begin. It shows later whether this helps."
RATE_AFTER = "After the routine."
OVER = {
    SessionOutcome.COMPLETED: "Well done. That is all of it.",
    SessionOutcome.LEFT: "You left early. What you did is kept.",
    SessionOutcome.STOPPED: "Stopped. What you did is kept.",
}
MENTIONED = 8  # s; policy
IN_PART = "That is the end. What you did is kept."  # gone through, with parts left out


async def guided(
    app: App[Any],
    coach: Coach,
    settings: Settings,
    sources: Mapping[str, str],
    routine_id: str,
    choices: Choices,
    rehearse: Callable[[], Clock] | None = None,
    open_speaker: OpenSpeaker | None = None,
) -> SessionOutcome | None:
    """Guide the person through `routine_id`, to be awaited in a worker. None where no session took place."""
    way = _Way(app, coach, settings, sources, open_speaker)
    try:
        return await way.through(routine_id, choices, rehearse)
    except CoachError as error:
        way.tell(error)
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
    way = _Way(app, coach, settings, sources, open_speaker)
    try:
        return await way.on_with(past)
    except CoachError as error:
        way.tell(error)
        return None


@dataclass(frozen=True, slots=True)
class _Way:
    """One walk through the screens; it asks Coach at each turn and decides nothing."""

    app: App[Any]
    coach: Coach
    settings: Settings
    sources: Mapping[str, str]
    open_speaker: OpenSpeaker | None = None

    def tell(self, error: CoachError) -> None:
        """Say what went wrong, and go on."""
        self.app.notify(str(error), severity="error", timeout=10, markup=False)

    # --- up to the door -------------------------------------------------------------------------------------------

    async def through(
        self, routine_id: str, chosen: Choices, rehearse: Callable[[], Clock] | None
    ) -> SessionOutcome | None:
        """A routine from its first question to its summary."""
        choices = self._choices(routine_id, chosen)
        verdict = self.coach.sessions.ask(routine_id, choices)
        if isinstance(verdict, Blocked) and (not verdict.check_due or verdict.level is Level.EMERGENCY):
            await self._card(verdict)
            return None
        light = is_break(self.coach.library.find(routine_id))
        before = None if light or rehearse is not None else await self._rate_before(choices)
        ask = self.coach.sessions.ask
        cleared: Cleared | None = await self._ask(lambda: ask(routine_id, choices), routine_id, choices)
        if cleared is None:
            return None
        timeline = self.coach.sessions.plan(routine_id, choices, cleared)
        to_say = self._to_say(cleared, timeline)
        if light:
            self._mention(to_say)
        elif to_say and not await self.app.push_screen_wait(BeginScreen(timeline, to_say)):
            return None
        clock = rehearse() if rehearse is not None else None
        run = self.coach.sessions.begin(cleared, choices, rehearsal=rehearse is not None, clock=clock, before=before)
        return await self._play(run, before, getattr(clock, "speed", 1.0))

    async def on_with(self, past: PastSession) -> SessionOutcome | None:
        """An interrupted session, through the same door."""
        choices = past.begun.body.choices
        run = await self._ask(lambda: self.coach.sessions.pick_up(past), past.routine, choices)
        if run is None:
            return None
        run.held |= {step.technique for step in past.steps if step.seconds > 0}  # it is one session
        return await self._play(run, past.before)

    def _choices(self, routine_id: str, chosen: Choices) -> Choices:
        """Chosen now, over chosen last time, over the settings."""
        dose = DoseChoice(self.settings.dose) if self.settings.dose in list(DoseChoice) else None
        merged = self.coach.sessions.choices(self.coach.library.find(routine_id), chosen)
        limit = self.settings.wait_limit if self.settings.wait else None
        return merged.over(Choices(dose=dose, wait=self.settings.wait or None, wait_limit=limit))

    async def _rate_before(self, choices: Choices) -> int | None:
        """Pain before, recorded before the check: a high or rising one asks for the check anew."""
        level = await self.app.push_screen_wait(RateScreen("How much does it hurt now?", RATE_BEFORE))
        if level is not None:
            try:
                self.coach.entries.rate(level, RatedWhen.BEFORE, choices.area)
            except CoachError as error:
                self.tell(error)
        return level

    def _due(self, verdict: object, routine_id: str, area: BodyArea | None) -> Checkup | None:
        """What is to be asked before the door opens; None: nothing."""
        if self.coach.rules.safety().fault or (isinstance(verdict, Blocked) and not verdict.check_due):
            return None
        found = self.coach.checks.checkup(routine_id, area)
        return None if found.screen is None else found

    async def _ask(self, ask: Callable[[], Allowed | Blocked], routine_id: str, choices: Choices) -> Allowed | None:
        """Ask at the door; where the check or anything else is due, ask it first. None where the door stays shut."""
        verdict = ask()
        checkup = self._due(verdict, routine_id, choices.area)
        if checkup is not None:
            safety = await self.app.push_screen_wait(CheckScreen(self.coach, checkup, self.sources, choices.area))
            if safety is None:
                return None
            if safety.level is Level.EMERGENCY:  # its card has been shown
                self._to_start()
                return None
            if safety.check.valid:
                await ask_once(self.app, self.coach)
            verdict = ask()
        if isinstance(verdict, Blocked):
            await self._card(verdict)
            return None
        return verdict

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

    def _to_say(self, cleared: Cleared, timeline: Timeline) -> list[tuple[str, list[str]]]:
        """What has to be said before it begins: nothing on most days."""
        techniques = self.coach.library.techniques
        left_out = [
            f"{techniques[name].name if name in techniques else name}. {reason.text}"
            for name, reason in cleared.left_out
        ]
        own = {cleared.routine, *cleared.techniques}
        clamps = [str(clamp) for clamp in self.coach.library.clamps if clamp.routine in own]
        lines = [
            ("Left out this time", left_out),
            ("Good to know", [*cleared.advice, *timeline.notes]),
            ("Brought to its limit", clamps),
        ]
        return [(heading, sentences) for heading, sentences in lines if sentences]

    def _mention(self, lines: list[tuple[str, list[str]]]) -> None:
        """Say it beside a break, which waits for no key."""
        for heading, sentences in lines:
            self.app.notify(" ".join(sentences), title=heading, timeout=MENTIONED, markup=False)

    # --- the run, and afterwards ----------------------------------------------------------------------------------

    async def _play(self, run: Run, before: int | None, speed: float = 1.0) -> SessionOutcome:
        speaker = self.open_speaker(self.settings) if self.open_speaker is not None else None
        ear = Ear(self.settings, speaker, speed)
        ear.prepare(self.coach.clock.now().wall)
        player = PlayerScreen(run, self.coach, self.settings, self.sources, ear)
        outcome = await self.app.push_screen_wait(player)
        if run.rehearsal:
            words = "That was a rehearsal. It counts as nothing."
            await self.app.push_screen_wait(DoneScreen(words, None, {}, ()))
        elif is_break(self.coach.library.find(run.session.plan.routine)):
            self._after_break(run)
        elif run.held and outcome is not SessionOutcome.STOPPED:
            await self._afterwards(run, outcome, before)
        return outcome

    def _after_break(self, run: Run) -> None:
        """A break is light: it ends without a word, unless it could not be written down."""
        run.tick()  # what could not be written may go in now
        if run.fault:
            self.app.notify(self._fault(run), severity="error", timeout=10, markup=False)

    async def _afterwards(self, run: Run, outcome: SessionOutcome, before: int | None) -> None:
        up = {raised.flag.id for raised in self.coach.rules.safety().flags}
        level = await self.app.push_screen_wait(RateScreen("And now: how much does it hurt?", RATE_AFTER))
        if level is not None:
            try:
                self.coach.entries.rate(level, RatedWhen.AFTER, run.session.plan.choices.area, run, before)
            except CoachError as error:
                self.tell(error)
        for name in sorted(run.held):
            technique = self.coach.library.techniques.get(name)
            if technique is not None and technique.ask_after:
                await self._ask_after(run, technique)
        run.tick()  # what could not be written may go in now
        remarks = [self._fault(run)] if run.fault else []
        safety = self.coach.rules.safety()
        new = [raised for raised in safety.flags if raised.flag.id not in up]
        remarks += [self._rests(run, raised.flag.id) for raised in new if raised.level is Level.CAUTION]
        past = self._past(run)
        whole = past is None or all(step.done for step in past.steps)
        heading = IN_PART if outcome is SessionOutcome.COMPLETED and not whole else OVER.get(outcome, "That is all.")
        await self.app.push_screen_wait(DoneScreen(heading, past, self._names(), remarks))
        if any(raised.level.rank > Level.CAUTION.rank for raised in new):
            card = self.coach.rules.standing()
            if card is not None:
                await self._card(card)

    async def _ask_after(self, run: Run, technique: Technique) -> None:
        """The technique's own question; a spot that did not ease rests for the day."""
        question, _, answers = technique.ask_after.partition("? ")
        options = [answer.strip() for answer in answers.split("/")] if answers else ["yes", "no"]
        index = await self.app.push_screen_wait(AskScreen(technique.name, f"{question.rstrip('?')}?", options))
        if index is not None and options[index] in DID_NOT_HELP and NO_RELEASE in technique.stop_if:
            self.coach.sessions.report(run, NO_RELEASE, technique=technique.id)

    def _rests(self, run: Run, flag: str) -> str:
        """Which techniques a fresh caution puts to rest, and the person's own report as the reason."""
        names = self._names()
        raised = next(up for up in self.coach.rules.safety().flags if up.flag.id == flag)
        rest = sorted(names.get(name, name) for name in raised.blocks.techniques & run.held)
        what = ", ".join(rest) or "What you did"
        card = self.coach.rules.standing()
        why = next((reason.text for reason in card.reasons if reason.flag == flag), "") if card is not None else ""
        return f"{what}: not again today. {why}".strip()

    def _fault(self, run: Run) -> str:
        return f"{run.fault} What you did may be missing from the record."

    def _names(self) -> dict[str, str]:
        return {name: technique.name for name, technique in self.coach.library.techniques.items()}

    def _past(self, run: Run) -> PastSession | None:
        """This session as the record has it."""
        try:
            listing = self.coach.listing
            for look in (lambda: listing.today().done, listing.history):  # the second: begun before midnight
                past = next((past for past in look() if past.id == run.id), None)
                if past is not None:
                    return past
        except CoachError as error:
            self.tell(error)
        return None
