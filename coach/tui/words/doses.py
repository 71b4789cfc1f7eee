"""Doses in words: each number with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.routine.routine import Basis, Quantity, Sides, Technique

if TYPE_CHECKING:
    from collections.abc import Mapping

# What each number of a dose is called, and how its value is said.
NAMES = {
    "hold": ("Hold", "seconds"),
    "reps": ("Repeats", "count"),
    "length": ("Length", "seconds"),
    "spots": ("Spots", "count"),
    "there": ("Way out", "seconds"),
    "back": ("Way back", "seconds"),
    "breathe_in": ("Breathe in", "seconds"),
    "breathe_out": ("Breathe out", "seconds"),
    "hard_stop": ("On one spot in all, never over", "seconds"),
    "per_spot_per_day": ("On one spot in a day, never over", "seconds"),
    "per_day": ("Times a day, at most", "count"),
    "gap": ("Time between two", "minutes"),
    "every": ("One every", "minutes"),
    "rise_per_week": ("More repeats than last week, at most", "count"),
}
LONG = 120  # s; from here on said in minutes where they are whole


def basis_words(basis: Basis, source: str, sources: Mapping[str, str]) -> str:
    """Where a number comes from."""
    if basis is Basis.POLICY:
        return "our own careful choice"
    title = sources.get(source, source)
    return f"from the article “{title}”" if basis is Basis.SEED else f"a usual figure ({title})"


def value_words(quantity: Quantity, unit: str) -> str:
    """The range as people say it; one number where both ends are the same."""
    low, high = quantity.low, quantity.high
    if unit == "seconds" and low >= LONG and low % 60 == 0 and high % 60 == 0:
        low, high, unit = low // 60, high // 60, "minutes"
    words = {"seconds": " s", "minutes": " min", "count": ""}[unit]
    return f"{low}{words}" if low == high else f"{low} to {high}{words}"


def week_words(quantity: Quantity, sources: Mapping[str, str]) -> str:
    """On how many days of the week a sequence is meant, and where that comes from."""
    days = str(quantity.high) if quantity.low == quantity.high else f"{quantity.low} to {quantity.high}"
    return f"Meant for {days} days a week ({basis_words(quantity.basis, quantity.source, sources)})"


def dose_lines(technique: Technique, sources: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what and how much, where it comes from) of every number, and of what is said in words."""
    lines = []
    for name, quantity in technique.dose.quantities():
        label, unit = NAMES[name]
        each = " each side" if name == "reps" and technique.sides is not Sides.NONE else ""
        origin = basis_words(quantity.basis, quantity.source, sources)
        lines.append((f"{label}: {value_words(quantity, unit)}{each}", origin))
    for name, text, basis, source in technique.dose.words:
        label = NAMES[name][0] if name in NAMES else name.replace("_", " ").capitalize()
        lines.append((f"{label}: {text}", basis_words(basis, source, sources)))
    return lines
