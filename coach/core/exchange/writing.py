"""The record as lines: the same facts give the same bytes, so that whoever copies the file sees when nothing changed.

The body of a fact goes out as it is recorded, names in their order: it may tell one (the steps of a session). What
can't be read goes out as `text` in the place of `body`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.core.exchange.wire_format import FORMAT, MOST_OF_BODY, moment_text, wrong_with
from coach.core.record.recorded import body_in, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.core.record.recorded import Recorded

HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)  # control signs, marks of direction, what takes no room: the same set for every version of Unicode
MOST_REMEMBERED, SHORT = 20_000, 400  # bodies that were written before, of so many letters


@dataclass(slots=True)
class Outgoing:
    """A record on its way out. `rows` gives all of it, by (at, id), each time the same; `program` is our version.

    `left_out` are the ids of rows whose id, device, kind, moment or offset can't be told: they stay where they are.
    `large` counts bodies that are larger than an import takes. Both are known once `facts` is.
    """

    rows: Callable[[], Iterator[Recorded]]
    program: str
    device: str
    facts: int = 0
    left_out: tuple[str, ...] = ()
    large: int = 0
    _bodies: dict[tuple[str, bool], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count, for the first line says how many there are."""
        left_out = []
        for kept in self.rows():
            if wrong_with(kept):
                left_out.append(kept.id)
            else:
                self.facts += 1
                self.large += len(kept.text) > MOST_OF_BODY
        self.left_out = tuple(left_out)

    def lines(self) -> Iterator[bytes]:
        """Every line, with its end."""
        whole = hashlib.sha256()
        for line in self._before_end():
            whole.update(line)
            yield line
        yield _line({"end": True, "facts": self.facts, "sha256": whole.hexdigest()})

    def _before_end(self) -> Iterator[bytes]:
        head = {"coach": "record", "format": FORMAT, "program": self.program, "device": self.device}
        yield _line({**head, "facts": self.facts})
        left_out = frozenset(self.left_out)
        for kept in self.rows():
            if kept.id not in left_out:
                yield self._fact(kept)

    def _fact(self, kept: Recorded) -> bytes:
        """One fact. What is put together here has been looked at: no sign in it needs a backslash."""
        body = self._body(kept)
        last = "" if body.startswith('"body"') else f",{body}"
        first = f",{body}" if not last else ""
        return (
            f'{{"at":"{moment_text(kept.at)}"{first},"device":"{kept.device}","id":"{kept.id}",'
            f'"kind":"{kept.kind}","offset":{kept.offset}{last}}}\n'
        ).encode()

    def _body(self, kept: Recorded) -> str:
        known = self._bodies.get((kept.text, kept.whole))
        if known is None:
            if len(self._bodies) >= MOST_REMEMBERED:
                self._bodies.clear()
            known = body_of(kept)
            if len(kept.text) <= SHORT:
                self._bodies[kept.text, kept.whole] = known
        return known


def body_of(kept: Recorded) -> str:
    """The name and value that stand for its body: `"body":{...}`, or `"text":"..."` where it can't be read."""
    unread = f'"text":{json.dumps(kept.text)}'
    if not kept.whole:
        return unread
    try:
        body = body_in(kept.text)
        ascii_text = text_of(body)
    except ValueError:
        return unread
    if "\\u" not in ascii_text:
        return f'"body":{ascii_text}'
    text = _open(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a sign
        return f'"body":{ascii_text}'
    return f'"body":{text}'


def _line(value: dict[str, object]) -> bytes:
    return f"{_open(json.dumps(value, ensure_ascii=False, separators=(',', ':'), sort_keys=True))}\n".encode()


def _open(text: str) -> str:
    """JSON in which what can't be seen, or would steer a terminal, is written as an escape: it may be looked at."""
    return HIDDEN.sub(lambda sign: json.dumps(sign[0])[1:-1], text)
