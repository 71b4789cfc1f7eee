"""Ready, before a session begins; and what was done when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.core.durations import clock_text
from coach.core.figure.drawing.draw import COLUMNS, LEAST_COLUMNS, LEAST_ROWS, ROWS, draw
from coach.core.figure.motion import key_frame
from coach.tui.screens.sheet import Sheet, TopLine, bullets
from coach.tui.widgets.preview import inked
from coach.tui.words.guided import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from coach.core.history.sessions import PastSession
    from coach.core.library import Library
    from coach.core.session.guide_steps import SayBefore

BESIDE_FROM = 76  # columns; in fewer the words beside a picture would be a thin strip
WHOLE_FROM = 110  # columns, for the picture in the size it is made for
FRAME_ROWS = 5  # top line, margins, what to press, and the keys
ENTER = "⏎"
MARGINS = 4  # columns at both sides of the words


class BeginScreen(Sheet[bool]):
    """Ready: what comes, where, with what, and what to take care of; gives True where the person begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "begin", "Begin", id="begin.begin"),
        Binding("escape,q", "back", "Not now", key_display="esc", id="begin.back"),
    ]

    def __init__(self, step: SayBefore, library: Library) -> None:
        super().__init__()
        self._step = step
        self._library = library

    def compose(self) -> ComposeResult:
        """The words, the picture beside or under them, and the key that begins, which is always in sight."""
        step, ready = self._step, self._step.ready
        yield from self.compose_small()
        yield TopLine(f"Ready: {step.timeline.name}", f"{clock_text(step.timeline.seconds)} min")
        with Horizontal(id="ready"):
            with VerticalScroll(classes="sheet"):
                if ready.parts:
                    yield Static(bullets((ready.where, ready.needs), ("Where:", "Needs:")), classes="item")
                for heading, sentences in paragraphs(step):
                    yield Static(heading, classes="muted", markup=False)
                    yield Static(bullets(sentences), classes="item")
                if ready.cautions:
                    yield Static("Take care", classes="muted", markup=False)
                for name, sentences in ready.cautions:
                    if len(ready.parts) > 1:
                        yield Static(name, classes="subject", markup=False)
                    yield Static(bullets(sentences), classes="item")
                yield Static(id="under")
                yield Static(self._shows(), id="shows", classes="muted", markup=False)
            yield Static(id="beside")
        key = self.key("begin.begin", ENTER)
        yield Static(f"Press {'Enter' if key == ENTER else key} to begin.", id="begin", markup=False)
        yield from self.compose_foot()

    def on_resize(self, event: events.Resize) -> None:
        """The picture stands beside the words where there is room, else under them."""
        super().on_resize(event)
        columns, rows = event.size
        beside = columns >= BESIDE_FROM and rows >= LEAST_ROWS + FRAME_ROWS
        self.set_class(beside, "-beside")
        whole = columns >= WHOLE_FROM and rows >= ROWS + FRAME_ROWS
        room = (COLUMNS, ROWS) if whole else (LEAST_COLUMNS, LEAST_ROWS)
        self.query_one("#beside", Static).update(self._picture(*room) if beside else "")
        under = not beside and columns >= LEAST_COLUMNS + MARGINS
        self.query_one("#under", Static).update(self._picture(LEAST_COLUMNS, LEAST_ROWS) if under else "")

    def _picture(self, columns: int, rows: int) -> Content:
        """The first technique with a picture, as it is done."""
        part = self._step.ready.pictured
        if part is None:
            return Content("")
        plan = self._step.timeline
        figure = self._library.figure_in(plan, part.segment)
        if figure is None:
            return Content("")
        frame = key_frame(figure, plan.segments[part.segment].side)
        lines = Content.assemble(*inked(draw(figure, frame, columns, rows))).split("\n")
        while lines and not lines[0].plain.strip():  # the page is short
            lines.pop(0)
        return Content("\n").join(lines).rstrip()

    def _shows(self) -> str:
        part = self._step.ready.pictured
        if part is None:
            return ""
        return f"First: {part.shows}" if len(self._step.ready.parts) > 1 else part.shows

    def action_begin(self) -> None:
        """Go on to the run."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Not now."""
        self.dismiss(False)


class DoneScreen(Sheet[None]):
    """A short look back: what was done, what was skipped, how long, and what pain did."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,escape,q", "back", "Back to the start", id="done.back")
    ]

    def __init__(self, heading: str, past: PastSession | None, names: dict[str, str], remarks: Sequence[str]) -> None:
        """`names` are those of the techniques; `past` is None where nothing was recorded."""
        super().__init__()
        self._heading = heading
        self._past = past
        self._names = names
        self._remarks = remarks

    def compose(self) -> ComposeResult:
        """One line a technique, the pain, and what follows."""
        yield from self.compose_small()
        yield TopLine(self._past.name if self._past else "Routine")
        with VerticalScroll(classes="sheet"):
            yield Static(self._heading, classes="heading", markup=False)
            if self._past is not None and self._past.steps:
                marks, lines = zip(*_done(self._past, self._names), strict=True)
                yield Static(bullets(lines, marks), classes="item")
                pain = _pain(self._past)
                if pain:
                    yield Static(pain, classes="item", markup=False)
            for remark in self._remarks:
                yield Static(remark, classes="item", markup=False)
        yield from self.compose_foot()


def _done(past: PastSession, names: dict[str, str]) -> list[tuple[str, str]]:
    lines = []
    for step in past.steps:
        name = names.get(step.technique, step.technique)
        held = clock_text(round(step.seconds))
        if step.done:
            over = f", {clock_text(round(step.over))} too long" if step.over >= 1 else ""
            lines.append(("✓", f"{name}: done, {held}{over}"))
        elif step.seconds >= 1:
            lines.append(("◐", f"{name}: in part, {held} of {clock_text(step.planned)}"))
        else:
            lines.append(("○", f"{name}: skipped"))
    return lines


def _pain(past: PastSession) -> str:
    if past.before is None or past.after is None:
        return ""
    words = "the same" if past.after == past.before else "less" if past.after < past.before else "more"
    return f"Pain: {past.before} before, {past.after} after - {words}."
