# mypy: ignore-errors
"""How `journal.db` was made. It runs on the version that made it (ebebaf6) and on no later one; kept as documentation.

    PYTHONPATH=CHECKOUT:REPOSITORY python -m tests.record.kept.make FOLDER

Everything goes the program's own ways: `Coach`, the command line with a fixed clock, the reminders' own steps. Ids and
moments are fixed, so it makes the same facts each time. FOLDER gets journal.db, facts.jsonl and sessions.json.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from coach.adapters.journal import open_journal
from coach.core import groups
from coach.core.catalogue import Answer, Layer
from coach.core.choices import Choices, DoseChoice, SideChoice
from coach.core.clearance import Cleared
from coach.core.events import Outcome
from coach.core.routine import BodyArea, TechniqueClass
from coach.core.sections import Section
from tests.conftest import FakeClock
from tests.record.kept.make_desk import desk_days
from tests.record.kept.make_house import FIRST, NEW_YORK, House, fixed_ids
from tests.record.kept.make_sessions import recorded

# --- the story --------------------------------------------------------------------------------------------------------


def first_week(desk: House) -> None:
    """Monday to Friday: the first check, complaints, a lump, visits, slips, sessions."""
    clock, file = desk.clock, desk.folder.parent / "answers.yaml"
    desk.say("log", "about", "--birth-year", "1980", "--emergency-number", "112")
    desk.say("log", "about", "--birth-year", "", "--emergency-number", "")
    desk.say("log", "about", "--birth-year", "1981", "--emergency-number", "+49 112")
    file.write_text('unanswered: [chest-pain]\nothers: "no"\n')
    desk.say("check", "--again", "--answers", str(file), code=3)  # unfinished
    with desk.open() as house:  # heart-condition yes, and somebody who knows has called it fine: the second stage
        due = with_profile(house.coach.checkup(again=True))
        given = {"heart-condition": "yes", "raynauds": "not-sure", "second/heart-condition": "yes"}
        house.coach.submit(answer_all(due, **given), BodyArea.NECK)
    clock.advance(120)
    pain_and_complaints(desk)
    clock.advance(3600)
    file.write_text('answers: {limb-numb-tingle-weak: "yes", fever-or-chills: "not-sure"}\n')
    desk.say("check", "--answers", str(file), code=None)  # volunteered where nothing is due
    desk.say("log", "slip", "limb-numb-tingle-weak", "fever-or-chills", "--yes", code=None)
    desk.clean()
    clock.advance(86400 - 4 * 3600)
    lumps(desk)


def pain_and_complaints(desk: House) -> None:
    desk.log("pain", "4", "--area", "neck")
    desk.log("pain", "0")
    whole = ["pain", "6", "--area", "lower-back", "--side", "left", "--kind", "ache", "--feel", "dull", "stiff"]
    whole += ["--tags", "night", "morning", "--triggers", "long-sitting", "stress", "--status", "worse"]
    whole += ["--medicine", "yes", "--note", "after the drive", "--when", "next morning", "--at", "2026-03-01 07:30"]
    entry = desk.log(*whole)
    desk.log("pain", "5", "--correct", entry)
    desk.log("pain", "7", "--area", "shoulder", "--kind", "not-sure", "--medicine", "ibuprofen", "--when", "any time")
    knot = desk.log("episode", "knot", "--area", "neck", "--side", "right", "--status", "same")
    spasm = ["episode", "spasm", "--area", "lower-back", "--started", "2026-02-20", "--triggers", "heavy-lift-or-carry"]
    spasm = desk.log(*spasm, "twist-or-swing")
    over = ["episode", "bruise", "--area", "shoulder", "--side", "both"]
    desk.log(*over, "--started", "2026-02-01", "--ended", "2026-02-09 18:00")
    ache = desk.log("episode", "ache", "--area", "mid-back", "--side", "middle")
    desk.log("episode", "--correct", ache, "--triggers", "accident-or-fall")
    gland = desk.log("episode", "swollen-gland", "--area", "neck")
    desk.log("episode", "not-sure", "--area", "shoulder")
    for value in ("better", "same", "worse", "not-sure"):
        desk.log("episode", "--id", spasm, "--status", value)
    desk.log("episode", "--id", gland, "--gone")
    desk.log("episode", "--id", knot, "--gone", "--ended", f"{desk.clock.wall:%Y-%m-%d %H:%M}")
    with desk.open() as house:  # as the full screen notes it: with tags
        body = {"area": "upper-back", "kind": "knot", "started": "2026-03-01T00:00:00+01:00"}
        house.coach.note("episode", body | {"triggers": ["stress"], "tags": ["spreads"]})
    desk.clock.advance(60)


def lumps(desk: House) -> None:
    whole = ["lump", "--area", "lower-back", "--side", "left", "--first-noticed", "2026-02-10", "--size-mm", "12.5"]
    whole += ["--texture", "soft", "--moves", "moves", "--look", "normal", "--pain", "1", "--pain-time", "after rest"]
    whole += ["--feeling", "normal", "--count", "one", "--on-spine", "no", "--after-injury", "no"]
    whole += ["--other-lumps", "not-sure", "--seen-by", "nobody", "--spasm-or-stiff", "yes"]
    first = desk.log(*whole)
    second = desk.log("lump", "--area", "neck", "--first-noticed", "not-sure", "--at", "2026-03-02 20:00")
    desk.log("lump", "--id", first, "--size", "small-coin", "--change-since-last", "bigger", "--texture", "stone-hard")
    desk.log("lump", "--id", second, "--look", "leaking or bleeding", "--seen-by", "seen: no self-care")
    look = desk.log("lump", "--id", second, "--moves", "stuck", "--pain", "4", "--at", "2026-03-02 21:00")
    desk.log("lump", "--correct", look, "--moves", "moves")
    with desk.open() as house:  # the screen copies the area into a look
        house.coach.note("lump", {"area": "neck", "feeling": "numb", "pain_time": "morning", "lump": second})
    desk.clean(lump_painful="yes", knot_may_be_lump="not-sure")
    about = ["visit", "--flag", "lump-painful", "lump-new-unassessed", "--who", "my GP"]
    seen = desk.log(*about, "--fine", "heat", "stretch", "--lump", first, "--on", "2026-03-02")
    desk.log(*about, "--correct", seen, "--fine", "all", "--lump", first, second)
    desk.log("visit", "--flag", "pain-not-better-1-week", "--who", "doctor")
    desk.log("lump", "--id", first, "--change-since-last", "gone")


def sessions(desk: House) -> None:
    """Runs of every kind: done, left, stopped, asleep, an alarm nobody answered, interrupted and gone on with."""
    clock = desk.clock
    desk.clean()
    clock.advance(120)
    unfinished(desk)
    led(desk, "calm-breathing", Choices(minutes=5, wait=True, wait_limit=30), 30, Outcome.LEFT)
    led(desk, "neck-knot-desk", Choices(), 500, Outcome.LEFT)
    led(desk, "movement-break", Choices(turn=2, seconds=180), 60, Outcome.GOT_UP)
    whole = Choices(BodyArea.SHOULDER, SideChoice.LEFT, None, "wall-ball", 2, DoseChoice.LOW, wait=False)
    led(desk, "ball-compression", whole, None, None, before=3, after=6, told="in-session-dizzy", gone=True)
    led(desk, "moist-heat", Choices(BodyArea.NECK), None, None, before=5, after=3, answered=False)
    led(desk, "cat-cow", Choices(), 40, None, told="in-session-sharp-pain")
    clock.advance(86400)
    desk.clean()
    led(
        desk,
        "neck-stretch",
        Choices(BodyArea.NECK, SideChoice.BOTH),
        50,
        Outcome.LEFT,
        asleep=True,
        skip=True,
        before=2,
    )


def led(
    desk: House,
    routine: str,
    choices: Choices,
    seconds: float | None,
    outcome: Outcome | None,
    *,
    before: int | None = None,
    after: int | None = None,
    told: str = "",
    gone: bool = False,
    answered: bool = True,
    asleep: bool = False,
    skip: bool = False,
) -> None:
    """One guided session, where the door lets it through."""
    clock = desk.clock
    desk.clean(routine, choices.area)
    with desk.open() as house:
        coach = house.coach
        if before is not None:
            coach.rate(before, "before", choices.area)
            clock.advance(20)
            desk.clean(routine, choices.area)
        cleared = coach.ask(routine, choices)
        assert isinstance(cleared, Cleared), (routine, cleared)
        ran = coach.begin(cleared, choices, before=before)
        begun, reported, slept, skipped = clock.boot, False, False, False
        while ran.ended is None and (seconds is None or clock.boot - begun < seconds):
            due = ran.due_in()
            clock.advance(1.0 if due is None else max(0.25, min(due, 20.0)))
            ran.tick()
            phase = str(ran.session.phase)
            if phase == "alarm":
                clock.advance(4 if answered else 60)
                ran.acknowledge(by_person=answered)
            elif phase in {"paused", "waiting", "take-off"}:
                clock.advance(3)
                ran.acknowledge() if phase == "take-off" else ran.resume()
            if told and not reported and clock.boot - begun > 15:
                reported = True
                ran.pause()
                coach.report(ran, told, gone=gone)
                ran.resume()
            if asleep and not slept and clock.boot - begun > 12:
                slept = True
                clock.advance(1, asleep=300)
            if skip and not skipped and clock.boot - begun > 20:
                skipped = True
                ran.pause()
                clock.advance(4)
                ran.resume()
                ran.next()
                clock.advance(2)
                ran.back()
        if outcome is not None and ran.ended is None:
            ran.leave(outcome)
        if after is not None:
            coach.rate(after, "after", choices.area, ran, before)
            coach.report(ran, "ball-no-release-2-min", technique="ball-compression") if routine[0] == "b" else None
    clock.advance(600)


def unfinished(desk: House) -> None:
    """Sessions that the program went away from: one gone on with, one closed, one discarded, one left open later."""
    for what in ("resume", "close", "discard"):
        desk.clean("cat-cow")
        with desk.open() as house:
            cleared = house.coach.ask("cat-cow", Choices())
            assert isinstance(cleared, Cleared), cleared
            ran = house.coach.begin(cleared, Choices())
            for _ in range(6):
                desk.clock.advance(5)
                ran.tick()
            house.presence.release(ran.id)  # as if the process had died
        desk.clock.advance(240)
        with desk.open() as house:
            past = house.coach.today().unfinished
            assert past is not None
            if what == "resume":
                ran = house.coach.pick_up(past)
                ran.resume()
                desk.clock.advance(30)
                ran.tick()
                ran.leave()
                house.coach.rate(2, "after", None, ran, None)
            else:
                house.coach.close(past, discard=what == "discard")
        desk.clock.advance(60)


def wrong_clock(desk: House) -> None:
    """The clock runs ahead by two days, things are noted, and it is put right; later it is set back once more."""
    clock = desk.clock
    clock.wall += timedelta(days=2)
    desk.clean()
    desk.log("pain", "3", "--area", "neck")
    desk.log("episode", "knot", "--area", "mid-back", "--started", f"{clock.wall:%Y-%m-%d}")
    clock.wall -= timedelta(days=2)
    desk.say("log", "clock", "--yes")
    desk.clean()


def a_year_on(desk: House) -> None:
    """What was called fine is a year old: "Has anything changed?"; and a word on a complaint is asked for."""
    clock = desk.clock
    with desk.open() as house:
        every = [str(cls) for cls in TechniqueClass]
        house.coach.seen(["heart-condition", "raynauds"], every, "doctor", clock.wall.date())
    clock.advance(200 * 86400)
    desk.log("episode", "spasm", "--area", "neck", "--started", f"{clock.wall - timedelta(days=2):%Y-%m-%d}")
    desk.clean(no_better_24h="no", rest_no_relief="yes")
    with desk.open() as house:
        due = with_profile(house.coach.checkup(again=True))
        house.coach.submit(answer_all(due, raynauds="yes", heart_condition="yes"))
    clock.advance(180 * 86400)
    for word in ("no", "not-sure"):
        with desk.open() as house:
            due = house.coach.checkup()
            assert due.ask_changed == (word == "no")
            house.coach.submit(answer_all(replace(due, ask_changed=True), changed=word))
        clock.advance(86400)
    with desk.open() as house:
        house.coach.note_restored()
    clock.advance(60)
    desk.clean()


def answer_all(due, **answers: str):
    """Every screen answered: these, a group that holds one of them with yes, and all else with no."""
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    of_group = {g.id: set(g.flags) for part in due.parts() for g in part.groups}
    while (screen := due.screen) is not None:
        name = screen.key.rpartition("/")[2]
        value = given.get(screen.key) or given.get(name, "yes" if of_group.get(name, set()) & set(given) else "no")
        if screen.key.startswith("second/"):
            value = given.get(screen.key, "no")
        due = due.answer(screen.key, Answer(value))
    return due


def with_profile(due):
    """The check with the questions about the person, though a year has not passed."""
    if any(section.layer is Layer.PROFILE for section in due.sections):
        return due
    return replace(due, sections=(Section(Layer.PROFILE, groups.PROFILE), *due.sections))


# --- the files --------------------------------------------------------------------------------------------------------


def lived(folder: Path) -> list:
    """Both machines' facts: the desk's, and those of a laptop in New York, taken in by the desk's journal."""
    desk, laptop = House(folder / "desk", FakeClock(FIRST)), House(folder / "laptop", FakeClock(FIRST))
    desk.folder.mkdir()
    laptop.folder.mkdir()
    sessions(desk)
    first_week(desk)
    wrong_clock(desk)
    desk_days(desk)
    laptop.clock.wall = datetime(2026, 3, 5, 8, 30, tzinfo=NEW_YORK)
    laptop.clean()
    laptop.log("pain", "5", "--area", "upper-back", "--tags", "night")
    laptop.log("episode", "bruise", "--area", "upper-back", "--side", "left", "--triggers", "accident-or-fall")
    desk_days(laptop, short=True)
    a_year_on(desk)
    with desk.open() as house:
        house.journal.append(laptop.facts())
    return desk.facts()


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as place, patch("uuid.uuid4", fixed_ids()):
        facts = lived(Path(place))
        kept = folder / "journal.db"
        kept.unlink(missing_ok=True)
        with closing(sqlite3.connect(Path(place) / "desk" / "journal.db")) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.execute("VACUUM INTO ?", (str(kept),))
        with closing(open_journal(Path(place) / "desk" / "journal.db", now=FIRST)) as journal:
            device = journal.device
    lines = [
        {"id": f.id, "at": f.at.isoformat(), "offset": f.offset, "device": f.device, "kind": f.kind, "body": f.body}
        for f in facts
    ]
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    (folder / "facts.jsonl").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as place, patch("uuid.uuid4", fixed_ids()):
        (folder.parent / "sessions.json").write_text(recorded(Path(place)), encoding="utf-8")
    print(len(lines), "facts of", device)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
