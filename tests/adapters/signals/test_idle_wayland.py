"""Idle time that a Wayland desktop tells: of one made of the protocol's bytes, and of a real KWin."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.adapters.clock import SystemClock
from coach.adapters.signals import idle_wayland
from coach.adapters.signals.asking import Counting, Unknown
from coach.adapters.signals.idle import idle_sources
from coach.adapters.signals.idle_wayland import SLACK, TIMEOUT, WaylandIdle
from tests.adapters.signals.conftest import end
from tests.conftest import FakeClock

pytest.importorskip("pywayland", reason="pywayland, the extra for Wayland, is not installed here", exc_type=ImportError)

from tests.adapters.signals.wayland_desktop import SEAT, Offer, WaylandDesktop, notifier

Begin = Callable[..., WaylandDesktop]


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sockets, whose names may not be long; the desktop of the environment is its `w`."""
    folder = Path(tempfile.mkdtemp(prefix="coach-w"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def begin(runtime: Path) -> Iterator[Begin]:
    """Starts a desktop."""
    made: list[WaylandDesktop] = []

    def start(*offers: Offer) -> WaylandDesktop:
        made.append(WaylandDesktop(runtime / "w", *offers))
        return made[-1]

    yield start
    for desktop in made:
        desktop.close()


@pytest.fixture
def idle(fake_clock: FakeClock) -> Iterator[WaylandIdle]:
    found = WaylandIdle(fake_clock)
    yield found
    found.close()


def says(idle: WaylandIdle) -> float | str:
    try:
        return idle.read()
    except Unknown as unknown:
        return "counting" if isinstance(unknown, Counting) else unknown.why


def until(happened: Callable[[], bool], seconds: float = 20) -> None:
    clock = SystemClock()
    start = clock.now().mono
    while not happened():
        assert clock.now().mono - start < seconds, "it did not happen"


def test_it_counts_from_the_touch_before_the_word(begin: Begin, idle: WaylandIdle, fake_clock: FakeClock) -> None:
    desktop = begin(SEAT, notifier(1))
    assert says(idle) == "counting"
    assert says(idle) == "counting"
    fake_clock.advance(20)
    desktop.tell("idled")
    until(lambda: says(idle) == TIMEOUT)
    fake_clock.advance(95)
    assert says(idle) == TIMEOUT + 95
    fake_clock.advance(asleep=3600)
    assert says(idle) == TIMEOUT + 95
    desktop.tell("resumed")
    until(lambda: says(idle) == 0)
    fake_clock.advance(1000)
    assert says(idle) == 0


def test_without_a_word_somebody_is_there_once_it_would_have_come(
    begin: Begin, idle: WaylandIdle, fake_clock: FakeClock
) -> None:
    begin(SEAT, notifier(1))
    assert says(idle) == "counting"
    fake_clock.advance(TIMEOUT + SLACK - 0.1)
    assert says(idle) == "counting"
    fake_clock.advance(0.2)
    assert says(idle) == 0


@pytest.mark.parametrize(
    ("offered", "bound", "asked"),
    [(1, 1, "get_idle_notification"), (2, 2, "get_input_idle_notification"), (9, 2, "get_input_idle_notification")],
)
def test_a_video_counts_as_a_touch_only_where_nothing_better_is_offered(
    begin: Begin, idle: WaylandIdle, offered: int, bound: int, asked: str
) -> None:
    desktop = begin(notifier(offered), SEAT, SEAT)
    assert says(idle) == "counting"
    assert desktop.asked == [("ext_idle_notifier_v1", bound), ("wl_seat", 1), (asked, 5000)]


@pytest.mark.parametrize("offers", [(), (SEAT,), (notifier(2),)])
def test_a_desktop_that_does_not_tell_it_is_unknown(begin: Begin, idle: WaylandIdle, offers: tuple[Offer, ...]) -> None:
    begin(*offers)
    assert "does not tell" in str(says(idle))


@pytest.mark.parametrize("crash", [WaylandDesktop.close, WaylandDesktop.garbage])
def test_a_desktop_that_goes_away_is_unknown_and_one_that_comes_back_counts_anew(
    begin: Begin, idle: WaylandIdle, fake_clock: FakeClock, crash: Callable[[WaylandDesktop], None]
) -> None:
    desktop = begin(SEAT, notifier(2))
    assert says(idle) == "counting"
    desktop.tell("idled")
    until(lambda: says(idle) == TIMEOUT)
    listener = idle._listener
    assert listener is not None
    crash(desktop)
    until(lambda: listener.gone)
    desktop.close()
    assert "can't be reached" in str(says(idle))
    begin(SEAT, notifier(2))
    assert says(idle) == "counting"
    fake_clock.advance(TIMEOUT + SLACK)
    assert says(idle) == 0


def test_it_does_nothing_between_events(begin: Begin, idle: WaylandIdle) -> None:
    """Neither is the desktop asked anything at a look."""
    desktop = begin(SEAT, notifier(1))
    says(idle)
    desktop.deaf = True
    assert says(idle) == "counting"
    desktop.tell("idled")
    until(lambda: says(idle) == TIMEOUT)


def test_without_a_desktop_it_is_unknown(
    runtime: Path, idle: WaylandIdle, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "can't be reached" in str(says(idle))
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert says(idle) == "XDG_RUNTIME_DIR is not set."
    assert capfd.readouterr().err == ""


def test_without_the_extra_it_says_how_to_have_it(
    runtime: Path, idle: WaylandIdle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pywayland", None)
    monkeypatch.setitem(sys.modules, "pywayland.client", None)
    with pytest.raises(Unknown) as unknown:
        idle.read()
    assert "knot-coach[wayland]" in unknown.value.mend


def test_the_library_is_loaded_at_the_first_look_and_a_process_that_listens_ends_quietly(begin: Begin) -> None:
    begin(SEAT, notifier(1))
    program = """
import sys
from coach.adapters.signals.asking import Counting
from coach.adapters.signals.idle import idle_sources
[source] = [source for source in idle_sources("linux") if source.name == "Wayland"]
assert "pywayland" not in sys.modules
try:
    source.read()
except Counting:
    assert "pywayland" in sys.modules
    print("listens")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "listens\n", "")


# --- a real desktop ---------------------------------------------------------------------------------------------------

FAKE_INPUT = """<protocol name="coach_fake_input"><interface name="org_kde_kwin_fake_input" version="1">
<request name="authenticate"><arg name="application" type="string"/><arg name="reason" type="string"/></request>
<request name="pointer_motion"><arg name="delta_x" type="fixed"/><arg name="delta_y" type="fixed"/></request>
</interface></protocol>"""


@pytest.fixture
def kwin(bus: str, runtime: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts KWin, without a screen, which lets a test move its pointer."""
    found = shutil.which("kwin_wayland")
    if found is None:
        pytest.skip("kwin_wayland is not installed: apt-get install kwin-wayland")
    program = shutil.copy(found, runtime / "kwin_wayland")  # without the capability, which a container does not give
    for name in ("DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"KWIN_WAYLAND_NO_PERMISSION_CHECKS": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}.items():
        monkeypatch.setenv(name, value)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(runtime))
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        monkeypatch.delenv("WAYLAND_DISPLAY")
        command = [program, "--virtual", "--no-lockscreen", "--socket", "w"]
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet))
        monkeypatch.setenv("WAYLAND_DISPLAY", "w")
        return started[-1]

    yield start
    for child in started:
        end(child)


@pytest.fixture
def touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Moves the pointer of KWin."""
    (tmp_path / "fake.xml").write_text(FAKE_INPUT)
    (tmp_path / "faked").mkdir()
    scan = [sys.executable, "-m", "pywayland.scanner", "-i", str(tmp_path / "fake.xml"), "-o", str(tmp_path / "faked")]
    subprocess.run(scan, check=True, capture_output=True)
    monkeypatch.syspath_prepend(tmp_path)
    kind = importlib.import_module("faked.coach_fake_input").OrgKdeKwinFakeInput
    client = importlib.import_module("pywayland.client")

    def move() -> None:
        found = []

        def offered(registry: object, name: int, interface: str, _version: int) -> None:
            if interface == kind.name:
                found.append(registry.bind(name, kind, 1))  # type: ignore[attr-defined]

        with client.Display() as display:
            registry = display.get_registry()
            registry.dispatcher["global"] = offered
            display.roundtrip()
            found[0].authenticate("tests", "a touch")
            found[0].pointer_motion(5, 5)
            display.roundtrip()

    return move


def test_kwin_tells_when_nobody_is_there_and_a_touch_ends_it(
    kwin: Callable[[], subprocess.Popen[bytes]], touch: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_wayland, "TIMEOUT", 1.0)
    first, idle, clock = kwin(), WaylandIdle(), SystemClock()
    until(lambda: says(idle) == "counting", 60)
    begun = clock.now().mono
    until(lambda: isinstance(says(idle), float))
    until(lambda: idle.read() > 2.0)
    assert idle.read() <= clock.now().mono - begun + 0.5
    touched = clock.now().mono
    touch()
    until(lambda: idle.read() == 0.0)
    until(lambda: idle.read() > 0.0)
    assert 0.8 <= clock.now().mono - touched < 10
    end(first)
    until(lambda: "can't be reached" in str(says(idle)))
    kwin()
    until(lambda: says(idle) == "counting", 60)
    idle.close()


def test_it_is_asked_only_on_wayland() -> None:
    assert "Wayland" in [source.name for source in idle_sources("linux", {"WAYLAND_DISPLAY": "w"})]
    assert "Wayland" not in [source.name for source in idle_sources("linux", {"XDG_SESSION_TYPE": "wayland"})]
    assert "Wayland" not in [source.name for source in idle_sources("win32", {"WAYLAND_DISPLAY": "w"})]
