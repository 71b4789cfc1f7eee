"""Sound in plain mode: the same cues are heard, a key changes how, and doctor says what there is."""

from __future__ import annotations

import json

import pytest

from coach.core.session.ports import Heard
from tests.cli.conftest import Shell


def test_plain_mode_says_what_it_prints_and_lets_the_last_words_end(shell: Shell) -> None:
    shell.pass_check("ball-compression")
    shell.listener.works = True
    done = shell("run", "ball-compression", "--plain", keys=("", (90.0, ""), ""))
    said = [heard.words for heard in shell.listener.told if isinstance(heard, Heard)]
    assert said[0] == "Step 1 of 1: Ball press and hold. Get ready"
    assert said[-1] == "Ease off slowly. All finished"
    assert all(words.partition(". Next")[0] in done.lines for words in said)
    assert shell.listener.told[-1] == "close"


def test_v_goes_round_and_says_where_it_is(shell: Shell) -> None:
    shell.pass_check("ball-compression")
    keys = ("", (6.0, "v"), (7.0, "v"), (8.0, "v"), (9.0, "q"), "")
    lines = shell("run", "ball-compression", "--plain", keys=keys).lines
    heard = [line for line in lines if line.startswith("Hearing: ")]
    assert heard == [
        "Hearing: chimes.",
        "Hearing: silent, but for the alarm of heat and cold.",
        "Hearing: voice.",
    ]


def test_a_wait_with_a_limit_goes_on_though_nobody_is_there(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    before = shell.clock.mono
    done = shell("run", "upper-back-short", "--plain", "--wait-limit", "30")
    steps = sum("Step " in line for line in done.lines)
    assert (done.code, steps > 1) == (0, True)
    planned = json.loads(shell("timeline", "upper-back-short", "--json").out)["seconds"]
    assert shell.clock.mono - before == pytest.approx(planned + 30 * (steps - 1), abs=0.1)


@pytest.mark.parametrize("limit", ["5", "601"])
def test_a_wait_that_makes_no_sense_is_refused(shell: Shell, limit: str) -> None:
    done = shell("run", "upper-back-short", "--plain", "--wait-limit", limit)
    assert done.code == 2
    assert "Choose from 20 to 600" in done.err


def test_doctor_says_what_there_is_to_sound_and_how_to_mend_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(shell.folder))
    checks = {check["name"]: check for check in json.loads(shell("doctor", "--json").out)["checks"]}
    assert checks["sound"]["ok"]
    assert checks["sound"]["says"].startswith("no player, so the terminal's bell rings. On Linux install")
    assert checks["voice"]["more"]["words a minute"] == 170
