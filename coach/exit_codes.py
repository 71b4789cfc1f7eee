"""What the `coach` command ends with, for scripts and service managers."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from coach.core.errors import BadInput

if TYPE_CHECKING:
    from coach.core.errors import CoachError


class ExitCode(IntEnum):
    """WRONG: what was given can't be; BLOCKED: the safety rules do not allow it; FAILED: anything else went wrong."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    BLOCKED = 3
    INTERRUPTED = 130  # as a shell gives for Ctrl+C


def exit_code_of(error: CoachError) -> ExitCode:
    """What a command that ends with this error gives."""
    return ExitCode.WRONG if isinstance(error, BadInput) else ExitCode.FAILED
