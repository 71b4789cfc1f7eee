"""`coach doctor`: what works here - folders, record, files, terminal, sound and voice."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli.doctor.files import of_files
from coach.cli.doctor.finding import State
from coach.cli.doctor.machine import of_machine
from coach.cli.say import say, say_json
from coach.core.errors import JournalError
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.doctor.finding import Finding
    from coach.cli.outside import Outside
    from coach.cli.wiring import House

MARKS = {State.OK: "ok  ", State.LIMITED: "note", State.MEND: "MEND"}


def doctor(args: Namespace, outside: Outside) -> int:
    """Look at everything and change nothing of it; 1 where something needs mending."""
    if args.new_computer:
        return _new_computer(outside)
    if args.report is not None and os.path.lexists(args.report):
        from coach.adapters.summary_file import already_there

        raise already_there(Path(args.report))
    with outside.house(read_only=True, quiet=True) as house:
        found = [*of_files(house), *of_machine(house)]
        if args.report is not None:
            _report(Path(args.report), found, house)
    if args.json:
        version = {"coach": __version__, "python": platform.python_version(), "platform": sys.platform}
        say_json({"version": version, "checks": [finding.document() for finding in found]})
    else:
        say(f"coach {__version__}, Python {platform.python_version()}, {sys.platform}")
        for finding in found:
            say(f"{MARKS[finding.state]}  {finding.name}: {finding.says}")
            for name, value in finding.more.items():
                say(f"        {name}: {'; '.join(value) if isinstance(value, list) else value}")
        if args.report is not None:
            say(f"Report: {args.report}. It holds nothing of your health. Look through it before you send it.")
    return ExitCode.FAILED if any(finding.state is State.MEND for finding in found) else ExitCode.DONE


def _new_computer(outside: Outside) -> int:
    """Give this computer an id of its own, in a record that was copied from another one that goes on."""
    from coach.adapters.journal.sqlite import SqliteJournal
    from coach.adapters.machine import machine_note
    from coach.cli.wiring import new_id

    with outside.house() as house:
        if not isinstance(house.journal, SqliteJournal):
            raise JournalError("The record can't be opened, so it stays as it is.", "See: coach doctor")
        house.journal.new_device(new_id(), machine_note())
        say("From now on this computer has an id of its own. What is on record stays the other one's.")
    return ExitCode.DONE


def _report(path: Path, found: list[Finding], house: House) -> None:
    from coach.adapters.summary_file import write_summary_as
    from coach.cli.doctor.bug_report import bug_report

    try:
        facts = house.journal.facts()
    except JournalError:
        facts = []
    write_summary_as(bug_report(found, house.settings, facts, house.folders), path, "report")
