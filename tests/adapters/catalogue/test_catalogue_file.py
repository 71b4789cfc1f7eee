"""A catalogue that can't be relied on is refused, and then everything is locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from coach.adapters.catalogue.catalogue_file import (
    CARDS,
    QUESTION_GROUPS,
    RED_FLAGS,
    content_folder,
    load_catalogue,
    rules_name,
)
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import CatalogueError, Layer, Level, Where
from coach.core.vocabulary import Answer, TechniqueClass

TECHNIQUES = {t.id: t.cls for t in load_library(None).shipped_techniques}


def test_the_shipped_catalogue_is_whole() -> None:
    catalogue = load_catalogue(TECHNIQUES)
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


@pytest.mark.parametrize("name", [RED_FLAGS, QUESTION_GROUPS, CARDS])
def test_a_missing_file_is_refused(altered: Callable[[str, str], Path], name: str) -> None:
    folder = altered("version: 1", "version: 1")
    (folder / name).unlink()
    with pytest.raises(CatalogueError, match="can't be read"):
        load_catalogue(TECHNIQUES, folder)


@pytest.mark.parametrize("name", [RED_FLAGS, QUESTION_GROUPS, CARDS])
@pytest.mark.parametrize("text", ["", "[]", "version: 1", "flags: [", "\x00", "version: !!python/object:os.system 1"])
def test_a_damaged_file_is_refused(altered: Callable[[str, str], Path], name: str, text: str) -> None:
    folder = altered("version: 1", "version: 1")
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(TECHNIQUES, folder)


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
        ("bridge, moist-heat], where", "bridge, damp-heat], where"),
        ('question: "Do you have pain or a tight feeling in your chest?"', "question: null"),
        ("  caution:\n    rank: 1", "  careful:\n    rank: 1"),
        ("    flags: [serious-accident, accident-caused]", "    flags: [accident-caused]"),
        ('  say: "a blood clot, perhaps: one leg swollen, warm, sore"\n', ""),
        ("  then: [fever-or-chills,", "  then: [fever,"),
        ("blocks: {classes: [strength, heat, cold]", "blocks: {classes: [strength, heat, ice]"),
        ("  alone: a-day-later\n", ""),
        ("  alone: before\n", "  alone: sometimes\n"),
        ("  puts: lump\n", "  puts: bump\n"),
        ("of_kinds: [knot]", "of_kinds: [knots]"),
        ("layer: weekly", "layer: today"),
        ("flags: [lump-after-injury, lump-painful", "flags: [lump-hard, lump-after-injury, lump-painful"),
        ("flags: [blood-clot,", "flags: [cold-on-bare-skin, blood-clot,"),
        ("  urgent-same-day:\n    sign:", "  urgent:\n    sign:"),
        ('hours: "within {hours} hours"', "hours: 48"),
        ("hours_up_to: 48", "hours_up_to: two days"),
        ("who_can_help_now:", "who_can_help_later:"),
        ("who_can_help_today:", "who_can_help_soon:"),
        ('  computed-or-clinician: "It goes', '  computed-and-clinician: "It goes'),
        ("  recent-fracture:\n    by", "  recent-break:\n    by"),
    ],
)
def test_a_catalogue_altered_beyond_its_checks_is_refused(
    altered: Callable[[str, str], Path], old: str, new: str
) -> None:
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(TECHNIQUES, altered(old, new))


# --- the name of the rules, which answers on record carry ---------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a tight feeling", "a tightness"),  # a question
        ("hours: 24, unless", "hours: 25, unless"),  # a rule
        (
            "blocks: {classes: [compression, massage], where: site}",
            "blocks: {classes: [massage], where: site}",
        ),  # a lock
        ("act_within: before-routine", "act_within: 24h"),
        ("  seen_fine_clears: true\n", "  seen_fine_clears: false\n"),
        ("New, even if slight or awkward", "New, even if slight"),  # a page
        ("heat: [moist-heat]", "heat: [moist-heat, hot-bath]"),
    ],
)
def test_other_questions_or_rules_have_another_name(altered: Callable[[str, str], Path], old: str, new: str) -> None:
    changed = yaml.safe_load((altered(old, new) / RED_FLAGS).read_text("utf-8"))
    screens = yaml.safe_load((altered(old, new) / QUESTION_GROUPS).read_text("utf-8"))
    assert rules_name(changed, screens) != load_catalogue(TECHNIQUES).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Our own words.", "# Our very own words."),
        ('note: "Low acuity', 'note: "Of low acuity'),
        ('says: "Fever is listed', 'says: "A fever is listed'),
        ("guidance: [G-CES, G-NHS-BACK, G-AHCPR]", "guidance: [G-CES]"),
        ("Stop. Get help now.", "Stop and get help."),
    ],
)
def test_other_words_about_the_same_rules_keep_the_name(
    altered: Callable[[str, str], Path], old: str, new: str
) -> None:
    assert load_catalogue(TECHNIQUES, altered(old, new)).digest == load_catalogue(TECHNIQUES).digest


def test_a_name_from_before_is_kept_only_by_the_very_rules_that_had_it(altered: Callable[[str, str], Path]) -> None:
    """What was answered to the very same rules under another name stands; with any other rule it does not."""
    before = yaml.safe_load((content_folder() / RED_FLAGS).read_text("utf-8")).get("known_as") or {}
    now = load_catalogue(TECHNIQUES).digest
    assert set(before.values()) <= {now}, "the rules are others now: take known_as out"
    named = f"known_as: {{{now}: of-before}}\nversion: 1\n"
    assert load_catalogue(TECHNIQUES, altered("version: 1\n", named)).digest == "of-before"
    changed = load_catalogue(TECHNIQUES, altered("version: 1\n", named.replace(now, f"{now[:-1]}x")))
    assert changed.digest == now
