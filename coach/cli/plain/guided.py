"""A guided session from its plan to its end in lines of text: the guide's steps, shown and answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask_one_of, ask_pain
from coach.cli.plain.card import card
from coach.cli.plain.check import ask_about, asked
from coach.cli.plain.function import after_a_session
from coach.cli.plain.over import ask_over
from coach.cli.plain.player import Plain
from coach.cli.say import say, tell
from coach.core.catalogue.catalogue import Level
from coach.core.coach.guided import GuidedSession
from coach.core.durations import clock_text
from coach.core.progress.words import at_the_end
from coach.core.session.guide_steps import (
    AskAfter,
    AskCheck,
    Closed,
    ClosedWhy,
    Finished,
    Noted,
    NotPossible,
    NotSaved,
    OfferResume,
    Play,
    Rate,
    SayBefore,
    ShowCard,
    ShowPlan,
)
from coach.core.vocabulary import RatedWhen, plain
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard
    from coach.cli.wiring import House
    from coach.core.clearance.clearance import Blocked
    from coach.core.coach.guided import Request
    from coach.core.history.sessions import PastSession
    from coach.core.routine.timeline import Timeline
    from coach.core.session.guide import Guide
    from coach.core.session.guide_steps import Way
    from coach.core.session.hearing import Ear
    from coach.core.session.ready import Ready
    from coach.core.vocabulary import BodyArea

ENDS = {
    ClosedWhy.LOCKED: ExitCode.BLOCKED,
    ClosedWhy.DECLINED: ExitCode.DONE,
    ClosedWhy.NOT_POSSIBLE: ExitCode.FAILED,
    ClosedWhy.NOT_SAVED: ExitCode.FAILED,
    ClosedWhy.INTERRUPTED: ExitCode.INTERRUPTED,
}
PAIN = {RatedWhen.BEFORE: "now", RatedWhen.AFTER: "after it"}


def guided_in_lines(
    house: House,
    way: Way,
    request: Request,
    keyboard: Keyboard,
    ear: Ear,
    reminded: frozenset[str] = frozenset(),
) -> int:
    """Guide through it; the exit code. `reminded` are the flags of a card that has just been shown.

    Raises CoachError where it can't be planned, begun or checked.
    """
    lines = _Lines(house, GuidedSession(house.coach, way, request), keyboard, ear, request.speed, reminded)
    while True:
        lines.leave_open()
        step = lines.session.step
        if isinstance(step, Finished):
            return lines.finished(step)
        if isinstance(step, Closed):
            if step.text:
                tell(step.text)
            return ENDS[step.why]
        lines.show(step)


class _Lines:
    """Shows each step, and hands back what was answered."""

    def __init__(
        self,
        house: House,
        session: GuidedSession,
        keyboard: Keyboard,
        ear: Ear,
        speed: float,
        reminded: frozenset[str],
    ) -> None:
        self.session = session
        self._house = house
        self._keyboard = keyboard
        self._ear = ear
        self._speed = speed
        self._reminded = reminded

    def leave_open(self) -> None:
        """Where nobody can answer any more, nothing is asked."""
        if self._keyboard.closed and self.session.guide.attended:
            self.session.go(self.session.guide.unattended())

    def show(self, step: object) -> None:
        """One step, and what follows from it."""
        go, guide = self.session.go, self.session.guide
        match step:
            case OfferResume(past):
                self._offer(past)
            case ShowPlan():
                self._plan()
                go(guide.shown())
            case Rate(when):
                self._keyboard.forget()
                guide = self._for_an_area(guide)
                go(guide.rated(ask_pain(self._keyboard, PAIN[when])))
            case AskCheck(checkup):
                asked(self._house, self._keyboard, checkup, guide.way.choices.area)
                go(guide.asked())
            case ShowCard(blocked):
                self._refused(blocked)
                go(guide.shown())
            case SayBefore():
                self._say_before(step)
                go(guide.go_on() if self._begins(step) else guide.leave())
            case Play():
                self._play()
            case AskAfter():
                go(guide.answer(self._ask_after(step)))
            case Noted(name):
                say(f"Noted: no more {name} today.")
                go(guide.shown())
            case NotSaved(why):
                say(f"Not saved: {why}")
                go(guide.shown())
            case NotPossible(why):
                say(f"Not possible: {why}")
                go(guide.shown())

    def _for_an_area(self, guide: Guide) -> Guide:
        """Before it begins, where it may be for several areas, ask which: its pain belongs there."""
        way, begun = guide.way, self.session.run is not None
        areas = self._house.coach.library.find(way.routine).areas
        if begun or not self._keyboard.tty or way.choices.area is not None or len(areas) == 1:
            return guide
        known: dict[str, BodyArea | None] = {"": None}
        for number, area in enumerate(areas, 1):
            known[str(number)] = known[area] = known[plain(area)] = area
        shown = ", ".join(f"{number} {plain(area)}" for number, area in enumerate(areas, 1))
        question = f"Where is it for? {shown}; Enter leaves it open"
        chosen = ask_one_of(self._keyboard, question, known, f"give a number, 1 to {len(areas)}.")
        return replace(guide, way=replace(way, choices=replace(way.choices, area=chosen or None)))

    # --- up to the door -------------------------------------------------------------------------------------------

    def _offer(self, past: PastSession) -> None:
        go, guide = self.session.go, self.session.guide
        began = f"{past.name}, begun {past.begun.local:%Y-%m-%d %H:%M}"
        if self._keyboard.closed:
            say(f"Unfinished: {began}. Answer it with: coach")
            go(guide.later())
            return
        say(f"Unfinished: {began}")
        known = {"r": "r", "c": "c", "d": "d", "": ""}
        question = "r resume, c close as partly done, d discard, Enter later"
        choice = ask_one_of(self._keyboard, question, known, "r, c, d or Enter.")
        if choice == "r":
            go(guide.resume())
        elif choice in {"c", "d"}:
            go(guide.close(discard=choice == "d"))
        else:
            go(guide.later())

    def _whole(self) -> Timeline:
        way = self.session.guide.way
        return self._house.coach.sessions.plan(way.routine, way.choices)

    def _plan(self) -> None:
        way, plan = self.session.guide.way, self._whole()
        say(f"Routine: {plan.name}, {_length(plan)}")
        clamps = self._house.coach.library.clamps
        own = [str(clamp) for clamp in clamps if clamp.routine in {way.routine, *plan.techniques}]
        for line in [*way.notes, *plan.notes, *own]:
            say(f"Note: {line}")

    def _refused(self, blocked: Blocked) -> None:
        """The card on stdout, unless it has just been shown; where only the check is missing, a line on stderr that
        names the command.
        """
        safety = self._house.coach.rules.safety()
        flags = {reason.flag for reason in blocked.reasons if reason.flag}
        if flags and flags <= self._reminded:
            say("Locked: the card above says why, and what to do first.")
        elif safety.fault or not blocked.check_due or flags:
            self._card(blocked)
        if blocked.check_due and not safety.fault and blocked.level.rank < Level.CLINICIAN.rank:
            if safety.check.valid:
                tell(
                    "A few questions about this routine come first. Answer them in a terminal, or with --answers FILE."
                )
            else:
                tell("The safety check of today has to be passed first. Answer it with: coach check")

    def _card(self, blocked: Blocked) -> None:
        for line in card(blocked, self._house.coach, self._house.sources):
            say(line)

    def _say_before(self, step: SayBefore) -> None:
        for sentence in step.left_out:
            say(f"Left out: {sentence}")
        for line in step.cleared.advice:
            say(f"Take care: {line}")
        whole = self._whole()  # its notes have been said, and the doses that were brought to their limit
        for note in step.timeline.notes:
            if note not in whole.notes:
                say(f"Note: {note}")
        if step.timeline.seconds != whole.seconds:
            say(f"Today: {_length(step.timeline)}")
        if self.session.guide.way.rates:
            self._say_ready(step.ready)

    @staticmethod
    def _say_ready(ready: Ready) -> None:
        """Where, with what, and the cautions of exactly these techniques."""
        if ready.parts:
            say(f"Where: {ready.where}")
            say(f"Needs: {ready.needs}")
        if ready.pictured is not None:
            say(f"First: {ready.pictured.shows}")
        for name, cautions in ready.cautions:
            say(f"Take care, {name}: {' '.join(cautions)}")

    def _begins(self, step: SayBefore) -> bool:
        """Whether the person begins it; a script at the other end, or nobody, is not asked."""
        if not (step.waits and self.session.guide.way.asks and self._keyboard.tty):
            return True
        self._keyboard.forget()
        known = {"": True, "q": False}
        return ask_one_of(self._keyboard, "Enter to begin, q to go back", known, "Enter or q.") is not False

    # --- the session, and afterwards ------------------------------------------------------------------------------

    def _play(self) -> None:
        run = self.session.run
        assert run is not None  # noqa: S101 - the guide has begun it
        player = Plain(self._house, run, self._keyboard, self._speed, self._ear)
        self._keyboard.forget()
        player.play()
        self.session.played(interrupted=player.interrupted)

    def _ask_after(self, step: AskAfter) -> int | None:
        answers = step.question.answers
        known: dict[str, int | None] = {"": None}
        known |= {word: n for n, answer in enumerate(answers) for word in (answer.say.lower(), answer.key)}
        keys = ", ".join(answer.key for answer in answers)
        self._keyboard.forget()
        mend = f"answer {', '.join(answer.key for answer in answers[:-1])} or {answers[-1].key}."
        return ask_one_of(self._keyboard, f"{step.question} ({keys}; Enter skips)", known, mend)

    def finished(self, end: Finished) -> int:
        """The card of what came afterwards, what could not be written down, and the exit code."""
        past = end.past
        told = at_the_end(end.times, past.before, past.after) if past is not None and not end.serious else ""
        if told:
            say(told)
        if end.unexpected and end.card is not None:
            self._card(end.card)
        if end.asks_about:
            ask_about(self._house, self._keyboard)
        elif end.asks_over is not None:
            ask_over(self._house.coach, self._keyboard, end.asks_over)
        elif end.asks_function:
            after_a_session(self._house.coach, self._keyboard)
        if end.fault:
            tell(f"A part of this session is not on record. {end.fault}")
            return ExitCode.FAILED
        return ExitCode.DONE if end.blocked is None else ExitCode.BLOCKED


def _length(plan: Timeline) -> str:
    steps = "1 step" if len(plan.steps) == 1 else f"{len(plan.steps)} steps"
    return f"{steps}, {clock_text(plan.seconds)}"
