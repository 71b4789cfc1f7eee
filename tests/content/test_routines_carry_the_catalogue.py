"""Every shipped routine file against the catalogue it must carry, word by word and number by number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.adapters.routines.routine_files import load_library, load_sources, shipped_folder
from coach.adapters.routines.routine_schema import model_for
from coach.adapters.yaml_file import read_yaml
from coach.core.routine.routine import Basis, CueAt, Quantity, RestStep, Sequence, Sides, Technique, TechniqueStep

CATALOGUE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "catalogue_routines.yaml").read_text(encoding="utf-8")
)
TECHNIQUES: list[dict[str, Any]] = CATALOGUE["techniques"]
SEQUENCES: list[dict[str, Any]] = CATALOGUE["sequences"]
IDS = [entry["id"] for entry in [*TECHNIQUES, *SEQUENCES]]
LIBRARY = load_library(None)


def with_source(value: Any) -> Any:
    """The catalogue says `seed` where a routine file says `source`."""
    if isinstance(value, dict):
        return {"source" if key == "seed" else key: with_source(part) for key, part in value.items()}
    return [with_source(part) for part in value] if isinstance(value, list) else value


def file_data(routine_id: str) -> dict[str, Any]:
    loaded = read_yaml(shipped_folder() / f"{routine_id}.yaml")
    assert not loaded.problems
    data: dict[str, Any] = loaded.data
    return data


def expected_technique_file(entry: dict[str, Any]) -> dict[str, Any]:
    wanted = with_source(entry)
    wanted["format"] = 1
    wanted["at_desk"] = wanted.pop("at_desk_ok")
    if wanted.pop("checklist_ref", None):
        wanted["checklist"] = with_source(CATALOGUE["posture_checklist"])
    if first := wanted.pop("position_default", None):
        assert wanted["position"][0] == first
    if entry["id"] == "bridge":  # the catalogue says it in the note of the reps: never over 2 more a week (POLICY)
        assert "2 reps a week (POLICY)" in entry["dose"]["reps"]["note"]
        wanted["dose"]["reps"]["rise_per_week"] = {"max": 2, "basis": "policy", "from": "C-POLICY"}
    return dict(wanted)


def expected_sequence_file(entry: dict[str, Any]) -> dict[str, Any]:
    wanted = with_source(entry)
    wanted |= {"format": 1, "class": "sequence"}
    wanted["steps"] = [
        {"rest": s["rest_seconds"], "basis": s["basis"], "from": "C-POLICY", "note": s["note"]}
        if isinstance(s, dict)
        else s
        for s in wanted["steps"]
    ]
    return dict(wanted)


def test_there_is_one_file_for_each_technique_and_sequence_and_no_other() -> None:
    there = {path.name for path in shipped_folder().iterdir()}
    assert there == {*(f"{routine_id}.yaml" for routine_id in IDS), "figures"}
    assert len(TECHNIQUES) == 15
    assert len(SEQUENCES) == 13
    assert set(LIBRARY.routines) == set(IDS)
    assert not LIBRARY.problems
    assert not LIBRARY.clamps


@pytest.mark.parametrize("entry", TECHNIQUES, ids=lambda entry: entry["id"])
def test_a_technique_file_says_all_that_the_catalogue_says(entry: dict[str, Any]) -> None:
    assert file_data(entry["id"]) == expected_technique_file(entry)


@pytest.mark.parametrize("entry", SEQUENCES, ids=lambda entry: entry["id"])
def test_a_sequence_file_says_all_that_the_catalogue_says(entry: dict[str, Any]) -> None:
    assert file_data(entry["id"]) == expected_sequence_file(entry)


@pytest.mark.parametrize("routine_id", IDS)
def test_shipped_and_own_files_have_one_format(routine_id: str) -> None:
    data = file_data(routine_id)
    assert model_for(data).model_validate(data).model_dump(by_alias=True)["id"] == routine_id


@pytest.mark.parametrize("routine_id", IDS)
def test_each_file_says_in_its_first_line_what_it_is(routine_id: str) -> None:
    first = (shipped_folder() / f"{routine_id}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith(".")


@pytest.mark.parametrize("routine_id", IDS)
def test_an_ordinary_yaml_reader_reads_the_same_from_a_shipped_file(routine_id: str) -> None:
    assert yaml.safe_load((shipped_folder() / f"{routine_id}.yaml").read_bytes()) == file_data(routine_id)


def technique(routine_id: str) -> Technique:
    found = LIBRARY.find(routine_id)
    assert isinstance(found, Technique)
    return found


@pytest.mark.parametrize("entry", TECHNIQUES, ids=lambda entry: entry["id"])
def test_a_technique_value_carries_the_words_of_the_catalogue(entry: dict[str, Any]) -> None:
    value = technique(entry["id"])
    checklist = tuple(q["text"] for q in CATALOGUE["posture_checklist"]) if "checklist_ref" in entry else ()
    assert value.shipped
    assert (value.id, value.name, value.cls) == (entry["id"], entry["name"], entry["class"])
    assert value.at_desk is entry["at_desk_ok"]
    for key in ("areas", "position", "equipment", "cautions", "stop_if"):
        assert list(getattr(value, key)) == entry[key]
    assert value.sides == entry["sides"]
    assert value.steps == (tuple(entry["steps"]) if "steps" in entry else checklist)
    assert value.checklist == checklist
    assert [(s.source, s.says) for s in value.supports] == [(s["seed"], s["says"]) for s in entry["supports"]]
    for key in ("never_on", "equipment_options"):
        assert list(getattr(value, key)) == entry.get(key, [])
    for key in ("pressure", "order_hint", "ask_after"):
        assert getattr(value, key) == entry.get(key, "")
    assert value.end_alarm is (entry.get("end_alarm") == "insistent")


@pytest.mark.parametrize("entry", TECHNIQUES, ids=lambda entry: entry["id"])
def test_a_technique_value_carries_the_cues_and_variants_of_the_catalogue(entry: dict[str, Any]) -> None:
    value = technique(entry["id"])
    cues: list[tuple[str, str, int]] = []
    for cue in entry["cues"]:
        say = cue.get("say", "")
        match cue:
            case {"at": int(seconds)}:
                cues.append((CueAt.SECONDS, say, seconds))
            case {"at": str(moment)}:
                cues.append((moment, say, 0))
            case {"each_rep": True}:
                cues.append((CueAt.EACH_REP, say, 0))
            case {"between_sides": seconds}:
                cues.append((CueAt.SWAP, say, seconds))
            case {"pacer": True}:
                cues.append((CueAt.PACER, say, 0))
    assert [(cue.at, cue.say, cue.seconds) for cue in value.cues] == cues
    assert len(cues) == len(entry["cues"])

    variants = entry.get("variants", [])
    assert [(v.id, v.note, v.default) for v in value.variants] == [
        (v["id"], v["note"], v.get("default", False)) for v in variants
    ]
    for got, wanted in zip(value.variants, variants, strict=True):
        assert got.steps == (tuple(wanted["steps"]) if "steps" in wanted else None)
        assert got.position == ((wanted["position"],) if "position" in wanted else None)
        assert got.equipment == (tuple(wanted["equipment"]) if "equipment" in wanted else None)
        assert got.areas == (tuple(wanted["areas"]) if "areas" in wanted else None)
        assert got.sides == wanted.get("sides")


FIELDS = {  # dose key of the catalogue -> (field, key of the low end, of the default, of the high end)
    "hold": ("hold", "min", "default", "max"),
    "reps": ("reps", "min", "default", "max"),
    "length": ("length", "min", "default", "max"),
    "spots": ("spots", "min", "default", "max"),
    "every_minutes": ("every", "min", "default", "max"),
    "frequency": ("per_day", "max_per_day", "max_per_day", "max_per_day"),
    "gap": ("gap", "min_minutes", "min_minutes", "min_minutes"),
    "hard_stop": ("hard_stop", "seconds", "seconds", "seconds"),
    "per_spot_per_day_seconds": ("per_spot_per_day", "max", "max", "max"),
}


def number(low: int, default: int, high: int, part: dict[str, Any]) -> Quantity:
    return Quantity(low, default, high, Basis(part["basis"]), part["from"], part.get("note", ""))


def one(value: int, part: dict[str, Any]) -> Quantity:
    return number(value, value, value, part)


@pytest.mark.parametrize("entry", TECHNIQUES, ids=lambda entry: entry["id"])
def test_a_dose_has_the_numbers_basis_and_source_of_the_catalogue(entry: dict[str, Any]) -> None:
    dose = technique(entry["id"]).dose
    found = dict(dose.quantities())
    wanted: dict[str, Quantity] = {}

    for key, part in entry["dose"].items():
        if key in FIELDS:
            name, low, middle, high = FIELDS[key]
            default = part.get("seconds_default") or part.get(middle) or part.get(high)
            wanted[name] = number(part.get(low, default), default, part.get(high, default), part)
        elif key == "tempo":
            wanted["there"] = one(part.get("seconds_up") or part["seconds_each_way"], part)
            wanted["back"] = one(part.get("seconds_down") or part["seconds_each_way"], part)
        elif key == "pace":
            assert part["hold_seconds"] == 0
            wanted["breathe_in"] = one(part["in_seconds"], part)
            wanted["breathe_out"] = one(part["out_seconds"], part)
        else:
            text = f"{part['cups']} cups" if "cups" in part else part["default"]
            assert (key, text, part["basis"], part["from"]) in dose.words
            assert (key, part["note"]) in dose.notes
    if entry["id"] == "bridge":
        wanted["rise_per_week"] = Quantity(2, 2, 2, Basis.POLICY, "C-POLICY")
        assert ("hold", "3 breaths", "convention", "C-MAYO") in dose.words
    if entry["id"] == "cold-pack":
        assert ("frequency", "several times per day") in dose.notes
    assert found == wanted


@pytest.mark.parametrize(
    ("routine_id", "name", "low", "default", "high"),
    [
        ("moist-heat", "hold", 900, 900, 1200),
        ("cold-pack", "hold", 600, 600, 900),
        ("ball-compression", "hold", 30, 30, 60),
        ("ball-compression", "hard_stop", 120, 120, 120),
        ("ball-compression", "spots", 1, 1, 3),
        ("childs-pose", "hold", 20, 20, 30),
        ("knee-to-chest", "hold", 20, 20, 30),
        ("cat-cow", "reps", 3, 3, 5),
        ("bridge", "rise_per_week", 2, 2, 2),
        ("movement-break", "every", 30, 45, 60),
    ],
)
def test_the_doses_that_matter_most_are_those_of_the_articles(
    routine_id: str, name: str, low: int, default: int, high: int
) -> None:
    quantity = getattr(technique(routine_id).dose, name)
    assert (quantity.low, quantity.default, quantity.high) == (low, default, high)


@pytest.mark.parametrize("entry", SEQUENCES, ids=lambda entry: entry["id"])
def test_a_sequence_value_carries_the_catalogue(entry: dict[str, Any]) -> None:
    value = LIBRARY.find(entry["id"])
    assert isinstance(value, Sequence)
    assert value.shipped
    assert (value.name, list(value.areas)) == (entry["name"], entry["areas"])
    steps: list[TechniqueStep | RestStep] = [
        TechniqueStep(step)
        if isinstance(step, str)
        else RestStep(one(step["rest_seconds"], {**step, "from": "C-POLICY"}))
        for step in entry["steps"]
    ]
    assert list(value.steps) == steps
    assert [(why.source, why.says) for why in value.why] == [(entry["why"]["seed"], entry["why"]["says"])]
    if "then" in entry:
        assert value.then is not None
        then = (value.then.after_hours, value.then.ask, value.then.source)
        assert then == (entry["then"]["after_hours"], entry["then"]["ask"], entry["then"]["seed"])
    else:
        assert value.then is None


def test_heat_and_cold_are_the_ones_that_end_with_an_alarm() -> None:
    assert {t.id for t in LIBRARY.shipped_techniques if t.end_alarm} == {"moist-heat", "cold-pack"}


def test_only_the_roller_is_without_sides_among_the_ball_variants() -> None:
    ball = technique("ball-compression")
    assert {v.id: v.sides or ball.sides for v in ball.variants} == {
        "wall-ball": Sides.PER_SIDE,
        "floor-ball": Sides.PER_SIDE,
        "foam-roller": Sides.NONE,
    }


def test_sources_are_known_by_their_title_or_by_what_they_say() -> None:
    sources = load_sources()
    assert set(sources) == {*CATALOGUE["seeds"], *CATALOGUE["conventions"], "own"}
    assert sources["S3"] == "How to Get Rid of a Back Knot: Causes & Relief"
    for key, entry in CATALOGUE["conventions"].items():
        assert entry["what"].startswith(sources[key])


def test_every_source_that_a_routine_names_has_a_title() -> None:
    named = {
        source
        for routine in LIBRARY.routines.values()
        for source in (
            [q.source for _, q in routine.dose.quantities()] + [word[3] for word in routine.dose.words]
            if isinstance(routine, Technique)
            else [why.source for why in routine.why]
        )
    }
    assert named <= set(load_sources())
