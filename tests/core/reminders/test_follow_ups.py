"""What the safety rules want asked later, read from the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coach.core.catalogue.catalogue import Catalogue
from coach.core.clock import Reading
from coach.core.history.sessions import sessions
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, of
from coach.core.reminders.follow_ups import follow_ups, lock_of
from coach.core.reminders.plan import FollowUp, Lock
from coach.core.safety.screening import evaluate
from tests.core.conftest import MORNING, fact

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def asked(catalogue: Catalogue, now: datetime, *facts: Fact) -> dict[str, FollowUp]:
    return asked_at(catalogue, Reading(0, 0, now), *facts)


def asked_at(catalogue: Catalogue, now: Reading, *facts: Fact) -> dict[str, FollowUp]:
    said = evaluate(facts, catalogue, now.wall)
    found = follow_ups(of(facts, CheckAnswered), said, sessions(list(facts)), now)
    return {follow_up.kind: follow_up for follow_up in found}


def spasm(**body: Any) -> Fact:
    return fact("episode", MORNING, kind="spasm", area="neck", **body)


@pytest.mark.parametrize(
    ("answered", "now", "kind", "at"),
    [
        (0.0, 0.5, "24h", MORNING + DAY),
        (0.0, 2.0, "24h", MORNING + DAY),
        (1.5, 2.0, "day-7", MORNING.replace(hour=8) + 7 * DAY),
        (1.5, 9.0, "day-7", MORNING.replace(hour=8) + 7 * DAY),
        (8.0, 9.0, "day-14", MORNING.replace(hour=8) + 14 * DAY),
        (0.0, 15.0, "day-14", MORNING.replace(hour=8) + 14 * DAY),
        (15.0, 16.0, None, None),
    ],
)
def test_a_complaint_is_asked_after_after_a_day_a_week_and_two_until_it_is_answered(
    catalogue: Catalogue, answered: float, now: float, kind: str | None, at: datetime | None
) -> None:
    complaint = spasm()
    check = fact("check", MORNING + answered * DAY, sections=[f"episode:{complaint.id}"])
    found = {name: f for name, f in asked(catalogue, MORNING + now * DAY, complaint, check).items() if name != "seen"}
    assert list(found) == ([kind] if kind else [])
    if kind:
        assert found[kind].at == at
        assert found[kind].about == complaint.id
        assert "spasm in your neck" in found[kind].text


def test_a_complaint_that_is_over_is_not_asked_after(catalogue: Catalogue) -> None:
    complaint = spasm()
    over = fact("episode-ended", MORNING + 0.5 * DAY, episode=complaint.id)
    assert not asked(catalogue, MORNING + 2 * DAY, complaint, over)


def test_nobody_is_asked_at_night(catalogue: Catalogue) -> None:
    late = MORNING.replace(hour=23)
    complaint = fact("episode", late, kind="spasm", area="neck")
    assert asked(catalogue, late + HOUR, complaint)["24h"].at == MORNING.replace(hour=8) + 2 * DAY


BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN)  # the clocks go forward in the night to come
AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)


def in_berlin(moment: datetime) -> Reading:
    now = Reading(0, 0, moment, BERLIN)
    return replace(now, wall=now.local(moment))


@pytest.mark.parametrize("eve", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_over_a_change_of_the_clocks_the_morning_is_at_eight_by_the_clock_of_then(
    catalogue: Catalogue, eve: datetime
) -> None:
    eight = in_berlin((eve + DAY).replace(hour=8)).wall
    now = in_berlin(eve)
    session = fact("session-begun", now.wall, session="s", routine="neck-knot-desk", before=4)
    assert asked_at(catalogue, now, session)["next-morning"].at == eight
    complaint = fact("episode", now.wall - 6 * DAY, kind="spasm", area="neck")
    answered = fact("check", now.wall, sections=[f"episode:{complaint.id}"])
    assert asked_at(catalogue, now, complaint, answered)["day-7"].at == eight
    lump = fact("lump", now.wall - DAY, area="neck", size_mm=8)
    seen = fact("check", now.wall, sections=[f"lump:{lump.id}"])
    assert asked_at(catalogue, now, lump, seen)["lump-check"].at == eight


def test_who_has_travelled_is_asked_in_the_morning_there_and_once(catalogue: Catalogue) -> None:
    complaint = fact("episode", MORNING, kind="spasm", area="neck")
    answered = fact("check", MORNING.replace(hour=8, minute=5) + 7 * DAY, sections=[f"episode:{complaint.id}"])
    east, west = timezone(timedelta(hours=5)), timezone(timedelta(hours=-8))
    there = Reading(0, 0, (MORNING + 6 * DAY).astimezone(east))
    found = asked_at(
        catalogue, there, complaint, fact("check", MORNING + 2 * DAY, sections=[f"episode:{complaint.id}"])
    )
    assert found["day-7"].at == datetime.combine((MORNING + 7 * DAY).date(), time(8), east)
    home = Reading(0, 0, (MORNING + 7 * DAY + HOUR).astimezone(west))
    assert asked_at(catalogue, home, complaint, answered).keys() & {"day-7", "day-14"} == {"day-14"}


def test_the_morning_after_a_rated_session_asks_for_the_pain_that_day_only(catalogue: Catalogue) -> None:
    begun = fact("session-begun", MORNING, session="s", routine="neck-knot-desk", before=4)
    morning = MORNING.replace(hour=8) + DAY
    assert asked(catalogue, MORNING + HOUR, begun)["next-morning"].at == morning
    assert asked(catalogue, morning + 2 * HOUR, begun)["next-morning"].at == morning
    rated = fact("pain", morning + HOUR, level=3, area="neck")
    assert "next-morning" not in asked(catalogue, morning + 2 * HOUR, begun, rated)
    assert "next-morning" not in asked(catalogue, morning + DAY, begun)
    unrated = fact("session-begun", MORNING, session="s", routine="movement-break")
    assert not asked(catalogue, MORNING + HOUR, unrated)


@pytest.mark.parametrize(("age", "days"), [(0, 1), (1, 1), (2, 7), (9, 7)])
def test_a_lump_is_looked_at_daily_for_three_days_then_weekly(catalogue: Catalogue, age: int, days: int) -> None:
    lump = fact("lump", MORNING, area="neck", size_mm=8)
    check = fact("check", MORNING + age * DAY + HOUR, sections=[f"lump:{lump.id}"])
    found = asked(catalogue, MORNING + age * DAY + 2 * HOUR, lump, check)["lump-check"]
    assert found.at == MORNING.replace(hour=8) + (age + days) * DAY


def test_when_the_time_to_act_has_passed_it_asks_whether_you_have_been_seen(catalogue: Catalogue) -> None:
    ill = fact("check", MORNING, answers={"fever-or-chills": "yes"})
    said = evaluate([ill], catalogue, MORNING)
    hours = said.flags[0].act_within
    assert hours is not None
    found = asked(catalogue, MORNING, ill)["seen"]
    assert found.at == MORNING + hours * HOUR
    assert found.about == "fever-or-chills"


@pytest.mark.parametrize(
    ("answers", "lock"),
    [
        ({}, Lock.NONE),
        ({"fever-or-chills": "yes"}, Lock.URGENT),
        ({"bladder-bowel-loss": "yes"}, Lock.EMERGENCY),
        ({"fever-or-chills": "yes", "bladder-bowel-loss": "not-sure"}, Lock.EMERGENCY),
        ({"lasting-cough": "yes"}, Lock.NONE),
    ],
)
def test_the_lock_is_that_of_the_worst_flag(catalogue: Catalogue, answers: dict[str, str], lock: Lock) -> None:
    check = fact("check", MORNING, answers=answers)
    assert lock_of(evaluate([check], catalogue, MORNING).flags) is lock


def test_a_visit_that_opened_movement_opens_the_reminders(catalogue: Catalogue) -> None:
    ill = fact("check", MORNING, answers={"bladder-bowel-loss": "yes"})
    seen = fact(
        "visit",
        MORNING + HOUR,
        flags=["bladder-bowel-loss"],
        classes=["movement-break", "posture"],
        who="GP",
        on=MORNING.date().isoformat(),
    )
    now = MORNING + 2 * HOUR
    assert lock_of(evaluate([ill, seen], catalogue, now).flags) is Lock.NONE
