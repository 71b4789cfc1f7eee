"""The pictures that the figures are held against, as text: tests/core/figure/golden/*.txt.

A changed pose changes them on purpose. Renew them with: python tests/core/figure/golden_frames.py
Then look at the pictures (python tests/gallery/figures.py) before they are kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from coach.adapters.routines.figure_files import figures, shipped_figure, shipped_names, ways_of
from coach.adapters.routines.routine_files import shipped_folder
from coach.core.figure.drawing.body import body_map
from coach.core.figure.drawing.draw import draw
from coach.core.figure.figure import Figure, Frame, View
from coach.core.vocabulary import BodyArea

GOLDEN = Path(__file__).with_name("golden")
BODY = "body"
OTHER_SIZES = ((30, 12), (60, 24))


def drawn() -> dict[str, Figure]:
    """Every shipped figure and each of its variants, by name."""
    folder = shipped_folder()
    find = figures(folder)
    found: dict[str, Figure] = {}
    for name in shipped_names(folder):
        for words in ways_of(shipped_figure(folder, name) or {}):
            figure = find(name, words)
            assert figure is not None
            found[".".join((name, *words))] = figure
    return found


def moves(figure: Figure) -> list[tuple[str, str]]:
    """From which pose to which the figure goes, each once."""
    found = []
    for beats in figure.play.values():
        before = figure.ready
        for step in (step for beat in beats for step in beat):
            if step.to != before and step.ease != "step":
                found.append((before, step.to))
            before = step.to
    return list(dict.fromkeys(found))


def text_of(figure: Figure) -> str:
    """Each pose, each move half way, the first pose of work mirrored, and two other sizes of it."""
    parts = [f"--- {name}\n{draw(figure, Frame(name, name)).text}" for name in figure.poses]
    for start, end in moves(figure):
        parts.append(f"--- {start} > {end}, half way\n{draw(figure, Frame(start, end, 1, 2)).text}")
    last = list(figure.poses)[-1]
    parts.append(f"--- {last}, mirrored\n{draw(figure, Frame(last, last, mirrored=True)).text}")
    for columns, rows in OTHER_SIZES:
        parts.append(f"--- {last}, {columns}x{rows}\n{draw(figure, Frame(last, last), columns, rows).text}")
    return "\n".join(parts) + "\n"


def body_text() -> str:
    """The person of the Body screen from both sides, and where each area is."""
    parts = []
    for view in (View.BACK, View.FRONT):
        found = body_map(view)
        digits = dict(zip(BodyArea, "12345", strict=True))
        rows = ("".join(digits[area] if area else "." for area in row) for row in found.areas)
        parts.append(f"--- {view}\n{found.picture.text}\n--- {view}, areas\n" + "\n".join(rows))
    return "\n".join(parts) + "\n"


def renew() -> None:
    """Write every golden file anew."""
    for path in GOLDEN.glob("*.txt"):
        path.unlink()
    GOLDEN.mkdir(exist_ok=True)
    for name, figure in drawn().items():
        (GOLDEN / f"{name}.txt").write_text(text_of(figure), "utf-8")
    (GOLDEN / f"{BODY}.txt").write_text(body_text(), "utf-8")


if __name__ == "__main__":
    renew()
