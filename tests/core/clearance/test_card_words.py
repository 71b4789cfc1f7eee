"""What a card says beside its reasons: the words of the content, by the level of the card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.catalogue.catalogue import Clears, Level
from coach.core.clearance.card_words import act, own_number, still_open, until, when, who_can_help
from coach.core.clearance.clearance import Blocked
from coach.core.clearance.locks import LockReason
from tests.core.conftest import MORNING
from tests.core.situations import CATALOGUE, TECHNIQUES

WORDS = CATALOGUE.cards


def card(level: Level, hours: int | None = None, *, words: bool = True, flag: str = "night-pain") -> Blocked:
    reasons = (LockReason("Something was answered.", level, flag),)
    kept = WORDS if words else None
    return Blocked("", level, "Headline.", "Action.", reasons, (), hours, check_due=False, words=kept)


@pytest.mark.parametrize(
    ("hours", "soon", "sentence"),
    [
        (None, "", ""),
        (0, "now", "Act now."),
        (24, "within 24 hours", "Act within 24 hours."),
        (48, "within 48 hours", "Act within 48 hours."),
        (72, "within 3 days", "Act within 3 days."),
        (168, "within 7 days", "Act within 7 days."),
    ],
)
def test_how_soon_to_act_is_said_in_one_way(hours: int | None, soon: str, sentence: str) -> None:
    blocked = card(Level.CLINICIAN, hours)
    assert (when(blocked), act(blocked)) == (soon, sentence)


@pytest.mark.parametrize("level", [Level.INCOMPLETE, Level.CAUTION, Level.SELF_CARE])
def test_a_card_below_see_a_clinician_gives_no_time(level: Level) -> None:
    """The time belongs to another flag, which has its own card."""
    assert when(card(level, 24)) == act(card(level, 24)) == ""


def test_in_an_emergency_only_help_at_once_is_named() -> None:
    assert who_can_help(card(Level.EMERGENCY)) == WORDS.who_can_help_now
    assert who_can_help(card(Level.URGENT)) == WORDS.who_can_help_today
    assert who_can_help(card(Level.CLINICIAN)) == who_can_help(card(Level.CAUTION)) == WORDS.who_can_help
    assert who_can_help(card(Level.CAUTION, flag="")) == ()
    assert not set(WORDS.who_can_help) & set(WORDS.who_can_help_now)


def test_the_number_is_on_urgent_cards_and_never_guessed() -> None:
    assert "112" in own_number(card(Level.URGENT), "112")
    assert own_number(card(Level.URGENT), "") == own_number(card(Level.CLINICIAN), "112") == ""


def test_what_stays_open_is_named_or_said_to_be_nothing() -> None:
    assert still_open(card(Level.EMERGENCY), TECHNIQUES) == WORDS.nothing_open
    assert still_open(replace(card(Level.URGENT), allowed=("bridge",)), TECHNIQUES) == TECHNIQUES["bridge"].name


def test_a_card_without_words_still_stands() -> None:
    bare = card(Level.EMERGENCY, 0, words=False)
    assert [when(bare), act(bare), own_number(bare, "112"), still_open(bare, TECHNIQUES)] == [""] * 4
    assert who_can_help(bare) == ()


def test_a_sign_that_goes_by_time_and_has_no_time_says_nothing_of_when() -> None:
    lasting = LockReason("Offered no longer.", Level.CAUTION, "in-session-pain-up", clears=Clears.TIME)
    blocked = replace(card(Level.CAUTION), reasons=(lasting,))
    assert until(blocked, MORNING) == ""
    some = replace(blocked, reasons=(replace(lasting, until=MORNING),))
    assert f"{MORNING:%H:%M}" in until(some, MORNING)
