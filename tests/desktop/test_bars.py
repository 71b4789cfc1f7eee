"""The README's lines for status bars in the bars themselves: what they show is what plain words look like there.

tmux shows its line in a window of another tmux; of polybar and waybar pictures are compared. starship is not in Debian:
its line is run as it stands by `tests/cli/test_readme.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.clock import SystemClock
from tests.desktop.bars import KNOWN, blocks
from tests.desktop.conftest import Environ, ended, need, running, sway
from tests.desktop.test_remind_process import come

WORDS, OFF = "break in 12 min", "reminders off"
FONT = "font-0 = DejaVu Sans:size=12\n"


def lay(folder: Path, *, alive: bool) -> None:
    """A status of a keeper that is there, or that has been dead for three hours."""
    until = int(SystemClock().now().wall.timestamp()) + (600 if alive else -3 * 3600)
    (folder / "status.json").write_text(json.dumps({"reminders": {"text": WORDS, "valid_until": until}}))


@pytest.fixture(params=[True, False], ids=["kept", "keeper dead"])
def laid(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A folder with a status, and the words that have to be seen."""
    lay(tmp_path, alive=request.param)
    return tmp_path, WORDS if request.param else OFF


def test_tmux_shows_it(laid: tuple[Path, str]) -> None:
    folder, words = laid
    (folder / "tmux.conf").write_text(blocks()["tmux"].replace(KNOWN, str(folder)))
    tmux, inner = need("tmux"), str(folder / "inner")
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}} | {"TERM": "xterm"}

    def said(socket: str, *argv: str) -> str:
        done = subprocess.run([tmux, "-S", socket, *argv], env=clean, capture_output=True, text=True, check=False)
        return done.stdout

    outer = str(folder / "outer")
    try:
        said(inner, "-f", str(folder / "tmux.conf"), "new-session", "-d", "sleep 60")
        said(outer, "-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "20", f"{tmux} -S {inner} attach")
        come(lambda: words in said(outer, "capture-pane", "-p"))
    finally:
        for socket in (inner, outer):
            said(socket, "kill-server")


# --- pictures ---------------------------------------------------------------------------------------------------------


def same(bar: Callable[[str], list[str]], shot: Callable[[], bytes], env: Environ, words: str) -> None:
    """The bar made of the README's lines comes to look as one that has these words in it, and not as another."""
    pictures: dict[str, bytes] = {}
    empty = shot()
    for text in (WORDS, OFF):
        with running(bar(text), env):
            come(lambda: shot() != empty)
            pictures[text] = come(steady(shot))
        come(lambda: shot() == empty)
    assert pictures[WORDS] != pictures[OFF]
    with running(bar(""), env):
        come(lambda: shot() == pictures[words], 20)


def steady(shot: Callable[[], bytes]) -> Callable[[], bytes | None]:
    """Gives the picture once it has been the same ten times in a row."""
    last: list[bytes] = []

    def look() -> bytes | None:
        last.append(shot())
        return last[-1] if len(last) >= 10 and len(set(last[-10:])) == 1 else None

    return look


def test_polybar_shows_it(laid: tuple[Path, str], tmp_path: Path) -> None:
    folder, words = laid
    program = need("polybar")
    module = blocks()["polybar"].replace(KNOWN, str(folder))

    def bar(text: str) -> list[str]:
        shown = f"[module/coach]\ntype = custom/text\ncontent = {text}\n" if text else module
        (folder / "polybar.ini").write_text(f"[bar/top]\nwidth = 500\nheight = 30\n{FONT}modules-left = coach\n{shown}")
        return [program, "-c", str(folder / "polybar.ini"), "top"]

    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}}
    argv = [need("Xvfb"), "-displayfd", "1", "-fbdir", str(folder), "-screen", "0", "640x200x24"]
    screen = subprocess.Popen(argv, env=clean, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert screen.stdout is not None
        env = clean | {"DISPLAY": f":{screen.stdout.readline().decode().strip()}"}
        same(bar, (folder / "Xvfb_screen0").read_bytes, env, words)
    finally:
        ended(screen)


@pytest.mark.parametrize("alive", [True, False], ids=["kept", "keeper dead"])
def test_waybar_shows_it(open_folder: Path, alive: bool) -> None:
    folder = open_folder
    lay(folder, alive=alive)
    programs = {name: need(name) for name in ("waybar", "grim")}
    module = json.loads(blocks()["waybar"].replace(KNOWN, str(folder)))
    (folder / "plain.css").write_text("* {font-family: DejaVu Sans;}\n")

    with sway(folder, "640x200") as (as_nobody, env):

        def bar(text: str) -> list[str]:
            shown = {"custom/coach": {"format": text}} if text else module
            (folder / "waybar.json").write_text(json.dumps({"modules-left": ["custom/coach"], **shown}))
            style = ["-s", str(folder / "plain.css")]
            return [*as_nobody, programs["waybar"], "-c", str(folder / "waybar.json"), *style]

        def shot() -> bytes:
            argv = [*as_nobody, programs["grim"], "-t", "ppm", "-"]
            return subprocess.run(argv, env=env, capture_output=True, check=False).stdout

        come(shot)
        same(bar, shot, env, WORDS if alive else OFF)
