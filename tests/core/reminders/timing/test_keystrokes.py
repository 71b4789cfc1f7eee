"""Nobody is interrupted in the middle of a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.reminders.signals import Stage
from coach.core.reminders.state import NEVER
from tests.core.reminders.test_reminders import BUSY, PLAIN, Desk, told


def due() -> Desk:
    """A break is due this moment, and the person types."""
    desk = Desk()
    desk.wait(44.9)
    desk.clock.advance(10)
    assert not told(desk.do(idle=0.3))
    return desk


def test_a_break_waits_for_five_seconds_without_a_key_and_looks_again_just_then() -> None:
    desk = due()
    assert desk.state.wake - desk.clock.boot == pytest.approx(4.7)
    desk.clock.advance(4.7)
    assert not told(desk.do(idle=1.0))
    assert desk.state.wake - desk.clock.boot == pytest.approx(4.0)
    desk.clock.advance(4.0)
    assert told(desk.do(idle=5.0))
    assert desk.state.look_at == NEVER


def test_it_waits_for_sixty_seconds_and_no_longer() -> None:
    desk = due()
    for _ in range(11):
        desk.clock.advance(5)
        assert not told(desk.do(idle=0.2))
    assert desk.state.wake - desk.clock.boot == pytest.approx(4.8)
    desk.clock.advance(5)
    assert told(desk.do(idle=0.2))


def test_each_break_has_its_own_sixty_seconds() -> None:
    desk = due()
    desk.clock.advance(20)
    desk.do(idle=0.1, busy=BUSY)
    for _ in range(60):
        desk.clock.advance(10)
        desk.do(busy=BUSY)
    assert not told(desk.do(idle=0.1, busy=()))
    desk.clock.advance(50)
    assert not told(desk.do(idle=0.1)), "these are fifty seconds after the call"
    desk.clock.advance(10)
    assert told(desk.do(idle=0.1))


def test_unknown_idle_time_waits_for_nothing() -> None:
    desk = Desk()
    assert told(desk.wait(45.1, idle=None))


def test_what_was_announced_waits_too_and_stays_announced() -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    assert told(desk.wait(44.7, idle=0.1), Stage.NOTICE), "a notice is quiet: it comes in time"
    assert not told(desk.wait(1, idle=0.1))
    name = desk.open
    (prompt,) = told(desk.wait(0.2, idle=7.0))
    assert prompt.notice.prompt == name


def test_settings_without_idle_time_wait_for_nothing() -> None:
    desk = Desk(replace(PLAIN, idle=False))
    assert told(desk.wait(45.1, idle=0.1))
