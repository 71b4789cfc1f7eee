"""What a check leaves in the record, answered page by page or by a written list, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coach.core.catalogue.catalogue import AskedAlone, Layer
from coach.core.check.asked import ALL
from coach.core.check.check_facts import OWN_WORD, of_check, of_person, of_subjects, of_unasked
from coach.core.check.checkup import Checkup
from coach.core.check.needs import NotedBefore
from coach.core.check.sections import CHANGED, Section, of_doubts, of_layer, of_techniques, of_today
from coach.core.check.written_check import from_answers
from coach.core.record.checks import CheckAnswered
from coach.core.record.health import VisitMade
from coach.core.vocabulary import Answer, BodyArea, CheckLayer
from tests.core.conftest import MORNING, all_no
from tests.core.situations import CATALOGUE, TECHNIQUES

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.NOT_SURE
NECK = BodyArea.NECK
PERSON, WEEK = of_layer(CATALOGUE, Layer.PROFILE), of_layer(CATALOGUE, Layer.WEEKLY)
GROUPS = CATALOGUE.groups_of(Layer.EPISODE)
KNOT = Section(Layer.EPISODE, GROUPS, (), "e", BodyArea.SHOULDER, "knot, shoulder")
LUMP = Section(Layer.LUMP, CATALOGUE.groups_of(Layer.LUMP), (), "l", None, "lump")
BETTER = "no-better-24h"


def facts(checkup: Checkup) -> list[tuple[str, bool]]:
    """The parts of the record's facts of a check, and whether each is whole."""
    made = of_check(checkup, NECK, "person", MORNING.date())
    return [(str(one.layer), one.complete) for one in made if isinstance(one, CheckAnswered)]


# --- the facts of a check ---------------------------------------------------------------------------------------------


def test_a_check_leaves_one_fact_of_the_person_and_one_of_each_complaint() -> None:
    whole = all_no(Checkup(CATALOGUE, sections=(PERSON, KNOT, LUMP)))
    assert facts(whole) == [("today", True), ("episode", True), ("lump", True)]
    assert facts(all_no(Checkup(CATALOGUE, day=False, sections=(KNOT,)))) == [("episode", True)]
    assert facts(all_no(Checkup(CATALOGUE, day=False, sections=(PERSON,)))) == [("profile", True)]
    told = Checkup(CATALOGUE, day=False, sections=(KNOT,), volunteered={"diabetes": YES})
    assert facts(told) == [("told", False)]
    assert facts(Checkup(CATALOGUE, day=False, sections=(KNOT, LUMP))) == []
    first = Checkup(CATALOGUE, day=False, sections=(KNOT, LUMP)).close()
    assert facts(first) == [("episode", False)]


def test_each_fact_names_what_it_is_about_and_its_place() -> None:
    episode, lump = of_subjects(all_no(Checkup(CATALOGUE, day=False, sections=(KNOT, LUMP))), NECK, "someone")
    assert (episode.episode, episode.lump, episode.area, episode.sections) == (
        "e",
        None,
        BodyArea.SHOULDER,
        ("episode:e",),
    )
    assert (lump.episode, lump.lump, lump.area, lump.sections) == (None, "l", NECK, ("lump:l",))
    assert {episode.by, lump.by, of_person(Checkup(CATALOGUE), NECK, "someone").by} == {"someone"}
    assert of_subjects(Checkup(CATALOGUE, day=False, sections=(KNOT,)).close())[0].sections == ("episode:e",)
    half = replace(all_no(Checkup(CATALOGUE, day=False, sections=(KNOT,))), left_blank=frozenset({"x"}))
    assert of_subjects(half)[0].sections is None


@pytest.mark.parametrize(
    ("sections", "done", "known"),
    [((PERSON, WEEK), True, ("x",)), ((PERSON,), True, ()), ((WEEK,), True, ()), ((PERSON, WEEK), False, ())],
)
def test_only_a_whole_check_of_everything_has_asked_for_what_cant_be_read(
    sections: tuple[Section, ...], done: bool, known: tuple[str, ...]
) -> None:
    check = Checkup(CATALOGUE, sections=sections, unread=("x",))
    body = of_person(all_no(check) if done else check)
    assert (body.unread, body.complete, body.sections is not None) == (known, done, done)
    part = replace(all_no(check), sections=tuple(replace(one, whole=False) for one in sections))
    assert of_person(part).unread == ()
    assert of_person(part).sections == ("today",)


@pytest.mark.parametrize(("quick", "changed"), [(True, None), (False, YES), (False, NO)])
def test_a_fact_says_whether_it_was_short_and_whether_health_has_changed(quick: bool, changed: Answer | None) -> None:
    check = Checkup(CATALOGUE, quick=quick, answers={} if changed is None else {CHANGED: changed})
    body = of_person(check, NECK)
    assert (body.full, body.changed, body.area, body.catalogue) == (not quick, changed, NECK, CATALOGUE.digest)


def test_only_a_yes_to_the_second_stage_is_a_persons_own_word() -> None:
    check = Checkup(CATALOGUE, grows=True, sections=(PERSON,), answers={"diabetes": YES, "raynauds": YES})
    said = replace(check, answers={**check.answers, "second/diabetes": YES, "second/raynauds": UNSURE})
    (visit,) = [one for one in of_check(said, None, "person", MORNING.date()) if isinstance(one, VisitMade)]
    assert (visit.flags, visit.classes, visit.who, visit.second_stage) == (("diabetes",), (), OWN_WORD, True)
    assert visit.on == MORNING.date()
    no_more = replace(said, answers={**said.answers, "diabetes": NO})
    assert no_more.called_fine == (), "of what is not so, nothing was called fine"


def test_what_nobody_asked_for_is_kept_where_it_is_unsafe() -> None:
    body = of_unasked({"night-pain": UNSURE, "chest-pain": NO, BETTER: NO}, CATALOGUE)
    assert body is not None
    assert (body.answers, body.layer, body.complete) == (
        ((("night-pain", UNSURE)), (BETTER, NO)),
        CheckLayer.TOLD,
        False,
    )
    assert of_unasked({"chest-pain": NO, BETTER: YES}, CATALOGUE) is of_unasked({"chest-pain": YES}, None) is None


# --- under way --------------------------------------------------------------------------------------------------------


def test_a_check_has_begun_with_the_first_word() -> None:
    check = Checkup(CATALOGUE)
    assert not check.begun
    words: list[dict[str, Any]] = [
        {"closed": frozenset({"nerves"})},
        {"answers": {"night-pain": NO}},
        {"marks": {"night-pain": YES}},
        {"worse": frozenset({"feel-ill-today"})},
    ]
    assert all(replace(check, **one).begun for one in words)


@pytest.mark.parametrize(
    ("given", "emergency"),
    [
        ({"answers": {"chest-pain": YES}}, True),
        ({"answers": {"chest-pain": UNSURE}}, True),
        ({"answers": {"chest-pain": NO}}, False),
        ({"marks": {"chest-pain": YES}}, False),
        ({"volunteered": {"chest-pain": YES}}, True),
        ({"answers": {"fever-or-chills": YES}}, False),
        ({"answers": {"fever-or-chills": YES, "bruise-like-marks": YES}}, True),
        ({"answers": {"fever-or-chills": YES}, "marks": {"bruise-like-marks": YES}}, False),
        ({"answers": {"fever-or-chills": YES}, "volunteered": {"bruise-like-marks": UNSURE}}, True),
        ({"answers": {"fever-or-chills": YES, "night-pain": YES}}, False),
    ],
)
def test_what_was_answered_and_not_only_marked_is_an_emergency(given: dict[str, Any], emergency: bool) -> None:
    check = Checkup(CATALOGUE, **given)
    assert check.emergency is emergency
    assert (check.page is None) is emergency
    assert not check.complete


def test_what_was_left_blank_is_neither_a_no_nor_complete() -> None:
    whole = all_no(Checkup(CATALOGUE))
    assert whole.complete
    blank = replace(whole, left_blank=frozenset({"night-pain"}))
    assert not blank.complete
    assert {*whole.listed(of_today(CATALOGUE))} - {*blank.listed(of_today(CATALOGUE))} == {"night-pain"}


def test_what_was_noted_before_is_put_by_itself_and_is_no_line_that_was_left() -> None:
    noted = (("lump-hard", NotedBefore(MORNING, "texture: stone hard")),)
    section = replace(LUMP, noted=noted)
    check = all_no(Checkup(CATALOGUE, day=False, sections=(replace(LUMP, noted=()),)))
    assert "lump-hard" in check.listed(LUMP)
    put = replace(check, sections=(section,), answers={})
    assert put.page is not None
    assert (put.page.key, put.complete) == ("lump:l/lump-hard", False)
    assert "lump-hard" not in put.listed(section)


def test_a_page_that_was_worse_is_asked_again() -> None:
    check = Checkup(CATALOGUE, quick=True, still=("feel-ill-today",), closed=frozenset({ALL, "illness", "pain"}))
    worse = check.is_worse("still/feel-ill-today")
    assert worse.closed == {ALL, "pain"}
    assert worse.back() == check
    assert check.back() is check
    for name in ("feel-ill-today", "still/diabetes"):
        with pytest.raises(KeyError):
            check.is_worse(name)


# --- a written list ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "unanswered", "others", "complete", "blank"),
    [
        ({}, (), True, True, set()),
        ({}, ("night-pain",), True, False, {"night-pain"}),
        ({"night-pain": NO}, ("night-pain",), True, True, set()),
        ({"fever-or-chills": YES}, ("neck-too-stiff",), True, False, {"neck-too-stiff"}),
        ({"fever-or-chills": NO}, ("neck-too-stiff",), True, True, set()),
    ],
)
def test_a_list_answers_what_it_names_and_others_the_rest(
    answers: dict[str, Answer], unanswered: tuple[str, ...], others: bool, complete: bool, blank: set[str]
) -> None:
    check = from_answers(CATALOGUE, answers, frozenset(unanswered), others=others)
    assert (check.complete, {*check.left_blank}) == (complete, blank)
    body = of_person(check)
    assert body.full
    assert {*(name for name, _ in body.answers or ())} == {*answers}


def test_without_others_each_question_has_to_be_named() -> None:
    names = [name for name in of_today(CATALOGUE).flags if CATALOGUE.flags[name].ask_when is None]
    for left_out in (None, names[0], names[-1]):
        given = {name: NO for name in names if name != left_out}
        assert from_answers(CATALOGUE, given, frozenset(), others=False).complete is (left_out is None)


@pytest.mark.parametrize(("said", "others", "complete", "told"), [
    (YES, True, True, YES), (NO, False, True, NO), (None, True, True, None), (None, False, False, None),
])  # fmt: skip
@pytest.mark.parametrize("name", [BETTER, "rest-no-relief"])
def test_only_a_word_of_its_own_is_one_of_improvement_or_ends_a_doubt(
    name: str, said: Answer | None, others: bool, complete: bool, told: Answer | None
) -> None:
    better = Section(Layer.EPISODE, (), (BETTER,), "e", NECK, "spasm, neck")
    section = better if name == BETTER else of_doubts([name])
    due = Checkup(CATALOGUE, day=False, sections=(section,))
    check = from_answers(CATALOGUE, {} if said is None else {name: said}, frozenset(), others=others, due=due)
    assert check.complete is complete
    found = [body.answer(name) for body in of_subjects(check)]
    assert found == ([told] if complete else [])
    assert CATALOGUE.flags[BETTER].alone is AskedAlone.A_DAY_LATER


@pytest.mark.parametrize(("others", "changed"), [(True, NO), (False, UNSURE)])
def test_whether_health_has_changed_is_no_only_where_the_list_says_so_of_the_rest(
    others: bool, changed: Answer
) -> None:
    due = Checkup(CATALOGUE, day=False, ask_changed=True)
    assert of_person(from_answers(CATALOGUE, {}, frozenset(), others=others, due=due)).changed is changed
    told = replace(due, answers={CHANGED: YES})
    assert of_person(from_answers(CATALOGUE, {}, frozenset(), others=others, due=told)).changed is YES
    unasked = replace(due, ask_changed=False)
    assert of_person(from_answers(CATALOGUE, {}, frozenset(), others=others, due=unasked)).changed is None


def test_a_list_may_tell_what_was_not_asked_but_a_no_to_the_day_says_nothing() -> None:
    due = Checkup(CATALOGUE, day=False, sections=(PERSON,))
    given = {"night-pain": NO, "chest-pain": YES, "rest-no-relief": NO, "diabetes": YES}
    check = from_answers(CATALOGUE, given, frozenset(), others=True, due=due)
    assert check.volunteered == {"chest-pain": YES, "rest-no-relief": NO}
    assert replace(due, grows=True).second(PERSON) == []
    grown = from_answers(CATALOGUE, {"diabetes": YES}, frozenset(), others=True, due=replace(due, grows=True))
    assert (grown.answers["second/diabetes"], grown.complete, grown.called_fine) == (NO, True, ())


def test_the_towel_of_a_cold_pack_is_answered_with_the_rest() -> None:
    section = of_techniques(CATALOGUE, [TECHNIQUES["cold-pack"]], NECK)
    assert section is not None
    due = Checkup(CATALOGUE, day=False, sections=(section,))
    for others, complete in ((True, True), (False, False)):
        check = from_answers(CATALOGUE, {}, frozenset(), others=others, due=due)
        assert check.complete is complete
        assert check.answers.get("technique:now/cold-on-bare-skin") is (YES if others else None)
    left = from_answers(CATALOGUE, {}, frozenset({"cold-on-bare-skin"}), others=True, due=due)
    assert (left.complete, {*left.left_blank}) == (False, {"technique:now/cold-on-bare-skin"})
