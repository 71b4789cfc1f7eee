"""Who stands behind a reason, for the card: named so that no title tells the person what they might have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GUIDELINE = "A health guideline"


def origins(ids: Iterable[str], sources: Mapping[str, str]) -> list[str]:
    """Who says so, each once. `sources` are the words a person reads, by id (coach/content/sources.yaml)."""
    return list(dict.fromkeys(sources.get(name) or GUIDELINE for name in ids))
