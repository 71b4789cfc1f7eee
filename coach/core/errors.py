"""One family of errors: a sentence that names the thing, and a hint that mends it."""

from __future__ import annotations

from coach.core.frozen import frozen


class CoachError(Exception):
    """Something went wrong that the person can be told about in one line."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(CoachError):  # noqa: N818 - said of what came in, not of us
    """Wrong use or bad input: exit code 2."""


class JournalError(CoachError):
    """The record can't be read or written."""


class Differs(JournalError):  # noqa: N818 - a finding about what came in
    """An entry came in under an id that is there with another content. `ids` are all that were seen."""

    def __init__(self, *ids: str) -> None:
        super().__init__(f"Entries are there already and say something else: {', '.join(ids[:3])}.")
        self.ids = ids


@frozen
class Problem:
    """One fault in a file a person wrote: where it is (1-based), what is wrong, how to mend it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} {self.hint}".rstrip()
