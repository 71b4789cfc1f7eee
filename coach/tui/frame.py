"""The frame of the program: its messages, the keys that hold everywhere, and no key for what can't be seen yet."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.markup import MarkupError
from textual.signal import Signal

from coach.tui.messages import STALE, Messages, Told
from coach.tui.nothing_raw import NOTHING_RAW
from coach.tui.screens.framed import Framed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.timer import Timer

    from coach.tui import requests
    from coach.tui.signs_of import SignsOf

HELD = 0.15  # s between two of the same key: closer together, it is one key held down
DOUBLE = 0.5  # s between the two halves of a double click
ALWAYS = {"ctrl+q", "ctrl+c"}  # the ways out are never held back


class Frame(App[None]):
    """What is the same whatever is shown. `wall` gives the time of a message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "help_quit", "Leave", show=False, priority=True, system=True, id="app.leave"),
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave Coach at once", show=False, priority=True, id="app.quit"),
        Binding("ctrl+p", "command_palette", "Find anything", show=False, priority=True, id="app.palette"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._signs: list[SignsOf] = []
        self.messages = Messages()
        self.messages_changed: Signal[None] = Signal(self, "messages")
        self._next: Timer | None = None
        self._key_before: events.Key | None = None
        self._click_before = 0.0  # when
        self._clicked: tuple[Screen[Any] | None, float] = (
            None,
            0.0,
        )  # what the last click that counted was for, and when
        self._click_counts = True  # whether the button that is down was pressed for what stands now

    def wall(self) -> datetime | None:
        """The time of day; None where there is no clock yet."""
        return None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is written."""
        return [*super().get_line_filters(), NOTHING_RAW, *self._signs]

    def show_only(self, encoding: str) -> None:
        """The terminal has the signs of this encoding, and no others."""
        from coach.tui.signs_of import SignsOf  # noqa: PLC0415 - seldom needed

        self._signs = [SignsOf(encoding)]

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is shown, with the signs that the terminal has."""
        shown = super().get_key_display(binding)
        return self._signs[0].key(shown) if self._signs else shown

    # --- windows --------------------------------------------------------------------------------------------------

    def delay_update(self, delay: float = 0.05) -> None:
        """Draw nothing until the place that is gone to stands: the library's own waits so long each time."""
        del delay
        self._begin_batch()
        self.call_next(lambda: self.screen.call_after_refresh(self._arrived))

    def _arrived(self) -> None:
        self._end_batch()
        if isinstance(self.screen, Framed):
            self.screen.draw_now()

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Dress a new screen before anything stands on it; the library dresses all that stands beneath it as well."""
        if not isinstance(screen, Framed):
            super()._load_screen_css(screen)
            return
        new = [path for path in screen.css_path if not self.stylesheet.has_source(str(path), "")]
        if new:
            self.stylesheet.read_all(new)
            self.stylesheet.reparse()
        screen.dress(self.size)
        screen._css_update_count = self._css_update_count  # noqa: SLF001 - it looks as all does now

    # --- messages -------------------------------------------------------------------------------------------------

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tell it in the row of messages: nothing is ever laid over a screen."""
        del timeout  # it goes when it was read
        text = f"{title}: {message}" if title else message
        if markup:
            with suppress(MarkupError):  # it may have brackets of its own
                text = Content.from_markup(text).plain
        self.messages.tell(Told(" ".join(text.split()), severity != "information", self.wall()))
        self._messages_changed()

    def _messages_changed(self) -> None:
        """Show it, and give what stands now the time to be read."""
        if self._next is not None:
            self._next.stop()
            self._next = None
        told = self.messages.current
        if told is not None:
            self._next = self.set_timer(told.seconds, self._stood)
        self.messages_changed.publish(None)

    def _stood(self) -> None:
        self.messages.stood()
        told = self.messages.current
        if told is not None and not told.warns:
            self._next = self.set_timer(STALE, self._went_by)

    def _went_by(self) -> None:
        self.messages.put_away()
        self._messages_changed()

    def on_messages_requested(self, request: requests.MessagesRequested) -> None:
        """Show all of them."""
        from coach.tui.screens.all_messages import MessagesScreen  # noqa: PLC0415 - not needed for the first frame

        request.stop()
        self.messages.all_read()
        self._messages_changed()
        self.push_screen(MessagesScreen(self.messages.kept))

    # --- keys -----------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """A key counts for what can be seen; and whoever does something has read what stood there."""
        if isinstance(event, events.Key) and self._too_early(event):
            return
        if isinstance(event, events.MouseDown | events.MouseUp) and self._clicked_on(event):
            return
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded and self.messages.key():
            self._messages_changed()
        await super().on_event(event)

    def _too_early(self, key: events.Key) -> bool:
        """Whether it was typed for the screen before, or is still held down from there."""
        screen = self.screen
        if key.key in ALWAYS or not isinstance(screen, Framed):
            return False
        if not screen.takes_keys or key.time < screen.since:
            return True
        if key.is_forwarded:  # it comes back from what had the focus, to act by its binding
            return False
        before, self._key_before = self._key_before, key
        if screen.fresh and before is not None and before.key == key.key and key.time - before.time < HELD:
            return True
        screen.fresh = False
        return False

    def _clicked_on(self, mouse: events.MouseDown | events.MouseUp) -> bool:
        """Whether it is the second half of a double click that was meant for what stood here at the first."""
        if isinstance(mouse, events.MouseDown):
            before, self._click_before = self._click_before, mouse.time
            screen, when = self._clicked
            same = self.screen is screen and not (isinstance(screen, Framed) and screen.asked_since(when))
            self._click_counts = same or mouse.time - before >= DOUBLE
            if self._click_counts:
                self._clicked = self.screen, mouse.time
        return not self._click_counts

    # --- leaving --------------------------------------------------------------------------------------------------

    def action_help_quit(self) -> None:
        """Ctrl+C does as q; where the mouse has marked words, it copies them."""
        marked = self.screen.get_selected_text()
        if marked:
            self.copy_to_clipboard(marked)
            self.screen.clear_selection()
        elif isinstance(self.screen, Framed):
            self.screen.leave()
        elif self.screen.is_modal and self.screen.is_current:  # the palette
            self.screen.dismiss(None)
        else:
            self.exit()

    def on_leave_requested(self) -> None:
        """The person leaves the program."""
        self.exit()

    async def action_quit(self) -> None:
        """Leave at once; a session under way is kept as left."""
        self.exit()
