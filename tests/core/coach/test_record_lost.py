"""A record that was set aside as damaged: nothing but breathing, desk check and drink until the check is done."""

from __future__ import annotations

import pytest

from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.clearance.locks import LOST
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.vocabulary import Answer
from tests.conftest import FakeClock
from tests.core.conftest import clean

CALM = {"calm-breathing", "posture-check", "hydration-check"}


def open_now(coach: Coach) -> set[str]:
    asked = {name: coach.sessions.ask(name, Choices()) for name in coach.library.techniques}
    return {name for name, verdict in asked.items() if isinstance(verdict, Cleared)}


@pytest.mark.parametrize("checked", [True, False])
def test_nothing_but_the_calm_ones_is_open_until_the_check_is_done(
    coach: Coach, clock: FakeClock, checked: bool
) -> None:
    if checked:
        clean(coach)
        clock.advance(60)
    coach.entries.note_restored()
    assert open_now(coach) == CALM
    verdict = coach.sessions.ask("movement-break", Choices())
    assert isinstance(verdict, Blocked)
    assert [reason.text for reason in verdict.reasons] == [LOST]
    clock.advance(60)
    clean(coach)
    assert "movement-break" in open_now(coach)


def test_a_check_that_was_not_finished_opens_nothing(coach: Coach, clock: FakeClock) -> None:
    coach.entries.note_restored()
    clock.advance(60)
    coach.checks.volunteer({"diabetes": Answer.YES})
    coach.checks.submit(coach.checks.checkup())
    assert open_now(coach) == CALM


def test_days_later_it_still_waits_and_a_later_loss_begins_anew(coach: Coach, clock: FakeClock) -> None:
    coach.entries.note_restored()
    clock.advance(5 * 86400)
    assert open_now(coach) == CALM
    clean(coach)
    assert "movement-break" in open_now(coach)
    clock.advance(60)
    coach.entries.note_restored()
    assert open_now(coach) == CALM


def test_a_record_that_nothing_happened_to_asks_nothing_before_a_break(coach: Coach, clock: FakeClock) -> None:
    assert open_now(coach) == {*CALM, "movement-break"}
    coach.entries.note_restored()
    clean(coach)
    assert "movement-break" in open_now(coach), "a check of that very moment is one after it"
    clock.advance(1)
    assert "movement-break" in open_now(coach)
