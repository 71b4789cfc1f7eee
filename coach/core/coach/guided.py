"""A guided session under way: carries out what its guide asks of the door and the record, the same for every front end.

A front end shows `step`, and hands what the person did to `go`: `session.go(session.guide.rated(5))`.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Blocked
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.frozen import frozen
from coach.core.record.choices import Choices
from coach.core.record.sessions import SessionBegan
from coach.core.routine.routine import is_break
from coach.core.session.guide import Guide
from coach.core.session.guide_errands import (
    AskDoor,
    Begin,
    CloseUnfinished,
    DoorSaid,
    LookBack,
    LookedBack,
    LookForUnfinished,
    PickUp,
    Played,
    RecordPain,
    RecordReport,
    TakeWritten,
)
from coach.core.session.guide_steps import PersonStep, Way
from coach.core.session.ready import ready_for
from coach.core.vocabulary import RatedWhen, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.check.written_check import WrittenAnswers
    from coach.core.clearance.clearance import Cleared
    from coach.core.clock import Clock
    from coach.core.coach.door import Coach
    from coach.core.history.history import Episode
    from coach.core.history.sessions import PastSession
    from coach.core.session.run import Run
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea


@frozen
class Request:
    """What a person asks to be guided through.

    `fresh` leaves out what was chosen last time and the settings. `written` answers the check. `rehearse` makes the
    clock of a rehearsal, which counts as nothing and runs `speed` times faster. `offers` asks first about a session
    that was not finished.
    """

    routine: str
    choices: Choices = field(default_factory=Choices)
    fresh: bool = False
    written: WrittenAnswers | None = None
    rehearse: Callable[[], Clock] | None = None
    speed: float = 1.0
    offers: bool = False


def way_of(coach: Coach, request: Request, settings: Settings) -> Way:
    """The way of a request, with its choices settled. Raises BadInput for an unknown routine."""
    routine = coach.library.find(request.routine)
    way = Way(
        routine.id,
        request.choices,
        light=is_break(routine),
        rehearsal=request.rehearse is not None,
        written=request.written is not None,
        offers=request.offers,
    )
    if request.fresh:
        return way
    whole = coach.sessions.settled(routine.id, request.choices, settings)
    return replace(way, choices=whole.choices, notes=whole.notes, too_short=whole.too_short)


def way_on(coach: Coach, past: PastSession) -> Way:
    """The way of going on with a session that was not finished."""
    routine = coach.library.routines.get(past.routine)
    return Way(past.routine, past.begun.body.choices, light=routine is not None and is_break(routine), past=past)


class GuidedSession:
    """Follows one guide. `run` is the session once it has begun.

    Making it and `go` raise BadInput where the routine can't be planned or begun, JournalError where its beginning
    can't be written.
    """

    def __init__(self, coach: Coach, way: Way, request: Request | None = None) -> None:
        self.guide = Guide.of(way)
        self.run: Run | None = None
        self._coach = coach
        self._request = request or Request(way.routine)
        self._carry_out()

    @property
    def step(self) -> PersonStep:
        """What the person is to see or do."""
        step = self.guide.step
        assert isinstance(step, PersonStep)  # noqa: S101 - all else has been carried out
        return step

    def go(self, guide: Guide) -> None:
        """Take what the person did, and carry out what follows from it."""
        self.guide = guide
        self._carry_out()

    def played(self, *, interrupted: bool = False) -> None:
        """The session has ended; `interrupted`: the program was told to leave."""
        run = self._running()
        played = Played(
            run.ended or SessionOutcome.LEFT,
            tuple(
                t for name in run.session.plan.techniques if (t := self._coach.library.techniques.get(name)) is not None
            ),
            frozenset(run.held),
            frozenset(up.flag.id for up in self._coach.rules.safety().flags),
            run.blocked,
            run.unseen,
            interrupted,
        )
        self.go(self.guide.played(played))

    def _running(self) -> Run:
        if self.run is None:
            raise ValueError("Nothing has begun.")
        return self.run

    # --- for the door and the record ------------------------------------------------------------------------------

    def _carry_out(self) -> None:
        while not isinstance(self.guide.step, PersonStep):
            self.guide = self._done()

    def _done(self) -> Guide:
        """The guide after its next errand."""
        guide = self.guide
        match guide.step:
            case LookForUnfinished():
                past = self._unfinished()
                return guide.unfinished(past, None if past is None else way_on(self._coach, past))
            case CloseUnfinished(open_one, discard):
                return guide.closed(self._fault(partial(self._coach.sessions.close, open_one, discard=discard)))
            case AskDoor(with_check):
                return self._at_door(with_check=with_check)
            case TakeWritten():
                return self._written()
            case RecordPain(level, when, before):
                run = None if when is RatedWhen.BEFORE else self._running()
                area = self._done_for()
                return guide.recorded(self._fault(lambda: self._coach.entries.rate(level, when, area, run, before)))
            case Begin(cleared, before):
                return self._begin(cleared, before)
            case PickUp(_, past):
                return self._pick_up(past)
            case RecordReport(flag, technique):
                self._coach.sessions.report(self._running(), flag, technique=technique)
                return guide.reported()
            case LookBack():
                return guide.looked_back(self._look_back())
        raise AssertionError(guide.step)

    def _done_for(self) -> BodyArea | None:
        """What the session is done for: the area that was chosen, else the only one of its routine."""
        way = self.guide.way
        areas = self._coach.library.find(way.routine).areas
        return way.choices.area or (areas[0] if len(areas) == 1 else None)

    @staticmethod
    def _fault(write: Callable[[], object]) -> str:
        """Write; what went wrong, or nothing."""
        try:
            write()
        except JournalError as error:
            return str(error)
        return ""

    def _unfinished(self) -> PastSession | None:
        try:
            return self._coach.listing.today().unfinished
        except JournalError:
            return None  # the door says why

    def _at_door(self, *, with_check: bool) -> Guide:
        way, coach = self.guide.way, self._coach
        try:
            verdict = coach.sessions.ask(way.routine, way.choices, way.past)
        except BadInput as error:
            if way.past is None:
                raise
            return self.guide.refused(str(error))
        said = DoorSaid(verdict)
        if not with_check:
            return self.guide.door(said)
        if not (isinstance(verdict, Blocked) and not verdict.check_due) and not coach.rules.safety().fault:
            checkup = coach.checks.checkup(way.routine, way.choices.area)
            said = replace(said, checkup=checkup if checkup.page is not None else None)
        if not isinstance(verdict, Blocked) and way.past is None:
            said = self._planned(said, verdict)
        return self.guide.door(said)

    def _planned(self, said: DoorSaid, cleared: Cleared) -> DoorSaid:
        """With the plan of what is open, and what there is to say of it."""
        coach, way = self._coach, self.guide.way
        own = {cleared.routine, *cleared.techniques}
        plan = coach.sessions.plan(way.routine, way.choices, cleared)
        return replace(
            said,
            timeline=plan,
            ready=ready_for(coach.library, plan),
            left_out=tuple(
                f"{coach.library.techniques[name].name}. {reason.text}" for name, reason in cleared.left_out
            ),
            clamps=tuple(str(clamp) for clamp in coach.library.clamps if clamp.routine in own),
        )

    def _written(self) -> Guide:
        """The check that is due, answered in writing; where none is, what is unsafe is recorded all the same."""
        coach, way, written = self._coach, self.guide.way, self._request.written
        assert written is not None  # noqa: S101 - only then the guide asks for it
        due = coach.checks.checkup(way.routine, way.choices.area)
        answered = None
        try:
            if due.page is None:
                coach.checks.volunteer(written.answers)
            else:
                answered = from_answers(
                    due.catalogue, written.answers, written.unanswered, others=written.others, due=due
                )
                coach.checks.submit(answered, way.choices.area)
        except JournalError as error:
            return self.guide.not_taken(str(error), coach.checks.standing(answered) if answered is not None else None)
        return self.guide.taken()

    def _begin(self, cleared: Cleared, before: int | None) -> Guide:
        rehearse = self._request.rehearse if self.guide.way.rehearsal else None
        clock = rehearse() if rehearse is not None else None
        self.run = self._coach.sessions.begin(
            cleared, self.guide.way.choices, rehearsal=rehearse is not None, clock=clock, before=before
        )
        return self.guide.begun()

    def _pick_up(self, past: PastSession) -> Guide:
        try:
            run = self._coach.sessions.pick_up(past)
        except BadInput as error:
            return self.guide.refused(str(error))
        if isinstance(run, Blocked):
            return self.guide.shut(run)
        self.run = run
        return self.guide.begun()

    def _look_back(self) -> LookedBack:
        run = self._running()
        run.tick()  # what could not be written may go in now
        if run.rehearsal:
            return LookedBack()
        flags, card = self._coach.rules.safety().flags, self._coach.checks.standing()
        past, due = self._past(run.id), self._function_due()
        return LookedBack(past, run.fault, flags, card, self._unasked(), self._times(), due, self._over())

    def _times(self) -> int:
        """How often this routine was begun this week, from Monday on; 1 where the record can't be read."""
        now = self._coach.record.now()
        monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            begun = self._coach.record.of(SessionBegan, monday)
        except JournalError:
            return 1
        return max(1, sum(fact.body.routine == self.guide.way.routine for fact in begun))

    def _unasked(self) -> bool:
        try:
            return not self._coach.entries.about_me().asked
        except CoachError:
            return False  # another day will do

    def _over(self) -> Episode | None:
        try:
            return self._coach.checks.may_be_over()
        except CoachError:
            return None

    def _function_due(self) -> bool:
        try:
            return self._coach.looking_back.function_asked_for()
        except CoachError:
            return False

    def _past(self, session: str) -> PastSession | None:
        """This session as the record has it."""
        try:
            for look in (
                lambda: self._coach.listing.today().done,
                self._coach.listing.history,
            ):  # the second: begun before midnight
                past = next((past for past in look() if past.id == session), None)
                if past is not None:
                    return past
        except CoachError:
            return None  # what can't be read is told as the fault
        return None
