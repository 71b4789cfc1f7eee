"""`coach doctor`: what works here - folders, record, files, terminal, sound and voice."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.adapters.journal.restoring import damaged_files
from coach.adapters.journal.sqlite import SqliteJournal
from coach.adapters.own_folders import put_aside
from coach.adapters.terminal import capable, is_tty
from coach.cli.findings import Finding, State, finding
from coach.cli.say import say, say_json
from coach.core.errors import JournalError
from coach.core.history.unread import in_words, unread_entries
from coach.core.record.facts import Unknown
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House

MOST_NAMED = 20  # entries that can't be read
OTHER_CLOCK = "its clock is ahead, or this one is behind. If this one is right: coach log clock"
MARKS = {State.OK: "ok  ", State.LIMITED: "note", State.MEND: "MEND"}


def doctor(args: Namespace, outside: Outside) -> int:
    """Look at everything and change nothing of it; 1 where something needs mending."""
    if args.new_computer:
        return _new_computer(outside)
    if args.report is not None and os.path.lexists(args.report):
        from coach.adapters.summary_file import already_there

        raise already_there(Path(args.report))
    with outside.house(read_only=True, quiet=True) as house:
        found = [*of_files(house), *_of_machine(house)]
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


def _computer(house: House) -> Finding | None:
    """A record that was made on another computer: two that write as one can't be told apart."""
    from coach.adapters.journal.sqlite import SqliteJournal
    from coach.adapters.machine import machine_note

    try:
        own = house.journal.machine if isinstance(house.journal, SqliteJournal) else ""
    except JournalError:
        return None
    here = machine_note()
    if not own or not here or own == here:
        return None
    says = "The record was begun on another computer. If it goes on there too: coach doctor --new-computer"
    return Finding("computer", State.LIMITED, says, told=says)


def of_files(house: House) -> list[Finding]:
    """What is found of the person's own files."""
    look = (_folders, _journal, _clock, _catalogue, _routines, _settings)
    found = [each(house) for each in look]
    return [*found, *(one for one in (_in_step(house), _computer(house)) if one is not None)]


def _of_machine(house: House) -> list[Finding]:
    from coach.cli.opener_tried import opener_tried

    found = [_terminal(), _reminders(house), _notifications(), opener_tried(house.settings.reminders), _idle(house)]
    return [*found, *_busy(house), *_sound(house)]


def _report(path: Path, found: list[Finding], house: House) -> None:
    from coach.adapters.summary_file import write_summary_as
    from coach.cli.bug_report import bug_report

    try:
        facts = house.journal.facts()
    except JournalError:
        facts = []
    write_summary_as(bug_report(found, house.settings, facts, house.folders), path, "report")


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # in a folder that may not be looked into
        return False


def _nearest(path: Path) -> Path:
    while not _there(path) and path != path.parent:
        path = path.parent
    return path


def _folders(house: House) -> Finding:
    where = house.folders
    places = {"settings": where.settings.parent, "routines": where.routines, "journal": where.journal.parent}
    shut = [str(path) for path in dict.fromkeys(places.values()) if not os.access(_nearest(path), os.W_OK)]
    problem = f"Nothing can be written in {', '.join(shut)}. Change the permissions, or set COACH_HOME." if shut else ""
    home = "COACH_HOME" if where.home is not None else "the usual places"
    named: dict[str, Any] = {"settings": str(where.settings), "routines": str(where.routines)}
    named |= {"journal": str(where.journal)} | (
        {"set aside": aside} if (aside := put_aside(where.journal.parent)) else {}
    )
    return finding("folders", problem, f"can be written ({home})", **named)


def _in_step(house: House) -> Finding | None:
    """A record in a folder that something copies away: two computers would write one database."""
    from coach.adapters.exchange.sync_folder import syncing

    tool = syncing(house.folders.journal.parent.absolute())
    if not tool:
        return None
    says = f"The record lies in a folder that {tool} seems to copy, and copies of a database that is in use break."
    return Finding("folder in step", State.MEND, f"{says} Keep it elsewhere, and use: coach sync FOLDER", told=says)


def _journal(house: House) -> Finding:
    path = house.folders.journal
    kept = [str(file) for file in damaged_files(path)][-MOST_NAMED:]
    more: dict[str, Any] = {"path": str(path)} | ({"damaged and kept": kept} if kept else {})
    try:
        facts = house.journal.facts()
        if isinstance(house.journal, SqliteJournal):
            house.journal.check()
    except JournalError as error:
        return finding("journal", str(error), "", told="It can't be read.", **more)
    more["facts"] = len(facts)
    later = sum(isinstance(fact.body, Unknown) for fact in facts)
    if later:
        more["of a later version"] = later
    unread = unread_entries(facts)
    if unread:
        more["can't be read"] = [entry.name for entry in unread[-MOST_NAMED:]]
    notices = [notice for notice in house.notices if "settings" not in notice]
    counted = f"{len(facts)} facts, {later} of a later version, {len(unread)} that can't be read"
    if notices:
        return finding("journal", notices[0], "", told=f"{counted}. It could not be used as it was.", **more)
    if any(not entry.asked for entry in house.coach.rules.safety().unread):
        problem = f"{in_words(unread)} Answer the check anew: coach check"
        return finding("journal", problem, "", told=f"{counted}. The check is due for them.", **more)
    says = f"{len(facts)} facts. {in_words(unread)}" if unread else f"{len(facts)} facts"
    return finding("journal", "", says if _there(path) else "nothing yet", told=counted, **more)


def _clock(house: House) -> Finding:
    """A clock that was set back: until that is confirmed, every lock stays as at the newest moment on record."""
    try:
        ahead, others = house.coach.entries.clock_ahead(), house.coach.entries.others_ahead()
    except JournalError:
        return finding("clock", "", "the journal can't be read, so nothing can be said of it")
    now = f"{house.clock.now().wall:%Y-%m-%d %H:%M}"
    if ahead is None and others is not None:
        says = f"{now}. Another computer has noted something for {others:%Y-%m-%d %H:%M}: {OTHER_CLOCK}"
        return Finding("clock", State.LIMITED, says, told="Another computer was ahead.")
    if ahead is None:
        return finding("clock", "", now, told="right, as far as the record tells")
    problem = (
        f"It was set back: it says {now}, and something on record is from {ahead:%Y-%m-%d %H:%M}. "
        "If it is right now: coach log clock"
    )
    return finding("clock", problem, "", told="It was set back.", newest=ahead.isoformat())


def _catalogue(house: House) -> Finding:
    catalogue = house.coach.catalogue
    if catalogue is None:
        return finding("safety questions", "They can't be read, so everything is locked. Install coach again.", "")
    return finding("safety questions", "", f"{len(catalogue.flags)}, version {catalogue.version} ({catalogue.digest})")


def _routines(house: House) -> Finding:
    library = house.coach.library
    own = sum(not routine.shipped for routine in library.routines.values())
    problem = str(library.problems[0]) if library.problems else ""
    if len(library.problems) > 1:
        problem += f" ({len(library.problems) - 1} more: coach validate FILE)"
    clamps = {f"limit {n}": str(clamp) for n, clamp in enumerate(library.clamps, 1)}
    says = f"{len(library.routines)}, {own} of them your own"
    told = f"{says}, {len(library.problems)} faults in files, {len(library.clamps)} doses brought to their limit"
    return finding("routines", problem, says, told=told, **clamps)


def _settings(house: House) -> Finding:
    fine = "in order" if _there(house.folders.settings) else "the usual ones"
    if not house.settings_problems:
        return finding("settings", "", fine)
    first = house.settings_problems[0]  # what it says may quote what was written
    return finding("settings", str(first), "", told=f"a fault in line {first.line}, column {first.column}")


def _reminders(house: House) -> Finding:
    from coach.adapters.processes.shared_files import shared_files

    kept = shared_files(house.folders).reminders_lock.held()
    return finding("reminders", "", "kept" if kept else "nobody keeps them; start them with: coach remind")


def _notifications() -> Finding:
    """Sends one on each channel. Where none works the program itself still tells: nothing to mend, and not fine."""
    from coach.adapters.notices import notifier

    attempts = asyncio.run(notifier(lambda *_: None, terminal=False).probe())
    works = [attempt.channel for attempt in attempts if attempt.worked is not False]
    said = {
        attempt.channel: " ".join(part for part in (attempt.why, attempt.mend) if part) or "works"
        for attempt in attempts
    }
    if works:
        return finding("notifications", "", f"sent by {', '.join(works)}", **said)
    says = "no channel here can show one, so breaks are told only where coach or coach remind is open"
    return Finding("notifications", State.LIMITED, says, said)


def _idle(house: House) -> Finding:
    from coach.adapters.signals.asking import Counting
    from coach.adapters.signals.idle import SystemIdle

    if not house.settings.reminders.pause_for.idle:
        return finding("idle time", "", "switched off in the settings")
    idle = SystemIdle(house.clock)
    seconds = idle.seconds()
    failures = idle.failures()
    why = {name: f"{unknown.why} {unknown.mend}".strip() for name, unknown in failures.items()}
    counting = [name for name, unknown in failures.items() if isinstance(unknown, Counting)]
    if seconds is None and counting:
        return finding("idle time", "", f"works, from {counting[0]}: counted while the reminders run", **why)
    if seconds is None:
        return finding("idle time", "", "not known here, so an absence is not credited", **why)
    return finding("idle time", "", f"{seconds:.0f} s, from {idle.source}", **why)


def _busy(house: House) -> list[Finding]:
    """What may hold a reminder back, each source by itself."""
    from coach.adapters.signals.busy import system_business

    reports = system_business(house.settings.reminders, house.clock, house.folders.settings.parent).reports()
    found = []
    for report in reports:
        says = f"says: {report.busy.reason}" if report.busy is not None else "works; nothing now"
        says = says if report.known else f"not known: {report.why}"
        told = ("works" if report.known else "not known") if report.name == "calendar" else ""  # a file of their own
        more = {"mend": report.mend} if report.mend else {}
        found.append(Finding(report.name.replace("_", " "), State.OK, says, more, told))
    return found


def _terminal() -> Finding:
    why = capable(sys.stdin, sys.stdout)
    says = f"plain mode only: {why}" if why else "full screen and plain mode"
    more = {
        "TERM": os.environ.get("TERM", ""),
        "encoding": getattr(sys.stdout, "encoding", "") or "",
        "keyboard": "yes" if is_tty(sys.stdin) else "no",
    }
    return finding("terminal", "", says, **more)


def _sound(house: House) -> list[Finding]:
    """What sounds here. Where somebody is there to hear it, both are tried; that they ran is no proof of a sound.

    Nothing here has to be mended: chimes do for the voice, and the terminal's bell does for them.
    """
    from coach.adapters.sound.tried import try_sound
    from coach.core.session.hearing import Ear, Hearing

    settings = house.settings
    loud = is_tty(sys.stdout) and Ear(settings, None).mode(house.clock.now().wall) is not Hearing.SILENT
    player_says, voice_says = (try_sound(kind, settings, loud=loud).said for kind in ("player", "voice"))
    quiet = settings.quiet_hours or "none"
    hears: dict[str, object] = {"hearing": settings.hearing, "volume": settings.volume, "quiet hours": quiet}
    speaks: dict[str, object] = {"voice": settings.voice or "the usual one", "words a minute": settings.voice_speed}
    return [
        Finding("sound", State.OK, player_says, hears, player_says),
        Finding("voice", State.OK, voice_says, speaks, voice_says),
    ]
