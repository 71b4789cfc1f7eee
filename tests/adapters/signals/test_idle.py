"""Idle time: from real parts where there are some, unknown where it is not known, and never late."""

from __future__ import annotations

import ctypes
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coach.adapters.clock import SystemClock
from coach.adapters.signals import idle
from coach.adapters.signals.asking import Aside, NotYet, Unknown
from coach.adapters.signals.idle import AGAIN, IdleSource, ScreenSaverIdle, SystemIdle, idle_sources
from coach.adapters.signals.idle_x11 import X11Idle
from coach.core.reminders.ports import Idle
from tests.adapters.signals.conftest import HANG, Service, end
from tests.conftest import FakeClock

Serve = Callable[..., Service]


class Fake:
    """A source that says what it is told to, and counts how often it is asked."""

    def __init__(self, says: float | Exception) -> None:
        self.says = says
        self.asked = 0

    def read(self) -> float:
        self.asked += 1
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


def test_the_first_source_that_works_is_asked(fake_clock: FakeClock) -> None:
    good, other = Fake(12.5), Fake(99)
    found = SystemIdle(fake_clock, [IdleSource("good", good.read), IdleSource("other", other.read)])
    port: Idle = found
    assert port.seconds() == 12.5
    assert (found.source, other.asked) == ("good", 0)


def test_unknown_is_none_and_never_nought(fake_clock: FakeClock) -> None:
    found = SystemIdle(fake_clock, [IdleSource("bad", Fake(Unknown("It can't say.", "Mend it.")).read)])
    assert found.seconds() is None
    assert found.failures()["bad"].why == "It can't say."
    assert SystemIdle(fake_clock, []).seconds() is None


def test_nought_is_nought(fake_clock: FakeClock) -> None:
    assert SystemIdle(fake_clock, [IdleSource("good", Fake(0).read)]).seconds() == 0


def test_a_source_that_failed_is_tried_again_only_now_and_then(fake_clock: FakeClock) -> None:
    bad, other = Fake(Unknown("no")), Fake(7)
    found = SystemIdle(fake_clock, [IdleSource("bad", bad.read), IdleSource("other", other.read)])
    for _ in range(5):
        assert found.seconds() == 7
        fake_clock.advance(60)
    assert bad.asked == 1
    bad.says = 3
    fake_clock.advance(asleep=AGAIN)
    assert found.seconds() == 3
    assert found.failures() == {}


def test_a_source_that_does_not_know_yet_is_asked_at_the_next_look(fake_clock: FakeClock) -> None:
    early = Fake(NotYet("soon"))
    found = SystemIdle(fake_clock, [IdleSource("early", early.read)])
    assert found.seconds() is None
    early.says = 4
    assert found.seconds() == 4


def test_a_source_with_a_fault_of_its_own_is_unknown(fake_clock: FakeClock) -> None:
    found = SystemIdle(fake_clock, [IdleSource("odd", Fake(AttributeError("no such symbol")).read)])
    assert found.seconds() is None
    assert "no such symbol" in found.failures()["odd"].why


@pytest.mark.parametrize("says", [-1, 1e12, float("nan"), float("inf")])
def test_a_number_that_can_not_be_is_unknown(fake_clock: FakeClock, says: float) -> None:
    assert SystemIdle(fake_clock, [IdleSource("odd", Fake(says).read)]).seconds() is None


def test_a_source_that_hangs_holds_up_no_look_and_hides_no_other_source(fake_clock: FakeClock) -> None:
    stuck = threading.Event()

    def hang() -> float:
        stuck.wait()
        return 1

    found = SystemIdle(fake_clock, [IdleSource("hangs", hang), IdleSource("good", Fake(5).read)])
    assert found.seconds() in {None, 5}
    assert found.seconds() == 5
    stuck.set()


def test_a_call_aside_is_never_under_way_twice() -> None:
    go, begun = threading.Event(), []

    def slow() -> int:
        begun.append(1)
        go.wait()
        return len(begun)

    aside = Aside(slow)
    with pytest.raises(Unknown, match=r"within 0\.01 s"):
        aside.result(0.01)
    with pytest.raises(Unknown):
        aside.result(0.01)
    go.set()
    assert aside.result(5) == 1
    assert aside.result(5) == 2


# --- which sources there are ------------------------------------------------------------------------------------------

PLATFORMS = [
    ("linux", {"DISPLAY": ":0"}, ["X11", "Mutter", "screen saver"]),
    ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["Mutter", "Wayland", "screen saver", "logind"]),
    ("linux", {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, ["Mutter", "screen saver", "logind"]),
    ("linux", {}, ["Mutter", "screen saver"]),
    ("linux", {"SSH_CONNECTION": "a b"}, []),
    ("linux", {"SSH_CONNECTION": "a b", "DISPLAY": "localhost:10"}, ["X11", "Mutter", "screen saver"]),
    ("darwin", {}, ["ioreg"]),
    ("win32", {}, ["last input"]),
    ("sunos5", {}, []),
]


@pytest.mark.parametrize(("platform", "environ", "names"), PLATFORMS)
def test_each_platform_asks_what_it_has(platform: str, environ: dict[str, str], names: list[str]) -> None:
    assert [source.name for source in idle_sources(platform, environ)] == names


# --- real parts -------------------------------------------------------------------------------------------------------


def test_x11_tells_real_idle_time_and_a_touch_ends_it(x_server: subprocess.Popen[str]) -> None:
    clock = SystemClock()
    found = SystemIdle(clock, idle_sources("linux", {"DISPLAY": "set"})[:1])
    start = clock.now().mono
    before = found.seconds()
    while clock.now().mono - start < 0.3:
        assert found.seconds() is not None
    after = found.seconds()
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(clock.now().mono - start, abs=0.5)
    subprocess.run(["xdotool", "key", "a"], check=True)
    touched = found.seconds()
    assert touched is not None
    assert touched < after


def test_an_x_server_that_hangs_or_ends_takes_nothing_with_it(x_server: subprocess.Popen[str]) -> None:
    clock = SystemClock()
    found = SystemIdle(clock, idle_sources("linux", {"DISPLAY": "set"})[:1])
    assert found.seconds() is not None
    x_server.send_signal(19)  # SIGSTOP
    assert found.seconds() is None
    end(x_server)
    assert SystemIdle(clock, idle_sources("linux", {"DISPLAY": "set"})[:1]).seconds() is None


def test_an_x_server_that_ends_during_a_question_does_not_end_this_program(x_server: subprocess.Popen[str]) -> None:
    code = (
        "import os, signal\n"
        "from coach.adapters.signals import idle_x11 as idle\n"
        "class Info(idle._ScreenSaverInfo):\n"
        "    def __init__(self):\n"
        f"        os.kill({x_server.pid}, signal.SIGKILL)\n"
        "idle._ScreenSaverInfo = Info\n"
        "try:\n"
        "    idle.X11Idle().read()\n"
        "except idle.Unknown:\n"
        "    print('still here')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert "still here" in done.stdout
    assert done.returncode == 0


def test_an_x_server_that_ends_between_two_looks_is_asked_no_more_and_another_one_is(
    x_server: subprocess.Popen[str],
) -> None:
    code = (
        "import os, signal\n"
        "from coach.adapters.signals.idle_x11 import X11Idle, Unknown\n"
        "look = X11Idle()\n"
        "assert look.read() >= 0 and look.read() >= 0\n"
        f"os.kill({x_server.pid}, signal.SIGKILL)\n"
        "for _ in range(3):\n"
        "    try:\n"
        "        look.read()\n"
        "    except Unknown as unknown:\n"
        "        print(unknown.why)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    first, *others = done.stdout.splitlines()
    assert first == "This X server does not tell idle time, or is gone."
    assert others == ["The X server can't be reached."] * 2
    assert done.returncode == 0


def test_without_its_library_x11_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    with pytest.raises(Unknown) as told:
        X11Idle().read()
    assert "libxss1" in told.value.mend


def test_gnome_tells_it_in_milliseconds(serve: Serve) -> None:
    serve("org.gnome.Mutter.IdleMonitor", GetIdletime=("t", (61_500,)))
    assert idle.mutter_idle() == 61.5


@pytest.mark.parametrize(("names", "seconds"), [((), 90.0), (("org.kde.screensaver",), 0.09)])
def test_the_screen_saver_tells_seconds_and_kdes_milliseconds(
    serve: Serve, names: tuple[str, ...], seconds: float
) -> None:
    serve("org.freedesktop.ScreenSaver", *names, GetSessionIdleTime=("u", (90,)))
    assert ScreenSaverIdle().read() == seconds


def test_a_screen_saver_that_only_ever_says_nought_is_not_believed(serve: Serve, fake_clock: FakeClock) -> None:
    service = serve("org.freedesktop.ScreenSaver", GetSessionIdleTime=("u", (0,)))
    found = SystemIdle(fake_clock, [IdleSource("screen saver", ScreenSaverIdle().read)])
    assert found.seconds() is None
    service.answers["GetSessionIdleTime"] = ("u", (8,))
    assert found.seconds() == 8
    service.answers["GetSessionIdleTime"] = ("u", (0,))
    assert found.seconds() == 0


@pytest.mark.parametrize("answer", ["org.freedesktop.DBus.Error.NotSupported", HANG])
def test_a_screen_saver_that_can_not_say_or_hangs_is_unknown(serve: Serve, answer: Any) -> None:
    serve("org.freedesktop.ScreenSaver", GetSessionIdleTime=answer)
    assert SystemIdle(SystemClock(), idle_sources("linux", {})).seconds() is None


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense", "tcp:host=x", "unix:path=/dev/null"])
def test_no_bus_a_dead_one_and_nonsense_are_unknown(
    no_desktop: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(Unknown):
        idle.mutter_idle()


def test_a_bus_without_a_desktop_is_unknown_at_once(bus: str) -> None:
    found = SystemIdle(SystemClock(), idle_sources("linux", {}))
    assert found.seconds() is None
    assert "org.gnome.Mutter.IdleMonitor" in found.failures()["Mutter"].why


def test_a_bus_that_hangs_is_unknown(no_desktop: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/hung")
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(str(tmp_path / "hung"))
        hung.listen()
        assert SystemIdle(SystemClock(), idle_sources("linux", {})).seconds() is None


def test_a_bus_that_lets_in_and_then_hangs_is_unknown(
    no_desktop: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/hung")
    done = threading.Event()

    def let_in(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            said = b""
            while b"AUTH" not in said:
                said += connection.recv(1000)
            connection.sendall(b"OK 1234deadbeef\r\n")
            done.wait(20)

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hung"))
        server.listen()
        threading.Thread(target=let_in, args=(server,), daemon=True).start()
        with pytest.raises(Unknown, match=r"bus did not answer within 0\.3 s"):
            Aside(idle.mutter_idle).result(5)
        done.set()


def test_macos_tells_it_in_billionths_of_a_second(program: Callable[[str, str], Path]) -> None:
    program("ioreg", """echo '    | |   "HIDIdleTime" = 4583129791'""")
    assert idle.macos_idle() == pytest.approx(4.583129791)
    program("ioreg", "echo nothing")
    with pytest.raises(Unknown, match="does not tell"):
        idle.macos_idle()
    program("ioreg", "exec sleep 5")
    with pytest.raises(Unknown, match="within"):
        idle.macos_idle()


@pytest.mark.parametrize(("now", "last", "seconds"), [(10_000, 4_000, 6.0), (500, 0xFFFFFFFF - 499, 1.0)])
def test_windows_counts_on_when_its_ticks_begin_anew(now: int, last: int, seconds: float) -> None:
    def last_input(info: Any) -> int:
        ctypes.cast(info, ctypes.POINTER(idle._LastInput)).contents.time = last
        return 1

    dll = SimpleNamespace(
        user32=SimpleNamespace(GetLastInputInfo=last_input), kernel32=SimpleNamespace(GetTickCount=lambda: now)
    )
    assert idle.windows_idle(dll) == seconds
    with pytest.raises(Unknown):
        idle.windows_idle()
