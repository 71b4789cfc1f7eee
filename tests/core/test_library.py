"""Finding, filtering and searching routines, and the limits of doses as pure rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.errors import BadInput
from coach.core.library import Library
from coach.core.routine.caution import Caution
from coach.core.routine.dose_limits import caps_by_class, lowered, with_changes, within_class, within_technique
from coach.core.routine.routine import (
    Basis,
    BodyPosition,
    Change,
    Clamp,
    CueAt,
    CueLine,
    Dose,
    Equipment,
    Quantity,
    RestStep,
    Sequence,
    Sides,
    Technique,
    TechniqueStep,
    Variant,
)
from coach.core.vocabulary import BodyArea, TechniqueClass


def number(low: int, high: int | None = None) -> Quantity:
    return Quantity(low, low, high or low, Basis.POLICY, "C-POLICY")


def technique(routine_id: str, cls: TechniqueClass = TechniqueClass.STRETCH, **fields: object) -> Technique:
    whole: dict[str, object] = {
        "name": routine_id.replace("-", " ").capitalize(),
        "areas": (BodyArea.NECK,),
        "position": (BodyPosition.SIT,),
        "equipment": (Equipment.NONE,),
        "at_desk": True,
        "sides": Sides.NONE,
        "dose": Dose(hold=number(20, 30)),
        "steps": ("Sit.",),
        "cues": (),
        "shipped": True,
        **fields,
    }
    return Technique(id=routine_id, cls=cls, **whole)  # type: ignore[arg-type]


TURN = technique(
    "neck-turn", dose=Dose(hold=number(5), reps=number(3, 5), per_day=number(3)), equipment=(Equipment.CHAIR,)
)
FOLD = technique(
    "back-fold",
    areas=(BodyArea.LOWER_BACK,),
    position=(BodyPosition.KNEEL,),
    equipment=(Equipment.MAT,),
    at_desk=False,
    dose=Dose(hold=number(20, 30), reps=number(2, 3), per_day=number(2)),
)
BALL = technique(
    "ball-press",
    TechniqueClass.COMPRESSION,
    areas=(BodyArea.SHOULDER,),
    position=(BodyPosition.WALL,),
    equipment=(Equipment.WALL, Equipment.TENNIS_BALL),
    equipment_options=(Equipment.TENNIS_BALL, Equipment.LACROSSE_BALL),
    variants=(Variant("floor", position=(BodyPosition.LIE_BACK,), equipment=(Equipment.MAT, Equipment.TENNIS_BALL)),),
    sides=Sides.PER_SIDE,
    at_desk=False,
    dose=Dose(hold=number(30, 60), spots=number(1, 3), hard_stop=number(120), per_spot_per_day=number(120)),
    never_on=(Caution("spine bones"),),
)
HEAT = technique(
    "warm-pack",
    TechniqueClass.HEAT,
    dose=Dose(hold=number(900, 1200), per_day=number(3), gap=number(120)),
    cues=(CueLine(CueAt.SECONDS, "Check your skin", 300), CueLine(CueAt.SECONDS, "Check your skin", 600)),
    end_alarm=True,
)
BOTH = Sequence(
    "neck-and-back",
    "Neck and back",
    (BodyArea.NECK, BodyArea.LOWER_BACK),
    (TechniqueStep("neck-turn"), RestStep(number(60)), TechniqueStep("back-fold", (Change("hold", 25),))),
    shipped=True,
)
SHIPPED = (HEAT, BALL, TURN, FOLD)
LIBRARY = Library({routine.id: routine for routine in (*SHIPPED, BOTH)})


def ids(routines: list[Technique | Sequence]) -> list[str]:
    return [routine.id for routine in routines]


def test_an_unknown_id_names_the_nearest_ones() -> None:
    with pytest.raises(BadInput, match="Did you mean 'neck-turn'") as caught:
        LIBRARY.find("neck-trun")
    assert "'neck-trun'" in caught.value.message


def test_an_id_like_no_other_names_the_command_that_lists_them() -> None:
    with pytest.raises(BadInput, match="coach routines"):
        LIBRARY.find("zzzzzz")


def test_an_unknown_id_can_not_steer_a_terminal() -> None:
    with pytest.raises(BadInput) as caught:
        LIBRARY.find("\x1b[2J")
    assert str(caught.value).isprintable()


def test_a_sequence_resolves_to_its_techniques_with_its_own_numbers() -> None:
    turn, fold = LIBRARY.techniques_of(BOTH)
    assert turn == TURN
    assert fold.dose.hold is not None
    assert (fold.dose.hold.low, fold.dose.hold.default, fold.dose.hold.high) == (20, 25, 30)
    assert LIBRARY.techniques_of(TURN) == (TURN,)


def test_a_step_can_not_be_a_sequence() -> None:
    with pytest.raises(BadInput, match="is a sequence"):
        LIBRARY.technique_of(TechniqueStep("neck-and-back"))


def test_a_sequence_can_be_filtered_by_what_all_its_techniques_are() -> None:
    assert ids(LIBRARY.filter(area=BodyArea.NECK)) == ["warm-pack", "neck-turn", "neck-and-back"]
    assert ids(LIBRARY.filter(at_desk=True)) == ["warm-pack", "neck-turn"]
    assert ids(LIBRARY.filter(at_desk=False)) == ["ball-press", "back-fold", "neck-and-back"]
    assert ids(LIBRARY.filter(position=BodyPosition.LIE_BACK)) == ["ball-press"]
    assert ids(LIBRARY.filter(equipment=())) == ["warm-pack"]
    assert ids(LIBRARY.filter(equipment={Equipment.CHAIR, Equipment.MAT})) == [
        "warm-pack",
        "neck-turn",
        "back-fold",
        "neck-and-back",
    ]
    assert ids(LIBRARY.filter()) == list(LIBRARY.routines)


def test_a_lacrosse_ball_stands_in_for_a_tennis_ball() -> None:
    assert "ball-press" in ids(LIBRARY.filter(equipment={Equipment.WALL, Equipment.LACROSSE_BALL}))
    assert "ball-press" not in ids(LIBRARY.filter(equipment={Equipment.LACROSSE_BALL}))


def test_what_a_sequence_needs_is_what_its_techniques_need() -> None:
    assert LIBRARY.equipment_of(BOTH) == (Equipment.CHAIR, Equipment.MAT)
    assert LIBRARY.equipment_of(HEAT) == (Equipment.NONE,)
    assert LIBRARY.positions_of(BOTH) == (BodyPosition.SIT, BodyPosition.KNEEL)
    assert LIBRARY.sides_of(BOTH) is Sides.NONE
    assert LIBRARY.sides_of(BALL) is Sides.PER_SIDE
    assert not LIBRARY.at_desk(BOTH)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["warm-pack", "ball-press", "neck-turn", "back-fold", "neck-and-back"]),
        ("neck", ["neck-turn", "neck-and-back", "warm-pack"]),
        ("NECK turn", ["neck-turn"]),
        ("neck-turn", ["neck-turn"]),
        ("fold", ["back-fold"]),
        ("mat", ["back-fold", "neck-and-back"]),
        ("lacrosse", ["ball-press"]),
        ("lower back", ["back-fold", "neck-and-back"]),
        ("nothing such", []),
    ],
)
def test_search_finds_every_word_and_puts_names_before_areas_before_things(text: str, found: list[str]) -> None:
    assert ids(LIBRARY.search(text)) == found


def test_the_caps_of_a_class_are_its_largest() -> None:
    caps = caps_by_class(SHIPPED)
    assert caps[TechniqueClass.STRETCH] == {"hold": 30, "reps": 5}
    assert caps[TechniqueClass.COMPRESSION] == {"hold": 60, "spots": 3}
    assert TechniqueClass.MASSAGE not in caps


def test_an_own_technique_is_brought_to_the_largest_of_its_class_and_says_so() -> None:
    back = (BodyArea.LOWER_BACK,)
    own = technique("my-stretch", areas=back, dose=Dose(hold=number(40, 90), reps=number(4)), shipped=False)
    kept, clamps = within_class(own, SHIPPED)
    assert kept.dose.hold is not None
    assert (kept.dose.hold.low, kept.dose.hold.default, kept.dose.hold.high) == (30, 30, 30)
    assert kept.dose.reps == number(4)
    assert clamps == (Clamp("my-stretch", "hold", 90, 30),)
    assert str(clamps[0]) == "my-stretch: hold 90 is over the limit, 30 is used."


def test_on_the_neck_it_is_brought_to_the_largest_there() -> None:
    neck = replace(own_stretch := technique("mine", dose=Dose(hold=number(40, 90)), shipped=False))
    assert within_class(neck, SHIPPED)[1] == (Clamp("mine", "hold", 90, 5),)
    both = replace(own_stretch, areas=(BodyArea.LOWER_BACK, BodyArea.NECK))
    assert within_class(both, SHIPPED)[1] == (Clamp("mine", "hold", 90, 5),)


def test_a_number_that_its_class_does_not_have_is_left_out() -> None:
    own = technique("my-heat", TechniqueClass.HEAT, dose=Dose(hold=number(600), reps=number(5)), shipped=False)
    kept, clamps = within_class(own, SHIPPED)
    assert kept.dose.reps is None
    assert clamps == (Clamp("my-heat", "reps", 5, 0),)


def test_an_own_technique_takes_the_strictest_daily_limits_of_its_class() -> None:
    bare, none = within_class(technique("a", areas=(BodyArea.LOWER_BACK,), shipped=False), SHIPPED)
    assert bare.dose.per_day == number(2)
    assert none == ()
    ball, _ = within_class(technique("b", TechniqueClass.COMPRESSION, shipped=False), SHIPPED)
    assert (ball.dose.hard_stop, ball.dose.per_spot_per_day) == (number(120), number(120))
    assert ball.never_on == (Caution("spine bones"),)
    lax = Dose(hold=number(600), per_day=number(9), gap=number(30))
    heat, clamps = within_class(technique("c", TechniqueClass.HEAT, dose=lax, shipped=False), SHIPPED)
    assert (heat.dose.per_day, heat.dose.gap) == (number(3), number(120))
    assert clamps == (Clamp("c", "per_day", 9, 3), Clamp("c", "gap", 30, 120))
    assert "gap 30 is under the limit" in str(clamps[1])


def test_a_stricter_daily_limit_of_the_file_stays() -> None:
    strict = Dose(hold=number(600), per_day=number(1), gap=number(300))
    heat, clamps = within_class(technique("c", TechniqueClass.HEAT, dose=strict, shipped=False), SHIPPED)
    assert (heat.dose.per_day, heat.dose.gap) == (number(1), number(300))
    assert clamps == ()


def test_own_heat_always_has_the_alarm_and_the_looks_at_the_skin() -> None:
    own = technique("my-heat", TechniqueClass.HEAT, dose=Dose(hold=number(500)), shipped=True)
    kept, _ = within_class(own, SHIPPED)
    assert kept.end_alarm
    assert not kept.shipped
    assert [cue.seconds for cue in kept.cues] == [300]  # the look at 600 s would come after its end


def test_a_sequence_may_not_go_over_its_technique() -> None:
    changes, clamps = within_technique("mine", FOLD, (Change("hold", 90), Change("reps", 1)))
    assert changes == (Change("hold", 30), Change("reps", 1))
    assert clamps == (Clamp("mine", "back-fold hold", 90, 30),)


@given(st.sampled_from(["hold", "reps", "spots", "length"]), st.integers(-5, 10**9))
def test_no_change_ever_lifts_a_dose_over_its_cap(field: str, value: int) -> None:
    for shipped in SHIPPED:
        changed = with_changes(shipped, (Change(field, value),))
        for name, quantity in changed.dose.quantities():
            before: Quantity = getattr(shipped.dose, name)
            assert 1 <= quantity.low <= quantity.default <= quantity.high <= before.high


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_lowering_keeps_the_order_of_a_range(a: int, b: int, cap: int) -> None:
    low, high = sorted((a, b))
    kept = lowered(replace(number(low, high), default=high), cap)
    assert kept.low <= kept.default <= kept.high <= cap or kept.high == high <= cap
