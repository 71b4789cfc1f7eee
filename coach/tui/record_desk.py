"""The record out, in again, and gone: a port, for files are outside. What is asked is in `exchanging`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from coach.core.errors import CoachError
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.vocabulary import BodyArea

Wish = Literal["export", "import", "tables", "delete"]


class Occupied(CoachError):  # noqa: N818 - a question to the person
    """Something else is at this place; says what."""


@frozen
class Looked:
    """What a file would bring, in sentences. `new`: it brings something; `clock` asks whose clock is wrong, if any."""

    said: tuple[str, ...]
    new: bool
    clock: str = ""


class RecordDesk(Protocol):
    """Reads and writes files that a person names. Every method but `place` and `delete` raises CoachError."""

    def place(self, wish: Wish) -> str:
        """Where such a file usually goes, or comes from."""

    def export(self, name: str, *, over: bool) -> str:
        """Write the record there, and say so. Raises Occupied where something else is there and is to stay."""

    def tables(self, name: str, *, over: bool) -> str:
        """Write tables for a spreadsheet into this folder, and say so. Raises Occupied."""

    def page(self, area: BodyArea | None) -> str:
        """Write the page for a clinician to a new file, and say where it is."""

    def look(self, name: str, passphrase: str) -> Looked:
        """What this file would bring; nothing is written."""

    def locked(self, name: str) -> bool:
        """Whether this file is behind a passphrase."""

    def take(self, name: str, passphrase: str, *, theirs: bool) -> Sequence[str]:
        """Take it in, and say what came of it. `theirs`: entries dated ahead are the fault of that computer's clock."""

    def delete(self, *, settings_too: bool) -> None:
        """Once the full screen is gone, ask in lines, and delete."""
