"""Coach, the one door: everything that screen, command line and reminders may ask for.

It only composes - reads the record, asks the rules, appends facts - and decides nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Layer
from coach.core.check import cadence, sections
from coach.core.check.checkup import Checkup
from coach.core.check.complaints import AboutMe, Complaints, about_me, number_of, open_at, year_of
from coach.core.clearance import clearance, uses
from coach.core.clearance.clearance import Blocked, Cleared, LockReason, Safety
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.history.corrections import CLOCK, in_order, redated
from coach.core.record.choices import Choices
from coach.core.record.facts import SESSION_KINDS, Fact, PastSession, moment, sessions
from coach.core.routine.routine import Sequence, Technique, is_guided
from coach.core.routine.segments import WORK
from coach.core.routine.timeline import Timeline, plan
from coach.core.safety import flag_log, screening
from coach.core.safety.daily_check import DailyCheck, answered_before
from coach.core.session.run import Run
from coach.core.session.session import Session
from coach.core.vocabulary import Answer, BodyArea, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date, datetime

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.clock import Clock, Reading
    from coach.core.history.history import Lump
    from coach.core.library import Library
    from coach.core.record.journal import Journal
    from coach.core.routine.routine import Routine
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.safety.screening import Evaluation
    from coach.core.session.ports import Presence

OPEN_WINDOW = timedelta(days=60)  # older unfinished sessions are not offered again
DAY = timedelta(days=1)
CHOICE_WINDOW = timedelta(days=365)
CLOCK_SLACK = timedelta(minutes=1)  # policy: a machine that sets its own clock may put it back a little


@dataclass(frozen=True, slots=True)
class Listed:
    """A routine as a list shows it. `reasons` says why it can't run now; `check_due` that only the check is missing.

    `seconds` is None where it could not be planned (every spot has had its time today).
    """

    routine: Routine
    seconds: int | None
    locked: bool
    reasons: tuple[LockReason, ...]
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

    `catalogue` is the loaded catalogue, or a sentence saying why there is none: then everything is locked.
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
    ) -> None:
        self.library = library
        self.clock = clock
        self._catalogue = catalogue
        self._journal = journal
        self._new_id = new_id
        self._device = device
        self._presence = presence
        self.when_over: Callable[[Run], None] | None = None  # told of each session that has ended, for the reminders

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
        resolved = self.library.techniques_of(routine)
        blocked = clearance.obstacle(routine, resolved, Choices(), safety, now, self.techniques)
        try:
            seconds: int | None = plan(routine, resolved, Choices()).seconds
        except BadInput:
            seconds = None
        if blocked is None:
            return Listed(routine, seconds, locked=False, reasons=(), check_due=False)
        only_due = blocked.check_due and not any(reason.flag for reason in blocked.reasons)
        return Listed(routine, seconds, locked=True, reasons=blocked.reasons, check_due=only_due)

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

    def safety(self, own: str = "") -> Safety:
        """What the door looks at now; `own` is the session that is gone on with. It never raises: what can't be read
        locks everything.
        """
        now = self.clock.now().wall
        nothing = DailyCheck(valid=False)
        if isinstance(self._catalogue, str):
            return Safety((), nothing, None, (), "", self._catalogue)
        try:
            facts = self._safety_facts()
            recent = redated(self._journal.facts(uses.KINDS, now - uses.WEEK), facts)
            told = redated(self._journal.facts(("check",), now - DAY), facts)
        except JournalError as error:
            return Safety((), nothing, self._catalogue, (), "", f"The record can't be read. {error}")
        flags = screening.raised(facts, self._catalogue, now)
        check = screening.passed(facts, self._catalogue, now)
        if check.valid and cadence.expired(facts, now):
            check = replace(check, valid=False, why="The questions about you come first.")
        last = facts[-1].id if facts else ""
        answered = answered_before([*recent, *told], self._catalogue, now, own)
        version = f"{self._catalogue.digest}/{last}"
        return Safety(flags, check, self._catalogue, uses.uses(recent), version, answered=answered)

    def _safety_facts(self) -> list[Fact]:
        """All that the rules read. Nothing is left out by age: a flag waits for a clinician however long it takes.

        Of sessions only those are read that a complaint asks about. Whatever lies after now tells how far the clock
        was set back.
        """
        now = self.clock.now().wall
        facts = self._journal.facts(screening.KINDS)
        since = screening.care_since(facts, now)
        ended = self._journal.facts(("session-ended",), since) if since is not None else []
        more = {f.id: f for f in [*ended, *self._journal.facts(None, now)] if f.kind not in screening.KINDS}
        return in_order([*facts, *more.values()])

    def evaluation(self) -> Evaluation:
        """The flags that are up, with their evidence, and the history behind them.

        Raises CoachError where there is no catalogue, JournalError where the record can't be read.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        return screening.evaluate(self._safety_facts(), self._catalogue, self.clock.now().wall)

    def due(self) -> cadence.DueQuestions:
        """What is to be asked beside the check of the day. Raises like `evaluation`."""
        said = self.evaluation()
        return cadence.due(self._safety_facts(), said, self.clock.now().wall)

    def checkup(self, routine_id: str | None = None, area: BodyArea | None = None, *, again: bool = False) -> Checkup:
        """All that is to be asked now: the day, what else is due, and what is asked just before `routine_id`.

        It has no screen where nothing is due, or where the routine needs no questions (the calm ones). `again` asks
        the day anew. Raises CoachError where there is no catalogue, BadInput for an unknown routine.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        safety, before, wanted = self.safety(), None, frozenset[str]()
        if safety.fault:
            return Checkup(self._catalogue)
        if routine_id is not None:
            resolved = self.library.techniques_of(self.library.find(routine_id))
            classes = {technique.cls for technique in resolved if clearance.needs_check(technique)}
            if not classes:
                return Checkup(self._catalogue, day=False)
            wanted = sections.asked_before(self._catalogue, classes)
            before = sections.of_techniques(self._catalogue, classes, area)
        due = self.due()
        parts = sections.of_due(self._catalogue, due)
        if before is not None and not wanted <= safety.answered:
            parts = (*parts, before)
        day = again or not safety.check.valid
        return Checkup(
            self._catalogue, safety.check.quick, sections=parts, day=day, grows=True, ask_changed=due.changed
        )

    def questions_of(self, subjects: Collection[str], *, status_given: bool = False) -> Checkup | None:
        """The questions due of these complaints and lumps, by themselves; None where there are none.

        `status_given`: the person has just said whether it is better, so that is not asked again. Raises like `due`.
        """
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        parts = [part for part in sections.of_due(self._catalogue, self.due()) if part.subject in subjects]
        if status_given:
            parts = [replace(part, alone=()) for part in parts]
        return Checkup(self._catalogue, sections=tuple(parts), day=False) if parts else None

    def complaints(self) -> Complaints:
        """The open complaints and lumps, and what is due of them. Raises like `evaluation`."""
        said, now = self.evaluation(), self.clock.now().wall
        return open_at(said, cadence.due(self._safety_facts(), said, now), now)

    def overdue(self, safety: Safety | None = None) -> tuple[RaisedFlag, ...]:
        """The flags whose time to act has passed with nobody seen (LR15): their card is shown at each start.

        `safety` is what was read just now, read anew when None.
        """
        now = self.clock.now().wall
        return tuple(up for up in (safety or self.safety()).flags if up.overdue(now))

    def about_me(self) -> AboutMe:
        """The year of birth and the emergency number, as far as told. Raises JournalError."""
        return about_me(self._journal.facts(("profile",)))

    def tell_about_me(self, year: str, number: str) -> None:
        """Record both as typed; empty: not given. Raises BadInput with what is wrong, JournalError."""
        told = {
            "year_of_birth": year_of(year, self.clock.now().wall),
            "emergency_number": number_of(number),
        }
        self.note("profile", told)

    def clock_ahead(self) -> datetime | None:
        """The newest moment on record where it is still to come: the clock has been set back. Raises JournalError."""
        now = self.clock.now().wall
        every = in_order(self._journal.facts())
        newest = every[-1].at if every else now
        return newest.astimezone(now.tzinfo) if newest > now + CLOCK_SLACK else None

    def put_clock_right(self) -> None:
        """Record, confirmed by the person, that the clock is right now and was ahead before. Raises JournalError."""
        now = self.clock.now().wall
        ahead = [fact for fact in in_order(self._journal.facts()) if fact.at > now]
        if ahead:
            self.note(CLOCK, {"seen": ahead[-1].at.isoformat(), "facts": [fact.id for fact in ahead]})

    def submit(self, checkup: Checkup, area: BodyArea | None = None, by: str = "person") -> Safety:
        """Record a check, finished or not, and say what follows. Raises JournalError: then nothing was passed."""
        now = self.clock.now()
        where = {"area": str(area)} if area is not None else {}
        facts = []
        if checkup.day or checkup.volunteered or any(not part.subject for part in checkup.parts()):
            facts.append(self._fact(now, "check", checkup.body(by) | where))
        facts += [self._fact(now, "check", where | body) for body in checkup.bodies(by)]
        for name in checkup.called_fine:
            body = {"flags": [name], "classes": [], "who": "the person's own word", "second_stage": True}
            facts.append(self._fact(now, "visit", body | {"on": now.wall.date().isoformat()}))
        self._journal.append(facts)
        return self.audit()

    def audit(self, own: str = "") -> Safety:
        """What the door looks at now (`safety`), with the flags written down where they have changed."""
        safety = self.safety(own)
        try:
            new = None if safety.fault else flag_log.entry(safety.flags, self._journal.facts((flag_log.KIND,)))
            if new is not None:
                self._append(flag_log.KIND, new)
        except JournalError:
            return safety  # the log is for looking back; no rule needs it
        return safety

    def flag_changes(self) -> tuple[flag_log.FlagChange, ...]:
        """Which flags rose and went, and when it was seen. Raises JournalError."""
        return flag_log.changes(self._journal.facts((flag_log.KIND,)))

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
            self.audit()

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
        self.audit()

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

    def slips(self, flags: Collection[str]) -> tuple[str, ...]:
        """Those of these flags that would go, were their answers of the last 10 minutes taken back. Raises like
        `evaluation`.
        """
        now = self.clock.now()
        up = {raised.flag.id for raised in self.evaluation().flags}
        facts = [*self._safety_facts(), self._fact(now, "withdrawn", {"flags": list(flags)})]
        catalogue = self.catalogue
        left = {raised.flag.id for raised in screening.raised(facts, catalogue, now.wall)} if catalogue else up
        return tuple(name for name in flags if name in up - left)

    def withdraw(self, flags: Iterable[str]) -> None:
        """Take back a slip: answers of the last 10 minutes to these flags. The record keeps both."""
        self._append("withdrawn", {"flags": list(flags)})
        self.audit()

    def note(self, kind: str, body: Mapping[str, Any], at: datetime | None = None, correct: str | None = None) -> Fact:
        """Add an entry made by hand; `correct` names the entry it takes the place of, by its id or how that begins.

        Raises BadInput where there is no such entry, JournalError where it can't be written.
        """
        now = self.clock.now()
        found = dict(body)
        if correct is not None:
            entry = self.find_entry(kind, correct)
            found["supersedes"] = entry.id
            lump = entry.body.get("lump")
            if kind == "lump" and found.get("lump", lump) != lump:
                raise BadInput("That entry is about another lump.", "Add a look at this one instead.")
        fact = self._fact(now, kind, found)
        if at is not None and correct is None:
            instant, offset = moment(at)
            fact = replace(fact, at=instant, offset=offset)
        self._journal.append([fact])
        self.audit()
        return fact

    def find_entry(self, kind: str, name: str) -> Fact:
        """The entry of this kind whose id is or begins with `name`. Raises BadInput where it is none, or several."""
        there = [fact for fact in self._journal.facts((kind,)) if fact.id.startswith(name) and len(name) >= 4]
        if len(there) != 1:
            what = "There is no" if not there else "There is more than one"
            raise BadInput(f"{what} {kind} entry '{name[:60]}'.", "Give the id that was shown when it was recorded.")
        return there[0]

    def as_corrected(self, kind: str, name: str) -> dict[str, Any]:
        """The body of this entry as it stands, with what was corrected of it. Raises like `find_entry`."""
        entry = self.find_entry(kind, name)
        body, names = entry.body, {entry.id}
        for fact in in_order(self._journal.facts((kind,))):
            if fact.body.get("supersedes") in names:
                body, names = fact.body, names | {fact.id}
        return {key: value for key, value in body.items() if key != "supersedes"}

    def find_lump(self, name: str) -> Lump:
        """The lump whose id, or that of a look at it, is or begins with `name`. Raises BadInput, JournalError."""
        there = [
            lump
            for lump in self.evaluation().history.lumps
            if len(name) >= 4 and any(known.startswith(name) for known in (lump.id, *(look.id for look in lump.checks)))
        ]
        if len(there) != 1:
            what = "There is no" if not there else "There is more than one"
            raise BadInput(f"{what} lump '{name[:60]}'.", "See their ids with: coach check")
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
        before = [fact for fact in begun if fact.body.get("routine") == routine.id]
        if not before:
            return chosen
        remembered = Choices.from_dict(before[-1].body.get("choices", {}))
        turn = len(before) if is_guided(routine) else None  # not chosen by anybody: each break has its turn
        merged = chosen.over(replace(remembered, turn=turn, seconds=None))
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
        verdict = self._decide(routine, choices, self.safety(past.id), now.wall, own=past.id)
        if isinstance(verdict, Blocked):
            return verdict
        timeline = self.plan(past.routine, choices, verdict)
        begun = past.begun.body
        same = timeline.seconds == begun.get("seconds") and _planned(timeline) == begun.get("planned")
        if not same or past.last_reached is None:
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
            run.when_over = partial(self._over, run)
        return run

    def _over(self, run: Run, session: str) -> None:
        if self._presence is not None:
            self._presence.release(session)
        if self.when_over is not None:
            self.when_over(run)

    def close(self, past: PastSession, *, discard: bool = False) -> None:
        """Close an interrupted session as partly done, or discard it. What was held still counts for the doses."""
        outcome = "discarded" if discard else str(SessionOutcome.INTERRUPTED)
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
        safety = self._reported(body, run.id)
        verdict = self._decide(routine, session.plan.choices, safety, self.clock.now().wall, own=run.id)
        if isinstance(verdict, Blocked):
            run.unshown += run.leave(SessionOutcome.STOPPED)
            return verdict
        run.unshown += run.bar(set(session.plan.techniques) - set(verdict.techniques))
        return None

    def _reported(self, body: dict[str, Any], own: str) -> Safety:
        fact = self._fact(self.clock.now(), "report", body)
        try:
            self._journal.append([fact])
        except JournalError:
            before = self.safety(own)
            if self.catalogue is None or before.fault:
                return before
            up = screening.raised([fact], self.catalogue, self.clock.now().wall)
            return replace(before, flags=(*before.flags, *up))
        return self.audit(own)

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
    parts: dict[str, int] = {}
    for segment in timeline.segments:
        if segment.technique is not None and segment.kind in WORK:
            parts[segment.technique] = parts.get(segment.technique, 0) + 1
    return {
        "routine": timeline.routine,
        "name": timeline.name,
        "choices": timeline.choices.as_dict(),
        "seconds": timeline.seconds,
        "planned": _planned(timeline),
        "parts": parts,
        "left_out": [name for name, _ in cleared.left_out],
        "clearance": cleared.version,
    }


def _planned(timeline: Timeline) -> dict[str, int]:
    """The seconds of work of each technique."""
    planned: dict[str, int] = {}
    for segment in timeline.segments:
        if segment.technique is not None and segment.kind in WORK:
            planned[segment.technique] = planned.get(segment.technique, 0) + segment.seconds
    return planned


def sequences_first(routines: Iterable[Listed]) -> list[Listed]:
    """Open ones before locked ones, sequences before single techniques, short before long."""
    return sorted(
        routines,
        key=lambda r: (r.locked and not r.check_due, not isinstance(r.routine, Sequence), r.seconds or 0),
    )
