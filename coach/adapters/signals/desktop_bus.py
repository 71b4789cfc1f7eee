"""Short questions to the desktop over D-Bus: each with a time limit, and none that starts a service by asking."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.signals.asking import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jeepney.io.blocking import DBusConnection

_SYSTEM = "unix:path=/run/dbus/system_bus_socket"
_ABSENT = ("ServiceUnknown", "NameHasNoOwner")


class Bus:
    """An open connection. Every method raises Unknown where there is no answer, or none within the limit."""

    def __init__(self, connection: DBusConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds

    def call(self, name: str, path: str, method: str, signature: str | None = None, *body: Any) -> tuple[Any, ...]:
        """Call `method`, written with its interface before the last dot, of the service `name`."""
        from jeepney import DBusAddress, DBusErrorResponse, MessageFlag, new_method_call  # noqa: PLC0415
        from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

        interface, _, member = method.rpartition(".")
        message = new_method_call(DBusAddress(path, bus_name=name, interface=interface), member, signature, body)
        message.header.flags |= MessageFlag.no_auto_start
        try:
            found: tuple[Any, ...] = unwrap_msg(self._connection.send_and_get_reply(message, timeout=self._seconds))
        except DBusErrorResponse as error:
            if error.name.rpartition(".")[2] in _ABSENT:
                raise Unknown(f"Nothing here answers to {name}.") from None
            raise Unknown(f"{name} can't say: {error.name.rpartition('.')[2]}.") from None
        except TimeoutError:
            raise Unknown(f"{name} did not answer within {self._seconds:g} s.") from None
        except (OSError, ValueError, IndexError, KeyError) as error:  # gone in the middle, or not the protocol
            raise Unknown(f"The connection to the desktop broke: {type(error).__name__}.") from error
        return found

    def get(self, name: str, path: str, interface: str, key: str) -> Any:
        """The value of a property."""
        reply = self.call(name, path, "org.freedesktop.DBus.Properties.Get", "ss", interface, key)
        return value_of(reply[0] if reply else None)


def value_of(variant: Any) -> Any:
    """What is in a variant, which comes as (signature, value)."""
    if not (isinstance(variant, tuple) and len(variant) == 2):
        raise Unknown("The desktop gave an answer of another kind.")
    return variant[1]


@contextmanager
def session_bus(seconds: float, environ: Mapping[str, str] | None = None) -> Iterator[Bus]:
    """The person's own bus, for as long as the `with` lasts. Raises Unknown where it can't be reached in time."""
    with _open(_session_address(os.environ if environ is None else environ), seconds) as bus:
        yield bus


@contextmanager
def system_bus(seconds: float, environ: Mapping[str, str] | None = None) -> Iterator[Bus]:
    """The bus of the whole machine, likewise."""
    address = (os.environ if environ is None else environ).get("DBUS_SYSTEM_BUS_ADDRESS") or _SYSTEM
    with _open(address, seconds) as bus:
        yield bus


def _session_address(environ: Mapping[str, str]) -> str:
    if address := environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    socket = Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"  # a cron job or ssh knows only the folder
    if socket.exists():
        return f"unix:path={socket}"
    raise Unknown("There is no session bus.", "Start coach within the desktop.")


@contextmanager
def _open(address: str, seconds: float) -> Iterator[Bus]:
    try:
        connection = _connection(address, seconds)
    except ImportError:
        raise Unknown("jeepney is missing.", "Install coach again.") from None
    except TimeoutError:
        raise Unknown(f"The bus did not answer within {seconds:g} s.") from None
    except Exception as error:  # an address of any kind of nonsense, nobody there, or not a bus
        raise Unknown(f"The bus can't be reached: {type(error).__name__}.") from error
    try:
        yield Bus(connection, seconds)
    finally:
        connection.close()


def _connection(address: str, seconds: float) -> DBusConnection:
    from jeepney.bus import get_bus  # noqa: PLC0415
    from jeepney.io.blocking import DBusConnection, prep_socket  # noqa: PLC0415

    class Limited(DBusConnection):  # type: ignore[misc]
        """Says its Hello with a time limit too, which the library does not."""

        def send_and_get_reply(self, message: Any, *, timeout: float | None = None) -> Any:
            return super().send_and_get_reply(message, timeout=seconds if timeout is None else timeout)

    socket = prep_socket(get_bus(address), timeout=seconds)
    try:
        return Limited(socket)
    except BaseException:
        socket.close()
        raise
