"""Rules that a physiotherapist finds absurd stay as they are until a clinician has softened them."""

from __future__ import annotations

from coach.core.catalogue.catalogue import Level
from tests.core.situations import hour, of_classes, said

BODY = of_classes("heat", "cold", "compression", "massage", "stretch", "strength")


def test_one_tingle_in_childs_pose_locks_until_a_visit() -> None:
    event = {"technique": "childs-pose", "report": "in-session-numb-tingle"}
    found = said(event=event)
    assert found.level is Level.CLINICIAN
    assert set(found.blocked) == BODY


def test_a_whiplash_of_ten_years_ago_is_urgent_today() -> None:
    found = said(answers={"accident-caused": "yes"})
    assert (found.level, found.act_within) == (Level.URGENT, 24)


def test_treated_blood_pressure_locks_a_heat_pack() -> None:
    found = said(answers={"heart-condition": "yes"})
    assert found.level is Level.CAUTION
    assert set(found.blocked) == of_classes("heat", "cold", "strength")


def test_pain_that_rest_does_not_ease_locks_moving_without_a_lump() -> None:
    found = said(answers={"rest-no-relief": "yes"})
    assert set(found.blocked) == of_classes("compression", "massage", "stretch", "strength")


def test_easy_turns_are_locked_on_day_two_of_a_stiff_neck() -> None:
    episode = {"kind": "spasm", "area": "neck", "started": hour(25)}
    found = said(area="neck", kind="spasm", history={"episode": episode})
    assert "neck-rotation" in found.blocked
