"""One check as a value: lists to mark, the full question of each mark, and what they come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Catalogue, Layer, Level
from coach.core.check.asked import ALL
from coach.core.check.check_facts import of_person
from coach.core.check.checkup import Checkup
from coach.core.check.pages import Asks, spread
from coach.core.check.sections import CHANGED, of_layer
from coach.core.vocabulary import Answer, BodyArea
from tests.core.conftest import all_no, lines_of, walked
from tests.core.situations import CATALOGUE

TODAY = CATALOGUE.of_layer(Layer.TODAY)
FIRST = [flag for flag in TODAY if flag.ask_when is None and flag.question]


def key(checkup: Checkup) -> str:
    assert checkup.page is not None
    return checkup.page.key


def test_a_clean_day_is_a_page_for_each_group_and_no_question(catalogue: Catalogue) -> None:
    checkup, order = walked(Checkup(catalogue))
    assert order == [group.id for group in catalogue.groups_of(Layer.TODAY)]
    assert checkup.complete
    assert set(of_person(checkup).listed or ()) == {flag.id for flag in TODAY}
    assert of_person(checkup).answers == ()


def test_every_question_of_the_day_has_its_line_on_a_page(catalogue: Catalogue) -> None:
    assert lines_of(Checkup(catalogue)) == {flag.id for flag in FIRST}


def test_a_repeat_day_is_one_page_for_all_of_it(catalogue: Catalogue) -> None:
    checkup, order = walked(Checkup(catalogue, quick=True))
    assert order == [ALL]
    body = of_person(checkup)
    assert body.complete
    assert body.full is False
    assert set(body.listed or ()) == {flag.id for flag in TODAY}


def test_a_marked_line_of_a_repeat_day_opens_its_own_page_and_answers_the_others(catalogue: Catalogue) -> None:
    checkup, order = walked(Checkup(catalogue, quick=True), "all/2", "feel-ill-today")
    assert order[:3] == [ALL, "all/2", "feel-ill-today"]
    body = of_person(checkup)
    assert body.answer("feel-ill-today") is Answer.YES
    assert {"chest-pain", "bladder-bowel-loss", "worst-headache"} <= set(body.listed or ())


def test_a_line_of_a_repeat_day_that_stands_for_one_question_opens_it_at_once(catalogue: Catalogue) -> None:
    checkup = Checkup(catalogue, quick=True).mark("all/1", Answer.YES)
    assert key(checkup) == "face-speech-sight"
    checkup = checkup.answer("face-speech-sight", Answer.NO)
    assert key(checkup) == ALL
    assert of_person(checkup.close()).answer("face-speech-sight") is Answer.NO


@pytest.mark.parametrize("word", [Answer.YES, Answer.NOT_SURE])
@pytest.mark.parametrize("flag", FIRST, ids=lambda flag: flag.id)
def test_a_mark_opens_its_own_question_an_emergency_at_once_any_other_after_the_last_page(
    catalogue: Catalogue, flag: object, word: Answer
) -> None:
    name = flag.id  # type: ignore[attr-defined]
    checkup, order = walked(Checkup(catalogue), name, word=word)
    pages = [group.id for group in catalogue.groups_of(Layer.TODAY)]
    if catalogue.flags[name].level is Level.EMERGENCY:
        assert checkup.emergency
        assert order[-1] == name
        assert not checkup.complete
    else:
        assert order[:5] == [*pages, name]
        assert checkup.complete
    assert of_person(checkup).answer(name) is word


@pytest.mark.parametrize("flag", FIRST, ids=lambda flag: flag.id)
def test_a_mark_whose_question_is_not_answered_counts_as_it_was_marked(catalogue: Catalogue, flag: object) -> None:
    name = flag.id  # type: ignore[attr-defined]
    checkup = Checkup(catalogue)
    while name not in {line.key for line in checkup.page.lines}:  # type: ignore[union-attr]
        checkup = checkup.close()
    body = of_person(checkup.mark(name, Answer.NOT_SURE))
    assert body.answer(name) is Answer.NOT_SURE
    assert not body.complete


def test_a_mark_taken_back_is_none_and_no_to_its_question_neither(catalogue: Catalogue) -> None:
    first = Checkup(catalogue)
    assert first.mark("walking-trouble", Answer.YES).mark("walking-trouble", None).marks == {}
    answered, order = walked(first, "walking-trouble", until="walking-trouble")
    assert order[-1] == "bladder"
    body = of_person(answered.answer("walking-trouble", Answer.NO))
    assert body.answer("walking-trouble") is Answer.NO, "its own question was answered, not only its line"
    assert "walking-trouble" not in (body.listed or ())


def test_a_follow_up_comes_after_its_gate_and_only_where_that_was_so(catalogue: Catalogue) -> None:
    _, order = walked(Checkup(catalogue), "limb-numb-tingle-weak")
    assert order[-4:] == ["limb-numb-tingle-weak", "sudden-weak-clumsy", "both-legs", "weakness-getting-worse"]
    marked, _ = walked(Checkup(catalogue), "limb-numb-tingle-weak", until="limb-numb-tingle-weak")
    assert marked.answer("limb-numb-tingle-weak", Answer.NO).page is None


# Two lines that a person in doubt may take for one another: the milder brings the question of the graver.
NEIGHBOURS = {
    "limb-numb-tingle-weak": {"sudden-weak-clumsy", "both-legs"},
    "walking-trouble": {"sudden-weak-clumsy", "both-legs"},
    "clumsy-hands": {"sudden-weak-clumsy"},
    "new-neck-headache": {"worst-headache"},
    "lasting-headache": {"worst-headache"},
    "accident-caused": {"serious-accident"},
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_milder_sign_that_is_so_brings_the_question_of_the_graver_one_beside_it(
    catalogue: Catalogue, name: str
) -> None:
    checkup, order = walked(Checkup(catalogue), name)
    assert NEIGHBOURS[name] == {flag.id for flag in FIRST if flag.id in order and flag.level is Level.EMERGENCY}
    assert checkup.complete
    _, order = walked(Checkup(catalogue), name, word=Answer.NO)
    assert not NEIGHBOURS[name] & {*order}
    graver, order = walked(Checkup(catalogue), name, *NEIGHBOURS[name], until="x")
    assert graver.emergency


def test_a_cold_brings_three_more_questions(catalogue: Catalogue) -> None:
    checkup, order = walked(Checkup(catalogue), "feel-ill-today")
    assert order[-4:] == ["feel-ill-today", "lasting-headache", "light-sick-drowsy", "fever-or-chills"]
    assert of_person(checkup).answer("fever-or-chills") is Answer.NO


def test_what_was_so_at_the_last_check_is_asked_after_the_page_of_the_day(catalogue: Catalogue) -> None:
    check = Checkup(catalogue, quick=True, still=("feel-ill-today",)).close()
    assert check.page is not None
    assert check.page.asks is Asks.STILL
    assert "ill with a cold or flu" in check.page.question
    yes, gone = (check.answer(check.page.key, word) for word in (Answer.YES, Answer.NO))
    assert (yes.complete, of_person(yes).answer("feel-ill-today")) == (True, Answer.YES)
    assert (gone.complete, of_person(gone).answer("feel-ill-today")) == (True, Answer.NO)


def test_worse_than_at_the_last_check_opens_the_whole_page(catalogue: Catalogue) -> None:
    check = Checkup(catalogue, quick=True, still=("feel-ill-today",)).close()
    worse = check.is_worse("still/feel-ill-today")
    assert key(worse) == "illness"
    body = of_person(walked(worse, "lasting-headache")[0])
    assert (body.answer("feel-ill-today"), body.answer("lasting-headache")) == (Answer.YES, Answer.YES)
    with pytest.raises(KeyError):
        check.is_worse("still/night-pain")


def test_the_pages_nearest_the_place_that_hurts_come_first(catalogue: Catalogue) -> None:
    assert key(Checkup(catalogue, near=BodyArea.LOWER_BACK)) == "bladder"
    assert key(Checkup(catalogue, near=BodyArea.NECK)) == "nerves"


def test_the_reason_stands_on_the_first_page_alone(catalogue: Catalogue) -> None:
    first = Checkup(catalogue)
    assert first.page is not None
    assert first.page.reason == catalogue.reason
    assert first.close().page.reason == ""  # type: ignore[union-attr]
    assert Checkup(catalogue, quick=True).page.reason == ""  # type: ignore[union-attr]


def test_a_line_that_is_not_on_the_page_can_not_be_marked(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        Checkup(catalogue).mark("chest-pain", Answer.YES)
    with pytest.raises(KeyError):
        Checkup(catalogue).answer("no-such-flag", Answer.YES)
    with pytest.raises(KeyError, match="no list"):
        Checkup(catalogue).mark("both-legs", Answer.YES).close()


@given(st.lists(st.integers(0, 3), max_size=40), st.booleans())
def test_whatever_is_pressed_no_mark_and_no_answer_is_lost(whims: list[int], quick: bool) -> None:
    checkup = Checkup(CATALOGUE, quick=quick, sections=(of_layer(CATALOGUE, Layer.PROFILE),), grows=True)
    said: dict[str, Answer] = {}
    for whim in whims:
        page = checkup.page
        if page is None:
            break
        if page.asks is not Asks.LINES:
            word = (Answer.NO, Answer.YES, Answer.NOT_SURE, Answer.NO)[whim]
            checkup = checkup.answer(page.key, word)
            said[page.key] = word
        elif whim and page.lines[whim % len(page.lines)].mark is None:
            line = page.lines[whim % len(page.lines)].key
            checkup = checkup.mark(line, Answer.YES)
            said.pop(line, None)
        else:
            checkup = checkup.close()
    kept = dict(of_person(checkup).answers or ())
    for name, word in said.items():
        if name in CATALOGUE.flags and CATALOGUE.flags[name].unsafe(word) and CATALOGUE.flags[name].ask_when is None:
            assert kept.get(name) is word
    marked = {line for line in checkup.marks if line in CATALOGUE.flags and line not in said}
    assert all(kept.get(name) is Answer.YES for name in marked)
    assert not {*kept} & set(of_person(checkup).listed or ())
    if checkup.complete:
        every = {flag.id for flag in (*TODAY, *CATALOGUE.of_layer(Layer.PROFILE)) if flag.ask_when is None}
        assert every <= {*kept, *(of_person(checkup).listed or ())}, "every question had its answer"


@given(st.lists(st.text(min_size=1, max_size=2), max_size=40, unique=True), st.integers(1, 9))
def test_names_are_spread_evenly_and_none_is_lost(names: list[str], longest: int) -> None:
    pages = spread(names, longest)
    assert [name for page in pages for name in page] == names
    assert all(0 < len(page) <= longest for page in pages)
    assert not pages or max(map(len, pages)) - min(map(len, pages)) <= 1


def test_all_no_is_the_end_of_every_check(catalogue: Catalogue) -> None:
    assert all_no(Checkup(catalogue, grows=True)).complete


def test_where_health_has_changed_the_questions_about_the_person_come_again(catalogue: Catalogue) -> None:
    asked = Checkup(catalogue, day=False, grows=True, ask_changed=True)
    assert asked.page is not None
    assert (asked.page.question, asked.page.no_if) == (catalogue.changed_question, "")
    assert asked.answer(CHANGED, Answer.NO).page is None
    for word in (Answer.YES, Answer.NOT_SURE):
        again = asked.answer(CHANGED, word)
        assert lines_of(again) >= {flag.id for flag in catalogue.of_layer(Layer.PROFILE) if flag.say}


@pytest.mark.parametrize(("grows", "second"), [(True, ["second/diabetes"]), (False, [])])
def test_the_second_stage_is_for_the_person_and_not_for_a_sign_of_the_day(
    catalogue: Catalogue, grows: bool, second: list[str]
) -> None:
    asked = Checkup(catalogue, grows=grows, sections=(of_layer(catalogue, Layer.PROFILE),))
    _, order = walked(asked, "diabetes", "feel-ill-today", "night-pain")
    assert [name for name in order if name.startswith("second/")] == second
