"""Exports behind a passphrase, in the format of age, so that any age program opens them. Needs the extra `encrypt`."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from coach.adapters.exchange.source import LONGEST_NAME, first_bytes
from coach.core.errors import BadInput
from coach.core.exchange.wire_format import MOST_BYTES
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

BEGINNINGS = (b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----")
BY_HAND = "Or by hand: coach export - | age -p > record.age"
MISSING = "This needs a part that is not installed: pip install 'knot-coach[encrypt]'."


def is_locked(path: Path) -> bool:
    """Whether this is a file of age, by its first bytes."""
    return first_bytes(path, max(map(len, BEGINNINGS))).startswith(BEGINNINGS)


def can_lock() -> None:
    """Raises BadInput where the part for it is not installed."""
    _age(BY_HAND)


def locked(lines: Iterable[bytes], passphrase: str) -> bytes:
    """These lines behind the passphrase, all in memory: the part that does it takes them in one. Raises BadInput."""
    whole = bytearray()
    for line in lines:
        whole += line
        if len(whole) > MOST_BYTES:
            raise BadInput(f"The record is larger than {MOST_BYTES >> 20} MB. Nothing was written.", BY_HAND)
    data: bytes = _age("").passphrase.encrypt(bytes(whole), passphrase)
    return data


def unlocking(path: Path, ask: Callable[[str], str]) -> Callable[[IO[bytes], IO[bytes]], None]:
    """What writes an open copy of a locked file, once `ask` has given the passphrase. Raises BadInput."""
    name = shown(str(path), LONGEST_NAME)

    def unlock(file: IO[bytes], copy: IO[bytes]) -> None:
        age = _age(f"Or by hand: age -d {name} | coach import /dev/stdin")
        data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise BadInput(f"{name} is larger than {MOST_BYTES >> 20} MB.", "Nothing was taken.")
        passphrase = ask(f"The passphrase of {name}")
        try:
            copy.write(age.passphrase.decrypt(data, passphrase))
        except age.DecryptError:
            raise BadInput(f"{name} can't be opened: another passphrase, or a damaged file.", "Try again.") from None

    return unlock


def _age(instead: str) -> Any:
    try:
        import pyrage  # noqa: PLC0415 - an extra that few have, and only this needs
    except ImportError as error:
        raise BadInput(MISSING, instead) from error
    return pyrage
