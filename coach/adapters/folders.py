"""Where things are kept. Paths are functions: importing this touches nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from coach.core.errors import BadInput
from coach.core.frozen import frozen

MEND = "Set it to a folder of yours."


@frozen
class Folders:
    """The settings file, the person's routines and the journal."""

    home: Path | None  # COACH_HOME, where it is set
    settings: Path
    routines: Path
    journal: Path


def _home(named: str) -> Path:
    """The folder COACH_HOME names. Raises BadInput where there can't be one."""
    try:
        home = Path(named).expanduser()
        home.exists()
    except RuntimeError:
        raise BadInput(f"COACH_HOME is {_short(named)}, and there is no such person here.", MEND) from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", 0) != errno.ENAMETOOLONG:
            return home
        raise BadInput(f"COACH_HOME is {_short(named)}, and that is too long for a name.", MEND) from None
    return home


def _short(named: str) -> str:
    return f"'{named[:60]}...'" if len(named) > 60 else f"'{named}'"


def folders() -> Folders:
    """`COACH_HOME` names one folder for everything; without it the platform's usual folders serve."""
    named = os.environ.get("COACH_HOME")
    if named:
        home = _home(named)
        return Folders(home, home / "settings.yaml", home / "routines", home / "journal.db")
    import platformdirs  # noqa: PLC0415 - 25 ms that a set COACH_HOME saves

    config = Path(platformdirs.user_config_dir("coach", appauthor=False))
    data = Path(platformdirs.user_data_dir("coach", appauthor=False))
    return Folders(None, config / "settings.yaml", config / "routines", data / "journal.db")
