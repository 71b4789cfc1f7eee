"""The record as lines and back: what goes out comes in as it was, and nothing else comes in."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.exchange.reading import Reading
from coach.core.exchange.writing import Outgoing
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Body, Fact, Unknown, Unreadable
from coach.core.record.health import PainRated
from coach.core.record.recorded import Recorded, fact_of
from coach.core.record.sessions import SessionBegan
from tests.core.conftest import as_recorded
from tests.core.exchange.records import DEVICES, PROGRAM, exported, facts_in, made, minutes
from tests.core.record.bodies import EVERY, MOMENT

PAIN = PainRated(level=4, note="nach dem Tragen, übel")


def sealed(*lines: bytes, told: int | None = None) -> bytes:
    """A header, these lines, and an end whose sum fits."""
    head = {"coach": "record", "device": DEVICES[0], "facts": len(lines) if told is None else told}
    whole = json.dumps({**head, "format": 1, "program": PROGRAM}).encode() + b"\n" + b"".join(lines)
    end = {"end": True, "facts": len(lines), "sha256": hashlib.sha256(whole).hexdigest()}
    return whole + json.dumps(end).encode() + b"\n"


def line(**changed: Any) -> bytes:
    """A fact as a line, with some of it changed; None takes a name out."""
    whole = {
        "at": "2026-03-02T08:00:00.000000Z",
        "body": {"level": 4},
        "device": DEVICES[0],
        "id": "6ff2bc4e-6a53-4a9e-8e2a-0f1ad94b1b35",
        "kind": "pain",
        "offset": 60,
    }
    return json.dumps({k: v for k, v in (whole | changed).items() if v is not None}).encode() + b"\n"


def read(data: bytes) -> tuple[list[Recorded], list[str]]:
    reading = Reading("f")
    rows = [kept for _, kept in reading.rows(iter(data.splitlines(keepends=True)))]
    return rows, [str(fault) for fault in reading.faults]


def test_the_format_is_as_it_is_written_down() -> None:
    fact = Fact("6ff2bc4e-6a53-4a9e-8e2a-0f1ad94b1b35", datetime(2026, 3, 2, 8, tzinfo=UTC), 60, DEVICES[1], PAIN)
    head, entry, end = exported([fact]).split(b"\n")[:3]
    assert json.loads(head) == {"coach": "record", "device": DEVICES[0], "facts": 1, "format": 1, "program": PROGRAM}
    assert entry.decode() == (
        '{"at":"2026-03-02T08:00:00.000000Z","body":{"level":4,"area":null,"note":"nach dem Tragen, übel"},'
        f'"device":"{DEVICES[1]}","id":"6ff2bc4e-6a53-4a9e-8e2a-0f1ad94b1b35","kind":"pain","offset":60}}'
    )
    whole = hashlib.sha256(head + b"\n" + entry + b"\n").hexdigest()
    assert end.decode() == f'{{"end":true,"facts":1,"sha256":"{whole}"}}'


@given(st.lists(st.tuples(EVERY, MOMENT, st.sampled_from(DEVICES)), max_size=6), st.randoms(use_true_random=False))
def test_what_goes_out_comes_in_as_it_was(said: list[tuple[Body, datetime, str]], draw: random.Random) -> None:
    ids = draw.sample(range(1, 1000), len(said))
    facts = [made(body, at, device, name) for (body, at, device), name in zip(said, ids, strict=True)]
    shuffled = draw.sample(facts, len(facts))
    data = exported(shuffled)
    assert data == exported(facts)
    rows, faults = read(data)
    assert faults == []
    assert {row.id: (row, decode(row.kind, row.text)) for row in rows} == {
        fact.id: (as_recorded(fact), decode(fact.kind, encode(fact.body))) for fact in facts
    }


@pytest.mark.parametrize(
    "sign", ["\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041"]
)
@pytest.mark.parametrize("where", ["note", "unknown"])
def test_nothing_that_steers_a_terminal_or_hides_goes_out_as_it_is(sign: str, where: str) -> None:
    text = json.dumps({where: f"ü{sign}2J"}, separators=(",", ":"))
    fact = made(PainRated(level=4, note=f"ü{sign}2J") if where == "note" else Unknown("later", text), name=1)
    data = exported([fact])
    assert sign not in data.decode()
    assert "ü" in data.decode()
    assert [fact_of(row) for row in read(data)[0]] == [fact]


def test_the_order_of_names_in_a_body_stays_for_it_tells_the_order_of_steps() -> None:
    body = SessionBegan(session="s", routine="r", planned=(("wall-angel", 60), ("bridge", 40)))
    ((row,), faults) = read(exported([made(body)]))
    assert not faults
    assert decode(row.kind, row.text) == body


UNREAD = [
    ("pain", "no json"),
    ("pain", '{"level":NaN}'),
    ("pain", "[4]"),
    ("pain", ""),
    ("later-kind", "no json"),
]


@pytest.mark.parametrize(("kind", "text"), UNREAD)
def test_what_cannot_be_read_travels_and_is_read_nowhere(kind: str, text: str) -> None:
    body = decode(kind, text)
    assert isinstance(body, (Unreadable, Unknown))
    (row,), faults = read(exported([made(body)]))
    assert faults == []
    assert isinstance(fact_of(row).body, Unreadable)
    assert facts_in(exported([fact_of(row)])) == facts_in(
        exported([Fact(row.id, row.at, row.offset, row.device, body)])
    )


def test_what_the_journal_found_damaged_is_read_nowhere_however_well_it_looks() -> None:
    sound = as_recorded(made(PAIN))
    damaged = Recorded(sound.id, sound.at, sound.offset, sound.device, sound.kind, '{"level":1}', whole=False)
    (row,), _ = read(b"".join(Outgoing(lambda: iter([damaged]), PROGRAM, DEVICES[0]).lines()))
    assert isinstance(fact_of(row).body, Unreadable)


def test_a_body_that_says_a_thing_twice_is_taken_for_good_by_nobody_else() -> None:
    row = as_recorded(made(PAIN))
    twice = Recorded(row.id, row.at, row.offset, row.device, row.kind, '{"level":9,"level":1}')
    (found,), _ = read(b"".join(Outgoing(lambda: iter([twice]), PROGRAM, DEVICES[0]).lines()))
    assert isinstance(fact_of(found).body, Unreadable)


def test_what_does_not_fit_its_field_stays_unreadable() -> None:
    (row,), _ = read(exported([made(decode("pain", '{"level":44}'))]))
    assert row.text == '{"level":44}'
    assert isinstance(decode(row.kind, row.text), Unreadable)


@pytest.mark.parametrize(
    "damaged", [{"id": "no-uuid"}, {"device": "x"}, {"kind": "pa\x00in"}, {"offset": 900}, {"kind": "Pain"}]
)
def test_a_row_that_does_not_say_what_it_is_stays_behind_and_is_named(damaged: dict[str, Any]) -> None:
    rows = [as_recorded(made(PAIN)), as_recorded(made(PAIN, minutes(1)))]
    whole = {name: getattr(rows[0], name) for name in ("id", "at", "offset", "device", "kind", "text")}
    given_rows = [Recorded(**{**whole, **damaged}), rows[1]]
    out = Outgoing(lambda: iter(given_rows), PROGRAM, DEVICES[0])
    assert out.left_out == (given_rows[0].id,)
    found, faults = read(b"".join(out.lines()))
    assert (found, faults) == ([rows[1]], [])


HOSTILE = {
    "no JSON object": b"{\n",
    "no UTF-8": b'{"id":"\xff"}\n',
    "is no JSON": b"[1]\n",
    "'id' is missing": line(id=None),
    "its id is none": line(id="6FF2BC4E-6A53-4A9E-8E2A-0F1AD94B1B35"),
    "its device is none": line(device="\x1b]0;x\x07"),
    "moment is none": line(at="2026-03-02T08:00:00"),
    "moment is no": line(at="0001-01-01T00:00:00Z"),
    "its offset is more": line(offset=841),
    "offset is none": line(offset=True),
    "kind is no word": line(kind="Pain\n"),
    "body is no object": line(body=[1]),
    "deeper than 8": line(body={"a": [[[[[[[[1]]]]]]]]}),
    "larger than 64 KiB": line(body={"a": "x" * 65536}),
    "is not known here": line(body={}, more=1),
    "stands twice": b'{"at":"2026-03-02T08:00:00.000000Z","body":{"level":1,"level":4},"device":"'
    + b"a" * 36
    + b'"}\n',
    "is none": line(body=None, text=4),
    "no end": b'{"end":true}\n',
    "A number": line(body=json.loads('{"level":1e999}')).replace(b"Infinity", b"1e999"),
    "is no JSON object": b'{"a":' + b"[" * 100_000 + b"\n",
    "The line is too long": b'{"a":"' + b"x" * 300_000 + b'"}\n',
}


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_line_is_one_fault_with_its_number(why: str) -> None:
    good = line(at="2026-03-02T07:00:00.000000Z", id="0ff2bc4e-6a53-4a9e-8e2a-0f1ad94b1b35")
    _, faults = read(sealed(good, HOSTILE[why], told=2))
    assert why.removeprefix("is no JSON object") in faults[0]
    assert faults[0].startswith("f:3:1: ")
    assert all(fault.isprintable() and len(fault) < 200 for fault in faults)
    assert len([fault for fault in faults if fault.startswith("f:3:")]) == 1


def test_a_name_within_names_does_not_pass_for_the_usual_line() -> None:
    usual = line().replace(b'"body": {"level": 4}', b'"body":{"level":4},"body":{"level":1}')
    rows, faults = read(sealed(usual.replace(b": ", b":").replace(b", ", b",")))
    assert rows == []
    assert "stands twice" in faults[0]


def test_every_place_where_it_can_be_cut_off_is_told() -> None:
    data = exported([made(PAIN, minutes(n)) for n in range(3)])
    for many in range(len(data)):
        _, faults = read(data[:many])
        assert len(faults) == 1, many
        ends = data[:many].count(b"\n")
        if many == 0:
            assert "is empty" in faults[0]
        elif ends == 0:
            assert "no record of Coach" in faults[0]
        else:
            assert f"cut off after line {ends}" in faults[0]


@given(st.data())
def test_no_change_of_a_byte_comes_in(data: st.DataObject) -> None:
    whole = exported([made(PAIN, minutes(n), name=n) for n in range(3)])
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != whole[at]))
    _, faults = read(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert faults


def test_a_doubled_file_a_newer_and_a_foreign_one_are_told_apart() -> None:
    data = exported([made(PAIN)])
    assert "two files" in read(data + data)[1][0]
    assert "f:4:1" in read(data + data)[1][0]
    newer = data.replace(b'"format":1', b'"format":2')
    assert read(newer)[1] == ["f:1:1: It was written by a newer Coach (format 2). Update this one."]
    for foreign in (b"level,at\n1,2\n", b"\x00" * 100, b"[]\n", b'{"coach":"status"}\n', b"x" * 10_000_000):
        assert read(foreign)[1] == ["f:1:1: This is no record of Coach."]


def test_the_count_has_to_fit_and_the_order() -> None:
    assert "has 1 entries and says 2" in read(sealed(line(), told=2))[1][0]
    assert "stands here twice" in read(sealed(line(), line()))[1][0]
    early = line(at="2026-03-01T07:00:00.000000Z", id="0ff2bc4e-6a53-4a9e-8e2a-0f1ad94b1b35")
    assert "not in its order" in read(sealed(line(), early))[1][0]
    assert "More than 1,000,000" in read(sealed(line(), told=1_000_001))[1][0]


def test_at_most_twenty_faults_are_told() -> None:
    assert len(read(sealed(*[b"{}\n"] * 100))[1]) == 20
