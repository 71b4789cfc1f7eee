"""What the player shows at one moment, as plain values: the screen only writes what has changed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.session.events import SessionPhase
from coach.core.session.hearing import alarm_words
from coach.core.vocabulary import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.routine.routine import Technique
    from coach.core.session.events import Position
    from coach.core.session.tick import Tick
    from coach.tui.widgets.pacer import BreathPhase as Breath

TAKE_OFF = "Take it off. Press Enter when it is off."
SIDES = {"left": "◀ LEFT side", "right": "RIGHT side ▶"}
POSITIONS = {
    "sit": "sitting",
    "stand": "standing",
    "wall": "at a wall",
    "lie-back": "lying on your back",
    "hands-and-knees": "on hands and knees",
    "kneel": "kneeling",
}


@frozen
class View:
    """One moment of a run. `seconds` is what the countdown shows: below 0 it is over-time.

    `pacer` is (in or out, how much of it is over) during breathing.
    """

    phase: SessionPhase
    seconds: float
    step: str
    side: str
    say: str
    banner: str
    how: tuple[str, ...]
    setting: str
    next: str
    part: float
    whole: float
    run_left: float
    pacer: tuple[Breath, float] | None
    asks: bool  # a question of a checklist: `say` is one of the lines of `how`


def view(tick: Tick, techniques: Mapping[str, Technique]) -> View:
    """What to show of this moment. A run that has ended shows as its last one."""
    session, position = tick.session, tick.position
    segment = session.segment
    planned = session.plan.steps[segment.step]
    technique = techniques.get(segment.technique or "")
    alarm = position.phase is SessionPhase.ALARM
    seconds = position.run_seconds + max(0, position.length - segment.seconds)  # a longer part makes a longer whole
    whole = 1 - position.run_left / seconds if seconds else 1.0
    return View(
        phase=position.phase,
        seconds=-position.over if alarm else position.left,
        step=f"Step {position.step} of {position.steps}",
        side=SIDES.get(str(segment.side), ""),
        say=alarm_words(session) if alarm else segment.say,
        banner=_banner(tick),
        how=planned.how,
        setting=_setting(technique) if planned.how else "",
        next=f"Next: {position.next}" if position.next else "Next: the end",
        part=position.elapsed / position.length if position.length else 1.0,
        whole=min(1.0, max(0.0, whole)),
        run_left=position.run_left,
        pacer=_pacer(technique, position) if segment.kind is SegmentKind.BREATHE else None,
        asks=segment.kind is SegmentKind.CHECK,
    )


def _banner(tick: Tick) -> str:
    if tick.position.phase is SessionPhase.GET_READY:
        return f"Get ready: going on in {max(1, ceil(tick.due_in or 0))}"
    return {
        SessionPhase.PAUSED: "Paused. Press {player.go-on:space} to go on.",
        SessionPhase.TAKE_OFF: TAKE_OFF,
        SessionPhase.ALARM: "Press Enter when it is off.",
        SessionPhase.WAITING: "Press Enter when you are ready.",
    }.get(tick.position.phase, "")


def _setting(technique: Technique | None) -> str:
    """How the body is placed, and what is needed."""
    if technique is None:
        return ""
    where = " or ".join(POSITIONS.get(str(place), str(place)) for place in technique.position)
    things = [str(thing).replace("-", " ") for thing in technique.equipment if str(thing) != "none"]
    needs = f"\nWith: {', '.join(things)}" if things else ""
    return f"{where.capitalize()}{needs}"


def _pacer(technique: Technique | None, position: Position) -> tuple[Breath, float] | None:
    if technique is None or technique.dose.breathe_in is None or technique.dose.breathe_out is None:
        return None
    inward, out = technique.dose.breathe_in.default, technique.dose.breathe_out.default
    moment = position.elapsed % (inward + out)
    return ("in", moment / inward) if moment < inward else ("out", (moment - inward) / out)
