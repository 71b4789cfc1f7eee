"""The catalogue and the code say the same, or nothing opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.core.catalogue.catalogue import CatalogueError, Layer
from coach.core.safety.rules.known_rules import HELD, LONGITUDINAL, unimplemented
from tests.core.situations import CATALOGUE, TECHNIQUES

CLASSES = {name: t.cls for name, t in TECHNIQUES.items()}


def test_every_rule_of_the_shipped_catalogue_is_held() -> None:
    assert unimplemented(CATALOGUE) == []
    assert {name for name, flag in CATALOGUE.flags.items() if flag.ask is Layer.COMPUTED} <= set(HELD)
    assert set(CATALOGUE.longitudinal) == set(LONGITUDINAL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- id: bruise-on-record", "- id: bruise-of-any-kind"),
        ("hours: 24, unless", "hours: 48, unless"),
        ("kinds: [spasm, bruise, swollen-gland]", "kinds: [spasm, bruise]"),
        ("days: 14, latest_at_least: 3", "days: 14, latest_at_least: 5"),
        ("rise_at_least: 2", "rise_at_least: 3"),
        ("days: 14, unknown_start_counts: true", "days: 30, unknown_start_counts: true"),
        ("neck lump 15 mm or more", "neck lump 25 mm or more"),
        ("age under 20 or over 55", "age under 20 or over 60"),
        ("{type: duration, hours: 72}", "{type: duration, hours: 24}"),
        ("- {id: LR7, flag: pain-getting-worse", "- {id: LR7, flag: night-pain"),
        ("- {id: LR17, flag: null", "- {id: LR18, flag: null"),
        ('signs: [diabetes]\n  level: caution\n  rule: {type: answer}',
         'signs: [diabetes]\n  level: caution\n  rule: {type: trend}'),
        ('rule: {type: answer}\n  scope: {classes: [strength, heat, cold]}',
         'rule: {type: answer, or_trend: "LR99"}\n  scope: {classes: [strength, heat, cold]}'),
        ("neck-rotation, neck-stretch, upper-back-turn]\n  strength", "neck-rotation, upper-back-turn]\n  strength"),
        ("not_for: [blood-clot,", "not_for: [blood-clots,"),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_held_is_refused(altered: Callable[[str, str], Path], old: str, new: str) -> None:
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(CLASSES, altered(old, new))
