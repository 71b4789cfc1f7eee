"""`coach progress` and `coach away`, as they are typed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from coach.cli.outside import Outside
from coach.core.progress.words import DOWN_BY_ITSELF
from coach.core.record.checks import ClockCorrected
from coach.core.record.health import PainRated
from coach.core.vocabulary import BodyArea
from tests.cli.commands.test_unread import damage
from tests.cli.conftest import Shell
from tests.core.progress.facts import session

DAY = 24 * 3600


def with_sessions(shell: Shell, changes: list[int]) -> None:
    now = shell.clock.now().wall
    with Outside(shell.clock).house() as house:
        for n, change in enumerate(changes):
            facts = session(f"s{n}", now - timedelta(days=len(changes) - n), 6, 6 - change, area=None, rated_area=None)
            house.coach.record.write(facts)


def test_an_empty_record_says_how_to_begin(shell: Shell) -> None:
    assert shell("progress").lines == ["Nothing is noted yet. It begins with one number: coach log pain 4 --area neck"]
    assert json.loads(shell("progress", "--json").out)["areas"] == []


def test_one_day_is_told_and_nothing_is_made_of_it(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    assert shell("progress").lines == [
        "Pain, neck, worst of each day in 28 days: Mon 2 Mar: 4.",
        "The last 14 days: middle 4, worst 4, 1 day rated.",
        "The 14 before: not rated.",
        "Too few ratings to compare: 5 more days are needed.",
        "Checked in on 1 of your last 1 day.",
        "No reminder told you of a break in 28 days.",
        "Week of 2 Mar: 1 day checked in.",
    ]


def test_what_followed_is_told_with_what_it_does_not_mean(shell: Shell) -> None:
    with_sessions(shell, [2, 2, 1, 3, 2, 2, 1, 2])
    lines = shell("progress").lines
    told = "tends to be lower afterwards; after 8 sessions: middle change -2 (between -2 and -1); rated 8 of 8"
    assert f"Neck knot: {told}; next morning back to where it was, 7 of 8 known." in lines
    assert DOWN_BY_ITSELF in lines
    (one,) = json.loads(shell("progress", "--json").out)["followed"]
    assert (one["middle_change"], one["between"], one["interval"], one["rated"]) == (-2, [-2, -1], True, 8)
    assert lines[0].startswith("Pain, neck")  # the sessions named no area, and their routine is for one alone


def test_an_area_sorts_out_and_other_days_are_refused(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    shell("log", "pain", "5", "--area", "shoulder")
    told = shell("progress", "--area", "shoulder").out
    assert "shoulder" in told
    assert "neck" not in told
    assert shell("progress", "--days", "15").code == 2
    assert shell("progress", "--area", "knee").code == 2


@pytest.mark.parametrize("days", [14, 28, 90])
def test_the_json_has_a_place_for_each_day(shell: Shell, days: int) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (area,) = json.loads(shell("progress", "--days", str(days), "--json").out)["areas"]
    assert len(area["levels"]) == days
    assert area["levels"][-1] == 4


def test_being_away_ends_no_streak_and_can_end_sooner(shell: Shell) -> None:
    shell("log", "pain", "4")
    shell.clock.advance(DAY)
    assert shell("away", "until", "2026-03-09").lines == [
        "Away until Mon 9 Mar, that day too. Until then no day counts. Back sooner: coach away off"
    ]
    shell.clock.advance(3 * DAY)
    assert "Away until Mon 9 Mar." in shell("progress").lines
    assert shell("away", "off").lines == ["Good to have you back."]
    assert shell("away").out.startswith("You are not away.")
    shell("log", "pain", "3")
    lines = shell("progress").lines
    assert "Checked in on 2 of your last 2 days. 2 in a row." in lines
    assert "Week of 2 Mar: 2 days checked in, 3 days away." in lines


def test_the_streak_can_be_hidden(shell: Shell, coach_home: Path) -> None:
    coach_home.mkdir(exist_ok=True)
    (coach_home / "settings.yaml").write_text("progress: {streak: false}\n", encoding="utf-8")
    for _ in range(3):
        shell("log", "pain", "4")
        shell.clock.advance(DAY)
    assert "Checked in on 3 of your last 3 days." in shell("progress").lines
    assert json.loads(shell("progress", "--json").out)["check_ins"]["streak"] is None


@pytest.mark.parametrize(
    "words",
    [["until"], ["until", "2026-02-30"], ["until", "2026-03-01"], ["until", "2036-03-01"], ["on"], ["--since", "x"]],
)
def test_what_is_no_time_to_be_away_is_told_in_one_line(shell: Shell, words: list[str]) -> None:
    result = shell("away", *words)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert shell("away").out.startswith("You are not away.")


def test_what_can_not_be_read_is_named_and_the_rest_is_told(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    shell("log", "pain", "3", "--area", "shoulder")
    damage("pain", "body = json_remove(body, '$.level')")
    told = shell("progress")
    assert told.code == 0
    assert told.lines[0].startswith("Note: 1 entry can't be read: ")
    assert any(line.startswith("Pain, shoulder") for line in told.lines)
    assert "can't be read" in shell("progress", "--json").err


def test_a_clock_that_was_put_right_moves_the_days(shell: Shell) -> None:
    now = shell.clock.now().wall
    with Outside(shell.clock).house() as house:
        fact = house.coach.entries.note(PainRated(level=6, area=BodyArea.NECK), now + timedelta(days=30))
        assert house.coach.looking_back.progress(house.settings).empty
        house.coach.record.append(ClockCorrected(seen=now + timedelta(days=30), facts=(fact.id,)))
        found = house.coach.looking_back.progress(house.settings)
    assert found.areas[0].levels[-1] == 6
