"""The same person, the same answers: in lines of text and on the full screen the same facts come of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.folders import folders
from coach.adapters.journal.journal import open_journal
from coach.adapters.processes.locks import SessionLocks
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.adapters.settings.settings_file import save_settings
from coach.cli.main import run
from coach.cli.outside import Outside
from coach.core.check.written_check import WrittenAnswers
from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.record.choices import Choices
from coach.core.record.codec import encode
from coach.core.record.facts import Fact
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, BodyArea
from coach.tui.flows.session import guided, resume
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.begin import BeginScreen, DoneScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from tests.cli.conftest import _read_once  # noqa: F401 - what is shipped is read once
from tests.conftest import MONDAY_MORNING, FakeClock, Listener
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import _no_waiting  # noqa: F401 - a pilot that does not wait for the processor
from tests.tui.stage import STILL_OPEN, Stage, safe_page

EASED = {"yes": ("y", "1"), "a bit": ("a", "2"), "no": ("n", "3"), "it hurt more": ("m", "4")}
THINKS = 1.0  # s before each answer: no two facts of a person are of one moment
OWN_BALL = """\
id: my-ball
name: My ball
class: compression
areas: [upper-back]
position: wall
dose: {hold: 30}
steps: ["Lean in."]
ask_after: "Did the spot ease? yes / a bit / no / it hurt more"
"""


@dataclass(frozen=True)
class Visit:
    """One time that a person runs a routine: what is answered, and after how many seconds of it they leave.

    `hours` pass before it. `unsafe` is the id of the one thing in the check that is not answered with no.
    """

    routine: str
    area: BodyArea | None = None
    before: int | None = None
    after: int | None = None
    eased: str = "yes"
    hours: float = 0
    leaves_at: float | None = None
    crashes_at: float | None = None
    resumes: bool = False
    rehearses: bool = False
    written: dict[str, str] | None = None


class Typing:
    """The person at the lines of text: reads what is asked, and answers; else time passes."""

    tty = False
    closed = False

    def __init__(self, visit: Visit, clock: FakeClock, read: Callable[[], str]) -> None:
        self._visit = visit
        self._clock = clock
        self._read = read
        self._text = ""
        self._begun: float | None = None

    def forget(self) -> None:
        """Nothing is typed ahead."""

    def wait(self, seconds: float | None = None) -> str | None:
        self._text += self._read()
        *_, last = self._text.splitlines() or [""]
        if last.startswith("Question: "):
            self._text = ""
            self._clock.advance(THINKS)
            return self._answer(last)
        if "Keys: ? and Enter" in self._text and self._begun is None:
            self._begun = self._clock.mono
        visit, elapsed = self._visit, self._clock.mono - (self._begun or self._clock.mono)
        until = visit.crashes_at if visit.crashes_at is not None else visit.leaves_at
        if until is not None and (seconds is None or elapsed + seconds >= until):
            self._clock.advance(until - elapsed)
            return "+" if visit.crashes_at is not None else "q"
        assert seconds is not None, self._text
        self._clock.advance(seconds)
        return None

    def _answer(self, question: str) -> str:
        visit = self._visit
        if "How strong is the pain" in question:
            level = visit.after if "after it" in question else visit.before
            return "" if level is None else str(level)
        if "r resume" in question:
            return "r"
        if "ease?" in question:
            return EASED[visit.eased][0]
        return "0" if "numbers that are so" in question else "n"


class Home:
    """A person's machine, with what it has on record in the end."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COACH_HOME", str(home))
        self.monkeypatch = monkeypatch
        self.clock = FakeClock(MONDAY_MORNING)
        own = folders().routines
        own.mkdir(parents=True)
        (own / "mine.yaml").write_text(OWN_BALL, encoding="utf-8")
        self.own = own


class InLines(Home):
    """Runs everything with `coach run --plain`."""

    async def do(self, visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
        self.clock.advance(visit.hours * 3600)
        typing = Typing(visit, self.clock, lambda: capsys.readouterr().out)
        argv = ["run", "cat-cow" if visit.resumes else visit.routine, "--plain"]
        argv += ["--area", str(visit.area)] if visit.area is not None else []
        argv += ["--rehearse", "1"] if visit.rehearses else []
        if visit.written is not None:
            path = self.own.parent / "answers.yaml"
            path.write_text(json.dumps({"answers": visit.written, "others": "no"}), encoding="utf-8")
            argv += ["--answers", str(path)]
        with self.monkeypatch.context() as patch:
            if visit.crashes_at is not None:
                patch.setattr(Run, "extend", _gone)
            patch.setattr(SessionLocks, "held", lambda *_: False)  # the lock of what crashed died with it
            run(argv, Outside(self.clock, typing, lambda _: Listener(works=False)))

    def facts(self) -> list[Fact]:
        with closing(open_journal(folders().journal, now=self.clock.wall)) as journal:
            return journal.facts()


def _gone(*_: object) -> None:
    raise MemoryError


class OnScreen(Home):
    """Runs everything on the full screen."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
        super().__init__(home, monkeypatch)
        self.journal = MemoryJournal()
        self.settings = settings
        library = load_library(self.own)
        catalogue = load_catalogue({t.id: t.cls for t in library.shipped_techniques})
        ids = (f"id-{n}" for n in itertools.count())
        self.coach = Coach(library, catalogue, self.journal, self.clock, lambda: next(ids), "here")

    async def do(self, visit: Visit) -> None:
        self.clock.advance(visit.hours * 3600)
        coach, sources = self.coach, dict(load_sources())
        written = None
        if visit.written is not None:
            answers = {name: Answer(word) for name, word in visit.written.items()}
            written = WrittenAnswers(answers, others=True)
        rehearse = (lambda: self.clock) if visit.rehearses else None
        request = Request(visit.routine, Choices(area=visit.area), written=written, rehearse=rehearse)
        past = coach.listing.today().unfinished if visit.resumes else None
        stage = Stage(
            lambda app: (
                guided(app, coach, self.settings, sources, request)
                if past is None
                else resume(app, coach, self.settings, sources, past)
            )
        )
        kept: list[Fact] | None = None
        async with stage.run_test(size=(40, 12)) as pilot:
            for _ in range(300):
                await pilot.pause()
                if stage.result is not STILL_OPEN:
                    break
                if isinstance(stage.screen, PlayerScreen) and visit.crashes_at is not None:
                    self._play(stage.screen, visit.crashes_at)
                    kept = list(self.journal.kept)
                    break
                await self._act(pilot, stage, visit)
            else:
                raise AssertionError("it never ends")
        if kept is not None:
            self.journal.kept = kept

    def _play(self, player: PlayerScreen, seconds: float) -> None:
        self.clock.advance(seconds)
        player.wake()

    async def _act(self, pilot: Pilot[Any], stage: Stage, visit: Visit) -> None:
        screen = stage.screen
        if not screen.is_mounted:
            return
        if not isinstance(screen, PlayerScreen):
            self.clock.advance(THINKS)
        if isinstance(screen, RateScreen):
            level = visit.after if "And now" in screen._heading else visit.before
            await pilot.press("s" if level is None else str(level))
        elif isinstance(screen, CheckScreen):
            await safe_page(pilot)
        elif isinstance(screen, AskScreen):
            await pilot.press(EASED[visit.eased][1])
        elif isinstance(screen, BeginScreen | DoneScreen | CardScreen):
            await pilot.press("enter")
        elif isinstance(screen, AboutScreen):
            await pilot.press("ctrl+n")  # in lines it is only asked on a terminal
        elif isinstance(screen, PlayerScreen) and screen._run.ended is None:
            self._play(screen, visit.leaves_at or 2000)
            await pilot.pause()
            if visit.leaves_at is not None:
                await pilot.press("q", "y")

    def facts(self) -> list[Fact]:
        return self.journal.facts()


def told(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """What the facts say, apart from ids, moments and the machine."""
    sessions: dict[str, int] = {}
    said = []
    for fact in facts:
        body = json.loads(encode(fact.body))
        body.pop("clearance", None)  # names the last fact
        if "session" in body:
            body["session"] = sessions.setdefault(body["session"], len(sessions))
        said.append({"fact": fact.kind, **body})
    return said


NECK = Visit("neck-rotation", BodyArea.NECK, before=6, after=4)
UP = replace(NECK, before=2, after=5, hours=24)
BALL = Visit("ball-compression", before=5, after=4, eased="no")
BREATHING = Visit("calm-breathing", before=3, after=2)
NIGHT = Visit("cat-cow", before=3, written={"night-pain": "yes"})
SCENARIOS: dict[str, list[Visit]] = {
    "a first day and the next": [NECK, replace(NECK, hours=24)],
    "written answers": [replace(NECK, written={})],
    "a locked routine": [NIGHT, NECK, replace(NECK, written={"chest-pain": "yes"})],
    "it did not ease": [BALL, replace(BALL, after=None)],
    "more pain twice in a row": [UP, UP, replace(UP, after=None)],  # it is offered no longer
    "a crash": [
        Visit("lower-back-short", before=2, crashes_at=97.3),
        Visit("lower-back-short", after=5, resumes=True, hours=24),
    ],
    "an own ball routine": [replace(BALL, routine="my-ball", eased="it hurt more")],
    "a break": [Visit("movement-break"), Visit("movement-break", leaves_at=30.5)],
    "a rehearsal": [replace(BREATHING, rehearses=True)],
    "left early": [replace(BREATHING, leaves_at=65.5), replace(BREATHING, after=None, leaves_at=0.5)],
}


async def both(
    visits: Sequence[Visit], coach_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[list[dict[str, Any]], OnScreen]:
    """Let the person do all of it twice; what is on record in the end, the same in both."""
    settings = Settings(minutes=4, dose="high", motion=False)
    lines = InLines(coach_home / "lines", monkeypatch)
    save_settings(folders().settings, settings)
    for visit in visits:
        await lines.do(visit, capsys)
    in_lines = told(lines.facts())
    screen = OnScreen(coach_home / "screen", monkeypatch, settings)
    for visit in visits:
        await screen.do(visit)
    assert told(screen.facts()) == in_lines
    return in_lines, screen


@pytest.mark.parametrize("name", SCENARIOS)
async def test_the_same_person_leaves_the_same_facts(
    name: str, coach_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, screen = await both(SCENARIOS[name], coach_home, monkeypatch, capsys)
    pain = [fact for fact in facts if fact["fact"] == "pain" and fact["when"] == "after"]
    held = {fact["technique"] for fact in facts if fact["fact"] == "segment" and fact["work"] and fact["held"]}
    flags = {up.flag.id for up in screen.coach.rules.safety().flags}
    if name == "a rehearsal":
        assert {fact["fact"] for fact in facts} <= {"check"}
    elif name == "a locked routine":
        assert "session-begun" not in {fact["fact"] for fact in facts}
        assert "night-pain" in flags
    elif name == "a break":
        assert pain == []
    else:
        assert all(fact["techniques"] == sorted(held) for fact in pain)
        assert len(pain) == sum(visit.after is not None for visit in SCENARIOS[name])
    assert ("in-session-pain-up" in flags) is (name in {"more pain twice in a row", "a crash"})
    assert ("ball-no-release-2-min" in flags) is (name in {"it did not ease", "an own ball routine"})
    if name == "a crash":
        assert len(held) > 1
        assert "session-resumed" in {fact["fact"] for fact in facts}
