"""The keeper of the reminders, with a clock that moves when told to and channels that note what they were told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from coach.adapters.keeping.outlets import Outlets
from coach.adapters.processes.mailbox import Mailbox
from coach.adapters.scheduler import ReminderScheduler, RoleLostError
from coach.core.clock import Reading
from coach.core.errors import JournalError
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, FactOf, Known, moment, of
from coach.core.record.reminders import PromptEnded, PromptShown, RemindersPaused
from coach.core.reminders.commands import to_body
from coach.core.reminders.plan import FollowUp, Plan, ReminderSettings
from coach.core.reminders.ports import Attempt, Busy, Notice
from coach.core.reminders.signals import BusyFor, GotUp, OpenBreak, PauseFor, ReminderEvent, Snooze, Start, Tell
from coach.core.reminders.standing.status import ReminderStatus
from coach.core.vocabulary import CheckLayer
from tests.conftest import FakeClock

MINUTE = 60


@dataclass
class Record:
    """A record in memory."""

    settings: ReminderSettings = field(default_factory=lambda: ReminderSettings(notice_seconds=0, drink_minutes=None))
    follow_ups: tuple[FollowUp, ...] = ()
    kept: list[Fact] = field(default_factory=list)
    broken: bool = False
    session: bool = False
    planned: int = 0

    def plan(self) -> Plan:
        self.planned += 1
        return Plan(self.settings, follow_ups=self.follow_ups)

    def facts(self) -> list[Fact]:
        return list(self.kept)

    def changes(self) -> object:
        return len(self.kept), self.settings

    def keep(self, written: Iterable[Known], at: Reading) -> None:
        if self.broken:
            raise JournalError("The disk is full.", "Make room.")
        instant, offset = moment(at.wall)
        self.kept += [FactOf(f"id-{len(self.kept) + n}", instant, offset, "", body) for n, body in enumerate(written)]

    def under_way(self) -> bool:
        return self.session


@dataclass
class Teller:
    """Notes what it was told to show; `works` is what comes of it, `press` is a button of it pressed."""

    press: Callable[[str, str], None] = lambda *_: None
    shown: list[Notice] = field(default_factory=list)
    closed: int = 0
    tidied: int = 0
    works: bool | None = True
    wait: asyncio.Event | None = None

    def given(self, press: Callable[[str, str], None]) -> Teller:
        self.press = press
        return self

    async def show(self, notice: Notice) -> list[Attempt]:
        if self.wait is not None:
            await self.wait.wait()
        self.shown.append(notice)
        return [Attempt("test", self.works)]

    async def tidy(self) -> None:
        self.tidied += 1

    async def close(self) -> None:
        self.closed += 1


@dataclass
class Machine:
    """Idle time and meetings, as the test says; counts the looks."""

    idle: float | None = None
    meeting: bool = False
    looks: int = 0

    def seconds(self) -> float | None:
        self.looks += 1
        return self.idle

    def busy(self) -> tuple[Busy, ...]:
        self.looks += 1
        return (Busy("meeting", "microphone"),) if self.meeting else ()


@dataclass
class Desk:
    """A keeper and everything round it."""

    clock: FakeClock
    box: Mailbox
    record: Record = field(default_factory=Record)
    teller: Teller = field(default_factory=Teller)
    machine: Machine = field(default_factory=Machine)
    opened: list[OpenBreak] = field(default_factory=list)
    intervals: list[int] = field(default_factory=list)
    why: str = ""  # nothing opens and no setting can be written
    published: list[ReminderStatus | None] = field(default_factory=list)
    events: list[ReminderEvent] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    faults: tuple[str, ...] = ()

    def publish(self, status: ReminderStatus | None) -> None:
        self.published.append(status)
        self.begun.set()

    async def opens(self, wanted: OpenBreak) -> str:
        self.opened.append(wanted)
        return self.why

    async def sets_interval(self, minutes: int) -> str:
        self.intervals.append(minutes)
        return self.why

    def keeper(self) -> ReminderScheduler:
        outlets = Outlets(
            *(self.teller.given, self.machine, self.machine, self.opens, self.publish, self.events.append),
            faults=lambda: self.faults,
            sets_interval=self.sets_interval,
        )
        return ReminderScheduler(self.record, self.clock, outlets, self.box)

    async def beat(self, keeper: ReminderScheduler, minutes: float = 0, *, asleep: float = 0) -> None:
        """Let time pass, then one beat, and all that it began."""
        self.clock.advance(minutes * MINUTE, asleep=asleep * MINUTE)
        await keeper._heartbeat()
        while keeper._tasks:
            await asyncio.gather(*keeper._tasks)

    @property
    def outcomes(self) -> list[str]:
        return [fact.body.outcome for fact in of(self.record.kept, PromptEnded)]


@pytest.fixture
def desk(fake_clock: FakeClock, tmp_path: Path) -> Desk:
    return Desk(fake_clock, Mailbox(tmp_path / "letters"))


async def started(desk: Desk) -> ReminderScheduler:
    keeper = desk.keeper()
    await desk.beat(keeper)
    return keeper


async def test_after_45_minutes_it_tells_once_and_what_it_told_is_on_record_first(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 44)
    assert desk.teller.shown == []
    await desk.beat(keeper, 1)
    await desk.beat(keeper)
    (notice,) = desk.teller.shown
    assert [name for name, _ in notice.actions] == ["got-up", "start", "snooze", "skip", "snooze-10", "snooze-15"]
    (shown,) = of(desk.record.kept, PromptShown)
    assert shown.body.prompt == notice.prompt


async def test_what_is_only_announced_is_quiet_and_the_prompt_is_not(desk: Desk) -> None:
    desk.record.settings = ReminderSettings(notice_seconds=60, drink_minutes=None)
    keeper = await started(desk)
    await desk.beat(keeper, 44.5)
    await desk.beat(keeper, 1)
    assert [notice.quiet for notice in desk.teller.shown] == [True, False]


async def test_a_button_that_was_pressed_is_the_outcome(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    desk.teller.press(desk.teller.shown[0].prompt, "got-up")
    await desk.beat(keeper)
    assert desk.outcomes == ["taken"]
    desk.teller.press(desk.teller.shown[0].prompt, "skip")
    desk.teller.press(desk.teller.shown[0].prompt, "dance")
    await desk.beat(keeper)
    assert desk.outcomes == ["taken"], "it has one outcome"


async def test_start_opens_the_break(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    name = desk.teller.shown[0].prompt
    desk.teller.press(name, "start")
    await desk.beat(keeper)
    assert desk.opened == [OpenBreak("movement-break", name, 120)]


NO_TERMINAL = "There is no terminal to open. Set the command of your terminal."


async def test_a_start_that_opens_nothing_is_told_with_its_mend_and_the_prompt_stays(desk: Desk) -> None:
    desk.why = NO_TERMINAL
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    name = desk.teller.shown[0].prompt
    desk.teller.press(name, "start")
    await desk.beat(keeper)
    told = desk.teller.shown[-1]
    assert (told.prompt, told.text) == (name, NO_TERMINAL)
    assert [action for action, _ in told.actions] == ["got-up", "start", "snooze", "skip", "snooze-10", "snooze-15"]
    assert keeper.state.open is not None
    assert keeper.state.open.started is None
    assert desk.outcomes == []
    desk.teller.press(name, "got-up")
    await desk.beat(keeper)
    assert desk.outcomes == ["taken"]


async def test_a_start_that_opens_nothing_tells_no_break_unlooked(desk: Desk) -> None:
    desk.why, desk.machine.idle = NO_TERMINAL, 0.0
    keeper = await started(desk)
    await desk.beat(keeper, 45)  # it waits for the keys to rest
    desk.machine.meeting = True
    desk.clock.advance(2)
    assert await keeper.obey(Start()) == NO_TERMINAL
    await desk.beat(keeper)
    assert desk.teller.shown == []


async def test_a_question_that_did_not_open_is_asked_as_before(desk: Desk) -> None:
    desk.why = NO_TERMINAL
    asked = FollowUp("recovery", desk.clock.now().wall, "How is it?")
    desk.record.follow_ups = (asked,)
    keeper = await started(desk)
    await desk.beat(keeper, 3)
    desk.teller.press(desk.teller.shown[0].prompt, "start")
    await desk.beat(keeper)
    assert keeper.state.open is not None
    assert desk.outcomes == []
    desk.why = ""
    desk.teller.press(desk.teller.shown[0].prompt, "start")
    await desk.beat(keeper)
    assert desk.outcomes == ["taken"]


async def test_who_asks_for_a_break_from_outside_is_told_that_it_did_not_open(desk: Desk) -> None:
    desk.why = NO_TERMINAL
    keeper = await started(desk)
    asked = desk.box.send(to_body(Start()))
    await desk.beat(keeper)
    assert (desk.box.answered(asked) or {})["refused"] == NO_TERMINAL
    assert keeper.state.open is None


async def test_another_interval_goes_into_the_settings_and_what_can_not_is_told(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    desk.teller.press(desk.teller.shown[0].prompt, "less-often")
    await desk.beat(keeper)
    assert (desk.intervals, desk.outcomes) == ([60], ["skipped"])
    desk.why = "settings.yaml has a fault in line 2."
    await desk.beat(keeper, 45)
    desk.teller.press(desk.teller.shown[-1].prompt, "more-often")
    await desk.beat(keeper)
    assert desk.intervals == [60, 30]
    assert desk.teller.shown[-1].text == desk.why


async def test_a_letter_is_obeyed_and_answered(desk: Desk) -> None:
    keeper = await started(desk)
    early = desk.box.send(to_body(Snooze()))
    await desk.beat(keeper)
    assert desk.box.answered(early) == {"refused": "There is nothing to put off now.", "text": "break in 45 min"}
    pause = desk.box.send(to_body(PauseFor(3600)))
    nonsense = desk.box.send({"do": "dance"})
    await desk.beat(keeper)
    assert desk.box.answered(pause) == {"refused": "", "text": "paused until 10:00"}
    assert "no command" in str((desk.box.answered(nonsense) or {})["refused"])
    assert isinstance(desk.record.kept[-1].body, RemindersPaused)
    await desk.beat(keeper, 50)
    assert desk.teller.shown == []


LETTERS = [
    '{"do":"pause-for","seconds":"x"}', '{"do":"pause-for","seconds":1e999}', '{"do":"pause-for","seconds":-1}',
    '{"do":"pause-for","seconds":' + "9" * 400 + "}", '{"do":"pause-for","seconds":true}', '{"do":"pause-for"}',
    '{"do":"pause-until","until":"2026-03-02T10:00:00"}', '{"do":"pause-until","until":"9999-12-31T23:59:59-23:00"}',
    '{"do":"pause-until","until":[]}', '{"do":"busy","minutes":1e99}', '{"do":"busy","minutes":' + "9" * 99 + "}",
    '{"do":"snooze","minutes":' + "9" * 99 + "}", '{"do":"snooze","minutes":-5}', '{"do":"snooze","prompt":{}}',
    '{"do":"start","kind":"x"}', '{"do":"start","kind":{}}', '{"do":"start","prompt":"\\u0000"}',
    '{"do":"finished","seconds":1e300,"routine":"x"}', '{"do":"finished","seconds":-1}', '{"do":"finished"}',
    '{"do":"got-up","prompt":7}', '{"do":{}}', '{"do":null}', "{}", "[]", "", '{"do":"back"',
]  # fmt: skip


@pytest.mark.parametrize("letter", LETTERS, ids=[letter[:40] for letter in LETTERS])
async def test_no_letter_ends_the_reminders(desk: Desk, letter: str) -> None:
    keeper = await started(desk)
    before, kept = keeper.state, list(desk.record.kept)
    desk.box.take_back(desk.box.send({}))
    (desk.box._folder / "odd.letter").write_text(letter)
    await desk.beat(keeper)
    answer = desk.box.answered("odd")
    assert answer is None or answer["refused"]
    assert desk.record.kept == kept
    assert keeper.state.pauses == before.pauses
    await desk.beat(keeper, 45)
    assert len(desk.teller.shown) == 1


async def beats(keeper: ReminderScheduler, monkeypatch: pytest.MonkeyPatch, most: int = 3) -> None:
    """Run it for so many heartbeats."""
    left = most

    async def next_beat(_: float) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise asyncio.CancelledError

    monkeypatch.setattr("coach.adapters.scheduler.asyncio.sleep", next_beat)
    await keeper.run()


async def test_a_fault_in_a_beat_is_told_and_the_next_one_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    keeper = desk.keeper()
    monkeypatch.setattr(keeper, "_heartbeat", failing := Failing())
    with pytest.raises(asyncio.CancelledError):
        await beats(keeper, monkeypatch)
    assert failing.calls == 3
    assert [type(error) for error in told] == [ZeroDivisionError] * 3


class Failing:
    calls = 0

    async def __call__(self) -> None:
        self.calls += 1
        raise ZeroDivisionError


async def test_a_keeper_whose_role_is_gone_ends_and_does_nothing_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = await started(desk)
    published, kept = len(desk.published), list(desk.record.kept)
    keeper._out = replace(keeper._out, ours=lambda: False)
    assert await keeper.obey(PauseFor(3600)) == "Nobody keeps the reminders now."
    desk.clock.advance(60 * MINUTE)
    with pytest.raises(RoleLostError, match="gone"):
        await beats(keeper, monkeypatch)
    assert desk.teller.shown == []
    assert desk.record.kept == kept
    assert len(desk.published) == published


async def test_what_no_channel_could_tell_is_not_counted_as_ignored(desk: Desk) -> None:
    desk.teller.works = False
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    assert keeper.state.open is not None
    assert keeper.state.open.untold


async def test_a_channel_that_hangs_holds_nothing_up_and_shows_only_the_last(desk: Desk) -> None:
    desk.teller.wait = asyncio.Event()
    keeper = await started(desk)
    desk.clock.advance(45 * MINUTE)
    await keeper._heartbeat()
    assert await keeper.obey(Snooze(minutes=5)) == ""
    desk.clock.advance(6 * MINUTE)
    await keeper._heartbeat()
    desk.teller.wait.set()
    await desk.beat(keeper)
    assert len([event for event in desk.events if isinstance(event, Tell)]) == 2
    assert [notice.prompt for notice in desk.teller.shown][-1] == keeper.state.open.id  # type: ignore[union-attr]


async def test_a_record_that_can_not_be_written_keeps_what_happened_for_later(desk: Desk) -> None:
    keeper = await started(desk)
    desk.record.broken = True
    await desk.beat(keeper, 45)
    assert len(desk.teller.shown) == 1
    assert not of(desk.record.kept, PromptShown)
    desk.record.broken = False
    await desk.beat(keeper)
    assert len(of(desk.record.kept, PromptShown)) == 1


async def test_in_a_meeting_it_is_held_and_offered_when_that_ends(desk: Desk) -> None:
    keeper = await started(desk)
    desk.machine.meeting = True
    await desk.beat(keeper, 45)
    await desk.beat(keeper, 15)
    assert desk.teller.shown == []
    desk.machine.meeting = False
    await desk.beat(keeper, 3)
    (notice,) = desk.teller.shown
    assert notice.title == "63 minutes since you last stood up"


async def test_the_machine_is_not_looked_at_all_the_time(desk: Desk) -> None:
    keeper = await started(desk)
    before = desk.machine.looks
    for _ in range(100):
        await desk.beat(keeper, 0.03)
    assert desk.machine.looks - before <= 12


async def test_a_pause_that_begins_by_itself_stands_in_the_file_at_the_next_beat(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 44.9)
    desk.machine.meeting = True
    await desk.beat(keeper, 0.1)
    status = desk.published[-1]
    assert status is not None
    assert (status.text, status.at) == ("in a call", desk.clock.now().wall)


async def test_the_words_in_the_file_are_those_of_now_within_a_beat(desk: Desk) -> None:
    keeper = await started(desk)
    for minutes in range(44, 1, -1):
        await desk.beat(keeper, 0.51)
        status = desk.published[-1]
        assert status is not None
        assert status.text == f"break in {minutes} min"
        await desk.beat(keeper, 0.49)
        assert desk.published[-1] is status, "written once a minute"


async def test_while_nothing_happens_a_beat_writes_plans_and_tells_nothing(desk: Desk) -> None:
    keeper = await started(desk)
    planned, facts = desk.record.planned, len(desk.record.kept)
    for _ in range(100):
        await desk.beat(keeper, 0.03)
    assert (desk.record.planned, len(desk.record.kept)) == (planned, facts)
    assert 3 <= len(desk.published) <= 6, "once a minute, for who reads the file"


async def test_what_somebody_writes_is_planned_with_at_the_next_beat(desk: Desk) -> None:
    keeper = await started(desk)
    desk.record.settings = replace(desk.record.settings, interval_minutes=30)
    desk.record.keep([CheckAnswered(layer=CheckLayer.TODAY)], desk.clock.now())
    await desk.beat(keeper)
    assert keeper.state.plan.settings.interval_minutes == 30


async def test_nothing_is_told_while_a_session_is_under_way(desk: Desk) -> None:
    keeper = await started(desk)
    desk.record.session = True
    await desk.beat(keeper, 46)
    assert desk.teller.shown == []
    desk.record.session = False
    await desk.beat(keeper, 1)
    assert len(desk.teller.shown) == 1


async def test_a_crash_between_prompt_and_answer_neither_loses_nor_doubles_it(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 45)
    again = await started(desk)
    await desk.beat(again, 1)
    assert len(desk.teller.shown) == 1
    desk.teller.press(desk.teller.shown[0].prompt, "got-up")
    await desk.beat(again)
    assert desk.outcomes == ["taken"]


async def test_run_ends_with_everything_let_go(desk: Desk) -> None:
    keeper = desk.keeper()
    running = asyncio.create_task(keeper.run())
    await asyncio.wait_for(desk.begun.wait(), 5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert desk.published[-1] is None
    assert desk.teller.closed == 1
    assert not keeper._tasks


async def test_start_by_hand_opens_a_break_at_any_time(desk: Desk) -> None:
    keeper = await started(desk)
    assert await keeper.obey(Start()) == ""
    assert [event.what for event in desk.events if isinstance(event, OpenBreak)] == ["movement-break"]


# --- settings, and files with a fault -----------------------------------------------------------------------------


async def test_new_settings_hold_at_the_next_beat_and_the_status_says_so(desk: Desk) -> None:
    keeper = await started(desk)
    desk.record.settings = replace(desk.record.settings, interval_minutes=60)
    await desk.beat(keeper, 0.03)
    assert keeper.state.plan.settings.interval_minutes == 60
    told = desk.published[-1]
    assert told is not None
    assert told.in_seconds == 60 * MINUTE - 2


async def test_settings_that_change_while_a_fact_is_being_written_hold_at_the_next_beat(desk: Desk) -> None:
    """The moment of the write is when they could be missed: our own facts ask for no new plan."""
    keeper = await started(desk)
    look = desk.machine.busy

    def meanwhile() -> tuple[Busy, ...]:
        desk.record.settings = replace(desk.record.settings, interval_minutes=60)
        return look()

    desk.machine.busy = meanwhile  # type: ignore[method-assign]
    await desk.beat(keeper, 46)
    assert desk.teller.shown, "something was told, and so written"
    await desk.beat(keeper, 0.03)
    assert keeper.state.plan.settings.interval_minutes == 60


async def test_a_file_with_a_fault_is_told_once_and_taken_back_when_it_is_mended(desk: Desk) -> None:
    keeper = await started(desk)
    desk.faults = ("settings.yaml:2: no.",)
    for _ in range(5):
        await desk.beat(keeper, 0.2)
    assert [notice.text for notice in desk.teller.shown] == ["settings.yaml:2: no."]
    desk.faults = ("settings.yaml:2: no.", "The calendar a.ics:3: no.")
    await desk.beat(keeper, 0.2)
    assert desk.teller.shown[-1].text == "The calendar a.ics:3: no."
    closed = desk.teller.closed
    desk.faults = ()
    await desk.beat(keeper, 0.2)
    assert desk.teller.closed == closed + 1
    desk.faults = ("settings.yaml:2: no.",)
    await desk.beat(keeper, 0.2)
    assert len(desk.teller.shown) == 3, "it is wrong again, so it is told again"


async def test_a_fault_takes_no_prompt_away_and_waits_for_a_call_to_end(desk: Desk) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 46)
    desk.faults = ("settings.yaml:2: no.",)
    await desk.beat(keeper, 0.03)
    assert len(desk.teller.shown) == 1
    await keeper.obey(BusyFor(1))
    await desk.beat(keeper, 0.03)
    assert len(desk.teller.shown) == 1
    await desk.beat(keeper, 1.5)
    assert len(desk.teller.shown) == 2, "what the call held comes first"
    await keeper.obey(GotUp())
    await desk.beat(keeper, 0.2)
    assert desk.teller.shown[-1].text == "settings.yaml:2: no."


async def test_a_word_that_no_channel_could_show_changes_nothing(desk: Desk) -> None:
    keeper = await started(desk)
    desk.teller.works = False
    desk.faults = ("settings.yaml:2: no.",)
    before = keeper.state.unanswered
    await desk.beat(keeper, 0.03)
    assert (keeper.state.open, keeper.state.unanswered) == (None, before)


async def test_what_is_gone_with_its_server_is_told_again_and_a_crash_is_told_after_the_first_minutes(
    desk: Desk,
) -> None:
    keeper = await started(desk)
    await desk.beat(keeper, 46)
    (notice,) = desk.teller.shown
    desk.teller.press(notice.prompt, "lost")
    await desk.beat(keeper)
    assert desk.teller.shown == [notice, notice]
    after = await started(desk)
    assert desk.teller.tidied == 0, "only who runs tidies up"
    await desk.beat(after, 1)
    assert len(desk.teller.shown) == 2, "nothing is told in the first two minutes"
    await desk.beat(after, 1.1)
    assert [each.prompt for each in desk.teller.shown] == [notice.prompt] * 3
    desk.teller.press(notice.prompt, "got-up")
    await desk.beat(after)
    assert desk.outcomes == ["taken"]
