"""What is attacked: each makes an input from random numbers, and does what the program would do with it.

A new target is a class with `attack`, entered in `TARGETS`: it makes one input, keeps it for the report and lets the
program have it. What it says goes to stdout and stderr; what must not happen is an exception.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import shlex
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

from coach.adapters import outside_files
from coach.adapters.catalogue.case_file import read_case
from coach.adapters.folders import folders
from coach.adapters.notices.left_behind import LeftBehind
from coach.adapters.processes.mailbox import ANSWER, Mailbox
from coach.adapters.processes.shared_files import shared_files
from coach.adapters.processes.status_document import status_of
from coach.adapters.processes.status_file import read_status
from coach.adapters.routines import routine_files
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.settings.settings_file import check_settings, load_settings
from coach.adapters.signals import calendar_reader
from coach.cli.answers import read_answers
from coach.cli.commands import assess, control, timeline
from coach.cli.main import run
from coach.cli.outside import Outside
from coach.cli.say import say, tell, tell_faults
from coach.core.catalogue.catalogue import Layer
from coach.core.check.written_check import from_answers
from coach.core.clearance import cases
from coach.core.errors import CoachError
from coach.core.record.choices import Choices
from coach.core.reminders.commands import open_of
from coach.core.routine.planning import plan
from coach.tui.reminders import answer_of, buttons, line, pauses
from tests.adapters.test_scheduler import Desk
from tests.attack import mutations
from tests.attack.imports import Imports as ImportedFiles
from tests.attack.places import emptied, lay
from tests.attack.words import CALENDARS, LETTERS, LINES, STATUS
from tests.cli.conftest import Typist
from tests.conftest import MONDAY_MORNING, FakeClock, Listener
from tests.versions.cases import case

ROOT = Path(__file__).parents[2]
SOON = 0.02  # seconds for a pipe that nobody writes into; the whole command lines wait as long as anybody


Patch = Callable[[object, str, object], None]  # puts something in another's place; pytest's takes it out again


class Target:
    """One way in. It is made in a folder of its own, which is the working folder and holds the home."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        """Prepare what all inputs share."""

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        """Make one input, keep it in `given` for the report, and let the program have it."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what was prepared."""


def read_once(patch: Patch) -> None:
    """What comes with the program is read once."""
    shipped, loaded = cache(routine_files.load_shipped), cache(yaml.load)
    patch(routine_files, "load_shipped", lambda folder: dict(shipped(folder)))
    patch(yaml, "load", loaded)


@cache
def routines() -> tuple[tuple[str, Any], ...]:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "routines").rglob("*.yaml"))]
    texts = [re.sub("^id: ", "id: my-", text, count=1, flags=re.MULTILINE) for text in texts]
    return tuple((text, yaml.safe_load(text)) for text in texts)


class Routines(Target):
    """A routine or figure file of the person: read with the library, checked, and run through where it is sound."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        self._own = folder / "routines"
        read_once(patch)
        patch(outside_files, "PATIENCE", SOON)
        self._library = routine_files.load_library(None)

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        raw = mutations.damaged(rng, *rng.choice(routines()), mutations.as_yaml)
        given.append(raw)
        path = emptied(self._own) / rng.choice(("own.yaml", "own.yaml", "odd\x1b]0;x\x07.yml"))
        lay(rng, path, raw)
        tell_faults(routine_files.check_file(path, self._library))
        library = routine_files.load_library(self._own)
        tell_faults(library.problems)
        for routine in library.routines.values():
            if not routine.shipped:
                say(f"{routine.id}: {routine.name}")
                timeline._print(plan(routine, library.techniques_of(routine), Choices()))
                library.figures(routine.id, ())


class Settings(Target):
    """The settings file: read, checked, shown, and written back with a change."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        self._path = folder / "settings.yaml"
        patch(outside_files, "PATIENCE", SOON)
        readme = (ROOT / "README.md").read_text("utf-8")
        self._text = readme[readme.index("theme: auto") : readme.index("```", readme.index("theme: auto"))]

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        raw = mutations.damaged(rng, self._text, yaml.safe_load(self._text), mutations.as_yaml)
        given.append(raw)
        lay(rng, self._path, raw)
        settings, problems = load_settings(self._path)
        tell_faults(problems)
        tell_faults(check_settings(self._path))
        if rng.random() < 0.2:
            editor = SettingsFileEditor(self._path, settings)
            editor.look()
            for row in editor.rows():
                say(f"{row}")
            with suppress(CoachError):
                editor.change(("volume",), str(rng.randint(0, 100)))
                editor.save()


class Answers(Target):
    """A file that answers the check, named by a person."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        self._path = folder / "answers.yaml"
        patch(outside_files, "PATIENCE", SOON)
        self._catalogue, _ = assess.content()
        asked = (Layer.TODAY, Layer.PROFILE, Layer.TECHNIQUE)
        ids = [flag.id for flag in self._catalogue.flags.values() if flag.ask in asked and not flag.options]
        self._tree = {"answers": dict.fromkeys(ids[:40], "no"), "unanswered": ids[40:44], "others": "no"}
        self._text = 'answers:\n  chest-pain: "no"\n  night-pain: "not-sure"\nunanswered: []\nothers: "no"\n'

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        raw = mutations.damaged(rng, self._text, self._tree, mutations.as_yaml)
        given.append(raw)
        lay(rng, self._path, raw)
        written, problems = read_answers(self._path, self._catalogue)
        tell_faults(problems)
        if not problems:
            from_answers(self._catalogue, written.answers, written.unanswered, others=written.others)


class Cases(Target):
    """A written case, named by a person: read, and judged where it is sound."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        self._path = folder / "case.yaml"
        patch(outside_files, "PATIENCE", SOON)
        self._catalogue, self._techniques = assess.content()

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        tree = case(rng.randrange(500))
        raw = mutations.damaged(rng, yaml.safe_dump(tree), tree, mutations.as_yaml)
        given.append(raw)
        lay(rng, self._path, raw)
        found, problems = read_case(self._path, self._catalogue, self._techniques)
        tell_faults(problems)
        if not problems:
            said = cases.assess(found, self._catalogue, self._techniques, MONDAY_MORNING)
            assess._print(said, self._techniques, explain=True)


class Calendars(Target):
    """A calendar, as the program of its own reads it: there it has ten seconds and 200 MB, and may take them."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        self._path = folder / "calendar.ics"
        patch(calendar_reader, "_limit", lambda _: None)

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        text = rng.choice(CALENDARS)
        tree: list[Any] = [list(part.partition(":")) for part in text.split("\r\n")]
        raw = mutations.damaged(rng, text, tree, _as_calendar)
        given.append(raw)
        lay(rng, self._path, raw)
        span = ("2026-03-02T09:00:00+01:00", "2026-03-03T21:00:00+01:00")
        assert calendar_reader.main([str(self._path), *span, rng.choice(("", "me@example.org")), "10"]) == 0


def _as_calendar(rng: random.Random, tree: Any) -> bytes:
    lines = tree if isinstance(tree, list) else [tree]
    return "\r\n".join("".join(map(str, each)) if isinstance(each, list) else str(each) for each in lines).encode(
        "utf-8", "surrogatepass"
    )


class Letters(Target):
    """A letter to whoever keeps the reminders, or to the full screen. After each one a good letter is obeyed."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        del patch
        self._folder = folder / "letters" / "reminders"
        self._loop = asyncio.new_event_loop()
        self._desk = Desk(FakeClock(), Mailbox(self._folder, tell))
        self._loop.run_until_complete(self._begin())

    def close(self) -> None:
        self._loop.close()

    async def _begin(self) -> None:
        self._loop.set_exception_handler(_raised)
        self._keeper = self._desk.keeper()
        await self._desk.beat(self._keeper)

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        tree = rng.choice(LETTERS)
        raw = mutations.damaged(rng, json.dumps(tree), tree, mutations.as_json)
        given.append(raw)
        ending = rng.choice((".letter", ".letter", ".letter", ANSWER))
        emptied(self._folder)
        lay(rng, self._folder / f"odd{ending}", raw)
        if rng.random() < 0.15:  # to the full screen, which opens what it is asked to
            for name, letter in Mailbox(self._folder, tell).take():
                say(f"{name}: {open_of(letter)!r}")
        self._loop.run_until_complete(self._attack())

    async def _attack(self) -> None:
        box = self._desk.box
        await self._desk.beat(self._keeper, 1)
        answer = box.answered("odd")
        if answer is not None:
            tell(str(answer.get("refused")))
        good = box.send({"do": "back"})
        await self._desk.beat(self._keeper)
        assert box.answered(good) is not None, "the keeper is deaf"
        for each in self._desk.teller.shown[-1:]:
            say(f"{each.title} {each.text}")
        self._desk.record.kept = self._desk.record.kept[-50:]


def _raised(_: object, context: dict[str, Any]) -> None:
    raise context.get("exception") or AssertionError(context["message"])


class StatusFile(Target):
    """`status.json`, where a living keeper has the role: `coach status`, and what the full screen makes of it."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        del folder
        read_once(patch)
        self._files = shared_files(folders())
        assert self._files.reminders_lock.acquire()
        self._clock = FakeClock()

    def close(self) -> None:
        self._files.reminders_lock.release()

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        raw = mutations.damaged(rng, json.dumps(STATUS), STATUS, mutations.as_json)
        given.append(raw)
        lay(rng, self._files.status, raw)
        document = read_status(self._files.status, tell)
        if document is not None:
            control._print(document, self._clock.now().wall)
            status = status_of(document)
            say(line(status))
            for each in pauses(status):
                say(each)
            if status is not None and status.notice is not None:
                say(f"{buttons(status.notice)} {answer_of(status.notice, 'got-up')}")
        if document is not None or rng.random() < 0.1:
            assert run(["status", *(["--json"] if rng.random() < 0.5 else [])], Outside(self._clock)) == 0


class LeftNotice(Target):
    """`notice.json`, by which a keeper takes away what the one before it left on the screen."""

    TREE: ClassVar = {"bus": "f96270beda5a033dacdf1e266b0c813d", "server": ":1.16", "number": 2}

    def __init__(self, folder: Path, patch: Patch) -> None:
        del folder, patch
        self._path = shared_files(folders()).notice
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        raw = mutations.damaged(rng, json.dumps(self.TREE), self.TREE, mutations.as_json)
        given.append(raw)
        lay(rng, self._path, raw)
        shown = LeftBehind(self._path).there()
        if shown is not None:
            say(f"{shown.number}")
            assert 0 < shown.number < 2**32
        LeftBehind(self._path).clear()


class CommandLines(Target):
    """Any words behind `coach`, in this process."""

    def __init__(self, folder: Path, patch: Patch) -> None:
        del folder
        self._clock = FakeClock()
        read_once(patch)
        patch(outside_files, "PATIENCE", SOON)

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        words = odd_line(rng)
        while not harmless(words):
            words = odd_line(rng)
        given.append(shlex.join(words).encode("utf-8", "surrogateescape"))
        code = run(words, Outside(self._clock, Typist(self._clock), lambda _: Listener(works=False)))
        assert code in {0, 1, 2, 3}, f"exit code {code}"


def odd_line(rng: random.Random) -> list[str]:
    """The words of a command line, with some of them changed, moved, added or left out."""
    words = shlex.split(rng.choice(LINES))
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        at = rng.randrange(len(words) + 1)
        match rng.randrange(6):
            case 0:
                del words[at : at + 1]
            case 1:
                words.insert(at, rng.choice(shlex.split(rng.choice(LINES)) or [""]))
            case _:
                words[at : at + rng.randrange(2)] = [odd_word(rng, words[at] if at < len(words) else "--x")]
    return words


def odd_word(rng: random.Random, word: str) -> str:
    """What a word of a command line can be: anything but a NUL."""
    found = rng.choice(
        (
            str(mutations.odd(rng)), f"{word}={mutations.odd(rng)}", word + rng.choice(mutations.SNIPPETS), word * 2,
            word[:-1], word.upper(), f"-{word}", "x" * rng.choice((300, 5000, 100_000)), "/dev/null", "/dev/zero", "/",
            ".", "~", "-", "--", "@file", rng.randbytes(8).decode("utf-8", "surrogateescape"), "\udcff\udc9b[31m",
        )
    )  # fmt: skip
    return (
        found.replace("\0", "")
        .encode("utf-8", "replace" if "\uffff" in found else "surrogateescape")
        .decode("utf-8", "surrogateescape")
    )


def harmless(words: list[str]) -> bool:
    """Whether it changes nothing of the machine and comes to an end by itself."""
    slow = {"run", "break"} & set(words) and "1000" not in words
    return not (slow or "autostart" in words or "remind" in words or "doctor" in words)


class Imports(ImportedFiles, Target):
    """An export of somebody's that is taken in."""


TARGETS: dict[str, type[Target]] = {
    "imports": Imports,
    "routines": Routines,
    "settings": Settings,
    "answers": Answers,
    "cases": Cases,
    "calendars": Calendars,
    "letters": Letters,
    "status": StatusFile,
    "notice": LeftNotice,
    "lines": CommandLines,
}
