"""A record that was set aside as damaged: nothing but breathing, desk check and drink until the check is done."""

from __future__ import annotations

import pytest

from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.clearance.locks import LOST
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.health import LumpSeen
from coach.core.vocabulary import Answer, BodyArea, Texture
from tests.conftest import FakeClock
from tests.core.conftest import clean, lines_of, with_yes

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


def test_the_check_after_it_asks_what_may_have_been_lost_and_once(coach: Coach, clock: FakeClock) -> None:
    assert not {"told-to-be-seen", "lump-not-noted"} & lines_of(coach.checks.checkup())
    coach.entries.note_restored()
    clock.advance(60)
    for routine in ("cat-cow", "moist-heat", None):
        assert {"told-to-be-seen", "lump-not-noted"} <= lines_of(coach.checks.checkup(routine))
    clean(coach)
    clock.advance(86400)
    assert not {"told-to-be-seen", "lump-not-noted"} & lines_of(coach.checks.checkup())


@pytest.mark.parametrize("word", [Answer.YES, Answer.NOT_SURE])
def test_told_to_be_seen_locks_until_somebody_was_seen(coach: Coach, clock: FakeClock, word: Answer) -> None:
    coach.entries.note_restored()
    clock.advance(60)
    safety = coach.checks.submit(with_yes(coach.checks.checkup(), "told-to-be-seen", word=word))
    assert [up.flag.id for up in safety.flags] == ["told-to-be-seen"]
    assert open_now(coach) == {*CALM, "movement-break"}


@pytest.mark.parametrize("area", [None, BodyArea.NECK])
def test_a_lump_that_nobody_has_noted_again_is_on_record_at_no_place(
    coach: Coach, clock: FakeClock, area: BodyArea | None
) -> None:
    coach.entries.note_restored()
    clock.advance(60)
    safety = coach.checks.submit(with_yes(coach.checks.checkup("cat-cow", area), "lump-not-noted"), area)
    (up,) = (up for up in safety.flags if up.flag.id == "lump-new-unassessed")
    assert (up.area, up.subject) == (None, "lump")
    clock.advance(3600)
    lump = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER, texture=Texture.SOFT, pain=0))
    assert {up.subject for up in coach.rules.safety().flags if up.subject} == {lump.id}, "noted again, it is that one"
