"""What stands on a card and on its summary: plain words, no ids, who to see, by when, until when, and what to do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coach.adapters.routines.routine_files import load_sources
from coach.core.catalogue.catalogue import Layer, Level
from coach.core.catalogue.origins import origins
from coach.core.clearance import clearance
from coach.core.clearance.card_words import act, until, when, who_can_help
from coach.core.clearance.clearance import Blocked, standing
from coach.core.clearance.locks import Safety, because
from coach.core.clearance.summary import summary
from coach.core.history.history import Episode, Lump
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.routine.routine import BodyPosition, Equipment
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import evaluate
from coach.core.vocabulary import BodyArea, ComplaintKind, Texture, Trend
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, TECHNIQUES

IDS = {
    name
    for names in (CATALOGUE.flags, TECHNIQUES, Level, BodyArea, ComplaintKind, Trend, Texture, BodyPosition, Equipment)
    for name in map(str, names)
    if "-" in name
} - {"stone-hard"}  # as people say it
DAY = timedelta(days=1)
ASKED = [flag.id for flag in CATALOGUE.flags.values() if flag.question and flag.ask is not Layer.COMPUTED]
UNSURE = "not-sure"
COMPLAINTS = [
    [fact("episode", MORNING - 16 * DAY, kind=kind, area="lower-back"), *pain]
    for kind in ("knot", "spasm", "bruise", "ache", "swollen-gland")
    for pain in (
        [],
        [fact("pain", MORNING - n * DAY, level=level, area="lower-back") for n, level in ((16, 3), (9, 7), (2, 8))],
    )
] + [
    [fact("lump", MORNING - 20 * DAY, area="upper-back", texture="soft", size_mm=10, pain=1)],
    [fact("episode", MORNING - n * DAY, kind="knot", area="mid-back") for n in (80, 40, 2)],
]


def given(*facts: Fact, valid: bool = True, why: str = "") -> Safety:
    up = evaluate(list(facts), CATALOGUE, MORNING).flags
    day = DailyCheck(valid=valid, begun=True, why=why)
    return Safety(up, day, CATALOGUE, (), "v1", "", frozenset(CATALOGUE.flags), known=frozenset(CATALOGUE.flags))


def answers(**said: str) -> Fact:
    return fact("check", MORNING, answers={name.replace("_", "-"): value for name, value in said.items()})


def unsafe(name: str, answer: str = "") -> Fact:
    flag = CATALOGUE.flags[name]
    if flag.ask is Layer.IN_SESSION:
        return fact("report", MORNING, flag=name, technique="moist-heat", area="lower-back")
    worst = answer or ("no" if str(flag.rule.must_be) == "yes" else "yes")
    return fact("check", MORNING, answers={name: worst}, area="lower-back")


def card(safety: Safety) -> Blocked:
    blocked = standing(safety, MORNING, TECHNIQUES)
    assert blocked is not None
    return blocked


def all_words(safety: Safety, complaints: tuple[Episode | Lump, ...] = ()) -> str:
    """Everything a card and its summary say."""
    blocked = standing(safety, MORNING, TECHNIQUES)
    if blocked is None:
        return ""
    parts = [blocked.headline, blocked.action, when(blocked), act(blocked), until(blocked, MORNING)]
    parts += [*who_can_help(blocked), *(reason.text for reason in blocked.reasons), *map(because, safety.flags)]
    parts += [seen.words for up in safety.flags for seen in up.evidence]
    parts += [up.flag.advice for up in safety.flags]
    parts.append(summary(blocked, "112", TECHNIQUES, MORNING, safety.flags, complaints))
    return "\n".join(parts)


def ids_in(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)) & IDS


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("answer", ["", UNSURE])
def test_no_card_of_an_answer_holds_an_id(name: str, answer: str) -> None:
    assert ids_in(all_words(given(unsafe(name, answer)))) == set()


@pytest.mark.parametrize("facts", COMPLAINTS)
def test_no_card_of_what_is_noted_holds_an_id(facts: list[Fact]) -> None:
    history = evaluate(facts, CATALOGUE, MORNING).history
    safety = given(*facts)
    complaints: tuple[Episode | Lump, ...] = (*history.episodes, *history.lumps)
    assert all_words(safety, complaints)
    assert ids_in(all_words(safety, complaints)) == set()


@pytest.mark.parametrize("other", ["neck-too-stiff", "bruise-like-marks", "lasting-headache", "light-sick-drowsy"])
def test_signs_taken_together_are_named_by_their_questions(other: str) -> None:
    safety = given(unsafe("fever-or-chills"), unsafe(other))
    (together,) = [up for up in safety.flags if up.flag.id == "meningitis-cluster"]
    assert ids_in(because(together)) == set()
    for name in ("fever-or-chills", other):
        assert CATALOGUE.flags[name].question in because(together)
    assert ids_in(all_words(safety)) == set()


def test_the_search_for_ids_finds_them() -> None:
    assert ids_in("Together: fever-or-chills, neck-too-stiff. In the lower-back.") == {
        "fever-or-chills",
        "neck-too-stiff",
        "lower-back",
    }


# --- emergencies and urgent signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("routine", ["cat-cow", "moist-heat", "calm-breathing"])
def test_under_an_emergency_no_card_says_that_the_check_was_not_finished(routine: str) -> None:
    safety = given(unsafe("chest-pain"), valid=False, why="The check was not finished.")
    technique = TECHNIQUES[routine]
    blocked = clearance.decide(technique, (technique,), Choices(), safety, MORNING, TECHNIQUES)
    assert isinstance(blocked, Blocked)
    assert [reason.flag for reason in blocked.reasons] == ["chest-pain"]
    milder = given(unsafe("pregnant"), valid=False, why="The check was not finished.")
    open_check = clearance.decide(technique, (technique,), Choices(), milder, MORNING, TECHNIQUES)
    if routine != "calm-breathing":
        assert isinstance(open_check, Blocked)
        assert "The check was not finished." in [reason.text for reason in open_check.reasons]


def test_urgent_cards_name_a_doctor_or_nurse_and_nobody_else() -> None:
    for name in ("night-pain", "fever-or-chills", "walking-trouble", "accident-caused"):
        who = who_can_help(card(given(unsafe(name))))
        assert [line.partition(":")[0] for line in who] == ["Doctor", "Nurse"]
    assert "doctor or nurse" in card(given(unsafe("night-pain"))).headline


def test_no_card_below_it_is_told_what_an_urgent_one_has_to_do() -> None:
    both = card(given(unsafe("pregnant"), unsafe("night-pain")))
    assert both.action == CATALOGUE.levels[Level.URGENT].body
    assert when(both) == "within 24 hours"
    assert until(both, MORNING) == ""


# --- single signs -----------------------------------------------------------------------------------------------------


def test_the_card_of_a_broken_bone_says_by_when_until_when_and_what_to_do() -> None:
    blocked = card(given(unsafe("recent-fracture")))
    assert act(blocked) == "Act before your next routine."
    assert "doctor who looks after the break" in blocked.action
    assert until(blocked, MORNING) == "It stays until you note what that doctor said."


def test_the_card_of_a_skin_reaction_says_what_to_do_now_and_until_when() -> None:
    blocked = card(given(unsafe("in-session-skin-change")))
    assert blocked.action.startswith("Take it off now. Cool the skin with cool water. Blisters")
    assert "see a doctor today" in blocked.action
    assert until(blocked, MORNING) == "It goes by itself on Thursday 05 March, 09:00."


@pytest.mark.parametrize("name", ["numb-skin", "broken-skin", "hot-swollen-area", "past-heat-cold-reaction"])
def test_every_card_of_skin_says_by_when_until_when_and_what_to_do(name: str) -> None:
    blocked = card(given(unsafe(name)))
    assert when(blocked)
    assert until(blocked, MORNING)
    assert blocked.action == CATALOGUE.cards.of_signs[name].do
    assert "doctor" in blocked.action


def test_pregnancy_names_the_midwife_first() -> None:
    blocked = card(given(unsafe("pregnant")))
    assert "midwife" in blocked.action
    assert who_can_help(blocked)[0].startswith("Midwife: ")


def test_a_cough_says_that_nothing_is_locked_and_why() -> None:
    blocked = card(given(unsafe("lasting-cough")))
    assert "Nothing is locked" in blocked.action
    assert "a cough is no reason to stop gentle moves" in blocked.action
    assert set(blocked.allowed) == set(TECHNIQUES)
    assert when(blocked) == "within 7 days"


def test_the_card_of_an_age_says_what_it_means() -> None:
    young = given(unsafe("age-under-18"))
    blocked = card(young)
    assert "made for grown-ups" in blocked.action
    assert until(blocked, MORNING) == "It goes on your 18th birthday."
    told = fact("profile", MORNING - DAY, year_of_birth=1960)
    first = given(told, fact("episode", MORNING - DAY / 2, kind="knot", area="neck"))
    assert [up.flag.id for up in first.flags] == ["age-new-pain"]
    assert "Under 20 or over 55" in card(first).action
    assert "Nothing is locked" in card(first).action


def test_titles_that_frighten_stand_on_no_card_of_a_spasm_until_they_are_asked_for() -> None:
    spasm = [fact("episode", MORNING - 2 * DAY, kind="spasm", area="neck")]
    blocked = card(given(*spasm))
    titles = list(origins((source for reason in blocked.reasons for source in reason.sources), load_sources()))
    assert titles
    words = all_words(given(*spasm))
    assert not [title for title in titles if title in words]


# --- the summary ------------------------------------------------------------------------------------------------------


def test_the_summary_names_the_complaint_the_dates_and_which_answer() -> None:
    facts = [
        fact("episode", MORNING - 3 * DAY, kind="knot", area="lower-back", side="left"),
        fact("pain", MORNING - 3 * DAY, level=6, area="lower-back"),
        fact("pain", MORNING - DAY, level=4, area="lower-back"),
        unsafe("night-pain", UNSURE),
        unsafe("walking-trouble"),
    ]
    history = evaluate(facts, CATALOGUE, MORNING).history
    safety = given(*facts)
    text = summary(card(safety), "", TECHNIQUES, MORNING, safety.flags, history.episodes).splitlines()
    about = text.index("What it is about:")
    assert text[about + 1] == (
        "- Knot, lower back, left side, since 2026-02-27. Pain 6 on 2026-02-27. Pain 4 on 2026-03-01."
    )
    night, walking = (CATALOGUE.flags[name].question for name in ("night-pain", "walking-trouble"))
    assert f'- 2026-03-02: "{night}" Answer: not sure.' in text
    assert f'- 2026-03-02: "{walking}" Answer: yes.' in text


def test_the_summary_of_a_lump_says_its_size_and_pain() -> None:
    facts = [
        fact("lump", MORNING - 20 * DAY, area="upper-back", size_mm=10),
        fact("lump", MORNING - 2 * DAY, area="upper-back", size_mm=18, pain=2),
    ]
    lumps = evaluate(facts, CATALOGUE, MORNING).history.lumps
    safety = given(*facts)
    text = summary(card(safety), "", TECHNIQUES, MORNING, safety.flags, lumps)
    assert "Lump, upper back" in text
    assert "10 mm on 2026-02-10." in text
    assert "- 2026-02-10: A lump is on record. No clinician has said that all of this is fine with it." in text


@pytest.mark.parametrize(("seconds", "told"), [(0, True), (1, False)])
def test_the_summary_tells_what_was_rated_up_to_this_very_moment(seconds: int, told: bool) -> None:
    began = fact("episode", MORNING - DAY, kind="knot", area="neck")
    now = fact("pain", MORNING + timedelta(seconds=seconds), level=7, area="neck", medicine="tea")
    (knot,) = evaluate([began, now], CATALOGUE, MORNING).history.episodes
    text = of_complaints(knot)
    assert ("Pain 7 on" in text) is ("Medicine noted: tea." in text) is told


def test_medicine_in_the_persons_own_words_is_kept_and_counted() -> None:
    began = named("e", "episode", MORNING - 3 * DAY, kind="knot", area="neck")
    taken = [("ibuprofen", 3), ("ibuprofen", 2), ("yes", 1), (None, 0)]
    rated = [
        fact("pain", MORNING - days * DAY, level=4, area="neck", **({} if words is None else {"medicine": words}))
        for words, days in taken
    ]
    for given, said in ((rated, "Medicine noted 3 times: ibuprofen 2 times, yes."), (rated[3:], "")):
        (knot,) = evaluate([began, *given], CATALOGUE, MORNING).history.episodes
        line = next(line for line in of_complaints(knot).splitlines() if line.startswith("- Knot"))
        assert line.endswith(said or "Pain 4 on 2026-03-02.")
    (once,) = evaluate([began, *rated[2:]], CATALOGUE, MORNING).history.episodes
    assert "Medicine noted: yes." in of_complaints(once)


def test_a_lump_with_a_spasm_or_a_stiff_neck_says_so_in_the_summary() -> None:
    for value in ("yes", "no"):
        seen = fact("lump", MORNING, area="neck", spasm_or_stiff=value)
        (lump,) = evaluate([seen], CATALOGUE, MORNING).history.lumps
        assert ("With a spasm or a stiff neck." in of_complaints(lump)) is (value == "yes")


def of_complaints(*complaints: Episode | Lump) -> str:
    """The summary of a card with these complaints."""
    blocked = Blocked("", Level.CLINICIAN, "", "", (), (), None, check_due=False)
    return summary(blocked, "", {}, MORNING, (), complaints)
