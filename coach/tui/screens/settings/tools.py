"""What can be tried, switched or looked at beside the settings: a port, for it is all outside."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.settings import Settings
    from coach.tui.record_desk import Wish


class Tool(Protocol):
    """One such thing. Its choices are (name, words); without any it is only looked at."""

    @property
    def name(self) -> str:
        """Its own, among the tools."""

    @property
    def group(self) -> str:
        """The name of the group of settings it stands in."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def what(self) -> str:
        """What it is for."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What can be done with it."""

    async def stands(self) -> str:
        """How it stands now: the name of a choice, or words. Never raises."""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Do it, and tell what was seen to happen, perhaps more than once. Never raises."""


@frozen
class Opening:
    """Something with a screen of its own, which `opens` it."""

    name: str
    label: str
    what: str
    opens: Callable[[], object]
    group: ClassVar[str] = "record"
    choices: ClassVar[tuple[tuple[str, str], ...]] = (("open", "open"),)

    async def stands(self) -> str:
        """It is only opened."""
        return ""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Open it."""
        del choice, settings
        told("")
        self.opens()


ABOUT_YOU = ("about-you", "About you", "Your emergency number and the year you were born: cards and rules use them.")
WISHES: tuple[tuple[Wish, str, str], ...] = (
    ("export", "Export", "The whole record as one file that Coach takes in again, here or on another computer."),
    ("import", "Import", "Take in what another Coach wrote. You see first what it would bring."),
    ("tables", "For a spreadsheet", "Tables of pain, sessions, breaks, lumps, signs and visits."),
    ("delete", "Delete everything", "All that Coach keeps on this computer. It asks first."),
)


def openings_of(about_me: Callable[[], object], wish: Callable[[Wish], object] | None) -> list[Opening]:
    """What stands under the record: about you, and what can be done with files where there is a `wish` for it."""
    found = [Opening(*ABOUT_YOU, about_me)]
    return found if wish is None else [*found, *(Opening(*each, partial(wish, each[0])) for each in WISHES)]
