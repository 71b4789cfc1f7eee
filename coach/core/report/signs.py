"""The signs of the page: what is up by the same screening as the card, what was said and is gone, what was denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import GROUPED, Layer, Level
from coach.core.clearance.summary import SAID, as_asked
from coach.core.frozen import frozen
from coach.core.record.checks import CheckAnswered, FlagsLogged
from coach.core.record.facts import of
from coach.core.record.health import SignReported
from coach.core.report.page import Block, Part, Table
from coach.core.report.span import day_words
from coach.core.safety import flag_log
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.history.history import History
    from coach.core.record.facts import Fact
    from coach.core.report.span import Span
    from coach.core.safety.raised_flag import RaisedFlag

UP, SEEN, GONE, NO_SIGN = "up", "up, seen", "gone", "no sign by itself"
IN_SESSION = "session"
COMPUTED = "worked out by Coach"
COLUMNS = ("Sign, as asked", "Answer", "First", "Last", "Now")
CAPTION = 'Every "yes" and "not sure", in the words that were asked'
ASK_ORDER = list(Layer)


@frozen
class Said:
    """One word on a sign: when (local), and what; about which lump, where one is named."""

    at: datetime
    answer: str
    unsafe: bool
    about: str = ""


@frozen
class Sign:
    """One line of the table."""

    words: str
    answer: str
    first: date
    last: date
    now: str
    rank: int
    place: str = ""

    @property
    def computed(self) -> bool:
        """Whether Coach worked it out, and nobody was asked."""
        return self.answer == COMPUTED

    @property
    def named(self) -> str:
        """Its words, with the place where it has one."""
        return f"{self.words} ({self.place})" if self.place else self.words


@frozen
class Signs:
    """All that is known of them: the lines, short names that were denied with the last day, and what was not asked."""

    lines: tuple[Sign, ...]
    denied: tuple[tuple[date, tuple[str, ...]], ...]
    not_asked: tuple[str, ...]


def signs(
    flags: Iterable[RaisedFlag], history: History, facts: Sequence[Fact], catalogue: Catalogue, span: Span
) -> Signs:
    """What the page says of signs. `facts` stand as corrected, in order; `flags` are those that are up now."""
    up = list(flags)
    said = _said(facts, catalogue)
    lines = [_of_up(one, said.get(one.flag.id, []), history) for one in up]
    known = {one.flag.id for one in up}
    lines += [_of_said(catalogue.flags[name], words) for name, words in _unsafe(said, span, known)]
    told = known | {name for name, words in said.items() if any(word.unsafe and span.has(word.at) for word in words)}
    lines += _computed_gone(facts, catalogue, span, told)
    asked = {name: words for name, words in said.items() if any(span.has(word.at) for word in words)}
    ordered = sorted(catalogue.flags.values(), key=lambda flag: (-flag.level.rank, ASK_ORDER.index(flag.ask)))
    denied: dict[date, list[str]] = {}
    for flag in ordered:
        if flag.id in asked and flag.id not in told:
            denied.setdefault(asked[flag.id][-1].at.date(), []).append(_short(flag))
    never = (f for f in ordered if f.question and f.ask in GROUPED and f.id not in asked and f.id not in known)
    return Signs(
        tuple(sorted(lines, key=lambda line: (line.now not in {UP, SEEN}, -line.rank, line.first, line.words))),
        tuple((day, tuple(denied[day])) for day in sorted(denied, reverse=True)),
        tuple(_short(flag) for flag in never),
    )


def _said(facts: Sequence[Fact], catalogue: Catalogue) -> dict[str, list[Said]]:
    """Every word on each sign, oldest first. A line that stood on a page and was left unmarked is a "no".

    Of a screen of an earlier version, whose "no" stood for several questions, nothing is known of any one.
    """
    found: dict[str, list[Said]] = {}
    for fact in facts:
        body = fact.body
        if isinstance(body, SignReported) and body.flag in catalogue.flags:
            found.setdefault(body.flag, []).append(Said(fact.local, IN_SESSION, unsafe=True))
        elif isinstance(body, CheckAnswered):
            for name, answer in body.answers or ():
                flag = catalogue.flags.get(name)
                unsafe = flag is not None and flag.unsafe(answer)
                if flag is not None and (unsafe or body.listed is not None):
                    said = Said(fact.local, SAID[answer], unsafe, body.lump or "")
                    found.setdefault(name, []).append(said)
            for name in body.listed or ():
                if name in catalogue.flags:
                    found.setdefault(name, []).append(Said(fact.local, "no", unsafe=False, about=body.lump or ""))
    return found


def _unsafe(said: dict[str, list[Said]], span: Span, known: set[str]) -> Iterable[tuple[str, list[Said]]]:
    """Of the signs that are not up, those of which something unsafe was said in these days."""
    for name, words in said.items():
        kept = [word for word in words if span.has(word.at)]
        if name not in known and any(word.unsafe for word in kept):
            yield name, kept


def _of_up(up: RaisedFlag, said: Iterable[Said], history: History) -> Sign:
    words, answer = as_asked(up)
    since = [w for w in said if w.unsafe and w.at >= up.since and w.about in {"", up.subject}]
    last = since[-1].at if since else up.since
    told = COMPUTED if answer is None else IN_SESSION if answer == "told" else SAID[answer]
    now = SEEN if up.seen or up.visited else UP
    return Sign(words, told, up.since.date(), last.date(), now, up.level.rank, _place(up, history))


def _place(up: RaisedFlag, history: History) -> str:
    """Where it is, of a sign that is about one place or one lump."""
    lump = next((lump for lump in history.lumps if lump.id == up.subject), None)
    where = up.area if up.area is not None else lump.area if lump is not None else None
    named = [*(["lump"] if lump is not None else []), *([plain(where)] if where is not None else [])]
    return ", ".join(named)


def _of_said(flag: Flag, said: Sequence[Said]) -> Sign:
    unsafe = [word for word in said if word.unsafe]
    leads_on = flag.level is Level.SELF_CARE or (flag.question and flag.rule.type == "combination")
    now = NO_SIGN if leads_on else GONE
    words = flag.question or plain(flag.id)
    return Sign(words, unsafe[-1].answer, unsafe[0].at.date(), unsafe[-1].at.date(), now, flag.level.rank)


def _computed_gone(facts: Sequence[Fact], catalogue: Catalogue, span: Span, known: set[str]) -> list[Sign]:
    """What Coach worked out in these days and no longer does, by the log of flags."""
    rose: dict[str, date] = {}
    last: dict[str, date] = {}
    for change in flag_log.changes(of(facts, FlagsLogged)):
        for name in change.rose:
            rose.setdefault(name.partition("/")[0], change.at.date())
        if span.has(change.at):
            last |= {name.partition("/")[0]: change.at.date() for name in (*change.rose, *change.went)}
    found = []
    for name, day in last.items():
        flag = catalogue.flags.get(name)
        if flag is not None and name not in known:
            words = flag.question or plain(name).capitalize()
            found.append(Sign(words, COMPUTED, rose.get(name, day), day, GONE, flag.level.rank))
    return found


def _short(flag: Flag) -> str:
    return flag.say or flag.question.rstrip("?")


def in_block(found: Signs, span: Span, denied: int, not_asked: int, unread: str = "") -> Block:
    """The block; `denied` and `not_asked` are the letters there is room for. What was said or is up is never cut."""
    asked = [one for one in found.lines if not one.computed]
    asked_not = f"Not asked in these {span.days} days: "
    rows = tuple(_row(one, span) for one in asked)
    none = () if found.lines else (f"No sign is up, and none was answered yes or not sure in these {span.days} days.",)
    return Block(
        Part.SIGNS,
        "Signs",
        lines=(*([unread] if unread else []), *none, *_from_entries(found.lines, span)),
        table=Table(CAPTION, COLUMNS, rows) if rows else None,
        after=(f"{_denied(found, denied)} {_listed(asked_not, found.not_asked, not_asked)}",),
    )


def _row(one: Sign, span: Span) -> tuple[str, ...]:
    return one.named, one.answer, day_words(one.first, span.last), day_words(one.last, span.last), one.now


def _from_entries(lines: Iterable[Sign], span: Span) -> list[str]:
    """What no question was asked for: each once, with every place and day it holds for."""
    told = []
    for now in (UP, SEEN, GONE):
        of_words: dict[str, list[str]] = {}
        for one in lines:
            if one.computed and one.now == now:
                since = day_words(one.first, span.last)
                of_words.setdefault(one.words.rstrip("."), []).append(f"{one.place}, {since}" if one.place else since)
        if of_words:
            each = "; ".join(f"{words} ({'; '.join(where)})" for words, where in of_words.items())
            told.append(f"By what was noted, {now}, since: {each}.")
    return told


def _denied(found: Signs, room: int) -> str:
    names = [
        f"{day_words(day)}: {name}" if number == 0 else name
        for day, each in found.denied
        for number, name in enumerate(each)
    ]
    return _listed("Asked and answered no, last on ", names, room, "Asked and answered no: nothing.")


def _listed(before: str, names: Sequence[str], room: int, none: str = "") -> str:
    """The names in one line of about so many letters, and how many more there are."""
    if not names:
        return none or f"{before}nothing."
    shown: list[str] = []
    for name in names:
        if shown and len(before) + sum(len(each) + 2 for each in shown) + len(name) > room:
            break
        shown.append(name)
    more = len(names) - len(shown)
    rest = f"; and {more} more" if more else ""
    return f"{before}{'; '.join(shown)}{rest}."
