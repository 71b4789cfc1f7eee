"""The calendar, checking in, days away, locks, and the breaks."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.core.progress import words
from coach.core.progress.away import away_days, away_until, locked_days
from coach.core.progress.breaks import kept_in, minutes_between
from coach.core.progress.calendar import Day, Mark, days, first_day
from coach.core.progress.check_ins import CheckIns, check_ins
from coach.core.progress.standing import standing
from coach.core.progress.whole import Around, Progress, progress
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import Fact
from coach.core.record.personal import AwayTold
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.vocabulary import PromptOutcome
from tests.core.conftest import wrote
from tests.core.progress.facts import MINUTE, TODAY, at, pain, session

FIRST = first_day(TODAY)
DAY = timedelta(days=1)


def prompt(when: datetime, outcome: PromptOutcome, *, stood: bool = False) -> Fact:
    return wrote(when, PromptEnded(prompt="p", outcome=outcome, stood=stood))


def stood(when: datetime, how: StoodUpHow) -> Fact:
    return wrote(when, StoodUp(how=how))


def one_day(facts: list[Fact], day: date = TODAY) -> Day:
    return next(one for one in days(standing(facts, {}), FIRST, TODAY, breaks={"movement-break"}) if one.day == day)


def of(*marks: bool | str) -> tuple[Day, ...]:
    """Days up to today: True was a check-in, False none, a letter says why it does not count."""
    why = {"o": "off", "a": "away", "l": "locked"}
    return tuple(
        Day(TODAY - DAY * (len(marks) - 1 - n), **({why[m]: True} if isinstance(m, str) else {"checked_in": m}))
        for n, m in enumerate(marks)
    )


# --- a day ------------------------------------------------------------------------------------------------------------


def test_the_calendar_begins_on_a_monday_and_has_twenty_six_weeks() -> None:
    assert FIRST.weekday() == 0
    assert len(days([], FIRST, TODAY)) == 25 * 7 + TODAY.weekday() + 1


def test_what_a_day_shows() -> None:
    assert one_day([]).mark is Mark.NOTHING
    assert one_day([pain(0, at(0))]).mark is Mark.CHECKED_IN
    assert one_day(session("s", at(0))).mark is Mark.SESSION
    kept = [prompt(at(0), PromptOutcome.TAKEN), prompt(at(0, 11), PromptOutcome.MISSED)]
    assert one_day(kept).mark is Mark.BREAK
    assert one_day([*kept, prompt(at(0, 12), PromptOutcome.SKIPPED)]).mark is Mark.CHECKED_IN  # one of three
    assert one_day([*kept, *session("s", at(0))]).mark is Mark.BOTH
    natural = [stood(at(0, 9 + n), StoodUpHow.NATURAL) for n in range(3)]
    assert one_day(natural).mark is Mark.BREAK
    assert one_day(natural[:2]).mark is Mark.CHECKED_IN
    assert one_day(session("s", at(0), routine="movement-break")).mark is Mark.CHECKED_IN


def test_a_missed_prompt_is_no_check_in() -> None:
    assert one_day([prompt(at(0), PromptOutcome.MISSED)]).mark is Mark.NOTHING


def test_a_day_ends_at_four() -> None:
    late = [pain(4, at(0, 3, 59))]
    assert one_day(late).mark is Mark.NOTHING
    assert one_day(late, TODAY - DAY).mark is Mark.CHECKED_IN
    assert one_day([pain(4, at(0, 4))]).mark is Mark.CHECKED_IN


def test_a_lock_is_always_shown_and_away_only_where_nothing_was_done() -> None:
    assert Day(TODAY, checked_in=True, locked=True).mark is Mark.LOCK
    assert Day(TODAY, checked_in=True, away=True).mark is Mark.CHECKED_IN
    assert Day(TODAY, away=True, off=True).mark is Mark.AWAY
    assert Day(TODAY, off=True).mark is Mark.OFF


@given(st.integers(0, 23), st.integers(0, 59), st.booleans())
def test_a_second_session_never_raises_the_level_of_a_day(hour: int, minute: int, light: bool) -> None:
    once = session("one", at(0, 9))
    routine = "movement-break" if light else "cat-cow"
    twice = [*once, *session("two", at(0, hour, minute), routine=routine)]
    assert one_day(twice).level == one_day(once).level == 2


# --- checking in ------------------------------------------------------------------------------------------------------


def test_checking_in_counts_your_days_and_today_only_when_it_was_done() -> None:
    assert check_ins(of(False, True, True, False, True, False)) == CheckIns(3, 4, 3)
    assert check_ins(of(True, True)) == CheckIns(2, 2, 2)
    assert check_ins(of(False, False)) == CheckIns(0, 0, 0)
    assert check_ins(of(*[True] * 20)).of == 14


def test_one_missed_day_is_forgiven_and_two_in_a_row_end_it() -> None:
    assert check_ins(of(True, True, False, True, True)).streak == 4
    assert check_ins(of(True, True, False, False, True, True)).streak == 2
    assert check_ins(of(True, True, False, "o", "o", False, True)).streak == 1  # two of your days in a row
    assert check_ins(of(True, False, "o", "a", "l", True)).streak == 2


MARKS = st.lists(st.sampled_from([True, False, "o", "a", "l"]), min_size=1, max_size=60)


@given(MARKS, st.data())
def test_a_day_off_away_or_locked_never_shortens_a_streak(marks: list[bool | str], data: st.DataObject) -> None:
    plain = of(*marks)
    place = data.draw(st.integers(0, len(marks) - 1))
    why = data.draw(st.sampled_from(["off", "away", "locked"]))
    held = {"off": plain[place].off, "away": plain[place].away, "locked": plain[place].locked} | {why: True}
    excused = Day(plain[place].day, plain[place].checked_in, **held)
    other = (*plain[:place], excused, *plain[place + 1 :])
    assert check_ins(other).streak >= check_ins(plain).streak


def test_a_day_off_adds_nothing_by_itself() -> None:
    assert check_ins(of(True, "o", "o", True)).streak == 2


def test_coming_back_after_a_week_is_told_once() -> None:
    assert check_ins(of(True, *"a" * 7, False)).back
    assert not check_ins(of(True, *"a" * 6, False)).back
    assert not check_ins(of(True, *"a" * 8)).back
    assert not check_ins(of(True, *"a" * 7, True, False)).back


# --- away and locked --------------------------------------------------------------------------------------------------


def test_days_away_last_until_their_last_day_or_until_the_person_is_back() -> None:
    told = wrote(at(10), AwayTold(until=TODAY + 3 * DAY))
    assert away_until([told], TODAY) == TODAY + 3 * DAY
    assert len(away_days([told], FIRST, TODAY)) == 11
    back = wrote(at(4), AwayTold())
    assert away_days([told, back], FIRST, TODAY) == {TODAY - n * DAY for n in range(5, 11)}
    assert away_until([told, back], TODAY) is None


def test_days_away_can_be_told_afterwards() -> None:
    told = wrote(at(0), AwayTold(since=TODAY - 5 * DAY, until=TODAY - 3 * DAY))
    assert away_days([told], FIRST, TODAY) == {TODAY - n * DAY for n in (3, 4, 5)}


def test_a_lock_lasts_from_its_rise_to_its_end_by_the_log_of_this_computer() -> None:
    facts = [
        wrote(at(9), FlagsLogged(up=("numb/lump-1", "mild"))),
        wrote(at(7), FlagsLogged(up=("mild",))),
        wrote(at(1), FlagsLogged(up=("numb",))),
    ]
    assert locked_days(facts, {"numb"}, "here", TODAY) == {TODAY - n * DAY for n in (9, 8, 7, 1, 0)}
    assert locked_days(facts, {"numb"}, "another", TODAY) == frozenset()
    assert locked_days(facts, {"mild"}, "here", TODAY) == {TODAY - n * DAY for n in range(1, 10)}


# --- breaks -----------------------------------------------------------------------------------------------------------


def test_breaks_kept_are_summed_up() -> None:
    facts = [prompt(at(n), PromptOutcome.TAKEN) for n in range(10)] + [prompt(at(1, 15), PromptOutcome.MISSED)]
    every = days(standing(facts, {}), FIRST, TODAY)
    assert (kept_in(every, 7).kept, kept_in(every, 7).prompted) == (7, 8)
    assert kept_in(every, 28).kept == 10


def test_minutes_between_two_times_of_standing_up() -> None:
    facts = [
        stood(at(1, 9), StoodUpHow.AFRESH),
        stood(at(1, 9, 40), StoodUpHow.NATURAL),
        prompt(at(1, 10, 30), PromptOutcome.TAKEN, stood=True),
        stood(at(1, 11), StoodUpHow.TAKEN),
        stood(at(0, 9), StoodUpHow.NATURAL),  # another day
    ]
    assert minutes_between(facts) == 40  # of 40, 50 and 30
    assert minutes_between(facts, lambda moment: moment.hour >= 10) == 30
    assert minutes_between(facts[:1]) is None


# --- all of it --------------------------------------------------------------------------------------------------------


def some_facts() -> list[Fact]:
    facts: list[Fact] = []
    for n in range(40):
        facts += session(f"s{n}", at(n, 9 + n % 5), 6, 4 if n % 3 else 7)
        facts += [pain(n % 11, at(n, 20)), prompt(at(n, 15), PromptOutcome.TAKEN, stood=True)]
        facts += [stood(at(n, 10), StoodUpHow.NATURAL)]
    return [*facts, wrote(at(20), AwayTold(until=TODAY - 15 * DAY)), wrote(at(9), FlagsLogged(up=("numb",)))]


AROUND = Around(TODAY, "here", locking=frozenset({"numb"}))


def told(facts: list[Fact]) -> Progress:
    return progress(facts, AROUND)


def test_shuffled_facts_give_equal_results() -> None:
    facts = some_facts()
    whole = told(facts)
    assert any(day.away for day in whole.days)
    assert any(day.locked for day in whole.days)
    for seed in range(10):
        assert told(random.Random(seed).sample(facts, len(facts))) == whole


def test_nothing_one_day_and_what_lies_ahead() -> None:
    assert told([]).empty
    assert words.lines(told([])) == [words.NOTHING]
    one = told([pain(4, at(0))])
    assert words.lines(one)[0] == "Pain, neck, worst of each day in 28 days: Mon 2 Mar: 4."
    assert told([pain(4, at(-400)), pain(4, at(-1))]).empty  # the other desk's clock runs ahead


def test_a_day_with_two_hundred_facts_is_one_day() -> None:
    facts = [pain(n % 11, at(0, 8) + n * MINUTE) for n in range(200)]
    found = told(facts)
    assert found.check_ins == CheckIns(1, 1, 1)
    assert found.areas[0].levels[-1] == 10
    assert sum(day.level for day in found.days) == 1


def test_no_line_praises_ranks_or_promises() -> None:
    text = " ".join(words.lines(told(some_facts()))).lower()
    for word in ("great", "well done", "best", "improv", "%", "keep it up", "record", "proven"):
        assert word not in text
    assert words.DOWN_BY_ITSELF.lower() in text
