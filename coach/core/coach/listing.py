"""What there is and what was done: lists of routines, the first screen, past sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.clearance import clearance
from coach.core.clearance.listed_routine import Listed, listed, usual_seconds
from coach.core.errors import JournalError
from coach.core.frozen import frozen
from coach.core.history import past_sessions
from coach.core.history.corrections import in_order, supersedes
from coach.core.history.sessions import REACH, SESSION_KINDS, newest_first, sessions
from coach.core.history.unread import unread_entries
from coach.core.progress.function import names
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import ActivityTold, FunctionRated
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from coach.core.clearance.clearance import Blocked
    from coach.core.clearance.locks import Safety
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.noted import Noted
    from coach.core.history.sessions import PastSession
    from coach.core.history.unread import UnreadEntry
    from coach.core.library import Library
    from coach.core.record.facts import Fact, Known
    from coach.core.routine.routine import Routine
    from coach.core.session.ports import Presence
    from coach.core.vocabulary import BodyArea

LISTED = (SessionBegan, PainRated, EpisodeBegan, EpisodeEnded, StatusGiven, LumpSeen, VisitMade, FunctionRated)


@frozen
class Today:
    """What the first screen shows."""

    safety: Safety
    card: Blocked | None
    listed: tuple[Listed, ...]
    done: tuple[PastSession, ...]
    unfinished: PastSession | None
    last_area: BodyArea | None
    unread: tuple[UnreadEntry, ...] = ()


@frozen
class Everything:
    """What the record tells: sessions and what was noted, newest first, and what can't be read, oldest first.

    `running` are the ids of the sessions that are followed now, in this window or another. `rated` is the pain that
    belongs to a session. `older`: there is more, which was not read.
    """

    past: list[PastSession]
    noted: list[Noted]
    unread: tuple[UnreadEntry, ...]
    running: frozenset[str] = frozenset()
    rated: tuple[Noted, ...] = ()
    older: bool = False


class Listing:
    """Lists, and changes nothing."""

    def __init__(self, record: Record, rules: Rules, library: Library, windows: Presence) -> None:
        self._record = record
        self._rules = rules
        self._library = library
        self._windows = windows
        self._seconds: dict[str, int | None] = {}  # of each routine: the library never changes

    def listed(self, routines: Iterable[Routine] | None = None) -> list[Listed]:
        """Routines (all when None) with their length and their locks now. Hides nothing."""
        wanted = self._library.routines.values() if routines is None else routines
        return self._listed(wanted, self._rules.safety())

    def _listed(self, routines: Iterable[Routine], safety: Safety) -> list[Listed]:
        now, techniques = self._record.now(), self._library.techniques
        return [
            listed(each, self._library.techniques_of(each), safety, now, techniques, self._usual_seconds(each))
            for each in routines
        ]

    def _usual_seconds(self, routine: Routine) -> int | None:
        if routine.id not in self._seconds:
            self._seconds[routine.id] = usual_seconds(routine, self._library.techniques_of(routine))
        return self._seconds[routine.id]

    def today(self) -> Today:
        """All that the first screen shows, from one reading of the rules.

        What can't be read locks everything, and is told in `safety.fault`; it never raises.
        """
        now = self._record.now()
        safety = self._rules.safety()
        facts = self._lately(now)
        past, unread = sessions(facts), {entry.id: entry for entry in (*unread_entries(facts), *safety.unread)}
        return Today(
            safety=safety,
            card=clearance.standing(safety, now, self._library.techniques),
            listed=tuple(self._listed(self._library.routines.values(), safety)),
            done=past_sessions.done_on(past, now.date()),
            unfinished=self._unfinished(past),
            last_area=past_sessions.last_area(past),
            unread=tuple(sorted(unread.values(), key=lambda entry: (entry.at, entry.id))),
        )

    def unfinished(self) -> PastSession | None:
        """The session that can be gone on with; None also where the record can't be read."""
        ends = self._unfinished(sessions(self._lately(self._record.now(), (SessionBegan, SessionEnded))))
        if ends is None:
            return None
        return self._unfinished(sessions(self._since(ends.begun.at - REACH, SESSION_KINDS)))

    def _unfinished(self, past: Sequence[PastSession]) -> PastSession | None:
        return past_sessions.unfinished(past, self._windows.held, self._record.device)

    def _lately(self, now: datetime, kinds: Collection[type[Known]] = SESSION_KINDS) -> list[Fact]:
        return self._since(now - past_sessions.OPEN_WINDOW, kinds)

    def _since(self, since: datetime, kinds: Collection[type[Known]]) -> list[Fact]:
        try:
            return self._record.facts(kinds, since)
        except JournalError:
            return []

    def history(self, since: date | None = None) -> list[PastSession]:
        """What was done, newest first; discarded sessions are left out. Raises JournalError."""
        return past_sessions.newest_first(sessions(self._record.facts(SESSION_KINDS)), since)

    def past(self, seen: Callable[[list[Fact]], None] = lambda _: None) -> Iterator[tuple[PastSession, bool]]:
        """Every session, the newest first, and whether it is running in another window; discarded ones are left out.

        The record is read backwards while this is used, so that ten years take no more room than one; `seen` is given
        each piece of it. Raises JournalError.
        """

        def pieces() -> Iterator[list[Fact]]:
            for piece in self._record.journal.backwards():
                seen(piece)
                yield piece

        for session in newest_first(pieces()):
            if session.outcome is not SessionOutcome.DISCARDED:
                yield session, session.outcome is None and self._windows.held(session.id)

    def everything(self, least: int | None = None, since: date | None = None) -> Everything:
        """All that was done and noted; where `least` is given, no more than the newest so many, and all `since` a day.

        Raises JournalError.
        """
        if least is None:
            return self._everything(self._record.facts(), older=False)
        facts: list[Fact] = []
        pieces = self._record.journal.backwards()
        for piece in pieces:
            facts = piece + facts
            if since is not None and (not facts or facts[0].local.date() >= since):
                continue
            if sum(isinstance(fact.body, LISTED) for fact in facts) > least:
                found = self._everything(facts, older=True)
                if len(found.past) + len(found.noted) > least:
                    return replace(found, older=next(pieces, None) is not None)
        return self._everything(facts, older=False)

    def _activities(self, facts: Iterable[Fact]) -> dict[str, str]:
        """The words of what can be done, where it was rated: they may be older than all that was read."""
        rated = any(isinstance(fact.body, FunctionRated) for fact in facts)
        return names(in_order(self._record.facts((ActivityTold,)))) if rated else {}

    def _everything(self, facts: list[Fact], *, older: bool) -> Everything:
        from coach.core.history.noted import noted  # noqa: PLC0415 - no other list needs it

        past = past_sessions.newest_first(sessions(facts))
        running = frozenset(s.id for s in past if s.outcome is None and self._windows.held(s.id))
        known = {fact.id for fact in facts}
        told = facts if not older else [f for f in facts if not (name := supersedes(f.body)) or name in known]
        every = noted(told, self._activities(told))
        alone = [one for one in every if one.session is None]
        rated = tuple(one for one in every if one.session is not None)
        return Everything(past, alone, unread_entries(facts), running, rated, older)
