"""What the door hands out, whole: the clearance or the card, with everything that stands on it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from coach.core.catalogue.catalogue import Level
from coach.core.check.sections import asked_before
from coach.core.clearance.clearance import LOCKED, Blocked, Cleared, decide, obstacle, standing
from coach.core.clearance.doses_of_day import Use, past
from coach.core.clearance.locks import LockReason, Safety, lock
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.routine.routine import Technique
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES


def safety(*facts: Fact, uses: tuple[Use, ...] = ()) -> Safety:
    up, answered = raised(facts, CATALOGUE, MORNING), frozenset(CATALOGUE.flags)
    return Safety(
        up,
        DailyCheck(valid=True, begun=True),
        CATALOGUE,
        uses,
        "v1",
        answered=answered,
        known=frozenset(CATALOGUE.flags),
    )


def used(technique: str) -> Use:
    return Use(technique, "s", MORNING, MORNING, MORNING.date().isoformat(), 90.0, None, None, None, rep=False)


def ask(*names: str, state: Safety, choices: Choices | None = None) -> Cleared | Blocked:
    steps: tuple[Technique, ...] = tuple(TECHNIQUES[name] for name in names)
    return decide(steps[0], steps, choices or Choices(), state, MORNING, TECHNIQUES)


BRUISE = fact("episode", MORNING, kind="bruise", area="lower-back")
TIRED_SPOT = fact("report", MORNING, flag="ball-no-release-2-min", technique="ball-compression")


def test_a_clearance_names_the_moment_the_version_and_what_was_used() -> None:
    state = safety(uses=(used("cat-cow"),))
    cleared = ask("cat-cow", state=state)
    assert isinstance(cleared, Cleared)
    assert (cleared.routine, cleared.at, cleared.version) == ("cat-cow", MORNING, "v1")
    assert cleared.past == past(state.recent, TECHNIQUES, MORNING)


def test_a_clearance_can_not_be_changed_once_it_is_given() -> None:
    cleared = ask("cat-cow", state=safety())
    for name in ("routine", "techniques", "version"):
        with pytest.raises(FrozenInstanceError):
            setattr(cleared, name, "bridge")


def test_the_calm_ones_are_cleared_without_the_check_of_the_day() -> None:
    unasked = replace(safety(), check=DailyCheck(valid=False, begun=False))
    assert isinstance(ask("calm-breathing", state=unasked), Cleared)
    assert isinstance(ask("calm-breathing", "cat-cow", state=unasked), Blocked)


def test_a_list_tells_what_stands_in_the_way_but_for_the_questions_just_before() -> None:
    def in_the_way(name: str, state: Safety) -> Blocked | None:
        step = TECHNIQUES[name]
        return obstacle(step, (step,), Choices(), state, MORNING, TECHNIQUES)

    assert in_the_way("gentle-massage", replace(safety(), answered=frozenset())) is None
    assert in_the_way("ball-compression", safety(TIRED_SPOT)) == ask("ball-compression", state=safety(TIRED_SPOT))


@pytest.mark.parametrize(("variant", "opens"), [(None, False), ("wall-ball", False), ("foam-roller", True)])
def test_the_chosen_variant_says_where_a_technique_is_used(variant: str | None, opens: bool) -> None:
    verdict = ask("ball-compression", state=safety(BRUISE), choices=Choices(variant=variant))
    assert isinstance(verdict, Cleared) is opens, "a roller is not used on the lower back, where the bruise is"


def test_a_card_holds_the_reasons_of_every_technique_that_is_locked() -> None:
    sharp = fact("report", MORNING, flag="in-session-sharp-pain", technique="cat-cow")
    verdict = ask("cat-cow", "ball-compression", state=safety(sharp, TIRED_SPOT))
    assert isinstance(verdict, Blocked)
    assert {reason.flag for reason in verdict.reasons} == {"in-session-sharp-pain", "ball-no-release-2-min"}
    assert (verdict.routine, verdict.check_due) == ("cat-cow", False)


@pytest.mark.parametrize(("area", "opens"), [(BodyArea.SHOULDER, True), (BodyArea.LOWER_BACK, False), (None, False)])
def test_a_card_lists_what_is_open_for_the_place_that_was_chosen(area: BodyArea | None, opens: bool) -> None:
    verdict = ask("ball-compression", state=safety(BRUISE, TIRED_SPOT), choices=Choices(area=area))
    assert isinstance(verdict, Blocked)
    assert ("gentle-massage" in verdict.allowed) is opens
    assert "cat-cow" in verdict.allowed


def test_a_caution_leaves_this_one_out_and_a_graver_card_says_what_its_level_says() -> None:
    caution = ask("ball-compression", state=safety(TIRED_SPOT))
    assert isinstance(caution, Blocked)
    assert caution.headline == CATALOGUE.levels[Level.CAUTION].headline
    assert caution.action == "Leave this one out for now. What is still open is listed here."
    grave = ask("cat-cow", state=safety(fact("check", MORNING, answers={"chest-pain": "yes"})))
    assert isinstance(grave, Blocked)
    text = CATALOGUE.levels[grave.level]
    assert (grave.headline, grave.action) == (text.headline, text.body)


def test_a_dose_that_is_spent_is_enough_for_now_and_no_alarm() -> None:
    verdict = ask("moist-heat", state=safety(uses=(used("moist-heat"),)))
    assert isinstance(verdict, Blocked)
    assert (verdict.headline, verdict.level) == ("Enough for now.", Level.CAUTION)
    assert verdict.action == "Your body needs a gap. Something else may be open."


def test_the_card_of_no_routine_says_what_its_level_says_and_what_is_open_now() -> None:
    card = standing(safety(TIRED_SPOT, uses=(used("moist-heat"),)), MORNING, TECHNIQUES)
    assert card is not None
    assert (card.routine, card.check_due) == ("", False)
    assert card.action == CATALOGUE.levels[Level.CAUTION].body
    assert [reason.text for reason in card.reasons] == ['Your answer to: "Did the spot ease while you pressed?"']
    assert "moist-heat" not in card.allowed, "the skin needs its gap"
    assert "ball-compression" not in card.allowed
    assert "cat-cow" in card.allowed


def test_a_locked_technique_needs_no_word_on_how_often_it_is_done() -> None:
    sharp = fact("report", MORNING, flag="in-session-sharp-pain", technique="bridge")
    often = tuple(replace(used("bridge"), session=f"s{n}") for n in range(5))
    open_one = ask("bridge", "calm-breathing", state=safety(uses=often))
    assert isinstance(open_one, Cleared)
    assert any(TECHNIQUES["bridge"].name in word for word in open_one.advice)
    verdict = ask("bridge", "calm-breathing", state=safety(sharp, uses=often))
    assert isinstance(verdict, Cleared)
    assert verdict.techniques == ("calm-breathing",)
    assert not any(TECHNIQUES["bridge"].name in word for word in verdict.advice)


def test_a_maker_that_is_not_the_door_is_told_so_in_plain_words() -> None:
    cleared = ask("cat-cow", state=safety())
    assert isinstance(cleared, Cleared)
    with pytest.raises(TypeError, match=r"^only clearance\.decide makes a clearance$"):
        Cleared("cat-cow", (), (), (), MORNING, "v1", cleared.past, maker=None)


def test_a_record_that_cant_be_read_is_the_reason_given() -> None:
    state = replace(safety(), fault="The record can't be read.")
    assert lock(TECHNIQUES["cat-cow"], None, state, MORNING, TECHNIQUES) == (
        LockReason("The record can't be read.", Level.INCOMPLETE),
    )


def test_a_card_wears_the_sign_of_its_level_and_the_words_of_every_card() -> None:
    for verdict in (ask("ball-compression", state=safety(TIRED_SPOT)), standing(safety(BRUISE), MORNING, TECHNIQUES)):
        assert isinstance(verdict, Blocked)
        assert (verdict.sign, verdict.words) == (CATALOGUE.levels[verdict.level].sign, CATALOGUE.cards)
    assert len({text.sign for text in CATALOGUE.levels.values()}) > 1


def test_without_a_catalogue_the_door_stays_shut_even_where_no_fault_is_told() -> None:
    verdict = ask("cat-cow", state=replace(safety(), catalogue=None))
    assert isinstance(verdict, Blocked)
    assert (verdict.headline, verdict.sign, verdict.words) == (LOCKED, "", None)


ILL = fact("check", MORNING, answers={"feel-ill-today": "yes"})


def test_what_is_left_out_asks_none_of_its_questions() -> None:
    before_cold = asked_before(CATALOGUE, (TECHNIQUES["cold-pack"],))
    state = replace(safety(ILL), answered=frozenset(CATALOGUE.flags) - before_cold)
    assert isinstance(ask("cold-pack", "cat-cow", state=state), Cleared)
    assert isinstance(ask("cold-pack", "cat-cow", state=replace(safety(), answered=state.answered)), Blocked)


def often(name: str) -> tuple[Use, ...]:
    """As many sessions with this technique as a day has room for."""
    most = TECHNIQUES[name].dose.per_day
    assert most is not None
    return tuple(replace(used(name), session=f"s{n}") for n in range(int(most.high)))


def test_where_a_few_questions_come_first_the_card_tells_what_else_there_is_to_know() -> None:
    whole = safety(ILL, BRUISE, uses=(used("moist-heat"), *often("cat-cow")))
    steps, shoulder = ("gentle-massage", "cold-pack", "cat-cow"), Choices(area=BodyArea.SHOULDER)
    verdict = ask(*steps, state=replace(whole, answered=frozenset()), choices=shoulder)
    assert isinstance(verdict, Blocked)
    assert (verdict.routine, verdict.check_due, verdict.level) == ("gentle-massage", True, Level.INCOMPLETE)
    assert verdict.reasons == (LockReason("A few questions about this routine come first.", Level.INCOMPLETE),)
    cleared = ask(*steps, state=whole, choices=shoulder)
    assert isinstance(cleared, Cleared)
    ((_, cold),) = cleared.left_out
    assert verdict.notes == (f"Left out: {cold.text}", *cleared.advice)
    assert cleared.advice, "cat and cow was done often today"
    assert "ball-compression" in verdict.allowed, "the bruise is elsewhere"
    assert "moist-heat" not in verdict.allowed, "the skin needs its gap"


def test_a_movement_break_may_borrow_what_the_day_has_room_for_but_for_its_own_part() -> None:
    def lent(*names: str, own: str = "", uses: tuple[Use, ...] = ()) -> set[str]:
        steps = tuple(TECHNIQUES[name] for name in names)
        verdict = decide(steps[0], steps, Choices(), safety(uses=uses), MORNING, TECHNIQUES, own)
        assert isinstance(verdict, Cleared)
        return set(verdict.techniques) - {*names}

    assert lent("movement-break") == {"neck-rotation", "wall-angel"}
    assert lent("cat-cow") == set()
    assert lent("movement-break", uses=often("neck-rotation")) == {"wall-angel"}
    assert lent("movement-break", uses=often("neck-rotation"), own="s0") == {"neck-rotation", "wall-angel"}
