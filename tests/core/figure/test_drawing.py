"""Shapes, joints, layers and cells: what a picture is made of."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.figure.drawing.canvas import BLANK, CELLS, Canvas, Picture
from coach.core.figure.drawing.draw import draw, draw_pose
from coach.core.figure.drawing.plane import Plane, polar, turned
from coach.core.figure.drawing.props import HOLLOW, KINDS, NEEDED, SOLID, draw_prop
from coach.core.figure.drawing.rig import Build, along, bones, curve
from coach.core.figure.figure import Figure, Frame, Head, Ink, Limb, Pose, Prop, View, described
from coach.core.vocabulary import Side
from tests.core.figure.golden_frames import BODY, GOLDEN, body_text, drawn, text_of

FIGURES = drawn()
PLANE = Plane(40, 16)

coordinate = st.floats(-30, 110)
points = st.tuples(coordinate, coordinate)
radii = st.floats(0.1, 12)


def dots(plane: Plane, shape: int) -> set[tuple[int, int]]:
    found = set()
    while shape:
        bit = shape & -shape
        row, column = divmod(bit.bit_length() - 1, plane.stride)
        found.add((column - 1, row))
        shape ^= bit
    return found


# --- golden frames --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_each_pose_looks_as_it_was_approved(name: str) -> None:
    """Changed on purpose? python tests/core/figure/golden_frames.py, and look at the pictures."""
    assert text_of(FIGURES[name]) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_no_approved_picture_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*FIGURES, BODY}


def test_the_person_of_the_body_screen_looks_as_it_was_approved() -> None:
    assert body_text() == (GOLDEN / f"{BODY}.txt").read_text("utf-8")


# --- shapes ---------------------------------------------------------------------------------------------------------


@given(points, points, radii, radii)
def test_a_shape_never_leaves_its_window(p: tuple[float, float], q: tuple[float, float], r: float, s: float) -> None:
    shape = PLANE.capsule(p, q, r, s)
    assert shape & ~PLANE.all == 0
    assert all(0 <= x < 80 and 0 <= y < 64 for x, y in dots(PLANE, shape))


@given(st.tuples(st.floats(5, 75), st.floats(2, 55)), st.tuples(st.floats(5, 75), st.floats(2, 55)))
def test_the_thinnest_line_never_breaks(p: tuple[float, float], q: tuple[float, float]) -> None:
    assert len(list(PLANE.pieces(PLANE.capsule(p, q, 0.0)))) == 1


@given(st.floats(4, 20))
def test_a_disc_has_the_area_of_a_circle(r: float) -> None:
    found = PLANE.disc((40, 30), r).bit_count()
    assert found == pytest.approx(pi * r * r, rel=0.04, abs=2 * r)  # half a dot along its edge


@given(points, points, radii)
def test_growing_covers_and_shrinking_is_covered(p: tuple[float, float], q: tuple[float, float], r: float) -> None:
    shape = PLANE.capsule(p, q, r)
    assert PLANE.grow(shape) & shape == shape
    assert PLANE.shrink(shape) & ~shape == 0
    assert PLANE.rim(shape) | PLANE.shrink(shape) == shape


def test_a_shape_that_runs_off_the_window_has_no_line_at_its_edge() -> None:
    shape = PLANE.polygon([(20, -30), (60, -30), (60, 20), (20, 20)])
    rim = dots(PLANE, PLANE.rim(shape))
    assert (21, 62) not in rim
    assert (40, 63) not in rim
    assert (40, 40) in rim


def test_a_polygon_is_filled_between_its_corners() -> None:
    assert dots(PLANE, PLANE.polygon([(10, 0), (14, 0), (14, 2), (10, 2)])) == {
        (x, y) for x in range(10, 14) for y in (58, 59)
    }


def test_turning_and_walking_go_round_counter_clockwise() -> None:
    assert turned((1, 1), (1, 0), 90) == pytest.approx((1, 2))
    assert polar((0, 0), 180, 2) == pytest.approx((-2, 0))


@pytest.mark.parametrize(("columns", "rows"), [(30, 12), (40, 16), (60, 24), (100, 20), (20, 40)])
def test_the_ground_has_the_last_row_of_cells_for_itself_in_any_size(columns: int, rows: int) -> None:
    picture = draw(FIGURES["cat-cow"], Frame("cat", "cat"), columns, rows)
    assert [len("".join(run.text for run in row)) for row in picture.rows] == [columns] * rows
    assert {run.ink for run in picture.rows[-1]} <= {Ink.SCENE, None}
    assert any(run.ink is Ink.BODY for run in picture.rows[-2])


# --- joints ---------------------------------------------------------------------------------------------------------


@given(points, points, st.sampled_from([1.0, -1.0]))
def test_bones_keep_their_length_wherever_a_limb_reaches(
    start: tuple[float, float], end: tuple[float, float], bend: float
) -> None:
    found = bones(start, Limb(end=end, bend=bend), 14.0, 13.0)
    assert hypot(found.mid[0] - start[0], found.mid[1] - start[1]) == pytest.approx(14.0, abs=0.05)
    assert hypot(found.end[0] - found.mid[0], found.end[1] - found.mid[1]) == pytest.approx(13.0, abs=0.05)


def test_the_bend_says_on_which_side_a_joint_lies() -> None:
    left = bones((0, 0), Limb(end=(0, -20), bend=1), 14, 13)
    right = bones((0, 0), Limb(end=(0, -20), bend=-1), 14, 13)
    assert left.mid[0] > 0 > right.mid[0]
    assert left.end == pytest.approx((0, -20))


def test_a_limb_can_be_given_by_angles_or_by_both_points() -> None:
    by_angles = bones((0, 0), Limb(angles=(270, 0)), 10, 5)
    assert by_angles.mid == pytest.approx((0, -10))
    assert by_angles.end == pytest.approx((5, -10))
    assert bones((0, 0), Limb(mid=(1, 2), end=(3, 4)), 10, 5).mid == (1, 2)


def test_a_curve_goes_through_its_points_and_values_spread_evenly() -> None:
    found = curve([(0, 0), (5, 5), (10, 0)], 4)
    assert found[0] == (0, 0)
    assert found[4] == pytest.approx((5, 5))
    assert found[-1] == (10, 0)
    assert along((0, 10), 5) == pytest.approx([0, 2.5, 5, 7.5, 10])


def test_a_bigger_person_is_bigger_in_every_measure() -> None:
    twice = Build().times(2)
    assert (twice.thigh, twice.trunk[0]) == (Build().thigh * 2, Build().trunk[0] * 2)


# --- layers and cells -----------------------------------------------------------------------------------------------


def test_later_ink_covers_earlier_ink_and_a_halo_keeps_them_apart() -> None:
    canvas = Canvas(PLANE)
    canvas.put(PLANE.disc((40, 30), 10), Ink.BODY)
    canvas.put(PLANE.disc((40, 30), 3), Ink.ACTING, halo=1)
    inside = canvas.layers[Ink.ACTING]
    assert canvas.layers[Ink.BODY] & PLANE.grow(inside) == 0
    assert canvas.layers[Ink.BODY] != 0


def test_loose_dots_go_but_small_details_stay() -> None:
    canvas = Canvas(PLANE)
    canvas.put(PLANE.disc((10, 10), 0.6), Ink.BODY)
    canvas.mark(PLANE.disc((40, 30), 0.6))
    canvas.tidy()
    assert len(dots(PLANE, canvas.layers[Ink.BODY])) == PLANE.disc((40, 30), 0.6).bit_count()


def test_a_cell_takes_the_ink_with_most_dots() -> None:
    canvas = Canvas(Plane(2, 2))
    plane = canvas.plane
    canvas.put(plane.span(0, 0, 1), Ink.BODY)
    canvas.put(plane.span(1, 0, 2) | plane.span(2, 0, 2), Ink.ACTING)
    first = canvas.picture().rows[0][0]
    assert (first.text, first.ink) == (chr(BLANK + 0x01 + 0x02 + 0x10 + 0x04 + 0x20), Ink.ACTING)


def test_half_a_detail_near_a_thing_goes_and_a_far_one_stays() -> None:
    canvas = Canvas(PLANE)
    canvas.mark(PLANE.capsule((20, 30), (20, 40), 0.3) | PLANE.capsule((60, 30), (60, 40), 0.3))
    canvas.bare(PLANE.disc((23, 42), 1), 6)
    assert canvas.layers[Ink.BODY] == PLANE.capsule((60, 30), (60, 40), 0.3)


def test_a_patterned_wall_keeps_off_the_body() -> None:
    figure = FIGURES["wall-angel"]
    close = replace(figure, scene=tuple(replace(prop, halo=False) for prop in figure.scene))
    texts = [draw(each, Frame("high", "high")).text for each in (figure, close)]
    assert len(texts[0].split()) > len(texts[1].split())


@pytest.mark.parametrize("name", FIGURES)
def test_the_left_side_is_the_mirror_image_of_the_right(name: str) -> None:
    figure = FIGURES[name]
    right = draw(figure, Frame(figure.ready, figure.ready))
    left = draw(figure, Frame(figure.ready, figure.ready, mirrored=True))
    assert _flipped(left) == right.text


def _flipped(picture: Picture) -> str:
    swap = {1: 8, 2: 16, 4: 32, 64: 128, 8: 1, 16: 2, 32: 4, 128: 64}
    rows = []
    for row in picture.rows:
        codes = [CELLS.index(char) for run in row for char in run.text][::-1]
        rows.append("".join(CELLS[sum(to for bit, to in swap.items() if code & bit)] for code in codes))
    return "\n".join(row.rstrip() for row in rows)


@pytest.mark.parametrize("name", [n for n in FIGURES if FIGURES[n].view is not View.FRONT or n == "wall-angel"])
def test_the_body_stays_inside_the_picture_at_every_frame_of_a_move(name: str) -> None:
    """Floor and standing figures are never cut off at a side; busts run off the lower edge on purpose."""
    for pose in FIGURES[name].poses.values():
        if pose.bare or FIGURES[name].ground is None:
            continue
        for row in draw_pose(FIGURES[name], pose).rows:
            cells = [run.ink for run in row for _ in run.text]
            assert Ink.BODY not in {cells[0], cells[-1]}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_body_something_that_acts_and_words(name: str) -> None:
    figure = FIGURES[name]
    inks = {run.ink for pose in figure.poses.values() for row in draw_pose(figure, pose).rows for run in row}
    assert {Ink.BODY, Ink.ACTING} <= inks
    assert figure.words.endswith(".")


# --- things ---------------------------------------------------------------------------------------------------------

SAMPLE = {
    "points": ((20.0, 20.0), (40.0, 30.0)),
    "at": (40.0, 30.0),
    "size": (12.0, 8.0),
    "span": (10.0, 100.0),
    "level": 0.5,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_is_drawn_from_the_fields_it_needs(kind: str) -> None:
    canvas = Canvas(PLANE)
    draw_prop(canvas, Prop(kind, ink=Ink.ACTING, **{key: SAMPLE[key] for key in NEEDED[kind]}))  # type: ignore[arg-type]
    assert canvas.layers[Ink.ACTING].bit_count() > 8
    assert set(SOLID) | set(HOLLOW) == set(NEEDED)


def test_an_arrow_with_both_heads_is_the_same_from_either_end() -> None:
    def rows_of(both: bool) -> list[int]:
        canvas = Canvas(PLANE)
        draw_prop(canvas, Prop("arrow", points=((40, 20), (40, 40)), both=both, ink=Ink.ACTING))
        found = dots(PLANE, canvas.layers[Ink.ACTING])
        return [
            sum(1 for _, row in found if row == y)
            for y in range(min(y for _, y in found), max(y for _, y in found) + 1)
        ]

    one, two = rows_of(both=False), rows_of(both=True)
    half = len(two) // 2
    assert max(one[half + 2 :]) < max(one[:half])
    assert max(two[half + 2 :]) == max(two[:half]) == max(one)


def test_a_glass_is_open_at_its_rim() -> None:
    canvas = Canvas(PLANE)
    draw_prop(canvas, Prop("glass", at=(40, 10), size=(16, 30), level=0.4, ink=Ink.ACTING))
    found = dots(PLANE, canvas.layers[Ink.ACTING])
    rim = min(y for _, y in found)
    assert sum(1 for _, y in found if y == rim) <= 4


def test_water_stays_level_in_a_tipped_glass() -> None:
    canvas = Canvas(PLANE)
    draw_prop(canvas, Prop("glass", at=(40, 10), size=(16, 30), turn=40, level=0.4, ink=Ink.ACTING))
    rows = {y for _, y in dots(PLANE, canvas.layers[Ink.ACTING])}
    full = {y for y in rows if sum(1 for _, row in dots(PLANE, canvas.layers[Ink.ACTING]) if row == y) > 6}
    assert min(full) > min(rows) + 5


def test_heat_is_solid_and_cold_is_framed() -> None:
    for kind, at_middle in (("heat", True), ("cold", False)):
        canvas = Canvas(PLANE)
        draw_prop(canvas, Prop(kind, at=(40, 30), size=(20, 10), ink=Ink.ACTING))
        inside = PLANE.polygon([(32, 27), (48, 27), (48, 33), (32, 33)])
        assert (canvas.layers[Ink.ACTING] & inside == inside) is at_middle


# --- words ----------------------------------------------------------------------------------------------------------


def test_the_described_picture_names_the_side() -> None:
    figure = Figure("a", View.SIDE, {"p": Pose(((0, 0), (0, 5), (0, 9)), head=Head((0, 15)))}, "Lying down.")
    assert described(figure) == "Lying down."
    assert described(figure, Side.LEFT) == "Left side: Lying down."
