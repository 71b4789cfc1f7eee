"""Where things are kept. Paths are functions: importing this touches nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The settings file, the person's routines and the journal."""

    home: Path | None  # COACH_HOME, where it is set
    settings: Path
    routines: Path
    journal: Path


def folders() -> Folders:
    """`COACH_HOME` names one folder for everything; without it the platform's usual folders serve."""
    named = os.environ.get("COACH_HOME")
    if named:
        home = Path(named).expanduser()
        return Folders(home, home / "settings.yaml", home / "routines", home / "journal.db")
    import platformdirs  # noqa: PLC0415 - 25 ms that a set COACH_HOME saves

    config = Path(platformdirs.user_config_dir("coach", appauthor=False))
    data = Path(platformdirs.user_data_dir("coach", appauthor=False))
    return Folders(None, config / "settings.yaml", config / "routines", data / "journal.db")
