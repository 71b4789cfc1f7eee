"""`coach plan`, as it is typed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.cli.outside import Outside
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.record.sessions import SegmentEnded, SegmentReached, SessionBegan, SessionEnded
from coach.core.vocabulary import Answer, BodyArea, SegmentKind, SessionOutcome
from tests.cli.conftest import Shell, kept
from tests.core.conftest import wrote
from tests.core.progress.facts import pain, session

DAY = timedelta(days=1)


def bridges(now: datetime, days: tuple[int, ...] = (5, 3, 1), after: int = 2) -> list[Fact]:
    """Bridge on these days before `now`, all of it done, with the next mornings rated."""
    facts: list[Fact] = []
    for ago in days:
        at, name = now - ago * DAY, f"bridge-{ago}"
        begun = SessionBegan(
            session=name,
            routine="bridge",
            name="Bridge",
            choices=Choices(area=BodyArea.LOWER_BACK),
            planned=(("bridge", 60),),
            parts=(("bridge", 5),),
            before=3,
        )
        facts.append(wrote(at, begun))
        for n in range(1, 6):
            part: dict[str, Any] = {
                "session": name,
                "index": n,
                "technique": "bridge",
                "segment": SegmentKind.REP,
                "work": True,
            }
            moment = at + timedelta(seconds=10 * n)
            facts.append(wrote(moment, SegmentReached(**part, planned=10)))
            facts.append(wrote(moment + timedelta(seconds=9), SegmentEnded(**part, held=9, done=True)))
        facts.append(wrote(at + timedelta(minutes=2), SessionEnded(session=name, outcome=SessionOutcome.COMPLETED)))
        facts.append(pain(after, at + timedelta(minutes=5), BodyArea.LOWER_BACK, when="after", session=name, before=3))
        facts.append(pain(3, at + DAY - timedelta(hours=1), BodyArea.LOWER_BACK))
    return facts


def did(shell: Shell, days: tuple[int, ...] = (5, 3, 1), after: int = 2) -> None:
    """The same on record."""
    with Outside(shell.clock).house() as house:
        house.coach.record.write(bridges(shell.clock.now().wall, days, after))


def reps(shell: Shell) -> int:
    timeline = json.loads(shell("timeline", "bridge", "--json").out)
    return sum(segment["kind"] == "rep" for segment in timeline["segments"])


def test_an_empty_plan_says_so(shell: Shell) -> None:
    assert "The plan is empty yet" in shell("plan").out
    assert json.loads(shell("plan", "--json").out) == []
    assert shell("plan", "--yes", "bridge").code == 2


def test_a_step_is_offered_taken_by_a_yes_and_taken_back(shell: Shell) -> None:
    did(shell)
    assert "Bridge: 5 repeats now, up to 30 repeats." in shell("plan").lines
    assert reps(shell) == 5
    assert "Next time 7 repeats instead of 5 repeats? Yes: coach plan --yes bridge." in shell("plan").out
    assert reps(shell) == 5  # offered, never applied
    assert shell("plan", "--yes", "bridge").lines[0].startswith("Next time: Bridge, 7 repeats.")
    assert reps(shell) == 7
    assert shell("plan", "--yes", "bridge").code == 2  # not twice in a week
    shell.clock.advance(60)
    assert "One step back is part of the plan." in shell("plan", "--back", "bridge").out
    assert reps(shell) == 5
    assert shell("plan", "--back", "bridge").code == 2


def test_more_pain_offers_nothing(shell: Shell) -> None:
    did(shell, after=5)
    assert "Next time" not in shell("plan").out


def test_a_sign_that_is_up_offers_nothing(shell: Shell) -> None:
    did(shell)
    assert "Next time" in shell("plan").out
    with Outside(shell.clock).house() as house:
        house.coach.checks.volunteer({"night-pain": Answer.YES})
    assert "Next time" not in shell("plan").out
    assert shell("plan", "--yes", "bridge").code == 2


@pytest.mark.parametrize("word", ["too-much", "right", "too-little"])
def test_on_monday_the_week_is_asked_for_once(shell: Shell, word: str) -> None:
    assert "Last week:" not in shell("plan").out  # nothing was done
    did(shell, (3,))
    assert "Last week: too much, right, or too little?" in shell("plan").out
    assert shell("plan", "--week", word).code == 0
    assert "Last week:" not in shell("plan").out
    assert len(kept(shell, "week-word")) == 1
    shell.clock.advance(24 * 3600)
    assert "Last week:" not in shell("plan").out


def test_the_week_is_told(shell: Shell) -> None:
    did(shell, (0,))
    assert shell("plan").lines[:3] == [
        "This week: no reminder told you of a break.",
        "This week: strength on 1 day.",
        "This week, sessions: lower back 1.",
    ]


def test_a_session_without_an_area_is_one_of_the_only_open_complaint(shell: Shell) -> None:
    shell("log", "episode", "knot", "--area", "upper-back")
    shell.clock.advance(3600)
    now = shell.clock.now().wall
    with Outside(shell.clock).house() as house:
        house.coach.record.write(
            session("s", now, 4, 3, routine="prevent-weekly", called="Keep knots away", area=None, rated_area=None)
        )
    shell.clock.advance(3600)
    assert "This week, sessions: upper back 1." in shell("plan").lines


def test_what_is_wrong_is_one_line(shell: Shell) -> None:
    for words in (
        ["--week", "much"],
        ["--yes", "heat"],
        ["--back", "moist-heat"],
        ["--yes", "bridge", "--back", "bridge"],
    ):
        result = shell("plan", *words)
        assert result.code == 2
        assert len(result.err.splitlines()) == 1


def test_a_professional_sets_the_dose_and_nothing_more_is_offered(shell: Shell) -> None:
    did(shell)
    told = shell("log", "visit", "--who", "physio", "--dose", "bridge=8", "childs-pose=25s")
    assert told.lines == [
        "Recorded: bridge, 8 repeats from now on, and no more.",
        "Recorded: childs-pose, 25 s from now on, and no more.",
    ]
    lines = shell("plan").lines
    assert "Bridge: 8 repeats now, which is the most." in lines
    assert "Bridge: physio has set that; no more is offered." in lines
    assert not any("Next time" in line for line in lines)
    document = json.loads(shell("plan", "--json").out)
    assert [one["now"] for one in document if one["technique"] == "bridge"] == [{"reps": 8}]
    shell.clock.advance(60)
    assert shell("log", "visit", "--who", "physio", "--dose", "bridge=none", "childs-pose=none").code == 0
    assert "physio" not in shell("plan").out
    assert shell("log", "visit", "--who", "physio", "--dose", "bridge=99").lines == [
        "Recorded: bridge, 30 repeats. Coach guides no more than that."
    ]


@pytest.mark.parametrize(
    "dose", ["bridge", "bridge=", "=5", "bridge=-3", "bridge=4", "bridge=8s", "moist-heat=20", "nope=5", "bridge=1e3"]
)
def test_a_dose_that_can_not_be_is_one_line(shell: Shell, dose: str) -> None:
    result = shell("log", "visit", "--who", "physio", "--dose", dose)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert not kept(shell, "dose-word")
    assert shell("log", "visit", "--dose", "bridge=8").code == 2


def test_the_days_of_strength_are_picked_once(shell: Shell) -> None:
    assert "This week: strength on 0 days." in shell("plan").lines
    assert shell("plan", "--strength-days", "2").lines == ["Noted: strength on 2 days a week."]
    assert "This week: strength on 0 of 2 days." in shell("plan").lines
    assert shell("plan", "--strength-days", "5").code == 2
    shell.clock.advance(60)
    shell("plan", "--strength-days", "0")
    assert "This week: strength on 0 days." in shell("plan").lines


def test_the_last_step_is_taken_back_with_one_word(shell: Shell) -> None:
    assert "There is no step to take back." in shell("plan", "--back").err
    did(shell)
    assert "Back again: coach plan --back" in shell("plan", "--yes", "bridge").out
    shell.clock.advance(60)
    assert "Next time: Bridge, 5 repeats." in shell("plan", "--back").out
