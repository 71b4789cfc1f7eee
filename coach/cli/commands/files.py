"""`coach validate` and `coach schema`: files that people write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.say import say, say_json, tell, tell_faults
from coach.core.shown import shown
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.core.errors import Problem
    from coach.core.library import Library


def validate(args: Namespace, outside: Outside) -> int:
    """Name every fault of these routine files, and of settings; nothing is changed."""
    del outside
    from coach.adapters.folders import folders
    from coach.adapters.routines.routine_files import load_library

    library = load_library(folders().routines)
    found = {name: _checked(Path(name), library) for name in args.file}
    tell_faults(problem for problems, _ in found.values() for problem in problems)
    for name, (problems, kind) in found.items():
        if problems and kind:
            tell(f"{shown(name, 200)}: {kind}")
        elif not problems:
            say(f"{name}: no faults{f'; {kind}' if kind else ''}")
    return ExitCode.WRONG if any(problems for problems, _ in found.values()) else ExitCode.DONE


def _checked(path: Path, library: Library) -> tuple[list[Problem], str]:
    """The faults of a file, and what it was taken for where its name does not say so."""
    from coach.adapters.routines.routine_files import check_loaded
    from coach.adapters.settings.pieces import piece_faults, piece_of, taken_for
    from coach.adapters.settings.settings_file import understood
    from coach.adapters.yaml_file import read_yaml

    loaded = read_yaml(path, named=True)
    if path.name == "settings.yaml":
        return understood(loaded)[1], ""
    piece = piece_of(loaded.data) if not loaded.problems else None
    if piece is None:
        return check_loaded(loaded, path, library), ""
    return piece_faults(loaded, piece), taken_for(piece)


def schema(args: Namespace, outside: Outside) -> int:
    """Print the JSON Schema of a kind of file."""
    del outside
    if args.kind == "case":
        from coach.adapters.catalogue.case_values import case_schema
        from coach.cli.commands.assess import content

        say_json(case_schema(*content()))
        return ExitCode.DONE
    if args.kind == "settings":
        from coach.adapters.settings.known_settings import settings_schema

        say_json(settings_schema())
        return ExitCode.DONE
    from coach.adapters.routines.routine_files import routine_schema

    say_json(routine_schema())
    return ExitCode.DONE
