"""What to know before a routine begins, and what was done when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.durations import clock_text
from coach.tui.screens.sheet import Sheet, TopLine, bullets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from coach.core.history.sessions import PastSession
    from coach.core.routine.timeline import Timeline

    Lines = Sequence[tuple[str, Sequence[str]]]


class BeginScreen(Sheet[bool]):
    """Says what was left out and why, and what to watch; gives True where the person begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "begin", "Begin", id="begin.begin"),
        Binding("escape,q", "back", "Not now", key_display="esc", id="begin.back"),
    ]

    def __init__(self, timeline: Timeline, lines: Lines) -> None:
        """`lines` are headings, each with its sentences."""
        super().__init__()
        self._timeline = timeline
        self._paragraphs = lines

    def compose(self) -> ComposeResult:
        """What is to come, then what to know."""
        yield from self.compose_small()
        yield TopLine("Before you begin", f"{clock_text(self._timeline.seconds)} min")
        with VerticalScroll(classes="sheet"):
            yield Static(self._timeline.name, classes="heading", markup=False)
            for heading, sentences in self._paragraphs:
                yield Static(heading, classes="muted", markup=False)
                yield Static(bullets(sentences), classes="item")
            yield Static("Press Enter to begin.", classes="gap", markup=False)
        yield from self.compose_foot()

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
