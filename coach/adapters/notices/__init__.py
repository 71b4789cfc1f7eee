"""How the person is told outside the program: a chain of channels, and what opens a guided break."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coach.adapters.notices.chain import Chain
from coach.adapters.notices.opener import open_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.adapters.notices.channel import Answers, Channel

__all__ = ["Chain", "notifier", "open_terminal"]


def _never() -> bool:
    return False


def notifier(
    answers: Answers,
    *,
    terminal: bool,
    note: Path | None = None,
    hushed: Callable[[], bool] = _never,
    silent: Callable[[], bool] = _never,
) -> Chain:
    """The chain of this machine. `answers` is given (prompt, action) of every button; `terminal`: we have one.

    `note` is where it is noted what the desktop shows, for the keeper after us. `hushed`: whether no bell may ring
    now, `silent`: whether the desktop is to make no sound of its own.
    """
    from coach.adapters.notices.plyer_helper import PlainChannel  # noqa: PLC0415 - by platform
    from coach.adapters.notices.terminal import BellChannel, TmuxChannel  # noqa: PLC0415

    found: list[Channel] = []
    if sys.platform in {"win32", "darwin"}:
        from coach.adapters.notices.desktop_notifier import NativeChannel  # noqa: PLC0415

        found.append(NativeChannel(answers))
    else:
        from coach.adapters.notices.dbus import DesktopChannel  # noqa: PLC0415
        from coach.adapters.notices.left_behind import LeftBehind  # noqa: PLC0415

        found.append(DesktopChannel(answers, left=LeftBehind(note) if note is not None else None, silent=silent))
    found += [PlainChannel(), TmuxChannel(hushed=hushed)]
    if terminal:
        found.append(BellChannel(hushed=hushed))
    return Chain(found)
