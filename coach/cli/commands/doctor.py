"""`coach doctor`: what works here - folders, record, files, terminal, sound and voice."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.adapters.terminal import capable, is_tty
from coach.cli.say import say, say_json
from coach.core.errors import JournalError
from coach.core.history.unread import in_words, unread_entries
from coach.core.record.facts import Unknown

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from coach.cli.outside import Outside
    from coach.cli.wiring import House

TRY = 8.0  # s that a chime and three words may take
MOST_NAMED = 20  # entries that can't be read
Finding = dict[str, Any]


def doctor(args: Namespace, outside: Outside) -> int:
    """Look at everything and change nothing; 1 where something needs mending."""
    with outside.house(read_only=True, quiet=True) as house:
        found = [
            _folders(house),
            _journal(house),
            _clock(house),
            _catalogue(house),
            _routines(house),
            _settings(house),
            _terminal(),
            _reminders(house),
            _notifications(),
            _idle(house),
            *_busy(house),
            *_sound(house),
        ]
    if args.json:
        version = {"coach": __version__, "python": platform.python_version(), "platform": sys.platform}
        say_json({"version": version, "checks": found})
    else:
        say(f"coach {__version__}, Python {platform.python_version()}, {sys.platform}")
        for finding in found:
            say(f"{'ok  ' if finding['ok'] else 'MEND'}  {finding['name']}: {finding['says']}")
            for name, value in finding.get("more", {}).items():
                say(f"        {name}: {'; '.join(value) if isinstance(value, list) else value}")
    return 0 if all(finding["ok"] for finding in found) else 1


def _finding(name: str, problem: str, fine: str, **more: Any) -> Finding:
    return {"name": name, "ok": not problem, "says": problem or fine, "more": more}


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
    named = {"settings": str(where.settings), "routines": str(where.routines), "journal": str(where.journal)}
    return _finding("folders", problem, f"can be written ({home})", **named)


def _journal(house: House) -> Finding:
    path = house.folders.journal
    try:
        facts = house.journal.facts()
    except JournalError as error:
        return _finding("journal", str(error), "", path=str(path))
    more: dict[str, Any] = {"path": str(path), "facts": len(facts)}
    later = sum(isinstance(fact.body, Unknown) for fact in facts)
    if later:
        more["of a later version"] = later
    unread = unread_entries(facts)
    if unread:
        more["can't be read"] = [entry.name for entry in unread[-MOST_NAMED:]]
    told = [notice for notice in house.notices if "settings" not in notice]
    if told:
        return _finding("journal", told[0], "", **more)
    if any(not entry.asked for entry in house.coach.rules.safety().unread):
        return _finding("journal", f"{in_words(unread)} Answer the check anew: coach check", "", **more)
    says = f"{len(facts)} facts. {in_words(unread)}" if unread else f"{len(facts)} facts"
    return _finding("journal", "", says if _there(path) else "nothing yet", **more)


def _clock(house: House) -> Finding:
    """A clock that was set back: until that is confirmed, every lock stays as at the newest moment on record."""
    try:
        ahead = house.coach.entries.clock_ahead()
    except JournalError:
        return _finding("clock", "", "the journal can't be read, so nothing can be said of it")
    now = f"{house.clock.now().wall:%Y-%m-%d %H:%M}"
    if ahead is None:
        return _finding("clock", "", now)
    problem = (
        f"It was set back: it says {now}, and something on record is from {ahead:%Y-%m-%d %H:%M}. "
        "If it is right now: coach log clock"
    )
    return _finding("clock", problem, "", newest=ahead.isoformat())


def _catalogue(house: House) -> Finding:
    catalogue = house.coach.catalogue
    if catalogue is None:
        return _finding("safety questions", "They can't be read, so everything is locked. Install coach again.", "")
    return _finding("safety questions", "", f"{len(catalogue.flags)}, version {catalogue.version} ({catalogue.digest})")


def _routines(house: House) -> Finding:
    library = house.coach.library
    own = sum(not routine.shipped for routine in library.routines.values())
    problem = str(library.problems[0]) if library.problems else ""
    if len(library.problems) > 1:
        problem += f" ({len(library.problems) - 1} more: coach validate FILE)"
    clamps = {f"limit {n}": str(clamp) for n, clamp in enumerate(library.clamps, 1)}
    return _finding("routines", problem, f"{len(library.routines)}, {own} of them your own", **clamps)


def _settings(house: House) -> Finding:
    problem = str(house.settings_problems[0]) if house.settings_problems else ""
    return _finding("settings", problem, "in order" if _there(house.folders.settings) else "the usual ones")


def _reminders(house: House) -> Finding:
    from coach.adapters.processes.shared_files import shared_files

    kept = shared_files(house.folders).reminders_lock.held()
    return _finding("reminders", "", "kept" if kept else "nobody keeps them; start them with: coach remind")


def _notifications() -> Finding:
    """Sends one on each channel; that none works is no fault: the program itself tells, too."""
    from coach.adapters.notices import notifier

    attempts = asyncio.run(notifier(lambda *_: None, terminal=False).probe())
    works = [attempt.channel for attempt in attempts if attempt.worked is not False]
    said = {
        attempt.channel: " ".join(part for part in (attempt.why, attempt.mend) if part) or "works"
        for attempt in attempts
    }
    says = f"sent by {', '.join(works)}" if works else "no channel works here; the reminders show inside the program"
    return _finding("notifications", "", says, **said)


def _idle(house: House) -> Finding:
    from coach.adapters.signals.idle import SystemIdle

    if not house.settings.reminders.pause_for.idle:
        return _finding("idle time", "", "switched off in the settings")
    idle = SystemIdle(house.clock)
    seconds = idle.seconds()
    why = {name: f"{unknown.why} {unknown.mend}".strip() for name, unknown in idle.failures().items()}
    if seconds is None:
        return _finding("idle time", "", "not known here, so an absence is not credited", **why)
    return _finding("idle time", "", f"{seconds:.0f} s, from {idle.source}", **why)


def _busy(house: House) -> list[Finding]:
    """What may hold a reminder back, each source by itself."""
    from coach.adapters.signals.busy import system_business

    reports = system_business(house.settings.reminders, house.clock, house.folders.settings.parent).reports()
    found = []
    for report in reports:
        says = f"says: {report.busy.reason}" if report.busy is not None else "works; nothing now"
        found.append(_finding(report.name.replace("_", " "), "", says if report.known else f"not known: {report.why}",
                              **({"mend": report.mend} if report.mend else {})))  # fmt: skip
    return found


def _terminal() -> Finding:
    why = capable(sys.stdin, sys.stdout)
    says = f"plain mode only: {why}" if why else "full screen and plain mode"
    more = {
        "TERM": os.environ.get("TERM", ""),
        "encoding": getattr(sys.stdout, "encoding", "") or "",
        "keyboard": "yes" if is_tty(sys.stdin) else "no",
    }
    return _finding("terminal", "", says, **more)


def _sound(house: House) -> list[Finding]:
    """What sounds here. Where somebody is there to hear it, both are tried; that they ran is no proof of a sound.

    Nothing here has to be mended: chimes do for the voice, and the terminal's bell does for them.
    """
    from coach.adapters.sound.loudspeaker import SystemLoudspeaker
    from coach.adapters.sound.player import find_player
    from coach.adapters.sound.voice import find_voice
    from coach.core.routine.segments import Sound
    from coach.core.session.hearing import Ear, Hearing
    from coach.core.session.ports import Heard

    settings = house.settings
    player, voice = find_player(), find_voice(settings.voice, settings.voice_speed, settings.volume)
    speaker = SystemLoudspeaker(player, voice, settings.volume)
    tried = is_tty(sys.stdout) and Ear(settings, None).mode(house.clock.now().wall) is not Hearing.SILENT
    for words in ("", "Coach can speak") if tried else ():
        speaker.sound(Heard(words, Sound.START))
        speaker.close(TRY)
    names = {"player": player[0] if player else "", "voice": voice.name if voice else ""}
    says = {
        "player": "no player, so the terminal's bell rings. On Linux install paplay, pw-play or aplay",
        "voice": "no voice, so chimes lead you. On Linux install espeak-ng or speech-dispatcher",
    }
    for kind, name in names.items():
        if name and not tried:
            says[kind] = f"{name} is there, and was not tried"
        elif name and speaker.works[kind]:
            says[kind] = f"{name} ran. If you heard nothing, look at the volume and the sound device"
        elif name:
            says[kind] = f"{name} is there, but does not run. Look at the sound device and the settings"
    hears = {"hearing": settings.hearing, "volume": settings.volume, "quiet hours": settings.quiet_hours or "none"}
    speaks = {"voice": settings.voice or "the usual one", "words a minute": settings.voice_speed}
    return [_finding("sound", "", says["player"], **hears), _finding("voice", "", says["voice"], **speaks)]
