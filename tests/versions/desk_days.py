"""Hours at the desk with reminders, as facts in the shapes the first version wrote; for the random histories."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.versions.writer import Writer

Row = dict[str, Any]
OUTCOMES = ("taken", "taken", "taken", "natural", "snoozed", "snoozed", "skipped", "missed", "missed", None)


class Desk:
    """One machine's reminders: each fact is numbered, each prompt has one outcome or is still open."""

    def __init__(self, life: Writer) -> None:
        self.life = life
        self.n = self.prompts = self.missed = 0
        self.back = life.chance(0.3)  # whether the countdown waits for "I'm back"

    def write(self, kind: str, body: Row) -> None:
        self.n += 1
        self.life.add(kind, body | {"n": self.n})

    def some_hours(self) -> None:
        """From one to five prompts, with what may come between them."""
        life = self.life
        if life.chance(0.6):
            self.write("stood-up", {"how": life.rng.choice(("start", "afresh")), "ago": 0.0})
        for _ in range(life.rng.randint(1, 5)):
            life.wait(15, 50)
            self.between()
            self.prompt()

    def between(self) -> None:
        life, rng = self.life, self.life.rng
        what = rng.choice(("pause", "busy", "absence", "own", "drink", "held", "clock", *(["nothing"] * 12)))
        if what in {"pause", "busy"}:
            self.pause(what)
        elif what == "absence":
            seconds = rng.randint(120, 7000)
            body: Row = {"how": "afresh" if seconds > 2700 else "natural", "ago": round(rng.uniform(0, 9), 1)}
            self.write("stood-up", body | {"seconds": seconds})
        elif what == "own":
            self.write("stood-up", {"how": "taken", "ago": 0.0} | ({"return": 120} if self.back else {}))
        elif what == "drink":
            self.write("prompt-spared", {"keys": ["drink"]})
        elif what == "held":
            self.write("prompt-held", {"keys": [self.planned()]})
        elif what == "clock":
            by = rng.choice((3600.0, -3600.0, 12.5, -40.25))
            life.wrong += timedelta(seconds=by)
            self.write("clock-set", {"by": by})

    def planned(self) -> str:
        """The key of a routine at a set time of the day."""
        time = self.life.rng.choice(("10:30", "15:30"))
        return f"routine:neck-knot-desk@{self.life.day()}T{time}"

    def pause(self, what: str) -> None:
        life, rng = self.life, self.life.rng
        seconds = rng.choice((600.0, 1800.0, 5400.0))
        until = (life.t + life.wrong + timedelta(seconds=seconds)).isoformat()
        reason = "meeting" if what == "busy" else "person"
        timed = what == "busy" or life.chance(0.5)
        self.write("reminders-paused", {"reason": reason, "until": until, "seconds": seconds if timed else None})
        if life.chance(0.8):
            life.wait(1, 40)
            self.write("reminders-resumed", {"reason": reason} if life.chance(0.5) else {})

    def prompt(self) -> None:
        """Tell one, and what became of it."""
        life, rng = self.life, self.life.rng
        self.prompts += 1
        at = (life.t + life.wrong).strftime("%Y%m%dT%H%M%S")
        keys = rng.choice(
            (["movement"], ["movement"], ["movement", "drink"], ["drink"], ["desk-check"], [self.planned()])
        )
        if life.episodes and life.chance(0.15):
            stage = rng.choice(("24h", "day-7", "day-14"))
            keys = [f"follow-up:{stage}:{rng.choice(life.episodes)[0]}"]
        kinds = [key.partition(":")[0] for key in keys]
        seconds = {"movement": 120, "drink": 30, "desk-check": 72, "routine": 420, "follow-up": 0}[kinds[0]]
        body: Row = {"prompt": f"{at}-{self.prompts}", "kinds": kinds, "keys": keys, "sat": rng.randint(900, 5000)}
        body |= {"break": seconds, "snoozes": rng.choice((0, 0, 1))}
        early = {"early": ["drink"]} if keys == ["movement", "drink"] and life.chance(0.5) else {}
        flags = {"asks": True} if self.missed == 3 else {"quiet": True} if self.missed > 3 else {}
        flags = {"seen": True} if life.chance(0.04) else flags
        self.write("prompt", body | early | flags)
        outcome = rng.choice(OUTCOMES)
        if outcome is not None:
            life.wait(0.2, 5)
            self.over(body, early, flags, outcome)

    def over(self, told: Row, early: Row, flags: Row, outcome: str) -> None:
        life, rng = self.life, self.life.rng
        stands = outcome == "natural" or ("seen" not in flags and bool({"movement", "routine"} & set(told["kinds"])))
        body: Row = {"prompt": told["prompt"], "outcome": outcome, "keys": told["keys"]}
        body |= {"ago": round(rng.uniform(1, 300), 1), "stood": stands} | early
        if outcome == "missed" and (flags.get("seen") or life.chance(0.2)):
            body["ignored"] = True
        self.missed = self.missed + 1 if outcome == "missed" else 0
        if outcome == "snoozed":
            body |= {"seconds": rng.choice((300.0, 600.0)), "snoozes": told["snoozes"] + 1, "by": "snooze"}
            body |= {"seconds": 0.0, "snoozes": told["snoozes"], "by": "meeting"} if life.chance(0.2) else {}
        asked = self.back and outcome == "taken" and stands
        self.write("prompt-over", body | ({"return": told["break"]} if asked else {}))
        if outcome == "natural":
            away: Row = {"how": "natural", "ago": 2.0, "seconds": rng.randint(120, 900), "prompt": told["prompt"]}
            self.write("stood-up", away)
        if asked and life.chance(0.7):
            life.wait(2, 4)
            self.write("return-asked", {})
            life.wait(0.5, 6)
            self.write("stood-up", {"how": "back", "ago": 0.0})
