"""Under the lists: what the line under the highlight is for, what it can be, and the editor line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from coach.core.spelling import suggestion
from coach.tui.widgets.choice_row import Choice, ChoiceRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from coach.core.setting_rows import SettingRow
    from coach.tui.screens.settings.lines import Line

CANCEL, KEEP = "cancel", "keep"
KEEP_OR_NOT = (Choice(KEEP, "keep it"), Choice(CANCEL, "leave it"))


class Offered(ChoiceRow, can_focus=False):
    """What can be picked with the mouse; the keys are those of the list."""


class Editor(Input):
    """The line in which a value is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Keep it", id="editor.keep")]


class Panel(Vertical):
    """Shows one line, or lets its value be typed and says while that goes on what is wrong with it."""

    @dataclass
    class Picked(Message):
        """Something was picked with the mouse."""

        name: str

    @dataclass
    class Typed(Message):
        """A value that is fine was typed; None: it was left."""

        text: str | None

    def __init__(self) -> None:
        super().__init__(id="panel")
        self._check: Callable[[str], str] | None = None
        self._hint = ""
        self._known: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Four parts; the editor line only while something is typed."""
        yield Static(id="what", markup=False)
        yield Editor(id="editor", compact=True)
        yield Offered("", (), id="picks")
        yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        """Nothing is typed yet."""
        self.query_one(Input).display = False

    @property
    def editing(self) -> bool:
        """Whether a value is being typed."""
        return self._check is not None

    def show(self, line: Line | None, *, picks: bool = True) -> None:
        """What there is to say of this line; without `picks` it is chosen elsewhere."""
        if self.editing:
            return
        self.query_one("#what", Static).update(line.what if line else "")
        offered = line.picks if line and picks else ()
        self.query_one(Offered).set_choices(offered, line.chosen if line else "")
        self.query_one(Offered).display = bool(offered)
        self.query_one("#said", Static).update(line.said if line else "")

    def edit(self, row: SettingRow, label: str, check: Callable[[str], str], known: Sequence[str] = ()) -> None:
        """Let this value be typed. `known` first words are offered, others doubted."""
        self._check, self._hint, self._known = check, row.hint, known
        self.query_one("#what", Static).update(label)
        editor = self.query_one(Input)
        editor.suggester = SuggestFromList(known) if known else None
        editor.value = row.text
        editor.display = True
        editor.focus()
        self.query_one(Offered).set_choices(KEEP_OR_NOT, "")
        self.query_one(Offered).display = True
        self._say(row.text)

    def end(self) -> None:
        """Nothing is typed any more."""
        self._check = None
        self.query_one(Input).display = False

    def _say(self, text: str) -> str:
        """Say what is wrong with this, or how it is written; gives what is wrong."""
        wrong = self._check(text) if self._check is not None else ""
        said = self.query_one("#said", Static)
        said.update(f"! {wrong}" if wrong else self._doubt(text) or f"✓ {self._hint}")
        said.set_class(bool(wrong), "-wrong")
        return wrong

    def _doubt(self, text: str) -> str:
        """What is odd about a value that may be all the same."""
        first = (text.split() or [""])[0]
        if not self._known or not first or first in self._known:
            return ""
        return f"? '{first}' is not here now. {suggestion(first, self._known, '')}".strip()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.editing:
            self._say(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.editing and not self._say(event.value):
            self.post_message(self.Typed(event.value))

    @on(ChoiceRow.Picked)
    async def _picked(self, event: ChoiceRow.Picked) -> None:
        event.stop()
        event.row.chosen = ""
        if not self.editing:
            self.post_message(self.Picked(event.name))
        elif event.name == CANCEL:
            self.post_message(self.Typed(None))
        else:
            await self.query_one(Input).action_submit()
