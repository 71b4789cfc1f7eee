"""`coach validate` and `coach schema`: files that people write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.say import say, say_json, tell_faults
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside


def validate(args: Namespace, outside: Outside) -> int:
    """Name every fault of these routine files, and of a settings.yaml; nothing is changed."""
    del outside
    from coach.adapters.folders import folders
    from coach.adapters.routines.routine_files import check_file, load_library
    from coach.adapters.settings.settings_file import check_settings

    library = load_library(folders().routines)
    found = {
        name: check_settings(Path(name)) if _is_settings(name) else check_file(Path(name), library)
        for name in args.file
    }
    tell_faults(problem for problems in found.values() for problem in problems)
    for name, problems in found.items():
        if not problems:
            say(f"{name}: no faults")
    return ExitCode.WRONG if any(found.values()) else ExitCode.DONE


def _is_settings(name: str) -> bool:
    return Path(name).name == "settings.yaml"


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
