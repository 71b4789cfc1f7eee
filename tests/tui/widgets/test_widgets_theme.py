"""The house themes: contrast, 16 colours, and which theme is picked."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorSystem
from textual.color import Color

import coach
from coach.tui.theme import COACH_DARK, COACH_LIGHT, HOUSE_THEMES, pick_theme

if TYPE_CHECKING:
    from textual.theme import Theme

TEXTS = [
    *(
        "text",
        "text-muted",
        "text-disabled",
        "foreground",
        "primary",
        "secondary",
        "accent",
        "warning",
        "error",
        "success",
    ),
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "warning", "error", "success")),
]
GROUNDS = ["background", "surface", "panel"]
INVERSE = ["primary", "secondary", "accent", "warning", "error", "success"]
CURSORS = [
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("footer-key-foreground", "footer-background"),
]
SHAPES = ["primary-muted", "border", "border-blurred", "primary", "secondary", "accent", "warning", "error", "success"]
PAIRS = [*itertools.product(TEXTS, GROUNDS), *(("background", ground) for ground in INVERSE), *CURSORS]


def colour(theme: Theme, name: str) -> Color:
    """A variable of the theme as an opaque colour."""
    found = Color.parse(theme.to_color_system().generate()[name])
    assert found.a == 1
    return found


def luminance(value: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [part / 255 for part in (value.r, value.g, value.b)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def in_16_colours(value: Color) -> int | None:
    """The number of the colour a terminal of 16 colours shows instead."""
    return value.rich_color.downgrade(ColorSystem.STANDARD).number


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)


@pytest.mark.parametrize("theme", HOUSE_THEMES, ids=lambda theme: theme.name)
def test_every_text_has_a_contrast_of_at_least_4_5(theme: Theme) -> None:
    found = {pair: contrast(colour(theme, pair[0]), colour(theme, pair[1])) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", HOUSE_THEMES, ids=lambda theme: theme.name)
def test_every_outline_border_and_figure_has_a_contrast_of_at_least_3(theme: Theme) -> None:
    pairs = itertools.product(SHAPES, GROUNDS)
    found = {pair: contrast(colour(theme, pair[0]), colour(theme, pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}


def test_every_colour_that_a_style_names_is_looked_at_here() -> None:
    styles = (Path(coach.__file__).parent / "tui").rglob("*.tcss")
    named = {name for sheet in styles for name in re.findall(r"\$([a-z][a-z-]*)", sheet.read_text("utf-8"))}
    assert len(named) > len(GROUNDS)
    assert named <= {*TEXTS, *SHAPES, *GROUNDS, *itertools.chain(*CURSORS)}


@pytest.mark.parametrize("theme", HOUSE_THEMES, ids=lambda theme: theme.name)
def test_no_text_vanishes_in_16_colours(theme: Theme) -> None:
    shown = {pair: tuple(in_16_colours(colour(theme, name)) for name in pair) for pair in PAIRS}
    assert [pair for pair, (text, ground) in shown.items() if text == ground] == []


@pytest.mark.parametrize("theme", HOUSE_THEMES, ids=lambda theme: theme.name)
def test_the_drawn_body_stands_out_from_the_ground_in_16_colours(theme: Theme) -> None:
    shown = [in_16_colours(colour(theme, name)) for name in ("background", "primary-muted", "secondary", "accent")]
    assert shown[0] not in shown[1:]
    assert shown[2] != shown[3]


def test_one_theme_is_dark_and_one_is_light() -> None:
    assert (COACH_DARK.name, COACH_DARK.dark) == ("coach-dark", True)
    assert (COACH_LIGHT.name, COACH_LIGHT.dark) == ("coach-light", False)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("auto", "coach-dark"),
        ("", "coach-dark"),
        ("dark", "coach-dark"),
        ("light", "coach-light"),
        ("Coach-Light", "coach-light"),
        ("nord", "nord"),
    ],
)
def test_a_known_theme_is_picked_without_a_notice(wanted: str, name: str) -> None:
    assert pick_theme(wanted) == (name, "")


@pytest.mark.parametrize(
    ("terminal", "name"),
    [("0;15", "coach-light"), ("0;default;7", "coach-light"), ("15;0", "coach-dark"), ("", "coach-dark")],
)
def test_auto_follows_what_the_terminal_says_of_its_background(terminal: str, name: str) -> None:
    assert pick_theme("auto", terminal) == (name, "")


def test_an_unknown_theme_falls_back_and_says_why() -> None:
    name, notice = pick_theme("nrod")
    assert name == "coach-dark"
    assert notice == "There is no theme called \"nrod\", so coach-dark is used. Did you mean 'nord'?"


def test_a_theme_like_nothing_else_names_the_plain_choices() -> None:
    _, notice = pick_theme("zzzzzz")
    assert notice.endswith("Try 'auto', 'dark' or 'light'.")
