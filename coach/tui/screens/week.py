"""This week: what was done, the question of Monday, and what may grow, with a key to take a step back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.errors import CoachError
from coach.core.progress.plan import words
from coach.core.vocabulary import WeekWord
from coach.tui.keys import with_keys
from coach.tui.screens.sheet import Sheet, TopLine, headed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from coach.core.coach.door import Coach
    from coach.core.coach.plans import PlanLine
    from coach.core.settings import Settings

ANSWERS = "{week.too-much:1} Too much   {week.right:2} Right   {week.too-little:3} Too little"


class WeekScreen(Sheet[None]):
    """Shows the week and the plan as they stand, and takes what the person says to them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", f"judge('{WeekWord.TOO_MUCH}')", "Too much", id="week.too-much"),
        Binding("2", f"judge('{WeekWord.RIGHT}')", "Right", id="week.right"),
        Binding("3", f"judge('{WeekWord.TOO_LITTLE}')", "Too little", id="week.too-little"),
        Binding("f", "more", "One more", tooltip="Yes to the step of the plan", id="week.more"),
        Binding("x", "less", "One step back", tooltip="Take the last step of the plan back", id="week.less"),
        Binding("escape,q,p", "back", "Back", key_display="esc", id="week.back"),
    ]

    def __init__(self, coach: Coach, settings: Settings) -> None:
        super().__init__()
        self._coach, self._settings = coach, settings
        self._lines: tuple[PlanLine, ...] = ()
        self._asked = False

    def compose(self) -> ComposeResult:
        """All of it in one text."""
        yield from self.compose_small()
        yield TopLine("This week")
        with VerticalScroll(classes="sheet"):
            yield Static(id="week", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Show it."""
        self.look()

    def look(self) -> None:
        """Show how it stands now."""
        try:
            week = words.this_week(self._coach.looking_back.week(self._settings), self._coach.plans.strength_days())
            self._lines, self._asked = self._coach.plans.lines(), self._coach.plans.asked_for()
        except CoachError as error:
            self._lines, self._asked = (), False
            self.query_one(Static).update(str(error))
        else:
            parts = [("So far", "\n".join(week)), *self._question(), ("What may grow", "\n".join(self._growing()))]
            self.query_one("#week", Static).update(headed(parts))
        self.refresh_bindings()

    def _question(self) -> Iterator[tuple[str, str]]:
        if self._asked:
            yield words.LAST_WEEK, with_keys(self.app, ANSWERS)

    def _growing(self) -> Iterator[str]:
        if not self._lines:
            yield words.EMPTY_PLAN
        for line in self._lines:
            yield words.grown_words(line.technique.name, line.notches, line.standing.level)
            if line.said is not None:
                yield words.said_words(line.technique.name, line.said.who)
            if line.offered and line.next is not None:
                yield f"{words.offer_words(line.now, line.next)} {self.key('week.more', 'f')}: yes"

    @property
    def _offered(self) -> PlanLine | None:
        """The first that is offered one notch more."""
        return next((line for line in self._lines if line.offered), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is."""
        offered = {
            "judge": self._asked,
            "more": self._offered is not None,
            "less": any(line.standing.level for line in self._lines),
        }
        return offered[action] if action in offered else super().check_action(action, parameters)

    def action_judge(self, word: str) -> None:
        """The person's word for last week."""
        try:
            self._coach.plans.judge(WeekWord(word))
        except CoachError as error:
            self._tell(str(error))
        else:
            self._tell(words.judged_words(WeekWord(word)))

    def action_more(self) -> None:
        """Yes to the step that is offered."""
        line = self._offered
        if line is not None:
            try:
                self._tell(words.next_time(line.technique.name, self._coach.plans.step_up(line.technique.id).now))
            except CoachError as error:
                self._tell(str(error))

    def action_less(self) -> None:
        """The last step is taken back."""
        plans = self._coach.plans
        try:
            line = plans.step_back(plans.last_step())
        except CoachError as error:
            self._tell(str(error))
        else:
            self._tell(f"{words.next_time(line.technique.name, line.now)} {words.ONE_BACK}")

    def _tell(self, text: str) -> None:
        self.app.notify(text, markup=False)
        self.look()
