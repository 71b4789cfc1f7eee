"""What was tried: routines with how often, what the ratings say, what was told in a session, and breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.sessions import sessions
from coach.core.progress.followed import ROOM, followed
from coach.core.progress.standing import session_area
from coach.core.progress.words import followed_numbers
from coach.core.record.facts import of
from coach.core.record.health import SignReported
from coach.core.reminders.break_counts import COUNTED, counts_by_day
from coach.core.report.page import Block, Part, Table
from coach.core.report.span import counted, day_words
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.progress.followed import Followed
    from coach.core.record.facts import Fact
    from coach.core.report.span import Span
    from coach.core.vocabulary import BodyArea

COLUMNS = ("Routine", "Times", "Pain after it against before")
CAPTION = f"Routines done. Ratings count from pain {ROOM} before on. High pain tends to come down by itself."
AS_DONE = frozenset({SessionOutcome.COMPLETED, SessionOutcome.LEFT, SessionOutcome.STOPPED})


@frozen
class Tried:
    """One routine: its name, how often it was done, and what the ratings before and after say."""

    name: str
    times: int
    said: str


@frozen
class AllTried:
    """Everything of these days. `stopped` and `breaks` are sentences."""

    routines: tuple[Tried, ...]
    stopped: tuple[str, ...]
    breaks: str


@frozen
class OfLibrary:
    """What the library says of routines: the area of those that are for one alone, and which are breaks."""

    areas: Mapping[str, BodyArea]
    breaks: Collection[str] = ()


def tried(
    facts: Sequence[Fact], catalogue: Catalogue, library: OfLibrary, span: Span, only: BodyArea | None
) -> AllTried:
    """What was tried in these days; `facts` are standing, in order."""
    own = [fact for fact in facts if span.has(fact.local)]
    past = sessions(own)
    ratings = {one.routine: one for one in followed(own, library.areas, only)}
    times: dict[str, tuple[str, int]] = {}
    for session in past:
        wanted = only in {None, session_area(session.begun.body, library.areas)}
        if wanted and session.outcome in AS_DONE and session.seconds >= 1 and session.routine not in library.breaks:
            times[session.routine] = session.name, times.get(session.routine, ("", 0))[1] + 1
    rows = [Tried(name, many, _said(ratings.get(routine))) for routine, (name, many) in times.items()]
    rows.sort(key=lambda row: (-row.times, row.name))
    names = {session.id: session.name for session in past}
    return AllTried(tuple(rows), _stopped(own, catalogue, names, span), _breaks(own, span))


def _said(one: Followed | None) -> str:
    """The middle change with what it lies between, or that there are too few ratings."""
    if one is None:
        return "not rated"
    return followed_numbers(one) or f"too few ratings that count ({len(one.pairs)})"


def _stopped(facts: Sequence[Fact], catalogue: Catalogue, names: Mapping[str, str], span: Span) -> tuple[str, ...]:
    """Each time something was wrong in a session: in what, when, and what was told, in the words of its question."""
    told = []
    for fact in of(facts, SignReported):
        flag = catalogue.flags.get(fact.body.flag)
        if flag is not None:
            what = names.get(fact.body.session or "", "a routine")
            day, words = day_words(fact.local.date(), span.last), flag.question or flag.advice
            told.append(f'Told in a session on {day}, {what}: "{words}"')
    return tuple(told[::-1])


def _breaks(facts: Sequence[Fact], span: Span) -> str:
    counts = counts_by_day([fact for fact in facts if isinstance(fact.body, COUNTED)], span.first, span.days)
    prompted, kept = sum(day.prompted for day in counts), sum(day.kept for day in counts)
    return f"Movement breaks: {kept} of {counted(prompted, 'prompt')} kept." if prompted else ""


def in_block(found: AllTried, most: int) -> Block | None:
    """The block with so many routines; None where nothing was tried."""
    rows = tuple((row.name, str(row.times), row.said) for row in found.routines[:most])
    after = " ".join(filter(None, (_rest(found.routines[most:], beside=bool(rows)), *found.stopped, found.breaks)))
    if not rows and not after:
        return None
    table = Table(CAPTION, COLUMNS, rows) if rows else None
    return Block(Part.TRIED, "Tried", table=table, after=(after,) if after else ())


def _rest(routines: Sequence[Tried], *, beside: bool) -> str:
    """What of the routines has no row; `beside`: others have."""
    if not routines:
        return ""
    times = sum(row.times for row in routines)
    return (
        f"{'And ' if beside else ''}{counted(len(routines), 'more routine' if beside else 'routine')}, {times} times."
    )
