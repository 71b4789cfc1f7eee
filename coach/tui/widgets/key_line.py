"""The keys that do something here, in one line. What has no room is in the palette, and the line says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events
    from textual.binding import Binding
    from textual.screen import Screen

GAP = 2
MORE = ("^p", "more", "ctrl+p")


class _Shown(NamedTuple):
    column: int
    key: str
    words: str
    press: str

    @property
    def end(self) -> int:
        return self.column + len(self.key) + 1 + len(self.words)


class KeyLine(Widget):
    """One widget for all keys: it is there with the first frame. A click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--words"}

    def on_mount(self) -> None:
        """Follow what can be done now."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        del screen
        self.refresh()

    def _shown(self) -> list[_Shown]:
        """What there is room for, from the left; the way to the rest where there isn't."""
        by_action: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                by_action.setdefault(active.binding.action, active.binding)
        keys = [(self.app.get_key_display(b), b.description, b.key) for b in by_action.values()]
        width = self.content_size.width
        whole = _row(keys)
        if not whole or whole[-1].end <= width:
            return whole
        while keys and _row([*keys, MORE])[-1].end > width:
            keys.pop()
        return _row([*keys, MORE])

    def render(self) -> Content:
        """Keys and words."""
        key, words = self.get_visual_style("key-line--key"), self.get_visual_style("key-line--words")
        parts: list[Content] = []
        at = 0
        for shown in self._shown():
            parts += [
                Content(" " * (shown.column - at)),
                Content.styled(shown.key, key),
                Content(" "),
                Content.styled(shown.words, words),
            ]
            at = shown.end
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        offset = event.get_content_offset(self)
        for shown in self._shown() if offset is not None else ():
            if offset is not None and shown.column <= offset.x < shown.end:
                event.stop()
                self.app.simulate_key(shown.press)


def _row(keys: list[tuple[str, str, str]]) -> list[_Shown]:
    row: list[_Shown] = []
    for key, words, press in keys:
        row.append(_Shown(row[-1].end + GAP if row else 0, key, words, press))
    return row
