"""History: what was done, day by day, and what pain did."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from coach.core.errors import JournalError
from coach.core.history.unread import in_words
from coach.core.vocabulary import BodyArea
from coach.tui.screens.place import Place
from coach.tui.widgets.rows import Rows
from coach.tui.words.common import done_in_words, pain_words, plain, step_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual import events
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.coach.door import Coach
    from coach.core.history.sessions import PastSession
    from coach.core.record.facts import FactOf
    from coach.core.record.health import PainRated

DAYS = 14  # of the pain line
LOW = 20  # rows of a window
AT_FIRST = 100  # sessions listed before "older" is asked for
BLOCKS = "▁▁▂▃▄▄▅▅▆▇█"  # one for each level from 0 to 10
NO_RATING = "·"
EMPTY = "Nothing here yet.\nAfter your first routine it stands here: what you did, and what that did to the pain."


def pain_lines(facts: Iterable[FactOf[PainRated]], today: date) -> list[str]:
    """One line an area: the highest rating of each of the last 14 days, and the first and last in numbers."""
    days = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    rated: dict[str, dict[date, int]] = {}
    for fact in facts:
        day = fact.local.date()
        of_area = rated.setdefault(str(fact.body.area or "no area"), {})
        of_area[day] = max(fact.body.level, of_area.get(day, 0))
    lines = []
    for area in [*(str(area) for area in BodyArea), "no area"]:
        found = rated.get(area, {})
        shown = [found[day] for day in days if day in found]
        if shown:
            bars = "".join(BLOCKS[found[day]] if day in found else NO_RATING for day in days)
            change = f"{shown[0]} → {shown[-1]}" if len(shown) > 1 else str(shown[0])
            lines.append(f"{plain(area).capitalize():<11} {bars} {change}")
    return lines


class HistoryScreen(Place):
    """A list by day, newest first, under the pain of the last 14 days."""

    HERE = "history"
    AUTO_FOCUS = "#sessions"
    CSS_PATH: ClassVar[CSSPathType | None] = "places.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "older", "Older", tooltip="Show everything there is", id="history.older"),
    ]

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self._coach = coach
        self._all = False
        self._count = 0
        self._under_way: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The pain, and the list."""
        yield from self.compose_top()
        with Vertical(classes="page"):
            yield Static(id="unread", markup=False)
            yield Static(id="pain", markup=False)
            yield Rows(id="sessions", markup=False)
            yield Static(EMPTY, id="empty", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Read the record."""
        self.reload()

    def reload(self) -> None:
        """Read the record and show it; where it can't be read, say so."""
        names = self.query_one("#unread", Static)
        names.display = False
        try:
            found = self._coach.listing.everything()
            pain = self._coach.entries.pain(DAYS)
        except JournalError as error:
            self._fill([], [], f"! {error}")
            return
        self._under_way = found.running
        self._fill(found.past, pain, EMPTY)
        names.update(f"! {in_words(found.unread)}")
        names.display = bool(found.unread)

    def _fill(self, past: list[PastSession], pain: list[FactOf[PainRated]], empty: str) -> None:
        self._count = len(past)
        lines = pain_lines(pain, self._coach.clock.now().wall.date())
        heading = f"Pain in {DAYS} days ({NO_RATING} not rated)"
        chart = self.query_one("#pain", Static)
        chart.update("\n".join([heading, *lines]))
        low = self.app.size.height < LOW
        chart.display = bool(lines) and not low
        sessions = self.query_one(Rows)
        shown = past if self._all else past[:AT_FIRST]
        # In a low window the pain scrolls with the list: nothing of it may be cut off.
        options = [Option("\n".join([heading, *lines]), disabled=True)] if low and lines and past else []
        first = len(options) + 1
        for day, of_day in groupby(shown, key=lambda session: session.begun.local.date()):
            options.append(
                Option(Content.styled(f"{day:%A} {day.day} {day:%B %Y}", "bold $text-primary"), disabled=True)
            )
            options += [Option(self._words(session), id=session.id) for session in of_day]
        if len(shown) < len(past):
            options.append(Option(f"{len(past) - len(shown)} older ones: press e", disabled=True))
        sessions.set_options(options)
        sessions.display = bool(past)
        self.query_one("#empty", Static).update(empty)
        self.query_one("#empty").display = not past
        if past:
            sessions.highlighted = first
        self.refresh_bindings()

    def _words(self, past: PastSession) -> Content:
        """One session: when, what, how it ended, how long, pain, and each step."""
        sign, done = done_in_words(past, running=past.id in self._under_way)
        techniques = self._coach.library.techniques
        names = {step.technique: step.technique for step in past.steps}
        names |= {name: techniques[name].name for name in names if name in techniques}
        steps = " · ".join(step_words(step, names[step.technique]) for step in past.steps)
        pain = pain_words(past)
        ended = f"{sign} {done}" + (f", {pain}" if pain else "")
        return Content.assemble(f"{past.begun.local:%H:%M}  ", (past.name, "bold"), f"\n  {ended}\n  {steps}")

    def on_resize(self, event: events.Resize) -> None:
        """Put the pain where there is room for it."""
        super().on_resize(event)
        if self.is_mounted and (event.size.height < LOW) == self.query_one("#pain").display:
            self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the older ones where there are some."""
        if action == "older":
            return not self._all and self._count > AT_FIRST
        return super().check_action(action, parameters)

    def action_older(self) -> None:
        """Show everything there is."""
        self._all = True
        self.reload()
