"""`coach history`: sessions and what was noted, in words and for scripts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coach.adapters.processes.locks import SessionLocks
from coach.cli.outside import Outside
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.record.sessions import SegmentEnded, SessionBegan, SessionEnded
from coach.core.vocabulary import PromptOutcome, SessionOutcome
from tests.cli.conftest import Shell

SESSION_KEYS = {
    *("id", "routine", "name", "begun", "ended", "outcome", "seconds", "steps", "pain_before", "pain_after"),
    "running",
}
HEAT = SessionBegan(session="one", routine="moist-heat", name="Moist heat", planned=(("moist-heat", 900),))


def noted(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell("history", "--noted", "--json").out)
    return found


def held(seconds: float) -> SegmentEnded:
    return SegmentEnded(session="one", index=1, technique="moist-heat", work=True, planned=900, held=seconds)


def keep(shell: Shell, *bodies: SessionBegan | SegmentEnded | SessionEnded) -> None:
    with Outside(shell.clock).house() as house:
        for body in bodies:
            house.coach.record.append(body)


def test_what_was_noted_is_named_newest_first(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "lower-back", "--note", "after lifting")
    shell.clock.advance(60)
    shell("log", "episode", "knot", "--area", "shoulder", "--side", "left")
    shell.clock.advance(60)
    shell("log", "lump", "--area", "neck", "--texture", "stone-hard", "--pain", "0")
    assert shell("history").lines == [
        "2026-03-02 09:02  Lump, neck, pain: 0, texture: stone hard",
        "2026-03-02 09:01  Knot, shoulder, left",
        "2026-03-02 09:00  Pain 4, lower back, note: after lifting",
    ]


def test_words_on_a_complaint_and_visits_are_named(shell: Shell) -> None:
    shell("log", "episode", "knot", "--area", "neck")
    (knot,) = noted(shell)
    shell.clock.advance(60)
    shell("log", "episode", "--id", knot["id"], "--status", "better")
    shell.clock.advance(60)
    shell("log", "episode", "--id", knot["id"], "--gone")
    shell.clock.advance(60)
    shell("log", "visit", "--flag", "night-pain", "--who", "Dr Ruiz", "--fine", "heat", "stretch")
    assert [one["words"] for one in noted(shell)] == [
        "Seen by Dr Ruiz on 2026-03-02 about night pain, fine: heat, stretch",
        "Knot, neck, gone",
        "Knot, neck, better",
        "Knot, neck",
    ]


def test_a_corrected_entry_is_named_once_as_it_stands(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    (first,) = noted(shell)
    shell("log", "pain", "6", "--correct", first["id"])
    (one,) = noted(shell)
    assert (one["id"], one["words"], first["corrected"]) == (first["id"], "Pain 6, neck", None)
    assert one["corrected"] == "2026-03-02T09:00:00+01:00"
    assert shell("history").lines == ["2026-03-02 09:00  Pain 6, neck (corrected)"]


def test_for_scripts_the_sessions_stay_a_list_and_what_was_noted_is_one_of_its_own(shell: Shell) -> None:
    shell("log", "pain", "4", "--area", "neck")
    keep(shell, HEAT)
    (session,) = json.loads(shell("history", "--json").out)
    assert set(session) == SESSION_KEYS
    (one,) = noted(shell)
    assert one | {"id": ""} == {
        "id": "",
        "kind": "pain",
        "at": "2026-03-02T09:00:00+01:00",
        "words": "Pain 4, neck",
        "corrected": None,
        "entry": {"level": 4, "when": "any time", "area": "neck"},
    }
    assert shell("history", "--noted").lines == ["2026-03-02 09:00  Pain 4, neck"]


def test_pain_rated_for_a_session_stands_with_the_session_alone(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    shell("run", "cat-cow", "--plain", keys=("6", (400.0, "4")), stays=True)
    assert [line.partition("  ")[2] for line in shell("history").lines] == ["Cat-cow: done, 0:24 held, pain 6 -> 4"]
    assert noted(shell) == []
    shell("log", "pain", "6", "--when", "before")
    assert [one["words"] for one in noted(shell)] == ["Pain 6"]


def test_a_session_in_another_window_is_running(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(shell, HEAT)
    monkeypatch.setattr(SessionLocks, "held", lambda _, name: name == "one")
    assert shell("history").lines == ["2026-03-02 09:00  Moist heat: running now"]
    assert json.loads(shell("history", "--json").out)[0]["running"] is True
    keep(shell, held(41.0))
    assert shell("history").lines == ["2026-03-02 09:00  Moist heat: running now, 0:41 held so far"]


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        ([], ["Moist heat: not finished before anything was done (15:00 planned)"]),
        ([SessionEnded(session="one", outcome=SessionOutcome.LEFT)],
         ["Moist heat: left early before anything was done (15:00 planned)"]),
        ([held(61.0), SessionEnded(session="one", outcome=SessionOutcome.LEFT)],
         ["Moist heat: left early, 1:01 of 15:00 held", "Only a part of: Moist heat, 1:01 of 15:00"]),
        ([SessionEnded(session="one", outcome=SessionOutcome.GOT_UP)], ["Moist heat: got up"]),
    ],
)  # fmt: skip
def test_how_much_was_done_is_said_usefully(
    shell: Shell, bodies: list[SegmentEnded | SessionEnded], says: list[str]
) -> None:
    keep(shell, HEAT, *bodies)
    lines = shell("history").lines
    assert [line[18:] for line in lines] == says
    assert "0:00" not in "".join(line[18:] for line in lines)


def test_nothing_noted_says_how_to_begin(shell: Shell) -> None:
    assert shell("history", "--noted").lines == ["Nothing yet. Begin with: coach log pain 4 --area neck"]
    assert noted(shell) == []


def keep_breaks(shell: Shell) -> None:
    """A morning: a break taken, one put off and then missed, and one of one's own."""
    with Outside(shell.clock).house() as house:

        def after(minutes: float, body: PromptEnded | StoodUp) -> None:
            shell.clock.advance(minutes * 60)
            house.coach.record.append(body)

        after(0, StoodUp(how=StoodUpHow.START))
        after(45, PromptEnded(prompt="p-1", outcome=PromptOutcome.TAKEN, keys=("movement",), stood=True))
        after(45, PromptEnded(prompt="p-2", outcome=PromptOutcome.SNOOZED, keys=("movement",)))
        after(10, PromptEnded(prompt="p-3", outcome=PromptOutcome.MISSED, keys=("movement",)))
        after(10, StoodUp(how=StoodUpHow.TAKEN))


DAY = {"prompted": 2, "taken": 2, "natural": 0, "snoozed": 1, "skipped": 0, "missed": 1, "minutes_between": 55}


def test_the_breaks_of_each_day_stand_in_numbers(shell: Shell) -> None:
    assert shell("history", "--breaks").lines == [
        "No break in the last 14 days. Start the reminders with: coach remind"
    ]
    keep_breaks(shell)
    said = "2 prompted, 2 taken, 0 natural, 1 snoozed, 0 skipped, 1 missed; 55 min between standing up"
    assert shell("history", "--breaks").lines == [f"2026-03-02 Mon  {said}"]


def test_for_scripts_every_day_is_there_with_the_same_keys(shell: Shell) -> None:
    keep_breaks(shell)
    shell.clock.advance(24 * 3600)
    days = json.loads(shell("history", "--breaks", "--json").out)
    assert len(days) == 14
    assert [day.pop("day") for day in days[:2]] == ["2026-03-03", "2026-03-02"]
    assert days[0] == dict.fromkeys(DAY, 0) | {"minutes_between": None}
    assert days[1] == DAY
