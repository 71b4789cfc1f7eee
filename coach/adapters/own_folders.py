"""What Coach keeps in its own folders: shut to everybody else, and put aside where it can't be used."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ASIDE = ".set-aside"
MOST_ASIDE = 50  # things of one name that are kept; the oldest of them makes room
MOST_NAMED = 20
NAME = 40  # letters of a name that are kept; a name can have 255 bytes
FILES, FOLDERS = ("status.json", "notice.json", "rules-shown", "*.lock"), ("letters", "backups")
WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def set_aside(path: Path) -> Path | None:
    """Give a thing of ours that can't be used another name beside it, so that it is in nobody's way, and say which.

    None where that can't be done. Nothing of it is looked at.
    """
    name = path.name[:NAME]
    names = [f"{name}{ASIDE}", *(f"{name}{ASIDE}-{n}" for n in range(2, MOST_ASIDE + 1))]
    free = [path.with_name(one) for one in names if not os.path.lexists(path.with_name(one))]
    target = free[0] if free else path.with_name(names[0])
    try:
        path.replace(target)
    except OSError:
        return None
    return target


def put_aside(home: Path) -> list[str]:
    """What lies there set aside, by its names, up to twenty of them."""
    found: list[str] = []
    for folder, folders, files in os.walk(home):
        found += [os.path.relpath(Path(folder) / one, home) for one in (*folders, *files) if ASIDE in one]
        folders[:] = [one for one in folders if one in FOLDERS or folder != str(home)]
        if len(found) >= MOST_NAMED:
            break
    return sorted(found)[:MOST_NAMED]


def private_folder(folder: Path) -> None:
    """A folder that only its owner may look into; what else has its name is set aside. Raises OSError."""
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    if not stat.S_ISDIR(folder.lstat().st_mode):
        set_aside(folder)
        folder.mkdir(mode=0o700)
        return
    shut(folder)


def open_private(path: Path, *, make: bool) -> int:
    """A descriptor of a small plain file for reading and writing; what else has its name is set aside.

    Never waits. Raises OSError, FileNotFoundError where there is none and none is to be made.
    """
    flags = os.O_RDWR | WITHOUT_WAITING | NO_LINKS | (os.O_CREAT if make else 0)
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        set_aside(path)
    descriptor = os.open(path, flags, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # it came between the two looks
        os.close(descriptor)
        raise FileNotFoundError(path)
    return descriptor


def shut(path: Path) -> None:
    """Let only the owner of this file or folder in. A link is not followed; what is somebody else's stays as it is."""
    if os.name == "nt":
        return  # there the rights come with the folder
    with suppress(OSError):
        found = path.lstat()
        wanted = {stat.S_IFDIR: 0o700, stat.S_IFREG: 0o600}.get(stat.S_IFMT(found.st_mode))
        if wanted is None or not stat.S_IMODE(found.st_mode) & 0o077:
            return
        descriptor = os.open(path, os.O_RDONLY | WITHOUT_WAITING | NO_LINKS)
        try:
            os.fchmod(descriptor, wanted)
        finally:
            os.close(descriptor)


def shut_all(home: Path) -> None:
    """Let only the owner into all that Coach keeps in this folder; the folder itself stays as it is."""
    for path in _own(home):
        shut(path)


def _own(home: Path) -> Iterator[Path]:
    with suppress(OSError):
        for pattern in FILES:
            # The record sees to its own lock: SQLite's locks on a file go when the file is closed in this process.
            yield from (path for path in home.glob(pattern) if path.name != "journal.db.lock")
    for name in FOLDERS:
        if (home / name).is_symlink():
            continue  # what it leads to is not ours
        yield home / name
        for folder, folders, files in os.walk(home / name):
            yield from (Path(folder) / one for one in (*folders, *files))
