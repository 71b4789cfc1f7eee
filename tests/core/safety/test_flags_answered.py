"""Every entry of the catalogue that a question raises: what raises it, what it locks, what clears it."""

from __future__ import annotations

import pytest

from coach.core.catalogue.catalogue import Clears, Flag, Layer, Level
from coach.core.vocabulary import Answer
from tests.core.situations import CATALOGUE, TECHNIQUES, flags, of_classes, said, visit

ROUTING = {"what-is-it", "knot-may-be-lump", "lump-not-noted"}
ONLY_A_PART = {"lump-nf2"}  # raised only together with a lump
ASKED = [
    flag
    for flag in CATALOGUE.flags.values()
    if flag.question and flag.ask is not Layer.IN_SESSION and flag.id not in ROUTING | ONLY_A_PART
]
BY_ID = [pytest.param(flag, id=flag.id) for flag in ASKED]
SYMPTOMS = [
    pytest.param(flag, id=flag.id)
    for flag in ASKED
    if flag.ask is not Layer.PROFILE and flag.level.rank < Level.URGENT.rank and flag.clears is not Clears.TIME
]


def bad(flag: Flag) -> str:
    return "no" if flag.rule.must_be is Answer.YES else "yes"


def locks_of(flag: Flag) -> set[str]:
    return of_classes(*flag.blocks.classes) | set(flag.blocks.techniques)


@pytest.mark.parametrize("flag", BY_ID)
def test_the_unsafe_answer_raises_it_with_its_level_and_its_locks(flag: Flag) -> None:
    found = said(answers={flag.id: bad(flag)})
    assert flag.id in found.flags
    assert found.level is flag.level
    assert found.headline == CATALOGUE.levels[flag.level].headline
    assert found.act_within == flag.act_within
    assert set(found.blocked) == locks_of(flag)
    assert set(found.allowed) == set(TECHNIQUES) - locks_of(flag)
    (up,) = [up for up in found.raised if up.flag is flag]
    assert [e.rule for e in up.evidence] == ["answer"]


def test_not_sure_counts_as_unsafe() -> None:
    assert [flag.id for flag in ASKED if flag.id not in flags(answers={flag.id: "not-sure"})] == []


def test_the_safe_answer_raises_nothing() -> None:
    safe = {flag.id: "yes" if bad(flag) == "no" else "no" for flag in ASKED}
    assert {name: up for name, answer in safe.items() if (up := flags(answers={name: answer}))} == {}


@pytest.mark.parametrize("flag", SYMPTOMS)
def test_a_visit_that_calls_all_fine_clears_a_symptom(flag: Flag) -> None:
    answers = {flag.id: bad(flag)}
    assert flag.id not in flags(answers=answers, history={"visits": [visit(1, flag.id)]})
    assert flag.id not in flags(answers=answers, history={"visits": [visit(89, flag.id)]})
    if flag.clears in {Clears.CLINICIAN, Clears.COMPUTED_OR_CLINICIAN}:
        assert flag.id in flags(answers=answers, history={"visits": [visit(90, flag.id)]})
    assert flag.id in flags(answers=answers, history={"visits": [visit(1, "raynauds")]})


@pytest.mark.parametrize(
    "flag",
    [p for p, f in zip(BY_ID, ASKED, strict=True) if f.level.rank >= Level.URGENT.rank and f.ask is not Layer.PROFILE],
)
def test_an_urgent_answer_after_a_visit_is_a_new_sign(flag: Flag) -> None:
    assert flag.id in flags(answers={flag.id: "yes"}, history={"visits": [visit(1, flag.id)]})
    assert flag.id not in flags(answers={flag.id: "yes"}, history={"visits": [visit(0, flag.id)]})


@pytest.mark.parametrize("flag", [p for p, f in zip(BY_ID, ASKED, strict=True) if f.ask is Layer.PROFILE])
def test_a_visit_on_a_profile_fact_leaves_a_caution_that_locks_nothing(flag: Flag) -> None:
    for days in (0, 1, 89, 90, 300):
        found = said(answers={flag.id: "yes"}, history={"visits": [visit(days, flag.id)]})
        if flag.clears is Clears.RESCREEN and flag.id == "age-under-18":
            continue
        assert (found.flags, found.level, found.blocked) == ((flag.id,), Level.CAUTION, ())
        assert found.act_within is None
