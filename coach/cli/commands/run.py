"""`coach run`: the way of one routine in lines of text, from the plan to the rating afterwards."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from coach.cli.commands.check import asked, take_answers, written_answers
from coach.cli.leaving import Interruptible
from coach.cli.plain.asking import ask_one_of, ask_pain
from coach.cli.plain.card import card, overdue_card
from coach.cli.plain.chosen import merged
from coach.cli.plain.player import Plain
from coach.cli.say import say, tell
from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import Blocked
from coach.core.durations import clock_text
from coach.core.errors import BadInput, JournalError
from coach.core.routine.choices import Choices
from coach.core.routine.routine import is_break
from coach.core.session.hearing import Ear
from coach.core.vocabulary import TechniqueClass
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from coach.cli.answers import Written
    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House
    from coach.core.clearance.clearance import Cleared
    from coach.core.clock import Clock
    from coach.core.record.facts import PastSession
    from coach.core.routine.timeline import Timeline
    from coach.core.session.run import Run

NO_EASE = "ball-no-release-2-min"  # red_flags.yaml
EASED = {"y": True, "yes": True, "a": True, "a bit": True, "n": False, "no": False, "m": False, "it hurt more": False}


def run(args: Namespace, outside: Outside) -> int:
    """Guide through a routine; without --plain on the full screen. Raises BadInput where nothing could be shown."""
    if not args.plain:
        from coach.cli.commands.screen import guided

        return guided(args, outside)
    if sys.stdout is None:
        raise BadInput("The output is closed, so nobody could follow.", "Leave it open, or send it to a file.")
    with outside.house() as house:
        house.coach.library.find(args.id)
        choices, remembered = merged(args, house)
        written = None
        if args.answers is not None:
            written = written_answers(house, args.answers)
            if written is None:
                return ExitCode.WRONG
        ear = Ear(house.settings, outside.speaker(house.settings), args.rehearse or 1.0)
        ear.prepare(house.clock.now().wall)
        with closing(ear), Interruptible(outside.keyboard()) as keyboard:
            reminded = overdue_card(house)
            if args.rehearse is not None:
                say(f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing.")
            elif not is_break(house.coach.library.find(args.id)):  # a break begins at once; it can be answered later
                code = _unfinished(house, keyboard, ear)
                if code is not None:
                    return code
            _say_plan(house, args.id, choices, remembered)
            return _way(house, args.id, choices, keyboard, ear, written, args.rehearse, reminded)


def _say_plan(house: House, routine_id: str, choices: Choices, remembered: list[str]) -> None:
    plan = house.coach.sessions.plan(routine_id, choices)
    say(f"Routine: {plan.name}, {_length(plan)}")
    clamps = [str(c) for c in house.coach.library.clamps if c.routine in {routine_id, *plan.techniques}]
    for line in [*remembered, *plan.notes, *clamps]:
        say(f"Note: {line}")


def _length(plan: Timeline) -> str:
    steps = "1 step" if len(plan.steps) == 1 else f"{len(plan.steps)} steps"
    return f"{steps}, {clock_text(plan.seconds)}"


def _way(
    house: House,
    routine_id: str,
    choices: Choices,
    keyboard: Keyboard,
    ear: Ear,
    written: Written | None,
    rehearse: float | None,
    reminded: frozenset[str],
) -> int:
    """Rating, check, door, session, and afterwards."""
    coach = house.coach
    before = None
    light = is_break(coach.library.find(routine_id))
    if rehearse is None and not keyboard.closed and not light:
        keyboard.forget()
        before = ask_pain(keyboard, "now")
        if before is not None:
            _saved(lambda: coach.entries.rate(before, "before", choices.area))
    verdict = _door(house, routine_id, choices, keyboard, written)
    if isinstance(verdict, Blocked):
        return _refused(house, verdict, reminded)
    for name, reason in verdict.left_out:
        say(f"Left out: {coach.library.techniques[name].name}. {reason.text}")
    for line in verdict.advice:
        say(f"Take care: {line}")
    clock = None if rehearse is None else _faster(house, rehearse)
    begun = coach.sessions.begin(verdict, choices, rehearsal=rehearse is not None, clock=clock, before=before)
    whole, now = coach.sessions.plan(routine_id, choices), begun.session.plan
    for note in now.notes:
        if note not in whole.notes:
            say(f"Note: {note}")
    if now.seconds != whole.seconds:
        say(f"Today: {_length(now)}")
    player = Plain(house, begun, keyboard, rehearse or 1.0, ear)
    keyboard.forget()
    player.play()
    return _over(house, player, begun, keyboard, before)


def _faster(house: House, speed: float) -> Clock:
    from coach.adapters.clock import RehearsalClock

    return RehearsalClock(house.clock, speed)


def _door(
    house: House, routine_id: str, choices: Choices, keyboard: Keyboard, written: Written | None
) -> Cleared | Blocked:
    """What the door says, after the check that is due was answered from a file or asked."""
    coach = house.coach
    verdict = coach.sessions.ask(routine_id, choices)
    if written is not None:
        take_answers(house, written, coach.checks.checkup(routine_id, choices.area), choices.area)
    elif keyboard.closed or (isinstance(verdict, Blocked) and not verdict.check_due):
        return verdict
    else:
        asked(house, keyboard, coach.checks.checkup(routine_id, choices.area), choices.area)
    return coach.sessions.ask(routine_id, choices)


def _refused(house: House, blocked: Blocked, reminded: frozenset[str] = frozenset()) -> int:
    """The card on stdout, unless it has just been shown (`reminded` are the flags on it); where only the check is
    missing, a line on stderr that names the command.
    """
    fault = house.coach.rules.safety().fault
    if any(reason.flag for reason in blocked.reasons) and {r.flag for r in blocked.reasons if r.flag} <= reminded:
        say("Locked: the card above says why, and what to do first.")
    elif fault or not blocked.check_due or any(reason.flag for reason in blocked.reasons):
        for line in card(blocked, house.coach, house.sources):
            say(line)
    if blocked.check_due and not fault and blocked.level.rank < Level.CLINICIAN.rank:
        if house.coach.rules.safety().check.valid:
            tell("A few questions about this routine come first. Answer them in a terminal, or with --answers FILE.")
        else:
            tell("The safety check of today has to be passed first. Answer it with: coach check")
    return ExitCode.BLOCKED


def _saved(write: Callable[[], None]) -> None:
    """Write to the record; where that fails, say so and go on."""
    try:
        write()
    except JournalError as error:
        say(f"Not saved: {error}")


def _over(house: House, player: Plain, ran: Run, keyboard: Keyboard, before: int | None) -> int:
    """The questions afterwards, and the exit code."""
    if player.interrupted:
        return ExitCode.INTERRUPTED
    light = is_break(house.coach.library.find(ran.session.plan.routine))
    if player.blocked is None and not ran.rehearsal and ran.held and not keyboard.closed and not light:
        keyboard.forget()
        _afterwards(house, ran, keyboard, before)
    if ran.fault:
        tell(f"A part of this session is not on record. {ran.fault}")
        return ExitCode.FAILED
    return ExitCode.DONE if player.blocked is None else ExitCode.BLOCKED


def _afterwards(house: House, ran: Run, keyboard: Keyboard, before: int | None) -> None:
    coach = house.coach
    known = {up.flag.id for up in coach.rules.safety().flags}
    for name in ran.session.plan.techniques:
        technique = coach.library.techniques.get(name)
        if technique is None or name not in ran.held or not technique.ask_after:
            continue
        eased = ask_one_of(
            keyboard, f"{technique.ask_after} (y, a, n, m; Enter skips)", {**EASED, "": True}, "answer y, a, n or m."
        )
        if eased is False and technique.cls is TechniqueClass.COMPRESSION:
            coach.sessions.report(ran, NO_EASE, technique=name)
            say(f"Noted: no more {technique.name} today.")
            known.add(NO_EASE)
    after = ask_pain(keyboard, "after it")
    if after is None:
        return
    _saved(lambda: coach.entries.rate(after, "after", ran.session.plan.choices.area, ran, before))
    blocked = coach.rules.standing()
    if blocked is not None and {up.flag.id for up in coach.rules.safety().flags} - known:
        for line in card(blocked, coach, house.sources):
            say(line)


# --- an interrupted session -------------------------------------------------------------------------------------------


def _unfinished(house: House, keyboard: Keyboard, ear: Ear) -> int | None:
    """Offer the session that was not finished; the exit code where it was gone on with, else None."""
    try:
        past = house.coach.listing.today().unfinished
    except JournalError:
        return None  # the door says why
    if past is None:
        return None
    began = f"{past.name}, begun {past.begun.local:%Y-%m-%d %H:%M}"
    if keyboard.closed:
        say(f"Unfinished: {began}. Answer it with: coach")
        return None
    say(f"Unfinished: {began}")
    known = {"r": "r", "c": "c", "d": "d", "": ""}
    question = "r resume, c close as partly done, d discard, Enter later"
    choice = ask_one_of(keyboard, question, known, "r, c, d or Enter.")
    if choice == "r":
        return _resume(house, past, keyboard, ear)
    if choice in {"c", "d"}:
        _saved(lambda: house.coach.sessions.close(past, discard=choice == "d"))
    return None


def _resume(house: House, past: PastSession, keyboard: Keyboard, ear: Ear) -> int | None:
    coach = house.coach
    try:
        found = coach.sessions.pick_up(past)
        if isinstance(found, Blocked) and found.check_due:
            where = Choices.from_dict(past.begun.body.get("choices", {})).area
            asked(house, keyboard, coach.checks.checkup(past.routine, where), where)
            found = coach.sessions.pick_up(past)
    except BadInput as error:
        say(f"Not possible: {error}")
        return _unfinished(house, keyboard, ear)
    if isinstance(found, Blocked):
        return _refused(house, found)
    player = Plain(house, found, keyboard, 1.0, ear)
    player.play()
    return _over(house, player, found, keyboard, past.before)
