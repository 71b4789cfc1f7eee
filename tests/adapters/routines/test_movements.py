"""The movements of the break stand in its file; nobody's own file has any, and a break without them is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coach.adapters.routines.routine_files import (
    check_file,
    load_library,
    load_shipped,
    routine_schema,
    shipped_folder,
)
from coach.core.errors import CoachError

SHIPPED = load_library(None)
OWN = """\
id: my-break
name: My break
class: movement-break
areas: neck
position: stand
dose:
  length: 60
steps:
  - "Stand up."
movements:
  - {id: hop, name: "Hop", prompt: "Stand up and hop.", guide: "Hop"}
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped routines, to be damaged."""
    shutil.copytree(shipped_folder(), tmp_path / "routines")
    return tmp_path / "routines"


def test_a_movement_that_is_added_to_the_file_is_in_the_break(shipped: Path) -> None:
    path = shipped / "movement-break.yaml"
    added = 'movements:\n- id: hop\n  name: "Hop"\n  prompt: "Stand up and hop."\n  guide: "Hop"\n'
    path.write_text(path.read_text("utf-8").replace("movements:", added + "#", 1), "utf-8")
    movements = load_shipped(shipped)["movement-break"].movements  # type: ignore[union-attr]
    assert (movements[0].id, movements[0].prompt, movements[0].technique) == ("hop", "Stand up and hop.", None)
    assert len(movements) == len(SHIPPED.routines["movement-break"].movements) + 1  # type: ignore[union-attr]


@pytest.mark.parametrize("part", ["movements", "sit_down"])
def test_a_break_that_has_lost_its_parts_is_refused(shipped: Path, part: str) -> None:
    path = shipped / "movement-break.yaml"
    path.write_text(path.read_text("utf-8").replace(f"{part}:", f"{part}: []\nlost:", 1), "utf-8")
    with pytest.raises(CoachError, match="Install coach again"):
        load_shipped(shipped)


def test_in_an_own_file_it_is_one_fault_that_says_what_to_do_and_the_rest_loads(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(OWN, "utf-8")
    (fault,) = check_file(tmp_path / "mine.yaml", SHIPPED)
    assert (fault.line, fault.message, fault.hint) == (
        10,
        "'movements' is for the break that comes with coach.",
        "Write what to do as steps.",
    )
    library = load_library(tmp_path)
    assert [problem.message for problem in library.problems] == [fault.message]
    assert set(library.routines) == set(SHIPPED.routines)
    (tmp_path / "mine.yaml").write_text(OWN.split("movements:", maxsplit=1)[0], "utf-8")
    assert "my-break" in load_library(tmp_path).routines


def test_the_schema_knows_them() -> None:
    assert {"movements", "sit_down"} <= set(routine_schema()["$defs"]["TechniqueFile"]["properties"])
