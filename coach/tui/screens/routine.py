"""One routine: what to choose for this run, and all there is to know of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.core.clearance.card_words import who_can_help
from coach.core.clearance.clearance import Blocked
from coach.core.errors import BadInput
from coach.core.lessons.words import offer_words
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.choices import LONG_WAIT, with_variant
from coach.core.routine.routine import Sequence, Sides, Technique
from coach.core.vocabulary import BodyArea
from coach.tui.flows import learning
from coach.tui.screens.sheet import Sheet, TopLine, headed
from coach.tui.widgets.choice_row import Choice, ChoiceRow
from coach.tui.words.common import NO_LIMIT, TIMES, hanging, minutes_words, needs_words, plain
from coach.tui.words.doses import dose_lines, week_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.coach.door import Coach

ANY = "any"
LONG = "long"
LABEL = 13  # cells


class RoutineScreen(Sheet[Choices | None]):
    """Gives the choices to begin with, or None where the person went back."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "places.tcss"]
    AUTO_FOCUS = ""  # so that it opens at its top; Tab goes to the choices
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,b", "begin", "Begin", key_display="⏎", id="routine.begin"),
        Binding("a", "turn('area')", "Where", show=False, id="routine.area"),
        Binding("s", "turn('side')", "Side", show=False, id="routine.side"),
        Binding("d", "turn('dose')", "Dose", show=False, id="routine.dose"),
        Binding("v", "turn('variant')", "Way", show=False, id="routine.variant"),
        Binding("p", "turn('spots')", "Spots", show=False, id="routine.spots"),
        Binding("m", "turn('minutes')", "Minutes", show=False, id="routine.minutes"),
        Binding("w", "turn('wait')", "Wait", show=False, id="routine.wait"),
        Binding("j", "learn", "Learn", show=False, id="routine.learn"),
        Binding("down", "scroll(1)", "Read on", key_display="↓", id="routine.down"),
        Binding("up", "scroll(-1)", "Up", show=False, id="routine.up"),
    ]

    def __init__(self, coach: Coach, sources: Mapping[str, str], routine_id: str, choices: Choices) -> None:
        super().__init__()
        self._coach = coach
        self._sources = sources
        self._routine = coach.library.find(routine_id)
        self._techniques = coach.library.techniques_of(self._routine)
        self._choices = choices
        if choices.area is not None and choices.area not in self._routine.areas:
            self._choices = replace(choices, area=None)

    # --- what is shown --------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The lock or the plan, the choices, then the reading."""
        yield from self.compose_small()
        yield TopLine(self._routine.name)
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(id="verdict", markup=False)
            for name, label in self._rows():
                yield ChoiceRow(label.ljust(LABEL), self._options(name), self._value(name), id=name)
            yield Static(id="about", markup=False)
            yield Static(id="reading", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Plan it with what was chosen so far."""
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """What there is to read stands below, and follows when the rest is seen."""
        super().on_resize(event)
        self.call_after_refresh(self._show_way)

    def _rows(self) -> list[tuple[str, str]]:
        """The choices that mean something for this routine, with the key of each."""
        doses = [
            quantity
            for t in self._techniques
            for name, quantity in t.dose.quantities()
            if name in {"hold", "reps", "length"}
        ]
        rows = [
            ("area", "a Where", len(self._routine.areas) > 1),
            ("side", "s Side", self._coach.library.sides_of(self._routine) is not Sides.NONE),
            ("minutes", "m Minutes", True),
            ("dose", "d Dose", any(quantity.high > quantity.default for quantity in doses)),
            ("variant", "v Way", any(t.variants for t in self._techniques)),
            ("spots", "p Spots", any(t.dose.spots for t in self._techniques)),
            ("wait", "w Wait", True),
        ]
        useful_rows = [(name, *label.split(" ", 1)) for name, label, useful in rows if useful]
        return [(name, f"{self.key(f'routine.{name}', key)} {words}") for name, key, words in useful_rows]

    def _options(self, name: str) -> list[Choice]:
        if name == "area":
            return [Choice(str(area), plain(area)) for area in self._routine.areas]
        if name == "side":
            return [Choice(str(side), str(side)) for side in SideChoice]
        if name == "minutes":
            own = self._choices.minutes
            times = {time for time in (*TIMES, own if own != NO_LIMIT else None) if time}
            return [*(Choice(str(time), str(time)) for time in sorted(times)), Choice(ANY, "any")]
        if name == "dose":
            return [Choice("low", "gentle"), Choice("high", "full")]
        if name == "variant":
            return [Choice(v.id, plain(v.id)) for t in dict.fromkeys(self._techniques) for v in t.variants]
        if name == "spots":
            most = max(t.dose.spots.high for t in self._techniques if t.dose.spots)
            return [Choice(str(n), str(n)) for n in range(1, most + 1)]
        return [Choice("no", "no"), Choice("yes", "for a key between steps"), Choice(LONG, "2 min at most")]

    def _value(self, name: str) -> str:
        value = getattr(self._choices, name)
        if name == "minutes":
            return ANY if value in {None, NO_LIMIT} else str(value)
        if name == "wait":
            return "no" if not self._choices.waits else LONG if self._choices.wait_limit else "yes"
        if name == "spots" and value is None:
            return str(next(t.dose.spots.default for t in self._techniques if t.dose.spots))
        if name == "variant" and value is None:
            return next((v.id for t in self._techniques for v in t.variants if v.default), "")
        default = {"side": "both", "dose": "low"}.get(name, "")
        return str(value) if value is not None else default

    def _show(self) -> None:
        """The verdict of the door for these choices, and how long it takes."""
        verdict = self._coach.sessions.ask(self._routine.id, self._choices)
        box = self.query_one("#verdict", Static)
        locked = isinstance(verdict, Blocked) and not verdict.check_due
        try:
            cleared = None if isinstance(verdict, Blocked) else verdict
            timeline = self._coach.sessions.plan(self._routine.id, self._choices, cleared)
        except BadInput as error:
            self.query_one(TopLine).note("")
            box.update(f"! {error}")
            locked = True
        else:
            length = minutes_words(timeline.seconds)
            self.query_one(TopLine).note(length)
            lines = [f"{length} in all. Press Enter to begin.", *timeline.notes]
            if isinstance(verdict, Blocked):
                lines = self._blocked_words(verdict, length)
            else:
                lines += [f"Left out: {reason.text}" for _, reason in verdict.left_out]
                lines += verdict.advice
            box.update("\n".join(lines))
        box.set_class(locked, "-locked")

    def _blocked_words(self, blocked: Blocked, length: str) -> list[str]:
        if blocked.check_due:
            if self._coach.rules.safety().check.valid:
                return [f"{length} in all. Press Enter to begin, with a few questions first.", *blocked.notes]
            return [f"? Check first. {length} in all. Press Enter: the safety check comes first."]
        lines = [f"✗ Locked. {blocked.headline}", *dict.fromkeys(reason.text for reason in blocked.reasons)]
        lines.append(blocked.action)
        if helpers := who_can_help(blocked):
            lines += ["", "Who can help:", *helpers]
        return lines

    def _about(self) -> Content:
        library, routine = self._coach.library, self._routine
        sides = {
            Sides.NONE: "",
            Sides.PER_SIDE: "one side, then the other",
            Sides.ALTERNATING: "left and right in turn",
        }
        lines = [
            ("For", ", ".join(plain(area) for area in routine.areas)),
            ("How", ", ".join(plain(position) for position in library.positions_of(routine))),
            ("Needs", needs_words(library.equipment_of(routine))),
            ("At the desk", "yes" if library.at_desk(routine) else "no"),
            ("Sides", sides[library.sides_of(routine)]),
            ("Way", self._variant_note()),
        ]
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        rows = [(label, hanging(text, LABEL, width)) for label, text in lines if text]
        shown = [((f"{label:<{LABEL}}", "$text-muted"), f"{text}\n") for label, text in rows]
        return Content.assemble(*(part for pair in shown for part in pair)).rstrip()

    def _variant_note(self) -> str:
        found = [v for t in self._techniques for v in t.variants if v.id == self._value("variant")]
        return f"{plain(found[0].id)}: {found[0].note}" if found and found[0].note else ""

    def _reading(self) -> Content:
        """Everything there is to read."""
        parts: list[tuple[str, str | Content]] = []
        if lesson := learning.to_read_first(self._coach, self._techniques):
            parts.append(("New to you", f"{offer_words(lesson)} (press {self.key('routine.learn', 'j')})"))
        parts += [part for technique in dict.fromkeys(self._techniques) for part in self._technique(technique)]
        if isinstance(self._routine, Sequence) and self._routine.why:
            parts.append(("Why", self._said(self._routine.why)))
        if isinstance(self._routine, Sequence) and self._routine.days_a_week is not None:
            parts.append(("How often", week_words(self._routine.days_a_week, self._sources)))
        return headed(parts, "bold $text-primary")

    def action_learn(self) -> None:
        """Read the lesson that comes before the first time with one of these techniques."""
        learning.read_first(self.app, self._coach, self._sources, self._techniques, self._show_way)

    def _technique(self, technique: Technique) -> Iterable[tuple[str, str | Content]]:
        """Everything about one technique, with a heading for each part."""
        way = with_variant(technique, self._choices.variant) if self._choices.variant else technique
        if isinstance(self._routine, Sequence):
            yield technique.name, ""
        yield "Do this", _numbered(way.steps or technique.checklist)
        doses = Content("\n").join(_with_origin(*line) for line in dose_lines(technique, self._sources))
        yield "How much", Content.assemble(doses, f"\nPressure: {technique.pressure}" if technique.pressure else "")
        if care := technique.take_care():
            yield "Take care", _dotted(care)
        if stops := self._stops(technique):
            yield "Stop when one of these is so", _dotted(stops)
        if technique.supports:
            yield "What supports it", self._said(technique.supports)

    def _stops(self, technique: Technique) -> list[str]:
        catalogue = self._coach.catalogue
        flags = catalogue.flags if catalogue is not None else {}
        return [flags[name].question or flags[name].advice for name in technique.stop_if if name in flags]

    def _said(self, supports: Iterable[object]) -> Content:
        pairs = [(str(getattr(s, "says", "")), str(getattr(s, "source", ""))) for s in supports]
        return Content("\n").join(
            Content.assemble(f"• {says}\n", (f"  {self._sources.get(source, source)}", "$text-muted"))
            for says, source in pairs
        )

    # --- what the person does -------------------------------------------------------------------------------------

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        name, value = str(event.row.id), event.name
        kinds = {"area": BodyArea, "side": SideChoice, "dose": DoseChoice, "spots": int, "variant": str}
        if name == "minutes":
            self._choices = replace(self._choices, minutes=NO_LIMIT if value == ANY else int(value))
        elif name == "wait":
            limit = LONG_WAIT if value == LONG else 0
            self._choices = replace(self._choices, wait=value != "no", wait_limit=limit)
        else:
            self._choices = replace(self._choices, **{name: kinds[name](value)})
        if name == "variant":
            self._show_way()
        self._show()

    def _show_way(self) -> None:
        self.query_one("#reading", Static).update(self._reading())
        self.query_one("#about", Static).update(self._about())

    def action_turn(self, name: str) -> None:
        """The next choice of a row, round and round."""
        for row in self.query(ChoiceRow):
            if row.id == name:
                row.action_pick()

    def action_begin(self) -> None:
        """Begin; where it is locked, the card says why."""
        try:
            self._coach.sessions.plan(self._routine.id, self._choices)
        except BadInput as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self.dismiss(self._choices)

    def action_scroll(self, by: int) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_relative(y=by * 2, animate=False)


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def _dotted(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _with_origin(text: str, origin: str) -> Content:
    return Content.assemble(f"• {text}  ", (origin, "$text-muted"))
