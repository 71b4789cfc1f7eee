"""A session under way in one window is not offered in another, and a dead window holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from coach.adapters.processes.locks import SessionLocks

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from coach.adapters.processes.locks import SessionLocks
presence = SessionLocks(Path(sys.argv[1]))
presence.hold("one")
print("held", flush=True)
sys.stdin.read()
"""


def test_what_another_process_follows_is_held_until_it_dies(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path), str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    presence = SessionLocks(tmp_path)
    assert presence.held("one")
    assert not presence.held("two")
    other.kill()
    other.communicate()
    assert not presence.held("one")
    assert list(tmp_path.iterdir()) == [], "what the dead one left is swept up"


def test_what_this_process_follows_is_held_until_released(tmp_path: Path) -> None:
    presence = SessionLocks(tmp_path)
    presence.hold("one")
    assert presence.held("one")
    assert SessionLocks(tmp_path).held("one")
    presence.release("one")
    assert not presence.held("one")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_holds_nothing(tmp_path: Path) -> None:
    presence = SessionLocks(tmp_path / "missing")
    presence.hold("one")
    assert not presence.held("one")
