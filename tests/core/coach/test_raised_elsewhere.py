"""What is raised in another window stops a session under way: at its next part, and whenever the person goes on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Level
from coach.core.clearance.locks import holds
from coach.core.coach.door import Coach
from coach.core.coach.guided import GuidedSession, Request, way_of
from coach.core.coach.sessions import Sessions
from coach.core.record.choices import Choices
from coach.core.record.sessions import SegmentReached, SessionContinued, SessionEnded
from coach.core.session.events import SessionPhase
from coach.core.session.guide_steps import Finished, SayBefore, ShowCard
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, SessionOutcome
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean

LIBRARY = load_library(None)
CATALOGUE = load_catalogue({t.id: t.cls for t in LIBRARY.shipped_techniques})
ROUTINE = "lower-back-short"
RAISED = ["chest-pain", "night-pain", "limb-numb-tingle-weak", "rest-no-relief", "raynauds", "lasting-cough"]


def windows(journal: MemoryJournal, clock: FakeClock, many: int = 2) -> list[Coach]:
    ids = (f"id-{n:06}" for n in itertools.count())
    return [Coach(LIBRARY, CATALOGUE, journal, clock, lambda: next(ids), "here") for _ in range(many)]


@pytest.fixture
def here(journal: MemoryJournal, clock: FakeClock) -> Coach:
    return windows(journal, clock)[0]


@pytest.fixture
def elsewhere(journal: MemoryJournal, clock: FakeClock, here: Coach) -> Coach:
    del here
    ids = (f"other-{n:06}" for n in itertools.count())
    return Coach(LIBRARY, CATALOGUE, journal, clock, lambda: next(ids), "here")


def begin(coach: Coach, routine: str = ROUTINE) -> Run:
    clean(coach, routine)
    cleared = coach.sessions.ask(routine, Choices())
    return coach.sessions.begin(cleared, Choices())  # type: ignore[arg-type]


def to_next_part(run: Run, clock: FakeClock) -> None:
    part = run.session.segment.part
    for _ in range(3600):
        if run.ended is not None or run.session.segment.part != part:
            return
        clock.advance(1)
        run.tick()
    raise AssertionError("it stands still")


@pytest.mark.parametrize("flag", ["chest-pain", "night-pain"])
def test_what_is_serious_stops_it_at_the_next_part(here: Coach, elsewhere: Coach, clock: FakeClock, flag: str) -> None:
    run = begin(here)
    clock.advance(2)
    run.tick()
    elsewhere.checks.volunteer({flag: Answer.YES})
    before = run.session.segment.part
    to_next_part(run, clock)
    assert run.ended is SessionOutcome.STOPPED
    assert run.unseen
    assert run.blocked is not None
    assert run.blocked.reasons[0].flag == flag
    (end,) = here.record.of(SessionEnded)
    assert end.body.outcome is SessionOutcome.STOPPED
    reached = [fact.body.index for fact in here.record.of(SegmentReached)]
    assert {run.session.plan.segments[index].part for index in reached} <= {before, before + 1}
    assert run.tick().events == (), "what it caused has been handed over once"


def test_going_on_after_a_pause_asks_the_door_first(here: Coach, elsewhere: Coach, clock: FakeClock) -> None:
    run = begin(here)
    clock.advance(2)
    run.pause()
    elsewhere.checks.volunteer({"chest-pain": Answer.NOT_SURE})
    tick = run.resume()
    assert (tick.session.phase, run.ended) == (SessionPhase.ENDED, SessionOutcome.STOPPED)
    assert here.record.of(SessionContinued) == []
    assert tick.events


def test_what_locks_a_part_of_it_leaves_the_rest(here: Coach, elsewhere: Coach, clock: FakeClock) -> None:
    run = begin(here, "lower-back-knot")
    clock.advance(2)
    run.pause()
    elsewhere.checks.volunteer({"cannot-use-floor": Answer.YES})
    run.resume()
    floor = {"cat-cow", "childs-pose", "knee-to-chest", "bridge"}
    assert run.ended is None
    assert run.session.barred == floor & set(run.session.plan.techniques) != set()


@pytest.mark.parametrize("routine", ["movement-break", "calm-breathing"])
def test_a_break_and_calm_breathing_stop_for_an_emergency(
    here: Coach, elsewhere: Coach, clock: FakeClock, routine: str
) -> None:
    run = begin(here, routine)
    clock.advance(2)
    run.pause()
    elsewhere.checks.volunteer({"short-of-breath": Answer.YES})
    run.resume()
    assert run.ended is SessionOutcome.STOPPED


def test_a_voided_check_and_a_record_that_fails_let_it_end(
    here: Coach, journal: MemoryJournal, clock: FakeClock
) -> None:
    run = begin(here)
    clock.advance(2)
    run.pause()
    journal.broken = "unreadable"
    run.resume()
    assert run.ended is None
    journal.broken = ""
    run.pause()
    clock.advance(24 * 3600)
    run.resume()
    assert not here.rules.safety().check.valid
    assert run.ended is None
    assert run.session.barred == frozenset()


def test_the_guide_shows_the_card_and_then_ends(here: Coach, elsewhere: Coach, clock: FakeClock) -> None:
    clean(here, "cat-cow")
    session = GuidedSession(here, way_of(here, Request("cat-cow"), Settings()))
    session.go(session.guide.shown())
    session.go(session.guide.rated(3))
    assert isinstance(session.step, SayBefore)
    session.go(session.guide.go_on())
    assert session.run is not None
    clock.advance(2)
    session.run.pause()
    elsewhere.checks.volunteer({"chest-pain": Answer.YES})
    session.run.resume()
    session.played()
    card: object = session.step
    assert isinstance(card, ShowCard)
    assert card.blocked.level is Level.EMERGENCY
    session.go(session.guide.shown())
    end: object = session.step
    assert isinstance(end, Finished)
    assert end.blocked is card.blocked
    assert not end.summary


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    told=st.lists(st.tuples(st.integers(0, 200), st.sampled_from(RAISED)), max_size=3),
    routine=st.sampled_from([ROUTINE, "movement-break", "shoulder-blade-desk"]),
    pauses=st.sets(st.integers(0, 200), max_size=3),
)
def test_no_part_begins_and_nothing_goes_on_that_is_locked_then(
    told: list[tuple[int, str]], routine: str, pauses: set[int]
) -> None:
    clock, journal = FakeClock(), MemoryJournal()
    here, other = windows(journal, clock)
    run = begin(here, routine)
    plan = run.session.plan
    for second in range(201):
        for flag in (name for at, name in told if at == second):
            other.checks.volunteer({flag: Answer.YES})
        clock.advance(1)
        part = run.session.segment.part
        tick = run.tick()
        asked = run.session.segment.part != part
        if second in pauses and run.ended is None:
            run.pause()
            tick, asked = run.resume(), True
        if run.ended is not None:
            assert run.ended is not SessionOutcome.STOPPED or run.blocked is not None
            return
        technique = LIBRARY.techniques.get(tick.session.segment.technique or "")
        if asked and technique is not None:
            up = here.rules.safety().flags
            assert not any(holds(one, technique, plan.choices.area) for one in up)


def test_the_door_is_asked_at_each_part_and_in_one_no_more_than_every_ten_seconds(
    journal: MemoryJournal, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Sessions, "ask_again", lambda _, run, __: asked.append(run.session.index))
    coach = windows(journal, clock)[0]
    run = begin(coach, "wall-angel")
    assert [segment.seconds for segment in run.session.plan.segments] == [5, 8, 8, 8, 8, 8]
    clock.advance(1)
    run.next()
    run.tick()
    assert asked == [1], "a part that was left at once"
    for _ in range(50):
        clock.advance(1)
        run.tick()
    assert asked == [1, 2, 3, 4], "after 10, 20 and 30 seconds, not at each of its five repeats"
    asked.clear()
    held = begin(coach, "childs-pose")
    assert [segment.seconds for segment in held.session.plan.segments] == [15, 20, 5, 20]
    for _ in range(70):
        clock.advance(1)
        held.tick()
    assert asked == [1, 2, 3], "a hold of twenty seconds once"
