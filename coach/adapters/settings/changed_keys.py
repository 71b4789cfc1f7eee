"""The keys that a settings file changes: `today.note: "ctrl+n, y"`.

Whether they can be is looked at over everything that acts together: a screen, what stands on it, and the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.settings.key_names import key_fault, key_named, types_a_sign
from coach.adapters.settings.value_shapes import Fault
from coach.core.settings import KEPT_KEYS
from coach.core.shown import shown
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.adapters.settings.value_shapes import Path_

HINT = 'Write a name with its key or keys, like today.note: "ctrl+n, y".'
KEPT_FOR = {
    "ctrl+q": "Ctrl+Q always leaves Coach",
    "ctrl+c": "Ctrl+C always leaves or copies",
    "escape": "Esc always goes back",
    "enter": "Enter always opens and confirms",
}
MOVES = "it moves in lists and in lines to type in"

Keys = tuple[str, ...]


class ChangedKeys:
    """Ids of keys with what they are pressed with; the setting is pairs of both, by id."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Unknown ids, keys that are none or can't be taken, and two that are on one key."""
        if not isinstance(value, dict):
            yield Fault(path, "'keys' are names with keys.", HINT)
            return
        from coach.adapters.settings.known_keys import KEYS  # noqa: PLC0415 - only who changes keys needs it

        given: dict[str, Keys] = {}
        for name, written in value.items():
            if name not in KEYS:
                hint = suggestion(name, KEYS, "See them all with: coach schema settings", most=3)
                yield Fault((*path, name), f"There is no key called '{shown(name)}'.", hint, key=True)
                continue
            found = [Fault((*path, name), *fault) for fault in _faults_of(name, written)]
            yield from found
            if not found:
                given[name] = _keys(written)
        yield from (Fault((*path, name), *fault) for name, fault in _clashes(given))

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema, with the usual keys."""
        from coach.adapters.settings.known_keys import KEYS  # noqa: PLC0415

        one = {"type": ["string", "integer"]}
        properties = {name: one | {"default": ", ".join(keys.split())} for name, keys in KEYS.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def value(self, data: Any) -> tuple[tuple[str, Keys], ...]:
        """By id, so that the order of the file means nothing."""
        return tuple(sorted((name, _keys(written)) for name, written in data.items()))

    def data(self, value: Any) -> dict[str, str]:
        """Several keys stand in one text."""
        return {name: ", ".join(keys) for name, keys in value}


def _keys(written: Any) -> Keys:
    text = str(written)
    parts = [","] if text.strip() == "," else text.split(",")
    return tuple(dict.fromkeys(key_named(part) for part in parts if part.strip()))


def _usual(name: str) -> Keys:
    from coach.adapters.settings.known_keys import KEYS  # noqa: PLC0415

    return tuple(KEYS[name].split())


def _faults_of(name: str, written: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the keys of one id, whatever the others are."""
    digit = type(written) is int and 0 <= written <= 9
    if not (isinstance(written, str) or digit) or not _keys(written):
        yield f"'{name}' needs a key.", HINT
        return
    from coach.adapters.settings.known_keys import EDITING, LETTERS, NUMBERED, TYPING, groups_with  # noqa: PLC0415

    usual, around = _usual(name), groups_with(name)
    if name.startswith(NUMBERED) and usual[0].isdigit():
        yield f"'{name}' can't be another key: its number is the answer.", "Leave the line out."
        return
    types = any(types_a_sign(key) for key in usual)  # then it acts only where nothing is typed
    for key in _keys(written):
        given = shown(key)
        if key in usual:
            continue
        if key in KEPT_KEYS:
            yield f"'{given}' can't be given to '{name}': {KEPT_FOR.get(key, MOVES)}.", "Take another key."
        elif fault := key_fault(key):
            yield shown(fault[0], 80), fault[1]
        elif TYPING in around and (key in EDITING or (types_a_sign(key) and not types)):
            why = "a line to type in needs it" if key in EDITING else "it is typed where this acts"
            yield f"'{given}' can't be given to '{name}': {why}.", 'Take a key like "f5" or "ctrl+n".'
        elif LETTERS in around and len(key) == 1 and key.isalnum():
            yield f"'{given}' can't be given to '{name}': it answers where this acts.", 'Take a key like "f5".'


def _clashes(given: dict[str, Keys]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Two that act on one screen and are on one key, which they are not by themselves; one fault for each."""
    from coach.adapters.settings.known_keys import EVERYWHERE, KEYS, SCREENS  # noqa: PLC0415

    def now(name: str) -> set[str]:
        usual = set(_usual(name))
        return {*given[name], *(usual & KEPT_KEYS)} if name in given else usual

    told: set[str] = set()
    for screen, groups in SCREENS.items() if given else ():
        here = [name for name in KEYS if name.partition(".")[0] in {*groups, *EVERYWHERE}]
        for name in reversed(given):
            for other in here if name in here else ():
                both = (now(name) & now(other)) - (set(_usual(name)) & set(_usual(other)))
                if both and other != name and not told & {name, other}:
                    told.add(name)
                    hint = f"Take another key, or give '{other}' another one, too."
                    yield name, (f"'{shown(min(both))}' is also the key of '{other}' on {screen}.", hint)
