"""History: what was done and noted, day by day, and what pain did."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.core.coach.corrections import why_fixed
from coach.core.errors import JournalError
from coach.core.history import noted
from coach.core.history.noted import Noted
from coach.core.history.unread import in_words
from coach.core.vocabulary import BodyArea
from coach.tui.requests import EntryRequested
from coach.tui.screens.place import Place
from coach.tui.widgets.entry_preview import EntryPreview
from coach.tui.widgets.rows import Rows
from coach.tui.words.common import done_in_words, pain_words, plain, step_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from textual import events
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.coach.door import Coach
    from coach.core.history.sessions import PastSession
    from coach.core.record.facts import FactOf
    from coach.core.record.health import PainRated

DAYS = 14  # of the pain line
LOW = 20  # rows of a window
AT_FIRST = 100  # rows listed before "older" is asked for
BLOCKS = "▁▁▂▃▄▄▅▅▆▇█"  # one for each level from 0 to 10
NO_RATING = "·"
SESSION_STAYS = "A session stands as it was followed. Pain that was rated after one can be put right here."
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


class PastRows(Rows):
    """What was done and noted: Enter opens an entry to put it right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Put right", tooltip="Put the highlighted entry right", id="past.open"),
    ]


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
        self._rated: tuple[Noted, ...] = ()
        self._shown: dict[str, PastSession | Noted] = {}

    def compose(self) -> ComposeResult:
        """The pain, the list, and what there is to say of the highlighted one."""
        yield from self.compose_top()
        with Horizontal(classes="beside"):
            with Vertical(classes="page"):
                yield Static(id="unread", markup=False)
                yield Static(id="pain", markup=False)
                yield PastRows(id="sessions", markup=False)
                yield Static(EMPTY, id="empty", markup=False)
            yield EntryPreview()
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
        self._under_way, self._rated = found.running, found.rated
        every = [(past.begun.at, past) for past in found.past] + [(one.at, one) for one in found.noted]
        every.sort(key=lambda entry: entry[0], reverse=True)
        self._fill([one for _, one in every], pain, EMPTY)
        names.update(f"! {in_words(found.unread)}")
        names.display = bool(found.unread)

    def _fill(self, past: list[PastSession | Noted], pain: list[FactOf[PainRated]], empty: str) -> None:
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
        kept = sessions.highlighted_option
        self._shown = {one.id: one for one in shown}
        for day, of_day in groupby(shown, key=lambda one: _moment(one).date()):
            options.append(
                Option(Content.styled(f"{day:%A} {day.day} {day:%B %Y}", "bold $text-primary"), disabled=True)
            )
            options += [Option(self._words(one), id=one.id) for one in of_day]
        if len(shown) < len(past):
            key = self.key("history.older", "e")
            options.append(Option(f"{len(past) - len(shown)} older ones: press {key}", disabled=True))
        sessions.set_options(options)
        sessions.display = bool(past)
        self.query_one("#empty", Static).update(empty)
        self.query_one("#empty").display = not past
        if past:
            there = kept is not None and kept.id in self._shown
            sessions.highlighted = sessions.get_option_index(str(kept.id)) if kept is not None and there else first
        self._preview()
        self.refresh_bindings()

    def _words(self, one: PastSession | Noted) -> Content:
        if isinstance(one, Noted):
            corrected = "\n  corrected" if one.corrected is not None else ""
            return Content.assemble(f"{one.at:%H:%M}  ", noted.in_words(one), (corrected, "$text-muted"))
        return self._of_session(one)

    def _of_session(self, past: PastSession) -> Content:
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
        self._preview()
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

    # --- one of them ----------------------------------------------------------------------------------------------

    def _highlighted(self) -> PastSession | Noted | None:
        option = self.query_one(PastRows).highlighted_option
        return self._shown.get(option.id) if option is not None and option.id is not None else None

    @on(OptionList.OptionHighlighted)
    def _preview(self) -> None:
        one = self._highlighted()
        rated = [rating for rating in self._rated if not isinstance(one, Noted) and one and rating.session == one.id]
        self.query_one(EntryPreview).show(one, rated, self._coach)

    @on(OptionList.OptionSelected)
    def _opened(self) -> None:
        """Let it be put right; or say why it stays."""
        one = self._highlighted()
        if isinstance(one, Noted):
            why = why_fixed(one.body)
            entries: tuple[Noted, ...] = (one,)
        elif one is not None:
            entries = tuple(rating for rating in self._rated if rating.session == one.id)
            why = "" if entries else SESSION_STAYS
        else:
            return
        if why:
            self.notify(why, markup=False)
        else:
            self.post_message(EntryRequested(entries))


def _moment(one: PastSession | Noted) -> datetime:
    return one.at if isinstance(one, Noted) else one.begun.local
