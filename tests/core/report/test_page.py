"""The page: every sign that is up is on it, "not sure" as such, and nothing else is made of what was noted."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.core.catalogue.catalogue import Layer
from coach.core.coach.door import Coach
from coach.core.errors import CoachError, JournalError
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, Unreadable, as_a, moment
from coach.core.record.health import AnswersWithdrawn, EpisodeBegan, PainRated, SignReported, VisitMade
from coach.core.report.fitting import SHEETS, height
from coach.core.report.page import LEAVES_OUT, Block, Page, Part
from coach.core.report.span import Span, day_words, span_of
from coach.core.report.text import as_text
from coach.core.report.writing import Wanted
from coach.core.safety import screening
from coach.core.vocabulary import BodyArea, ComplaintKind, Feel, TechniqueClass
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal
from tests.core.report.records import CATALOGUE, LIBRARY, Diary, emptiest, fullest, page_of

ASKED = [flag for flag in CATALOGUE.flags.values() if flag.question and flag.ask is Layer.TODAY]


def text_of(facts: list[Fact], wanted: Wanted | None = None) -> str:
    page = page_of(facts, wanted)
    assert page is not None
    return as_text(page)


def block(page: Page | None, part: Part) -> Block:
    assert page is not None
    return next(each for each in (*page.blocks, *page.continued) if each.part is part)


@pytest.mark.parametrize("seed", range(60))
def test_every_sign_that_is_up_is_told_in_its_words_whatever_else_is_noted(seed: int) -> None:
    drawn = random.Random(seed)
    diary = Diary()
    for ago in sorted(drawn.sample(range(1, 80), 6), reverse=True):
        said = [flag.id for flag in drawn.sample(ASKED, 3)]
        diary.check(ago, *said[: drawn.randrange(3)], not_sure=said[2:], layers=[Layer.TODAY, Layer.PROFILE])
        diary.pain(ago - 0.1, drawn.randrange(11), drawn.choice(list(BodyArea)))
        if drawn.random() < 0.3:
            names = [flag.id for flag in drawn.sample(ASKED, 4)]
            diary.add(ago - 0.2, VisitMade(flags=tuple(names), classes=tuple(TechniqueClass), who="GP"))
    page = page_of(diary.facts)
    assert page is not None
    text = " ".join(as_text(page).split())
    up = screening.raised(diary.facts, CATALOGUE, MORNING)
    assert up
    for one in up:
        seen = one.evidence[-1]
        words = one.flag.question if one.flag.question and seen.rule in {"answer", "report"} else seen.words.rstrip(".")
        assert words in text
    table = block(page, Part.SIGNS).table
    rows = {row[0].split(" (")[0]: row for row in table.rows} if table is not None else {}
    for one in up:
        if one.evidence[-1].rule == "answer":
            answer = str(one.evidence[-1].answer).replace("-", " ")
            assert rows[one.flag.question][1] == answer
            assert rows[one.flag.question][4].startswith("up")


def test_a_not_sure_stands_as_not_sure_and_a_later_no_does_not_hide_it() -> None:
    diary = Diary()
    flag = next(f for f in ASKED if f.clears == "clinician" and f.act_within is not None)
    diary.check(9, not_sure=[flag.id])
    diary.check(3)
    table = block(page_of(diary.facts), Part.SIGNS).table
    assert table is not None
    row = next(row for row in table.rows if row[0] == flag.question)
    up = {one.flag.id for one in screening.raised(diary.facts, CATALOGUE, MORNING)}
    assert row[1] == "not sure"
    assert row[2] == row[3] == day_words((MORNING - timedelta(days=9)).date(), MORNING.date())
    assert row[4] == ("up" if flag.id in up else "gone")


def test_what_was_told_in_a_session_and_has_gone_stays_on_the_page() -> None:
    diary = Diary()
    diary.add(5, SignReported(flag="in-session-skin-change", technique="cold-pack", area=BodyArea.NECK))
    diary.pain(4, 2)
    table = block(page_of(diary.facts), Part.SIGNS).table
    assert table is not None
    assert ("session", "gone") in {(row[1], row[4]) for row in table.rows}


def test_an_answer_that_was_a_slip_is_not_told() -> None:
    diary = Diary()
    diary.check(3, "fever-or-chills", layers=[Layer.TODAY])
    diary.add(3 - 5 / 24 / 60, AnswersWithdrawn(flags=("fever-or-chills",)))
    found = block(page_of(diary.facts), Part.SIGNS)
    assert found.table is None
    assert "No sign is up" in found.lines[0]


def test_asked_and_denied_is_told_apart_from_not_asked() -> None:
    diary = Diary()
    diary.check(3, layers=[Layer.TODAY])
    (said,) = block(page_of(diary.facts), Part.SIGNS).after
    denied, _, never = said.partition("Not asked in these 28 days: ")
    first = ASKED[0]
    assert f"Asked and answered no, last on {day_words((MORNING - timedelta(days=3)).date())}: {first.say}" in denied
    assert first.say not in never
    assert "more." in never


def test_a_no_to_a_whole_screen_of_an_earlier_version_denies_no_single_question() -> None:
    diary = Diary()
    diary.pain(2, 3)
    older = Diary()
    older.facts = list(diary.facts)
    older.check(3)
    (kept,) = (fact for fact in older.facts if fact.kind == "check")

    check = as_a(kept, CheckAnswered)
    facts = [*diary.facts, replace(check, body=replace(check.body, listed=None))]
    (said,) = block(page_of(facts), Part.SIGNS).after
    assert said.startswith("Asked and answered no: nothing.")


def test_a_sign_of_long_ago_makes_a_page_though_nothing_was_noted_since() -> None:
    diary = Diary()
    diary.check(200, "saddle-numbness")
    page = page_of(diary.facts)
    assert page is not None
    assert CATALOGUE.flags["saddle-numbness"].question in as_text(page)


def test_where_nothing_was_noted_there_is_no_page() -> None:
    assert page_of([]) is None
    diary = Diary()
    diary.pain(40, 3)
    assert page_of(diary.facts) is None
    assert page_of(diary.facts, Wanted(span_of(MORNING.date(), 60))) is not None


def test_what_cannot_be_read_is_said() -> None:
    broken = Fact("broken", *moment(MORNING - timedelta(days=2)), "here", Unreadable("pain", "{", "cut off"))
    text = text_of([*emptiest(), broken])
    assert "1 entry of this record can't be read." in text


def test_without_a_catalogue_there_is_no_page() -> None:
    coach = Coach(LIBRARY, "The list of signs can't be read.", MemoryJournal(emptiest()), FakeClock(MORNING), str, "")
    with pytest.raises(CoachError, match="can't be read"):
        coach.reports.page(Wanted(span_of(MORNING.date())))


def test_where_the_record_can_not_be_read_there_is_no_page() -> None:
    journal = MemoryJournal(emptiest(), broken="unreadable")
    coach = Coach(LIBRARY, CATALOGUE, journal, FakeClock(MORNING), str, "")
    with pytest.raises(JournalError):
        coach.reports.page(Wanted(span_of(MORNING.date())))


def test_the_parts_that_are_left_out_are_and_signs_never_can_be() -> None:
    whole = page_of(fullest())
    assert whole is not None
    wanted = Wanted(span_of(MORNING.date()), without=frozenset(LEAVES_OUT))
    page = page_of(fullest(), wanted)
    assert page is not None
    parts = [each.part for each in (*page.blocks, *page.continued)]
    assert parts == [part for part in Part if part not in {*LEAVES_OUT, Part.NOTES}]
    assert Part.SIGNS not in LEAVES_OUT


def test_own_words_are_told_only_where_they_are_wanted() -> None:
    diary = Diary()
    diary.pain(2, 4, note="after the removal van", medicine="the blue pills")
    plain = text_of(diary.facts)
    assert "removal" not in plain
    assert "blue pills" not in plain
    assert "The person noted one on 1 day." in plain
    noted = text_of(diary.facts, Wanted(span_of(MORNING.date()), notes=True))
    assert "after the removal van" in noted
    assert "the blue pills" in noted


def test_one_area_leaves_out_the_others_but_no_sign() -> None:
    wanted = Wanted(span_of(MORNING.date()), area=BodyArea.LOWER_BACK)
    text = text_of(fullest(), wanted)
    assert "Neck: worst" not in text
    assert "Lower back: worst" in text
    table = block(page_of(fullest(), wanted), Part.SIGNS).table
    assert table is not None
    assert {row[0] for row in table.rows} == {
        row[0] for row in (block(page_of(fullest()), Part.SIGNS).table or table).rows
    }


def test_days_are_the_worst_of_the_local_day_and_gaps_are_told() -> None:
    diary = Diary()
    for ago, level in ((3, 2), (3.1, 6), (1, 0)):
        diary.pain(ago, level)
    found = block(page_of(diary.facts), Part.PAIN)
    (chart,) = found.charts
    assert [(dot.day, dot.level) for dot in chart.dots] == [(24, 6), (26, 0)]
    assert chart.told.endswith("26 days not rated.")
    assert found.lines[0].startswith("Neck: worst 6, middle 6, 7 or more on 0 days, rated on 2 of 28.")


def test_the_order_of_the_facts_does_not_matter() -> None:
    facts = fullest()
    mixed = list(facts)
    random.Random(3).shuffle(mixed)
    assert page_of(facts) == page_of(mixed)


def test_a_day_with_two_hundred_entries_and_ten_years_are_one_page() -> None:
    diary = Diary()
    for n in range(200):
        diary.pain(1 + n / 1000, n % 11, feel=(Feel.DULL,), note="x" * 500)
    for ago in range(30, 3650, 5):
        diary.pain(ago, 3)
    page = page_of(diary.facts, Wanted(span_of(MORNING.date(), 366), notes=True))
    assert page is not None
    assert not page.continued


def test_the_fullest_record_shortens_and_a_record_with_more_signs_goes_on_a_second_sheet() -> None:
    page = page_of(fullest())
    assert page is not None
    assert not page.continued
    for sheet in SHEETS:
        assert sum(height(each, sheet) for each in page.blocks) <= sheet.high
    diary = Diary()
    diary.facts = fullest()
    diary.check(2, *(flag.id for flag in ASKED))
    over = page_of(diary.facts)
    assert over is not None
    assert over.continued
    text = as_text(over)
    assert "Continued" in text
    up = screening.raised(diary.facts, CATALOGUE, MORNING)
    assert len(up) > len(ASKED) / 2
    assert all(one.flag.question in text for one in up if one.flag.question and one.evidence[-1].rule == "answer")


def test_every_kind_of_complaint_is_told_in_the_first_lines() -> None:
    for kind in (ComplaintKind.KNOT, ComplaintKind.SPASM, ComplaintKind.ACHE, ComplaintKind.BRUISE):
        diary = Diary()
        diary.add(3, EpisodeBegan(complaint=kind, area=BodyArea.MID_BACK))
        (line,) = block(page_of(diary.facts), Part.SHORT).lines
        assert line.startswith(f"{kind.capitalize()}, mid back, since")


def test_a_span_says_both_years_where_they_differ() -> None:

    assert Span(date(2026, 10, 25), date(2026, 11, 21)).words() == "25 Oct to 21 Nov 2026"
    assert Span(date(2025, 12, 25), date(2026, 1, 21)).words() == "25 Dec 2025 to 21 Jan 2026"
    assert span_of(date(2026, 11, 21)).days == 28


def test_no_disease_and_no_promise_stands_on_the_page() -> None:
    text = text_of(fullest()).lower()
    for word in ("cancer", "tumour", "diagnosed", "improved", "success", "better than", "well done"):
        assert word not in text


def test_a_rating_that_was_put_right_counts_as_it_stands() -> None:
    diary = Diary()
    first = diary.pain(40, 9)
    diary.add(1, PainRated(level=1, area=BodyArea.NECK, supersedes=first))
    diary.pain(2, 3)
    (chart,) = block(page_of(diary.facts), Part.PAIN).charts
    assert [dot.level for dot in chart.dots] == [3]
