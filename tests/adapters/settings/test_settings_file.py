"""The settings file: every fault at its place, written in one piece, a wrong one never overwritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.settings.known_settings import settings_schema
from coach.adapters.settings.settings_file import load_settings, save_settings
from coach.core.errors import CoachError
from coach.core.session.hearing import Hearing
from coach.core.settings import DEFAULTS, Settings

OTHER = Settings(
    theme="dark", hearing="silent", minutes=12, dose="high", wait=True, wait_limit=90, voice="en-gb+f3",
    voice_speed=140, volume=30, quiet_hours="22:00-07:00", motion=False,
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.yaml"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_and_an_empty_one_are_the_defaults(path: Path) -> None:
    assert load_settings(path) == (DEFAULTS, [])
    assert load_settings(written(path, "# nothing yet\n")) == (DEFAULTS, [])


@pytest.mark.parametrize("settings", [DEFAULTS, OTHER, Settings(theme="light", minutes=None)])
def test_what_is_saved_is_read_again(path: Path, settings: Settings) -> None:
    save_settings(path, OTHER)
    save_settings(path, settings)
    assert load_settings(path) == (settings, [])


def test_saving_keeps_comments_order_and_leaves_no_draft(path: Path) -> None:
    written(path, "# mine\nwait: false  # never\n\ntheme: 'dark'\n")
    save_settings(path, OTHER)
    assert path.read_text() == (
        "# mine\nwait: true   # never\n\ntheme: 'dark'\nhearing: silent\nminutes: 12\ndose: high\nwait_limit: 90\n"
        'voice: en-gb+f3\nvoice_speed: 140\nvolume: 30\nquiet_hours: "22:00-07:00"\nmotion: false\n'
    )
    assert [file.name for file in path.parent.iterdir()] == ["settings.yaml"]


def test_a_file_in_one_line_stays_in_one_line(path: Path) -> None:
    written(path, "{theme: dark}\n")
    save_settings(path, OTHER)
    assert path.read_text().startswith("{theme: dark, hearing: silent, minutes: 12, dose: high, wait: true, ")
    assert path.read_text().count("\n") == 1
    assert load_settings(path) == (OTHER, [])


FAULTS = [
    ("theme: [dark]\n", "1:8", "'theme'"),
    ("sound: yes\n", "1:8", "true or false"),
    ("motion: some\n", "1:9", "true or false"),
    ("hearing: loud\n", "1:10", "voice, chimes or silent"),
    ("volume: 101\n", "1:9", "0 to 100"),
    ("voice_speed: fast\n", "1:14", "80 to 300"),
    ("wait_limit: 5\n", "1:13", "20 to 600"),
    ("voice: --help\n", "1:8", "name of a voice"),
    ("quiet_hours: 22-7\n", "1:14", "22:00-07:00"),
    ("quiet_hours: 22:00\n", "1:14", "22:00-07:00"),
    ("minutes: 0\n", "1:10", "1 to 240"),
    ("minutes: 10.5\n", "1:10", "1 to 240"),
    ("dose: lots\n", "1:7", "low or high"),
    ("them: dark\n", "1:1", "Did you mean 'theme'?"),
    ("dark\n", "1:1", "keys and values"),
    ("theme: dark\ntheme: light\n", "2:1", "twice"),
    ("theme: [\n", ":", ""),
]


@pytest.mark.parametrize(("text", "place", "words"), FAULTS)
def test_a_fault_is_told_at_its_place_and_the_defaults_serve(path: Path, text: str, place: str, words: str) -> None:
    settings, problems = load_settings(written(path, text))
    assert settings == DEFAULTS
    assert place in str(problems[0])
    assert words in str(problems[0])


def test_every_fault_is_told_at_once(path: Path) -> None:
    _, problems = load_settings(written(path, "sound: 1\ndose: x\nwait: no\n"))
    assert [problem.line for problem in problems] == [1, 2, 3]


@pytest.mark.parametrize("text", [text for text, _, _ in FAULTS])
def test_a_wrong_file_is_never_overwritten(path: Path, text: str) -> None:
    written(path, text)
    with pytest.raises(CoachError, match=r"settings\.yaml:\d+:\d+.*Mend it or delete it"):
        save_settings(path, OTHER)
    assert path.read_text() == text


def test_a_folder_that_can_not_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(CoachError, match="can't be saved"):
        save_settings(tmp_path / "config" / "settings.yaml", OTHER)


@pytest.mark.parametrize(("line", "hearing"), [("sound: false", "silent"), ("sound: true", DEFAULTS.hearing)])
def test_sound_as_it_was_once_written_is_read_as_hearing_until_that_is_set(path: Path, line: str, hearing: str) -> None:
    written(path, f"# mine\n{line}  # at work\ntheme: dark\n")
    settings, problems = load_settings(path)
    assert (settings.hearing, problems) == (hearing, [])
    save_settings(path, replace(settings, hearing="chimes"))
    assert path.read_text().startswith(f"# mine\n{line}  # at work\ntheme: dark\n")
    assert load_settings(path) == (replace(settings, hearing="chimes"), [])


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    target = tmp_path / "dotfiles.yaml"
    target.write_text("theme: light\n")
    path.symlink_to(target)
    save_settings(path, OTHER)
    assert path.is_symlink()
    assert load_settings(target) == (OTHER, [])


def test_the_file_may_name_every_way_of_hearing_and_no_other(path: Path) -> None:
    for hearing in Hearing:
        assert load_settings(written(path, f"hearing: {hearing}\n"))[0].hearing == hearing
    assert [word["enum"] for word in [settings_schema()["properties"]["hearing"]]] == [list(Hearing)]
