"""Records for the page: the emptiest, an ordinary one, and one with as much as one sheet can hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Layer
from coach.core.coach.door import Coach
from coach.core.record.checks import CheckAnswered
from coach.core.record.choices import Choices
from coach.core.record.facts import Body, Fact, moment
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, ProfileTold, SignReported, VisitMade
from coach.core.record.personal import ActivityTold, FunctionRated
from coach.core.record.reminders import PromptEnded
from coach.core.record.sessions import SegmentEnded, SessionBegan, SessionEnded
from coach.core.report.page import Page
from coach.core.report.span import span_of
from coach.core.report.writing import Wanted
from coach.core.vocabulary import (
    Answer,
    BodyArea,
    CheckLayer,
    ComplaintKind,
    EntrySide,
    Feel,
    Feeling,
    Look,
    LumpChange,
    Moves,
    PromptOutcome,
    RatedWhen,
    SeenBy,
    SegmentKind,
    SessionOutcome,
    SizeMethod,
    Tag,
    TechniqueClass,
    Texture,
    Trigger,
)
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal

LIBRARY = load_library(None)
CATALOGUE = load_catalogue({t.id: t.cls for t in LIBRARY.shipped_techniques})
ROUTINES = (
    *("neck-knot-desk", "neck-knot-home", "heat-then-cold", "shoulder-blade-knot", "upper-back-short"),
    *("lower-back-knot", "mid-back-knot", "cat-cow", "prevent-weekly", "calm-breathing"),
)


def page_of(facts: Sequence[Fact], wanted: Wanted | None = None, now: datetime = MORNING) -> Page | None:
    """The page of a record as it stands at this moment; of the last 28 days where nothing else is wanted."""
    clock = FakeClock(now)
    coach = Coach(LIBRARY, CATALOGUE, MemoryJournal(list(facts)), clock, iter(map(str, itertools.count())).__next__, "")
    return coach.reports.page(wanted or Wanted(span_of(now.date())))


class Diary:
    """Facts of one computer, each some days before the morning the page is made."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def add(self, ago: float, body: Body) -> str:
        """A fact so many days ago; gives its id."""
        name = f"f{len(self.facts):05}"
        self.facts.append(Fact(name, *moment(MORNING - timedelta(days=ago)), "here", body))
        return name

    def pain(self, ago: float, level: int, area: BodyArea | None = BodyArea.NECK, **more: object) -> str:
        """A rating."""
        return self.add(ago, PainRated(level=level, area=area, **more))  # type: ignore[arg-type]

    def check(self, ago: float, *yes: str, not_sure: Sequence[str] = (), layers: Sequence[Layer] = tuple(Layer)) -> str:
        """A check in which everything of these layers was asked, and answered no but for these."""
        said = dict.fromkeys(yes, Answer.YES) | dict.fromkeys(not_sure, Answer.NOT_SURE)
        asked = [
            f for f in CATALOGUE.flags.values() if f.question and f.ask in layers and f.ask is not Layer.IN_SESSION
        ]
        answers = tuple((f.id, said.get(f.id, f.rule.must_be)) for f in asked)
        return self.add(ago, CheckAnswered(layer=CheckLayer.TODAY, complete=True, answers=answers, listed=()))

    def session(self, ago: float, routine: str, before: int, after: int, area: BodyArea = BodyArea.NECK) -> str:
        """A session with its ratings."""
        name = f"s{len(self.facts):05}"
        shown = LIBRARY.routines[routine].name
        self.add(
            ago, SessionBegan(session=name, routine=routine, name=shown, choices=Choices(area=area), before=before)
        )
        held = SegmentEnded(
            session=name, index=0, technique="x", segment=SegmentKind.HOLD, work=True, held=60, done=True
        )
        self.add(ago - 0.01, held)
        self.add(ago - 0.01, SessionEnded(session=name, outcome=SessionOutcome.COMPLETED))
        self.pain(ago - 0.011, after, area, when=RatedWhen.AFTER, session=name, before=before)
        return name


def emptiest() -> list[Fact]:
    """One rating, and nothing else."""
    diary = Diary()
    diary.pain(1, 3)
    return diary.facts


def fullest() -> list[Fact]:
    """Every block at or over its limit: what one sheet has to hold."""
    diary = Diary()
    diary.add(60, ProfileTold(year_of_birth=1990))
    diary.add(24, EpisodeBegan(complaint=ComplaintKind.KNOT, area=BodyArea.NECK, side=EntrySide.RIGHT))
    diary.add(20, EpisodeBegan(complaint=ComplaintKind.ACHE, area=BodyArea.LOWER_BACK, triggers=(Trigger.HEAVY_LIFT,)))
    for ago in range(55, 0, -1):
        level = ago // 9 + 1 + (ago * 7) % 3
        triggers = tuple(list(Trigger)[ago % 14 : ago % 14 + 3])
        triggers = tuple(t for t in triggers if t not in {Trigger.ACCIDENT, Trigger.INFECTION})
        feel, tags = (list(Feel)[ago % 6],), (list(Tag)[1 + ago % 3],) if ago % 3 == 0 else ()
        diary.pain(ago, level, feel=feel, tags=tags, triggers=triggers, medicine="ibuprofen" if ago % 5 == 0 else None)
        if ago % 2:
            diary.pain(ago - 0.2, level + 1, BodyArea.LOWER_BACK, feel=(Feel.STIFF,))
        if ago % 9 == 0:
            diary.pain(ago - 0.3, 2, BodyArea.SHOULDER)
    _lumps(diary)
    for number, routine in enumerate(ROUTINES):
        for n in range(2 + number):
            diary.session(26 - n * 2 - number * 0.05, routine, 6, 4 - n % 3)
    for words in ("sitting through a long meeting", "looking over my shoulder in the car", "lifting my child"):
        activity = diary.add(50, ActivityTold(words=words))
        for ago, level in ((49, 3), (20, 5), (2, 6)):
            diary.add(ago, FunctionRated(activity=activity, level=level))
    for ago in range(27, 0, -1):
        diary.add(ago, PromptEnded(n=ago, prompt="movement", outcome=PromptOutcome.TAKEN))
        diary.add(ago, PromptEnded(n=ago, prompt="movement", outcome=PromptOutcome.SKIPPED))
    diary.check(12, "limb-numb-tingle-weak", not_sure=("numb-skin",))
    diary.add(
        5, SignReported(flag="in-session-skin-change", technique="cold-pack", area=BodyArea.NECK, session="s00099")
    )
    lump = next(fact.id for fact in diary.facts if isinstance(fact.body, LumpSeen))
    lump_flags = ("lump-new-unassessed", "lump-over-2-weeks", "lump-painful", "neck-lump-over-40")
    diary.add(1.5, VisitMade(flags=lump_flags, classes=tuple(TechniqueClass), who="Dr Green", lumps=(lump,)))
    for ago, who in ((40, "Dr Green, GP"), (20, "Ann, physiotherapist"), (8, "Dr Green, GP"), (3, "the nurse")):
        diary.add(ago, VisitMade(flags=(), classes=(TechniqueClass.HEAT, TechniqueClass.STRETCH), who=who))
    return diary.facts


def _lumps(diary: Diary) -> None:
    noted = {"texture": Texture.SOFT, "moves": Moves.MOVES, "look": Look.NORMAL, "pain": 1, "feeling": Feeling.NORMAL,
             "size_method": SizeMethod.MEASURED}  # fmt: skip
    fine = {"seen_by": SeenBy.FINE, "seen_who": "Dr Green"}
    neck = LumpSeen(area=BodyArea.NECK, side=EntrySide.LEFT, size_mm=12, first_noticed=date(2026, 2, 1))
    first = diary.add(26, replace(neck, **noted))  # type: ignore[arg-type]
    for ago, size in ((19, 12), (12, 11), (9, 13), (6, 13), (2, 13)):
        look = LumpSeen(lump=first, size_mm=size, change_since_last=LumpChange.SAME)
        diary.add(ago, replace(look, **noted, **fine))  # type: ignore[arg-type]
    shoulder = LumpSeen(area=BodyArea.SHOULDER, size_mm=8, first_noticed=date(2026, 2, 20), texture=Texture.SOFT)
    diary.add(10, replace(shoulder, size_method=SizeMethod.COMPARED, **fine))  # type: ignore[arg-type]


def texts(page: Page) -> Iterator[str]:
    """Every text on a page."""
    yield from (page.title, *page.noted_by)
    for block in (*page.blocks, *page.continued):
        yield from (block.title, *block.lines, *block.after)
        yield from (chart.told for chart in block.charts)
        if block.table is not None:
            yield from itertools.chain(*block.table.rows)
