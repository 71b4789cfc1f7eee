"""Loads what the reminders run on without what that would load for work nobody asks of it here.

`coach remind` stays in memory for months. The event loop brings TLS, the scheduler the lists of installed packages and
pools of processes, the hashes OpenSSL: some 9 MB that no reminder uses. Each of them is optional to the one that loads
it: asyncio and hashlib go on without (they say so in their own sources), and the scheduler looks into the other two
only for plug-ins and pools that are named by a word. Whatever asks for one of them later gets the real one.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class NoPackages(ModuleType):
    """Knows of no installed package: no plug-in and no version is found."""

    class PackageNotFoundError(ModuleNotFoundError):
        """As the real one."""

    @staticmethod
    def entry_points(**_: str) -> tuple[()]:
        """No plug-ins."""
        return ()

    @staticmethod
    def version(name: str) -> str:
        """Of no package."""
        raise NoPackages.PackageNotFoundError(name)


class NoPools(ModuleType):
    """Knows of no pool of processes."""

    class BrokenProcessPool(RuntimeError):  # noqa: N818 - the name that is asked for
        """As the real one; no one raises it."""


def load() -> None:
    """Load event loop, scheduler and hashes; what is loaded already stays as it is."""
    unused = (NoPackages("importlib.metadata"), NoPools("concurrent.futures.process"), ModuleType("multiprocessing"))
    own_hashes = find_spec("_sha256") or find_spec("_sha2")  # not every Python is built with them
    _load("hashlib", {"_hashlib": None} if own_hashes else {})
    _load("asyncio", {"ssl": None})
    _load("apscheduler.schedulers.asyncio", {module.__name__: module for module in unused})


def _load(name: str, instead: Mapping[str, ModuleType | None]) -> None:
    with _stood_in(instead):
        import_module(name)


@contextmanager
def _stood_in(instead: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Have these in the place of modules that are not loaded yet; None: there is no such module."""
    put = {name: module for name, module in instead.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in put:
            sys.modules.pop(name, None)
