"""Records for the exchange: facts with ids as they are, of several computers, and files in memory."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.core.coach.exchange import Exchange
from coach.core.exchange.writing import Outgoing
from coach.core.record.facts import Body, Fact, moment
from tests.core.conftest import MORNING, MemoryJournal

DEVICES = tuple(str(uuid.UUID(int=n)) for n in (0xA, 0xB, 0xC))
PROGRAM = "0.9.0"


def made(body: Body, at: datetime = MORNING, device: str = DEVICES[0], name: int = 0) -> Fact:
    """A fact as one computer writes it, with an id made of this number where it is one."""
    return Fact(str(uuid.UUID(int=name) if name else uuid.uuid4()), *moment(at), device, body)


def exported(facts: Sequence[Fact], device: str = DEVICES[0]) -> bytes:
    """What a record with these facts exports."""
    with MemoryJournal(list(facts)).snapshot() as rows:
        return b"".join(Outgoing(rows, PROGRAM, device).lines())


def out_of(exchange: Exchange) -> bytes:
    """What this record exports."""
    with exchange.going_out(PROGRAM) as out:
        return b"".join(out.lines())


def facts_in(data: bytes) -> list[bytes]:
    """The lines of facts in an export."""
    return data.splitlines()[1:-1]


@dataclass
class Lines:
    """A file in memory."""

    data: bytes
    name: str = "theirs.jsonl"

    def lines(self) -> Iterator[bytes]:
        return iter(self.data.splitlines(keepends=True))


def minutes(many: float) -> datetime:
    return MORNING + timedelta(minutes=many)
