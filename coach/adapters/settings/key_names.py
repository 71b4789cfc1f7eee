"""How a key is written in the settings file: "n", "?", "ctrl+n", "f2". What no terminal can send is no key."""

from __future__ import annotations

from coach.core.settings import KEPT_KEYS
from coach.core.spelling import suggestion

OTHER_NAMES = (
    {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown"}
    | {"slash": "/", "backslash": "\\", "plus": "+", "minus": "-", "at": "@", "underscore": "_", "control": "ctrl"}
    | {",": "comma", " ": "space"}
)
FUNCTION_KEYS = {f"f{n}" for n in range(1, 25)}
MOVING = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete", "insert"}
NAMED = {"space", "comma", *MOVING, *FUNCTION_KEYS, *KEPT_KEYS}
SAME_AS = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc"}  # one byte for both
HOW = 'Write a letter, a sign or a name, like "n", "?", "ctrl+n", "f2" or "space".'


def key_named(text: str) -> str:
    """The one name of a key that can be written in several ways. A sign is named by itself, but for comma and space."""
    modifiers, _, last = text.strip().rpartition("+") if len(text.strip()) > 1 else ("", "", text.strip())
    if len(last) > 1 or modifiers:
        last = last.lower()
    last = OTHER_NAMES.get(last, last)
    if len(last) > 1 and not modifiers and last not in NAMED:
        last = _sign(last)
    names = sorted(OTHER_NAMES.get(name, name) for name in modifiers.lower().split("+") if name)
    return "+".join([*names, last])


def _sign(name: str) -> str:
    """The sign that is called so ("question_mark"), or the name again."""
    import unicodedata  # noqa: PLC0415 - only a sign that is written as a word needs it

    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return name
    return sign if sign.isprintable() else name


def types_a_sign(key: str) -> bool:
    """Whether the key writes something where there is a line to type in."""
    return len(key) == 1 or key in {"space", "comma"}


def key_fault(key: str) -> tuple[str, str] | None:
    """Why there is no such key in a terminal (as `key_named` names it), and the mend; None where there is one."""
    if key in SAME_AS:
        return f"A terminal sends the same for '{key}' as for {SAME_AS[key]}.", "Take another key."
    modifiers, _, last = key.rpartition("+") if len(key) > 1 else ("", "", key)
    if not modifiers:
        fine = last in NAMED or (len(last) == 1 and last.isprintable())
        return None if fine else (f"There is no key '{key}'.", suggestion(key, NAMED, HOW, close=0.7))
    if set(modifiers.split("+")) - {"alt", "ctrl", "shift"}:
        return f"There is no key '{key}'.", HOW
    letter = len(last) == 1 and last.isascii() and last.isalnum()
    if modifiers == "shift" and len(last) == 1:
        return f"A terminal sends no '{key}'.", f'Write the sign itself, like "{last.upper() if letter else "?"}".'
    if key in NAMED or last in MOVING | FUNCTION_KEYS or (letter and (modifiers == "alt" or key in _WITH_CTRL)):
        return None
    return f"A terminal sends no '{key}'.", "ctrl goes with letters, arrows and f1 to f12."


_WITH_CTRL = {f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
