"""What a routine is, beside a list of routines: its figure, where, with what, how, and what to take care of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.core.errors import CoachError
from coach.tui.words.common import hanging, lock_word, minutes_words, needs_words, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult

    from coach.core.clearance.listed_routine import Listed
    from coach.core.figure.drawing.canvas import Picture
    from coach.core.library import Library

SHOWN_FROM = 120  # columns of the window
LABEL = 7  # cells
TEXT = 43  # cells: what is left of its width, see today.tcss
INKS = {"body": "$text", "acting": "$text-accent", "scene": "$primary-muted"}


Part = str | tuple[str, str]  # words, with their style


class Preview(VerticalScroll, can_focus=False):
    """Says beside a list what the highlighted row is, where the window has room for it."""

    def __init__(self) -> None:
        super().__init__(id="preview")

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(markup=False)

    @property
    def has_room(self) -> bool:
        """Whether the window is wide enough for it beside the list."""
        return self.app.size.width >= SHOWN_FROM

    def put(self, parts: Iterable[Part]) -> None:
        """Write these."""
        self.query_one(Static).update(Content.assemble(*parts))
        self.scroll_home(animate=False)


class RoutinePreview(Preview):
    """Shows one routine."""

    _shown: Listed | None = None

    def show(self, listed: Listed | None, library: Library | None) -> None:
        """Show this one; None, or a window without room: nothing."""
        self.display = self.has_room and listed is not None
        if self.display and listed is not None and library is not None and listed != self._shown:
            self._shown = listed
            self.put(_lines(listed, library))


def _lines(listed: Listed, library: Library) -> Iterator[Part]:
    routine = listed.routine
    yield (routine.name, "bold")
    yield f"   {minutes_words(listed.seconds)}\n"
    sign, word = lock_word(listed)
    if word:
        yield (
            f"{sign} {word.capitalize()}{f': {listed.reasons[0].text}' if listed.reasons else ''}\n",
            "$text-warning",
        )
    yield from _figure(listed, library)
    rows = [
        ("For", ", ".join(plain(area) for area in routine.areas)),
        ("How", ", ".join(plain(position) for position in library.positions_of(routine))),
        ("Needs", needs_words(library.equipment_of(routine))),
    ]
    for label, text in rows:
        yield (f"\n{label:<{LABEL}}", "$text-muted")
        yield hanging(text, LABEL, TEXT)
    techniques = list(dict.fromkeys(library.techniques_of(routine)))
    if len(techniques) > 1:
        yield ("\n\nSteps", "$text-muted")
        for number, technique in enumerate(techniques, 1):
            yield f"\n{number}. {technique.name}"
    cautions = list(dict.fromkeys(caution.say for technique in techniques for caution in technique.cautions))
    if cautions:
        yield ("\n\nTake care", "$text-muted")
        for caution in cautions:
            yield f"\n• {caution}"


def _figure(listed: Listed, library: Library) -> Iterator[Part]:
    """The picture of its first technique that has one."""
    from coach.core.figure.drawing.draw import draw  # noqa: PLC0415 - not needed for the first frame
    from coach.core.figure.motion import key_frame  # noqa: PLC0415
    from coach.core.record.choices import Choices  # noqa: PLC0415

    for technique in library.techniques_of(listed.routine):
        try:
            figure = library.figure_of(technique, Choices(), listed.routine.areas)
        except CoachError:  # a damaged picture hides no words
            continue
        if figure is not None:
            yield "\n"
            yield from inked(draw(figure, key_frame(figure)))
            return


def inked(picture: Picture) -> Iterator[Part]:
    """A picture in the colours of its inks, each row with its end."""
    for row in picture.rows:
        yield from ((run.text, INKS[run.ink] if run.ink is not None else "") for run in row)
        yield "\n"
