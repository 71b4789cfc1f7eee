"""The figure that shows what to do. It only paints: which frame is due is asked anew at each look."""

from __future__ import annotations

from collections import OrderedDict
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from coach.core.figure.drawing.draw import LEAST_COLUMNS, LEAST_ROWS, draw
from coach.core.figure.figure import Frame, Ink
from coach.core.figure.motion import RATE, frames_of, shown_at
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import Style
    from textual.timer import Timer

    from coach.core.figure.drawing.canvas import Picture
    from coach.core.figure.figure import Figure
    from coach.core.routine.timeline import Timeline

KEPT = 256  # frames; the longest round that any figure goes has fewer
AHEAD = 4  # frames drawn ahead for each look: more than a move shows, less than anybody would notice
SOONEST = 1 / RATE  # s


@frozen
class Moment:
    """Where a run stands: `elapsed` seconds into segment `index`. `running` is False while its time stands still."""

    figure: Figure
    plan: Timeline
    index: int
    elapsed: float
    running: bool


class FigurePanel(Widget):
    """Shows the figure of the moment that `now` tells. Without `motion` it changes from one key pose to the next.

    Frames are drawn one at a time between other work and kept; a look only takes what is there.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"figure-panel--{ink}" for ink in Ink}

    def __init__(self, now: Callable[[], Moment | None], *, motion: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._wants_motion = motion
        self._kept: OrderedDict[tuple[str, Frame], list[Strip]] = OrderedDict()
        self._due: tuple[Figure, Frame] | None = None  # is asked for and not yet drawn
        self._ahead: Iterator[tuple[Figure, Frame]] | None = None  # to be drawn before it is asked for; None: all is
        self._shown: list[Strip] = []
        self._planned: tuple[str, int] | None = None
        self._looks: tuple[object, ...] = ()
        self._next_look: Timer | None = None
        self._drawing = False
        self._credit = 0  # how many frames may still be drawn ahead before the next look
        self.frame: Frame | None = None  # what is due; for whoever asks whether figure and session agree

    # --- time -----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask what is due now and show it. Safe to call at any time."""
        self.show(self._now())

    def show(self, moment: Moment | None) -> None:
        """Show the frame of this moment, and look again when another one is due."""
        if self._next_look is not None:
            self._next_look.stop()
            self._next_look = None
        if moment is None or not self._has_room:
            self.frame = None
            self._paint([])
            return
        shown = shown_at(moment.figure, moment.plan, moment.index, moment.elapsed)
        self.frame = shown.frame if self._motion else shown.still
        self._plan(moment)
        strips = self._kept.get((moment.figure.name, self.frame))
        if strips is None:
            self._due = moment.figure, self.frame
        else:
            self._paint(strips)
        self._credit = AHEAD
        self._draw_soon()
        if moment.running and shown.changes_in is not None and self._motion:
            self._next_look = self.set_timer(max(SOONEST, shown.changes_in + 0.002), self.look)

    @property
    def _motion(self) -> bool:
        """Whether it may move: the person's setting, and that of the terminal (TEXTUAL_ANIMATIONS)."""
        return self._wants_motion and self.app.animation_level != "none"

    @property
    def _has_room(self) -> bool:
        width, height = self.content_size
        return width >= LEAST_COLUMNS and height >= LEAST_ROWS

    def _plan(self, moment: Moment) -> None:
        """On a new segment: what it and the next one will show is to be drawn ahead."""
        here = (moment.figure.name, moment.index)
        if here != self._planned:
            self._planned = here
            self._ahead = self._coming(moment)

    def _coming(self, moment: Moment) -> Iterator[tuple[Figure, Frame]]:
        """What is shown from this moment to the end of the next segment; found out bit by bit, as it is asked for."""
        plan, index = moment.plan, moment.index
        frames = [frames_of(moment.figure, plan, index, moment.elapsed)]
        if index + 1 < len(plan.segments) and plan.segments[index + 1].technique == plan.segments[index].technique:
            frames.append(frames_of(moment.figure, plan, index + 1))
        for frame in chain.from_iterable(frames):
            yield moment.figure, frame if self._motion else Frame(frame.end, frame.end, mirrored=frame.mirrored)

    # --- drawing --------------------------------------------------------------------------------------------------

    def _draw_soon(self) -> None:
        if not self._drawing and (self._due is not None or (self._ahead is not None and self._credit)):
            self._drawing = True
            self.call_later(self._draw_one)

    def _draw_one(self) -> None:
        """Draw one frame that is not there yet, then let other work go first."""
        self._drawing = False
        due, self._due = self._due, None
        wanted = due
        if wanted is None and self._ahead is not None:
            self._credit -= 1
            wanted = next((each for each in self._ahead if (each[0].name, each[1]) not in self._kept), None)
            self._ahead = self._ahead if wanted is not None else None
        if wanted is None or not self._has_room:
            return
        figure, frame = wanted
        strips = self._strips(draw(figure, frame, *self.content_size))
        self._kept[figure.name, frame] = strips
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        if due is not None and frame == self.frame:
            self._paint(strips)
        self._draw_soon()

    def _strips(self, picture: Picture) -> list[Strip]:
        styles = {ink: self._style(ink) for ink in (None, *Ink)}
        width = self.content_size.width
        return [Strip([Segment(run.text, styles[run.ink]) for run in row], width) for row in picture.rows]

    def _paint(self, strips: list[Strip]) -> None:
        """Put these strips on the screen; only rows that differ are written."""
        before, self._shown = self._shown, strips
        if len(before) != len(strips):
            self.refresh()
            return
        changed = [y for y, (a, b) in enumerate(zip(before, strips, strict=True)) if a is not b and a != b]
        if changed:
            self.refresh(Region(0, changed[0], self.content_size.width, changed[-1] - changed[0] + 1))

    def render_line(self, y: int) -> Strip:
        """One row of the frame."""
        if y < len(self._shown):
            return self._shown[y]
        return Strip.blank(self.size.width, self.rich_style)

    # --- the room -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another size needs other pictures."""
        self._look_anew()

    def notify_style_update(self) -> None:
        """Other colours need other strips; most changes of style change none."""
        super().notify_style_update()
        self._look_anew()

    def _look_anew(self) -> None:
        if not self.is_mounted:
            return
        looks = (self.content_size, self.rich_style, *(self._style(ink) for ink in Ink))
        if looks != self._looks:
            self._looks = looks
            self._kept.clear()
            self._planned = None
            self.look()

    def _style(self, ink: Ink | None) -> Style:
        return self.rich_style if ink is None else self.get_component_rich_style(f"figure-panel--{ink}")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as its poses need at this width."""
        del viewport
        return min(container.height, max(LEAST_ROWS, round(width * 0.4)))
