"""A guided session as lines of text: one line for each cue, letters and Enter for keys.

No line but a cue's holds its words, no cursor is moved, and nothing is polled: it waits for the next cue or key.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.terminal import is_tty
from coach.cli.leaving import Leaving
from coach.cli.plain.card import card
from coach.cli.plain.wrong import Felt, ask_wrong
from coach.cli.say import OutputError, say
from coach.core.durations import clock_text
from coach.core.errors import CoachError
from coach.core.figure.figure import described
from coach.core.routine.routine import is_break
from coach.core.routine.segments import WORK
from coach.core.session.events import CueDue, KeyRefused, Reached, SessionPhase
from coach.core.session.hearing import HEARD, Ear
from coach.core.session.keys import EXTEND
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard
    from coach.cli.wiring import House
    from coach.core.clearance.clearance import Blocked
    from coach.core.session.events import Position
    from coach.core.session.run import Run
    from coach.core.session.tick import Tick

LONGEST_WAIT = 1.0  # s; so that a sleep of the machine is noticed at once on waking
SHORTEST_WAIT = 0.0001  # s; a remainder too small for the clock to show would be waited for without end
LAST_WORDS = 4.0  # s of real time that the last words of a session may take
ALARM_ALONE = 60.0  # s an alarm sounds where nobody can answer it
KEYS = (
    "p or Enter: pause, go on, answer an alarm",
    "n: next part   b: back   s: other side",
    "+ or -: ten seconds more or less",
    "t: the time left   !: something is wrong",
    "v: voice, chimes or silent",
    "q: leave   ?: these keys",
)
BREAK_KEYS = ("g: I got up, the break is taken", *KEYS)
OVER = {
    SessionOutcome.COMPLETED: "Finished: the whole routine.",
    SessionOutcome.LEFT: "Left: what was done is kept.",
    SessionOutcome.GOT_UP: "Taken: you got up.",
    SessionOutcome.STOPPED: "Stopped: rest now.",
    SessionOutcome.INTERRUPTED: "Interrupted: what was done is kept.",
}


class Plain:
    """Guides one run. `speed` is how many seconds of it pass in a real second."""

    def __init__(self, house: House, run: Run, keyboard: Keyboard, speed: float = 1.0, ear: Ear | None = None) -> None:
        self.interrupted = False
        self.blocked: Blocked | None = None
        self._house = house
        self._run = run
        self._keyboard = keyboard
        self._speed = speed
        self._ear = ear or Ear(house.settings, None, speed)
        self._bells = is_tty(sys.stdout)
        self._break = is_break(house.coach.library.find(run.session.plan.routine))
        self._step: int | None = None
        self._pose = ""
        self._phase = run.session.phase
        self._notice = self._fault = ""

    def play(self) -> SessionOutcome:
        """Guide to the end; how it ended. A signal leaves the session, recorded. Raises OSError or OutputError."""
        run = self._run
        try:
            if not self._keyboard.closed:
                say("Keys: ? and Enter shows them.")
            while run.ended is None:
                self._turn()
        except Leaving:
            self.interrupted = True
            run.leave()
            with suppress(OSError, OutputError):
                say("Left: what was done is kept.")
        except (OSError, OutputError):  # nobody reads on
            run.leave()
            raise
        finally:
            self._ear.close(LAST_WORDS if run.ended is SessionOutcome.COMPLETED else 0.0)
        outcome = run.ended or SessionOutcome.LEFT
        if not self.interrupted:
            say("Rehearsal over: nothing was recorded." if run.rehearsal else OVER[outcome])
        return outcome

    # --- time -----------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        tick = self._run.tick()
        self._show(tick)
        if tick.session.phase is SessionPhase.ENDED or (self._keyboard.closed and self._alone(tick)):
            return
        line = self._keyboard.wait(self._patience(tick))
        if line is not None:
            self._key(line.strip().lower())

    def _alone(self, tick: Tick) -> bool:
        """What happens where nobody can press a key; whether anything did."""
        phase = tick.session.phase
        if phase is SessionPhase.WAITING and tick.due_in is not None:
            return False
        if phase in {SessionPhase.WAITING, SessionPhase.PAUSED, SessionPhase.TAKE_OFF}:
            self._show(self._run.resume())
            return True
        if phase is SessionPhase.ALARM and tick.position.over >= ALARM_ALONE:
            self._show(self._run.acknowledge(by_person=False))
            return True
        return False

    def _patience(self, tick: Tick) -> float | None:
        """Real seconds to wait for a key; None where nothing will happen without one."""
        moments = [tick.due_in, self._ear.due_in(tick.position)]
        if tick.session.phase is SessionPhase.ALARM and self._keyboard.closed:
            moments.append(max(0.0, ALARM_ALONE - tick.position.over))
        due = min((moment for moment in moments if moment is not None), default=None)
        return None if due is None else min(max(due / self._speed, SHORTEST_WAIT), LONGEST_WAIT)

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, tick: Tick) -> None:
        refused = ""
        if self._ear.took(tick):
            self._bell()
        for event in tick.events:
            if isinstance(event, Reached):
                self._reached(event.index)
            elif isinstance(event, CueDue):
                say(event.cue.say)
            elif isinstance(event, KeyRefused):
                refused = event.why
                say(f"Not possible: {refused}")
        self._changed(refused, tick)

    def _reached(self, index: int) -> None:
        plan = self._run.session.plan
        step = plan.segments[index].step
        if step != self._step:
            self._step = step
            for line in plan.steps[step].how:
                say(f"How: {line}")
        pose = self._pose_at(index)
        if pose not in {"", self._pose}:
            say(f"Pose: {pose}")
            self._pose = pose

    def _pose_at(self, index: int) -> str:
        """The figure of a segment in words; nothing where there is none."""
        plan = self._run.session.plan
        if plan.segments[index].kind not in WORK:
            return ""
        try:
            figure = self._house.coach.library.figure_in(plan, index)
        except CoachError:  # a damaged picture never stops a session
            return ""
        return described(figure, plan.segments[index].side) if figure is not None else ""

    def _changed(self, refused: str, tick: Tick) -> None:
        """Say what is new: a notice, trouble with the record, another phase."""
        run = self._run
        if run.notice not in {self._notice, refused, ""}:
            say(f"Notice: {run.notice}")
        self._notice = run.notice
        if run.fault and not self._fault:
            say(run.fault)
        elif self._fault and not run.fault:
            say("Saved: the record can be written again.")
        self._fault = run.fault
        if tick.session.phase is not self._phase:
            self._phase = tick.session.phase
            self._say_phase(self._phase, tick.position)

    def _say_phase(self, phase: SessionPhase, at: Position) -> None:
        left = clock_text(at.left + 0.999)  # whole seconds, the begun one counts
        nobody = self._keyboard.closed
        words = {
            SessionPhase.PAUSED: f"Paused: {left} left here. Enter goes on.",
            SessionPhase.TAKE_OFF: "Pausing: take it off the skin, then press Enter. Its time runs on until then.",
            SessionPhase.GET_READY: f"Going on: in 3 seconds, {left} left here.",
            SessionPhase.ALARM: "Alarm: press Enter when it is off the skin.",
            SessionPhase.WAITING: "Waiting: press Enter to begin this step.",
        }
        limit = self._run.session.plan.choices.wait_limit
        if phase is SessionPhase.WAITING and limit:
            say(f"Waiting: press Enter to begin this step. It begins by itself in {clock_text(limit)}.")
            return
        if nobody and phase is SessionPhase.ALARM:
            say("Alarm: it sounds for a minute.")
        elif phase in words and not (nobody and phase is not SessionPhase.GET_READY):
            say(words[phase])

    def _bell(self) -> None:
        if self._bells:
            sys.stdout.write("\a")
            sys.stdout.flush()

    def _say_where(self, tick: Tick) -> None:
        self._show(tick)
        at = tick.position
        side = f", {at.segment.side} side" if at.segment is not None and at.segment.side else ""
        coming = f", next {at.next}" if at.next else ""
        here, whole = clock_text(at.left + 0.999), clock_text(at.run_left + 0.999)
        say(f"Time: {here} left here, {whole} in all, step {at.step} of {at.steps}{side}{coming}")

    # --- keys -----------------------------------------------------------------------------------------------------

    def _key(self, word: str) -> None:
        run = self._run
        moves = {"n": run.next, "b": run.back, "s": run.other_side, "q": run.leave}
        if word in {"", "p"}:
            self._show(run.toggle())
        elif word in moves:
            self._show(moves[word]())
        elif set(word) in ({"+"}, {"-"}):
            seconds = EXTEND * len(word) * (1 if word[0] == "+" else -1)
            self._say_where(run.extend(seconds))
        elif word == "t":
            self._say_where(run.tick())
        elif word == "g" and self._break:
            self._show(run.leave(SessionOutcome.GOT_UP))
        elif word == "v":
            say(f"Hearing: {HEARD[self._ear.cycle(run.last.reading.wall)]}.")
        elif word == "!":
            self._something_wrong()
        else:
            if word != "?":
                say(f"Not understood: {word[:20]}")
            for line in BREAK_KEYS if self._break else KEYS:
                say(f"Keys: {line}")

    def _something_wrong(self) -> None:
        """Freeze, ask what it is, and act on what is told. An answer that never comes counts as so, and ends it."""
        run, coach = self._run, self._house.coach
        technique = run.session.technique
        self._show(run.pause())
        if run.session.phase in {SessionPhase.TAKE_OFF, SessionPhase.ALARM}:
            self._keyboard.wait()
            self._show(run.acknowledge())
            self._show(run.pause())
        felt: list[Felt] = []
        whole = False
        before = run.session.barred
        try:
            whole = ask_wrong(self._keyboard, coach.sessions.offered(), felt)
        finally:  # cut short, or left: what was felt until then counts, and what was asked
            for what, gone, level in felt:
                self.blocked = (
                    coach.sessions.tell(run, what, gone=gone, level=level, technique=technique) or self.blocked
                )
            if not whole and not felt:
                self.blocked = coach.sessions.unanswered(run, technique) or self.blocked
        self._show(run.tick())
        if not whole:
            self._show(run.leave(SessionOutcome.STOPPED))
        elif not felt:
            say("Good: nothing is reported. Enter goes on.")
            return
        if self.blocked is not None:
            for line in card(self.blocked, coach, self._house.sources):
                say(line)
            return
        if not whole:
            return
        techniques = coach.library.techniques
        names = [techniques[name].name for name in run.session.barred - before if name in techniques]
        kept = f"going on without {', '.join(sorted(names))}" if names else "it is kept in the record"
        say(f"Reported: {kept}.")
        self._show(run.pause())
