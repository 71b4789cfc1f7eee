"""The question whether another interval would suit better, answered by a click on a real server's button."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.desktop.conftest import Environ
from tests.desktop.test_notifications import come, out, server
from tests.desktop.test_remind_process import ROOT

KEEPER = """
import os, pathlib, sys
from coach.adapters import clock, scheduler
from coach.core.reminders import telling
read, seen = clock.SystemClock.now, []
status = pathlib.Path(os.environ["COACH_HOME"], "status.json")
def told():  # it stands there to be clicked
    return status.exists() and '"notice": null' not in status.read_text()
def hurried(self):  # half an hour of sitting takes six seconds, and a minute of waiting for the click one
    now = read(self)
    if not seen:
        seen[:] = now.mono, 0.0, now
    before, gone, start = seen
    gone += (now.mono - before) * (60 if told() else 300)
    seen[:] = now.mono, gone, start
    return clock.Reading(start.mono + gone, start.boot + gone, start.wall + clock.timedelta(seconds=gone), now.zone)
clock.SystemClock.now = hurried
scheduler.HEARTBEAT = 0.2
telling.ROW = 0  # the first prompt asks, as the fourth does after three without an answer
from coach.__main__ import main
sys.exit(main())
"""


def hurried_keeper(environ: Environ) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-c", KEEPER, "remind"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(argv, env=environ, stdin=quiet, stdout=quiet, stderr=quiet)


async def test_a_click_on_every_45_min_is_in_the_settings_and_the_keeper_goes_by_it(
    bus: Environ, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings, status = home / "settings.yaml", home / "status.json"
    settings.write_text("reminders:\n  interval_minutes: 30  # mine\n")
    environ = bus | {"COACH_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "dumb", "TZ": "UTC"}

    def reminders() -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(status.read_text())
        except (OSError, ValueError):
            return {}
        return found

    def buttons() -> list[str]:
        return [label for _, label in (reminders().get("notice") or {}).get("actions", [])]

    async with server(bus, "xfce4-notifyd"):
        keeper = hurried_keeper(environ)
        try:
            await come(lambda: bool(buttons()), 60)
            assert buttons() == ["I got up", "Every 45 min", "Leave it so"]

            def clicked() -> bool:  # the second of three buttons in a row, once the server has drawn it
                ids = out(bus, "xdotool", "search", "--onlyvisible", "--class", "notifyd").split()
                places = [out(bus, "xdotool", "getwindowgeometry", "--shell", each) for each in ids]
                for size in (dict(line.split("=") for line in place.split()) for place in places):
                    x, y = int(size["X"]), int(size["Y"]) + int(size["HEIGHT"]) - 30
                    middle = str(x + int(size["WIDTH"]) // 2)
                    out(bus, "xdotool", "mousemove", middle, str(y), "click", "1")
                return "45" in settings.read_text()

            await come(clicked)
            assert settings.read_text() == "reminders:\n  interval_minutes: 45  # mine\n"

            def goes_by_it() -> bool:
                found = reminders()
                at = found.get("reminders", {}).get("next_at")
                if not at or found.get("notice"):
                    return False
                left = datetime.fromisoformat(at) - datetime.fromisoformat(found["at"])
                return timedelta(minutes=32) < left <= timedelta(minutes=45)

            await come(goes_by_it, 15)
            assert keeper.poll() is None
        finally:
            keeper.terminate()
            await asyncio.to_thread(keeper.wait, 10)
