"""The doses of a routine file: every number with its range and where it comes from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from coach.adapters.routines.routine_part import Line, Part
from coach.core.routine.routine import Basis

Count = Annotated[int, Field(ge=1)]


def _as_default(value: Any) -> Any:
    return {"default": value} if isinstance(value, int) and not isinstance(value, bool) else value


class Number(Part):
    """A number of a dose with where it comes from."""

    basis: Annotated[Basis, Field(strict=False)] = Field(
        Basis.POLICY, description="seed: a source article; convention: a cited guideline; policy: a choice"
    )
    source: Line = Field("own", alias="from", description="Where the number comes from: S3, C-MAYO, or your own words")
    note: Line | None = Field(None, description="What else to know of this number")


class Range(Number):
    """A number with its range."""

    min: Count | None = Field(None, description="The low end")
    max: Count | None = Field(None, description="The high end; nothing goes over it")
    default: Count | None = Field(None, description="Used when nobody chose; the low end if left out")


class Hold(Range):
    """Seconds to hold."""

    breaths: Count | None = Field(None, description="The hold counted in breaths")
    seconds_default: Count | None = Field(None, description="Seconds planned for those breaths")


class Single(Number):
    """One number that is not a range."""

    max: Count


class Reps(Range):
    """How many times."""

    per: Literal["side"] | None = Field(None, description="side: this many for each side")
    rise_per_week: Single | None = Field(None, description="At most this many more than last week")


class Frequency(Number):
    """How often in a day."""

    max_per_day: Count
    seed_text: Line | None = Field(None, description="How the source says it")


class Gap(Number):
    """Time between two uses."""

    min_minutes: Count


class HardStop(Number):
    """The most for one spot."""

    seconds: Count


class Tempo(Number):
    """How slow a rep is: the same both ways, or up and down."""

    seconds_each_way: Count | None = None
    seconds_up: Count | None = None
    seconds_down: Count | None = None


class Pace(Number):
    """How slow a breath is. Breath is never held."""

    in_seconds: Count
    out_seconds: Count
    hold_seconds: Literal[0] = 0


class Often(Number):
    """How often, in words."""

    default: Line


class Cups(Number):
    """How much in a day, in words."""

    cups: Line


class Dose(Part):
    """How much. A single number may stand for the whole: `hold: 20`."""

    hold: Annotated[Hold, BeforeValidator(_as_default, json_schema_input_type=Hold | int)] | None = Field(
        None, description="Seconds to hold"
    )
    reps: Annotated[Reps, BeforeValidator(_as_default, json_schema_input_type=Reps | int)] | None = Field(
        None, description="How many times; for each side where there are sides"
    )
    length: Annotated[Range, BeforeValidator(_as_default, json_schema_input_type=Range | int)] | None = Field(
        None, description="Seconds for the whole of it"
    )
    spots: Annotated[Range, BeforeValidator(_as_default, json_schema_input_type=Range | int)] | None = Field(
        None, description="How many spots"
    )
    tempo: Tempo | None = Field(None, description="Seconds of each way of a rep")
    pace: Pace | None = Field(None, description="Seconds of a breath in and out")
    hard_stop: HardStop | None = Field(None, description="Seconds on one spot after which it has to end")
    per_spot_per_day_seconds: Single | None = Field(None, description="Seconds on one spot in a day")
    frequency: Frequency | None = Field(None, description="Uses in a day")
    gap: Gap | None = Field(None, description="Minutes between two uses")
    every_minutes: Range | None = Field(None, description="Minutes between two breaks")
    every: Often | None = Field(None, description="How often, in words")
    per_day: Cups | None = Field(None, description="How much in a day, in words")
