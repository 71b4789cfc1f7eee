"""Everything that one version of coach computes from a journal, as plain values. Runs in the process of that version.

See `where.py` for what it imports, `shapes.py` for what is looked at; `tests/real/compare_versions.py` calls it.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from tests.versions import acted, cases, shapes, words
from tests.versions.histories import history
from tests.versions.home import EPOCH, KEPT, Clock, Home, Plain
from tests.versions.where import first_of, place

KEPT_DIGEST = "3a469fa3eed3"  # of the catalogue it was written with
MADE = r"face0000-0000-0000-0000-[0-9a-f]{12}"  # an id made while looking
CASES = 60
_SHIPPED: dict[str, Any] = {}
YAML_ONCE = cache(yaml.load)
COMMANDS = (("status", "--json"), ("routines", "--json"), ("history", "--json"), ("check", "--json"))
ACTS_EACH = 4  # histories, of which one is also written to: that takes as long as all else
BY_TURNS = (("history",), ("check",), ("log", "about"), ("status",), ("routines",))


@cache
def digest_now() -> str:
    """The mark of the catalogue that this version has."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COACH_HOME"] = folder
        with place("Outside")(Clock(EPOCH)).house() as house:
            return str(house.coach.catalogue.digest)


@contextlib.contextmanager
def routines_once() -> Iterator[None]:
    """The shipped routines are checked once; where a later version reads them in another way it only takes longer."""
    try:
        module = first_of("coach.adapters.routines.routine_files", "coach.adapters.routine_files")
        read = _SHIPPED.setdefault("read", cache(module.load_shipped))
    except (ImportError, AttributeError):
        yield
        return
    with patch.object(module, "load_shipped", lambda folder: dict(read(folder))):
        yield


@contextlib.contextmanager
def fixed() -> Iterator[None]:
    """Ids in order, each file of content read once, and nothing shown of where the machine stands."""
    numbers = itertools.count(1)
    with (
        routines_once(),
        patch("uuid.uuid4", lambda: uuid.UUID(int=(0xFACE << 112) + next(numbers))),
        patch("yaml.load", YAML_ONCE),
        patch.dict(os.environ, {"TZ": "UTC", "COACH_DEBUG": "1", "NO_COLOR": "1"}),
    ):
        yield


def computed(
    rows: list[Plain], now: str, device: str, turn: int = 0, *, every: bool = False, few: bool = False
) -> Plain:
    """All that is computed of these rows at `now`. `every` runs the commands of every routine, else of one;
    `few` writes little."""
    digest = digest_now()
    with tempfile.TemporaryDirectory() as place_of, fixed():
        home = Home(Path(place_of), rows, now, device, digest)
        found: Plain = {"coach": looked_at(home, turn)}
        found["commands"] = commands(home, turn, every=every)
        found["earlier"] = [earlier(home, rows, device, share) for share in (0.4, 0.8)]
        found["reminders"] = acted.reminded(home)
        found["after a clean check"] = acted.after_clean(home, turn)
        if every or few or turn % ACTS_EACH == 0:
            found["written"] = acted.written(home, turn, few=few)
    return numbered(json.dumps(found, sort_keys=True).replace(digest, "DIGEST"))


def numbered(text: str) -> Plain:
    """The values of this text, with ids made on the way told by their order: how many were drawn says nothing."""
    order: dict[str, str] = {}
    named = re.sub(MADE, lambda found: order.setdefault(found[0], f"made-{len(order) + 1}"), text)
    read: Plain = json.loads(named)
    return read


def looked_at(home: Home, turn: int) -> Plain:
    """What the methods of `Coach` say."""
    now = home.clock.now().wall
    with home.outside().house() as house, acted.once(house.coach) as coach:
        safety = coach.safety()
        said = coach.evaluation()
        today = coach.today()
        there = coach.complaints()
        return {
            "safety": shapes.safety(safety),
            "card": shapes.card(coach.standing()),
            "overdue": [up.flag.id for up in coach.overdue()],
            "history": shapes.history(said.history, now),
            "due": shapes.due(coach.due()),
            "complaints": [[one.id for one in there.episodes], [one.id for one in there.lumps], shapes.due(there.due)],
            "today": [
                [shapes.past_session(one) for one in today.done],
                shapes.past_session(today.unfinished),
                shapes.text(today.last_area),
                shapes.card(today.card),
            ],
            "listed": [shapes.listed(one) for one in today.listed],
            "sessions": [shapes.past_session(one) for one in coach.history()],
            "flag_changes": [[shapes.moment(c.at), list(c.rose), list(c.went)] for c in coach.flag_changes()],
            "about_me": [coach.about_me().year_of_birth, coach.about_me().emergency_number, coach.about_me().asked],
            "clock_ahead": shapes.moment(coach.clock_ahead()),
            "pages": acted.pages(coach, turn),
            "door": acted.doors(coach, acted.by_turn(turn)),
            "pick_up": acted.pick_up(coach, today.unfinished),
        }


def commands(home: Home, turn: int, *, every: bool) -> Plain:
    """What the commands print."""
    with home.outside().house() as house:
        ids = sorted(house.coach.library.routines)
    more = [*BY_TURNS, *(("timeline", name, "--json") for name in ids), *(("show", name) for name in ids)]
    wanted = [*COMMANDS, *(more if every else [more[turn % len(more)]])]
    return {" ".join(argv): home.say(*argv) for argv in wanted}


def earlier(home: Home, rows: list[Plain], device: str, share: float) -> Plain:
    """What was said of the first part of these rows, a while after it: just then, and weeks later."""
    first = rows[: max(1, round(len(rows) * share))]
    last = datetime.fromisoformat(first[-1]["at"]) + timedelta(minutes=2)
    found: Plain = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, later in (("then", timedelta()), ("later", timedelta(days=16))):
            now = (last + later).astimezone(home.clock.wall.tzinfo)
            if name == "then":
                part = Home(Path(folder), first, now.isoformat(), device, home.digest)
            part.clock.wall = now
            with part.outside().house(read_only=True) as house, acted.once(house.coach) as coach:
                found[name] = {
                    "safety": shapes.safety(coach.safety()),
                    "card": shapes.card(coach.standing()),
                    "due": shapes.due(coach.due()),
                    "history": shapes.digest(shapes.history(coach.evaluation().history, now)),
                }
                if name == "then":
                    found["reminders"] = acted.at_the_desk(part, house)
    return found


# --- a process of its own ---------------------------------------------------------------------------------------------


def kept_rows() -> tuple[list[Plain], str]:
    """The rows of the kept journal in the order they were written, and its own device."""
    with closing(sqlite3.connect(f"file:{KEPT}?mode=ro&immutable=1", uri=True)) as db:
        found = db.execute('SELECT id, at, "offset", device, kind, body FROM fact ORDER BY seq').fetchall()
        device = db.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()[0]
    names = ("id", "at", "offset", "device", "kind", "body")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        row["at"] = (EPOCH + timedelta(microseconds=row["at"])).isoformat()
        row["body"] = json.loads(row["body"].replace(KEPT_DIGEST, "DIGEST"))
    return rows, device


def kept(*, few: bool = False) -> Plain:
    """What is computed of the kept journal, shortly after its last fact."""
    rows, device = kept_rows()
    last = max(datetime.fromisoformat(row["at"]) for row in rows) + timedelta(minutes=5)
    found = computed(rows, last.astimezone(words.zone(60)).isoformat(), device, 1, every=not few, few=few)
    return found | {"at the desk": at_the_desk(rows, device)}


def at_the_desk(rows: list[Plain], device: str) -> list[Plain]:
    """The reminders' state shortly after each fact of theirs, as the plan is after the last."""
    told = [n for n, row in enumerate(rows) if row["device"] == device and "n" in row["body"]]
    last = (datetime.fromisoformat(rows[told[-1]]["at"]) + timedelta(seconds=45)).astimezone(words.zone(60))
    with tempfile.TemporaryDirectory() as folder, fixed():
        home = Home(Path(folder), rows[: told[-1] + 1], last.isoformat(), device, digest_now())
        with home.outside().house(read_only=True) as house, acted.once(house.coach):
            return acted.step_by_step(home, house)


def constants() -> Plain:
    """What rests on no record: the catalogue, the schemas, written cases."""
    found: Plain = {}
    with tempfile.TemporaryDirectory() as folder, fixed():
        home = Home(Path(folder), [], "2026-03-02T09:00:00+01:00", "nobody", digest_now())
        for argv in (("catalogue",), *(("schema", kind) for kind in ("routine", "settings", "case"))):
            found[" ".join(argv)] = home.say(*argv)
        for seed in range(CASES):
            case = home.folder / f"case-{seed}.yaml"
            case.write_text(json.dumps(cases.case(seed)), encoding="utf-8")
            found[case.name] = [home.say("assess", str(case), "--json"), home.say("assess", str(case), "--explain")]
    return found


def main(task: Plain) -> None:
    """Do a share of the work and write it, one file a history. `task`: out, first, step, count, kept."""
    out = Path(task["out"])
    if task["kept"]:
        for name, value in (("kept", kept()), ("constants", constants())):
            (out / f"{name}.json").write_text(json.dumps(value, indent=0, sort_keys=True), encoding="utf-8")
    for seed in range(task["first"], task["count"], task["step"]):
        one = history(seed)
        value = computed(one["rows"], one["now"], one["device"], seed)
        (out / f"history-{seed:03}.json").write_text(json.dumps(value, indent=0, sort_keys=True), encoding="utf-8")
    plans = json.dumps(acted.PLANS, indent=0, sort_keys=True)
    (out / f"plans-{task['first']}.json").write_text(plans, encoding="utf-8")
