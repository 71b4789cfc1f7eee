"""The log of what rose and what went."""

from __future__ import annotations

from coach.core.coach.door import Coach
from coach.core.record.health import LumpSeen
from coach.core.vocabulary import Answer, BodyArea, RatedWhen, Texture
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, clean


def told(coach: Coach) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(change.rose, change.went) for change in coach.rules.flag_changes()]


def test_what_rises_and_what_goes_is_written_down_once(coach: Coach, clock: FakeClock) -> None:
    clean(coach)
    assert coach.rules.flag_changes() == ()
    coach.checks.volunteer({"feel-ill-today": Answer.YES})
    coach.entries.rate(3, RatedWhen.ANY_TIME)
    assert told(coach) == [(("feel-ill-today",), ())]
    coach.entries.withdraw(["feel-ill-today"])
    assert told(coach)[1:] == [((), ("feel-ill-today",))]
    assert coach.rules.flag_changes()[0].at == MORNING


def test_a_flag_that_time_takes_down_is_written_down_at_the_next_look(coach: Coach, clock: FakeClock) -> None:
    coach.checks.volunteer({"feel-ill-today": Answer.YES})
    clock.advance(3 * 24 * 3600)
    clean(coach)
    clock.advance(3 * 24 * 3600)
    coach.rules.audit()
    assert told(coach)[-1] == ((), ("feel-ill-today",))


def test_the_flag_of_a_lump_is_named_with_its_lump(coach: Coach) -> None:
    lump = coach.entries.note(LumpSeen(area=BodyArea.NECK, texture=Texture.STONE_HARD))
    (change,) = coach.rules.flag_changes()
    assert f"lump-hard/{lump.id}" in change.rose


def test_a_log_that_can_not_be_written_changes_no_answer(coach: Coach, journal: MemoryJournal) -> None:
    coach.checks.volunteer({"feel-ill-today": Answer.YES})
    journal.kept = [fact for fact in journal.kept if fact.kind != "flags"]
    journal.broken = "The disk is full."
    assert [up.flag.id for up in coach.rules.audit().flags] == ["feel-ill-today"]
    journal.broken = ""
    assert coach.rules.flag_changes() == ()


def test_an_unreadable_record_writes_nothing_down(coach: Coach, journal: MemoryJournal) -> None:
    journal.broken = "unreadable"
    assert coach.rules.audit().fault
    assert not journal.kept
