"""Which picture belongs to which moment: figure, cue and segment agree after any key and any late tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.adapters.routines.routine_files import load_library
from coach.core.clearance.clearance import Cleared
from coach.core.clock import Reading
from coach.core.figure.figure import Ease, Figure, FigureStep, Frame, Head, Ink, Pose, Prop, View, eased, mix, pose_at
from coach.core.figure.motion import BY_CUE, frames_of, key_frame, shown_at
from coach.core.record.choices import Choices, SideChoice
from coach.core.routine.planning import plan
from coach.core.routine.routine import Technique
from coach.core.routine.timeline import Timeline
from coach.core.session import keys
from coach.core.session.advance import advance, position_at
from coach.core.session.events import CueDue, Reached, SessionEvent, SessionPhase
from coach.core.session.session import Session
from coach.core.vocabulary import BodyArea, SegmentKind, Side
from tests.conftest import FakeClock

LIBRARY = load_library(None)
TECHNIQUES = {t.id: t for t in LIBRARY.shipped_techniques}
BY_WORD = [name for name, t in TECHNIQUES.items() if plan(t, (t,), Choices()).segments[1].kind in BY_CUE]


def figure_of(name: str) -> Figure:
    found = LIBRARY.figure_of(TECHNIQUES[name], Choices())
    assert found is not None
    return found


def run_of(name: str, choices: Choices | None = None) -> Timeline:
    return plan(TECHNIQUES[name], (TECHNIQUES[name],), choices or Choices())


def pose_names(name: str, index: int, seconds: Iterable[float]) -> list[str]:
    figure, run = figure_of(name), run_of(name)
    return [shown_at(figure, run, index, at).frame.end for at in seconds]


# --- in time with the words -----------------------------------------------------------------------------------------


def test_every_shipped_technique_has_a_figure() -> None:
    assert all(figure_of(name).name == name for name in TECHNIQUES)


def test_the_back_rounds_as_the_voice_says_round() -> None:
    run = run_of("cat-cow")
    said = {cue.say: cue.offset for _, cue in run.cues_of(1)}
    assert said == {"Rep 1 of 3: Round up": 0, "Rep 1 of 3: and lower": 4}
    assert pose_names("cat-cow", 1, [0.5, 3.9, 4.5, 7.9]) == ["cat", "cat", "cow", "cow"]


@pytest.mark.parametrize("name", BY_WORD)
def test_each_word_of_a_rep_begins_its_own_move_and_the_move_is_over_when_the_next_is_said(name: str) -> None:
    figure, run = figure_of(name), run_of(name)
    beats = figure.play[run.segments[1].kind]
    for index, segment in enumerate(run.segments):
        if segment.kind not in BY_CUE:
            continue
        starts = [cue.offset for _, cue in run.cues_of(index)]
        for n, start in enumerate(starts):
            end = starts[n + 1] if n + 1 < len(starts) else segment.seconds
            target = beats[n % len(beats)][-1].to
            assert shown_at(figure, run, index, start + 0.3).still.end == target
            at_the_end = shown_at(figure, run, index, end - 0.001).frame
            assert at_the_end.end == target
            assert at_the_end.parts - at_the_end.done <= 1


@pytest.mark.parametrize("seconds", [2, 4, 9])
def test_a_slower_or_quicker_dose_moves_the_figure_with_it(seconds: int) -> None:
    technique = TECHNIQUES["cat-cow"]
    tempo = technique.dose.there
    assert tempo is not None
    own = replace(tempo, low=seconds, default=seconds, high=seconds)
    technique = replace(technique, dose=replace(technique.dose, there=own, back=own))
    run = plan(technique, (technique,), Choices())
    figure = figure_of("cat-cow")
    assert shown_at(figure, run, 1, seconds - 0.01).frame.end == "cat"
    assert shown_at(figure, run, 1, seconds + 0.3).frame.end == "cow"
    half = shown_at(figure, run, 1, seconds / 2).frame
    assert half.done / half.parts == pytest.approx(0.5, abs=0.05)


def test_lungs_fill_and_empty_with_each_breath() -> None:
    assert pose_names("calm-breathing", 1, [1, 4.9, 6, 9.9, 11, 16]) == [
        *("full", "full"),
        *("empty", "empty"),
        *("full", "empty"),
    ]


def test_a_hold_goes_into_its_pose_and_then_stands_still() -> None:
    figure, run = figure_of("childs-pose"), run_of("childs-pose")
    assert shown_at(figure, run, 0, 2).frame == Frame("kneel", "kneel")
    assert shown_at(figure, run, 0, 2).changes_in is None
    moving = shown_at(figure, run, 1, 1.0)
    assert (moving.frame.start, moving.frame.end) == ("kneel", "bow")
    held = shown_at(figure, run, 1, 10)
    assert (held.frame, held.changes_in) == (Frame("fold", "fold"), None)
    up = shown_at(figure, run, 2, 1.0)
    assert (up.frame.start, up.frame.end) == ("fold", "bow")


def test_walking_goes_on_for_as_long_as_it_takes() -> None:
    figure, run = figure_of("movement-break"), run_of("movement-break")
    for at in range(30, 120, 3):
        shown = shown_at(figure, run, 1, at)
        assert shown.frame.end.startswith("walk")
        assert shown.changes_in is not None


def test_the_desk_steps_from_wrong_to_right_and_shows_nothing_between() -> None:
    figure, run = figure_of("posture-check"), run_of("posture-check")
    frames = set(frames_of(figure, run, 1))
    assert {(f.start, f.end) for f in frames} == {("right", "right"), ("wrong", "wrong")}


# --- sides ----------------------------------------------------------------------------------------------------------


def test_the_left_side_is_mirrored_and_the_swap_lets_go_before_it_turns_round() -> None:
    figure, run = figure_of("knee-to-chest"), run_of("knee-to-chest")
    swap = next(i for i, s in enumerate(run.segments) if s.kind is SegmentKind.SWAP)
    assert shown_at(figure, run, swap - 1, 10).frame == Frame("hug", "hug", mirrored=True)
    leaving = shown_at(figure, run, swap, 1.0)
    assert (leaving.frame.end, leaving.frame.mirrored) == ("lift", True)
    assert shown_at(figure, run, swap, 9).frame == Frame("ready", "ready", mirrored=False)
    assert shown_at(figure, run, swap + 1, 10).frame == Frame("hug", "hug", mirrored=False)


def test_one_side_alone_is_ready_on_that_side_from_the_start() -> None:
    run = run_of("neck-rotation", Choices(side=SideChoice.LEFT))
    shown = [shown_at(figure_of("neck-rotation"), run, i, 1.0).frame for i in range(1, len(run.segments))]
    assert {frame.mirrored for frame in shown} == {True}


# --- laws -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TECHNIQUES)
def test_nothing_jumps_where_one_segment_follows_another(name: str) -> None:
    figure, run = figure_of(name), run_of(name)
    for index in range(1, len(run.segments)):
        before = shown_at(figure, run, index - 1, run.segments[index - 1].seconds - 0.001).frame
        after = shown_at(figure, run, index, 0.0).frame
        if (
            run.segments[index - 1].kind is SegmentKind.CHECK or name == "movement-break"
        ):  # each question, each movement anew
            continue
        assert after.start == after.end == before.end
        assert after.mirrored == before.mirrored or before.end == figure.ready


@given(st.sampled_from(sorted(TECHNIQUES)), st.integers(0, 30), st.floats(0, 1))
@settings(max_examples=120)
def test_a_frame_stands_until_the_moment_it_is_said_to_change(name: str, index: int, part: float) -> None:
    figure, run = figure_of(name), run_of(name)
    index %= len(run.segments)
    at = part * run.segments[index].seconds
    shown = shown_at(figure, run, index, at)
    until = run.segments[index].seconds if shown.changes_in is None else at + shown.changes_in
    assert until >= at
    until -= 0.001  # s; moments are told to the millisecond, which no eye sees
    for share in (0.3, 0.7, 0.98):
        if until > at:
            assert shown_at(figure, run, index, at + (until - at) * share).frame == shown.frame


@given(st.sampled_from(sorted(TECHNIQUES)), st.integers(0, 30))
def test_the_frames_of_a_segment_are_all_that_it_ever_shows(name: str, index: int) -> None:
    figure, run = figure_of(name), run_of(name)
    index %= len(run.segments)
    ahead = list(frames_of(figure, run, index))
    assert len(ahead) == len(set(ahead)) < 400
    seconds = min(40, run.segments[index].seconds)
    assert {shown_at(figure, run, index, n / 7).frame for n in range(seconds * 7)} <= set(ahead)


# --- a session: pause, back, other side, late ticks -------------------------------------------------------------------

KEYS = ("tick", "tick", "tick", "tick", "pause", "resume", "back", "next_part", "other_side", "longer")


@given(
    st.sampled_from([*BY_WORD, "knee-to-chest", "childs-pose"]),
    st.lists(st.tuples(st.sampled_from(KEYS), st.floats(0.01, 9.0)), min_size=5, max_size=40),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figure_cue_and_segment_agree_after_every_key_and_every_late_tick(
    clear: Callable[..., Cleared], name: str, presses: list[tuple[str, float]]
) -> None:
    clock, figure, run = FakeClock(), figure_of(name), run_of(name)
    session = Session.begin(clear(name, None), run, clock.now())
    heard: list[str] = []
    for key, wait in presses:
        now = clock.advance(wait)
        session, events = _press(session, key, now)
        heard = _heard(heard, events)
        session, events = advance(session, now)
        heard = _heard(heard, events)
        if session.phase is SessionPhase.ENDED:
            return
        position = position_at(session, now)
        segment = run.segments[position.index]
        shown = shown_at(figure, run, position.index, position.elapsed)
        if segment.kind in BY_CUE and heard and position.elapsed < segment.seconds:
            beats = figure.play[segment.kind]
            assert shown.still.end == beats[(len(heard) - 1) % len(beats)][-1].to
        if segment.kind is not SegmentKind.SWAP:
            assert shown.frame.mirrored is (segment.side is Side.LEFT)
        if session.phase is SessionPhase.PAUSED:
            later = position_at(session, clock.advance(600))
            assert shown_at(figure, run, later.index, later.elapsed).frame == shown.frame


def _press(session: Session, key: str, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    if key == "tick":
        return advance(session, now)
    if key == "longer":
        return keys.extend(session, now, 10)
    done: tuple[Session, tuple[SessionEvent, ...]] = getattr(keys, key)(session, now)
    return done


def _heard(before: list[str], events: Iterable[SessionEvent]) -> list[str]:
    """The cues said since the present segment began."""
    for event in events:
        if isinstance(event, Reached):
            before = []
        elif isinstance(event, CueDue):
            before = [*before, event.cue.say]
    return before


# --- mixing ---------------------------------------------------------------------------------------------------------


def test_numbers_are_mixed_and_the_rest_changes_at_the_end() -> None:
    a = Pose(((0.0, 0.0), (0.0, 10.0)), head=Head((0.0, 20.0), roll=0.0), order=("trunk",))
    b = Pose(((4.0, 0.0), (0.0, 20.0)), head=Head((0.0, 30.0), roll=90.0), order=("head",))
    half = mix(a, b, 0.5)
    assert half.spine == ((2.0, 0.0), (0.0, 15.0))
    assert half.head == Head((0.0, 25.0), roll=45.0)
    assert half.order == ("trunk",)
    assert mix(a, b, 1.0) == b
    assert mix(a, b, 0.0) == a


def test_an_arrow_leads_the_move_and_two_views_are_never_mixed() -> None:
    arrow = Prop("arrow", points=((0.0, 0.0), (0.0, 9.0)), ink=Ink.ACTING)
    up, down = Pose(props={"way": arrow}), Pose(props={"way": replace(arrow, points=((0.0, 9.0), (0.0, 0.0)))})
    assert mix(up, down, 0.1).props["way"] == down.props["way"]
    assert mix(Pose(), up, 0.1).props["way"] == arrow
    assert mix(up, Pose(), 0.1).props == {}
    assert mix(Pose(view=View.SIDE), Pose(view=View.BACK), 0.9).view is View.SIDE


@given(st.sampled_from(list(Ease)), st.floats(0, 1), st.floats(0, 1))
def test_every_ease_starts_at_nothing_ends_at_all_and_never_goes_back(ease: Ease, t: float, u: float) -> None:
    assert eased(ease, 0.0) == pytest.approx(0)
    assert eased(ease, 1.0) == pytest.approx(1)
    low, high = sorted((t, u))
    assert eased(ease, low) <= eased(ease, high) + 1e-9


def test_a_frame_is_its_share_of_the_move() -> None:
    figure = Figure("a", View.SIDE, {"x": Pose(breath=0.0), "y": Pose(breath=8.0)}, "A.")
    assert pose_at(figure, Frame("x", "y", 1, 4)).breath == 2.0
    assert pose_at(figure, Frame("x", "y", 0, 4)).breath == 0.0
    assert pose_at(figure, Frame("y", "y")).breath == 8.0


# --- which picture --------------------------------------------------------------------------------------------------


def test_the_one_picture_of_a_figure_is_what_it_works_towards() -> None:
    shown = {name: key_frame(figure_of(name)).end for name in TECHNIQUES}
    assert shown["childs-pose"] == "fold"
    assert shown["knee-to-chest"] == "hug"
    assert shown["posture-check"] == "right"
    assert shown["hydration-check"] == "sip"
    assert key_frame(figure_of("knee-to-chest"), Side.LEFT).mirrored


def test_a_figure_without_any_play_stands_in_its_first_pose() -> None:
    figure = Figure("a", View.SIDE, {"only": Pose()}, "A.")
    run = run_of("cat-cow")
    assert {shown_at(figure, run, i, 1.0).frame for i in range(len(run.segments))} == {Frame("only", "only")}
    assert key_frame(figure) == Frame("only", "only")


def test_the_figure_goes_by_the_area_and_by_the_way_it_is_done() -> None:
    ball, heat = TECHNIQUES["ball-compression"], TECHNIQUES["moist-heat"]
    assert isinstance(ball, Technique)
    usual = LIBRARY.figure_of(ball, Choices())
    floor = LIBRARY.figure_of(ball, Choices(variant="floor-ball"))
    assert usual is not None
    assert floor is not None
    assert "wall" in usual.words
    assert "Lying" in floor.words
    words = set()
    for area in BodyArea:
        figure = LIBRARY.figure_of(heat, Choices(area=area))
        assert figure is not None
        words.add(figure.words)
    assert len(words) == len(BodyArea)
    routine = LIBRARY.find("lower-back-knot")
    lower = LIBRARY.figure_of(heat, Choices(), routine.areas)
    assert lower is not None
    assert "lower back" in lower.words


def test_steps_without_a_time_share_what_is_left() -> None:
    figure = Figure(
        "a",
        View.SIDE,
        {"x": Pose(), "y": Pose(breath=1.0), "z": Pose(breath=2.0)},
        "A.",
        play={SegmentKind.REP: ((FigureStep("y", 1.0), FigureStep("z")), (FigureStep("x", 100.0),))},
    )
    run = run_of("cat-cow")
    assert shown_at(figure, run, 1, 0.5).frame.end == "y"
    assert shown_at(figure, run, 1, 2.5).frame.end == "z"
    assert shown_at(figure, run, 1, 7.99).frame.end == "x"
    assert shown_at(figure, run, 1, 7.99).frame.done >= shown_at(figure, run, 1, 7.99).frame.parts - 1
