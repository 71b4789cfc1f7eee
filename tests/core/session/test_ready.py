"""What is to be known before a session: of exactly these techniques, in the way and on the area that were chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import textstat

from coach.adapters.routines.routine_files import load_library
from coach.core.errors import BadInput
from coach.core.record.choices import Choices
from coach.core.routine.caution import Caution
from coach.core.routine.planning import plan
from coach.core.routine.routine import Technique
from coach.core.session.ready import PLACES, Ready, ready_for
from coach.core.vocabulary import BodyArea

LIBRARY = load_library(None)
Case = tuple[str, Choices]


def cases() -> Iterator[Case]:
    """Every routine with each of its areas and ways that can be planned."""
    for routine in LIBRARY.routines.values():
        ways = {v.id for t in LIBRARY.techniques_of(routine) for v in t.variants}
        for area in (None, *routine.areas):
            for way in (None, *sorted(ways)):
                choices = Choices(area=area, variant=way)
                try:
                    plan(routine, LIBRARY.techniques_of(routine), choices)
                except BadInput:
                    continue
                yield routine.id, choices


CASES = list(cases())
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}, {c[1].area}, {c[1].variant}")


def ready(case: Case) -> Ready:
    routine = LIBRARY.find(case[0])
    return ready_for(LIBRARY, plan(routine, LIBRARY.techniques_of(routine), case[1]))


@every_case
def test_it_names_each_technique_once_with_its_place_and_all_its_cautions(case: Case) -> None:
    found = ready(case)
    techniques = dict.fromkeys(t.id for t in LIBRARY.techniques_of(LIBRARY.find(case[0])))
    assert [part.technique for part in found.parts] == list(techniques)
    for part in found.parts:
        technique = LIBRARY.techniques[part.technique]
        assert any(place in part.where for place in PLACES.values())
        always = [one.say for one in technique.cautions if not one.areas and not one.ways]
        assert [said for said in part.cautions if said in always] == always
        assert part.shows
    assert found.where
    assert found.needs


@every_case
def test_no_line_of_it_holds_a_cue_or_the_id_of_a_source(case: Case) -> None:
    found = ready(case)
    routine = LIBRARY.find(case[0])
    says = {cue.say for cue in plan(routine, LIBRARY.techniques_of(routine), case[1]).cues}
    lines = [
        found.where,
        found.needs,
        *(part.shows for part in found.parts),
        *(" ".join((name, *said)) for name, said in found.cautions),
    ]
    assert not [line for line in lines if any(say in line for say in says)]
    assert not [line for line in lines if "POLICY" in line or "C-" in line]


@pytest.mark.parametrize(
    ("area", "way", "kidneys", "neck"),
    [
        (BodyArea.LOWER_BACK, "floor-ball", True, False),
        (BodyArea.MID_BACK, "foam-roller", True, False),
        (BodyArea.UPPER_BACK, None, False, True),
        (BodyArea.SHOULDER, "wall-ball", False, True),
        (None, None, True, True),
    ],
)
def test_a_caution_of_another_area_is_left_out(
    area: BodyArea | None, way: str | None, kidneys: bool, neck: bool
) -> None:
    ((_, said),) = ready(("ball-compression", Choices(area=area, variant=way))).cautions
    text = " ".join(said)
    assert ("kidney" in text) is kidneys
    assert ("side of the neck" in text) is neck


@pytest.mark.parametrize(
    ("way", "where", "needs"),
    [
        (None, "standing at a wall", "tennis ball"),
        ("floor-ball", "lying on your back on the floor", "tennis ball, mat"),
        ("foam-roller", "lying on your back on the floor", "foam roller, mat"),
    ],
)
def test_place_and_kit_are_those_of_the_way(way: str | None, where: str, needs: str) -> None:
    found = ready(("ball-compression", Choices(area=BodyArea.MID_BACK, variant=way)))
    assert (found.where, found.needs) == (where, needs)


def test_the_place_tells_the_order_and_what_can_be_chosen() -> None:
    assert ready(("calm-breathing", Choices())).where == "on a chair, standing or lying on your back"
    assert ready(("calm-breathing", Choices())).needs == "nothing"
    assert ready(("lower-back-short", Choices())).where == "kneeling on the floor, then lying on your back on the floor"


def test_what_is_left_out_for_time_is_not_in_it() -> None:
    routine = LIBRARY.find("shoulder-blade-knot")
    whole = ready((routine.id, Choices()))
    short = ready((routine.id, Choices(minutes=17)))
    planned = plan(routine, LIBRARY.techniques_of(routine), Choices(minutes=17)).techniques
    assert {part.technique for part in short.parts} == set(planned)
    assert len(short.parts) <= len(whole.parts)


def test_a_caution_holds_where_it_is_not_known_whether_it_does() -> None:
    caution = Caution("Not there.", (BodyArea.NECK,), ("floor",))
    assert caution.holds((), "")
    assert caution.holds((BodyArea.NECK, BodyArea.SHOULDER), "floor")
    assert not caution.holds((BodyArea.SHOULDER,), "floor")
    assert not caution.holds((BodyArea.NECK,), "wall")


@pytest.mark.parametrize("technique", LIBRARY.shipped_techniques, ids=lambda t: t.id)
def test_cautions_are_plain(technique: Technique) -> None:
    said = " ".join(technique.take_care())
    assert not said or float(textstat.flesch_kincaid_grade(said)) <= 6.0, said
