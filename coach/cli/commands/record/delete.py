"""`coach delete --everything`: all that Coach keeps on this computer, each step said, and what can't be reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.clock import real_sleep
from coach.adapters.exchange import removal
from coach.adapters.folders import folders
from coach.adapters.processes.locks import SessionLocks
from coach.adapters.processes.shared_files import shared_files
from coach.cli.commands.autostart import switch_off_here
from coach.cli.say import say, tell
from coach.core.errors import BadInput, CoachError
from coach.core.shown import shown
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.adapters.exchange.removal import Removed
    from coach.adapters.folders import Folders
    from coach.cli.outside import Keyboard, Outside

WORD = "delete"
OUT_OF_REACH = (
    "the file in a folder that computers of yours share: coach sync would bring it all back, so delete it there, too",
    "the record on your other computers: they would send it all back",
    "exports, summaries and reports that you gave another place",
    "lines in your status bar, and the history of your shell",
    "backups and snapshots that your system makes; a solid-state disk may keep traces for a while",
)


def delete(args: Namespace, outside: Outside) -> int:
    """Take it all away; with `args.settings_too` settings and own routines as well. 1 where something stayed."""
    where = folders()
    _nobody_there(where)
    if args.yes:
        papers: list[Path] = []
    else:
        from coach.cli.leaving import Interruptible

        with Interruptible(outside.keyboard()) as keyboard:
            papers = _asked(keyboard, outside, where, settings_too=args.settings_too)
    failed = remove_all(where, papers, settings_too=args.settings_too)
    say("Out of reach, if there is any:")
    for line in OUT_OF_REACH:
        say(f"  - {line}")
    return ExitCode.FAILED if failed else ExitCode.DONE


def _nobody_there(where: Folders) -> None:
    """Raises CoachError while somebody works with the record: it would come back half."""
    if shared_files(where).screen_lock.held():
        raise CoachError("The full screen of Coach is open.", "Leave it first (Ctrl+Q), then do this again.")
    if SessionLocks(where.journal.parent).any():
        raise CoachError("A session is under way in another window.", "End it first, then do this again.")


def _asked(keyboard: Keyboard, outside: Outside, where: Folders, *, settings_too: bool) -> list[Path]:
    """Ask for the word, offer an export, and ask about each paper; gives the papers that are to go. Raises BadInput."""
    from coach.cli.plain.asking import ask, ask_one_of

    too = ", your settings and your own routines" if settings_too else "; your settings and routines stay"
    say(f"This takes your whole health record from this computer{too}. It can't be undone.")
    if where.journal.exists():
        name = ask(keyboard, "Keep a copy first? The name of a new file, or Enter for none", as_typed=True)
        if name:
            _copy(outside, name)
    if ask(keyboard, f"Type the word {WORD} to go on; anything else leaves it all as it is") != WORD:
        raise BadInput("Nothing was deleted.", f"Type {WORD} when asked, or add --yes in a script.")
    yes_no = {"y": True, "yes": True, "n": False, "no": False, "": False}
    found = [path for folder in _paper_folders() for path in removal.papers(folder)]
    return [
        path
        for path in found
        if ask_one_of(keyboard, f"Delete {shown(str(path), 200)} too? y yes, n no", yes_no, "answer y or n.")
    ]


def _copy(outside: Outside, name: str) -> None:
    """An export first. Raises CoachError where it can't be written: then nothing goes."""
    from coach.cli.commands.record.export import export_to

    export_to(Path(name).expanduser(), outside)


def _paper_folders() -> list[Path]:
    from coach.adapters.summary_file import summary_folder

    return [summary_folder()]


def remove_all(where: Folders, papers: list[Path], *, settings_too: bool) -> bool:
    """Every step in its order, each said; whether something stayed that should have gone."""
    home = where.journal.parent
    steps = [removal.end_reminders(home / "reminders.lock", real_sleep)]
    _say(steps[-1], "The reminders were ended, and their notifications closed.", "The reminders were not running.")
    stayed = _autostart()
    steps.append(removal.remove_record(where.journal))
    _say(steps[-1], "The record is gone: {gone} files, backups among them.", "There is no record here.")
    steps.append(removal.remove_beside(home))
    _say(steps[-1], "Status, letters and locks are gone: {gone} files.", "")
    if settings_too:
        steps.append(removal.remove_settings(where))
        _say(steps[-1], "Settings and own routines are gone.", "There were no settings of your own.")
    for path in papers:
        steps.append(removal.remove_paper(path))
        _say(steps[-1], f"{path} is gone.", "")
    staying = () if settings_too else (where.settings.name, where.routines.name)
    places = (where.routines, home, where.settings.parent) if settings_too else (home, where.settings.parent)
    empty = removal.remove_empty(places, staying)
    for folder, why in empty.failed:
        say(f"{folder} stays: {why}.")
    return stayed or any(step.failed for step in steps)


def _autostart() -> bool:
    """Let nothing start the reminders again; whether that failed."""
    try:
        for line in switch_off_here():
            say(line)
    except CoachError as error:
        tell(error)
        return True
    return False


def _say(step: Removed, gone: str, nothing: str) -> None:
    if step.gone:
        say(gone.format(gone=step.gone))
    elif nothing and not step.failed:
        say(nothing)
    for name, why in step.failed:
        tell(f"{name} could not be taken away: {why}.")
