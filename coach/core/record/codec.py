"""Bodies of facts to and from the journal's text. What people have is never rewritten, and never guessed at."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.core.record import checks, health, lessons, personal, reminders, sessions
from coach.core.record.facts import Unknown, Unreadable
from coach.core.record.wire import KEY, object_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        *(reminders.ClockSet, reminders.PromptDismissed),
        *(personal.AwayTold, personal.ActivityTold, personal.FunctionRated, personal.FunctionSkipped),
        *(personal.StepTaken, personal.WeekJudged, personal.KitTold, personal.FavouriteMarked),
        *(personal.DoseSaid, personal.StrengthDaysPicked, personal.OverAsked),
        *(lessons.LessonRead, lessons.LessonAnswered, lessons.LessonOffered),
    )
}


class _Reading(NamedTuple):
    """How one key of a body is read."""

    name: str
    read: Callable[[Json], object]
    null_too: bool


class _Writing(NamedTuple):
    """How one field of a body is written. `kept_out`: what is as usual, and left out."""

    name: str
    key: str
    wire: Wire
    kept_out: object


class _Plan(NamedTuple):
    """How the bodies of one kind are read and written. `needed` are the names and keys that must be there."""

    made: type[Known]
    keys: Mapping[str, _Reading]
    needed: tuple[tuple[str, str], ...]
    fields: tuple[_Writing, ...]


_PLANS: dict[str, _Plan] = {}


def decode(kind: str, text: str) -> Body:
    """The body that the journal keeps as `text` under `kind`. Never raises: what can't be read is `Unreadable`."""
    if kind not in KINDS:
        return Unreadable(kind, text, "of no kind there is") if is_damaged(kind) else Unknown(kind, text)
    try:
        return _read(_plan(kind), object_of(_value(text)))
    except (ValueError, OverflowError, RecursionError) as error:
        return Unreadable(kind, text, str(error))


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number")


_JSON = json.JSONDecoder(parse_constant=_no_number)


def _value(text: str) -> Json:
    """What the text says. As we write it, nothing stands around the value: then it is read in half the time."""
    value: Json
    if not text.startswith("{"):
        value = _JSON.decode(text)
        return value
    value, end = _JSON.raw_decode(text)
    if end != len(text):
        value = _JSON.decode(text)
    return value


def _read(plan: _Plan, data: Mapping[str, Json]) -> Known:
    given: dict[str, Any] = {}
    for key, value in data.items():  # a key that isn't known is of a later version, and left alone
        how = plan.keys.get(key)
        if how is None or (value is None and not how.null_too):
            continue
        try:
            given[how.name] = how.read(value)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{key}: {error}") from error
    for name, key in plan.needed:
        if name not in given:
            raise ValueError(f"{key} is missing")
    return plan.made(**given)


def encode(body: Body) -> str:
    """The text that the journal keeps. Raises ValueError for a value that its field can't hold."""
    if isinstance(body, (Unknown, Unreadable)):
        return body.text
    data: dict[str, Json] = {}
    for name, key, wire, kept_out in _plan(body.kind).fields:
        value = getattr(body, name)
        if value is None:
            if wire.null:
                data[key] = None
        elif value != kept_out:
            data[key] = written = wire.write(value)
            if written is not None:
                wire.read(written)
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def _plan(kind: str) -> _Plan:
    plan = _PLANS.get(kind)
    if plan is None:
        made = KINDS[kind]
        own = [(f.name, f.metadata[KEY].name or f.name, f.metadata[KEY], f.default) for f in fields(made)]
        plan = _PLANS[kind] = _Plan(
            made,
            {key: _Reading(name, wire.read, wire.null_too) for name, key, wire, _ in own},
            tuple((name, key) for name, key, _, default in own if default is MISSING),
            tuple(
                _Writing(name, key, wire, default if wire.rare or default == () else None)
                for name, key, wire, default in own
            ),
        )
    return plan


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
