"""Meetings and do-not-disturb: from real parts where there are some; what can't say, says why, and in time."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coach.adapters.clock import SystemClock
from coach.adapters.signals import busy_linux, busy_macos, busy_windows
from coach.adapters.signals.asking import Unknown
from coach.adapters.signals.busy import BusySource, SystemBusiness, system_business
from coach.adapters.signals.meeting_words import means_meeting
from coach.core.reminders.ports import Business, Busy
from coach.core.settings import PauseSources, ReminderSection
from tests.adapters.signals.conftest import HANG, Service, end
from tests.conftest import FakeClock

Serve = Callable[..., Service]
Program = Callable[[str, str], Path]
MEETING = Busy("meeting", "a test")


def free() -> None:
    return None


def meeting() -> Busy:
    return MEETING


def unknown() -> Busy:
    raise Unknown("It can't say.", "Mend it.")


def broken() -> Busy:
    raise ZeroDivisionError("oh")


# --- asking all of them -----------------------------------------------------------------------------------------------


def test_what_speaks_against_a_prompt_is_gathered_and_the_rest_says_why_not() -> None:
    looks = {"free": free, "meeting": meeting, "unknown": unknown, "broken": broken}
    business = SystemBusiness([BusySource(name, look) for name, look in looks.items()])
    assert business.busy() == (MEETING,)
    found = {report.name: report for report in business.reports()}
    assert list(found) == list(looks)
    assert [report.known for report in found.values()] == [True, True, False, False]
    assert (found["unknown"].why, found["unknown"].mend) == ("It can't say.", "Mend it.")
    assert "ZeroDivisionError" in found["broken"].why


def test_no_source_at_all_is_not_busy() -> None:
    assert SystemBusiness([]).busy() == ()


async def test_sources_that_hang_are_cut_off_and_hold_up_nobody() -> None:
    stuck = threading.Event()

    def hang() -> None:
        stuck.wait()

    business = SystemBusiness([BusySource("one", hang), BusySource("two", hang), BusySource("good", meeting)])
    one, two, good = await asyncio.to_thread(business.reports)
    assert good.busy == MEETING
    assert one.why == two.why == "It did not answer within 1 s."
    stuck.set()
    assert all(report.known for report in business.reports())


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_source_can_be_switched_off(platform: str, fake_clock: FakeClock, tmp_path: Path) -> None:
    def names(section: ReminderSection) -> list[str]:
        business = system_business(section, fake_clock, tmp_path, platform)
        return [name for name, _ in business._sources]

    assert names(ReminderSection(calendar="work.ics")) == ["microphone", "inhibitors", "do_not_disturb", "calendar"]
    assert names(ReminderSection()) == ["microphone", "inhibitors", "do_not_disturb"]
    assert names(ReminderSection(pause_for=PauseSources(microphone=False))) == ["inhibitors", "do_not_disturb"]
    assert names(ReminderSection(pause_for=PauseSources(inhibitors=False))) == ["microphone", "do_not_disturb"]
    assert names(ReminderSection(pause_for=PauseSources(do_not_disturb=False))) == ["microphone", "inhibitors"]


def test_a_machine_without_any_of_it_is_not_busy_and_says_why(no_desktop: None, fake_clock: FakeClock) -> None:
    business: Business = system_business(ReminderSection(calendar="~nobody/a.ics"), fake_clock, Path("/"), "linux")
    assert business.busy() == ()
    assert isinstance(business, SystemBusiness)
    assert [bool(report.why) for report in business.reports()] == [True] * 4
    assert "There is no such file." in business.reports()[3].why


@pytest.mark.usefixtures("patient")
def test_a_calendar_is_looked_up_from_the_folder_of_the_settings(fake_clock: FakeClock, tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_text("nonsense")
    business = system_business(ReminderSection(calendar="work.ics"), fake_clock, tmp_path, "linux")
    assert f"{tmp_path}/work.ics:1: This is not a calendar" in business.reports()[3].why


# --- the microphone ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A real sound server with a microphone and the sound of a screen; gives a way to record."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    surroundings = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(tmp_path)}
    modules = ("module-native-protocol-unix", "module-null-source source_name=mic", "module-null-sink sink_name=out")
    loads = [part for module in modules for part in ("-L", module)]
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *loads]
    running = [subprocess.Popen(command, env=surroundings, **quiet)]
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("HOME", str(tmp_path))
    until(lambda: "out.monitor" in ask_sources())

    def record(*options: str) -> subprocess.Popen[bytes]:
        found = subprocess.Popen(["parec", *options], env={**surroundings, "LC_ALL": "C.UTF-8"}, **quiet)
        running.append(found)
        return found

    yield record
    for process in reversed(running):
        end(process)


def ask_sources() -> str:
    done = subprocess.run(["pactl", "list", "short", "sources"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def streams() -> int:
    done = subprocess.run(["pactl", "list", "short", "source-outputs"], capture_output=True, text=True, check=True)
    return len(done.stdout.splitlines())


def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    clock = SystemClock()
    start = clock.now().mono
    while not happened():
        assert clock.now().mono - start < seconds, "it did not happen"


@pytest.mark.parametrize(("name", "source"), [("Web call", "microphone: Web call"), ("Gespräch", "microphone")])
def test_a_program_that_records_from_a_microphone_is_a_meeting(
    sound: Callable[..., Any], name: str, source: str
) -> None:
    assert busy_linux.microphone() is None
    recording = sound("-d", "mic", f"--property=application.name={name}")
    until(lambda: streams() == 1)
    assert busy_linux.microphone() == Busy("meeting", source)
    end(recording)
    until(lambda: streams() == 0)
    assert busy_linux.microphone() is None


def test_recording_the_sound_of_the_screen_or_a_level_meter_is_no_meeting(sound: Callable[..., Any]) -> None:
    sound("-d", "out.monitor")
    sound("-d", "mic", "--property=media.name=Peak detect")
    sound("-d", "mic", "--property=application.name=easyeffects")
    until(lambda: streams() == 3)
    assert busy_linux.microphone() is None


def test_a_call_that_goes_on_is_asked_for_with_one_question_and_another_stream_with_two(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/anywhere")
    asked, answer = tmp_path / "asked", tmp_path / "streams"
    program(
        "pactl",
        f"""echo "$*" >> {asked}
        case "$*" in --format=json*) cat {answer} ;; *) printf '4\\tout.monitor\\tx\\n7\\tmic\\tx\\n' ;; esac""",
    )
    look = busy_linux.listening()

    def questions(*streams: tuple[int, int]) -> tuple[bool, int]:
        asked.write_text("")
        answer.write_text(json.dumps([{"index": number, "source": source} for number, source in streams]))
        return look() is not None, len(asked.read_text().splitlines())

    assert questions() == (False, 1)
    assert questions((1, 7)) == (True, 2)
    assert questions((1, 7)) == (True, 1)
    assert questions((1, 7), (2, 4)) == (True, 1), "the call goes on beside what records the screen"
    assert questions((2, 4)) == (False, 2)
    assert questions((1, 4)) == (False, 2), "the stream was moved to the sound of the screen"
    assert questions((1, 7)) == (True, 2)
    assert questions() == (False, 1)
    assert questions((3, 7)) == (True, 2)


@pytest.mark.parametrize("json_answer", ["exit 1", "echo '{'", "echo 7", "echo '[7]'"])
def test_an_old_sound_tool_without_json_is_asked_the_short_way(
    program: Program, monkeypatch: pytest.MonkeyPatch, json_answer: str
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/anywhere")
    program(
        "pactl",
        f"""case "$*" in
        --format=json*) {json_answer} ;;
        *source-outputs) printf '0\\t4\\t1\\tprotocol-native.c\\ts16le\\n3\\t7\\t1\\tx\\ty\\n' ;;
        *) printf '4\\tout.monitor\\tx\\n7\\tmic\\tx\\n' ;;
        esac""",
    )
    assert busy_linux.microphone() == Busy("meeting", "microphone")


@pytest.mark.parametrize(("corked", "busy"), [("true", False), ("false", True)])
def test_a_stream_that_is_held_is_no_meeting(
    program: Program, monkeypatch: pytest.MonkeyPatch, corked: str, busy: bool
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/anywhere")
    stream = f'[{{"source": 7, "corked": {corked}, "properties": {{}}}}]'
    program("pactl", f"""case "$*" in --format=json*) echo '{stream}' ;; *) printf '7\\tmic\\tx\\n' ;; esac""")
    assert (busy_linux.microphone() is not None) is busy


def test_without_a_sound_server_none_is_started(no_desktop: None, program: Program, tmp_path: Path) -> None:
    program("pactl", f"touch {tmp_path}/asked")
    with pytest.raises(Unknown, match="No sound server"):
        busy_linux.microphone()
    assert not (tmp_path / "asked").exists()


def test_a_sound_tool_that_is_missing_fails_or_hangs_says_so(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/anywhere")
    program("pactl", "echo 'Connection refused' >&2; exit 1")
    with pytest.raises(Unknown, match="Connection refused"):
        busy_linux.microphone()
    program("pactl", "exec sleep 9")
    found = SystemBusiness([BusySource("microphone", busy_linux.microphone)]).reports()[0]
    assert "within" in found.why
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unknown, match="not installed") as told:
        busy_linux.microphone()
    assert "pulseaudio-utils" in told.value.mend


# --- do-not-disturb ---------------------------------------------------------------------------------------------------

NOTES = "org.freedesktop.Notifications"
INFORMATION = ("ssss", ("Plasma", "KDE", "6", "1.2"))


def variant(value: bool) -> tuple[str, tuple[Any, ...]]:
    return "v", (("b", value),)


@pytest.fixture
def dunst(bus: str, x_server: object, tmp_path: Path) -> Iterator[None]:
    server = subprocess.Popen(["dunst", "-conf", "/dev/null"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: asked("dunstctl", "is-paused") == "false")
    yield
    end(server)


def asked(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_dunst_told_to_pause_is_do_not_disturb(dunst: None) -> None:
    assert busy_linux.do_not_disturb() is None
    subprocess.run(["dunstctl", "set-paused", "true"], check=True)
    assert busy_linux.do_not_disturb() == Busy("do-not-disturb", "dunst")
    subprocess.run(["dunstctl", "set-paused", "false"], check=True)
    assert busy_linux.do_not_disturb() is None


def test_xfce_told_not_to_disturb_is_do_not_disturb(
    bus: str, x_server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    place = next(Path("/usr/lib").glob("*/xfce4"))
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    store = subprocess.Popen([place / "xfconf/xfconfd"], **quiet)
    until(lambda: "Channels" in asked("xfconf-query", "-l"))
    server = subprocess.Popen([place / "notifyd/xfce4-notifyd"], **quiet)
    until(knows_do_not_disturb)
    assert busy_linux.do_not_disturb() is None
    change = ["xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s"]
    subprocess.run([*change, "true"], check=True)
    assert busy_linux.do_not_disturb() == Busy("do-not-disturb", "Xfce Notify Daemon")
    subprocess.run([*change, "false"], check=True)
    assert busy_linux.do_not_disturb() is None
    end(server)
    end(store)


def knows_do_not_disturb() -> bool:
    try:
        busy_linux.do_not_disturb()
    except Unknown:
        return False
    return True


@pytest.mark.parametrize("on", [True, False])
def test_kde_tells_it_as_a_property(serve: Serve, on: bool) -> None:
    serve(NOTES, GetServerInformation=INFORMATION, **{f"{NOTES}.Inhibited": variant(on)})
    assert busy_linux.do_not_disturb() == (Busy("do-not-disturb", "Plasma") if on else None)


@pytest.mark.parametrize("on", [True, False])
def test_mako_and_swaync_are_asked_in_their_own_way(serve: Serve, on: bool) -> None:
    modes = ["default", "do-not-disturb"] if on else ["default"]
    mako = serve(NOTES, GetServerInformation=("ssss", ("mako", "e", "1.7", "1.2")), ListModes=("as", (modes,)))
    assert (busy_linux.do_not_disturb() is not None) is on
    mako.answers["GetServerInformation"] = ("ssss", ("SwayNotificationCenter", "e", "1", "1.2"))
    serve("org.erikreider.swaync.cc", GetDnd=("b", (on,)))
    assert (busy_linux.do_not_disturb() is not None) is on


@pytest.mark.parametrize(("banners", "on"), [("false", True), ("true", False)])
def test_gnome_tells_it_in_its_settings(serve: Serve, program: Program, banners: str, on: bool) -> None:
    serve(NOTES, GetServerInformation=("ssss", ("gnome-shell", "GNOME", "45", "1.2")))
    program("gsettings", f'test "$*" = "get org.gnome.desktop.notifications show-banners" && echo {banners}')
    assert (busy_linux.do_not_disturb() is not None) is on


def test_a_server_that_does_not_tell_or_hangs_and_no_server_are_unknown(serve: Serve, bus: str) -> None:
    with pytest.raises(Unknown, match="Nothing here answers"):
        busy_linux.do_not_disturb()
    service = serve(NOTES, GetServerInformation=("ssss", ("other", "x", "1", "1.2")))
    with pytest.raises(Unknown, match="can't say"):
        busy_linux.do_not_disturb()
    service.answers["GetServerInformation"] = HANG
    with pytest.raises(Unknown, match="within"):
        busy_linux.do_not_disturb()


# --- what keeps the screen awake --------------------------------------------------------------------------------------

AWAKE = [
    ("chromium", "WebRTC has active PeerConnections", True),
    ("google-chrome", "Video Wake Lock", False),
    ("firefox", "video-playing", False),
    ("firefox", "audio-playing", False),
    ("libreoffice", "Presentation", True),
    ("evince", "Running in presentation mode", True),
    ("okular", "Giving a presentation", True),
    ("zoom", "", True),
    ("us.zoom.xos", "", True),
    ("com.microsoft.teams-for-linux", "idle", True),
    ("org.telegram.desktop", "In a call", True),
    ("vlc", "Playing some media.", False),
    ("caffeine", "asked for by the user", False),
    ("steam", "Playing a game", False),
    ("zoomer", "magnifies", False),
    ("systemd-logind", "recall of notes", False),
]


@pytest.mark.parametrize(("name", "reason", "counts"), AWAKE)
def test_only_calls_and_presentations_count_of_what_keeps_the_screen_awake(
    name: str, reason: str, counts: bool
) -> None:
    assert means_meeting(name, reason) is counts


def test_gnomes_session_lists_what_keeps_the_screen_awake(serve: Serve) -> None:
    session = serve(
        "org.gnome.SessionManager",
        **{
            "GetInhibitors": ("ao", (["/a", "/b"],)),
            "/a:GetAppId": ("s", ("vlc",)),
            "/a:GetReason": ("s", ("Playing",)),
            "/b:GetAppId": ("s", ("chromium",)),
            "/b:GetReason": ("s", ("WebRTC has active PeerConnections",)),
        },
    )
    assert busy_linux.inhibitors() == Busy("meeting", "chromium")
    session.answers["GetInhibitors"] = ("ao", (["/a"],))
    assert busy_linux.inhibitors() is None


def test_kdes_power_management_lists_them_at_once(serve: Serve) -> None:
    serve(
        "org.kde.Solid.PowerManagement.PolicyAgent", ListInhibitions=("a(ss)", ([("okular", "Giving a presentation")],))
    )
    assert busy_linux.inhibitors() == Busy("meeting", "okular")


@pytest.mark.parametrize(
    ("user", "what", "counts"),
    [(os.getuid(), "idle", True), (os.getuid() + 1, "idle", False), (os.getuid(), "sleep", False)],
)
def test_logind_lists_the_persons_own(
    serve: Serve, bus: str, monkeypatch: pytest.MonkeyPatch, user: int, what: str, counts: bool
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    rows = [(what, "Zoom", "In a meeting", "block", user, 7), ("sleep:idle", "ModemManager", "needs it", "delay", 0, 8)]
    serve("org.freedesktop.login1", ListInhibitors=("a(ssssuu)", (rows,)))
    assert busy_linux.inhibitors() == (Busy("meeting", "Zoom") if counts else None)


def test_where_nobody_lists_them_it_is_unknown(bus: str) -> None:
    with pytest.raises(Unknown, match="SessionManager"):
        busy_linux.inhibitors()


# --- other platforms --------------------------------------------------------------------------------------------------

PMSET = """\
Assertion status system-wide:
   PreventUserIdleDisplaySleep    1
Listed by owning process:
   pid 402(coreaudiod): [0x0000be] 00:01:10 PreventUserIdleSystemSleep named: "com.apple.audio.{sound}.context.x"
   pid 812(Google Chrome): [0x0000bf] 00:01:10 PreventUserIdleDisplaySleep named: "{chrome}"
   pid 90(powerd): [0x00] 01:00:00 PreventUserIdleSystemSleep named: "Powerd - Prevent sleep while display is on"
"""


def test_macos_tells_recording_and_calls_by_what_keeps_it_awake(program: Program) -> None:
    def assertions(sound: str, chrome: str) -> None:
        program("pmset", f"cat <<'END'\n{PMSET.format(sound=sound, chrome=chrome)}END")

    assertions("BuiltInMicrophoneDevice", "WebRTC has active PeerConnections")
    assert busy_macos.microphone() == Busy("meeting", "microphone")
    assert busy_macos.inhibitors() == Busy("meeting", "Google Chrome")
    assertions("BuiltInSpeakerDevice", "Video Wake Lock")
    assert busy_macos.microphone() is None
    assert busy_macos.inhibitors() is None
    with pytest.raises(Unknown, match="full disk access"):
        busy_macos.do_not_disturb()


def test_windows_notes_who_uses_the_microphone_now() -> None:
    now = {"LastUsedTimeStart": 133_000, "LastUsedTimeStop": 0}
    before = {"LastUsedTimeStart": 133_000, "LastUsedTimeStop": 134_000}
    never = {"Value": "Allow"}
    call = r"C:#Program Files#Call App#call.exe"
    assert busy_windows.microphone({"Microsoft.Skype": before, call: now}) == Busy("meeting", "microphone: call.exe")
    assert busy_windows.microphone({"Microsoft.Skype": before, "a": never, "b": {"LastUsedTimeStop": 0}}) is None
    with pytest.raises(Unknown, match="not Windows"):
        busy_windows.microphone()


@pytest.mark.parametrize(
    ("state", "inhibitors", "quiet"),
    [
        (4, "presentation", None),
        (2, None, "full screen"),
        (3, None, "full screen"),
        (6, None, "quiet time"),
        (5, None, None),
    ],
)
def test_windows_says_whether_it_is_a_good_moment(state: int, inhibitors: str | None, quiet: str | None) -> None:
    def ask(answer: Any) -> int:
        ctypes.cast(answer, ctypes.POINTER(ctypes.c_int))[0] = state
        return 0

    shell = SimpleNamespace(SHQueryUserNotificationState=ask)
    found, dnd = busy_windows.inhibitors(shell), busy_windows.do_not_disturb(shell)
    assert (found and found.source, dnd and dnd.source) == (inhibitors, quiet)
    with pytest.raises(Unknown):
        busy_windows.do_not_disturb(SimpleNamespace(SHQueryUserNotificationState=lambda answer: 1))
    with pytest.raises(Unknown):
        busy_windows.inhibitors()


def test_while_what_held_still_does_nothing_else_is_asked(fake_clock: FakeClock) -> None:
    del fake_clock
    asked: list[str] = []
    there = {"one": False, "two": False}

    def source(name: str) -> BusySource:
        def look() -> Busy | None:
            asked.append(name)
            return Busy("meeting", name) if there[name] else None

        return BusySource(name, look)

    business = SystemBusiness([source("one"), source("two")])
    there["two"] = True
    assert [each.source for each in business.busy()] == ["two"]
    assert sorted(asked) == ["one", "two"]
    asked.clear()
    there["one"] = True
    assert [each.source for each in business.busy()] == ["two"]
    assert asked == ["two"]
    there["two"] = False
    assert [each.source for each in business.busy()] == ["one"], "before anything is told, all are asked"
    there["one"] = False
    assert business.busy() == ()
