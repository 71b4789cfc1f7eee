"""What is found of the person's own files: the record, its clock, the questions, routines and settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from coach.adapters.journal.restoring import damaged_files
from coach.adapters.journal.sqlite import SqliteJournal
from coach.adapters.own_folders import put_aside
from coach.cli.doctor.finding import Finding, State, finding
from coach.core.errors import JournalError
from coach.core.history.unread import in_words, unread_entries
from coach.core.record.facts import Unknown

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.wiring import House

MOST_NAMED = 20  # entries that can't be read
OTHER_CLOCK = "its clock is ahead, or this one is behind. If this one is right: coach log clock"


def of_files(house: House) -> list[Finding]:
    """What is found of the person's own files."""
    look = (_folders, _journal, _clock, _catalogue, _routines, _settings)
    found = [each(house) for each in look]
    return [*found, *(one for one in (_in_step(house), _computer(house)) if one is not None)]


def _computer(house: House) -> Finding | None:
    """A record that was made on another computer: two that write as one can't be told apart."""
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
