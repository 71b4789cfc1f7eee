"""A lesson on the screen: read with Enter, put away with x, asked again some days later."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from coach.adapters.lessons.lesson_file import load_lessons
from coach.core.catalogue.catalogue import Catalogue
from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.lessons.lesson import Lessons
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.health import PainRated
from coach.core.record.lessons import LessonAnswered, LessonRead
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea, Trigger
from coach.tui.app import CoachApp, Opened
from coach.tui.flows.learning import after_noting, offer, to_read_first
from coach.tui.requests import RoutineRequested
from coach.tui.screens.all_messages import MessagesScreen
from coach.tui.screens.learn.lesson import LessonScreen
from coach.tui.screens.rate import AskScreen
from coach.tui.screens.routine import RoutineScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, ReadyApp, Saved, screen_text, until
from tests.tui.stage import opened

DAY = 86_400.0


@pytest.fixture
def learner(library: Library, catalogue: Catalogue, journal: MemoryJournal, fake_clock: FakeClock) -> Coach:
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, journal, fake_clock, ids.__next__, "here", lessons=load_lessons)


@pytest.fixture
def app(learner: Coach, sources: dict[str, str], saved: Saved) -> CoachApp:
    settings = Settings(theme="dark")
    return ReadyApp(settings, cache(lambda: saved.editor(settings)), lambda: Opened(learner, sources))


def kept(coach: Coach) -> list[str]:
    return [fact.kind for fact in coach.record.facts((LessonRead, LessonAnswered))]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_read_with_enter_and_put_away_with_x(app: CoachApp, learner: Coach, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        await pilot.press("j")
        await opened(pilot, LessonScreen)
        assert "What a knot is" in screen_text(app)
        await pilot.press("x")
        await until(pilot, lambda: not isinstance(app.screen, LessonScreen))
        assert kept(learner) == []
        assert learner.learning.offer() is None
        await pilot.press("j")
        await opened(pilot, LessonScreen)
        await pilot.press("enter")
        await until(pilot, lambda: kept(learner) == ["lesson-read"])
        await pilot.press("j")
        await until(pilot, lambda: "Nothing new to read today." in screen_text(app))


async def test_the_source_of_each_line_is_shown_when_asked(app: CoachApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        await pilot.press("j")
        await opened(pilot, LessonScreen)
        assert "How to Get Rid of a Back Knot" not in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: "[How to Get Rid of a Back Knot" in screen_text(app))
        assert "[Coach]" in screen_text(app)


async def test_the_question_comes_back_and_the_line_is_shown_either_way(
    app: CoachApp, learner: Coach, fake_clock: FakeClock
) -> None:
    learner.learning.read(learner.learning.lessons.find("what-a-knot-is"))
    fake_clock.advance(2 * DAY)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        await pilot.press("j")
        await opened(pilot, AskScreen)
        assert "Where can a knot hurt?" in screen_text(app)
        await pilot.press("1")
        await until(pilot, lambda: kept(learner) == ["lesson-read", "lesson-answer"])
        await until(pilot, lambda: "So the sore place is not always" in " ".join(screen_text(app).split()))


async def test_what_was_noted_again_and_again_stands_below_the_lesson(app: CoachApp, learner: Coach) -> None:
    for _ in range(3):
        learner.entries.note(PainRated(level=3, area=BodyArea.NECK, triggers=(Trigger.STRESS,)))
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        await pilot.press("j")
        await opened(pilot, LessonScreen)
        shown = " ".join(screen_text(app).split())
        assert "From what you noted" in shown
        assert "Noted 3 times: stress. Try calm breathing" in shown


async def test_a_routine_with_heat_offers_its_lesson_the_first_time(app: CoachApp, learner: Coach) -> None:
    async with app.run_test(size=(100, 60)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        app.post_message(RoutineRequested("moist-heat", Choices()))
        await opened(pilot, RoutineScreen)
        await until(pilot, lambda: "Two minutes to read: Heat or cold? (press j)" in screen_text(app))
        await pilot.press("j")
        await opened(pilot, LessonScreen)
        await pilot.press("enter")
        await opened(pilot, RoutineScreen)
        await until(pilot, lambda: "Two minutes to read" not in screen_text(app))
        assert kept(learner) == ["lesson-read"]


async def test_what_was_just_noted_brings_its_lesson_and_its_advice_in_one_line_each(
    app: CoachApp, learner: Coach, sources: dict[str, str]
) -> None:
    for _ in range(3):
        learner.entries.note(PainRated(level=3, area=BodyArea.NECK, triggers=(Trigger.PHONE_IN_NECK,)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        after_noting(app, learner, sources, "j")
        await pilot.press("f2")
        await until(pilot, lambda: "Noted 3 times: phone in neck." in " ".join(screen_text(app).split()))
        assert "Two minutes to read: Find what sets it off (press j)" in " ".join(screen_text(app).split())


async def test_after_a_session_the_lesson_of_the_day_is_offered_once(app: CoachApp, learner: Coach) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        app.tasks._offer_lesson("calm-breathing")
        await until(pilot, lambda: "Two minutes to read: What a knot is (press j)" in screen_text(app))
        app.tasks._offer_lesson("calm-breathing")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, MessagesScreen))
        assert screen_text(app).count("Two minutes to read") == 1


async def test_a_movement_break_brings_one_line_of_a_lesson_and_offers_none(app: CoachApp, learner: Coach) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        app.tasks._offer_lesson("movement-break")
        says = learner.learning.gist()
        assert says is not None
        await until(pilot, lambda: says.says[:30] in " ".join(screen_text(app).split()))
        assert "Two minutes to read" not in screen_text(app)


async def test_lessons_that_can_not_be_read_stop_nothing(
    library: Library, catalogue: Catalogue, journal: MemoryJournal, fake_clock: FakeClock, app: CoachApp
) -> None:
    def broken() -> Lessons:
        raise CoachError("The lessons can't be read.", "Install coach again.")

    coach = Coach(library, catalogue, journal, fake_clock, str, "here", lessons=broken)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Library" in screen_text(app))
        offer(app, coach, "j")
        after_noting(app, coach, {}, "j")
        assert to_read_first(coach, library.shipped_techniques) is None
        await pilot.pause()
        assert "can't be read" not in screen_text(app)
