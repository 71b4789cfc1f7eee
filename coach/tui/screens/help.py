"""Help: the way through and the keys, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.clearance.clearance import NO_REVIEW
from coach.tui.screens.sheet import Sheet, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

PARTS = (
    (
        "When it hurts",
        (
            "On Today, press the number of the place that hurts: 1 neck, 2 shoulder, 3 upper back, 4 mid back, "
            "5 lower back. b shows a body to point at. Press Enter to start what is marked.\n"
            "m changes how long you have. s changes the side. i tells all about the marked routine."
        ),
    ),
    (
        "The safety check",
        (
            "Once a day Coach asks a few questions first. They find the signs that need a doctor, not a stretch. "
            "c asks them now. If something is locked, w says why and what to do. "
            "e notes a sore spot or a lump, and how it goes."
        ),
    ),
    (
        "In a routine",
        (
            "space pauses. n goes on to the next part, b goes back. + and - change the time by 10 seconds. "
            "s is for the other side. ! says that something is wrong. q leaves; what you did is kept. "
            "In a movement break, g says that you got up: it counts."
        ),
    ),
    (
        "Places",
        (
            "t Today, l Library, h History, o Settings. In the Library / searches; Escape leaves the search.\n"
            "Escape goes back, everywhere. q leaves, and asks while a routine runs; ctrl+q leaves Coach at once.\n"
            "In a list a click selects and a second click opens, as Enter does. F2 shows all messages again.\n"
            "ctrl+p shows everything you can do."
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
        Binding("escape,q,enter,question_mark,f1", "back", "Back", key_display="esc", id="back")
    ]

    def compose(self) -> ComposeResult:
        """Headings with a few sentences each."""
        yield from self.compose_small()
        yield TopLine("Help", "arrows scroll")
        with VerticalScroll(classes="sheet"):
            for heading, text in PARTS:
                yield Static(heading, classes="subhead", markup=False)
                yield Static(text, markup=False)
        yield from self.compose_foot()
