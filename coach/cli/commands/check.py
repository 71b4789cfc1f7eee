"""`coach check`: the safety check that is due, asked or answered from a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.cli.answers import read_answers
from coach.cli.leaving import Interruptible
from coach.cli.plain.card import card, number_of, overdue_card
from coach.cli.plain.check import asked, keep
from coach.cli.say import say, say_json, tell, tell_faults
from coach.core.catalogue.catalogue import Level
from coach.core.check.written_check import from_answers
from coach.core.clearance import clearance
from coach.core.clearance.card_words import names_of
from coach.core.clearance.locks import open_techniques
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.catalogue.cards import CardWords
    from coach.core.check.checkup import Checkup
    from coach.core.check.written_check import WrittenAnswers
    from coach.core.clearance.locks import Safety
    from coach.core.history.history import Episode, Lump
    from coach.core.vocabulary import BodyArea


def check(args: Namespace, outside: Outside) -> int:
    """Answer what is due and say what follows: 0 where the check is complete and nothing is above caution, else 3."""
    with outside.house() as house:
        if args.summary is not None:
            _free(Path(args.summary))
        news = "" if args.json else house.news()  # before anything new is told
        if news:
            say(f"Note: {news}")
        if args.answers is not None:
            written = written_answers(house, args.answers)
            if written is None:
                return ExitCode.WRONG
            take_answers(house, written, house.coach.checks.checkup(again=args.again), None)
        elif not args.json:
            with Interruptible(outside.keyboard()) as keyboard:
                if not keyboard.closed:
                    due = house.coach.checks.checkup(again=args.again)
                    if due.page is not None:
                        overdue_card(house)
                    asked(house, keyboard, due, None)
        safety = house.coach.rules.safety()
        if args.json:
            say_json(_document(house, safety))
        else:
            _print(house, safety, sourced=args.sources)
        if not (safety.whole or safety.fault or args.json or safety.level is Level.EMERGENCY):
            open_still = "Some questions about you are open." if safety.check.valid else "The check of today is open."
            tell(f"{safety.check.why or open_still} Answer it with: coach check")
        if args.summary is not None:
            _write_summary(house, Path(args.summary), quiet=args.json)
    return ExitCode.DONE if safety.whole and safety.level.rank <= Level.CAUTION.rank else ExitCode.BLOCKED


def written_answers(house: House, name: str) -> WrittenAnswers | None:
    """The answers in a file; None after its faults were told. Raises CoachError where there is no catalogue."""
    house.coach.checks.checkup()
    catalogue = house.coach.catalogue
    if catalogue is None:
        return None
    written, problems = read_answers(Path(name), catalogue)
    tell_faults(problems)
    return None if problems else written


def take_answers(house: House, written: WrittenAnswers, due: Checkup, area: BodyArea | None) -> None:
    """Answer the check that is `due`; where nothing is, what is unsafe is recorded all the same.

    Raises JournalError where it can't be written; the card of what was answered has been shown then.
    """
    if due.page is None:
        house.coach.checks.volunteer(written.answers)
        return
    answered = from_answers(due.catalogue, written.answers, written.unanswered, others=written.others, due=due)
    keep(house, answered, area)


def _free(path: Path) -> None:
    """Raises BadInput where the summary would be written over something, before anything is asked."""
    from coach.adapters.summary_file import already_there

    if os.path.lexists(path) and not _is_folder(path):
        raise already_there(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that can't be
        return False


def _write_summary(house: House, path: Path, *, quiet: bool) -> None:
    """Write the card that is up to a file of its own, to take along."""
    from coach.adapters.summary_file import write_summary, write_summary_as

    blocked = house.coach.checks.standing()
    if blocked is None:
        tell("Nothing is up, so there is no summary to write.")
        return
    now = house.clock.now().wall
    text = house.coach.checks.summary(blocked, number_of(house.coach))
    written = write_summary(text, now.date(), path) if _is_folder(path) else write_summary_as(text, path)
    if not quiet:
        say(f"Summary: {written}")


def _document(house: House, safety: Safety) -> dict[str, Any]:
    shipped = [technique.id for technique in house.coach.library.shipped_techniques]
    opened = _open(house, safety)
    return {
        "level": str(safety.level),
        "flags": [up.flag.id for up in safety.flags],
        "allowed": [name for name in shipped if name in opened],
        "blocked": [name for name in shipped if name not in opened],
        "headline": clearance.headline(safety),
        "act_within": clearance.shortest(safety.flags),
        "check_due": not safety.whole,
    }


def _open(house: House, safety: Safety) -> tuple[str, ...]:
    return open_techniques(safety, None, house.clock.now().wall, house.coach.library.techniques)


def _print(house: House, safety: Safety, *, sourced: bool) -> None:
    coach = house.coach
    blocked = coach.checks.standing()
    if blocked is not None:
        for line in card(blocked, coach, house.sources, every=True, sourced=sourced):
            say(line)
        _on_record(house)
        return
    say(f"Check: {clearance.headline(safety)}")
    if safety.catalogue is not None:
        say(f"Note: {safety.catalogue.levels[safety.level].body}")
        say(_open_words(house, safety, safety.catalogue.cards))
    _on_record(house)
    say(f"Note: {clearance.NO_REVIEW}")


def _open_words(house: House, safety: Safety, words: CardWords) -> str:
    """What is open; where most is, what is not."""
    shipped = [technique.id for technique in house.coach.library.shipped_techniques]
    opened = _open(house, safety)
    shut = [name for name in shipped if name not in opened]
    if not shut:
        return "Open: all of it"
    if len(shut) < len(opened):
        return f"Open: all but {names_of(shut, house.coach.library.techniques, words)}"
    return f"Open: {names_of(opened, house.coach.library.techniques, words)}"


def _on_record(house: House) -> None:
    """What is noted and open, with the ids that `coach log` takes."""
    from coach.tui.words.complaints import named

    if house.coach.rules.safety().fault:
        return
    there = house.coach.checks.complaints()
    open_ones: list[Episode | Lump] = [*there.episodes, *there.lumps]
    for one in open_ones:
        say(f"On record: {named(one, house.clock.now().wall)} (id {one.id})")
