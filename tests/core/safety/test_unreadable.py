"""An entry that can't be read never makes anything safer than it was, and shuts nothing down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Layer
from coach.core.check import cadence, sections
from coach.core.check.check_facts import of_check
from coach.core.check.checkup import Checkup
from coach.core.check.written_check import from_answers
from coach.core.clearance.locks import Safety, lock
from coach.core.history.corrections import in_order
from coach.core.history.unread import to_ask
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, Unreadable
from coach.core.record.health import LumpSeen, VisitMade
from coach.core.safety import flag_log
from coach.core.safety.daily_check import UNREAD, DailyCheck, answered_before, passed
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.reading import read
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact, named, wrote
from tests.core.safety.test_windows import records
from tests.core.situations import CATALOGUE, EVERY, TECHNIQUES

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.record.facts import Known
    from coach.core.record.journal import Journal

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BETWEEN = timedelta(milliseconds=1)  # from an entry to what the program writes of it
PLACES = (None, *BodyArea)


ASKED = ["night-pain", "chest-pain", "feel-ill-today", "diabetes", "cancer-history", "lump-nf2", "numb-skin"]
ASKED += ["injury-last-72h", "knot-may-be-lump", "lump-hard", "swollen-gland", "accident-caused", "age-under-18"]
FELT = [flag.id for flag in CATALOGUE.flags.values() if flag.ask is Layer.IN_SESSION and flag.question]
places = st.sampled_from(["neck", "lower-back"])
some_flags = st.lists(st.sampled_from([*ASKED, *FELT, "bruise-on-record", "lump-new-unassessed"]), max_size=3)
answered = st.dictionaries(st.sampled_from(ASKED), st.sampled_from(["yes", "no", "not-sure"]), max_size=3)
ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "check": st.fixed_dictionaries(
        {"answers": answered},
        optional={
            "area": places,
            "lump": st.just("look"),
            "changed": st.sampled_from(["yes", "no"]),
            "complete": st.just(True),
            "groups": st.just({"all": "no"}),
        },
    ),
    "report": st.fixed_dictionaries(
        {"flag": st.sampled_from(FELT)},
        optional={
            "area": places,
            "gone": st.just("yes"),
            "technique": st.sampled_from(["cat-cow", "ball-compression"]),
        },
    ),
    "pain": st.fixed_dictionaries(
        {"level": st.integers(0, 10)},
        optional={
            "area": places,
            "before": st.integers(0, 10),
            "techniques": st.just(["cat-cow"]),
            "triggers": st.just(["accident-or-fall"]),
            "kind": st.sampled_from(["knot", "lump"]),
        },
    ),
    "episode": st.fixed_dictionaries({"kind": st.sampled_from(["bruise", "spasm", "knot", "lump"]), "area": places}),
    "episode-ended": st.just({"episode": "e"}),
    "lump": st.fixed_dictionaries(
        {"lump": st.just("look")},
        optional={
            "area": places,
            "size_mm": st.sampled_from([10, 16, 60]),
            "texture": st.sampled_from(["soft", "stone-hard"]),
            "pain": st.sampled_from([0, 2, 5]),
            "seen_by": st.sampled_from(["seen: self-care fine", "seen: no self-care"]),
        },
    ),
    "visit": st.fixed_dictionaries(
        {"flags": some_flags, "classes": st.sampled_from([EVERY, ["heat"], []])},
        optional={"second_stage": st.just(True)},
    ),
    "profile": st.fixed_dictionaries({"age": st.sampled_from([16, 30, 60])}),
    "withdrawn": st.fixed_dictionaries({"flags": some_flags}),
}


@st.composite
def busy_days(draw: st.DrawFn) -> list[Fact]:
    """All kinds of entries within some days, one about the other."""
    kinds = draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=9))
    at = MORNING - 6 * DAY
    facts = []
    for n, kind in enumerate(kinds):
        at += draw(st.sampled_from([timedelta(0), MINUTE, HOUR, 20 * HOUR, 30 * DAY]))
        facts.append(named("e" if kind == "episode" else f"{n:02}", kind, at, **draw(ROWS[kind])))
    return list({one.id: one for one in facts}.values())


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
    safety = Safety(flags, DailyCheck(valid=True), CATALOGUE, (), "", known=frozenset(CATALOGUE.flags))
    return {(t.id, area) for t in TECHNIQUES.values() for area in PLACES if lock(t, area, safety, now, TECHNIQUES)}


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(records(), busy_days()), st.sampled_from([0, 1, 3, 30, 80, 24 * 95]), st.data())
def test_one_entry_that_can_not_be_read_takes_down_no_flag_and_opens_nothing(
    facts: list[Fact], later: int, data: st.DataObject
) -> None:
    assume(0 < len(facts) <= 25)
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


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(records(), busy_days()), st.data())
def test_the_whole_check_is_due_once(facts: list[Fact], data: st.DataObject) -> None:
    assume(facts)
    now = max([MORNING, *(one.local for one in facts)]) + HOUR
    hurt = data.draw(st.integers(0, len(facts) - 1))
    damaged = [spoilt(one, data) if n == hurt else one for n, one in enumerate(facts)]
    due = cadence.due(damaged, evaluate(damaged, CATALOGUE, now), CATALOGUE, now)
    assert due.unread == (facts[hurt].id,)
    day = passed(damaged, CATALOGUE, now)
    assert not day.valid
    assert not day.quick
    assert due.profile
    assert due.weekly
    answered = [*damaged, *(wrote(now, body) for body in of_check(whole_check(due), None, "person", now.date()))]
    later = now + MINUTE
    again = cadence.due(answered, evaluate(answered, CATALOGUE, later), CATALOGUE, later)
    assert again.unread == ()
    assert not (again.profile)
    assert not (again.lumps)
    assert passed(answered, CATALOGUE, later).why != UNREAD


def whole_check(due: cadence.DueQuestions) -> Checkup:
    """The check that is due, answered safely throughout."""
    asked = Checkup(CATALOGUE, sections=sections.of_due(CATALOGUE, due), grows=True, unread=due.unread)
    return from_answers(CATALOGUE, {}, frozenset(), others=True, due=asked)


def check(at: datetime, **answers: str) -> Fact:
    return named(f"check {at}", "check", at, answers={name.replace("_", "-"): value for name, value in answers.items()})


def seen(at: datetime, *flags: str, classes: list[str] = EVERY) -> Fact:
    return fact("visit", at, flags=list(flags), classes=classes)


def unreadable(one: Fact) -> Fact:
    return replace(one, body=Unreadable(one.kind, "{", "cut off"))


def hurt(facts: list[Fact], which: Fact, now: datetime) -> list[Fact]:
    """The facts and their log, with one of them unreadable: nothing is safer than before."""
    whole = logged(facts, now)
    damaged = [unreadable(one) if one.id == which.id else one for one in whole]
    before, after = (evaluate(some, CATALOGUE, now).flags for some in (whole, damaged))
    assert before
    assert names(before) <= names(after)
    assert locks(before, now) <= locks(after, now)
    return damaged


def up(facts: list[Fact], now: datetime) -> set[str]:
    return {raised.flag.id for raised in evaluate(facts, CATALOGUE, now).flags}


T0 = MORNING - 9 * DAY


def test_a_sign_told_again_in_an_unreadable_answer_is_no_older_than_that_answer() -> None:
    again = check(T0 + 20 * HOUR, feel_ill_today="yes")
    facts = [check(T0, feel_ill_today="yes"), check(T0 + HOUR, feel_ill_today="no"), again]
    damaged = hurt(facts, again, T0 + 30 * HOUR)
    well = check(T0 + 31 * HOUR, feel_ill_today="no")
    assert "feel-ill-today" in up([*damaged, well], T0 + 43 * HOUR)
    assert "feel-ill-today" not in up([*damaged, well], T0 + 45 * HOUR)


def test_a_visit_opens_nothing_of_what_may_have_been_told_after_it() -> None:
    again = check(T0 + 2 * DAY, night_pain="yes")
    for classes in (EVERY, ["heat"]):
        facts = [check(T0, night_pain="yes"), seen(T0 + DAY, "night-pain", classes=classes), again]
        damaged = hurt(facts, again, T0 + 3 * DAY)
        assert up([*damaged, seen(T0 + 4 * DAY, "night-pain")], T0 + 5 * DAY) == set()


def test_a_visit_about_one_sign_is_over_with_another_in_an_unreadable_answer() -> None:
    fever = check(T0 + 2 * DAY, fever_or_chills="yes")
    facts = [check(T0, limb_numb_tingle_weak="yes"), seen(T0 + DAY, "limb-numb-tingle-weak", classes=["heat"]), fever]
    damaged = hurt(facts, fever, T0 + 3 * DAY)
    heat = [raised for raised in evaluate(damaged, CATALOGUE, T0 + 3 * DAY).flags if "heat" in raised.blocks.classes]
    assert {raised.flag.id for raised in heat} == {"limb-numb-tingle-weak", "fever-or-chills"}


@pytest.mark.parametrize("told", [{}, {"gone": "yes"}])
@pytest.mark.parametrize("flag", ["in-session-sharp-pain", "in-session-dizzy"])
def test_a_report_that_can_not_be_read_stops_whatever_it_may_have_been_about(flag: str, told: dict[str, str]) -> None:
    felt = fact("report", MORNING, flag=flag, technique="cat-cow", **told)
    damaged = hurt([felt], felt, MORNING + HOUR)
    passes = flag == "in-session-sharp-pain" or told
    assert up(damaged, MORNING + DAY) == (set() if passes else {flag})


def test_a_technique_that_twice_left_more_pain_stays_away() -> None:
    first, second = (fact("pain", at, before=2, level=5, techniques=["cat-cow"]) for at in (T0 - 20 * DAY, T0))
    damaged = hurt([first, second], first, MORNING)
    assert ("cat-cow", None) in locks(evaluate(damaged, CATALOGUE, MORNING).flags, MORNING)
    assert up([*damaged, seen(MORNING, "in-session-pain-up")], MORNING + DAY) == set()


def test_a_complaint_that_can_not_be_read_keeps_its_signs_until_it_is_over() -> None:
    knot = named("knot", "episode", T0, kind="spasm", area="neck")
    damaged = hurt([knot], knot, MORNING)
    assert up(damaged, MORNING) == {"no-better-24h", "spasm-prolonged", "pain-not-better-1-week"}
    assert up([*damaged, fact("episode-ended", MORNING + MINUTE, episode="knot")], MORNING + HOUR) == set()
    other = fact("episode-ended", MORNING + MINUTE, episode="other")
    assert up([*damaged, other], MORNING + HOUR) == up(damaged, MORNING)
    assert up([*damaged, seen(MORNING, *up(damaged, MORNING))], MORNING + HOUR) == set()


def test_a_bruise_that_can_not_be_read_is_kept_until_everything_was_asked() -> None:
    bruise = named("bruise", "episode", MORNING - HOUR, kind="bruise", area="neck")
    damaged = hurt([bruise], bruise, MORNING)
    asked = fact("check", MORNING, layer="today", complete=True, unread=["bruise"])
    unfinished = fact("check", MORNING, layer="today", complete=False, unread=["bruise"])
    assert "bruise-on-record" in up([*damaged, unfinished], MORNING + HOUR)
    assert up([*damaged, asked], MORNING + HOUR) == set()


def test_pain_that_is_rated_low_since_ends_what_no_earlier_rating_can_have_kept_up() -> None:
    knot = named("knot", "episode", T0, kind="knot", area="neck")
    ratings = [fact("pain", T0 + n * DAY, area="neck", level=level) for n, level in ((0, 3), (2, 7), (4, 7))]
    damaged = hurt([knot, *ratings], ratings[0], MORNING)
    assert "pain-getting-worse" in up(damaged, MORNING)
    for level, stays in ((4, True), (3, False)):
        later = [fact("pain", MORNING + n * HOUR, area="neck", level=level) for n in (1, 2, 3)]
        assert ("pain-getting-worse" in up([*damaged, *later], MORNING + DAY)) is stays


def test_the_log_is_not_laundered_by_later_looks_nor_by_an_entry_of_it_that_is_lost() -> None:
    fever = check(T0, fever_or_chills="yes")
    damaged = hurt([fever], fever, T0 + HOUR)
    told = [*damaged, check(T0 + DAY, feel_ill_today="yes")]
    looked = [*told, *audited(told, T0 + 2 * DAY, "log-later")]
    assert any(one.id == "log-later" for one in looked)
    assert up(looked, MORNING) >= {"fever-or-chills"}
    lost = [unreadable(one) if one.id == "log-later" else one for one in looked]
    assert up(lost, MORNING) >= {"fever-or-chills"}
    assert up([*looked, seen(MORNING, "fever-or-chills")], MORNING + HOUR) == {"feel-ill-today"}


class Kept:
    """A journal of these facts."""

    def __init__(self, facts: list[Fact]) -> None:
        self._facts = facts

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        names = None if kinds is None else {kind.kind for kind in kinds}
        return [
            one for one in self._facts if (names is None or one.kind in names) and (since is None or one.at >= since)
        ]


@pytest.mark.parametrize("kind", ["segment", "prompt", "session-begun"])
def test_an_entry_of_a_session_or_a_reminder_of_this_week_makes_the_check_due_once(kind: str) -> None:
    lost = Fact("lost", MORNING, 60, "", Unreadable(kind, "{", "cut off"))
    journal = cast("Journal", Kept([lost]))
    assert to_ask(read(journal, MORNING + 6 * DAY)) == ("lost",)
    assert to_ask(read(journal, MORNING + 8 * DAY)) == ()
    facts = read(journal, MORNING)
    assert not evaluate(facts, CATALOGUE, MORNING).unread[0].asked
    due = cadence.due(facts, evaluate(facts, CATALOGUE, MORNING), CATALOGUE, MORNING)
    answered = [*facts, *(wrote(MORNING, body) for body in of_check(whole_check(due), None, "person", MORNING.date()))]
    assert to_ask(answered) == ()


def test_what_was_answered_before_a_session_is_spent_by_one_that_can_not_be_read() -> None:
    answers = fact("check", MORNING, layer="technique", answers={"numb-skin": "no"}, catalogue=CATALOGUE.digest)
    begun = fact("session-begun", MORNING + MINUTE, session="s")
    for facts, answered_now in (([], {"numb-skin"}), ([begun], set()), ([unreadable(begun)], set())):
        assert answered_before([answers, *facts], CATALOGUE, MORNING + 2 * MINUTE) == answered_now


def test_a_visit_about_another_lump_leaves_the_sign_of_the_one_that_can_not_be_read() -> None:
    first = wrote(MORNING, LumpSeen(lump="one", area=BodyArea.NECK, size_mm=9, pain=0))
    other = wrote(MORNING + HOUR, LumpSeen(lump="two", area=BodyArea.NECK, size_mm=9, pain=0))
    flags = ("lump-new-unassessed", "lump-growing", "lump-painful")
    visit = VisitMade(flags=flags, classes=tuple(TechniqueClass), who="", lumps=("two",))
    now = MORNING + 3 * HOUR
    for about, stays in ((("two",), True), (("one",), False), (("one", "two"), False)):
        whole = logged([first, other, wrote(MORNING + 2 * HOUR, replace(visit, lumps=about))], now)
        damaged = [replace(one, body=decode("lump", "{")) if one.id == first.id else one for one in whole]
        after = names(evaluate(damaged, CATALOGUE, now).flags)
        assert (("lump-new-unassessed", "one") in after) == stays, about
