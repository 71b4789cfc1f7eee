"""From choices to a run: may it start, how is it planned, begin it, go on with one that was interrupted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.clearance import clearance, doses_of_day
from coach.core.clearance.clearance import Blocked
from coach.core.clearance.locks import holds
from coach.core.coach.plans import Plans
from coach.core.errors import BadInput, JournalError
from coach.core.history.past_sessions import CHOICE_WINDOW, last_choices
from coach.core.record.health import PainRated, SignReported
from coach.core.record.personal import DoseSaid, StepTaken
from coach.core.record.sessions import SegmentEnded, SessionBegan, SessionEnded, SessionResumed
from coach.core.routine.defaults import settled
from coach.core.routine.planning import plan
from coach.core.safety import screening
from coach.core.safety.daily_check import VOID_LEVEL
from coach.core.safety.rules.trends import REAL_CHANGE
from coach.core.session import wrong
from coach.core.session.begun import begun, picked_up, same_plan
from coach.core.session.run import Run
from coach.core.session.session import Session
from coach.core.vocabulary import Answer, RatedWhen, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.core.clearance.clearance import Cleared
    from coach.core.clearance.locks import Safety
    from coach.core.clock import Clock
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.sessions import PastSession
    from coach.core.library import Library
    from coach.core.record.choices import Choices
    from coach.core.record.facts import Fact
    from coach.core.routine.choices import PastUse
    from coach.core.routine.defaults import SettledChoices
    from coach.core.routine.routine import Routine, Technique
    from coach.core.routine.timeline import Timeline
    from coach.core.session.ports import Presence
    from coach.core.session.wrong import Wrong
    from coach.core.settings import Settings


class Sessions:
    """Hands out runs, and only here. `when_over` is told of each run that has ended, but for rehearsals."""

    def __init__(
        self,
        record: Record,
        rules: Rules,
        library: Library,
        windows: Presence,
        when_over: Callable[[Run], None] | None = None,
    ) -> None:
        self._record = record
        self._rules = rules
        self._library = library
        self._windows = windows
        self._when_over = when_over

    # --- before it begins -----------------------------------------------------------------------------------------

    def settled(self, routine_id: str, chosen: Choices, settings: Settings) -> SettledChoices:
        """What was chosen now, over what was chosen the last time this routine ran, over the settings.

        Raises BadInput for an unknown routine; what means nothing for it stays as it was chosen.
        """
        routine = self._library.find(routine_id)
        try:
            past = self._record.of(SessionBegan, self._record.now() - CHOICE_WINDOW)
        except JournalError:
            past = []

        def fits(choices: Choices) -> bool:
            try:
                plan(routine, self._library.techniques_of(routine), choices)
            except BadInput:
                return False
            return True

        return settled(chosen, last_choices(past, routine), settings, fits)

    def ask(self, routine_id: str, choices: Choices, past: PastSession | None = None) -> Cleared | Blocked:
        """May this run now; `past` is the interrupted session that would go on?

        Raises BadInput for an unknown routine, or where another window follows that session.
        """
        own = "" if past is None else past.id
        if past is not None and self._windows.held(own):
            raise BadInput("This session is under way in another window.", "Go on there.")
        return self._decide(self._library.find(routine_id), choices, self._rules.safety(own), own)

    def _decide(self, routine: Routine, choices: Choices, safety: Safety, own: str = "") -> Cleared | Blocked:
        resolved = self._library.techniques_of(routine)
        now = self._record.now()
        return clearance.decide(routine, resolved, choices, safety, now, self._library.techniques, own)

    def plan(self, routine_id: str, choices: Choices, cleared: Cleared | None = None) -> Timeline:
        """The planned run; without a clearance, as it would be if everything were open. Raises BadInput."""
        routine = self._library.find(routine_id)
        resolved = self._library.techniques_of(routine)
        if cleared is None:
            safety = self._rules.safety()
            past = doses_of_day.past(safety.recent, self._library.techniques, self._record.now())
            return plan(routine, resolved, choices, replace(self._planned(past, resolved), pressed=()))
        return plan(routine, resolved, choices, self._planned(cleared.past, resolved), cleared.techniques)

    def _planned(self, past: PastUse, techniques: tuple[Technique, ...]) -> PastUse:
        """With where the person's plan stands for these; as it was where no plan was made, or it can't be read."""
        try:
            if not self._record.facts((StepTaken, DoseSaid)):
                return past
            plans = Plans(self._record, self._rules, self._library)
            return replace(past, notches=plans.doses(techniques), ceilings=plans.ceilings(techniques))
        except JournalError:
            return past

    # --- to a run -------------------------------------------------------------------------------------------------

    def begin(
        self,
        cleared: Cleared,
        choices: Choices,
        *,
        rehearsal: bool = False,
        clock: Clock | None = None,
        before: int | None = None,
    ) -> Run:
        """Begin a run. The door decides anew: a clearance goes stale with the record, the catalogue and the day.

        `before` is the pain rated just before, kept with the session (it was recorded before the check).
        Raises BadInput where it no longer stands or nothing is left to do, JournalError where the beginning can't be
        written.
        """
        again = self.ask(cleared.routine, choices)
        if isinstance(again, Blocked) or again.techniques != cleared.techniques:
            raise BadInput("Something has changed since, so this is locked now.", "Ask again.")
        timeline = self.plan(again.routine, choices, again)
        if not timeline.segments:
            raise BadInput("Nothing of this routine can run now.", "Choose another one.")
        clock = clock or self._record.clock
        session, name = Session.begin(again, timeline, clock.now()), self._record.new_id()
        if rehearsal:
            run = Run(session, name, clock, self._record.fact, None, door=self.ask_again)
        else:
            run = self._followed(session, name, clock)
        run.begin(begun(run.id, timeline, again, before))
        return run

    def pick_up(self, past: PastSession) -> Run | Blocked:
        """Go on with an interrupted session, through the same door. Raises BadInput where it no longer can."""
        choices, now = past.begun.body.choices, self._record.clock.now()
        verdict = self.ask(past.routine, choices, past)
        if isinstance(verdict, Blocked):
            return verdict
        timeline = self.plan(past.routine, choices, verdict)
        if past.last_reached is None or not same_plan(past, timeline):
            raise BadInput("This routine has changed since, so it can't go on.", "Close it as partly done.")
        ended = self._record.of(SegmentEnded, past.begun.at)
        parts = [segment.body for segment in ended if segment.body.session == past.id]
        session = picked_up(verdict, timeline, now, past.last_reached, parts)
        run = self._followed(session, past.id, self._record.clock)
        run.held |= {step.technique for step in past.steps if step.seconds > 0}  # it is one session
        run.begin(SessionResumed(session=past.id, index=session.index))
        return run

    def _followed(self, session: Session, name: str, clock: Clock) -> Run:
        """A run that is recorded; other windows know that this process follows it, until it ends."""
        run = Run(session, name, clock, self._record.fact, self._record.write, self._over, self.ask_again)
        self._windows.hold(name)
        return run

    def _over(self, run: Run) -> None:
        self._windows.release(run.id)
        if self._when_over is not None:
            self._when_over(run)

    def close(self, past: PastSession, *, discard: bool = False) -> None:
        """Close an interrupted session as partly done, or discard it. What was held still counts for the doses."""
        outcome = SessionOutcome.DISCARDED if discard else SessionOutcome.INTERRUPTED
        self._record.append(SessionEnded(session=past.id, outcome=outcome))

    def ask_again(self, run: Run, now: datetime) -> None:
        """Look at `now` (local) whether what was raised since, in another window too, locks what is left of a run.

        It goes on without what is locked; where nothing is left it is stopped, and the card is still to be shown. The
        check and the doses of the day end no session that has begun, and neither does a record that can't be read now.
        """
        session, safety = run.session, self._rules.safety(run.id, now)
        if safety.fault or session.outcome is not None:
            return
        plan, techniques = session.plan, self._library.techniques
        ahead = {segment.technique for segment in plan.segments[session.index :]} - session.barred - {None}
        area = plan.choices.area
        locked = {n for n in ahead if n in techniques and any(holds(up, techniques[n], area) for up in safety.flags)}
        if ahead and locked == ahead:
            run.blocked = clearance.standing(safety, now, techniques)
            run.unseen = True
            run.stop()
        elif locked:
            run.bar(name for name in locked if name is not None)

    # --- something is wrong ---------------------------------------------------------------------------------------

    def report(self, run: Run, flag: str, *, gone: bool = False, technique: str | None = None) -> Blocked | None:
        """Record what the person felt in a session, and act on it. `technique` is the one under way when None.

        Locked techniques leave the run; where none is left it is stopped and the card comes back. The run should
        be paused before this is asked. The report is kept even from a rehearsal; if it can't be written it is obeyed.
        """
        session = run.session
        body = SignReported(
            flag=flag,
            session=run.id,
            technique=technique or session.technique,
            area=session.plan.choices.area,
            gone=Answer.YES if gone else Answer.NO,
            seconds=round(run.position().elapsed, 1),
        )
        routine = self._library.find(session.plan.routine)
        safety = self._reported(self._record.fact(self._record.clock.now(), body), run.id)
        verdict = self._decide(routine, session.plan.choices, safety, own=run.id)
        if isinstance(verdict, Blocked):
            run.blocked = verdict
            run.stop()
            return verdict
        run.bar(set(session.plan.techniques) - set(verdict.techniques))
        return None

    def _reported(self, fact: Fact, own: str) -> Safety:
        try:
            self._record.write([fact])
        except JournalError:
            before, catalogue = self._rules.safety(own), self._rules.catalogue
            if catalogue is None or before.fault:
                return before
            up = screening.raised([fact], catalogue, self._record.now())
            return replace(before, flags=(*before.flags, *up))
        return self._rules.audit(own)

    def offered(self) -> tuple[Wrong, ...]:
        """What "something is wrong" offers."""
        return wrong.offered(self._rules.catalogue)

    def tell(
        self, run: Run, what: Wrong, *, gone: bool = False, level: int | None = None, technique: str | None = None
    ) -> Blocked | None:
        """Record one of the things `offered` and act on it as `report` does.

        Where it `rates`, `level` is how strong the pain is now: below 7, and less than 2 above the rating before the
        session, it is a rating and nothing more; one that is not told counts as more.
        """
        if what.rates and level is not None:
            before = self._before(run)
            self._rated(run, level)
            if level < VOID_LEVEL and before is not None and level - before < REAL_CHANGE:
                return None
        found: Blocked | None = None
        for flag in what.flags:
            found = self.report(run, flag, gone=gone, technique=technique) or found
        return found

    def unanswered(self, run: Run, technique: str | None = None) -> Blocked | None:
        """Nobody has answered what is wrong: all that is asked counts as so. The run is stopped."""
        found: Blocked | None = None
        for flag in wrong.asked(self._rules.catalogue):
            found = self.report(run, flag.id, technique=technique) or found
        return found

    def _before(self, run: Run) -> int | None:
        try:
            began = self._record.of(SessionBegan)
        except JournalError:
            return None
        return next((fact.body.before for fact in reversed(began) if fact.body.session == run.id), None)

    def _rated(self, run: Run, level: int) -> None:
        body = PainRated(level=level, when=RatedWhen.ANY_TIME, area=run.session.plan.choices.area)
        with suppress(JournalError):
            self._record.append(body)
