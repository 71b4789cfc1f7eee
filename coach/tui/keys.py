"""The person's own keys, laid over those that the screens declare.

Textual's own keymap is not used: it takes all other keys' meanings away that stood on a key that moves (`player.stay`
with `player.next`), moves what it touches to the end of the footer, and is laid over only when a line to type in has
taken its keys out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from textual.binding import Binding, BindingsMap
from textual.screen import Screen

from coach.core.settings import KEPT_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.dom import DOMNode

_KEY = re.compile(r"\{([a-z]+\.[a-z0-9-]+):([^}]+)\}")


class OwnKeys:
    """What the keys were changed to, by id. Each part of a window is changed once, when its keys are asked for."""

    def __init__(self, changed: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self.changed = dict(changed)
        self._done: WeakSet[DOMNode] = WeakSet()

    def lay_over(self, node: DOMNode) -> None:
        """Change the keys of this part."""
        if node not in self._done:
            self._done.add(node)
            node._bindings = self.of(type(node))  # noqa: SLF001 - the one place where Textual keeps them

    def of(self, kind: type[DOMNode]) -> BindingsMap:
        """The keys of a kind of screen or widget, in the order in which it declares them."""
        usual = _usual(kind)
        found: dict[str, list[Binding]] = {}
        moved: set[str] = set()
        for key, binding in usual:
            if binding.id not in self.changed:
                found.setdefault(key, []).append(binding)
            elif binding.id not in moved:
                moved.add(binding.id)
                for changed in self._moved(binding, usual):
                    found.setdefault(changed.key, []).append(changed)
        return BindingsMap.from_keys(found)

    def _moved(self, binding: Binding, usual: BindingsMap) -> Iterator[Binding]:
        """The same on its new keys, and on those of the old ones that nobody can take away."""
        kept = (key for key, other in usual if other.id == binding.id and key in KEPT_KEYS)
        keys = dict.fromkeys((*self.changed[str(binding.id)], *kept))
        return iter(Binding.make_bindings(replace(binding, key=key, key_display=None) for key in keys))


def _usual(kind: type[DOMNode]) -> BindingsMap:
    return kind._merged_bindings or BindingsMap()  # noqa: SLF001 - those of its base classes among them


class WithOwnKeys(Screen[Any]):
    """A screen whose keys the person may have changed; where none was, it costs nothing."""

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        own: OwnKeys | None = getattr(self.app, "own_keys", None)
        if own is not None:
            for node in (self.focused or self).ancestors_with_self:
                own.lay_over(node)
        return super()._binding_chain

    def key(self, name: str, usual: str) -> str:
        """How the key called `name` is shown; `usual` where it was not changed."""
        return key_now(self.app, name, usual)


def key_now(app: App[Any], name: str, usual: str) -> str:
    """How the key called `name` is shown; `usual` where it was not changed."""
    keys = _own(app, name)
    return app.get_key_display(keys[0]) if keys else usual


def pressed(app: App[Any], name: str, usual: str) -> str:
    """What to press for the key called `name`, as Textual names it."""
    keys = _own(app, name)
    return keys[0].key if keys else usual


def with_keys(app: App[Any], text: str) -> str:
    """A text in which keys stand as {today.note:e}, with the usual ones or those that were taken instead."""
    return _KEY.sub(lambda found: " or ".join(map(app.get_key_display, _own(app, found[1]))) or found[2], text)


def _own(app: App[Any], name: str) -> list[Binding]:
    own: OwnKeys | None = getattr(app, "own_keys", None)
    return list(Binding.make_bindings(Binding(key, "") for key in own.changed.get(name, ()))) if own else []
