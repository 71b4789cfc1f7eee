"""Noting a complaint or a lump: where, what, how much, and then the questions that belong to it.

Escape goes one question back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Level, Puts
from coach.core.frozen import frozen
from coach.core.history.history import Episode
from coach.core.record.health import EpisodeBegan, EpisodeEnded, PainRated, StatusGiven
from coach.core.safety.rules.trends import NO_BETTER_KINDS
from coach.core.vocabulary import LUMP_KINDS, ComplaintKind, EntrySide, RatedWhen, Tag, Trend, Trigger
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.notes.lump import LumpScreen
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.rate import BACK, AskScreen, Back, RateScreen
from coach.tui.words.complaints import named
from coach.tui.words.felt import KINDS, TAG_WORDS, TRIGGER_WORDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.app import App

    from coach.core.coach.door import Coach
    from coach.core.history.history import Lump
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import BodyArea, Side

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


@frozen
class Done:
    """What came of it: whether the card is still to be shown, and the place that hurts."""

    card: bool = False
    area: BodyArea | None = None
    side: Side | None = None


async def note(
    app: App[Any],
    coach: Coach,
    sources: Mapping[str, str],
    area: BodyArea | None = None,
    side: Side | None = None,
    kind: ComplaintKind | None = None,
) -> Done:
    """Let the person note something (of this `kind`), in a worker. Raises CoachError where it can't be recorded."""
    before = coach.rules.safety().flags
    done = await _Noting(app, coach, sources, kind).begin(area, side)
    if done.card:
        await show_card(app, coach, sources, before)
    return done


async def show_card(app: App[Any], coach: Coach, sources: Mapping[str, str], before: tuple[RaisedFlag, ...]) -> None:
    """The card, where a sign is up that was not `before` and somebody has to look."""
    card = coach.checks.news(before)
    if card is not None:
        await app.push_screen_wait(CardScreen(card, coach, sources))


async def ask_questions(
    app: App[Any], coach: Coach, sources: Mapping[str, str], subjects: set[str], *, status_given: bool = False
) -> bool:
    """The questions due of these. Gives whether the card is still to be shown: an emergency shows its own."""
    checkup = coach.checks.questions_of(subjects, status_given=status_given)
    if checkup is None:
        return True
    safety = await app.push_screen_wait(CheckScreen(coach, checkup, sources))
    return safety is None or safety.level is not Level.EMERGENCY


async def in_turn(*questions: Callable[[], Awaitable[object]]) -> list[Any] | None:
    """The answer to each question. Escape goes to the question before; None: before the first."""
    answers: list[object] = []
    while len(answers) < len(questions):
        answer = await questions[len(answers)]()
        if answer != BACK:
            answers.append(answer)
        elif answers:
            answers.pop()
        else:
            return None
    return answers


@frozen
class _Noting:
    """One walk through the screens. Nothing is written down before its last question is answered."""

    app: App[Any]
    coach: Coach
    sources: Mapping[str, str]
    kind: ComplaintKind | None = None

    async def begin(self, area: BodyArea | None, side: Side | None) -> Done:
        """Something new, or one of those that are open."""
        there = self.coach.checks.complaints()
        known: list[Episode | Lump] = [*(there.episodes if self.kind not in LUMP_KINDS else ()), *there.lumps]
        if not known:
            return await self._somewhere(area, side) or Done()
        names = ["Something new", *(named(one, self.coach.clock.now().wall) for one in known[:8])]
        while (index := await self._ask("Note", "What is it about?", names)) != BACK:
            if index == 0:
                done = await self._somewhere(area, side)
            else:
                chosen = known[int(index) - 1]
                done = await (self._again(chosen) if isinstance(chosen, Episode) else self._look(chosen))
            if done is not None:
                return done
        return Done()

    async def _ask(self, place: str, question: str, answers: Sequence[str]) -> int | Back:
        index = await self.app.push_screen_wait(AskScreen(place, question, answers))
        return BACK if index is None else index

    # --- something new: each gives None where the person went back before its first question ----------------------

    async def _somewhere(self, area: BodyArea | None, side: Side | None) -> Done | None:
        picked = area, side
        while (place := await self.app.push_screen_wait(BodyScreen(self.coach, *picked))) is not None:
            done = await self._new(*place)
            if done is not None:
                return done
            picked = place
        return None

    async def _new(self, area: BodyArea, side: Side | None) -> Done | None:
        on = EntrySide(side) if side is not None else None
        while (kind := self.kind or await self._kind()) is not None:
            lump = kind in LUMP_KINDS - {ComplaintKind.GLAND}
            card = await (self._new_lump(area, on) if lump else self._new_complaint(kind, area, on))
            if card is not None or self.kind is not None:
                return None if card is None else Done(card, area, side)
        return None

    async def _kind(self) -> ComplaintKind | None:
        words = [word for _, word in KINDS]
        while (index := await self._ask("Note", "What do you feel?", words)) != BACK:
            kind = KINDS[int(index)][0]
            if kind is not ComplaintKind.KNOT:
                return kind
            lump = await self._may_be_lump()
            if lump is not None:
                return ComplaintKind.NOT_SURE if lump else kind
        return None

    async def _may_be_lump(self) -> bool | None:
        """Knot or lump: yes and not sure mean lump. None where the person went back."""
        catalogue = self.coach.catalogue
        flags = catalogue.flags.values() if catalogue is not None else ()
        flag = next((flag for flag in flags if flag.puts is Puts.LUMP), None)
        if flag is None:
            return True
        index = await self._ask("Knot or lump?", flag.question, MAY_BE_LUMP)
        return None if index == BACK else index != 0

    async def _new_lump(self, area: BodyArea, side: EntrySide | None) -> bool | None:
        now = self.coach.clock.now().wall
        look = await self.app.push_screen_wait(LumpScreen(f"Lump, {area}".replace("-", " "), now, new=True))
        if look is None:
            return None
        noted = self.coach.entries.note(replace(look, area=area, side=side))
        return await self._questions({noted.id})

    async def _new_complaint(self, kind: ComplaintKind, area: BodyArea, side: EntrySide | None) -> bool | None:
        answers = await in_turn(self._began, self._rate, self._more)
        if answers is None:
            return None
        days_ago, level, (triggers, tags) = answers
        complaint = EpisodeBegan(
            complaint=kind,
            area=area,
            side=side,
            started=self._midnight(days_ago) if days_ago else None,
            triggers=triggers,
            tags=tags,
        )
        begun = self.coach.entries.note(complaint)
        if level is not None:
            of = None if kind is ComplaintKind.GLAND else kind
            self.coach.entries.note(_pain(level, area, side, of, tags))
        subjects = {begun.id}
        if kind is ComplaintKind.GLAND:
            subjects |= {lump.id for lump in self.coach.checks.complaints().lumps if lump.area == area}
        return await self._questions(subjects)

    async def _began(self) -> int | Back:
        """How many days ago it began."""
        index = await self._ask("Note", "When did it begin?", [word for _, word in BEGAN])
        return BACK if index == BACK else BEGAN[int(index)][0]

    def _midnight(self, days_ago: int) -> datetime:
        """The first minute of that day."""
        now = self.coach.clock.now().wall
        return datetime.combine(now.date() - timedelta(days=days_ago), time(), now.tzinfo)

    async def _rate(self) -> int | Back | None:
        return await self.app.push_screen_wait(RateScreen("How much does it hurt now?"))

    async def _more(self) -> tuple[tuple[Trigger, ...], tuple[Tag, ...]] | Back:
        """Triggers and tags."""
        names = [*Tag, *Trigger]
        words = [_words(name) for name in names]
        ticked = await self.app.push_screen_wait(TickScreen("What fits?", words))
        if ticked is None:
            return BACK
        chosen = [names[index] for index in sorted(ticked)]
        return tuple(n for n in chosen if isinstance(n, Trigger)), tuple(n for n in chosen if isinstance(n, Tag))

    # --- one that is open -----------------------------------------------------------------------------------------

    async def _again(self, episode: Episode) -> Done | None:
        while (index := await self._better(episode)) != BACK:
            if index == len(BETTER):
                self.coach.entries.note(EpisodeEnded(episode=episode.id))
                self.app.notify("Noted: it has gone.")
                return Done(card=True)
            level = await self._rate()
            if level == BACK:
                continue
            self.coach.entries.note(StatusGiven(episode=episode.id, value=BETTER[int(index)][0]))
            if level is not None:
                side = EntrySide(episode.side) if episode.side else None
                self.coach.entries.note(_pain(level, episode.area, side, episode.kind))
            card = await self._questions({episode.id}, status_given=episode.kind in NO_BETTER_KINDS)
            return Done(card, episode.area)
        return None

    async def _better(self, episode: Episode) -> int | Back:
        words = [*(word for _, word in BETTER), GONE]
        return await self._ask(named(episode, self.coach.clock.now().wall), "Is it any better?", words)

    async def _look(self, lump: Lump) -> Done | None:
        now = self.coach.clock.now().wall
        look = await self.app.push_screen_wait(LumpScreen(named(lump, now), now, new=False))
        if look is None:
            return None
        self.coach.entries.note(replace(look, lump=lump.id, area=lump.area))
        return Done(await self._questions({lump.id}), lump.area)

    # --- asking ---------------------------------------------------------------------------------------------------

    async def _questions(self, subjects: set[str], *, status_given: bool = False) -> bool:
        """The questions that belong to it; an emergency among them shows its own card."""
        self.app.notify("Noted.")
        return await ask_questions(self.app, self.coach, self.sources, subjects, status_given=status_given)


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
