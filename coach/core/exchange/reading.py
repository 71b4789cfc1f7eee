"""Lines as they come in from anywhere: each is held against the format, and every fault is told with its line.

Nothing is guessed at and nothing mended: a file is good as a whole, or not at all.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coach.core.errors import Problem
from coach.core.exchange.wire_format import (
    DEEPEST,
    FORMAT,
    MOST_FACTS,
    MOST_OF_BODY,
    UUID,
    wrong_with,
)
from coach.core.frozen import frozen
from coach.core.record.recorded import Recorded, body_in, text_of
from coach.core.record.wire import object_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coach.core.record.wire import Json

MOST_FAULTS = 20
MOST_REMEMBERED, SHORT = 20_000, 400  # bodies that were read before, of so many letters
NOT_OURS = "This is no record of Coach."
USUAL = re.compile(
    r'\{"at":"([^"\\]{27})","body":(\{.*\}),"device":"([^"\\]{36})","id":"([^"\\]{36})",'
    r'"kind":"([^"\\]{1,64})","offset":(-?[0-9]{1,3})\}\n'
)  # a fact as we write it
KEYS = frozenset({"at", "device", "id", "kind", "offset"})


@frozen
class Header:
    """The first line: the version that wrote it, of which computer, and how many facts follow."""

    program: str
    device: str
    facts: int


class _WrongError(ValueError):
    """A line is not as it has to be; the text says why."""


@dataclass(slots=True)
class Reading:
    """Reads one file. `name` is what it is called in faults; `sum` is that of all lines before the end.

    After `rows` has ended, either `faults` says what is wrong, or all that it gave is good.
    """

    name: str
    faults: list[Problem] = field(default_factory=list)
    header: Header | None = None
    facts: int = 0
    sum: str = ""
    _line: int = 0
    _last: tuple[datetime, str] | None = None
    _bodies: dict[str, str] = field(default_factory=dict)

    def rows(self, lines: Iterable[bytes]) -> Iterator[tuple[int, Recorded]]:
        """Each fact with the number of its line. Ends early where there is no sense in reading on."""
        whole = hashlib.sha256()
        for line in lines:
            if self.sum or len(self.faults) >= MOST_FAULTS:
                break
            self._line += 1
            if not line.endswith(b"\n") or len(line) > 4 * MOST_OF_BODY:
                return self._broken_off(line)
            try:
                if self.header is None:
                    self.header = _header(line)
                elif line.startswith(b'{"end"'):
                    self._end(line, whole.hexdigest())
                    continue
                else:
                    yield self._line, self._fact(line)
                    self.facts += 1
            except _WrongError as wrong:
                self._fault(str(wrong))
                if self.header is None:
                    return None
            whole.update(line)
        else:
            if not self.sum and len(self.faults) < MOST_FAULTS:
                self._cut_off(self._line)
            return None
        if self.sum:
            self._line += 1
            self._fault("There is more after the end of the record. Were two files put together?")
        return None

    def _broken_off(self, line: bytes) -> None:
        if line.endswith(b"\n") or len(line) > 4 * MOST_OF_BODY:
            self._fault(NOT_OURS if self.header is None else "The line is too long.")
        elif self.header is None:
            self._fault(NOT_OURS)
        else:
            self._cut_off(self._line - 1)

    def _cut_off(self, after: int) -> None:
        self._fault(f"The file is cut off after line {after}." if after else "The file is empty.", max(after, 1))

    def _fault(self, message: str, line: int | None = None) -> None:
        self.faults.append(Problem(self.name, line or self._line, 1, message))

    def _fact(self, line: bytes) -> Recorded:
        text = _decoded(line)
        usual = USUAL.fullmatch(text)
        kept = self._usual(usual) if usual is not None else None
        kept = kept or _unusual(text)
        if wrong := wrong_with(kept):
            raise _WrongError(f"This is no entry: {wrong}.")
        if self._last is not None and kept.place <= self._last:
            again = kept.place == self._last
            raise _WrongError("The entry stands here twice." if again else "The entry is not in its order.")
        self._last = kept.place
        return kept

    def _usual(self, found: re.Match[str]) -> Recorded | None:
        at, body, device, name, kind, offset = found.groups()
        text = self._bodies.get(body)
        if text is None:
            try:
                text = _text(body_in(body))
            except _WrongError:
                raise
            except ValueError:
                return None  # the names in the line lie otherwise than they seem to
            if len(self._bodies) >= MOST_REMEMBERED:
                self._bodies.clear()
            if len(body) <= SHORT:
                self._bodies[body] = text
        return Recorded(name, _moment(at), int(offset), device, kind, text)

    def _end(self, line: bytes, whole: str) -> None:
        end = _object(_decoded(line))
        if set(end) != {"end", "facts", "sha256"} or end["end"] is not True:
            raise _WrongError("This is no end of a record.")
        self.sum = whole
        if end["sha256"] != whole:
            raise _WrongError("The file was changed or damaged on its way: its sum is another.")
        told = self.header.facts if self.header is not None else 0
        if not self.facts == end["facts"] == told and not self.faults:
            raise _WrongError(f"The file was changed: it has {self.facts} entries and says {told}.")


def _header(line: bytes) -> Header:
    try:
        head = _object(_decoded(line))
    except _WrongError:
        raise _WrongError(NOT_OURS) from None
    if head.get("coach") != "record":
        raise _WrongError(NOT_OURS)
    form = head.get("format")
    if type(form) is int and form > FORMAT:
        raise _WrongError(f"It was written by a newer Coach (format {str(form)[:20]}). Update this one.")
    program, device, facts = head.get("program"), head.get("device"), head.get("facts")
    if form != FORMAT or type(facts) is not int or not isinstance(program, str) or not isinstance(device, str):
        raise _WrongError("The first line does not say what it has to.")
    if facts > MOST_FACTS:
        raise _WrongError(f"More than {MOST_FACTS:,} entries are not taken.")
    if facts < 0 or not UUID.fullmatch(device) or not program.isprintable() or len(program) > 60:
        raise _WrongError("The first line does not say what it has to.")
    return Header(program, device, facts)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise _WrongError("The line is no UTF-8 text.") from None


def _object(text: str) -> dict[str, Json]:
    try:
        return body_in(text)
    except ValueError as error:
        twice = "twice" in str(error)
        raise _WrongError("A name stands twice in the line." if twice else "The line is no JSON object.") from None


def _unusual(text: str) -> Recorded:
    """A fact by the names that its line has."""
    found = _object(text)
    if set(found) not in (KEYS | {"body"}, KEYS | {"text"}):
        odd = min(set(found) ^ (KEYS | {"body"}))
        word = "is missing" if odd in KEYS | {"body"} else "is not known here"
        raise _WrongError(f"This is no entry: {odd[:20]!a} {word}.")
    name, device, kind, at = (found[key] for key in ("id", "device", "kind", "at"))
    if not all(isinstance(each, str) for each in (name, device, kind, at)) or type(found["offset"]) is not int:
        raise _WrongError("This is no entry: its id, device, kind, moment or offset is none.")
    whole = "body" in found
    text = _text(_body(found["body"])) if whole else _unread(found["text"])
    return Recorded(str(name), _moment(str(at)), int(found["offset"]), str(device), str(kind), text, whole)


def _body(value: Json) -> dict[str, Json]:
    try:
        return object_of(value)
    except ValueError:
        raise _WrongError("This is no entry: its body is no object.") from None


def _text(body: dict[str, Json]) -> str:
    """The text that the journal will keep of a body."""
    if _deeper(body, DEEPEST):
        raise _WrongError(f"The body of the entry is deeper than {DEEPEST} levels.")
    try:
        text = text_of(body)
    except ValueError:
        raise _WrongError("A number in the body of the entry is none.") from None
    if len(text) > MOST_OF_BODY:
        raise _WrongError(f"The body of the entry is larger than {MOST_OF_BODY // 1024} KiB.")
    return text


def _unread(value: Json) -> str:
    """What could not be read where it came from, and is not to be believed here."""
    if not isinstance(value, str):
        raise _WrongError("This is no entry: its text is none.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _WrongError("This is no entry: its text is none.") from None
    if len(value) > MOST_OF_BODY:
        raise _WrongError(f"The text of the entry is larger than {MOST_OF_BODY // 1024} KiB.")
    return value


def _deeper(value: Json, levels: int) -> bool:
    """Whether there are more levels than these in it."""
    if not isinstance(value, (dict, list)):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in inner)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise _WrongError("This is no entry: its moment is none.")
