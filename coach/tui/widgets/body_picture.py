"""Where does it hurt: a drawn person whose areas can be picked by key or mouse."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.core.figure.figure import View
from coach.core.vocabulary import BodyArea, Side
from coach.tui.widgets import body_drawing as drawing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.geometry import Size

Cell = tuple[str, str]  # a character and the component class that colours it

GAP = 2
NAMES_WIDTH = 36  # cells of the longest name with brackets and pain: "[5 Lower back, right side] pain 10"
LEAST_NAMES_WIDTH = 28  # without the pain, which stands on the figure as well
LIST_NAME_WIDTH = 15
LIST_SIDES = ((Side.LEFT, "left"), (None, "both"), (Side.RIGHT, "right"))
LIST_WIDTH = 39


class BodyPicture(Widget, can_focus=True):
    """A person with five areas to pick, each left, right or both: from behind, from the front too where there is room
    for both, a list where there is room for neither.

    `area` None: none is highlighted at first; the first key highlights one and picks nothing.
    `marks` are the pain levels (0 to 10) logged lately, shown as numbers on the figure.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"body-picture--{part}"
        for part in (
            *("body", "zone", "zone-label", "lit", "lit-label"),
            *("name", "name-lit", "pain", "leader", "hint"),
        )
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Area up", show=False, id="picture.up"),
        Binding("down", "move(1)", "Area down", show=False, id="picture.down"),
        Binding("left", "turn(-1)", "Left", show=False, id="picture.left"),
        Binding("right", "turn(1)", "Right", show=False, id="picture.right"),
        Binding("enter", "pick", "Pick", id="picture.pick"),
        *(
            Binding(str(number), f"pick_area({number})", drawing.area_name(area), show=False, id=f"picture.{area}")
            for number, area in enumerate(drawing.AREAS, 1)
        ),
    ]

    area: reactive[BodyArea | None] = reactive[BodyArea | None](BodyArea.NECK)
    side: reactive[Side | None] = reactive[Side | None](None)
    marks: reactive[Mapping[BodyArea, int]] = reactive(dict)

    @dataclass
    class Picked(Message):
        """A place was chosen; `side` None means both sides or the middle."""

        area: BodyArea
        side: Side | None

    @dataclass
    class Highlighted(Message):
        """The highlight moved."""

        area: BodyArea
        side: Side | None

    def __init__(
        self,
        marks: Mapping[BodyArea, int] | None = None,
        *,
        area: BodyArea | None = BodyArea.NECK,
        side: Side | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(BodyPicture.marks, dict(marks or {}))
        self.set_reactive(BodyPicture.area, area)
        self.set_reactive(BodyPicture.side, side)

    @property
    def is_list(self) -> bool:
        """Whether there is only room for the plain list."""
        width, height = self.content_size
        return width < drawing.WIDTH + GAP + LEAST_NAMES_WIDTH or height < drawing.HEIGHT

    def highlight(self, area: BodyArea, side: Side | None) -> None:
        """Move the highlight; posts `Highlighted` if it is another place."""
        if (area, side) != (self.area, self.side):
            self.area, self.side = area, side
            self.post_message(self.Highlighted(area, side))

    def action_move(self, by: int) -> None:
        """Highlight the next area down (1) or up (-1); stops at the ends."""
        last = len(drawing.AREAS) - 1
        at = (0 if by > 0 else last) if self.area is None else drawing.AREAS.index(self.area) + by
        self.highlight(drawing.AREAS[min(max(at, 0), last)], self.side)

    def action_turn(self, by: int) -> None:
        """Highlight the next side to the right (1) or left (-1): left, both, right."""
        at = drawing.SIDES.index(self.side) + by
        self.highlight(self.area or drawing.AREAS[0], drawing.SIDES[min(max(at, 0), len(drawing.SIDES) - 1)])

    def action_pick(self) -> None:
        """Pick the highlighted place; where none is, highlight the first."""
        if self.area is None:
            self.action_move(1)
        else:
            self.post_message(self.Picked(self.area, self.side))

    def action_pick_area(self, number: int) -> None:
        """Pick an area by its digit, on the side the highlight is on."""
        self.highlight(drawing.AREAS[number - 1], self.side)
        self.action_pick()

    def on_click(self, event: events.Click) -> None:
        """Pick the place under the mouse."""
        offset = event.get_content_offset(self)
        place = None if offset is None else self.place_at(offset.x, offset.y)
        if place is not None:
            event.stop()
            self.highlight(*place)
            self.action_pick()

    def place_at(self, x: int, y: int) -> tuple[BodyArea, Side | None] | None:
        """The place at a cell of this widget: on the figure, on a name or in the list; None where there is none.

        A name means both sides, whichever was highlighted before.
        """
        left, top = self._corner()
        x, y = x - left, y - top
        if self.is_list:
            return self._list_place_at(x, y)
        front = x - self._front_at
        seen = drawing.area_at(front, y, View.FRONT) if self._has_front else None
        if seen is not None:
            return seen, drawing.side_at(front, y, View.FRONT)
        if x >= drawing.WIDTH:
            named = [
                area
                for area, row in drawing.LABEL_ROW.items()
                if row == y and x < drawing.WIDTH + GAP + self._names_room
            ]
            return (named[0], None) if named else None
        area = drawing.area_at(x, y)
        return None if area is None else (area, drawing.side_at(x, y))

    def _list_place_at(self, x: int, y: int) -> tuple[BodyArea, Side | None] | None:
        if not (0 <= y < len(drawing.AREAS) and 0 <= x < LIST_WIDTH):
            return None
        start = LIST_NAME_WIDTH
        for side, word in LIST_SIDES:
            if start <= x < start + len(word) + 2:
                return drawing.AREAS[y], side
            start += len(word) + 2
        return drawing.AREAS[y], None

    @property
    def _has_front(self) -> bool:
        """Whether there is room for both pictures and the names between them."""
        return self.content_size.width >= 2 * drawing.WIDTH + GAP + LEAST_NAMES_WIDTH

    @property
    def _names_room(self) -> int:
        taken = drawing.WIDTH + GAP + (drawing.WIDTH if self._has_front else 0)
        return max(0, min(NAMES_WIDTH, self.content_size.width - taken))

    @property
    def _front_at(self) -> int:
        """The column of the front picture, from the corner."""
        return drawing.WIDTH + GAP + self._names_room

    def _corner(self) -> tuple[int, int]:
        width, height = self.content_size
        if self.is_list:
            return max(0, (width - LIST_WIDTH) // 2), 0
        whole = self._front_at + (drawing.WIDTH if self._has_front else 0)
        return max(0, (width - whole) // 2), max(0, (height - drawing.HEIGHT) // 2)

    def render(self) -> Content:
        """The figure with its names, or the list."""
        left, top = self._corner()
        rows = self._list_rows() if self.is_list else [self._row(y) for y in range(drawing.HEIGHT)]
        blank = [""] * top
        return Content("\n").join([*map(Content, blank), *(self._line(left, row) for row in rows)])

    def _line(self, left: int, row: list[Cell]) -> Content:
        parts = (
            ("".join(text for text, _ in cells), self.get_visual_style(f"body-picture--{part}") if part else "")
            for part, cells in groupby(row, key=lambda cell: cell[1])
        )
        return Content.assemble(" " * left, *parts)

    def _row(self, y: int) -> list[Cell]:
        row = self._labelled(y, View.BACK)
        beside: list[Cell] = [(" " * (GAP + 1), ""), (self._hint(y), "hint")]
        for area, label_row in drawing.LABEL_ROW.items():
            if label_row == y:
                beside = [("─" * GAP, "leader"), *self._name_cells(area)]
        row += beside
        if self._has_front:
            row.append((" " * (self._front_at - sum(len(text) for text, _ in row)), ""))
            row += self._labelled(y, View.FRONT)
        return row

    def _labelled(self, y: int, view: View) -> list[Cell]:
        """A row of one picture, with the number and the brackets of the area whose label stands there."""
        row = [self._figure_cell(x, y, view) for x in range(drawing.WIDTH)]
        for area, label_row in drawing.LABEL_ROW.items():
            if label_row == y and area in {drawing.area_at(x, y, view) for x in range(drawing.WIDTH)}:
                brackets = area is self.area and view is View.BACK  # one pair is enough to see which is meant
                for x, char in drawing.label_cells(area, self.marks.get(area), self.side, lit=brackets).items():
                    row[x] = (char, "lit-label" if drawing.is_lit(x, y, self.area, self.side) else "zone-label")
        return row

    def _figure_cell(self, x: int, y: int, view: View) -> Cell:
        char = (drawing.FIGURE if view is View.BACK else drawing.FRONT)[y][x]
        if char == " ":
            return " ", ""
        if drawing.is_lit(x, y, self.area, self.side, view):
            return char, "lit"
        return char, "zone" if drawing.area_at(x, y, view) else "body"

    def _name_cells(self, area: BodyArea) -> list[Cell]:
        number = drawing.AREAS.index(area) + 1
        cells: list[Cell]
        if area is self.area:
            cells = [(f"[{number} {drawing.place_name(area, self.side)}]", "name-lit")]
        else:
            cells = [(f" {number} {drawing.area_name(area)}", "name")]
        pain = f" pain {self.marks[area]}" if area in self.marks else ""
        if pain and len(cells[0][0]) + len(pain) <= self._names_room:
            cells.append((pain, "pain"))
        return cells

    def _hint(self, y: int) -> str:
        hints = {
            0: "Behind, and as in a mirror." if self._has_front else "You, seen from behind.",
            1: "Your left is on the left.",
            drawing.HEIGHT - 1: "Arrows move, Enter picks.",
        }
        if self.marks:
            hints[2] = "Numbers: your last pain."
        return hints.get(y, "")

    def _list_rows(self) -> list[list[Cell]]:
        rows: list[list[Cell]] = []
        for number, area in enumerate(drawing.AREAS, 1):
            lit = area is self.area
            mark = "▸" if lit else " "
            row: list[Cell] = [(f"{mark}{number} {drawing.area_name(area)}".ljust(LIST_NAME_WIDTH), "name")]
            for side, word in LIST_SIDES:
                chosen = lit and side is self.side
                row.append((f"[{word}]", "name-lit") if chosen else (f" {word} ", "hint"))
            if area in self.marks:
                row.append((f" {self.marks[area]}".ljust(4), "pain"))
            rows.append(row)
        if self.content_size.height > len(rows) + 1:
            rows += [[], [(" Arrows move, Enter picks.", "hint")]]
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The figure's height, or the list's where there is no room for the figure beside its names."""
        del container
        fits = width >= drawing.WIDTH + GAP + LEAST_NAMES_WIDTH and viewport.height > drawing.HEIGHT
        return drawing.HEIGHT if fits else len(drawing.AREAS) + 2
