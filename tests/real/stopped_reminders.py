"""The reminder process, stopped for minutes and continued: the countdown has gone on, and nothing was lost or doubled.

Run: python tests/real/stopped_reminders.py [minutes]
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

INTERVAL = 45 * 60  # seconds


def main() -> int:
    """Stop it, wait, go on, and look."""
    seconds = float(sys.argv[1] if len(sys.argv) > 1 else 10) * 60
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"COACH_HOME": folder}
        coach = [sys.executable, "-m", "coach"]
        with subprocess.Popen([*coach, "remind"], env=env, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            child.stdout.readline()
            waiting = threading.Event()
            waiting.wait(5)
            child.send_signal(signal.SIGSTOP)
            waiting.wait(seconds)
            child.send_signal(signal.SIGCONT)
            waiting.wait(5)
            said = subprocess.run([*coach, "status", "--json"], env=env, capture_output=True, text=True, check=True)
            child.terminate()
        found = json.loads(said.stdout)["reminders"]
        due = max(0.0, INTERVAL - seconds - 10)
        print(f"stopped for {seconds:g} s: {found['in_seconds']} s left, {due:g} wanted; prompt {found['prompt']}")
        good = found["running"] and abs(found["in_seconds"] - due) <= 5 and Path(folder, "journal.db").exists()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
