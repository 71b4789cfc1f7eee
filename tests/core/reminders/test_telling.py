"""What a prompt says, word for word, and what becomes of one that was announced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.clock import Reading
from coach.core.reminders import telling, words
from coach.core.reminders.plan import Plan, ReminderKind, ReminderSettings
from coach.core.reminders.ports import Notice
from coach.core.reminders.rebuild import rebuild
from coach.core.reminders.signals import Close, ReminderEvent, Stage, Tell
from coach.core.reminders.state import Absence, Item, Pause, PauseReason, Prompt, ReminderPhase, ReminderState
from tests.conftest import FakeClock

PLAN = Plan(ReminderSettings(notice_seconds=20, drink_minutes=None, desk_check=False))
MOVE = Item(ReminderKind.MOVEMENT, "movement:", 120, "movement-break")
DRINK = Item(ReminderKind.DRINK, "drink:", 30, "hydration-check")
DESK = Item(ReminderKind.DESK, "desk:", 60, "posture-check")
PLANNED = Item(ReminderKind.ROUTINE, "routine:neck", 420, "neck-knot-desk", "Neck knot")
QUESTION = Item(ReminderKind.FOLLOW_UP, "follow-up:1", 0, "check", text="How is your neck?")
LONGER = (("snooze-10", "In 10 min"), ("snooze-15", "In 15 min"))
BUTTONS = (("got-up", "I got up"), ("start", "Start"), ("snooze", "In 5 min (2 left)"), ("skip", "Skip"), *LONGER)
QUESTION_BUTTONS = (("start", "Open"), *BUTTONS[2:])


def prompt(*items: Item, sat: float = 0.0) -> Prompt:
    return Prompt("p", items, 0.0, sat, items[0].seconds)


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "title", "text"),
    [
        ((MOVE,), "Time to stand up", "Stand up and walk a little."),
        ((DESK,), "How do you sit?", "A minute for your set-up: chair, feet, screen, shoulders."),
        ((DRINK,), "Time for some water", "Have a glass of water."),
        ((PLANNED,), "Planned now: Neck knot", "7 min: Neck knot."),
        ((replace(PLANNED, seconds=20),), "Planned now: Neck knot", "1 min: Neck knot."),
        ((replace(PLANNED, seconds=3600),), "Planned now: Neck knot", "60 min: Neck knot."),
        ((QUESTION,), "How is it going?", "How is your neck?"),
        ((DESK, MOVE), "How do you sit?", "Stand up for it, too."),
        ((MOVE, DESK), "Time to stand up", "Then look over how you sit."),
        ((MOVE, DRINK), "Time to stand up", "Have some water."),
        ((MOVE, PLANNED), "Time to stand up", "Also planned: Neck knot."),
        ((MOVE, QUESTION), "Time to stand up", "How is your neck?"),
    ],
)
def test_a_prompt_says_what_it_is_about_and_what_rides_along(items: tuple[Item, ...], title: str, text: str) -> None:
    said = words.telling(prompt(*items), PLAN, 0)
    assert said.title == title
    assert said.text == text if len(items) == 1 else said.text.endswith(f" {text}")


def test_an_announcement_says_how_soon_and_has_the_buttons_of_the_break() -> None:
    announced = words.notice(prompt(MOVE), PLAN)
    assert announced == Notice("p", "Time to stand up in 20 seconds", "Finish your sentence.", BUTTONS)


def test_coming_back_is_asked_with_one_button() -> None:
    text = "The next countdown starts when you say so."
    assert words.returning("return-1") == Notice("return-1", "Are you back?", text, (("back", "I'm back"),), "back")


@pytest.mark.parametrize(
    ("seconds", "said"), [(3000, "50 minutes"), (3 * 3600, "180 minutes"), (3 * 3600 + 1, "A long while")]
)
def test_beyond_three_hours_of_sitting_nobody_counts_minutes(seconds: float, said: str) -> None:
    assert words.since(seconds) == said


def test_a_question_has_no_button_for_getting_up() -> None:
    assert words.telling(prompt(QUESTION), PLAN, 0).actions == QUESTION_BUTTONS


@pytest.mark.parametrize("item", [DRINK, DESK])
def test_a_drink_and_a_look_over_the_desk_are_done_not_got_up_from(item: Item) -> None:
    assert words.telling(prompt(item), PLAN, 0).actions == (("got-up", "Done"), ("start", "Open"), *BUTTONS[2:])


@pytest.mark.parametrize(("snoozes", "left"), [(1, (("snooze", "In 5 min (1 left)"), *BUTTONS[3:])), (2, BUTTONS[3:4])])
def test_the_last_time_it_can_be_put_off_is_offered_too(snoozes: int, left: tuple[tuple[str, str], ...]) -> None:
    often = replace(prompt(MOVE), snoozes=snoozes)
    assert words.telling(often, PLAN, 0).actions == (*BUTTONS[:2], *left)


def test_where_a_doctor_is_needed_the_prompt_says_so() -> None:
    text = "Your last answers need a doctor or nurse. Until then reminders wait. Tell Coach once you have been."
    said = words.telling(replace(prompt(MOVE), seen=True), PLAN, 0)
    assert said == Notice("p", "Have you been seen?", text, (("start", "Open Coach"), ("skip", "Not yet")))


def test_after_three_without_an_answer_the_times_are_put_in_question() -> None:
    text = "Stand up and walk a little. Three reminders had no answer. Would more or less often than every 45 "
    text += "minutes suit you better?"
    said = words.telling(replace(prompt(MOVE), asks=True), PLAN, 0)
    answers = (("less-often", "Every 60 min"), ("more-often", "Every 30 min"), ("skip", "Leave it so"))
    assert said == Notice("p", "Is this a good time for a break?", text, (BUTTONS[0], *answers))


@pytest.mark.parametrize(
    ("minutes", "labels"), [(30, ["Every 45 min"]), (50, ["Every 60 min", "Every 35 min"]), (60, ["Every 45 min"])]
)
def test_only_another_interval_that_can_be_is_offered(minutes: int, labels: list[str]) -> None:
    plan = replace(PLAN, settings=replace(PLAN.settings, interval_minutes=minutes))
    said = words.telling(replace(prompt(MOVE), asks=True), plan, 0)
    assert [label for name, label in said.actions if name in {"less-often", "more-often"}] == labels


@pytest.mark.parametrize(
    ("on_click", "item", "click"),
    [("start", MOVE, "start"), ("done", MOVE, "got-up"), ("done", DRINK, "got-up"), ("done", QUESTION, "start")],
)
def test_a_click_on_the_text_does_what_the_settings_say(on_click: str, item: Item, click: str) -> None:
    plan = replace(PLAN, settings=replace(PLAN.settings, on_click=on_click))
    assert words.telling(prompt(item), plan, 0).click == click
    assert words.notice(prompt(item), plan).click == click


def test_what_did_not_open_is_told_with_its_mend_and_can_still_be_answered() -> None:
    said = words.not_opened(prompt(MOVE), PLAN, "There is no terminal to open. Set the command of your terminal.")
    assert said.text.startswith("There is no terminal")
    assert said.actions == BUTTONS


@pytest.mark.parametrize(
    ("seconds", "title"), [(46 * 60, "46 minutes since you last stood up"), (46 * 60 - 1, "Time to stand up")]
)
def test_a_minute_over_the_interval_the_title_says_how_long_it_was(seconds: float, title: str) -> None:
    assert words.telling(prompt(MOVE, sat=seconds), PLAN, 0).title == title


def test_a_long_title_is_cut_at_sixty_three() -> None:
    assert len(words.telling(prompt(replace(PLANNED, name="n" * 99)), PLAN, 0).title) == 63


# --- what was announced -------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def announced(clock: FakeClock) -> ReminderState:
    """Ten seconds before a movement break that was announced."""
    state = rebuild([], clock.now(), PLAN)
    clock.advance(state.due - clock.boot - 10)
    out: list[ReminderEvent] = []
    state = telling.offer(state, clock.now(), None, out)
    (tell,) = out
    assert isinstance(tell, Tell)
    assert (tell.stage, tell.kinds, tell.quiet) == (Stage.NOTICE, (ReminderKind.MOVEMENT,), True)
    assert state.phase is ReminderPhase.NOTICE
    assert tell.notice.prompt == "20260302T084450-1", "in UTC, with the number it will have on record"
    return state


def go_on(state: ReminderState, now: Reading) -> tuple[ReminderState, list[ReminderEvent]]:
    out: list[ReminderEvent] = []
    assert state.open is not None
    return telling.announced(state, state.open, now, None, out), out


def test_what_was_announced_is_told_under_the_same_name_when_its_time_has_come(
    announced: ReminderState, clock: FakeClock
) -> None:
    assert go_on(announced, clock.now()) == (announced, [])
    assert announced.open is not None
    after, out = go_on(announced, clock.advance(10))
    (tell,) = (event for event in out if isinstance(event, Tell))
    assert (tell.stage, tell.notice.prompt, tell.quiet) == (Stage.PROMPT, announced.open.id, False)
    assert after.phase is ReminderPhase.BREAK
    assert after.open is not None
    assert after.open.told == clock.boot


def test_what_was_announced_is_taken_back_where_something_has_come_between(
    announced: ReminderState, clock: FakeClock
) -> None:
    now = clock.now()
    assert announced.open is not None
    away = replace(announced, absence=Absence(now.boot - 600, now.boot))
    asleep = replace(announced, woke=now.boot - 1)
    meeting = replace(announced, pauses=(Pause(PauseReason.MEETING),))
    after_hours = replace(announced, pauses=(Pause(PauseReason.HOURS),))
    over = replace(announced, due=now.boot + 3600)
    for state, at in ((away, now), (asleep, now), (meeting, now), (after_hours, now), (over, clock.advance(10))):
        after, out = go_on(state, at)
        assert out == [Close(announced.open.id)]
        assert after == replace(state, open=None, phase=ReminderPhase.WAITING)
