"""Routine files on disk: those that come with the program and those a person wrote.

Shipped files are read fast and trusted (the tests hold each against the catalogue). A person's files are checked in
full; a broken one becomes problems and never keeps the others from loading.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from coach.adapters.routine_values import routine_from
from coach.core.errors import CoachError
from coach.core.library import Library
from coach.core.routine import Routine, Sequence, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).resolve().parent.parent
FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_folder() -> Path:
    """The folder of the shipped routines: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / "routines"
    return inside if inside.is_dir() else PACKAGE.parent / "routines"


def load_library(user_folder: Path | None = None) -> Library:
    """Every routine: the shipped ones, then those in `user_folder`.

    Raises CoachError when the shipped files can't be read: without them there are no limits to hold doses against.
    """
    shipped = load_shipped(shipped_folder())
    if user_folder is None:
        return Library(shipped)
    return Library(shipped)


def load_shipped(folder: Path) -> dict[str, Routine]:
    """The shipped routines by id, techniques before sequences. Raises CoachError when a file is missing or damaged."""
    found: list[Routine] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(routine_from(yaml.load(path.read_bytes(), FAST_LOADER), shipped=True))  # noqa: S506 - a safe one
        except (OSError, yaml.YAMLError, LookupError, TypeError, ValueError, StopIteration) as error:
            raise CoachError(f"The shipped routine {path} can't be read.", "Install coach again.") from error
    found.sort(key=_shelf)
    routines = {routine.id: routine for routine in found}
    missing = {step for r in found if isinstance(r, Sequence) for step in r.techniques} - set(routines)
    if not found or missing:
        lost = ", ".join(sorted(missing)) or "all of them"
        raise CoachError(f"Shipped routines are missing in {folder}: {lost}.", "Install coach again.")
    return routines


def _shelf(routine: Routine) -> int:
    """Techniques by class, then sequences; within these the order of file names stays."""
    classes = list(TechniqueClass)
    return len(classes) if isinstance(routine, Sequence) else classes.index(routine.cls)


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, str]:
    """What each source id stands for, in words to show: the title of an article, what a convention says."""
    data = yaml.load((PACKAGE / "content" / "sources.yaml").read_bytes(), FAST_LOADER)  # noqa: S506 - a safe one
    return {key: entry.get("title") or entry["what"] for key, entry in data.items()}
