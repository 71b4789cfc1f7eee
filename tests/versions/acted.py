"""What one version of coach does: at the door, in the check, in the reminders, and what it writes."""

from __future__ import annotations

import contextlib
import itertools
from datetime import time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.versions import shapes
from tests.versions.where import AllParts, desk, owner, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.versions.home import Home

Plain = dict[str, Any]
CHOSEN: dict[str, Plain] = {
    "default": {},
    "neck": {"area": "neck"},
    "shoulder": {"area": "shoulder", "side": "left", "dose": "high"},
    "lower-back": {"area": "lower-back", "minutes": 6},
    "waiting": {"wait": True, "wait_limit": 60, "spots": 2},
    "turn": {"turn": 3, "seconds": 180},
}
PLANS: dict[str, Plain] = {}  # every plan that was made, by its mark: the same ones come again and again
RENAMED = {"OpenBreak": "Open", "CommandRefused": "Refused"}  # events of the reminders that got another name
LONGEST = 400  # pages; more is a circle


@contextlib.contextmanager
def once(coach: Any) -> Iterator[Any]:
    """Nothing is written meanwhile, so the record is read and judged once, not anew for each of some hundred questions.

    Where a later `Coach` has other names for these three it only takes longer.
    """
    with contextlib.ExitStack() as stack:
        for name in ("safety", "evaluation", "due"):
            part = owner(coach, name)
            stack.enter_context(patch.object(part, name, cache(getattr(part, name))))
        yield AllParts(coach)


def choices(values: Plain) -> Any:
    """The choices of these words."""
    kinds = {"area": place("BodyArea"), "side": place("SideChoice"), "dose": place("DoseChoice")}
    return place("Choices")(**{n: kinds[n](v) if n in kinds else v for n, v in values.items()})


def planned(coach: Any, routine: str, chosen: Any, cleared: Any = None) -> str:
    """The mark of a plan, which is kept in full once; or why there is none."""
    try:
        found = shapes.timeline(coach.plan(routine, chosen, cleared))
    except place("BadInput") as fault:
        return f"no: {fault}"
    mark = shapes.digest(found)
    PLANS.setdefault(mark, found)
    return mark


def by_turn(turn: int) -> tuple[str, ...]:
    """What is chosen in this turn: nothing, and one thing."""
    return "default", list(CHOSEN)[1 + turn % (len(CHOSEN) - 1)]


def doors(coach: Any, names: tuple[str, ...]) -> Plain:
    """Each routine at the door: a leave with its plan, or a no with its card."""
    found: Plain = {}
    for routine in coach.library.routines.values():
        for name in names:
            if name in set(place("BodyArea")) and name not in set(routine.areas):
                continue
            chosen = choices(CHOSEN[name])
            key = f"{routine.id}, {name}"
            plan = planned(coach, routine.id, chosen)
            try:
                verdict = coach.ask(routine.id, chosen)
            except place("BadInput") as fault:
                found[key] = [plan, str(fault)]
                continue
            if isinstance(verdict, place("Blocked")):
                found[key] = [plan, shapes.card(verdict)]
            else:
                found[key] = [plan, shapes.cleared(verdict), planned(coach, routine.id, chosen, verdict)]
    return found


def pages(coach: Any, turn: int) -> Plain:
    """The pages of the check with every answer no, every answer yes, and both by turns."""
    found: Plain = {}
    for routine, again in ((None, False), (None, True), (("lower-back-short", "heat-then-cold")[turn % 2], False)):
        for how, answers in (("no", ["no"]), ("yes", ["yes"]), ("turns", ["yes", "no", "not-sure", "no", "no"])):
            checkup = coach.checkup(routine, again=again)
            shown: list[list[Any]] = []
            while (screen := shapes.page(checkup)) is not None and len(shown) < LONGEST:
                shown.append(shapes.screen(screen))
                answer = place("Answer")(answers[len(shown) % len(answers)])
                checkup = shapes.answered(checkup, screen, answer, place("Answer")("no"))
            end = [checkup.complete, checkup.emergency, checkup.begun]
            found[f"{routine}, {again}, {how}"] = [shapes.digest(shown), len(shown), [s[0] for s in shown], end]
    return found


def pick_up(coach: Any, past: Any) -> Any:
    """Whether the open session could go on; nothing is begun where it could."""
    if past is None:
        return None
    with_own = coach.safety(past.id)
    return [shapes.words(with_own.answered), str(with_own.level), coach.library.routines.get(past.routine) is not None]


def submit(coach: Any, routine: str | None, how: list[str], *, again: bool = False) -> None:
    """Answer what is due, page by page, and record it."""
    checkup = coach.checkup(routine, again=again)
    count = 0
    while (screen := shapes.page(checkup)) is not None and count < LONGEST:
        count += 1
        checkup = shapes.answered(checkup, screen, place("Answer")(how[count % len(how)]), place("Answer")("no"))
    if count:
        coach.submit(checkup)


def after_clean(home: Home, turn: int) -> Plain:
    """The locks once everything that is due has been answered with no: those of flags and doses are left."""
    home.clock.advance(60)
    with home.outside().house() as house:
        coach = AllParts(house.coach)
        submit(coach, None, ["no"])
        for routine in ("lower-back-knot", "heat-then-cold"):
            home.clock.advance(5)
            submit(coach, routine, ["no"])
        with once(house.coach) as coach:
            return _locks(coach, turn)


def _locks(coach: Any, turn: int) -> Plain:
    safety = coach.safety()
    return {
        "check": [safety.check.valid, safety.check.why, str(safety.level)],
        "flags": [shapes.flag(up) for up in safety.flags],
        "listed": [shapes.listed(one) for one in coach.listed()],
        "door": doors(coach, by_turn(turn)),
    }


# --- the reminders ----------------------------------------------------------------------------------------------------


def reminded(home: Home) -> Plain:
    """The reminders' state from the record, what they go by, and the hours after with answers given."""
    with home.outside().house() as house:
        found = at_the_desk(home, house)
        now = home.clock.now()
        own = _desk(house, "all")
        found["tallies"] = [
            str(one).replace("BreakCounts", "Tally")
            for one in shapes.either(own, "break_counts", "tallies")(now.wall.date(), 1)
        ]
        found["hours"] = hours(home, own, place("rebuild")(own.facts(), now, own.plan()))
    return found


def at_the_desk(home: Home, house: Any) -> Plain:
    """The reminders' state rebuilt from the record, with the usual settings and with all that can be set."""
    found: Plain = {}
    for name in ("usual", "all"):
        own, now = _desk(house, name), home.clock.now()
        plan = own.plan()
        state = place("rebuild")(own.facts(), now, plan)
        found[name] = {
            "plan": shapes.plan(plan),
            "state": shapes.reminders(state),
            "next": shapes.moment(place("next_due")(state, now)),
        }
    return found


def step_by_step(home: Home, house: Any) -> list[Plain]:
    """The state after each fact of the reminders, as if the process had begun anew just then."""
    own = _desk(house, "all")
    facts, plan, found = sorted(own.facts(), key=lambda fact: (fact.at, fact.id)), own.plan(), []
    for count in range(1, len(facts) + 1):
        home.clock.wall = facts[count - 1].local + timedelta(seconds=45)
        found.append(shapes.reminders(place("rebuild")(facts[:count], home.clock.now(), plan)))
    return found


def _desk(house: Any, name: str) -> Any:
    settings = place("ReminderSettings")
    chosen = settings()
    if name == "all":
        times = place("Planned")("neck-knot-desk", _times(), frozenset(range(7)))
        chosen = settings(planned=(times,), ask_return=True, drink_minutes=60)
    ids = (f"reminder-{n}" for n in itertools.count())
    return desk(house, chosen, lambda: next(ids))


def _times() -> tuple[Any, ...]:
    return (time(10, 30), time(15, 30))


def kept(event: Any) -> Any:
    """A fact to write: a typed body, or before there were such its kind and its values."""
    return (event.kind, event.body) if hasattr(event, "kind") else event.body


def hours(home: Home, own: Any, state: Any) -> list[Any]:
    """Some hours from here, each due moment stepped; each prompt is answered in another way."""
    step, next_due, signals = place("step"), place("next_due"), place("Signals")
    answers = itertools.cycle((place("GotUp")(), place("Snooze")(5), None, place("Skip")(), place("PauseFor")(1200)))
    told: list[Any] = []
    for _ in range(40):
        now = home.clock.now()
        commands = (next(answers),) if str(state.phase) == "break" else ()
        state, events = step(state, now, signals(tuple(one for one in commands if one is not None)))
        own.keep([kept(event) for event in events if isinstance(event, place("Write"))], now)
        told.append([RENAMED.get(name := type(event).__name__, name) for event in events])
        wait = (next_due(state, now) - now.wall).total_seconds()
        home.clock.advance(max(1.0, wait))
    return [told, shapes.reminders(state)]


# --- what is written --------------------------------------------------------------------------------------------------


def written(home: Home, turn: int, *, few: bool = False) -> list[Any]:
    """The rows that commands and answers add to the journal, and what the commands print; `few` for a quick look."""
    areas = ["neck", "shoulder", "upper-back", "mid-back", "lower-back"]
    area = areas[turn % len(areas)]
    answers = home.folder / "answers.yaml"
    unsafe = ["chest-pain", "diabetes", "night-pain", "rest-no-relief", "fever-or-chills"][turn % 5]
    answers.write_text(f'answers: {{{unsafe}: "yes"}}\nothers: "no"\n', encoding="utf-8")
    before = len(home.rows())
    said = []
    every: tuple[tuple[str, ...], ...] = (
        ("log", "pain", "5", "--area", area, "--tags", "night", "--triggers", "stress"),
        ("log", "episode", "spasm", "--area", area, "--side", "left", "--status", "same"),
        ("log", "lump", "--area", area, "--size-mm", "14", "--look", "red", "--first-noticed", "not-sure"),
        ("check", "--again", "--answers", str(answers)),
        ("log", "slip", unsafe, "--yes"),
        ("log", "visit", "--flag", unsafe, "lump-new-unassessed", "--fine", "all", "--who", "doctor"),
        ("log", "clock", "--yes"),
        ("run", "calm-breathing", "--plain", "--fresh", "--minutes", "5"),
        ("check", "--json"),
    )
    for argv in every[2:4] if few else every:
        home.clock.advance(20)
        said.append(home.say(*argv))
    home.clock.advance(86_400)
    if not few:
        said.append(home.say("check", lines=("n",) * 60, tty=True))
    with home.outside().house() as house:
        submit(AllParts(house.coach), "lower-back-short", ["no", "yes", "no", "not-sure"], again=True)
        AllParts(house.coach).rate(4, "before", place("BodyArea")(area))
    said.append(home.say("history", "--json"))
    rows = [row[1:] for row in home.rows()[before:]]  # the ids are those of this process
    return [said, rows]
