"""Coach, the one door: everything that screen, command line and reminders may ask for.

It only composes - reads the record, asks the rules, appends facts - and decides nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.core import cadence, clearance, screening, sections, uses
from coach.core.catalogue import Answer, Layer
from coach.core.checkup import Checkup
from coach.core.choices import Choices
from coach.core.clearance import Blocked, Cleared, Reason, Safety
from coach.core.corrections import in_order
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.events import Outcome
from coach.core.parts import WORK
from coach.core.record import SESSION_KINDS, Fact, PastSession, moment, sessions
from coach.core.routine import BodyArea, Sequence, Technique
from coach.core.run import Run
from coach.core.screening import Pass
from coach.core.session import Session
from coach.core.timeline import Timeline, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from coach.core.catalogue import Catalogue, Flag
    from coach.core.library import Library
    from coach.core.ports import Clock, Journal, Presence, Reading
    from coach.core.routine import Routine
    from coach.core.screening import Evaluation
    from coach.core.sections import Section

OPEN_WINDOW = timedelta(days=60)  # older unfinished sessions are not offered again
CHOICE_WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Listed:
    """A routine as a list shows it. `reasons` says why it can't run now; `check_due` that only the check is missing.

    `seconds` is None where it could not be planned (every spot has had its time today).
    """

    routine: Routine
    seconds: int | None
    locked: bool
    reasons: tuple[Reason, ...]
    check_due: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What the first screen shows."""

    safety: Safety
    card: Blocked | None
    listed: tuple[Listed, ...]
    done: tuple[PastSession, ...]
    unfinished: PastSession | None
    last_area: BodyArea | None


class Coach:
    """The one door. Every reading method may be called at any time; none of them changes anything.

    `catalogue` is the loaded catalogue, or a sentence saying why there is none: then everything is locked. `whole`
    asks every layer of it when due (profile, weekly, complaints, lumps, techniques); otherwise the check asks the
    questions of the day, and the other layers count where they were answered or logged.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue | str,
        journal: Journal,
        clock: Clock,
        new_id: Callable[[], str],
        device: str = "",
        presence: Presence | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self.library = library
        self.clock = clock
        self._catalogue = catalogue
        self._journal = journal
        self._new_id = new_id
        self._device = device
        self._presence = presence
        self._whole = whole

    # --- what is there --------------------------------------------------------------------------------------------

    @property
    def techniques(self) -> Mapping[str, Technique]:
        """Every technique by id."""
        return {name: r for name, r in self.library.routines.items() if isinstance(r, Technique)}

    @property
    def catalogue(self) -> Catalogue | None:
        """The red-flag catalogue, None where it can't be read."""
        return None if isinstance(self._catalogue, str) else self._catalogue

    def listed(self, routines: Iterable[Routine] | None = None) -> list[Listed]:
        """Routines (all when None) with their length and their locks now. Hides nothing."""
        wanted = self.library.routines.values() if routines is None else routines
        return self._list(wanted, self.safety())

    def _list(self, routines: Iterable[Routine], safety: Safety) -> list[Listed]:
        now = self.clock.now().wall
        return [self._listed(routine, safety, now) for routine in routines]

    def _listed(self, routine: Routine, safety: Safety, now: datetime) -> Listed:
        verdict = self._decide(routine, Choices(), safety, now)
        try:
            seconds: int | None = plan(routine, self.library.techniques_of(routine), Choices()).seconds
        except BadInput:
            seconds = None
        if isinstance(verdict, Cleared):
            return Listed(routine, seconds, locked=False, reasons=(), check_due=False)
        only_due = verdict.check_due and not any(reason.flag for reason in verdict.reasons)
        return Listed(routine, seconds, locked=True, reasons=verdict.reasons, check_due=only_due)

    def today(self) -> Today:
        """All that the first screen shows, from one reading of the rules.

        What can't be read locks everything, and is told in `safety.fault`; it never raises.
        """
        now = self.clock.now().wall
        safety = self.safety()
        try:
            past = sessions(self._journal.facts(SESSION_KINDS, now - OPEN_WINDOW))
        except JournalError:
            past = []
        unfinished = next((s for s in reversed(past) if s.outcome is None and not self._followed(s.id)), None)
        areas = [s.begun.body.get("choices", {}).get("area") for s in past]
        return Today(
            safety=safety,
            card=clearance.standing(safety, now, self.techniques),
            listed=tuple(self._list(self.library.routines.values(), safety)),
            done=tuple(s for s in past if s.begun.local.date() == now.date() and s.outcome != "discarded"),
            unfinished=unfinished,
            last_area=next((BodyArea(area) for area in reversed(areas) if area in list(BodyArea)), None),
        )

    def history(self, since: date | None = None) -> list[PastSession]:
        """What was done, newest first; discarded sessions are left out. Raises JournalError."""
        found = sessions(self._journal.facts(SESSION_KINDS))
        kept = [s for s in found if s.outcome != "discarded" and (since is None or s.begun.local.date() >= since)]
        return kept[::-1]

    def pain(self, days: int = 14) -> list[Fact]:
        """The pain entries of the last days, oldest first. Raises JournalError."""
        return self._journal.facts(("pain",), self.clock.now().wall - timedelta(days=days))

    # --- safety ---------------------------------------------------------------------------------------------------

    def safety(self) -> Safety:
        """What the door looks at now. What can't be read locks everything; it never raises."""
        now = self.clock.now().wall
        nothing = Pass(valid=False)
        if isinstance(self._catalogue, str):
            return Safety((), nothing, None, (), "", self._catalogue)
        try:
            facts = self._safety_facts()
            recent = uses.uses(self._journal.facts(uses.KINDS, now - uses.WEEK))
        except JournalError as error:
            return Safety((), nothing, self._catalogue, (), "", f"The record can't be read. {error}")
        flags = screening.raised(facts, self._catalogue, now)
        check = screening.passed(facts, self._catalogue, now)
        if self._whole and check.valid and cadence.expired(facts, now):
            check = replace(check, valid=False, why="The questions about you come first.")
        last = facts[-1].id if facts else ""
        return Safety(flags, check, self._catalogue, recent, f"{self._catalogue.digest}/{last}")

    def _safety_facts(self) -> list[Fact]:
        """All that the rules read. Nothing is left out by age: a flag waits for a clinician however long it takes."""
        return in_order(self._journal.facts(screening.KINDS))

    def evaluation(self) -> Evaluation:
        """The flags that are up, with their evidence, and the history behind them.

        Raises CoachError where there is no catalogue, JournalError where the record can't be read.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        return screening.evaluate(self._safety_facts(), self._catalogue, self.clock.now().wall)

    def due(self) -> cadence.Due:
        """What is to be asked beside the check of the day. Raises like `evaluation`."""
        said = self.evaluation()
        return cadence.due(self._safety_facts(), said, self.clock.now().wall)

    def checkup(self, routine_id: str | None = None, area: BodyArea | None = None) -> Checkup:
        """A check to fill in: the day, whatever else is due, and what is asked just before `routine_id`.

        Raises CoachError where there is no catalogue, BadInput for an unknown routine.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        safety = self.safety()
        if safety.fault:
            return Checkup(self._catalogue)
        due = self.due() if self._whole else cadence.Due()
        parts = [*sections.of_due(self._catalogue, due), *self._before(routine_id, area)]
        quick = safety.check.quick
        return Checkup(self._catalogue, quick, sections=tuple(parts), grows=True, ask_changed=due.changed)

    def before(self, routine_id: str, area: BodyArea | None = None) -> Checkup | None:
        """The questions just before a session of this routine, by themselves; None where there are none.

        Raises CoachError where there is no catalogue, BadInput for an unknown routine.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        parts = self._before(routine_id, area)
        return Checkup(self._catalogue, sections=tuple(parts), day=False) if parts else None

    def _before(self, routine_id: str | None, area: BodyArea | None) -> list[Section]:
        if routine_id is None or isinstance(self._catalogue, str) or not self._whole:
            return []
        resolved = self.library.techniques_of(self.library.find(routine_id))
        found = sections.of_techniques(self._catalogue, {technique.cls for technique in resolved}, area)
        return [found] if found is not None else []

    def submit(self, checkup: Checkup, area: BodyArea | None = None, by: str = "person") -> Safety:
        """Record a check, finished or not, and say what follows. Raises JournalError: then nothing was passed."""
        now = self.clock.now()
        where = {"area": str(area)} if area is not None else {}
        facts = []
        if checkup.day or any(not part.subject for part in checkup.parts()):
            facts.append(self._fact(now, "check", checkup.body(by) | where))
        facts += [self._fact(now, "check", where | body) for body in checkup.bodies(by)]
        for name in checkup.called_fine:
            body = {"flags": [name], "classes": [], "who": "the person's own word", "second_stage": True}
            facts.append(self._fact(now, "visit", body | {"on": now.wall.date().isoformat()}))
        self._journal.append(facts)
        return self.safety()

    def standing(self, unsaved: Checkup | None = None) -> Blocked | None:
        """The card for what is up now, with no routine in mind; None where nothing is up.

        What `unsaved` answers counts too: a check that could not be written still warns.
        """
        now = self.clock.now()
        safety = self.safety()
        if unsaved is not None and self.catalogue is not None:
            bodies = [unsaved.body(), *unsaved.bodies()]
            told = screening.raised([self._fact(now, "check", b) for b in bodies], self.catalogue, now.wall)
            safety = replace(safety, flags=(*safety.flags, *told), fault="", catalogue=self.catalogue)
        return clearance.standing(safety, now.wall, self.techniques)

    def volunteer(self, answers: Mapping[str, Answer]) -> None:
        """Record unsafe answers that nobody asked for; safe ones are dropped. Raises JournalError."""
        catalogue = self.catalogue
        bad = {n: str(a) for n, a in answers.items() if catalogue is not None and catalogue.flags[n].unsafe(a)}
        if bad:
            self._append("check", {"layer": "told", "complete": False, "answers": bad})

    def rate(
        self,
        level: int,
        when: str,
        area: BodyArea | None = None,
        run: Run | None = None,
        before: int | None = None,
    ) -> None:
        """Record a pain rating, 0 to 10. Raises BadInput for another number, JournalError where it can't be written."""
        if not 0 <= level <= 10:
            raise BadInput(f"Pain of {level} is not on the scale.", "Give a whole number from 0 to 10.")
        body: dict[str, Any] = {"level": level, "when": when, "area": area and str(area)}
        if run is not None:
            body |= {"session": run.id, "techniques": sorted(run.held), "before": before}
        self._append("pain", body)

    def seen(
        self,
        flags: Iterable[str],
        classes: Iterable[str],
        who: str,
        on: date,
        lumps: Iterable[str] | None = None,
        correct: str | None = None,
    ) -> Fact:
        """Record a visit to a clinician: who, the local day, and which technique classes they said are fine.

        `lumps` are the ids of the lumps it was about; None: of the only one. Raises BadInput, JournalError.
        """
        names = list(flags)
        known = self.catalogue.flags if self.catalogue is not None else {}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise BadInput(f"There is no flag '{unknown[0]}'.", "See them with: coach check")
        if on > self.clock.now().wall.date():
            raise BadInput(f"The visit on {on} is still to come.", "Record it afterwards.")
        body: dict[str, Any] = {"flags": names, "classes": list(classes), "who": who, "on": on.isoformat()}
        if lumps is not None:
            body["lumps"] = list(lumps)
        return self.note("visit", body, None, correct)

    def withdraw(self, flags: Iterable[str]) -> None:
        """Take back a slip: answers of the last 10 minutes to these flags. The record keeps both."""
        self._append("withdrawn", {"flags": list(flags)})

    def note(self, kind: str, body: Mapping[str, Any], at: datetime | None = None, correct: str | None = None) -> Fact:
        """Add an entry made by hand; `correct` names the entry it takes the place of, by its id or how that begins.

        Raises BadInput where there is no such entry, JournalError where it can't be written.
        """
        now = self.clock.now()
        found = dict(body)
        if correct is not None:
            found["supersedes"] = self.find_entry(kind, correct).id
        fact = self._fact(now, kind, found)
        if at is not None and correct is None:
            instant, offset = moment(at)
            fact = replace(fact, at=instant, offset=offset)
        self._journal.append([fact])
        return fact

    def find_entry(self, kind: str, name: str) -> Fact:
        """The entry of this kind whose id is or begins with `name`. Raises BadInput where it is none, or several."""
        there = [fact for fact in self._journal.facts((kind,)) if fact.id.startswith(name) and len(name) >= 4]
        if len(there) != 1:
            what = "There is no" if not there else "There is more than one"
            raise BadInput(f"{what} {kind} entry '{name[:60]}'.", "Give the id that was shown when it was recorded.")
        return there[0]

    def note_restored(self) -> None:
        """Record that the journal came back from a backup: what was raised since is lost, so the check is due."""
        try:
            self._append("restored", {})
        except JournalError:
            return  # then nothing can be read or begun either, and the door says so

    # --- the door -------------------------------------------------------------------------------------------------

    def choices(self, routine: Routine, chosen: Choices) -> Choices:
        """What was chosen now, over what was chosen the last time this routine ran."""
        try:
            begun = self._journal.facts(("session-begun",), self.clock.now().wall - CHOICE_WINDOW)
        except JournalError:
            return chosen
        last = next((fact for fact in reversed(begun) if fact.body.get("routine") == routine.id), None)
        if last is None:
            return chosen
        merged = chosen.over(Choices.from_dict(last.body.get("choices", {})))
        try:
            plan(routine, self.library.techniques_of(routine), merged)
        except BadInput:  # what was remembered no longer fits this routine, or what was chosen now
            return chosen
        return merged

    def ask(self, routine_id: str, choices: Choices) -> Cleared | Blocked:
        """May this run now? Raises BadInput for an unknown routine."""
        routine = self.library.find(routine_id)
        return self._decide(routine, choices, self.safety(), self.clock.now().wall)

    def _decide(
        self, routine: Routine, choices: Choices, safety: Safety, now: datetime, own: str = ""
    ) -> Cleared | Blocked:
        resolved = self.library.techniques_of(routine)
        return clearance.decide(routine, resolved, choices, safety, now, self.techniques, own)

    def plan(self, routine_id: str, choices: Choices, cleared: Cleared | None = None) -> Timeline:
        """The planned run; without a clearance, as it would be if everything were open. Raises BadInput."""
        routine = self.library.find(routine_id)
        resolved = self.library.techniques_of(routine)
        if cleared is None:
            safety = self.safety()
            past = uses.past(safety.recent, self.techniques, self.clock.now().wall)
            return plan(routine, resolved, choices, replace(past, pressed=()))
        return plan(routine, resolved, choices, cleared.past, cleared.techniques)

    def begin(
        self,
        cleared: Cleared,
        choices: Choices,
        *,
        rehearsal: bool = False,
        clock: Clock | None = None,
        before: int | None = None,
    ) -> Run:
        """Begin a run. The door decides anew: a clearance goes stale with the record, the catalogue and the day.

        `before` is the pain rated just before, kept with the session (it was recorded before the check).
        Raises BadInput where it no longer stands or nothing is left to do, JournalError where the beginning can't be
        written.
        """
        again = self.ask(cleared.routine, choices)
        if isinstance(again, Blocked) or again.techniques != cleared.techniques:
            raise BadInput("Something has changed since, so this is locked now.", "Ask again.")
        cleared = again
        timeline = self.plan(cleared.routine, choices, cleared)
        if not timeline.segments:
            raise BadInput("Nothing of this routine can run now.", "Choose another one.")
        clock = clock or self.clock
        session = Session.begin(cleared, timeline, clock.now())
        run = Run(session, self._new_id(), clock, self._fact, None if rehearsal else self._journal.append)
        self._follow(run).begin(_begun(timeline, cleared) | ({"before": before} if before is not None else {}))
        return run

    # --- an interrupted session -----------------------------------------------------------------------------------

    def pick_up(self, past: PastSession) -> Run | Blocked:
        """Go on with an interrupted session, through the same door. Raises BadInput where it no longer can."""
        if self._followed(past.id):
            raise BadInput("This session is under way in another window.", "Go on there.")
        routine = self.library.find(past.routine)
        choices = Choices.from_dict(past.begun.body.get("choices", {}))
        now = self.clock.now()
        verdict = self._decide(routine, choices, self.safety(), now.wall, own=past.id)
        if isinstance(verdict, Blocked):
            return verdict
        timeline = self.plan(past.routine, choices, verdict)
        begun = past.begun.body
        if timeline.seconds != begun.get("seconds") or past.last_reached is None:
            raise BadInput("This routine has changed since, so it can't go on.", "Close it as partly done.")
        return self._pick_up(past, verdict, timeline, now, past.last_reached)

    def _pick_up(self, past: PastSession, cleared: Cleared, timeline: Timeline, now: Reading, reached: Fact) -> Run:
        index = int(reached.body["index"])
        segment = timeline.segments[index]
        held = [
            (u.body["index"], u.body["held"])
            for u in self._journal.facts(("segment",), past.begun.at)
            if u.body.get("session") == past.id
        ]
        on_skin = None
        if segment.alarm:
            away = (now.wall - reached.at).total_seconds()
            on_skin = away if away >= 0 else float(segment.seconds)
        elif segment.kind in WORK:
            held.append((index, float(segment.seconds)))
        session = Session.pick_up(cleared, timeline, now, index, held=held, on_skin=on_skin)
        run = Run(session, past.id, self.clock, self._fact, self._journal.append)
        self._follow(run).begin({"index": index}, "session-resumed")
        return run

    def _followed(self, session: str) -> bool:
        """Whether the session is under way, here or in another window."""
        return self._presence is not None and self._presence.held(session)

    def _follow(self, run: Run) -> Run:
        """Say that this process follows the run, until it ends."""
        if self._presence is not None and not run.rehearsal:
            self._presence.hold(run.id)
            run.when_over = self._presence.release
        return run

    def close(self, past: PastSession, *, discard: bool = False) -> None:
        """Close an interrupted session as partly done, or discard it. What was held still counts for the doses."""
        outcome = "discarded" if discard else str(Outcome.INTERRUPTED)
        self._append("session-ended", {"session": past.id, "outcome": outcome})

    # --- something is wrong ---------------------------------------------------------------------------------------

    def report(self, run: Run, flag: str, *, gone: bool = False, technique: str | None = None) -> Blocked | None:
        """Record what the person felt in a session, and act on it. `technique` is the one under way when None.

        Locked techniques leave the run; where none is left it is stopped and the card comes back. The run should
        be paused before this is asked. The report is kept even from a rehearsal; if it can't be written it is obeyed.
        """
        session = run.session
        body: dict[str, Any] = {
            "flag": flag,
            "session": run.id,
            "technique": technique or session.technique,
            "area": session.plan.choices.area,
            "gone": str(Answer.YES if gone else Answer.NO),
            "seconds": round(run.position().elapsed, 1),
        }
        routine = self.library.find(session.plan.routine)
        safety = self._reported(body)
        verdict = self._decide(routine, session.plan.choices, safety, self.clock.now().wall, own=run.id)
        if isinstance(verdict, Blocked):
            run.unshown += run.leave(Outcome.STOPPED)
            return verdict
        run.unshown += run.bar(set(session.plan.techniques) - set(verdict.techniques))
        return None

    def _reported(self, body: dict[str, Any]) -> Safety:
        fact = self._fact(self.clock.now(), "report", body)
        try:
            self._journal.append([fact])
        except JournalError:
            before = self.safety()
            if self.catalogue is None or before.fault:
                return before
            up = screening.raised([fact], self.catalogue, self.clock.now().wall)
            return replace(before, flags=(*before.flags, *up))
        return self.safety()

    def in_session_questions(self) -> tuple[Flag, ...]:
        """The four things "something is wrong" asks, in the order of the catalogue."""
        catalogue = self.catalogue
        if catalogue is None:
            return ()
        wanted = ("in-session-sharp-pain", "in-session-numb-tingle", "in-session-dizzy", "in-session-skin-change")
        return tuple(flag for flag in catalogue.of_layer(Layer.IN_SESSION) if flag.id in wanted)

    # --- writing --------------------------------------------------------------------------------------------------

    def _fact(self, now: Reading, kind: str, body: dict[str, Any]) -> Fact:
        at, offset = moment(now.wall)
        return Fact(self._new_id(), at, offset, self._device, kind, body)

    def _append(self, kind: str, body: dict[str, Any]) -> None:
        self._journal.append([self._fact(self.clock.now(), kind, body)])


def _begun(timeline: Timeline, cleared: Cleared) -> dict[str, Any]:
    """The body of session-begun: what was planned, so that what was done can be held against it."""
    planned: dict[str, int] = {}
    parts: dict[str, int] = {}
    for segment in timeline.segments:
        if segment.technique is not None and segment.kind in WORK:
            planned[segment.technique] = planned.get(segment.technique, 0) + segment.seconds
            parts[segment.technique] = parts.get(segment.technique, 0) + 1
    return {
        "routine": timeline.routine,
        "name": timeline.name,
        "choices": timeline.choices.as_dict(),
        "seconds": timeline.seconds,
        "planned": planned,
        "parts": parts,
        "left_out": [name for name, _ in cleared.left_out],
        "clearance": cleared.version,
    }


def sequences_first(routines: Iterable[Listed]) -> list[Listed]:
    """Open ones before locked ones, sequences before single techniques, short before long."""
    return sorted(
        routines,
        key=lambda r: (r.locked and not r.check_due, not isinstance(r.routine, Sequence), r.seconds or 0),
    )
