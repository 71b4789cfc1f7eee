"""Today: may I, where does it hurt, how long have I got, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from coach.core.vocabulary import BodyArea, Side
from coach.tui import requests
from coach.tui.keys import with_keys
from coach.tui.reminders import answer_of, buttons, line
from coach.tui.screens.today_keys import TodayKeys
from coach.tui.screens.today_wish import Wish
from coach.tui.suggesting import arranged, ask_kit, known_of, mark_favourite, plan_of, plan_words, step_up
from coach.tui.widgets.choice_row import ChoiceRow
from coach.tui.widgets.preview import RoutinePreview
from coach.tui.widgets.routine_list import MORE, RoutineList
from coach.tui.words.common import state_words
from coach.tui.words.today import (
    complaint_words,
    detail_words,
    done_words,
    heading,
    heads,
    interrupted_words,
    notice_lines,
)

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from coach.core.clearance.listed_routine import Listed
    from coach.core.coach.door import Coach
    from coach.core.coach.plans import PlanLine
    from coach.core.history.sessions import PastSession
    from coach.core.history.unread import UnreadEntry
    from coach.core.record.choices import Choices
    from coach.core.reminders.ports import Notice
    from coach.core.reminders.standing.status import ReminderStatus
    from coach.core.settings import Settings

NARROW = 60  # cells
OPENING = "… One moment\nYour record is being opened."


class TodayScreen(TodayKeys):
    """The first screen. What it lists comes from Coach; it only remembers what the person just chose."""

    HERE = "today"
    AUTO_FOCUS = "#suggestions"

    _coach: Coach  # from `open` on

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._ready = False
        self._notices: tuple[str, ...] = ()
        self._settings = settings
        self._offer: PlanLine | None = None
        self._whole = False  # all is listed, not the first seven rows alone
        self._wish = Wish(minutes=settings.minutes)
        self._listed: dict[str, Listed] = {}
        self._unfinished: PastSession | None = None
        self._fault = ""
        self._unread: tuple[UnreadEntry, ...] = ()
        self._notice: Notice | None = None
        self._reminding = False

    def open(self, coach: Coach, notices: tuple[str, ...] = ()) -> None:
        """Show what Coach knows. Until then the screen stands without it: opening the record takes a moment."""
        self._coach, self._notices, self._ready = coach, notices, True
        self.query_one(RoutineList).library = coach.library
        self.reload()
        self.query_one(RoutineList).focus()

    # --- what is shown --------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """State, interrupted session, where, how long, what helps, what was done."""
        yield from self.compose_top()
        with Horizontal(classes="beside"):
            with Vertical(classes="page"):
                yield Static(id="state", markup=False)
                yield Static(id="week", markup=False)
                yield Static(id="plan", markup=False)
                yield Static(id="notices", markup=False)
                yield Static(id="breaks", markup=False)
                yield Static(id="complaints", markup=False)
                yield Static(id="open-session", markup=False)
                yield ChoiceRow("Where?", self._wish.area_choices(self.key), id="area")
                yield ChoiceRow("How long?", self._wish.minute_choices(), self._wish.minutes_name, id="minutes")
                yield Static(id="suggested", markup=False)
                yield RoutineList(id="suggestions")
                yield Static(id="detail", markup=False)
                yield Static(id="done", markup=False)
            yield RoutinePreview()
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """What can be said before the record is open."""
        self.query_one("#state", Static).update(OPENING)
        self.query_one(RoutinePreview).display = False
        for where in ("#week", "#plan", "#notices", "#breaks", "#complaints", "#open-session", "#detail", "#done"):
            self._line(where, "")
        self.query_one("#suggested", Static).update("What helps")

    def reload(self) -> None:
        """Ask Coach anew."""
        if self._ready:
            self._read()
            self._show()

    def show_breaks(self, status: ReminderStatus | None) -> None:
        """Show how the reminders stand; a prompt stays here until it is answered."""
        self._notice = status.notice if status is not None else None
        words = line(status)
        self._reminding = bool(words)
        if self._notice is not None:
            keys = "   ".join(f"{key} {label}" for _, key, label in buttons(self._notice))
            words = f"▶ {self._notice.title}\n{self._notice.text}\n{keys}"
        self._line("#breaks", words)
        self.query_one("#breaks").set_class(self._notice is not None, "-prompt")
        self.refresh_bindings()

    def choose(self, area: BodyArea | None, side: Side | None) -> None:
        """Show what helps there."""
        self._wish.area, self._wish.side = area, side
        self._show_suggestions(anew=True)
        self.query_one(RoutineList).focus()

    def _read(self) -> None:
        today = self._coach.listing.today()
        self._safety, self._card, self._fault = today.safety, today.card, today.safety.fault
        self._done, self._unfinished, self._unread = today.done, today.unfinished, today.unread
        self._listed = {listed.routine.id: listed for listed in today.listed}

    def _show(self) -> None:
        state = state_words(self._safety, self._card)
        box = self.query_one("#state", Static)
        hint = f"{self.key('today.check', 'c')}: do the check" if state.style == "-due" and state.sign == "?" else ""
        hint = f"{self.key('today.why', 'w')}: what to do" if self._card is not None and not hint else hint
        box.update(Content.assemble((f"{state.sign} {state.title}   ", "bold"), hint, "\n", (state.why, "$text-muted")))
        for style in ("-good", "-due", "-locked"):
            box.set_class(style == state.style, style)
        notices = notice_lines(self._notices, self._fault, self._unread, self._coach.library.problems)
        self._line("#notices", "\n".join(f"! {notice}" for notice in notices))
        self._offer, asked = plan_of(self._coach)
        self._line("#plan", plan_words(self._offer, asked=asked))
        self._line("#complaints", complaint_words(self._coach))
        self._line("#open-session", interrupted_words(self._unfinished, narrow=self.app.size.width < NARROW))
        self._line("#done", done_words(self._done))
        self._show_suggestions()
        self.refresh_bindings()

    def _line(self, where: str, text: str) -> None:
        line = self.query_one(where, Static)
        line.update(with_keys(self.app, text))
        line.set_class(not text, "-empty")

    def on_resize(self, event: events.Resize) -> None:
        """In a narrow window the labels make room for the choices."""
        super().on_resize(event)
        self.query_one("#area", ChoiceRow).set_label("" if event.size.width < NARROW else "Where?   ")
        if self._ready:
            self._show_suggestions()

    def _show_suggestions(self, *, anew: bool = False) -> None:
        """List what fits. `anew`: another place was chosen, and the highlight goes to the first that is for it."""
        fitting, longer = self._wish.suggestions(self._coach.library, self._listed)
        known, week = known_of(self._coach, self._settings, self._wish.area)
        self._whole = self._whole and not anew
        rows, why, more = arranged(fitting, known, self._coach.library, whole=self._whole)
        self._line("#week", week)
        self.query_one("#area", ChoiceRow).chosen = str(self._wish.area or "")
        self.query_one("#minutes", ChoiceRow).set_choices(self._wish.minute_choices(), self._wish.minutes_name)
        whole = not more and self.app.size.width >= NARROW
        self._line("#suggested", heading(self._wish.area, self._wish.side, longer, whole=whole))
        suggested = self.query_one(RoutineList)
        above, beside = heads(rows, suggested.row_width)
        lit = self._wish.first_for_it(rows) if anew else None
        suggested.show(rows, lit=lit, heads=above, why=why | beside, more=more)
        self._show_detail()
        self.refresh_bindings()

    def _show_detail(self) -> None:
        rows = self.query_one(RoutineList)
        listed = rows.highlighted_routine
        self._line("#detail", "" if rows.at_more else detail_words(listed) or rows.why_unseen)
        if self._ready:
            self.query_one(RoutinePreview).show(listed, self._coach.library)

    # --- what the person does -------------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == MORE:
            self._whole = True
            self._show_suggestions()
        else:
            self.action_start()

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        if event.row.id == "area":
            self._wish.area = BodyArea(event.name)
        else:
            self._wish.pick_minutes(event.name)
        self._show_suggestions(anew=event.row.id == "area")

    def chosen(self) -> Choices:
        """What the person chose here."""
        return self._wish.choices()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self._ready:
            return False
        if action == "answer":
            return self._notice is not None and answer_of(self._notice, str(parameters[0])) is not None
        offered = {
            "resume": self._unfinished is not None,
            "close": self._unfinished is not None,
            "card": self._card is not None,
            "breaks": self._reminding,
            "check": self._coach.catalogue is not None,
            "plan": self._offer is not None and self.query_one("#plan").display,  # a yes to what can be read
            "side": self._wish.area is not None,
            "anywhere": self._wish.area is not None,
        }
        return offered[action] if action in offered else super().check_action(action, parameters)

    def action_area(self, area: str) -> None:
        """It hurts here."""
        self.choose(BodyArea(area), self._wish.side)

    def action_anywhere(self) -> None:
        """Back from one area to all of them."""
        self.choose(None, None)

    def action_minutes(self) -> None:
        """The next time at hand, round and round."""
        self._wish.next_minutes()
        self._show_suggestions()

    def action_side(self) -> None:
        """Left, right, both."""
        self._wish.next_side()
        self._show_suggestions()

    def action_start(self) -> None:
        """Start the highlighted routine."""
        listed = self.query_one(RoutineList).highlighted_routine
        if listed is not None:
            self.post_message(requests.StartRequested(listed.routine.id, self.chosen()))

    def action_more(self) -> None:
        """All about the highlighted routine."""
        listed = self.query_one(RoutineList).highlighted_routine
        if listed is not None:
            self.post_message(requests.RoutineRequested(listed.routine.id, self.chosen()))

    def action_favourite(self) -> None:
        """The highlighted routine is a favourite, or no longer."""
        listed = self.query_one(RoutineList).highlighted_routine
        if listed is not None:
            self._told(mark_favourite(self._coach, listed))

    def action_plan(self) -> None:
        """Yes to the step that is offered."""
        if self._offer is not None:
            self.notify(step_up(self._coach, self._offer, self.key("today.week", "p")), markup=False)
            self.reload()

    def action_kit(self) -> None:
        """Something that the highlighted routine needs is not here."""
        listed = self.query_one(RoutineList).highlighted_routine
        if listed is not None:
            ask_kit(self.app, self._coach, listed, self._told)

    def _told(self, words: str) -> None:
        self.notify(words, markup=False)
        self._show_suggestions()
