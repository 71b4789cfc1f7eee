"""Noting a complaint or a lump: where, what, how much, and then the questions that belong to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Level, Puts
from coach.core.frozen import frozen
from coach.core.history.history import Episode
from coach.core.record.health import EpisodeBegan, EpisodeEnded, PainRated, StatusGiven
from coach.core.safety.trends import NO_BETTER_KINDS
from coach.core.vocabulary import LUMP_KINDS, ComplaintKind, EntrySide, RatedWhen, Tag, Trend, Trigger
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
BETTER = ((Trend.BETTER, "Better"), (Trend.SAME, "The same"), (Trend.WORSE, "Worse"), (Trend.NOT_SURE, "Not sure"))
GONE = "It has gone"
TAG_WORDS = {
    Tag.NIGHT: "It hurts at night",
    Tag.MORNING: "It hurts in the morning",
    Tag.AFTER_REST: "It hurts after rest",
    Tag.SPREADS: "It spreads",
    Tag.STIFF_NECK: "My neck is stiff",
}
TRIGGER_WORDS = {
    Trigger.LONG_SITTING: "Sitting long",
    Trigger.CRANED_AT_SCREEN: "Head pushed to the screen",
    Trigger.HEAVY_LIFT: "Lifting or carrying",
    Trigger.LOAD_ON_SHOULDER: "A bag on the shoulder",
    Trigger.HEAD_TURN: "Turning the head fast or far",
    Trigger.PHONE_IN_NECK: "Phone held with the neck",
    Trigger.EXERCISE_STRAIN: "Sport or exercise",
    Trigger.TWIST_OR_SWING: "A twist or a swing",
    Trigger.INFECTION: "An illness, such as a cold",
    Trigger.ACCIDENT: "An accident or a fall",
    Trigger.NOT_KNOWN: "I don't know",
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
        card = coach.checks.standing()
        if card is not None:
            await app.push_screen_wait(CardScreen(card, coach, sources))


@frozen
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
        entry_side = EntrySide(side) if side is not None else None
        if kind in LUMP_KINDS - {ComplaintKind.GLAND}:
            return await self._new_lump(area, entry_side)
        days_ago = await self._began()
        if days_ago is None:
            return False
        level = await self._rate()
        more = await self._more()
        if more is None:
            return False
        triggers, tags = more
        complaint = EpisodeBegan(
            complaint=kind,
            area=area,
            side=entry_side,
            started=self._midnight(days_ago) if days_ago else None,
            triggers=triggers,
            tags=tags,
        )
        begun = self.coach.entries.note(complaint)
        if level is not None:
            of = None if kind is ComplaintKind.GLAND else kind
            self.coach.entries.note(_pain(level, area, entry_side, of, tags))
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

    async def _new_lump(self, area: BodyArea, side: EntrySide | None) -> bool:
        now = self.coach.clock.now().wall
        look = await self.app.push_screen_wait(LumpScreen(f"Lump, {area}".replace("-", " "), now, new=True))
        if look is None:
            return False
        noted = self.coach.entries.note(replace(look, area=area, side=side))
        return await self._questions({noted.id})

    async def _began(self) -> int | None:
        """How many days ago it began; None where the person went back."""
        index = await self.app.push_screen_wait(AskScreen("Note", "When did it begin?", [word for _, word in BEGAN]))
        return None if index is None else BEGAN[index][0]

    def _midnight(self, days_ago: int) -> datetime:
        """The first minute of that day."""
        now = self.coach.clock.now().wall
        return datetime.combine(now.date() - timedelta(days=days_ago), time(), now.tzinfo)

    async def _rate(self) -> int | None:
        return await self.app.push_screen_wait(RateScreen("How much does it hurt now?"))

    async def _more(self) -> tuple[tuple[Trigger, ...], tuple[Tag, ...]] | None:
        """Triggers and tags; None where the person went back."""
        names = [*Tag, *Trigger]
        words = [_words(name) for name in names]
        ticked = await self.app.push_screen_wait(TickScreen("What fits?", words))
        if ticked is None:
            return None
        chosen = [names[index] for index in sorted(ticked)]
        return tuple(n for n in chosen if isinstance(n, Trigger)), tuple(n for n in chosen if isinstance(n, Tag))

    # --- one that is open -----------------------------------------------------------------------------------------

    async def _again(self, episode: Episode) -> bool:
        words = [*(word for _, word in BETTER), GONE]
        heading = named(episode, self.coach.clock.now().wall)
        index = await self.app.push_screen_wait(AskScreen(heading, "Is it any better?", words))
        if index is None:
            return False
        if index == len(BETTER):
            self.coach.entries.note(EpisodeEnded(episode=episode.id))
            self.app.notify("Noted: it has gone.")
            return True
        self.coach.entries.note(StatusGiven(episode=episode.id, value=BETTER[index][0]))
        level = await self._rate()
        if level is not None:
            side = EntrySide(episode.side) if episode.side else None
            self.coach.entries.note(_pain(level, episode.area, side, episode.kind))
        return await self._questions({episode.id}, status_given=episode.kind in NO_BETTER_KINDS)

    async def _look(self, lump: Lump) -> bool:
        now = self.coach.clock.now().wall
        look = await self.app.push_screen_wait(LumpScreen(named(lump, now), now, new=False))
        if look is None:
            return False
        self.coach.entries.note(replace(look, lump=lump.id, area=lump.area))
        return await self._questions({lump.id})

    # --- asking ---------------------------------------------------------------------------------------------------

    async def _questions(self, subjects: set[str], *, status_given: bool = False) -> bool:
        """The questions that belong to it; an emergency among them shows its own card."""
        self.app.notify("Noted.")
        checkup = self.coach.checks.questions_of(subjects, status_given=status_given)
        if checkup is None:
            return True
        safety = await self.app.push_screen_wait(CheckScreen(self.coach, checkup, self.sources))
        return safety is None or safety.level is not Level.EMERGENCY


def _pain(
    level: int,
    area: BodyArea | None,
    side: EntrySide | None,
    complaint: ComplaintKind | None,
    tags: tuple[Tag, ...] = (),
) -> PainRated:
    return PainRated(level=level, when=RatedWhen.ANY_TIME, area=area, side=side, complaint=complaint, tags=tags)


def _words(name: Tag | Trigger) -> str:
    words = TAG_WORDS.get(name) if isinstance(name, Tag) else TRIGGER_WORDS.get(name)
    return words or name.replace("-", " ").capitalize()
