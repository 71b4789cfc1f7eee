"""Noting a complaint or a lump: where, what, how much, and then the questions that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Level, Puts
from coach.core.errors import BadInput
from coach.core.history.history import Episode
from coach.core.record import entries
from coach.core.safety.trends import NO_BETTER_KINDS
from coach.core.vocabulary import LUMP_KINDS, TAGS, TRIGGERS, ComplaintKind
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.lump import LumpScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.tick import TickScreen
from coach.tui.words.complaints import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from coach.core.coach.door import Coach
    from coach.core.history.history import Lump
    from coach.core.vocabulary import BodyArea, Side

KINDS = (  # the first three are what-is-it of the catalogue
    (ComplaintKind.KNOT, "A sore, tight spot in a muscle"),
    (ComplaintKind.LUMP, "A lump I can see or feel"),
    (ComplaintKind.NOT_SURE, "Not sure"),
    (ComplaintKind.SPASM, "A spasm: the muscle cramps"),
    (ComplaintKind.ACHE, "An ache, over a wider part"),
    (ComplaintKind.BRUISE, "A bruise"),
    (ComplaintKind.GLAND, "A swollen gland"),
)
BEGAN = (  # days ago, the longest that the words can mean
    (0, "Today"),
    (1, "Yesterday"),
    (3, "2 or 3 days ago"),
    (7, "About a week ago"),
    (14, "About two weeks ago"),
    (30, "Longer ago"),
)
MAY_BE_LUMP = ("No", "Yes", "Not sure")
BETTER = (("better", "Better"), ("same", "The same"), ("worse", "Worse"), ("not-sure", "Not sure"))
GONE = "It has gone"
TAG_WORDS = {
    "night": "It hurts at night",
    "morning": "It hurts in the morning",
    "after-rest": "It hurts after rest",
    "spreads": "It spreads",
    "stiff-neck": "My neck is stiff",
}
TRIGGER_WORDS = {
    "long-sitting": "Sitting long",
    "craned-at-screen": "Head pushed to the screen",
    "heavy-lift-or-carry": "Lifting or carrying",
    "load-on-shoulder": "A bag on the shoulder",
    "sudden-or-far-head-turn": "Turning the head fast or far",
    "phone-in-neck": "Phone held with the neck",
    "exercise-strain": "Sport or exercise",
    "twist-or-swing": "A twist or a swing",
    "infection": "An illness, such as a cold",
    "accident-or-fall": "An accident or a fall",
    "not-known": "I don't know",
}


async def note(
    app: App[Any],
    coach: Coach,
    sources: Mapping[str, str],
    area: BodyArea | None = None,
    side: Side | None = None,
) -> None:
    """Let the person note something, to be awaited in a worker. Raises CoachError where it can't be recorded."""
    before = coach.rules.safety().flags
    told = await _Noting(app, coach, sources).begin(area, side)
    after = coach.rules.safety()
    if told and after.flags != before and after.level.rank >= Level.CLINICIAN.rank:
        card = coach.rules.standing()
        if card is not None:
            await app.push_screen_wait(CardScreen(card, coach, sources))


@dataclass(frozen=True, slots=True)
class _Noting:
    """One walk through the screens. Each part gives whether the card is still to be shown."""

    app: App[Any]
    coach: Coach
    sources: Mapping[str, str]

    async def begin(self, area: BodyArea | None, side: Side | None) -> bool:
        """Something new, or one of those that are open."""
        there = self.coach.checks.complaints()
        known: list[Episode | Lump] = [*there.episodes, *there.lumps]
        if known:
            names = ["Something new", *(named(one, self.coach.clock.now().wall) for one in known[:8])]
            index = await self.app.push_screen_wait(AskScreen("Note", "What is it about?", names))
            if index is None:
                return False
            if index > 0:
                chosen = known[index - 1]
                return await (self._again(chosen) if isinstance(chosen, Episode) else self._look(chosen))
        picked = await self.app.push_screen_wait(BodyScreen(self.coach, area, side))
        return await self._new(*picked) if picked is not None else False

    # --- something new --------------------------------------------------------------------------------------------

    async def _new(self, area: BodyArea, side: Side | None) -> bool:
        words = [word for _, word in KINDS]
        index = await self.app.push_screen_wait(AskScreen("Note", "What do you feel?", words))
        if index is None:
            return False
        kind = KINDS[index][0]
        if kind is ComplaintKind.KNOT:
            lump = await self._may_be_lump()
            if lump is None:
                return False
            kind = ComplaintKind.NOT_SURE if lump else kind
        place: dict[str, Any] = {"area": str(area)} | ({"side": str(side)} if side is not None else {})
        if kind in LUMP_KINDS - {ComplaintKind.GLAND}:
            return await self._new_lump(place)
        began = await self._began()
        if began is None:
            return False
        level = await self._rate()
        more = await self._more()
        if more is None:
            return False
        triggers, tags = more
        body = self._read("episode", {**place, **began, "kind": str(kind), "triggers": triggers or None})
        begun = self.coach.entries.note("episode", body | ({"tags": tags} if tags else {}))
        if level is not None:
            self._pain(
                level, {**place, "kind": None if kind is ComplaintKind.GLAND else str(kind), "tags": tags or None}
            )
        subjects = {begun.id}
        if kind is ComplaintKind.GLAND:
            subjects |= {lump.id for lump in self.coach.checks.complaints().lumps if lump.area == area}
        return await self._questions(subjects)

    async def _may_be_lump(self) -> bool | None:
        """Knot or lump: yes and not sure mean lump. None where the person went back."""
        catalogue = self.coach.catalogue
        flags = catalogue.flags.values() if catalogue is not None else ()
        flag = next((flag for flag in flags if flag.puts is Puts.LUMP), None)
        if flag is None:
            return True
        index = await self.app.push_screen_wait(AskScreen("Knot or lump?", flag.question, MAY_BE_LUMP))
        return None if index is None else index != 0

    async def _new_lump(self, place: dict[str, Any]) -> bool:
        now = self.coach.clock.now().wall
        body = await self.app.push_screen_wait(LumpScreen(f"Lump, {place['area']}".replace("-", " "), now, new=True))
        if body is None:
            return False
        noted = self.coach.entries.note("lump", place | body)
        return await self._questions({noted.id})

    async def _began(self) -> dict[str, str] | None:
        """When it began: nothing to record where that is today. None where the person went back."""
        index = await self.app.push_screen_wait(AskScreen("Note", "When did it begin?", [word for _, word in BEGAN]))
        if index is None:
            return None
        day = self.coach.clock.now().wall.date() - timedelta(days=BEGAN[index][0])
        return {"started": day.isoformat()} if index else {}

    async def _rate(self) -> int | None:
        return await self.app.push_screen_wait(RateScreen("How much does it hurt now?"))

    async def _more(self) -> tuple[list[str], list[str]] | None:
        """Triggers and tags; None where the person went back."""
        names = [*TAGS, *TRIGGERS]
        words = [_words(name) for name in names]
        ticked = await self.app.push_screen_wait(TickScreen("What fits?", words))
        if ticked is None:
            return None
        chosen = [names[index] for index in sorted(ticked)]
        return [n for n in chosen if n in TRIGGERS], [n for n in chosen if n in TAGS]

    # --- one that is open -----------------------------------------------------------------------------------------

    async def _again(self, episode: Episode) -> bool:
        words = [*(word for _, word in BETTER), GONE]
        heading = named(episode, self.coach.clock.now().wall)
        index = await self.app.push_screen_wait(AskScreen(heading, "Is it any better?", words))
        if index is None:
            return False
        if index == len(BETTER):
            self.coach.entries.note("episode-ended", {"episode": episode.id})
            self.app.notify("Noted: it has gone.")
            return True
        self.coach.entries.note("status", {"episode": episode.id, "value": BETTER[index][0]})
        level = await self._rate()
        if level is not None:
            place = {"area": str(episode.area) if episode.area else None, "side": episode.side or None}
            self._pain(level, {**place, "kind": str(episode.kind)})
        return await self._questions({episode.id}, status_given=episode.kind in NO_BETTER_KINDS)

    async def _look(self, lump: Lump) -> bool:
        now = self.coach.clock.now().wall
        body = await self.app.push_screen_wait(LumpScreen(named(lump, now), now, new=False))
        if body is None:
            return False
        area = {"area": str(lump.area)} if lump.area is not None else {}
        self.coach.entries.note("lump", area | body | {"lump": lump.id})
        return await self._questions({lump.id})

    # --- writing and asking ---------------------------------------------------------------------------------------

    def _pain(self, level: int, given: dict[str, Any]) -> None:
        self.coach.entries.note("pain", self._read("pain", {**given, "level": level}) | {"when": "any time"})

    def _read(self, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
        entry = entries.read(kind, given, self.coach.clock.now().wall)
        if entry.faults:
            raise BadInput(entry.faults[0])
        return entry.body

    async def _questions(self, subjects: set[str], *, status_given: bool = False) -> bool:
        """The questions that belong to it; an emergency among them shows its own card."""
        self.app.notify("Noted.")
        checkup = self.coach.checks.questions_of(subjects, status_given=status_given)
        if checkup is None:
            return True
        safety = await self.app.push_screen_wait(CheckScreen(self.coach, checkup, self.sources))
        return safety is None or safety.level is not Level.EMERGENCY


def _words(name: str) -> str:
    return TAG_WORDS.get(name) or TRIGGER_WORDS.get(name) or name.replace("-", " ").capitalize()
