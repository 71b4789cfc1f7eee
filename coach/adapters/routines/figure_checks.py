"""What is wrong with a figure, so that it can't be drawn: every fault at its place, with how to mend it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from coach.adapters.routines.figure_files import LIKE, VARIANTS, shipped_figure, shipped_names, varied, ways_of, whole
from coach.adapters.routines.figure_values import LIMBS, figure_from, merged
from coach.adapters.routines.name_hint import name_hint
from coach.core.figure.drawing.draw import LEAST_COLUMNS, LEAST_ROWS, draw
from coach.core.figure.drawing.front import ORDER as FRONT_ORDER
from coach.core.figure.drawing.props import KINDS, NEEDED
from coach.core.figure.drawing.side import ORDER as SIDE_ORDER
from coach.core.figure.figure import Frame
from coach.core.figure.motion import BY_CUE
from coach.core.frozen import frozen
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.adapters.yaml_file import Loaded, Path_
    from coach.core.errors import Problem

Data = dict[str, Any]
MOST_DRAWINGS = 40  # with all variants of variants
PARTS = {"side": (*SIDE_ORDER, "hand_near"), "front": FRONT_ORDER, "back": FRONT_ORDER}
PLACES = {"side": ("spine",), "front": ("hip", "chest"), "back": ("hip", "chest")}


def figure_faults(loaded: Loaded, path: Path_, data: Data, folder: Path) -> Iterator[Problem]:
    """Every fault of a figure whose form is right; `path` says where in the file it stands."""
    name = data.get(LIKE)
    if name is not None and shipped_figure(folder, name) is None:
        place = (*path, LIKE) if loaded.has((*path, LIKE)) else path
        hint = name_hint(name, shipped_names(folder))
        yield loaded.problem(place, f"There is no figure '{shown(name)}'.", hint)
        return
    full, ways = whole(data, folder), list(islice(ways_of(data), MOST_DRAWINGS + 1))
    if len(ways) > MOST_DRAWINGS:
        yield loaded.problem((*path, VARIANTS), f"There are more than {MOST_DRAWINGS} drawings.", "Leave some out.")
        return
    for words in ways:
        own = (*path, *(key for word in words for key in (VARIANTS, word)))
        faults = list(_faults(loaded, own, varied(full, words)))
        yield from faults
        if faults:
            return


def _faults(loaded: Loaded, path: Path_, data: Data) -> Iterator[Problem]:
    missing = [key for key in ("words", "view", "poses") if not data.get(key)]
    for key in missing:
        yield loaded.problem(path, f"'{key}' is missing.", "Add it, or begin with like: and the name of a figure.")
    if missing:
        return
    found = [*_pose_faults(loaded, path, data), *_play_faults(loaded, path, data)]
    yield from found
    if found:
        return
    figure = figure_from("", data)
    for name in figure.poses:
        try:
            draw(figure, Frame(name, name), LEAST_COLUMNS, LEAST_ROWS)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            yield loaded.problem((*path, "poses", name), f"The pose '{name}' can't be drawn.", "Look at its numbers.")


@frozen
class _Spot:
    """A pose in a file: what it has of its own stands there, the rest in the base."""

    loaded: Loaded
    path: Path_
    name: str

    def problem(self, rest: Path_, message: str, hint: str) -> Problem:
        """A problem at the place where the pose gets this from."""
        own = (*self.path, "poses", self.name)
        for place in ((*own, *rest), (*self.path, "base", *rest)):
            if self.loaded.has(place):
                return self.loaded.problem(place, message, hint)
        return self.loaded.problem((*own, *rest), message, hint)


def _pose_faults(loaded: Loaded, path: Path_, data: Data) -> Iterator[Problem]:
    base = data.get("base") or {}
    lengths: dict[str, int] = {}
    things = {thing for own in (base, *data["poses"].values()) for thing in ((own or {}).get("props") or {})}
    for name, own in data["poses"].items():
        pose, spot = merged(base, own or {}), _Spot(loaded, path, name)
        view = pose.get("view") or data["view"]
        for key in (*PLACES[view], "head"):
            if not pose.get(key):
                yield spot.problem((), f"'{key}' is missing in the pose '{name}'.", "Add it here or in base.")
        points = len(pose.get("spine") or ())
        if points != lengths.setdefault(view, points):
            message = f"This spine has {points} points, another has {lengths[view]}."
            yield spot.problem(("spine",), message, "Give each the same number.")
        if pose.get("head") and not pose["head"].get("at"):
            yield spot.problem(("head",), "'at' is missing.", "Say where the middle of the head is.")
        yield from _limb_faults(spot, pose, view)
        yield from _order_faults(spot, pose, {*PARTS[view], *things})
        for thing, prop in (pose.get("props") or {}).items():
            for rest, message, hint in _thing_faults(prop) if prop is not None else ():
                yield spot.problem(("props", thing, *rest), message, hint)
    for index, prop in enumerate(data.get("scene") or ()):
        for rest, message, hint in _thing_faults(prop):
            yield loaded.problem((*path, "scene", index, *rest), message, hint)


def _limb_faults(spot: _Spot, pose: Data, view: str) -> Iterator[Problem]:
    for name in LIMBS:
        limb = pose.get(name)
        if not limb:
            continue
        if name not in PARTS[view]:
            if not pose.get("view"):  # else it is for the poses of the other view
                known = ", ".join(part for part in PARTS[view] if part in LIMBS)
                yield spot.problem((name,), f"'{name}' is not seen from this {view}.", f"Known here: {known}.")
        elif limb.get("end") is None and limb.get("angles") is None:
            message = "'mid' needs 'end' beside it." if limb.get("mid") else f"'{name}' needs 'end' or 'angles'."
            yield spot.problem((name,), message, "Say where it ends.")


def _order_faults(spot: _Spot, pose: Data, parts: set[str]) -> Iterator[Problem]:
    for key in ("order", "joined"):
        for index, part in enumerate(pose.get(key) or ()):
            if part not in parts or (key == "joined" and not pose.get(part)):
                hint = f"Known here: {', '.join(sorted(parts))}."
                yield spot.problem((key, index), f"There is no part '{shown(part)}'.", hint)


def _thing_faults(prop: Data) -> Iterator[tuple[Path_, str, str]]:
    """Where in a thing something is wrong, what, and how to mend it."""
    kind = prop.get("kind")
    if kind not in KINDS:
        what = "'kind' is missing." if kind is None else f"There is no kind '{shown(str(kind))}'."
        yield ("kind",), what, f"Known: {', '.join(KINDS)}."
        return
    for key in NEEDED[kind]:
        if prop.get(key) is None:
            yield (), f"A {kind} needs '{key}'.", "Add it."


def _play_faults(loaded: Loaded, path: Path_, data: Data) -> Iterator[Problem]:
    poses = data["poses"]
    for kind, steps in (data.get("play") or {}).items():
        lists = steps if kind in BY_CUE else [steps]
        for n, beat in enumerate(lists if steps else ()):
            for m, step in enumerate(beat):
                name = step if isinstance(step, str) else step["to"]
                if name not in poses:
                    place = (*path, "play", kind, *((n, m) if kind in BY_CUE else (m,)))
                    message = f"There is no pose '{shown(name)}'."
                    yield loaded.problem(place, message, f"Known: {', '.join(poses)}.")
