"""What the command palette offers: everything that has a key here, the looks, the ways of hearing, and the way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand

from coach.tui.screens.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.screen import Screen

HEARINGS = {
    "voice": "A voice says each cue",
    "chimes": "A chime for each cue",
    "silent": "Only the alarm of heat and cold rings",
}


def system_commands(
    app: App[Any], screen: Screen[Any], hearing: str, change: Callable[..., None]
) -> Iterable[SystemCommand]:
    """For this screen. `hearing` is the way that is set; `change` sets one setting, given by name."""
    if isinstance(screen, Place):
        yield from _place_commands(app, screen, hearing, change)
    elif not screen.COMMANDS:
        for key, active in screen.active_bindings.items():
            offered = active.enabled and active.binding.show and not active.binding.system
            if offered and active.binding.description and active.node is screen:
                run = partial(app.run_action, active.binding.action, screen)
                yield SystemCommand(active.binding.description, f"key {key}", run)
    yield SystemCommand("Quit", "Leave Coach at once (key ctrl+q)", app.action_quit)


def _place_commands(app: App[Any], screen: Place, hearing: str, change: Callable[..., None]) -> Iterable[SystemCommand]:
    for key, active in screen.active_bindings.items():
        words = active.binding.description
        if active.enabled and words and not active.binding.system and active.node is screen:
            shown = active.binding.key_display or key
            text = f"{active.tooltip or words} (key {shown})"
            yield SystemCommand(words, text, partial(app.run_action, active.binding.action, screen))
    yield SystemCommand("Theme dark", "Light letters on dark", partial(change, theme="dark"))
    yield SystemCommand("Theme light", "Dark letters on light", partial(change, theme="light"))
    for name, words in HEARINGS.items():
        if name != hearing:
            yield SystemCommand(f"Hear: {name}", words, partial(change, hearing=name))
