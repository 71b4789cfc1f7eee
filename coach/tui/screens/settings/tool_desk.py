"""What is known of the tools: how each stands, and what was last seen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.screens.settings.lines import ToolLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import Screen

    from coach.core.settings import Settings
    from coach.tui.screens.settings.tools import Tool


class ToolDesk:
    """Uses the tools beside the screen; `changed` is told when there is something new to show."""

    def __init__(self, screen: Screen[None], tools: Sequence[Tool], changed: Callable[[], None]) -> None:
        self.tools = tools
        self._screen, self._changed = screen, changed
        self._stands: dict[str, str] = {}
        self._said: dict[str, str] = {}

    def lines(self, group: str) -> list[ToolLine]:
        """Those of a group."""
        of_group = [tool for tool in self.tools if tool.group == group]
        return [ToolLine(t, self._stands.get(t.name, ""), self._said.get(t.name, "")) for t in of_group]

    def look(self, group: str) -> None:
        """See how those of a group stand."""
        for line in self.lines(group):
            self._screen.run_worker(self._look_at(line.tool), group=line.tool.name, exclusive=True)

    async def _look_at(self, tool: Tool) -> None:
        self._stands[tool.name] = await tool.stands()
        self._changed()

    def do(self, line: ToolLine, choice: str, settings: Settings) -> None:
        """Do what a tool can do. What is switched has to be known first."""
        if not line.picks or (len(line.picks) > 1 and not line.chosen):
            return

        def told(said: str) -> None:
            self._said[line.tool.name] = said
            self._changed()

        async def work() -> None:
            await line.tool.do(choice, settings, told)
            await self._look_at(line.tool)

        told("...")
        self._screen.run_worker(work(), group=line.tool.name, exclusive=True)
