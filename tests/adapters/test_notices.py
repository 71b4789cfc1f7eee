"""The channels that need no desktop, the chain, and what opens a terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import shlex
import subprocess
import sys
import types
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.notices import plyer_helper
from coach.adapters.notices.chain import Chain
from coach.adapters.notices.desktop_notifier import NativeChannel
from coach.adapters.notices.opener import open_terminal, terminal_argvs
from coach.adapters.notices.plyer_helper import PlainChannel
from coach.adapters.notices.terminal import BellChannel, TmuxChannel
from coach.adapters.notices.words import one_line
from coach.core.reminders.ports import Attempt, Notice

NOTICE = Notice("p-1", "Time; to stand", "Stand up\nnow \x1b[31m", (("got-up", "I got up"), ("start", "Start")))
BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}


@given(st.text(), st.integers(2, 80))
def test_text_is_one_line_never_empty_never_an_option(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert line.isprintable()
    assert 0 < len(line) <= max(limit, len("Coach"))
    assert not line.startswith("-")
    assert line == line.strip()


@dataclass
class Fake:
    """A channel that does as it is told."""

    name: str
    worked: bool | None
    shown: list[str] = field(default_factory=list)
    closed: int = 0

    async def show(self, notice: Notice) -> Attempt:
        self.shown.append(notice.prompt)
        return Attempt(self.name, self.worked, "why", "mend")

    async def close(self) -> None:
        self.closed += 1


class Broken(Fake):
    """A channel with a fault of its own."""

    async def show(self, notice: Notice) -> Attempt:
        raise KeyError(notice.prompt)


async def test_the_next_channel_serves_where_one_fails() -> None:
    last = Fake("c", True)
    chain = Chain([Fake("a", False), Broken("b", True), last, Fake("d", True)])
    attempts = await chain.show(NOTICE)
    assert [(attempt.channel, attempt.worked) for attempt in attempts] == [("a", False), ("b", False), ("c", True)]
    assert "KeyError" in attempts[1].why
    await chain.close()
    await chain.close()
    assert last.closed == 1


async def test_a_channel_that_can_not_say_whether_it_was_seen_is_good_enough() -> None:
    after = Fake("b", True)
    attempts = await Chain([Fake("a", None), after]).show(NOTICE)
    assert len(attempts) == 1
    assert after.shown == []


async def test_when_another_channel_takes_over_the_first_is_cleared() -> None:
    first, second = Fake("a", True), Fake("b", True)
    chain = Chain([first, second])
    await chain.show(NOTICE)
    first.worked = False
    await chain.show(NOTICE)
    assert (first.closed, second.shown) == (1, ["p-1"])


async def test_a_probe_tries_every_one() -> None:
    channels = [Fake("a", True), Fake("b", False), Broken("c", True)]
    attempts = await Chain(channels).probe()
    assert [attempt.worked for attempt in attempts] == [True, False, False]
    assert [channel.closed for channel in channels] == [1, 1, 1]


# --- plyer ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "worked", "why"),
    [
        ("pass", None, "does not say"),
        ("import sys; sys.stderr.write('no server\\n')", False, "no server"),
        ("raise SystemExit(3)", False, "failed without a word"),
        ("raise NotImplementedError('no way')", False, "no way"),
        ("import threading; threading.Event().wait()", False, "did not come back"),
        ("import sys; assert sys.argv[2] == 'Stand up now [31m', sys.argv", None, ""),
    ],
)
async def test_plyer_is_watched_from_outside(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], code: str, worked: bool | None, why: str
) -> None:
    monkeypatch.setattr(plyer_helper, "CODE", code)
    if "wait" in code:
        monkeypatch.setattr(plyer_helper, "PATIENCE", 0.3)
    attempt = await PlainChannel(BUS, "linux").show(NOTICE)
    assert (attempt.channel, attempt.worked) == ("plyer", worked)
    assert why in attempt.why
    assert capfd.readouterr() == ("", ""), "nothing of it is seen on our screen"


async def test_without_a_bus_plyer_is_not_believed() -> None:
    attempt = await PlainChannel({}, "linux").show(NOTICE)
    assert (attempt.worked, attempt.why) == (False, "There is no session bus, and plyer would not notice.")


# --- native -----------------------------------------------------------------------------------------------------------


async def test_the_extra_gives_buttons_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []
    channel = NativeChannel(lambda *answer: heard.append(answer))
    monkeypatch.setattr("coach.adapters.notices.desktop_notifier.find_spec", lambda _: None)
    assert (await channel.show(NOTICE)).mend.startswith("For buttons: pip install")
    sent: list[dict[str, object]] = []
    cleared: list[object] = []

    class Notifier:
        def __init__(self, app_name: str) -> None:
            self.app_name = app_name

        async def send(self, **what: object) -> str:
            sent.append(what)
            return f"n-{len(sent)}"

        async def clear(self, shown: object) -> None:
            cleared.append(shown)

    module = types.ModuleType("desktop_notifier")
    module.DesktopNotifier = Notifier  # type: ignore[attr-defined]
    module.Button = types.SimpleNamespace  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "desktop_notifier", module)
    monkeypatch.setattr("coach.adapters.notices.desktop_notifier.find_spec", lambda _: module)
    assert (await channel.show(NOTICE)).worked
    assert (await channel.show(NOTICE)).worked
    assert cleared == ["n-1"], "one at a time"
    buttons = sent[-1]["buttons"]
    assert isinstance(buttons, list)
    buttons[0].on_pressed()
    assert heard == [("p-1", "got-up")]
    await channel.close()
    assert cleared == ["n-1", "n-2"]


# --- the terminal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("xterm-256color", "\a\x1b]9;Time, to stand: Stand up now [31m\x1b\\"),
        ("rxvt-unicode", "\a\x1b]777;notify;Time, to stand;Stand up now [31m\x1b\\"),
    ],
)
async def test_the_bell_rings_with_the_words_in_an_escape_sequence(term: str, wanted: str) -> None:
    written: list[str] = []
    attempt = await BellChannel(written.append, {"TERM": term}).show(NOTICE)
    assert attempt.worked is None
    assert written == [wanted]


@pytest.mark.parametrize("term", ["", "dumb", "linux"])
async def test_a_terminal_that_knows_no_notifications_is_left_alone(term: str) -> None:
    written: list[str] = []
    assert (await BellChannel(written.append, {"TERM": term}).show(NOTICE)).worked is False
    assert written == []


async def test_a_terminal_that_is_gone_is_a_failure() -> None:
    def gone(text: str) -> None:
        raise BrokenPipeError(text)

    assert (await BellChannel(gone, {"TERM": "xterm"}).show(NOTICE)).worked is False


def fake_tmux(folder: Path, script: str) -> dict[str, str]:
    program = folder / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


async def test_tmux_tells_every_client_and_rings_its_bell(tmp_path: Path) -> None:
    log = tmp_path / "log"
    ours, theirs = pty.openpty()
    try:
        clients = f'printf "one {os.ttyname(theirs)}\\ntwo {tmp_path}/file\\n"'
        (tmp_path / "file").write_text("")
        script = f'case "$1" in list-clients) {clients};; *) echo "$@" >> {log};; esac'
        assert (await TmuxChannel(fake_tmux(tmp_path, script)).show(NOTICE)).worked
        assert os.read(ours, 9) == b"\a"
    finally:
        os.close(ours)
        os.close(theirs)
    lines = log.read_text().splitlines()
    assert [line.split()[:6] for line in lines] == [
        ["display-message", "-N", "-d", "4000", "-c", name] for name in ("one", "two")
    ]
    assert lines[0].endswith("Time; to stand: Stand up now [31m")
    assert (tmp_path / "file").read_text() == "", "no terminal"


@pytest.mark.parametrize(("quiet", "hushed", "rung"), [(False, False, 1), (True, False, 0), (False, True, 0)])
async def test_what_is_quiet_and_the_hours_of_quiet_have_the_words_without_the_bell(
    tmp_path: Path, quiet: bool, hushed: bool, rung: int
) -> None:
    log, written = tmp_path / "log", list[str]()
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    notice = replace(NOTICE, quiet=quiet)
    try:
        script = f'case "$1" in list-clients) echo one {os.ttyname(theirs)};; *) echo "$@" >> {log};; esac'
        attempt = await TmuxChannel(fake_tmux(tmp_path, script), lambda: hushed).show(notice)
        heard = os.read(ours, 9) if select.select([ours], [], [], 0)[0] else b""
    finally:
        os.close(ours)
        os.close(theirs)
    assert (attempt.worked, heard.count(b"\a")) == (True, rung)
    assert log.read_text().startswith("display-message -N")
    await BellChannel(written.append, {"TERM": "xterm"}, lambda: hushed).show(notice)
    assert written[0].removeprefix("\a") == "\x1b]9;Time, to stand: Stand up now [31m\x1b\\"
    assert written[0].count("\a") == rung


@pytest.mark.parametrize(("refused", "words"), [("-N", "-d 4000 -c one"), ("-d", "-c one")])
async def test_an_older_tmux_tells_as_well_as_it_can(tmp_path: Path, refused: str, words: str) -> None:
    log = tmp_path / "log"
    script = f'case "$*" in list-clients*) echo one;; *" {refused} "*) exit 1;; *) echo "$@" >> {log};; esac'
    assert (await TmuxChannel(fake_tmux(tmp_path, script)).show(NOTICE)).worked
    assert log.read_text().startswith(f"display-message {words} Time;")


async def test_what_tmux_would_act_on_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = f'case "$1" in list-clients) echo /dev/pts/1;; *) echo "$@" >> {log};; esac'
    await TmuxChannel(fake_tmux(tmp_path, script)).show(Notice("p", "#(id)", "%H #[fg=red]"))
    assert log.read_text().endswith("##(id): %%H ##[fg=red]\n")


@pytest.mark.parametrize("script", ["exit 1", "true"])
async def test_without_anybody_in_tmux_it_says_so(tmp_path: Path, script: str) -> None:
    assert (await TmuxChannel(fake_tmux(tmp_path, script)).show(NOTICE)).worked is False
    assert (await TmuxChannel({"PATH": str(tmp_path / "nowhere")}).show(NOTICE)).worked is False


# --- opening a break --------------------------------------------------------------------------------------------------

RUN = ["/opt/my python/bin/python", "-m", "coach", "run", "movement-break"]


@pytest.mark.parametrize(
    ("command", "platform", "there", "wanted"),
    [
        ("foot -e", "linux", set(), [["foot", "-e", *RUN]]),
        ("wezterm start -- sh -c {}", "linux", {"xterm"},
         [["wezterm", "start", "--", "sh", "-c", "'/opt/my python/bin/python' -m coach run movement-break"]]),
        (None, "linux", {"xterm", "x-terminal-emulator"}, [["x-terminal-emulator", "-e", *RUN], ["xterm", "-e", *RUN]]),
        (None, "linux", {"gnome-terminal"}, [["gnome-terminal", "--", *RUN]]),
        (None, "linux", {"ptyxis"}, [["ptyxis", "--", *RUN]]),
        (None, "linux", {"kgx"}, [["kgx", "--", *RUN]]),
        (None, "linux", {"ghostty"}, [["ghostty", "-e", *RUN]]),
        (None, "linux", {"wezterm"}, [["wezterm", "start", "--", *RUN]]),
        (None, "linux", {"xfce4-terminal"}, [["xfce4-terminal", "-x", *RUN]]),
        (None, "linux", {"mate-terminal"}, [["mate-terminal", "--disable-factory", "-x", *RUN]]),
        (None, "linux", {"tilix"}, [["tilix", "-e", shlex.join(RUN)]]),
        (None, "linux", {"lxterminal"}, [["lxterminal", "-e", shlex.join(RUN)]]),
        (None, "linux", {"foot"}, []),
        (None, "linux", set(), []),
        (None, "win32", {"wt"}, [["wt", *RUN], ["cmd", "/c", "start", "", *RUN]]),
        (None, "win32", set(), [["cmd", "/c", "start", "", *RUN]]),
    ],
)  # fmt: skip
def test_the_terminals_of_this_platform(
    command: str | None, platform: str, there: set[str], wanted: list[list[str]]
) -> None:
    environ = {"DISPLAY": ":0"}
    assert terminal_argvs(RUN, command, environ, platform, lambda name: name if name in there else None) == wanted


def test_where_wayland_is_its_own_terminals_serve() -> None:
    found = terminal_argvs(
        RUN, None, {"WAYLAND_DISPLAY": "wayland-0"}, "linux", lambda name: name if name == "foot" else None
    )
    assert found == [["foot", *RUN]]


def test_what_is_quoted_first_is_the_title_of_a_console_and_not_the_program() -> None:
    (argv,) = terminal_argvs([r"C:\Program Files\python.exe", "-P"], None, {}, "win32", lambda _: None)
    assert subprocess.list2cmdline(argv) == r'cmd /c start "" "C:\Program Files\python.exe" -P'


def test_on_a_mac_the_command_is_quoted_for_the_script() -> None:
    (argv,) = terminal_argvs(['a"b', "c d"], None, {}, "darwin")
    assert argv[2] == """tell application "Terminal" to do script "'a\\"b' 'c d'\""""


def test_without_a_screen_there_is_no_terminal_to_open() -> None:
    assert terminal_argvs(RUN, None, {}, "linux", lambda name: name) == []


async def test_who_lives_in_tmux_gets_a_popup_on_the_client_used_last(tmp_path: Path) -> None:
    log = tmp_path / "log"
    clients = 'printf "100 /dev/pts/1\\n200 /dev/pts/2\\n"'
    script = f'case "$1" in list-clients) {clients};; *) echo "$@" > {log}.new; mv {log}.new {log};; esac'
    attempt = await open_terminal(RUN, None, fake_tmux(tmp_path, script) | {"COACH_HOME": "/my home"})
    assert (attempt.worked, attempt.why) == (True, "Opened with tmux.")
    async with asyncio.timeout(5):
        while not log.exists():
            await asyncio.to_thread(log.exists)
    words = log.read_text().split()
    assert words[:3] == ["display-popup", "-c", "/dev/pts/2"]
    assert "env 'COACH_HOME=/my home' '/opt/my python/bin/python' -m coach" in log.read_text()


async def test_what_can_not_be_opened_says_how_to_mend_it(tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path)}
    alone = await open_terminal(RUN, None, nowhere)
    assert (alone.worked, alone.why) == (False, "There is no terminal to open.")
    assert "coach done" in alone.mend, "without a screen no other terminal would help"
    assert "settings.yaml" in (await open_terminal(RUN, None, nowhere | {"DISPLAY": ":0"})).mend
    assert "can't be read" in (await open_terminal(RUN, "foot 'x", nowhere)).why
    missing = await open_terminal(RUN, "no-such-program", nowhere)
    assert missing.worked is False
    assert "settings.yaml" in missing.mend


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


async def test_a_terminal_that_opens_nothing_is_not_believed_and_the_next_one_serves(tmp_path: Path) -> None:
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "DISPLAY": ":0"}
    program(tmp_path, "xdg-terminal-exec", "exit 3")
    program(tmp_path, "x-terminal-emulator", "exit 0")  # as one whose server takes it on
    assert (await open_terminal(RUN, None, environ)).why == "Opened with x-terminal-emulator."
    program(tmp_path, "mine", "exit 9")
    failed = await open_terminal(RUN, "mine", environ)
    assert (failed.worked, failed.why) == (False, "mine opened nothing: it ended with 9.")
    assert failed.mend


async def test_a_terminal_that_stays_has_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.adapters.notices.opener.CONFIRMED", 0.05)
    program(tmp_path, "mine", "exec sleep 1")
    assert (await open_terminal(RUN, "mine", {"PATH": f"{tmp_path}:/usr/bin:/bin"})).worked
