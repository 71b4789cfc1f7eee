"""The catalogue and the code say the same, or nothing opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import catalogue_path, load_catalogue
from coach.core.catalogue.catalogue import CatalogueError, Layer
from coach.core.check.groups import ALL, PROFILE
from coach.core.safety.known_rules import HELD, LONGITUDINAL, unimplemented
from coach.core.vocabulary import Answer
from tests.core.situations import CATALOGUE, TECHNIQUES

CLASSES = {name: t.cls for name, t in TECHNIQUES.items()}


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[str, str], Path]:
    def make(old: str, new: str) -> Path:
        text = catalogue_path().read_text("utf-8")
        assert old in text
        path = tmp_path / "red_flags.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return make


def test_every_rule_of_the_shipped_catalogue_is_held() -> None:
    assert unimplemented(CATALOGUE) == []
    assert len(CATALOGUE.flags) == 107
    assert {name for name, flag in CATALOGUE.flags.items() if flag.ask is Layer.COMPUTED} <= set(HELD)
    assert set(CATALOGUE.longitudinal) == set(LONGITUDINAL)
    assert len(LONGITUDINAL) == 17


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
        ('question: "Do you have diabetes?"\n  level: caution\n  rule: {type: answer}',
         'question: "Do you have diabetes?"\n  level: caution\n  rule: {type: trend}'),
        ('rule: {type: answer}\n  scope: {classes: [strength, heat, cold]}',
         'rule: {type: answer, or_trend: "LR99"}\n  scope: {classes: [strength, heat, cold]}'),
        ("cat-cow, childs-pose, knee-to-chest, neck-rotation, neck-stretch]\n  strength",
         "cat-cow, childs-pose, knee-to-chest, neck-rotation]\n  strength"),
        ("not_for: [blood-clot,", "not_for: [blood-clots,"),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_held_is_refused(altered: Callable[[str, str], Path], old: str, new: str) -> None:
    with pytest.raises(CatalogueError, match="locked"):
        load_catalogue(CLASSES, altered(old, new))


def test_every_question_stands_on_one_screen_in_full() -> None:
    asked = [name for group in CATALOGUE.groups for name in group.flags]
    assert len(asked) == len(set(asked))
    alone = {"no-better-24h", "what-is-it", "cold-on-bare-skin"}
    layers = set(Layer) - {Layer.IN_SESSION, Layer.COMPUTED}
    wanted = {f.id for f in CATALOGUE.flags.values() if f.question and f.ask in layers}
    assert set(asked) == wanted - alone
    assert all(CATALOGUE.flags[name].ask is group.layer for group in CATALOGUE.groups for name in group.flags)


def test_a_no_is_the_safe_answer_to_everything_that_shares_a_screen() -> None:
    for group in ALL:
        assert all(CATALOGUE.flags[name].rule.must_be is Answer.NO for name in group.flags)


def test_the_profile_is_five_screens() -> None:
    assert len(PROFILE) == 5
    assert sum(len(group.flags) for group in PROFILE) == len(CATALOGUE.of_layer(Layer.PROFILE))
