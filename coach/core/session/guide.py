"""The way of one guided session as a value: rate, check, card, what to say, play, ask after, rate, look back.

A `Guide` says what comes next (`step`). What the person did, and what the door and the record said, is handed back by
its methods, each of which gives the guide that follows. Nothing here shows, asks or writes anything: a front end does
the steps for the person, `coach.core.coach.guided` those for the door and the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import Blocked
from coach.core.frozen import frozen
from coach.core.session.guide_end import looks_back, with_summary
from coach.core.session.guide_errands import (
    AskDoor,
    Begin,
    CloseUnfinished,
    DoorSaid,
    Errand,
    LookBack,
    LookedBack,
    LookForUnfinished,
    PickUp,
    Played,
    RecordPain,
    RecordReport,
    TakeWritten,
)
from coach.core.session.guide_steps import (
    AskAfter,
    AskCheck,
    Closed,
    ClosedWhy,
    Finished,
    Noted,
    NotPossible,
    NotSaved,
    OfferResume,
    PersonStep,
    Play,
    Rate,
    SayBefore,
    ShowCard,
    ShowPlan,
    Way,
)
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import Technique

Step = PersonStep | Errand
S = TypeVar("S", bound=Step)


@frozen
class Guide:
    """Where a guided session stands. Every method raises ValueError where its step is not the one that is due.

    `attended`: somebody is there to answer. `before` is the rating before the session. `checked`: the check was asked,
    or answered in writing, and is not asked again. `answered` are the flags that answers at the end have raised.
    """

    way: Way
    step: Step
    attended: bool = True
    before: int | None = None
    checked: bool = False
    answered: frozenset[str] = frozenset()
    played_as: Played | None = None
    _then: Step | None = None  # what comes after a step that is only shown
    _to_ask: tuple[Technique, ...] = ()
    _offering: Way | None = None  # where to go back to, should the offered session not go on
    _card_shown: bool = False  # by the check itself

    @classmethod
    def of(cls, way: Way) -> Guide:
        """The beginning of a way."""
        if way.past is not None:
            return cls(way, AskDoor(with_check=True), before=way.past.before)
        return cls(way, LookForUnfinished() if way.offers and way.rates else ShowPlan())

    def _due(self, kind: type[S]) -> S:
        """The step that is due, which has to be one of this kind."""
        if isinstance(self.step, kind):
            return self.step
        raise ValueError(f"{kind.__name__} is not due: {self.step}")

    def _on(self, step: Step, then: Step | None = None) -> Guide:
        return replace(self, step=step, _then=then)

    # --- a session that was not finished --------------------------------------------------------------------------

    def unfinished(self, past: PastSession | None, way: Way | None = None) -> Guide:
        """There is such a session, and this is the way of going on with it; or there is none."""
        self._due(LookForUnfinished)
        return self._on(ShowPlan() if past is None or way is None else OfferResume(past, way))

    def resume(self) -> Guide:
        """The person goes on with it."""
        way = self._due(OfferResume).way
        return replace(Guide.of(way), attended=self.attended, _offering=self.way)

    def close(self, *, discard: bool) -> Guide:
        """The person has it closed as partly done, or discarded."""
        return self._on(CloseUnfinished(self._due(OfferResume).past, discard))

    def closed(self, fault: str = "") -> Guide:
        """It was closed; `fault` says why it could not be."""
        self._due(CloseUnfinished)
        return self._after_writing(fault, ShowPlan())

    def later(self) -> Guide:
        """The person leaves it for later."""
        self._due(OfferResume)
        return self._on(ShowPlan())

    def refused(self, why: str) -> Guide:
        """The interrupted session can't go on. Where it was offered, the person is asked anew."""
        if self.way.past is None or not isinstance(self.step, AskDoor | PickUp):
            raise ValueError(f"Nothing is gone on with: {self.step}")
        if self._offering is None:
            return self._on(NotPossible(why), Closed(ClosedWhy.NOT_POSSIBLE, why))
        back = replace(Guide.of(self._offering), attended=self.attended)
        return back._on(NotPossible(why), back.step)

    # --- up to the door -------------------------------------------------------------------------------------------

    def shown(self) -> Guide:
        """The person has seen what there was to see."""
        if isinstance(self.step, ShowPlan):
            return self._on(AskDoor(with_check=not (self.way.rates and self.attended)))
        if self._then is None or not isinstance(self.step, ShowCard | Noted | NotSaved | NotPossible):
            raise ValueError(f"There is more to this step: {self.step}")
        after = self._on(self._then)
        return after if self.attended else after.unattended()

    def door(self, said: DoorSaid) -> Guide:
        """The door has been asked. What nothing asked could open is shut at once; written answers are taken even so."""
        first = not self._due(AskDoor).with_check
        blocked = said.verdict if isinstance(said.verdict, Blocked) else None
        writes = self.way.written and not self.checked
        if blocked is not None and (not blocked.check_due or blocked.level is Level.EMERGENCY):
            return self._on(TakeWritten()) if writes else self._locked(blocked)
        if first:
            return self._on(Rate(RatedWhen.BEFORE) if self.attended else AskDoor(with_check=True))
        if writes:
            return self._on(TakeWritten())
        if said.checkup is not None and self.attended and not self.checked:
            return self._on(AskCheck(said.checkup))
        return self._locked(blocked) if blocked is not None else self._opened(said)

    def _locked(self, blocked: Blocked) -> Guide:
        end = Closed(ClosedWhy.LOCKED)
        if self._card_shown and blocked.level is Level.EMERGENCY:
            return self._on(end)
        return self._on(ShowCard(blocked), end)

    def _opened(self, said: DoorSaid) -> Guide:
        if isinstance(said.verdict, Blocked):
            raise TypeError("The door is not open.")
        if self.way.past is not None:
            return self._on(PickUp(said.verdict, self.way.past))
        if said.timeline is None:
            raise ValueError("There is no plan of what is open.")
        step = SayBefore(said.verdict, said.timeline, said.left_out, said.clamps, ready=said.ready)
        needed = (self.way.asks and self.attended) or bool(step.left_out or step.good_to_know or step.clamps)
        return self._on(replace(step, waits=needed and not self.way.light))

    def taken(self) -> Guide:
        """The written answers are on record."""
        self._due(TakeWritten)
        return replace(self, step=AskDoor(with_check=True), checked=True)

    def not_taken(self, why: str, card: Blocked | None) -> Guide:
        """They could not be written down: what they warn of is shown all the same, and nothing is opened."""
        self._due(TakeWritten)
        end = Closed(ClosedWhy.NOT_SAVED, why)
        return self._on(end) if card is None else self._on(ShowCard(card), end)

    def asked(self, *, card_shown: bool = False) -> Guide:
        """The check was asked, to its end or not; `card_shown`: it has shown the card of an emergency itself."""
        self._due(AskCheck)
        return replace(self, step=AskDoor(with_check=True), checked=True, _card_shown=card_shown)

    def go_on(self) -> Guide:
        """The person has seen what is to be known, and begins."""
        return self._on(Begin(self._due(SayBefore).cleared, self.before))

    def leave(self) -> Guide:
        """The person would rather not: they went back from the first rating or the check, or declined what was said."""
        if isinstance(self.step, Rate) and self.step.when is not RatedWhen.BEFORE:
            raise ValueError(f"Nothing is due that could be left: {self.step}")
        if not isinstance(self.step, Rate | SayBefore):
            self._due(AskCheck)
        return self._on(Closed(ClosedWhy.DECLINED))

    def begun(self) -> Guide:
        """The session has begun, or goes on."""
        step = self._due(PickUp) if isinstance(self.step, PickUp) else self._due(Begin)
        return self._on(Play(step.cleared))

    def shut(self, blocked: Blocked) -> Guide:
        """The door has shut just before the interrupted session could go on."""
        self._due(PickUp)
        return self._locked(blocked)

    def unattended(self) -> Guide:
        """Nobody can answer any more: what is asked stays open. An unfinished session is still told of."""
        alone = replace(self, attended=False)
        match self.step:
            case Rate():
                return alone.rated(None)
            case AskCheck():
                return alone.asked()
            case AskAfter():
                return alone._on(LookBack())
        return alone

    # --- ratings --------------------------------------------------------------------------------------------------

    def rated(self, level: int | None) -> Guide:
        """The person has rated the pain, or would rather not say."""
        when = self._due(Rate).when
        if when is RatedWhen.BEFORE:
            guide = replace(self, before=level)
            return guide._on(AskDoor(with_check=True) if level is None else RecordPain(level, when))
        return self._on(LookBack() if level is None else RecordPain(level, when, self.before))

    def recorded(self, fault: str = "") -> Guide:
        """The rating is on record; `fault` says why it could not be written."""
        when = self._due(RecordPain).when
        return self._after_writing(fault, AskDoor(with_check=True) if when is RatedWhen.BEFORE else LookBack())

    def _after_writing(self, fault: str, then: Step) -> Guide:
        return self._on(NotSaved(fault), then) if fault else self._on(then)

    # --- afterwards -----------------------------------------------------------------------------------------------

    def played(self, played: Played) -> Guide:
        """The session is over. What was held is asked about, unless something was wrong."""
        self._due(Play)
        if played.interrupted:
            return self._on(Closed(ClosedWhy.INTERRUPTED))
        guide = replace(self, played_as=played)
        if played.blocked is not None and played.unseen:
            return guide._on(ShowCard(played.blocked), LookBack())
        if not (looks_back(self.way, played) and self.attended):
            return guide._on(LookBack())
        held = {technique.id: technique for technique in played.techniques if technique.id in played.held}
        to_ask = tuple(technique for technique in held.values() if technique.ask_after is not None)
        return replace(guide, _to_ask=to_ask)._next_question()

    def _next_question(self) -> Guide:
        """Each technique's own question, then the rating."""
        if not self.attended:
            return self._on(LookBack())
        if not self._to_ask:
            return self._on(Rate(RatedWhen.AFTER))
        technique, *rest = self._to_ask
        assert technique.ask_after is not None  # noqa: S101 - only those that ask are here
        ask = AskAfter(technique.id, technique.name, technique.ask_after)
        return replace(self, step=ask, _to_ask=tuple(rest))

    def answer(self, index: int | None) -> Guide:
        """The answer by its place in the question, None where it was skipped."""
        step = self._due(AskAfter)
        flag = "" if index is None else step.question.answers[index].raises
        if not flag:
            return self._next_question()
        return replace(
            self, step=RecordReport(flag, step.technique), answered=self.answered | {flag}, _then=Noted(step.name)
        )

    def reported(self) -> Guide:
        """What the answer tells has been recorded and acted on."""
        self._due(RecordReport)
        noted = self._then
        assert noted is not None  # noqa: S101 - set with the report
        after = self._next_question()
        return after._on(noted, after.step)

    def looked_back(self, seen: LookedBack) -> Guide:
        """What came of it is known: the end."""
        self._due(LookBack)
        played = self.played_as
        assert played is not None  # noqa: S101 - nothing is looked back on before it was played
        end = Finished(played.outcome, self.way.rehearsal, fault=seen.fault, blocked=played.blocked)
        if not looks_back(self.way, played):
            return self._on(end)
        return self._on(with_summary(end, played, seen, self.answered, attended=self.attended))
