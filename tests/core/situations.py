"""Situations in the words of a written case, and what the rules say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.clearance.cases import Assessment, assess
from tests.core.conftest import MORNING

TECHNIQUES = {t.id: t for t in load_library(None).shipped_techniques}
CATALOGUE = load_catalogue({name: t.cls for name, t in TECHNIQUES.items()})
EVERY = [str(cls) for cls in dict.fromkeys(t.cls for t in TECHNIQUES.values())]
ADULT = {"age": 44}


def said(now: datetime = MORNING, **case: Any) -> Assessment:
    """What the rules say of a case: an adult with a knot in the lower back, where nothing else is said."""
    whole = {"person": ADULT, "area": "lower-back", "kind": "knot"} | case
    return assess({name: value for name, value in whole.items() if value is not None}, CATALOGUE, TECHNIQUES, now)


def flags(now: datetime = MORNING, **case: Any) -> set[str]:
    """The ids of the flags that are up in a case."""
    return set(said(now, **case).flags)


def locked(**case: Any) -> set[str]:
    """The ids of the techniques that are locked in a case."""
    return set(said(**case).blocked)


def of_classes(*classes: str) -> set[str]:
    """The ids of the techniques of these classes."""
    return {name for name, technique in TECHNIQUES.items() if technique.cls in classes}


def day(n: float, **more: Any) -> dict[str, Any]:
    """So many days ago."""
    return {"d": -n} | more


def hour(n: float, **more: Any) -> dict[str, Any]:
    """So many hours ago."""
    return {"h": -n} | more


def visit(days: float, *names: str, classes: list[str] | None = None) -> dict[str, Any]:
    """A visit so many days ago about these flags; all classes are fine where none are named."""
    return day(days, who="GP", flags=list(names), classes=EVERY if classes is None else classes)
