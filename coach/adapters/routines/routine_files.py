"""Routine files on disk: those that come with the program and those a person wrote.

Shipped files are read fast and trusted (the tests hold each against the catalogue). A person's files are checked in
full; a broken one becomes problems and never keeps the others from loading.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.parsed import PLAIN, parsed
from coach.adapters.routines.doses_over_limit import Rules, foreign_doses, limit_faults
from coach.adapters.routines.figure_files import figures
from coach.adapters.routines.routine_values import SEQUENCE, routine_from, without_nulls
from coach.adapters.yaml_file import Loaded, read_yaml
from coach.core.errors import CoachError, Problem
from coach.core.library import Library
from coach.core.routine.dose_limits import within_class, within_technique
from coach.core.routine.guided_break import is_whole
from coach.core.routine.routine import Clamp, Routine, Sequence, Technique, TechniqueStep, is_guided
from coach.core.shown import shown
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

PACKAGE = Path(__file__).resolve().parent.parent.parent
SUFFIXES = {".yaml", ".yml"}
MAX_FILES = 1000


def shipped_folder() -> Path:
    """The folder of the shipped routines: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / "routines"
    return inside if inside.is_dir() else PACKAGE.parent / "routines"


def load_library(user_folder: Path | None = None, stop_ids: Collection[str] | None = None) -> Library:
    """Every routine: the shipped ones, then those in `user_folder`, inside their limits.

    `stop_ids` are the signs that a file may name in stop_if; by default those of the safety catalogue. Raises
    CoachError when the shipped files can't be read: without them there are no limits to hold doses against.
    """
    shipped = load_shipped(shipped_folder())
    files, problems = _user_files(user_folder)
    if not files:
        return Library(shipped, tuple(problems), figures=figures(shipped_folder()))
    return _with_users(shipped, files, problems, stop_ids)


def load_shipped(folder: Path) -> dict[str, Routine]:
    """The shipped routines by id, techniques by class before sequences. Raises CoachError when one can't be used."""
    found: list[Routine] = []
    for path in sorted(folder.glob("*.yaml")):
        loaded = read_shipped(path)
        try:
            if loaded.problems:
                raise CoachError(f"A shipped routine can't be read: {loaded.problems[0]}", "Install coach again.")
            found.append(routine_from(loaded.data, shipped=True))
        except (LookupError, TypeError, ValueError, StopIteration, AttributeError) as error:
            raise CoachError(f"The shipped routine {path} is damaged.", "Install coach again.") from error
    if not all(is_whole(routine) for routine in found if is_guided(routine)):
        raise CoachError(f"The break in {folder} has no movements.", "Install coach again.")
    found.sort(key=_shelf)
    routines = {routine.id: routine for routine in found}
    missing = {step for r in found if isinstance(r, Sequence) for step in r.techniques} - set(routines)
    if not found or missing:
        lost = ", ".join(sorted(missing)) or "all of them"
        raise CoachError(f"Shipped routines are missing in {folder}: {lost}.", "Install coach again.")
    return routines


def read_shipped(path: Path) -> Loaded:
    """A file that came with the program: its value as it was parsed before, or else from the YAML."""
    try:
        known = parsed(PLAIN, path, path.read_bytes())
    except OSError:
        known = None
    return read_yaml(path) if known is None else Loaded(str(path), known)


def check_file(path: Path, library: Library, stop_ids: Collection[str] | None = None) -> list[Problem]:
    """Every fault of a routine or figure file in order of line, doses over their limit included; empty: all is well."""
    return check_loaded(read_yaml(path, named=True), path, library, stop_ids)


def check_loaded(
    loaded: Loaded, path: Path, library: Library, stop_ids: Collection[str] | None = None
) -> list[Problem]:
    """The same of one that was read from `path`."""
    from coach.adapters.routines.routine_checks import (  # noqa: PLC0415 - brings in pydantic
        figure_file_faults,
        form_faults,
        reference_faults,
    )

    rules = _rules(library.shipped_techniques, stop_ids)
    if isinstance(loaded.data, dict) and "poses" in loaded.data and "class" not in loaded.data:
        return figure_file_faults(loaded, shipped_folder())
    problems = form_faults(loaded, rules)
    data = loaded.data
    if isinstance(data, dict):
        if data.get("class") == SEQUENCE:
            problems += reference_faults(loaded, library.routines)
        if path.resolve().parent != shipped_folder().resolve():
            problems += limit_faults(loaded, rules, library.routines)
            problems += _taken(loaded, {key: "" for key, routine in library.routines.items() if routine.shipped})
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))


def routine_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a routine file, for editors."""
    from coach.adapters.routines import routine_schema as schema  # noqa: PLC0415 - brings in pydantic

    return schema.routine_schema()


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, str]:
    """What each source id stands for, in words for a person: the title of an article, what a convention says, who
    stands behind a guideline.

    Empty when the file is missing or damaged: ids are shown then.
    """
    return {key: entry.get("title") or entry.get("card") or entry["what"] for key, entry in _sources().items()}


def load_references() -> Mapping[str, str]:
    """The same for those who check the rules: a guideline by what it is."""
    return {key: entry.get("title") or entry["what"] for key, entry in _sources().items()}


def _sources() -> Mapping[str, Any]:
    data = read_shipped(PACKAGE / "content" / "sources.yaml").data
    return data if isinstance(data, dict) else {}


@lru_cache(maxsize=1)
def in_session_ids() -> frozenset[str]:
    """Ids of the signs that end a session, from the safety catalogue; none when it can't be read."""
    data = read_yaml(PACKAGE / "content" / "red_flags.yaml").data
    flags = data.get("flags") if isinstance(data, dict) else None
    return frozenset(flag["id"] for flag in flags or () if flag.get("ask") == "in-session")


def _shelf(routine: Routine) -> int:
    """Techniques by class, then sequences; within these the order of file names stays."""
    classes = list(TechniqueClass)
    return len(classes) if isinstance(routine, Sequence) else classes.index(routine.cls)


def _rules(shipped: Iterable[Technique], stop_ids: Collection[str] | None) -> Rules:
    return Rules(tuple(shipped), frozenset(in_session_ids() if stop_ids is None else stop_ids), shipped_folder())


def _user_files(folder: Path | None) -> tuple[list[Path], list[Problem]]:
    """The routine files in a folder by name; a folder that can't be read is a problem, one that isn't there is not."""
    if folder is None:
        return [], []
    name = shown(str(folder), 500)
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        if folder.is_symlink():
            return [], [Problem(name, 1, 1, "This link points to nothing.", "Delete it or point it to a folder.")]
        return [], []
    except PermissionError:
        return [], [Problem(name, 1, 1, "You have no right to read this folder.", "Change its permissions.")]
    except OSError:
        return [], [Problem(name, 1, 1, "This is no folder.", "Put your routine files in a folder here.")]
    files = [path for path in entries if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]
    if len(files) <= MAX_FILES:
        return files, []
    message = f"There are {len(files)} files here; only the first {MAX_FILES} are read."
    return files[:MAX_FILES], [Problem(name, 1, 1, message, "Move some elsewhere.")]


def _with_users(
    shipped: dict[str, Routine], files: list[Path], problems: list[Problem], stop_ids: Collection[str] | None
) -> Library:
    from coach.adapters.routines.routine_checks import form_faults, reference_faults  # noqa: PLC0415 - brings in pydantic

    techniques = Library(shipped).shipped_techniques
    rules = _rules(techniques, stop_ids)
    owners = dict.fromkeys(shipped, "")
    sound: list[Loaded] = []
    for path in files:
        loaded = read_yaml(path)
        faults = form_faults(loaded, rules) or [*_taken(loaded, owners), *foreign_doses(loaded, rules)]
        problems += faults
        if not faults:
            owners[loaded.data["id"]] = path.name
            sound.append(loaded)
    sound.sort(key=lambda loaded: bool(loaded.data["class"] == SEQUENCE))  # they refer to techniques

    drawn = {
        loaded.data["id"]: loaded.data["figure"] for loaded in sound if isinstance(loaded.data.get("figure"), dict)
    }
    routines = dict(shipped)
    clamps: list[Clamp] = []
    for loaded in sound:
        try:
            routine = routine_from(without_nulls(loaded.data))
        except (LookupError, TypeError, ValueError, StopIteration, AttributeError):  # no check foresaw this fault
            problems.append(loaded.problem((), "This file can't be used.", "Look through it with: coach validate"))
            continue
        kept: Routine
        if isinstance(routine, Technique):
            kept, over = within_class(routine, techniques)
        else:
            faults = list(reference_faults(loaded, routines))
            problems += faults
            if faults:
                continue
            kept, over = _sequence_within(routine, routines)
        routines[kept.id] = kept
        clamps += over
    return Library(routines, tuple(problems), tuple(clamps), figures(shipped_folder(), drawn))


def _taken(loaded: Loaded, owners: Mapping[str, str]) -> list[Problem]:
    routine_id = loaded.data.get("id")
    if not isinstance(routine_id, str) or routine_id not in owners:
        return []
    owner = shown(owners[routine_id]) or "a routine that comes with coach"
    return [loaded.problem(("id",), f"The id '{shown(routine_id)}' is taken by {owner}.", "Choose another id.")]


def _sequence_within(sequence: Sequence, routines: Mapping[str, Routine]) -> tuple[Routine, tuple[Clamp, ...]]:
    steps = []
    clamps: list[Clamp] = []
    for step in sequence.steps:
        technique = routines[step.technique] if isinstance(step, TechniqueStep) else None
        if not isinstance(step, TechniqueStep) or not isinstance(technique, Technique):
            steps.append(step)
            continue
        changes, over = within_technique(sequence.id, technique, step.changes)
        steps.append(replace(step, changes=changes))
        clamps += over
    return replace(sequence, steps=tuple(steps)), tuple(clamps)
