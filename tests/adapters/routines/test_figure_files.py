"""Figures on disk: read when asked for, reused and redrawn by people's own routines, each fault at its place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.adapters.routines import figure_files
from coach.adapters.routines.figure_files import figures, shipped_names
from coach.adapters.routines.routine_files import check_file, load_library, routine_schema, shipped_folder
from coach.core.errors import CoachError
from coach.core.figure.drawing.draw import draw
from coach.core.figure.figure import Figure, Frame
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.routine.routine import Technique
from coach.core.vocabulary import SegmentKind
from tests.core.figure.golden_frames import moves

SHIPPED = load_library(None)
HEAD = """\
id: mine
name: Mine
class: stretch
areas: [neck]
position: [sit]
dose: {hold: 10}
steps: [Do it.]
"""
OWN = """\
figure:
  words: "Standing on one leg."
  view: side
  base:
    head: {at: [40, 52]}
  poses:
    stand:
      spine: [[40, 27], [40, 36], [41, 45]]
      leg_near: {end: [40, 2]}
    lift:
      spine: [[40, 27], [40, 36], [41, 45]]
      leg_near: {end: [48, 20], bend: 1}
  play:
    hold: [{to: lift, seconds: 2}]
"""


def check(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in check_file(path, SHIPPED)]


def loaded(tmp_path: Path, text: str) -> tuple[Library, Figure | None]:
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    library = load_library(tmp_path)
    technique = library.find("mine")
    assert isinstance(technique, Technique)
    return library, library.figure_of(technique, Choices())


# --- shipped --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_names(shipped_folder()))
def test_every_shipped_figure_is_without_fault(name: str) -> None:
    assert check_file(shipped_folder() / "figures" / f"{name}.yaml", SHIPPED) == []


def test_there_is_a_figure_for_each_shipped_technique_one_for_a_rest_and_no_other() -> None:
    assert shipped_names(shipped_folder()) == sorted(["rest", *(t.id for t in SHIPPED.shipped_techniques)])


def test_loading_the_library_reads_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_files, "read_yaml", lambda path: pytest.fail(f"read {path}"))
    assert load_library(None).routines


def test_a_damaged_shipped_figure_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "bad.yaml").write_text("view: side\n", "utf-8")
    (tmp_path / "figures" / "worse.yaml").write_text("view: [side\n", "utf-8")
    for name in ("bad", "worse"):
        with pytest.raises(CoachError, match="Install coach again"):
            figures(tmp_path)(name, ())
    assert figures(tmp_path)("none", ()) is None


# --- people's own ---------------------------------------------------------------------------------------------------


def test_a_routine_without_a_figure_has_none(tmp_path: Path) -> None:
    assert loaded(tmp_path, HEAD)[1] is None


def test_a_routine_of_ones_own_reuses_a_figure_by_name(tmp_path: Path) -> None:
    text = f"{HEAD}figure: bridge\n"
    assert check(tmp_path, text) == []
    figure = loaded(tmp_path, text)[1]
    assert figure is not None
    assert set(figure.poses) == {"down", "up"}


def test_a_routine_of_ones_own_defines_its_poses(tmp_path: Path) -> None:
    assert check(tmp_path, HEAD + OWN) == []
    library, figure = loaded(tmp_path, HEAD + OWN)
    assert library.problems == ()
    assert figure is not None
    assert figure.words == "Standing on one leg."
    assert [step.to for step in figure.play[SegmentKind.HOLD][0]] == ["lift"]
    assert draw(figure, Frame("stand", "stand")).text != draw(figure, Frame("lift", "lift")).text


def test_a_figure_that_is_like_another_changes_only_what_it_says(tmp_path: Path) -> None:
    text = f'{HEAD}figure:\n  like: childs-pose\n  words: "Mine."\n  play:\n    hold: [bow]\n'
    assert check(tmp_path, text) == []
    figure = loaded(tmp_path, text)[1]
    assert figure is not None
    assert figure.words == "Mine."
    assert set(figure.poses) == {"kneel", "bow", "fold"}
    assert [step.to for step in figure.play[SegmentKind.HOLD][0]] == ["bow"]


def test_a_routine_with_a_bad_figure_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(f"{HEAD}figure: brigde\n", "utf-8")
    library = load_library(tmp_path)
    assert "mine" not in library.routines
    assert str(library.problems[0]).endswith("mine.yaml:8:9: There is no figure 'brigde'. Did you mean 'bridge'?")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("view: side", "view: sde"), "10:9: 'sde' is not known for 'view'. Did you mean 'side'?"),
        (("end: [40, 2]", "end: [40, up]"), "16:28: item 2 of 'end' has to be a number, not 'up'."),
        (("end: [40, 2]", "end: [40]"), "16:23: 'end' has only 1 of 2 entries."),
        (("end: [40, 2]", "end: [40, 2000]"), "16:28: item 2 of 'end' 2000 is too big. It is at most 300.0."),
        (("end: [40, 2]", "ends: [40, 2]"), "16:18: 'ends' is not known here. Did you mean 'end'?"),
        (("leg_near: {end: [40, 2]}", "leg_nere: {end: [40, 2]}"), "16:7: 'leg_nere' is not known here."),
        (("leg_near: {end: [40, 2]}", "leg_near: {bend: 1}"), "16:17: 'leg_near' needs 'end' or 'angles'."),
        (("leg_near: {end: [40, 2]}", "leg_near: {mid: [1, 2]}"), "16:17: 'mid' needs 'end' beside it."),
        (("leg_near: {end: [40, 2]}", "arm_left: {end: [40, 2]}"), "16:17: 'arm_left' is not seen from this side."),
        (("[[40, 27], [40, 36], [41, 45]]\n      leg_near: {end: [40", "[[1, 2], [3, 4]]\n      leg_near: {end: [40"),
         "15:14: 'spine' has only 2 of 3 entries."),
        (("    head: {at: [40, 52]}", "    far: [1, 0]"), "15:7: 'head' is missing in the pose 'stand'."),
        (("    head: {at: [40, 52]}", "    head: {roll: 3}"), "12:11: 'at' is missing."),
        (("to: lift", "to: lifd"), "21:12: There is no pose 'lifd'. Known: stand, lift."),
        (("hold: [{to: lift, seconds: 2}]", "hold: lift"), "21:11: 'hold' has to be a list, not 'lift'."),
        (("hold: [", "hopp: ["), "21:5: 'hopp' is not known here. Did you mean 'hold'?"),
        (("seconds: 2", "ease: fast"), "21:29: 'fast' is not known for 'ease'."),
        (("    head: {at: [40, 52]}", "    head: {at: [40, 52]}\n    order: [trunk, hat]"),
         "13:20: There is no part 'hat'."),
        (("    head: {at: [40, 52]}", "    head: {at: [40, 52]}\n    props: {b: {kind: bal, at: [1, 2]}}"),
         "13:23: There is no kind 'bal'. Known: line"),
        (("    head: {at: [40, 52]}", "    head: {at: [40, 52]}\n    props: {b: {kind: ball, at: [1, 2]}}"),
         "13:16: A ball needs 'size'."),
        (('  words: "Standing on one leg."\n', ""), "9:3: 'words' is missing."),
    ],
)  # fmt: skip
def test_a_bad_pose_is_a_fault_at_its_line_and_column(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    text = HEAD + OWN
    assert change[0] in text
    found = check(tmp_path, text.replace(change[0], change[1], 1))
    assert any(line.startswith(fault) for line in found), found


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = (HEAD + OWN).replace("end: [48, 20]", "end: [x, 20]").replace("view: side", "view: up")
    assert len(check(tmp_path, text)) == 2


def test_two_spines_of_different_length_can_not_be_mixed(tmp_path: Path) -> None:
    text = (HEAD + OWN).replace("[[40, 27], [40, 36], [41, 45]]", "[[40, 27], [40, 30], [40, 36], [41, 45]]", 1)
    assert check(tmp_path, text) == ["18:14: This spine has 3 points, another has 4. Give each the same number."]


def test_a_variant_is_checked_as_it_will_be_drawn(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{OWN}  variants:\n    neck:\n      poses:\n        stand: {{props: {{x: {{kind: arc, at: [1, 2]}}}}}}\n"
    )
    assert [line.split(":")[0] for line in check(tmp_path, text)] == ["25", "25"]


WAYS = (
    "  variants:\n    neck: {words: At the wall.}\n    floor:\n      words: On the floor.\n"
    "      variants:\n        shoulder: {words: On the floor at the shoulder.}\n"
)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "Standing on one leg."),
        (("neck",), "At the wall."),
        (("floor",), "On the floor."),
        (("floor", "neck"), "On the floor."),
        (("floor", "shoulder"), "On the floor at the shoulder."),
        (("hanging", "neck"), "At the wall."),
    ],
)
def test_an_area_changes_the_way_it_belongs_to_and_no_other(tmp_path: Path, given: tuple[str, ...], words: str) -> None:
    assert check(tmp_path, HEAD + OWN + WAYS) == []
    library = load_library(tmp_path)
    figure = library.figures("mine", given)
    assert figure is not None
    assert figure.words == words


def test_a_variant_of_a_variant_is_checked_at_its_place(tmp_path: Path) -> None:
    bad = WAYS.replace("{words: On the floor at the shoulder.}", "{play: {hold: [jump]}}")
    assert check(tmp_path, HEAD + OWN + bad) == ["27:34: There is no pose 'jump'. Known: stand, lift."]


def test_drawings_without_end_are_told_and_not_drawn(tmp_path: Path) -> None:
    deep = ["w: {words: A., variants: {" + ", ".join(f"v{n}: {{words: B.}}" for n in range(15)) + "}}"]
    many = "".join(f"    {line.replace('w:', f'w{n}:', 1)}\n" for n, line in enumerate(deep * 4))
    assert check(tmp_path, f"{HEAD}{OWN}  variants:\n{many}") == [
        "23:5: There are more than 40 drawings. Leave some out."
    ]


def test_a_file_that_is_only_a_figure_is_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "figure.yaml"
    path.write_text("view: side\nwords: A.\nposes:\n  one: {spine: [[1, 2], [3, 4], [5, 6]]}\n", "utf-8")
    assert [str(p).removeprefix(f"{path}:") for p in check_file(path, SHIPPED)] == [
        "4:8: 'head' is missing in the pose 'one'. Add it here or in base."
    ]


def test_the_schema_for_editors_knows_figures() -> None:
    schema = routine_schema()
    assert {"PoseKeys", "LimbKeys", "PropKeys", "Drawing"} <= set(schema["$defs"])
    assert "figure" in schema["$defs"]["TechniqueFile"]["properties"]


SAMPLES = [yaml.safe_load((shipped_folder() / "figures" / f"{n}.yaml").read_text("utf-8")) for n in
           ("bridge", "gentle-massage", "movement-break", "calm-breathing")]  # fmt: skip
BITS = [None, True, -1, 0, 7.5, 1e9, "", "x", "side", "up", [], [1, 2], [[1, 2], [3, 4], [5, 6]], {}, {"at": [1, 2]}]


def _spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(spot for key, part in parts for spot in _spots(part, (*path, key)))]


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_figure_with_anything_in_any_place_is_either_told_of_or_can_be_drawn(
    tmp_path: Path, sample: Any, data: st.DataObject
) -> None:
    figure = copy.deepcopy(sample)
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(_spots(figure)[1:]))
        node = figure
        for key in way:
            node = node[key]
        node[last] = copy.deepcopy(data.draw(st.sampled_from(BITS)))
    text = f"{HEAD}figure: {json.dumps(figure)}\n"
    if not check(tmp_path, text):
        found = loaded(tmp_path, text)[1]
        assert found is not None
        for name in found.poses:
            draw(found, Frame(name, name))
        for start, end in moves(found):
            draw(found, Frame(start, end, 1, 2))


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-400, 400) | st.sampled_from(["side", "stand", "trunk", "x", "ball"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["poses", "base", "spine", "head", "at", "play", "hold", "view", "props", "words", "like"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(junk)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_under_figure_is_told_and_never_breaks_the_check(tmp_path: Path, data: object) -> None:

    found = check(tmp_path, f"{HEAD}figure: {json.dumps(data)}\n")
    if data is not None:
        assert all(line[0].isdigit() for line in found)
        (tmp_path / "mine.yaml").unlink()
