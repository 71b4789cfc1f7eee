"""Which programs and reasons mean a call or a presentation, among all that keep a screen awake."""

from __future__ import annotations

import re

# A video, music, a download or a game keeps the screen awake too; from those a break is welcome. "WebRTC" is what
# browsers on Chromium give as the reason of a call.
_REASON = re.compile(
    r"presentation|presenting|slide ?show|meeting|conference|webrtc|peerconnection|screen ?(shar|cast)"
    r"|\b(in|on|voice|video|active|ongoing) (a )?call\b|\bcall (in progress|active)",
    re.IGNORECASE,
)
# These hold the screen awake only while a call runs.
_PROGRAM = re.compile(r"\b(zoom|teams|webex|skype|jitsi|facetime|slack huddle)\b", re.IGNORECASE)


def means_meeting(program: str, reason: str) -> bool:
    """Whether a program that keeps the screen awake for this reason is in a call or a presentation."""
    return bool(_REASON.search(reason) or _PROGRAM.search(re.sub(r"[._-]", " ", program)))
