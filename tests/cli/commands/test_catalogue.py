"""`coach catalogue`: the document a reviewer goes through, and the hazard log that is held by tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.adapters.catalogue.review_file import Hazard, load_review
from tests.cli.conftest import Shell
from tests.core.situations import CATALOGUE

ROOT = Path(__file__).parents[3]


@pytest.fixture
def document(shell: Shell) -> str:
    result = shell("catalogue")
    assert (result.code, result.err) == (0, "")
    return result.out


def test_every_entry_stands_in_it_with_question_level_lock_and_clearing(document: str) -> None:
    for flag in CATALOGUE.flags.values():
        start = document.index(f"### {flag.id}\n")
        entry = document[start : document.find("\n### ", start + 1)]
        assert flag.question in entry
        assert f"- Level: {flag.level}" in entry
        assert "- Locks: " in entry
        assert "- Clears: " in entry
        assert "- Basis: " in entry
        assert all(source.says in entry for source in flag.sources)


def test_sources_are_shown_by_title(document: str) -> None:
    assert not re.search(r"\bS[0-4]\b", document)
    assert "How to Get Rid of a Back Knot" in document


def test_it_says_that_nobody_has_reviewed_it_and_asks_what_is_open(document: str) -> None:
    assert "No clinician has reviewed it." in document
    assert document.index("## Open questions") < document.index("## Where the sources disagree")
    assert document.index("## Where the sources disagree") < document.index("## Hazards")
    assert len(re.findall(r"\n\| H\d", document)) == len(load_review().hazards)


@pytest.mark.parametrize("hazard", load_review().hazards, ids=lambda hazard: hazard.id)
def test_the_test_that_holds_a_control_is_there(hazard: Hazard) -> None:
    file, name = hazard.test.split("::")
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)


def test_each_hazard_has_its_own_id() -> None:
    ids = [hazard.id for hazard in load_review().hazards]
    assert len(set(ids)) == len(ids)
