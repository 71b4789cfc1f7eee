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


PATIENCE, LOOK = 4.0, 0.2  # seconds that the role is waited for (two heartbeats), and between two looks at it


def remind(args: Namespace, outside: Outside) -> int:
    """Keep the reminders until the process is ended. Where another one keeps them already, that is fine, too.

    After an update of the program it goes on as the new one. What a desktop started ends with it.
    """
    session, terminal = DesktopSession(), is_tty(sys.stdout)
    with outside.house() as house:
        where = shared_files(house.folders, tell)
        if args.rehearse is None and not _ours(where, on_terminal=terminal):
            tell("The reminders are kept already by another coach. See: coach status")
            return ExitCode.DONE
        leave = _Leave(session, where.next_keeper_lock, on_terminal=terminal)
        try:
            fast = f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing." if args.rehearse else ""
            say(fast or "Keeping the reminders. Ctrl+C ends it.")
            speed, editor = args.rehearse or 1.0, SettingsFileEditor(house.folders.settings, house.settings)
            own = Reminding(house, where, speed, terminal, editor.watch, lambda: editor.fault, leave.due)
            _kept(own, leave)
        finally:
            where.reminders_lock.release()
    if leave.updated:
        say("Coach was updated: the reminders go on with the new version.")
        start_anew()
    elif leave.why:
        say(leave.why)
    return ExitCode.DONE


class _Leave:
    """Whether it is time to let another keep them.

    After an update that is the program as it is now. What a desktop started ends with it; what a person has open in a
    terminal ends with that, so it lets go as soon as another waits.
    """

    def __init__(self, session: DesktopSession, next_keeper: FileLock, *, on_terminal: bool) -> None:
        self._session, self._next_keeper, self._on_terminal = session, next_keeper, on_terminal
        self._replaced = now_and_then(InstalledProgram().replaced)
        self.updated, self.why = False, ""

    def due(self) -> bool:
        """Asked at each heartbeat."""
        self.updated = self._replaced()
        if self._on_terminal:
            self.why = "Another coach keeps the reminders from now on." if self._next_keeper.held() else ""
        else:
            self.why = "Your desktop session is over, and the reminders with it." if self._session.over() else ""
        return self.updated or bool(self.why)


def _kept(own: Reminding, leave: _Leave) -> None:
    """Keep them until told to end, or until it is time to leave. Raises RoleLostError."""
    import asyncio  # only now: what reading the content took for a moment is used again for this

    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_keep(own))
    except CoachError:
        if not (leave.updated or leave.why):
            raise


def _ours(where: SharedFiles, *, on_terminal: bool) -> bool:
    """Whether the role is ours now. Raises CoachError where nobody can have it.

    Where it is taken, what was started in the background asks for it: that is to stay. On a terminal it is only asked
    of the full screen.
    """
    try:
        if where.reminders_lock.acquire():
            return True
        asks = not on_terminal or where.screen_lock.held()
        return asks and where.next_keeper_lock.acquire() and _let_have(where)
    except CoachError as error:
        raise CoachError(f"The reminders can't be kept: {error.message}", error.hint) from error


def _let_have(where: SharedFiles) -> bool:
    """Wait until who keeps them lets go, as the full screen does, and what ends with its terminal or its desktop."""
    try:
        for _ in range(int(PATIENCE / LOOK)):
            real_sleep(LOOK)
            if where.reminders_lock.acquire():
                return True
        return False
    finally:
        where.next_keeper_lock.release()


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
