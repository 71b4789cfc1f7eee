"""The rules of the house that no linter holds: what the core loads, what an import touches, what a wheel carries."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import coach

ROOT = Path(__file__).parents[2]
MODULES = sorted(m.name for m in pkgutil.walk_packages(coach.__path__, "coach.") if not m.name.endswith("__main__"))
THIRD_PARTY = (
    "textual",
    "rich",
    "yaml",
    "pydantic",
    "platformdirs",
    "apscheduler",
    "plyer",
    "jeepney",
    "ruamel",
    "jinja2",
)


def python(code: str, home: Path, **env: str) -> str:
    """What a fresh interpreter prints for `code`, with an empty home."""
    kept = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | env, capture_output=True, text=True, check=False, cwd=home, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_core_loads_no_third_party_module_and_no_system(tmp_path: Path) -> None:
    core = [name for name in MODULES if name.startswith("coach.core")]
    assert len(core) > 15
    code = f"import sys\nfor name in {core!r}: __import__(name)\nprint(*sorted(m.split('.')[0] for m in sys.modules))"
    loaded = set(python(code, tmp_path).split())
    assert not loaded & {*THIRD_PARTY, "sqlite3", "asyncio", "subprocess", "socket"}
    outside = {m for m in loaded if m not in sys.stdlib_module_names and not m.startswith(("_", "coach"))}
    assert not outside - {"sitecustomize", "usercustomize", "editables"}


def test_importing_any_module_touches_no_file(tmp_path: Path) -> None:
    code = f"for name in {MODULES!r}: __import__(name)"
    python(code, tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config"), XDG_DATA_HOME=str(tmp_path / "data"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("argv", "never"),
    [
        (["--version"], {"argparse", "yaml", "sqlite3", "textual", "pydantic"}),
        (["--help"], {"yaml", "sqlite3", "textual", "pydantic", "platformdirs"}),
        (["routines", "--json"], {"textual", "pydantic", "apscheduler", "plyer", "jinja2"}),
        (["report", "--text"], {"textual", "pydantic", "apscheduler", "plyer", "jinja2"}),
    ],
)
def test_a_command_loads_only_what_it_needs(tmp_path: Path, argv: list[str], never: set[str]) -> None:
    code = (
        f"import sys, io\nsys.argv = ['coach', *{argv!r}]\nfrom coach.__main__ import main\n"
        "out, sys.stdout = sys.stdout, io.StringIO()\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.stdout = out\nprint(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    assert not set(python(code, tmp_path, COACH_HOME=str(tmp_path / "home")).split()) & never


def test_the_first_frame_loads_neither_record_nor_rules_nor_the_words_of_commands(tmp_path: Path) -> None:
    """They are opened behind it."""
    code = (
        "import sys\nsys.argv = ['coach']\nimport coach.cli.commands.screen as screen\n"
        "screen.lines_only, screen.capable = lambda *_: False, lambda *_: ''\n"
        "from coach.tui.app import CoachApp\nCoachApp.run = lambda app: print(*sorted(sys.modules))\n"
        "from coach.__main__ import main\nmain()"
    )
    loaded = set(python(code, tmp_path, COACH_HOME=str(tmp_path / "home")).split())
    assert "coach.tui.screens.today" in loaded
    assert not loaded & {
        "argparse",
        "yaml",
        "sqlite3",
        "pydantic",
        "jinja2",
        "coach.cli.wiring",
        "coach.core.coach.door",
    }
    assert not loaded & {"coach.core.routine.routine", "coach.core.reminders.state", "coach.core.record.choices"}


def test_the_reminders_load_neither_screen_nor_what_they_do_not_use(tmp_path: Path) -> None:
    """What our own imports decide: the reminders stay in memory for months."""
    code = (
        "import sys\nsys.argv = ['coach', 'remind']\nimport coach.cli.commands.remind as remind\n"
        "async def made(own): own.scheduler(lambda _: None)\n"
        "remind._keep = made\nfrom coach.__main__ import main\n"
        "main()\nprint(*sorted(sys.modules))"
    )
    loaded = set(python(code, tmp_path, COACH_HOME=str(tmp_path / "home")).split())
    assert "apscheduler.schedulers.asyncio" in loaded
    never = {"textual", "rich", "pydantic", "plyer", "ruamel", "platformdirs", "difflib", "html", "jinja2"}
    never |= {"coach.adapters.signals.calendar_file", "coach.cli.plain.player", "coach.adapters.sound.loudspeaker"}
    assert not loaded & never


def test_only_the_clock_reads_the_time() -> None:
    """The lint ban can be silenced by a comment; this counts the comments."""
    silenced = [
        path.relative_to(ROOT)
        for path in (ROOT / "coach").rglob("*.py")
        if path.name != "clock.py"
        and ("noqa: TID251" in path.read_text("utf-8") or "noqa: DTZ" in path.read_text("utf-8"))
    ]
    assert silenced == []


def test_the_wheel_carries_routines_and_content_and_finds_them(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = (tmp_path / "dist").glob("knot_coach-*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    shipped = {path.name for path in (ROOT / "routines").glob("*.yaml")}
    assert {path.name for path in (place / "coach" / "routines").glob("*.yaml")} == shipped
    drawn = {path.name for path in (ROOT / "routines" / "figures").glob("*.yaml")}
    assert {path.name for path in (place / "coach" / "routines" / "figures").glob("*.yaml")} == drawn
    code = (
        "from coach.adapters.routines.routine_files import load_library, shipped_folder\n"
        "from coach.adapters.catalogue.catalogue_file import load_catalogue\n"
        "library = load_library(None)\n"
        "assert all(library.figures(t.id, ()) for t in library.shipped_techniques)\n"
        "load_catalogue({t.id: t.cls for t in library.shipped_techniques})\n"
        "print(shipped_folder()); print(len(library.routines))"
    )
    folder, count = python(code, tmp_path, PYTHONPATH=str(place)).split("\n")[:2]
    assert Path(folder) == place / "coach" / "routines"
    assert int(count) == len(shipped)


def test_in_a_checkout_the_routines_are_found_beside_the_package(tmp_path: Path) -> None:
    code = "from coach.adapters.routines.routine_files import shipped_folder; print(shipped_folder())"
    assert Path(python(code, tmp_path).strip()) == ROOT / "routines"


def test_the_project_names_itself_as_agreed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "knot-coach"
    assert project["scripts"] == {"coach": "coach.__main__:main"}
    assert project["license"] == "MIT"
