"""The record as tables for a spreadsheet, as it stands with its corrections. They come in nowhere again."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.corrections import corrected
from coach.core.history.sessions import sessions
from coach.core.record.checks import CheckAnswered, FlagsLogged
from coach.core.record.facts import of
from coach.core.record.health import LumpSeen, PainRated, SignReported, VisitMade
from coach.core.record.personal import ActivityTold, FunctionRated
from coach.core.reminders.break_counts import COUNTED, counts_by_day
from coach.core.safety import flag_log
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.sessions import PastSession
    from coach.core.record.facts import Fact

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula
OF_LUMP = tuple(f.name for f in fields(LumpSeen) if f.name not in {"lump", "supersedes", "noted", "kind"})

Row = tuple[str, ...]


@frozen
class Table:
    """One table: the name of its file without its ending, the names of its columns, its rows."""

    name: str
    columns: Row
    rows: tuple[Row, ...]


def tables(facts: Sequence[Fact], catalogue: Catalogue | None) -> tuple[Table, ...]:
    """All of them, from every fact on record. Without a catalogue signs have no words."""
    standing, _ = corrected(facts)
    past = sessions(standing)
    mornings = {
        fact.body.session: fact.body.level
        for fact in of(standing, PainRated)
        if fact.body.when is RatedWhen.NEXT_MORNING and fact.body.session is not None
    }
    return (
        _table("pain", PAIN, _pain(standing)),
        _table("sessions", SESSIONS, (_session(each, mornings) for each in past)),
        _table("techniques", TECHNIQUES, _techniques(past)),
        _table("breaks", BREAKS, _breaks(standing)),
        _table("lumps", ("at", "lump", *OF_LUMP), _lumps(standing)),
        _table("signs", SIGNS, _signs(standing, catalogue)),
        _table("visits", VISITS, _visits(standing)),
        _table("function", ("at", "activity", "level"), _function(standing)),
    )


def cell(value: object) -> str:
    """A value as it stands in a cell; what a spreadsheet would take for a formula has an apostrophe in front."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case datetime():
            text = value.isoformat(timespec="seconds")
        case date():
            text = value.isoformat()
        case tuple():
            text = "; ".join(str(each) for each in value)
        case float():
            text = f"{value:g}"
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.startswith("-") and text[1:].replace(".", "", 1).isdigit()


def _table(name: str, columns: Row, rows: Iterable[tuple[object, ...]]) -> Table:
    return Table(name, columns, tuple(tuple(cell(value) for value in row) for row in rows))


PAIN = (
    *("at", "area", "side", "level", "when", "kind", "feel", "tags", "triggers", "status", "medicine noted", "session"),
    "note",
)


def _pain(standing: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    for fact in of(standing, PainRated):
        said = fact.body
        yield (
            *(fact.local, said.area, said.side, said.level, said.when, said.complaint, said.feel, said.tags),
            *(said.triggers, said.status, said.medicine, said.session, said.note),
        )


SESSIONS = ("begun", "ended", "routine", "outcome", "minutes", "before", "after", "next morning", "session")


def _session(past: PastSession, mornings: Mapping[str, int]) -> tuple[object, ...]:
    ended = past.ended.local if past.ended is not None else None
    minutes = round(past.seconds / 60, 1)
    outcome = "not finished" if past.outcome is None else past.outcome
    rated = (past.before, past.after, mornings.get(past.id))
    return (past.begun.local, ended, past.routine, outcome, minutes, *rated, past.id)


TECHNIQUES = ("session", "technique", "done", "seconds", "planned")


def _techniques(past: Iterable[PastSession]) -> Iterator[tuple[object, ...]]:
    for each in past:
        for step in each.steps:
            yield each.id, step.technique, step.done, round(step.seconds + step.over, 1), step.planned


BREAKS = ("day", "prompted", "kept", "natural", "snoozed", "skipped", "missed", "computer")


def _breaks(standing: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    by_device: dict[str, list[Fact]] = {}
    for fact in standing:
        if isinstance(fact.body, COUNTED):
            by_device.setdefault(fact.device, []).append(fact)
    for device, facts in sorted(by_device.items()):
        first, last = (pick(fact.local.date() for fact in facts) for pick in (min, max))
        for day in counts_by_day(facts, first, (last - first).days + 1):
            counts = (day.prompted, day.kept, day.natural, day.snoozed, day.skipped, day.missed)
            if any(counts):
                yield day.day, *counts, device[:8]


def _lumps(standing: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    for fact in of(standing, LumpSeen):
        said = fact.body
        yield fact.local, (said.lump or fact.id), *(getattr(said, name) for name in OF_LUMP)


SIGNS = ("sign", "words", "from", "to", "answer")


def _signs(standing: Sequence[Fact], catalogue: Catalogue | None) -> Iterator[tuple[object, ...]]:
    """Each time a sign was up: from the look that saw it rise to the one that saw it gone."""
    answers = _answers(standing)
    rose: dict[str, datetime] = {}
    found: list[tuple[str, datetime, datetime | None]] = []
    for change in flag_log.changes(of(standing, FlagsLogged)):
        found += [(name, rose.pop(name), change.at) for name in change.went if name in rose]
        rose |= dict.fromkeys(change.rose, change.at)
    found += [(name, at, None) for name, at in rose.items()]
    for name, begun, ended in sorted(found, key=lambda each: (each[1], each[0])):
        flag = name.partition("/")[0]
        known = catalogue.flags.get(flag) if catalogue is not None else None
        words = "" if known is None else known.question or known.advice
        said = [answer for at, answer in answers.get(flag, ()) if at <= begun]
        yield name, words, begun, ended, said[-1] if said else "computed"


def _answers(standing: Sequence[Fact]) -> dict[str, list[tuple[datetime, str]]]:
    """What was said to each question, and when; a report counts as yes."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for fact in standing:
        if isinstance(fact.body, CheckAnswered):
            for name, answer in fact.body.answers or ():
                found.setdefault(name, []).append((fact.local, str(answer)))
        elif isinstance(fact.body, SignReported):
            found.setdefault(fact.body.flag, []).append((fact.local, "reported"))
    return found


VISITS = ("on", "who", "about", "fine", "lumps", "noted")


def _visits(standing: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    for fact in of(standing, VisitMade):
        said = fact.body
        yield said.on or fact.local.date(), said.who, said.flags, said.classes, said.lumps, fact.local


def _function(standing: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    """How well each activity could be done, 0 to 10, under the name it has last."""
    names = {fact.body.activity or fact.id: fact.body.words for fact in of(standing, ActivityTold)}
    for fact in of(standing, FunctionRated):
        yield fact.local, names.get(fact.body.activity, fact.body.activity), fact.body.level
