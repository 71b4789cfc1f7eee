"""Records of several computers put together: the same whatever the order, never safer than one of them alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Catalogue
from coach.core.coach.door import Coach
from coach.core.coach.exchange import ClockAsked, Exchange
from coach.core.coach.reminder_desk import ReminderDesk
from coach.core.errors import BadInput
from coach.core.exchange.incoming import Refused
from coach.core.exchange.words import brought
from coach.core.history.corrections import clock_corrections
from coach.core.library import Library
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged
from coach.core.record.codec import decode
from coach.core.record.facts import Fact, Unknown, Unreadable, of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, SignReported
from coach.core.record.recorded import NOT_AS_WRITTEN
from coach.core.record.reminders import PromptEnded
from coach.core.reminders.plan import settings_of
from coach.core.settings import ReminderSection
from coach.core.vocabulary import Answer, BodyArea, CheckLayer, ComplaintKind, EntrySide, PromptOutcome
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, body_of
from tests.core.exchange.records import DEVICES, PROGRAM, Lines, exported, facts_in, made, minutes, out_of

SAID = (
    PainRated(level=4, area=BodyArea.NECK),
    PainRated(level=9, area=BodyArea.LOWER_BACK),
    EpisodeBegan(complaint=ComplaintKind.KNOT, area=BodyArea.NECK),
    LumpSeen(area=BodyArea.NECK),
    CheckAnswered(layer=CheckLayer.TOLD, answers=(("saddle-numbness", Answer.YES),)),
    CheckAnswered(layer=CheckLayer.TODAY, complete=True, answers=(("fever-or-chills", Answer.NOT_SURE),)),
    SignReported(flag="sharp-pain"),
    Unknown("later-kind", '{"a": 1}'),
)


def a_coach(
    library: Library, catalogue: Catalogue, device: str, facts: Sequence[Fact] = (), clock: FakeClock | None = None
) -> Coach:
    ids = (f"00000000-0000-0000-{device[-4:]}-{n:012x}" for n in itertools.count())
    return Coach(library, catalogue, MemoryJournal(list(facts)), clock or FakeClock(), lambda: next(ids), device)


def exchange_of(library: Library, catalogue: Catalogue, facts: Sequence[Fact] = ()) -> Exchange:
    return a_coach(library, catalogue, DEVICES[0], facts).exchange


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - made up, no secret


def some_facts(draw: random.Random, device: str, many: int) -> list[Fact]:
    """Facts of one computer in the last month."""
    return [
        made(draw.choice(SAID), MORNING - timedelta(minutes=draw.randrange(40_000)), device, draw.randrange(1, 2**100))
        for _ in range(many)
    ]


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_three_computers_in_any_order_overlap_split_and_repetition_give_one_record(
    library: Library, catalogue: Catalogue, seed: int
) -> None:
    draw = seeded(seed)
    own = {device: some_facts(draw, device, draw.randrange(1, 12)) for device in DEVICES}
    every = [fact for facts in own.values() for fact in facts]
    parts = [draw.sample(every, draw.randrange(len(every) + 1)) for _ in range(4)]
    files = [exported(part, draw.choice(DEVICES)) for part in (*parts, *own.values())]
    results = set()
    for _ in range(3):
        exchange = exchange_of(library, catalogue, own[DEVICES[0]])
        order = draw.sample(files, len(files)) + draw.choices(files, k=2)
        while order:
            some = [order.pop() for _ in range(draw.randint(1, len(order)))]
            exchange.take([Lines(data) for data in some])
        results.add(b"\n".join(facts_in(out_of(exchange))))
    assert results == {b"\n".join(facts_in(exported(every)))}


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_two_records_together_raise_every_flag_that_either_raised(
    library: Library, catalogue: Catalogue, seed: int
) -> None:
    draw = seeded(seed)
    one, other = (some_facts(draw, device, draw.randrange(8)) for device in DEVICES[:2])

    def up(coach: Coach) -> set[str]:
        return {raised.flag.id for raised in coach.rules.safety().flags}

    alone = up(a_coach(library, catalogue, DEVICES[0], one)) | up(a_coach(library, catalogue, DEVICES[1], other))
    both = a_coach(library, catalogue, DEVICES[0], one)
    would = both.exchange.would_take([Lines(exported(other))])
    taken = both.exchange.take([Lines(exported(other))])
    later = (
        {"pain-not-better-1-week"} if "pain-not-better-2-weeks" in up(both) else set()
    )  # the graver one stands for it
    assert up(both) >= alone - later
    assert would.news == taken.news


def test_a_record_in_an_empty_home_goes_out_byte_for_byte_as_it_came(library: Library, catalogue: Catalogue) -> None:
    facts = some_facts(seeded(1), DEVICES[0], 50)
    exchange = exchange_of(library, catalogue)  # the same computer, its record lost
    exchange.take([Lines(exported(facts))])
    assert out_of(exchange) == exported(facts)


def test_twice_is_once(library: Library, catalogue: Catalogue) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    data = exported(some_facts(seeded(2), DEVICES[1], 20), DEVICES[1])
    first = coach.exchange.take([Lines(data), Lines(data)])
    before = out_of(coach.exchange)
    again = coach.exchange.take([Lines(data)])
    assert (first.new, again.new, again.found.known, again.news) == (20, 0, 20, ())
    assert out_of(coach.exchange) == before
    assert len(coach.record.journal.copies) == 1  # type: ignore[attr-defined]


def test_a_backup_is_made_before_anything_is_written(library: Library, catalogue: Catalogue) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    journal = coach.record.journal
    assert isinstance(journal, MemoryJournal)
    held: list[int] = []
    journal.copies = _Watched(journal, held)
    coach.exchange.take([Lines(exported([made(SAID[0])], DEVICES[1]))])
    assert held == [0]


class _Watched(list):  # type: ignore[type-arg]
    def __init__(self, journal: MemoryJournal, held: list[int]) -> None:
        self._journal, self._held = journal, held

    def append(self, _: object) -> None:
        self._held.append(len(self._journal.kept))


def test_the_same_id_with_another_content_refuses_the_file_and_names_three(
    library: Library, catalogue: Catalogue
) -> None:
    here = [made(SAID[0], minutes(-n), DEVICES[0], n) for n in range(1, 6)]
    there = [made(SAID[1], minutes(-n), DEVICES[0], n) for n in range(1, 6)]
    exchange = exchange_of(library, catalogue, here)
    before = out_of(exchange)
    with pytest.raises(Refused) as refused:
        exchange.take([Lines(exported([*there, made(SAID[2])]))])
    told = [str(fault) for fault in refused.value.faults]
    assert len(told) == 4
    assert all("is here already and says something else" in each for each in told[:3])
    assert "2 more" in told[3]
    assert out_of(exchange) == before


def test_two_files_that_contradict_each_other_are_refused_together(library: Library, catalogue: Catalogue) -> None:
    exchange = exchange_of(library, catalogue)
    files = [Lines(exported([made(said, MORNING, DEVICES[1], 7)])) for said in SAID[:2]]
    with pytest.raises(BadInput, match="contradict each other"):
        exchange.take(files)
    assert facts_in(out_of(exchange)) == []


def test_a_file_that_changes_while_it_is_read_is_not_taken(library: Library, catalogue: Catalogue) -> None:
    exchange = exchange_of(library, catalogue)
    files = iter([exported([made(said, MORNING, DEVICES[1], 7)]) for said in SAID[:2]])
    changing = Lines(b"")
    changing.lines = lambda: iter(next(files).splitlines(keepends=True))  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        exchange.take([changing])
    assert [fault.message for fault in refused.value.faults] == ["The file changed while it was read."]
    assert facts_in(out_of(exchange)) == []


def test_a_garbled_copy_elsewhere_does_not_stand_in_the_way_of_the_whole_one(
    library: Library, catalogue: Catalogue
) -> None:
    whole = made(SAID[0], MORNING, DEVICES[0], 7)
    garbled = made(Unknown("pain", "{garbled"), MORNING, DEVICES[0], 7)
    exchange = exchange_of(library, catalogue, [whole])
    before = out_of(exchange)
    assert exchange.take([Lines(exported([garbled], DEVICES[1]))]).new == 0
    assert out_of(exchange) == before


@pytest.mark.parametrize("hours", range(-72, 73, 9))
def test_a_clock_that_differs_is_asked_about_and_nothing_is_lost(
    library: Library, catalogue: Catalogue, hours: int
) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    sign = made(SAID[4], MORNING + timedelta(hours=hours), DEVICES[1])
    data = Lines(exported([sign], DEVICES[1]))
    if hours <= 0:
        assert coach.exchange.take([data]).new == 1
    else:
        with pytest.raises(ClockAsked, match=f"1 entry is dated up to {'3 days' if hours == 72 else ''}"):
            coach.exchange.take([data])
        assert facts_in(out_of(coach.exchange)) == []
        assert coach.exchange.take([data], theirs=True).new == 1
    corrections = of(coach.record.facts(), ClockCorrected)
    assert [fact.body.facts for fact in corrections] == ([(sign.id,)] if hours > 0 else [])
    assert {up.flag.id for up in coach.rules.safety().flags} >= {"saddle-numbness"}
    assert coach.entries.clock_ahead() is None
    assert coach.exchange.take([data], theirs=True).new == 0


def test_what_was_put_right_elsewhere_is_not_asked_again(library: Library, catalogue: Catalogue) -> None:
    first = a_coach(library, catalogue, DEVICES[1])
    ahead = made(SAID[0], MORNING + timedelta(days=2), DEVICES[2])
    first.exchange.take([Lines(exported([ahead], DEVICES[2]))], theirs=True)
    second = a_coach(library, catalogue, DEVICES[0])
    assert second.exchange.take([Lines(out_of(first.exchange))]).new == 2


def test_within_a_minute_no_clock_is_wrong(library: Library, catalogue: Catalogue) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    assert coach.exchange.take([Lines(exported([made(SAID[0], minutes(0.9))], DEVICES[1]))]).new == 1


def test_each_computer_has_its_own_clock_put_right() -> None:
    ahead = [made(SAID[0], MORNING + timedelta(hours=n), device) for n, device in ((5, DEVICES[1]), (50, DEVICES[2]))]
    many = [made(SAID[0], MORNING + timedelta(hours=1, seconds=n), DEVICES[0]) for n in range(2500)]
    found = clock_corrections([*ahead, *many], MORNING)
    assert sorted(len(body.facts or ()) for body in found) == [1, 1, 500, 1000, 1000]
    assert {(fact.id,): fact.at for fact in ahead}.items() <= {body.facts: body.seen for body in found}.items()


# --- what it changes for safety ---------------------------------------------------------------------------------------


def test_a_sign_of_the_other_computer_is_told_with_what_it_locks(library: Library, catalogue: Catalogue) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    taken = coach.exchange.take([Lines(exported([made(SAID[4], minutes(-5), DEVICES[1])], DEVICES[1]))])
    assert "Up now, and not before: saddle-numbness" in taken.news[0]
    assert any("It locks" in line for line in taken.news)


def test_a_dose_of_the_other_computer_is_used_up_here(library: Library, catalogue: Catalogue) -> None:
    coach = a_coach(library, catalogue, DEVICES[0])
    session = "11111111-1111-4111-8111-111111111111"
    where = {"session": session, "index": 1, "technique": "moist-heat", "area": "neck", "kind": "hold", "work": True}
    reached = body_of("reached", **where, planned=900)
    ended = body_of("segment", **where, planned=900, held=900, done=True)
    facts = [made(reached, minutes(-20), DEVICES[1]), made(ended, minutes(-5), DEVICES[1])]
    taken = coach.exchange.take([Lines(exported(facts, DEVICES[1]))])
    assert any("Moist heat" in line and "Open again in" in line for line in taken.news), taken.news


def test_a_lump_that_both_computers_know_may_be_one(library: Library, catalogue: Catalogue) -> None:
    here = made(LumpSeen(area=BodyArea.NECK), minutes(-60), DEVICES[0])
    there = made(LumpSeen(area=BodyArea.NECK, side=EntrySide.LEFT), minutes(-30), DEVICES[1])
    coach = a_coach(library, catalogue, DEVICES[0], [here])
    data = Lines(exported([there], DEVICES[1]))
    would = coach.exchange.would_take([data])
    taken = coach.exchange.take([data])
    told = f"noted on both computers ({here.id[:8]} and {there.id[:8]})"
    assert any(told in line for line in taken.news)
    assert would.news == taken.news
    elsewhere = made(LumpSeen(area=BodyArea.SHOULDER), minutes(-20), DEVICES[1])
    assert not any("both computers" in line for line in coach.exchange.take([Lines(exported([elsewhere]))]).news)


# --- the traps of two records in one ----------------------------------------------------------------------------------


def test_a_session_that_another_computer_did_not_finish_is_not_offered_here(
    library: Library, catalogue: Catalogue
) -> None:
    begun = made(body_of("session-begun", session="s-1", routine="neck-stretch"), minutes(-10), DEVICES[1])
    coach = a_coach(library, catalogue, DEVICES[0])
    coach.exchange.take([Lines(exported([begun], DEVICES[1]))])
    assert coach.listing.today().unfinished is None
    there = a_coach(library, catalogue, DEVICES[1], [begun]).listing.today().unfinished
    assert there is not None
    assert there.id == "s-1"
    assert [past.id for past in coach.listing.history()] == ["s-1"]


def test_what_another_computer_dated_ahead_is_no_proof_that_this_clock_was_set_back(
    library: Library, catalogue: Catalogue
) -> None:
    theirs = made(SAID[0], MORNING + timedelta(hours=3), DEVICES[1])
    coach = a_coach(library, catalogue, DEVICES[0], [theirs])
    assert coach.entries.clock_ahead() is None
    assert coach.entries.others_ahead() == theirs.at
    own = a_coach(library, catalogue, DEVICES[1], [theirs])
    assert own.entries.clock_ahead() == theirs.at
    coach.entries.put_clock_right()
    assert coach.entries.others_ahead() is None


def test_breaks_are_counted_by_computer(library: Library, catalogue: Catalogue) -> None:
    facts = [
        made(PromptEnded(n=n, prompt=str(n), outcome=PromptOutcome.TAKEN), minutes(-60 * n), device)
        for n, device in enumerate((DEVICES[0], DEVICES[1], DEVICES[1]))
    ]
    coach = a_coach(library, catalogue, DEVICES[0], facts)
    desk = ReminderDesk(coach.record, coach.rules, coach.library, lambda: settings_of(ReminderSection()))
    assert [day.prompted for day in desk.break_counts(MORNING.date(), 1)] == [1]
    assert [[day.prompted for day in week] for week in desk.breaks_elsewhere(MORNING.date(), 1)] == [[2]]
    assert desk.breaks_elsewhere(MORNING.date() - timedelta(days=9), 1) == ()


@pytest.mark.parametrize("hours", [-3, 3])
def test_what_the_log_keeps_up_of_an_entry_that_cannot_be_read_no_other_log_takes_back(
    library: Library, catalogue: Catalogue, hours: int
) -> None:
    garbled = made(decode("check", "{garbled"), MORNING - timedelta(hours=9), DEVICES[0])
    own = made(FlagsLogged(up=("saddle-numbness",)), MORNING - timedelta(hours=8), DEVICES[0])
    other = made(FlagsLogged(up=()), MORNING - timedelta(hours=8 - hours), DEVICES[1])
    coach = a_coach(library, catalogue, DEVICES[0], [garbled, own])
    before = {up.flag.id for up in coach.rules.safety().flags}
    assert "saddle-numbness" in before
    coach.exchange.take([Lines(exported([other], DEVICES[1]))])
    assert {up.flag.id for up in coach.rules.safety().flags} >= before


def test_each_computer_has_a_log_of_flags_of_its_own(library: Library, catalogue: Catalogue) -> None:
    sign = made(SAID[4], minutes(-9), DEVICES[1])
    other = made(FlagsLogged(up=("saddle-numbness",)), minutes(-8), DEVICES[1])
    coach = a_coach(library, catalogue, DEVICES[0], [sign, other])
    coach.rules.audit()
    coach.rules.audit()
    own = [fact.body.up for fact in of(coach.record.facts(), FlagsLogged) if fact.device == DEVICES[0]]
    assert own == [("saddle-numbness",)]


def test_a_copy_from_elsewhere_mends_what_is_damaged_here(library: Library, catalogue: Catalogue) -> None:
    whole = made(SAID[4], minutes(-9), DEVICES[0], 7)
    damaged = replace(whole, body=Unreadable("check", "{", NOT_AS_WRITTEN))
    coach = a_coach(library, catalogue, DEVICES[0], [damaged])
    assert [entry.id for entry in coach.rules.safety().unread] == [whole.id]
    files = [Lines(exported([whole], DEVICES[1])), Lines(exported([whole], DEVICES[2]), "again.jsonl")]
    looked = coach.exchange.look(files)
    assert (looked.new, looked.known, looked.mended) == (1, 0, 1)
    assert "1 entry of them is damaged here, and whole in the file." in brought(looked, PROGRAM)
    taken = coach.exchange.take(files)
    assert taken.new == 1
    assert coach.record.facts() == [whole]
    assert coach.rules.safety().unread == ()
    assert "saddle-numbness" in {up.flag.id for up in coach.rules.safety().flags}
    assert coach.exchange.look([Lines(exported([damaged], DEVICES[1]))]).new == 0, "what is whole stays so"
