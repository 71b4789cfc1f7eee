"""`coach check`: the safety check that is due, asked or answered from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.cli.answers import read_answers
from coach.cli.asking import ask_check
from coach.cli.card import allowed, card, within
from coach.cli.leaving import Interruptible
from coach.cli.say import say, say_json, tell, tell_faults
from coach.core import clearance
from coach.core.catalogue import Level
from coach.core.checkup import from_answers
from coach.core.errors import JournalError
from coach.core.origins import origins

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.answers import Written
    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House
    from coach.core.checkup import Checkup
    from coach.core.clearance import Safety
    from coach.core.routine import BodyArea

DONE, WRONG, BLOCKED = 0, 2, 3


def check(args: Namespace, outside: Outside) -> int:
    """Answer what is due and say what follows: 0 where the check is complete and nothing is above caution, else 3."""
    with outside.house() as house:
        if args.answers is not None:
            written = written_answers(house, args.answers)
            if written is None:
                return WRONG
            take_answers(house, written, house.coach.checkup(again=args.again), None)
        elif not args.json:
            with Interruptible(outside.keyboard()) as keyboard:
                if not keyboard.closed:
                    asked(house, keyboard, house.coach.checkup(again=args.again), None)
        safety = house.coach.safety()
        if args.json:
            say_json(_document(house, safety))
        else:
            _print(house, safety)
        if not (safety.check.valid or safety.fault or args.json):
            tell(f"{safety.check.why or 'The check of today is open.'} Answer it with: coach check")
    return DONE if safety.check.valid and safety.level.rank <= Level.CAUTION.rank else BLOCKED


def written_answers(house: House, name: str) -> Written | None:
    """The answers in a file; None after its faults were told. Raises CoachError where there is no catalogue."""
    house.coach.checkup()
    catalogue = house.coach.catalogue
    if catalogue is None:
        return None
    written, problems = read_answers(Path(name), catalogue)
    tell_faults(problems)
    return None if problems else written


def take_answers(house: House, written: Written, due: Checkup, area: BodyArea | None) -> None:
    """Answer the check that is `due`; where nothing is, what is unsafe is recorded all the same.

    Raises JournalError where it can't be written; the card of what was answered has been shown then.
    """
    if due.screen is None:
        house.coach.volunteer(written.answers)
        return
    answered = from_answers(due.catalogue, written.answers, written.unanswered, others=written.others, due=due)
    keep(house, answered, area)


def asked(house: House, keyboard: Keyboard, due: Checkup, area: BodyArea | None) -> None:
    """Ask what is `due`. Raises JournalError where it can't be written; its card has been shown then."""
    if due.screen is not None:
        ask_check(due, keyboard, lambda checkup: keep(house, checkup, area))


def keep(house: House, checkup: Checkup, area: BodyArea | None) -> None:
    """Record a check. Where it can't be written its answers still warn: the card is shown before the error goes on."""
    try:
        house.coach.submit(checkup, area)
    except JournalError:
        blocked = house.coach.standing(unsaved=checkup)
        for line in card(blocked, house.coach, house.sources) if blocked is not None else ():
            say(line)
        raise


def _document(house: House, safety: Safety) -> dict[str, Any]:
    shipped = [technique.id for technique in house.coach.library.shipped_techniques]
    opened = _open(house, safety)
    return {
        "level": str(safety.level),
        "flags": [up.flag.id for up in safety.flags],
        "allowed": [name for name in shipped if name in opened],
        "blocked": [name for name in shipped if name not in opened],
        "headline": _headline(safety),
        "act_within": clearance.shortest(safety.flags),
        "check_due": not safety.check.valid,
    }


def _open(house: House, safety: Safety) -> tuple[str, ...]:
    return clearance.open_techniques(safety, None, house.clock.now().wall, house.coach.techniques)


def _headline(safety: Safety) -> str:
    if safety.fault or safety.catalogue is None:
        return "Locked for now."
    return safety.catalogue.levels[safety.level].headline


def _print(house: House, safety: Safety) -> None:
    coach = house.coach
    blocked = coach.standing()
    if blocked is not None:
        for line in card(blocked, coach, house.sources, every=True):
            say(line)
        for up in safety.flags:
            hours = up.flag.act_within
            when = f", {within(hours)}" if hours is not None else ""
            until = f", until {up.until.astimezone():%Y-%m-%d %H:%M}" if up.until is not None else ""
            origin = origins((source.source for source in up.flag.sources), house.sources)
            says = f" (from: {'; '.join(origin)})" if origin else ""
            say(f"Up: {up.flag.id}, {up.level}{when}{until}{says}")
        return
    say(f"Check: {_headline(safety)}")
    if safety.catalogue is not None:
        say(f"Note: {safety.catalogue.levels[safety.level].body}")
    say(f"Open: {allowed(_open(house, safety), coach)}")
    say(f"Note: {clearance.NO_REVIEW}")
