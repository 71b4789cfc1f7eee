"""What every screen has: the row of messages, the keys at the foot, help, one line when the window is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from coach.tui.compositor import NearCompositor
from coach.tui.keys import WithOwnKeys
from coach.tui.requests import HelpRequested, MessagesRequested
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.message_row import MessageRow
from coach.tui.widgets.small_window import SmallWindow, too_small

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

Result = TypeVar("Result")


class Framed(WithOwnKeys, Screen[Result]):
    """A screen in the frame. It takes keys when it stands: what was typed for the one before does not fall through.

    `takes_keys`: the person can see what a key would mean, since the moment `since` (in the time of events). `fresh`:
    no key has come since then.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-mid"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", tooltip="The keys, in plain words", id="frame.help"),
        Binding(
            "f1", "help", "Help", key_display="F1", tooltip="The same, where ? is a letter", id="frame.help-typing"
        ),
        Binding(
            "f2", "messages", "Messages", show=False, tooltip="All messages, to be read again", id="frame.messages"
        ),
    ]

    takes_keys = True
    since = 0.0
    fresh = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()

    def compose_small(self) -> ComposeResult:
        """The one line; to be composed with the rest."""
        yield SmallWindow()

    def compose_foot(self) -> ComposeResult:
        """Messages and keys; to be composed last."""
        yield MessageRow()
        yield KeyLine()

    def on_resize(self, event: events.Resize) -> None:
        """Below 40x12 only one line is left."""
        self.set_class(too_small(*event.size), "-small")

    def dress(self, size: Size) -> None:
        """Take the looks for a window of this size, before there is anything to be looked at."""
        for cells, breakpoints in zip(size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(*self._get_breakpoint_classes(cells, breakpoints), update=False)
        self.set_class(too_small(*size), "-small", update=False)
        self.update_node_styles(animate=False)

    def _screen_resized(self, size: Size) -> None:
        """Lay nothing out a second time for a size that it has."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    def draw_now(self) -> None:
        """Draw all of it, and not only when the next picture is due."""
        self.refresh()
        self._on_timer_update()

    def _compositor_refresh(self) -> None:
        """Draw nothing that is not shown."""
        if not self.app._batch_count:  # noqa: SLF001
            super()._compositor_refresh()

    def on_screen_suspend(self) -> None:
        """What lies over this screen asks something: keys typed there are not meant for here."""
        self.takes_keys = not self.app.screen.is_modal

    @on(events.ScreenResume)
    def _dressed(self, event: events.ScreenResume) -> None:
        """Its looks are those it had, but where the colours are others now."""
        event.refresh_styles = self._css_update_count != self.app._css_update_count  # noqa: SLF001

    def on_screen_resume(self) -> None:
        """It stands as soon as it has been drawn."""
        self.call_after_refresh(self._stands)

    def asks_anew(self) -> None:
        """It shows another question: a key counts for it when that has been drawn."""
        self.takes_keys = False
        self.call_after_refresh(self._stands)

    def asked_since(self, when: float) -> bool:
        """Whether it shows another question than at that moment."""
        return not self.takes_keys or self.since > when

    def _stands(self) -> None:
        if not self.takes_keys:
            self.since = Message().time
        self.takes_keys = self.fresh = True

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go, once: what comes while it goes takes no screen beneath it away."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def leave(self) -> None:
        """What q and Ctrl+C do."""

    def action_help(self) -> None:
        """Show the help."""
        self.post_message(HelpRequested())

    def action_messages(self) -> None:
        """Show all messages."""
        self.post_message(MessagesRequested())
