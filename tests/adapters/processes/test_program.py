"""Whether the installed program is still the one that this process was started from."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from coach.adapters.processes.program import SETTLED, InstalledProgram, coach_words, now_and_then


def test_only_another_file_that_stays_is_another_program(tmp_path: Path) -> None:
    file = tmp_path / "__init__.py"
    file.write_text("one")
    program = InstalledProgram(file)
    assert not any(program.replaced() for _ in range(SETTLED * 2))
    file.unlink()  # an update takes the old away first
    assert not any(program.replaced() for _ in range(SETTLED * 2))
    for size in range(1, SETTLED + 1):  # and is still writing
        file.write_text("x" * 10 * size)
        assert not program.replaced()
    assert [program.replaced() for _ in range(SETTLED + 1)] == [False] * (SETTLED - 1) + [True] * 2


def test_the_same_file_written_again_at_another_moment_is_another_program(tmp_path: Path) -> None:
    file = tmp_path / "__init__.py"
    file.write_text("one")
    program = InstalledProgram(file)
    os.utime(file, ns=(1, 1))
    assert [program.replaced() for _ in range(SETTLED + 1)][-1]


def test_no_program_of_the_current_folder_is_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "coach.py").write_text("print('stolen')\n")
    done = subprocess.run(coach_words("--version"), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("coach ")


def test_on_windows_a_window_gets_the_python_with_a_console() -> None:
    words = coach_words("run", executable=r"C:\Users\me\.venv\Scripts\pythonw.exe", platform="win32")
    assert words == [r"C:\Users\me\.venv\Scripts\python.exe", "-P", "-m", "coach", "run"]
    assert coach_words(executable=r"C:\python.exe", platform="win32")[0] == r"C:\python.exe"


def test_a_look_is_made_now_and_then_and_holds_in_between() -> None:
    looks = iter([False, True, False])
    look = now_and_then(lambda: next(looks), every=3)
    assert [look() for _ in range(8)] == [False] * 3 + [True] * 3 + [False] * 2
