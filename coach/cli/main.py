"""The `coach` command."""

from __future__ import annotations


def run(argv: list[str]) -> int:
    """Run one command and give its exit code."""
    raise SystemExit(f"not yet: {argv}")
