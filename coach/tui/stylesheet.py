"""The stylesheet: what was parsed once stays parsed for as long as the colours are the same, and what was found to hold
for a part of a window holds for every part at such a place.

The library's own parses all of it anew whenever a screen is shown for the first time, and forgets what it found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.dom import DOMNode

Path = tuple[tuple[object, ...], ...]

MOST = 1024  # sources kept parsed: more than there are, so none goes; and places in a window, of which the oldest go
MINDS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")  # what a part looks out for


class KeptStylesheet(Stylesheet):
    """Parses each source once for each set of colours, and asks all rules once for each place."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(MOST)
        self._found: LRUCache[Path, tuple[RulesMap, list[bool]]] = LRUCache(MOST)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take these colours; what was parsed with others is forgotten."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what was not yet. Raises as the library's own, and then leaves the rules as they were."""
        self.parse()

    def parse(self) -> None:
        """The same; what held without it is forgotten."""
        super().parse()
        self._found.clear()

    def _path_of(self, node: DOMNode) -> Path:
        """All that rules look at, from the program down to this part of it. What its colours are is said by `parse`."""
        if (parent := node.parent) is None:
            return ((type(node), node.classes, getattr(node, "app_focus", None)),)
        name = node.id if f"#{node.id}" in self.rules_map else None  # no rule asks for any other
        pseudo = node._pseudo_classes_cache_key  # noqa: SLF001 - as the library itself
        return (*self._path_of(parent), (type(node), name, node.classes, pseudo))

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[object, ...], RulesMap] | None = None
    ) -> None:
        """Dress this part in what holds for it."""
        del cache  # it is good for parts of one parent
        if self._require_parse:
            self.parse()
        path = self._path_of(node)
        if (known := self._found.get(path)) is not None:
            rules, minds = known
            for name, minded in zip(MINDS, minds, strict=True):
                setattr(node, name, minded)
            self.replace_rules(node, rules, animate=animate)
            self._process_component_classes(node)
            return
        found: dict[tuple[object, ...], RulesMap] = {}  # stays empty where neighbours matter, too
        super().apply(node, animate=animate, cache=found)
        for rules in found.values():
            self._found[path] = rules, [getattr(node, name) for name in MINDS]
