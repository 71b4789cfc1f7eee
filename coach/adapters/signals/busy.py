"""Whether the person is busy: each source is asked side by side when somebody wants to know, and cut off after 1 s."""

from __future__ import annotations

import sys
from concurrent.futures import wait
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.signals.asking import Aside, as_unknown
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.adapters.signals.calendar_file import CalendarTimes
    from coach.core.clock import Clock
    from coach.core.reminders.ports import Busy
    from coach.core.settings import ReminderSection

PATIENCE = 1.0  # seconds
_MODULES = {"darwin": "busy_macos", "win32": "busy_windows"}


@frozen
class BusySource:
    """One way to know: its name in the settings, and a look that says why not to prompt, None, or raises Unknown."""

    name: str
    look: Callable[[], Busy | None]


@frozen
class SourceReport:
    """What a source said. `why` is set where it could not say, and `mend` where something would help."""

    name: str
    busy: Busy | None = None
    why: str = ""
    mend: str = ""

    @property
    def known(self) -> bool:
        """Whether it could say."""
        return not self.why


class SystemBusiness:
    """Asks the sources it was given. `calendar` is the one of them that is a file of the person's."""

    def __init__(self, sources: Sequence[BusySource], calendar: CalendarTimes | None = None) -> None:
        self._calendar = calendar
        self._held: frozenset[str] = frozenset()  # the sources that held at the last look
        self._sources = [(source.name, Aside(source.look)) for source in sources]

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source says now, in their order. Takes at most 1 s, from any thread; nothing is raised."""
        return self._asked(frozenset(name for name, _ in self._sources))

    def _asked(self, names: frozenset[str]) -> tuple[SourceReport, ...]:
        asked = [(name, aside.begin()) for name, aside in self._sources if name in names]
        wait([answer for _, answer in asked], timeout=PATIENCE)
        found = []
        for name, answer in asked:
            if not answer.done():
                found.append(SourceReport(name, why=f"It did not answer within {PATIENCE:g} s."))
                continue
            error = answer.exception()
            if error is None:
                found.append(SourceReport(name, answer.result()))
            else:
                unknown = as_unknown(error)
                found.append(SourceReport(name, why=unknown.why, mend=unknown.mend))
        return tuple(found)

    def busy(self) -> tuple[Busy, ...]:
        """What speaks against a prompt now; nothing where nothing is known. Takes at most 2 s, from any thread.

        What held at the last look is asked first: while it still does, nothing else has to be.
        """
        found = self._holding(self._asked(self._held)) if self._held else ()
        return found or self._holding(self.reports())

    def _holding(self, reports: tuple[SourceReport, ...]) -> tuple[Busy, ...]:
        self._held = frozenset(report.name for report in reports if report.busy is not None)
        return tuple(report.busy for report in reports if report.busy is not None)

    def fault(self) -> str:
        """What is wrong with the calendar's file; a changed one is being read from now on. Waits for nothing."""
        return self._calendar.fault() if self._calendar is not None else ""


def system_business(
    section: ReminderSection, clock: Clock, folder: Path, platform: str = sys.platform
) -> SystemBusiness:
    """The sources of this machine that are switched on. A calendar's relative path is looked up from `folder`."""
    found: list[BusySource] = []
    times = None
    wanted = section.pause_for
    here = import_module(f"coach.adapters.signals.{_MODULES.get(platform, 'busy_linux')}")
    if wanted.microphone:
        found.append(BusySource("microphone", here.listening()))
    if wanted.inhibitors:
        found.append(BusySource("inhibitors", here.inhibitors))
    if wanted.do_not_disturb:
        found.append(BusySource("do_not_disturb", here.do_not_disturb))
    if section.calendar is not None:
        from coach.adapters.signals.calendar_file import CalendarTimes  # noqa: PLC0415 - only where there is one

        times = CalendarTimes(folder / _expanded(section.calendar), clock, section.calendar_email)
        found.append(BusySource("calendar", times.look))
    return SystemBusiness(found, times)


def _expanded(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # ~nobody: the calendar itself will say that there is no such file
        return Path(path)


class SystemBusinessAsSet:
    """The sources of this machine as they are switched on now; `section` gives the settings that hold."""

    def __init__(self, section: Callable[[], ReminderSection], clock: Clock, folder: Path) -> None:
        self._section, self._clock, self._folder = section, clock, folder
        self._of = section()
        self._made = system_business(self._of, clock, folder)

    def busy(self) -> tuple[Busy, ...]:
        """What speaks against a prompt now; nothing where nothing is known. Takes at most 1 s, from any thread."""
        return self._as_set().busy()

    def fault(self) -> str:
        """What is wrong with the calendar's file, where one is set. Waits for nothing."""
        return self._as_set().fault()

    def _as_set(self) -> SystemBusiness:
        section = self._section()
        if section != self._of:
            self._of, self._made = section, system_business(section, self._clock, self._folder)
        return self._made
