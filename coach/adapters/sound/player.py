"""The platform's own player of wave files."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WINSOUND = "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"
_LINUX = (("paplay",), ("pw-play",), ("aplay", "-q"))


def find_player(
    which: Callable[[str], str | None] = shutil.which, platform: str = sys.platform
) -> tuple[str, ...] | None:
    """The command that plays the wave file named after it; None where there is none."""
    if platform == "win32":
        return (sys.executable, "-I", "-S", "-c", _WINSOUND)
    known = (("afplay",),) if platform == "darwin" else _LINUX
    for name, *options in known:
        found = which(name)
        if found is not None:
            return (found, *options)
    return None
