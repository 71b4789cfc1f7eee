"""An entry of the record, to be put right: its fields, each with what it says. Nothing is written before Save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.core.coach.corrections import FIELDS, CorrectedMeanwhile, Saved
from coach.core.errors import CoachError
from coach.core.history import noted
from coach.core.record import hand_entries
from coach.core.record.personal import FunctionRated
from coach.tui.screens.notes.entry_fields import HINTS, NOT_SAID, TICKED, Value, choices_of, in_words, label, rates
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.rate import BACK, AskScreen, RateScreen
from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from coach.core.coach.corrections import Standing
    from coach.core.coach.door import Coach
    from coach.core.record.hand_entries import Entry

LABEL = 18  # cells
OWN_WORD = "It was your own word in the check. Changed here, it opens only what you tick."


class FieldRows(Rows):
    """The fields: Enter asks for another value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", tooltip="Say something else here", id="field.open"),
    ]


class EntryScreen(Sheet[Saved | None]):
    """Gives the correction once it is on record; None where the person went back.

    Every fault is told as soon as there is one, and what was changed stays until it is saved or left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,ctrl+s", "save", "Save", key_display="s", tooltip="Record the correction", id="entry.save"),
        Binding("escape,q", "back", "Back", key_display="esc", tooltip="Back; nothing is changed", id="entry.back"),
    ]

    def __init__(self, coach: Coach, standing: Standing[Any]) -> None:
        super().__init__()
        self._coach = coach
        self._standing = standing
        self._given: dict[str, Value] = {}
        self._known: dict[str, dict[str, str]] = {}  # the choices that were read
        self._trouble = ""  # why it could not be saved
        body = standing.body
        self._activity = coach.looking_back.words_of_activity(body.activity) if isinstance(body, FunctionRated) else ""

    def compose(self) -> ComposeResult:
        """What it is, its fields, and what is wrong."""
        yield from self.compose_small()
        yield TopLine("Put right", f"{self._standing.entry.local:%Y-%m-%d %H:%M}")
        with Vertical(classes="sheet"):
            yield Static(id="about", classes="muted", markup=False)
            yield FieldRows(id="fields", markup=False)
        yield Static(id="fault", classes="fault", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Show it as it stands."""
        self._show()
        self.query_one(FieldRows).focus()

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def _names(self) -> tuple[str, ...]:
        return FIELDS[type(self._standing.body)]

    def _checked(self, **more: Value) -> Entry[Any]:
        return self._coach.corrections.read(self._standing, self._as_given({**self._given, **more}))

    def _as_given(self, values: Mapping[str, Value]) -> dict[str, object]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    def _choices(self, name: str) -> dict[str, str]:
        if name not in self._known:
            try:
                self._known[name] = choices_of(self._coach, self._standing.body, name)
            except CoachError as error:
                self._trouble = str(error)
                return {}
        return self._known[name]

    def _show(self) -> None:
        """The fields with their values; those that were changed say what they said before."""
        when = self._standing.corrected
        there = noted.Noted(self._standing.id, self._standing.entry.local, self._standing.body, activity=self._activity)
        about = [noted.in_words(there)]
        about += [f"Corrected on {when:%Y-%m-%d at %H:%M}."] if when is not None else []
        about += [OWN_WORD] if getattr(self._standing.body, "second_stage", False) else []
        self.query_one("#about", Static).update("\n".join(about))
        rows = self.query_one(FieldRows)
        at = rows.highlighted
        rows.set_options([Option(self._row(name), id=name) for name in self._names])
        rows.highlighted = at or 0
        self._tell()

    def _row(self, name: str) -> Content:
        choices = self._choices(name)
        was = hand_entries.as_typed(self._standing.body, name)
        called = f"{label(self._standing.body, name):<{LABEL}}"
        if name not in self._given:
            return Content.assemble(f"  {called}", in_words(was, choices))
        return Content.assemble(
            f"▸ {called}", (in_words(self._given[name], choices), "bold"), f"  (was: {in_words(was, choices)})"
        )

    def _tell(self) -> None:
        """What is wrong, all of it, and why it could not be saved."""
        faults = list(self._checked().faults) if self._given else []
        told = self.query_one("#fault", Static)
        told.update("\n".join([*([self._trouble] if self._trouble else []), *faults]))
        told.display = bool(faults or self._trouble)
        self.call_after_refresh(self.query_one(FieldRows).scroll_to_highlight)  # there may be less room now

    # --- what the person does -------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.run_worker(self._change(str(event.option_id)), exclusive=True)

    async def _change(self, name: str) -> None:
        value = await self._asked(name)
        if value is None:
            return
        self._trouble = ""
        self._given[name] = value
        was = hand_entries.as_typed(self._standing.body, name)
        if value == was or not (value or was):  # of a list that says nothing there are two kinds
            del self._given[name]
        self._show()

    async def _asked(self, name: str) -> Value | None:
        """Another value for a field; None where the person went back."""
        body = self._standing.body
        called, before = label(body, name), self._given.get(name, hand_entries.as_typed(body, name))
        choices = self._choices(name)
        if rates(body, name):
            level = await self.app.push_screen_wait(RateScreen(called, place="Put right"))
            return None if level is None or level == BACK else str(level)
        if name in TICKED and not choices:
            self._trouble = self._trouble or "There is nothing to choose from here."
            self._tell()
            return None
        if name in TICKED:
            ticked = [index for index, value in enumerate(choices) if value in before]
            now = await self.app.push_screen_wait(TickScreen(called, list(choices.values()), ticked))
            return None if now is None else tuple(value for index, value in enumerate(choices) if index in now)
        if choices:
            return await self._chosen(name, choices)
        typed = await self.app.push_screen_wait(
            TypeScreen("Put right", called, str(before), HINTS.get(name, ""), lambda text: self._faults(name, text))
        )
        return None if typed is None or typed == BACK else typed

    async def _chosen(self, name: str, choices: Mapping[str, str]) -> Value | None:
        values, words = list(choices), list(choices.values())
        empty = name in hand_entries.may_be_empty(type(self._standing.body))
        if empty or not hand_entries.as_typed(self._standing.body, name):
            values, words = [*values, ""], [*words, NOT_SAID]
        index = await self.app.push_screen_wait(AskScreen("Put right", label(self._standing.body, name), words))
        return None if index is None or index == BACK else values[int(index)]

    def _faults(self, name: str, text: str) -> tuple[str, ...]:
        """What is wrong with a line as it is typed."""
        before = hand_entries.as_typed(self._standing.body, name)
        return () if text.strip() == before else self._checked(**{name: text.strip()}).faults

    def action_save(self) -> None:
        """Record the correction; or say what is wrong, and keep what was changed."""
        if not self._given:
            self._trouble = "Nothing has been changed yet."
            self._tell()
            return
        checked = self._checked()
        if checked.faults:
            self._tell()
            return
        try:
            saved = self._coach.corrections.save(self._standing, checked)
        except CorrectedMeanwhile as error:
            self._newer(error)
        except CoachError as error:
            self._trouble = f"Not saved. {error}"
            self._tell()
        else:
            self.dismiss(saved)

    def _newer(self, found: CorrectedMeanwhile) -> None:
        """Show the entry as another window left it, with what was changed here still laid over it."""
        self._standing = found.standing
        same = [
            name for name, value in self._given.items() if value == hand_entries.as_typed(found.standing.body, name)
        ]
        for name in same:
            del self._given[name]
        self._trouble = f"Not saved. {found}"
        self._show()
