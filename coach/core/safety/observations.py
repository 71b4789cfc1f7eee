"""What the record says of each flag over time: the unsafe and the safe answers, reports and logged values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Layer, Where
from coach.core.history.history import area_of
from coach.core.record.checks import CheckAnswered
from coach.core.safety.evidence import Evidence
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.history.history import History
    from coach.core.record.facts import Fact, FactOf
    from coach.core.record.health import EpisodeEnded, PainRated, SignReported
    from coach.core.safety.kept_signs import Kept
    from coach.core.vocabulary import BodyArea

GONE = "gone"  # the subject of a dizzy spell that passed within a minute
ALL_GROUPS = "all"  # the screen that stood for all of today in earlier versions
KEPT = "It was up before an entry became unreadable."
MOST_EVIDENCE = 4  # the latest ones explain a flag; the record keeps all


@dataclass(slots=True)
class Observation:
    """What the record says of one flag of one `subject` (a lump, an area, a complaint; empty where it has none).

    `moments` tell when it was unsafe (True) or safe (False). `resting` are techniques that rest until a moment.
    `as_seen` are the moments at which it was as it was at the visit about it: no news, but no safe answer either.
    `doubts` are the moments of which nothing but "not sure" was told. `kept` is set where the flag log says that it is
    up and something that may have fed it can't be read.
    """

    flag: Flag
    subject: str = ""
    area: BodyArea | None = None
    moments: list[tuple[datetime, bool]] = field(default_factory=list)
    as_seen: set[datetime] = field(default_factory=set)
    doubts: set[datetime] = field(default_factory=set)
    evidence: list[Evidence] = field(default_factory=list)
    resting: dict[str, datetime] = field(default_factory=dict)
    day_ends: datetime | None = None
    kept: Kept | None = None

    @property
    def last(self) -> datetime:
        """The last unsafe moment."""
        return max(at for at, unsafe in self.moments if unsafe)

    @property
    def safe(self) -> bool:
        """Whether the latest word is the safe one; at the same moment the unsafe one wins."""
        return not max(self.moments)[1]

    def unsafe_at(self, moment: datetime) -> bool:
        """Whether it was so at a moment."""
        return max((m for m in self.moments if m[0] <= moment), default=(moment, False))[1]

    def since(self, after: datetime | None) -> datetime:
        """Since when it is up without a break; `after` is the last visit that cleared it."""
        times = [at for at, unsafe in self.moments if unsafe and (after is None or at > after)]
        return min(times) if times else self.last


@dataclass(slots=True)
class Observations:
    """Every flag that was ever unsafe, by id and subject, and the new signs in order.

    Only a safe answer to the own question of a flag denies it: earlier versions wrote down the "no" of a whole screen
    in the same way, so theirs is none (`CheckAnswered.listed` is None).
    """

    catalogue: Catalogue
    history: History
    by_key: dict[tuple[str, str], Observation] = field(default_factory=dict)
    by_flag: dict[str, list[Observation]] = field(default_factory=dict)
    signs: list[tuple[datetime, Observation, bool]] = field(
        default_factory=list
    )  # when, which, and whether it is measured
    denied: dict[str, list[tuple[datetime, str]]] = field(
        default_factory=dict
    )  # of a flag: when its own question was answered safely, and about what
    pressed: list[tuple[date, BodyArea | None, float]] = field(default_factory=list)  # the day, where, and seconds
    together: tuple[Flag, ...] = ()  # the combinations of answers

    def __post_init__(self) -> None:
        """Find the combinations once."""
        self.together = tuple(flag for flag in self.catalogue.flags.values() if flag.rule.any_two_of)

    @property
    def words(self) -> int:
        """How much has been told: of each flag how often it was unsafe, or safe again."""
        return sum(len(trace.moments) for trace in self.by_key.values())

    def up(
        self,
        name: str,
        fact: Fact,
        evidence: Evidence,
        subject: str = "",
        *,
        sign: bool = True,
        measured: bool = False,
        as_seen: bool = False,
        doubt: bool = False,
    ) -> Observation | None:
        """Note that a flag is unsafe as of this fact. `sign` says whether a visit would have had to know it.

        What was `measured` as a change since the last visit is news, however it stood at that visit; `as_seen`: it was
        so at that visit. `doubt`: "not sure" was answered.
        """
        flag = self.catalogue.flags.get(name)
        if flag is None:
            return None
        trace = self.by_key.get((name, subject))
        if trace is None:
            trace = self.by_key[name, subject] = Observation(flag, subject, self._area(flag, fact, subject))
            self.by_flag.setdefault(name, []).append(trace)
        if not doubt:
            trace.doubts.discard(fact.local)
        elif (fact.local, True) not in trace.moments:
            trace.doubts.add(fact.local)
        if not as_seen:
            trace.as_seen.discard(fact.local)
        elif (fact.local, True) not in trace.moments:
            trace.as_seen.add(fact.local)
        trace.moments.append((fact.local, True))
        if evidence not in trace.evidence:
            trace.evidence = [*trace.evidence[-MOST_EVIDENCE + 1 :], evidence]
        trace.day_ends = midnight(fact)
        if sign and not as_seen:
            self.signs.append((fact.local, trace, measured))
        return trace

    def _area(self, flag: Flag, fact: Fact, subject: str) -> BodyArea | None:
        if flag.blocks.where is Where.EVERYWHERE:
            return None
        lump = next((lump for lump in self.history.lumps if lump.id == subject), None)
        return lump.area if lump is not None else area_of(fact.body)

    def safe(self, name: str, fact: Fact, subject: str | None = None) -> None:
        """Note the safe answer, about this subject (None: every one) and about none in particular.

        Ten years of no after no tell nothing new.
        """
        for trace in self.by_flag.get(name, ()):
            if not trace.safe and (subject is None or trace.subject in {subject, ""}):
                trace.moments.append((fact.local, False))

    def answered(self, fact: FactOf[CheckAnswered]) -> None:
        """Read the answers of a check."""
        body = fact.body
        if body.complete and self.by_flag:  # few were ever unsafe: ten years of clean checks are mostly this question
            for name in self.by_flag:
                if name in (body.listed or ()) or (body.groups and self._screen_said_no(name, body)):
                    self.safe(name, fact, self.subject_of(name, body))
        for name, answer in body.answers or ():
            flag = self.catalogue.flags.get(name)
            if flag is None:
                continue
            subject = self.subject_of(name, body)
            if flag.unsafe(answer):
                words = "not sure, which counts as unsafe" if answer is Answer.NOT_SURE else str(answer)
                seen = Evidence("answer", f"It was answered {words}.", (fact.id,), answer)
                self.up(name, fact, seen, subject, doubt=answer is Answer.NOT_SURE)
            else:
                self.safe(name, fact, subject)
                if body.listed is not None:
                    self.denied.setdefault(name, []).append((fact.local, subject))

    def _screen_said_no(self, name: str, body: CheckAnswered) -> bool:
        """Whether a screen of an earlier version answered it, with one "no" for several questions."""
        flag, former = self.catalogue.flags[name], self.catalogue.former
        if flag.ask is Layer.TODAY and body.group(ALL_GROUPS) is Answer.NO:
            return True
        return any(
            name in former[screen] for screen, said in body.groups or () if said is Answer.NO and screen in former
        )

    def subject_of(self, name: str, body: CheckAnswered | SignReported) -> str:
        """What an answer to this question is about."""
        flag = self.catalogue.flags[name]
        if flag.ask is Layer.LUMP:
            return self.history.lump_of(body)
        if flag.ask in {Layer.TECHNIQUE, Layer.IN_SESSION} and flag.blocks.where is not Where.EVERYWHERE:
            return str(body.area) if body.area is not None else ""
        if name == "no-better-24h" and isinstance(body, CheckAnswered):
            return body.episode or ""
        return ""

    def reported(self, fact: FactOf[SignReported]) -> None:
        """Read what was felt in a session."""
        body = fact.body
        flag = self.catalogue.flags.get(body.flag)
        if flag is None or self._too_soon(flag, fact):
            return
        gone = bool(flag.then_ask) and body.gone is Answer.YES
        subject = GONE if gone else self.subject_of(flag.id, body)
        during = f" during {body.technique.replace('-', ' ')}" if body.technique else ""
        seen = Evidence("report", f"It was told in a session{during}.", (fact.id,))
        trace = self.up(flag.id, fact, seen, subject, sign=not gone)
        if trace is not None and body.technique:
            rest(trace, fact, (body.technique,))
        if flag.rule.also_sets:
            self.up(flag.rule.also_sets, fact, seen)

    def _too_soon(self, flag: Flag, fact: FactOf[SignReported]) -> bool:
        """Whether a spot was pressed for less than the time in which it should ease (S2: a minute or two).

        What was told of the same place earlier that day adds up; a place that was not told may be the same.
        """
        stop = (flag.rule.given or {}).get("hard_stop_seconds")
        pressed = fact.body.pressed
        if stop is None or pressed is None:
            return False
        day, area = fact.local.date(), fact.body.area
        self.pressed.append((day, area, pressed))
        same = [s for d, a, s in self.pressed if d == day and (a is None or area is None or a is area)]
        return bool(sum(same) < stop)

    def pain_up(self, fact: FactOf[PainRated]) -> None:
        """Read a rating that is 2 or more above the one before the session. Where nothing was done, nothing rests."""
        body = fact.body
        if not body.techniques:
            return
        words = f"Pain went from {body.before} to {body.level} in a session."
        trace = self.up("in-session-pain-up", fact, Evidence("report", words, (fact.id,)), sign=False)
        if trace is not None:
            rest(trace, fact, body.techniques)

    def keep(self, kept: Kept, fact: Fact) -> None:
        """Note that the flag log says it is up, or that an unread entry may have told of it again."""
        ids = tuple(entry.id for entry in kept.unread)
        trace = self.up(kept.flag, fact, Evidence("log", KEPT, ids), kept.subject, sign=False)
        if trace is not None:
            trace.kept = kept

    def ended(self, fact: FactOf[EpisodeEnded]) -> None:
        """Note that a complaint is over, for what is kept up of it: the complaint itself may be unreadable."""
        for trace in self.by_key.values():
            computed = trace.flag.clears in {Clears.COMPUTED, Clears.COMPUTED_OR_CLINICIAN}
            if trace.kept is not None and computed and trace.subject == fact.body.episode:
                trace.moments.append((fact.local, False))

    def denied_after(self, day: date, name: str, subject: str = "") -> bool:
        """Whether the own question of a flag was answered safely on a later day than this, about this subject."""
        return any(at.date() > day and subject in {about, ""} for at, about in self.denied.get(name, ()))

    def counts(self, name: str, subject: str | None = None) -> list[Observation]:
        """The traces whose latest word is unsafe."""
        return [
            trace
            for trace in self.by_flag.get(name, ())
            if (subject is None or trace.subject in {subject, ""}) and not trace.safe
        ]


def rest(trace: Observation, fact: Fact, techniques: Iterable[str]) -> None:
    """Let these techniques rest for the day of the fact."""
    for name in techniques:
        trace.resting[name] = midnight(fact)


def midnight(fact: Fact) -> datetime:
    """The end of the fact's local day."""
    local = fact.local
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
