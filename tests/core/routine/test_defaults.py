"""What a run is to be: chosen now, over last time, over the settings, as far as it can be planned."""

from __future__ import annotations

from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.defaults import SettledChoices, from_settings, settled
from coach.core.settings import Settings

LEFT = Choices(side=SideChoice.LEFT)
USUAL = Settings(minutes=10, dose="high", wait=True, wait_limit=90)


def always(choices: Choices) -> bool:
    del choices
    return True


def test_what_was_chosen_now_goes_over_last_time_and_that_over_the_settings() -> None:
    now, last = Choices(side=SideChoice.RIGHT), Choices(side=SideChoice.LEFT, spots=2, turn=3, dose=DoseChoice.LOW)
    whole = settled(now, last, USUAL, always)
    assert whole.choices == Choices(
        side=SideChoice.RIGHT, minutes=10, spots=2, dose=DoseChoice.LOW, wait=True, turn=3, wait_limit=90
    )
    assert whole.notes == (
        "As last time: spots 2",
        "As last time: dose low",
        "From your settings: minutes 10",
        "From your settings: wait",
        "From your settings: wait limit 90",
    )
    assert whole.too_short == ""


def test_settings_as_they_come_choose_nothing() -> None:
    assert from_settings(Settings()) == Choices()
    assert from_settings(Settings(wait_limit=90)) == Choices(), "a limit alone does not mean to wait"
    assert from_settings(Settings(dose="other")) == Choices()
    assert settled(LEFT, None, Settings(), always) == SettledChoices(LEFT)


def test_a_no_of_last_time_is_said() -> None:
    assert settled(Choices(), Choices(wait=False), Settings(), always).notes == ("As last time: wait no",)


def test_what_was_remembered_and_no_longer_fits_is_left_out() -> None:
    whole = settled(LEFT, Choices(variant="gone"), Settings(), lambda choices: choices.variant is None)
    assert whole == SettledChoices(LEFT)


def test_usual_minutes_that_are_too_few_are_left_out_alone_and_said() -> None:
    whole = settled(LEFT, None, USUAL, lambda choices: choices.minutes is None)
    assert whole.choices == Choices(side=SideChoice.LEFT, dose=DoseChoice.HIGH, wait=True, wait_limit=90)
    assert whole.too_short == "Your usual 10 min do not do for this routine, so it takes its own time."
    assert whole.notes[-1] == whole.too_short


def test_minutes_chosen_now_are_never_left_out() -> None:
    now = Choices(minutes=2)
    whole = settled(now, None, USUAL, lambda choices: choices == now)
    assert whole == SettledChoices(now)


def test_settings_that_can_not_be_planned_at_all_are_left_out() -> None:
    whole = settled(LEFT, None, USUAL, lambda choices: choices == LEFT)
    assert whole.choices == LEFT
    assert whole.too_short
