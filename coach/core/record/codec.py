"""Bodies of facts to and from the journal's text. What people have is never rewritten, and never guessed at."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from coach.core.record import checks, health, reminders, sessions
from coach.core.record.facts import Unknown, Unreadable
from coach.core.record.wire import KEY, object_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.record.facts import Body, Known
    from coach.core.record.wire import Json, Wire

KINDS: Mapping[str, type[Known]] = {
    kind.kind: kind
    for kind in (
        *(health.PainRated, health.EpisodeBegan, health.EpisodeEnded, health.StatusGiven, health.LumpSeen),
        *(health.VisitMade, health.AnswersWithdrawn, health.SignReported, health.ProfileTold),
        *(health.EarlierStart, health.CareTaken),
        *(checks.CheckAnswered, checks.FlagsLogged, checks.RecordRestored, checks.ClockCorrected),
        *(sessions.SessionBegan, sessions.SessionResumed, sessions.SessionPaused, sessions.SessionContinued),
        *(sessions.SegmentReached, sessions.SegmentEnded, sessions.SessionEnded),
        *(reminders.PromptShown, reminders.PromptEnded, reminders.PromptHeld, reminders.PromptSpared),
        *(reminders.StoodUp, reminders.RemindersPaused, reminders.RemindersResumed, reminders.ReturnAsked),
        reminders.ClockSet,
    )
}
_PLANS: dict[str, tuple[tuple[str, str, Wire, bool], ...]] = {}  # field, key, how, whether it must be there


def decode(kind: str, text: str) -> Body:
    """The body that the journal keeps as `text` under `kind`. Never raises: what can't be read is `Unreadable`."""
    known = KINDS.get(kind)
    if known is None:
        return Unreadable(kind, text, "of no kind there is") if is_damaged(kind) else Unknown(kind, text)
    try:
        return known(**_read(kind, known, object_of(json.loads(text))))
    except (ValueError, OverflowError, RecursionError) as error:
        return Unreadable(kind, text, str(error))


def _read(kind: str, known: type[Known], data: dict[str, Json]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, key, how, needed in _plan(kind, known):
        value = data.get(key)
        if value is None and not (key in data and how.null_too):
            if needed:
                raise ValueError(f"{key} is missing")
            continue
        try:
            given[name] = how.read(value)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{key}: {error}") from error
    return given


def encode(body: Body) -> str:
    """The text that the journal keeps. Raises ValueError for a value that its field can't hold."""
    if isinstance(body, (Unknown, Unreadable)):
        return body.text
    data: dict[str, Json] = {}
    for name, key, how, needed in _plan(body.kind, type(body)):
        value = getattr(body, name)
        if value is None:
            if how.null:
                data[key] = None
            continue
        if value == () and not needed and _default(type(body), name) == ():
            continue
        if how.rare and value == _default(type(body), name):
            continue
        data[key] = how.write(value)
        if data[key] is not None:
            how.read(data[key])
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def _plan(kind: str, known: type[Known]) -> tuple[tuple[str, str, Wire, bool], ...]:
    plan = _PLANS.get(kind)
    if plan is None:
        plan = _PLANS[kind] = tuple(
            (f.name, f.metadata[KEY].name or f.name, f.metadata[KEY], f.default is MISSING) for f in fields(known)
        )
    return plan


def _default(known: type[Known], name: str) -> object:
    return next(f.default for f in fields(known) if f.name == name)


def is_damaged(kind: str) -> bool:
    """Whether this is a known kind with a letter or two gone wrong, or no name of a kind at all.

    A kind of a later version is a word of its own; whoever adds one keeps it that far from all others.
    """
    if kind in KINDS:
        return False
    if not kind or not all(c in _LETTERS for c in kind):
        return True
    return any(_near(kind, known) for known in KINDS)


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
NEAR = 2  # letters


def _near(one: str, other: str) -> bool:
    """Whether they differ in at most `NEAR` letters of the same place, or one is the other with its end cut off."""
    if len(one) != len(other):
        return other.startswith(one)
    return sum(a != b for a, b in zip(one, other, strict=True)) <= NEAR
