"""Lengths of time as text."""

from __future__ import annotations


def clock_text(seconds: float) -> str:
    """Full seconds as m:ss, or h:mm:ss from an hour on; what is over a full second is left out."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
