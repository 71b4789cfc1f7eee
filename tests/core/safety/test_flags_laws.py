"""Laws that hold for every record: nothing that is told makes anything safer than it was."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.clearance import cases
from coach.core.clearance.case_facts import facts_of
from coach.core.safety.screening import evaluate, raised
from tests.core.conftest import MORNING, named
from tests.core.situations import CATALOGUE, TECHNIQUES, day, said

QUESTIONS = sorted(
    f.id for f in CATALOGUE.flags.values() if f.question and f.id != "what-is-it" and f.ask is not Layer.COMPUTED
)
RISKY = {name: "no" if CATALOGUE.flags[name].rule.must_be == "yes" else "yes" for name in QUESTIONS}
KINDS = ["knot", "spasm", "ache", "lump", "bruise", "swollen-gland", "not-sure"]
AREAS = ["neck", "shoulder", "upper-back", "mid-back", "lower-back"]
quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

answers = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "not-sure"]), max_size=5)
ratings = st.lists(
    st.builds(lambda d, level, night: day(d, level=level, tags=["night"] if night else []),
              st.integers(0, 20), st.integers(0, 10), st.booleans()), max_size=6)  # fmt: skip
lumps = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "first_noticed": st.just("not-sure") | st.integers(0, 30).map(day),
        "texture": st.sampled_from(["soft", "firm", "stone-hard"]),
        "seen_by": st.sampled_from(["nobody", "booked", "seen: self-care fine", "seen: no self-care"]),
    },
)


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    history: dict[str, Any] = {"pain": draw(ratings)}
    kind = draw(st.sampled_from(KINDS))
    if draw(st.booleans()):
        history["episode"] = {"kind": kind, "started": day(draw(st.integers(0, 30)))}
    found = draw(lumps)
    if found is not None:
        history["lump"] = found
    if draw(st.booleans()):
        named = draw(st.lists(st.sampled_from(sorted(CATALOGUE.flags)), max_size=3))
        every = ["heat", "cold", "compression", "massage", "stretch", "strength", "movement-break"]
        classes = draw(st.lists(st.sampled_from(every), max_size=7))
        history["visits"] = [day(draw(st.integers(0, 40)), who="GP", flags=named, classes=classes)]
    person = draw(st.sampled_from([{}, {"age": 17}, {"age": 30}, {"age": 60}]))
    return {
        "person": person,
        "area": draw(st.sampled_from(AREAS)),
        "kind": kind,
        "answers": draw(answers),
        "history": history,
    }


def open_in(case: dict[str, Any]) -> set[str]:
    return set(cases.assess(case, CATALOGUE, TECHNIQUES, MORNING).allowed)


@quick
@given(situations(), st.sampled_from(QUESTIONS), st.booleans())
def test_one_more_unsafe_answer_never_opens_anything(case: dict[str, Any], name: str, unsure: bool) -> None:
    visited = {flag for visit in case["history"].get("visits", []) for flag in visit["flags"]}
    if name in visited or name in case["answers"]:
        return  # what a visit names was told before it
    more = case | {"answers": {**case["answers"], name: "not-sure" if unsure else RISKY[name]}}
    assert open_in(more) <= open_in(case)


@quick
@given(situations(), st.integers(0, 13), st.sampled_from([7, 8, 9, 10]))
def test_one_more_rating_of_bad_pain_never_opens_anything(case: dict[str, Any], hours: int, level: int) -> None:
    pain = sorted(case["history"]["pain"], key=lambda entry: entry["d"])
    if case["history"].get("episode") is None or not pain or any(level < entry["level"] for entry in pain):
        return
    if pain[0]["d"] < case["history"]["episode"]["started"]["d"]:
        return  # it would be the first of the complaint, and change its start
    if any(entry["d"] == 0 and entry["tags"] for entry in pain):
        return  # told of the same moment, it says of itself that the night was not the worst of that day (LR11)
    started = case["history"]["episode"]["started"]["d"]
    if not any(entry["d"] >= started for entry in pain):
        return
    worse = case["history"] | {"pain": [*pain, {"h": 0, "level": level}]}
    lost = said(**case).flags
    gained = said(**case | {"history": worse}).flags
    opened = open_in(case | {"history": worse}) - open_in(case)
    assert not opened, (lost, gained)


@quick
@given(situations(), st.sampled_from(QUESTIONS))
def test_a_blank_in_place_of_a_safe_answer_never_opens_anything(case: dict[str, Any], name: str) -> None:
    if name in case["answers"]:
        return
    assert open_in(case | {"unanswered": [name]}) <= open_in(case)


@quick
@given(situations(), st.randoms())
def test_the_order_of_facts_never_matters(case: dict[str, Any], chance: random.Random) -> None:
    facts = facts_of(case, CATALOGUE, MORNING)
    shuffled = facts.copy()
    chance.shuffle(shuffled)
    assert raised(shuffled, CATALOGUE, MORNING) == raised(facts, CATALOGUE, MORNING)


@quick
@given(situations(), st.integers(1, 400))
def test_a_clock_set_back_never_lowers_a_flag(case: dict[str, Any], days: int) -> None:
    facts = facts_of(case, CATALOGUE, MORNING)
    facts.append(named("zz", "care", MORNING))
    now = {(up.flag.id, up.subject) for up in raised(facts, CATALOGUE, MORNING)}
    back = {(up.flag.id, up.subject) for up in raised(facts, CATALOGUE, MORNING - timedelta(days=days))}
    assert now <= back


def test_a_confirmed_correction_of_the_clock_is_believed() -> None:
    wrong = MORNING + timedelta(days=3000)
    sharp = {"flag": "in-session-sharp-pain", "technique": "cat-cow"}
    facts = [
        named("a", "report", MORNING, **sharp),
        named("b", "episode", wrong, kind="spasm", area="neck", started=MORNING.isoformat()),
    ]
    assert {up.flag.id for up in raised(facts, CATALOGUE, MORNING)} >= {"in-session-sharp-pain", "no-better-24h"}
    facts.append(named("c", "clock-corrected", MORNING, seen=wrong.isoformat()))
    assert {up.flag.id for up in raised(facts, CATALOGUE, MORNING)} == {"in-session-sharp-pain"}


def test_every_pair_of_flags_locks_at_least_the_union() -> None:
    alone = {name: set(said(answers={name: bad}).blocked) for name, bad in RISKY.items()}
    levels = {name: said(answers={name: bad}).level.rank for name, bad in RISKY.items()}
    for one in QUESTIONS:
        for other in QUESTIONS:
            if one < other:
                found = said(answers={one: RISKY[one], other: RISKY[other]})
                assert alone[one] | alone[other] <= set(found.blocked), (one, other)
                assert found.level.rank >= max(levels[one], levels[other], Level.SELF_CARE.rank)


@quick
@given(situations())
def test_every_flag_that_is_up_says_why(case: dict[str, Any]) -> None:
    facts = {fact.id for fact in facts_of(case, CATALOGUE, MORNING)}
    for up in evaluate(facts_of(case, CATALOGUE, MORNING), CATALOGUE, MORNING).flags:
        assert up.evidence
        for evidence in up.evidence:
            assert evidence.words.endswith((".", '?"')), "a sentence, or the questions said back"
            assert set(evidence.facts) <= facts
