"""What `coach doctor` finds of Start: it opens a window for a moment, and sees whether anything ran in it."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.doctor.finding import Finding, State, finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.settings import ReminderSection

NAME = "start of a break"
PATIENCE, LOOK = 5.0, 0.05  # seconds: for a window to come, and between two looks
RAN = "import sys; open(sys.argv[1], 'w').close()"


def opener_tried(section: ReminderSection) -> Finding:
    """Whether a click on Start opens a window here, and what would help where it does not."""
    from coach.adapters.notices import open_terminal

    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        ran = Path(folder) / "ran"
        attempt = asyncio.run(open_terminal([sys.executable, "-P", "-c", RAN, str(ran)], section.terminal))
        if attempt.worked and asyncio.run(_comes(ran.exists)):
            return finding(NAME, "", f"a window opens, and what it is to run runs. {attempt.why}")
    if attempt.worked:
        problem = f"{attempt.why} But nothing ran in it within {PATIENCE:g} s."
        return finding(NAME, f"{problem} Set another: reminders: {{terminal: foot -e}} in settings.yaml.", "")
    says = f"{attempt.why} {attempt.mend}"
    if section.terminal or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return finding(NAME, says, "", told="Nothing could be opened.")
    return Finding(NAME, State.LIMITED, says)


async def _comes(condition: Callable[[], bool]) -> bool:
    for _ in range(int(PATIENCE / LOOK)):
        if condition():
            return True
        await asyncio.sleep(LOOK)
    return False
