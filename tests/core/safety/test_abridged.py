"""What the rules no longer read of the past changes nothing: they say the same of the rest as of all there is."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Layer
from coach.core.check import cadence
from coach.core.check.complaints import open_at
from coach.core.clearance.safety_state import state_of
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.record.facts import Fact, Unreadable
from coach.core.record.health import PainRated
from coach.core.safety.abridged import end_of_past, needed, speaks_of_past
from coach.core.safety.screening import KINDS, evaluate
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, named
from tests.core.exchange.records import Lines, exported, made
from tests.core.safety.test_windows import DAY, HOUR, records, zone
from tests.core.situations import CATALOGUE

EXAMPLES = int(os.environ.get("COACH_EXAMPLES", "150"))
READ = {kind.kind for kind in KINDS}
PROFILE = [flag.id for flag in CATALOGUE.of_layer(Layer.PROFILE)]
SECTIONS = [["profile", "weekly"], ["weekly"], []]
CLEAN: dict[str, Any] = {
    "layer": "today",
    "complete": True,
    "full": False,
    "groups": {"all": "no"},
    "answers": {},
    "catalogue": CATALOGUE.digest,
}


@st.composite
def days(draw: st.DrawFn) -> list[Fact]:
    """Ordinary days, some months of them or years: a clean check, pain before a session and after it."""
    first, many = draw(st.integers(30, 900)), draw(st.integers(1, 25))
    step, name = draw(st.integers(1, 30)), draw(st.sampled_from("abc"))
    rows: list[Fact] = []
    for n in range(many):
        at = MORNING - (first - n * step) * DAY + draw(st.integers(0, 5)) * HOUR
        area = draw(st.sampled_from(["neck", "lower-back", None]))
        level = draw(st.integers(0, 5))
        after = {"level": max(0, level - 1), "before": level, "session": f"{name}{n}", "techniques": ["cat-cow"]}
        lined: dict[str, Any] = draw(
            st.sampled_from([{}, {"listed": ["night-pain"]}, {"listed": PROFILE[n % 5 :: 3], "groups": None}])
        )
        rows += [
            named(f"{name}{n}c", "check", at, **{**CLEAN, **lined}, sections=draw(st.sampled_from(SECTIONS))),
            named(f"{name}{n}b", "pain", at + HOUR / 4, level=level, area=area, when="before"),
            named(f"{name}{n}a", "pain", at + HOUR / 2, **after, area=area, when="after"),
        ]
        if draw(st.integers(0, 5)) == 0:
            rows.append(named(f"{name}{n}f", "flags", at + HOUR, up=draw(st.sampled_from([["night-pain"], []]))))
    return rows


@st.composite
def longer(draw: st.DrawFn) -> list[Fact]:
    """A record of years with ordinary days in it, and at times an entry that can't be read."""
    facts = [*draw(records()), *(fact for some in draw(st.lists(days(), max_size=2)) for fact in some)]
    facts = list({fact.id: fact for fact in facts}.values())
    if facts and draw(st.integers(0, 29)) == 0:
        which = draw(st.integers(0, len(facts) - 1))
        old = facts[which]
        facts[which] = replace(old, body=Unreadable(old.kind, "{", "no JSON"))
    return facts


def said(facts: Sequence[Fact], now: datetime) -> list[object]:
    """All that is asked of the facts that the rules read."""
    read = sorted(facts, key=lambda fact: (fact.at, fact.id))
    whole = evaluate(read, CATALOGUE, now)
    state = state_of(read, [], [], CATALOGUE, now)
    due = cadence.due(read, whole, CATALOGUE, now)
    there = open_at(whole, due, now)
    lumps = whole.history.lumps
    return [whole.flags, whole.unread, state, _ids(due), _ids(there), lumps, whole.history.visits]


def _ids(found: Any) -> object:
    """The value with each complaint as its id: of one that is over, fewer ratings may have been read."""
    return repr(
        [
            (name, [getattr(one, "id", one) for one in value] if isinstance(value, tuple) else value)
            for name in sorted(found.__dataclass_fields__)
            for value in [getattr(found, name)]
        ]
    )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(longer(), st.one_of(st.integers(-900, 0), st.integers(0, 400)), st.integers(0, 120), zone)
def test_what_is_left_out_changes_nothing(facts: list[Fact], later: int, ago: int, offset: int) -> None:
    now = (MORNING + later * DAY).astimezone(timezone(offset * HOUR))
    until = end_of_past(now - ago * DAY)
    read = [fact for fact in facts if fact.kind in READ or isinstance(fact.body, Unreadable)]
    past, since = [f for f in read if f.at < until], [f for f in read if f.at >= until]
    ids = needed(past, CATALOGUE, until)
    assume(ids is not None)
    assert ids is not None
    kept = [fact for fact in past if fact.id in set(ids)]
    if speaks_of_past(kept, since, until, now):
        event("all is read")
        return
    event(f"left out: {min(3, (len(past) - len(kept) + 9) // 10)}0")
    event(f"flags up: {min(3, len(evaluate(read, CATALOGUE, now).flags))}")
    assert said([*kept, *since], now) == said(read, now)


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(longer(), longer(), st.integers(-400, 0), st.integers(-60, 120), st.booleans())
def test_the_door_says_the_same_with_a_note_of_what_is_needed_as_without(
    library: Library, facts: list[Fact], more: list[Fact], then: int, later: int, merged: bool
) -> None:
    """First some facts and a look, which notes what is needed; then others, which another desk may date anyhow."""
    clock = FakeClock(MORNING + then * DAY)
    journal = MemoryJournal([fact for fact in facts if fact.at <= clock.now().wall])
    ids = itertools.count()
    coach = Coach(library, CATALOGUE, journal, clock, lambda: f"new{next(ids)}", "here")
    coach.rules.audit()
    event(f"noted: {journal.note is not None}")
    fresh = [fact for fact in facts if fact.at > clock.now().wall]
    journal.append([*fresh, *(replace(fact, id=f"x{fact.id}", device="there") for fact in more if merged)])
    clock.wall += later * DAY
    said = coach.rules.safety(), coach.checks.due() if not journal.broken else None
    journal.note = None
    assert (coach.rules.safety(), coach.checks.due()) == said or _alike(said, coach)


def _alike(said: tuple[Any, Any], coach: Coach) -> bool:
    """Complaints that are over may have been read with fewer ratings."""
    return said[0] == coach.rules.safety() and _ids(said[1]) == _ids(coach.checks.due())


def test_ten_years_of_ordinary_days_leave_a_few_facts_to_be_read(library: Library) -> None:
    body = {"level": 3, "area": "neck"}
    checks = [named(f"c{n}", "check", MORNING - n * DAY, **CLEAN, sections=["profile"]) for n in range(1, 3000)]
    rated = [named(f"p{n}", "pain", MORNING - n * DAY, **body) for n in range(1, 3000)]
    journal = MemoryJournal([*checks, *rated])
    coach = Coach(library, CATALOGUE, journal, FakeClock(), lambda: "new", "here")
    assert len(coach.rules.needed()) == 5998
    coach.rules.audit()
    assert len(coach.rules.needed()) < 120
    assert coach.rules.safety().check.at is not None


def test_an_unsafe_answer_and_what_cleared_it_stay_needed() -> None:
    bad = named("bad", "check", MORNING - 300 * DAY, **CLEAN | {"answers": {"fever-or-chills": "yes"}, "groups": {}})
    clean = [named(f"c{n}", "check", MORNING - n * DAY, **CLEAN) for n in range(290, 60, -1)]
    found = needed([bad, *clean], CATALOGUE, end_of_past(MORNING))
    assert found is not None
    assert found[:2] == ("bad", "c290")
    assert len(found) < 30


UNTIL = end_of_past(MORNING)
OLD = named("old", "pain", UNTIL - 100 * DAY, level=3, area="neck")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("visit", {"flags": ["fever-or-chills"], "classes": []}),
        ("lump", {"area": "neck"}),
        ("clock-corrected", {"seen": (MORNING + DAY).isoformat(), "facts": []}),
        ("episode-ended", {"episode": "long ago"}),
        ("check", {"changed": "yes"}),
        ("check", {"answers": {"knot-may-be-lump": "not-sure"}}),
        ("pain", {"level": 2, "kind": "lump"}),
        ("pain", {"level": 2, "supersedes": "old"}),
        ("episode", {"kind": "knot", "started": (UNTIL - DAY).isoformat()}),
        ("episode", {"kind": "knot", "started": "2020-01-01", "ended": "2020-01-02"}),
        ("episode", {"kind": "knot", "started": (UNTIL - DAY).isoformat(), "ended": (UNTIL + HOUR).isoformat()}),
        ("episode", {"kind": "lump"}),
    ],
)
def test_what_speaks_of_the_past_has_all_of_it_read(kind: str, body: dict[str, Any]) -> None:
    at = UNTIL + DAY
    assert speaks_of_past([OLD], [named("new", kind, at, **body)], UNTIL, MORNING)


def test_what_speaks_of_now_does_not() -> None:
    at = UNTIL + DAY
    new = [
        named("a", "pain", at, level=9, area="neck", tags=["night"], noted=(at + DAY).isoformat()),
        named("b", "pain", at + HOUR, level=8, area="neck", supersedes="a"),
        named("c", "check", at, **CLEAN | {"answers": {"fever-or-chills": "yes"}, "changed": "no"}),
        named("d", "episode", at, kind="knot", area="neck", started=(at - HOUR).isoformat()),
        named("e", "episode-ended", at + DAY, episode="d"),
        named("f", "withdrawn", at + HOUR, flags=["fever-or-chills"]),
    ]
    assert not speaks_of_past([OLD], new, UNTIL, MORNING)


def test_a_clock_that_was_set_back_and_an_entry_that_cant_be_read_have_all_of_the_past_read() -> None:
    broken = replace(OLD, id="broken", body=Unreadable("pain", "{", "no JSON"))
    assert speaks_of_past([OLD], [], UNTIL, UNTIL + DAY)
    assert speaks_of_past([OLD], [broken], UNTIL, MORNING)
    assert speaks_of_past([broken], [], UNTIL, MORNING)
    assert needed([OLD, broken], CATALOGUE, UNTIL) is None


def test_a_fact_that_a_correction_of_the_clock_brings_back_into_the_past_has_all_of_it_read() -> None:
    ahead = named("ahead", "pain", MORNING + 300 * DAY, level=3)
    body = {"seen": (MORNING + 300 * DAY).isoformat(), "facts": ["ahead"]}
    put_right = named("right", "clock-corrected", UNTIL - 50 * DAY, **body)
    assert speaks_of_past([OLD, put_right], [ahead], UNTIL, MORNING)
    assert not speaks_of_past([OLD], [ahead], UNTIL, MORNING)


def test_the_note_is_made_anew_after_a_month_and_for_other_rules(library: Library) -> None:
    clock = FakeClock()
    journal = MemoryJournal([OLD])
    coach = Coach(library, CATALOGUE, journal, clock, lambda: "new", "here")
    coach.rules.audit()
    assert journal.note is not None
    first = journal.note
    clock.wall = MORNING + 20 * DAY
    coach.rules.audit()
    assert journal.note == first
    clock.wall = MORNING + 60 * DAY
    coach.rules.audit()
    assert journal.note[1] > first[1]
    other = Coach(library, replace(CATALOGUE, digest="other"), journal, clock, lambda: "new2", "here")
    assert len(other.rules.needed()) == len(journal.facts())
    other.rules.audit()
    assert journal.note[0].endswith("other")


def test_the_pain_that_a_visit_has_known_stays_needed() -> None:
    felt = [named(f"p{n}", "pain", MORNING - n * DAY, level=6, area="lower-back") for n in range(300, 199, -1)]
    seen = named("seen", "visit", MORNING - 150 * DAY, flags=["back-lump-with-pain"], classes=[])
    later = named("later", "pain", MORNING - 100 * DAY, level=2, area="lower-back")
    found = needed([*felt, seen, later], CATALOGUE, end_of_past(MORNING))
    assert found == ("p200", "seen", "later")


def test_what_began_today_by_another_zones_clock_may_lie_ahead() -> None:
    at = MORNING.astimezone(timezone(-12 * HOUR)) + HOUR
    begun = [named(f"s{n}", "past-start", at, area="neck") for n in range(3)]
    (up,) = evaluate(begun, CATALOGUE, MORNING - HOUR).flags
    assert (up.flag.id, up.since) == ("knot-keeps-coming-back", MORNING - HOUR)


def test_what_came_in_from_elsewhere_is_gone_through_at_once(library: Library) -> None:
    device = str(uuid.UUID(int=1))
    old = [made(PainRated(level=3), MORNING - n * DAY, device) for n in range(100, 300)]
    journal = MemoryJournal([made(PainRated(level=3), MORNING - 400 * DAY, device)])
    coach = Coach(library, CATALOGUE, journal, FakeClock(), lambda: str(uuid.uuid4()), device)
    coach.rules.audit()
    coach.exchange.take([Lines(exported(old, device))])
    assert len(coach.rules.needed()) < 5
