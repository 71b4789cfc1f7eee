"""The `coach` command: finds the command, runs it, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import os
from importlib import import_module

from coach import __version__
from coach.cli.leaving import Leaving
from coach.cli.outside import Outside
from coach.cli.say import hush, say, soften, tell
from coach.core.errors import CoachError
from coach.exit_codes import ExitCode, exit_code_of


def run(argv: list[str], outside: Outside | None = None) -> int:
    """Run one command and give its exit code. Never raises for what a person did."""
    soften()
    outside = outside or Outside()
    try:
        if argv in (["--version"], ["-V"]):
            say(f"coach {__version__}")
            return ExitCode.DONE
        if not argv:  # the full screen: 10 ms of its first frame would go into learning words that nobody said
            from coach.cli.commands.screen import full_screen

            return int(full_screen(None, outside))
        from coach.cli.command_line.read import read

        args = read(argv)
        command = getattr(import_module(f"coach.cli.commands.{args.module}"), args.function)
        return int(command(args, outside))
    except SystemExit as leaving:  # --help and --version
        return int(leaving.code or 0)
    except CoachError as error:
        if str(error) not in outside.told:
            tell(error)
        return exit_code_of(error)
    except (KeyboardInterrupt, Leaving):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        hush()
        return ExitCode.FAILED
    except ModuleNotFoundError as error:
        tell(f"A part that coach needs is missing: {error.name}. Install coach again.")
        return ExitCode.FAILED
    except Exception as error:
        if os.environ.get("COACH_DEBUG"):
            raise
        tell(f"A fault in coach: {type(error).__name__}: {error}. COACH_DEBUG=1 shows where; please report it.")
        return ExitCode.FAILED
