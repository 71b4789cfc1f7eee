"""The keys of Today, and those that only ask the program for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.tui import requests
from coach.tui.reminders import answer_of
from coach.tui.screens.place import Place
from coach.tui.screens.today_wish import AREAS, Wish
from coach.tui.words.common import plain

if TYPE_CHECKING:
    from coach.core.history.sessions import PastSession
    from coach.core.reminders.ports import Notice


class TodayKeys(Place):
    """What can be asked for from Today."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"area('{area}')", f"{plain(area).capitalize()} hurts", show=False, id=f"today.{area}")
            for n, area in enumerate(AREAS, 1)
        ),
        Binding(
            "escape,0", "anywhere", "Anywhere", key_display="esc", tooltip="Wherever it hurts", id="today.anywhere"
        ),
        Binding("i", "more", "About it", tooltip="All about the highlighted routine", id="today.about"),
        Binding("asterisk", "favourite", "Favourite", show=False, key_display="*", id="today.favourite"),
        Binding("f", "plan", "One more", show=False, tooltip="Yes to the step of the plan", id="today.plan"),
        Binding("p", "week", "This week", show=False, tooltip="The week, and what may grow", id="today.week"),
        Binding("v", "kit", "I don't have that", show=False, tooltip="A thing that is not here", id="today.kit"),
        Binding("b", "body", "Body", tooltip="Pick the place on a drawn body", id="today.body"),
        Binding("m", "minutes", "Minutes", tooltip="How long have you got?", id="today.minutes"),
        Binding("s", "side", "Side", tooltip="Left, right or both", id="today.side"),
        Binding("c", "check", "Check", tooltip="Do the safety check now", id="today.check"),
        Binding("e", "note", "Note", tooltip="Note a sore spot or a lump, or how it goes", id="today.note"),
        Binding("a", "breaks", "Breaks", tooltip="The next break, pause, busy, and how it went", id="today.breaks"),
        Binding("g", "answer('got-up')", "I got up", show=False, tooltip="The break is taken", id="today.got-up"),
        Binding("n", "answer('start')", "Start the break", show=False, tooltip="A guided break", id="today.start"),
        Binding("z", "answer('snooze')", "Later", show=False, tooltip="Put the break off", id="today.later"),
        Binding("d", "answer('skip')", "Skip the break", show=False, tooltip="Not this one", id="today.skip"),
        Binding("w", "card", "Why", tooltip="Why it is locked, and what to do", id="today.why"),
        Binding("r", "resume", "Go on", show=False, tooltip="Go on with the interrupted session", id="today.resume"),
        Binding(
            "k", "close(False)", "Close as partly done", show=False, tooltip="What was done counts", id="today.close"
        ),
        Binding("x", "close(True)", "Discard", show=False, tooltip="Discard what was interrupted", id="today.discard"),
    ]

    _wish: Wish
    _notice: Notice | None
    _unfinished: PastSession | None

    def action_body(self) -> None:
        """Pick the place on a drawn body."""
        self.post_message(requests.BodyRequested(self._wish.area, self._wish.side))

    def action_note(self) -> None:
        """Note a sore spot or a lump."""
        self.post_message(requests.NoteRequested(self._wish.area, self._wish.side))

    def action_check(self) -> None:
        """Do the check now."""
        self.post_message(requests.CheckRequested())

    def action_answer(self, name: str) -> None:
        """Answer the prompt that is out."""
        action = answer_of(self._notice, name) if self._notice is not None else None
        if self._notice is not None and action is not None:
            self.post_message(requests.PromptAnswered(self._notice.prompt, action))

    def action_breaks(self) -> None:
        """How the reminders stand."""
        self.post_message(requests.BreaksRequested())

    def action_week(self) -> None:
        """The week, its question, and what may grow."""
        self.post_message(requests.WeekRequested())

    def action_card(self) -> None:
        """What to do about what is up."""
        self.post_message(requests.CardRequested())

    def action_resume(self) -> None:
        """Go on with the interrupted session."""
        if self._unfinished is not None:
            self.post_message(requests.ResumeRequested(self._unfinished))

    def action_close(self, discard: bool) -> None:
        """Close the interrupted session, or discard it."""
        if self._unfinished is not None:
            self.post_message(requests.CloseRequested(self._unfinished, discard=discard))
