"""An entry that can't be read never makes anything safer than it was, and shuts nothing down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coach.core.check import cadence, sections
from coach.core.check.check_facts import of_check
from coach.core.check.checkup import Checkup
from coach.core.check.written_check import from_answers
from coach.core.clearance.locks import Safety, lock
from coach.core.history.corrections import in_order
from coach.core.history.unread import NO_SIGNS
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, Unreadable
from coach.core.safety import flag_log
from coach.core.safety.daily_check import UNREAD, DailyCheck, passed
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import BodyArea
from tests.core.conftest import MORNING, wrote
from tests.core.safety.test_windows import records
from tests.core.situations import CATALOGUE, TECHNIQUES

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BETWEEN = timedelta(milliseconds=1)  # from an entry to what the program writes of it
PLACES = (None, *BodyArea)


def logged(facts: list[Fact], now: datetime) -> list[Fact]:
    """The facts with the log of flags that the program keeps: looked at after each of them, and now."""
    told: list[Fact] = []
    log: list[Fact] = []
    for one in in_order(facts):
        told.append(one)
        log += audited([*told, *log], one.local + BETWEEN, f"log-{one.id}")
    return [*told, *log, *audited([*told, *log], now, "log-now")]


def audited(facts: list[Fact], now: datetime, name: str) -> list[Fact]:
    body = flag_log.entry(evaluate(facts, CATALOGUE, now).flags, in_order(facts))
    return [replace(wrote(now, body), id=name)] if body is not None else []


def spoilt(one: Fact, draw: st.DataObject) -> Fact:
    """The fact with a field left out, of another type or with a word nobody knows, or its kind misspelt."""
    keys: dict[str, Any] = json.loads(encode(one.body))
    way = draw.draw(st.sampled_from(["left out", "of another type", "an unknown word", "kind", "text"]))
    kind, text = one.kind, encode(one.body)
    if way == "kind":
        at = draw.draw(st.integers(0, len(kind) - 1))
        kind = kind[:at] + "#" + kind[at + 1 :]
    elif way == "text" or not keys:
        text = text[:-1]
    else:
        name = draw.draw(st.sampled_from(sorted(keys)))
        if way == "left out":
            del keys[name]
        else:
            keys[name] = {"of another type": [{}], "an unknown word": "#"}[way]
        text = json.dumps(keys)
    body = decode(kind, text)
    if not isinstance(body, Unreadable):  # it can be read without that field, or as another text
        body = decode(one.kind, "{")
    event(way)
    return replace(one, body=body)


def names(flags: tuple[RaisedFlag, ...]) -> set[tuple[str, str]]:
    return {(up.flag.id, up.subject) for up in flags}


def locks(flags: tuple[RaisedFlag, ...], now: datetime) -> set[tuple[str, BodyArea | None]]:
    """What the flags lock, and where."""
    safety = Safety(flags, DailyCheck(valid=True), CATALOGUE, (), "")
    return {(t.id, area) for t in TECHNIQUES.values() for area in PLACES if lock(t, area, safety, now, TECHNIQUES)}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.integers(0, 30), st.data())
def test_one_entry_that_can_not_be_read_takes_down_no_flag_and_opens_nothing(
    facts: list[Fact], later: int, data: st.DataObject
) -> None:
    assume(len(facts) <= 25)
    now = max([MORNING, *(one.local for one in facts)]) + later * HOUR
    whole = logged(facts, now)
    before = evaluate(whole, CATALOGUE, now)
    hurt = data.draw(st.integers(0, len(whole) - 1))
    damaged = [spoilt(one, data) if n == hurt else one for n, one in enumerate(whole)]
    after = evaluate(damaged, CATALOGUE, now)
    event(f"flags up: {min(3, len(before.flags))}")
    assert names(before.flags) <= names(after.flags)
    assert locks(before.flags, now) <= locks(after.flags, now)
    assert [entry.id for entry in after.unread] == [whole[hurt].id]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.data())
def test_the_whole_check_is_due_once(facts: list[Fact], data: st.DataObject) -> None:
    now = max([MORNING, *(one.local for one in facts)]) + HOUR
    hurt = data.draw(st.integers(0, len(facts) - 1))
    damaged = [spoilt(one, data) if n == hurt else one for n, one in enumerate(facts)]
    bears = damaged[hurt].kind not in NO_SIGNS
    due = cadence.due(damaged, evaluate(damaged, CATALOGUE, now), now)
    assert due.unread == ((facts[hurt].id,) if bears else ())
    if not bears:
        return
    day = passed(damaged, CATALOGUE, now)
    assert not day.valid
    assert not day.quick
    assert due.profile
    assert due.weekly
    answered = [*damaged, *(wrote(now, body) for body in of_check(whole_check(due), None, "person", now.date()))]
    later = now + MINUTE
    again = cadence.due(answered, evaluate(answered, CATALOGUE, later), later)
    assert again.unread == ()
    assert not (again.profile)
    assert not (again.lumps)
    assert passed(answered, CATALOGUE, later).why != UNREAD
    assert names(evaluate(answered, CATALOGUE, later).flags) >= {
        (up.flag.id, up.subject) for up in evaluate(damaged, CATALOGUE, later).flags if up.flag.clears == "clinician"
    }


def whole_check(due: cadence.DueQuestions) -> Checkup:
    """The check that is due, answered safely throughout."""
    asked = Checkup(CATALOGUE, sections=sections.of_due(CATALOGUE, due), grows=True, unread=due.unread)
    return from_answers(CATALOGUE, {}, frozenset(), others=True, due=asked)
