"""`coach show`: one routine with its steps, its dose and where that comes from, cautions, signs to stop, variants."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from coach.cli.say import say
from coach.core.durations import clock_text
from coach.core.record.choices import Choices
from coach.core.routine.choices import check_choices
from coach.core.routine.routine import Basis, RestStep, Sequence, Sides, Technique
from coach.core.vocabulary import BodyArea, Side
from coach.exit_codes import ExitCode
from coach.tui.words.doses import week_words

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.library import Library
    from coach.core.routine.caution import Caution
    from coach.core.routine.routine import Quantity, Routine, Support

_ID = re.compile(r"\b(?:S[0-9]|C-[A-Z]+|POLICY)\b")
DOTS = "\u28ff"
BASIS = {Basis.SEED: "from the article", Basis.CONVENTION: "by convention", Basis.POLICY: "our own careful choice"}
NUMBERS = {  # what a number of a dose is called, and what it counts
    "hold": ("Hold", "s"),
    "reps": ("Times", ""),
    "length": ("Length", "s"),
    "spots": ("Spots", ""),
    "there": ("Slowly there", "s"),
    "back": ("Slowly back", "s"),
    "breathe_in": ("Breathe in", "s"),
    "breathe_out": ("Breathe out", "s"),
    "hard_stop": ("Stop on one spot at", "s"),
    "per_spot_per_day": ("At most on one spot in a day", "s"),
    "per_day": ("Times a day", ""),
    "gap": ("Gap between two", "min"),
    "every": ("Every", "min"),
    "rise_per_week": ("More each week, at most", ""),
}


def show(args: Namespace, outside: Outside) -> int:
    """Show one routine."""
    with outside.house(read_only=True) as house:
        routine = house.coach.library.find(args.id)
        choices = Choices(area=BodyArea(args.area) if args.area else None, variant=args.variant)
        techniques = house.coach.library.techniques_of(routine)
        check_choices(routine, techniques, choices)
        if args.figure:
            _figures(house, routine, choices, Side(args.side) if args.side else None)
            return ExitCode.DONE
        _head(house, routine)
        if isinstance(routine, Technique):
            _technique(house, routine)
        else:
            _sequence(house, routine)
        _list("Picture in words", _in_words(house.coach.library, routine, choices))
        _clamps(house, routine)
        say()
        say(f"Begin: coach run {routine.id}")
    return ExitCode.DONE


def _head(house: House, routine: Routine) -> None:
    library = house.coach.library
    listed = house.coach.listing.listed([routine])[0]
    say(f"{routine.name} ({routine.id})")
    say(f"What: {routine.cls if isinstance(routine, Technique) else 'sequence'}")
    say(f"For: {', '.join(routine.areas)}")
    say(f"Position: {', '.join(library.positions_of(routine))}")
    say(f"Needs: {', '.join(library.equipment_of(routine))}")
    say(f"At the desk: {'yes' if library.at_desk(routine) else 'no'}")
    if listed.seconds is not None:
        say(f"Takes: {clock_text(listed.seconds)}")
    if listed.check_due:
        say("Now: asks today's safety check first (coach check)")
    elif listed.locked:
        for reason in listed.reasons:
            say(f"Locked: {reason.text}")
    else:
        say("Now: open")


def _in_words(library: Library, routine: Routine, choices: Choices) -> list[str]:
    """What the picture of each technique shows."""
    found = ((t, library.figure_of(t, choices, routine.areas)) for t in library.techniques_of(routine))
    named = isinstance(routine, Sequence)
    return [f"{t.name}: {figure.words}" if named else figure.words for t, figure in found if figure is not None]


def _figures(house: House, routine: Routine, choices: Choices, side: Side | None) -> None:
    """Of each technique: its name, the pose that it works towards, and that in words."""
    from coach.core.figure.drawing.draw import draw
    from coach.core.figure.figure import described
    from coach.core.figure.motion import key_frame

    library = house.coach.library
    techniques = library.techniques_of(routine)
    for number, technique in enumerate(techniques):
        if number:
            say()
        say(technique.name)
        figure = library.figure_of(technique, choices, routine.areas)
        if figure is None:
            say("There is no picture of this one.")
            continue
        seen = side if technique.sides is not Sides.NONE else None
        if _can_show(DOTS):
            for line in draw(figure, key_frame(figure, seen)).text.strip("\n").split("\n"):
                say(line)
        say(described(figure, seen))


def _can_show(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _titled(house: House, source: str) -> str:
    return house.sources.get(source, source)


def _list(title: str, lines: Iterable[str], house: House | None = None) -> None:
    """A list under its title; with `house`, source ids in the text are told by title."""
    found = [line for line in lines if line]
    if found:
        say()
        say(f"{title}:")
        for line in found:
            say(f"  - {line if house is None else in_titles(line, house.sources)}")


def in_titles(text: str, sources: Mapping[str, str]) -> str:
    """A text with the titles of articles in the place of their ids, and what a convention says in the place of its."""

    def named(match: re.Match[str]) -> str:
        found = sources.get(match[0])
        if match[0].endswith("POLICY"):
            return "our own choice"
        return match[0] if found is None else f'"{found}"'

    return _ID.sub(named, text)


def _technique(house: House, technique: Technique) -> None:
    say()
    say("Steps:")
    for number, step in enumerate(technique.steps or technique.checklist, 1):
        say(f"  {number}. {step}")
    dose = technique.dose
    numbers = [_number(house, name, quantity) for name, quantity in dose.quantities()]
    words = [f"{name}: {text} ({BASIS[basis]}: {_titled(house, at)})" for name, text, basis, at in dose.words]
    notes = [f"{name}: {note}" for name, note in dose.notes]
    _list("Dose", [*numbers, *words, *notes], house)
    _list("Pressure", [technique.pressure], house)
    _list("Take care", map(_caution, technique.cautions), house)
    _list("Never on", map(_caution, technique.never_on), house)
    _list("Stop if", _signs(house, technique))
    _list("Asked afterwards", [str(technique.ask_after) if technique.ask_after is not None else ""], house)
    _list("Other ways (--variant)", [_variant(v.id, v.note, default=v.default) for v in technique.variants], house)
    _list("Tip", [technique.order_hint], house)
    _support(house, technique.supports)


def _variant(name: str, note: str, *, default: bool) -> str:
    return f"{name}{' (the usual way)' if default else ''}{f': {note}' if note else ''}"


def _number(house: House, name: str, quantity: Quantity) -> str:
    called, unit = NUMBERS[name]
    unit = f" {unit}" if unit else ""
    span = f" ({quantity.low} to {quantity.high})" if quantity.low != quantity.high else ""
    note = f" ({quantity.note})" if quantity.note else ""
    basis = f"{BASIS[quantity.basis]}: {_titled(house, quantity.source)}"
    return f"{called}: {quantity.default}{unit}{span}, {basis}{note}"


def _caution(caution: Caution) -> str:
    where = ", ".join((*caution.areas, *caution.ways))
    there = f" ({where})" if where else ""
    return f"{caution.say}{there}{f' ({caution.source})' if caution.source else ''}"


def _signs(house: House, technique: Technique) -> list[str]:
    catalogue = house.coach.catalogue
    if catalogue is None:
        return list(technique.stop_if)
    return [catalogue.flags[name].question if name in catalogue.flags else name for name in technique.stop_if]


def _support(house: House, supports: Iterable[Support]) -> None:
    _list("What supports it", [f"{_titled(house, support.source)}: {support.says}" for support in supports])


def _sequence(house: House, sequence: Sequence) -> None:
    library = house.coach.library
    timeline = house.coach.sessions.plan(sequence.id, Choices())
    planned = {step.technique: step.seconds for step in timeline.steps if step.technique is not None}
    say()
    say("Steps:")
    for number, step in enumerate(sequence.steps, 1):
        if isinstance(step, RestStep):
            say(f"  {number}. Rest for {clock_text(step.rest.default)}")
            continue
        technique = library.technique_of(step)
        changes = ", ".join(f"{NUMBERS[change.field][0].lower()} {change.value}" for change in step.changes)
        length = f", {clock_text(planned[technique.id])}" if technique.id in planned else ""
        say(f"  {number}. {technique.name} ({technique.id}){length}{f', here {changes}' if changes else ''}")
    techniques = library.techniques_of(sequence)
    _list("Take care", dict.fromkeys(f"{t.name}: {_caution(one)}" for t in techniques for one in t.cautions), house)
    _list("Stop if", dict.fromkeys(sign for t in techniques for sign in _signs(house, t)))
    _support(house, sequence.why)
    if sequence.days_a_week is not None:
        _list("How often", [week_words(sequence.days_a_week, house.sources)])
    if sequence.then is not None:
        _list("Afterwards", [f"after {sequence.then.after_hours} h: {sequence.then.ask}"])


def _clamps(house: House, routine: Routine) -> None:
    names = {routine.id, *(t.id for t in house.coach.library.techniques_of(routine))}
    _list("Brought to the limit", [str(clamp) for clamp in house.coach.library.clamps if clamp.routine in names])
