"""`coach remind`: keep the reminders, in the foreground and without a screen, until told to end."""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from coach.adapters.clock import real_sleep
from coach.adapters.processes.desktop_session import DesktopSession
from coach.adapters.processes.program import InstalledProgram, now_and_then, start_anew
from coach.adapters.processes.shared_files import shared_files
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.terminal import is_tty
from coach.cli.reminding import Reminding
from coach.cli.say import say, tell
from coach.core.errors import CoachError
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    import asyncio
    from argparse import Namespace

    from coach.adapters.processes.locks import FileLock
    from coach.adapters.processes.shared_files import SharedFiles
    from coach.cli.outside import Outside


PATIENCE, LOOK = 4.0, 0.1  # seconds that the role is waited for (two heartbeats), and between two looks at it


def remind(args: Namespace, outside: Outside) -> int:
    """Keep the reminders until the process is ended. Where another one keeps them already, that is fine, too.

    After an update of the program it goes on as the new one. What a desktop started ends with it.
    """
    session = DesktopSession()
    with outside.house() as house:
        where = shared_files(house.folders, tell)
        if args.rehearse is None and not _ours(where, session):
            tell("The reminders are kept already by another coach. See: coach status")
            return ExitCode.DONE
        leave = _Leave(session, where.next_keeper_lock)
        try:
            fast = f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing." if args.rehearse else ""
            say(fast or "Keeping the reminders. Ctrl+C ends it.")
            editor = SettingsFileEditor(house.folders.settings, house.settings)
            speed, terminal = args.rehearse or 1.0, is_tty(sys.stdout)
            _kept(Reminding(house, where, speed, terminal, editor.watch, lambda: editor.fault, leave.due), leave)
        finally:
            where.reminders_lock.release()
    if leave.updated:
        say("Coach was updated: the reminders go on with the new version.")
        start_anew()
    elif leave.alone:
        say("Your desktop session is over, and the reminders with it.")
    return ExitCode.DONE


class _Leave:
    """Whether it is time to let another keep them: the program was updated, or the desktop is gone.

    On a terminal of the person's own it is theirs to end, unless another waits who has a desktop.
    """

    def __init__(self, session: DesktopSession, next_keeper: FileLock) -> None:
        self._session, self._next_keeper = session, next_keeper
        self._replaced = now_and_then(InstalledProgram().replaced)
        self._own_terminal = is_tty(sys.stdout)
        self.updated = self.alone = False

    def due(self) -> bool:
        """Asked at each heartbeat."""
        self.updated = self._replaced()
        self.alone = self._session.over() and (not self._own_terminal or self._next_keeper.held())
        return self.updated or self.alone


def _kept(own: Reminding, leave: _Leave) -> None:
    """Keep them until told to end, or until it is time to leave. Raises RoleLostError."""
    import asyncio  # only now: what reading the content took for a moment is used again for this

    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_keep(own))
    except CoachError:
        if not (leave.updated or leave.alone):
            raise


def _ours(where: SharedFiles, session: DesktopSession) -> bool:
    """Whether the role is ours now: a full screen lets go of it, and one whose desktop is gone.

    Raises CoachError where nobody can have it.
    """
    try:
        if where.reminders_lock.acquire():
            return True
        wanted = where.screen_lock.held() or session.there
        if not wanted or not where.next_keeper_lock.acquire():
            return False
        try:
            for _ in range(int(PATIENCE / LOOK)):
                real_sleep(LOOK)
                if where.reminders_lock.acquire():
                    return True
            return False
        finally:
            where.next_keeper_lock.release()
    except CoachError as error:
        raise CoachError(f"The reminders can't be kept: {error.message}", error.hint) from error


async def _keep(own: Reminding) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_told)
    running = asyncio.current_task()
    if sys.platform != "win32" and running is not None:
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(name, running.cancel)
    scheduler = own.scheduler(lambda _: None)
    _let_go()
    await scheduler.run()


def _let_go() -> None:
    """Give back what only the start needed: this process stays for months."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another libc has no such thing
            ctypes.CDLL(None).malloc_trim(0)


def _told(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A fault goes to stderr as one line, and the reminders go on."""
    del loop
    error = context.get("exception")
    tell(f"A fault in the reminders: {context.get('message')}{f' ({type(error).__name__}: {error})' if error else ''}.")
