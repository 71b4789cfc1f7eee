"""The real program in a process of its own: closed input, pipes, signals, poor terminals, fast start."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COACH = [sys.executable, "-m", "coach"]
SIGNALS = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "LANG"}}
    return {**kept, "COACH_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "dumb", **more}


def coach(home: Path, *argv: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COACH, *argv],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.fixture
def checked(coach_home: Path) -> Path:
    """A home folder in which the check of the day is passed; the answers lie beside it."""
    answers = coach_home.parent / "clean.yaml"
    answers.write_text('others: "no"\n')
    assert coach(coach_home, "check", "--answers", str(answers)).returncode == 0
    return coach_home


def test_a_rehearsal_with_closed_input_prints_exactly_the_cues_and_no_escape_codes(checked: Path) -> None:
    cues = [cue["say"] for cue in json.loads(coach(checked, "timeline", "cold-pack", "--json").stdout)["cues"]]
    answers = checked.parent / "clean.yaml"
    done = coach(checked, "run", "cold-pack", "--plain", "--rehearse", "1000", "--answers", str(answers))
    assert done.returncode == 0
    assert done.stderr == ""
    assert [line for line in done.stdout.splitlines() if line in cues] == cues
    assert not set(done.stdout) & {"\x1b", "\a", "\r"}


def test_an_input_that_is_not_there_at_all_is_no_keyboard(checked: Path) -> None:
    run = [*COACH, "run", "cat-cow", "--plain", "--rehearse", "1000"]
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.close(0); os.execv({sys.executable!r}, {run!r})"],
        env=environment(checked),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0
    assert "All finished" in done.stdout.splitlines()


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_leaves_at_once_is_recorded_and_exits_130(checked: Path, name: str) -> None:
    with subprocess.Popen(
        [*COACH, "run", "calm-breathing", "--plain"],
        env=environment(checked),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith("Step 1"):
                break
        process.send_signal(getattr(signal, name))
        rest = process.stdout.read()
        assert process.stderr.read() == ""
        assert process.wait(20) == 130
    assert rest == "Left: what was done is kept.\n"
    (left,) = json.loads(coach(checked, "history", "--json").stdout)
    assert left["outcome"] == "left"


@pytest.mark.parametrize(
    ("name", "argv", "typed", "until"),
    [  # one handler takes them all: each question has a signal of its own
        (SIGNALS[0], ["check"], "0\n0\n5\n", "Question: "),
        (SIGNALS[1], ["run", "cat-cow", "--plain"], "", "Question: How strong is the pain now"),
        (SIGNALS[-1], ["run", "cat-cow", "--plain"], "\n!\n", "Question: What is wrong?"),
    ],
)
def test_a_signal_at_a_question_keeps_a_yes_and_exits_130(
    coach_home: Path, checked: Path, name: str, argv: list[str], typed: str, until: str
) -> None:
    if argv == ["check"]:
        shutil.rmtree(coach_home)
    with subprocess.Popen(
        [*COACH, *argv],
        env=environment(checked),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        lines = typed.splitlines(keepends=True)
        asking = "Question: " if argv == ["check"] else ("Question: ", "Step 1")
        for line in process.stdout:
            if line.startswith(until) and not lines:
                break
            if line.startswith(asking) and lines:  # nothing is typed ahead: it would be dropped
                process.stdin.write(lines.pop(0))
                process.stdin.flush()
        process.send_signal(getattr(signal, name))
        process.stdout.read()
        assert process.stderr.read() == ""
        assert process.wait(20) == 130
    flags = json.loads(coach(checked, "check", "--json").stdout)["flags"]
    unanswered = {"in-session-numb-tingle", "in-session-dizzy", "in-session-sharp-pain", "in-session-something-else"}
    if argv[0] == "check":
        assert flags == ["night-pain"]
    else:
        assert unanswered <= {*flags} if typed else flags == []


FULL = Path("/dev/full")


@pytest.mark.parametrize(
    "argv", [["--version"], ["routines", "--json"], ["run", "calm-breathing", "--plain"], ["doctor"]]
)
def test_an_output_that_is_full_is_one_clear_line(coach_home: Path, argv: list[str]) -> None:
    if not FULL.exists():
        return  # only Linux has a device that is always full
    with FULL.open("w") as full:
        done = subprocess.run(
            [*COACH, *argv],
            env=environment(coach_home),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "coach: The output can't be written: No space left on device. Send it somewhere else.\n"


def test_a_run_that_nobody_could_follow_is_refused(coach_home: Path) -> None:
    done = without_output(coach_home, "run", "calm-breathing", "--plain", "--rehearse", "1000")
    assert done.returncode == 2
    assert done.stderr == "coach: The output is closed, so nobody could follow. Leave it open, or send it to a file.\n"


@pytest.mark.parametrize("argv", [["--version"], ["routines"], ["history", "--json"]])
def test_an_output_that_is_closed_is_no_traceback(coach_home: Path, argv: list[str]) -> None:
    done = without_output(coach_home, *argv)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def without_output(home: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import os; os.close(1); os.execv({sys.executable!r}, {[*COACH, *argv]!r})"],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )


def test_keys_come_over_a_pipe(checked: Path) -> None:
    done = subprocess.run(
        [*COACH, "run", "calm-breathing", "--plain"],
        input="3\nq\n2\n",
        env=environment(checked),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0
    assert "Left: what was done is kept." in done.stdout
    assert json.loads(coach(checked, "history", "--json").stdout)[0]["pain_before"] == 3


def test_a_terminal_of_plain_ascii_gets_question_marks_and_no_error(checked: Path) -> None:
    done = coach(checked, "show", "ball-compression", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_a_reader_that_goes_away_is_no_error_message(checked: Path) -> None:
    with subprocess.Popen(
        [*COACH, "routines", "--json"], env=environment(checked), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_in_a_pipe_a_session_on_the_screen_is_one_clear_line(coach_home: Path) -> None:
    done = coach(coach_home, "run", "cat-cow")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--plain" in done.stderr
    assert done.stderr.count("\n") == 1


def test_in_a_pipe_coach_alone_names_three_commands_that_work(coach_home: Path) -> None:
    done = coach(coach_home)
    assert (done.returncode, done.stderr) == (0, "")
    commands = [line.split() for line in done.stdout.splitlines() if line.startswith("  coach ")]
    assert len(commands) == 3
    for words in commands:
        assert coach(coach_home, *words[1:], *(["--rehearse", "1000"] if "run" in words else [])).returncode == 0


def at_a_terminal(home: Path, argv: list[str], typed: str) -> tuple[int, str]:
    """The exit code and what stands on a terminal without a screen (TERM=dumb), where this was typed."""
    ours, its = pty.openpty()
    try:
        with subprocess.Popen([*COACH, *argv], env=environment(home), stdin=its, stdout=its, stderr=its) as process:
            os.close(its)
            os.write(ours, typed.encode())
            seen = b""
            with suppress(OSError):  # Linux says so where the other end has gone
                while chunk := os.read(ours, 4096):
                    seen += chunk
        return process.returncode, seen.decode()
    finally:
        os.close(ours)


def test_a_terminal_without_a_screen_goes_on_in_lines(checked: Path) -> None:
    code, seen = at_a_terminal(checked, ["run", "calm-breathing", "--rehearse", "1000"], "")
    assert code == 0
    assert "Routine: Calm breathing" in seen
    assert "can't be shown" not in seen
    assert "\x1b" not in seen


def test_coach_alone_asks_where_it_hurts_at_a_terminal_without_a_screen(coach_home: Path) -> None:
    code, seen = at_a_terminal(coach_home, [], "q\n")
    assert code == 0
    assert "Where does it hurt?" in seen
    assert "\x1b" not in seen


@pytest.mark.parametrize(
    ("argv", "banned"),
    [
        (["--help"], {"textual", "pydantic", "yaml", "sqlite3", "platformdirs"}),
        (["run", "--help"], {"textual", "pydantic", "yaml", "sqlite3", "platformdirs"}),
        (["--version"], {"textual", "pydantic", "yaml", "argparse"}),
        (["routines", "--json"], {"textual", "pydantic"}),
        (["timeline", "cat-cow"], {"textual", "pydantic"}),
    ],
)
def test_a_command_loads_only_what_it_needs(coach_home: Path, argv: list[str], banned: set[str]) -> None:
    code = (
        "import sys\nfrom coach.__main__ import main\n"
        f"sys.argv = ['coach', *{argv!r}]\ncode = main()\n"
        "print('LOADED', *sorted(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(coach_home),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0
    loaded = {name.split(".")[0] for name in done.stderr.partition("LOADED ")[2].split()}
    assert not loaded & banned


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["show", "bridg"], ["run", "cat-cow", "--plain"], []])
def test_the_installed_script_and_the_module_behave_alike(coach_home: Path, argv: list[str]) -> None:
    script = "import sys\nfrom coach.__main__ import main\nsys.argv[0] = '/bin/coach'\nsys.exit(main())"
    installed = subprocess.run(
        [sys.executable, "-c", script, *argv],
        env=environment(coach_home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    module = coach(coach_home, *argv)
    assert (installed.returncode, installed.stdout, installed.stderr) == (
        module.returncode,
        module.stdout,
        module.stderr,
    )
