"""What the program has to say beside the screens: the newest stands in one row, and all can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime

MOST = 200  # kept to be read again
A_LOOK = 1.0  # s that even a word has to stand before it can have been read
A_SIGN = 0.04  # s more for each sign of it
LONGEST = 5.0  # s after which anything counts as read at the next key
STALE = 20.0  # s after which a message that is no warning goes by itself


@frozen
class Told:
    """One message. `warns`: it is more than news. `when`: None where there was no clock yet."""

    text: str
    warns: bool = False
    when: datetime | None = None

    @property
    def line(self) -> str:
        """With its sign: nothing is said by colour alone."""
        return f"! {self.text}" if self.warns else self.text

    @property
    def seconds(self) -> float:
        """How long it has to stand until a key can mean that it was read."""
        return min(LONGEST, A_LOOK + A_SIGN * len(self.text))


class Messages:
    """All that was told, newest last, and what of it waits to be read. A warning waits for ever, news make room."""

    def __init__(self) -> None:
        self.kept: list[Told] = []
        self._waiting: list[Told] = []
        self._stood = False

    @property
    def current(self) -> Told | None:
        """What stands in the row."""
        return self._waiting[-1] if self._waiting else None

    @property
    def behind(self) -> int:
        """How many more wait behind it."""
        return max(0, len(self._waiting) - 1)

    def tell(self, told: Told) -> None:
        """A new one: it stands in the row from now on. Said twice in a row, it is kept once."""
        same = bool(self.kept) and self.kept[-1].text == told.text
        self.kept = [*(self.kept[:-1] if same else self.kept), told][-MOST:]
        self._waiting = [*(one for one in self._waiting if one.warns and one.text != told.text), told]
        self._stood = False

    def stood(self) -> None:
        """It has stood long enough to be read."""
        self._stood = True

    def key(self) -> bool:
        """The person did something: what could be read has been. Gives whether the row is another now."""
        return self._stood and self.put_away()

    def put_away(self) -> bool:
        """The one in the row goes; gives whether there was one."""
        self._stood = False
        return bool(self._waiting and self._waiting.pop())

    def all_read(self) -> None:
        """The person looks at all of them."""
        self._waiting, self._stood = [], False
