"""The page in a real browser: one printed sheet, no request, no script, and nothing serious for a screen reader.

Needs a Chromium, and axe-core from npm beside this file (`npm install` in this folder). Without them it is skipped,
but never where COACH_BROWSER is set, as in .ci/run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.adapters.report.html import as_html
from coach.core.record.facts import Fact
from coach.core.report.page import Page
from coach.core.report.span import span_of
from coach.core.report.text import CELL, LINE_TO_FILL, as_text
from coach.core.report.writing import Wanted
from coach.core.vocabulary import BodyArea, Feel, Trigger
from tests.browser.chromium import PAPERS, Chromium, browser, sheets
from tests.core.conftest import MORNING
from tests.core.report.records import ROUTINES, Diary, emptiest, fullest, page_of

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(
    "COACH_BROWSER" not in os.environ and (browser() is None or not AXE.exists()),
    reason="no Chromium here, or no axe-core beside this file",
)
SERIOUS = {"serious", "critical"}
DRAWN = 20  # records


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


def shown(chromium: Chromium, folder: Path, page: Page | None) -> Page:
    assert page is not None
    path = folder / "page.html"
    path.write_text(as_html(page), "utf-8")
    chromium.open(path.as_uri())
    return page


def overfull() -> list[Fact]:
    diary = Diary()
    diary.facts = fullest()
    signs = ("fever-or-chills", "saddle-numbness", "trouble-peeing", "new-sex-problem", "bladder-bowel-loss")
    diary.check(2, *signs, not_sure=["limb-numb-tingle-weak"])
    return diary.facts


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("facts", [emptiest(), fullest()], ids=["emptiest", "fullest"])
def test_it_prints_to_one_sheet(chromium: Chromium, tmp_path: Path, facts: list[Fact], paper: str) -> None:
    shown(chromium, tmp_path, page_of(facts))
    assert sheets(chromium.printed(paper)) == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_what_does_not_fit_goes_on_a_second_sheet(chromium: Chromium, tmp_path: Path, paper: str) -> None:
    page = shown(chromium, tmp_path, page_of(overfull()))
    assert page.continued
    assert sheets(chromium.printed(paper)) == 2


def drawn_record(seed: int) -> list[Fact]:
    """Somebody's four weeks."""
    drawn = random.Random(seed)
    diary = Diary()
    for ago in range(55, 0, -1):
        if drawn.random() < 0.6:
            words = drawn.choice(["", "stiff " * drawn.randrange(30), "after " * 8])
            feel, set_off = (
                drawn.sample(list(Feel), drawn.randrange(3)),
                drawn.sample(list(Trigger), drawn.randrange(3)),
            )
            area = drawn.choice(list(BodyArea))
            diary.pain(ago, drawn.randrange(11), area, note=words or None, feel=tuple(feel), triggers=tuple(set_off))
        if drawn.random() < 0.4:
            diary.session(ago - 0.1, drawn.choice(ROUTINES), drawn.randrange(3, 9), drawn.randrange(9))
    diary.check(drawn.randrange(2, 20), *drawn.sample(["fever-or-chills", "limb-numb-tingle-weak"], drawn.randrange(3)))
    return diary.facts


@pytest.mark.parametrize("seed", range(DRAWN))
def test_what_is_reckoned_to_fit_fits(chromium: Chromium, tmp_path: Path, seed: int) -> None:
    wanted = Wanted(span_of(MORNING.date(), random.Random(seed).choice((28, 28, 90))), notes=seed % 2 == 0)
    page = shown(chromium, tmp_path, page_of(drawn_record(seed), wanted))
    for paper in PAPERS:
        assert sheets(chromium.printed(paper)) == (2 if page.continued else 1)


def test_it_asks_for_nothing_runs_nothing_and_says_what_the_text_says(chromium: Chromium, tmp_path: Path) -> None:
    diary = Diary()
    diary.facts = fullest()
    for n, note in enumerate(("<script>document.title='run'</script>", "<img src=https://example.invalid/x.png>")):
        diary.pain(1 + n, 3, note=note, medicine="</style><script>document.title='run'</script>")
    page = shown(chromium, tmp_path, page_of(diary.facts, Wanted(span_of(MORNING.date()), notes=True)))
    assert chromium.requests() == [(tmp_path / "page.html").as_uri()]
    assert chromium.run("document.title") == page.title
    assert chromium.run("document.querySelectorAll('script, img').length") == 0
    said = chromium.run(
        "(() => { const copy = document.querySelector('main').cloneNode(true);"
        "copy.querySelectorAll('svg').forEach(s => s.replaceWith(' ' + s.querySelector('desc').textContent + ' '));"
        "copy.querySelectorAll('*').forEach(e => e.append(' ')); return copy.textContent })()"
    )
    text = as_text(page).replace(LINE_TO_FILL, " ").replace(CELL, " ")
    for chart in (chart for block in (*page.blocks, *page.continued) for chart in block.charts):
        text = text.replace(f"{chart.title}: {chart.told}", f"{chart.title} {chart.told}")
    assert said.split() == text.split()


def test_the_page_itself_forbids_what_it_does_not_need(chromium: Chromium, tmp_path: Path) -> None:
    """A script, a picture and a style from outside that somebody puts into the file are stopped by its own policy."""
    page = page_of(emptiest())
    assert page is not None
    worse = as_html(page).replace(
        "<main>", "<main><script>document.title='run'</script><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
    )
    path = tmp_path / "worse.html"
    path.write_text(worse, "utf-8")
    chromium.open(path.as_uri())
    assert chromium.run("document.title") == page.title
    assert chromium.run("document.querySelector('img').naturalWidth") == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("facts", [emptiest(), fullest(), overfull()], ids=["emptiest", "fullest", "overfull"])
def test_an_accessibility_checker_finds_nothing_serious(
    chromium: Chromium, tmp_path: Path, facts: list[Fact], dark: bool
) -> None:
    shown(chromium, tmp_path, page_of(facts))
    chromium.picture(dark=dark)
    chromium.run(AXE.read_text("utf-8") + ";0")
    found = chromium.run("axe.run(document).then(r => ({bad: r.violations, good: r.passes.length}))")
    assert found["good"] > 10
    assert [each["id"] for each in found["bad"] if each["impact"] in SERIOUS] == []
    assert [each["id"] for each in found["bad"]] == []
