"""A list of routines: one line each, with its length and, where it can't begin at once, a sign and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from coach.tui.widgets.rows import Rows
from coach.tui.words.common import lock_word, minutes_words, needs_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual import events

    from coach.core.clearance.listed_routine import Listed
    from coach.core.library import Library

ROOMY = 56  # cells; from here on there is room for what is needed
MARK_WIDTH = 3
GAP = 2
TIME_WIDTH = 7
WORD_WIDTH = 12
NEEDS_WIDTH, NAME_WIDTH = 26, 28  # the first gives way
MORE = "+"  # the id of the row that opens what is not shown yet; no routine is called so
MUTED = "$text-muted"
WARNING = "$text-warning"


def row(listed: Listed, width: int, needs: str, *, lit: bool = False) -> Content:
    """One routine in `width` cells: mark, sign, name, length, and what is needed or why it waits.

    The lit one has a mark, and no colours of its own: they would be lost on the bar.
    """
    sign, word = lock_word(listed)
    roomy = width >= ROOMY
    last = min(NEEDS_WIDTH, width - MARK_WIDTH - TIME_WIDTH - NAME_WIDTH) if roomy else WORD_WIDTH if word else 0
    name_width = max(8, width - MARK_WIDTH - TIME_WIDTH - last)
    head = f"{'▸' if lit else ' '}{sign or ' '} "
    body = _cut(listed.routine.name, name_width) + minutes_words(listed.seconds).rjust(TIME_WIDTH)
    gap = GAP if roomy else 1
    note = _cut(word or needs if roomy else word, last - gap) if last else ""
    body += " " * gap if note else ""
    if lit:
        return Content(head + body + note)
    colour = WARNING if word else MUTED
    return Content.assemble((head, colour), body, (note, colour))


def _cut(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


class RoutineList(Rows):
    """Shows routines as they are handed in; the highlight stays with its routine where it can."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Start", tooltip="Start the highlighted routine", id="list.start"),
    ]

    def __init__(self, library: Library | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.library = library  # needed from the first routine shown on
        self._needs: dict[str, str] = {}
        self._listed: dict[str, Listed] = {}
        self._rows: dict[tuple[str, bool], tuple[Listed, Content]] = {}
        self._row_width = 0
        self._lit: str | None = None
        self._heads: Mapping[str, str] = {}
        self._why: Mapping[str, str] = {}
        self._more = 0

    @property
    def highlighted_routine(self) -> Listed | None:
        """The routine under the highlight."""
        option = self.highlighted_option
        return self._listed.get(option.id) if option is not None and option.id is not None else None

    @property
    def at_more(self) -> bool:
        """Whether the highlight is on the row that opens the rest."""
        option = self.highlighted_option
        return option is not None and option.id == MORE

    def show(
        self,
        routines: Iterable[Listed],
        *,
        lit: str | None = None,
        heads: Mapping[str, str] | None = None,
        why: Mapping[str, str] | None = None,
        more: int = 0,
    ) -> None:
        """List these, in this order. `lit`: the highlight goes to this one, else it stays where it was.

        `heads` are headings, by the id of the routine that they stand above; `why` says why one is suggested, instead
        of what it needs. So many `more` there are: a last row opens them.
        """
        before = self.highlighted_routine
        if (why or {}) != self._why:
            self._why = why or {}
            self._rows.clear()
        self._more = more
        self._heads = heads or {}
        self._listed = {listed.routine.id: listed for listed in routines}
        at = MORE if self.at_more and more else before.routine.id if before is not None else None
        self._fill(lit or at)

    @property
    def why_unseen(self) -> str:
        """Why the one under the highlight is suggested, where the rows have no room to say it."""
        listed = self.highlighted_routine
        why = self._why.get(listed.routine.id, "") if listed is not None and self.row_width < ROOMY else ""
        return f"{why[:1].upper()}{why[1:]}"

    @property
    def row_width(self) -> int:
        """Cells of a row. Before the first layout a good guess, so that the first frame already lists something."""
        return self.scrollable_content_region.width or max(20, self.app.size.width - 7)

    def _fill(self, keep: str | None) -> None:
        width = self.row_width
        if width != self._row_width:
            self._rows.clear()
            self._row_width = width
        names = list(self._listed)
        stays = keep in self._listed or (keep == MORE and self._more)
        self._lit = keep if stays else names[0] if names else None
        self.set_options(self._options_of(names))
        if self._lit is not None:
            self.highlighted = self.get_option_index(self._lit)

    def _options_of(self, names: Iterable[str]) -> Iterator[Option]:
        for name in names:
            if name in self._heads:
                yield Option(self._heads[name], disabled=True)
            yield Option(self._row(name, lit=name == self._lit), id=name)
        if self._more:
            yield Option(f"   {self._more} more", id=MORE)

    def _row(self, name: str, *, lit: bool) -> Content:
        listed = self._listed[name]
        known = self._rows.get((name, lit))
        if known is not None and known[0] is listed:
            return known[1]
        if name not in self._needs and self.library is not None:
            self._needs[name] = needs_words(self.library.equipment_of(listed.routine))
        drawn = row(listed, self._row_width, self._why.get(name) or self._needs.get(name, ""), lit=lit)
        self._rows[name, lit] = (listed, drawn)
        return drawn

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the mark along."""
        super().watch_highlighted(highlighted)
        option = self.highlighted_option
        name = option.id if option is not None else None
        if name is None or name == self._lit:
            return
        before, self._lit = self._lit, name
        for moved in (before, name):
            if moved in self._listed and moved is not None:
                self.replace_option_prompt(moved, self._row(moved, lit=moved == name))

    def on_resize(self, event: events.Resize) -> None:
        """Draw the lines for the new width; in a lower list the highlight is still seen."""
        del event
        if self._listed and self.scrollable_content_region.width != self._row_width:
            self._fill(self._lit)
        self.scroll_to_highlight()
