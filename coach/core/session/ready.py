"""What is to be known once the door is open and before a session begins: where, with what, and what to take care of.

Made of exactly the techniques that will be done, in the way and on the area that were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.errors import CoachError
from coach.core.frozen import frozen
from coach.core.routine.choices import way_of
from coach.core.routine.routine import BodyPosition, Equipment

if TYPE_CHECKING:
    from coach.core.library import Library
    from coach.core.routine.routine import Technique
    from coach.core.routine.timeline import Timeline

PLACES = {
    BodyPosition.SIT: "on a chair",
    BodyPosition.STAND: "standing",
    BodyPosition.WALL: "standing at a wall",
    BodyPosition.LIE_BACK: "lying on your back",
    BodyPosition.HANDS_AND_KNEES: "on hands and knees",
    BodyPosition.KNEEL: "kneeling",
}
ON_THE_FLOOR = "on the floor"  # where a mat is needed
ELSEWHERE = {Equipment.NONE, Equipment.CHAIR, Equipment.WALL}  # said by the place


@frozen
class ReadyPart:
    """One technique: where it is done, with what, and what to take care of. `segment` is where its first one starts.

    `shows` is its picture in words, empty where there is none.
    """

    technique: str
    name: str
    where: str
    needs: tuple[str, ...]
    cautions: tuple[str, ...]
    segment: int
    shows: str = ""


@frozen
class Ready:
    """What comes, technique by technique."""

    parts: tuple[ReadyPart, ...] = ()

    @property
    def where(self) -> str:
        """Every place, in the order of first use."""
        return ", then ".join(dict.fromkeys(part.where for part in self.parts))

    @property
    def needs(self) -> str:
        """Everything that has to be at hand; nothing where nothing has to."""
        return ", ".join(dict.fromkeys(thing for part in self.parts for thing in part.needs)) or "nothing"

    @property
    def cautions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What to take care of, under the name of each technique that says anything."""
        return tuple((part.name, part.cautions) for part in self.parts if part.cautions)

    @property
    def pictured(self) -> ReadyPart | None:
        """The first technique that has a picture."""
        return next((part for part in self.parts if part.shows), None)


def ready_for(library: Library, plan: Timeline) -> Ready:
    """What is to be known before this run."""
    areas = (plan.choices.area,) if plan.choices.area is not None else library.find(plan.routine).areas
    parts = []
    for name in dict.fromkeys(plan.techniques):
        technique = library.techniques.get(name)
        first = next((n for n, segment in enumerate(plan.segments) if segment.technique == name), None)
        if technique is None or first is None:
            continue
        done = library.taken(technique, plan.choices)
        parts.append(
            ReadyPart(
                name,
                done.name,
                _where(done),
                tuple(thing.replace("-", " ") for thing in done.equipment if thing not in ELSEWHERE),
                done.take_care([area for area in areas if area in done.areas], way_of(technique, plan.choices.variant)),
                first,
                _shows(library, plan, first),
            )
        )
    return Ready(tuple(parts))


def _where(technique: Technique) -> str:
    floor = Equipment.MAT in technique.equipment
    *others, last = (_place(position, floor=floor) for position in technique.position)
    return f"{', '.join(others)} or {last}" if others else last


def _place(position: BodyPosition, *, floor: bool) -> str:
    standing = position in {BodyPosition.SIT, BodyPosition.STAND, BodyPosition.WALL}
    return PLACES[position] if standing or not floor else f"{PLACES[position]} {ON_THE_FLOOR}"


def _shows(library: Library, plan: Timeline, segment: int) -> str:
    try:
        figure = library.figure_in(plan, segment)
    except CoachError:  # a damaged picture holds up no session
        return ""
    return figure.words if figure is not None else ""
