"""The two house themes, and the rule that picks a theme from what the person asked for."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from coach.core.spelling import suggestion

DARK = "coach-dark"
LIGHT = "coach-light"

COACH_DARK = Theme(
    name=DARK,
    dark=True,
    primary="#4FC7B5",
    secondary="#7FB0B8",
    accent="#F4B455",
    warning="#F7DC6F",
    error="#FF8078",
    success="#86D69A",
    foreground="#E6F1EC",
    background="#0D1A1B",
    surface="#122426",
    panel="#15292C",
    variables={
        "text": "#E6F1EC",
        "text-muted": "#A9BFBA",
        "text-disabled": "#7E9692",
        "foreground-muted": "#A9BFBA",
        "primary-muted": "#557C7E",
        "border": "#4FC7B5",
        "border-blurred": "#557C7E",
        "block-cursor-foreground": "#0D1A1B",
        "block-cursor-background": "#4FC7B5",
        "block-cursor-blurred-foreground": "#E6F1EC",
        "block-cursor-blurred-background": "#2A4A4D",
        "button-color-foreground": "#0D1A1B",
        "button-focus-text-style": "bold reverse",
        "footer-key-foreground": "#F4B455",
        "input-selection-background": "#4FC7B5 35%",
        "input-cursor-background": "#0D1A1B",
        "input-cursor-foreground": "#E6F1EC",
        "input-cursor-text-style": "reverse",  # to be seen where there is no colour, too
    },
)

COACH_LIGHT = Theme(
    name=LIGHT,
    dark=False,
    primary="#0A6660",
    secondary="#3A6670",
    accent="#9A4A12",
    warning="#835300",
    error="#AE2419",
    success="#1E6B3C",
    foreground="#14302F",
    background="#F7F4EC",
    surface="#EFEBE0",
    panel="#E3EAE4",
    variables={
        "text": "#14302F",
        "text-muted": "#48605E",
        "text-disabled": "#566A67",
        "foreground-muted": "#48605E",
        "primary-muted": "#6F8780",
        "border": "#0A6660",
        "border-blurred": "#6F8780",
        "block-cursor-foreground": "#F7F4EC",
        "block-cursor-background": "#0A6660",
        "block-cursor-blurred-foreground": "#14302F",
        "block-cursor-blurred-background": "#CBDCD6",
        "button-color-foreground": "#F7F4EC",
        "button-focus-text-style": "bold reverse",
        "footer-key-foreground": "#9A4A12",
        "input-selection-background": "#0A6660 25%",
        "input-cursor-background": "#F7F4EC",
        "input-cursor-foreground": "#14302F",
        "input-cursor-text-style": "reverse",  # to be seen where there is no colour, too
    },
)

HOUSE_THEMES = (COACH_DARK, COACH_LIGHT)

LIGHT_BACKGROUNDS = ("7", "15")  # colour numbers of white, as terminals name their background in COLORFGBG


def pick_theme(wanted: str, terminal: str = "") -> tuple[str, str]:
    """The theme to use, and a plain sentence if it isn't the one asked for (otherwise empty).

    `wanted` is "auto", "dark", "light" or the name of a theme; `terminal` is what the terminal says of its own
    colours (the value of COLORFGBG), which settles "auto".
    """
    asked = wanted.strip().lower()
    if asked in {"", "auto"}:
        return (LIGHT if terminal.rpartition(";")[2] in LIGHT_BACKGROUNDS else DARK), ""
    known = {"dark": DARK, "light": LIGHT, DARK: DARK, LIGHT: LIGHT} | {name: name for name in BUILTIN_THEMES}
    if asked in known:
        return known[asked], ""
    hint = suggestion(asked, known, "Try 'auto', 'dark' or 'light'.")
    return DARK, f'There is no theme called "{wanted}", so {DARK} is used. {hint}'
