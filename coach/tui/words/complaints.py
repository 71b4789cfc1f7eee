"""Complaints and lumps in words: their names, and what is due of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.history.history import Episode

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.check.complaints import Complaints
    from coach.core.history.history import Lump

NOT_RATED = "How much does it hurt now?"


def named(one: Episode | Lump, now: datetime) -> str:
    """What it is, where, and since when: "Spasm, lower back, since yesterday"."""
    what = one.kind.replace("-", " ").capitalize() if isinstance(one, Episode) else "Lump"
    since = one.started if isinstance(one, Episode) else one.since
    where = [one.area.replace("-", " ")] if one.area is not None else []
    sides = [one.side] if one.side in {"left", "right"} else []
    return ", ".join([what, *where, *sides, _since(since, now)])


def _since(moment: datetime, now: datetime) -> str:
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    if days <= 0:
        return "since today"
    return "since yesterday" if days == 1 else f"for {days} days"


def due_words(there: Complaints, now: datetime) -> list[str]:
    """A line for each complaint and lump, those with something due first."""
    due = there.due
    asked = {episode.id for episode in due.episodes}
    unrated = {episode.id for episode in due.rate}
    looks = {lump.id for lump in due.lumps}
    urgent, rest = [], []
    for episode in there.episodes:
        name = named(episode, now)
        if episode.id in due.better:
            urgent.append(f"{name}: is it any better?")
        elif episode.id in asked:
            urgent.append(f"{name}: a few questions are due.")
        elif episode.id in unrated:
            urgent.append(f"{name}: {NOT_RATED}")
        else:
            rest.append(name)
    for lump in there.lumps:
        name = named(lump, now)
        if lump.id in looks:
            urgent.append(f"{name}: have a look at it.")
        else:
            rest.append(name)
    return [*urgent, *rest]
