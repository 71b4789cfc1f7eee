"""The stylesheet: what was parsed once stays parsed for as long as the colours are the same.

The library's own parses all of it anew whenever a screen is shown for the first time.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

MOST = 1024  # sources kept parsed: more than there are, so none goes


class KeptStylesheet(Stylesheet):
    """Parses each source once for each set of colours."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(MOST)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take these colours; what was parsed with others is forgotten."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what was not yet. Raises as the library's own, and then leaves the rules as they were."""
        self.parse()
