"""What can be tried, switched or looked at beside the settings: a port, for it is all outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.settings import Settings


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
class AboutYou:
    """What is told once, where the record is."""

    opens: Callable[[], None]
    name: ClassVar[str] = "about-you"
    group: ClassVar[str] = "record"
    label: ClassVar[str] = "About you"
    what: ClassVar[str] = "Your emergency number and the year you were born: cards and rules use them."
    choices: ClassVar[tuple[tuple[str, str], ...]] = (("open", "open"),)

    async def stands(self) -> str:
        """It is only opened."""
        return ""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Open it."""
        del choice, settings
        told("")
        self.opens()
