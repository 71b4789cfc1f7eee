"""Thirty days of a person at a desk, by Coach's public commands alone, on a clock that libfaketime sets and hurries.

A knot in the upper back that eases, a stiff neck in the second week, a cold, two days off, days without anything;
sessions are real ones, in plain mode. The record is left in FOLDER, to be looked at as this person would.

Run: python -m tests.real.thirty_days FOLDER     (Linux with faketime; about three minutes; 1 where a command failed)
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BEGINS = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
SPEED = 300  # times as fast while a session runs
LIMIT = 60  # seconds of the real clock that a command may take
MOST = 400  # lines of one command; past it an answer is not taken, and asked for again and again
KNOT, NECK = "shoulder-blade-desk", "neck-knot-desk"
LOOKS = ("status", "plan", "progress", "history --breaks", "learn --list", "report --text", "history")


WELL: dict[str, str] = {}
ILL = {
    "flu. Still so?": "y",
    "Are you ill today": "y",
    "7 ill with a cold": "7",
    "4 ill with a cold": "4",
    "3 Fever, shivers, ill": "3",
}
STILL_ILL = {"flu. Still so?": "y"}  # what was so the day before is asked by itself
KNOT_LEFT = "--area upper-back --side left"
# By day of the thirty and minute of the day: a command, a check with its answers, or a session.
DAYS: dict[int, dict[int, Any]] = {
    1: {
        540: (WELL,),
        545: "log episode knot --area upper-back --side left --triggers long-sitting",
        550: "log pain 6 --area upper-back --side left --kind knot --feel dull",
        555: 'log function --new "long meetings"',
        556: "log function 4",
        560: (KNOT, (6, 5), "a", KNOT_LEFT),
    },
    2: {540: (WELL,), 560: (KNOT, (6, 4), "y", KNOT_LEFT), 600: "learn --plain"},
    3: {570: (WELL,), 580: (KNOT, (5, 4), "a", KNOT_LEFT), 800: ("stiff-upper-back", (4, 4), "a")},
    4: {540: (WELL,), 545: (KNOT, (5, 5), "n", KNOT_LEFT), 900: ("movement-break", (4, 4), "")},
    5: {560: (WELL,), 565: "log pain 4 --area upper-back --side left --kind knot", 570: "learn --plain"},
    6: {600: "log pain 4 --area upper-back --side left --kind knot --when 'next morning'"},
    8: {540: (WELL,), 550: (KNOT, (4, 3), "y", KNOT_LEFT), 560: "log function 5", 570: "plan", 580: "progress"},
    9: {
        540: (WELL,),
        545: "log pain 5 --area neck --side right --kind spasm --tags stiff-neck --triggers awkward-sleep",
        550: (NECK, (5, 4), "a", "--area neck --side right"),
        900: "status",
    },
    10: {540: (WELL,), 550: (NECK, (5, 3), "y", "--area neck --side right"), 600: "learn --plain"},
    11: {540: (WELL,), 550: (NECK, (3, 2), "y", "--area neck --side right"), 800: (KNOT, (3, 2), "y", KNOT_LEFT)},
    12: {540: (WELL,), 550: (KNOT, (3, 3), "n", KNOT_LEFT), 555: "log pain 1 --area neck --side right"},
    15: {540: (WELL,), 545: "log function 6", 550: ("open-chest", (3, 2), "y"), 560: "plan"},
    16: {540: (ILL,), 545: "routines", 550: "log pain 3 --area upper-back --side left"},
    17: {540: (STILL_ILL,), 610: ("calm-breathing", (3, 3), "")},
    18: {540: (STILL_ILL,), 600: "status"},
    19: {540: "away until 2026-11-21"},
    22: {540: (WELL,), 545: "away", 548: "log function 7", 550: (KNOT, (2, 1), "y", KNOT_LEFT), 560: "learn --plain"},
    23: {540: (WELL,), 550: (KNOT, (2, 1), "y", KNOT_LEFT), 560: "plan"},
    24: {545: (WELL,), 550: ("upper-back-short", (2, 1), "y")},
    26: {540: (WELL,), 550: ("prevent-weekly", (1, 1), "y"), 600: "learn --plain", 610: "progress --area upper-back"},
    27: {540: (WELL,), 550: (KNOT, (1, 0), "y", KNOT_LEFT)},
    29: {540: (WELL,), 548: "log function 8", 550: ("prevent-weekly", (1, 0), "y"), 560: "plan"},
    30: {540: (WELL,), 550: "log pain 0 --area upper-back --side left"},
}


@dataclass
class Person:
    """Who types: what is answered to which words of a question, and what went wrong."""

    home: Path
    failed: list[str] = field(default_factory=list)

    def coach(self, when: datetime, line: str, say: dict[str, str] | None = None, expect: int = 0) -> str:
        """Type this at this moment, answer what is asked, and print what was said."""
        fast = f" x{SPEED}" if line.startswith(("run ", "check")) else ""
        clock = ["timeout", str(LIMIT), "faketime", "-f", f"@{when:%Y-%m-%d %H:%M:%S}{fast}"]
        typed = subprocess.Popen(
            [*clock, sys.executable, "-m", "coach", *shlex.split(line)],
            env={**os.environ, "COACH_HOME": str(self.home), "COLUMNS": "80"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert typed.stdin is not None
        assert typed.stdout is not None
        heard: list[str] = []
        for said in typed.stdout:
            heard.append(said)
            if said.startswith("Question:"):
                page = "".join(heard[-12:]).rpartition("Today:")[2]  # of the page that is asked now
                answer = reply(page, said, say or {})
                heard.append(f"    > {answer}\n")
                if len(heard) > MOST:
                    typed.terminate()
                try:
                    typed.stdin.write(answer + "\n")
                    typed.stdin.flush()
                except BrokenPipeError:
                    break
        code = typed.wait()
        print(f"\n{when:%a %d %b %H:%M}  $ coach {line}  [{code}]")
        quiet = ("Breath ", "Pose:", "How:", "Going on", "Where:", "Needs:", "First:", "Keys:")
        print("".join("    " + each for each in heard if not each.startswith(quiet)), end="")
        if code != expect:
            self.failed.append(f"{when:%d %b %H:%M} {line}: {code}")
        return "".join(heard)


def reply(page: str, question: str, say: dict[str, str]) -> str:
    """What this person answers: the first word of `say` that stands in the page; else none of it."""
    for word, answer in say.items():
        if word in page:
            return answer
    if "g gone" in question:
        return "g"
    if "Answer: y yes" in page:
        return "n"
    return "0" if "numbers that are so" in question else ""


def session(me: Person, when: datetime, routine: str, pain: tuple[int, int], eased: str, more: str = "") -> None:
    """One real session, with the pain before and after it and whether the spot eased."""
    say = {"pain now": str(pain[0]), "pain after": str(pain[1]), "spot ease": eased}
    me.coach(when, f"run {routine} --plain {more}".strip(), say)


def live(me: Person) -> None:
    """Thirty days."""
    for number in range(30):
        day = BEGINS + timedelta(days=number)
        for minute, what in sorted(DAYS.get(number + 1, {}).items()):
            when = day + timedelta(minutes=minute)
            if isinstance(what, str):
                me.coach(when, what)
            elif isinstance(what[0], dict):
                me.coach(when, "check", what[0])
            else:
                session(me, when, *what)


def main() -> int:
    """Live, and look."""
    if len(sys.argv) != 2 or shutil.which("faketime") is None:
        print("python -m tests.real.thirty_days FOLDER, with faketime installed")
        return 2
    me = Person(Path(sys.argv[1]))
    me.home.mkdir(parents=True)
    live(me)
    for line in LOOKS:
        me.coach(BEGINS + timedelta(days=29, hours=18), line)
    print("\nFailed:", *(me.failed or ["nothing"]), sep="\n  ")
    return 1 if me.failed else 0


if __name__ == "__main__":
    sys.exit(main())
