"""What can be tried, switched or looked at beside the settings: a port, for it is all outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.settings import Settings


class Tool(Protocol):
    """One such thing. `choices` are what can be done with it, as (name, words); without any it is only looked at."""

    name: str
    group: str
    label: str
    what: str
    choices: tuple[tuple[str, str], ...]

    async def stands(self) -> str:
        """How it stands now: the name of a choice, or words. Never raises."""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Do it, and tell what was seen to happen, perhaps more than once. Never raises."""
