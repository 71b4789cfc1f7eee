"""Which questions a check asks, and which of its answers count, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import AskWhen, Catalogue, Layer, Level, QuestionGroup
from coach.core.check import cadence
from coach.core.check.asked import ALL
from coach.core.check.check_facts import of_person
from coach.core.check.checkup import Checkup
from coach.core.check.needs import just_noted, noted_before
from coach.core.check.sections import CHANGED, Section, of_layer, of_today
from coach.core.history.history import Lump, LumpCheck
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, as_a
from coach.core.record.health import LumpSeen
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import Answer, BodyArea
from tests.core.conftest import MORNING, fact, walked
from tests.core.situations import CATALOGUE, EVERY

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.NOT_SURE
GATED = "neck-too-stiff"


def gated(every: bool, *conditions: tuple[str, Answer]) -> Catalogue:
    """The catalogue where the one question is asked after these answers."""
    gate = AskWhen(every, tuple((name, frozenset({word})) for name, word in conditions))
    return replace(CATALOGUE, flags={**CATALOGUE.flags, GATED: replace(CATALOGUE.flags[GATED], ask_when=gate)})


# --- a question that others ask for -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fever", "marks", "of_any", "of_all"),
    [
        (YES, YES, True, True),
        (YES, NO, True, False),
        (NO, YES, True, False),
        (NO, NO, False, False),
        (UNSURE, NO, False, False),
        (YES, None, True, False),
        (None, None, False, False),
    ],
)
def test_a_question_is_asked_after_one_or_all_of_its_answers(
    fever: Answer | None, marks: Answer | None, of_any: bool, of_all: bool
) -> None:
    said = {"fever-or-chills": fever, "bruise-like-marks": marks}
    given = {name: word for name, word in said.items() if word is not None}
    for every, asks in ((False, of_any), (True, of_all)):
        catalogue = gated(every, ("fever-or-chills", YES), ("bruise-like-marks", YES))
        check = Checkup(catalogue, marks={name: word for name, word in given.items() if word is YES}, answers=given)
        section = of_today(catalogue)
        assert check.asks_for(section, GATED) is asks
        assert check.asks_for(section, "chest-pain")
        opened = [step.name for step in check.steps() if step.name == GATED]
        assert opened == ([GATED] if asks else [])
        told = replace(check, answers={**given, GATED: YES})
        assert (GATED in told.of_section(section)) is asks, "what is no longer asked for does not count"
        assert (GATED in told.bad) is asks


@pytest.mark.parametrize(("closed", "listed"), [(("illness",), True), (("nerves",), False), ((), False)])
def test_a_question_whose_gate_was_left_unmarked_is_a_no(closed: tuple[str, ...], listed: bool) -> None:
    check = Checkup(CATALOGUE, closed=frozenset(closed))
    assert (GATED in check.listed(of_today(CATALOGUE))) is listed
    others = {name: YES for name in of_today(CATALOGUE).flags if name not in {"fever-or-chills", GATED}}
    assert (GATED in replace(check, marks=others).listed(of_today(CATALOGUE))) is listed
    half = gated(False, ("fever-or-chills", YES), ("night-pain", YES))
    assert GATED not in replace(check, catalogue=half).listed(of_today(half)), "one of its two was not shown"


# --- which parts and pages --------------------------------------------------------------------------------------------


def layers(check: Checkup) -> list[Layer]:
    return [section.layer for section in check.parts()]


@pytest.mark.parametrize(
    ("name", "word", "slow"),
    [
        ("limb-numb-tingle-weak", YES, True),
        ("limb-numb-tingle-weak", UNSURE, True),
        ("limb-numb-tingle-weak", NO, False),
        ("night-pain", YES, True),
        ("feel-ill-today", YES, False),
        ("diabetes", YES, False),
    ],
)
def test_the_slow_signs_come_after_the_day_where_a_sign_needs_somebody_to_look(
    name: str, word: Answer, slow: bool
) -> None:
    person = of_layer(CATALOGUE, Layer.PROFILE)
    check = Checkup(CATALOGUE, grows=True, sections=(person,), answers={name: word})
    assert layers(check) == [Layer.TODAY, *([Layer.WEEKLY] if slow else []), Layer.PROFILE]
    assert layers(replace(check, grows=False)) == [Layer.TODAY, Layer.PROFILE]
    assert layers(replace(check, day=False)) == [Layer.PROFILE]
    have = replace(check, sections=(of_layer(CATALOGUE, Layer.WEEKLY),))
    assert layers(have) == [Layer.TODAY, Layer.WEEKLY]
    doubts = replace(check, sections=(replace(have.sections[0], subject="again"),))
    assert layers(doubts).count(Layer.WEEKLY) == 1 + slow, "what is asked again by itself is not all of it"


@pytest.mark.parametrize(("word", "again"), [(None, False), (NO, False), (YES, True), (UNSURE, True)])
def test_a_change_of_health_brings_the_person_once(word: Answer | None, again: bool) -> None:
    check = Checkup(CATALOGUE, grows=True, answers={} if word is None else {CHANGED: word})
    assert layers(check) == [Layer.TODAY, *([Layer.PROFILE] if again else [])]
    assert layers(replace(check, grows=False)) == [Layer.TODAY]
    assert layers(replace(check, sections=(of_layer(CATALOGUE, Layer.PROFILE),))) == [Layer.TODAY, Layer.PROFILE]


def test_a_long_list_is_spread_over_pages_with_names_of_their_own() -> None:
    names = tuple(flag.id for flag in CATALOGUE.of_layer(Layer.PROFILE))
    group = QuestionGroup("many", "Which?", names, Layer.PROFILE)
    for longest, keys in (
        (len(names), ["many"]),
        (len(names) - 1, ["many", "many-2"]),
        (7, ["many", "many-2", "many-3"]),
    ):
        check = Checkup(replace(CATALOGUE, longest=longest), day=False, sections=(Section(Layer.PROFILE, (group,)),))
        pages = list(check.steps())
        assert [page.key for page in pages] == keys
        assert [name for page in pages for name, _ in page.lines] == [*names]


def test_a_line_for_several_has_its_own_page_once_the_whole_page_was_gone_through() -> None:
    many = next(k for k, flags in Checkup(CATALOGUE)._repeat_lines().items() if len(flags) > 2)
    check = Checkup(CATALOGUE, quick=True, marks={many: YES})
    assert [step.key for step in check.steps()] == [ALL]
    gone = replace(check, closed=frozenset({ALL}))
    assert [(step.key, step.question) for step in gone.steps()][1:] == [(many, CATALOGUE.groups_of(Layer.TODAY)[0].ask)]
    single = next(k for k, flags in check._repeat_lines().items() if len(flags) == 1)
    alone = replace(gone, marks={single: YES})
    assert single not in [step.key for step in alone.steps()]


def test_what_was_so_is_asked_unless_it_was_marked_or_answered() -> None:
    check = Checkup(CATALOGUE, quick=True, still=("feel-ill-today",), closed=frozenset({ALL}))
    assert [step.key for step in check.steps()] == [ALL, "still/feel-ill-today"]
    for told in (replace(check, marks={"feel-ill-today": YES}), replace(check, answers={"feel-ill-today": NO})):
        assert "still/feel-ill-today" not in [step.key for step in told.steps()]
    for word in (YES, NO, UNSURE):
        said = replace(check, answers={"still/feel-ill-today": word})
        assert said.page is None
        assert of_person(said).answer("feel-ill-today") is word
    own = replace(check, answers={"still/feel-ill-today": YES, "feel-ill-today": NO})
    assert of_person(own).answer("feel-ill-today") is NO, "its own question counts first"


@pytest.mark.parametrize(
    ("marks", "first"),
    [
        ({"fever-or-chills": YES}, "nerves"),
        ({"fever-or-chills": YES, "bruise-like-marks": YES}, "fever-or-chills"),
        ({"fever-or-chills": YES, "night-pain": YES}, "nerves"),
        ({"chest-pain": UNSURE, "night-pain": YES}, "chest-pain"),
    ],
)
def test_what_may_be_an_emergency_alone_or_together_is_asked_at_once(marks: dict[str, Answer], first: str) -> None:
    check = Checkup(CATALOGUE, marks=marks)
    assert next(check.steps()).key == first
    emergencies = {name for name in marks if CATALOGUE.flags[name].level is Level.EMERGENCY}
    opened = {step.name for step in check.steps()} & marks.keys()
    assert opened == marks.keys()
    assert not emergencies or first in emergencies


def test_the_second_stage_is_for_what_locks_and_may_be_called_fine() -> None:
    person = of_layer(CATALOGUE, Layer.PROFILE)
    given = dict.fromkeys(person.flags, YES)
    check = Checkup(CATALOGUE, grows=True, sections=(person,), answers=given)
    locks = {f.id for f in CATALOGUE.of_layer(Layer.PROFILE) if f.blocks.classes or f.blocks.techniques}
    assert {*check.second(person)} == locks - CATALOGUE.no_second_stage
    assert check.second(of_layer(CATALOGUE, Layer.WEEKLY)) == []
    assert replace(check, grows=False).second(person) == []
    assert replace(check, answers={}).second(person) == []
    _, order = walked(replace(check, answers={}, day=False), "diabetes")
    assert order[-1] == "second/diabetes"


# --- what a look at a lump answers ------------------------------------------------------------------------------------


def lump(*looks: tuple[timedelta, dict[str, Any]]) -> Lump:
    bodies = [(at, as_a(fact("lump", MORNING, **body), LumpSeen).body) for at, body in looks]
    checks = tuple(LumpCheck(f"look {n}", MORNING + at, body) for n, (at, body) in enumerate(bodies))
    start = MORNING - 9 * DAY
    return Lump("it", BodyArea.NECK, None, start, start, None, unknown=False, checks=checks)


@pytest.mark.parametrize(
    ("at", "body", "answered"),
    [
        (timedelta(), {"pain": 0}, {"lump-painful"}),
        (timedelta(), {"first_noticed": "2026-01-01"}, {"lump-over-2-weeks"}),
        (timedelta(), {"moves": "moves"}, {"lump-fixed"}),
        (timedelta(), {"size_mm": 9}, set()),
        (-timedelta(hours=8), {"pain": 0}, {"lump-painful"}),
        (-timedelta(hours=10), {"pain": 0}, set()),
        (MINUTE, {"pain": 0}, set()),
    ],
)
def test_a_look_of_today_answers_what_it_notes(at: timedelta, body: dict[str, Any], answered: set[str]) -> None:
    assert just_noted(lump((at, {"first_noticed": "not-given"} | body)), MORNING) - {"lump-over-2-weeks"} == (
        answered - {"lump-over-2-weeks"}
    )
    if "first_noticed" in body:
        assert "lump-over-2-weeks" in just_noted(lump((at, body)), MORNING)


@pytest.mark.parametrize(
    ("after", "about", "listed", "settled"),
    [
        (timedelta(), "it", [], False),
        (SECOND, "it", [], True),
        (SECOND, "other", [], False),
        (SECOND, "it", None, False),
        (-SECOND, "it", [], False),
    ],
)
def test_what_was_noted_stands_until_its_own_question_is_answered(
    after: timedelta, about: str, listed: list[str] | None, settled: bool
) -> None:
    there = lump((-DAY, {"pain": 1, "texture": "stone-hard"}))
    given: dict[str, Any] = {"layer": "lump", "lump": about, "answers": {"lump-painful": "no"}}
    answer = fact("check", MORNING - DAY + after, **given, **({} if listed is None else {"listed": listed}))
    found = noted_before(there, [as_a(answer, CheckAnswered)], MORNING)
    assert found.keys() == ({"lump-hard"} if settled else {"lump-hard", "lump-painful"})
    assert found["lump-hard"].words == "texture: stone hard"


@pytest.mark.parametrize(("pain", "stands"), [([0], False), ([1], True), ([1, 0], False), ([0, 1], True)])
def test_the_last_pain_that_was_noted_stands(pain: list[int], stands: bool) -> None:
    there = lump(*((n * MINUTE - DAY, {"pain": level}) for n, level in enumerate(pain)))
    assert bool(noted_before(there, [], MORNING)) is stands
    assert not noted_before(there, [], MORNING - 2 * DAY)


# --- when questions come again ----------------------------------------------------------------------------------------


def due(*facts: Fact) -> cadence.DueQuestions:
    return cadence.due(facts, evaluate(facts, CATALOGUE, MORNING), CATALOGUE, MORNING)


@pytest.mark.parametrize(
    ("sign", "days", "weekly"),
    [
        ("limb-numb-tingle-weak", 0, True),
        ("limb-numb-tingle-weak", 3, False),
        ("limb-numb-tingle-weak", 2, False),
        ("feel-ill-today", 0, False),
    ],
)
def test_a_sign_since_the_slow_signs_were_asked_brings_them_again(sign: str, days: int, weekly: bool) -> None:
    asked = fact("check", MORNING - 2 * DAY, layer="weekly", complete=True, sections=["weekly"])
    assert due(asked, fact("check", MORNING - days * DAY, answers={sign: "yes"})).weekly is weekly
    assert (due(asked).weekly, due(asked).anything, cadence.DueQuestions().anything) == (False, True, False)
    assert due(asked, fact("lump", MORNING - DAY, area="neck")).weekly
    assert not due(asked, fact("lump", MORNING - 2 * DAY, area="neck")).weekly


@pytest.mark.parametrize(
    ("visit", "said", "changed"),
    [
        (364, None, False),
        (366, None, True),
        (366, (364, "no"), False),
        (800, (366, "no"), True),
        (366, (1, "yes"), False),
    ],
)
def test_what_was_called_fine_a_year_ago_is_asked_about(
    visit: int, said: tuple[int, str] | None, changed: bool
) -> None:
    facts = [
        fact("check", MORNING - 900 * DAY, answers={"diabetes": "yes"}),
        fact("visit", MORNING - visit * DAY, flags=["diabetes"], classes=EVERY, who="GP"),
        fact("check", MORNING - DAY, layer="profile", complete=True, answers={"diabetes": "yes"}, listed=[]),
    ]
    facts += [fact("check", MORNING - said[0] * DAY, changed=said[1])] if said is not None else []
    assert due(*sorted(facts, key=lambda one: one.at)).changed is changed
    assert not due(*facts[:2]).changed, "where all is asked again, that is not"


@pytest.mark.parametrize(("kind", "asks"), [("spasm", True), ("swollen-gland", False)])
def test_a_complaint_that_nobody_rated_is_rated_after_five_days(kind: str, asks: bool) -> None:
    for days, after in ((5, asks), (4, False)):
        began = fact("episode", MORNING - days * DAY, kind=kind, area="neck")
        assert bool(due(began).rate) is after
