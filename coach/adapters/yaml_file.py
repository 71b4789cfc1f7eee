"""Reads YAML that people write: safe against hostile files, and every value keeps its line and column.

The parser's events are read one by one and turned into plain values here; no tag, anchor or alias is ever followed,
so nothing can be run, explode or nest without end. Only `true` and `false` are booleans and only plain decimals are
numbers: `17:30`, `yes`, `on` and `007` stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coach.adapters.outside_files import Unusable, read_named, read_own
from coach.core.errors import Problem
from coach.core.frozen import frozen
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_VALUES = 10_000  # in one file; the largest of ours has a quarter of that
MAX_PROBLEMS = 100  # a file with more than this is not a routine with slips in it

Path_ = tuple[str | int, ...]
Place = tuple[int, int]  # (line, column), both 1-based

_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
# What could steer a terminal, or make a text read otherwise than it is: control signs, marks of direction, what takes
# no room. In quotes they could be written as escapes, too.
_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_HIDDEN}\ud800-\udfff\U000e0000-\U000e0fff]")
_IN_WORDS = (  # what the parser says, what we say, how to mend it
    ("nesting depth", f"This is nested more than {MAX_DEPTH} deep.", "Check the brackets and the indentation."),
    ("mapping values are not allowed", 'There is a ":" where none can stand.', "Put the text in quotes, or indent it."),
    ("found character '\\t'", "There is a tab here.", "Indent with spaces."),
    ("cannot start any token", "This sign can't start a text.", "Put the text in quotes; indent with spaces."),
    ("expected node content", "A value is missing here, or a bracket is not closed.", "Close it with ] or }."),
    ("could not find expected ':'", 'A ":" is missing.', "Write it as key: value."),
    ("expected ',' or ']'", "A list in [ ] is not closed or lacks a comma.", "Close it with ]."),
    ("expected ',' or '}'", "A group in { } is not closed or lacks a comma.", "Close it with }."),
    ("unexpected end of stream", "A text in quotes is not closed.", "Close it with the same quote."),
    ("did not find expected key", "This line doesn't fit the lines above.", "Check its indentation and quotes."),
    ("expected '-'", "This line doesn't fit the list above.", "Start it with - at the same indent."),
    ("unknown escape character", "There is a \\ with no meaning here.", "Use single quotes round the text."),
)


@frozen
class Loaded:
    """What a file holds. With any problem the data is not to be used, except to look for more faults.

    `data` is None where the file could not be read at all.
    """

    file: str
    data: Any = None
    problems: tuple[Problem, ...] = ()
    _values: dict[Path_, Place] = field(default_factory=dict)
    _keys: dict[Path_, Place] = field(default_factory=dict)
    _bare: frozenset[Path_] = frozenset()
    _blocks: frozenset[Path_] = frozenset()

    def bare(self, path: Sequence[str | int]) -> bool:
        """Whether the text at this path stands without quotes."""
        return tuple(path) in self._bare

    def quoted(self, path: Sequence[str | int]) -> bool:
        """Whether the text at this path stands in quotes, and not in a block (| or >) either."""
        return tuple(path) not in self._bare | self._blocks

    def where(self, path: Sequence[str | int], *, key: bool = False) -> Place:
        """Line and column of the value at `path` (of its key if asked), or of the nearest thing around it.

        Parts of the path that the file doesn't have are passed over.
        """
        known: Path_ = ()
        for part in path:
            if (*known, part) in self._values:
                known = (*known, part)
        places = self._keys if key else self._values
        return places.get(known) or self._values.get(known) or (1, 1)

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether the file has a value at exactly this path."""
        return tuple(path) in self._values

    def problem(self, path: Sequence[str | int], message: str, hint: str = "", *, key: bool = False) -> Problem:
        """A problem at the place of `path`."""
        line, column = self.where(path, key=key)
        return Problem(self.file, line, column, message, hint)


def read_yaml(path: Path, *, named: bool = False) -> Loaded:
    """Read a file of at most 1 MB of UTF-8 text. Never raises for what is in it or for a file that can't be read.

    `named`: a person has named it, so it may be a pipe.
    """
    name = shown(str(path), 200)
    try:
        raw = read_named(path, MAX_BYTES) if named else read_own(path, MAX_BYTES, links=True)
    except Unusable as unusable:
        return Loaded(name, problems=(Problem(name, 1, 1, unusable.message, unusable.hint),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Loaded(name, problems=(Problem(name, line, column, "This is not UTF-8 text.", "Save it as UTF-8."),))
    return parse_yaml(text, name)


def parse_yaml(text: str, file: str) -> Loaded:
    """Turn text into plain values; `file` is the name that problems carry."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        start = forbidden.start()
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return Loaded(file, problems=(Problem(file, line, column, "There is a control character here.", "Delete it."),))
    import yaml  # noqa: PLC0415 - a tenth of a start, and of our own files hardly ever needed

    reader = _Reader(file)
    try:
        reader.read(yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except _GiveUp:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.fault((mark.line + 1, mark.column + 1) if mark else (1, 1), *_in_words(error))
    except yaml.YAMLError:
        reader.fault((1, 1), "This is not YAML.")
    else:
        bare, blocks = frozenset(reader.bare), frozenset(reader.blocks)
        return Loaded(file, reader.root, tuple(reader.problems), reader.values, reader.keys, bare, blocks)
    return Loaded(file, problems=tuple(reader.problems))


class _GiveUp(Exception):  # noqa: N818 - never leaves this module
    """No use in reading on; the reason is among the problems."""


@dataclass(slots=True)
class _Frame:
    """A list or group that is being filled."""

    path: Path_
    into: list[Any] | dict[str, Any]
    key: str | None = None  # of a group: the key whose value comes next


@dataclass(slots=True)
class _Reader:
    file: str
    root: Any = None
    problems: list[Problem] = field(default_factory=list)
    values: dict[Path_, Place] = field(default_factory=dict)
    keys: dict[Path_, Place] = field(default_factory=dict)
    bare: list[Path_] = field(default_factory=list)
    blocks: list[Path_] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    documents: int = 0

    def fault(self, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, *place, message, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _GiveUp

    def read(self, events: Iterator[Any]) -> None:
        import yaml  # noqa: PLC0415 - as above

        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind in {yaml.MappingStartEvent, yaml.SequenceStartEvent}:
                self._open(event, {} if kind is yaml.MappingStartEvent else [])
            elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
                self.stack.pop()
            elif kind is yaml.AliasEvent:
                self._mark(event)
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self.fault(_place(event), "A second document starts here (---).", "Keep one in a file.")
                    raise _GiveUp

    def _scalar(self, event: Any) -> None:
        self._mark(event)
        if event.style == '"' and _FORBIDDEN.search(event.value):
            self.fault(_place(event), "There is a control character in these quotes.", "Leave it out.")
            raise _GiveUp
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.into, dict) and frame.key is None:
            self._key(frame, event.value, _place(event))
            return
        if event.style in {None, ""}:
            self.bare.append(self._put(_value(event.value), _place(event)))
        else:
            path = self._put(event.value, _place(event))
            if event.style in {"|", ">"}:
                self.blocks.append(path)

    def _key(self, frame: _Frame, key: str, place: Place) -> None:
        path = (*frame.path, key)
        if path in self.keys:
            self.fault(place, f"'{shown(key)}' is here twice.", f"The first is in line {self.keys[path][0]}.")
        else:
            self.keys[path] = place
        frame.key = key

    def _open(self, event: Any, into: list[Any] | dict[str, Any]) -> None:
        self._mark(event)
        place = _place(event)
        if len(self.stack) >= MAX_DEPTH:
            self.fault(place, f"This is nested more than {MAX_DEPTH} deep.", "Check the brackets and the indentation.")
            raise _GiveUp
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.into, dict) and frame.key is None:
            self.fault(place, "A key has to be one word.", "Put { } and [ ] after a key and a colon.")
            raise _GiveUp
        path = self._put(into, place)
        self.stack.append(_Frame(path, into))

    def _put(self, value: Any, place: Place) -> Path_:
        frame = self.stack[-1] if self.stack else None
        path: Path_ = ()
        if frame is None:
            self.root = value
        elif isinstance(frame.into, dict):
            key, frame.key = str(frame.key), None
            path = (*frame.path, key)
            frame.into.setdefault(key, value)
        else:
            path = (*frame.path, len(frame.into))
            frame.into.append(value)
        self.values.setdefault(path, place)
        if len(self.values) > MAX_VALUES:
            self.fault(place, f"There are more than {MAX_VALUES:,} values in this file.", "Split it.")
            raise _GiveUp
        return path

    def _mark(self, event: Any) -> None:
        """Refuse what makes YAML more than data: anchors, aliases, tags."""
        if event.anchor is not None:
            self.fault(_place(event), "References (& and *) can't be used here.", "Write it out, or put it in quotes.")
            raise _GiveUp
        if getattr(event, "tag", None) is not None:
            self.fault(_place(event), "Tags (!) can't be used here.", "Leave it out, or put the text in quotes.")


def _value(plain: str) -> Any:
    if plain in _WORDS:
        return _WORDS[plain]
    number = _NUMBER.fullmatch(plain)
    if number is None:
        return plain
    return float(plain) if number[1] else int(plain)


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _in_words(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    said = f"{error.context or ''} {error.problem or ''}"
    for part, message, hint in _IN_WORDS:
        if part in said:
            return message, hint
    return f"This is not YAML: {shown(error.problem or 'it ends too soon', 100)}.", "Check the line before it too."
