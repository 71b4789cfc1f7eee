"""What the places share: the bar with their names and keys on top, and one line when the window is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from coach.tui.keys import key_now
from coach.tui.requests import LeaveRequested, LessonRequested, PlaceRequested
from coach.tui.screens.framed import Framed

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

PLACES = (
    ("today", "t", "Today"),
    ("library", "l", "Library"),
    ("progress", "h", "Progress"),
    ("settings", "o", "Settings"),
)
BEFORE = "before"  # instead of a place: the one before this one
BRAND = "Coach"
ROOMY = 60  # cells; from here on the name of the program and more air


class PlaceBar(Widget):
    """The places and their keys; the one we are at has a mark instead of its key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"place-bar--{part}" for part in ("brand", "key", "name", "here")}

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def _spans(self) -> list[tuple[int, str, str, str]]:
        """(column, place, key or mark, name) of each."""
        roomy = self.content_size.width >= ROOMY
        column = len(BRAND) + 4 if roomy else 0
        spans = []
        for place, key, name in PLACES:
            mark = "▸" if place == self._here else key_now(self.app, f"place.{place}", key)
            spans.append((column, place, mark, name))
            column += len(mark) + len(name) + (5 if roomy else 2)
        return spans

    def render(self) -> Content:
        """One line."""
        style = {part: self.get_visual_style(f"place-bar--{part}") for part in ("brand", "key", "name", "here")}
        spans = self._spans()
        parts = [Content.styled(BRAND, style["brand"])] if spans[0][0] else []
        at = len(BRAND) if spans[0][0] else 0
        for column, place, key, name in spans:
            here = place == self._here
            parts += [
                Content(" " * (column - at)),
                Content.styled(key, style["here" if here else "key"]),
                Content(" "),
                Content.styled(name, style["here" if here else "name"]),
            ]
            at = column + len(key) + 1 + len(name)
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Go to the place under the mouse."""
        offset = event.get_content_offset(self)
        for column, place, key, name in self._spans() if offset is not None else ():
            if offset is not None and column <= offset.x < column + len(key) + 1 + len(name):
                event.stop()
                self.post_message(PlaceRequested(place))


class Place(Framed[None]):
    """One of the four places. Subclasses say which, and read the record anew in `reload`.

    Escape goes back to the place before, q leaves the program.
    """

    HERE: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"place('{place}')", name, show=False, tooltip=f"Go to {name}", id=f"place.{place}")
            for place, key, name in PLACES
        ),
        Binding("j", "learn", "Learn", show=False, tooltip="A short lesson, two minutes", id="place.learn"),
        Binding("escape", "back", "Back", key_display="esc", tooltip="Back to the place before", id="place.back"),
        Binding("q", "leave", "Quit", tooltip="Leave Coach", id="place.quit"),
    ]

    def compose_top(self) -> ComposeResult:
        """The bar, and the one line; to be composed first."""
        yield from self.compose_small()
        yield PlaceBar(self.HERE)

    def reload(self) -> None:
        """Read the record anew and show it."""

    def jump(self, to: str) -> None:
        """To one thing on it, by its name."""

    def action_learn(self) -> None:
        """Read something short."""
        self.post_message(LessonRequested())

    def action_place(self, place: str) -> None:
        """Go to a place."""
        if place != self.HERE:
            self.post_message(PlaceRequested(place))

    def action_back(self) -> None:
        """Back to the place before."""
        self.post_message(PlaceRequested(BEFORE))

    def action_leave(self) -> None:
        """Leave the program."""
        self.post_message(LeaveRequested())

    def leave(self) -> None:
        """The same."""
        self.action_leave()
