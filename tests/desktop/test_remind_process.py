"""`coach remind` as it really runs: one process of its own, told by letters, stopped, killed, and its clock set."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from coach.adapters.clock import SystemClock
from coach.adapters.journal.journal import open_journal
from coach.core.record.facts import FactOf, Known, of
from coach.core.record.reminders import ClockSet, PromptShown, StoodUp

B = TypeVar("B", bound=Known)
ROOT = Path(__file__).parents[2]
BREAK = """
from coach.cli.wiring import build
from coach.core.record.choices import Choices
with build() as house:
    class Hurried:
        ahead = 0.0
        def now(self):
            found = house.clock.now()
            return type(found)(found.mono + self.ahead, found.boot + self.ahead, found.wall)
    clock = Hurried()
    cleared = house.coach.sessions.ask("movement-break", Choices())
    run = house.coach.sessions.begin(cleared, Choices(), clock=clock)
    while run.ended is None:
        clock.ahead += 1.0
        run.tick()
    print(run.ended)
"""
COACH = [sys.executable, "-m", "coach"]
LIVELY = """
import sys
from coach.__main__ import main
from coach.adapters import scheduler as keeper
keeper.HEARTBEAT, keeper.FAULTS = 0.2, 1.0
sys.exit(main())
"""
KEEPER = {"as it is": COACH, "lively": [sys.executable, "-c", LIVELY]}  # the second looks about ten times as often
MOMENT = 0.05  # seconds between two looks


def come(condition: Callable[[], Any], seconds: float = 12) -> Any:
    """What the condition gives once it gives something; fails after so many seconds."""
    looking = threading.Event()
    for _ in range(int(seconds / MOMENT)):
        found = condition()
        if found:
            return found
        looking.wait(MOMENT)
    raise AssertionError("it never came to this")


class Home:
    """One person's home folder, and the processes in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.said = folder / "said"
        (self.programs / "tmux").write_text(
            f'#!/bin/sh\ncase "$1" in list-clients) echo /dev/pts/9;; *) shift 6; echo "$@" >> {self.said};; esac\n'
        )
        (self.programs / "tmux").chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if name in {"LANG", "HOME"}}
        self.env = kept | {
            "COACH_HOME": str(folder / "home"),
            "PYTHONPATH": str(ROOT),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "TERM": "dumb",
            "TZ": "UTC",
        }
        self.running: list[subprocess.Popen[str]] = []

    def remind(self, *argv: str, heart: str = "as it is", **env: str) -> subprocess.Popen[str]:
        """A keeper that has begun."""
        child = subprocess.Popen(
            [*KEEPER[heart], "remind", *argv],
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self.running.append(child)
        assert child.stdout is not None
        assert child.stdout.readline()
        return child

    def kept(self, *argv: str, heart: str = "as it is", **env: str) -> subprocess.Popen[str]:
        """A keeper that says in the status that it keeps them."""
        child = self.remind(*argv, heart=heart, **env)
        come(lambda: self.file().get("reminders", {}).get("running"))
        return child

    def coach(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COACH, *argv],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def file(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.folder / "home" / "status.json").read_text())
        except (OSError, ValueError):
            return {}
        return found

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.coach("status", "--json").stdout)
        return found

    def facts(self, kind: type[B]) -> list[FactOf[B]]:
        path = self.folder / "home" / "journal.db"
        journal = open_journal(path, now=SystemClock().now().wall, read_only=True)
        try:
            return of(journal.facts(), kind)
        finally:
            journal.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    yield found
    for child in found.running:
        child.kill()
        child.communicate()


def test_one_keeps_them_and_says_how_it_stands(home: Home) -> None:
    home.kept()
    found = home.status()
    assert found["reminders"]["state"] == "waiting"
    assert 2600 < found["reminders"]["in_seconds"] <= 2700
    assert found["safety"] == {
        "level": "screen-incomplete",
        "headline": "Finish the check first.",
        "check_due": True,
        "next": "coach check",
    }
    assert found["session"] is None
    assert (home.folder / "home" / "status.json").stat().st_mode & 0o777 == 0o600
    assert "next break in 45 min" in home.coach("status").stdout


def test_safeeyes_82_a_second_one_says_so_and_goes(home: Home) -> None:
    home.kept()
    second = home.coach("remind")
    assert (second.returncode, second.stdout) == (0, "")
    assert second.stderr == "coach: The reminders are kept already by another coach. See: coach status\n"


def test_a_command_of_another_process_is_done_and_answered(home: Home) -> None:
    home.kept(heart="lively")
    assert re.fullmatch(
        r"Paused until (\w{3} )?\d\d:\d\d. Go on sooner with: coach resume\n", home.coach("pause", "1h").stdout
    )
    (pause,) = home.status()["reminders"]["paused"]
    assert pause["reason"] == "person"
    refused = home.coach("snooze", "10m")
    assert (refused.returncode, refused.stderr) == (1, "coach: There is nothing to put off now.\n")
    assert home.coach("resume").returncode == 0
    assert home.status()["reminders"]["paused"] == []
    assert home.coach("busy", "30").returncode == 0
    assert [pause["reason"] for pause in home.status()["reminders"]["paused"]] == ["meeting"]


def test_with_nobody_there_a_command_says_so(home: Home) -> None:
    done = home.coach("skip")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "coach remind" in done.stderr
    assert home.status()["reminders"]["running"] is False


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_told_to_end_it_ends_and_the_status_says_so(home: Home, end: signal.Signals) -> None:
    child = home.kept()
    child.send_signal(end)
    assert child.wait(10) == 0
    assert home.file()["reminders"]["running"] is False
    _, err = child.communicate()
    assert err == ""


def test_a_guided_break_in_another_process_is_credited(home: Home) -> None:
    home.kept(heart="lively")
    assert home.coach("run", "movement-break", "--plain", "--rehearse", "1000").returncode == 0
    assert [fact.body.how for fact in home.facts(StoodUp)] == ["start"], "a rehearsal counts as nothing"
    ran = subprocess.run(
        [sys.executable, "-c", BREAK], env=home.env, capture_output=True, text=True, timeout=30, check=True
    )
    assert ran.stdout.strip() == "completed"
    come(lambda: [fact.body.how for fact in home.facts(StoodUp)] == ["start", "taken"])


def test_killed_it_is_not_believed_any_more_and_the_next_takes_over_with_the_pause(home: Home) -> None:
    child = home.kept(heart="lively")
    assert home.coach("pause", "3h").returncode == 0
    child.kill()
    child.wait()
    assert home.file()["reminders"]["running"] is True, "it had no time to say so"
    assert home.status()["reminders"]["running"] is False
    assert home.coach("skip").returncode == 1
    home.remind()
    found = come(lambda: home.status()["reminders"] if home.status()["reminders"]["running"] else None)
    assert [pause["reason"] for pause in found["paused"]] == ["person"]


def test_killed_while_it_waits_for_im_back_the_next_one_waits_too(home: Home) -> None:
    (home.folder / "home").mkdir(exist_ok=True)
    (home.folder / "home" / "settings.yaml").write_text("reminders:\n  ask_return: true\n")
    child = home.kept(heart="lively")
    subprocess.run([sys.executable, "-c", BREAK], env=home.env, capture_output=True, timeout=30, check=True)
    come(lambda: home.file()["reminders"]["state"] == "awaiting-return")
    child.kill()
    child.wait()
    (home.folder / "home" / "status.json").unlink()
    home.kept(heart="lively")
    assert come(home.file)["reminders"]["state"] == "awaiting-return"
    assert home.coach("back").returncode == 0
    come(lambda: home.file()["reminders"]["state"] == "waiting")


def test_stopped_and_continued_it_goes_on(home: Home) -> None:
    child = home.kept(heart="lively")
    child.send_signal(signal.SIGSTOP)
    asked = subprocess.Popen([*COACH, "pause", "1h"], env=home.env, stdout=subprocess.PIPE, text=True)
    come(lambda: list((home.folder / "home" / "letters" / "reminders").glob("*.letter")))
    child.send_signal(signal.SIGCONT)
    out, _ = asked.communicate(timeout=15)
    assert out.startswith("Paused until ")


def test_a_year_in_a_hurry_tells_on_the_next_channel_and_counts_as_nothing(home: Home) -> None:
    (home.folder / "home").mkdir()
    (home.folder / "home" / "settings.yaml").write_text("reminders:\n  interval_minutes: 30\n")
    home.remind("--rehearse", "1000", heart="lively")
    come(
        lambda: home.said.exists() and "Stand up" in home.said.read_text(), 20
    )  # near midnight the desk check is first
    assert not home.file()
    assert home.facts(PromptShown) == []


def faked(home: Home) -> dict[str, str]:
    libraries = [*Path("/usr/lib").glob("*/faketime/libfaketime.so.1")]
    if not libraries:
        pytest.fail("libfaketime is missing, which these tests need: apt-get install faketime", pytrace=False)
    (home.folder / "clock").write_text("+0")
    return {
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME_TIMESTAMP_FILE": str(home.folder / "clock"),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def test_a_clock_that_is_set_by_an_hour_moves_no_break(home: Home) -> None:
    home.kept(heart="lively", **faked(home))

    def at() -> datetime:
        return datetime.fromisoformat(home.file()["at"])

    def left() -> float:
        return (datetime.fromisoformat(home.file()["reminders"]["next_at"]) - at()).total_seconds()

    def shown(hours: int) -> bool:
        return abs(at() - SystemClock().now().wall - timedelta(hours=hours)) < timedelta(minutes=1)

    before = left()
    for setting, by, hours in (("+1h", 3600, 1), ("-1h", -7200, -1)):
        (home.folder / "clock").write_text(setting)
        come(partial(shown, hours))
        assert any(fact.body.by == pytest.approx(by, abs=1) for fact in home.facts(ClockSet))
        assert before - 40 < left() <= before


def test_after_an_update_of_the_program_it_goes_on_as_the_new_one(home: Home, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    shutil.copytree(ROOT / "coach", installed / "coach", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "routines", installed / "routines")
    child = home.kept(heart="lively", PYTHONPATH=str(installed), PYTHONSAFEPATH="1")
    written = home.folder / "home" / "status.json"
    before = written.stat().st_mtime_ns
    (installed / "coach" / "__init__.py").write_text((ROOT / "coach" / "__init__.py").read_text() + "\n# later\n")
    assert child.stdout is not None
    assert child.stdout.readline() == "Coach was updated: the reminders go on with the new version.\n"
    assert child.stdout.readline() == "Keeping the reminders. Ctrl+C ends it.\n"
    # Both may write within one second of the clock; the file itself tells them apart. A copy is compiled anew first.
    come(lambda: written.stat().st_mtime_ns > before and home.file()["reminders"]["running"], seconds=60)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=30) == 0


def test_changed_settings_act_at_once_and_a_fault_in_them_is_told_once_with_its_line(home: Home) -> None:
    settings = home.folder / "home" / "settings.yaml"
    settings.parent.mkdir()
    settings.write_text("reminders:\n  interval_minutes: 30\n")
    home.kept(heart="lively")
    assert home.file()["reminders"]["in_seconds"] <= 1800
    settings.write_text("reminders:\n  interval_minutes: 60\n")
    come(lambda: home.file()["reminders"]["in_seconds"] > 3500)
    settings.write_text("reminders:\n  interval_minutes: 600\n")
    come(lambda: home.said.exists() and home.said.read_text())
    settings.write_text("reminders:\n  interval_minutes: 45\n")
    come(lambda: 2600 < home.file()["reminders"]["in_seconds"] < 2701)
    (told,) = home.said.read_text().splitlines()
    assert "settings.yaml:2: 'interval_minutes' can't be 600. Write a whole number from 30 to 60." in told


def test_a_rehearsal_beside_the_keeper_takes_none_of_its_letters(home: Home) -> None:
    home.kept(heart="lively")
    home.remind("--rehearse", "60", heart="lively")
    for _ in range(4):
        assert home.coach("pause", "1h").returncode == 0
        assert [pause["reason"] for pause in home.file()["reminders"]["paused"]] == ["person"]
        assert home.coach("resume").returncode == 0
        assert home.file()["reminders"]["paused"] == []


def test_stretchly_925_no_process_is_left(home: Home) -> None:
    def of_ours() -> list[str]:
        mark = f"COACH_HOME={home.env['COACH_HOME']}".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                found += [environ.parent.name] if mark in environ.read_bytes().split(b"\0") else []
            except OSError:
                continue
        return found

    settings = home.folder / "home" / "settings.yaml"
    settings.parent.mkdir()
    settings.write_text("reminders: {interval_minutes: 30, sound: true, on_break: {begin: [sleep, '60']}}\n")
    child = home.kept(heart="lively")
    assert home.coach("pause", "1h").returncode == 0
    assert str(child.pid) in of_ours()
    child.send_signal(signal.SIGTERM)
    assert child.wait(10) == 0
    come(lambda: not of_ours())


def test_a_calendar_that_is_broken_while_it_runs_is_told_with_its_line(home: Home) -> None:
    calendar = home.folder / "home" / "work.ics"
    calendar.parent.mkdir()
    calendar.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x\r\nEND:VCALENDAR\r\n")
    (home.folder / "home" / "settings.yaml").write_text("reminders:\n  calendar: work.ics\n")
    home.kept(heart="lively")
    calendar.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nhalf a line\r\nEND:VCALENDAR\r\n")
    come(lambda: home.said.exists() and home.said.read_text(), 55)
    assert "The calendar work.ics:3: This is not a calendar that can be read." in home.said.read_text()


@pytest.mark.parametrize("setting", ["+1h", "+0 x10"])
def test_who_asks_a_keeper_that_does_not_answer_ends_also_where_a_clock_is_faked(home: Home, setting: str) -> None:
    """All clocks of the asking process: a limit reckoned by the one that is awake would lie an hour ahead."""
    keeper = home.kept()
    keeper.send_signal(signal.SIGSTOP)
    try:
        faking = faked(home) | {"DONT_FAKE_MONOTONIC": "0"}
        (home.folder / "clock").write_text(setting)
        home.env |= faking
        asked = home.coach("done")
    finally:
        keeper.send_signal(signal.SIGCONT)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr == "coach: The reminders do not answer, so nothing was changed. See: coach status\n"
    assert not [fact for fact in home.facts(StoodUp) if fact.body.how == "taken"]
