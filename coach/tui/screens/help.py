"""Help: the way through and the keys, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.clearance.clearance import NO_REVIEW
from coach.tui.keys import with_keys
from coach.tui.screens.sheet import Sheet, TopLine, headed

if TYPE_CHECKING:
    from textual.app import ComposeResult

PARTS = (
    (
        "When it hurts",
        (
            "On Today, press the number of the place that hurts: {today.neck:1} neck, {today.shoulder:2} shoulder, "
            "{today.upper-back:3} upper back, {today.mid-back:4} mid back, {today.lower-back:5} lower back. "
            "{today.body:b} shows a body to point at. Press Enter to start what is marked.\n"
            "{today.minutes:m} changes how long you have. {today.side:s} changes the side. "
            "{today.about:i} tells all about the marked routine."
        ),
    ),
    (
        "The safety check",
        (
            "Once a day Coach asks a few questions first. They find the signs that need a doctor, not a stretch. "
            "{today.check:c} asks them now. If something is locked, {today.why:w} says why and what to do. "
            "{today.note:e} notes a sore spot or a lump, and how it goes."
        ),
    ),
    (
        "In a routine",
        (
            "{player.pause:space} pauses. {player.next:n} goes on to the next part, {player.back:b} goes back. "
            "{player.longer:+ or =} and {player.shorter:-} change the time by 10 seconds. "
            "{player.side:s} is for the other side. {player.wrong:! or w} says that something is wrong. "
            "{player.leave:q} leaves; what you did is kept. "
            "In a movement break, {player.got-up:g} says that you got up: it counts."
        ),
    ),
    (
        "Places",
        (
            "{place.today:t} Today, {place.library:l} Library, {place.progress:h} Progress, "
            "{place.settings:o} Settings. "
            "In the Library {library.search:/ or f} searches; Escape leaves the search.\n"
            "Escape goes back, everywhere. {place.quit:q} leaves, and asks in a routine; ctrl+q leaves at once.\n"
            "In a list a click selects and a second click opens, as Enter does. {frame.messages:f2} shows all messages "
            "again. {frame.help:?} or {frame.help-typing:f1} is this page.\n"
            "{app.palette:^p} finds everything: routines, places, settings, what to note.\n"
            "Every key can be another one: see keys in the settings file."
        ),
    ),
    (
        "Signs",
        "✓ done or good to go   ◐ in part   ○ skipped   ? check first   ✗ locked   ! needs a look",
    ),
    ("Yours alone", f"All you tell Coach stays on this computer. {NO_REVIEW}"),
)


class HelpScreen(Sheet[None]):
    """A page to read."""

    READ_ONLY = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,f1", "back", "Back", key_display="esc", id="help.back")
    ]

    def compose(self) -> ComposeResult:
        """Headings with a few sentences each."""
        yield from self.compose_small()
        yield TopLine("Help", "arrows scroll")
        with VerticalScroll(classes="sheet"):
            yield Static(headed((heading, with_keys(self.app, text)) for heading, text in PARTS), markup=False)
        yield from self.compose_foot()
