"""Changes values in the text of a settings file; comments, order and style of all the rest stay."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from coach.core.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Mapping

_BELOW = re.compile(r"^( *)[^\s#-][^#\n]*:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)(- )?(?=\S)", re.MULTILINE)


class _Nothing:
    """A null as it was written: the word, a sign or no sign at all."""

    def __init__(self, written: str) -> None:
        self.written = written


class _Reader(RoundTripConstructor):
    """Keeps how a null is written."""

    def construct_yaml_null(self, node: Any) -> _Nothing:
        """Never the bare None, which would be written as no sign at all."""
        return _Nothing(node.value)


class _Writer(RoundTripRepresenter):
    """Writes a null as it was, and a new one as the word."""

    def represent_nothing(self, data: _Nothing | None) -> Any:
        """Its sign."""
        return self.represent_scalar(_NULL, "null" if data is None else data.written)


_NULL = "tag:yaml.org,2002:null"
_Reader.add_constructor(_NULL, _Reader.construct_yaml_null)
_Writer.add_representer(_Nothing, _Writer.represent_nothing)
_Writer.add_representer(type(None), _Writer.represent_nothing)


def changed(text: str, changes: Mapping[tuple[str, ...], Any]) -> str:
    """The text with these values, by their path in it. Raises CoachError where it can't be read or written."""
    yaml = YAML()
    yaml.Constructor, yaml.Representer = _Reader, _Writer
    yaml.preserve_quotes = True
    yaml.width = 10_000  # no line is folded
    mapping, dash = _indents(text)
    yaml.indent(mapping=mapping, sequence=dash + 2, offset=dash)
    out = io.StringIO()
    try:
        document = yaml.load(text)
        if document is None or isinstance(document, _Nothing):  # nothing but comments, which would be dropped
            out.write(text if text.endswith("\n") or not text else f"{text}\n")
            document = CommentedMap()
        for path, value in changes.items():
            put(document, path, _fresh(value))
        yaml.dump(document, out)
    except YAMLError as error:
        raise CoachError("The settings file can't be changed by the program.", "Change it by hand.") from error
    return out.getvalue()


def put(group: Any, path: tuple[str, ...], value: Any) -> None:
    """Set the value at `path`, with the groups round it."""
    *outer, last = path
    for key in outer:
        if not isinstance(group.get(key), dict):
            _set(group, key, type(group)())
        group = group[key]
    _set(group, last, value)


def _set(group: Any, key: str, value: Any) -> None:
    old = group.get(key)
    if isinstance(old, CommentedSeq) and isinstance(value, list):
        _merge(old, value)
    elif isinstance(old, CommentedMap) and value == {}:
        group[key] = None  # {} would land below the comments of what was there; both mean nothing is set
    elif isinstance(old, CommentedMap) and isinstance(value, dict):
        for gone in old.keys() - value.keys():
            del old[gone]
        for name, one in value.items():
            _set(old, name, one)
    elif key in group or not isinstance(group, CommentedMap):
        group[key] = value
    else:
        _add(group, key, value)


def _merge(old: CommentedSeq, new: list[Any]) -> None:
    """Make a list the same as another, item by item, so that comments stay beside what stays."""
    del old[len(new) :]
    for n, after in enumerate(new):
        if n == len(old):
            old.append(after)
        elif isinstance(old[n], CommentedMap) and isinstance(after, dict):
            _set({"": old[n]}, "", after)
        elif old[n] != after:
            old[n] = after


def _fresh(value: Any) -> Any:
    """A value as it is best written: short lists in a line, times in quotes (some readers take 17:30 for 1050)."""
    if isinstance(value, dict):
        return CommentedMap((key, _fresh(one)) for key, one in value.items())
    if isinstance(value, list):
        found = CommentedSeq(_fresh(one) for one in value)
        if not any(isinstance(one, dict) for one in value):
            found.fa.set_flow_style()
        return found
    if isinstance(value, str) and ":" in value:
        return DoubleQuotedScalarString(value)
    return value


def _indents(text: str) -> tuple[int, int]:
    """By how much the file indents keys, and the dashes of a list."""
    mapping, dash = 0, -1
    for found in _BELOW.finditer(text):
        by = len(found[2]) - len(found[1])
        if found[3] and dash < 0:
            dash = by
        elif not found[3] and not mapping:
            mapping = by
    return mapping or 2, max(dash, 0)


def _add(group: Any, key: str, value: Any) -> None:
    """Add a key where it parts no comment from the key below it: to the library, a comment hangs on the key above."""
    keys = list(group)
    for n in range(len(keys), 0, -1):
        if not isinstance(group[keys[n - 1]], (dict, list)) and not _below(group, keys[n - 1])[1].strip():
            group.insert(n, key, value)
            return
    group[key] = value
    if keys and not isinstance(group[keys[-1]], (dict, list)):  # the comment moves on to below what is new
        token, below = _below(group, keys[-1])
        token.value = token.value.partition("\n")[0] + "\n"
        inner, last = _end(group, key)
        inner.ca.items[last] = [None, None, CommentToken(f"\n{below}", CommentMark(0)), None]


def _end(group: Any, key: str) -> tuple[Any, str]:
    """Where a comment after a value hangs: at the last line of it, as its group and key."""
    value = group[key]
    if isinstance(value, CommentedSeq) and value and isinstance(value[-1], CommentedMap):
        value = value[-1]
    return _end(value, list(value)[-1]) if isinstance(value, CommentedMap) and value else (group, key)


def _below(group: Any, key: str) -> tuple[Any, str]:
    """What the library keeps of the comments after a key, and the part of it that is below its line."""
    token = (group.ca.items.get(key) or (None,) * 3)[2]
    return token, token.value.partition("\n")[2] if token else ""
