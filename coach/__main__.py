"""`python -m coach`, and the entry point of the `coach` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line. `--version` is answered before anything is loaded: status bars ask it often."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from coach import __version__

        try:
            sys.stdout.write(f"coach {__version__}\n")
            sys.stdout.flush()
        except (AttributeError, OSError):  # closed, full or gone: the command line has the words for it
            pass
        else:
            return 0
    from coach.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
