"""Sessions of the past, as the facts tell of them. Totals are computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.core.record.facts import Fact


@dataclass(frozen=True, slots=True)
class StepDone:
    """What became of one technique in a session. `done` only where every part of it was held to its end."""

    technique: str
    done: bool
    seconds: float
    planned: float
    over: float = 0.0


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session as the record tells it. `outcome` is None while it is open; `seconds` is time held, over-time too."""

    id: str
    routine: str
    name: str
    begun: Fact
    ended: Fact | None
    outcome: str | None
    steps: tuple[StepDone, ...]
    before: int | None = None
    after: int | None = None
    last_reached: Fact | None = None

    @property
    def seconds(self) -> float:
        """Seconds held in all."""
        return sum(step.seconds + step.over for step in self.steps)


SESSION_KINDS = ("session-begun", "reached", "segment", "session-ended", "pain")


def sessions(facts: list[Fact]) -> list[PastSession]:
    """The sessions these facts tell of, oldest first. `facts` are those of `SESSION_KINDS`."""
    by_session: dict[str, list[Fact]] = {}
    for fact in facts:
        name = fact.body.get("session")
        if name is not None:
            by_session.setdefault(str(name), []).append(fact)
    found = [_session(name, own) for name, own in by_session.items() if any(f.kind == "session-begun" for f in own)]
    return sorted(found, key=lambda session: session.begun.at)


def _session(name: str, facts: list[Fact]) -> PastSession:
    begun = next(fact for fact in facts if fact.kind == "session-begun")
    ended = next((fact for fact in reversed(facts) if fact.kind == "session-ended"), None)
    ratings = {fact.body.get("when"): fact.body.get("level") for fact in facts if fact.kind == "pain"}
    reached = [fact for fact in facts if fact.kind == "reached"]
    return PastSession(
        id=name,
        routine=str(begun.body.get("routine")),
        name=str(begun.body.get("name", begun.body.get("routine"))),
        begun=begun,
        ended=ended,
        outcome=str(ended.body.get("outcome")) if ended is not None else None,
        steps=_steps(begun, [fact for fact in facts if fact.kind == "segment"]),
        before=ratings.get("before", begun.body.get("before")),
        after=ratings.get("after"),
        last_reached=reached[-1] if reached else None,
    )


def _steps(begun: Fact, segments: list[Fact]) -> tuple[StepDone, ...]:
    """One entry for each technique. A part that was begun again counts as done if any try of it was held to its end."""
    planned: dict[str, float] = dict(begun.body.get("planned", {}))
    parts: dict[str, dict[int, list[Fact]]] = {technique: {} for technique in planned}
    for fact in segments:
        if fact.body.get("work") and fact.body.get("technique"):
            parts.setdefault(str(fact.body["technique"]), {}).setdefault(int(fact.body["index"]), []).append(fact)
    counts: dict[str, int] = dict(begun.body.get("parts", {}))
    found = []
    for technique, tries in parts.items():
        done = [any(fact.body.get("done") for fact in of_part) for of_part in tries.values()]
        every = bool(done) and all(done) and len(done) >= counts.get(technique, len(done))
        held = sum(float(f.body.get("held", 0)) for of_part in tries.values() for f in of_part)
        over = sum(float(f.body.get("over", 0)) for of_part in tries.values() for f in of_part)
        found.append(StepDone(technique, every, held, planned.get(technique, 0.0), over))
    return tuple(found)
