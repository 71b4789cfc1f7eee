"""Complaints in everyday words (complaints.yaml): from each line that a reader may take, its sign is asked about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.adapters.yaml_file import read_yaml
from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.checkup import Checkup
from coach.core.check.sections import of_layer
from tests.core.conftest import walked
from tests.core.situations import CATALOGUE

COMPLAINTS = read_yaml(Path(__file__).parent / "complaints.yaml").data
GRAVE = {f.id for f in CATALOGUE.flags.values() if f.level in {Level.EMERGENCY, Level.URGENT} and f.say}
SMALL = {"even", "with", "when", "does", "down", "after", "soon", "before", "most", "than", "over", "between", "hand"}
EVERY = [(name, one["says"], mark) for name, given in COMPLAINTS.items() for one in given for mark in one["marks"]]


def test_each_grave_sign_has_three_complaints() -> None:
    assert COMPLAINTS.keys() == GRAVE
    assert {name for name, given in COMPLAINTS.items() if len({one["says"] for one in given}) < 3} == set()


@pytest.mark.parametrize("name", sorted(GRAVE))
def test_no_complaint_has_a_word_of_its_line(name: str) -> None:
    words = set(re.findall(r"[a-z]{4,}", CATALOGUE.flags[name].say.lower())) - SMALL
    for one in COMPLAINTS[name]:
        assert not words & {*re.findall(r"[a-z]+", one["says"].lower())}, one


@pytest.mark.parametrize(("name", "says", "mark"), EVERY)
def test_every_line_a_reader_may_mark_leads_to_the_question_of_the_sign(name: str, says: str, mark: str) -> None:
    layer = CATALOGUE.flags[mark].ask
    own = () if layer is Layer.TODAY else (of_layer(CATALOGUE, layer),)
    asked = walked(Checkup(CATALOGUE, sections=own, day=not own), mark)[1]
    assert name in asked or CATALOGUE.flags[mark].level.rank >= CATALOGUE.flags[name].level.rank, says
