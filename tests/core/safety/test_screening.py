"""Answers raise flags; only what the catalogue says takes them away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from coach.core.catalogue.catalogue import Catalogue, Layer, Level
from coach.core.check.check_facts import of_person
from coach.core.check.checkup import Checkup
from coach.core.check.written_check import from_answers
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, as_a
from coach.core.safety import screening
from coach.core.safety.screening import raised
from coach.core.vocabulary import Answer, BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact, wrote

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def answered(catalogue: Catalogue, at: datetime, **answers: str) -> Fact:
    """A full check with these answers, everything else safe. Underscores stand for dashes."""
    given = {name.replace("_", "-"): Answer(value) for name, value in answers.items()}
    return wrote(at, of_person(from_answers(catalogue, given, frozenset(), others=True)))


def report(at: datetime, flag: str, technique: str = "cat-cow", **body: str) -> Fact:
    return fact("report", at, flag=flag, technique=technique, **body)


def up(catalogue: Catalogue, now: datetime, *facts: Fact) -> dict[str, Level]:
    return {r.flag.id: r.level for r in raised(facts, catalogue, now)}


def test_every_question_of_the_day_fires_on_yes_and_on_not_sure_and_not_on_no(catalogue: Catalogue) -> None:
    for flag in catalogue.of_layer(Layer.TODAY):
        for answer in ("yes", "not-sure"):
            check = fact("check", MORNING, answers={flag.id: answer})
            assert up(catalogue, MORNING, check)[flag.id] is flag.level
        assert not up(catalogue, MORNING, fact("check", MORNING, answers={flag.id: "no"}))


def test_an_answer_that_cannot_be_read_counts_as_not_sure(catalogue: Catalogue) -> None:
    assert "chest-pain" in up(catalogue, MORNING, fact("check", MORNING, answers={"chest-pain": "maybe"}))


def test_what_a_clinician_has_to_clear_stays_through_clean_checks(catalogue: Catalogue) -> None:
    facts = [answered(catalogue, MORNING, chest_pain="yes")]
    facts += [answered(catalogue, MORNING + n * DAY) for n in range(1, 40)]
    assert up(catalogue, MORNING + 40 * DAY, *facts) == {"chest-pain": Level.EMERGENCY}


def test_a_visit_opens_what_it_names_for_ninety_days(catalogue: Catalogue) -> None:
    yes = answered(catalogue, MORNING, rest_no_relief="yes")
    some = fact("visit", MORNING + DAY, flags=["rest-no-relief"], classes=["stretch"])
    (left,) = raised([yes, some], catalogue, MORNING + 2 * DAY)
    assert left.blocks.classes == {TechniqueClass.COMPRESSION, TechniqueClass.MASSAGE, TechniqueClass.STRENGTH}
    every = ["compression", "massage", "stretch", "strength"]
    visit = fact("visit", MORNING + DAY, flags=["rest-no-relief"], classes=every)
    assert not up(catalogue, MORNING + DAY + 90 * DAY - HOUR, yes, visit)
    assert up(catalogue, MORNING + DAY + 90 * DAY, yes, visit)


def test_a_visit_says_nothing_of_a_yes_after_it_to_an_urgent_question(catalogue: Catalogue) -> None:
    every = [str(c) for c in TechniqueClass]
    visit = fact("visit", MORNING + HOUR, flags=["fever-or-chills"], classes=every)
    first = answered(catalogue, MORNING, fever_or_chills="yes")
    assert not up(catalogue, MORNING + 2 * HOUR, first, visit)
    again = answered(catalogue, MORNING + DAY, fever_or_chills="not-sure")
    assert up(catalogue, MORNING + DAY, first, visit, again) == {"fever-or-chills": Level.URGENT}


def test_a_known_thing_answered_again_is_no_new_sign(catalogue: Catalogue) -> None:
    every = [str(c) for c in TechniqueClass]
    first = answered(catalogue, MORNING, limb_numb_tingle_weak="yes")
    visit = fact("visit", MORNING + HOUR, flags=["limb-numb-tingle-weak"], classes=every)
    again = answered(catalogue, MORNING + DAY, limb_numb_tingle_weak="yes")
    assert not up(catalogue, MORNING + DAY, first, visit, again)


def test_a_rescreen_clears_only_after_twenty_four_hours(catalogue: Catalogue) -> None:
    ill = answered(catalogue, MORNING, feel_ill_today="yes")
    well = answered(catalogue, MORNING + HOUR)
    assert up(catalogue, MORNING + 24 * HOUR - timedelta(seconds=1), ill, well)
    assert not up(catalogue, MORNING + 24 * HOUR, ill, well)
    assert up(catalogue, MORNING + 48 * HOUR, ill), "without a later no it stays"


def test_an_unfinished_check_clears_nothing(catalogue: Catalogue) -> None:
    ill = answered(catalogue, MORNING, feel_ill_today="yes")
    blank = fact("check", MORNING + DAY, complete=False, groups={"T3-illness": "no"}, answers={})
    assert up(catalogue, MORNING + 2 * DAY, ill, blank)


@pytest.mark.parametrize(("minutes", "gone"), [(10, True), (11, False)])
def test_a_slip_may_be_withdrawn_within_ten_minutes(catalogue: Catalogue, minutes: int, gone: bool) -> None:
    slip = answered(catalogue, MORNING, chest_pain="yes")
    back = fact("withdrawn", MORNING + timedelta(minutes=minutes), flags=["chest-pain"])
    assert (not up(catalogue, MORNING + HOUR, slip, back)) is gone


@pytest.mark.parametrize(
    ("answers", "fires"),
    [
        ({"fever_or_chills": "yes"}, False),
        ({"fever_or_chills": "yes", "lasting_headache": "not-sure"}, True),
        ({"bruise_like_marks": "yes", "light_sick_drowsy": "yes"}, True),
        ({"fever_or_chills": "yes", "neck_too_stiff": "yes"}, True),
        ({"lasting_headache": "yes", "neck_too_stiff": "yes"}, False),
        ({"neck_too_stiff": "yes"}, False),
    ],
)
def test_signs_of_meningitis_add_up(catalogue: Catalogue, answers: dict[str, str], fires: bool) -> None:
    assert ("meningitis-cluster" in up(catalogue, MORNING, answered(catalogue, MORNING, **answers))) is fires


def test_signs_on_two_days_add_up_too_while_both_stand(catalogue: Catalogue) -> None:
    fever = answered(catalogue, MORNING, fever_or_chills="yes")
    headache = answered(catalogue, MORNING + DAY, lasting_headache="yes")
    assert "meningitis-cluster" in up(catalogue, MORNING + DAY, fever, headache)


def test_sharp_pain_rests_the_technique_for_the_day(catalogue: Catalogue) -> None:
    sharp = report(MORNING, "in-session-sharp-pain")
    (found,) = raised([sharp], catalogue, MORNING + HOUR)
    assert found.blocks.techniques == {"cat-cow"}
    assert not up(catalogue, MORNING.replace(hour=0) + DAY, sharp)


def test_tingling_in_a_session_also_raises_the_limb_flag(catalogue: Catalogue) -> None:
    found = up(catalogue, MORNING, report(MORNING, "in-session-numb-tingle"))
    assert found == {"in-session-numb-tingle": Level.CLINICIAN, "limb-numb-tingle-weak": Level.CLINICIAN}


def test_a_dizzy_spell_that_passed_rests_only_its_technique_for_the_day(catalogue: Catalogue) -> None:
    spell = report(MORNING, "in-session-dizzy", gone="yes")
    (found,) = raised([spell], catalogue, MORNING + HOUR)
    assert found.level is Level.CAUTION
    assert found.blocks.techniques == {"cat-cow"}
    assert not found.blocks.classes
    assert not up(catalogue, MORNING + DAY, spell)
    assert up(catalogue, MORNING + 30 * DAY, report(MORNING, "in-session-dizzy", gone="no"))


def test_changed_skin_locks_heat_and_cold_there_for_three_days(catalogue: Catalogue) -> None:
    skin = report(MORNING, "in-session-skin-change", "moist-heat", area="neck")
    (found,) = raised([skin], catalogue, MORNING + 3 * DAY - HOUR)
    assert found.area is BodyArea.NECK
    assert found.blocks.classes == {TechniqueClass.HEAT, TechniqueClass.COLD}
    assert not up(catalogue, MORNING + 3 * DAY, skin)


def test_pain_two_points_up_after_a_session_rests_what_was_done(catalogue: Catalogue) -> None:
    after = fact("pain", MORNING, level=5, before=3, when="after", techniques=["cat-cow", "bridge"])
    (found,) = raised([after], catalogue, MORNING + HOUR)
    assert found.blocks.techniques == {"cat-cow", "bridge"}
    assert not up(catalogue, MORNING, fact("pain", MORNING, level=4, before=3, when="after", techniques=["bridge"]))


# --- the check of the day ----------------------------------------------------------------------------------------


def stands(catalogue: Catalogue, now: datetime, *facts: Fact) -> bool:
    return screening.passed(facts, catalogue, now).valid


def test_a_finished_check_stands_for_the_day_and_sixteen_hours_at_most(catalogue: Catalogue) -> None:
    early = MORNING.replace(hour=1)
    check = answered(catalogue, early)
    assert stands(catalogue, early + 16 * HOUR - timedelta(seconds=1), check)
    assert not stands(catalogue, early + 16 * HOUR, check)
    late = MORNING.replace(hour=23)
    assert not stands(catalogue, late + 2 * HOUR, answered(catalogue, late))


def test_a_clock_set_back_before_the_check_ends_it(catalogue: Catalogue) -> None:
    assert not stands(catalogue, MORNING - HOUR, answered(catalogue, MORNING))


def test_a_check_of_another_catalogue_does_not_stand(catalogue: Catalogue) -> None:
    body = replace(as_a(answered(catalogue, MORNING), CheckAnswered).body, catalogue="other")
    assert not stands(catalogue, MORNING, wrote(MORNING, body))


@pytest.mark.parametrize(
    ("before", "after", "valid"),
    [(3, 4, True), (3, 5, False), (None, 6, True), (None, 7, False), (8, 8, False)],
)
def test_pain_recorded_after_a_pass_may_end_it(
    catalogue: Catalogue, before: int | None, after: int, valid: bool
) -> None:
    facts = [fact("pain", MORNING - HOUR, level=before, area="neck")] if before is not None else []
    facts += [answered(catalogue, MORNING), fact("pain", MORNING + HOUR, level=after, area="neck")]
    assert stands(catalogue, MORNING + 2 * HOUR, *facts) is valid


def test_a_rating_before_the_check_never_ends_the_check_after_it(catalogue: Catalogue) -> None:
    rating = fact("pain", MORNING, level=9, area="neck")
    assert stands(catalogue, MORNING + HOUR, rating, answered(catalogue, MORNING + HOUR))


def test_a_restored_record_wants_a_new_check(catalogue: Catalogue) -> None:
    assert not stands(catalogue, MORNING + HOUR, answered(catalogue, MORNING), fact("restored", MORNING + HOUR))


def test_one_screen_serves_within_seven_days_of_a_clean_full_check(catalogue: Catalogue) -> None:
    def quick(days: int, *facts: Fact) -> bool:
        return screening.passed(facts, catalogue, MORNING + days * DAY).quick

    clean = answered(catalogue, MORNING)
    assert quick(1, clean)
    assert quick(6, clean)
    assert not quick(7, clean)
    assert quick(1, answered(catalogue, MORNING, feel_ill_today="yes")), "a cold is asked about by itself"
    assert not quick(1, answered(catalogue, MORNING, lasting_headache="yes"))
    short = Checkup(catalogue, quick=True).close()
    assert not quick(1, wrote(MORNING, of_person(short))), "a short check does not make another short one"


# --- a written list -----------------------------------------------------------------------------------------------


def test_an_empty_list_of_answers_is_no_check(catalogue: Catalogue) -> None:
    assert not from_answers(catalogue, {}, frozenset(), others=False).complete
    assert from_answers(catalogue, {}, frozenset(), others=True).complete
    assert not from_answers(catalogue, {}, frozenset({"chest-pain"}), others=True).complete


def test_an_unsafe_answer_nobody_asked_for_is_kept(catalogue: Catalogue) -> None:
    checkup = from_answers(catalogue, {"raynauds": Answer.YES, "neck-too-stiff": Answer.YES}, frozenset(), others=True)
    assert of_person(checkup).answer("raynauds") is Answer.YES
    assert of_person(checkup).answer("neck-too-stiff") is Answer.YES
    assert checkup.complete
