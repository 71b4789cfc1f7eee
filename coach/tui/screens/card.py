"""The card: what to do now, why, and what is still open."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.catalogue.catalogue import Level
from coach.core.catalogue.origins import origins
from coach.core.clearance.card_words import act, own_number, still_open, until, who_can_help
from coach.core.clearance.clearance import NO_REVIEW
from coach.core.errors import CoachError, JournalError
from coach.tui.requests import PageRequested, SummaryRequested
from coach.tui.screens.notes.seen import SeenScreen
from coach.tui.screens.sheet import Sheet, TopLine, bullets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from coach.core.clearance.clearance import Blocked
    from coach.core.coach.door import Coach

WHILE_ASKED = {"back", "more", "sources", "copy", "file", "page", "seen", "withdraw", "help", "messages"}  # not then
LATE = "That was more than 10 minutes ago, so it stays. A visit clears it."


class CardScreen(Sheet[None]):
    """Says why something is locked, action first. It never names a likely disease."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "take_back", "It was a slip", id="card.take-back"),
        Binding("escape,enter,q", "keep", "Keep it", key_display="esc", id="card.keep"),
        Binding("enter,escape,q", "back", "Leave", id="card.back"),
        Binding("m", "more", "All reasons", id="card.more"),
        Binding("s", "sources", "Sources", tooltip="Where this comes from", id="card.sources"),
        Binding("y", "copy", "Copy summary", id="card.copy"),
        Binding("f", "file", "To a file", id="card.file"),
        Binding("p", "page", "Doctor's page", tooltip="One sheet for a doctor, to print", id="card.page"),
        Binding("v", "seen", "I have been seen", id="card.seen"),
        Binding("z", "withdraw", "That was a slip", id="card.withdraw"),
        Binding("down", "scroll(1)", "Down", show=False, id="card.down"),
        Binding("up", "scroll(-1)", "Up", show=False, id="card.up"),
    ]

    def __init__(self, blocked: Blocked, coach: Coach, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._blocked = blocked
        self._coach = coach
        self._articles = sources
        self._all = False
        self._sourced = False  # titles of articles frighten who only wants to know what to do
        self._asking = False

    @property
    def _flags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason.flag for reason in self._blocked.reasons if reason.flag))

    def compose(self) -> ComposeResult:
        """Action, one reason, what is open, who can help, and what it rests on."""
        blocked = self._blocked
        yield from self.compose_small()
        yield TopLine("What to do now")
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(blocked.sign, id="sign", classes="badge", markup=False)
            yield Static(blocked.headline, classes="headline", markup=False)
            yield Static(blocked.action, classes="action", markup=False)
            yield Static(self._number(), id="number", classes="action", markup=False)
            yield Static(self._times(), id="within", markup=False)
            yield Static("Why", classes="subhead", markup=False)
            yield Static(id="why", markup=False)
            yield Static("Still open", classes="subhead", markup=False)
            yield Static(self._open(), id="open", markup=False)
            if who_can_help(blocked):
                yield Static("Who can help", classes="subhead", markup=False)
                yield Static(bullets(who_can_help(blocked)))
            yield Static(id="sources", classes="small gap", markup=False)
            yield Static(NO_REVIEW, classes="small gap", markup=False)
        yield Static(id="ask", classes="fault hidden", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Fill in what can change."""
        self.set_class(self._blocked.level in {Level.EMERGENCY, Level.URGENT}, "-emergency")
        self.set_class(self._blocked.level.rank <= Level.INCOMPLETE.rank, "-calm")
        self.query_one("#sign").display = bool(self._blocked.sign)
        self.query_one("#within").display = bool(self._times())
        self.query_one("#number").display = bool(self._number())
        self._show()

    def _show(self) -> None:
        reasons = self._blocked.reasons
        shown = reasons if self._all else reasons[:1]
        lines = [reason.text for reason in shown]
        hidden = len(reasons) - len(shown)
        if hidden:
            more = "reason" if hidden == 1 else "reasons"
            lines.append(f"and {hidden} more {more}: press {self.key('card.more', 'm')}")
        self.query_one("#why", Static).update(bullets(lines, [*("•" for _ in shown), "+"]))
        self.query_one("#sources", Static).update(bullets(self._titles(), repeat("From:")))
        self.query_one("#sources").display = self._sourced
        self.refresh_bindings()

    def _titles(self) -> list[str]:
        shown = self._blocked.reasons if self._all else self._blocked.reasons[:1]
        return list(origins((source for reason in shown for source in reason.sources), self._articles))

    def _times(self) -> str:
        """By when to act, and until when it stays."""
        lines = [act(self._blocked), until(self._blocked, self._coach.clock.now().wall)]
        return "\n".join(line for line in lines if line)

    def _number(self) -> str:
        return own_number(self._blocked, self._own())

    def _own(self) -> str:
        try:
            return self._coach.entries.about_me().emergency_number
        except CoachError:
            return ""

    def _open(self) -> str:
        return still_open(self._blocked, self._coach.library.techniques)

    def summary(self) -> str:
        """The card as plain text, to take along."""
        return self._coach.checks.summary(self._blocked, self._own())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense here; while it is asked about a slip, only the answers."""
        if action in {"take_back", "keep"}:
            return self._asking
        if self._asking and action in WHILE_ASKED:
            return False
        if action == "more":
            return len(self._blocked.reasons) > 1 and not self._all
        if action == "sources":
            return bool(self._titles()) and not self._sourced
        if action in {"seen", "withdraw"}:
            return bool(self._flags)
        return super().check_action(action, parameters)

    def leave(self) -> None:
        """Ctrl+C: back, or the warning is kept."""
        if self._asking:
            self.action_keep()
        else:
            self.action_back()

    def action_keep(self) -> None:
        """It was no slip."""
        self._ask("")

    def action_more(self) -> None:
        """Show every reason."""
        self._all = True
        self._show()

    def action_sources(self) -> None:
        """Show where it comes from."""
        self._sourced = True
        self._show()
        self.query_one("#sources").scroll_visible(animate=False)

    def action_copy(self) -> None:
        """Copy the summary."""
        self.app.copy_to_clipboard(self.summary())
        self.notify("The summary is copied.")

    def action_file(self) -> None:
        """Write the summary to a file."""
        self.post_message(SummaryRequested(self.summary()))

    def action_page(self) -> None:
        """Write the page for a clinician."""
        self.post_message(PageRequested())

    def action_seen(self) -> None:
        """Record a visit."""
        form = SeenScreen(self._coach, self._flags)
        self.app.push_screen(form, self._after_visit)

    def _after_visit(self, saved: bool | None) -> None:
        if saved:
            self.notify("The visit is written down.")
            self.dismiss(None)

    def action_withdraw(self) -> None:
        """Ask first: a warning is not taken back by one key."""
        yes = self.key("card.take-back", "y")
        self._ask(f"Was the answer a slip? Press {yes} to take it back, Escape to keep it. The record keeps both.")

    def _ask(self, question: str) -> None:
        self._asking = bool(question)
        ask = self.query_one("#ask", Static)
        ask.update(question)
        ask.set_class(not question, "hidden")
        self.refresh_bindings()

    def action_take_back(self) -> None:
        """It was a slip."""
        self._ask("")
        try:
            self._coach.entries.withdraw(self._flags)
        except JournalError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if {up.flag.id for up in self._coach.rules.safety().flags} & set(self._flags):
            self.notify(LATE, severity="warning")
            return
        self.notify("Taken back. The safety check is asked again.")
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
