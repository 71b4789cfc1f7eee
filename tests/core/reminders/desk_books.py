"""The books of a simulated desk, kept apart from what the reminders believe: every step is held against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coach.core.clock import Reading
from coach.core.record.facts import Fact, OfReminders
from coach.core.record.reminders import PromptEnded, PromptHeld, PromptShown, PromptSpared, StoodUp, StoodUpHow
from coach.core.reminders.due import item_of
from coach.core.reminders.plan import Lock, Plan, ReminderKind
from coach.core.reminders.probes import WAITED
from coach.core.reminders.signals import (
    BreakBegins,
    BreakEnds,
    BusyFor,
    Close,
    Command,
    CommandRefused,
    Dismissed,
    NotOpened,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    ReminderEvent,
    Resume,
    Signals,
    Stage,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.state import Item, PauseReason, ReminderPhase, ReminderState
from coach.core.vocabulary import PromptOutcome
from tests.core.reminders.desk_world import World

GRACE = 120.0  # seconds after waking in which nothing is told
JOIN, TYPING = 600.0, 60.0  # seconds: what is nearly due rides along, and the longest that the keys are waited for
ANSWER, BREAK = 300.0, 1500.0  # seconds: the longest that an answer, and a break that was begun, are waited for
FLIGHT = timedelta(hours=7)  # of more at a time nobody says which planned times it went by
NOT_OPENED = "Nothing could be opened"
INSTANT = 0.01  # seconds
ROUNDED = 2.0  # seconds: lengths of time are rounded on record
SLACK = 6.0  # seconds: heartbeats come late
AT_THE_DESK = {ReminderKind.MOVEMENT, ReminderKind.DRINK, ReminderKind.DESK, ReminderKind.EYES}


@dataclass
class Told:
    """A prompt in the books: when it was told, what became of it, and whether what showed it is gone."""

    at: float
    shown: PromptShown
    outcome: PromptOutcome | None = None
    again: int = 0
    lost: bool = False
    dismissed: bool = False
    untold: bool = False


@dataclass
class Screen:
    """What is shown, and whether who would hear its buttons is still there."""

    prompt: str = ""
    answers: tuple[str, ...] = ()
    dead: bool = False


class Books:
    """What was told, promised and done at a desk, in true seconds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.told = 0
        self.prompts: dict[str, Told] = {}
        self.expected: set[str] = set()  # planned times that went by
        self.screen = Screen()
        self.clicked: Command | None = None  # the last click on a button
        self.resting = False  # whether a break goes on, by what was said of it
        self.mine: tuple[float | None, datetime | None] | None = None  # my pause: its end in seconds, or on the wall
        self.busy_until = -1.0
        self.was_busy = -1000.0
        self.anchor = world.t  # when the count was last heard of
        self.soonest = 0.0  # before this no movement prompt may come
        self.free_since: float | None = None
        self.gone_since: float | None = None
        self.drinks_anew = False  # counted from a change of the settings on, which is not on record
        self.dropped: set[str] = set()  # planned times that were owed when they were planned no more
        self.blurred = ""  # a prompt of before a clock was set unseen: nobody knows how long ago it was told

    # --- what happens ---------------------------------------------------------------------------------------------

    def begun(self) -> None:
        """Another keeper: what the dead one told is not known to it, and what that showed is taken away."""
        assert self.screen.dead or not self.screen.prompt
        self.screen = Screen()
        self.resting, self.free_since, self.gone_since = False, None, None
        for told in self.prompts.values():
            told.again, told.lost = 0, told.outcome is None

    def unclear(self, state: ReminderState) -> None:
        """The clock was set while no keeper ran: how long anything is ago can't be known."""
        self.soonest, self.anchor = 0.0, self.world.t
        self.blurred = state.open.id if state.open is not None else ""
        self.busy_until = -1.0
        if not state.paused(PauseReason.PERSON):
            self.mine = None
        elif self.mine and self.mine[0] is not None:
            self.mine = None
            self.world.commands.append(Resume())

    def reset(self, *, drinks: bool) -> None:
        """The settings change: what is due by a shorter interval is due from now on."""
        self.free_since = None
        self.drinks_anew = self.drinks_anew or drinks
        self.soonest = min(self.soonest, self.world.t)

    def planned(self, before: ReminderState, now: Reading, after: ReminderState) -> None:
        """Which planned times went by while the keeper was there to see."""
        last, local = before.seen.wall.replace(tzinfo=None), now.wall.replace(tzinfo=None)
        if after is before or local <= last or local - last > FLIGHT or self.world.woke >= self.world.t - 1:
            return
        for planned in self.world.plan.settings.planned:
            days = {day for day in (last.date(), local.date()) if day.weekday() in planned.days}
            times = (datetime.combine(day, each) for day in days for each in planned.times)
            latest = max((at for at in times if last < at <= local), default=None)
            if latest is not None:
                self.expected.add(f"routine:{planned.routine}@{latest:%Y-%m-%dT%H:%M}")

    def book(self, now: Reading, before: ReminderState, given: Signals, events: tuple[ReminderEvent, ...]) -> None:
        """What the person asked for and was not refused, and what is on record since."""
        refused = [event.command for event in events if isinstance(event, CommandRefused)]
        for command in given.commands:
            if command not in refused or isinstance(command, NotOpened):
                self._asked(now, before, command)
            else:
                assert command is not self.clicked, f"a button that does nothing: {command}"
        for event in events:
            if isinstance(event, Write):
                self._read(event.body)

    def _asked(self, now: Reading, before: ReminderState, command: Command) -> None:
        t, zone = self.world.t, self.world.zone
        match command:
            case PauseFor():
                self.mine = (t + command.seconds, None)
            case PauseUntil():
                self.mine = (None, command.until)
            case PauseUntilTomorrow():
                day = now.wall.date() + timedelta(days=0 if now.wall.hour < 4 else 1)
                self.mine = (None, datetime.combine(day, time(4), zone).astimezone(now.wall.tzinfo))
            case BusyFor():
                self.busy_until = t + command.minutes * 60
            case Resume():
                self.mine, self.busy_until = None, -1.0
            case NotOpened() if self._waits(before, command.prompt):
                self.anchor = t  # it was told of just now
            case Dismissed() | Untold() if self._waits(before, command.prompt):
                told = self.prompts[command.prompt]
                told.dismissed = told.dismissed or isinstance(command, Dismissed)
                told.untold = told.untold or isinstance(command, Untold)

    def _waits(self, state: ReminderState, prompt: str | None) -> bool:
        """Whether this prompt was told and waits for its answer."""
        there = state.open is not None and state.open.id == prompt and state.open.started is None
        return there and state.phase is ReminderPhase.BREAK

    def _read(self, body: OfReminders) -> None:
        match body:
            case StoodUp():
                self.anchor = self.world.t
                self.drinks_anew = self.drinks_anew and body.how not in {StoodUpHow.START, StoodUpHow.AFRESH}
                self.soonest = max(self.soonest, self.world.t - body.ago + self.world.plan.settings.interval)
            case PromptShown():
                assert body.prompt not in self.prompts, "the same prompt was told twice"
                if "movement" in body.keys:
                    self.anchor = self.world.t
                self.prompts[body.prompt] = Told(self.world.t, body)
                assert body.snoozes <= 2
            case PromptEnded():
                self._ended(body, self.prompts[body.prompt])

    def _ended(self, body: PromptEnded, prompt: Told) -> None:
        assert prompt.outcome is None, "a prompt has one outcome"
        assert body.outcome is not PromptOutcome.MISSED or not prompt.dismissed, "what was taken away is not missed"
        prompt.outcome = body.outcome
        done = body.outcome in {PromptOutcome.TAKEN, PromptOutcome.NATURAL}
        restarts = "drink" in body.keys and (done or "drink" not in body.early)
        self.drinks_anew = self.drinks_anew and not restarts
        if body.outcome != PromptOutcome.MISSED:
            self.anchor = self.world.t
        if "movement" in body.keys:
            self._next_allowed(body, prompt.at)

    def _next_allowed(self, body: PromptEnded, told: float) -> None:
        interval, leads = self.world.plan.settings.interval, body.keys[0] == "movement"
        match body.outcome:
            case PromptOutcome.SNOOZED:
                assert body.seconds is not None
                self.soonest = self.world.t + body.seconds
            case PromptOutcome.NATURAL:
                self.soonest = self.world.t
            case PromptOutcome.MISSED if body.prompt == self.blurred:
                self.soonest = 0.0
            case PromptOutcome.MISSED if leads:
                announced = told == self.world.t  # and never told: that was to be a while ago
                self.soonest = told + interval - (body.ago if announced else 0.0)
            case PromptOutcome.TAKEN | PromptOutcome.SKIPPED if leads:
                self.soonest = self.world.t + interval

    # --- what has to hold at every step ---------------------------------------------------------------------------

    def check(
        self,
        now: Reading,
        before: ReminderState,
        state: ReminderState,
        given: Signals,
        events: tuple[ReminderEvent, ...],
    ) -> None:
        """Hold the step against the books."""
        paused = self._my_pause(now)
        assert paused in {state.paused(PauseReason.PERSON), None}, "my pause ends when I said, and not before"
        assert state.wake > now.boot
        known_busy = (given.busy is not None and bool(given.busy)) or self.world.t < self.busy_until - INSTANT
        if self.world.meeting or self.world.quiet:
            self.was_busy = self.world.t
        self._hangs(now, state)
        for event in events:
            match event:
                case BreakBegins() | BreakEnds():
                    assert self.resting is isinstance(event, BreakEnds), "a break begins, ends, and begins again"
                    self.resting = isinstance(event, BreakBegins)
                case Close():
                    self.screen = Screen()
                case Tell():
                    self._tell(event, now, before, state, given, quiet=bool(paused) or known_busy)
        self._shown(now, state)
        self._alive(now, state, held=paused is not False or known_busy)

    def _my_pause(self, now: Reading) -> bool | None:
        """Whether my pause lasts; None in the instant of its end, for clocks are rounded."""
        if self.mine is None:
            return False
        end, until = self.mine
        if end is not None and abs(self.world.t - end) < INSTANT:
            return None
        over = self.world.t >= end if end is not None else until is not None and now.wall >= until
        if over:
            self.mine = None
        return not over

    def _hangs(self, now: Reading, state: ReminderState) -> None:
        prompt = state.open
        if prompt is not None:
            insists = self.world.plan.settings.insist
            longest = BREAK if prompt.started is not None else 2 * ANSWER if insists else ANSWER
            waited = now.boot - (prompt.started or prompt.told)
            assert waited <= longest + SLACK, f"a prompt hangs on for {waited:.0f} s"

    def _tell(
        self, event: Tell, now: Reading, before: ReminderState, state: ReminderState, given: Signals, *, quiet: bool
    ) -> None:
        """Told at a moment at which it may be, and as it has to be."""
        self.screen = Screen(event.notice.prompt, tuple(name for name, _ in event.notice.actions))
        self.told += event.stage is Stage.PROMPT
        self._locked(event)
        if event.notice.title == NOT_OPENED:  # the answer to what the person asked for just now
            stays = state.open is not None and state.open.id == event.notice.prompt
            assert stays, "the prompt stays where nothing could be opened"
            return
        words = (self.world.t, event.notice)
        assert not quiet, f"told in my pause, or in a meeting: {words}"
        self._moment(event, now)
        assert 0 < len(event.notice.title) <= 63
        assert 0 < len(event.notice.text) <= 255
        match event.stage:
            case Stage.WORD:
                assert not event.notice.actions, "a word in passing asks for nothing"
                assert state.open is None
                assert ReminderKind.EYES not in event.kinds or not self._soon(state, now), "shortly before a prompt"
            case Stage.AGAIN:
                self._again(event)
            case Stage.PROMPT:
                self._prompt(event, now, state)
        if event.stage in {Stage.PROMPT, Stage.AGAIN, Stage.WORD}:
            rests = given.idle is None or given.idle >= 5 or now.boot - before.patient >= TYPING - INSTANT
            assert rests, f"while typing: {words}"

    def _locked(self, event: Tell) -> None:
        """While a lock stands nothing that is told leads to what it shuts."""
        shut = {
            Lock.NONE: set[ReminderKind](),
            Lock.URGENT: {ReminderKind.MOVEMENT, ReminderKind.ROUTINE},
            Lock.EMERGENCY: {*ReminderKind} - {ReminderKind.SEEN},
        }[self.world.plan.lock]
        back = event.stage is Stage.RETURN  # the break was before the lock
        assert back or not {*event.kinds} & shut, f"told in a lock: {event}"
        if ReminderKind.SEEN in event.kinds:
            assert [name for name, _ in event.notice.actions] == ["start", "skip"], "nothing else answers it"

    def _moment(self, event: Tell, now: Reading) -> None:
        words, world = (self.world.t, event.notice), self.world
        assert not world.meeting, f"told unlooked, in a call: {words}"
        assert not world.quiet, f"told unlooked, in do-not-disturb: {words}"
        assert not world.session, f"told in a session: {words}"
        assert world.t - world.woke >= GRACE - INSTANT, f"told at waking: {words}"
        assert self._open(now) or not {*event.kinds} & AT_THE_DESK, f"after hours: {words}"

    def _open(self, now: Reading) -> bool:
        return self.world.plan.settings.hours.open_at(now.wall.replace(tzinfo=None))

    def _again(self, event: Tell) -> None:
        """Told once more: it is a prompt that was told, is still open, and was not told too often."""
        prompt = self.prompts[event.notice.prompt]
        assert prompt.outcome is None
        assert not prompt.dismissed, "what was taken away comes back"
        insists = self.world.plan.settings.insist and self.world.t - prompt.at >= ANSWER - INSTANT
        assert insists or prompt.lost, "told again without a reason"
        prompt.again += insists and not prompt.lost
        prompt.lost = False
        assert prompt.again <= 1, "told again too often"

    def _soon(self, state: ReminderState, now: Reading) -> set[str]:
        """What comes due within ten minutes, that nothing holds and nobody put off."""
        moments = {ReminderKind.MOVEMENT: state.due, ReminderKind.DRINK: state.drink}
        put_off = dict(state.snoozed)
        off = {ReminderKind.DRINK} if not self.drinks() else set()
        near = {kind for kind, at in moments.items() if at <= now.boot + JOIN and kind not in put_off}
        return {str(kind) for kind in near - off if not state.held(kind) and not state.turned(kind)}

    def drinks(self) -> bool:
        """Whether the person wants to be told to drink."""
        return self.world.plan.settings.drink_minutes is not None

    def _prompt(self, event: Tell, now: Reading, state: ReminderState) -> None:
        prompt, t = self.prompts[event.notice.prompt], self.world.t
        assert prompt.at == t
        keys, seen = prompt.shown.keys, prompt.shown.seen
        alone = self._soon(state, now) - set(keys) if not seen else set()
        assert not alone, f"{alone} comes within ten minutes by itself: {event.notice}"
        if "movement" in keys:
            early = keys[0] != "movement" and not seen
            joins = len(keys) > 1 and not seen and t >= self.soonest - JOIN - ROUNDED
            assert early or joins or t >= self.soonest - ROUNDED, f"two prompts for one break at {t}: {self.soonest}"

    def _shown(self, now: Reading, state: ReminderState) -> None:
        """No notice is left whose buttons do nothing, and no prompt waits unseen while somebody could see it."""
        prompt, shown = state.open, self.screen.prompt
        waits = prompt if prompt is not None and prompt.started is None else None
        returning = state.phase is ReminderPhase.RETURN and shown.startswith("return-")
        there = (waits is not None and shown == waits.id) or shown == state.word or returning
        assert not shown or (there and not self.screen.dead), f"{shown} is shown, and its buttons are dead"
        told = self.prompts.get(waits.id) if waits is not None else None
        held = waits is not None and any(state.held(kind) for kind in waits.kinds)
        if told is None or told.dismissed or told.untold or shown or held or not self._free(now, state):
            self.gone_since = None
            return
        self.gone_since = self.world.t if self.gone_since is None else self.gone_since
        gone = self.world.t - self.gone_since
        assert gone <= TYPING * self.world.idle_works + SLACK, f"a prompt waits unseen for {gone:.0f} s"

    def _free(self, now: Reading, state: ReminderState) -> bool:
        """Whether somebody is there, for long enough, whom nothing keeps from being told."""
        settled = now.boot - state.woke > GRACE + SLACK
        unheld = self.world.t - self.was_busy > WAITED + SLACK and not self.world.session
        return settled and unheld and not state.absent

    def _alive(self, now: Reading, state: ReminderState, *, held: bool) -> None:
        """Awake, in working hours and unpaused, nobody waits longer than the interval."""
        t, settings = self.world.t, self.world.plan.settings
        free = self._free(now, state) and self._open(now) and not held and state.phase is ReminderPhase.WAITING
        if not free:
            self.free_since = None
            return
        if self.free_since is None:
            self.free_since = t
        longest = 2 * settings.interval + JOIN if settings.ask_return else settings.interval
        waits = TYPING * self.world.idle_works + (JOIN if state.snoozed else 0)
        late = t - max(self.anchor + longest, self.free_since) - waits
        assert late <= SLACK, f"nothing was told for {t - self.anchor:.0f} s, {late:.0f} too long, at {t}"

    # --- what has to hold of all of it ----------------------------------------------------------------------------

    def rebuilt(self, before: ReminderState, after: ReminderState, apart: float, today: date) -> None:
        """What was rebuilt is what was lost. `apart` is by how much the boot clocks of the two differ."""
        moved = {name: getattr(before, name) + apart for name in ("sat", "due", "drink", "ask_at", "back_by")}
        boot = self.world.boot()
        assert abs(after.sat - moved["sat"]) < 2, (after.sat, moved)
        assert abs(after.due - moved["due"]) < 2 or max(after.due, moved["due"]) < boot, (after.due, moved)
        owed, planned = {item.key for item in after.owed}, {item.key for item in self._planned(before, after.plan)}
        assert planned <= owed <= planned | self.dropped, (owed, planned)
        assert after.desk == before.desk or max(after.desk, before.desk) <= today
        passed = max(after.drink, moved["drink"]) < boot
        assert abs(after.drink - moved["drink"]) < 2 or passed or self.drinks_anew or not self.drinks()
        assert dict(after.snoozed) == dict(before.snoozed)
        assert (after.unanswered, after.questioned) == (before.unanswered, before.questioned)
        assert (after.phase is ReminderPhase.RETURN) == (before.phase is ReminderPhase.RETURN)
        for name in ("ask_at", "back_by"):
            mine, theirs = getattr(after, name), moved[name]
            assert mine == theirs or abs(mine - theirs) < 2, (name, mine, theirs)

    def _planned(self, state: ReminderState, plan: Plan) -> list[Item]:
        """What is owed and still planned."""
        return [item for item in state.owed if item_of(item.key, plan) is not None]

    def drop(self, before: ReminderState, plan: Plan) -> None:
        """What is owed and planned no more is not, after a start; it is again once it is planned again."""
        kept = self._planned(before, plan)
        self.dropped |= {item.key for item in before.owed if item not in kept}

    def closed(self, facts: list[Fact], open_id: str | None) -> None:
        """The record as a whole: one outcome each, no planned time twice, none lost. `open_id`: what may have none."""
        for name, prompt in self.prompts.items():
            assert prompt.outcome is not None or open_id in {name, None}, f"{name} has no outcome"
        said: dict[str, int] = {}
        for prompt in self.prompts.values():
            for key in prompt.shown.keys:
                if key.startswith("routine:") and prompt.outcome is not PromptOutcome.SNOOZED:
                    said[key] = said.get(key, 0) + 1
        assert all(count == 1 for count in said.values()), {key: n for key, n in said.items() if n > 1}
        about = (PromptShown, PromptEnded, PromptHeld, PromptSpared)
        kept = {key for fact in facts if isinstance(fact.body, about) for key in fact.body.keys}
        assert self.expected <= kept, sorted(self.expected - kept)[:5]
