"""The check of the day, and what is kept up, just below each limit, at it, and just above."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Layer, Level
from coach.core.history.history import Episode, History, Lump, LumpCheck, Rating
from coach.core.history.unread import UnreadEntry
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import Fact, Unreadable, as_a
from coach.core.record.health import LumpSeen
from coach.core.safety.daily_check import answered_before, lost, passed
from coach.core.safety.kept_signs import LONGEST, Kept, is_over, kept_area, kept_blocks, kept_signs
from coach.core.vocabulary import BodyArea, ComplaintKind
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE

HOUR, DAY, MINUTE, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
FLAGS = CATALOGUE.flags
DIGEST = CATALOGUE.digest
NECK = BodyArea.NECK


# --- the check of the day ---------------------------------------------------------------------------------------------

WHOLE: dict[str, Any] = {
    "layer": "today",
    "complete": True,
    "full": True,
    "catalogue": DIGEST,
    "listed": [flag.id for flag in CATALOGUE.of_layer(Layer.TODAY)],
    "answers": {},
}


@pytest.mark.parametrize(
    ("seconds", "body", "is_lost"),
    [
        (0, {}, False),
        (-1, {}, True),
        (1, {}, False),
        (1, {"complete": False}, True),
        (1, {"layer": "weekly"}, True),
    ],
)
def test_a_record_is_lost_until_a_whole_check_of_the_day(seconds: int, body: dict[str, Any], is_lost: bool) -> None:
    restored = fact("restored", MORNING)
    assert lost([restored, fact("check", MORNING + seconds * SECOND, **{**WHOLE, **body})]) is is_lost
    assert lost([restored, fact("restored", MORNING - DAY)])
    assert not lost([])
    between = fact("check", MORNING - HOUR, **WHOLE)
    assert lost([fact("restored", MORNING - DAY), between, restored]), "the last one counts"


@pytest.mark.parametrize(
    ("body", "quick"),
    [
        ({}, True),
        ({"full": False}, False),
        ({"complete": False}, False),
        ({"catalogue": "other"}, False),
        ({"answers": {"no-such-question": "yes"}}, False),
        ({"answers": {"feel-ill-today": "yes"}}, True),
        ({"answers": {"feel-ill-today": "yes", "night-pain": "yes"}}, False),
        ({"answers": {"diabetes": "yes"}}, False),
    ],
)
def test_only_a_clean_full_check_makes_the_next_one_short(body: dict[str, Any], quick: bool) -> None:
    given = [fact("check", MORNING - DAY, **{**WHOLE, **body})]
    assert passed(given, CATALOGUE, MORNING).quick is quick
    another = fact("check", MORNING - HOUR, **{**WHOLE, "full": False})
    assert passed([*given, another], CATALOGUE, MORNING).quick is quick


def test_what_the_check_of_the_day_is_told_of() -> None:
    check = fact("check", MORNING, **WHOLE)
    found = passed([check], CATALOGUE, MORNING + HOUR)
    assert (found.valid, found.begun, found.at, found.why) == (True, True, MORNING, "")
    half = passed([fact("check", MORNING, **{**WHOLE, "complete": False})], CATALOGUE, MORNING + HOUR)
    assert (half.valid, half.begun, half.at) == (False, True, MORNING)
    early = passed([check], CATALOGUE, MORNING - SECOND)
    assert (early.valid, early.begun, early.at) == (False, False, MORNING)
    other = passed([fact("check", MORNING, **{**WHOLE, "catalogue": "other"})], CATALOGUE, MORNING)
    assert (other.valid, other.begun, other.why) == (False, False, "The safety questions have changed since then.")


@pytest.mark.parametrize(
    ("ratings", "valid"),
    [
        ([(-2, 5, "neck"), (-1, 3, "neck"), (1, 5, "neck")], False),
        ([(-2, 3, "neck"), (-1, 5, "neck"), (1, 6, "neck")], True),
        ([(-1, 3, "shoulder"), (1, 6, "neck")], True),
        ([(1, 3, "neck"), (2, 4, "neck"), (3, 6, "neck")], False),
        ([(1, 3, "neck"), (2, 4, "neck"), (3, 5, "neck")], True),
        ([(1, 3, "neck"), (2, 6, "neck"), (3, 4, "neck")], False),
    ],
)
def test_a_rise_is_held_against_the_last_rating_of_the_area(ratings: list[tuple[int, int, str]], valid: bool) -> None:
    rated = [fact("pain", MORNING + at * MINUTE, level=level, area=area) for at, level, area in ratings]
    assert passed([*rated, fact("check", MORNING, **WHOLE)], CATALOGUE, MORNING + HOUR).valid is valid


@pytest.mark.parametrize(
    ("kind", "body", "valid"),
    [
        ("report", {"flag": "in-session-something-else"}, False),
        ("report", {"flag": "in-session-sharp-pain"}, True),
        ("lump", {"area": "neck"}, False),
        ("lump", {"lump": "it", "area": "neck"}, True),
        ("episode", {"kind": "spasm"}, False),
        ("episode", {"kind": "lump"}, False),
        ("episode", {"kind": "knot"}, True),
        ("episode", {"kind": "knot", "triggers": ["accident-or-fall"]}, False),
        ("pain", {"level": 1, "triggers": ["accident-or-fall"]}, False),
        ("pain", {"level": 1, "triggers": ["long-sitting"]}, True),
        ("pain", {"level": 1, "area": "neck", "kind": "lump"}, False),
        ("pain", {"level": 1, "area": "neck", "kind": "not-sure"}, False),
        ("pain", {"level": 1, "area": "neck", "kind": "ache"}, True),
        ("check", {"answers": {"accident-caused": "no"}}, True),
        ("visit", {"flags": [], "classes": []}, True),
    ],
)
def test_what_is_told_after_the_check_voids_it(kind: str, body: dict[str, Any], valid: bool) -> None:
    check = fact("check", MORNING, **WHOLE)
    assert passed([check, fact(kind, MORNING + MINUTE, **body)], CATALOGUE, MORNING + HOUR).valid is valid
    assert passed([check, fact(kind, MORNING - MINUTE, **body)], CATALOGUE, MORNING + HOUR).valid


@pytest.mark.parametrize(
    ("kind", "there", "rated", "valid"),
    [
        ("lump", "neck", "neck", True),
        ("lump", "shoulder", "neck", False),
        ("lump", None, "neck", True),
        ("lump", "shoulder", None, True),
        ("episode", "neck", "neck", True),
        ("episode", "shoulder", "neck", False),
    ],
)
def test_a_rating_of_a_lump_that_is_on_record_leaves_the_check(
    kind: str, there: str | None, rated: str | None, valid: bool
) -> None:
    body: dict[str, Any] = {"kind": "swollen-gland"} if kind == "episode" else {}
    lump = fact(kind, MORNING - DAY, **body, **({"area": there} if there else {}))
    pain = fact("pain", MORNING + MINUTE, level=1, kind="swollen-gland", area=rated)
    assert passed([lump, fact("check", MORNING, **WHOLE), pain], CATALOGUE, MORNING + HOUR).valid is valid


# --- just before a session --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "own", "others", "counts"),
    [
        (-59, None, [], True),
        (-60, None, [], False),
        (1, None, [], False),
        (0, None, [], True),
        (-30, None, [-31], True),
        (-30, None, [-30], False),
        (-30, None, [-29], False),
        (-30, None, [5], True),
        (-200, -150, [], True),
        (-210, -150, [], False),
        (-100, -150, [], True),
        (-100, -150, [-90], False),
        (-100, -150, [-110, -90, -120], False),
        (0, -150, [], True),
        (0, None, [0], False),
        (-1, None, [0], False),
    ],
)
def test_an_answer_holds_for_the_session_it_was_given_for(
    minutes: int, own: int | None, others: list[int], counts: bool
) -> None:
    begun = [fact("session-begun", MORNING + at * MINUTE, session=f"s{at}") for at in others]
    begun += [fact("session-begun", MORNING + own * MINUTE, session="own")] if own is not None else []
    check = fact(
        "check", MORNING + minutes * MINUTE, layer="technique", answers={}, listed=["broken-skin"], catalogue=DIGEST
    )
    found = answered_before([*begun, check], CATALOGUE, MORNING, "own" if own is not None else "")
    assert found == ({"broken-skin"} if counts else set())


def test_an_answer_before_a_session_holds_for_its_day_and_its_questions_alone() -> None:
    night = MORNING.replace(hour=0, minute=10)
    for before, digest, counts in ((10, DIGEST, True), (11, DIGEST, False), (10, "other", False)):
        body = {"layer": "technique", "answers": {"broken-skin": "no"}, "listed": [], "catalogue": digest}
        check = fact("check", night - before * MINUTE, **body)
        assert (answered_before([check], CATALOGUE, night) == {"broken-skin"}) is counts


# --- what is kept up while an entry can't be read ---------------------------------------------------------------------


def kept(flag: str, subject: str = "", *kinds: str, asked: bool = False) -> Kept:
    unread = tuple(UnreadEntry(f"e{n}", MORNING, kind, "no JSON", asked) for n, kind in enumerate(kinds or ("pain",)))
    rose = as_a(named("log", "flags", MORNING, up=[f"{flag}/{subject}"]), FlagsLogged)
    return Kept(flag, subject, rose, MORNING, unread)


def unread(name: str, before: timedelta, kind: str) -> Fact:
    return replace(fact("pain", MORNING - before, level=1), id=name, body=Unreadable(kind, "{", "no JSON"))


@pytest.mark.parametrize(("seconds", "is_kept"), [(0, True), (1, False)])
def test_what_goes_by_time_is_fed_by_what_came_at_most_four_days_before_it_rose(seconds: int, is_kept: bool) -> None:
    entry = unread("lost", HOUR + LONGEST + seconds * SECOND, "report")
    for name in ("in-session-sharp-pain", "injury-last-72h", "injury-last-72h/neck", "in-session-skin-change/neck"):
        assert bool(kept_signs([entry, fact("flags", MORNING - HOUR, up=[name])], CATALOGUE)) is is_kept
    for name in ("in-session-pain-up/cat-cow", "in-session-dizzy"):
        assert kept_signs([entry, fact("flags", MORNING - HOUR, up=[name])], CATALOGUE)
    assert timedelta(days=4) == LONGEST


@pytest.mark.parametrize("flag", ["no-better-24h", "accident-caused", "night-pain", "age-under-18"])
def test_what_is_read_elsewhere_as_well_is_fed_by_any_entry(flag: str) -> None:
    log = fact("flags", MORNING, up=[flag])
    assert kept_signs([unread("lost", HOUR, "profile"), log], CATALOGUE)
    assert not kept_signs([unread("lost", HOUR, "session-begun"), log], CATALOGUE)


LIMITS = {"severe-not-better-1-week": 7, "pain-not-better-2-weeks": 3, "pain-getting-worse": 4}


@pytest.mark.parametrize("flag", [*LIMITS, "pain-not-better-1-week", "no-better-24h"])
def test_what_is_kept_of_a_complaint_ends_below_what_its_rule_asks_for(flag: str) -> None:
    start = MORNING - 20 * DAY
    for level in range(11):
        pain = tuple(Rating(f"p{n}", MORNING + n * HOUR, level, NECK) for n in (1, 2, 3))
        episode = Episode("it", ComplaintKind.KNOT, NECK, None, start, None, start, pain=pain)
        over = is_over(kept(flag, "it"), FLAGS[flag], History(episodes=(episode,)), MORNING, MORNING + DAY)
        assert over is (level < LIMITS.get(flag, 0))


@pytest.mark.parametrize(("hours", "over"), [(0, False), (1, True), (24, True), (25, False)])
def test_what_is_kept_of_a_complaint_ends_with_it(hours: int, over: bool) -> None:
    start = MORNING - 20 * DAY
    episode = Episode("it", ComplaintKind.KNOT, NECK, None, start, MORNING + hours * HOUR, start)
    history = History(episodes=(episode,))
    for flag, ends in (("pain-getting-worse", over), ("night-pain", False)):
        assert is_over(kept(flag, "it"), FLAGS[flag], history, MORNING, MORNING + DAY) is ends
    assert not is_over(kept("pain-getting-worse", "else"), FLAGS["pain-getting-worse"], history, MORNING, MORNING + DAY)


@pytest.mark.parametrize(("flag", "over"), [("bruise-on-record", True), ("spasm-prolonged", False)])
def test_what_no_visit_clears_ends_once_all_was_asked(flag: str, over: bool) -> None:
    for asked in (True, False):
        one = kept(flag, asked=asked)
        assert is_over(one, FLAGS[flag], History(), MORNING, MORNING) is (over and asked)


@pytest.mark.parametrize(("days", "over"), [((1, 8), True), ((1, 7), False), ((-1, 8), False), ((0, 8), False)])
def test_what_is_kept_of_a_lump_ends_where_it_was_gone_since_then(days: tuple[int, ...], over: bool) -> None:
    body = as_a(fact("lump", MORNING, lump="it", change_since_last="gone"), LumpSeen).body
    looks = tuple(LumpCheck(f"l{n}", MORNING + n * DAY, body) for n in days)
    start = MORNING - 9 * DAY
    lump = Lump("it", NECK, None, start, start, None, unknown=False, checks=looks)
    for flag, ends in (("lump-large", over), ("lump-hard", False)):
        one = kept(flag, "it", asked=True)
        assert is_over(one, FLAGS[flag], History(lumps=(lump,)), MORNING, MORNING + 9 * DAY) is ends


def test_what_is_kept_holds_where_that_is_sure() -> None:
    start = MORNING - DAY
    lump = Lump("it", NECK, None, start, start, None, unknown=False, checks=())
    episode = Episode("it", ComplaintKind.BRUISE, NECK, None, start, None, start)
    assert kept_area(kept("knot-keeps-coming-back", "shoulder"), None, None) is BodyArea.SHOULDER
    for kinds, of_lump, of_episode in (
        (("pain",), NECK, NECK),
        (("pain", "lump"), None, NECK),
        (("episode",), NECK, None),
        (("odd",), None, None),
    ):
        assert kept_area(kept("lump-new-unassessed", "it", *kinds), lump, None) is of_lump
        assert kept_area(kept("bruise-on-record", "it", *kinds), None, episode) is of_episode
    assert kept_area(kept("bruise-on-record", "it"), None, None) is None


def test_what_is_kept_locks_as_much_as_it_may() -> None:
    def blocks(name: str, subject: str = "", *kinds: str) -> Any:
        return kept_blocks(kept(name, subject, *kinds), FLAGS[name], CATALOGUE)

    twice = blocks("in-session-pain-up", "cat-cow")
    assert (twice.techniques, twice.classes, twice.until) == ({"cat-cow"}, frozenset(), "")
    assert blocks("in-session-pain-up").classes == CHECKED_CLASSES
    assert blocks("in-session-sharp-pain").classes == CHECKED_CLASSES
    assert blocks("lump-new-unassessed", "it", "lump") == CATALOGUE.levels[Level.CLINICIAN].blocks
    assert blocks("lump-new-unassessed", "it", "pain") == FLAGS["lump-new-unassessed"].blocks
    assert blocks("lump-hard", "it", "lump") == FLAGS["lump-hard"].blocks
