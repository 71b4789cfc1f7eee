"""Notifications on real servers: delivered, replaced, clicked, closed; and buses that are not there, dead or hung."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection
from jeepney.io.asyncio import Proxy as AsyncProxy
from jeepney.low_level import Parser

from coach.adapters.notices import dbus, notifier
from coach.adapters.notices.chain import Chain
from coach.adapters.notices.dbus import DesktopChannel
from coach.adapters.notices.left_behind import LeftBehind
from coach.adapters.notices.plyer_helper import PlainChannel
from coach.cli.settings_tools import NotificationTest
from coach.core.reminders.ports import Notice
from coach.core.settings import Settings
from tests.desktop.conftest import Environ, daemon, ended, first_line, need

ACTIONS = (("got-up", "I got up"), ("start", "Start"), ("snooze", "In 5 min (2 left)"), ("skip", "Skip"))
NOTICE = Notice("p-1", "Time to stand up", "Stand up & walk <b>now</b>.", ACTIONS)


async def come(condition: Callable[[], bool], seconds: float = 8) -> None:
    """Wait until it holds; fails after so many seconds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.to_thread(os.sched_yield)


def out(environ: Environ, *argv: str) -> str:
    done = subprocess.run(argv, env=environ, capture_output=True, text=True, timeout=10, check=False)
    return done.stdout


@asynccontextmanager
async def server(environ: Environ, program: str) -> AsyncIterator[None]:
    """A notification server that has taken its name on the bus."""
    connection = await open_dbus_connection(environ["DBUS_SESSION_BUS_ADDRESS"])
    router = DBusRouter(connection)
    proxy = AsyncProxy(message_bus, router)
    child = started(environ, program)
    try:
        async with asyncio.timeout(10):
            while not (await proxy.NameHasOwner(dbus.NAME))[0]:
                assert child.poll() is None, f"{program} ended"
        yield
    finally:
        child.kill()
        child.wait()
        with suppress(EOFError, ConnectionError):
            await router.__aexit__(None, None, None)
        with suppress(EOFError, ConnectionError):
            await connection.close()


def started(environ: Environ, program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([need(program)], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def test_dunst_has_it_once_as_it_was_meant(bus: Environ) -> None:
    async with server(bus, "dunst"):
        channel = DesktopChannel(lambda *_: None, bus)
        assert (await channel.show(Notice("p-0", "Before", "Sit tall."))).worked
        assert (await channel.show(NOTICE)).worked
        assert out(bus, "dunstctl", "count", "displayed").strip() == "1", "the second replaced the first"
        await channel.close()
        history = json.loads(out(bus, "dunstctl", "history"))["data"][0]
        shown = history[0]["summary"]["data"], history[0]["body"]["data"]
        assert shown == ("Time to stand up", "Stand up &amp; walk &lt;b&gt;now&lt;/b&gt;.")
        assert out(bus, "dunstctl", "count", "displayed").strip() == "0", "closed when it is over"
        assert (await channel.show(NOTICE)).worked, "it may be shown on again"
        await channel.close()


async def test_do_not_disturb_is_delivered_and_not_worked_round(bus: Environ) -> None:
    async with server(bus, "dunst"):
        out(bus, "dunstctl", "set-paused", "true")
        chain = Chain([DesktopChannel(lambda *_: None, bus), PlainChannel(bus)])
        attempts = await chain.show(NOTICE)
        assert [(attempt.channel, attempt.worked) for attempt in attempts] == [("desktop", True)]
        await chain.close()


async def test_a_real_click_on_snooze_comes_back(bus: Environ) -> None:
    heard: list[tuple[str, str]] = []
    async with server(bus, "xfce4-notifyd"):
        channel = DesktopChannel(lambda *answer: heard.append(answer), bus)
        assert (await channel.show(NOTICE)).worked
        place = ""

        def there() -> bool:
            nonlocal place
            ids = out(bus, "xdotool", "search", "--onlyvisible", "--class", "notifyd").split()
            found = [out(bus, "xdotool", "getwindowgeometry", "--shell", each) for each in ids]
            place = next((each for each in found if "WIDTH=3" in each or "WIDTH=4" in each), "")
            return bool(place)

        await come(there)
        size = dict(line.split("=") for line in place.split())
        x, y = int(size["X"]), int(size["Y"]) + int(size["HEIGHT"]) - 30
        width = int(size["WIDTH"])

        def clicked() -> bool:  # the third of four buttons in a row; until the server has drawn it, nobody hears
            out(bus, "xdotool", "mousemove", str(x + width * 5 // 8), str(y), "click", "1")
            return bool(heard)

        await come(clicked)
        await channel.close()
    assert heard[0] == ("p-1", "snooze")


@pytest.mark.parametrize("on_click", ["start", "got-up"])
async def test_where_dunst_draws_no_buttons_a_click_does_what_was_set(bus: Environ, on_click: str) -> None:
    heard: list[tuple[str, str]] = []
    async with server(bus, "dunst"):
        channel = DesktopChannel(lambda *answer: heard.append(answer), bus)
        assert (await channel.show(replace(NOTICE, click=on_click))).worked
        out(bus, "dunstctl", "action", "0")
        await come(lambda: bool(heard))
        await channel.close()
    assert heard == [("p-1", on_click)]


async def test_what_the_person_takes_away_is_heard_and_what_we_take_away_is_not(bus: Environ) -> None:
    heard: list[tuple[str, str]] = []
    async with server(bus, "dunst"):
        channel = DesktopChannel(lambda *answer: heard.append(answer), bus)
        assert (await channel.show(NOTICE)).worked
        await channel.close()
        assert (await channel.show(replace(NOTICE, prompt="p-2"))).worked
        out(bus, "dunstctl", "close")
        await come(lambda: bool(heard))
        await channel.close()
    assert heard == [("p-2", "dismissed")]


async def test_a_server_that_was_started_anew_is_told_again(bus: Environ) -> None:
    channel = DesktopChannel(lambda *_: None, bus)
    async with server(bus, "dunst"):
        assert (await channel.show(NOTICE)).worked
    async with server(bus, "dunst"):
        assert (await channel.show(NOTICE)).worked
        assert out(bus, "dunstctl", "count", "displayed").strip() == "1"
        await channel.close()


async def test_without_a_server_or_a_bus_it_says_so_and_the_next_one_serves(bare_bus: Environ, screen: Environ) -> None:
    alone = await DesktopChannel(lambda *_: None, bare_bus).show(NOTICE)
    assert (alone.worked, alone.why) == (False, "Nothing here shows notifications.")
    none = await DesktopChannel(lambda *_: None, screen).show(NOTICE)
    assert (none.worked, none.why) == (False, "There is no session bus.")
    gone = screen | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/no/where"}
    dead = await DesktopChannel(lambda *_: None, gone).show(NOTICE)
    assert (dead.worked, dead.why) == (False, "The desktop can't be reached: FileNotFoundError.")
    odd = await DesktopChannel(lambda *_: None, screen | {"DBUS_SESSION_BUS_ADDRESS": "nonsense"}).show(NOTICE)
    assert odd.worked is False


async def test_a_bus_that_dies_in_between_is_noticed(screen: Environ) -> None:
    child = daemon(screen)
    environ = screen | {"DBUS_SESSION_BUS_ADDRESS": first_line(child)}
    channel = DesktopChannel(lambda *_: None, environ)
    try:
        async with server(environ, "dunst"):
            assert (await channel.show(NOTICE)).worked
            ended(child)
            assert (await channel.show(NOTICE)).worked is False
    finally:
        ended(child)
        await channel.close()


async def test_a_server_that_hangs_is_given_up(bus: Environ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbus, "PATIENCE", 0.3)
    connection = await open_dbus_connection(bus["DBUS_SESSION_BUS_ADDRESS"])
    router = DBusRouter(connection)
    await AsyncProxy(message_bus, router).RequestName(dbus.NAME)  # has the name, and never answers
    attempt = await DesktopChannel(lambda *_: None, bus).show(NOTICE)
    assert (attempt.worked, attempt.why) == (False, "The desktop did not answer within 0.3 s.")
    await router.__aexit__(None, None, None)
    await connection.close()


class OwnServer:
    """A server by hand: it knows actions, numbers every notification 7, and signals what it is told to."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._serving: asyncio.Task[None] | None = None
        self.hints: list[dict[str, tuple[str, object]]] = []

    async def begin(self) -> None:
        async with DBusRouter(self._connection) as router:
            await AsyncProxy(message_bus, router).RequestName(dbus.NAME)
        self._serving = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == "Notify":
                self.hints.append(message.body[6])
            reply = {
                "GetCapabilities": ("as", (["actions", "body"],)),
                "GetServerInformation": ("ssss", ("test", "", "", "")),
                "Notify": ("u", (7,)),
            }.get(member, (None, ()))
            await self._connection.send(new_method_return(message, *reply))

    async def signal(self, member: str, signature: str | None, *body: object, to: str | None = None) -> None:
        await self.send(signal(member, signature, *body, to=to).serialise(next(self._connection.outgoing_serial)))

    async def send(self, raw: bytes) -> None:
        self._connection.writer.write(raw)
        await self._connection.writer.drain()

    async def end(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
        await self._connection.close()


def signal(
    member: str, signature: str | None, *body: object, to: str | None = None, interface: str = dbus.NAME
) -> Message:
    message = new_signal(DBusAddress(dbus.PATH, interface=interface), member, signature, body)
    if to is not None:
        message.header.fields[HeaderFields.destination] = to
    return message


@asynccontextmanager
async def own_server(environ: Environ) -> AsyncIterator[OwnServer]:
    made = OwnServer(await open_dbus_connection(environ["DBUS_SESSION_BUS_ADDRESS"]))
    await made.begin()
    try:
        yield made
    finally:
        await made.end()


@asynccontextmanager
async def shown_there(environ: Environ) -> AsyncIterator[tuple[DesktopChannel, OwnServer, list[tuple[str, str]]]]:
    """A notice that such a server shows, and what is heard of it."""
    heard: list[tuple[str, str]] = []
    async with own_server(environ) as there:
        channel = DesktopChannel(lambda *answer: heard.append(answer), environ)
        assert (await channel.show(NOTICE)).worked
        yield channel, there, heard
        await channel.close()


@pytest.mark.parametrize(("quiet", "silent"), [(False, False), (True, False), (False, True)])
async def test_what_is_quiet_or_told_where_nothing_may_sound_makes_no_sound_of_the_desktop(
    bus: Environ, quiet: bool, silent: bool
) -> None:
    async with own_server(bus) as there:
        channel = DesktopChannel(lambda *_: None, bus, silent=lambda: silent)
        assert (await channel.show(replace(NOTICE, quiet=quiet))).worked
        await channel.close()
    assert [hints.get("suppress-sound") for hints in there.hints] == [("b", True) if quiet or silent else None]


ODD: list[tuple[str, str | None, tuple[object, ...]]] = [
    ("ActionInvoked", None, ()),
    ("ActionInvoked", "u", (7,)),
    ("ActionInvoked", "s", ("skip",)),
    ("ActionInvoked", "su", ("skip", 7)),
    ("ActionInvoked", "us", (6, "skip")),
    ("ActionInvoked", "us", (7, "dance")),
    ("ActionInvoked", "uu", (7, 7)),
    ("ActionInvoked", "v", (("u", 7),)),
    ("ActionInvoked", "as", (["skip"],)),
    ("NotificationClosed", None, ()),
    ("NotificationClosed", "s", ("7",)),
    ("NotificationClosed", "uu", (6, 1)),
    ("Dance", "us", (7, "skip")),
]


async def test_no_odd_signal_of_the_server_deafens_the_buttons(bus: Environ) -> None:
    async with shown_there(bus) as (_, there, heard):
        for member, signature, body in ODD:
            await there.signal(member, signature, *body)
        await there.signal("ActionInvoked", "us", 7, "skip")
        await there.signal("ActionInvoked", "us", 7, "start")
        await come(lambda: bool(heard))
    assert heard == [("p-1", "skip")]


async def test_a_message_that_the_library_can_not_read_deafens_nobody(bus: Environ) -> None:
    async with shown_there(bus) as (channel, there, heard):
        assert channel._router is not None
        name = channel._router.unique_name
        fine = signal("ActionInvoked", "us", 6, "skip", to=name)
        fine.header.fields[HeaderFields.error_name] = "a.b"
        raw = fine.serialise(next(there._connection.outgoing_serial))
        await there.send(raw.replace(b"\x04\x01s\x00", b"\x2a\x01s\x00"))  # a field that nobody knows yet
        await there.send(bytes([raw[0], 9]) + raw[2:])  # a message of a type that nobody knows yet
        await there.signal("ActionInvoked", "us", 7, "start")
        await come(lambda: bool(heard))
    assert heard == [("p-1", "start")]


def test_a_message_of_the_bus_that_can_not_be_read_is_passed_over() -> None:
    fine = new_signal(DBusAddress("/", interface="a.b"), "Heard", "s", ("x",)).serialise(1)
    odd = [fine[:1] + bytes([9]) + fine[2:], fine.replace(b"\x02\x01s\x00", b"\x2a\x01s\x00"), fine[:-2] + b"\xff\0"]
    for raw in odd:
        reader = dbus._parser(Parser())
        reader.add_data(raw + fine)
        message = reader.get_next_message()
        assert message is not None
        assert message.body == ("x",)
    nonsense = dbus._parser(Parser())
    nonsense.add_data(b"x" * 64)
    with pytest.raises(KeyError):
        nonsense.get_next_message()


async def test_a_signal_of_another_client_is_no_click(bus: Environ) -> None:
    stranger = OwnServer(await open_dbus_connection(bus["DBUS_SESSION_BUS_ADDRESS"]))
    async with shown_there(bus) as (channel, there, heard):
        assert channel._router is not None
        name = channel._router.unique_name
        for _ in range(200):
            await stranger.signal("ActionInvoked", "us", 7, "skip", to=name)
            await stranger.signal("NotificationClosed", "uu", 7, 2, to=name)
        await stranger.signal("ActionInvoked", "us", 7, "skip")
        faked = signal("NameOwnerChanged", "sss", dbus.NAME, "", ":1.99", to=name, interface=dbus.BUS)
        await stranger.send(faked.serialise(next(stranger._connection.outgoing_serial)))
        async with DBusRouter(stranger._connection) as router:
            await AsyncProxy(message_bus, router).ListNames()  # all of it is through the bus
        await there.signal("ActionInvoked", "us", 7, "start")
        await come(lambda: bool(heard))
    await stranger.end()
    assert heard == [("p-1", "start")]


async def test_another_server_that_takes_over_is_heard_from_then_on(bus: Environ) -> None:
    heard: list[tuple[str, str]] = []
    channel = DesktopChannel(lambda *answer: heard.append(answer), bus)
    async with own_server(bus):
        assert (await channel.show(NOTICE)).worked
        before = channel._server
    async with own_server(bus) as there:
        await come(lambda: channel._server not in {"", before})
        await there.signal("ActionInvoked", "us", 7, "skip")  # of what the other one showed
        assert (await channel.show(NOTICE)).worked
        assert heard == [("p-1", "lost")]
        await there.signal("ActionInvoked", "us", 7, "start")
        await come(lambda: len(heard) > 1)
        await channel.close()
    assert heard == [("p-1", "lost"), ("p-1", "start")]


async def test_plyer_without_notify_send_has_failed_whatever_it_claims(bus: Environ, tmp_path: object) -> None:
    attempt = await PlainChannel(bus | {"PATH": str(tmp_path)}).show(NOTICE)
    assert attempt.worked is False
    assert "notify-send" in attempt.mend


async def test_the_settings_say_what_came_of_a_notification(
    bus: Environ, bare_bus: Environ, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tried(environ: Environ) -> list[str]:
        told: list[str] = []
        with monkeypatch.context() as surroundings:
            surroundings.setenv("DBUS_SESSION_BUS_ADDRESS", environ["DBUS_SESSION_BUS_ADDRESS"])
            surroundings.setenv("PATH", "/nowhere")  # no tmux of whoever runs this
            await NotificationTest(partial(notifier, terminal=False), patience=0.1).do("try", Settings(), told.append)
        return told

    async with server(bus, "dunst"):
        told = await tried(bus)
        assert told[0] == "✓ Shown by D-Bus: Handed to the desktop."
        assert told[-1].endswith("No click came back.")
        history = json.loads(out(bus, "dunstctl", "history"))["data"][0]
        assert history[0]["body"]["data"] == "This is how a reminder looks."
    (none,) = await tried(bare_bus)
    assert none.startswith("! No channel could show it. D-Bus: Nothing here shows notifications. Install a")


# --- keepers and servers that die ---------------------------------------------------------------------------------


async def test_what_a_dead_keeper_left_is_taken_away_by_the_next_one(bus: Environ, tmp_path: Path) -> None:
    note = LeftBehind(tmp_path / "notice.json")
    async with server(bus, "dunst"):
        dead = DesktopChannel(lambda *_: None, bus, note)
        assert (await dead.show(NOTICE)).worked
        await dead._let_go()  # killed: nothing of it is taken away
        assert out(bus, "dunstctl", "count", "displayed").strip() == "1"
        after = DesktopChannel(lambda *_: None, bus, LeftBehind(tmp_path / "notice.json"))
        await after.tidy()
        assert out(bus, "dunstctl", "count", "displayed").strip() == "0"
        assert (await after.show(NOTICE)).worked
        await after.tidy()
        assert out(bus, "dunstctl", "count", "displayed").strip() == "0", "it is a note of what is shown, whoever asks"
        await after.close()
    assert not (tmp_path / "notice.json").exists()


async def test_what_another_server_shows_under_that_number_is_left_alone(bus: Environ, tmp_path: Path) -> None:
    async with server(bus, "dunst"):
        dead = DesktopChannel(lambda *_: None, bus, LeftBehind(tmp_path / "notice.json"))
        assert (await dead.show(NOTICE)).worked
        await dead._let_go()
    async with server(bus, "dunst"):
        other = DesktopChannel(lambda *_: None, bus)
        assert (await other.show(NOTICE)).worked
        after = DesktopChannel(lambda *_: None, bus, LeftBehind(tmp_path / "notice.json"))
        await after.tidy()
        assert out(bus, "dunstctl", "count", "displayed").strip() == "1"
        await after.close()
        await other.close()


async def test_a_server_that_starts_anew_with_a_prompt_out_is_heard_of_once(bus: Environ) -> None:
    heard: list[tuple[str, str]] = []
    channel = DesktopChannel(lambda *answer: heard.append(answer), bus)
    async with server(bus, "dunst"):
        assert (await channel.show(NOTICE)).worked
    assert heard == []
    async with server(bus, "dunst"):
        await come(lambda: bool(heard))
        assert (await channel.show(NOTICE)).worked
        await channel.close()
    async with server(bus, "dunst"):
        assert heard == [("p-1", "lost")]


@pytest.mark.parametrize("text", ["{", "[]", '{"bus": 1}', '{"bus": "b", "server": "s", "number": -1}', "x" * 5000])
async def test_a_note_that_is_none_is_put_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "notice.json").write_text(text)
    await DesktopChannel(lambda *_: None, {}, LeftBehind(tmp_path / "notice.json")).tidy()
    assert os.listdir(tmp_path) == ["notice.json.set-aside"]  # noqa: PTH208 - beside the event loop it is a moment
