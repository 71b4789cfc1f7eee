"""Where things are kept. Paths are functions: importing this touches nothing."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.shown import shown

MEND = "Set it to a folder of yours."
LONGEST = 80  # letters of its name that are shown


@frozen
class Folders:
    """The settings file, the person's routines and the journal."""

    home: Path | None  # COACH_HOME, where it is set
    settings: Path
    routines: Path
    journal: Path
    shared: bool = False  # a group of people can write to COACH_HOME

    @property
    def warning(self) -> str:
        """What the person should know of their folder; empty where all is well."""
        if not self.shared:
            return ""
        return f"A group can write to your folder {shown(str(self.home), LONGEST)}. Take that right away: chmod g-w"


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


def _rights(named: str, home: Path) -> int:
    """The rights of that folder, which are never changed; 0 for one that is to be made. Raises BadInput for no place of
    the person's own: the record of their health would lie open there.
    """
    try:
        found = home.stat()
    except OSError:
        return 0
    rights = 0 if os.name == "nt" else stat.S_IMODE(found.st_mode)  # there they are kept in another way
    why = ""
    if not stat.S_ISDIR(found.st_mode):
        why = "that is not a folder"
    elif rights and found.st_uid != os.geteuid():
        why = "that folder is somebody else's"
    elif rights & stat.S_IWOTH:
        why = "everybody can write to that folder"
    if why:
        raise BadInput(f"COACH_HOME is {_short(named)}, and {why}.", MEND)
    return rights


def _short(named: str) -> str:
    return f"'{shown(named, LONGEST)}'"


def folders() -> Folders:
    """`COACH_HOME` names one folder for everything; without it the platform's usual folders serve."""
    named = os.environ.get("COACH_HOME")
    if named:
        home = _home(named)
        shared = bool(_rights(named, home) & stat.S_IWGRP)
        return Folders(home, home / "settings.yaml", home / "routines", home / "journal.db", shared)
    import platformdirs  # noqa: PLC0415 - 25 ms that a set COACH_HOME saves

    config = Path(platformdirs.user_config_dir("coach", appauthor=False))
    data = Path(platformdirs.user_data_dir("coach", appauthor=False))
    return Folders(None, config / "settings.yaml", config / "routines", data / "journal.db")
