"""What the Settings screen offers beside the settings: tests that say only what was seen to work, the start with the
session, and where the record lies.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from coach.core.errors import CoachError
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.adapters.notices.channel import Answers
    from coach.cli.wiring import House
    from coach.core.reminders.ports import Attempt, Notifier
    from coach.core.settings import Settings
    from coach.tui.screens.settings.tools import Tool

CLICK = 10.0  # s that a notification stands there to be clicked
SOUNDS = 8.0  # s that a chime or a few words may take
CHANNELS = {"desktop": "D-Bus", "native": "the system"}
TRY = (("try", "try it"),)


def settings_tools(house: House) -> tuple[Tool, ...]:
    """All of them."""
    from coach.adapters.notices import notifier

    return (
        NotificationTest(partial(notifier, terminal=False)),
        SoundTest("sound", "Try the sound", "Sounds the chime that a step begins with.", "player"),
        SoundTest("voice", "Try the voice", "Says a few words with this voice and speed.", "voice"),
        Autostart(),
        RecordLooks("where", "It lies in", "One file with all that you did, said and noted.", house),
        RecordLooks("entries", "Entries", "All of them are kept; none is ever changed.", house),
        RecordLooks(
            "backup", "Last backup", "One is made each day that Coach is used; seven days and four weeks stay.", house
        ),
    )


def told_of(attempts: Sequence[Attempt]) -> str:
    """What came of a notification, in words: never more than its channel says."""
    last = attempts[-1]
    name = CHANNELS.get(last.channel, last.channel)
    if last.worked:
        return f"✓ Shown by {name}: {last.why}"
    if last.worked is None:
        return f"? Perhaps shown by {name}: {last.why}"
    each = " ".join(f"{CHANNELS.get(a.channel, a.channel)}: {a.why} {a.mend}".strip() for a in attempts)
    return f"! No channel could show it. {each}"


@frozen
class NotificationTest:
    """Shows a notification as a reminder would, and sees whether a click comes back."""

    make: Callable[[Answers], Notifier]
    patience: float = CLICK
    name: ClassVar[str] = "notification"
    group: ClassVar[str] = "reminders"
    label: ClassVar[str] = "Try a notification"
    what: ClassVar[str] = "Shows one as a reminder would. Click a button of it to see whether that comes back."
    choices: ClassVar[tuple[tuple[str, str], ...]] = TRY

    async def stands(self) -> str:
        """It is only tried."""
        return ""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Show it; take it away when it was clicked, or after a while."""
        del choice, settings
        clicked = asyncio.Event()
        notifier = self.make(lambda _prompt, _action: clicked.set())
        try:
            from coach.adapters.notices.chain import TEST

            attempts = await notifier.show(TEST)
            said = told_of(attempts)
            told(said)
            if attempts[-1].worked:
                async with asyncio.timeout(self.patience):
                    await clicked.wait()
                told(f"{said} Your click came back.")
        except TimeoutError:
            told(f"{said} No click came back.")
        finally:
            await notifier.close()


@frozen
class SoundTest:
    """Sounds something as a session would."""

    name: str
    label: str
    what: str
    kind: str
    patience: float = SOUNDS
    group: ClassVar[str] = "sound"
    choices: ClassVar[tuple[tuple[str, str], ...]] = TRY

    async def stands(self) -> str:
        """It is only tried."""
        return ""

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Sound it beside the screen, and say whether it ran."""
        del choice
        told(await asyncio.to_thread(self._sounded, settings))

    def _sounded(self, settings: Settings) -> str:
        from coach.adapters.sound.tried import try_sound

        found = try_sound(self.kind, settings, self.patience)
        silent = " The volume is 0." if found.ran and settings.volume == 0 else ""
        said = found.said if found.program else found.said[:1].upper() + found.said[1:]
        return f"{'✓' if found.ran else '!'} {said}.{silent}"


@frozen
class Autostart:
    """Whether the reminders start with the session."""

    name: ClassVar[str] = "autostart"
    group: ClassVar[str] = "reminders"
    label: ClassVar[str] = "Start with me"
    what: ClassVar[str] = "Whether the reminders start with your session, as coach autostart does it."
    choices: ClassVar[tuple[tuple[str, str], ...]] = (("on", "on"), ("off", "off"))

    async def stands(self) -> str:
        """On or off, as it is on disk; why that can't be seen."""
        from coach.cli.commands.autostart import switched_on

        try:
            return "on" if await asyncio.to_thread(switched_on) else "off"
        except CoachError as error:
            return str(error)

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """Switch it, and say what was done."""
        from coach.cli.commands.autostart import switch_off, switch_on

        del settings
        try:
            told(" ".join(await asyncio.to_thread(switch_on if choice == "on" else switch_off)))
        except CoachError as error:
            told(f"! {error}")


@frozen
class RecordLooks:
    """Something of the record to look at."""

    name: str
    label: str
    what: str
    house: House
    group: ClassVar[str] = "record"
    choices: ClassVar[tuple[tuple[str, str], ...]] = ()

    async def stands(self) -> str:
        """Where it lies, how many entries it has, or when it was last copied."""
        if self.name == "where":
            return str(self.house.folders.journal)
        try:
            return await asyncio.to_thread(self._entries if self.name == "entries" else self._backup)
        except (CoachError, OSError) as error:
            return f"! {error}"

    def _entries(self) -> str:
        return f"{len(self.house.journal.facts()):,}"

    def _backup(self) -> str:
        from coach.adapters.journal.backups import backups_of

        found = backups_of(self.house.folders.journal)
        if not found:
            return "none yet"
        made = found[-1].made.astimezone(self.house.clock.now().wall.tzinfo)
        return f"{made:%A} {made.day} {made:%B %Y, %H:%M}"

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        """It is only looked at."""
