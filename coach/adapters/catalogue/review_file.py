"""Loads what a reviewer is asked: open questions, disagreements of the sources, and the hazard log."""

from __future__ import annotations

from pathlib import Path

import yaml

from coach.core.frozen import frozen


@frozen
class Hazard:
    """What could hurt somebody, why, what holds it off, and the test (`file::name`) that holds the control.

    `ask` is the open question where a rule may do harm by what it locks, which only a clinician may soften.
    """

    id: str
    hazard: str
    cause: str
    control: str
    test: str
    ask: str = ""


@frozen
class Review:
    """All that a reviewer is asked beside the catalogue. `disagreements` are (point, sources, our reading)."""

    open_questions: tuple[str, ...]
    disagreements: tuple[tuple[str, str, str], ...]
    hazards: tuple[Hazard, ...]


def load_review(folder: Path | None = None) -> Review:
    """What is part of the program; a damaged file raises, for nothing of the safety check rests on it."""
    folder = folder or Path(__file__).parent.parent.parent / "content"
    review = yaml.safe_load((folder / "review.yaml").read_text("utf-8"))
    hazards = yaml.safe_load((folder / "hazards.yaml").read_text("utf-8"))
    log = tuple(Hazard(**entry) for entry in hazards)
    return Review(
        (*review["open_questions"], *(f"{hazard.id}: {hazard.ask}" for hazard in log if hazard.ask)),
        tuple((entry["point"], entry["sources"], entry["reading"]) for entry in review["disagreements"]),
        log,
    )
