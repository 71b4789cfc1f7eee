"""`coach` and `coach run` on the full screen."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack, suppress
from functools import cache
from typing import TYPE_CHECKING

from coach.adapters.terminal import capable, lines_only, signs_of
from coach.cli.say import say
from coach.core.errors import BadInput, CoachError
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.adapters.settings.editor import SettingsFileEditor
    from coach.cli.outside import Outside
    from coach.cli.record_desk import FileDesk
    from coach.cli.screen_reminders import ScreenReminders
    from coach.cli.wiring import House
    from coach.core.coach.guided import Request
    from coach.core.settings import Settings
    from coach.tui.app import Opened
    from coach.tui.screens.settings.tools import Tool


IN_A_PIPE = (
    "The full screen needs a terminal. Go on with one of these:",
    "  coach routines",
    "  coach run calm-breathing --plain",
    "  coach help",
)
ENDED = "This screen kept the reminders until now. To have them all day: coach autostart install"


def full_screen(args: object, outside: Outside) -> int:
    """Open the full screen; the record is opened behind its first frame. Without a screen there are lines."""
    del args
    if lines_only(sys.stdin, sys.stdout):
        from coach.cli.commands.lines import begin

        return begin(outside)
    if capable(sys.stdin, sys.stdout):
        for line in IN_A_PIPE:
            say(line)
        return ExitCode.DONE
    gc.disable()  # all that is made before the first frame stays; looking for what does not costs 10 ms
    from coach.adapters.folders import folders
    from coach.core.settings import DEFAULTS

    path = folders().settings
    settings = DEFAULTS
    if path.exists():
        from coach.adapters.settings.settings_file import load_settings

        settings, _ = load_settings(path)

    editor = _editor(path, settings)
    desks: list[FileDesk] = []
    kept: list[ScreenReminders] = []
    with ExitStack() as closing:

        def opened() -> Opened:
            from coach.cli.record_desk import FileDesk

            house = closing.enter_context(outside.house(quiet=True))
            desks.append(FileDesk(house))
            kept.append(_reminders(house, editor))
            return _opened(house, kept[-1])._replace(desk=desks[-1])

        code = _show(settings, editor, opened, None, outside)
    wanted = next((desk.deletes for desk in desks if desk.deletes), None)
    if wanted is not None:
        return _deleted(wanted, outside)
    if any(reminders.ended for reminders in kept):
        say(ENDED)
    return code


def _deleted(wanted: list[str], outside: Outside) -> int:
    """What the person asked for on the screen, now that it is gone: in lines, as the command does it."""
    from coach.cli.command_line.read import read
    from coach.cli.commands.record.delete import delete

    return delete(read(wanted), outside)


def guided(args: Namespace, outside: Outside) -> int:
    """Open the full screen at one routine."""
    from coach.cli.session_request import session_request

    with outside.house(quiet=True) as house:
        request = session_request(args, house, outside)
        if isinstance(request, ExitCode):
            return request
        _can_show(f"coach run {args.id} --plain")
        opened = _opened(house)
        editor = _editor(house.folders.settings, house.settings)
        return _show(house.settings, editor, lambda: opened, request, outside)


def _editor(path: Path, settings: Settings) -> Callable[[], SettingsFileEditor]:
    """The one that changes them, made when it is first asked for."""

    @cache
    def made() -> SettingsFileEditor:
        from coach.adapters.settings.editor import SettingsFileEditor

        return SettingsFileEditor(path, settings)

    return made


def _can_show(instead: str) -> None:
    why = capable(sys.stdin, sys.stdout)
    if why:
        raise BadInput(f"The full screen can't be shown: {why}.", f"Use lines of text: {instead}")


def _reminders(house: House, editor: Callable[[], SettingsFileEditor]) -> ScreenReminders:
    """They are kept here where nobody else keeps them; `editor` has the settings that hold now."""
    from coach.adapters.processes.shared_files import shared_files
    from coach.cli.reminding import Reminding
    from coach.cli.screen_reminders import ScreenReminders

    files = shared_files(house.folders)
    return ScreenReminders(Reminding(house, files, settings=lambda: editor().watch(), fault=lambda: editor().fault))


def _opened(house: House, reminders: ScreenReminders | None = None) -> Opened:
    """What the screen works on; with `reminders` it is the whole program, and not one session asked for by itself."""
    from coach.tui.app import Opened

    def keep(text: str) -> str:
        from coach.adapters.summary_file import summary_folder, write_summary

        return str(write_summary(text, house.clock.now().wall.date(), summary_folder(house.folders.home)))

    def tools() -> Sequence[Tool]:
        from coach.cli.settings_tools import settings_tools

        return settings_tools(house)

    gc.freeze()  # what was made so far stays: looking through it again would hold up a key for 30 ms
    gc.enable()
    news = house.news() if reminders is not None else ""  # Today shows it
    notices = (*house.notices, news) if news else house.notices
    return Opened(house.coach, house.sources, notices, keep, reminders, tools)


def _show(
    settings: Settings,
    editor: Callable[[], SettingsFileEditor],
    open_house: Callable[[], Opened],
    start: Request | None,
    outside: Outside,
) -> int:
    from coach.tui.app import CoachApp

    app = CoachApp(settings, editor, open_house, start, os.environ.get("COLORFGBG", ""), outside.speaker)
    signs = signs_of(sys.__stderr__)  # what the screen is written to
    if signs.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        app.show_only(signs)
    app.run()
    if app.settings != settings:
        with suppress(CoachError):  # what could not be saved was told; now is the last moment it can
            editor().save()
    return app.exit_code or app.return_code or 0
