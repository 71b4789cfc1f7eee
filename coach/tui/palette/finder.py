"""The palette on the screen: Textual's, with what is offered here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from coach.tui.keys import WithOwnKeys
from coach.tui.palette.matching import Offer, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import App
    from textual.screen import Screen

PLACEHOLDER = "A routine, a place that hurts, a setting ..."


class Finder(Provider):
    """Gives what fits. What is offered was made before the palette opened: an error in here would only be logged."""

    def __init__(self, screen: Screen[Any], match_style: Any = None, *, offers: list[Offer]) -> None:
        super().__init__(screen, match_style)
        self._offers = offers

    async def discover(self) -> Hits:
        """Everything; first what can be done here."""
        for offer in sorted(self._offers, key=lambda offer: offer.rank):
            yield DiscoveryHit(Text(offer.title), offer.run, text=offer.title, help=escape(offer.text))

    async def search(self, query: str) -> Hits:
        """The best first; of those that fit as well, the one that is offered first."""
        for offer in self._offers:
            points = score(query, offer)
            if points:
                yield Hit(points, Text(offer.title), offer.run, text=offer.title, help=escape(offer.text))


class Palette(CommandPalette, WithOwnKeys):
    """Textual's. It goes once, however often Enter comes: a second time it would take the screen beneath away.

    The line to type in is there with its first frame, and not only when there is something to pick.
    """

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """It was dressed when it was made."""
        event.refresh_styles = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Go with what was picked."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


def show(app: App[Any], offers: Callable[[], list[Offer]]) -> None:
    """Open the palette with these, where it is not open yet."""
    if CommandPalette.is_open(app):
        return
    found = offers()
    finder = cast("type[Provider]", partial(Finder, offers=found))
    palette = Palette(providers=[lambda: finder], placeholder=PLACEHOLDER, id="--command-palette", classes="-ready")
    app.push_screen(palette)
