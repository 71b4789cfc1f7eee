"""Writing a file in one piece."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coach.adapters.whole_file import write_whole


@pytest.mark.parametrize("lasting", [False, True])
def test_the_new_text_takes_the_place_of_the_old(tmp_path: Path, lasting: bool) -> None:
    path = tmp_path / "file"
    path.write_text("old and much longer")
    write_whole(path, "new ✓\n", lasting=lasting)
    assert path.read_bytes() == "new ✓\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_mode_is_the_one_asked_for_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "own", "")
        write_whole(tmp_path / "open", "", mode=0o644)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("own", "open")] == [0o600, 0o644]


def test_what_goes_wrong_on_the_way_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError("No space left on device")

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new", lasting=True)
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
