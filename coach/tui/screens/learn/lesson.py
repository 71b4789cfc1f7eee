"""One short lesson: its lines, and where each comes from when that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.catalogue.origins import origins
from coach.tui.screens.sheet import Sheet, TopLine, bullets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from coach.core.lessons.lesson import Lesson


class LessonScreen(Sheet[bool]):
    """Gives True where it was read to its end, None where it was put away."""

    READ_ONLY = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "Read", key_display="⏎", tooltip="It was read", id="lesson.done"),
        Binding("escape,q,x", "back", "Not today", key_display="x", tooltip="Another day", id="lesson.back"),
        Binding("s", "sources", "Sources", tooltip="Where each line comes from", id="lesson.sources"),
        Binding("down", "scroll(1)", "Down", show=False, id="lesson.down"),
        Binding("up", "scroll(-1)", "Up", show=False, id="lesson.up"),
    ]

    def __init__(self, lesson: Lesson, sources: Mapping[str, str], advice: Sequence[str] = ()) -> None:
        super().__init__()
        self._lesson, self._sources, self._advice = lesson, sources, tuple(advice)
        self._sourced = False

    def compose(self) -> ComposeResult:
        """The lines, and below them what has been noted again and again."""
        yield from self.compose_small()
        yield TopLine("Two minutes")
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(self._lesson.title, classes="heading", markup=False)
            yield Static(id="lines", markup=False)
            if self._advice:
                yield Static("From what you noted", classes="subhead", markup=False)
                yield Static(bullets(self._advice))
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Show the lines."""
        self._show()

    def _show(self) -> None:
        lines = [line.text for line in self._lesson.lines]
        if self._sourced:
            named = ("; ".join(self._from(number)) for number in range(len(lines)))
            lines = [f"{text} [{source}]" for text, source in zip(lines, named, strict=True)]
        self.query_one("#lines", Static).update(bullets(lines))
        self.refresh_bindings()

    def _from(self, number: int) -> list[str]:
        """Who says a line; what Coach says of itself comes from Coach."""
        line = self._lesson.lines[number]
        return origins((each.source for each in line.origins), self._sources) or ["Coach"]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The sources once."""
        return not self._sourced if action == "sources" else super().check_action(action, parameters)

    def action_done(self) -> None:
        """It was read."""
        if self.is_current:
            self.dismiss(True)

    def action_sources(self) -> None:
        """Say where each line comes from."""
        self._sourced = True
        self._show()

    def action_scroll(self, by: int) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
