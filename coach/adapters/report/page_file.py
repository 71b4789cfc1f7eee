"""The page as a new file of its owner's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.adapters.report.html import as_html
from coach.adapters.summary_file import REPORT, summary_folder, write_summary

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from coach.core.report.page import Page


def write_page(page: Page, day: date, home: Path | None) -> Path:
    """Write it into the person's documents (or `home`), and say where it is. Raises CoachError."""
    return write_summary(as_html(page).rstrip("\n"), day, summary_folder(home), REPORT)
