"""The door at its edges: what a card says, which level shows, and how much room a spot still has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.core.catalogue.catalogue import Level
from coach.core.clearance.clearance import NO_REVIEW, Blocked, Cleared, decide, standing
from coach.core.clearance.doses_of_day import Use
from coach.core.clearance.locks import LockReason, Safety, lock
from coach.core.record.choices import Choices, SideChoice
from coach.core.record.facts import Fact
from coach.core.routine.routine import Sides
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea, Side, TechniqueClass
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES

SECONDS_A_SPOT = 120  # routines/ball-compression.yaml, hard stop


def safety(*facts: Fact, uses: tuple[Use, ...] = (), passed: bool = True, why: str = "", fault: str = "") -> Safety:
    up = raised(facts, CATALOGUE, MORNING)
    every = frozenset(CATALOGUE.flags)
    check = DailyCheck(valid=passed, begun=passed, why=why)
    return Safety(up, check, CATALOGUE, uses, "v1", fault, every, known=every)


def answered(**given: str) -> Fact:
    return fact("check", MORNING, answers={name.replace("_", "-"): value for name, value in given.items()})


def ask(name: str, state: Safety, choices: Choices | None = None, own: str = "") -> Cleared | Blocked:
    technique = TECHNIQUES[name]
    return decide(technique, (technique,), choices or Choices(), state, MORNING, TECHNIQUES, own)


def why(name: str, state: Safety) -> list[LockReason]:
    return list(lock(TECHNIQUES[name], None, state, MORNING, TECHNIQUES))


# --- what is said -------------------------------------------------------------------------------------------------


def test_the_program_says_that_nobody_has_reviewed_its_rules() -> None:
    assert NO_REVIEW == "No clinician has reviewed these rules."


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [("diabetes", "yes", "Your answer to"), ("raynauds", "not-sure", "You were not sure about")],
)
def test_an_answer_is_said_back_with_its_question_and_sources(name: str, answer: str, said: str) -> None:
    flag = CATALOGUE.flags[name]
    sources = (*(s.source for s in flag.sources), *flag.guidance)
    assert why("moist-heat", safety(answered(**{name: answer}))) == [
        LockReason(f'{said}: "{flag.question}"', Level.CAUTION, name, sources, flag.clears)
    ]


def test_a_report_is_said_back_with_its_question_and_a_log_with_its_words() -> None:
    report = fact("report", MORNING, flag="in-session-sharp-pain", technique="cat-cow")
    (told,) = why("cat-cow", safety(report))
    assert told.text == 'Your answer to: "Did you feel a sharp pain?"'
    gland = fact("lump", MORNING, area="shoulder", texture="stone-hard")
    texts = {reason.flag: reason.text for reason in why("cat-cow", safety(gland))}
    assert texts == {"lump-hard": "The log of the lump says texture: stone-hard."}


def test_a_flag_without_evidence_says_what_the_catalogue_says() -> None:
    state = safety(answered(chest_pain="yes"))
    (up,) = state.flags

    def text(name: str) -> str:
        bare = replace(up, flag=CATALOGUE.flags[name], evidence=())
        (reason,) = why("bridge", replace(state, flags=(bare,)))
        return reason.text

    assert text("chest-pain") == f'Your answer to: "{CATALOGUE.flags["chest-pain"].question}"'
    advised = next(f for f in CATALOGUE.flags.values() if f.advice and not f.question)
    assert text(advised.id) == advised.advice
    when = (CATALOGUE.flags["bruise-on-record"].rule.given or {})["when"]
    assert text("bruise-on-record") == f"On record: {when}."
    assert text("meningitis-cluster") == "Several of your answers, taken together."


def test_the_latest_evidence_is_the_reason() -> None:
    first = fact("lump", MORNING - timedelta(days=3), area="shoulder", texture="stone-hard")
    later = fact("lump", MORNING, lump=first.id, texture="not-sure")
    texts = {reason.flag: reason.text for reason in why("cat-cow", safety(first, later))}
    assert texts["lump-hard"] == "The log of the lump says texture: not-sure."


@pytest.mark.parametrize(("given", "said"), [("", "Today's safety check comes first."), ("It ended.", "It ended.")])
def test_an_open_check_says_why(given: str, said: str) -> None:
    assert why("cat-cow", safety(passed=False, why=given)) == [LockReason(said, Level.INCOMPLETE)]


# --- the level and the card ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "passed", "level"),
    [
        ({}, True, Level.SELF_CARE),
        ({}, False, Level.INCOMPLETE),
        ({"diabetes": "yes"}, True, Level.CAUTION),
        ({"diabetes": "yes"}, False, Level.INCOMPLETE),
        ({"cancer_history": "yes"}, False, Level.CLINICIAN),
        ({"chest_pain": "yes", "diabetes": "yes"}, False, Level.EMERGENCY),
    ],
)
def test_an_open_check_shows_only_below_see_a_clinician(given: dict[str, str], passed: bool, level: Level) -> None:
    facts = [answered(**given)] if given else []
    assert safety(*facts, passed=passed).level is level
    assert safety(*facts, passed=passed, fault="It can't be read.").level is Level.INCOMPLETE


def test_the_card_of_what_is_up_names_every_flag_and_what_stays_open() -> None:
    assert standing(safety(), MORNING, TECHNIQUES) is None
    card = standing(safety(answered(diabetes="yes", cancer_history="yes")), MORNING, TECHNIQUES)
    assert card is not None
    assert [reason.flag for reason in card.reasons] == ["cancer-history", "diabetes"]
    flag = CATALOGUE.flags["diabetes"]
    assert card.reasons[1].sources == (*(s.source for s in flag.sources), *flag.guidance)
    words = CATALOGUE.levels[Level.CLINICIAN]
    assert (card.headline, card.action, card.check_due) == (words.headline, words.body, False)
    assert card.act_within == CATALOGUE.flags["cancer-history"].act_within
    faulty = standing(safety(fault="It can't be read."), MORNING, TECHNIQUES)
    assert faulty is not None
    assert (faulty.headline, faulty.action, faulty.allowed) == ("Locked for now.", "It can't be read.", ())


def test_a_caution_by_a_flag_and_one_by_the_dose_have_their_own_words() -> None:
    by_flag = ask("moist-heat", safety(answered(diabetes="yes")))
    assert isinstance(by_flag, Blocked)
    assert by_flag.headline == CATALOGUE.levels[Level.CAUTION].headline
    by_dose = ask("moist-heat", safety(uses=(use("moist-heat", 5, 900),)))
    assert isinstance(by_dose, Blocked)
    assert by_dose.headline == "Enough for now."
    serious = ask("cat-cow", safety(passed=False))
    assert isinstance(serious, Blocked)
    assert serious.headline == CATALOGUE.levels[Level.INCOMPLETE].headline
    mixed = ask("moist-heat", safety(answered(diabetes="yes"), uses=(use("moist-heat", 5, 900),)))
    assert isinstance(mixed, Blocked)
    assert mixed.headline == CATALOGUE.levels[Level.CAUTION].headline


def test_a_run_that_needs_the_check_is_refused_whatever_comes_last() -> None:
    steps = (TECHNIQUES["cat-cow"], TECHNIQUES["calm-breathing"])
    verdict = decide(steps[0], steps, Choices(), safety(passed=False), MORNING, TECHNIQUES)
    assert isinstance(verdict, Blocked)
    assert verdict.check_due


def test_how_an_open_technique_is_to_be_done_is_said_only_of_that_one() -> None:
    flag = next(f for f in CATALOGUE.flags.values() if f.modifies)
    name, how = flag.modifies[0]
    (up,) = safety(answered(cannot_use_floor="yes")).flags
    state = replace(safety(), flags=(replace(up, flag=flag, blocks=replace(up.blocks, techniques=frozenset())),))
    cleared = ask(name, state)
    assert isinstance(cleared, Cleared)
    assert f"{TECHNIQUES[name].name}: {how}." in cleared.advice
    other = ask("calm-breathing", state)
    assert isinstance(other, Cleared)
    assert not [word for word in other.advice if how in word]
    assert "" not in cleared.advice


# --- room on a spot -----------------------------------------------------------------------------------------------


def use(technique: str, minutes_ago: int, seconds: float, session: str = "s", **more: Any) -> Use:
    begun = MORNING - timedelta(minutes=minutes_ago)
    ended = begun + timedelta(seconds=seconds)
    place = (more.get("area"), more.get("side"), more.get("spot"))
    return Use(technique, session, begun, ended, begun.date().isoformat(), seconds, *place, rep=False)


def pressed(seconds: float, *, spot: int = 1, side: Side = Side.LEFT) -> Use:
    return use("ball-compression", 100, seconds, area=BodyArea.UPPER_BACK, side=side, spot=spot)


def place(side: SideChoice, spots: int | None = None) -> Choices:
    return Choices(area=BodyArea.UPPER_BACK, side=side, spots=spots)


def test_a_spot_is_open_while_the_shortest_hold_fits() -> None:
    hold = TECHNIQUES["ball-compression"].dose.hold
    assert hold is not None
    shortest = min(hold.low, hold.default)
    just = safety(uses=(pressed(SECONDS_A_SPOT - shortest),))
    assert isinstance(ask("ball-compression", just, place(SideChoice.LEFT)), Cleared)
    full = safety(uses=(pressed(SECONDS_A_SPOT - shortest + 1),))
    verdict = ask("ball-compression", full, place(SideChoice.LEFT))
    assert isinstance(verdict, Blocked)
    (reason,) = verdict.reasons
    name = TECHNIQUES["ball-compression"].name
    assert reason.text == f"{name}: this spot has had its two minutes today. Tomorrow it is open again."
    assert (reason.level, reason.sources) == (Level.CAUTION, ("S2",))


def test_another_side_spot_or_session_of_ones_own_has_room() -> None:
    state = safety(uses=(pressed(SECONDS_A_SPOT),))
    assert isinstance(ask("ball-compression", state, place(SideChoice.LEFT)), Blocked)
    assert isinstance(ask("ball-compression", state, place(SideChoice.RIGHT)), Cleared)
    assert isinstance(ask("ball-compression", state, place(SideChoice.BOTH)), Cleared)
    assert isinstance(ask("ball-compression", state, place(SideChoice.LEFT, spots=2)), Cleared)
    assert isinstance(ask("ball-compression", state, place(SideChoice.LEFT), own="s"), Cleared)
    assert isinstance(ask("ball-compression", state), Cleared), "no area was chosen: another spot"


def test_pressing_that_has_no_hold_or_no_cap_has_room() -> None:
    ball = TECHNIQUES["ball-compression"]
    state = safety(uses=(pressed(SECONDS_A_SPOT),))
    for dose in (
        replace(ball.dose, hold=None),
        replace(ball.dose, hard_stop=None, per_spot_per_day=None),
    ):
        own = replace(ball, dose=dose)
        verdict = decide(own, (own,), place(SideChoice.LEFT), state, MORNING, TECHNIQUES)
        assert isinstance(verdict, Cleared)


def test_the_smaller_of_two_caps_counts() -> None:
    ball = TECHNIQUES["ball-compression"]
    assert ball.dose.hard_stop is not None
    assert ball.cls is TechniqueClass.COMPRESSION
    wide = replace(ball.dose.hard_stop, low=900, high=900, default=900)
    for dose in (replace(ball.dose, per_spot_per_day=wide), replace(ball.dose, hard_stop=wide, per_spot_per_day=None)):
        own = replace(ball, dose=dose)
        verdict = decide(own, (own,), place(SideChoice.LEFT), safety(uses=(pressed(120),)), MORNING, TECHNIQUES)
        assert isinstance(verdict, Blocked) is (dose.per_spot_per_day is not None)


def test_none_is_no_maker_either() -> None:
    cleared = ask("cat-cow", safety())
    assert isinstance(cleared, Cleared)
    with pytest.raises(TypeError, match="only clearance"):
        Cleared("cat-cow", ("cat-cow",), (), (), MORNING, "v1", cleared.past, maker=None)


def test_a_spot_in_the_middle_has_no_side_and_the_shorter_hold_counts() -> None:
    ball = TECHNIQUES["ball-compression"]
    assert ball.dose.hold is not None
    longer = replace(ball.dose.hold, low=30, default=50)
    middle = replace(ball, sides=Sides.NONE, dose=replace(ball.dose, hold=longer))
    spot = replace(pressed(85), side=None)
    for seconds, opens in ((85, True), (100, False)):
        state = safety(uses=(replace(spot, seconds=seconds),))
        verdict = decide(middle, (middle,), Choices(area=BodyArea.UPPER_BACK), state, MORNING, TECHNIQUES)
        assert isinstance(verdict, Cleared) is opens


def test_a_spent_spot_never_hides_a_graver_reason_and_the_first_reason_is_named() -> None:
    state = safety(answered(cancer_history="yes", blood_thinners_or_bleeding="yes"), uses=(pressed(SECONDS_A_SPOT),))
    steps = (TECHNIQUES["ball-compression"], TECHNIQUES["calm-breathing"])
    verdict = decide(steps[0], steps, place(SideChoice.LEFT), state, MORNING, TECHNIQUES)
    assert isinstance(verdict, Cleared)
    ((name, reason),) = verdict.left_out
    assert (name, reason.flag) == ("ball-compression", "cancer-history")


def test_only_a_persons_own_loaded_low_back_twist_that_stays_open_is_advised_against() -> None:
    bridge, breathing = TECHNIQUES["bridge"], TECHNIQUES["calm-breathing"]
    assert BodyArea.LOWER_BACK in bridge.areas
    advice = CATALOGUE.flags["low-back-twist"].advice

    def told(*changes: dict[str, Any], state: Safety | None = None) -> bool:
        own = tuple(replace(bridge, **({"shipped": False} | change)) for change in changes)
        verdict = decide(bridge, (*own, breathing), Choices(), state or safety(), MORNING, TECHNIQUES)
        assert isinstance(verdict, Cleared)
        return any(advice in word for word in verdict.advice)

    assert told({"name": "A twist"})
    assert told({"name": "Rotate well"})
    assert not told({"name": "A lift", "steps": ("Lift.",)})
    assert not told({"name": "A twist", "shipped": True})
    assert not told({"name": "A twist", "cls": TechniqueClass.MASSAGE})
    assert not told({"name": "A twist", "areas": (BodyArea.NECK,)})
    assert not told({"name": "A twist"}, state=safety(answered(cancer_history="yes")))
