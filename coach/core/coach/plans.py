"""The personal plan: where it stands, what is offered, and what the person says to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.history.corrections import in_order
from coach.core.history.episodes import rating
from coach.core.history.sessions import sessions
from coach.core.progress.followed import Look
from coach.core.progress.plan.notches import Run, Said, capped, notches_of, standing
from coach.core.progress.plan.offers import WITHIN, offered
from coach.core.progress.standing import ratings
from coach.core.progress.standing import standing as stand
from coach.core.record.checks import ClockCorrected, FlagsLogged
from coach.core.record.facts import of
from coach.core.record.health import PainRated, SignReported, VisitMade
from coach.core.record.personal import STRENGTH_DAYS, DoseSaid, StepTaken, StrengthDaysPicked, WeekJudged
from coach.core.record.sessions import SegmentEnded, SessionBegan, SessionEnded
from coach.core.safety.rules.trends import latest_level
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.sessions import PastSession
    from coach.core.library import Library
    from coach.core.progress.plan.notches import Notch, Standing
    from coach.core.record.facts import Fact
    from coach.core.routine.routine import Technique
    from coach.core.vocabulary import BodyArea, WeekWord

WEEK = timedelta(days=7)
KINDS = (SessionBegan, SessionEnded, PainRated, SignReported, VisitMade, FlagsLogged, ClockCorrected, WeekJudged)


@frozen
class PlanLine:
    """One technique of the plan: its notches, at which one it is, and whether the next one is offered.

    `said` is what a professional said of its dose: then the last notch is that.
    """

    technique: Technique
    notches: tuple[Notch, ...]
    standing: Standing
    offered: bool
    said: DoseSaid | None = None

    @property
    def now(self) -> Notch:
        """The notch it is at."""
        return self.notches[self.standing.level]

    @property
    def next(self) -> Notch | None:
        """The one above, where there is one."""
        above = self.standing.level + 1
        return self.notches[above] if above < len(self.notches) else None


class Plans:
    """Reads the record for the plan, and writes what is said to it. All of it raises JournalError."""

    def __init__(self, record: Record, rules: Rules, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._library = library

    def lines(self) -> tuple[PlanLine, ...]:
        """Every technique that may grow and was done since the first step, or lately, by name."""
        every = (t for t in self._library.techniques.values() if len(notches_of(t)) > 1)
        return tuple(sorted(self._lines(every), key=lambda line: line.technique.name))

    def doses(self, techniques: Iterable[Technique]) -> tuple[tuple[str, Notch], ...]:
        """The doses of the plan for these techniques: those above the first notch, and those a professional has set."""
        lines = self._lines(t for t in techniques if len(notches_of(t)) > 1)
        return tuple((line.technique.id, line.now) for line in lines if line.standing.level or line.said)

    def ceilings(self, techniques: Iterable[Technique]) -> tuple[tuple[str, Notch], ...]:
        """The most of these techniques that a professional has said."""
        said = in_force(self._record.facts((DoseSaid,)))
        found = ((t.id, said.get(t.id)) for t in techniques)
        return tuple((name, ((one.dose, one.most),)) for name, one in found if one is not None and one.most)

    def offer(self) -> PlanLine | None:
        """The first that is offered one notch more."""
        return next((line for line in self.lines() if line.offered), None)

    def find(self, technique: str) -> PlanLine:
        """The line of this technique. Raises BadInput where the plan has none."""
        lines = {line.technique.id: line for line in self.lines()}
        if technique not in lines:
            known = ", ".join(lines) or "nothing yet: it begins with the first session"
            raise BadInput(f"The plan has no '{technique[:60]}'.", f"It has: {known}.")
        return lines[technique]

    def step_up(self, technique: str) -> PlanLine:
        """Take the next notch, where it is offered; how it stands then. Raises BadInput."""
        line = self.find(technique)
        if not line.offered:
            raise BadInput(f"Nothing more is offered for {technique} now.", "It is offered after three good sessions.")
        self._record.append(StepTaken(technique=technique, to=line.standing.level + 2))
        return self.find(technique)

    def step_back(self, technique: str) -> PlanLine:
        """Go one notch back; how it stands then. Raises BadInput where it is the first."""
        line = self.find(technique)
        if not line.standing.level:
            raise BadInput(f"{technique} is at its first notch.", "There is none below it.")
        self._record.append(StepTaken(technique=technique, to=line.standing.level))
        return self.find(technique)

    def last_step(self) -> str:
        """The technique that went up last and is above its first notch. Raises BadInput where none is."""
        up = {line.technique.id for line in self.lines() if line.standing.level}
        steps = of(in_order(self._record.facts((StepTaken,))), StepTaken)
        last = next((fact.body.technique for fact in reversed(steps) if fact.body.technique in up), None)
        if last is None:
            raise BadInput("There is no step to take back.", "See where it stands with: coach plan")
        return last

    def set_dose(self, name: str, dose: str, most: int | None, who: str) -> int | None:
        """What a professional said of a technique: its notch and ceiling, never above the dose of it; what is kept.

        None takes the word away. Raises BadInput where it has no such dose, or begins above it.
        """
        technique = self._library.techniques.get(name)
        notches = notches_of(technique) if technique is not None else ()
        own = [dict(notch)[dose] for notch in notches if dose in dict(notch)]
        if len(notches) < 2 or not own:
            known = sorted(each.id for each in self._library.techniques.values() if len(notches_of(each)) > 1)
            raise BadInput(f"There is no such dose of '{name[:60]}'.", f"It can be said of: {', '.join(known)}.")
        if most is not None and most < min(own):
            unit = " s" if dose == "hold" else " repeats"
            mend = f"Leave it out, or give {min(own)} to {max(own)}."
            raise BadInput(f"{name} is guided from {min(own)}{unit} on.", mend)
        kept = None if most is None else min(most, max(own))
        self._record.append(DoseSaid(technique=name, dose=dose, most=kept, who=who))
        return kept

    def strength_days(self) -> int | None:
        """On how many days of a week the person means to do strength; None where they never said."""
        picked = of(in_order(self._record.facts((StrengthDaysPicked,))), StrengthDaysPicked)
        return picked[-1].body.days if picked else None

    def pick_strength_days(self, days: int) -> None:
        """Say it. Raises BadInput for more than is sensible."""
        low, high = STRENGTH_DAYS
        if not low <= days <= high:
            raise BadInput(f"{days} days of strength can't be picked.", f"Pick {low} to {high}.")
        self._record.append(StrengthDaysPicked(days=days))

    def judge(self, word: WeekWord) -> None:
        """What last week was, in the person's word."""
        self._record.append(WeekJudged(value=word))

    def asked_for(self) -> bool:
        """Whether it is Monday, something was done last week, and it was not judged yet."""
        now = self._record.now()
        today = now.date()
        if today.weekday() != 0:
            return False
        if any(fact.local.date() == today for fact in self._record.of(WeekJudged, now - timedelta(days=1))):
            return False
        begun = self._record.of(SessionBegan, now - timedelta(days=8))
        return any(today - WEEK <= fact.local.date() < today for fact in begun)

    # --- from the record ------------------------------------------------------------------------------------------

    def _lines(self, techniques: Iterable[Technique]) -> list[PlanLine]:
        now = self._record.now()
        steps = self._record.facts((StepTaken, DoseSaid))
        # Before the first step everything is at its first notch: only what an offer goes by is read.
        since = min([now - WITHIN, *(fact.at for fact in steps)]) - timedelta(days=1)
        found = [*self._record.facts(KINDS, since), *self._record.facts((SegmentEnded,), now - WITHIN)]
        facts = list({fact.id: fact for fact in [*found, *steps]}.values())
        areas = {one.id: one.areas[0] for one in self._library.routines.values() if len(one.areas) == 1}
        every = stand(facts, areas)
        past = [one for one in sessions(every) if one.outcome is not SessionOutcome.DISCARDED]
        look = Look(past, ratings(every), areas)
        wrong = frozenset(fact.body.session for fact in of(every, SignReported))
        said = in_force(steps)
        lines = []
        for technique in techniques:
            runs = [_run(one, technique.id, look, wrong) for one in past if _has(one, technique.id)]
            word = said.get(technique.id)
            if runs or word is not None:
                notches = _within(notches_of(technique), word)
                at = standing(runs, self._said(every, technique), len(notches), now)
                latest = _latest(every, runs[-1].area) if runs else None
                offer = offered(runs, at, notches, latest, now, flagged=False)
                if offer:  # asked last: it reads far more
                    safety = self._rules.safety()
                    offer = not (safety.flags or safety.fault)
                lines.append(PlanLine(technique, notches, at, offer, word))
        return lines

    def _said(self, facts: Sequence[Fact], technique: Technique) -> list[Said]:
        catalogue = self._rules.catalogue
        flags = catalogue.flags.values() if catalogue is not None else ()
        locking = {flag.id for flag in flags if flag.level.rank >= Level.CLINICIAN.rank}
        found = [Said(f.local, to=f.body.to - 1) for f in of(facts, StepTaken) if f.body.technique == technique.id]
        found += [Said(fact.local, week=fact.body.value) for fact in of(facts, WeekJudged)]
        found += [Said(fact.local) for fact in of(facts, VisitMade) if technique.cls in fact.body.classes]
        found += [
            Said(fact.local, to=len(_within(notches_of(technique), fact.body)) - 1, firm=True)
            for fact in of(facts, DoseSaid)
            if fact.body.technique == technique.id and fact.body.most
        ]
        up = False
        for fact in of(facts, FlagsLogged):
            if fact.device == self._record.device:
                was, up = up, any(name.partition("/")[0] in locking for name in fact.body.up)
                found += [Said(fact.local)] if was and not up else []
        return found


def in_force(facts: Iterable[Fact]) -> dict[str, DoseSaid]:
    """What professionals said of the doses, the newest of each technique; one that was taken away is not in it."""
    newest = {fact.body.technique: fact.body for fact in of(in_order(facts), DoseSaid)}
    return {name: said for name, said in newest.items() if said.most}


def _within(notches: tuple[Notch, ...], said: DoseSaid | None) -> tuple[Notch, ...]:
    """The notches up to what was said; where the technique begins above it by now, its first alone."""
    if said is None or not said.most:
        return notches
    return capped(notches, said.dose, said.most) or notches[:1]


def _has(one: PastSession, technique: str) -> bool:
    return any(step.technique == technique for step in one.steps)


def _run(one: PastSession, technique: str, look: Look, wrong: frozenset[str | None]) -> Run:
    """A session as a run of one of its techniques."""
    return Run(
        *(one.id, one.begun.local, look.area(one), one.before, one.after, look.morning(one)),
        done=any(step.technique == technique and step.done for step in one.steps),
        wrong=one.id in wrong or one.outcome is SessionOutcome.STOPPED,
    )


def _latest(facts: Sequence[Fact], area: BodyArea | None) -> float | None:
    return latest_level([rating(fact) for fact in ratings(facts) if fact.body.area is area])
