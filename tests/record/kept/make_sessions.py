# mypy: ignore-errors
"""Sessions as the version of `make.py` records them, for the random histories: seconds since the start, kind, body."""

from __future__ import annotations

import json
from pathlib import Path

from coach.core.choices import Choices, DoseChoice, SideChoice
from coach.core.clearance import Cleared
from coach.core.routine import BodyArea
from tests.conftest import FakeClock
from tests.record.kept.make_house import FIRST, House

WANTED = (
    ("moist-heat", Choices(BodyArea.NECK)),
    ("cold-pack", Choices(BodyArea.SHOULDER)),
    ("ball-compression", Choices(BodyArea.SHOULDER, SideChoice.LEFT, None, "wall-ball", 2)),
    ("cat-cow", Choices()),
    ("neck-stretch", Choices(BodyArea.NECK, SideChoice.BOTH)),
    ("bridge", Choices(dose=DoseChoice.HIGH)),
    ("gentle-massage", Choices(BodyArea.LOWER_BACK, minutes=5, wait=False)),
    ("movement-break", Choices(turn=1, seconds=120)),
    ("neck-knot-desk", Choices(BodyArea.NECK, wait=True, wait_limit=60)),
    ("lower-back-short", Choices()),
    ("upper-back-short", Choices(spots=1)),
)


def recorded(folder: Path) -> str:
    """One line a session: the routine, the seconds it takes, and its facts."""
    lines = []
    for number, (routine, choices) in enumerate(WANTED):
        desk = House(folder / str(number), FakeClock(FIRST))
        desk.folder.mkdir()
        desk.clean()
        desk.clean(routine, choices.area)
        with desk.open() as house:
            cleared = house.coach.ask(routine, choices)
            assert isinstance(cleared, Cleared), (routine, cleared)
            ran = house.coach.begin(cleared, choices)
            while ran.ended is None:
                due = ran.due_in()
                desk.clock.advance(1.0 if due is None else max(0.25, due))
                ran.tick()
                ran.acknowledge() if str(ran.session.phase) == "alarm" else ran.resume()
            facts = [f for f in house.journal.facts() if f.body.get("session") == ran.id]
        first = facts[0].at
        told = [[round((f.at - first).total_seconds(), 2), f.kind, _plain(f.body)] for f in facts]
        lines.append(json.dumps({"routine": routine, "area": choices.area, "facts": told}, separators=(",", ":")))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _plain(body):
    return {name: value for name, value in body.items() if name not in {"session", "clearance"}}
