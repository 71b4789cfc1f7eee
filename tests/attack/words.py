"""Valid examples of what is neither a routine nor a case: letters, a status, calendars, command lines."""

from __future__ import annotations

from typing import Any

LETTERS: tuple[dict[str, Any], ...] = (
    {"do": "got-up", "prompt": "p-1"},
    {"do": "start", "prompt": "p-1", "kind": "movement"},
    {"do": "snooze", "minutes": 10, "prompt": "p-1"},
    {"do": "skip"},
    {"do": "pause-for", "seconds": 3600},
    {"do": "pause-until", "until": "2026-03-02T14:00:00+01:00"},
    {"do": "pause-until-tomorrow"},
    {"do": "resume"},
    {"do": "busy", "minutes": 30},
    {"do": "back"},
    {"do": "finished", "seconds": 120.5, "routine": "cat-cow"},
    {"open": "movement-break", "prompt": "p-1", "seconds": 120},
)
STATUS: dict[str, Any] = {
    "reminders": {
        "running": True,
        "state": "waiting",
        "next_at": "2026-03-02T08:45:00+00:00",
        "in_seconds": 2700,
        "paused": [{"reason": "meeting", "until": "2026-03-02T09:10:00+00:00"}, {"reason": "person", "until": None}],
        "sitting_seconds": 600,
        "prompt": "p-1",
        "snoozed": 1,
    },
    "at": "2026-03-02T08:00:00+00:00",
    "notice": {"prompt": "p-1", "title": "Up", "text": "Walk.", "actions": [["got-up", "I got up"], ["skip", "Skip"]]},
    "safety": {"level": "self-care", "headline": "Good to go.", "check_due": False, "next": ""},
    "session": {"id": "a", "routine": "cat-cow", "name": "Cat-cow", "begun": "2026-03-02T07:00:00+01:00"},
}


def _calendar(*lines: str) -> str:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x", "X-WR-CALNAME:me@example.org")
    event = ("BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", "SUMMARY:Secret", *lines, "END:VEVENT")
    return "\r\n".join((*head, *event, "END:VCALENDAR", ""))


CALENDARS = (
    _calendar("DTSTART:20260302T090000Z", "DTEND:20260302T100000Z"),
    _calendar("DTSTART;TZID=Europe/Berlin:20260302T090000", "DURATION:PT45M", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=9"),
    _calendar("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304", "TRANSP:OPAQUE"),
    _calendar("DTSTART:20260302T090000Z", "DTEND:20260302T100000Z",
              "RRULE:FREQ=DAILY;UNTIL=20260401T000000Z;INTERVAL=2", "EXDATE:20260304T090000Z",
              "ATTENDEE;CN=Me;PARTSTAT=DECLINED:mailto:me@example.org", "STATUS:CONFIRMED"),
)  # fmt: skip
LINES = (
    "", "--version", "--help", "help run", "routines", "routines --area neck --json", "routines --search ball",
    "routines --position sit --equipment ball towel", "show shoulder-blade-knot", "show knee-to-chest --figure",
    "timeline neck-knot-desk", "timeline cat-cow --minutes 3 --json", "timeline ball-compression --spots 2",
    "timeline ball-compression --variant floor-ball --side left --dose high --seconds 90 --turn 2",
    "run calm-breathing --plain --rehearse 1000", "run lower-back-short --plain --rehearse 1000 --answers answers.yaml",
    "run movement-break --plain --rehearse 1000 --wait --wait-limit 20", "check", "check --json",
    "check --answers answers.yaml --again", "check --summary summary.txt", "history", "history --noted --json",
    "log pain 4 --area neck --note sore --at 2026-03-01", "log pain 4 --correct abc --when before",
    "log episode knot --area neck --started 2026-03-01", "log lump --area neck --size pea --look red --first-noticed",
    "log visit --flag chest-pain --who Doctor --on 2026-03-01 --fine heat", "log about --birth-year 1984", "log slip",
    "log about --emergency-number 112", "log clock", "catalogue",
    "export -", "export out.jsonl --force", "export --csv tables", "export --all all", "import out.jsonl --look",
    "import out.jsonl --clock theirs", "sync .", "assess case.yaml --json --explain",
    "validate answers.yaml settings.yaml", "schema routine", "schema settings", "schema case", "status",
    "status --json", "snooze 10m", "skip", "done", "status --line", "pause until 14:00", "pause 1h", "resume",
    "busy 30m", "back",
    "break desk --plain", "assess /dev/null", "validate /", "check --answers /dev/zero", "assess /dev/zero",
)  # fmt: skip
