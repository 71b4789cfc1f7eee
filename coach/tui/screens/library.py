"""Library: every routine, found as you type and by filters. What is locked stays listed, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static

from coach.core.record.choices import Choices
from coach.core.routine.routine import BodyPosition, Equipment
from coach.core.vocabulary import BodyArea
from coach.tui.keys import with_keys
from coach.tui.requests import RoutineRequested
from coach.tui.screens.place import Place
from coach.tui.widgets.choice_row import Choice, ChoiceRow
from coach.tui.widgets.preview import RoutinePreview
from coach.tui.widgets.routine_list import RoutineList
from coach.tui.words.common import TIMES, lock_word, needs_words, plain

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.clearance.listed_routine import Listed
    from coach.core.coach.door import Coach

NOTHING_FOUND = "Nothing like that. Try another word, or press Escape, then {library.clear:z} to clear all."
POSITION_WORDS = {BodyPosition.SIT: "sitting", BodyPosition.STAND: "standing", BodyPosition.WALL: "at a wall"} | {
    BodyPosition.LIE_BACK: "lying on the back",
    BodyPosition.HANDS_AND_KNEES: "on hands and knees",
    BodyPosition.KNEEL: "kneeling",
}
DESK = {None: "any", True: "yes", False: "no"}
FILTERS = (
    ("area", "a Area"),
    ("position", "p Body"),
    ("equipment", "e With"),
    ("desk", "d At desk"),
    ("time", "m Time"),
)


class SearchLine(Input):
    """The search; up and down move in the list below, Escape leaves for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Open", tooltip="All about the highlighted routine", id="search.open"),
        Binding("up", "screen.move(-1)", "Up", show=False, id="search.up"),
        Binding("down", "screen.move(1)", "Down", show=False, id="search.down"),
        Binding("pageup", "screen.move(-8)", "Page up", show=False, id="search.page-up"),
        Binding("pagedown", "screen.move(8)", "Page down", show=False, id="search.page-down"),
    ]


class Found(RoutineList):
    """The routines that were found: here Enter tells all about one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", tooltip="All about the highlighted routine", id="found.open"),
    ]


class LibraryScreen(Place):
    """All routines are read once and looked through on each key; the door is asked again when the record changes."""

    HERE = "library"
    AUTO_FOCUS = "#routines"  # so that the keys at the foot act; the search is a key away
    CSS_PATH: ClassVar[CSSPathType | None] = "places.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f", "search", "Search", key_display="/", id="library.search"),
        Binding("a", "filter('area')", "Area", tooltip="Only for one area", id="library.area"),
        Binding("p", "filter('position')", "Body", tooltip="Only in one position", id="library.position"),
        Binding("e", "filter('equipment')", "With", tooltip="Only with what is at hand", id="library.equipment"),
        Binding("d", "filter('desk')", "Desk", tooltip="Only at the desk", id="library.desk"),
        Binding("m", "filter('time')", "Time", tooltip="Only up to so many minutes", id="library.time"),
        Binding("z", "clear", "Clear", tooltip="Clear the search and the filters", id="library.clear"),
    ]

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self._coach = coach
        self._listed: dict[str, Listed] = {}
        self._wanted: dict[str, object] = dict.fromkeys(name for name, _ in FILTERS)
        self._fits: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Search, filters, the list, and what there is to say of the highlighted one."""
        yield from self.compose_top()
        with Horizontal(classes="beside"):
            with Vertical(classes="page"):
                yield SearchLine(placeholder="/ searches: a name, an area, a thing", id="search")
                yield ChoiceRow("", self._filter_choices(), picks=True, id="filters")
                yield Found(self._coach.library, id="routines")
                yield Static(with_keys(self.app, NOTHING_FOUND), id="empty", markup=False)
                yield Static(id="detail", markup=False)
                yield Static(self._own_files(), id="own-files", markup=False)
            yield RoutinePreview()
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Read everything once."""
        self.query_one("#own-files").display = bool(self._own_files())
        self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """The preview comes and goes with the room for it."""
        super().on_resize(event)
        self._show_detail()

    def reload(self) -> None:
        """Ask Coach anew for the lengths and the locks."""
        self._listed = {listed.routine.id: listed for listed in self._coach.listing.listed()}
        self._refilter()

    # --- what is shown --------------------------------------------------------------------------------------------

    def _values(self, name: str) -> list[object]:
        if name == "area":
            return [None, *BodyArea]
        if name == "position":
            return [None, *BodyPosition]
        if name == "equipment":
            return [None, *Equipment]
        return [None, True, False] if name == "desk" else [None, *(time for time in TIMES if time)]

    def _value_words(self, name: str) -> str:
        value = self._wanted[name]
        if value is None:
            return "any"
        if name == "position":
            return POSITION_WORDS[cast(BodyPosition, value)]
        if name == "equipment":
            return "nothing" if value is Equipment.NONE else plain(str(value))
        if name == "desk":
            return DESK[cast(bool, value)]
        return f"{value} min" if name == "time" else plain(str(value))

    def _filter_choices(self) -> list[Choice]:
        return [
            Choice(name, f"{label[2:]}: {self._value_words(name)}", self.key(f"library.{name}", label[0]))
            for name, label in FILTERS
        ]

    def _refilter(self) -> None:
        """Which routines the filters leave; the search looks among them."""
        wanted = self._wanted
        thing = cast("Equipment | None", wanted["equipment"])
        at_hand = None if thing is None else set() if thing is Equipment.NONE else {thing}
        left = self._coach.library.filter(
            cast("BodyArea | None", wanted["area"]),
            cast("BodyPosition | None", wanted["position"]),
            at_hand,
            at_desk=cast("bool | None", wanted["desk"]),
        )
        time = cast("int | None", wanted["time"])
        self._fits = frozenset(
            routine.id
            for routine in left
            if routine.id in self._listed and (time is None or (self._listed[routine.id].seconds or 0) <= time * 60)
        )
        self.query_one("#filters", ChoiceRow).set_choices(self._filter_choices())
        self._show()

    def _show(self, *, first: bool = False) -> None:
        found = self._coach.library.search(self.query_one(SearchLine).value)
        routines = [self._listed[routine.id] for routine in found if routine.id in self._fits]
        shown = self.query_one(RoutineList)
        shown.show(routines, lit=routines[0].routine.id if first and routines else None)
        shown.display = bool(routines)
        self.query_one("#empty").display = not routines
        self._show_detail()

    def _show_detail(self) -> None:
        listed = self.query_one(RoutineList).highlighted_routine
        text, waits = "", False
        if listed is not None:
            sign, word = lock_word(listed)
            waits = bool(word)
            areas = ", ".join(plain(area) for area in listed.routine.areas)
            text = f"For {areas}. {needs_words(self._coach.library.equipment_of(listed.routine)).capitalize()}."
            if word:
                text = f"{sign} {word.capitalize()}: {listed.reasons[0].text}" if listed.reasons else word
        detail = self.query_one("#detail", Static)
        detail.update(text)
        detail.set_class(waits, "-waits")
        self.query_one(RoutinePreview).show(listed, self._coach.library)

    def _own_files(self) -> str:
        library = self._coach.library
        lines = [f"! {clamp}" for clamp in library.clamps]
        lines += [f"! {problem}" for problem in library.problems]
        most = 4
        more = [f"and {len(lines) - most} more: coach validate"] if len(lines) > most else []
        return "\n".join(["Your own files", *lines[:most], *more]) if lines else ""

    # --- what the person does -------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show(first=True)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._open()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self._open()

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        self.action_filter(event.name)

    def _open(self) -> None:
        listed = self.query_one(RoutineList).highlighted_routine
        if listed is not None:
            area = cast("BodyArea | None", self._wanted["area"])
            self.post_message(RoutineRequested(listed.routine.id, Choices(area=area)))

    def action_move(self, by: int) -> None:
        """Move the highlight while typing goes on."""
        shown = self.query_one(RoutineList)
        if shown.option_count:
            shown.highlighted = min(max((shown.highlighted or 0) + by, 0), shown.option_count - 1)

    def action_search(self) -> None:
        """To the search."""
        self.query_one(SearchLine).focus()

    def action_filter(self, name: str) -> None:
        """The next value of a filter, round and round."""
        values = self._values(name)
        self._wanted[name] = values[(values.index(self._wanted[name]) + 1) % len(values)]
        self._refilter()

    def action_clear(self) -> None:
        """Everything again."""
        self._wanted = dict.fromkeys(self._wanted)
        self.query_one(SearchLine).value = ""
        self._refilter()

    def action_back(self) -> None:
        """Leave the search for the list, then the Library for the place before."""
        if not self.query_one(SearchLine).has_focus:
            super().action_back()
            return
        shown = self.query_one(RoutineList)
        self.set_focus(shown if shown.display else None)
