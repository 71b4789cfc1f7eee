"""A guided session in lines: every cue once, at its moment, and nothing that could be taken for one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import coach.cli.plain.asking
import coach.cli.plain.player
from coach.adapters.journal.sqlite import SqliteJournal
from coach.cli.leaving import Leaving
from coach.cli.outside import Outside
from coach.cli.plain.player import Plain
from coach.cli.wiring import House
from coach.core.clearance.clearance import Cleared
from coach.core.errors import BadInput, JournalError
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.vocabulary import SessionOutcome
from tests.cli.conftest import Shell, Typist, kept
from tests.conftest import FakeClock, counted
from tests.core.conftest import clean, just_before

CHOICES = [
    Choices(),
    Choices(side=SideChoice.LEFT),
    Choices(dose=DoseChoice.HIGH),
    Choices(dose=DoseChoice.LOW, side=SideChoice.RIGHT),
    Choices(minutes=5),
    Choices(spots=3),
    Choices(variant="floor-ball", wait=True),
]


@pytest.fixture
def house(fake_clock: FakeClock) -> Iterator[House]:
    """Everything wired, the check of the day passed."""
    with Outside(fake_clock).house() as house:
        clean(house.coach)
        yield house


Heard = list[tuple[float, str]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Heard:
    """Every line with its moment in seconds."""
    lines: Heard = []
    begun = fake_clock.mono

    def say(text: str = "") -> None:
        lines.append((round(fake_clock.mono - begun, 3), text))

    monkeypatch.setattr(coach.cli.plain.player, "say", say)
    monkeypatch.setattr(coach.cli.plain.asking, "say", say)
    return lines


@pytest.mark.parametrize("key", ["", "n", "b", "s", "+", "-", "t", "v", "q"])
def test_each_turn_and_each_key_reads_the_clock_once_at_most(
    house: House, fake_clock: FakeClock, heard: Heard, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    just_before(house.coach, "shoulder-blade-knot")
    cleared = house.coach.sessions.ask("shoulder-blade-knot", Choices())
    assert isinstance(cleared, Cleared)
    run = house.coach.sessions.begin(cleared, Choices(), rehearsal=True)
    plain = Plain(house, run, Typist(fake_clock, stays=True))
    readings = counted(fake_clock, monkeypatch)
    monkeypatch.setattr(Typist, "wait", lambda *_: None)
    for _ in range(3):
        fake_clock.advance(10)
        readings.clear()
        plain._turn()
        assert len(readings) == 1
    readings.clear()
    plain._key(key)
    assert len(readings) <= 1
    assert heard


def test_every_cue_of_every_routine_is_one_line_at_its_moment_and_no_other_line_holds_it(
    house: House, fake_clock: FakeClock, heard: Heard
) -> None:
    tried = 0
    for routine in house.coach.library.routines:
        for choices in CHOICES:
            try:
                house.coach.sessions.plan(routine, choices)
            except BadInput:
                continue
            just_before(house.coach, routine)
            cleared = house.coach.sessions.ask(routine, choices)
            assert isinstance(cleared, Cleared)
            run = house.coach.sessions.begin(cleared, choices, rehearsal=True)
            plan = run.session.plan
            heard.clear()
            begun = fake_clock.now()
            start = begun.mono - 1000.0
            assert Plain(house, run, Typist(fake_clock)).play() is SessionOutcome.COMPLETED
            alarms = [n for n, segment in enumerate(plan.segments) if segment.alarm]
            wanted = [(start + cue.at + 60.0 * sum(n < cue.segment for n in alarms), cue.say) for cue in plan.cues]
            says = {cue.say for cue in plan.cues}
            assert [line for line in heard if line[1] in says] == [(round(at, 3), say) for at, say in wanted]
            others = [text for _, text in heard if text not in says]
            assert not [text for text in others if any(say in text for say in says)]
            assert all(": " in text or text.endswith(".") for text in others)
            fake_clock.mono, fake_clock.boot, fake_clock.wall = begun.mono, begun.boot, begun.wall  # the same morning
            tried += 1
    assert tried > 90


@pytest.mark.parametrize("routine", ["shoulder-blade-knot", "neck-knot-desk", "posture-check", "calm-breathing"])
def test_a_rehearsal_prints_the_cues_of_the_timeline_in_order(shell: Shell, routine: str) -> None:
    shell.pass_check(routine)
    cues = [cue["say"] for cue in json.loads(shell("timeline", routine, "--json").out)["cues"]]
    result = shell("run", routine, "--plain", "--rehearse", "1000")
    assert result.code == 0
    assert [line for line in result.lines if line in set(cues)] == cues
    assert not [line for line in result.lines if line not in cues and any(cue in line for cue in cues)]


def test_it_waits_for_the_next_cue_and_does_not_poll(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    shell("run", "cat-cow", "--plain")
    assert shell.typist is not None
    assert shell.typist.waits <= 29 + 10


def test_a_rehearsal_says_so_first_and_counts_as_nothing(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", "--rehearse", "60", keys=("q",))
    assert result.lines[0] == "Rehearsal: 60 times as fast. It counts as nothing."
    assert shell("history", "--json").out == "[]\n"


def test_how_lines_come_before_each_step(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    lines = shell("run", "upper-back-short", "--plain").lines
    steps = [n for n, line in enumerate(lines) if "Step " in line]
    assert len(steps) >= 2
    assert all(lines[n - 1].startswith("How: ") for n in steps)


def history(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell("history", "--json").out)
    return found


def test_the_pose_is_said_in_words_once_and_again_for_the_other_side(shell: Shell) -> None:
    shell.pass_check("knee-to-chest")
    lines = shell("run", "knee-to-chest", "--plain", "--rehearse", "50").lines
    poses = [line.removeprefix("Pose: ") for line in lines if line.startswith("Pose: ")]
    words = (
        "Lying on the back, knees bent. Both hands draw one knee to the chest; the other foot stays flat on the floor."
    )
    assert poses == [f"Left side: {words}", f"Right side: {words}"]


def test_a_session_with_nobody_at_the_keys_runs_to_its_end_and_is_recorded(shell: Shell) -> None:
    shell.pass_check("lower-back-short")
    assert shell("run", "lower-back-short", "--plain").code == 0
    (done,) = history(shell)
    assert done["outcome"] == "completed"
    assert done["pain_before"] is None
    assert all(step["done"] for step in done["steps"])


def test_an_alarm_nobody_answers_sounds_for_a_minute_and_is_over_time(shell: Shell) -> None:
    shell.pass_check("cold-pack")
    shell("run", "cold-pack", "--plain")
    (done,) = history(shell)
    assert done["steps"][0]["over"] == 60.0


def test_an_alarm_waits_for_the_person(shell: Shell) -> None:
    shell.pass_check("cold-pack")
    result = shell("run", "cold-pack", "--plain", keys=("", (700.0, ""), ""), stays=True)
    assert result.code == 0
    assert "Alarm: press Enter when it is off the skin." in result.lines
    assert history(shell)[0]["steps"][0]["over"] == 95.0


def test_wait_is_ignored_where_nobody_can_press_a_key(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    assert shell("run", "upper-back-short", "--plain", "--wait").code == 0
    assert history(shell)[0]["outcome"] == "completed"


def test_wait_holds_each_step_until_a_key(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    keys = ("", (500.0, ""), (900.0, "q"), "")
    result = shell("run", "upper-back-short", "--plain", "--wait", keys=keys, stays=True)
    assert "Waiting: press Enter to begin this step." in result.lines
    assert shell.clock.mono - 1000.0 <= 901.0


def test_pause_stops_the_time_and_going_on_has_three_seconds_to_get_ready(
    house: House, fake_clock: FakeClock, heard: Heard
) -> None:
    just_before(house.coach, "cat-cow")
    cleared = house.coach.sessions.ask("cat-cow", Choices())
    assert isinstance(cleared, Cleared)
    run = house.coach.sessions.begin(cleared, Choices())
    Plain(house, run, Typist(fake_clock, (17.0, "p"), (110.0, " "))).play()
    assert (17.0, "Paused: 0:06 left here. Enter goes on.") in heard
    assert (110.0, "Going on: in 3 seconds, 0:06 left here.") in heard
    assert (115.0, "Rep 1 of 3: and lower") in heard
    assert heard[-2] == (135.0, "All finished")


def test_the_keys_do_what_they_say(shell: Shell) -> None:
    shell.pass_check("neck-stretch")
    keys = ((8.0, "+"), (9.0, "-"), (10.0, "s"), (12.0, "s"), (18.0, "b"), (22.0, "t"), (23.0, "?"), (24.0, "x"))
    lines = shell("run", "neck-stretch", "--plain", keys=("", *keys, (26.0, "q"), "")).lines
    text = "\n".join(lines)
    assert lines.count("Keys: q: leave   ?: these keys") == 2
    assert "Not understood: x" in lines
    assert "Going on: in 3 seconds" in text
    assert "Left: what was done is kept." in lines
    assert any(line.startswith("Time: ") and "step 1 of 1" in line for line in lines)


def test_next_leaves_a_part_and_the_record_says_that_it_was_skipped(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    shell("run", "upper-back-short", "--plain", keys=("", (8.0, "n")))
    first, *rest = history(shell)[0]["steps"]
    assert not first["done"]
    assert 3.0 <= first["seconds"] < first["planned"]
    assert all(step["done"] for step in rest)


def test_a_key_that_can_not_be_followed_says_why(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    lines = shell("run", "cat-cow", "--plain", keys=("", (1.0, "s"), (2.0, "b"), (18.0, "+"), (19.0, "q"), "")).lines
    assert "Not possible: There is no other side here." in lines
    assert "Not possible: This is the first one." in lines
    assert "Not possible: That is the longest that is safe here." in lines


def test_leaving_is_exit_0_and_keeps_what_was_done(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    assert shell("run", "cat-cow", "--plain", keys=("", (20.0, "q"), "")).code == 0
    (left,) = history(shell)
    assert left["outcome"] == "left"
    assert left["seconds"] == 5.0


def test_nothing_wrong_is_nothing_reported(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    lines = shell("run", "cat-cow", "--plain", keys=("", (8.0, "!"), "0", (60.0, ""))).lines
    assert "Good: nothing is reported. Enter goes on." in lines
    assert "All finished" in lines


def test_a_sharp_pain_goes_on_without_that_technique(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    keys = ("", (8.0, "!"), "1", (60.0, ""))
    result = shell("run", "upper-back-short", "--plain", keys=keys)
    first = history(shell)[0]["steps"][0]["technique"]
    assert "Reported: going on without" in result.out
    assert "Step 2 of" in result.out  # its cue is not lost between the report and the next line
    assert first in json.loads(shell("check", "--json").out)["blocked"]


def test_numbness_stops_with_the_card_and_exit_3(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("", (8.0, "!"), "2"))
    assert result.code == 3
    assert "Card: Get this checked." in result.lines
    assert history(shell)[0]["outcome"] == "stopped"


@pytest.mark.parametrize(("gone", "code", "flags"), [("y", 0, "caution"), ("n", 3, "see-a-clinician")])
def test_a_dizzy_spell_that_passes_rests_one_technique_only(shell: Shell, gone: str, code: int, flags: str) -> None:
    shell.pass_check("upper-back-short")
    keys = ("", (8.0, "!"), "3", gone, (99.0, ""), "")
    assert shell("run", "upper-back-short", "--plain", keys=keys).code == code
    assert json.loads(shell("check", "--json").out)["level"] == flags


def test_a_report_without_answers_ends_the_session(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("", (8.0, "!")))
    assert history(shell)[0]["outcome"] == "stopped"
    assert "Stopped: rest now." in result.lines


@pytest.mark.parametrize("answers", [(), ("what?",)])
def test_what_was_asked_and_has_no_answer_counts_as_so(shell: Shell, answers: tuple[str, ...]) -> None:
    shell.pass_check("upper-back-short")
    result = shell("run", "upper-back-short", "--plain", keys=("", (8.0, "!"), *answers))
    assert result.code == 3
    assert "Card: Get this checked." in result.lines
    told = [fact.body.flag.removeprefix("in-session-") for fact in kept(shell, "report")]  # type: ignore[union-attr]
    assert told == ["sharp-pain", "numb-tingle", "dizzy", "skin-change", "something-else"]
    assert shell("run", "upper-back-short", "--plain").code == 3


@pytest.mark.parametrize(
    ("number", "flags"),
    [
        ("6", ["chest-pain"]),
        ("7", ["short-of-breath"]),
        ("8", ["face-speech-sight"]),
        ("9", ["sudden-weak-clumsy"]),
        ("10", ["bladder-bowel-loss", "saddle-numbness"]),
    ],
)
def test_an_emergency_stops_with_its_card(shell: Shell, number: str, flags: list[str]) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("", (8.0, "!"), number))
    assert result.code == 3
    assert result.lines.count("Card: Stop. Get help now.") == 1
    assert json.loads(shell("check", "--json").out)["flags"] == flags


@pytest.mark.parametrize(
    ("before", "level", "stops"),
    [("3", "4", False), ("3", "5", True), ("6", "7", True), ("", "6", True), ("3", "", True)],
)
def test_more_pain_is_rated_and_two_more_or_seven_stops(shell: Shell, before: str, level: str, stops: bool) -> None:
    shell.pass_check("cat-cow")
    shell.clock.advance(60)
    keys = (before, *(("0",) if before == "6" else ()), (8.0, "!"), "5", level, (90.0, ""), "", "")
    result = shell("run", "cat-cow", "--plain", keys=keys)
    reports = [fact.body.flag for fact in kept(shell, "report")]  # type: ignore[union-attr]
    assert ("in-session-pain-up" in reports) is stops
    assert (history(shell)[0]["outcome"] == "stopped") is stops
    assert result.code == (3 if stops else 0)


def test_something_else_ends_the_check_of_the_day(shell: Shell) -> None:
    shell.pass_check("upper-back-short")
    result = shell("run", "upper-back-short", "--plain", keys=("", (8.0, "!"), "11"))
    assert result.code == 3
    assert history(shell)[0]["outcome"] == "stopped"
    again = json.loads(shell("check", "--json").out)
    assert again["level"] == "screen-incomplete"
    assert "Something was wrong in a session after the last check." in shell("check").out + result.out


def test_several_things_at_once_are_all_kept(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    shell("run", "cat-cow", "--plain", keys=("", (8.0, "!"), "1, 6"))
    told = [fact.body.flag for fact in kept(shell, "report")]  # type: ignore[union-attr]
    assert told == ["in-session-sharp-pain", "chest-pain"]


def test_with_heat_on_the_skin_it_comes_off_before_the_questions(shell: Shell) -> None:
    shell.pass_check("moist-heat")
    keys = ("", (60.0, "!"), (70.0, ""), "4")
    lines = shell("run", "moist-heat", "--plain", keys=keys).lines
    off = next(n for n, line in enumerate(lines) if line.startswith("Pausing: take it off the skin"))
    assert lines.index("  1  Did you feel a sharp pain?") > off
    assert history(shell)[0]["seconds"] == 65.0


def test_a_record_that_fails_is_told_once_and_the_session_goes_on(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.pass_check("cat-cow")
    append = SqliteJournal.append

    def full(self: SqliteJournal, facts: Any) -> None:
        found = list(facts)
        if any(fact.kind not in {"session-begun", "pain"} for fact in found):
            raise JournalError("The disk is full.", "Make room.")
        append(self, found)

    monkeypatch.setattr(SqliteJournal, "append", full)
    result = shell("run", "cat-cow", "--plain")
    assert result.lines.count("Not saved yet: The disk is full. Make room.") == 1
    assert "All finished" in result.lines
    assert result.code == 1
    assert "not on record" in result.err


def test_a_sleep_of_the_machine_pauses_a_hold_and_says_so(house: House, fake_clock: FakeClock, heard: Heard) -> None:
    just_before(house.coach, "childs-pose")
    cleared = house.coach.sessions.ask("childs-pose", Choices())
    assert isinstance(cleared, Cleared)
    run = house.coach.sessions.begin(cleared, Choices())

    class Sleeper(Typist):
        def wait(self, seconds: float | None = None) -> str | None:
            if self.waits == 22:
                fake_clock.advance(asleep=600)
            return super().wait(seconds)

    Plain(house, run, Sleeper(fake_clock, (700.0, ""))).play()
    texts = [text for _, text in heard]
    assert "Notice: The computer was asleep, so this is paused." in texts
    assert texts[-2].endswith("All finished")


def test_heat_that_ran_out_while_the_machine_slept_says_so_at_once(
    house: House, fake_clock: FakeClock, heard: Heard
) -> None:
    just_before(house.coach, "moist-heat")
    cleared = house.coach.sessions.ask("moist-heat", Choices())
    assert isinstance(cleared, Cleared)
    run = house.coach.sessions.begin(cleared, Choices())

    class Sleeper(Typist):
        def wait(self, seconds: float | None = None) -> str | None:
            if self.waits == 12:
                fake_clock.advance(asleep=3600)
            return super().wait(seconds)

    Plain(house, run, Sleeper(fake_clock, (3620.0, ""))).play()
    assert any("Time is up" in text for at, text in heard if at == 0 or at < 20)


@pytest.mark.parametrize("end", ["closed", "signal"])
def test_a_report_cut_short_keeps_what_was_told(shell: Shell, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    wait = Typist.wait

    def told_to_leave(self: Typist, seconds: float | None = None) -> str | None:
        line = wait(self, seconds)
        if line == "^C":
            raise Leaving
        return line

    monkeypatch.setattr(Typist, "wait", told_to_leave)
    shell.pass_check("neck-rotation")
    keys = ("", (10.0, "!"), *(("^C",) if end == "signal" else ()))
    result = shell("run", "neck-rotation", "--plain", keys=keys)
    assert result.code == (130 if end == "signal" else 3)
    assert history(shell)[0]["outcome"] == "stopped"
    assert "in-session-numb-tingle" in shell("check", "--json").out
