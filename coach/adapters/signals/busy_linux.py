"""Calls, presentations and do-not-disturb on Linux. Nothing here needs a permission or starts a service."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.adapters.signals.asking import Unknown, ask_program
from coach.adapters.signals.desktop_bus import Bus, session_bus, system_bus, value_of
from coach.adapters.signals.meeting_words import means_meeting
from coach.core.reminders.ports import Busy
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIMIT = 0.8  # seconds for one question; a source as a whole is cut off after 1 s
MEETING = "meeting"
QUIET = "do-not-disturb"
_NO_SOUND = "Start PipeWire (with pipewire-pulse) or PulseAudio."
# Effects that listen all day, and level meters; a call is another stream.
_ALWAYS_ON = {"easyeffects", "com.github.wwmm.easyeffects", "noisetorch"}

NOTES = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")


# --- the microphone ---------------------------------------------------------------------------------------------------


class Stream(NamedTuple):
    """What a program records: its number, that of its source, and what the program is called."""

    number: str
    source: str
    program: str


def listening() -> Callable[[], Busy | None]:
    """What looks whether a program records. The streams of a call are remembered: while they last it asks half."""
    return partial(microphone, calls=set[Stream]())


def microphone(environ: Mapping[str, str] | None = None, calls: set[Stream] | None = None) -> Busy | None:
    """A meeting while a program records from a microphone. What records the sound of the screen is none.

    `calls` are streams that were found to be a meeting's at the last look; here come those of this one.
    """
    server = _sound_server(os.environ if environ is None else environ)
    try:
        streams = json.loads(ask_program(["pactl", "--format=json", "list", "source-outputs"], LIMIT, **server))
        recording = [_stream(stream) for stream in streams if _counts(stream)]
    except (Unknown, ValueError, TypeError, AttributeError) as error:  # before 16 it knows no JSON, some print it wrong
        if isinstance(error, Unknown) and "not installed" in error.why:
            raise Unknown(error.why, "Install pulseaudio-utils (Fedora: pulseaudio-utils, Arch: libpulse).") from None
        text = ask_program(["pactl", "list", "short", "source-outputs"], LIMIT, **server)
        rows = [line.split("\t") for line in text.splitlines()]
        recording = [Stream(row[0], row[1], "") for row in rows if len(row) > 1]
    known = {*recording} & (calls or set())
    screens = _screens(server) if recording and not known else set()
    found = [stream for stream in recording if (stream in known if known else stream.source not in screens)]
    if calls is not None:
        calls.clear()
        calls.update(found)
    if not found:
        return None
    program = found[0].program
    return Busy(MEETING, f"microphone: {program}" if program else "microphone")


def _screens(server: Mapping[str, str]) -> set[str]:
    """The sources that are the sound of the screen."""
    text = ask_program(["pactl", "list", "short", "sources"], LIMIT, **server)
    rows = [line.split("\t") for line in text.splitlines()]
    return {row[0] for row in rows if len(row) > 1 and row[1].endswith(".monitor")}


def _sound_server(environ: Mapping[str, str]) -> dict[str, str]:
    """Where the sound server is. Named outright, pactl does not start one."""
    if environ.get("PULSE_SERVER"):
        return {}
    folder = environ.get("PULSE_RUNTIME_PATH") or f"{environ.get('XDG_RUNTIME_DIR') or '/nowhere'}/pulse"
    socket = Path(folder) / "native"
    if not socket.exists():
        raise Unknown("No sound server is running.", _NO_SOUND)
    return {"PULSE_SERVER": f"unix:{socket}"}


def _counts(stream: dict[str, Any]) -> bool:
    about = stream.get("properties", {})
    names = {str(about.get(key, "")).lower() for key in ("application.id", "application.name")}
    meter = stream.get("resample_method") == "peaks" or about.get("media.name") == "Peak detect"
    return not (stream.get("corked") or meter or names & _ALWAYS_ON)


def _stream(stream: dict[str, Any]) -> Stream:
    name = str(stream.get("properties", {}).get("application.name", ""))
    program = "" if name == "(null)" else shown(name, 30)  # so it prints what is not ASCII
    return Stream(str(stream.get("index")), str(stream["source"]), program)


# --- do-not-disturb ---------------------------------------------------------------------------------------------------


def do_not_disturb() -> Busy | None:
    """Whether the notification server holds its notices back, asked in the way of the server that runs."""
    with session_bus(LIMIT) as bus:
        name, path = NOTES
        server = str(bus.call(name, path, f"{name}.GetServerInformation")[0])
        ask = next((ask for start, ask in _SERVERS.items() if server.lower().startswith(start)), _inhibited)
        return Busy(QUIET, shown(server, 30)) if ask(bus) else None


def _dunst(bus: Bus) -> bool:
    return bool(bus.get(*NOTES, "org.dunstproject.cmd0", "paused"))  # what dunstctl is-paused asks


def _inhibited(bus: Bus) -> bool:
    """KDE's way, which others took over."""
    return bool(bus.get(*NOTES, NOTES[0], "Inhibited"))


def _xfce(bus: Bus) -> bool:
    call = ("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf.GetProperty", "ss")
    try:
        return bool(value_of(bus.call(*call, "xfce4-notifyd", "/do-not-disturb")[0]))
    except Unknown as unknown:
        if "PropertyNotFound" in unknown.why:  # never switched on
            return False
        raise


def _mako(bus: Bus) -> bool:
    modes = bus.call(NOTES[0], "/fr/emersion/Mako", "fr.emersion.Mako.ListModes")[0]
    return any(mode in modes for mode in ("do-not-disturb", "dnd", "silent"))


def _swaync(bus: Bus) -> bool:
    return bool(bus.call("org.erikreider.swaync.cc", "/org/erikreider/swaync/cc", "org.erikreider.swaync.cc.GetDnd")[0])


def _gnome(bus: Bus) -> bool:
    del bus  # the shell does not tell; its setting does
    setting = ("org.gnome.desktop.notifications", "show-banners")
    return ask_program(["gsettings", "get", *setting], LIMIT).strip() == "false"


_SERVERS: dict[str, Callable[[Bus], bool]] = {  # by how the name of the server starts
    "dunst": _dunst,
    "xfce": _xfce,
    "mako": _mako,
    "swaync": _swaync,
    "swaynotificationcenter": _swaync,
    "gnome": _gnome,
}


# --- what keeps the screen awake --------------------------------------------------------------------------------------


def inhibitors() -> Busy | None:
    """A meeting while a program keeps the screen awake for a call or a presentation.

    Read from logind, GNOME's session and KDE's power management; org.freedesktop.ScreenSaver takes such wishes but
    shows them to nobody.
    """
    asked = 0
    refused = Unknown("Nothing here tells what keeps the screen awake.")
    for source in (_logind, _session):
        try:
            found = source()
        except Unknown as unknown:
            refused = unknown
            continue
        asked += 1
        for program, reason in found:
            if means_meeting(program, reason):
                return Busy(MEETING, shown(program or reason, 30))
    if not asked:
        raise refused
    return None


def _logind() -> list[tuple[str, str]]:
    with system_bus(LIMIT) as bus:
        login = "org.freedesktop.login1"
        listed = bus.call(login, "/org/freedesktop/login1", f"{login}.Manager.ListInhibitors")[0]
    return [(who, why) for what, who, why, _, user, _ in listed if user == os.getuid() and "idle" in what.split(":")]


def _session() -> list[tuple[str, str]]:
    with session_bus(LIMIT) as bus:
        try:
            kde = "org.kde.Solid.PowerManagement.PolicyAgent"
            listed = bus.call(kde, "/org/kde/Solid/PowerManagement/PolicyAgent", f"{kde}.ListInhibitions")[0]
        except Unknown:
            manager = "org.gnome.SessionManager"
            paths = bus.call(manager, "/org/gnome/SessionManager", f"{manager}.GetInhibitors")[0]
            listed = []
            for path in paths[:50]:
                one = f"{manager}.Inhibitor"
                listed.append(
                    (bus.call(manager, path, f"{one}.GetAppId")[0], bus.call(manager, path, f"{one}.GetReason")[0])
                )
        return [(str(program), str(reason)) for program, reason in listed]
