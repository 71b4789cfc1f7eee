"""What Today says: what is wrong, what is open, what was done, and what it lists. Keys stand as {today.note:e}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.errors import CoachError
from coach.tui.words.common import done_in_words, lock_word, pain_words, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.core.clearance.listed_routine import Listed
    from coach.core.coach.door import Coach
    from coach.core.errors import Problem
    from coach.core.history.sessions import PastSession
    from coach.core.history.unread import UnreadEntry
    from coach.core.vocabulary import BodyArea, Side

NAMED = 3  # files that are named; more are counted
NARROW = 50  # cells of a list; in less only what must be said is


def notice_lines(
    notices: Iterable[str], fault: str, unread: Sequence[UnreadEntry], problems: Sequence[Problem]
) -> list[str]:
    """What the person should see before anything else."""
    lines = list(dict.fromkeys([*notices, *([fault] if fault else [])]))
    if unread:
        from coach.core.history.unread import in_words  # noqa: PLC0415 - seldom needed, and not for the first frame

        lines.append(in_words(unread))
    if problems:
        files = list(dict.fromkeys(problem.file for problem in problems))
        names = ", ".join(files[:NAMED]) + (f" and {len(files) - NAMED} more" if len(files) > NAMED else "")
        count = "1 routine file" if len(files) == 1 else f"{len(files)} routine files"
        lines.append(f"{count} could not be read: {names}. See the Library, or run: coach validate")
    return lines


def interrupted_words(past: PastSession | None, *, narrow: bool) -> str:
    """The session that was not finished, and the keys for it."""
    if past is None:
        return ""
    close = "{today.close:k} close" if narrow else "{today.close:k} close as partly done"
    keys = f"{{today.resume:r}} go on   {close}   {{today.discard:x}} discard"
    return f"… {past.name}, interrupted at {past.begun.local:%H:%M}\n{keys}"


def complaint_words(coach: Coach) -> str:
    """What is open of sore spots and lumps, the first that has something due; the rest is counted."""
    from coach.tui.words.complaints import due_words  # noqa: PLC0415 - not needed for the first frame

    try:
        lines = due_words(coach.checks.complaints(), coach.clock.now().wall)
    except CoachError:
        return ""
    if not lines:
        return ""
    more = f"   (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    return f"· {lines[0]}   {{today.note:e}}: note{more}"


def done_words(done: Iterable[PastSession]) -> str:
    """The last session of the day; the others are counted."""
    ended = [past for past in done if past.outcome is not None]
    if not ended:
        return ""
    last = ended[-1]
    sign, what = done_in_words(last)
    pain = pain_words(last)
    more = f"   (and {len(ended) - 1} more, {{place.progress:h}} shows all)" if len(ended) > 1 else ""
    words = f"Today  {sign} {last.name}: {what}"
    return words + (f", {pain}" if pain else "") + more


def heading(area: BodyArea | None, side: Side | None, longer: int, *, whole: bool) -> str:
    """What is listed, how many were left out because they are longer, and where the rest is of a `whole` list."""
    where = f" for your {plain(area)}" if area else ""
    which = f", {side} side" if side and area else ""
    count = f"{longer} more are" if longer > 1 else "1 more is"
    left_out = f" ({count} longer: {{today.minutes:m}})" if longer else ""
    single = "   {place.library:l}: single techniques" if whole else ""
    return f"What helps{where}{which}{left_out}{single}"


def heads(listed: Iterable[Listed], room: int) -> tuple[dict[str, str], dict[str, str]]:
    """The headings within the list, by the routine that each stands above, and what stands beside its routines.

    Above what asks nothing stands when not to start alone, and all else begins with a heading of its own. Where that
    takes a line more in `room` cells than there must be, it stands beside each routine that nothing is asked.
    """
    from coach.core.clearance.listed_routine import BUT_FIRST, NOTHING_ASKED  # noqa: PLC0415 - the first frame has none

    rows = list(listed)
    free = [one.routine.id for one in rows if one.nothing_asked]
    others = [one for one in rows if not one.nothing_asked]
    if not free:
        return {}, {}
    whole = f"{NOTHING_ASKED}. {BUT_FIRST}"
    beside = len(BUT_FIRST) <= room < len(whole)
    found = {free[0]: BUT_FIRST if beside or room < NARROW else whole}
    due = any(one.check_due for one in others)
    if others and (due or not beside):
        found[others[0].routine.id] = "The check comes first" if due else "All else"
    return found, dict.fromkeys(free, NOTHING_ASKED.lower()) if beside else {}


def detail_words(listed: Listed | None) -> str:
    """Why the highlighted routine is locked; what to do where nothing is listed."""
    if listed is None:
        return "Nothing is that short. Press {today.minutes:m} for more time."
    if listed.reasons and not listed.check_due:
        return f"{lock_word(listed)[1].capitalize()}: {listed.reasons[0].text}"
    return ""
