"""What a lump says together with something else, and which visit is about which lump: limit by limit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Level
from coach.core.history.history import History, Lump, Visit
from coach.core.record.facts import Fact
from coach.core.safety.observations import Observations
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import raised
from coach.core.safety.visits import Visits
from coach.core.vocabulary import BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
NECK = BodyArea.NECK


def up(*facts: Fact) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in raised(facts, CATALOGUE, MORNING)}


def visits(*made: Visit, **history: Any) -> Visits:
    return Visits(Observations(CATALOGUE, History(visits=made, **history)))


def lump(name: str, since: datetime) -> Lump:
    return Lump(name, NECK, None, since, since, None, unknown=False, checks=())


@pytest.mark.parametrize(("years", "fires"), [(39, False), (40, True), (41, True)])
def test_a_lump_in_the_neck_counts_from_the_year_in_which_one_turns_forty(years: int, fires: bool) -> None:
    lump = fact("lump", MORNING - HOUR, area="neck")
    person = fact("profile", MORNING - DAY, year_of_birth=MORNING.year - years)
    assert ("neck-lump-over-40" in up(person, lump)) is fires


# --- a lump together with something else ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "kind", "body", "flag", "read"),
    [
        ("neck", "profile", {"age": 40}, "neck-lump-over-40", ["lump"]),
        ("shoulder", "check", {"answers": {"cancer-history": "yes"}}, "lump-cancer-history", ["lump", "other"]),
        ("shoulder", "check", {"answers": {"lump-nf2": "not-sure"}}, "lump-nf2", ["lump", "other"]),
        ("shoulder", "check", {"answers": {"rest-no-relief": "yes"}}, "rest-no-relief-with-lump", ["lump", "other"]),
        ("lower-back", "pain", {"level": 1, "area": "lower-back"}, "back-lump-with-pain", ["lump", "other"]),
        ("lower-back", "lump", {"lump": "lump", "pain": 1}, "back-lump-with-pain", ["lump", "other"]),
    ],
)
def test_a_combination_with_a_lump_rests_on_its_first_look_and_on_what_completes_it(
    area: str, kind: str, body: dict[str, Any], flag: str, read: list[str]
) -> None:
    given = [
        named("lump", "lump", MORNING - 5 * DAY, area=area),
        named("later", "lump", MORNING - 4 * DAY, lump="lump"),
        named("before", kind, MORNING - 4 * DAY, **body),
        named("other", kind, MORNING - 3 * DAY, **body),
    ]
    found = [one for one in raised(given, CATALOGUE, MORNING) if one.flag.id == flag and one.subject == "lump"]
    assert [list(found[0].evidence[-1].facts)] * len(found) == [list(one.evidence[-1].facts) for one in found] == [read]


def test_a_lump_that_was_called_fine_is_spared_and_says_on_what_that_rests() -> None:
    lump = named("lump", "lump", MORNING - DAY, area="neck", seen_by="seen: self-care fine")
    found = up(lump, named("later", "lump", MORNING - HOUR, lump="lump"))["solid-lump-no-direct-pressure"]
    assert found.evidence[-1].facts == ("lump",)
    assert found.area is NECK


@pytest.mark.parametrize(("first", "read"), [("lump", "later"), ("later", "lump")])
def test_a_lump_that_a_clinician_refused_is_up_since_that_word(first: str, read: str) -> None:
    no = {"seen_by": "seen: no self-care"}
    given = [
        named("lump", "lump", MORNING - 5 * DAY, area="neck", **(no if first == "later" else {})),
        named("later", "lump", MORNING - 4 * DAY, lump="lump", **(no if first == "lump" else {})),
    ]
    found = up(*given)["lump-new-unassessed"]
    assert (found.evidence[-1].facts, found.since) == ((read,), MORNING - (4 if read == "later" else 5) * DAY)
    assert found.blocks == CATALOGUE.levels[Level.CLINICIAN].blocks


@pytest.mark.parametrize(("days", "fires"), [(7, True), (8, False)])
def test_pain_of_this_week_at_a_lump_of_the_back_counts(days: int, fires: bool) -> None:
    sore = fact("pain", MORNING - days * DAY, level=1, area="lower-back")
    assert ("back-lump-with-pain" in up(sore, fact("lump", MORNING, area="lower-back"))) is fires


@pytest.mark.parametrize(
    ("area", "size", "fires"), [("neck", 14.9, False), ("neck", 15, True), ("shoulder", 49.9, False)]
)
def test_a_lump_is_large_from_its_size_on(area: str, size: float, fires: bool) -> None:
    assert ("lump-large" in up(fact("lump", MORNING, area=area, size_mm=size))) is fires


# --- which visit is about which lump ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "named_lumps", "which", "about"),
    [
        (["one"], None, "one", True),
        (["one", "two"], None, "one", False),
        (["one", "two"], ["one"], "one", True),
        (["one", "two"], ["one"], "two", False),
        (["one"], ["one"], "", True),
        (["one", "two"], ["one"], "", False),
        (["one", "two"], None, "", True),
        (["one"], None, "unread", False),
        ([], None, "unread", True),
        ([], None, "later", False),
        (["one"], None, "later", False),
    ],
)
def test_a_visit_is_about_the_lumps_it_names_or_the_only_one(
    there: list[str], named_lumps: list[str] | None, which: str, about: bool
) -> None:
    lumps = (*(lump(name, MORNING) for name in there), lump("later", MORNING + SECOND))
    made = Visit("v", MORNING, frozenset(), frozenset(), None if named_lumps is None else frozenset(named_lumps))
    assert visits(lumps=lumps).about(made, which) is about


@pytest.mark.parametrize(
    ("names", "classes", "fine"),
    [
        (["lump-hard"], ["heat"], True),
        (["lump-hard", "night-pain"], ["heat"], True),
        (["night-pain"], ["heat"], False),
        (["lump-hard"], [], False),
        (["lump-hard", "no-longer-known"], ["heat"], True),
        (["no-longer-known"], ["heat"], False),
    ],
)
def test_a_lump_was_called_fine_by_a_visit_about_a_sign_of_it_that_opened_something(
    names: list[str], classes: list[str], fine: bool
) -> None:
    it = lump("it", MORNING - DAY)
    made = Visit("v", MORNING, frozenset(map(TechniqueClass, classes)), frozenset(names))
    assert visits(made, lumps=(it,)).called_fine(it, MORNING) is fine
    assert not visits(made, lumps=(it,)).called_fine(it, MORNING - SECOND)


# --- a size that was typed wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looks", "settled"),
    [([], False), ([20], False), ([20, 20], True), ([20, 22.9], True), ([20, 23], False), ([18, 21], False)],
)
def test_a_large_size_that_was_typed_wrong_is_settled_by_two_later_looks(looks: list[float], settled: bool) -> None:
    typed = named("it", "lump", MORNING - 9 * DAY, area="shoulder", size_mm=60)
    right = named("right", "lump", MORNING - 8 * DAY, area="shoulder", size_mm=20, supersedes="it")
    later = [fact("lump", MORNING - (5 - n) * DAY, lump="it", size_mm=size) for n, size in enumerate(looks)]
    assert "lump-large" in up(typed)
    assert ("lump-large" not in up(typed, right, *later)) is settled
    same = fact("lump", MORNING - 8 * DAY, lump="it", size_mm=20)
    assert "lump-large" in up(typed, right, same, *later[:1]), "a look of the very moment is no later one"
    hard = [named(one.id, "lump", one.at, **body, texture="stone-hard") for one, body in ((typed, {"area": "neck"}),)]
    soft = named("soft", "lump", MORNING - 8 * DAY, area="neck", size_mm=20, texture="soft", supersedes="it")
    assert "lump-hard" in up(*hard, soft, *later), "no size settles what was no size"
