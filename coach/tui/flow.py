"""The whole way of one routine on the screen: rating, check, card, what to know first, the run, and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App

    from coach.core.choices import Choices
    from coach.core.coach import Coach
    from coach.core.events import Outcome
    from coach.core.ports import Clock
    from coach.core.record import PastSession
    from coach.core.settings import Settings


async def guided(
    app: App[object],
    coach: Coach,
    settings: Settings,
    sources: Mapping[str, str],
    routine_id: str,
    choices: Choices,
    rehearse: Callable[[], Clock] | None = None,
) -> Outcome | None:
    """Guide the person through `routine_id`, to be awaited in a worker. None where no session took place."""
    raise NotImplementedError


async def resume(
    app: App[object], coach: Coach, settings: Settings, sources: Mapping[str, str], past: PastSession
) -> Outcome | None:
    """Go on with an interrupted session, to be awaited in a worker. None where it can't go on."""
    raise NotImplementedError
