"""Chin tuck, doorway stretch, upper back turns, shoulder-blade squeeze: locked as the rest, and capped as the rest."""

from __future__ import annotations

import pytest

from coach.core.catalogue.catalogue import Flag, Level, Where
from coach.core.vocabulary import Answer, TechniqueClass
from tests.core.situations import CATALOGUE, TECHNIQUES, locked, of_classes, said

NEWER = {
    "chin-tuck": TechniqueClass.STRENGTH,
    "shoulder-blade-squeeze": TechniqueClass.STRENGTH,
    "doorway-stretch": TechniqueClass.STRETCH,
    "upper-back-turn": TechniqueClass.STRETCH,
}
WHOLE = [
    flag
    for flag in CATALOGUE.flags.values()
    if flag.question
    and flag.rule.type == "answer"
    and flag.blocks.classes & set(NEWER.values())
    and flag.blocks.where is Where.EVERYWHERE
    and flag.ask_when is None
    and not flag.of_kinds
]


def unsafe(name: str) -> str:
    return "no" if CATALOGUE.flags[name].rule.must_be is Answer.YES else "yes"


def test_each_is_of_the_class_that_the_catalogue_says() -> None:
    assert {name: CATALOGUE.technique_classes[name] for name in NEWER} == NEWER
    assert {name: TECHNIQUES[name].cls for name in NEWER} == NEWER


def test_a_shoulder_that_slips_locks_what_leans_on_it() -> None:
    for answer in ("yes", "not-sure"):
        assert {"doorway-stretch", "shoulder-blade-squeeze"} <= locked(answers={"shoulder-unstable": answer})
    assert not {*NEWER} & locked(answers={"shoulder-unstable": "no"})


def test_weak_bones_and_swollen_joints_lock_turning() -> None:
    assert {*NEWER} & locked(answers={"osteoporosis": "not-sure"}) == {"upper-back-turn"}
    assert {*NEWER} & locked(answers={"inflammatory-arthritis": "yes"}) == {"upper-back-turn", "chin-tuck"}


@pytest.mark.parametrize("flag", WHOLE, ids=lambda flag: flag.id)
def test_whatever_locks_a_class_locks_the_newer_techniques_of_it(flag: Flag) -> None:
    found = locked(answers={flag.id: unsafe(flag.id)})
    for name, cls in NEWER.items():
        if cls in flag.blocks.classes:
            assert name in found, name


def test_every_emergency_locks_all_techniques() -> None:
    emergencies = [f for f in WHOLE if f.level is Level.EMERGENCY]
    assert len(emergencies) > 5
    for flag in emergencies:
        assert locked(answers={flag.id: unsafe(flag.id)}) == {*TECHNIQUES}


def test_a_clean_case_opens_them_and_a_blank_one_does_not() -> None:
    assert not {*NEWER} & set(said().blocked)
    assert {*NEWER} <= set(said(unanswered=["chest-pain"]).blocked)
    assert {*NEWER} <= of_classes("stretch", "strength")


@pytest.mark.parametrize("name", NEWER)
def test_each_says_where_its_numbers_come_from_and_when_to_stop(name: str) -> None:
    technique = TECHNIQUES[name]
    for _, quantity in technique.dose.quantities():
        assert quantity.source.startswith(("S", "C-"))
    assert technique.dose.per_day is not None
    assert technique.dose.hold is not None
    assert technique.dose.hold.high <= 30
    assert "in-session-sharp-pain" in technique.stop_if
    assert "in-session-numb-tingle" in technique.stop_if
    assert technique.cautions
    assert {support.source for support in technique.supports} & {"S0", "S2"}
