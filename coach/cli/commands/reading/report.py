"""`coach report`: the page for a clinician, as HTML to print or as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.say import say, say_lines, tell
from coach.core.errors import BadInput, CoachError
from coach.core.report.page import LEAVES_OUT, Part
from coach.core.report.span import MOST_DAYS, USUAL_DAYS, span_of
from coach.core.report.text import NOTHING, as_text
from coach.core.report.writing import Wanted
from coach.core.vocabulary import BodyArea
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from coach.cli.outside import Outside
    from coach.core.report.page import Page


def report(args: Namespace, outside: Outside) -> int:
    """Write the page to a new file, and say where it is; or print it as text."""
    if args.text and args.open:
        raise BadInput("Text is not opened in a browser.", "Leave --open or --text out.")
    with outside.house(read_only=True) as house:
        today = house.clock.now().wall.date()
        page = house.coach.reports.page(_wanted(args, today))
        home = house.folders.home
    if page is None:
        days = span_of(today, args.days or USUAL_DAYS, args.since).days
        raise CoachError(NOTHING.format(days=days), "Give more days.")
    if args.text and args.output is None:
        say_lines(as_text(page).rstrip("\n"))
        return ExitCode.DONE
    path = _written(page, args, today, home)
    say(f"Page for a doctor: {path}. It holds your health record: keep it where only you can read it.")
    if args.open:
        _open(path)
    return ExitCode.DONE


def _wanted(args: Namespace, today: date) -> Wanted:
    if args.days is not None and args.since is not None:
        raise BadInput("Both --days and --since say where the page begins.", "Give one of them.")
    if args.days is not None and not 1 <= args.days <= MOST_DAYS:
        raise BadInput(f"A page of {args.days} days can't be.", f"Give 1 to {MOST_DAYS}.")
    if args.since is not None and not 0 <= (today - args.since).days < MOST_DAYS:
        raise BadInput(f"{args.since} is ahead, or more than {MOST_DAYS} days ago.", "Give a later day, up to today.")
    span = span_of(today, args.days or USUAL_DAYS, args.since)
    area = BodyArea(args.area) if args.area is not None else None
    return Wanted(span, area, frozenset(_parts(args.without)), notes=args.notes)


def _parts(given: str | None) -> list[Part]:
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    for name in names:
        if name not in LEAVES_OUT:
            raise BadInput(f"The page can't go without {name!r}.", f"It can without: {', '.join(LEAVES_OUT)}.")
    return [Part(name) for name in names]


def _written(page: Page, args: Namespace, today: date, home: Path | None) -> Path:
    if args.output is None:
        from coach.adapters.report.page_file import write_page

        return write_page(page, today, home)
    from coach.adapters.summary_file import write_summary_as

    if args.text:
        text = as_text(page)
    else:
        from coach.adapters.report.html import as_html

        text = as_html(page)
    return write_summary_as(text.rstrip("\n"), Path(args.output).expanduser(), "page")


def _open(path: Path) -> None:
    """Hand the file to the browser."""
    import webbrowser

    if not webbrowser.open(path.absolute().as_uri()):
        tell("No browser could be opened. Open the file by hand.")
