"""Real parts of a desktop for the tests of signals: a private bus, services on it, an X server, a sound server."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection

from coach.adapters.signals import busy, calendar_file

QUIET: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
HANG = object()
Answers = dict[str, Any]


def end(process: subprocess.Popen[Any]) -> None:
    """End a process that a test started, even a stopped one."""
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


class Service:
    """Answers on the bus. `answers` holds for each member (signature, body), the name of an error, or HANG."""

    def __init__(self, address: str, names: tuple[str, ...], answers: Answers) -> None:
        self._connection = open_dbus_connection(address)
        for name in names:
            bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
            self._connection.send_and_get_reply(new_method_call(bus, "RequestName", "su", (name, 4)), timeout=5)
        self.answers = answers
        self.asked: list[str] = []
        self._open = True
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while self._open:
            try:
                message = self._connection.receive(timeout=0.02)
            except TimeoutError:
                continue
            except (OSError, ValueError):
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.asked.append(member)
            key = ".".join(str(part) for part in message.body) if member == "Get" else member
            path = message.header.fields[HeaderFields.path]
            answer = self.answers.get(
                f"{path}:{key}", self.answers.get(key, "org.freedesktop.DBus.Error.UnknownMethod")
            )
            if answer is HANG:
                continue
            if not isinstance(answer, tuple):
                self._connection.send(new_error(message, str(answer)))
            else:
                self._connection.send(new_method_return(message, answer[0], answer[1]))

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._connection.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time over what is asked."""
    monkeypatch.setattr(calendar_file, "PATIENCE", 30.0)
    monkeypatch.setattr(busy, "PATIENCE", 30.0)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A private session bus; what a desktop would set points to it alone."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={tmp_path}/bus"],
        stdout=subprocess.PIPE,
        text=True,
        **QUIET,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/no-system-bus")
    yield address
    end(daemon)


@pytest.fixture
def serve(bus: str) -> Iterator[Callable[..., Service]]:
    """Puts a service on the bus: serve(*names, Member=("u", (5,)))."""
    started: list[Service] = []

    def start(*names: str, **answers: Any) -> Service:
        found = Service(bus, names, {key.replace("__", "."): answer for key, answer in answers.items()})
        started.append(found)
        return found

    yield start
    for service in started:
        service.close()


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """An X server of its own, named by DISPLAY."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "320x200x24", "-noreset", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        text=True,
        **QUIET,
    )
    assert server.stdout is not None
    monkeypatch.setenv("DISPLAY", f":{server.stdout.readline().strip()}")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    yield server
    server.send_signal(signal.SIGCONT)
    end(server)


@pytest.fixture
def no_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a desktop sets."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Puts a program of a few lines of shell first on the PATH."""

    def write(name: str, script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
        if str(folder) not in os.environ["PATH"].split(":"):
            monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        return folder / name

    return write
