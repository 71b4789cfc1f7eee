"""How a damaged thing lies in a folder: as a file, or as what should not be there at all."""

from __future__ import annotations

import os
import random
import shutil
import socket
from contextlib import suppress
from pathlib import Path

ELSE = ("pipe", "folder", "dead link", "link to itself", "link to a device", "link", "socket", "shut", "open to all")


def lay(rng: random.Random, path: Path, raw: bytes, otherwise: float = 0.04) -> str:
    """Put it there instead of whatever was there; now and then as something else. Says as what."""
    clear(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    way = rng.choice(ELSE) if rng.random() < otherwise else "file"
    with suppress(OSError):
        _make(way, path, raw)
    return way


def _make(way: str, path: Path, raw: bytes) -> None:
    match way:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "dead link":
            path.symlink_to("nowhere")
        case "link to itself":
            path.symlink_to(path.name)
        case "link to a device":
            path.symlink_to("/dev/zero")
        case "link":
            beside = path.with_name("beside")
            beside.write_bytes(raw)
            path.symlink_to(beside)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(os.path.relpath(path))
        case _:
            path.write_bytes(raw)
            path.chmod({"shut": 0o000, "open to all": 0o777}.get(way, 0o600))


def clear(path: Path) -> None:
    """Take away whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def emptied(folder: Path) -> Path:
    """The folder, with nothing in it."""
    clear(folder)
    folder.mkdir(parents=True)
    return folder
