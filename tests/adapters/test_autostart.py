"""Starting with the session: files that each platform's own validator takes, whatever the paths are called."""

from __future__ import annotations

import os
import plistlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.autostart import (
    DEFAULT,
    GRAPHICAL,
    AutostartEntry,
    Way,
    autostart_status,
    choose_way,
    desktop_entry,
    entry,
    install,
    launchd_plist,
    reminder_command,
    remove,
    startup_script,
    systemd_unit,
)
from coach.adapters.clock import SystemClock
from coach.adapters.desktops import reads_entries, start_line
from coach.core.errors import BadInput, CoachError

COMMAND = ("/usr/bin/python3", "-m", "coach", "remind")
ODD = [
    "plain",
    "two words",
    "a'b",
    'a"b',
    "a$HOME$$b",
    "a%h%%b",
    "a\\b\\",
    "a;b&c|d",
    "a`id`b",
    "a#b",
    "grün",
    "{a}*?~",
    "-m",
    "\\x20",
    " ",
]


@pytest.fixture(params=ODD)
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder whose name has a sign that means something somewhere."""
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder


def program(folder: Path) -> Path:
    """A program that writes down how it was started."""
    path = folder / "python 3"
    write = """{ printf '%s\\n' "$COACH_HOME" "$@"; } > "$COACH_HOME/part"; mv "$COACH_HOME/part" "$COACH_HOME/told\""""
    path.write_text(f"#!/bin/sh\n{write}\n")
    path.chmod(0o755)
    return path


def verify(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    unit = folder / "coach-remind.service"
    unit.write_text(text)
    command = ["systemd-analyze", "--user", "--man=no", "verify", str(unit)]
    surroundings = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)


def test_systemd_takes_the_unit_and_finds_the_program(odd: Path, tmp_path: Path) -> None:
    unit = systemd_unit((str(program(odd)), "-m", "coach", str(odd)), str(odd), GRAPHICAL)
    done = verify(unit, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_systemd_would_not_take_a_unit_of_a_missing_program(tmp_path: Path) -> None:
    done = verify(systemd_unit((str(tmp_path / "none"), "-m"), None, DEFAULT), tmp_path)
    assert "is not executable" in done.stderr


def test_the_unit_starts_again_after_a_failure_and_ends_with_the_desktop() -> None:
    unit = systemd_unit(COMMAND, None, GRAPHICAL)
    assert 'ExecStart=":/usr/bin/python3" "-m" "coach" "remind"' in unit
    assert "Restart=on-failure" in unit
    assert "KillMode=process" in unit
    assert "RestartPreventExitStatus=2" in unit
    assert "PartOf=graphical-session.target" in unit
    assert "WantedBy=graphical-session.target" in unit
    assert "COACH_HOME" not in unit
    assert "PartOf" not in systemd_unit(COMMAND, None, DEFAULT)


def test_the_desktop_takes_its_entry_and_starts_the_program_as_it_was_meant(odd: Path, tmp_path: Path) -> None:
    file = tmp_path / "coach-remind.desktop"
    file.write_text(desktop_entry((str(program(odd)), "-m", "coach", f"{odd} x"), str(odd)))
    done = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    subprocess.run(["gio", "launch", str(file)], capture_output=True, check=True, timeout=20)
    clock = SystemClock()
    start = clock.now().mono
    while not (odd / "told").exists():
        assert clock.now().mono - start < 10
    assert (odd / "told").read_text().splitlines() == [str(odd), "-m", "coach", f"{odd} x"]


def test_without_a_home_of_its_own_the_entry_names_only_the_program(tmp_path: Path) -> None:
    file = tmp_path / "coach-remind.desktop"
    file.write_text(desktop_entry(COMMAND, None))
    assert subprocess.run(["desktop-file-validate", str(file)], check=False).returncode == 0
    assert 'Exec="/usr/bin/python3" "-m" "coach" "remind"' in file.read_text()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), st.none() | st.just("/a & <b>"))
def test_launchd_gets_the_words_as_they_are(word: str, home: str | None) -> None:
    agent = plistlib.loads(launchd_plist((word, "-m"), home).encode())
    assert agent["ProgramArguments"] == [word, "-m"]
    assert agent.get("EnvironmentVariables") == ({"COACH_HOME": home} if home else None)
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["RunAtLoad"] is True


def test_windows_gets_a_script_that_keeps_percent_signs_and_ends_its_lines_its_way() -> None:
    script = startup_script((r"C:\100% me\pythonw.exe", "-m", "coach", "remind"), r"C:\Grün & co\%TEMP%")
    assert script.split("\r\n") == [
        "@echo off",
        "chcp 65001 >nul",
        r'set "COACH_HOME=C:\Grün & co\%%TEMP%%"',
        r'start "" /min "C:\100%% me\pythonw.exe" "-m" "coach" "remind"',
        "",
    ]
    assert "COACH_HOME" not in startup_script(COMMAND, None)


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("path", ["/a\nb/python", "/a\x1bb", "/a\x00b", "/a\udcffb"])
def test_a_path_with_a_control_sign_is_refused(way: Way, path: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="control sign"):
        entry(way, (path,), {}, home=tmp_path)
    with pytest.raises(BadInput) as told:
        entry(way, COMMAND, {}, home=tmp_path, coach_home=path)
    assert "\n" not in str(told.value)


def test_a_program_whose_path_the_desktop_could_not_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="="):
        entry(Way.XDG, ("/opt/a=b/python", "-m"), {}, home=tmp_path)
    assert entry(Way.SYSTEMD, ("/opt/a=b/python", "-m"), {}, home=tmp_path)


PLACES = [
    (Way.SYSTEMD, {}, ".config/systemd/user/coach-remind.service"),
    (Way.SYSTEMD, {"XDG_CONFIG_HOME": "CONFIG"}, "CONFIG/systemd/user/coach-remind.service"),
    (Way.XDG, {}, ".config/autostart/coach-remind.desktop"),
    (Way.LAUNCHD, {}, "Library/LaunchAgents/coach-remind.plist"),
    (Way.STARTUP, {"APPDATA": "ROAMING"}, "ROAMING/Microsoft/Windows/Start Menu/Programs/Startup/coach-remind.cmd"),
]


@pytest.mark.parametrize(("way", "environ", "place"), PLACES)
def test_each_file_lies_where_its_platform_looks(way: Way, environ: dict[str, str], place: str, tmp_path: Path) -> None:
    environ = {name: str(tmp_path / value) for name, value in environ.items()}
    assert entry(way, COMMAND, environ, home=tmp_path).path == tmp_path / place


CHOICES = [
    ("darwin", {}, False, False, Way.LAUNCHD),
    ("win32", {}, False, False, Way.STARTUP),
    ("linux", {"DISPLAY": ":0"}, True, True, Way.SYSTEMD),
    ("linux", {"WAYLAND_DISPLAY": "w", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, True, False, Way.XDG),
    ("linux", {"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "XFCE"}, True, False, Way.XDG),
    ("linux", {"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "i3"}, True, False, Way.SYSTEMD),
    ("linux", {"WAYLAND_DISPLAY": "w", "XDG_CURRENT_DESKTOP": "sway"}, True, False, Way.SYSTEMD),
    ("linux", {"WAYLAND_DISPLAY": "w", "XDG_CURRENT_DESKTOP": "sway"}, False, False, Way.XDG),
    ("linux", {"DISPLAY": ":0"}, True, False, Way.SYSTEMD),
    ("linux", {}, True, False, Way.SYSTEMD),
    ("linux", {}, False, False, Way.XDG),
]


@pytest.mark.parametrize(("platform", "environ", "user_manager", "graphical", "way"), CHOICES)
def test_the_way_that_fits_is_chosen(
    platform: str, environ: dict[str, str], user_manager: bool, graphical: bool, way: Way
) -> None:
    assert choose_way(platform, environ, user_manager=user_manager, graphical=graphical) is way


def test_the_command_is_this_python_and_on_windows_the_one_without_a_window(tmp_path: Path) -> None:
    assert reminder_command("/x/python3", "linux") == ("/x/python3", "-P", "-m", "coach", "remind")
    (tmp_path / "pythonw.exe").touch()
    assert reminder_command(str(tmp_path / "python.exe"), "win32")[0] == str(tmp_path / "pythonw.exe")
    with pytest.raises(CoachError, match="does not say where it is"):
        reminder_command("")


@pytest.fixture(params=list(Way))
def wanted(request: pytest.FixtureRequest, tmp_path: Path) -> AutostartEntry:
    return entry(request.param, COMMAND, {"APPDATA": str(tmp_path / "appdata")}, home=tmp_path)


def test_what_is_installed_stands_and_what_is_removed_is_gone(wanted: AutostartEntry, tmp_path: Path) -> None:
    assert not autostart_status(wanted).installed
    assert not remove(wanted)
    install(wanted)
    install(wanted)
    found = autostart_status(wanted)
    assert (found.installed, found.current) == (True, True)
    assert remove(wanted)
    assert not autostart_status(wanted).installed
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []


def test_an_entry_of_another_program_is_not_up_to_date_until_it_is_installed_again(tmp_path: Path) -> None:
    install(entry(Way.SYSTEMD, ("/old/python", "-m"), {}, home=tmp_path))
    now = entry(Way.SYSTEMD, COMMAND, {}, home=tmp_path, graphical=True)
    assert not autostart_status(now).current
    install(now)
    assert autostart_status(now).current
    assert now.link is not None
    assert now.link.resolve() == now.path


def test_a_folder_that_can_not_be_made_is_one_clear_error(wanted: AutostartEntry, tmp_path: Path) -> None:
    top = wanted.path.relative_to(tmp_path).parts[0]
    (tmp_path / top).write_text("a file")
    with pytest.raises(CoachError, match="can't be written"):
        install(wanted)


def test_where_nobody_runs_the_desktop_the_unit_knows_the_screen(tmp_path: Path) -> None:
    environ = {"DISPLAY": ":0", "XAUTHORITY": "/run/x auth", "XDG_CURRENT_DESKTOP": "i3"}
    plain = entry(Way.SYSTEMD, COMMAND, environ, home=tmp_path, coach_home="/c")
    assert plain.link is not None
    assert plain.link.parent.name == f"{DEFAULT}.wants"
    for line in ("COACH_HOME=/c", "DISPLAY=:0", "XAUTHORITY=/run/x auth"):
        assert f'Environment="{line}"\n' in plain.text
    assert "WAYLAND_DISPLAY" not in plain.text
    assert verify(plain.text, tmp_path).returncode == 0 or "systemd" in verify(plain.text, tmp_path).stderr
    assert "DISPLAY" not in entry(Way.SYSTEMD, COMMAND, environ, home=tmp_path, graphical=True).text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("i3", "to ~/.config/i3/config: exec --no-startup-id /usr/bin/python3 -m coach remind"),
        ("sway", "to ~/.config/sway/config: exec /usr/bin/python3 -m coach remind"),
        ("Hyprland", "to ~/.config/hypr/hyprland.conf: exec-once = /usr/bin/python3 -m coach remind"),
        ("dwm", "to what your window manager starts: /usr/bin/python3 -m coach remind"),
    ],
)
def test_a_window_manager_is_told_by_a_line_of_its_own(name: str, line: str) -> None:
    assert reads_entries({"XDG_CURRENT_DESKTOP": name}) is False
    assert start_line(COMMAND, {"XDG_CURRENT_DESKTOP": name}) == f"Add this line {line}"
    assert reads_entries({}) is None
