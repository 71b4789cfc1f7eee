"""The settings one by one, as a front end shows and changes them, and the port it does that through."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.errors import Problem
    from coach.core.settings import Settings

SettingPath = tuple[str | int, ...]  # the keys in the file, from the outermost; a number is a place in a list


class SettingKind(Enum):
    """How a setting is changed."""

    CHOICE = auto()  # one of the choices
    NUMBER = auto()  # a number; the choices are steps from the least to the greatest
    TYPED = auto()


@frozen
class SettingRow:
    """One setting, or one item of a list of them.

    `what` says what it is for, `hint` how it is typed. `text` is the value that holds, as it would be typed: empty
    where there is none. `usual` is the same for the usual value, None where this row has none of its own. `line` is
    where it stands in the file; None: it does not. `unsaved`: it holds, and is not in the file.
    """

    path: SettingPath
    kind: SettingKind
    what: str
    hint: str
    text: str
    usual: str | None
    choices: tuple[str, ...] = ()
    line: int | None = None
    unsaved: bool = False


class SettingsEditor(Protocol):
    """Changes the settings one by one. What holds and what is in the file are two things: only `save` writes."""

    @property
    def now(self) -> Settings:
        """What holds."""

    def look(self) -> Problem | None:
        """Read the file: what was changed there meanwhile holds, too. Gives its first fault."""

    def rows(self) -> tuple[SettingRow, ...]:
        """Every setting, in the order of the table."""

    def check(self, path: SettingPath, text: str) -> str:
        """What is wrong with a value that is being typed, as it would be said of the file; empty: it is fine."""

    def change(self, path: SettingPath, text: str) -> None:
        """This value holds from now on. Raises BadInput where it can't be, and nothing is changed."""

    def put_back(self, path: SettingPath) -> None:
        """The usual value holds from now on; an item of a list is taken out."""

    def take(self, settings: Settings) -> None:
        """These hold from now on."""

    def save(self) -> None:
        """Write what was changed here, and leave alone what was changed there.

        Raises CoachError where that can't be done; it holds all the same.
        It may be called from another thread, and takes up to a tenth of a second.
        """
