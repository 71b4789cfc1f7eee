"""What the rules leave unread changes nothing: they say the same of the facts they ask for as of all there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.record import Fact, moment
from coach.core.screening import KINDS, evaluate, passed
from tests.core.conftest import MORNING
from tests.core.situations import CATALOGUE, EVERY

AREAS = ["neck", "lower-back"]
at_level = st.fixed_dictionaries(
    {"level": st.integers(0, 10), "area": st.sampled_from(AREAS), "tags": st.sampled_from([[], ["night"]])}
)
named = st.sampled_from(["night-pain", "rest-no-relief", "fever-or-chills", "lasting-headache", "lump-growing"])
bodies: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "pain": at_level,
    "episode": st.fixed_dictionaries(
        {"kind": st.sampled_from(["knot", "spasm", "bruise", "lump"]), "area": st.sampled_from(AREAS)}
    ),
    "check": st.fixed_dictionaries({"answers": st.dictionaries(named, st.sampled_from(["yes", "no"]), max_size=2)}),
    "lump": st.fixed_dictionaries(
        {"lump": st.just("one"), "area": st.just("neck"), "size_mm": st.integers(5, 30), "pain": st.integers(0, 5)}
    ),
    "visit": st.fixed_dictionaries({"flags": st.lists(named, max_size=2), "classes": st.just(EVERY)}),
    "segment": at_level,
    "reached": at_level,
    "session-begun": st.fixed_dictionaries({"session": st.just("s"), "area": st.sampled_from(AREAS)}),
}
told = st.sampled_from(sorted(bodies)).flatmap(
    lambda kind: st.tuples(st.just(kind), bodies[kind], st.integers(0, 24 * 120))
)


def written(number: int, kind: str, body: dict[str, Any], hours: int) -> Fact:
    instant, offset = moment(MORNING - timedelta(hours=hours))
    return Fact(f"{number:03}", instant, offset, "", kind, body)


def locks(facts: list[Fact]) -> list[object]:
    """What is up and what it locks, without the words: those may speak of care, which sessions tell of too."""
    said = evaluate(facts, CATALOGUE, MORNING).flags
    return [(up.flag.id, up.subject, up.since, up.level, up.blocks, up.area, up.until, up.opened) for up in said]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(told, max_size=25))
def test_the_rules_say_the_same_of_what_they_ask_for_as_of_everything(rows: list[tuple[str, Any, int]]) -> None:
    facts = [written(n, *row) for n, row in enumerate(rows)]
    read = [fact for fact in facts if fact.kind in KINDS]
    assert locks(read) == locks(facts)
    assert passed(read, CATALOGUE, MORNING) == passed(facts, CATALOGUE, MORNING)
