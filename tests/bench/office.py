"""A simulated office: how often the safety check locks anything for people who answer honestly, and by which flag.

People, complaints and visits are drawn with the numbers below; checks, rules and locks are the program's own. Exits 1
where steady low pain locks moving or stretching for good. Run: python tests/bench/office.py [people]
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from multiprocessing import Pool
from typing import Any

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check import cadence, sections
from coach.core.check.check_facts import of_check, of_person
from coach.core.check.checkup import Checkup
from coach.core.check.written_check import from_answers
from coach.core.clearance.locks import Safety, lock
from coach.core.record.codec import decode
from coach.core.record.facts import Fact, Known, Unknown, Unreadable, moment
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import Evaluation, evaluate
from coach.core.vocabulary import Answer, TechniqueClass

TECHNIQUES = {t.id: t for t in load_library(None).shipped_techniques}
CATALOGUE = load_catalogue({name: t.cls for name, t in TECHNIQUES.items()})
EVERY = [str(cls) for cls in TechniqueClass]
DAYS, PEOPLE, SEED = 30, 10_000, 3
FIRST = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))

# Share of people with a profile fact. "Survey": the size that population surveys give; the rest is our assumption.
PROFILE = {
    "heart-condition": 0.18,  # survey: a third of adults have high blood pressure, and about half of them know it
    "diabetes": 0.06,  # survey: known diabetes at working age
    "cancer-history": 0.04,  # survey: people living after cancer, at working age
    "raynauds": 0.05,  # survey
    "inflammatory-arthritis": 0.01,  # survey
    "pregnant": 0.015,  # from birth rates
    "known-spine-condition": 0.06,
    "jaw-joint-problem": 0.05,
    "dizzy-or-faint": 0.03,
    "cannot-use-floor": 0.03,
    "osteoporosis": 0.02,
    "blood-thinners-or-bleeding": 0.02,
    "weak-immune-or-steroids": 0.02,
    "poor-circulation": 0.015,
    "recent-surgery": 0.01,
    "doctor-limits-exercise": 0.005,
    "recent-fracture": 0.002,
    "blood-clot": 0.001,
}
FINE_BEFORE = 0.5  # assumption: of these, who has already heard from a professional that it is fine (second stage)
AGE_GIVEN = 0.7  # assumption: the year of birth is optional
OPEN_ACHE = 0.12  # survey: low-back or neck pain at one moment, the lasting kind left out
LASTING_ACHE = 0.08  # survey: steady low pain for months
A_DAY = {"knot": 0.006, "ache": 0.004, "spasm": 0.001, "bruise": 0.002, "lump": 0.0003}  # assumption: new ones a day
COLD_A_DAY, COLD_DAYS = 0.007, 7  # survey: two or three colds a year, about a week each
FEVER = 0.1  # assumption: of people with a cold, who also says yes to a fever without knowing why, for a day
HEADACHE_A_DAY = 0.08  # survey: plain headaches on a few days a month
HEADACHE_UNSURE = 0.02  # assumption: of these days, "not sure" whether it will go away
NOT_SURE = 0.002  # assumption: one check in 500 has a "not sure" on some question that should be "no"
AT_REST, AT_NIGHT = 0.03, 0.01  # assumption: of open aches, a week with pain that rest does not ease; bad at night
SESSION_A_DAY, PAIN_UP = 0.5, 0.02  # assumption: a session with ratings; it ends 2 or more points up
SEEN_IN = {Level.EMERGENCY: 1, Level.URGENT: 1, Level.CLINICIAN: 6, Level.CAUTION: 20}  # assumption: mean days
GOES = 0.8  # assumption: who goes at all

TODAY = [
    name for group in CATALOGUE.groups_of(Layer.TODAY) for name in group.flags if CATALOGUE.flags[name].ask_when is None
]


@dataclass
class Complaint:
    """One complaint of a person."""

    id: str
    kind: str
    area: str
    level: float
    fades: float  # what is left of the pain after a day
    open: bool = True


@dataclass
class Person:
    """A person, and the record that grows."""

    chance: random.Random
    traits: set[str]
    complaints: list[Complaint] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    cold_until: int = -1
    visits: dict[str, int] = field(default_factory=dict)  # flag -> the day it is shown to somebody
    ached: bool = False
    ill: bool = False
    unsure: bool = False

    def add(self, kind: str, at: datetime, body: dict[str, Any]) -> str:
        """Record a fact, from what the journal would keep of it."""
        decoded = decode(kind, json.dumps(body))
        assert not isinstance(decoded, (Unknown, Unreadable)), decoded
        return self.write(at, decoded)

    def write(self, at: datetime, body: Known) -> str:
        """Record a fact."""
        self.facts.append(Fact(f"{len(self.facts):05}", *moment(at), "", body))
        return self.facts[-1].id

    def begin(self, kind: str, at: datetime, level: float, fades: float) -> None:
        """A new complaint."""
        area = self.chance.choice(["neck", "shoulder", "upper-back", "lower-back"])
        self.ached = True
        if kind == "lump":
            self.add("lump", at, {"area": area, "first_noticed": at.date().isoformat(), "texture": "soft"})
            return
        name = self.add("episode", at, {"kind": kind, "area": area, "started": at.isoformat()})
        self.complaints.append(Complaint(name, kind, area, level, fades))
        self.add("pain", at, {"level": round(level), "area": area})


def drawn(number: int) -> Person:
    """One person on the morning of the first day."""
    chance = random.Random(SEED * 1_000_003 + number)
    person = Person(chance, {name for name, share in PROFILE.items() if chance.random() < share})
    if chance.random() < AGE_GIVEN:
        person.add("profile", FIRST - timedelta(days=90), {"year_of_birth": FIRST.year - chance.randint(19, 66)})
    if chance.random() < LASTING_ACHE:
        person.begin("ache", FIRST - timedelta(days=chance.randint(20, 80)), chance.choice([3, 4]), 1.0)
    elif chance.random() < OPEN_ACHE:
        person.begin("knot", FIRST - timedelta(days=chance.randint(1, 6)), chance.choice([3, 4, 5, 6]), 0.8)
    return person


def lived(person: Person, day: int, now: datetime) -> None:
    """What happens to a person on a day, before the check: complaints begin, fade and are rated."""
    chance = person.chance
    for kind, share in A_DAY.items():
        if chance.random() < share and not any(c.open and c.kind == kind for c in person.complaints):
            fades = 0.7 if kind == "bruise" else chance.uniform(0.6, 0.95)
            person.begin(kind, now - timedelta(minutes=30), chance.choice([2, 3, 4, 5, 6]), fades)
    for complaint in person.complaints:
        if not complaint.open:
            continue
        complaint.level *= complaint.fades
        felt = max(0, round(complaint.level + (chance.choice([-0.5, 0, 0, 0.5]) if complaint.fades == 1 else 0)))
        if felt == 0:
            complaint.open = False
            person.add("episode-ended", now, {"episode": complaint.id, "ended": now.isoformat()})
        elif chance.random() < 0.8:
            person.add("pain", now - timedelta(minutes=20), {"level": felt, "area": complaint.area})
    if day > person.cold_until and chance.random() < COLD_A_DAY:
        person.cold_until = day + COLD_DAYS
        person.ill = True


def honest(person: Person, day: int) -> dict[str, Answer]:
    """The answers of a day that are not "no"."""
    chance = person.chance
    bad = dict.fromkeys(sorted(person.traits), Answer.YES) if day == 0 else {}
    if day <= person.cold_until:
        bad["feel-ill-today"] = Answer.YES
        if day == person.cold_until - COLD_DAYS + 1 and chance.random() < FEVER:
            bad["fever-or-chills"] = Answer.YES
    if chance.random() < HEADACHE_A_DAY and chance.random() < HEADACHE_UNSURE:
        bad["lasting-headache"] = Answer.NOT_SURE
        person.ill = True
    open_ones = [c for c in person.complaints if c.open]
    if open_ones and day % 7 == 0:
        if chance.random() < AT_REST:
            bad["rest-no-relief"] = Answer.YES
        if chance.random() < AT_NIGHT:
            bad["night-pain"] = Answer.YES
    if chance.random() < NOT_SURE:
        bad[chance.choice(TODAY)] = Answer.NOT_SURE
        person.unsure = True
    if any(c.kind in {"spasm", "bruise"} for c in open_ones):
        bad["no-better-24h"] = Answer.YES if chance.random() < 0.9 else Answer.NO
    return bad


CLEAN = of_person(from_answers(CATALOGUE, {}, frozenset(), others=True))


def checked(person: Person, day: int, now: datetime, said: Evaluation) -> None:
    """The check of the day, with whatever else is due."""
    bad = honest(person, day)
    due = cadence.due(person.facts, said, CATALOGUE, now)
    doubts = [up.flag.id for up in said.flags if up.again and up.flag.question]
    if not bad and not due.anything and not doubts:
        person.write(now, CLEAN)
        return
    parts = (*sections.of_due(CATALOGUE, due), *([sections.of_doubts(doubts)] if doubts else []))
    checkup = Checkup(CATALOGUE, sections=parts, grows=True, ask_changed=due.changed)
    bad = {name: CATALOGUE.flags[name].rule.must_be for name in doubts} | bad  # asked again by itself, answered now
    fine = {f"second/{name}": Answer.YES for name in sorted(person.traits) if person.chance.random() < FINE_BEFORE}
    checkup = from_answers(CATALOGUE, bad, frozenset(), others=True, due=replace(checkup, answers=fine))
    for body in of_check(checkup, None, "person", now.date()):
        person.write(now, body)


def session(person: Person, now: datetime) -> None:
    """A session with a rating before and after."""
    chance = person.chance
    open_ones = [c for c in person.complaints if c.open]
    if not open_ones or chance.random() >= SESSION_A_DAY:
        return
    before = round(open_ones[0].level)
    after = before + 2 if chance.random() < PAIN_UP else max(0, before - chance.choice([0, 0, 1]))
    technique = chance.choice(["neck-stretch", "cat-cow", "ball-compression"])
    body = {"level": after, "before": before, "area": open_ones[0].area, "techniques": [technique], "session": "s"}
    person.add("pain", now + timedelta(minutes=30), body)


def seen(person: Person, day: int, now: datetime, said: Evaluation) -> None:
    """Go and be seen about what is up; a clinician calls everything fine."""
    chance = person.chance
    for up in said.flags:
        if up.flag.id not in person.visits and (up.blocks.classes or up.blocks.techniques):
            wait = round(chance.expovariate(1 / SEEN_IN[up.flag.level])) + 1
            person.visits[up.flag.id] = day + wait if chance.random() < GOES else 10_000
    today = sorted(name for name, at in person.visits.items() if at == day)
    if today:
        person.add("visit", now + timedelta(hours=3), {"flags": today, "classes": EVERY, "who": "GP"})
        for name in today:
            del person.visits[name]


def locks_of(said: Evaluation, now: datetime) -> tuple[set[str], set[str]]:
    """What is locked by flags at this moment, and the flags that do it; the day's check is passed."""
    safety = Safety(said.flags, DailyCheck(valid=True), CATALOGUE, (), "", known=frozenset(CATALOGUE.flags))
    if not said.flags:
        return set(), set()
    reasons = {t.id: lock(t, None, safety, now, TECHNIQUES) for t in TECHNIQUES.values()}
    return {name for name, why in reasons.items() if why}, {why.flag for found in reasons.values() for why in found}


def month(number: int) -> Counter[tuple[str, str]]:
    """One person's month: person-days by group, and by group and flag."""
    person = drawn(number)
    days: list[tuple[set[str], set[str], Level]] = []
    said = evaluate(person.facts, CATALOGUE, FIRST)
    for day in range(DAYS):
        now = FIRST + timedelta(days=day)
        lived(person, day, now)
        checked(person, day, now, said)
        said = evaluate(person.facts, CATALOGUE, now)
        locked, by = locks_of(said, now)
        days.append((locked, by, max((up.level for up in said.flags), key=lambda x: x.rank, default=Level.SELF_CARE)))
        seen(person, day, now, said)
        session(person, now)
    found: Counter[tuple[str, str]] = Counter()
    for group in groups_of(person):
        found[group, "people"] += 1
        found[group, "ever"] += any(locked for locked, _, _ in days)
        for locked, by, level in days:
            found[group, "days"] += 1
            found[group, "locked"] += bool(locked)
            found[group, "moving locked"] += "movement-break" in locked
            found[group, f"= {level}"] += bool(locked)
            for flag in by:
                found[group, flag] += 1
    return found


def groups_of(person: Person) -> list[str]:
    """The groups a person is counted in."""
    found = ["everybody"]
    plain = not person.traits and not person.ached
    if plain:
        found.append("healthy")
        if not (person.ill or person.unsure):
            found.append("healthy, no cold, always sure")
    if person.ached and not person.traits:
        found.append("aching, nothing else known")
    if any(c.fades == 1 for c in person.complaints) and not person.traits:
        found.append("steady low pain")
    found += [name for name in ("heart-condition", "cancer-history", "pregnant") if person.traits == {name}]
    return found


def steady_year() -> bool:
    """A year of steady pain of 3 to 4 with one visit: moving and stretching are open, and pressing opens again."""
    person = Person(random.Random(SEED), set())
    person.begin("ache", FIRST, 4, 1.0)
    closed: Counter[str] = Counter()
    for day in range(365):
        now = FIRST + timedelta(days=day)
        person.add("pain", now, {"level": 3 + day % 2, "area": person.complaints[0].area})
        person.write(now, CLEAN)
        if day == 20:
            said = evaluate(person.facts, CATALOGUE, now)
            body = {"flags": sorted(up.flag.id for up in said.flags), "classes": EVERY, "who": "GP"}
            person.add("visit", now + timedelta(hours=1), body)
        said = evaluate(person.facts, CATALOGUE, now + timedelta(hours=2))
        closed.update(TECHNIQUES[name].cls for name in locks_of(said, now + timedelta(hours=2))[0])
    print("a year of steady pain with one visit, days locked by class:", dict(closed) or "none")
    moving = {TechniqueClass.STRETCH, TechniqueClass.STRENGTH, TechniqueClass.MOVEMENT_BREAK}
    return not moving & set(closed) and closed[TechniqueClass.COMPRESSION] < 365


def main() -> int:
    """Run the office and print its table."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    total: Counter[tuple[str, str]] = Counter()
    with Pool(2) as pool:
        for found in pool.imap_unordered(month, range(people), chunksize=50):
            total.update(found)
    print(f"{people} people, {DAYS} days each, seed {SEED}, from {date(FIRST.year, FIRST.month, FIRST.day)}\n")
    for group in sorted({g for g, _ in total}, key=lambda g: -total[g, "people"]):
        days = total[group, "days"]
        print(
            f"{group}: {total[group, 'people']} people; anything locked on {total[group, 'locked'] / days:.2%} of days,"
            f" ever {total[group, 'ever'] / total[group, 'people']:.1%} of people; movement breaks locked on "
            f"{total[group, 'moving locked'] / days:.2%}"
        )
        levels = {name: n for (g, name), n in total.items() if g == group and name.startswith("= ") and n}
        print("   by level: " + ", ".join(f"{name[2:]} {n / days:.2%}" for name, n in sorted(levels.items())))
        flags = Counter({name: n for (g, name), n in total.items() if g == group and name in CATALOGUE.flags})
        print("   by flag:  " + ", ".join(f"{name} {n / days:.2%}" for name, n in flags.most_common(14)))
    return 0 if steady_year() else 1


if __name__ == "__main__":
    sys.exit(main())
