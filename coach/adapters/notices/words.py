"""Text made safe for a channel: one line, no control characters, short enough, and no markup where none is meant."""

from __future__ import annotations

TITLE, TEXT = 63, 255  # characters that every channel shows (plyer on Windows raises above that)


def one_line(text: str, limit: int, empty: str = "Coach") -> str:
    """Printable characters on one line, at most `limit`; never empty, never an option of a program."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > limit:
        line = f"{line[: limit - 1]}…"
    if line.startswith("-"):
        line = f"\u2010{line[1:]}"  # a hyphen that no program takes for an option
    return line or empty


def marked_up(text: str) -> str:
    """For a server that reads markup: what looks like a tag is shown as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # html and xml.sax load much for this
