"""Forty written cases (tests/content/cases.yaml) through `coach assess`: level, signs, locks, the time to act."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.adapters.yaml_file import read_yaml
from coach.core.catalogue.catalogue import CHECKED_CLASSES, Level
from coach.core.vocabulary import TechniqueClass
from tests.cli.conftest import Shell
from tests.core.situations import CATALOGUE, TECHNIQUES, of_classes

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "content" / "cases.yaml").data
URGENT = {*CHECKED_CLASSES, TechniqueClass.MOVEMENT_BREAK}
WORDS = {"body": of_classes(*CHECKED_CLASSES), "urgent": of_classes(*URGENT), "everything": set(TECHNIQUES)}


def test_they_are_forty_and_have_every_level_and_every_combination() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) == 40
    assert {case["level"] for case in CASES} == {*Level}
    together = {flag.id for flag in CATALOGUE.flags.values() if flag.rule.type == "combination"}
    assert together <= {name for case in CASES for name in case.get("flags", ())}


@pytest.mark.parametrize("expected", CASES, ids=[case["name"] for case in CASES])
def test_a_written_case_is_judged_as_the_rules_are_written_down(shell: Shell, expected: dict[str, Any]) -> None:
    shell.folder.mkdir(parents=True, exist_ok=True)
    file = shell.folder / "case.yaml"
    file.write_text(yaml.safe_dump(expected["case"]), "utf-8")
    result = shell("assess", str(file), "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    locked = {name for word in expected.get("locked", ()) for name in WORDS.get(word) or of_classes(word) or {word}}
    said = {"level": found["level"], "flags": {*found["flags"]}, "locked": {*found["blocked"]}}
    assert said == {"level": expected["level"], "flags": {*expected.get("flags", ())}, "locked": locked}
    if "hours" in expected:
        assert found["act_within"] == expected["hours"]
