"""Pictures of the page for a clinician, printed from the emptiest and the fullest record, and on a dark screen.

Run: python tests/gallery/report.py (needs a Chromium, and pdftoppm of poppler-utils)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.report.html import as_html
from tests.browser.chromium import Chromium
from tests.core.report.records import emptiest, fullest, page_of

HERE = Path(__file__).parent
DOTS = "72"  # an inch


def main() -> None:
    """Draw them."""
    with tempfile.TemporaryDirectory() as name, Chromium(Path(name) / "profile") as chromium:
        path, pdf = Path(name) / "page.html", Path(name) / "page.pdf"
        for what, facts in (("emptiest", emptiest()), ("fullest", fullest())):
            page = page_of(facts)
            assert page is not None
            path.write_text(as_html(page), "utf-8")
            chromium.open(path.as_uri())
            pdf.write_bytes(chromium.printed("A4"))
            target = HERE / f"report-{what}"
            subprocess.run(["pdftoppm", "-r", DOTS, "-gray", "-png", "-singlefile", pdf, target], check=True)
        (HERE / "report-dark.png").write_bytes(chromium.picture(dark=True))


if __name__ == "__main__":
    main()
