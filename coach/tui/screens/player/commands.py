"""What can be done in a session, for the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from coach.core.session.keys import EXTEND

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS = (
    ("Pause", "pause", "Stop the time"),
    ("Go on", "go_on", "Let the time run"),
    ("It is off", "acknowledge", "Heat or cold is off the skin"),
    ("I got up", "got_up", "End the break here; it counts as taken"),
    ("Next", "next", "Leave this part for the next one"),
    ("Back", "again", "Begin this part again, or the one before"),
    ("Other side", "other_side", "Go to the other side"),
    ("10 seconds more", f"extend({EXTEND})", "Lengthen this part, inside its limit"),
    ("10 seconds less", f"extend(-{EXTEND})", "Shorten this part"),
    ("Hear", "hear", "Voice, chimes or silent, in turn"),
    ("Something is wrong", "wrong", "Freeze the time and say what you feel"),
    ("Leave", "leave", "End here; what you did is kept"),
    ("Leave now", "leave_now", "Yes, end here; what you did is kept"),
    ("Stay", "stay", "No, go on"),
)


@runtime_checkable
class Offers(Protocol):
    """A screen that knows what can be done now."""

    def offers(self, action: str) -> bool:
        """Whether this action can be done now."""


class PlayerCommands(Provider):
    """The keys of the player in the command palette."""

    def _offered(self) -> Iterable[tuple[str, str, str]]:
        player = self.screen
        return [c for c in COMMANDS if isinstance(player, Offers) and player.offers(c[1])]

    async def discover(self) -> Hits:
        """Everything that can be done now."""
        for name, action, text in self._offered():
            yield DiscoveryHit(name, lambda action=action: self.screen.run_action(action), help=text)

    async def search(self, query: str) -> Hits:
        """What matches what was typed."""
        matcher = self.matcher(query)
        for name, action, text in self._offered():
            score = matcher.match(name)
            if score > 0:
                run = lambda action=action: self.screen.run_action(action)  # noqa: E731
                yield Hit(score, matcher.highlight(name), run, help=text)
