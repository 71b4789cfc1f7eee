"""What the person has told of now: open complaints and lumps with what is due, and the two facts asked once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.record.facts import of
from coach.core.record.health import ProfileTold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.core.check.cadence import DueQuestions
    from coach.core.history.history import Episode, Lump
    from coach.core.record.facts import Fact
    from coach.core.safety.screening import Evaluation

OLDEST = 120  # years; more is a slip
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/*#-]{0,18}[0-9]")


@frozen
class Complaints:
    """Open complaints and lumps on record, oldest first, and what is to be asked of them."""

    episodes: tuple[Episode, ...]
    lumps: tuple[Lump, ...]
    due: DueQuestions

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.episodes or self.lumps)


@frozen
class AboutMe:
    """Two facts that are asked once and may be left out. `asked` says whether they ever were."""

    year_of_birth: int | None = None
    emergency_number: str = ""
    asked: bool = False


def open_at(said: Evaluation, due: DueQuestions, now: datetime) -> Complaints:
    """What is open at `now` (local, aware)."""
    open_ones = tuple(episode for episode in said.history.episodes if episode.open(now))
    return Complaints(open_ones, tuple(said.history.lumps_at(now)), due)


def about_me(facts: Iterable[Fact]) -> AboutMe:
    """What these facts tell of the person; the latest counts."""
    told = [fact.body for fact in of(facts, ProfileTold)]
    return AboutMe(told[-1].year_of_birth, told[-1].emergency_number, asked=True) if told else AboutMe()


def year_of(text: str, now: datetime) -> int | None:
    """A year of birth as typed; None where it was left empty. Raises BadInput."""
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and now.year - OLDEST <= int(text) <= now.year):
        raise BadInput(f"'{text[:20]}' can't be a year of birth.", f"Write it like {now.year - 40}, or leave it empty.")
    return int(text)


def number_of(text: str) -> str:
    """An emergency number as typed, empty where it was left out. Raises BadInput."""
    text = " ".join(text.split())
    if text and not _NUMBER.fullmatch(text):
        raise BadInput(f"'{text[:20]}' can't be a phone number.", "Write digits, or leave it empty.")
    return text
