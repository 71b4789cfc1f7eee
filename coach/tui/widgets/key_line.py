"""The keys that do something here, in one line. What has no room is in the palette, and the line says so.

The ways out always have room: they stand at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content
from textual.keys import key_to_character
from textual.widget import Widget

from coach.tui.keys import key_now, pressed

if TYPE_CHECKING:
    from textual import events
    from textual.binding import Binding
    from textual.screen import Screen

GAP = 2
MORE = ("^p", "ctrl+p")  # the palette
ROOMY = 60  # cells; in fewer a mark says that there is more
HELP = "help"  # the last that has room
WAYS_OUT = ("leave_now", "stay", "keep", "anywhere", "back", "leave")  # actions
TYPED = {"slash": "/", "plus": "+", "minus": "-"}  # letters that the library does not know by their names


class Shown(NamedTuple):
    """One key: where it stands, what is read, and the key a click presses."""

    column: int
    key: str
    words: str
    press: str

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + len(self.key) + (1 + len(self.words) if self.words else 0)


class KeyLine(Widget):
    """One widget for all keys: it is there with the first frame. A click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--words"}

    def on_mount(self) -> None:
        """Follow what can be done now."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        del screen
        self.refresh()

    def shown(self) -> list[Shown]:
        """What there is room for, from the left; the way to the rest where there isn't."""
        by_action: dict[str, Binding] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.show and active.enabled and not self._types(key):
                by_action.setdefault(active.binding.action, active.binding)
        named = {a: (self.app.get_key_display(b), b.description, b.key) for a, b in by_action.items()}
        out = [named.pop(action) for action in WAYS_OUT if action in named]
        helps = [named.pop(HELP)] if HELP in named else []
        keys = [*named.values(), *helps]
        width = self.content_size.width
        if not keys or _row([*keys, *out])[-1].end <= width:
            return _row([*keys, *out])
        more = self._more(roomy=width >= ROOMY)
        while keys and _row([*keys, more, *out])[-1].end > width:
            keys.pop()
        return _row([*keys, more, *out])

    def _more(self, *, roomy: bool) -> tuple[str, str, str]:
        """The way to the rest."""
        key, press = key_now(self.app, "app.palette", MORE[0]), pressed(self.app, "app.palette", MORE[1])
        return (key, "more", press) if roomy else (f"{key}…", "", press)

    def _types(self, key: str) -> bool:
        """Whether the key is a letter for what has the focus."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key(key, TYPED.get(key) or key_to_character(key))

    def render(self) -> Content:
        """Keys and words."""
        key, words = self.get_visual_style("key-line--key"), self.get_visual_style("key-line--words")
        parts: list[Content] = []
        at = 0
        for shown in self.shown():
            parts += [
                Content(" " * (shown.column - at)),
                Content.styled(shown.key, key),
                Content.styled(f" {shown.words}" if shown.words else "", words),
            ]
            at = shown.end
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        offset = event.get_content_offset(self)
        for shown in self.shown() if offset is not None else ():
            if offset is not None and shown.column <= offset.x < shown.end:
                event.stop()
                self.app.simulate_key(shown.press)


def _row(keys: list[tuple[str, str, str]]) -> list[Shown]:
    row: list[Shown] = []
    for key, words, press in keys:
        row.append(Shown(row[-1].end + GAP if row else 0, key, words, press))
    return row
