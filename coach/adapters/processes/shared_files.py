"""The small files by which the processes of one person know of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.adapters.processes.locks import FileLock
from coach.adapters.processes.mailbox import Mailbox
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.adapters.folders import Folders


@frozen
class SharedFiles:
    """A lock says who keeps the reminders, and who has the full screen; each of the two can be written to.

    Of `next_keeper_lock` a `coach remind` has hold while it waits for the one who keeps them to let go.
    A rehearsal has a mailbox of its own, into which nobody writes. `notice` is what the desktop shows of ours.
    """

    status: Path
    notice: Path
    reminders_lock: FileLock
    next_keeper_lock: FileLock
    reminders_mailbox: Mailbox
    screen_lock: FileLock
    screen_mailbox: Mailbox
    rehearsal_mailbox: Mailbox


def shared_files(where: Folders, tells: Callable[[str], None] = lambda _: None) -> SharedFiles:
    """Beside the record; `status.json` is there for status bars, too. `tells` is told of a letter that is none."""
    home = where.journal.parent
    return SharedFiles(
        home / "status.json",
        home / "notice.json",
        FileLock(home / "reminders.lock"),
        FileLock(home / "next-keeper.lock"),
        Mailbox(home / "letters" / "reminders", tells),
        FileLock(home / "screen.lock"),
        Mailbox(home / "letters" / "screen", tells),
        Mailbox(home / "letters" / "rehearsal", tells),
    )
