"""What every file that people write is checked with: text of one line, ids, and groups without unknown keys."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_TEXT = 500

_TURNS_TEXT_ROUND = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def _one_line(text: str) -> str:
    """Refuse what could move the cursor or turn the text round on a terminal."""
    if any(unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} or ord(c) in _TURNS_TEXT_ROUND for c in text):
        raise ValueError("A text has to be one line without control characters.")
    if not text.strip():
        raise ValueError("This text is empty.")
    return text


Line = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(_one_line)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_one_line)]
Id = Annotated[
    str,
    Field(
        pattern=r"\A[a-z0-9]+(?:-[a-z0-9]+)*\z",
        max_length=40,
        json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    ),
]


class Part(BaseModel):
    """Anything in a routine file: exact types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
