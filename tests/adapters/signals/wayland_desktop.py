"""A Wayland desktop that tells of idle time what a test wants it to: the bytes, by the protocol's own signatures."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path

from pywayland.protocol.ext_idle_notify_v1 import ExtIdleNotificationV1, ExtIdleNotifierV1
from pywayland.protocol.wayland import WlCallback, WlDisplay, WlRegistry, WlSeat
from pywayland.protocol_core.interface import Interface
from pywayland.protocol_core.message import Message

Offer = tuple[type[Interface], int]


def opcode(messages: list[Message], name: str) -> int:
    return [message.name for message in messages].index(name)


def text(said: str) -> bytes:
    raw = said.encode() + b"\0"
    return struct.pack("=I", len(raw)) + raw + b"\0" * (-len(raw) % 4)


class WaylandDesktop:
    """Listens at `place`, offers what it is given, and notes what it was asked. `close` is a crash."""

    def __init__(self, place: Path, *offers: Offer) -> None:
        self._place, self._offers = place, offers
        self._kinds: dict[int, type[Interface]] = {1: WlDisplay}
        self.asked: list[tuple[str, int]] = []
        self._notices: list[int] = []
        self.deaf = False
        self._connection: socket.socket | None = None
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(place))
        self._door.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def tell(self, event: str) -> None:
        """To every notice: idled or resumed."""
        for notice in self._notices:
            self._send(notice, ExtIdleNotificationV1, event)

    def garbage(self) -> None:
        """What no desktop says: an event of an object that there is not, and of no known kind."""
        assert self._connection is not None
        self._connection.sendall(struct.pack("=III", 1, (12 << 16) | 77, 0))

    def close(self) -> None:
        for end in (self._connection, self._door):
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        for end in (self._connection, self._door):
            if end is not None:
                end.close()
        self._place.unlink(missing_ok=True)

    def _send(self, thing: int, kind: type[Interface], event: str, arguments: bytes = b"") -> None:
        assert self._connection is not None
        head = struct.pack("=II", thing, (8 + len(arguments)) << 16 | opcode(kind.events, event))
        with suppress(OSError):  # the other side may have gone
            self._connection.sendall(head + arguments)

    def _serve(self) -> None:
        try:
            self._connection = self._door.accept()[0]
            while head := self._connection.recv(8, socket.MSG_WAITALL):
                thing, rest = struct.unpack("=II", head)
                size = (rest >> 16) - 8
                body = self._connection.recv(size, socket.MSG_WAITALL) if size else b""
                if not self.deaf:
                    kind = self._kinds[thing]
                    self._request(thing, kind, kind.requests[rest & 0xFFFF].name, body)
        except OSError:
            return

    def _request(self, thing: int, kind: type[Interface], name: str, body: bytes) -> None:
        if name == "sync":
            (new,) = struct.unpack("=I", body)
            self._send(new, WlCallback, "done", struct.pack("=I", 0))
            self._send(1, WlDisplay, "delete_id", body)
        elif name == "get_registry":
            (new,) = struct.unpack("=I", body)
            self._kinds[new] = WlRegistry
            for number, (offered, version) in enumerate(self._offers):
                said = struct.pack("=I", number) + text(offered.name) + struct.pack("=I", version)
                self._send(new, WlRegistry, "global", said)
        elif name == "bind":
            number, new = struct.unpack("=I", body[:4])[0], struct.unpack("=I", body[-4:])[0]
            self._kinds[new] = self._offers[number][0]
            self.asked.append((self._offers[number][0].name, struct.unpack("=I", body[-8:-4])[0]))
        elif kind is ExtIdleNotifierV1 and name != "destroy":
            new, timeout, _seat = struct.unpack("=III", body)
            self._kinds[new] = ExtIdleNotificationV1
            self._notices.append(new)
            self.asked.append((name, timeout))


SEAT: Offer = (WlSeat, 7)


def notifier(version: int) -> Offer:
    return ExtIdleNotifierV1, version
