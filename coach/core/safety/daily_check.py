"""Whether the check of the day stands: to the end of the local day, 16 h at most, while nothing voids it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Layer, Level, Puts
from coach.core.frozen import frozen
from coach.core.history.corrections import in_order
from coach.core.history.history import area_of, instant_of
from coach.core.history.lumps import speaks_of_lump
from coach.core.history.unread import to_ask
from coach.core.record.checks import CheckAnswered, RecordRestored
from coach.core.record.codec import KINDS
from coach.core.record.facts import Unreadable, of
from coach.core.record.health import AnswersWithdrawn, EpisodeBegan, LumpSeen, PainRated, SignReported
from coach.core.record.sessions import SessionBegan
from coach.core.vocabulary import LUMP_KINDS, Answer, CheckLayer, ComplaintKind, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.record.facts import Body, Fact, FactOf
    from coach.core.vocabulary import BodyArea

PASS_HOURS = 16  # docs/safety-rules.md, A pass, and what voids it
QUICK_DAYS = 7  # docs/safety-rules.md, When what is asked
BEFORE = timedelta(hours=1)  # policy: how long "just before a session" is (docs/safety-rules.md, When what is asked)
QUICK_WINDOW = timedelta(days=9)  # covers these local days over any change of clocks or zone
VOID_LEVEL = 7  # docs/safety-rules.md, A pass, and what voids it
VOID_RISE = 2  # docs/safety-rules.md, A pass, and what voids it
UNSAFE = frozenset({Answer.YES, Answer.NOT_SURE})
ELSE = "in-session-something-else"  # told in a session: the questions of the day come again
UNREAD = "An entry can't be read, so everything is asked once more."


@frozen
class DailyCheck:
    """The state of the day's check. `why` says what voided or ended the last one, where that is worth saying.

    `lost`: the record was damaged, and no check was finished since.
    """

    valid: bool
    begun: bool = False
    quick: bool = False
    at: datetime | None = None
    why: str = ""
    lost: bool = False


def lost(facts: Iterable[Fact]) -> bool:
    """Whether the record came back from a backup, or began anew, after the last check that was finished."""
    given = list(facts)
    restored = max((fact.at for fact in of(given, RecordRestored)), default=None)
    if restored is None:
        return False
    checks = of(given, CheckAnswered)
    return not any(f.at >= restored and f.body.complete and f.body.layer is CheckLayer.TODAY for f in checks)


def passed(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> DailyCheck:
    """Whether the day's check stands at `now` (a local, aware time)."""
    ordered = in_order(facts)
    if any(_noted(fact.body) is not None for fact in ordered):
        ordered.sort(key=_recorded)
    checks = [i for i, fact in enumerate(ordered) if _of_day(fact.body)]
    if not checks:
        return DailyCheck(valid=False)
    unread = bool(to_ask(ordered))
    recent = (fact for fact in of((ordered[i] for i in checks), CheckAnswered) if fact.at > now - QUICK_WINDOW)
    quick = not unread and any(_clean_full(fact, catalogue, now) for fact in recent)
    index = checks[-1]
    last = ordered[index]
    body = last.body
    today = last.local.date() == now.date() and timedelta() <= now - last.at < timedelta(hours=PASS_HOURS)
    if not today:
        return DailyCheck(valid=False, quick=quick, at=last.at)
    if not isinstance(body, CheckAnswered) or not body.complete:
        return DailyCheck(valid=False, begun=True, at=last.at, why="The check was not finished.")
    if body.catalogue != catalogue.digest:
        return DailyCheck(valid=False, at=last.at, why="The safety questions have changed since then.")
    why = UNREAD if unread else _voided(ordered, index, catalogue)
    if why:
        return DailyCheck(valid=False, quick=quick, at=last.at, why=why)
    return DailyCheck(valid=True, begun=True, quick=quick, at=last.at)


def answered_before(facts: Iterable[Fact], catalogue: Catalogue, now: datetime, own: str = "") -> frozenset[str]:
    """The questions about techniques that were answered just before the session to come, and after any other began.

    `own` is a session that is under way or gone on with: what was answered just before it holds for it all day. An
    entry that can't be read may be the beginning of any session, and so ends what was answered before it.
    """
    everything = list(facts)
    begun = {fact.body.session: fact.at for fact in of(everything, SessionBegan) if fact.at <= now}
    begins = begun.pop(own, now)
    unread = [fact.at for fact in of(everything, Unreadable) if _may_begin(fact.body) and fact.at <= now]
    last = max([*begun.values(), *unread], default=None)
    answered: set[str] = set()
    for fact in of(everything, CheckAnswered):
        if fact.body.layer is not CheckLayer.TECHNIQUE:
            continue
        near = timedelta() <= begins - fact.at < BEFORE or begins < fact.at <= now
        spent = last is not None and last >= fact.at
        if near and not spent and fact.local.date() == now.date() and fact.body.catalogue == catalogue.digest:
            answered |= {*(name for name, _ in fact.body.answers or ()), *(fact.body.listed or ())}
    return frozenset(answered)


def _may_begin(body: Unreadable) -> bool:
    return body.kind == SessionBegan.kind or body.kind not in KINDS


def _of_day(body: Body) -> bool:
    return isinstance(body, CheckAnswered) and body.layer is CheckLayer.TODAY


def _noted(body: Body) -> date | None:
    return body.noted if isinstance(body, (PainRated, EpisodeBegan, LumpSeen)) else None


def _recorded(fact: Fact) -> datetime:
    """When a fact was written: what is noted later of an earlier moment counts from then."""
    noted = _noted(fact.body)
    return instant_of(noted, fact) if noted is not None else fact.at


def _clean_full(fact: FactOf[CheckAnswered], catalogue: Catalogue, now: datetime) -> bool:
    """A full check in the last 7 days without an unsafe answer, but to what a new check may clear: one page serves."""
    body = fact.body
    if (now.date() - fact.local.date()).days >= QUICK_DAYS or not (body.complete and body.full):
        return False
    answered = ((catalogue.flags.get(name), answer) for name, answer in body.answers or ())
    unsafe = any(flag is None or (flag.unsafe(answer) and not goes_with_a_check(flag)) for flag, answer in answered)
    return not unsafe and body.catalogue == catalogue.digest


def goes_with_a_check(flag: Flag) -> bool:
    """Whether this is a caution of the day that the next check may clear, like a cold."""
    return flag.ask is Layer.TODAY and flag.clears is Clears.RESCREEN and flag.level is Level.CAUTION


def _voided(facts: Sequence[Fact], index: int, catalogue: Catalogue) -> str:
    """What was recorded after a pass that ends it at once; empty when it stands.

    Answers of the very same moment are of the same check, whichever of them is read first.
    """
    check = facts[index].body
    for i in range(index + 1, len(facts)):
        body = facts[i].body
        match body:
            case CheckAnswered() if facts[i].at == facts[index].at:
                continue
            case PainRated():
                new = _new_lump(body, facts[:i])
                what = Puts.LUMP if new else _what(body, catalogue)
                why = _high(body.level, _last_level(facts[:i], body.area)) or _VOIDS.get(what, "")
            case AnswersWithdrawn() if isinstance(check, CheckAnswered):
                why = "An answer was taken back after the last check." if _open_again(body, check) else ""
            case _:
                why = _VOIDS.get(_what(body, catalogue), "")
        if why:
            return why
    return ""


def _open_again(slip: AnswersWithdrawn, check: CheckAnswered) -> bool:
    """Whether an answer of this very check was taken back: then its question has none."""
    return any(name in slip.flags for name, _ in check.answers or ())


_VOIDS = {
    "restored": "The record was restored from a backup.",
    ELSE: "Something was wrong in a session after the last check.",
    Puts.LUMP: "A lump was added after the last check.",
    "spasm": "A spasm was added after the last check.",
    Puts.ACCIDENT: "An accident was noted after the last check.",
}


def _what(body: Body, catalogue: Catalogue) -> str:
    """What an entry puts on record that voids a pass; empty where it tells nothing of the kind."""
    match body:
        case RecordRestored():
            return "restored"
        case SignReported(flag=flag) if flag == ELSE:
            return ELSE
        case LumpSeen(lump=lump) if not lump:
            return Puts.LUMP
        case PainRated(triggers=triggers) | EpisodeBegan(triggers=triggers) if Trigger.ACCIDENT in triggers:
            return Puts.ACCIDENT
        case EpisodeBegan(complaint=ComplaintKind.SPASM):
            return "spasm"
        case EpisodeBegan(complaint=complaint):
            return Puts.LUMP if complaint in LUMP_KINDS else ""
        case CheckAnswered():
            puts = {flag.puts for name, flag in catalogue.flags.items() if flag.puts and body.answer(name) in UNSAFE}
            return str(next((one for one in Puts if one in puts), ""))
        case _:
            return ""


def _new_lump(body: PainRated, before: Iterable[Fact]) -> bool:
    """Whether a rating speaks of a lump where none was on record."""
    if not speaks_of_lump(body):
        return False
    there = {area_of(f.body) for f in before if isinstance(f.body, LumpSeen) or speaks_of_lump(f.body)}
    return not (there & {body.area, None} or (body.area is None and there))


def _high(level: int, before: int | None) -> str:
    if level >= VOID_LEVEL:
        return "Your pain was high after the last check."
    if before is not None and level - before >= VOID_RISE:
        return "Your pain went up after the last check."
    return ""


def _last_level(facts: Iterable[Fact], area: BodyArea | None) -> int | None:
    levels = [fact.body.level for fact in of(facts, PainRated) if fact.body.area is area]
    return levels[-1] if levels else None
