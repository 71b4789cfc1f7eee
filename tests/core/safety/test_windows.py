"""What the rules leave unread changes nothing: they say the same of what they read as of all there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from coach.core.coach.door import Coach
from coach.core.history import care
from coach.core.library import Library
from coach.core.record.facts import Body, Fact
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, VisitMade
from coach.core.record.sessions import SegmentEnded, SegmentReached, SessionBegan, SessionEnded
from coach.core.safety import daily_check as passes
from coach.core.safety import screening, telling
from coach.core.safety.screening import KINDS, Evaluation, evaluate, passed
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, named
from tests.core.situations import CATALOGUE, EVERY

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ENDLESS = timedelta(days=40_000)
AREAS = ["neck", "lower-back"]
FLAGS = ["night-pain", "rest-no-relief", "fever-or-chills", "lasting-headache", "lump-growing", "cancer-history"]
LOOKS: list[dict[str, Any]] = [{"size_mm": 16}, {"texture": "stone-hard"}, {"change_since_last": "gone"}, {"pain": 5}]

Row = tuple[datetime, str, dict[str, Any]]

area = st.sampled_from(AREAS)
level = st.integers(0, 10)
hours = st.integers(0, 23).map(lambda n: n * HOUR)
zone = st.sampled_from([-12, -5, 0, 1, 2, 14])
flags = st.lists(st.sampled_from(FLAGS), max_size=2)
days_ago = st.one_of(st.integers(0, 40), st.integers(0, 3 * 365))
start = st.builds(lambda ago, extra: MORNING - ago * DAY + extra, days_ago, hours)
about_pain: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(["knot", "lump"]),
    "status": st.sampled_from(["better", "worse"]),
    "triggers": st.just(["accident-or-fall"]),
    "before": level,
    "techniques": st.just(["cat-cow"]),
    "session": st.just("s"),
}
about_check: dict[str, st.SearchStrategy[Any]] = {
    "changed": st.sampled_from(["yes", "no"]),
    "complete": st.just(True),
    "groups": st.just({"all": "no"}),
    "layer": st.just("today"),
    "full": st.just(True),
    "catalogue": st.just(CATALOGUE.digest),
    "listed": st.just([]),
}


def answers(values: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(values), min_size=1, max_size=2)


def later_than(at: datetime) -> st.SearchStrategy[str]:
    return st.just((at + DAY).isoformat())


anything = answers(["yes", "no", "not-sure"])


@st.composite
def alone(draw: st.DrawFn) -> list[Row]:
    """One entry of any kind."""
    at = draw(start)
    kinds: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "pain": st.fixed_dictionaries({"level": level, "area": area}, optional=about_pain | {"noted": later_than(at)}),
        "check": st.fixed_dictionaries({"answers": st.one_of(st.just({}), anything)}, optional=about_check),
        "report": st.fixed_dictionaries({"flag": st.sampled_from(["in-session-dizzy", "in-session-numb-tingle"])}),
        "visit": st.fixed_dictionaries({"flags": flags, "classes": st.just(EVERY)}),
        "withdrawn": st.fixed_dictionaries({"flags": flags}),
        "profile": st.fixed_dictionaries({"age": st.integers(15, 70)}),
        "restored": st.just({}),
        "session-begun": st.fixed_dictionaries({"session": st.just("s")}),
        "segment": st.fixed_dictionaries({"session": st.just("s"), "index": st.just(0), "area": area}),
        "clock-corrected": st.just({"seen": (at + 400 * DAY).isoformat()}),
    }
    kind = draw(st.sampled_from(sorted(kinds)))
    return [(at, kind, draw(kinds[kind]))]


@st.composite
def emergency(draw: st.DrawFn) -> list[Row]:
    """An unsafe answer, then visits and clean checks in any order, months apart."""
    at = draw(start)
    bad = draw(answers(["yes"]))
    rows: list[Row] = [(at, "check", {"answers": bad})]
    for later in draw(st.lists(st.integers(0, 200), max_size=3)):
        then = at + later * DAY + draw(hours)
        if draw(st.booleans()):
            rows.append((then, "visit", {"flags": sorted(bad), "classes": draw(st.sampled_from([EVERY, ["heat"]]))}))
        else:
            rows.append((then, "check", {"layer": "today", "complete": True, "groups": {"all": "no"}, "answers": {}}))
    return rows


@st.composite
def nights(draw: st.DrawFn) -> list[Row]:
    """Pain at night, three times or more within a week or a little more."""
    at, where = draw(start), draw(area)
    told = draw(st.lists(st.integers(0, 24 * 8), min_size=3, max_size=5, unique=True))
    return [(at + n * HOUR, "pain", {"level": 5, "area": where, "tags": ["night"]}) for n in [0, *told]]


@st.composite
def complaint(draw: st.DrawFn) -> list[Row]:
    """A complaint of days or months, rated at times, with care on some of its days; closed, and at times back again."""
    at, where, name = draw(start), draw(area), draw(st.uuids()).hex
    lasts = draw(st.integers(1, 120))
    body = {"kind": draw(st.sampled_from(["knot", "spasm", "bruise"])), "area": where, "started": at.isoformat()}
    rated = draw(st.lists(st.tuples(st.integers(-3, lasts), hours, level), max_size=6))
    cared = range(draw(st.integers(-4, 4)), lasts, draw(st.integers(1, 3)))
    care, done = draw(st.sampled_from([("session-ended", {"outcome": "completed"}), ("care", {})]))
    words = draw(st.lists(st.tuples(st.integers(0, lasts), st.sampled_from(["better", "same"])), max_size=2))
    rows: list[Row] = [
        (at, "episode", body | {"id": name}),
        *((at + n * DAY + extra, "pain", {"level": told, "area": where}) for n, extra, told in rated),
        *((at + n * DAY + HOUR, care, done | {"session": f"{name}{n}"} if done else {}) for n in cared),
        *((at + n * DAY + HOUR, "status", {"episode": name, "value": value}) for n, value in words),
    ]
    if draw(st.booleans()):
        over = at + lasts * DAY
        rows.append((over, "episode-ended", {"episode": name, "ended": over.isoformat()}))
        if draw(st.booleans()):
            back = over + draw(st.integers(0, 9)) * DAY
            rows.append((back, "episode", body | {"started": back.isoformat()}))
    return rows


@st.composite
def lump(draw: st.DrawFn) -> list[Row]:
    """A lump that is looked at now and then, and seen by somebody."""
    at = draw(start)
    name = {"lump": draw(st.sampled_from(["one", "two"]))}
    looked = draw(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(LOOKS)), max_size=3))
    seen_about = ["lump-new-unassessed", "lump-growing", "lump-painful"]
    visit = {"flags": seen_about, "classes": EVERY, "lumps": [name["lump"]]}
    return [
        (at, "lump", name | {"area": draw(area), "size_mm": 9, "pain": draw(st.integers(0, 3))}),
        *((at + n * DAY + HOUR, "lump", name | seen) for n, seen in looked),
        *((at + n * DAY, "visit", visit) for n in draw(st.lists(st.integers(0, 200), max_size=1))),
    ]


@st.composite
def slip(draw: st.DrawFn) -> list[Row]:
    """An unsafe answer that is taken back after some minutes."""
    at = draw(start)
    taken = at + draw(st.integers(0, 20)) * timedelta(minutes=1)
    return [(at, "check", {"answers": {"chest-pain": "yes"}}), (taken, "withdrawn", {"flags": ["chest-pain"]})]


@st.composite
def starts(draw: st.DrawFn) -> list[Row]:
    """Earlier complaints of which only the start is known."""
    at, where = draw(start), draw(area)
    return [(at + n * DAY, "past-start", {"area": where}) for n in draw(st.lists(st.integers(0, 100), max_size=5))]


@st.composite
def lately(draw: st.DrawFn) -> list[Row]:
    """A clean check in full this week or a week and some hours ago, a quick one, and what may void it."""
    at = MORNING - draw(st.integers(0, 24 * 9)) * HOUR
    body = {"layer": "today", "complete": True, "full": True, "catalogue": CATALOGUE.digest, "answers": {}}
    voids: list[tuple[str, dict[str, Any]]] = [("restored", {}), ("pain", {"level": 5, "area": "neck"})]
    rows: list[Row] = [
        (draw(start), "pain", {"level": 3, "area": "neck"}),
        (at, "check", body),
        (MORNING - HOUR, "check", body | {"full": False}),
    ]
    return [*rows, *((MORNING, *void) for void in draw(st.lists(st.sampled_from(voids), max_size=1)))]


@st.composite
def records(draw: st.DrawFn) -> list[Fact]:
    """A record over years, told in several time zones, with entries that correct others."""
    scene = st.one_of(alone(), emergency(), nights(), complaint(), lump(), slip(), starts(), lately())
    rows = [row for rows in draw(st.lists(scene, min_size=1, max_size=6)) for row in rows]
    facts: list[Fact] = []
    for n, (at, kind, body) in enumerate(rows):
        there = at.astimezone(timezone(draw(zone) * HOUR)) if draw(st.integers(0, 3)) == 0 else at
        own = {key: value for key, value in body.items() if key != "id"}
        facts.append(named(str(body.get("id") or f"{n:03}"), kind, there, **own))
    for n, (which, later) in enumerate(draw(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 300)), max_size=2))):
        if not facts:
            break
        old = facts[which % len(facts)]
        changed: Body
        match old.body:
            case PainRated():
                changed = replace(old.body, supersedes=old.id, level=draw(level))
            case EpisodeBegan():
                changed = replace(old.body, supersedes=old.id, ended=None)
            case LumpSeen():
                changed = replace(old.body, supersedes=old.id, size_mm=draw(st.sampled_from([None, 8, 30])))
            case VisitMade():
                changed = replace(old.body, supersedes=old.id)
            case _:  # no entry of the person's: nothing can correct it
                continue
        facts.append(replace(old, id=f"c{n}", at=old.at + later * DAY, body=changed))
    return facts


@contextmanager
def endless() -> Iterator[None]:
    """Nothing is left unread by age."""
    with ExitStack() as stack:
        for module, name, value in (
            (telling, "NIGHT_WINDOW", ENDLESS),
            (passes, "QUICK_WINDOW", ENDLESS),
            (care, "LONG", -ENDLESS),
            (care, "ZONES", ENDLESS),
        ):
            stack.enter_context(patch.object(module, name, value))
        yield


def told(said: Evaluation) -> list[object]:
    """What is up and what it locks, with every word of why."""
    return list(said.flags)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.one_of(st.just(0), st.integers(-3 * 365, 30)), zone)
def test_what_is_left_unread_changes_nothing(library: Library, facts: list[Fact], later: int, offset: int) -> None:
    now = (MORNING + later * DAY).astimezone(timezone(offset * HOUR))  # the clock may have been set back for years
    coach = Coach(library, CATALOGUE, MemoryJournal(facts), FakeClock(now), lambda: "")
    read = coach.rules.facts()
    event(f"flags up: {min(3, len(evaluate(read, CATALOGUE, now).flags))}")
    said, check = told(evaluate(read, CATALOGUE, now)), passed(read, CATALOGUE, now)
    with endless():
        assert said == told(evaluate(facts, CATALOGUE, now))
        assert check == passed(facts, CATALOGUE, now)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.randoms(use_true_random=False))
def test_the_order_in_which_equal_moments_are_read_changes_nothing(facts: list[Fact], random: Any) -> None:
    same = [replace(f, at=f.at.replace(hour=8)) for f in facts]
    mixed = random.sample(same, len(same))
    assert told(evaluate(same, CATALOGUE, MORNING)) == told(evaluate(mixed, CATALOGUE, MORNING))
    assert passed(same, CATALOGUE, MORNING) == passed(mixed, CATALOGUE, MORNING)
    assert screening.care_since(same, MORNING) == screening.care_since(mixed, MORNING)


def test_sessions_are_read_since_the_start_of_a_complaint_that_goes_on() -> None:
    def begun(days: int, over: int | None = None, name: str = "") -> list[Fact]:
        rows = [named(name or f"e{days}", "episode", MORNING - days * DAY, kind="knot", area="neck")]
        if over is not None:
            rows.append(named(f"x{days}", "episode-ended", MORNING - over * DAY, episode=rows[0].id))
        return rows

    since = screening.care_since
    assert since([], MORNING) is None
    assert since(begun(90, 60), MORNING) is None
    assert since(begun(90), MORNING) == MORNING - 92 * DAY
    assert since([*begun(300, 200), *begun(90)], MORNING) == MORNING - 92 * DAY
    back = sorted([*begun(300, 97), *begun(90)], key=lambda fact: fact.at)
    assert since(back, MORNING) == MORNING - 302 * DAY, "closed a week before: it is the same complaint"
    assert since(begun(90, 60), MORNING - 70 * DAY) == MORNING - 92 * DAY, "it was open then"


@pytest.mark.parametrize("kept", [True, False])
def test_care_on_half_of_the_days_of_a_long_complaint_is_called_care(
    library: Library, journal: MemoryJournal, kept: bool
) -> None:
    at = MORNING - 100 * DAY
    journal.append([named("knot", "episode", at, kind="knot", area="neck")])
    ended = [named(f"s{n}", "session-ended", at + n * DAY, session=f"s{n}", outcome="completed") for n in range(50)]
    journal.append(ended[not kept :])
    coach = Coach(library, CATALOGUE, journal, FakeClock(), lambda: "")
    (up,) = (up for up in coach.rules.safety().flags if up.flag.id == "pain-not-better-2-weeks")
    assert ("You have tried for two weeks" in up.evidence[0].words) is kept


def test_a_session_after_now_tells_that_the_clock_was_set_back(library: Library, journal: MemoryJournal) -> None:
    journal.append([named("spasm", "episode", MORNING, kind="spasm", area="neck")])
    coach = Coach(library, CATALOGUE, journal, FakeClock(MORNING + HOUR), lambda: "")
    assert not coach.rules.safety().flags
    journal.append([named("later", "segment", MORNING + 2 * DAY, session="s", index=0)])
    assert {up.flag.id for up in coach.rules.safety().flags} == {"no-better-24h"}


@pytest.mark.parametrize("end", [15, 40])
def test_care_counts_for_a_complaint_that_was_still_open_at_the_moment_asked_for(end: int) -> None:
    begun = MORNING - 50 * DAY
    over = (begun + end * DAY).isoformat()
    facts = [
        named("knot", "episode", begun, kind="knot", area="neck", ended=over),
        *(named(f"s{n}", "session-ended", begun + n * DAY, session=f"s{n}", outcome="completed") for n in range(14)),
    ]
    (up,) = evaluate(facts, CATALOGUE, (begun + 14.5 * DAY).astimezone(MORNING.tzinfo)).flags
    assert up.evidence[0].words.startswith("You have tried for two weeks")


def test_an_end_that_was_corrected_away_keeps_the_sessions_read() -> None:
    begun = MORNING - 90 * DAY
    knot = named("knot", "episode", begun, kind="knot", area="neck", ended=(begun + 9 * DAY).isoformat())
    put_right = named("again", "episode", begun + 60 * DAY, kind="knot", area="neck", supersedes="knot")
    assert screening.care_since([knot], MORNING) is None
    assert screening.care_since([knot, put_right], MORNING) == MORNING - 92 * DAY


def test_no_kind_of_fact_is_read_that_no_rule_knows() -> None:
    assert not {SegmentEnded, SegmentReached, SessionBegan, SessionEnded} & set(KINDS)
