"""Routine files of a person's own: what is refused, what is brought to its limit, and that nothing else suffers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.adapters.routines import routine_files
from coach.adapters.routines.routine_files import (
    check_file,
    in_session_ids,
    load_library,
    load_shipped,
    load_sources,
    routine_schema,
    shipped_folder,
)
from coach.adapters.yaml_file import MAX_PROBLEMS
from coach.core.errors import CoachError
from coach.core.routine.dose_limits import CAPPED, LARGEST_HOLDS, SMALLEST_HOLDS, caps_by_class, strictest_by_class
from coach.core.routine.routine import Basis, Clamp, Sequence, Technique
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from coach.core.library import Library

SHIPPED = load_library(None)
GOOD = """\
id: my-stretch
name: My stretch
class: stretch
areas: lower-back
position: sit
dose:
  hold: 20
steps:
  - "Sit tall and lean to one side."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "routines"
    place.mkdir()
    return place


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, library: Library = SHIPPED) -> list[str]:
    path = write(folder, text)
    return [str(problem).removeprefix(f"{path}:") for problem in check_file(path, library)]


def one_fault(folder: Path, text: str, library: Library = SHIPPED) -> str:
    (fault,) = faults(folder, text, library)
    return fault


def own(library: Library, routine_id: str = "my-stretch") -> Technique:
    found = library.find(routine_id)
    assert isinstance(found, Technique)
    return found


def test_a_short_file_is_enough(folder: Path) -> None:
    assert faults(folder, GOOD) == []
    library = load_library(folder)
    assert not library.problems
    mine = own(library)
    assert not mine.shipped
    assert mine.dose.hold is not None
    assert (mine.dose.hold.default, mine.dose.hold.basis, mine.dose.hold.source) == (20, Basis.POLICY, "own")
    assert len(library.routines) == 38


def test_a_key_without_a_value_says_nothing(folder: Path) -> None:
    write(folder, GOOD + "cautions:\ncues: [{at: 0, each_rep: null, say: Go}]\n")
    library = load_library(folder)
    assert not library.problems
    assert own(library).cautions == ()


def test_every_fault_is_named_at_once_in_order_of_line(folder: Path) -> None:
    text = """\
id: My Stretch
class: strech
areas: [nek, neck]
position: sit
at_desk: yes
dose:
  hold: 17:30
  reps: {min: 5, max: 2}
steps: []
cues:
  - {at: middle, say: x}
stop_if: [in-session-dizy]
holdd: 3
id: again
"""
    assert faults(folder, text) == [
        "1:1: 'name' is missing. Add it, such as name: My stretch",
        "1:5: 'id' can't be 'My Stretch'. Use small letters, numbers and single dashes: my-stretch",
        "2:8: 'strech' is not known for 'class'. Did you mean 'stretch'?",
        "3:9: 'nek' is not known for 'areas'. Did you mean 'neck'?",
        "5:10: 'at_desk' has to be true or false, not 'yes'. Write true or false, without quotes.",
        "7:9: 'hold' has to be a whole number, not '17:30'. In seconds that is 1050.",
        "8:23: max 2 is less than min 5. Swap them?",
        "9:8: 'steps' has no entries. Add one.",
        "11:10: 'at' is a number of seconds from the start, half or end.",
        "12:11: 'in-session-dizy' is no stop sign. Did you mean 'in-session-dizzy'?",
        "13:1: 'holdd' is not known here. Did you mean 'hold'? It goes under dose.",
        "14:1: 'id' is here twice. The first is in line 1.",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("hold: 20", "hold: 0"), "7:9: 'hold' 0 is too small. It is at least 1."),
        (("hold: 20", "hold: -5"), "7:9: 'hold' -5 is too small. It is at least 1."),
        (("hold: 20", "hold: 1.5"), "7:9: 'hold' has to be a whole number, not 1.5."),
        (("hold: 20", "hold: '20'"), "7:9: 'hold' has to be a whole number, not '20'. Leave out the quotes"),
        (("hold: 20", "hold: true"), "7:9: 'hold' has to be a whole number, not true."),
        (("hold: 20", "hold: [20]"), "7:9: 'hold' has to be a whole number, not a list."),
        (("hold: 20", "hold: {}"), "7:3: 'hold' has no number."),
        (("hold: 20", "hold: {min: null}"), "7:3: 'hold' has no number."),
        (("hold: 20", "reps: 3\n  tempo: {seconds_up: 4}"), "8:3: The tempo is not clear."),
        (("hold: 20", "hodl: 20"), "7:3: 'hodl' is not known here. Did you mean 'hold'?"),
        (("dose:\n  hold: 20\n", ""), "1:1: The dose of a technique of class stretch needs hold or reps."),
        (("class: stretch", "class: sequence-ish"), "3:8: 'sequence-ish' is not known for 'class'. Did you mean 'seq"),
        (("class: stretch\n", ""), "1:1: 'class' is missing."),
        (("name: My stretch", "name: 5"), "2:7: 'name' has to be text, not 5. Put it in quotes."),
        (("name: My stretch", f"name: {'x' * 81}"), "2:7: 'name' is longer than 80 characters."),
        (("name: My stretch", 'name: "a\\nb"'), "2:7: A text has to be one line without control characters."),
        (("name: My stretch", 'name: "a\\e[2Jb"'), "2:7: There is a control character in these quotes. Leave it out."),
        (("name: My stretch", 'name: "a\\u202Eb"'), "2:7: There is a control character in these quotes. Leave it out."),
        (("name: My stretch", 'name: "  "'), "2:7: This text is empty."),
        (("Sit tall", "x" * 500), "9:5: item 1 of 'steps' is longer than 500 characters."),
        (("areas: lower-back", "areas: []"), "4:8: 'areas' has no entries."),
        (("position: sit", "position: {a: b}"), "5:11: 'position' has to be a list, not a group of keys."),
        (("id: my-stretch", "id: my--stretch"), "1:5: 'id' can't be 'my--stretch'."),
        (("id: my-stretch", "id: bridge"), "1:5: The id 'bridge' is taken by a routine that comes with coach."),
        (("id: my-stretch", "format: 2\nid: a"), "1:9: 'format' can't be 2. It can be 1."),
        (("position: sit", "position: sit\nsides: both"), "6:8: 'both' is not known for 'sides'."),
        (("steps:\n", "cues: [{at: 20, say: x}]\nsteps:\n"), "8:13: A cue at 20 is not before the end (20)."),
        (("steps:\n", "cues: [{say: x}]\nsteps:\n"), "8:8: It is not clear when this cue comes."),
        (("steps:\n", "cues: [{at: 0, pacer: true, say: x}]\nsteps:\n"), "8:8: It is not clear when this cue comes."),
        (("steps:\n", "cues: [{at: 0}]\nsteps:\n"), "8:8: 'say' is missing."),
        (("steps:\n", "cues: [{each_rep: true, say: x}]\nsteps:\n"), "8:9: There are no reps here."),
        (("steps:\n", "cues: [{between_sides: 10, say: x}]\nsteps:\n"), "8:9: There are no sides here."),
        (("steps:\n", "variants: [{id: a}, {id: a}]\nsteps:\n"), "8:26: The variant 'a' is here twice."),
        (
            ("steps:\n", "variants: [{id: a, default: true}, {id: b, default: true}]\nsteps:\n"),
            "8:44: Two variants are the default.",
        ),
        (("steps:\n", "variants: [{id: a, areas: [shoulder]}]\nsteps:\n"), "8:27: The technique itself is not for"),
        (("steps:\n", "reps: {per: side, max: 3}\nsteps:\n"), "8:1: 'reps' is not known here. Did you mean 'steps'?"),
        (("hold: 20", "hold: 20\n  reps: {per: side, max: 3}"), "8:10: There are no sides here."),
        (("steps:\n", "stop_if: [in-session-dizy]\nsteps:\n"), "8:11: 'in-session-dizy' is no stop sign. Did you mean"),
        (("steps:\n", "end_alarm: loud\nsteps:\n"), "8:12: 'end_alarm' can't be 'loud'."),
        (('steps:\n  - "Sit tall and lean to one side."\n', ""), "1:1: 'steps' is missing."),
    ],
)
def test_one_slip_is_one_fault_with_its_place(folder: Path, change: tuple[str, str], fault: str) -> None:
    assert change[0] in GOOD
    found = one_fault(folder, GOOD.replace(*change))
    assert found.startswith(fault)
    if "taken" not in fault:
        library = load_library(folder)
        assert len(library.problems) == 1
        assert len(library.routines) == len(SHIPPED.routines)


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "just words", "5", "null"])
def test_a_file_that_holds_no_routine_is_one_fault(folder: Path, text: str) -> None:
    assert "Start with id, name and class." in one_fault(folder, text)


@pytest.mark.parametrize(
    "text",
    [
        "class: [stretch]\nid: {a: b}\n",
        "dose: 5\ncues: 5\nvariants: [5]\nstop_if: 5\nsteps: 5\nareas: 5\n",
        "class: sequence\nsteps: [[], {}, 5, null, {technique: []}, {technique: {a: 1}, hold: []}]\n",
        "class: sequence\nsteps: {a: b}\n",
        "dose: {hold: [1], reps: {min: [], rise_per_week: 4}, tempo: 4, pace: {}}\nclass: breathing\n",
        "cues: [[], 5, {at: []}, {at: true}]\n",
    ],
)
def test_wrong_types_anywhere_are_faults_and_never_a_crash(folder: Path, text: str) -> None:
    found = faults(folder, text)
    assert found
    places = [tuple(map(int, fault.split(":")[:2])) for fault in found]
    assert places == sorted(places)
    assert load_library(folder).problems


def test_doses_over_the_limit_are_faults_with_the_limit_and_whose_it_is(folder: Path) -> None:
    text = GOOD.replace(
        "hold: 20",
        "hold: {min: 40, max: 90}\n  frequency: {max_per_day: 10}\n  spots: 2\n  tempo: {seconds_each_way: 60}",
    )
    pose = "Child's pose: 20 to 30, Chest stretch in a doorway: 20 to 30, Knee to chest: 20 to 30"
    day = "Cat-cow: 2, Child's pose: 2, Chest stretch in a doorway: 2, Knee to chest: 2"
    assert faults(folder, text) == [
        f"7:24: hold 90 is over the limit of 30 for stretch ({pose}). Write 30 or less.",
        f"8:28: frequency 10 is over the limit of 2 for stretch ({day}). Write 2 or less.",
        "9:3: The class stretch has no spots. Leave it out.",
        "10:29: tempo 60 is over the limit of 4 for stretch (Cat-cow: 4). Write 4 or less.",
    ]


def test_a_gap_under_the_limit_is_a_fault(folder: Path) -> None:
    text = GOOD.replace("stretch", "heat").replace("hold: 20", "hold: 600\n  gap: {min_minutes: 30}")
    assert "gap 30 is under the limit of 120 for heat (Moist heat: 120). Write 120 or more." in one_fault(folder, text)


def test_doses_over_the_limit_load_at_the_limit_and_say_so(folder: Path) -> None:
    write(folder, GOOD.replace("hold: 20", "hold: {min: 40, max: 90}\n  spots: 2"))
    library = load_library(folder)
    assert not library.problems
    mine = own(library)
    assert mine.dose.hold is not None
    assert (mine.dose.hold.low, mine.dose.hold.default, mine.dose.hold.high) == (30, 30, 30)
    assert mine.dose.spots is None
    assert library.clamps == (Clamp("my-stretch", "hold", 90, 30), Clamp("my-stretch", "spots", 2, 0))


def test_an_own_stretch_of_the_neck_may_hold_as_long_as_the_shipped_one(folder: Path) -> None:
    text = GOOD.replace("areas: lower-back", "areas: [lower-back, neck]").replace("hold: 20", "hold: 20\n  reps: 5")
    neck = "7:9: hold 20 is over the limit of 10 for stretch (Neck side stretch: 5 to 10). Write 10 or less."
    assert faults(folder, text) == [neck]
    write(folder, text)
    library = load_library(folder)
    mine, shipped = own(library).dose, own(SHIPPED, "neck-stretch").dose
    assert mine.hold is not None
    assert shipped.hold is not None
    assert mine.hold.high == shipped.hold.high == 10
    assert library.clamps == (Clamp("my-stretch", "hold", 20, 10),)


@pytest.mark.parametrize("cls", ["breathing", "posture", "hydration", "movement-break"])
@pytest.mark.parametrize("dose", ["hold: 20", "reps: 5", "spots: 2"])
def test_a_calm_class_makes_no_file_harmless_that_has_doses_of_another(folder: Path, cls: str, dose: str) -> None:
    text = GOOD.replace("class: stretch", f"class: {cls}").replace("hold: 20", f"length: 60\n  {dose}")
    found = faults(folder, text)
    assert any(f"The class {cls} has no {dose.split(':', maxsplit=1)[0]}." in fault for fault in found)
    write(folder, text)
    library = load_library(folder)
    assert "my-stretch" not in library.routines
    assert library.problems


def test_own_heat_has_the_alarm_the_skin_checks_and_the_daily_limits(folder: Path) -> None:
    write(folder, GOOD.replace("stretch", "heat").replace("hold: 20", "hold: 900"))
    mine = own(load_library(folder), "my-heat")
    shipped = own(SHIPPED, "moist-heat")
    assert mine.end_alarm
    assert (mine.dose.per_day, mine.dose.gap) == (shipped.dose.per_day, shipped.dose.gap)
    assert [cue.seconds for cue in mine.cues if cue.say == "Check your skin"] == [300, 600]


def test_an_own_ball_technique_keeps_the_hard_stop_and_where_it_must_never_go(folder: Path) -> None:
    write(folder, GOOD.replace("stretch", "compression").replace("hold: 20", "hold: 30"))
    mine = own(load_library(folder), "my-compression")
    assert mine.dose.hard_stop is not None
    assert mine.dose.hard_stop.high == 120
    assert mine.never_on == own(SHIPPED, "ball-compression").never_on


SEQUENCE = """\
id: my-way
name: My way
class: sequence
areas: [neck]
steps:
  - neck-rotation
  - {rest: 30}
  - {technique: childs-pose, hold: 25}
"""


def test_an_own_sequence_refers_to_techniques_and_changes_their_numbers(folder: Path) -> None:
    assert faults(folder, SEQUENCE) == []
    library = load_library(folder)
    assert not library.problems
    turns, pose = library.techniques_of(library.find("my-way"))
    assert turns.id == "neck-rotation"
    assert pose.dose.hold is not None
    assert (pose.dose.hold.default, pose.dose.hold.high) == (25, 30)


def test_a_sequence_may_use_an_own_technique_whatever_its_file_is_called(folder: Path) -> None:
    write(folder, SEQUENCE.replace("neck-rotation", "my-stretch"), "a.yaml")
    write(folder, GOOD, "z.yml")
    library = load_library(folder)
    assert not library.problems
    assert [t.id for t in library.techniques_of(library.find("my-way"))] == ["my-stretch", "childs-pose"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("neck-rotation", "neck-rotatoin"),
            "6:5: There is no technique 'neck-rotatoin'. Did you mean 'neck-rotation'?",
        ),
        (("neck-rotation", "desk-reset"), "6:5: There is no technique 'desk-reset'."),
        (("hold: 25", "spots: 2"), "8:30: childs-pose has no spots to change. Leave it out."),
        (("hold: 25", "hold: 0"), "8:36: 'hold' 0 is too small. It is at least 1."),
        (("hold: 25", "hodl: 25"), "8:30: 'hodl' is not known here. Did you mean 'hold'?"),
        (("hold: 25", "rest: 25"), "8:5: A step is a technique or a rest."),
        (("hold: 25", "note: x"), "8:30: 'note' belongs to a rest."),
        (("rest: 30", "rest: 99999"), "7:12: 'rest' 99999 is too big. It is at most 3600."),
        (("rest: 30", "rest: 0"), "7:12: 'rest' 0 is too small."),
        (("rest: 30", "basis: policy"), "7:5: A step is a technique or a rest."),
        (("  - neck-rotation\n", "  - neck-rotation\n" * 19), "6:3: 'steps' has more than 20 entries."),
        (
            ("neck-rotation\n", "moist-heat\n  - moist-heat\n"),
            "7:5: heat is in here twice, and needs 120 minutes between.",
        ),
        (("areas: [neck]", "areas: [neck]\nposition: sit"), "5:1: 'position' is not known here."),
        (
            ("areas: [neck]", "areas: [neck]\nthen: {after_hours: 24, ask: chest-pain}"),
            "5:30: 'ask' can't be 'chest-pain'. It can be 'no-better-24h'.",
        ),
    ],
)
def test_a_slip_in_a_sequence_is_one_fault_and_it_does_not_load(
    folder: Path, change: tuple[str, str], fault: str
) -> None:
    assert change[0] in SEQUENCE
    assert one_fault(folder, SEQUENCE.replace(*change)).startswith(fault)
    library = load_library(folder)
    assert len(library.problems) == 1
    assert "my-way" not in library.routines


def test_a_sequence_of_rests_alone_is_refused(folder: Path) -> None:
    text = SEQUENCE.replace("neck-rotation", "{rest: 5}").replace("{technique: childs-pose, hold: 25}", "{rest: 5}")
    assert "no technique in this sequence" in one_fault(folder, text)


def test_a_sequence_over_the_limit_of_its_technique_is_a_fault_and_loads_at_the_limit(folder: Path) -> None:
    text = SEQUENCE.replace("hold: 25", "hold: 90, reps: 100")
    assert faults(folder, text) == [
        "8:36: hold 90 is over the limit of 30 for childs-pose. Write 30 or less.",
        "8:46: reps 100 is over the limit of 3 for childs-pose. Write 3 or less.",
    ]
    library = load_library(folder)
    assert library.clamps == (Clamp("my-way", "childs-pose hold", 90, 30), Clamp("my-way", "childs-pose reps", 100, 3))
    pose = library.techniques_of(library.find("my-way"))[1]
    assert pose.dose.hold is not None
    assert pose.dose.hold.default == 30


def test_an_id_that_another_file_has_is_refused_and_the_first_stays(folder: Path) -> None:
    write(folder, GOOD, "a.yaml")
    write(folder, GOOD.replace("My stretch", "Other"), "b.yaml")
    write(folder, SEQUENCE.replace("my-way", "bridge"), "c.yaml")
    library = load_library(folder)
    assert [problem.message for problem in library.problems] == [
        "The id 'my-stretch' is taken by a.yaml.",
        "The id 'bridge' is taken by a routine that comes with coach.",
    ]
    assert library.find("my-stretch").name == "My stretch"
    assert library.find("bridge").shipped


def test_a_technique_of_a_broken_file_is_missing_in_the_sequence_that_names_it(folder: Path) -> None:
    write(folder, GOOD.replace("hold: 20", "hold: 0"), "a.yaml")
    write(folder, SEQUENCE.replace("neck-rotation", "my-stretch"), "b.yaml")
    assert [problem.message for problem in load_library(folder).problems] == [
        "'hold' 0 is too small.",
        "There is no technique 'my-stretch'.",
    ]


def test_broken_files_of_every_kind_never_keep_the_good_ones_from_loading(folder: Path) -> None:
    write(folder, GOOD, "good.yaml")
    write(folder, "a: [", "1.yaml")
    write(folder, "[" * 100_000, "2.yaml")
    write(folder, "a: &a [1]\nb: [*a, *a]", "3.yaml")
    (folder / "4.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "5.yaml").write_bytes(b"#" * 10_000_000)
    (folder / "6.yaml").mkdir()
    (folder / "7.yaml").symlink_to(folder / "gone")
    os.mkfifo(folder / "8.yaml")
    write(folder, "id: 5", "9.yaml")
    write(folder, "not read", ".hidden.yaml")
    write(folder, "not read", "notes.txt")
    library = load_library(folder)
    assert own(library).name == "My stretch"
    broken = {Path(problem.file).name for problem in library.problems}
    assert broken == {f"{n}.yaml" for n in range(1, 10)}
    for number in range(1, 9):
        assert sum(Path(problem.file).name == f"{number}.yaml" for problem in library.problems) == 1
    assert all(str(problem).isprintable() and problem.hint for problem in library.problems)


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    library = load_library(tmp_path / "none")
    assert not library.problems
    assert library.routines == SHIPPED.routines
    assert not (tmp_path / "none").exists()


def test_a_folder_that_can_not_be_read_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "x", "routines")
    (problem,) = load_library(file).problems
    assert "no folder" in problem.message
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    (problem,) = load_library(link).problems
    assert "points to nothing" in problem.message
    rights = tmp_path / "rights"
    rights.mkdir()
    real = Path.iterdir

    def refuse(self: Path) -> Any:
        if self == rights:
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    (problem,) = load_library(rights).problems
    assert "no right" in problem.message


def test_a_name_of_a_file_can_not_steer_a_terminal(folder: Path) -> None:
    write(folder, "a: [", "\x1b[2J.yaml")
    assert all(str(problem).isprintable() for problem in load_library(folder).problems)


def test_shipped_files_pass_their_own_check() -> None:
    for path in sorted(shipped_folder().glob("*.yaml")):
        assert check_file(path, SHIPPED) == []


def test_stop_signs_are_the_in_session_flags_unless_others_are_given(folder: Path) -> None:
    assert "in-session-dizzy" in in_session_ids()
    assert "chest-pain" not in in_session_ids()
    path = write(folder, GOOD + "stop_if: [my-sign]\n")
    assert check_file(path, SHIPPED, {"my-sign"}) == []
    assert load_library(folder, {"my-sign"}).problems == ()
    assert load_library(folder).problems


def test_a_missing_or_damaged_shipped_file_stops_the_load(tmp_path: Path) -> None:
    copy = tmp_path / "routines"
    shutil.copytree(shipped_folder(), copy)
    assert load_shipped(copy) == SHIPPED.routines
    (copy / "bridge.yaml").unlink()
    with pytest.raises(CoachError, match=r"missing.*bridge"):
        load_shipped(copy)
    for damage in ("id: bridge\n", "a: [", "5", "class: strength\nid: bridge\ndose: {hold: {}}"):
        (copy / "bridge.yaml").write_text(damage)
        with pytest.raises(CoachError):
            load_shipped(copy)
    with pytest.raises(CoachError, match="all of them"):
        load_shipped(tmp_path / "none")


def test_the_shipped_folder_is_inside_the_package_first_and_beside_it_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "coach"
    package.mkdir()
    monkeypatch.setattr(routine_files, "PACKAGE", package)
    assert shipped_folder() == tmp_path / "routines"
    (package / "routines").mkdir()
    assert shipped_folder() == package / "routines"


def test_pydantic_is_loaded_only_for_files_of_a_persons_own() -> None:
    code = (
        "import sys; from coach.adapters.routines.routine_files import load_library, load_sources; load_library(None); "
        "load_sources(); print(sorted(m for m in ('pydantic', 'textual') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_the_schema_describes_every_key_and_allows_no_other() -> None:
    schema = routine_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(schema)
    for name in ("TechniqueFile", "SequenceFile", "Dose"):
        part = schema["$defs"][name]
        assert part["additionalProperties"] is False
        assert all("description" in entry for entry in part["properties"].values())
    technique = schema["$defs"]["TechniqueFile"]
    assert {"class", "steps", "cues", "dose", "stop_if"} <= set(technique["properties"])
    assert "integer" in json.dumps(schema["$defs"]["Dose"]["properties"]["hold"])  # the short form
    assert {"id", "name", "areas", "class", "position"} == set(technique["required"])


def test_sources_are_words_to_show() -> None:
    assert load_sources()["own"] == "Your own file"


NUMBER = st.one_of(
    st.integers(-3, 40), st.integers(-(10**12), 10**12), st.sampled_from([True, "20", "17:30", None, 1.5])
)
RANGE = st.one_of(
    NUMBER, st.dictionaries(st.sampled_from(["min", "max", "default", "seconds_default", "breaths"]), NUMBER)
)


@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cls=st.sampled_from(list(TechniqueClass)),
    dose=st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(["hold", "reps", "length", "spots"], RANGE),
            "tempo": st.dictionaries(st.sampled_from(["seconds_each_way", "seconds_up", "seconds_down"]), NUMBER),
            "pace": st.fixed_dictionaries({"in_seconds": NUMBER, "out_seconds": NUMBER}),
            "frequency": st.fixed_dictionaries({"max_per_day": NUMBER}),
            "gap": st.fixed_dictionaries({"min_minutes": NUMBER}),
            "hard_stop": st.fixed_dictionaries({"seconds": NUMBER}),
            "per_spot_per_day_seconds": st.fixed_dictionaries({"max": NUMBER}),
            "every_minutes": RANGE,
        },
    ),
    changes=st.dictionaries(st.sampled_from(["hold", "reps", "length", "spots"]), NUMBER),
    target=st.sampled_from(["own", "moist-heat", "ball-compression", "bridge", "movement-break"]),
)
def test_whatever_numbers_a_file_gives_no_dose_is_ever_over_its_cap(
    tmp_path: Path, cls: TechniqueClass, dose: dict[str, Any], changes: dict[str, Any], target: str
) -> None:
    technique = {
        "id": "own",
        "name": "Own",
        "class": str(cls),
        "areas": ["neck"],
        "position": ["sit"],
        "steps": ["Go."],
        "dose": dose,
    }
    steps = [{"technique": target, **changes}]
    sequence = {"id": "way", "name": "Way", "class": "sequence", "areas": ["neck"], "steps": steps}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(technique))
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(sequence))
    library = load_library(tmp_path)
    caps, strictest = caps_by_class(SHIPPED.shipped_techniques), strictest_by_class(SHIPPED.shipped_techniques)
    for routine in library.routines.values():
        for found in library.techniques_of(routine):
            whose = library.find(found.id)
            assert isinstance(whose, Technique)
            for name, quantity in found.dose.quantities():
                assert 1 <= quantity.low <= quantity.default <= quantity.high
                limit: Any = getattr(whose.dose, name)
                assert quantity.high <= limit.high
                if name in CAPPED:
                    assert quantity.high <= caps[found.cls][name]
                if not whose.shipped and name in strictest[found.cls]:
                    of_class = strictest[found.cls][name].high
                    if name in SMALLEST_HOLDS:
                        assert quantity.high <= of_class
                    if name in LARGEST_HOLDS:
                        assert quantity.low >= of_class
    if "own" in library.routines:
        dosed = {name for name, _ in own(library, "own").dose.quantities()}
        assert set(strictest.get(cls, {})) <= dosed
    if "way" in library.routines:
        assert isinstance(library.find("way"), Sequence)


def test_a_file_of_thousands_of_faults_names_as_many_as_anybody_reads(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("id: x\nname: X\nclass: stretch\n" + "".join(f"key{n}: 1\n" for n in range(9000)))
    assert len(check_file(path, load_library(None))) <= 2 * MAX_PROBLEMS
