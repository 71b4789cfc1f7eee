"""What can be done in a session, for the command palette."""

from __future__ import annotations

from coach.core.session.keys import EXTEND

COMMANDS = (
    ("Pause", "pause", "Stop the time"),
    ("Go on", "go_on", "Let the time run"),
    ("It is off", "acknowledge", "Heat or cold is off the skin"),
    ("I got up", "got_up", "End the break here; it counts as taken"),
    ("Next", "next", "Leave this part for the next one"),
    ("Back", "again", "Begin this part again, or the one before"),
    ("Other side", "other_side", "Go to the other side"),
    ("10 seconds more", f"extend({EXTEND})", "Lengthen this part, inside its limit"),
    ("10 seconds less", f"extend(-{EXTEND})", "Shorten this part"),
    ("Hear", "hear", "Voice, chimes or silent, in turn"),
    ("Something is wrong", "wrong", "Freeze the time and say what you feel"),
    ("Leave", "leave", "End here; what you did is kept"),
    ("Leave now", "leave_now", "Yes, end here; what you did is kept"),
    ("Stay", "stay", "No, go on"),
)
