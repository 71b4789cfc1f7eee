"""A prompt that is told once more: it stays one prompt, with one outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from coach.core.record.reminders import PromptShown
from coach.core.reminders.plan import Planned, ReminderKind
from coach.core.reminders.signals import Lost, ReminderEvent, Snooze, Stage, Start, Tell, Write
from coach.core.reminders.working_hours import Span, weekly
from tests.core.reminders.test_reminders import BUSY, PLAIN, Desk, outcomes, told

AGAIN = replace(PLAIN, insist=True)


def again(events: list[ReminderEvent]) -> list[Tell]:
    return told(events, Stage.AGAIN)


def due(**more: object) -> Desk:
    desk = Desk(replace(PLAIN, **more))  # type: ignore[arg-type]
    desk.wait(45)
    return desk


def test_an_unanswered_break_is_told_once_more_after_five_minutes_and_then_is_missed() -> None:
    desk = due(insist=True)
    first = told(desk.events)[-1]
    assert not again(desk.wait(4.8))
    (second,) = again(desk.wait(0.2))
    assert second.notice == first.notice
    assert outcomes(desk.wait(4.8)) == []
    assert outcomes(desk.wait(0.2)) == ["missed"]
    shown = [e for e in desk.events if isinstance(e, Write) and isinstance(e.body, PromptShown)]
    assert len(shown) == 1, "it is one prompt"


def test_who_does_not_want_that_is_told_once() -> None:
    desk = due()
    events = desk.wait(20)
    assert not again(events)
    assert outcomes(events) == ["missed"]


def test_what_was_answered_is_not_told_again() -> None:
    for answer in (Snooze(10), Start()):
        desk = due(insist=True)
        desk.do(answer)
        assert not again(desk.wait(9))


def test_after_three_without_an_answer_nothing_is_told_again() -> None:
    desk = due(insist=True)
    desk.wait(60 * 5)
    assert desk.state.questioned
    before = len(again(desk.events))
    desk.wait(120)
    assert len(again(desk.events)) == before


def test_it_is_told_again_when_a_call_is_over_and_while_nobody_types() -> None:
    desk = due(insist=True)
    assert not again(desk.wait(7, busy=BUSY))
    assert again(desk.wait(0.2, busy=()))
    desk = due(insist=True)
    desk.wait(4.8)
    assert not again(desk.wait(0.5, idle=0.1))
    assert again(desk.wait(0.2, idle=6.0))


def test_what_is_gone_with_its_server_is_told_again_and_ends_when_it_would_have() -> None:
    desk = due()
    desk.wait(2)
    assert again(desk.do(Lost(desk.open)))
    assert not again(desk.wait(2.8))
    assert outcomes(desk.wait(0.2)) == ["missed"]


def test_what_is_gone_though_nobody_is_asked_any_more_is_gone() -> None:
    desk = due()
    desk.do(Start())
    assert not again(desk.do(Lost(desk.open)))
    assert not again(desk.do(Lost("another")))


def test_what_is_gone_is_not_told_again_after_hours_whatever_leads_it() -> None:
    hours = weekly((Span(9 * 60, 9 * 60 + 47),))
    routine = Planned("desk-reset", (time(9, 45),), seconds=400)
    desk = due(hours=hours, planned=(routine,))
    assert desk.state.open is not None
    assert desk.state.open.kinds == (ReminderKind.ROUTINE, ReminderKind.MOVEMENT)
    desk.wait(2.2)
    assert not again(desk.do(Lost(desk.open)))
