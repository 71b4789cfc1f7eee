"""What screens ask of the program, as messages: they know nothing of what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from coach.core.history.noted import Noted
    from coach.core.history.sessions import PastSession
    from coach.core.record.choices import Choices
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea, ComplaintKind, Side
    from coach.tui.record_desk import Wish


@dataclass
class StartRequested(Message):
    """Guide the person through this routine."""

    routine_id: str
    choices: Choices


class BreaksRequested(Message):
    """Show how the reminders stand."""


@dataclass
class PromptAnswered(Message):
    """The person answered the prompt that is out: got-up, start, snooze, skip or back."""

    prompt: str
    action: str


@dataclass
class PageRequested(Message):
    """Write the page for a clinician, of one area where it is named, and say where it is."""

    area: BodyArea | None = None


@dataclass
class LessonRequested(Message):
    """Show the lesson of this name; without one ask what is due, or show the next one."""

    lesson: str = ""


@dataclass
class RoutineRequested(Message):
    """Show all there is to know of this routine."""

    routine_id: str
    choices: Choices


@dataclass
class BodyRequested(Message):
    """Let the person pick a place on the drawn body."""

    area: BodyArea | None = None
    side: Side | None = None


@dataclass
class PlaceRequested(Message):
    """Go to one of the places: today, library, progress, settings; there `to` one thing, by its name."""

    place: str
    to: str = ""


class CheckRequested(Message):
    """Ask the safety check now."""


class CardRequested(Message):
    """Show what is up and what to do about it."""


@dataclass
class NoteRequested(Message):
    """Let the person note a complaint or a lump; `kind` where it is known which."""

    area: BodyArea | None = None
    side: Side | None = None
    kind: ComplaintKind | None = None


@dataclass
class EntryRequested(Message):
    """Let one of these entries be put right; where there are several, the person says which."""

    entries: tuple[Noted, ...]


class WeekRequested(Message):
    """Show this week and what may grow."""


class AboutMeRequested(Message):
    """Ask for the year of birth and the emergency number."""


@dataclass
class RecordRequested(Message):
    """Write the record to a file, take one in, or delete it all."""

    wish: Wish


@dataclass
class SummaryRequested(Message):
    """Write this summary to a file and say where it is."""

    text: str


class LeaveRequested(Message):
    """Leave the program."""


class MessagesRequested(Message):
    """Show all messages, to be read again."""


class HelpRequested(Message):
    """Show the keys and the way through, in plain words."""


@dataclass
class ResumeRequested(Message):
    """Go on with an interrupted session."""

    past: PastSession


@dataclass
class CloseRequested(Message):
    """Close an interrupted session as partly done, or discard it."""

    past: PastSession
    discard: bool = False


@dataclass
class SettingsChanged(Message):
    """The person changed a setting; it holds from now on."""

    settings: Settings
