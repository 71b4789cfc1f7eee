"""Progress: what changed, how the days went, what followed; below, all that was done and noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.core.errors import JournalError
from coach.core.history.noted import Noted
from coach.core.history.unread import in_words
from coach.core.progress import words
from coach.core.progress.pain import SPANS
from coach.core.progress.standing import LOOKS_BACK, NEW_DAY
from coach.tui.flows.asking_function import ask_function
from coach.tui.requests import EntryRequested
from coach.tui.screens.progress.page_key import WithPage
from coach.tui.screens.progress.past import AT_FIRST, PastRows, moment_of
from coach.tui.widgets.charts.pain_chart import PainChart
from coach.tui.widgets.charts.year_grid import YearGrid
from coach.tui.widgets.choice_row import Choice, ChoiceRow
from coach.tui.widgets.entry_preview import EntryPreview
from coach.tui.widgets.rows import Rows
from coach.tui.words.days import LEGEND
from coach.tui.words.followed import followed_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual import events
    from textual.app import ComposeResult
    from textual.types import CSSPathType
    from textual.widget import Widget

    from coach.core.coach.door import Coach
    from coach.core.coach.listing import Everything
    from coach.core.history.sessions import PastSession
    from coach.core.progress.pain import AreaPain
    from coach.core.progress.whole import Progress
    from coach.core.settings import Settings

    One = PastSession | Noted

LOW = 22  # rows; below, one part at a time
PAIN, CALENDAR, FOLLOWED, NOTED = "pain", "calendar", "followed", "noted"
NAMES = {PAIN: "Pain", CALENDAR: "Calendar", FOLLOWED: "What followed", NOTED: "Entries"}
EMPTY = "Nothing here yet.\nAfter your first routine it stands here: what you did, and what that did to the pain."
NOT_RATED = "No pain was rated in these days. A day without a rating is left empty, never 0."
NONE_FOLLOWED = "Pain before and after a routine is told here, once both were rated."


class FollowedRows(Rows):
    """A routine a row: Enter shows its sessions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Its sessions", tooltip="The sessions of this routine", id="followed.open"),
    ]


class ProgressScreen(WithPage):
    """Three parts by tab, and the list of entries below them; a day or a routine that is opened fills the list."""

    HERE = "progress"
    AUTO_FOCUS = "#sessions"
    CSS_PATH: ClassVar[CSSPathType | None] = ["../places.tcss", "progress.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "part(1)", "Next part", tooltip="Pain, calendar, what followed", id="progress.part"),
        Binding("shift+tab", "part(-1)", "Part before", show=False, id="progress.part-before"),
        Binding("a", "area", "Area", tooltip="The pain of the next area", id="progress.area"),
        Binding("d", "days", "Days", tooltip="14, 28 or 90 days of pain", id="progress.days"),
        Binding("f", "function", "What you can do", tooltip="Rate it once a week", id="progress.function"),
        Binding("e", "older", "Older", tooltip="Show everything there is", id="progress.older"),
    ]

    def __init__(self, coach: Coach, settings: Callable[[], Settings]) -> None:
        super().__init__()
        self._coach, self._settings = coach, settings
        self._part = PAIN
        self._days = SPANS[1]
        self._area: int | None = None  # until the person goes on: the one rated last
        self._all = self._more = False  # all are listed; there are more than are listed at first
        self._progress: Progress | None = None
        self._found: Everything | None = None
        self._since: date | None = None
        self._only: Callable[[One], bool] | None = None
        self._opened = ""  # what the list is of, where it is not of everything

    # --- what is shown --------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The parts, the list, and what there is to say of the highlighted one."""
        yield from self.compose_top()
        with Horizontal(classes="beside"):
            with Vertical(classes="page"):
                yield ChoiceRow("", self._choices(low=False), self._part, id="parts")
                yield Static(id="unread", markup=False)
                with VerticalScroll(id="pain-part"):
                    yield Static(id="pain-of", markup=False)
                    yield PainChart(id="chart")
                    yield Static(id="windows", markup=False)
                with VerticalScroll(id="calendar-part", can_focus=False):
                    yield YearGrid(id="grid")
                    yield Static(LEGEND, id="legend", markup=False)
                    yield Static(id="day", markup=False)
                    yield Static(id="checked-in", markup=False)
                with Vertical(id="followed-part"):
                    yield FollowedRows(id="followed", markup=False)
                    yield Static(words.DOWN_BY_ITSELF, id="down", markup=False)
                yield Static(id="of-what", markup=False)
                yield PastRows(self._coach.library)
                yield Static(EMPTY, id="empty", markup=False)
            yield EntryPreview()
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Read the record. In a low window the entries come first where there is no pain to draw."""
        self.reload()
        if self.app.size.height < LOW and not (self._progress and self._progress.areas):
            self._go_to(NOTED)

    def reload(self) -> None:
        """Read the record and show it; where it can't be read, say so."""
        empty = EMPTY
        try:
            self._progress = self._coach.looking_back.progress(self._settings(), self._days)
            self._found = self._coach.listing.everything(None if self._all else AT_FIRST, self._since)
        except JournalError as error:
            self._progress = self._found = None
            empty = f"! {error}"
        self.query_one("#empty", Static).update(empty)
        self._show()

    def _show(self) -> None:
        """Show what was read."""
        found = self._progress
        unread = in_words(self._found.unread) if self._found is not None else ""
        self._line("#unread", f"! {unread}" if unread else "")
        self._show_pain(found.areas if found is not None else ())
        self.query_one(YearGrid).show(found.days if found is not None else ())
        self._show_day()
        if found is not None:
            streak = self._settings().progress.streak
            checked = words.check_in_words(found.check_ins, streak=streak)
            stood = words.standing_up_words(found.minutes_between)
            lines = (checked, words.breaks_words(found.week), stood)
            self._line("#checked-in", "\n".join(line for line in lines if line))
            can = words.function_lines(found.activities)
            self.query_one("#down", Static).update(
                "\n".join([f"{words.COUNTED} {words.DOWN_BY_ITSELF}", *([""] if can else []), *can])
            )
            rows = [Option(followed_words(one), id=one.routine) for one in found.followed]
            self.query_one(FollowedRows).set_options(rows or [Option(NONE_FOLLOWED, disabled=True)])
        self._more = self._found is not None and len(self._found.past) + len(self._found.noted) > AT_FIRST
        most = None if self._all else AT_FIRST
        count = self.query_one(PastRows).fill(self._found, most, self._only)
        self._line("#of-what", self._opened)
        self._arrange(some=bool(count) or self._only is not None)

    def _show_pain(self, areas: tuple[AreaPain, ...]) -> None:
        if self._area is None and areas:
            self._area = areas.index(min(areas, key=lambda one: one.unrated_for))
        pain = areas[(self._area or 0) % len(areas)] if areas else None
        chart = self.query_one(PainChart)
        chart.show(pain)
        chart.display = pain is not None
        where = words.area_name(pain.area) if pain is not None else ""
        more = f"   {self.key('progress.area', 'a')}: next area" if len(areas) > 1 else ""
        heading = f"Pain, {where}, worst of each day, {self._days} days{more}"
        self._line("#pain-of", heading if pain is not None else NOT_RATED)
        self._line("#windows", "\n".join(words.compared_lines(pain.compared)) if pain is not None else "")

    @on(YearGrid.Moved)
    def _show_day(self) -> None:
        day = self.query_one(YearGrid).day
        self._line("#day", words.day_words(day) if day is not None else "")

    def _line(self, where: str, text: str) -> None:
        line = self.query_one(where, Static)
        line.update(text)
        line.display = bool(text)

    def _choices(self, *, low: bool) -> list[Choice]:
        return [Choice(name, label) for name, label in NAMES.items() if low or name != NOTED]

    def _arrange(self, *, some: bool) -> None:
        """The part that is looked at, and the list where there is room or it is the part."""
        nothing = not some and not (self._progress and (self._progress.areas or self._progress.followed))
        if not (self.app.size.height < LOW) and self._part == NOTED:
            self._part = PAIN
        self.query_one("#parts", ChoiceRow).set_choices(self._choices(low=self.app.size.height < LOW), self._part)
        for part in (PAIN, CALENDAR, FOLLOWED):
            self.query_one(f"#{part}-part").display = part == self._part and not nothing
        self.query_one("#parts").display = not nothing
        listed = not (self.app.size.height < LOW) or self._part == NOTED
        self.query_one(PastRows).display = some and listed
        self.query_one("#of-what").display = bool(self._opened) and listed
        self.query_one("#empty").display = nothing
        if not nothing and self.focused is not None and not self.focused.display:
            self._focus_part()
        self._preview()
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        """Put everything where there is room for it."""
        super().on_resize(event)
        if self.is_mounted:
            self._arrange(some=bool(self.query_one(PastRows).option_count))

    # --- the parts ------------------------------------------------------------------------------------------------

    def action_part(self, by: int) -> None:
        """The next part, round and round."""
        names = [choice.name for choice in self._choices(low=self.app.size.height < LOW)]
        self._go_to(names[(names.index(self._part) + by) % len(names)])

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        self._go_to(event.name)

    def _go_to(self, part: str) -> None:
        self._part = part
        self._arrange(some=bool(self.query_one(PastRows).option_count))
        self._focus_part()

    def _focus_part(self) -> None:
        listed = self.query_one(PastRows)
        own: dict[str, Widget] = {CALENDAR: self.query_one(YearGrid), FOLLOWED: self.query_one(FollowedRows)}
        pain = listed if listed.display else self.query_one("#pain-part")
        own.get(self._part, pain if self._part == PAIN else listed).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is: older ones, another area, the days of the chart."""
        if action == "older":
            return not self._all and self._found is not None and self._more
        if action == "area":
            return self._part == PAIN and self._progress is not None and len(self._progress.areas) > 1
        if action == "days":
            return self._part == PAIN and self._progress is not None and bool(self._progress.areas)
        return super().check_action(action, parameters)

    def action_older(self) -> None:
        """Show everything there is."""
        self._all = True
        self.reload()

    async def _ask_function(self) -> None:
        await ask_function(self.app, self._coach)
        self.reload()

    def action_function(self) -> None:
        """Ask how well things can be done."""
        self.app.run_worker(self._ask_function(), group="function", exclusive=True)

    def action_area(self) -> None:
        """The pain of the next area."""
        self._area = (self._area or 0) + 1
        self._show()

    def action_days(self) -> None:
        """The next span of days."""
        self._days = SPANS[(SPANS.index(self._days) + 1) % len(SPANS)]
        self.reload()

    # --- the entries of a day or a routine ------------------------------------------------------------------------

    @on(YearGrid.Opened)
    def _open_day(self, event: YearGrid.Opened) -> None:
        day = event.day.day
        self._open(words.day_words(event.day), day, lambda one: (moment_of(one) - NEW_DAY).date() == day)

    def _open(self, what: str, since: date, only: Callable[[One], bool]) -> None:
        """Fill the list with these alone; Escape brings all of them back."""
        self._opened, self._since, self._only = f"{what} {self.key('place.back', 'esc')}: all entries", since, only
        self.reload()
        if self.app.size.height < LOW:
            self._part = NOTED
        self._arrange(some=True)
        self.query_one(PastRows).focus()

    def action_back(self) -> None:
        """From the entries of one day to all of them; else to the place before."""
        if self._only is None:
            super().action_back()
            return
        self._opened, self._since, self._only = "", None, None
        self.reload()

    @on(OptionList.OptionHighlighted)
    def _preview(self) -> None:
        listed = self.query_one(PastRows)
        self.query_one(EntryPreview).show(listed.one, listed.rated, self._coach)

    @on(OptionList.OptionSelected, "#followed")
    def _open_routine(self, event: OptionList.OptionSelected) -> None:
        name = event.option_id
        if name is not None:
            event.stop()
            every = self._progress.followed if self._progress is not None else ()
            called = next((one.name for one in every if one.routine == name), name)
            since = self._coach.clock.now().wall.date() - LOOKS_BACK
            self._open(f"{called}.", since, lambda one: not isinstance(one, Noted) and one.routine == name)

    @on(OptionList.OptionSelected, "#sessions")
    def _opened_entry(self) -> None:
        """Let it be put right; or say why it stays."""
        entries, why = self.query_one(PastRows).to_put_right()
        if why:
            self.notify(why, markup=False)
        elif entries:
            self.post_message(EntryRequested(entries))
