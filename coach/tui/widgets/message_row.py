"""The row of messages: at the same place on every screen, so that nothing is ever covered by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events
    from textual.signal import Signal

    from coach.tui.messages import Messages

KEY = "F2"
GAP = 2


@runtime_checkable
class Tells(Protocol):
    """A program that has messages."""

    messages: Messages
    messages_changed: Signal[None]


def fitted(line: str, behind: int, kept: int, width: int) -> tuple[str, str]:
    """What of a line stands in `width` cells, and the hint at its right end: how to read the rest."""
    if not line:
        hint = f"{KEY} messages"
        return "", hint if kept and len(hint) <= width else ""
    hint = f"{KEY} +{behind}" if behind else ""
    if len(line) > width - (len(hint) + GAP if hint else 0):
        hint = f"{KEY} +{behind}" if behind else f"{KEY} more"
        line = f"{line[: max(0, width - len(hint) - GAP - 1)].rstrip()}…"
    return line, hint


class MessageRow(Widget):
    """One row. A click opens all messages, as its key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"message-row--{part}" for part in ("news", "warning", "hint")}

    def on_mount(self) -> None:
        """Follow what is told."""
        if isinstance(self.app, Tells):
            self.app.messages_changed.subscribe(self, self._changed)

    def _changed(self, _: None) -> None:
        self.refresh()

    def render(self) -> Content:
        """The newest message, and the way to the rest."""
        if not isinstance(self.app, Tells):
            return Content("")
        messages, width = self.app.messages, self.content_size.width
        told = messages.current
        line, hint = fitted(told.line if told else "", messages.behind, len(messages.kept), width)
        style = self.get_visual_style(f"message-row--{'warning' if told and told.warns else 'news'}")
        gap = " " * (width - len(line) - len(hint))
        return Content.assemble(
            Content.styled(line, style), gap, Content.styled(hint, self.get_visual_style("message-row--hint"))
        )

    async def on_click(self, event: events.Click) -> None:
        """Open all of them."""
        if isinstance(self.app, Tells) and self.app.messages.kept:
            event.stop()
            await self.run_action("screen.messages")
