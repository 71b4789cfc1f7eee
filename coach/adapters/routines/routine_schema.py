"""The format of a routine file, for checking what people write and for editors.

Only this module needs pydantic; it is imported when there is a file of a person's own to check.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, TypeAdapter

from coach.adapters.routines.dose_schema import Count, Dose, Range
from coach.adapters.routines.figure_schema import FigureKey
from coach.adapters.routines.routine_part import Id, Line, Name, Part
from coach.adapters.routines.routine_values import SEQUENCE, listed
from coach.core.routine.routine import Basis, BodyPosition, Equipment, Sides
from coach.core.vocabulary import BodyArea, TechniqueClass

MAX_STEPS = 20
MAX_REST = 3600  # s
MAX_ITEMS = 50
MAX_ANSWERS = 9  # one number key each


def _moment(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value in {"half", "end"}:
        return value
    raise ValueError("'at' is a number of seconds from the start, half or end.")


def _as_list(value: Any) -> Any:
    return listed(value) if isinstance(value, str) else value


def _as_says(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _as_question(value: Any) -> Any:
    return {"question": value} if isinstance(value, str) else value


def _as_answer(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


def _as_step(value: Any) -> Any:
    return {"technique": value} if isinstance(value, str) else value


Area = Annotated[BodyArea, Field(strict=False)]
Place = Annotated[BodyPosition, Field(strict=False)]
Thing = Annotated[Equipment, Field(strict=False)]
TwoSides = Annotated[Sides, Field(strict=False)]
Areas = Annotated[
    list[Area], Field(min_length=1, max_length=5), BeforeValidator(_as_list, json_schema_input_type=list[Area] | Area)
]
Places = Annotated[
    list[Place],
    Field(min_length=1, max_length=6),
    BeforeValidator(_as_list, json_schema_input_type=list[Place] | Place),
]
Things = Annotated[
    list[Thing],
    Field(min_length=1, max_length=10),
    BeforeValidator(_as_list, json_schema_input_type=list[Thing] | Thing),
]


class Cue(Part):
    """What is said, and when. Each cue has one of at, each_rep, between_sides and pacer."""

    at: Annotated[int | str, PlainValidator(_moment, json_schema_input_type=int | Literal["half", "end"])] | None = (
        Field(None, description="Seconds from the start of the hold, half or end")
    )
    each_rep: Literal[True] | None = Field(None, description="At each rep; phases are parted by ' ... '")
    between_sides: Count | None = Field(None, description="When changing sides; the number is the seconds for it")
    pacer: Literal[True] | None = Field(None, description="In and out with each breath")
    say: Line | None = Field(None, description="The words")


class Says(Part):
    """What a source says for it, in your own words."""

    source: Line = Field("own", description="S0 to S4, a convention such as C-MAYO, or your own words")
    says: Line


class Question(Part):
    """One question of a checklist."""

    id: Id
    text: Line
    source: Line = "own"


class Caution(Part):
    """What to take care of on some areas, or in some ways, alone."""

    say: Line
    areas: Areas | None = Field(None, description="Only there; everywhere if left out")
    ways: Annotated[list[Id], Field(min_length=1, max_length=MAX_STEPS)] | None = Field(
        None, description="Only in these ways (ids of variants); in all if left out"
    )
    source: Line | None = Field(None, alias="from", description="Which source")


Cautions = Annotated[
    list[Annotated[Caution, BeforeValidator(_as_answer, json_schema_input_type=Caution | Line)]],
    Field(max_length=MAX_ITEMS),
]


class AfterAnswer(Part):
    """One answer to the question at the end."""

    say: Name = Field(description='The words, in quotes: "yes"')
    key: Annotated[str, Field(pattern=r"\A[a-z]\z", json_schema_extra={"pattern": "^[a-z]$"})] | None = Field(
        None, description="The letter that gives it in lines of text; a letter of its own if left out"
    )
    raises: Id | None = Field(None, description="The sign that this answer tells of, such as ball-no-release-2-min")


class AskAfter(Part):
    """The question at the end, and what each answer tells."""

    question: Line
    answers: (
        Annotated[
            list[Annotated[AfterAnswer, BeforeValidator(_as_answer, json_schema_input_type=AfterAnswer | Name)]],
            Field(min_length=2, max_length=MAX_ANSWERS),
        ]
        | None
    ) = Field(None, description='The answers; "yes" and "no" if left out')


class Variant(Part):
    """Another way to do it. What is left out is as in the technique."""

    id: Id
    default: bool = False
    note: Line | None = None
    steps: Annotated[list[Line], Field(min_length=1, max_length=MAX_STEPS)] | None = None
    position: Places | None = None
    equipment: Things | None = None
    areas: Areas | None = None
    sides: TwoSides | None = None


class Movement(Part):
    """One movement of the break that comes with coach."""

    id: Id = Field(description="Names its picture among the variants of the figure, too")
    name: Name = Field(description="What people see")
    prompt: Line = Field(description="What a reminder says: a break by itself, from sitting")
    guide: Line = Field(description="What a guided break says; the person stands already")
    technique: Id | None = Field(None, description="The technique it belongs to, which must be open; none: anybody may")


class RoutineFile(Part):
    """What every routine file has."""

    format: Literal[1] = Field(1, description="The version of this format")
    id: Id = Field(description="Small letters, numbers and dashes; names the routine on the command line")
    name: Name = Field(description="What people see")
    areas: Areas = Field(description="Where on the body")


class TechniqueFile(RoutineFile):
    """One technique."""

    model_config = ConfigDict(title="Technique")

    cls: Annotated[TechniqueClass, Field(strict=False)] = Field(
        alias="class", description="What kind it is; the safety locks and the limits of doses go by it"
    )
    position: Places = Field(description="How the body is placed; the first is the usual one")
    equipment: Things | None = Field(None, description="What has to be at hand")
    equipment_options: Things | None = Field(None, description="Things that can stand in for each other")
    at_desk: bool = Field(False, description="Can be done at or beside the desk")
    sides: TwoSides = Field(Sides.NONE, description="none, per-side (one side, then the other) or alternating")
    order_hint: Line | None = Field(None, description="What best goes before it")
    pressure: Line | None = Field(None, description="How hard to press")
    dose: Dose | None = Field(None, description="How much")
    steps: Annotated[list[Line], Field(min_length=1, max_length=MAX_STEPS)] | None = Field(
        None, description="What to do, one short line each"
    )
    checklist: Annotated[list[Question], Field(min_length=1, max_length=MAX_STEPS)] | None = Field(
        None, description="Questions to go through one by one, in place of steps"
    )
    variants: Annotated[list[Variant], Field(max_length=MAX_STEPS)] | None = Field(
        None, description="Other ways to do it"
    )
    cues: Annotated[list[Cue], Field(max_length=MAX_ITEMS)] | None = Field(None, description="What is said on the way")
    end_alarm: Literal["insistent"] | None = Field(None, description="insistent: sounds until a key is pressed")
    ask_after: Annotated[AskAfter, BeforeValidator(_as_question, json_schema_input_type=AskAfter | Line)] | None = (
        Field(None, description="A question at the end; a text holds question and answers: Did it ease? yes / no")
    )
    figure: FigureKey | None = Field(None, description="The picture: the name of a figure, or one drawn here")
    movements: Annotated[list[Movement], Field(min_length=1, max_length=MAX_ITEMS)] | None = Field(
        None, description="Movements that take turns; only the break that comes with coach has them"
    )
    sit_down: Annotated[list[Line], Field(min_length=1, max_length=MAX_ITEMS)] | None = Field(
        None, description="Lines on how to sit, one at the end of each break; goes with movements"
    )
    never_on: Cautions | None = Field(None, description="Places it must never be used on")
    cautions: Cautions | None = Field(None, description="What to take care of")
    stop_if: Annotated[list[Id], Field(max_length=MAX_ITEMS)] | None = Field(
        None, description="Signs that end it: ids such as in-session-sharp-pain"
    )
    supports: Annotated[list[Says], Field(max_length=MAX_ITEMS)] | None = Field(None, description="What speaks for it")


class Step(Part):
    """A technique with numbers of its own, or a rest."""

    technique: Id | None = Field(None, description="The id of a technique")
    hold: Count | None = Field(None, description="Seconds to hold, in place of the technique's own")
    reps: Count | None = Field(None, description="Reps, in place of the technique's own")
    length: Count | None = Field(None, description="Seconds for the whole, in place of the technique's own")
    spots: Count | None = Field(None, description="Spots, in place of the technique's own")
    rest: Annotated[int, Field(ge=1, le=MAX_REST)] | None = Field(None, description="Seconds to wait")
    basis: Annotated[Basis, Field(strict=False)] | None = Field(None, description="Where the rest's number comes from")
    source: Line | None = Field(None, alias="from", description="Which source")
    note: Line | None = Field(None, description="What to wait for")


class Then(Part):
    """A question some hours later."""

    after_hours: Annotated[int, Field(ge=1, le=168)]
    ask: Literal["no-better-24h"] = Field(description="The id of the question")
    source: Line = "own"


class SequenceFile(RoutineFile):
    """Techniques one after the other."""

    model_config = ConfigDict(title="Sequence")

    cls: Literal["sequence"] = Field(alias="class", description="sequence")
    steps: Annotated[
        list[Annotated[Step, BeforeValidator(_as_step, json_schema_input_type=Step | Id)]],
        Field(min_length=1, max_length=MAX_STEPS),
    ] = Field(description="Ids of techniques in order; a mapping changes a number, {rest: 60} waits")
    why: (
        Annotated[list[Says], Field(max_length=10), BeforeValidator(_as_says, json_schema_input_type=list[Says] | Says)]
        | None
    ) = Field(None, description="What speaks for this order")
    then: Then | None = Field(None, description="A question some hours later")
    days_a_week: Range | None = Field(None, description="On how many days of the week it is meant; nothing locks by it")


def model_for(data: dict[str, Any]) -> type[RoutineFile]:
    """The model that a file's data has to fit."""
    return SequenceFile if data.get("class") == SEQUENCE else TechniqueFile


def routine_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a routine file."""
    schema = TypeAdapter(TechniqueFile | SequenceFile).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A routine of coach",
        "description": "One technique, or a sequence of techniques.",
        **schema,
    }
