"""Which questions are due, and one check that holds them all."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Catalogue, Layer
from coach.core.check import cadence, sections
from coach.core.check.cadence import DueQuestions
from coach.core.check.check_facts import of_subjects
from coach.core.check.checkup import ALL_GROUPS, Checkup
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Blocked
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.record.health import EpisodeBegan, LumpSeen
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import Answer, BodyArea, ComplaintKind
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, fact

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def coach(library: Library, catalogue: Catalogue, journal: MemoryJournal, clock: FakeClock) -> Coach:
    """One who asks every layer when it is due."""
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, journal, clock, lambda: next(ids), "here")


def due(catalogue: Catalogue, now: datetime, *facts: Fact) -> DueQuestions:
    return cadence.due(facts, evaluate(facts, catalogue, now), now)


def asked(days: float, *names: str, **body: Any) -> Fact:
    return fact("check", MORNING - days * DAY, complete=True, sections=list(names), **body)


@pytest.mark.parametrize(("days", "wanted"), [(0, False), (364, False), (365, True), (None, True)])
def test_the_profile_is_asked_at_first_and_after_a_year(catalogue: Catalogue, days: int | None, wanted: bool) -> None:
    facts = [] if days is None else [asked(days, "profile")]
    assert due(catalogue, MORNING, *facts).profile is wanted
    assert cadence.expired(facts, MORNING) is wanted


def test_a_change_of_health_asks_the_profile_at_once(catalogue: Catalogue) -> None:
    assert due(catalogue, MORNING, asked(30, "profile"), fact("check", MORNING - DAY, changed="yes")).profile
    assert not due(catalogue, MORNING, asked(30, "profile"), fact("check", MORNING - DAY, changed="no")).profile


@pytest.mark.parametrize(("days", "wanted"), [(6, False), (7, True)])
def test_the_slow_signs_are_asked_each_week(catalogue: Catalogue, days: int, wanted: bool) -> None:
    assert due(catalogue, MORNING, asked(days, "weekly")).weekly is wanted


def test_the_slow_signs_are_asked_when_anything_was_raised_since(catalogue: Catalogue) -> None:
    ill = fact("check", MORNING - DAY, answers={"feel-ill-today": "yes"})
    assert due(catalogue, MORNING, asked(2, "weekly"), ill).weekly
    assert not due(catalogue, MORNING, ill, asked(0.5, "weekly")).weekly


def spasm(days: float, kind: str = "spasm") -> Fact:
    at = MORNING - days * DAY
    return fact("episode", at, kind=kind, area="neck")


@pytest.mark.parametrize(
    ("since", "last", "wanted"),
    [
        (0, None, True),
        (0.5, 0.5, False),
        (0.9, 0.5, False),
        (1, 0.9, True),
        (1, 1, True),
        (6, 4, False),
        (7, 4, True),
        (14, 6, True),
        (20, 5, False),
    ],
)
def test_a_complaint_is_asked_about_when_added_after_a_day_and_at_one_and_two_weeks(
    catalogue: Catalogue, since: float, last: float | None, wanted: bool
) -> None:
    begun = spasm(since)
    facts = [begun] if last is None else [begun, asked(last, f"episode:{begun.id}")]
    found = due(catalogue, MORNING, *facts)
    assert bool(found.episodes) is wanted
    assert bool(found.better) is (wanted and since >= 1)


def test_only_the_kinds_of_the_24_hours_are_asked_if_they_are_better(catalogue: Catalogue) -> None:
    assert due(catalogue, MORNING, spasm(3, "knot")).better == frozenset()


@pytest.mark.parametrize(
    ("known", "last", "wanted"),
    [(0, None, True), (2, 1, True), (2, 0, False), (3, 1, False), (20, 6, False), (20, 7, True)],
)
def test_a_lump_is_looked_at_daily_and_then_weekly(
    catalogue: Catalogue, known: int, last: int | None, wanted: bool
) -> None:
    lump = fact("lump", MORNING - known * DAY, area="neck")
    facts = [lump] if last is None else [lump, asked(last, f"lump:{lump.id}")]
    assert bool(due(catalogue, MORNING, *facts).lumps) is wanted


@pytest.mark.parametrize(("days", "wanted"), [(4, False), (5, True)])
def test_five_days_without_a_rating_ask_for_one(catalogue: Catalogue, days: int, wanted: bool) -> None:
    pain = fact("pain", MORNING - days * DAY, level=4, area="neck")
    assert bool(due(catalogue, MORNING, spasm(10), pain).rate) is wanted


# --- one check ----------------------------------------------------------------------------------------------------


def answer_all(checkup: Checkup, **given: str) -> tuple[Checkup, list[str]]:
    """Answer every screen no, but those given; gives the keys in order."""
    order: list[str] = []
    while checkup.screen is not None:
        key = checkup.screen.key
        order.append(key)
        name = key.rsplit("/", 1)[-1].replace("-", "_")
        checkup = checkup.answer(key, Answer(given.get(name, given.get(key, "no"))))
    return checkup, order


def test_the_first_day_is_eleven_screens_and_the_next_is_one(coach: Coach, clock: FakeClock) -> None:
    checkup, order = answer_all(coach.checks.checkup())
    assert [key.split("-")[0] for key in order] == ["T1", "T2", "T3", "T4", "T5", "P1", "P2", "P3", "P4", "P5", "W1"]
    assert coach.checks.submit(checkup).check.valid
    clock.advance(24 * 3600)
    checkup, order = answer_all(coach.checks.checkup())
    assert order == [ALL_GROUPS]
    assert coach.checks.submit(checkup).check.valid


def test_each_part_counts_its_own_screens(coach: Coach) -> None:
    checkup = coach.checks.checkup()
    seen = []
    while checkup.screen is not None:
        seen.append((checkup.screen.number, checkup.screen.of))
        checkup = checkup.answer(checkup.screen.key, Answer.NO)
    assert seen == [(n, 5) for n in range(1, 6)] * 2 + [(1, 1)]


def test_a_check_of_the_day_alone_leaves_the_profile_due_and_everything_locked(coach: Coach) -> None:
    assert coach.catalogue is not None
    safety = coach.checks.submit(from_answers(coach.catalogue, {}, frozenset(), others=True))
    assert not safety.check.valid
    blocked = coach.sessions.ask("cat-cow", Choices())
    assert isinstance(blocked, Blocked)
    assert blocked.check_due


def test_a_year_later_the_profile_is_asked_again_and_locks_until_then(coach: Coach, clock: FakeClock) -> None:
    coach.checks.submit(answer_all(coach.checks.checkup())[0])
    clock.advance(366 * 24 * 3600)
    assert not coach.rules.safety().check.valid
    _, order = answer_all(coach.checks.checkup())
    assert "P1-bones" in order


def test_a_yes_adds_the_slow_signs_to_a_check_that_had_none(coach: Coach, clock: FakeClock) -> None:
    coach.checks.submit(answer_all(coach.checks.checkup())[0])
    clock.advance(24 * 3600)
    _, order = answer_all(coach.checks.checkup(), all="yes", **{"T3-illness": "yes", "feel_ill_today": "yes"})
    assert order[-1] == "W1-slow-signs"


def test_an_emergency_stops_everything_that_was_still_to_come(coach: Coach) -> None:
    checkup, order = answer_all(coach.checks.checkup(), **{"T1-bladder": "yes", "saddle_numbness": "not-sure"})
    assert checkup.emergency
    assert not checkup.complete
    assert order[-1] == "saddle-numbness"


@pytest.mark.parametrize("second", ["light_sick_drowsy", "neck_too_stiff", "bruise_like_marks"])
def test_signs_that_are_an_emergency_together_stop_the_questions_too(coach: Coach, second: str) -> None:
    checkup, order = answer_all(
        coach.checks.checkup(), **{"T3-illness": "yes", "fever_or_chills": "not-sure", second: "yes"}
    )
    assert checkup.emergency
    assert order[-1] == second.replace("_", "-")
    assert coach.checks.submit(checkup).level == "emergency-now"


def test_the_second_stage_is_asked_once_and_opens_what_was_called_fine(coach: Coach) -> None:
    given = {"P3-blood": "yes", "raynauds": "yes", "blood_clot": "no"}
    checkup = coach.checks.checkup()
    while checkup.screen is not None:
        screen = checkup.screen
        if screen.key == "second/raynauds":
            assert screen.lines == ("Do your fingers turn white and numb in the cold?", "cold-pack, moist-heat")
        name = screen.key.replace("-", "_") if screen.key in coach.catalogue.flags else screen.key  # type: ignore[union-attr]
        yes = screen.key == "second/raynauds"
        checkup = checkup.answer(screen.key, Answer.YES if yes else Answer(given.get(name, "no")))
    safety = coach.checks.submit(checkup)
    (found,) = safety.flags
    assert (found.flag.id, found.level, found.seen) == ("raynauds", "caution", True)


def test_the_second_stage_is_not_for_a_clot(coach: Coach) -> None:
    _, order = answer_all(coach.checks.checkup(), **{"P3-blood": "yes", "blood_clot": "yes"})
    assert "second/blood-clot" not in order


def test_a_complaint_and_a_lump_have_their_questions_and_their_own_facts(
    coach: Coach, journal: MemoryJournal, clock: FakeClock
) -> None:
    spot = coach.entries.note(
        EpisodeBegan(complaint=ComplaintKind.SPASM, area=BodyArea.NECK, started=MORNING - 2 * DAY)
    )
    lump = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER))
    checkup, order = answer_all(
        coach.checks.checkup(), no_better_24h="yes", **{f"lump:{lump.id}/L1-feel": "yes", "lump_hard": "yes"}
    )
    assert f"episode:{spot.id}/E1-complaint" in order
    assert f"episode:{spot.id}/no-better-24h" in order
    assert [key.rsplit("/")[-1].split("-")[0] for key in order if key.startswith(f"lump:{lump.id}/L")] == [
        "L1",
        "L2",
        "L3",
        "L4",
    ]
    safety = coach.checks.submit(checkup)
    up = {found.flag.id for found in safety.flags}
    assert up == {"lump-new-unassessed", "lump-hard"}
    assert {found.subject for found in safety.flags} == {lump.id}
    assert not coach.checks.due().anything


def test_just_before_a_session_only_its_own_questions_are_asked(coach: Coach) -> None:
    coach.checks.submit(answer_all(coach.checks.checkup())[0])
    checkup, order = answer_all(
        coach.checks.checkup("cold-pack", BodyArea.NECK),
        cold_on_bare_skin="yes",
        **{"technique:now/S1-before": "yes", "numb_skin": "yes"},
    )
    assert order[0] == "technique:now/S1-before"
    assert order[-1] == "technique:now/cold-on-bare-skin"
    assert "technique:now/press-on-bone-or-throat" not in order
    safety = coach.checks.submit(checkup)
    assert {(up.flag.id, up.area) for up in safety.flags} == {("numb-skin", BodyArea.NECK)}
    assert coach.checks.checkup("calm-breathing").screen is None


def test_a_no_before_a_session_answers_only_what_was_shown(coach: Coach, catalogue: Catalogue) -> None:
    coach.checks.submit(answer_all(coach.checks.checkup())[0])
    assert coach.checks.checkup("cat-cow").screen is None, "stretches have no questions of their own"
    press = coach.checks.checkup("ball-compression")
    (body,) = of_subjects(answer_all(press)[0])
    shown = {f.id for f in catalogue.of_layer(Layer.TECHNIQUE) if "compression" in f.applies_to and f.question}
    assert {name for name, _ in body.answers or ()} == shown
    assert "sleepy-or-drinking" not in shown


def test_back_takes_back_the_last_answer_whatever_it_was(coach: Coach) -> None:
    checkup = coach.checks.checkup().answer("T1-bladder", Answer.YES)
    assert checkup.screen is not None
    single = checkup.screen.key
    checkup = checkup.answer(single, Answer.NO)
    assert checkup.back().screen is not None
    assert checkup.back().screen.key == single  # type: ignore[union-attr]
    assert checkup.back().back().screen.key == "T1-bladder"  # type: ignore[union-attr]


def test_others_is_no_word_of_improvement(coach: Coach) -> None:
    coach.entries.note(EpisodeBegan(complaint=ComplaintKind.SPASM, area=BodyArea.NECK, started=MORNING - 2 * DAY))
    assert coach.catalogue is not None
    checkup = from_answers(coach.catalogue, {}, frozenset(), others=True, due=coach.checks.checkup())
    assert checkup.complete
    safety = coach.checks.submit(checkup)
    assert {up.flag.id for up in safety.flags} == {"no-better-24h"}
    told = {"no-better-24h": Answer.YES}
    checkup = from_answers(coach.catalogue, told, frozenset(), others=True, due=coach.checks.checkup())
    assert coach.checks.submit(checkup).flags == ()


def test_a_blank_profile_question_leaves_the_check_open(coach: Coach) -> None:
    assert coach.catalogue is not None
    checkup = from_answers(coach.catalogue, {}, frozenset({"diabetes"}), others=True, due=coach.checks.checkup())
    assert not checkup.complete
    assert not coach.checks.submit(checkup).check.valid


def test_sections_are_named_by_what_they_are_about(catalogue: Catalogue) -> None:
    assert sections.of_due(catalogue, DueQuestions(profile=True, weekly=True))[0].key == "profile"


def test_a_caution_that_stays_does_not_ask_the_slow_signs_each_day(catalogue: Catalogue) -> None:
    starts = [fact("past-start", MORNING - days * DAY, area="neck") for days in (40, 30, 20)]
    young = fact("profile", MORNING - 90 * DAY, year_of_birth=2012)
    assert not due(catalogue, MORNING, *starts, young, asked(1, "weekly")).weekly
