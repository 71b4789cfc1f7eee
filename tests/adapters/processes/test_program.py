"""Whether the installed program is still the one that this process was started from."""

from __future__ import annotations

import os
from pathlib import Path

from coach.adapters.processes.program import SETTLED, InstalledProgram


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
