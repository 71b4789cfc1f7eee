"""A catalogue that can't be relied on is refused, and then everything is locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import catalogue_path, load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import CatalogueError, Layer, Level, Where
from coach.core.vocabulary import Answer, TechniqueClass

TECHNIQUES = {t.id: t.cls for t in load_library(None).shipped_techniques}


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Path]:
    """The shipped catalogue with one text put in place of another."""

    def make(old: str, new: str) -> Path:
        text = catalogue_path().read_text("utf-8")
        assert old in text
        path = tmp_path / "red_flags.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return make


def test_the_shipped_catalogue_is_whole() -> None:
    catalogue = load_catalogue(TECHNIQUES)
    assert len(catalogue.flags) == 107
    assert set(catalogue.levels) == set(Level)
    fever = catalogue.flags["fever-or-chills"]
    assert (fever.level, fever.act_within, fever.ask) == (Level.URGENT, 24, Layer.TODAY)
    assert fever.blocks == catalogue.levels[Level.URGENT].blocks
    assert [support.source for support in fever.sources] == ["S3", "S4", "S1"]
    assert catalogue.flags["limb-numb-tingle-weak"].act_within == 48
    assert catalogue.flags["recent-fracture"].act_within is None
    assert catalogue.flags["pain-elsewhere"].act_within == 168
    assert catalogue.flags["cold-on-bare-skin"].rule.must_be is Answer.YES
    assert catalogue.flags["numb-skin"].blocks.where is Where.AREA
    assert catalogue.flags["in-session-sharp-pain"].blocks.current
    assert catalogue.flags["lasting-headache"].no_if.startswith("a doctor has checked it")
    assert catalogue.levels[Level.EMERGENCY].blocks.classes == set(TechniqueClass)


def test_a_missing_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="can't be read"):
        load_catalogue(TECHNIQUES, tmp_path / "missing.yaml")


@pytest.mark.parametrize("text", ["", "[]", "version: 1", "flags: [", "\x00", "version: !!python/object:os.system 1"])
def test_a_damaged_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "red_flags.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(TECHNIQUES, path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "version: 2"),
        ("- id: chest-pain", "- id: chest-ache"),
        ("level: emergency-now", "level: very-bad"),
        ('answered: ["yes", "not-sure"]', "answered: [yes]"),
        ("clears: clinician", "clears: never"),
        ("ask_when: {any:", "ask_when: {some:"),
        ("{flag: fever-or-chills, answered", "{flag: fever, answered"),
        ("{flag: fever-or-chills, answered", "{flag: neck-too-stiff, answered"),
        ("any_two_of: [fever-or-chills,", "any_two_of: [fevers,"),
        ("also_sets: limb-numb-tingle-weak", "also_sets: limbs"),
        ("techniques: [ball-compression, wall-angel], where", "techniques: [ball-press], where"),
        ('question: "Do you have pain or a tight feeling in your chest?"', "question: null"),
        ("  caution:\n    rank: 1", "  careful:\n    rank: 1"),
        ("flags: [accident-caused, serious-accident]", "flags: [accident-caused]"),
        ("blocks: {classes: [strength, heat, cold]", "blocks: {classes: [strength, heat, ice]"),
    ],
)
def test_a_catalogue_altered_beyond_its_checks_is_refused(
    altered: Callable[[str, str], Path], old: str, new: str
) -> None:
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(TECHNIQUES, altered(old, new))


def test_another_wording_is_another_catalogue(altered: Callable[[str, str], Path]) -> None:
    changed = load_catalogue(TECHNIQUES, altered("a tight feeling", "a tightness"))
    assert changed.digest != load_catalogue(TECHNIQUES).digest
