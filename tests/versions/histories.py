"""Random histories as plain rows: the same from the same seed, whatever version of coach reads them.

Nothing of coach is imported. Bodies have the shapes that the first version wrote (`kept/fields.md`); sessions are those
it recorded (`sessions.json`), cut short and shifted. Where a check names the catalogue it says `DIGEST`, for whoever
reads it to fill in.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.versions import words
from tests.versions.desk_days import Desk
from tests.versions.entries_made import Entries
from tests.versions.writer import ZONES, Row

SESSIONS = json.loads((Path(__file__).parent / "sessions.json").read_text(encoding="utf-8"))


def history(seed: int) -> dict[str, Any]:
    """`rows` as written, and `now`: when to look, in local time."""
    return Life(seed).lived()


def histories(count: int) -> list[dict[str, Any]]:
    """The first of them."""
    return [history(seed) for seed in range(count)]


class Life(Entries):
    """One person, one or two machines, some weeks."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.desks = {device: Desk(self) for device in self.devices}

    # --- days ---------------------------------------------------------------------------------------------------------

    def lived(self) -> dict[str, Any]:
        self.add("profile", {"year_of_birth": self.rng.choice((None, 1950, 1975, 1990, 2009)), "emergency_number": ""})
        while len(self.rows) < self.limit:
            self.one_day()
        if self.chance(0.6):
            self.check(ill=0.0)
        self.rows = self.rows[: max(20, self.limit + 20)]
        self.wait(2, 30)
        newest = max(datetime.fromisoformat(row["at"]) for row in self.rows)
        now = self.t + self.wrong if self.chance(0.2) else max(self.t, newest + timedelta(minutes=5))
        return {
            "rows": self.rows,
            "now": now.astimezone(words.zone(self.offset)).isoformat(),
            "device": self.devices[0],
        }

    def one_day(self) -> None:
        rng = self.rng
        self.t = (self.t + timedelta(days=rng.randint(1, self.pace))).replace(
            hour=rng.choice((6, 7, 8)), minute=rng.randint(0, 59)
        )
        self.device = rng.choice(self.devices)
        if self.chance(0.04):
            self.offset = rng.choice(ZONES)
        if self.chance(0.03):
            self.wrong = rng.choice((timedelta(), timedelta(days=1), timedelta(hours=-3), timedelta(hours=30)))
        if self.chance(0.85):
            self.check(ill=self.ill)
        todo = [self.complaint, self.lump, self.pains, self.pains, self.session, self.desk, self.visit, self.rest]
        if not self.lumpy:
            todo.remove(self.lump)
        for what in rng.sample(todo, rng.randint(1, 4)):
            self.wait(5, 90)
            what()
        if self.chance(0.6):
            self.log_flags()

    def desk(self) -> None:
        self.desks[self.device].some_hours()

    def log_flags(self) -> None:
        """What the program notes of the flags that are up; no rule reads it."""
        up = sorted(set(self.rng.sample(words.FLAGS, self.rng.randint(0, 3))))
        if up != self.up:
            self.up = up
            self.add("flags", {"up": up})

    # --- checks -------------------------------------------------------------------------------------------------------

    def check(self, ill: float) -> None:
        """The check of the day with what else is due; facts of complaints and lumps by themselves."""
        rng = self.rng
        if self.chance(ill / 2):
            self.add("check", {"layer": "told", "complete": False, "answers": {rng.choice(words.TODAY): "yes"}})
            return
        whole = [] if self.chance(0.05) else ["today"]
        whole += ["profile"] if "profile" not in self.begun or self.chance(0.02) else []
        whole += ["weekly"] if "weekly" not in self.begun or self.chance(0.15) else []
        complete = ill == 0.0 or self.chance(0.93)
        if whole:
            self._of_person(whole, ill, complete=complete)
        where = {"area": rng.choice(words.AREAS)} if self.chance(0.05) else {}
        for name, kind, area in self.episodes[-3:]:
            if self.chance(0.5):
                self._of_subject(
                    "episode", name, area, words.EPISODE if kind == "knot" else words.EPISODE[1:], ill, where
                )
        for name, area in self.lumps[-2:]:
            if self.chance(0.5):
                self._of_subject("lump", name, area, words.LUMP_SIGNS, ill, where)

    def _of_person(self, whole: list[str], ill: float, *, complete: bool) -> None:
        quick = "today" in whole and "today" in self.begun and self.chance(0.6)
        groups: Row = {}
        answers: Row = {}
        for layer in whole:
            for group, names in words.GROUPS[layer].items():
                bad = [name for name in names if self.chance(ill / 6)]
                quick = quick and not (bad and layer == "today")
                groups[group] = self.rng.choice(("yes", "yes", "not-sure")) if bad else "no"
                answers |= {n: self.rng.choice(("yes", "yes", "not-sure")) if n in bad else "no" for n in names if bad}
        if quick:
            groups = {"all": "no"} | {g: v for g, v in groups.items() if not g.startswith("T")}
        body: Row = {"layer": whole[0], "complete": complete, "full": not quick, "groups": groups, "answers": answers}
        body |= {"catalogue": "DIGEST" if self.chance(0.97) else "000000000000", "by": "person"}
        if complete:
            body["sections"] = whole
            self.begun |= set(whole)
        if self.chance(0.03):
            body["changed"] = self.rng.choice(("no", "no", "yes", "not-sure"))
        told = self.add("check", body)
        bad = [name for name, answer in answers.items() if answer != "no"]
        if bad and self.chance(0.25):
            self.wait(0.2, 12)
            self.add("withdrawn", {"flags": bad[:1]})
        if "profile" in whole and bad and self.chance(0.5):
            second = [name for name in bad if name in words.PROFILE][:1]
            if second:
                visit = {"flags": second, "classes": [], "who": "the person's own word", "second_stage": True}
                self.add("visit", visit | {"on": self.day()})
        assert told

    def _of_subject(self, layer: str, name: str, area: str, names: list[str], ill: float, where: Row) -> None:
        answers = {n: self.rng.choice(("yes", "yes", "not-sure")) if self.chance(ill / 3) else "no" for n in names}
        if layer == "episode" and self.chance(0.4):
            answers["no-better-24h"] = self.rng.choice(words.THREE)
        body: Row = {"layer": layer, "complete": True, "answers": answers, "catalogue": "DIGEST", "by": "person"}
        self.add("check", where | body | {layer: name, "area": area, "sections": [f"{layer}:{name}"]})

    def before(self, area: str | None) -> None:
        """The questions just before a session."""
        names = self.rng.sample(words.TECHNIQUE, self.rng.randint(3, 9))
        answers = {n: "yes" if self.chance(self.ill / 6) else "no" for n in names}
        body: Row = {"layer": "technique", "complete": True, "answers": answers, "catalogue": "DIGEST", "by": "person"}
        self.add("check", ({"area": area} if area else {}) | body | {"sections": ["technique:now"]})

    # --- sessions -----------------------------------------------------------------------------------------------------

    def session(self) -> None:
        """One of the recorded ones: whole, left early, stopped by a report, or never ended."""
        rng = self.rng
        told = rng.choice(SESSIONS)
        area, name = told["area"], self.uuid()
        before = rng.randint(1, 7) if self.chance(0.5) else None
        if before is not None:
            self.add("pain", {"level": before, "when": "before", "area": area})
        self.before(area)
        facts = [f for f in told["facts"] if f[1] != "session-ended"]
        end = rng.choice(("completed", "completed", "left", "stopped", "got-up", "interrupted", "discarded", None))
        count = len(facts) if end == "completed" else rng.randint(1, len(facts))
        begun, done = self.t, set()
        for seconds, kind, body in facts[:count]:
            self.t = begun + timedelta(seconds=seconds)
            more: Row = {}
            if kind == "session-begun":
                more = {"clearance": f"DIGEST/{name}"} | ({"before": before} if before is not None else {})
            elif kind == "segment" and self.chance(0.1):
                more = {"held": round(body["held"] * rng.random(), 2), "done": False}
                more |= {"acknowledged": False} if self.chance(0.3) else {}
            if kind == "segment" and body["technique"] and body["work"]:
                done.add(body["technique"])
            self.add(kind, {"session": name} | body | more)
            if self.chance(0.03):
                self._held_up(name, told, body, area)
        self._ended(name, end, area, before, sorted(done))

    def _held_up(self, name: str, told: Row, body: Row, area: str | None) -> None:
        """A pause, a sleep, a report, or a program that went away and came back."""
        what = self.rng.choice(("pause", "asleep", "report", "resume"))
        if what in {"pause", "asleep"}:
            self.add("paused", {"session": name, "why": "key" if what == "pause" else what})
            self.add("resumed", {"session": name})
        elif what == "report":
            flag = self.rng.choice(words.IN_SESSION)
            gone = "yes" if flag == "in-session-dizzy" and self.chance(0.5) else "no"
            report = {"flag": flag, "session": name, "technique": body.get("technique"), "area": area}
            self.add("report", report | {"gone": gone, "seconds": round(self.rng.uniform(1, 90), 1)})
        else:
            self.add("session-resumed", {"session": name, "index": int(body.get("index", 0))})

    def _ended(self, name: str, end: str | None, area: str | None, before: int | None, done: list[str]) -> None:
        if end is None:
            return
        if end in {"interrupted", "discarded"}:
            self.wait(10, 3000)
        self.add("session-ended", {"session": name, "outcome": end})
        if end in {"completed", "left", "stopped"} and self.chance(0.6):
            level = max(0, min(10, (before or 3) + self.rng.choice((-2, -1, 0, 2, 3))))
            body = {"level": level, "when": "after", "area": area, "session": name}
            self.add("pain", body | {"techniques": done, "before": before})


def coverage(every: list[dict[str, Any]]) -> dict[str, Any]:
    """What these histories hold."""
    rows = [row for one in every for row in one["rows"]]
    kinds = Counter(row["kind"] for row in rows)
    sizes = sorted(len(one["rows"]) for one in every)
    moments = [[datetime.fromisoformat(row["at"]) for row in one["rows"]] for one in every]
    days = sorted((max(each) - min(each)).days for each in moments)
    back = sum(b < a - timedelta(hours=1) for each in moments for a, b in pairwise(each))
    return {
        "histories": len(every),
        "facts": len(rows),
        "facts_each": [sizes[0], sizes[len(sizes) // 2], sizes[-1]],
        "days_each": [days[0], days[len(days) // 2], days[-1]],
        "kinds": dict(sorted(kinds.items())),
        "corrections": sum("supersedes" in row["body"] for row in rows),
        "late_entries": sum("noted" in row["body"] for row in rows),
        "of_two_devices": sum(len({row["device"] for row in one["rows"]}) > 1 for one in every),
        "of_several_zones": sum(len({row["offset"] for row in one["rows"]}) > 1 for one in every),
        "steps_back_in_time": back,
    }
