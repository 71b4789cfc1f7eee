"""A list of routines: one line each, with its length and, where it can't begin at once, a sign and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.tui.words import lock_word, minutes_words, needs_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.core.coach import Listed
    from coach.core.library import Library

ROOMY = 64  # cells; from here on there is room for what is needed
TIME_WIDTH = 7
WORD_WIDTH = 13
NEEDS_WIDTH = 24
MUTED = "$text-muted"
WARNING = "$text-warning"


def row(listed: Listed, width: int, needs: str) -> Content:
    """One routine in `width` cells: sign, name, length, and what is needed or why it waits."""
    sign, word = lock_word(listed)
    roomy = width >= ROOMY
    last = NEEDS_WIDTH if roomy else WORD_WIDTH - 1 if word else 0
    name_width = max(8, width - 2 - TIME_WIDTH - last - bool(last))
    name = listed.routine.name
    if len(name) > name_width:
        name = name[: name_width - 1] + "…"
    note = word or (needs if roomy else "")
    if len(note) > last:
        note = note[: last - 1] + "…" if last else ""
    return Content.assemble(
        (f"{sign or ' '} ", WARNING if word else ""),
        name.ljust(name_width),
        minutes_words(listed.seconds).rjust(TIME_WIDTH),
        " " if last else "",
        " " if roomy else "",
        (note, WARNING if word else MUTED),
    )


class RoutineList(OptionList):
    """Shows routines as they are handed in; the highlight stays with its routine where it can."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Start", tooltip="Start the highlighted routine")
    ]

    def __init__(self, library: Library, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._library = library
        self._needs: dict[str, str] = {}
        self._listed: dict[str, Listed] = {}
        self._rows: dict[str, Content] = {}
        self._row_width = 0

    @property
    def highlighted_routine(self) -> Listed | None:
        """The routine under the highlight."""
        option = self.highlighted_option
        return self._listed.get(option.id) if option is not None and option.id is not None else None

    def show(self, routines: Sequence[Listed]) -> None:
        """List these, in this order."""
        before = self.highlighted_routine
        keep = before.routine.id if before is not None else None
        fresh = {listed.routine.id: listed for listed in routines}
        if any(self._listed.get(name) is not listed for name, listed in fresh.items()):
            self._rows = {n: r for n, r in self._rows.items() if self._listed.get(n) is fresh.get(n, self._listed[n])}
        self._listed = fresh
        self._fill(keep)

    def _fill(self, keep: str | None) -> None:
        width = self.scrollable_content_region.width - 2 if self.is_mounted else 0
        width = width if width > 0 else max(20, self.app.size.width - 6)
        if width != self._row_width:
            self._rows.clear()
            self._row_width = width
        for name, listed in self._listed.items():
            if name not in self._rows:
                self._rows[name] = row(listed, width, self._need(listed))
        self.set_options(Option(self._rows[name], id=name) for name in self._listed)
        names = list(self._listed)
        if names:
            self.highlighted = names.index(keep) if keep in names else 0

    def _need(self, listed: Listed) -> str:
        name = listed.routine.id
        if name not in self._needs:
            self._needs[name] = needs_words(self._library.equipment_of(listed.routine))
        return self._needs[name]

    def on_resize(self, event: events.Resize) -> None:
        """Draw the lines for the new width."""
        del event
        if self._listed and self.scrollable_content_region.width - 2 != self._row_width:
            now = self.highlighted_routine
            self._fill(now.routine.id if now is not None else None)
