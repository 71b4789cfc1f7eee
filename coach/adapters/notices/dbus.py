"""Notifications of the desktop with buttons, over D-Bus (org.freedesktop.Notifications). Linux and the BSDs."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.notices.left_behind import LeftBehind, Shown
from coach.adapters.notices.words import TEXT, TITLE, marked_up, one_line
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jeepney import Message
    from jeepney.io.asyncio import DBusRouter
    from jeepney.low_level import Parser

    from coach.adapters.notices.channel import Answers
    from coach.core.reminders.ports import Notice

PATIENCE = 3.0  # seconds for a server to answer; a hung one would block for ever
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
BUS, BUS_PATH, OWNER = "org.freedesktop.DBus", "/org/freedesktop/DBus", "NameOwnerChanged"
INTERFACE, MEMBER, SENDER = 2, 3, 7  # of the fields of a message's header
BY_THE_PERSON = 2  # why a notification was closed
HINTS: dict[str, tuple[str, Any]] = {
    "urgency": ("y", 1),
    "category": ("s", "im.received"),
    "desktop-entry": ("s", "coach"),
}
NEVER = 0  # milliseconds: it stays until it is answered or replaced
NOT_HERE = "Start coach within the desktop, or use the terminal."
NO_SERVER = "Install a notification server, such as dunst or xfce4-notifyd."


def _never() -> bool:
    return False


class DesktopChannel:
    """One notification at a time, its id used again. Signals come to `answers` while the connection is open.

    `silent`: whether the server is to make no sound now, even where the notice itself is not quiet.
    """

    name = "desktop"

    def __init__(
        self,
        answers: Answers,
        environ: Mapping[str, str] | None = None,
        left: LeftBehind | None = None,
        silent: Callable[[], bool] = _never,
    ) -> None:
        self._answers, self._silent = answers, silent
        self._left = left
        self._lost = ""  # the prompt that was shown by a server that is gone
        self._bus = ""
        self._environ = os.environ if environ is None else environ
        self._router: DBusRouter | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._draws_default = False  # as a button of its own, beside the one that says the same
        self._server = ""  # its own name on the bus, which nobody else can take
        self._id = 0
        self._notice: Notice | None = None

    async def show(self, notice: Notice) -> Attempt:
        """Tell, within 3 s. A bus that has died is connected to anew, once."""
        try:
            async with asyncio.timeout(PATIENCE):
                connected = self._router is not None
                try:
                    await self._show(notice)
                except Exception:
                    if not connected:
                        raise
                    await self._let_go()  # the bus has died since, or the server has
                    await self._show(notice)
        except TimeoutError:
            await self._let_go()
            return Attempt(self.name, False, f"The desktop did not answer within {PATIENCE:g} s.", "Log out and in.")
        except AbsentError as absent:
            await self._let_go()
            return Attempt(self.name, False, str(absent), absent.mend)
        except ImportError:
            return Attempt(self.name, False, "jeepney is missing.", "Install coach again.")
        except Exception as error:  # noqa: BLE001 - an address of any nonsense, nobody there, or not a bus
            await self._let_go()
            return Attempt(self.name, False, f"The desktop can't be reached: {type(error).__name__}.", NOT_HERE)
        return Attempt(self.name, True, "Handed to the desktop." if self._buttons else "Handed over, without buttons.")

    @property
    def _buttons(self) -> bool:
        return "actions" in self._capabilities

    async def _show(self, notice: Notice) -> None:
        router = self._router or await self._connect()
        text = one_line(notice.text, TEXT)
        if "body-markup" in self._capabilities:
            text = marked_up(text)
        click = one_line(dict(notice.actions).get(notice.click, "Start"), 30)
        actions = ["default", click] if notice.actions and not self._draws_default else []
        if self._buttons:
            actions += [word for name, label in notice.actions for word in (name, one_line(label, 30))]
        hints = HINTS | ({"suppress-sound": ("b", True)} if notice.quiet or self._silent() else {})
        body = ("Coach", self._id, "", one_line(notice.title, TITLE), text, actions, hints, NEVER)
        (self._id,) = await _call(router, NAME, PATH, NAME, "Notify", "susssasa{sv}i", body)
        self._notice, self._lost = notice, ""
        if self._left is not None:
            self._left.note(Shown(self._bus, self._server, self._id))

    async def tidy(self) -> None:
        """Take away what a keeper before us left, whose buttons are dead. Nothing is connected to without a need."""
        shown = self._left.there() if self._left is not None else None
        if shown is None or self._left is None:
            return
        self._left.clear()
        with suppress(Exception):
            async with asyncio.timeout(PATIENCE):
                router = self._router or await self._connect()
                if (shown.bus, shown.server) == (self._bus, self._server):
                    await _call(router, NAME, PATH, NAME, "CloseNotification", "u", (shown.number,))

    async def _connect(self) -> DBusRouter:
        from jeepney.io.asyncio import DBusRouter, open_dbus_connection  # noqa: PLC0415 - only where it is used

        connection = await open_dbus_connection(_address(self._environ))
        connection.parser = _parser(connection.parser)
        router = self._router = DBusRouter(connection)
        self._id = 0
        try:
            (found,) = await _call(router, NAME, PATH, NAME, "GetCapabilities", None, ())
        except Exception as error:
            raise _absent(error) from error
        self._capabilities = frozenset(found)
        name, *_ = await _call(router, NAME, PATH, NAME, "GetServerInformation", None, ())
        self._draws_default = "xfce" in str(name).lower()
        await self._listen(router)
        return router

    async def _listen(self, router: DBusRouter) -> None:
        """From now on the server's signals are heard, and who the server is. No task and no queue: nothing piles up."""
        from jeepney import MatchRule, message_bus  # noqa: PLC0415

        signals = MatchRule(type="signal", sender=NAME, interface=NAME, path=PATH)
        owners = MatchRule(type="signal", sender=BUS, interface=BUS, member=OWNER, path=BUS_PATH)
        owners.add_arg_condition(0, NAME)
        for rule in (signals, owners):
            await router.send_and_get_reply(message_bus.AddMatch(rule))
        (owner,) = await _call(router, BUS, BUS_PATH, BUS, "GetNameOwner", "s", (NAME,))
        self._server = str(owner)
        (bus,) = await _call(router, BUS, BUS_PATH, BUS, "GetId", None, ())
        self._bus = str(bus)
        router.filter(MatchRule(type="signal"), queue=_Straight(self._signal))

    def _signal(self, message: Message) -> None:
        """What counts comes from the server's own connection, or from the bus itself; anybody can send the rest."""
        fields, body = message.header.fields, message.body
        sender, member = fields.get(SENDER), fields.get(MEMBER)
        if sender == BUS and member == OWNER:
            match body:
                case (str(name), str(), str(new)) if name == NAME:
                    self._moved(new)
        elif sender and sender == self._server and fields.get(INTERFACE) == NAME:
            self._heard(str(member), body)

    def _moved(self, server: str) -> None:
        """Another server, or none for now: with the old one went what it showed, which the new one has to be told."""
        self._lost = self._notice.prompt if self._notice is not None else self._lost
        self._server, self._id, self._notice = server, 0, None
        if server and self._lost:
            lost, self._lost = self._lost, ""
            self._answers(lost, "lost")

    def _heard(self, member: str, body: tuple[Any, ...]) -> None:
        """What the person clicks. A click on the text is `default`."""
        notice = self._notice
        match member, body:
            case "ActionInvoked", (int(number), str(action), *_) if number == self._id and notice is not None:
                if action == "default" or action in dict(notice.actions):
                    self._notice = None
                    self._answers(notice.prompt, notice.click if action == "default" else action)
            case "NotificationClosed", (int(number), *reason) if number == self._id and notice is not None:
                self._notice = None
                self._id = 0
                if reason == [BY_THE_PERSON]:
                    self._answers(notice.prompt, "dismissed")

    async def close(self) -> None:
        """Take the notification away and end the connection."""
        router, self._notice, self._lost = self._router, None, ""
        if self._left is not None:
            self._left.clear()
        if router is not None and self._id:
            with suppress(Exception):
                async with asyncio.timeout(PATIENCE):
                    await _call(router, NAME, PATH, NAME, "CloseNotification", "u", (self._id,))
        await self._let_go()

    async def _let_go(self) -> None:
        router, self._router, self._id, self._notice, self._server = self._router, None, 0, None, ""
        if router is not None:
            with suppress(Exception):
                await router.__aexit__(None, None, None)
            with suppress(Exception):
                async with asyncio.timeout(PATIENCE):
                    await router._conn.close()  # noqa: SLF001 - the router keeps no other way to its connection


class _Straight:
    """Takes messages where the library would queue them. What can't be made sense of must not end its reading."""

    def __init__(self, hear: Callable[[Message], None]) -> None:
        self._hear = hear

    def put_nowait(self, message: Message) -> None:
        """Hear it at once."""
        with suppress(Exception):
            self._hear(message)


def _parser(before: Parser) -> Parser:
    """The library's reader of messages, going on behind one that it can't read, where its own would end."""
    from jeepney.low_level import Parser  # noqa: PLC0415

    class Enduring(Parser):  # type: ignore[misc]
        def get_next_message(self) -> Message | None:
            while True:
                there = self.buf.bytes_buffered
                try:
                    return super().get_next_message()
                except Exception:  # an unknown type or field, or text that is none
                    if self.buf.bytes_buffered == there:
                        raise  # no message at all: this is no bus
                    self.next_msg_size = None

    after = Enduring()
    after.__dict__.update(before.__dict__)
    return after


class AbsentError(Exception):
    """Why the desktop can't be told, with what would help."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(why)
        self.mend = mend


def _absent(error: Exception) -> Exception:
    name = str(getattr(error, "name", ""))
    if name.rpartition(".")[2] in {"ServiceUnknown", "NameHasNoOwner", "Disconnected"} or "Spawn" in name:
        return AbsentError("Nothing here shows notifications.", NO_SERVER)
    return error


def _address(environ: Mapping[str, str]) -> str:
    found = environ.get("DBUS_SESSION_BUS_ADDRESS")
    if found:
        return found
    socket = Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"  # a cron job or ssh knows only the folder
    if socket.exists():
        return f"unix:path={socket}"
    raise AbsentError("There is no session bus.", NOT_HERE)


async def _call(
    router: DBusRouter, name: str, path: str, interface: str, member: str, signature: str | None, body: tuple[Any, ...]
) -> tuple[Any, ...]:
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    message = new_method_call(DBusAddress(path, bus_name=name, interface=interface), member, signature, body)
    found: tuple[Any, ...] = unwrap_msg(await router.send_and_get_reply(message))
    return found
