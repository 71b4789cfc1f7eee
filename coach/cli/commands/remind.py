"""`coach remind`: keep the reminders, in the foreground and without a screen, until told to end."""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

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

    from coach.adapters.processes.shared_files import SharedFiles
    from coach.cli.outside import Outside


def remind(args: Namespace, outside: Outside) -> int:
    """Keep the reminders until the process is ended. Where another one keeps them already, that is fine, too.

    After an update of the program it goes on as the new one.
    """
    program = InstalledProgram()
    with outside.house() as house:
        where = shared_files(house.folders, tell)
        if args.rehearse is None and not _ours(where):
            tell("The reminders are kept already by another coach. See: coach status")
            return ExitCode.DONE
        try:
            fast = f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing." if args.rehearse else ""
            say(fast or "Keeping the reminders. Ctrl+C ends it.")
            editor = SettingsFileEditor(house.folders.settings, house.settings)
            speed = args.rehearse or 1.0
            own = Reminding(
                house,
                where,
                speed,
                is_tty(sys.stdout),
                editor.watch,
                lambda: editor.fault,
                now_and_then(program.replaced),
            )
            if not _kept(own):
                return ExitCode.DONE
        finally:
            where.reminders_lock.release()
    say("Coach was updated: the reminders go on with the new version.")
    start_anew()
    return ExitCode.DONE


def _kept(own: Reminding) -> bool:
    """Keep them until told to end, or until another version of the program is there: True. Raises RoleLostError."""
    import asyncio  # only now: what reading the content took for a moment is used again for this

    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_keep(own))
    except CoachError:
        if not own.replaced():
            raise
        return True
    return False


def _ours(where: SharedFiles) -> bool:
    """Whether the role is ours now. Raises CoachError where nobody can have it."""
    try:
        return where.reminders_lock.acquire()
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
