"""What is really heard: the program runs on the real clock, and a recorder listens.

How late a cue is depends on what else the machine does: `tests/real/by_ear.py` holds it to 300 ms on a quiet one. Here
each is heard on its beat, before the next one is due.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from coach.adapters.routines.routine_files import load_library
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from tests.adapters.sound.recorder import CHIMES, VOICE, Recorder, missing, now

ROOT = Path(__file__).resolve().parents[3]
SPEED = 2.8  # times as fast: words of 300 a minute are over before the next cue


def test_each_cue_of_a_session_is_heard_on_its_beat_and_nothing_else_is(coach_home: Path, tmp_path: Path) -> None:
    assert not missing(), missing()
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text("hearing: voice\nvoice_speed: 300\n", "utf-8")
    answers = coach_home / "answers.yaml"
    answers.write_text('others: "no"\n', "utf-8")
    short = (ROOT / "routines" / "calm-breathing.yaml").read_text("utf-8").replace("Calm breathing", "Air")
    (coach_home / "routines").mkdir()
    (coach_home / "routines" / "air.yaml").write_text(short.replace("id: calm-breathing", "id: air"), "utf-8")
    folder = tmp_path / "sounds"
    folder.mkdir()
    environment = os.environ | {"COACH_HOME": str(coach_home), "PYTHONPATH": str(ROOT)}
    coach = (sys.executable, "-m", "coach")
    library = load_library(None)
    breathing = library.find("calm-breathing")
    cues = plan(breathing, library.techniques_of(breathing), Choices()).cues
    wanted = [cue.at / SPEED for cue in cues[:4]]
    with Recorder(folder) as recorder:
        run = [*coach, "run", "air", "--plain", "--rehearse", str(SPEED), "--answers", str(answers)]
        printed = follow(run, environment, recorder)
        voice = [begin - printed for begin, _ in recorder.heard(VOICE, gap=0.2)]
        chimes = [begin - printed for begin, _ in recorder.heard(CHIMES, gap=0.25)]
    heard = sorted(voice + chimes)
    assert (len(voice), len(chimes)) == (3, 1), f"voice at {voice}, chimes at {chimes}"
    late = [at - due for at, due in zip(heard, wanted, strict=True)]
    beat = min(after - due for due, after in pairwise(wanted))
    assert max(map(abs, late)) < beat, f"late by {late} s"


def follow(run: list[str], environment: dict[str, str], recorder: Recorder) -> float:
    """Run it until the fourth cue has been heard, then leave; when the first was printed."""
    moments = []
    with subprocess.Popen(
        run,
        env=environment | recorder.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for line in program.stdout:
            if line.startswith(("Step ", "Breath ")):
                moments.append(now())
            if len(moments) == 4:
                recorder.listen_on(0.35)
                program.communicate("q\n")
                break
    assert len(moments) == 4, "the program ended before its fourth cue"
    return moments[0]
