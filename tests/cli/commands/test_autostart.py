"""`coach autostart`: installs one entry, says what it did, takes it away again."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from coach.cli.commands.autostart import autostart
from coach.cli.outside import Outside


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a desktop and no systemd of its own."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":77")
    return tmp_path


@pytest.fixture
def manager(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A systemd of the person's own that runs their desktop, and writes down what it is told."""
    (home / "run" / "systemd").mkdir(parents=True)
    (home / "run" / "systemd" / "private").touch()
    (home / "bin").mkdir()
    control = home / "bin" / "systemctl"
    control.write_text(f'#!/bin/sh\necho "$*" >> {home}/told\ntest "$2" = is-active && echo active\nexit 0\n')
    control.chmod(0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    monkeypatch.setenv("PATH", f"{home}/bin:/usr/bin:/bin")
    return home / "told"


def run(action: str, capsys: pytest.CaptureFixture[str], **more: bool) -> str:
    assert autostart(Namespace(action=action, **more), Outside()) == 0
    return capsys.readouterr().out


def test_on_a_plain_desktop_it_starts_from_the_next_login(
    home: Path, coach_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / ".config" / "autostart" / "coach-remind.desktop"
    assert "don't start" in run("status", capsys)
    assert "next login" in run("install", capsys)
    assert f'"COACH_HOME={coach_home}"' in file.read_text()
    assert f"{file} (xdg)." in run("status", capsys)
    found = json.loads(run("status", capsys, json=True))
    assert found == {"installed": True, "entries": [{"way": "xdg", "path": str(file), "current": True}]}
    assert "is gone" in run("remove", capsys)
    assert "did not start" in run("remove", capsys)
    assert not file.exists()


def test_with_systemd_it_runs_at_once_and_takes_the_place_of_another_entry(
    home: Path, manager: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = home / ".config" / "autostart" / "coach-remind.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("old")
    assert "They run now." in run("install", capsys)
    assert not other.exists()
    units = home / ".config" / "systemd" / "user"
    assert (
        units / "graphical-session.target.wants" / "coach-remind.service"
    ).resolve() == units / "coach-remind.service"
    assert manager.read_text().splitlines()[-2:] == ["--user daemon-reload", "--user restart coach-remind.service"]
    run("remove", capsys)
    assert "--user stop coach-remind.service" in manager.read_text()
    assert [path for path in units.rglob("*") if not path.is_dir()] == []


def test_a_systemd_that_fails_is_told_and_the_entry_stays(
    home: Path, manager: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "bin" / "systemctl").write_text(
        '#!/bin/sh\ntest "$2" = is-active && echo active && exit 0\necho "no bus" >&2\nexit 1\n'
    )
    assert "could not be started now: systemctl failed: no bus." in run("install", capsys)
    assert "systemd" in run("status", capsys)


def test_an_old_entry_is_called_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("install", capsys)
    file = home / ".config" / "autostart" / "coach-remind.desktop"
    file.write_text(file.read_text().replace("remind", "remember"))
    assert "not up to date" in run("status", capsys)


def test_on_i3_systemd_starts_them_at_login_and_without_it_the_line_for_i3_is_said(
    home: Path, manager: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "i3")
    control = home / "bin" / "systemctl"
    control.write_text(control.read_text().replace("is-active && echo active", "is-active && exit 3"))
    said = run("install", capsys)
    assert "i3 starts nothing by itself, so systemd does when you log in." in said
    assert (home / ".config" / "systemd" / "user" / "default.target.wants" / "coach-remind.service").is_symlink()
    run("remove", capsys)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "i3:wlroots")
    for action in ("install", "status"):
        said = run(action, capsys)
        assert "But i3 starts nothing from that folder. Add this line to ~/.config/i3/config: exec" in said
        assert "They run now" not in said
        assert "The reminders are to start with your session" in said
