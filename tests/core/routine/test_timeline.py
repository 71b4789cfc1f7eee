"""A routine plus choices becomes a run: exact for the shipped ones, lawful for all."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.adapters.routines.routine_files import load_library
from coach.core.errors import BadInput
from coach.core.library import Library
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.choices import PastUse
from coach.core.routine.planning import plan
from coach.core.routine.routine import Sequence, Technique, TechniqueStep
from coach.core.routine.segments import WORK, Sound
from coach.core.routine.timeline import Timeline
from coach.core.vocabulary import BodyArea, SegmentKind, Side

SHIPPED = load_library(None)
BALL_STOP = 120


def run(library: Library, routine_id: str, choices: Choices | None = None, past: PastUse | None = None) -> Timeline:
    routine = library.find(routine_id)
    return plan(routine, library.techniques_of(routine), choices or Choices(), past)


def shape(timeline: Timeline) -> list[tuple[str, int, str | None]]:
    return [(str(s.kind), s.seconds, s.side and str(s.side)) for s in timeline.segments]


def test_ball_press_gives_each_side_its_full_time(library: Library) -> None:
    assert shape(run(library, "ball-compression")) == [
        ("prepare", 5, None),
        ("hold", 30, "left"),
        ("swap", 10, "right"),
        ("hold", 30, "right"),
    ]


def test_one_side_alone_has_no_swap(library: Library) -> None:
    timeline = run(library, "ball-compression", Choices(side=SideChoice.RIGHT))
    assert shape(timeline) == [("prepare", 5, None), ("hold", 30, "right")]


def test_each_spot_has_its_own_hold(library: Library) -> None:
    timeline = run(library, "ball-compression", Choices(side=SideChoice.LEFT, spots=3))
    assert [s.seconds for s in timeline.segments] == [5, 30, 10, 30, 10, 30]
    assert [s.spot for s in timeline.segments if s.kind is SegmentKind.HOLD] == [1, 2, 3]


def test_repeats_without_a_cue_of_their_own_are_called_by_name(library: Library) -> None:
    own = replace(library.techniques["cat-cow"], cues=())
    timeline = plan(own, (own,), Choices())
    assert sum(s.kind is SegmentKind.REP for s in timeline.segments) == 3
    assert any("Cat-cow" in cue.say for cue in timeline.cues)


def test_the_high_end_of_the_dose(library: Library) -> None:
    high = Choices(dose=DoseChoice.HIGH)
    assert run(library, "moist-heat", high).segments[1].seconds == 1200
    assert run(library, "cold-pack", high).segments[1].seconds == 900
    assert run(library, "ball-compression", high).segments[1].seconds == 60
    assert [s.seconds for s in run(library, "childs-pose", high).segments] == [15, 30, 5, 30, 5, 30]
    assert sum(s.kind is SegmentKind.REP for s in run(library, "cat-cow", high).segments) == 5
    assert run(library, "calm-breathing", high).segments[1].seconds == 300


@pytest.mark.parametrize(("last_week", "reps"), [(0, 5), (4, 6), (5, 7), (12, 14), (28, 30), (30, 30)])
def test_bridge_never_jumps_more_than_two_a_week(library: Library, last_week: int, reps: int) -> None:
    past = PastUse(reps_last_week=(("bridge", last_week),))
    timeline = run(library, "bridge", Choices(dose=DoseChoice.HIGH), past)
    assert sum(s.kind is SegmentKind.REP for s in timeline.segments) == reps


def test_skin_is_checked_at_its_minutes(library: Library) -> None:
    heat = [(c.at, c.say) for c in run(library, "moist-heat").cues if c.sound is Sound.SKIN]
    cold = [(c.at, c.say) for c in run(library, "cold-pack").cues if c.sound is Sound.SKIN]
    assert heat == [(305, "Skin check: Check your skin"), (605, "Skin check: Check your skin")]
    assert cold == [(305, "Skin check: Check your skin")]


def test_neck_turns_alternate_with_a_held_turn(library: Library) -> None:
    timeline = run(library, "neck-rotation")
    reps = [s for s in timeline.segments if s.kind is SegmentKind.REP]
    assert [s.side for s in reps] == [Side.LEFT, Side.RIGHT] * 3
    first = [(c.at, c.say) for c in timeline.cues if c.segment == 1]
    assert first == [
        (5, "Left 1 of 3: Turn"),
        (8, "Left 1 of 3: hold"),
        (13, "Left 1 of 3: back to the middle"),
    ]


def test_breathing_goes_in_for_five_and_out_for_five(library: Library) -> None:
    timeline = run(library, "calm-breathing")
    moments = [(c.at, c.sound) for c in timeline.cues if c.sound in {Sound.IN, Sound.OUT}]
    assert moments == [(5 + 5 * n, Sound.OUT if n % 2 else Sound.IN) for n in range(36)]


def test_the_end_of_one_part_is_said_with_the_start_of_the_next(library: Library) -> None:
    says = [c.say for c in run(library, "ball-compression").cues]
    assert "Ease off slowly. Other side: right" in says
    assert says[-1] == "Ease off slowly. All finished"


def test_heat_and_cold_end_in_an_alarm(library: Library) -> None:
    timeline = run(library, "heat-then-cold")
    alarms = [s.technique for s in timeline.segments if s.alarm]
    assert alarms == ["moist-heat", "cold-pack"]
    assert [(s.kind, s.seconds) for s in timeline.segments][2] == (SegmentKind.REST, 600)


def test_minutes_take_fewest_repeats_first_then_whole_techniques_from_the_end(library: Library) -> None:
    whole = run(library, "neck-knot-desk", Choices(minutes=6))
    assert whole.techniques == ("calm-breathing", "neck-rotation", "neck-stretch")
    assert whole.notes == ()
    fitted = run(library, "neck-knot-desk", Choices(minutes=5))
    assert fitted.techniques == ("calm-breathing", "neck-rotation")
    assert fitted.seconds <= 300
    assert fitted.notes == ("To fit 5 min: fewest repeats, without Neck side stretch.",)
    high = run(library, "lower-back-short", Choices(minutes=3, dose=DoseChoice.HIGH))
    assert high.notes == ("To fit 3 min: fewest repeats.",)


def test_minutes_that_fit_nothing_are_refused_with_what_is_needed(library: Library) -> None:
    with pytest.raises(BadInput, match="It needs 16 min at least"):
        run(library, "moist-heat", Choices(minutes=10))


def test_a_spot_that_had_its_time_today_is_left_out_and_said(library: Library) -> None:
    past = PastUse(pressed=((BodyArea.SHOULDER, Side.LEFT, 1, 100.0),))
    timeline = run(library, "ball-compression", Choices(area=BodyArea.SHOULDER), past)
    assert shape(timeline) == [("prepare", 5, None), ("hold", 30, "right")]
    assert timeline.notes == ("Ball press and hold, left side: no time left on this spot today.",)


def test_a_hold_is_shortened_to_what_the_day_leaves(library: Library) -> None:
    past = PastUse(pressed=((BodyArea.SHOULDER, Side.LEFT, 1, 80.0),))
    choices = Choices(area=BodyArea.SHOULDER, side=SideChoice.LEFT, dose=DoseChoice.HIGH)
    assert run(library, "ball-compression", choices, past).segments[1].seconds == 40


def test_pressure_at_an_unknown_place_counts_everywhere(library: Library) -> None:
    past = PastUse(pressed=((None, None, None, 100.0),))
    assert run(library, "ball-compression", Choices(area=BodyArea.LOWER_BACK), past).segments == ()


@pytest.mark.parametrize(("routine", "variant", "seconds"), [
    ("childs-pose", None, 15), ("cat-cow", None, 15), ("bridge", None, 15), ("ball-compression", "floor-ball", 15),
    ("ball-compression", None, 5), ("wall-angel", None, 5), ("moist-heat", None, 5),
])  # fmt: skip
def test_getting_to_the_floor_has_more_time(library: Library, routine: str, variant: str | None, seconds: int) -> None:
    assert run(library, routine, Choices(variant=variant)).segments[0].seconds == seconds


def test_the_roller_has_no_sides(library: Library) -> None:
    timeline = run(library, "ball-compression", Choices(variant="foam-roller"))
    assert shape(timeline) == [("prepare", 15, None), ("hold", 30, None)]


@pytest.mark.parametrize(
    ("routine", "choices", "word"),
    [
        ("cat-cow", Choices(area=BodyArea.NECK), "not for the area neck"),
        ("cat-cow", Choices(spots=2), "no spots"),
        ("ball-compression", Choices(spots=4), "Choose from 1 to 3"),
        ("ball-compression", Choices(variant="flor-ball"), "Did you mean 'floor-ball'"),
        ("cat-cow", Choices(variant="fast"), "no variants"),
        ("cat-cow", Choices(minutes=0), "Choose from 1 to 240"),
        ("ball-compression", Choices(variant="foam-roller", area=BodyArea.SHOULDER), "foam-roller is not for"),
    ],
)
def test_choices_that_mean_nothing_are_refused(library: Library, routine: str, choices: Choices, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        run(library, routine, choices)


def test_what_is_chosen_now_lies_over_what_was_chosen_before() -> None:
    choices = Choices(BodyArea.NECK, SideChoice.LEFT, 5, "x", 2, DoseChoice.HIGH, wait=True)
    assert Choices(minutes=3).over(choices) == Choices(
        BodyArea.NECK, SideChoice.LEFT, 3, "x", 2, DoseChoice.HIGH, wait=True
    )


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(SHIPPED.routines)),
    st.sampled_from([None, *SideChoice]),
    st.sampled_from([None, *DoseChoice]),
    st.one_of(st.none(), st.integers(1, 3)),
    st.one_of(st.none(), st.integers(1, 40)),
    st.lists(st.tuples(st.sampled_from([None, *Side]), st.integers(1, 3), st.floats(0, 130)), max_size=5),
)
def test_every_plan_is_whole_inside_its_caps_and_tells_its_cues_apart(
    routine_id: str,
    side: SideChoice | None,
    dose: DoseChoice | None,
    spots: int | None,
    minutes: int | None,
    pressed: list[tuple[Side | None, int, float]],
) -> None:
    past = PastUse(tuple((None, where, spot, seconds) for where, spot, seconds in pressed))
    try:
        timeline = run(SHIPPED, routine_id, Choices(side=side, dose=dose, spots=spots, minutes=minutes), past)
    except BadInput:
        assert spots is not None or minutes is not None
        return
    if minutes is not None:
        assert timeline.seconds <= minutes * 60
    assert sum(s.seconds for s in timeline.segments) == timeline.seconds
    assert all(a.start + a.seconds == b.start for a, b in pairwise(timeline.segments))
    assert not timeline.segments or timeline.segments[0].start == 0
    assert [c.at for c in timeline.cues] == sorted(c.at for c in timeline.cues)
    assert all(0 <= c.at <= timeline.seconds for c in timeline.cues)
    assert all(s.seconds >= 1 and s.seconds <= s.cap for s in timeline.segments)
    for pool in {s.pool for s in timeline.segments if s.pool}:
        held = sum(s.seconds for s in timeline.segments if s.pool == pool)
        earlier = past.on_spot(None, pool.side, pool.spot) if pool.by_day else 0
        assert held + earlier <= pool.cap
    assert not any(s.kind in WORK and s.technique is None for s in timeline.segments)
    says = {c.say for c in timeline.cues}
    assert not [(a, b) for a in says for b in says if a != b and a in b], "one cue's text hides in another's"


def test_sides_get_the_same_time_in_every_shipped_routine(library: Library) -> None:
    for routine in library.routines.values():
        timeline = run(library, routine.id)
        held = {
            side: sum(s.seconds for s in timeline.segments if s.side is side and s.kind in WORK)
            for side in (Side.LEFT, Side.RIGHT)
        }
        assert held[Side.LEFT] == held[Side.RIGHT], routine.id
        swaps = [s.seconds for s in timeline.segments if s.kind is SegmentKind.SWAP]
        assert set(swaps) <= {10}


def test_nothing_locked_is_in_the_plan(library: Library) -> None:
    routine = library.find("heat-then-cold")
    timeline = plan(routine, library.techniques_of(routine), Choices(), only={"cold-pack"})
    assert timeline.techniques == ("cold-pack",)
    assert not [s for s in timeline.segments if s.kind is SegmentKind.REST], "no rest before the first"


def test_heat_stands_once_in_a_run(library: Library) -> None:
    twice = Sequence("twice", "Twice", tuple(BodyArea), (TechniqueStep("moist-heat"), TechniqueStep("moist-heat")))
    heat = library.find("moist-heat")
    assert isinstance(heat, Technique)
    timeline = plan(twice, (heat, heat), Choices())
    assert timeline.techniques == ("moist-heat",)
    assert "once only" in timeline.notes[0]
