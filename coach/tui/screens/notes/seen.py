"""I have been seen: a small form for a visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from coach.core.errors import BadInput, CoachError
from coach.core.vocabulary import TechniqueClass
from coach.tui.keys import with_keys
from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.picks import Picks
from coach.tui.words.complaints import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from coach.core.coach.door import Coach
    from coach.core.history.history import Lump

WHO = ("doctor", "nurse", "physiotherapist", "another professional")

CLASS_WORDS = {
    TechniqueClass.HEAT: "Heat",
    TechniqueClass.COLD: "Cold",
    TechniqueClass.COMPRESSION: "Pressing with a ball",
    TechniqueClass.MASSAGE: "Massage",
    TechniqueClass.STRETCH: "Stretching",
    TechniqueClass.STRENGTH: "Strength",
    TechniqueClass.MOVEMENT_BREAK: "Movement breaks",
    TechniqueClass.POSTURE: "Posture",
    TechniqueClass.BREATHING: "Breathing",
    TechniqueClass.HYDRATION: "Drinking",
}

BY_PHONE = 'Only by phone? Write what was said. It settles a "not sure"; it opens nothing else.'


class SeenScreen(Sheet[bool]):
    """Who was seen, when, and what they said is fine, or what was said by phone; gives True once it is on record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="seen.save"),
        Binding("escape,q", "back", "Leave", key_display="esc", id="seen.back"),
    ]

    def __init__(self, coach: Coach, flags: Sequence[str]) -> None:
        super().__init__()
        self._coach = coach
        self._flags = tuple(flags)
        self._kinds_locked = self._kinds()
        self._lumps = self._several_lumps()

    def _kinds(self) -> list[TechniqueClass]:
        """The kinds of care these flags lock, by kind or by technique, in the order of the list."""
        up = [raised for raised in self._coach.rules.safety().flags if raised.flag.id in self._flags]
        locked = {cls for raised in up for cls in raised.blocks.classes}
        techniques = self._coach.library.techniques
        locked |= {techniques[name].cls for raised in up for name in raised.blocks.techniques if name in techniques}
        return [cls for cls in TechniqueClass if cls in locked]

    def _several_lumps(self) -> tuple[Lump, ...]:
        """The lumps to choose from: with one or none there is no choice, and without a lump flag none matters."""
        try:
            lumps = self._coach.checks.complaints().lumps
        except CoachError:
            return ()
        there = {lump.id for lump in lumps}
        up = [raised for raised in self._coach.rules.safety().flags if raised.flag.id in self._flags]
        return lumps if len(lumps) > 1 and any(raised.subject in there for raised in up) else ()

    def compose(self) -> ComposeResult:
        """Three questions; nothing is chosen beforehand but the day."""
        yield from self.compose_small()
        yield TopLine("I have been seen")
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(with_keys(self.app, "Who did you see? {pick.pick:Space} picks."), markup=False)
            yield Picks([who.capitalize() for who in WHO], id="who")
            if self._lumps:
                now = self._coach.clock.now().wall
                yield Static("Which lump was looked at?", classes="gap", markup=False)
                yield Picks([named(lump, now) for lump in self._lumps], many=True, id="lumps")
            yield Static("When? Year-month-day", classes="gap", markup=False)
            yield Input(self._coach.clock.now().wall.date().isoformat(), max_length=10, compact=True, id="day")
            if self._kinds_locked:
                yield Static("What did they say is fine? Leave out the rest.", classes="gap", markup=False)
            yield Picks([CLASS_WORDS[cls] for cls in self._kinds_locked], many=True, id="fine")
            yield Static(BY_PHONE, classes="gap", markup=False)
            yield Input(placeholder="What was said", compact=True, id="said")
            with Horizontal(classes="buttons"):
                yield Button("Save", variant="primary", id="save", compact=True)
                yield Button("Leave", id="leave", compact=True)
        yield Static(id="fault", classes="fault hidden", markup=False)  # outside what scrolls: always in sight
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Begin at the top, where the first question stands."""
        form = self.query_one(VerticalScroll)
        self.call_after_refresh(form.scroll_home, animate=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_back()

    def action_save(self) -> None:
        """Record the visit, or say what is missing."""
        try:
            self._record()
        except CoachError as error:
            self._fault(str(error))
            return
        self.dismiss(True)

    def _record(self) -> None:
        """Write down what the form says. Raises CoachError with what is missing."""
        who = self.query_one("#who", Picks).picked
        if not who:
            raise BadInput("Say who you saw.")
        name = WHO[next(iter(who))]
        try:
            on_day = date.fromisoformat(self.query_one("#day", Input).value.strip())
        except ValueError:
            raise BadInput("The day must look like 2026-03-02.") from None
        fine = [self._kinds_locked[index] for index in sorted(self.query_one("#fine", Picks).picked)]
        said = self.query_one("#said", Input).value.strip()
        if said and fine:
            raise BadInput("By phone nobody has looked.", "Leave out what is fine, or what was said.")
        if said:
            self._coach.entries.advice(self._flags, name, on_day, said)
            return
        lumps = None
        if self._lumps:
            lumps = [self._lumps[index].id for index in sorted(self.query_one("#lumps", Picks).picked)]
            if not lumps:
                raise BadInput("Say which lump was looked at.")
        self._coach.entries.seen(self._flags, fine, name, on_day, lumps)

    def _fault(self, words: str) -> None:
        fault = self.query_one("#fault", Static)
        fault.update(words)
        fault.remove_class("hidden")

    def action_back(self) -> None:
        """Leave without writing anything."""
        self.dismiss(False)
