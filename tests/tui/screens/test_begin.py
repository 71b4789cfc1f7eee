"""Ready: the page between the check and the first cue."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from coach.core.clearance.clearance import Cleared
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.session.guide_steps import SayBefore
from coach.core.session.ready import ready_for
from coach.core.vocabulary import BodyArea
from coach.tui.screens.begin import BeginScreen
from tests.core.conftest import just_before
from tests.tui.conftest import screen_text
from tests.tui.stage import opened, result, show

SIZES = [(40, 12), (60, 18), (80, 24), (120, 36)]
FLOOR = Choices(area=BodyArea.LOWER_BACK, variant="floor-ball")


def before(coach: Coach, routine: str, choices: Choices, **more: tuple[str, ...]) -> SayBefore:
    just_before(coach, routine)
    cleared = coach.sessions.ask(routine, choices)
    assert isinstance(cleared, Cleared)
    plan = coach.sessions.plan(routine, choices, cleared)
    return SayBefore(cleared, plan, waits=True, ready=ready_for(coach.library, plan), **more)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("routine", "choices"), [("ball-compression", FLOOR), ("shoulder-blade-knot", Choices())])
async def test_in_every_window_place_kit_and_the_key_that_begins_are_in_sight(
    checked: Coach, size: tuple[int, int], routine: str, choices: Choices
) -> None:
    step = before(checked, routine, choices)
    async with show(BeginScreen(step, checked.library)).run_test(size=size) as pilot:
        await opened(pilot, BeginScreen)
        shown = " ".join(screen_text(pilot.app).split())
        assert "Press Enter to begin." in shown
        assert "Ready: " in shown
        assert "Where: " in shown
        assert "Needs: " in shown
        assert "Take care" in shown
        await pilot.press("end")
        await pilot.pause()
        assert "Press Enter to begin." in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES[1:])
async def test_the_picture_is_that_of_the_way_and_the_area(checked: Coach, size: tuple[int, int]) -> None:
    step = before(checked, "ball-compression", FLOOR)
    async with show(BeginScreen(step, checked.library)).run_test(size=size) as pilot:
        screen = await opened(pilot, BeginScreen)
        text = " ".join(str(part.content) for part in screen.query(Static))
        assert "Lying on the back, knees bent, a ball under the muscle beside the lower back." in text
        drawn = [str(part.content) for part in screen.query("#under, #beside").results(Static) if part.display]
        assert "⣿" in "".join(drawn)


async def test_the_cautions_stand_under_the_name_of_each_technique(checked: Coach) -> None:
    step = before(checked, "shoulder-blade-knot", Choices(), left_out=("Moist heat. Why.",))
    async with show(BeginScreen(step, checked.library)).run_test(size=(120, 40)) as pilot:
        await opened(pilot, BeginScreen)
        shown = " ".join(screen_text(pilot.app).split())
        for part in step.ready.parts:
            assert part.name in shown
        assert "Do not fall asleep." in shown
        assert shown.index("Left out this time") < shown.index("Take care")


@pytest.mark.parametrize(("key", "begins"), [("enter", True), ("space", True), ("escape", False), ("q", False)])
async def test_enter_begins_and_escape_goes_back(checked: Coach, key: str, begins: bool) -> None:
    step = before(checked, "cat-cow", Choices())
    async with show(BeginScreen(step, checked.library)).run_test() as pilot:
        await opened(pilot, BeginScreen)
        await pilot.press(key)
        assert await result(pilot) is begins
