"""Whether one notch more is offered. No answer is a no: nothing is ever applied by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.progress.plan.notches import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.progress.plan.notches import Notch, Run, Standing

SESSIONS, DAYS, WITHIN = 3, 3, timedelta(days=10)
MORNINGS = 2
MOST_PAIN = 5  # latest level of the area


def offered(
    runs: Sequence[Run],
    now_at: Standing,
    notches: Sequence[Notch],
    latest: float | None,
    now: datetime,
    *,
    flagged: bool,
) -> bool:
    """Whether the next notch is offered.

    `latest` is the latest pain of the area (None: not rated), `flagged` whether a sign of caution or above is up there.
    """
    if flagged or now_at.level + 1 >= len(notches) or (latest is not None and latest > MOST_PAIN):
        return False
    if now_at.since is not None and now - now_at.since < BETWEEN:
        return False
    own = [run for run in runs if run.at <= now and now - run.at <= WITHIN and _since(run, now_at)]
    if len(own) < SESSIONS or len({run.at.date() for run in own}) < DAYS:
        return False
    if any(run.rose or run.wrong or not run.done for run in own):
        return False
    return sum(run.morning is not None for run in own) >= MORNINGS


def _since(run: Run, now_at: Standing) -> bool:
    return now_at.since is None or run.at >= now_at.since
