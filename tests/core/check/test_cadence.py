"""Which questions are due, and one check that holds them all."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import CHECKED_CLASSES, Catalogue, Layer
from coach.core.check import cadence, sections
from coach.core.check.asked import ALL
from coach.core.check.cadence import DueQuestions
from coach.core.check.check_facts import of_subjects
from coach.core.check.pages import Asks
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Blocked
from coach.core.clearance.locks import ABOUT_YOU
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.record.health import EpisodeBegan, LumpSeen
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import LUMP_KINDS, Answer, BodyArea, ComplaintKind, Moves, Texture
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, all_no, fact, lines_of, walked, with_yes

ROUTINES = load_library(None).routines
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def coach(library: Library, catalogue: Catalogue, journal: MemoryJournal, clock: FakeClock) -> Coach:
    """One who asks every layer when it is due."""
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, journal, clock, lambda: next(ids), "here")


def due(catalogue: Catalogue, now: datetime, *facts: Fact) -> DueQuestions:
    return cadence.due(facts, evaluate(facts, catalogue, now), catalogue, now)


def asked(days: float, *names: str, **body: Any) -> Fact:
    return fact("check", MORNING - days * DAY, complete=True, sections=list(names), **body)


@pytest.mark.parametrize(("days", "wanted"), [(0, False), (364, False), (365, True), (None, True)])
def test_the_profile_is_asked_at_first_and_after_a_year(catalogue: Catalogue, days: int | None, wanted: bool) -> None:
    facts = [] if days is None else [asked(days, "profile")]
    every = {flag.id for flag in catalogue.of_layer(Layer.PROFILE)}
    assert due(catalogue, MORNING, *facts).profile == (every if wanted else set())


def test_a_change_of_health_asks_the_profile_at_once(catalogue: Catalogue) -> None:
    assert due(catalogue, MORNING, asked(30, "profile"), fact("check", MORNING - DAY, changed="yes")).profile
    assert not due(catalogue, MORNING, asked(30, "profile"), fact("check", MORNING - DAY, changed="no")).profile


@pytest.mark.parametrize(("days", "wanted"), [(6, False), (7, True)])
def test_the_slow_signs_are_asked_each_week(catalogue: Catalogue, days: int, wanted: bool) -> None:
    assert due(catalogue, MORNING, asked(days, "weekly")).weekly is wanted


def test_the_slow_signs_are_asked_when_anything_was_raised_since(catalogue: Catalogue) -> None:
    weak = fact("check", MORNING - DAY, answers={"limb-numb-tingle-weak": "yes"})
    assert due(catalogue, MORNING, asked(2, "weekly"), weak).weekly
    assert not due(catalogue, MORNING, weak, asked(0.5, "weekly")).weekly
    ill = fact("check", MORNING - DAY, answers={"feel-ill-today": "yes"})
    assert not due(catalogue, MORNING, asked(2, "weekly"), ill).weekly, "a cold is no slow sign"
    lump = fact("lump", MORNING - DAY, area="neck")
    assert due(catalogue, MORNING, asked(2, "weekly"), lump).weekly


def spasm(days: float, kind: str = "spasm") -> Fact:
    at = MORNING - days * DAY
    return fact("episode", at, kind=kind, area="neck")


@pytest.mark.parametrize(
    ("since", "last", "wanted"),
    [
        (0, None, True),
        (0.5, 0.5, False),
        (0.99, 0.5, False),
        (1, 0.99, True),
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


def test_the_first_day_asks_all_and_the_next_is_one_page(coach: Coach, clock: FakeClock) -> None:
    checkup, order = walked(coach.checks.checkup())
    assert order == ["nerves", "illness", "pain", "bladder", "week", "you", "you-2", "you-3"]
    assert coach.checks.submit(checkup).check.valid
    assert coach.rules.safety().whole
    clock.advance(24 * 3600)
    checkup, order = walked(coach.checks.checkup())
    assert order == [ALL]
    assert coach.checks.submit(checkup).check.valid


def test_one_counter_goes_over_the_whole_check(coach: Coach) -> None:
    checkup = coach.checks.checkup()
    seen = []
    while checkup.page is not None:
        seen.append((checkup.page.number, checkup.page.of))
        checkup = checkup.close()
    assert seen == [(n, 8) for n in range(1, 9)]


def test_a_check_of_the_day_alone_leaves_the_profile_due_and_everything_locked(coach: Coach) -> None:
    assert coach.catalogue is not None
    safety = coach.checks.submit(from_answers(coach.catalogue, {}, frozenset(), others=True))
    assert safety.check.valid
    assert not safety.whole
    blocked = coach.sessions.ask("cat-cow", Choices())
    assert isinstance(blocked, Blocked)
    assert blocked.check_due


def test_a_year_later_the_profile_is_asked_again_and_locks_until_then(coach: Coach, clock: FakeClock) -> None:
    coach.checks.submit(all_no(coach.checks.checkup()))
    clock.advance(366 * 24 * 3600)
    coach.checks.submit(from_answers(coach.checks.checkup().catalogue, {}, frozenset(), others=True))
    assert isinstance(coach.sessions.ask("cat-cow", Choices()), Blocked)
    assert "you" in walked(coach.checks.checkup())[1]


def test_a_sign_adds_the_slow_signs_to_a_check_that_had_none_and_a_cold_does_not(
    coach: Coach, clock: FakeClock
) -> None:
    coach.checks.submit(all_no(coach.checks.checkup()))
    clock.advance(24 * 3600)
    _, order = walked(coach.checks.checkup(), "all/3", "lasting-headache")
    assert "week" in order
    _, order = walked(coach.checks.checkup(), "all/0", "limb-numb-tingle-weak")
    assert "week" in order
    _, order = walked(coach.checks.checkup(), "all/2", "feel-ill-today")
    assert "week" not in order


def test_an_emergency_stops_everything_that_was_still_to_come(coach: Coach) -> None:
    checkup, order = walked(coach.checks.checkup(area=BodyArea.LOWER_BACK), "saddle-numbness", word=Answer.NOT_SURE)
    assert checkup.emergency
    assert not checkup.complete
    assert order == ["bladder", "saddle-numbness"]


@pytest.mark.parametrize("second", ["light-sick-drowsy", "neck-too-stiff", "bruise-like-marks"])
def test_signs_that_are_an_emergency_together_stop_the_questions_too(coach: Coach, second: str) -> None:
    checkup, order = walked(coach.checks.checkup(), "fever-or-chills", second)
    assert checkup.emergency
    assert order[-1] in {second, "fever-or-chills"}
    assert coach.checks.submit(checkup).level == "emergency-now"


def test_the_second_stage_is_asked_once_and_opens_what_was_called_fine(coach: Coach) -> None:
    checkup, order = walked(coach.checks.checkup(), "raynauds", "second/raynauds")
    assert order[-2:] == ["raynauds", "second/raynauds"]
    (found,) = coach.checks.submit(checkup).flags
    assert (found.flag.id, found.level, found.seen) == ("raynauds", "caution", True)


def test_the_second_stage_says_what_it_is_about(coach: Coach) -> None:
    checkup, _ = walked(coach.checks.checkup(), "raynauds", until="second/raynauds")
    assert checkup.page is not None
    assert checkup.page.about == ("Do your fingers turn white and numb in the cold?", "cold-pack, moist-heat")


def test_the_second_stage_is_not_for_a_clot(coach: Coach) -> None:
    _, order = walked(coach.checks.checkup(), "blood-clot")
    assert "second/blood-clot" not in order


def test_a_complaint_and_a_lump_have_their_questions_and_their_own_facts(coach: Coach) -> None:
    spot = coach.entries.note(
        EpisodeBegan(complaint=ComplaintKind.SPASM, area=BodyArea.NECK, started=MORNING - 2 * DAY)
    )
    lump = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER))
    checkup, order = walked(coach.checks.checkup(), "no-better-24h", "lump-hard")
    assert f"episode:{spot.id}/complaint" in order
    assert f"episode:{spot.id}/no-better-24h" in order
    assert [key for key in order if key.startswith(f"lump:{lump.id}/lump")] == [
        *(f"lump:{lump.id}/{page}" for page in ("lump", "lump-2", "lump-3", "lump-hard")),
    ]
    safety = coach.checks.submit(checkup)
    up = {found.flag.id for found in safety.flags}
    assert up == {"lump-new-unassessed", "lump-hard"}
    assert {found.subject for found in safety.flags} == {lump.id}
    assert not coach.checks.due().anything


def test_what_was_just_noted_of_a_lump_is_not_asked_again_and_a_blank_is(coach: Coach, clock: FakeClock) -> None:
    lump = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER, pain=0, texture=Texture.FIRM))
    asked = lines_of(coach.checks.checkup())
    assert {f"lump:{lump.id}/lump-painful", f"lump:{lump.id}/lump-hard"}.isdisjoint(asked)
    assert {f"lump:{lump.id}/lump-fixed", f"lump:{lump.id}/lump-came-back"} <= asked
    clock.advance(24 * 3600)
    assert f"lump:{lump.id}/lump-painful" in lines_of(coach.checks.checkup())


@pytest.mark.parametrize("answer", list(Answer))
def test_a_no_that_contradicts_what_was_noted_is_put_to_the_person(
    coach: Coach, clock: FakeClock, answer: Answer
) -> None:
    lump = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER, pain=1, texture=Texture.STONE_HARD, moves=Moves.MOVES))
    clock.advance(24 * 3600)
    _, order = walked(coach.checks.checkup())
    sore, hard = (f"lump:{lump.id}/{name}" for name in ("lump-painful", "lump-hard"))
    assert order[-2:] == [sore, hard], "each by itself, after the lists; what was noted as fine is not put again"
    asked = coach.checks.checkup()
    while asked.page is not None and asked.page.asks is Asks.LINES:
        asked = asked.close()
    assert asked.page is not None
    assert asked.page.about == (f"On {clock.now().wall - timedelta(days=1):%d %B} you noted: pain 1.",)
    assert not asked.complete
    safety = coach.checks.submit(asked.answer(sore, answer))
    assert {"lump-painful", "lump-hard"} <= {up.flag.id for up in safety.flags}, "the worse counts until a visit"
    assert not safety.check.valid, "hard was not settled"
    safety = coach.checks.submit(all_no(coach.checks.checkup()))
    assert safety.check.valid
    clock.advance(24 * 3600)
    assert sore not in walked(coach.checks.checkup())[1], "settled once, it is not put again"


def test_just_before_a_session_only_its_own_questions_are_asked(coach: Coach) -> None:
    coach.checks.submit(all_no(coach.checks.checkup()))
    checkup, order = walked(coach.checks.checkup("cold-pack", BodyArea.NECK), "numb-skin")
    assert order == ["technique:now/before", "technique:now/numb-skin", "technique:now/cold-on-bare-skin"]
    assert "technique:now/press-on-bone-or-throat" not in lines_of(coach.checks.checkup("cold-pack", BodyArea.NECK))
    safety = coach.checks.submit(checkup)
    assert {(up.flag.id, up.area) for up in safety.flags} == {("numb-skin", BodyArea.NECK)}
    assert coach.checks.checkup("calm-breathing").page is None


def test_a_no_before_a_session_answers_only_what_was_shown(coach: Coach, catalogue: Catalogue) -> None:
    coach.checks.submit(all_no(coach.checks.checkup()))
    assert coach.checks.checkup("cat-cow").page is None, "stretches have no questions of their own"
    press = coach.checks.checkup("ball-compression")
    (body,) = of_subjects(all_no(press))
    shown = {f.id for f in catalogue.of_layer(Layer.TECHNIQUE) if "compression" in f.applies_to and f.question}
    assert set(body.listed or ()) == shown
    assert "sleepy-or-drinking" not in shown


def test_back_takes_back_the_last_answer_whatever_it_was(coach: Coach) -> None:
    first = coach.checks.checkup()
    opened = first.mark("both-legs", Answer.YES)
    assert opened.page is not None
    assert opened.page.key == "both-legs"
    answered = opened.answer("both-legs", Answer.NO)
    assert answered.page is not None
    assert answered.page.key == "nerves"
    assert answered.back().page == opened.page
    assert answered.close().back() == answered


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
    assert sections.of_due(catalogue, DueQuestions(profile=frozenset({"diabetes"}), weekly=True))[1].key == "profile"


def test_a_caution_that_stays_does_not_ask_the_slow_signs_each_day(catalogue: Catalogue) -> None:
    starts = [fact("past-start", MORNING - days * DAY, area="neck") for days in (40, 30, 20)]
    young = fact("profile", MORNING - 90 * DAY, year_of_birth=2012)
    assert not due(catalogue, MORNING, *starts, young, asked(1, "weekly")).weekly


@pytest.mark.parametrize("routine", sorted(ROUTINES))
@pytest.mark.parametrize("lump", [False, True], ids=["", "with a lump"])
def test_every_flag_that_could_lock_or_change_a_routine_is_asked_before_it(
    coach: Coach, catalogue: Catalogue, routine: str, lump: bool
) -> None:
    if lump:
        coach.entries.note(LumpSeen(area=BodyArea.NECK))
    techniques = [t for t in coach.library.techniques_of(coach.library.find(routine)) if t.cls in CHECKED_CLASSES]
    asked = {key.rsplit("/", 1)[-1] for key in lines_of(coach.checks.checkup(routine))}
    wanted = {
        flag.id
        for flag in catalogue.flags.values()
        if flag.question and flag.ask in {Layer.TODAY, Layer.WEEKLY, Layer.PROFILE, Layer.TECHNIQUE}
        if flag.ask_when is None and (lump or flag.rule.type != "combination")
        if not flag.applies_to or flag.applies_to & {technique.cls for technique in techniques}
        for technique in techniques
        if technique.cls in flag.blocks.classes
        or technique.id in flag.blocks.techniques
        or technique.id in dict(flag.modifies)
        or (flag.id == "dizzy-or-faint" and technique.cls == "massage")
    }
    assert wanted <= asked
    signs = {flag.id for flag in (*catalogue.of_layer(Layer.TODAY), *catalogue.of_layer(Layer.WEEKLY))}
    assert not techniques or {name for name in signs if catalogue.flags[name].ask_when is None} <= asked


def test_what_is_asked_for_one_technique_opens_no_other(coach: Coach) -> None:
    coach.checks.submit(all_no(coach.checks.checkup("moist-heat", BodyArea.NECK)), BodyArea.NECK)
    assert not isinstance(coach.sessions.ask("moist-heat", Choices(area=BodyArea.NECK)), Blocked)
    blocked = coach.sessions.ask("neck-rotation", Choices())
    assert isinstance(blocked, Blocked)
    assert (blocked.check_due, [reason.text for reason in blocked.reasons]) == (True, [ABOUT_YOU])
    assert {"dizzy-or-faint", "known-spine-condition"} <= lines_of(coach.checks.checkup("neck-rotation"))
    assert "chest-pain" not in lines_of(coach.checks.checkup("neck-rotation")), "the day is answered"


def test_each_answer_about_the_person_ages_by_itself(coach: Coach, clock: FakeClock) -> None:
    coach.checks.submit(all_no(coach.checks.checkup("moist-heat")))
    clock.advance(200 * 24 * 3600)
    coach.checks.submit(all_no(coach.checks.checkup("neck-rotation")))
    clock.advance(170 * 24 * 3600)
    due = coach.checks.due().profile
    assert "diabetes" in due, "asked for heat, over a year ago"
    assert "known-spine-condition" not in due


def test_a_doubt_is_asked_again_by_itself_the_next_day_and_ends_with_its_own_no(coach: Coach, clock: FakeClock) -> None:
    unsure, _ = walked(coach.checks.checkup(), "lasting-cough", word=Answer.NOT_SURE)
    assert {up.flag.id for up in coach.checks.submit(unsure).flags} == {"lasting-cough"}
    clock.advance(25 * 3600)
    due = coach.checks.checkup()
    assert "weekly:again/lasting-cough" in lines_of(due)
    by_file = from_answers(due.catalogue, {}, frozenset(), others=True, due=due)
    assert by_file.complete
    assert {up.flag.id for up in coach.checks.submit(by_file).flags} == {"lasting-cough"}, "others is no such word"
    asked = all_no(coach.checks.checkup(again=True))
    assert asked.complete
    assert coach.checks.submit(asked).flags == ()
    clock.advance(24 * 3600)
    assert "weekly:again/lasting-cough" not in lines_of(coach.checks.checkup())


@pytest.mark.parametrize("kind", [kind for kind in ComplaintKind if kind not in LUMP_KINDS])
def test_each_complaint_is_asked_about_all_that_fits_its_kind(coach: Coach, kind: ComplaintKind) -> None:
    spot = coach.entries.note(EpisodeBegan(complaint=kind, area=BodyArea.NECK, started=MORNING))
    asked = {
        key.rsplit("/", 1)[-1] for key in lines_of(coach.checks.checkup()) if key.startswith(f"episode:{spot.id}/")
    }
    every = {"dropped-shoulder-arm-signs", "shoulder-unstable", "pain-spreads-on-press"}
    assert asked == (every | {"knot-may-be-lump"} if kind is ComplaintKind.KNOT else every)


def test_in_the_year_of_the_18th_birthday_it_is_asked_whether_it_has_been(coach: Coach, clock: FakeClock) -> None:
    coach.entries.tell_about_me(str(clock.now().wall.year - 18), "")
    asked = coach.checks.checkup()
    assert walked(asked)[1][-1] == "weekly:again/age-under-18", "by itself, after the pages"
    locked = coach.checks.submit(with_yes(asked, "age-under-18"))
    assert {up.flag.id for up in locked.flags} == {"age-under-18"}
    clock.advance(24 * 3600)
    assert "age-under-18" not in {key.rsplit("/")[-1] for key in walked(coach.checks.checkup())[1]}
    clock.advance(29 * 24 * 3600)
    checkup, order = walked(coach.checks.checkup())
    assert order[-1].endswith("/age-under-18"), "a month later it may have been"
    assert not coach.checks.submit(checkup).flags
    clock.advance(24 * 3600)
    assert not coach.checks.submit(all_no(coach.checks.checkup())).flags


@pytest.mark.parametrize(("years", "asked"), [(17, False), (18, True), (19, False), (40, False)])
def test_no_other_year_asks_for_a_birthday(coach: Coach, clock: FakeClock, years: int, *, asked: bool) -> None:
    coach.entries.tell_about_me(str(clock.now().wall.year - years), "")
    alone = [key for key in walked(coach.checks.checkup())[1] if key.endswith("/age-under-18")]
    assert bool(alone) is asked
