"""One look at a lump: each line is answered with one key, or left out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from coach.core.record import hand_entries
from coach.core.record.health import LumpSeen
from coach.core.vocabulary import SIZES
from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.choice_row import Choice, ChoiceRow

if TYPE_CHECKING:
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult

Row = tuple[str, str, tuple[tuple[str, str], ...]]  # the field, its question, and (value, words)

THREE = (("no", "no"), ("yes", "yes"), ("not-sure", "not sure"))
THINGS = tuple((name, name.replace("-", " ")) for name in SIZES)
NOTICED = (  # days ago; of a span the longest, so that no rule fires late
    ("0", "today"),
    ("1", "yesterday"),
    ("6", "this week"),
    ("13", "1 to 2 weeks"),
    ("14", "longer"),
    ("not-sure", "not sure"),
)
NEW: tuple[Row, ...] = (("first_noticed", "Since when?", NOTICED),)
AGAIN: tuple[Row, ...] = (
    (
        "change_since_last",
        "Since last time?",
        tuple((v, v) for v in ("same", "bigger", "smaller", "harder", "softer", "gone", "other")),
    ),
)
ROWS: tuple[Row, ...] = (
    ("size", "As big as a", THINGS),
    (
        "texture",
        "It feels",
        (
            ("soft", "soft"),
            ("rubbery", "rubbery"),
            ("firm", "firm"),
            ("stone-hard", "hard as stone"),
            ("not-sure", "not sure"),
        ),
    ),
    ("moves", "When pushed", (("moves", "it moves"), ("stuck", "it is stuck"), ("not-sure", "not sure"))),
    (
        "look",
        "The skin is",
        (
            ("normal", "normal"),
            ("red", "red"),
            ("broken", "broken"),
            ("leaking or bleeding", "leaking or bleeding"),
            ("not-sure", "not sure"),
        ),
    ),
    ("pain", "Pain", tuple((str(level), "") for level in range(11))),
    (
        "pain_time",
        "It hurts most",
        (("none", "never"), ("morning", "mornings"), ("night", "at night"), ("after rest", "after rest")),
    ),
    (
        "feeling",
        "Feeling there",
        (("normal", "normal"), ("tingling", "tingling"), ("numb", "numb"), ("not-sure", "not sure")),
    ),
    (
        "count",
        "How many?",
        (("one", "one"), ("many", "many"), ("joined", "joined together"), ("not-sure", "not sure")),
    ),
    ("on_spine", "On the spine?", THREE),
    ("after_injury", "After an injury?", THREE),
    ("other_lumps", "Other lumps?", THREE),
    ("spasm_or_stiff", "Muscle stiff?", (("no", "no"), ("yes", "yes"))),
    (
        "seen_by",
        "Seen by anyone?",
        (
            ("nobody", "nobody"),
            ("booked", "booked"),
            ("seen: self-care fine", "seen, self-care is fine"),
            ("seen: no self-care", "seen, no self-care"),
        ),
    ),
)
CALLED_FINE: tuple[Row, ...] = (  # of a span of days the longest, so that it is called fine for no longer
    ("seen_who", "If fine, by whom?", tuple((who, who) for who in ("doctor", "nurse", "physiotherapist", "another"))),
    (
        "seen_on",
        "And when?",
        (("0", "today"), ("1", "yesterday"), ("6", "this week"), ("30", "this month"), ("90", "longer")),
    ),
)
LABEL_WIDTH = 17


class LumpScreen(Sheet[LumpSeen | None]):
    """Gives the look, without its place; None where the person left. Nothing is chosen at first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "step(1)", "Next", key_display="enter", id="lump.next"),
        Binding("up", "step(-1)", "Before", show=False, id="lump.before"),
        Binding("ctrl+s", "save", "Save", id="lump.save"),
        Binding("escape,q", "back", "Leave", key_display="esc", id="lump.back"),
    ]

    def __init__(self, about: str, now: datetime, *, new: bool) -> None:
        super().__init__()
        self._about = about
        self._now = now
        rows = (*(NEW if new else AGAIN), *ROWS, *CALLED_FINE)
        self._rows = {name: choices for name, _, choices in rows}
        self._labels = {name: label for name, label, _ in rows}

    def compose(self) -> ComposeResult:
        """A row a question; the size may be typed as well."""
        yield from self.compose_small()
        yield TopLine(self._about, "leave out what you like")
        with VerticalScroll(classes="sheet", can_focus=False):
            for name, label in self._labels.items():
                yield ChoiceRow(label.ljust(LABEL_WIDTH), self._choices(name), id=name)
                if name == "size":
                    yield Static("or its longest side in mm:", classes="muted", markup=False)
                    yield Input(placeholder="_" * 5, type="number", max_length=5, compact=True)
            yield Static(id="fault", classes="fault", markup=False)
            yield Button("Save", variant="primary", compact=True)
        yield from self.compose_foot()

    def _choices(self, name: str) -> list[Choice]:
        if name == "pain":
            return [Choice(value, "x=10" if value == "10" else value) for value, _ in self._rows[name]]
        return [Choice(value, words, str(key)) for key, (value, words) in enumerate(self._rows[name], 1)]

    def on_mount(self) -> None:
        """Begin at the first question."""
        self.query(ChoiceRow).first().focus()

    def on_key(self, event: events.Key) -> None:
        """A digit answers the question under way and goes on to the next."""
        row = self.focused
        if not isinstance(row, ChoiceRow) or not event.character:
            return
        names = [value for value, _ in self._rows[str(row.id)]]
        if row.id == "pain":
            index = 10 if event.character == "x" else "0123456789".find(event.character)
        else:
            index = "123456789".find(event.character)
        if 0 <= index < len(names):
            event.stop()
            row.chosen = names[index]
            self.focus_next(
                "ChoiceRow, Button"
            )  # not into the line for millimetres, where the next digit would be a size

    def action_step(self, by: int) -> None:
        """To the question after or before."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Input.Submitted)
    def _typed(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self) -> None:
        self.action_save()

    def _given(self) -> dict[str, str]:
        given = {str(row.id): row.chosen for row in self.query(ChoiceRow) if row.chosen}
        typed = self.query_one(Input).value.strip()
        if typed:  # measured, so what it was compared with is no longer of use
            given.pop("size", None)
            given["size_mm"] = typed
        for name in ("first_noticed", "seen_on"):
            days = given.get(name)
            if days is not None and days != "not-sure":
                given[name] = (self._now.date() - timedelta(days=int(days))).isoformat()
        return given

    def action_save(self) -> None:
        """Give what was answered, or say what is wrong."""
        given = self._given()
        entry = hand_entries.read(LumpSeen, given, self._now)
        if entry.faults:
            self.query_one("#fault", Static).update("\n".join(entry.faults))
            return
        self.dismiss(entry.body)
