"""Calls, presentations and do-not-disturb on Windows, from what every program of the person may read.

`powercfg /requests`, which lists what keeps the screen awake, is only for administrators; the shell's own judgement
("is this a good moment for a notice?") stands in for it.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any

from coach.adapters.signals.asking import Unknown
from coach.core.reminders.ports import Busy
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MEETING = "meeting"
QUIET = "do-not-disturb"
_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
# SHQueryUserNotificationState
_PRESENTING = 4
_HOLDS_BACK = {2: "full screen", 3: "full screen", 6: "quiet time"}


def microphone(store: Mapping[str, Any] | None = None) -> Busy | None:
    """A meeting while a program uses the microphone: Windows notes when each began and when it stopped.

    `store` stands in for the registry: for each program its values.
    """
    for program, values in (dict(_consent_store()) if store is None else store).items():
        if values.get("LastUsedTimeStart") and values.get("LastUsedTimeStop") == 0:
            name = program.rpartition("#")[2]  # a path, written with # for \
            return Busy(MEETING, f"microphone: {shown(name, 30)}")
    return None


def listening() -> Callable[[], Busy | None]:
    """What looks whether a program records."""
    return microphone


def inhibitors(shell: Any = None) -> Busy | None:
    """A meeting while Windows is set to presenting."""
    return Busy(MEETING, "presentation") if _state(shell) == _PRESENTING else None


def do_not_disturb(shell: Any = None) -> Busy | None:
    """While Windows holds notices back: something fills the screen, or quiet time.

    Focus assist has no documented question; where it is on, Windows puts the notice away for later by itself.
    """
    return Busy(QUIET, _HOLDS_BACK[state]) if (state := _state(shell)) in _HOLDS_BACK else None


def _state(shell: Any) -> int:
    shell = shell or getattr(getattr(ctypes, "windll", None), "shell32", None)
    if shell is None:
        raise Unknown("This is not Windows.")
    state = ctypes.c_int(0)
    if shell.SHQueryUserNotificationState(ctypes.byref(state)) != 0:
        raise Unknown("Windows does not say whether it is a good moment.")
    return state.value


def _consent_store() -> Iterator[tuple[str, dict[str, Any]]]:
    if sys.platform != "win32":
        raise Unknown("This is not Windows.")
    import winreg  # noqa: PLC0415 - only there

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _STORE) as store:
            for name in _keys(store):
                with winreg.OpenKey(store, name) as one:
                    if name == "NonPackaged":
                        for path in _keys(one):
                            with winreg.OpenKey(one, path) as program:
                                yield path, _values(program)
                    else:
                        yield name, _values(one)
    except OSError as error:
        raise Unknown(f"Windows does not tell who uses the microphone: {error.strerror}.") from error


def _keys(key: Any) -> list[str]:
    import winreg  # noqa: PLC0415

    registry: Any = winreg
    return [registry.EnumKey(key, n) for n in range(registry.QueryInfoKey(key)[0])]


def _values(key: Any) -> dict[str, Any]:
    import winreg  # noqa: PLC0415

    registry: Any = winreg
    return {
        name: value for name, value, _ in (registry.EnumValue(key, n) for n in range(registry.QueryInfoKey(key)[1]))
    }
