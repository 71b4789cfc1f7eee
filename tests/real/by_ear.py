"""A whole session by ear: is every cue heard within 300 ms of its moment, and nothing else said?

The program runs in plain mode with the real voice and player; a sound server of its own records what reaches it, the
voice on the left channel, the chimes on the right. What is said runs on for seconds, so a cue counts as heard by its
beginning. Run: python tests/real/by_ear.py [ROUTINE ...] [--rehearse SPEED]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.adapters.sound.recorder import CHIMES, VOICE, Recorder, missing, now

ROUTINES = ("lower-back-knot", "neck-knot-desk")
COACH = (sys.executable, "-m", "coach")
LATE = 0.300  # s
ALARM_ALONE = 60.0  # s that an alarm sounds where nobody answers it
CHIMED = {"in", "out"}  # after the first of each the chimes carry them


def main() -> int:
    """Follow each routine and print a table of what was heard."""
    parser = argparse.ArgumentParser()
    parser.add_argument("routine", nargs="*", default=ROUTINES)
    parser.add_argument("--rehearse", type=float, default=None)
    args = parser.parse_args()
    if missing():
        print(missing())
        return 2
    return max([follow(routine, args.rehearse) for routine in args.routine])


def follow(routine: str, speed: float | None) -> int:
    """One routine, from its first cue to its last; 0 where all of it was heard in time."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as own:
        answers = Path(home) / "answers.yaml"
        answers.write_text('others: "no"\n', "utf-8")
        environment = {**os.environ, "COACH_HOME": home, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        plan = subprocess.run([*COACH, "timeline", routine, "--json"], env=environment, check=True, capture_output=True)
        cues = json.loads(plan.stdout)["cues"]
        with Recorder(Path(own)) as recorder:
            run = [*COACH, "run", routine, "--plain", "--answers", str(answers)]
            run += ["--rehearse", str(speed)] if speed else []
            begun = session(run, environment | recorder.environment, cues[0]["say"])
            recorder.listen_on(0.5)
            voice, chimes = recorder.heard(VOICE), recorder.heard(CHIMES, gap=0.25)
    return table(routine, moments(cues, begun, speed or 1.0), voice, chimes)


def session(run: list[str], environment: dict[str, str], first: str) -> float:
    """Run it to its end with nobody at the keys; when its first cue was printed."""
    begun = 0.0
    with subprocess.Popen(run, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if line.strip() == first:
                begun = now()
    return begun


def moments(cues: list[dict[str, str]], begun: float, speed: float) -> list[tuple[float, str, bool]]:
    """(when, what, whether it is said) of every cue; an alarm holds up what follows it."""
    found, held, seen = [], 0.0, set()
    for cue in cues:
        sound = cue["sound"]
        last = sound in CHIMED and sound in seen
        found.append((begun + (float(cue["at"]) + held) / speed, cue["say"], not last))
        seen.add(sound)
        held += ALARM_ALONE if sound == "alarm" else 0.0
    return found


def table(
    routine: str,
    wanted: list[tuple[float, str, bool]],
    voice: list[tuple[float, float]],
    chimes: list[tuple[float, float]],
) -> int:
    """Print how late each cue was heard; 0 where none was later than it may be and nothing else was said."""
    errors = []
    left = [begin for begin, _ in voice]
    for at, say, said in wanted:
        near = left if said else [begin for begin, _ in chimes]
        error = min((begin - at for begin in near + [begin for begin, _ in voice]), key=abs, default=99.0)
        errors.append((error, say))
    alarms = [at for at, say, _ in wanted if say.startswith("Time is up")]
    moments_ = [at for at, _, _ in wanted]
    strange = [
        begin
        for begin in left
        if min(abs(begin - at) for at in moments_) > LATE
        and not any(0 < begin - alarm < ALARM_ALONE for alarm in alarms)
    ]
    worst = sorted(errors, key=lambda found: -abs(found[0]))
    print(f"{routine}: {len(wanted)} cues, {len(voice)} times the voice, {len(chimes)} chimes")
    for error, say in worst[:8]:
        print(f"  {error * 1000:+7.0f} ms  {say}")
    print(f"  worst {abs(worst[0][0]) * 1000:.0f} ms (limit {LATE * 1000:.0f}); said between the cues: {len(strange)}")
    return int(abs(worst[0][0]) > LATE or bool(strange))


if __name__ == "__main__":
    sys.exit(main())
