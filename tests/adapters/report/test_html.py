"""The page as HTML: it says what the text says, asks for nothing, and whatever was noted stays text."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from coach.adapters.report.html import as_html
from coach.core.record.facts import Fact
from coach.core.report.page import Block, Page, Part, Table
from coach.core.report.span import span_of
from coach.core.report.text import CELL, LINE_TO_FILL, as_text
from coach.core.report.writing import Wanted
from tests.core.conftest import MORNING
from tests.core.report.records import Diary, emptiest, fullest, page_of

HOSTILE = 10_000
MARKUP = (
    *("<script>alert(1)</script>", "</p></main>", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "{% raw %}"),
    *("<!--", "-->", "<![CDATA[", "<style>*{display:none}</style>", "' onload='x", '" autofocus onfocus="x'),
    *("</svg><script>", "<meta http-equiv=refresh content=0>", "javascript:alert(1)", "\u202e\u2066", "]]>"),
    *("&lt;b&gt;", "&#x3c;b", "\x00\x1b[2J"),
)
SILENT = frozenset({"title", "style", "svg"})
WORDS_OF_CHARTS = frozenset({"desc"})


class Read(HTMLParser):
    """What a reader gets of a page: its text in order, the charts in words, and which tags there are."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "line", "circle"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        chart = WORDS_OF_CHARTS & {*self._open}
        if chart or not SILENT & {*self._open}:
            self.said.append(data)

    @property
    def words(self) -> list[str]:
        return " ".join(self.said).split()


def words_of(page: Page) -> list[str]:
    """The words of the text, without what stands there for drawn lines."""
    text = as_text(page).replace(LINE_TO_FILL, " ").replace(CELL, " ")
    for chart in (chart for block in (*page.blocks, *page.continued) for chart in block.charts):
        text = text.replace(f"{chart.title}: {chart.told}", f"{chart.title} {chart.told}")
    return text.split()


def overfull() -> list[Fact]:
    diary = Diary()
    diary.facts = fullest()
    diary.check(2, "fever-or-chills", "saddle-numbness", not_sure=["trouble-peeing"])
    return diary.facts


@pytest.mark.parametrize("facts", [emptiest(), fullest(), overfull()], ids=["emptiest", "fullest", "overfull"])
def test_text_and_html_say_the_same(facts: list[Fact]) -> None:
    page = page_of(facts)
    assert page is not None
    assert Read(as_html(page)).words == words_of(page)


def test_the_same_record_gives_the_same_bytes() -> None:
    one, other = (page_of(fullest()) for _ in range(2))
    assert one is not None
    assert other is not None
    assert as_html(one) == as_html(other)


def test_the_page_forbids_script_and_network_and_names_nothing_to_load() -> None:
    page = page_of(fullest())
    assert page is not None
    html = as_html(page)
    read = Read(html)
    policy = [attrs["content"] for tag, attrs in read.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    loads = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "image", "use", "foreignobject"}
    assert not loads & {tag for tag, _ in read.tags}
    named = {name for _, attrs in read.tags for name in attrs}
    assert not named & {"src", "href", "xlink:href", "style", "srcset", "action"}
    assert not any(name.startswith("on") for name in named)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html


def test_it_is_a_document_that_a_screen_reader_finds_its_way_in() -> None:
    page = page_of(fullest())
    assert page is not None
    read = Read(as_html(page))
    tags = [tag for tag, _ in read.tags]
    assert tags.count("h1") == tags.count("main") == tags.count("html") == 1
    assert dict(read.tags)["html"] == {"lang": "en"}
    assert tags.count("table") == tags.count("caption") > 0
    assert all(attrs.get("scope") in {"row", "col"} for tag, attrs in read.tags if tag == "th")
    charts = [attrs for tag, attrs in read.tags if tag == "svg"]
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len({*ids})
    assert charts
    assert all(attrs["role"] == "img" and {*str(attrs["aria-labelledby"]).split()} <= {*ids} for attrs in charts)


def hostile(drawn: random.Random) -> str:
    """A note that somebody may write to break the page."""
    if drawn.random() < 0.4:
        return "".join(drawn.choice(MARKUP) for _ in range(drawn.randrange(1, 4)))
    signs = [chr(drawn.choice((drawn.randrange(0x250), drawn.randrange(sys.maxunicode + 1)))) for _ in range(24)]
    return "".join(sign for sign in signs if not 0xD800 <= ord(sign) <= 0xDFFF) or "x"


def test_ten_thousand_hostile_notes_stay_text() -> None:
    """Nothing of them is a tag, an attribute or an instruction to the template: a reader gets them as they are."""
    drawn = random.Random(15)
    notes = [hostile(drawn) for _ in range(HOSTILE)]
    empty = Page("Record", (), (), ())
    for first in range(0, HOSTILE, 500):
        own = tuple(note.replace("\r", "").replace("\x00", "") or "x" for note in notes[first : first + 500])
        table = Table("Rows", ("One", "Two"), tuple((note, note) for note in own))
        page = replace(empty, blocks=(Block(Part.NOTES, "Notes", lines=own, table=table),))
        read = Read(as_html(page))
        expected = [word for note in own for word in note.split()]
        rows = [word for note in own for word in (*note.split(), *note.split())]
        assert read.words == ["Record", "Notes", *expected, *["Rows", "One", "Two"], *rows]
        assert len(read.tags) == len(Read(as_html(_plain(page))).tags)


def _plain(page: Page) -> Page:
    """The same page with harmless notes."""
    (block,) = page.blocks
    assert block.table is not None
    rows = tuple(("x", "x") for _ in block.table.rows)
    return replace(
        page, blocks=(replace(block, lines=("x",) * len(block.lines), table=replace(block.table, rows=rows)),)
    )


def test_hostile_notes_in_a_record_are_told_as_text_with_what_acts_written_out() -> None:
    drawn = random.Random(16)
    for _ in range(40):
        diary = Diary()
        for n in range(4):
            diary.pain(2 + n, 4, note=hostile(drawn), medicine=hostile(drawn))
        page = page_of(diary.facts, Wanted(span_of(MORNING.date()), notes=True))
        assert page is not None
        html = as_html(page)
        assert Read(html).words == words_of(page)
        assert not {tag for tag, _ in Read(html).tags} & {"script", "img", "iframe"}
        assert "\x1b" not in html
        assert "\u202e" not in html
