"""What is found of the machine: who keeps the reminders, how they can be told, terminal, sound and voice."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from coach.adapters.terminal import capable, is_tty
from coach.cli.doctor.finding import Finding, State, finding

if TYPE_CHECKING:
    from coach.cli.wiring import House


def of_machine(house: House) -> list[Finding]:
    """Each of them, tried where that disturbs nobody."""
    from coach.cli.doctor.opener_tried import opener_tried

    found = [_terminal(), _reminders(house), _notifications(), opener_tried(house.settings.reminders), _idle(house)]
    return [*found, *_busy(house), *_sound(house)]


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
