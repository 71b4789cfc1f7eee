"""Entries by hand: complaints, pain, lumps, visits, in the shapes of the first version; for the random histories."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.versions import words
from tests.versions.writer import Row, Writer


class Entries(Writer):
    """What a person notes."""

    def complaint(self) -> None:
        """A new complaint, or a word on one."""
        rng = self.rng
        if self.episodes and self.chance(0.75):
            name, _, _ = rng.choice(self.episodes)
            if self.chance(0.9 if self.well else 0.25):
                self.add("episode-ended", {"episode": name} | ({"ended": self.local()} if self.chance(0.5) else {}))
            else:
                self.add("status", {"episode": name, "value": rng.choice(words.STATUSES)})
            return
        kinds = words.KINDS[:2] if self.well else words.KINDS
        kind, area = rng.choice(kinds), rng.choice(words.AREAS[:4])
        body: Row = {"area": area, "kind": kind} | self.maybe(0.3, side=words.SIDES, triggers=words.TRIGGERS)
        if self.chance(0.5):
            ago = timedelta(days=rng.choice((0, 1) if self.well else (0, 1, 3, 7, 14, 30, 40)), hours=rng.randint(0, 8))
            body["started"] = self.local(self.t - ago)
            body |= {"ended": self.local(self.t - ago / 2)} if self.chance(0.1) else {}
        body |= self.maybe(0.1, tags=words.TAGS)
        name = self.add("episode", body)
        self.episodes.append((name, kind, area))
        if self.chance(0.15):
            self.corrects(
                "episode", name, body, {"kind": rng.choice(words.KINDS)} | self.maybe(0.5, triggers=words.TRIGGERS)
            )

    def pains(self) -> None:
        rng = self.rng
        area = rng.choice([area for _, _, area in self.episodes] or words.AREAS)
        for _ in range(rng.randint(1, 4)):
            body: Row = {
                "level": rng.choice((0, 1, 1, 2) if self.well else (0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 10)),
                "when": rng.choice(words.WHEN),
            }
            body |= {"area": area} if self.chance(0.9) else {}
            body |= self.maybe(
                0.12,
                kind=words.KINDS[:2] if self.well else words.KINDS,
                side=words.SIDES,
                feel=words.FEEL,
                triggers=words.TRIGGERS,
            )
            body |= self.maybe(0.12, status=words.STATUSES, medicine=["yes", "ibuprofen"], note=["after lunch"])
            body |= self.maybe(0.05 if self.well else 0.35, tags=words.TAGS)
            name = self.add("pain", body, timedelta(hours=rng.randint(1, 40)) if self.chance(0.15) else None)
            if self.chance(0.1):
                self.corrects("pain", name, body, {"level": rng.randint(0, 10)})
            self.wait(20, 400)

    def lump(self) -> None:
        """A new lump, or a look at one."""
        rng = self.rng
        body: Row = self.maybe(0.15 if self.chance(0.5) else 0.0, **words.LUMP)
        if self.chance(0.4):
            measured = self.chance(0.5)
            body["size_mm"] = (
                rng.choice((6, 8.5, 12, 14.5, 19, 26, 52)) if measured else rng.choice((8, 18, 25, 35, 43))
            )
            body["size_method"] = "measured" if measured else "compared"
        if self.chance(0.4):
            body["pain"] = rng.randint(0, 6)
        late = timedelta(hours=rng.randint(1, 30)) if self.chance(0.15) else None
        if self.lumps and (len(self.lumps) > 2 or self.chance(0.85)):
            name, area = rng.choice(self.lumps)
            body |= {"lump": name} | ({"area": area} if self.chance(0.5) else {})
            look = self.add("lump", body, late)
            if self.chance(0.12):
                self.corrects("lump", look, body, self.maybe(0.3, **words.LUMP))
            return
        area = rng.choice(words.AREAS)
        body |= {"area": area} | self.maybe(0.4, side=words.SIDES)
        if self.chance(0.7):
            body["first_noticed"] = rng.choice(("not-sure", self.day(2), self.day(9), self.day(20)))
        self.lumps.append((self.add("lump", body, late), area))

    def visit(self) -> None:
        rng = self.rng
        flags = rng.sample(words.FLAGS, rng.randint(1, 4))
        classes = rng.choice((words.CLASSES, [], rng.sample(words.CLASSES, 3)))
        body: Row = {"flags": flags, "classes": list(classes), "who": rng.choice(("doctor", "nurse", "my GP"))}
        body["on"] = self.day(rng.choice((0, 0, 1, 4)))
        if self.lumps and self.chance(0.4):
            body["lumps"] = sorted({rng.choice(self.lumps)[0]})
        name = self.add("visit", body)
        if self.chance(0.15):
            self.corrects("visit", name, body, {"classes": list(words.CLASSES)})

    def rest(self) -> None:
        """What seldom happens."""
        newest = max(self.rows, key=lambda row: datetime.fromisoformat(row["at"]))
        ahead = [row["id"] for row in self.rows if datetime.fromisoformat(row["at"]) > self.t]
        if ahead and self.chance(0.8):
            self.wrong = timedelta()
            self.add("clock-corrected", {"seen": newest["at"], "facts": ahead})
        elif self.chance(0.15):
            self.add("restored", {})
        elif self.chance(0.2):
            self.add("profile", {"year_of_birth": self.rng.choice((None, 1980)), "emergency_number": "112"})
