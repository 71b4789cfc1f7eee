"""`coach show --figure`: the picture as text, and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.adapters.routines.routine_files import load_library
from coach.core.figure.drawing.draw import draw
from coach.core.figure.figure import Frame
from tests.cli.conftest import Shell

BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}


def test_show_figure_prints_the_pose_a_technique_works_towards_and_says_it_in_words(shell: Shell) -> None:
    result = shell("show", "knee-to-chest", "--figure")
    lines = result.out.rstrip("\n").split("\n")
    assert result.code == 0
    assert lines[0] == "Knee to chest"
    assert lines[-1].startswith("Lying on the back")
    assert BRAILLE & set("".join(lines[1:-1]))
    assert max(map(len, lines[1:-1])) <= 40


def test_show_figure_draws_the_other_side_mirrored(shell: Shell) -> None:
    right = shell("show", "knee-to-chest", "--figure", "--side", "right").out.split("\n")
    left = shell("show", "knee-to-chest", "--figure", "--side", "left").out.split("\n")
    assert right[1:-2] != left[1:-2]
    assert left[-2].startswith("Left side: Lying on the back")
    assert right[-2].startswith("Right side: ")


def test_what_has_no_sides_is_never_mirrored(shell: Shell) -> None:
    assert shell("show", "bridge", "--figure", "--side", "left").out == shell("show", "bridge", "--figure").out


def test_show_figure_goes_by_area_and_variant(shell: Shell) -> None:
    assert "lower back" in shell("show", "moist-heat", "--figure", "--area", "lower-back").out
    assert "roller" in shell("show", "ball-compression", "--figure", "--variant", "foam-roller").out
    assert shell("show", "ball-compression", "--figure", "--variant", "rock").code == 2


def test_show_figure_of_a_sequence_prints_each_technique(shell: Shell) -> None:
    out = shell("show", "lower-back-knot", "--figure").out
    for name in ("Moist heat", "Ball press and hold", "Child's pose", "Knee to chest"):
        assert f"{name}\n" in out
    assert "warm, damp pack lies on the lower back" in out


def test_show_says_the_picture_in_words_without_being_asked_for_it(shell: Shell) -> None:
    out = shell("show", "cat-cow").out
    assert "Picture in words:\n  - On hands and knees." in out
    assert not BRAILLE & set(out)


def test_a_routine_without_a_picture_says_so(shell: Shell, coach_home: Path) -> None:
    (coach_home / "routines").mkdir(parents=True)
    text = "id: mine\nname: Mine\nclass: stretch\nareas: neck\nposition: sit\ndose: {hold: 5}\nsteps: [a]\n"
    (coach_home / "routines" / "mine.yaml").write_text(text, "utf-8")
    assert shell("show", "mine", "--figure").out == "Mine\nThere is no picture of this one.\n"
    (coach_home / "routines" / "mine.yaml").write_text(f"{text}figure: bridge\n", "utf-8")
    assert "hips lift" in shell("show", "mine", "--figure").out


def test_a_terminal_that_can_not_show_dots_gets_the_words_alone(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.cli.commands.show._can_show", lambda text: False)
    out = shell("show", "bridge", "--figure").out
    assert out.startswith("Bridge\nLying on the back")


def test_what_is_printed_is_what_the_core_draws(shell: Shell) -> None:
    library = load_library(None)
    figure = library.figures("bridge", ())
    assert figure is not None
    wanted = draw(figure, Frame("up", "up")).text.strip("\n")
    assert wanted in shell("show", "bridge", "--figure").out
