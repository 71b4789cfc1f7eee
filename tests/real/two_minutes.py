"""A real session of two minutes in plain mode in a pseudo-terminal: does every cue come at its moment?

Every cue within 50 ms of plan, and no drift: the lateness of the last within 10 ms of the first's.
Run: python tests/real/two_minutes.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

ROUTINE = "shoulder-blade-desk"
LATE = 0.050
DRIFT = 0.010


def main() -> int:
    """Follow the session, and hold each line's moment against the plan."""
    coach = str(Path(sys.executable).with_name("coach"))
    with tempfile.TemporaryDirectory() as home:
        env = {"COACH_HOME": home, "TERM": "dumb"}
        answers = Path(home) / "answers.yaml"
        answers.write_text('others: "no"\n', "utf-8")
        planned = subprocess.run(
            [coach, "timeline", ROUTINE, "--json"], env=os.environ | env, check=True, capture_output=True, text=True
        )
        cues = json.loads(planned.stdout)["cues"]
        terminal = Terminal([coach, "run", ROUTINE, "--plain", "--answers", str(answers)], env)
        moments: list[float] = []
        try:
            terminal.until("ain")
            terminal.press("\n")
            seen = 0
            while len(moments) < len(cues):
                at = terminal.text.find(cues[len(moments)]["say"], seen)
                if at >= 0:
                    moments.append(time.monotonic())
                    seen = at + len(cues[len(moments) - 1]["say"])
                elif not terminal.read(15):
                    raise TimeoutError(f"no cue after {len(moments)}: {terminal.text[-300:]!r}")
        finally:
            terminal.close()
    late = [moment - moments[0] - (cue["at"] - cues[0]["at"]) for moment, cue in zip(moments, cues, strict=True)]
    drift = late[-1] - late[0]
    print(
        f"{len(cues)} cues over {cues[-1]['at']} s: worst {max(map(abs, late)) * 1000:.1f} ms (limit {LATE * 1000:.0f})"
    )
    print(f"drift from first to last {drift * 1000:+.1f} ms (limit {DRIFT * 1000:.0f})")
    return 0 if max(map(abs, late)) <= LATE and abs(drift) <= DRIFT else 1


if __name__ == "__main__":
    sys.exit(main())
