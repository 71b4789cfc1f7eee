"""Every command of the README works as written, and so does its example of a routine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from coach.adapters.folders import folders
from coach.adapters.routines.routine_files import check_file, load_library
from coach.adapters.settings.known_settings import REMINDERS, SETTINGS
from coach.adapters.yaml_file import parse_yaml
from coach.cli.command_line.read import read
from tests.cli.conftest import Shell
from tests.desktop.bars import KNOWN, commands

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
SET_UP = [line for line in LINES if line.startswith("python3 -m venv")]
INLINE = [re.sub(r"\s+", " ", found) for found in re.findall(r"(?<!`)`(coach[^`]*)`(?!`)", README)]
PLACES = {"coach/core", "coach/adapters", "coach/tui", "coach/cli"}
COMMANDS = list(dict.fromkeys([*(line for line in LINES if line not in SET_UP), *INLINE]))
COMMANDS = [line for line in COMMANDS if line not in PLACES]
CHOICES = next(line for line in README.splitlines() if line.startswith("- **Choices.**"))


def words_of(line: str) -> list[str]:
    return shlex.split(line, comments=True)


def run(shell: Shell, words: list[str]) -> tuple[int, str, str]:
    """Run `coach ...` in this process, with nobody at the keys, after the check of the day."""
    assert words[0] == "coach"
    own = shell.file(example(), "before-lunch.yaml")
    result = shell(*(own if word == "FILE" else word for word in words[1:]))
    return result.code, result.out, result.err


def example() -> str:
    (text,) = [str(text) for kind, text in BLOCKS if kind == "yaml" and "steps:" in text]
    return text


def test_the_readme_shows_commands_at_all() -> None:
    assert len(SET_UP) == 2
    assert len(COMMANDS) >= 12
    assert {words_of(line)[1] for line in COMMANDS if len(words_of(line)) > 1} >= {
        "routines", "show", "timeline", "check", "run", "history", "doctor", "validate", "schema",
    }  # fmt: skip


def test_its_figure_is_one_that_a_technique_can_have(tmp_path: Path) -> None:
    (figure,) = [str(text) for kind, text in BLOCKS if kind == "yaml" and "figure:" in text]
    head = "id: mine\nname: Mine\nclass: stretch\nareas: neck\nposition: sit\ndose: {hold: 5}\nsteps: [a]\n"
    path = tmp_path / "mine.yaml"
    path.write_text(head + figure, encoding="utf-8")
    assert check_file(path, load_library(None)) == []


CONTROL = {"snooze", "skip", "pause", "resume", "busy", "back"}
LASTING = {"remind", "autostart"}  # they stay, or change the session: their own tests run them
LASTING |= {"export", "import", "sync", "delete"}  # they need files of their own: so do these


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_works_as_written(shell: Shell, line: str) -> None:
    shell.pass_check()
    words = words_of(line)
    if len(words) > 1 and words[1] in LASTING:
        assert read(words[1:]).command == words[1]
        return
    if len(words) > 1 and words[1] in CONTROL:
        assert run(shell, words)[::2] == (1, "coach: Nobody keeps the reminders now. Start them with: coach remind\n")
        return
    code, out, err = run(shell, words)
    assert (code, err) == (0, "")
    assert out
    if "--json" in words or "schema" in words:
        json.loads(out)


@pytest.mark.parametrize("option", re.findall(r"`(--[^`]+)`", CHOICES))
def test_every_choice_it_names_is_taken(shell: Shell, option: str) -> None:
    words = [option, "neck"] if option == "--area" else option.split()
    routine = "shoulder-blade-knot" if words[0] in {"--variant", "--spots"} else "neck-knot-desk"
    code, _, err = run(shell, ["coach", "timeline", routine, *words, "--json"])
    assert (code, err) == (0, "")


def test_the_two_set_up_lines_make_a_venv_install_and_run_what_they_say() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    user, developer = ([words_of(part) for part in line.split("&&")] for line in SET_UP)
    venv = ["python3", "-m", "venv", ".venv"]
    assert user[:2] == [venv, [".venv/bin/pip", "install", "."]]
    assert developer == [venv, [".venv/bin/pip", "install", "-e", ".[dev]"], [".venv/bin/pytest"]]
    program, *argv = user[2]
    assert program.removeprefix(".venv/bin/") in project["scripts"]
    assert read(argv).command == "run"
    assert any(need.startswith("pytest") for need in project["optional-dependencies"]["dev"])
    assert "3.11" in project["requires-python"]
    assert "Python 3.11" in README


def test_the_set_up_line_of_a_user_guides_a_first_routine(shell: Shell) -> None:
    words = ["coach", *words_of(SET_UP[0].split("&&")[2])[1:]]
    code, out, _ = run(shell, words)  # without any check before: a first start
    assert code == 0
    assert "Finished: the whole routine." in out


def test_the_example_of_a_routine_is_without_a_fault_and_can_run(shell: Shell, coach_home: Path) -> None:
    (coach_home / "routines").mkdir(parents=True)
    file = coach_home / "routines" / "before-lunch.yaml"
    file.write_text(example(), encoding="utf-8")
    assert check_file(file, load_library(folders().routines)) == []
    shell.pass_check()
    code, out, err = run(shell, ["coach", "run", "before-lunch", "--plain"])
    assert (code, err) == (0, "")
    assert "Routine: Before lunch, 2 steps" in out


def test_the_example_of_the_settings_is_without_a_fault_and_shows_every_key(shell: Shell) -> None:
    (text,) = [str(text) for kind, text in BLOCKS if kind == "yaml" and "theme:" in text]
    assert shell("validate", shell.file(text, "settings.yaml")).code == 0
    data = parse_yaml(text, "").data
    assert set(data) == set(SETTINGS.keys) - {"sound"}  # an old name
    assert set(data["reminders"]) == set(REMINDERS.keys)


STANDING = {"text": "break in 12 min", "in_seconds": None, "next_at": None, "valid_until": 4_000_000_000}
LINES_OF_BARS = commands()


def said_by(bar: str, folder: Path) -> str:
    """What the line prints, as it stands but for the folder."""
    words = ["sh", "-c", LINES_OF_BARS[bar].replace(KNOWN, str(folder))]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def test_there_are_lines_for_four_bars() -> None:
    assert set(LINES_OF_BARS) == {"tmux", "waybar", "polybar", "starship"}


@pytest.mark.parametrize("bar", LINES_OF_BARS)
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "break in 12 min\n"),
        ({"text": "break due"}, "break due\n"),
        ({"valid_until": 1_700_000_000}, "reminders off\n"),
        ({"valid_until": 0, "text": "reminders off"}, "reminders off\n"),
        ({"valid_until": None}, "reminders off\n"),
    ],
    ids=["counting", "due, and its seconds null", "dead keeper", "nobody", "null"],
)
def test_every_line_for_a_status_bar_survives_what_can_stand_there(
    bar: str, more: dict[str, object], said: str, tmp_path: Path
) -> None:
    (tmp_path / "status.json").write_text(json.dumps({"reminders": STANDING | more}))
    assert said_by(bar, tmp_path) == said


@pytest.mark.parametrize("bar", LINES_OF_BARS)
def test_a_line_for_a_status_bar_reads_what_is_really_written(bar: str, shell: Shell, coach_home: Path) -> None:
    document = json.loads(shell("status", "--json").out)
    coach_home.mkdir(exist_ok=True)
    (coach_home / "status.json").write_text(json.dumps(document))
    assert said_by(bar, coach_home) == shell("status", "--line").out == "reminders off\n"
    assert said_by(bar, coach_home / "no-such-folder") == ""


def test_what_it_points_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert link.startswith("tests/gallery/")
    for place in re.findall(r"`((?:coach|tests|\.ci)/[\w/.]+)`", README):
        assert (ROOT / place).exists(), place
