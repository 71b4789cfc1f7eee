"""A whole working day with real servers, compressed by libfaketime: what was told, against what should have been.

A call on a null source, a meeting in an .ics file, do-not-disturb, another notification server at noon and one that
starts anew under a prompt, a terminal that opens nothing, a stopped process, and a keeper that is killed between prompt
and answer; every click is a real one.

Run: python -m tests.real.working_day [LOG]     (Linux; about three minutes; 1 where any line is not as it should be)
"""

from __future__ import annotations

import json
import re
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.adapters.journal.journal import open_journal
from coach.core.record.facts import of
from coach.core.record.reminders import PromptEnded
from tests.real.desk import Desk, Line, end

SETTINGS = """reminders:
  interval_minutes: 45
  break_minutes: 1
  notice_seconds: 0
  drink_minutes: off
  on_click: done
  calendar: work.ics
  terminal: "{terminal}"
  working_hours:
    monday: ["09:00-12:30", "13:30-18:00"]
    tuesday: ["09:00-12:30"]
  routines:
    - {{routine: calm-breathing, at: ["15:00"]}}
"""
MEETING = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART:{0:%Y%m%d}T140000Z\r
DTEND:{0:%Y%m%d}T144000Z\r
SUMMARY:Planning\r
END:VEVENT\r
END:VCALENDAR\r
"""
INTERVAL = timedelta(minutes=45)
LOOKED = timedelta(seconds=150)  # within which it is noticed that a call, or do-not-disturb, is over
GOT_UP, START, SKIP = "got-up", "start", "skip"  # buttons by name
STAND = "Time to stand up"
LATE = r"\d+ minutes since you last stood up"


@dataclass
class Day:
    """The day as the person lives it. `marks` are moments of what they did, which the expectations go by."""

    desk: Desk
    marks: dict[str, datetime] = field(default_factory=dict)

    def mark(self, name: str) -> datetime:
        """Remember this moment."""
        self.marks[name] = self.desk.now()
        return self.marks[name]

    def settings(self, terminal: str) -> None:
        """Write the settings, as an editor does."""
        path = Path(self.desk.env["COACH_HOME"], "settings.yaml")
        path.with_suffix(".new").write_text(SETTINGS.format(terminal=terminal))
        path.with_suffix(".new").replace(path)
        self.desk.did(f"settings: terminal {terminal}")

    def press(self, name: str) -> None:
        """Click this button of xfce's notification, which draws them in a row."""
        buttons = self.desk.buttons
        self.desk.click("notifyd", (buttons.index(name) + 0.5) / len(buttons), 30)
        self.desk.rest(2.0)

    def live(self) -> None:
        """From before nine to the evening."""
        self.morning()
        self.noon()
        self.afternoon()
        self.evening()

    def morning(self) -> None:
        """With dunst, which draws no buttons: a click with the middle button answers, one with the left takes away."""
        desk = self.desk
        self.server = desk.server("dunst")
        self.keeper = desk.keeper()
        desk.look()
        desk.jump(desk.at(9, 0, 5))
        desk.look()
        desk.jump(desk.at(9, 45))
        desk.told(1)
        desk.look()
        desk.click("Dunst", 0.5, 20, button=2)
        self.mark("up 1")
        desk.jump(desk.at(10, 20))
        call = desk.start("parec", "-d", "mic")
        desk.did("a call begins")
        desk.jump(self.marks["up 1"] + INTERVAL + timedelta(seconds=30))
        desk.look(4)
        desk.jump(desk.at(10, 50))
        desk.look()
        end(call)
        desk.did("the call is over")
        desk.jump(self.mark("call over") + LOOKED)
        told = desk.told(2)
        desk.click("Dunst", 0.5, 20)
        desk.rest(2.0)
        desk.jump(told + timedelta(minutes=5, seconds=5))
        self.mark("left out")

    def noon(self) -> None:
        """Do-not-disturb, a break without a click, and another notification server over lunch."""
        desk = self.desk
        desk.jump(desk.at(11, 30))
        desk.out("dunstctl", "set-paused", "true")
        desk.did("do-not-disturb is on")
        desk.jump(self.marks["left out"] + INTERVAL + timedelta(seconds=30))
        desk.look()
        desk.jump(desk.at(12, 0))
        desk.out("dunstctl", "set-paused", "false")
        desk.did("do-not-disturb is off")
        desk.jump(self.mark("to be disturbed") + LOOKED)
        desk.told(3)
        desk.says("done")
        self.mark("up 3")
        desk.look()
        desk.jump(desk.at(12, 40))
        desk.look()
        end(self.server)
        self.server = desk.server("xfce4-notifyd")

    def afternoon(self) -> None:
        """With xfce4-notifyd, which draws buttons: a meeting, a terminal that opens nothing, a stopped keeper."""
        desk = self.desk
        desk.jump(desk.at(13, 30, 5))
        desk.look()
        desk.jump(desk.at(14, 16))
        desk.look(4)
        desk.jump(desk.at(14, 40))
        desk.told(4)
        self.press(GOT_UP)
        self.mark("up 4")
        desk.jump(desk.at(15, 0))
        desk.told(5)
        self.press(START)
        desk.told(6)
        self.press(SKIP)
        self.settings("xterm -e")
        desk.jump(desk.at(15, 10))
        self.keeper.send_signal(signal.SIGSTOP)
        desk.did("the keeper is stopped")
        desk.jump(desk.at(15, 40), seen=False)
        desk.look()
        self.keeper.send_signal(signal.SIGCONT)
        desk.did("the keeper goes on")
        self.mark("goes on")
        desk.told(7)
        self.press(START)
        desk.window("XTerm")
        desk.come(lambda: desk.status().get("text") == "on a break")
        desk.look()
        desk.rest(5.0)
        desk.click("XTerm", 0.5, 40)
        desk.out("xdotool", "key", "g")
        desk.did("types g in the window of the break")
        desk.come(lambda: desk.status().get("text") != "on a break")
        self.mark("up 7")

    def evening(self) -> None:
        """A keeper killed between prompt and answer, a prompt nobody answers, and the end of the day."""
        desk = self.desk
        desk.jump(self.marks["up 7"] + INTERVAL)
        desk.told(8)
        self.keeper.kill()
        self.keeper.wait()
        desk.did("the keeper is killed")
        killed = self.mark("killed")
        desk.look()
        self.keeper = desk.keeper()
        closed = any(line.kind == "closed" and line.at > killed for line in desk.log)
        desk.note("screen", f"the buttons of the dead keeper are {'gone' if closed else 'still there'}")
        desk.look()
        desk.says("done")
        self.mark("up 8")
        desk.jump(self.marks["up 8"] + INTERVAL)
        told = desk.told(9)
        end(self.server)
        desk.server("xfce4-notifyd")
        self.mark("another server")
        desk.told(10)
        desk.jump(told + timedelta(minutes=5, seconds=5))
        desk.jump(desk.at(17, 20))
        desk.says("pause", "until", "tomorrow")
        desk.look()
        self.keeper.terminate()
        self.keeper.wait()
        desk.did("the day is over")
        desk.look()


@dataclass(frozen=True)
class Expected:
    """A line that should be: of a kind, its text as a pattern, from so many minutes after a mark, within seconds."""

    kind: str
    text: str
    mark: str
    minutes: float = 0.0
    within: float = 75.0  # the keeper looks every two seconds, and waits for the keys to rest for five

    def fits(self, line: Line, marks: dict[str, datetime]) -> bool:
        """Whether this is it."""
        late = (line.at - marks[self.mark]).total_seconds() - self.minutes * 60
        return re.fullmatch(self.text, line.text) is not None and -3 <= late <= self.within


EXPECTED = [
    Expected("bar", "off until 09:00", "begin"),
    Expected("bar", "break in 45 min", "nine"),
    Expected("told", STAND, "nine", 45),
    Expected("bar", "break due", "nine", 45),
    Expected("clicked", "default", "up 1"),
    Expected("outcome", "taken", "up 1"),
    Expected("bar", "in a call", "up 1", 45),
    Expected("bar", "in a call", "call over"),
    Expected("told", LATE, "call over", within=LOOKED.total_seconds() + 20),
    Expected("outcome", "skipped", "left out", within=10),
    Expected("bar", "do not disturb", "left out", 45),
    Expected("told", LATE, "to be disturbed", within=LOOKED.total_seconds() + 20),
    Expected("outcome", "taken", "up 3"),
    Expected("bar", "break at 14:15", "up 3"),
    Expected("bar", "off until 13:30", "nine", 220),
    Expected("bar", "break in 45 min", "nine", 270),
    Expected("bar", "in a meeting until 14:40", "nine", 316),
    Expected("told", "70 minutes since you last stood up", "nine", 340),
    Expected("clicked", GOT_UP, "up 4"),
    Expected("outcome", "taken", "up 4"),
    Expected("told", "Planned now: Calm breathing", "nine", 360),
    Expected("clicked", START, "nine", 360),
    Expected("told", "Nothing could be opened", "nine", 360),
    Expected("clicked", SKIP, "nine", 360),
    Expected("outcome", "skipped", "nine", 360),
    Expected("bar", "reminders on", "goes on"),
    Expected("told", LATE, "goes on"),
    Expected("clicked", START, "goes on"),
    Expected("bar", "on a break", "goes on"),
    Expected("outcome", "taken", "up 7"),
    Expected("told", STAND, "up 7", 45),
    Expected("bar", "reminders off", "up 7", 45),
    Expected("screen", "the buttons of the dead keeper are gone", "killed"),
    Expected("bar", "break due", "up 7", 45),
    Expected("outcome", "taken", "up 8"),
    Expected("told", STAND, "up 8", 45),
    Expected("told", STAND, "another server"),
    Expected("outcome", "missed", "up 8", 50),
    Expected("bar", "off until Tue 09:00", "nine", 500),
    Expected("bar", "reminders off", "nine", 500),
]
COUNTED = {"prompted": 8, "taken": 5, "natural": 0, "snoozed": 0, "skipped": 2, "missed": 1}


def compared(log: list[Line], marks: dict[str, datetime]) -> list[str]:
    """Every line of the log that was expected somewhere, beside what was expected there; what is wrong is marked."""
    said = []
    for kind in dict.fromkeys(line.kind for line in EXPECTED):
        was = [line for line in log if line.kind == kind]
        should = [line for line in EXPECTED if line.kind == kind]
        for n in range(max(len(was), len(should))):
            line, wanted = (was[n] if n < len(was) else None), (should[n] if n < len(should) else None)
            good = line is not None and wanted is not None and wanted.fits(line, marks)
            due = marks[wanted.mark] + timedelta(minutes=wanted.minutes) if wanted is not None else None
            should_be = f"{due:%H:%M:%S} {wanted.text}" if wanted is not None else "nothing"
            said.append(f"{'ok   ' if good else 'WRONG'}  {line or f'{kind}: nothing'}   (should be {should_be})")
    return said


def outcomes(desk: Desk) -> list[Line]:
    """What the record says became of the prompts."""
    journal = open_journal(Path(desk.env["COACH_HOME"], "journal.db"), now=desk.now(), read_only=True)
    try:
        ended = of(journal.facts(), PromptEnded)
    finally:
        journal.close()
    return [Line(fact.at, "outcome", str(fact.body.outcome)) for fact in ended]


def main() -> int:
    """Live it, write the log, compare it."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monday = tomorrow + timedelta(days=-tomorrow.weekday() % 7)
    begins = monday.replace(hour=8, minute=50, second=0, microsecond=0)
    with tempfile.TemporaryDirectory(prefix="coach-day-") as folder, Desk(Path(folder), begins) as desk:
        home = Path(desk.env["COACH_HOME"])
        home.mkdir(mode=0o700)
        (home / "work.ics").write_text(MEETING.format(begins), newline="")
        day = Day(desk, {"begin": begins, "nine": desk.at(9, 0)})
        day.settings("false")
        day.live()
        counts = json.loads(desk.coach("history", "--breaks", "--json"))
        log = sorted([*desk.log, *outcomes(desk)], key=lambda line: line.at)
    said = compared(log, day.marks)
    today = {name: counts[0][name] for name in COUNTED}
    said.append(f"{'ok   ' if today == COUNTED else 'WRONG'}  the day in numbers: {today} (should be {COUNTED})")
    text = "\n".join([*map(str, log), "", *said])
    print(text)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(f"{text}\n", encoding="utf-8")
    return 1 if any(line.startswith("WRONG") for line in said) else 0


if __name__ == "__main__":
    sys.exit(main())
