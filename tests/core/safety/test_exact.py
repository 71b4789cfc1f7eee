"""What rules say to the letter: since when, until when, and what keeps them up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Layer
from coach.core.history.history import Episode, History, Rating
from coach.core.history.unread import UnreadEntry
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import Fact, as_a
from coach.core.safety.abridged import end_of_past, needed
from coach.core.safety.daily_check import passed
from coach.core.safety.kept_signs import Kept, is_over
from coach.core.safety.profile import answered
from coach.core.safety.raised_flag import RaisedFlag, joined
from coach.core.safety.rule_news import _known_at
from coach.core.safety.rules.known_rules import HELD, unimplemented
from coach.core.safety.scope import COMPUTED_OF_LUMPS
from coach.core.safety.screening import raised
from coach.core.vocabulary import (
    Answer,
    BodyArea,
    ComplaintKind,
    Count,
    Feeling,
    Look,
    LumpChange,
    Moves,
    PainTime,
    Texture,
)
from tests.core.conftest import MORNING, body_of, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
FLAGS = CATALOGUE.flags


def up(now: datetime, *facts: Fact) -> dict[str, RaisedFlag]:
    return {one.flag.id: one for one in raised(facts, CATALOGUE, now)}


@pytest.mark.parametrize("name", sorted(HELD))
def test_a_catalogue_without_a_rule_that_the_program_holds_is_refused(name: str) -> None:
    rest = {other: flag for other, flag in FLAGS.items() if other != name}
    assert f"'{name}' is missing" in unimplemented(replace(CATALOGUE, flags=rest))


def test_what_is_worked_out_of_a_lump_is_about_one_lump() -> None:
    worked_out = {name for name, flag in FLAGS.items() if flag.ask is Layer.COMPUTED and "lump" in name}
    assert worked_out | {"lump-nf2"} == COMPUTED_OF_LUMPS


# --- since when, and by when ----------------------------------------------------------------------------------------


def test_a_knot_that_comes_back_is_up_since_the_last_start_in_its_own_area() -> None:
    starts = [fact("past-start", MORNING - days * DAY, kind="knot", area="neck") for days in (50, 30)]
    starts += [fact("episode", MORNING - 10 * DAY, kind="knot", area="neck")]
    found = up(MORNING, *starts, fact("episode", MORNING - DAY, kind="knot", area="shoulder"))
    assert found["knot-keeps-coming-back"].since == MORNING - 10 * DAY


def test_an_age_under_eighteen_is_up_since_the_year_began() -> None:
    found = up(MORNING, fact("profile", MORNING, age=16))
    assert found["age-under-18"].since == datetime(MORNING.year, 1, 1, tzinfo=MORNING.tzinfo)


def test_the_time_to_act_on_a_sore_lump_of_the_back_runs_from_when_it_was_told_that_it_hurts() -> None:
    lump = fact("lump", MORNING - 5 * DAY, area="lower-back", first_noticed=f"{MORNING - 5 * DAY:%Y-%m-%d}")
    sore = fact("pain", MORNING, level=3, area="lower-back")
    found = up(MORNING + MINUTE, lump, sore)["back-lump-with-pain"]
    assert found.since == (MORNING - 5 * DAY).replace(hour=0), "a visit is held against the lump's own start"
    assert found.act_by == MORNING + DAY
    assert found.overdue(MORNING + DAY + MINUTE)
    seen = fact("visit", MORNING + HOUR, flags=["back-lump-with-pain"], classes=EVERY, who="GP")
    assert "back-lump-with-pain" not in up(MORNING + 2 * HOUR, lump, sore, seen)
    worse = fact("pain", MORNING + 9 * DAY, level=6, area="lower-back")
    assert up(MORNING + 9 * DAY, lump, sore, seen, worse)["back-lump-with-pain"].act_by == MORNING + 10 * DAY


def test_pain_that_rest_does_not_ease_is_up_with_a_lump_since_the_later_of_both() -> None:
    lump = fact("lump", MORNING - 5 * DAY, area="shoulder", first_noticed=f"{MORNING - 5 * DAY:%Y-%m-%d}")
    rest = fact("check", MORNING - DAY, answers={"rest-no-relief": "yes"})
    later = fact("check", MORNING, answers={"night-pain": "no"})
    found = up(MORNING, lump, rest, later)["rest-no-relief-with-lump"]
    assert found.since == MORNING - DAY
    assert [seen.rule for seen in found.evidence] == ["combination"]


def test_a_lump_that_nobody_has_seen_rests_on_the_entry_that_put_it_on_record() -> None:
    first = named("it", "lump", MORNING - DAY, area="shoulder")
    found = up(MORNING, first, named("again", "lump", MORNING - HOUR, lump="it", texture="soft"))
    assert found["lump-new-unassessed"].evidence[-1].facts == ("it",)


@pytest.mark.parametrize(
    ("kind", "body"), [("pain", {"level": 3}), ("lump", {"area": "neck"}), ("episode", {"kind": "knot"})]
)
def test_an_entry_was_told_when_it_was_noted(kind: str, body: dict[str, Any]) -> None:
    assert _known_at(fact(kind, MORNING - DAY, **body, noted=MORNING.isoformat())) == MORNING
    assert _known_at(fact(kind, MORNING - DAY, **body)) == MORNING - DAY


def test_of_two_entries_of_a_flag_it_was_seen_about_only_where_both_were() -> None:
    (one,) = raised([fact("check", MORNING, answers={"chest-pain": "yes"})], CATALOGUE, MORNING)
    for first, second, both in ((True, False, False), (True, True, True), (False, True, False)):
        (found,) = joined([replace(one, visited=first, seen=first), replace(one, visited=second, seen=second)])
        assert (found.visited, found.seen) == (both, both)


# --- the pass of the day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(name for name, flag in FLAGS.items() if flag.puts))
def test_an_answer_that_says_what_has_happened_voids_the_pass(name: str) -> None:
    asked = {"layer": "today", "complete": True, "catalogue": CATALOGUE.digest}
    check = fact("check", MORNING, **asked, listed=[flag.id for flag in CATALOGUE.of_layer(Layer.TODAY)])
    told = fact("check", MORNING + MINUTE, answers={name: "not-sure"})
    assert passed([check], CATALOGUE, MORNING + HOUR).valid
    assert not passed([check, told], CATALOGUE, MORNING + HOUR).valid


def test_of_an_earlier_version_only_the_screens_that_were_answered_are_known() -> None:
    body: Any = body_of("check", layer="profile", complete=True, groups={"P1-bones": "no", "P2-illness": "yes"})
    assert answered(body, CATALOGUE) == set(CATALOGUE.former["P1-bones"])


# --- what is kept up while an entry can't be read -------------------------------------------------------------------


def kept(flag: str, subject: str, *, asked: tuple[bool, ...] = (False,)) -> Kept:
    unread = tuple(UnreadEntry(f"e{n}", MORNING, "pain", "no JSON", one) for n, one in enumerate(asked))
    rose = as_a(named("log", "flags", MORNING, up=[f"{flag}/{subject}"]), FlagsLogged)
    return Kept(flag, subject, rose, MORNING, unread)


@pytest.mark.parametrize(("asked", "anew"), [((True, True), True), ((True, False), False), ((False,), False)])
def test_all_that_cant_be_read_has_to_have_been_asked_about(asked: tuple[bool, ...], anew: bool) -> None:
    assert kept("bruise-on-record", "", asked=asked).anew is anew


@pytest.mark.parametrize(("days", "over"), [(91, False), (92, True)])
def test_what_is_kept_of_an_area_ends_when_its_rule_looks_back_no_further(days: float, over: bool) -> None:
    one = kept("knot-keeps-coming-back", "neck")
    assert is_over(one, FLAGS[one.flag], History(), MORNING, MORNING + days * DAY) is over


@pytest.mark.parametrize(
    ("hours", "over"),
    [
        ((1, 2, 3), True),
        ((1, 2), False),
        ((0, 1, 2), False),  # one of the very moment is not since then
        ((48,), False),
        ((48.1,), True),
        ((1, 49), True),
        ((1, 2, 60), True),
        ((1, 2, 60.1), False),
        ((-1, 1, 2), False),
    ],
)
def test_what_is_kept_of_a_complaint_ends_with_three_ratings_or_two_days(hours: tuple[float, ...], over: bool) -> None:
    pain = tuple(Rating(f"p{h}", MORNING + h * HOUR, 1, BodyArea.NECK) for h in hours)
    start = MORNING - 20 * DAY
    episode = Episode("it", ComplaintKind.KNOT, BodyArea.NECK, None, start, None, start, pain=pain)
    one = kept("severe-not-better-1-week", "it")
    assert is_over(one, FLAGS[one.flag], History(episodes=(episode,)), MORNING, MORNING + 60 * HOUR) is over


# --- what of the past is still read ---------------------------------------------------------------------------------

UNTIL = end_of_past(MORNING)
LATER = [
    *(named(f"c{n}", "check", UNTIL - (30 + n) * DAY, layer="today", complete=True, listed=[]) for n in range(3)),
    *(named(f"p{n}", "pain", UNTIL - (30 + n) * DAY, level=2, area="neck") for n in range(3)),
]


def left(*facts: Fact) -> set[str]:
    found = needed([*facts, *LATER], CATALOGUE, UNTIL)
    assert found is not None
    return {*found}


def test_a_no_to_a_question_itself_is_still_read_years_later() -> None:
    old = {"layer": "today", "complete": True}
    own = named("own", "check", UNTIL - 400 * DAY, **old, listed=[], answers={"night-pain": "no"})
    line = named("line", "check", UNTIL - 400 * DAY, **old, listed=["night-pain"], answers={})
    former = named("former", "check", UNTIL - 400 * DAY, **old, answers={"night-pain": "no"})
    assert left(own, line, former) & {"own", "line", "former"} == {"own"}


@pytest.mark.parametrize(("area", "read"), [("lower-back", True), ("neck", False)])
def test_a_rating_is_still_read_while_a_lump_of_the_back_is_on_record(area: str, read: bool) -> None:
    lump = named("lump", "lump", UNTIL - 400 * DAY, area=area)
    old = named("old", "pain", UNTIL - 300 * DAY, level=2, area="neck")
    assert ("old" in left(lump, old)) is read


# --- what a look at a lump says -------------------------------------------------------------------------------------

YES_OR_UNSURE = ("yes", "not-sure")
SAYS: dict[str, dict[str, set[str]]] = {  # docs/safety-rules.md, What a lump log says; each other word says nothing
    "texture": {"stone-hard": {"lump-hard"}, "not-sure": {"lump-hard"}},
    "moves": {"stuck": {"lump-fixed"}, "not-sure": {"lump-fixed"}},
    "feeling": {key: {"lump-numbness"} for key in ("tingling", "numb", "not-sure")},
    "count": {key: {"lump-many-or-joined"} for key in ("many", "joined", "not-sure")},
    "look": {
        "red": {"lump-red-hot"},
        "broken": {"lump-discharge-bleeding"},
        "leaking or bleeding": {"lump-discharge-bleeding"},
        "not-sure": {"lump-red-hot", "lump-discharge-bleeding"},
    },
    "on_spine": {key: {"lump-on-spine"} for key in YES_OR_UNSURE},
    "after_injury": {key: {"lump-after-injury"} for key in YES_OR_UNSURE},
    "other_lumps": {key: {"lump-elsewhere"} for key in YES_OR_UNSURE},
    "pain_time": {"morning": {"lump-morning-pain"}},
    "change_since_last": {
        "bigger": {"lump-growing"},
        "harder": {"lump-hard", "lump-changed"},
        "softer": {"lump-changed"},
        "other": {"lump-changed"},
    },
}
NOTED: dict[str, Any] = {
    "texture": Texture,
    "moves": Moves,
    "feeling": Feeling,
    "count": Count,
    "look": Look,
    "on_spine": Answer,
    "after_injury": Answer,
    "other_lumps": Answer,
    "pain_time": PainTime,
    "change_since_last": LumpChange,
}


@pytest.mark.parametrize(("name", "word"), [(name, str(word)) for name, words in NOTED.items() for word in words])
def test_a_word_of_a_look_at_a_lump_raises_just_what_it_says(name: str, word: str) -> None:
    found = up(MORNING, fact("lump", MORNING, area="shoulder", **{name: word}))
    assert found.keys() - {"lump-new-unassessed"} == SAYS[name].get(word, set())


def test_a_large_lump_that_has_gone_leaves_nothing_up_and_each_has_its_own_visit() -> None:
    one = named("one", "lump", MORNING - 9 * DAY, area="shoulder", size_mm=60)
    gone = [fact("lump", MORNING - n * DAY, lump="one", change_since_last="gone") for n in (8, 1)]
    assert "lump-large" in up(MORNING - 2 * DAY, one, gone[0])
    assert up(MORNING, one, *gone) == {}
    two = named("two", "lump", MORNING - 8 * DAY, area="neck", size_mm=60)
    seen = fact("visit", MORNING - DAY, flags=["lump-large"], classes=EVERY, lumps=["one"], who="GP")
    large = [found.subject for found in raised([one, two, seen], CATALOGUE, MORNING) if found.flag.id == "lump-large"]
    assert large == ["two"]
