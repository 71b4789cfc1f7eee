"""The door from every state: whatever was told, logged, left or kept, no session holds a technique that is locked."""

from __future__ import annotations

import inspect
import itertools
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Clears, Layer, Where
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Cleared
from coach.core.coach.door import Coach
from coach.core.errors import BadInput
from coach.core.record.checks import CheckAnswered
from coach.core.record.choices import Choices, SideChoice
from coach.core.record.facts import of
from coach.core.record.sessions import SessionBegan
from coach.core.routine.routine import Technique
from coach.core.safety.screening import KINDS, raised
from coach.core.session.events import SessionPhase
from coach.core.session.run import Run
from coach.core.vocabulary import Answer, BodyArea, CheckLayer, ComplaintKind, RatedWhen, TechniqueClass
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, body_of

LIBRARY = load_library(None)
TECHNIQUES = {name: r for name, r in LIBRARY.routines.items() if isinstance(r, Technique)}
CATALOGUE = load_catalogue({name: t.cls for name, t in TECHNIQUES.items()})
CALM = {"movement-break", "posture-check", "calm-breathing", "hydration-check"}
ASKED = sorted(f.id for f in CATALOGUE.flags.values() if f.question and f.ask not in {Layer.COMPUTED, Layer.IN_SESSION})
TOLD = sorted(f.id for f in CATALOGUE.of_layer(Layer.IN_SESSION))
WAYS_IN = {"begin", "pick_up"}

areas = st.none() | st.sampled_from(list(BodyArea))
chosen = st.builds(Choices, area=areas, side=st.none() | st.sampled_from(list(SideChoice)))
routines = st.sampled_from(sorted(LIBRARY.routines))
unsafe = st.dictionaries(st.sampled_from(ASKED), st.sampled_from([Answer.YES, Answer.NO, Answer.NOT_SURE]), max_size=3)


def test_only_the_door_hands_out_sessions() -> None:
    coach = Coach(LIBRARY, CATALOGUE, MemoryJournal(), FakeClock(), lambda: "")
    parts = [part for _, part in inspect.getmembers(coach) if type(part).__module__.startswith("coach.core.coach.")]
    members = [member for part in (coach, *parts) for member in inspect.getmembers(part, inspect.ismethod)]
    public = {name: value for name, value in members if not name.startswith("_")}
    handing = {name for name, value in public.items() if "Run" in str(inspect.signature(value).return_annotation)}
    assert handing == WAYS_IN
    clearing = {name for name, value in public.items() if "Cleared" in str(inspect.signature(value).return_annotation)}
    assert clearing == {"ask"}


class Desk(RuleBasedStateMachine):
    """A person who does anything that Coach can be asked, in any order, with every old clearance kept and tried."""

    kept = Bundle("kept")

    @initialize(healthy=st.booleans())
    def arrive(self, healthy: bool) -> None:
        """A healthy one has passed the check of the day and tells of nothing: so that sessions are had at all."""
        self.healthy = healthy
        self.clock = FakeClock()
        self.journal = MemoryJournal()
        ids = (f"id-{n:06}" for n in itertools.count())
        self.coach, self.other = (
            Coach(LIBRARY, CATALOGUE, self.journal, self.clock, lambda: next(ids), "here") for _ in range(2)
        )
        self.run: Run | None = None
        self.rule, self.up = "", frozenset[str]()
        if healthy:
            self._answer_safely(None, None)

    @rule()
    def go_to_the_other_window(self) -> None:
        """Another process on the same record; the session goes on in the window it is in."""
        self.coach, self.other = self.other, self.coach

    # --- what is told ---------------------------------------------------------------------------------------------

    @rule(routine=st.none() | routines, area=areas)
    def answer_safely(self, routine: str | None, area: BodyArea | None) -> None:
        self._answer_safely(routine, area)

    def _answer_safely(self, routine: str | None, area: BodyArea | None) -> None:
        due = self.coach.checks.checkup(routine, area)
        self.coach.checks.submit(from_answers(CATALOGUE, {}, frozenset(), others=True, due=due), area)

    @precondition(lambda self: not self.healthy)
    @rule(routine=st.none() | routines, answers=unsafe, blank=st.frozensets(st.sampled_from(ASKED), max_size=2))
    def answer(self, routine: str | None, answers: dict[str, Answer], blank: frozenset[str]) -> None:
        self.rule = "answer"
        due = self.coach.checks.checkup(routine, again=True)
        self.coach.checks.submit(from_answers(CATALOGUE, answers, blank - set(answers), others=True, due=due))

    @precondition(lambda self: not self.healthy)
    @rule(answers=unsafe)
    def tell(self, answers: dict[str, Answer]) -> None:
        self.coach.checks.volunteer(answers)

    @precondition(lambda self: not self.healthy)
    @rule(level=st.integers(0, 10), area=areas)
    def rate(self, level: int, area: BodyArea | None) -> None:
        self.coach.entries.rate(level, RatedWhen.ANY_TIME, area)

    @precondition(lambda self: not self.healthy)
    @rule(kind=st.sampled_from(list(ComplaintKind)), area=st.sampled_from(list(BodyArea)), days=st.integers(0, 20))
    def complain(self, kind: ComplaintKind, area: BodyArea, days: int) -> None:
        began = (self.clock.wall - timedelta(days=days)).isoformat()
        self.coach.entries.note(body_of("episode", kind=kind, area=area, started=began))

    @precondition(lambda self: not self.healthy)
    @rule(
        area=st.sampled_from(list(BodyArea)), size=st.integers(2, 40), texture=st.sampled_from(["soft", "stone-hard"])
    )
    def find_a_lump(self, area: BodyArea, size: int, texture: str) -> None:
        self.coach.entries.note(body_of("lump", area=area, size_mm=size, texture=texture))

    @rule(classes=st.lists(st.sampled_from(list(TechniqueClass)), max_size=4), every=st.booleans())
    def be_seen(self, classes: list[TechniqueClass], every: bool) -> None:
        self.rule = "be_seen"
        flags = [up.flag.id for up in self.coach.rules.safety().flags]
        self.coach.entries.seen(flags if every else flags[:1], classes, "GP", self.clock.wall.date())

    @rule()
    def take_back(self) -> None:
        self.rule = "take_back"
        self.coach.entries.withdraw([up.flag.id for up in self.coach.rules.safety().flags])

    @rule(minutes=st.sampled_from([1, 9, 61, 300, 1500, 20000]), back=st.booleans())
    def wait(self, minutes: int, back: bool) -> None:
        self.clock.advance(minutes * 60)
        if back:
            self.clock.wall -= timedelta(minutes=2 * minutes)

    # --- every way in ---------------------------------------------------------------------------------------------

    @rule(routine=routines, choices=chosen, answered=st.booleans())
    def start(self, routine: str, choices: Choices, answered: bool) -> None:
        if answered:
            self._answer_safely(routine, choices.area)
        self._begin(self._ask(routine, choices), rehearsal=False)

    @rule(target=kept, routine=routines, choices=chosen)
    def keep_leave(self, routine: str, choices: Choices) -> tuple[Cleared | None, Choices]:
        return self._ask(routine, choices)

    def _ask(self, routine: str, choices: Choices) -> tuple[Cleared | None, Choices]:
        verdict = self.coach.sessions.ask(routine, choices)
        return (verdict if isinstance(verdict, Cleared) else None, choices)

    @rule(old=kept, rehearsal=st.booleans())
    def begin(self, old: tuple[Cleared | None, Choices], rehearsal: bool) -> None:
        self._begin(old, rehearsal)

    def _begin(self, old: tuple[Cleared | None, Choices], rehearsal: bool) -> None:
        cleared, choices = old
        if cleared is None:
            return
        try:
            self._running(self.coach.sessions.begin(cleared, choices, rehearsal=rehearsal))
        except BadInput:
            return

    @rule()
    def go_on(self) -> None:
        past = self.coach.listing.today().unfinished
        if past is None:
            return
        self.run = None
        try:
            run = self.coach.sessions.pick_up(past)
        except BadInput:
            return
        if isinstance(run, Run):
            self._running(run)

    @precondition(lambda self: self.run is not None)
    @rule(
        key=st.sampled_from(["next", "back", "other_side", "pause", "resume", "acknowledge", "tick"]),
        late=st.integers(0, 99),
    )
    def press(self, key: str, late: int) -> None:
        assert self.run is not None
        self.clock.advance(late)
        getattr(self.run, key)()
        if key in {"next", "resume"} and self.run.ended is None and self.run.session.phase is SessionPhase.RUNNING:
            name, plan = self.run.session.segment.technique, self.run.session.plan
            assert name is None or not self._locked(TECHNIQUES[name], plan.choices.area), "what another window raised"

    @precondition(lambda self: self.run is not None)
    @rule(flag=st.sampled_from(TOLD), gone=st.booleans())
    def say_what_is_wrong(self, flag: str, gone: bool) -> None:
        assert self.run is not None
        if self.run.ended is None:
            self.run.pause()
            self.coach.sessions.report(self.run, flag, gone=gone)
            if self.run.ended is None:
                self._open(self.run, checked=False)

    @precondition(lambda self: self.run is not None)
    @rule(crash=st.booleans())
    def stop(self, crash: bool) -> None:
        assert self.run is not None
        if not crash:
            self.run.leave()
        self.run = None

    # --- what has to hold -----------------------------------------------------------------------------------------

    def _running(self, run: Run) -> None:
        self.run = run
        self._open(run, checked=True)

    def _open(self, run: Run, *, checked: bool) -> None:
        """Nothing in the run is locked, by what the facts say and not by what the door says of itself."""
        area = run.session.plan.choices.area
        work = {s.technique for s in run.session.plan.segments if s.technique is not None} - set(run.session.barred)
        for name in sorted(work):
            technique = TECHNIQUES[name]
            assert not self._locked(technique, area), name
            if checked and name not in CALM:
                assert self._checked(), name
                assert self._known(technique), name
                assert self._asked_before(technique.cls, run), name

    def _locked(self, technique: Technique, area: BodyArea | None) -> list[str]:
        facts = self.journal.facts(KINDS)
        found = []
        for up in raised(facts, CATALOGUE, self.clock.wall):
            here = up.blocks.where is Where.EVERYWHERE or up.area is None
            here = here or (up.area in technique.areas if area is None else up.area is area)
            if here and (technique.cls in up.blocks.classes or technique.id in up.blocks.techniques):
                found.append(up.flag.id)
        return found

    def _checked(self) -> bool:
        """A finished check of the day on this day, not over 16 hours old."""
        now: datetime = self.clock.wall
        checks = [f for f in of(self.journal.facts((CheckAnswered,)), CheckAnswered) if f.body.complete]
        today = [f for f in checks if f.body.layer is CheckLayer.TODAY and f.local.date() == now.date()]
        fresh = [f for f in today if timedelta() <= now - f.at < timedelta(hours=16)]
        return bool(fresh)

    def _known(self, technique: Technique) -> bool:
        """Every question about the person that may lock it was answered, in a finished check of the last year."""
        now = self.clock.wall
        told = {
            name
            for fact in of(self.journal.facts((CheckAnswered,)), CheckAnswered)
            if fact.body.complete and now - fact.local < timedelta(days=366)
            for name in (*(fact.body.listed or ()), *(name for name, _ in fact.body.answers or ()))
        }
        return all(
            flag.id in told
            for flag in CATALOGUE.of_layer(Layer.PROFILE)
            if flag.rule.type != "combination"
            and (technique.cls in flag.blocks.classes or technique.id in flag.blocks.techniques)
        )

    def _asked_before(self, cls: TechniqueClass, run: Run) -> bool:
        """Every question about this class was answered on this day, after any other session began."""
        names = {f.id for f in CATALOGUE.of_layer(Layer.TECHNIQUE) if f.question and cls in f.applies_to}
        sessions = of(self.journal.facts((SessionBegan,)), SessionBegan)
        begun = [f.at for f in sessions if f.body.session != run.id]
        told: set[str] = set()
        for fact in of(self.journal.facts((CheckAnswered,)), CheckAnswered):
            same_day = fact.local.date() == self.clock.wall.date()
            if not same_day or fact.body.layer is not CheckLayer.TECHNIQUE:
                continue
            if all(at < fact.at for at in begun if at <= self.clock.wall):
                told |= {*(fact.body.listed or ()), *(name for name, _ in fact.body.answers or ())}
        return names <= told

    @invariant()
    def no_sign_goes_but_as_it_is_written(self) -> None:
        """One that only a clinician clears: by a visit, within ten minutes as a slip, or as a doubt by its own no."""
        facts = self.journal.facts(KINDS)
        up = frozenset(
            one.flag.id
            for one in raised(facts, CATALOGUE, self.clock.wall)
            if one.flag.clears is Clears.CLINICIAN and one.flag.id in ASKED
        )
        ways = {"be_seen", "take_back"}
        for name in self.up - up:
            told = [f.body.answer(name) for f in of(facts, CheckAnswered)]
            doubt = Answer.YES not in told and Answer.NO in told
            assert self.rule in ways or (self.rule == "answer" and doubt), name
        self.rule, self.up = "", up

    @invariant()
    def what_runs_is_within_its_plan(self) -> None:
        if self.run is not None and self.run.ended is None:
            technique = self.run.session.segment.technique
            assert technique is None or technique not in self.run.session.barred


Desk.TestCase.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
test_no_way_in_holds_a_locked_technique = Desk.TestCase
