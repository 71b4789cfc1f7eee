"""The door: who gets in, with what, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import CHECKED_CLASSES, Blocks, Catalogue, Level
from coach.core.clearance.clearance import Blocked, Cleared, decide
from coach.core.clearance.doses_of_day import Use, dose_lock, past, uses
from coach.core.clearance.locks import Safety, holds, lock, needs_check
from coach.core.library import Library
from coach.core.record.choices import Choices, SideChoice
from coach.core.record.facts import Fact, Unreadable, moment
from coach.core.routine.routine import Technique
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea, Side, TechniqueClass
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE, TECHNIQUES

CALM = {"movement-break", "posture-check", "calm-breathing", "hydration-check"}


def ask(
    library: Library, safety: Safety, routine_id: str, choices: Choices | None = None, **more: Any
) -> Cleared | Blocked:
    routine = library.find(routine_id)
    techniques = {name: r for name, r in library.routines.items() if isinstance(r, Technique)}
    resolved = library.techniques_of(routine)
    return decide(routine, resolved, choices or Choices(), safety, more.get("now", MORNING), techniques)


def flagged(catalogue: Catalogue, *facts: Fact) -> Safety:
    """The check passed, and these facts on record."""
    return Safety(
        raised(facts, catalogue, MORNING),
        DailyCheck(valid=True, begun=True),
        catalogue,
        (),
        "v1",
        "",
        frozenset(catalogue.flags),
        known=frozenset(catalogue.flags),
    )


def answers(**given: str) -> Fact:
    return fact("check", MORNING, answers={name.replace("_", "-"): value for name, value in given.items()})


def open_ids(library: Library, safety: Safety, area: BodyArea | None = None) -> set[str]:
    techniques = {name: r for name, r in library.routines.items() if isinstance(r, Technique)}
    return {t.id for t in techniques.values() if not lock(t, area, safety, MORNING, techniques)}


def use(technique: str, minutes_ago: int, seconds: float, session: str = "s", **more: Any) -> Use:
    begun = MORNING - timedelta(minutes=minutes_ago)
    ended = begun + timedelta(seconds=seconds)
    return Use(
        technique,
        session,
        begun,
        ended,
        begun.date().isoformat(),
        seconds,
        more.get("area"),
        more.get("side"),
        more.get("spot"),
        rep=False,
    )


def test_nobody_but_the_door_makes_a_clearance(library: Library, healthy: Safety) -> None:
    cleared = ask(library, healthy, "cat-cow")
    assert isinstance(cleared, Cleared)
    with pytest.raises(TypeError, match="only clearance"):
        Cleared("cat-cow", ("cat-cow",), (), (), MORNING, "v1", cleared.past, maker=object())
    with pytest.raises((TypeError, ValueError)):
        replace(cleared, techniques=("bridge",))  # type: ignore[call-arg]


def test_a_healthy_person_may_do_everything(library: Library, healthy: Safety) -> None:
    for routine in library.routines:
        assert isinstance(ask(library, healthy, routine), Cleared), routine


def test_without_todays_check_only_the_calm_ones_are_open(library: Library, catalogue: Catalogue) -> None:
    safety = Safety((), DailyCheck(valid=False), catalogue, (), "v1", "", frozenset(catalogue.flags))
    assert open_ids(library, safety) == CALM
    verdict = ask(library, safety, "neck-knot-desk")
    assert isinstance(verdict, Blocked)
    assert verdict.check_due
    assert (verdict.level, set(verdict.allowed)) == (Level.INCOMPLETE, CALM)


def test_a_persons_own_calm_technique_needs_the_check(library: Library, catalogue: Catalogue) -> None:
    breathing = library.find("calm-breathing")
    assert isinstance(breathing, Technique)
    assert not needs_check(breathing)
    assert needs_check(replace(breathing, shipped=False))


@pytest.mark.parametrize("flag", [f.id for f in CATALOGUE.flags.values() if f.blocks.classes or f.blocks.techniques])
def test_under_any_lock_a_technique_of_ones_own_is_closed_whatever_class_it_says(library: Library, flag: str) -> None:
    one = CATALOGUE.flags[flag]
    up = RaisedFlag(one, MORNING, one.level, one.blocks)
    for technique in library.techniques.values():
        mine = replace(technique, id="mine", shipped=False, steps=("Twist the neck hard.",))
        assert holds(up, mine, None)
        seen = replace(up, blocks=Blocks())
        assert not holds(seen, mine, None), "what a visit has opened locks nothing"


def test_a_technique_that_rests_closes_no_technique_of_ones_own(library: Library) -> None:
    one = CATALOGUE.flags["in-session-sharp-pain"]
    up = RaisedFlag(one, MORNING, one.level, replace(one.blocks, techniques=frozenset({"cat-cow"})))
    mine = replace(library.techniques["bridge"], id="mine", shipped=False)
    assert not holds(up, mine, None)
    assert holds(up, replace(mine, id="cat-cow"), None)


def test_at_another_place_a_lock_of_one_place_leaves_it_open(library: Library) -> None:
    one = CATALOGUE.flags["bruise-on-record"]
    up = RaisedFlag(one, MORNING, one.level, one.blocks, BodyArea.NECK)
    mine = replace(library.techniques["calm-breathing"], id="mine", shipped=False, areas=(BodyArea.LOWER_BACK,))
    assert not holds(up, mine, BodyArea.LOWER_BACK)
    assert holds(up, mine, BodyArea.NECK)


def test_a_fault_locks_all_of_them(library: Library, catalogue: Catalogue) -> None:
    for safety in (
        Safety((), DailyCheck(valid=True), catalogue, (), "", "The record can't be read."),
        Safety((), DailyCheck(valid=True), None, (), "", "The safety questions can't be read."),
    ):
        assert open_ids(library, safety) == set()
        verdict = ask(library, safety, "calm-breathing")
        assert isinstance(verdict, Blocked)
        assert verdict.action == safety.fault


@pytest.mark.parametrize(
    ("flag", "level", "still_open"),
    [
        ("chest-pain", Level.EMERGENCY, set()),
        ("fever-or-chills", Level.URGENT, CALM - {"movement-break"}),
        ("limb-numb-tingle-weak", Level.CLINICIAN, CALM),
    ],
)
def test_each_level_locks_what_it_says(
    library: Library, catalogue: Catalogue, flag: str, level: Level, still_open: set[str]
) -> None:
    safety = flagged(catalogue, fact("check", MORNING, answers={flag: "yes"}))
    assert open_ids(library, safety) == still_open
    verdict = ask(library, safety, "cat-cow")
    assert isinstance(verdict, Blocked)
    assert verdict.level is level
    assert verdict.headline == catalogue.levels[level].headline
    assert verdict.reasons[0].flag == flag
    assert set(verdict.allowed) == still_open


def test_a_caution_locks_what_it_names(library: Library, catalogue: Catalogue) -> None:
    safety = flagged(catalogue, answers(feel_ill_today="yes"))
    locked = {"moist-heat", "cold-pack", "bridge", "wall-angel", "chin-tuck", "shoulder-blade-squeeze"}
    techniques = {name for name, r in library.routines.items() if isinstance(r, Technique)}
    assert open_ids(library, safety) == techniques - locked


def test_a_sequence_runs_without_its_locked_techniques_and_says_why(library: Library, catalogue: Catalogue) -> None:
    safety = flagged(catalogue, answers(feel_ill_today="yes"))
    verdict = ask(library, safety, "shoulder-blade-knot")
    assert isinstance(verdict, Cleared)
    assert verdict.techniques == ("ball-compression", "cat-cow")
    assert [name for name, _ in verdict.left_out] == ["moist-heat", "wall-angel"]


def test_a_sequence_with_nothing_left_is_blocked(library: Library, catalogue: Catalogue) -> None:
    verdict = ask(library, flagged(catalogue, answers(feel_ill_today="yes")), "heat-then-cold")
    assert isinstance(verdict, Blocked)


def test_the_most_serious_reason_comes_first(library: Library, catalogue: Catalogue) -> None:
    safety = flagged(catalogue, answers(feel_ill_today="yes", chest_pain="yes", fever_or_chills="yes"))
    verdict = ask(library, safety, "moist-heat")
    assert isinstance(verdict, Blocked)
    assert verdict.reasons[0].flag == "chest-pain"
    assert verdict.act_within == 0


def test_a_lock_of_an_area_holds_there_and_where_no_area_is_named(library: Library, catalogue: Catalogue) -> None:
    skin = fact("report", MORNING, flag="in-session-skin-change", technique="moist-heat", area="neck")
    safety = flagged(catalogue, skin)
    assert isinstance(ask(library, safety, "moist-heat", Choices(area=BodyArea.LOWER_BACK)), Cleared)
    assert isinstance(ask(library, safety, "moist-heat", Choices(area=BodyArea.NECK)), Blocked)
    assert isinstance(ask(library, safety, "moist-heat"), Blocked)


# --- doses of the day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("technique", "gap"), [("moist-heat", 120), ("cold-pack", 120)])
def test_heat_and_cold_need_their_gap(library: Library, healthy: Safety, technique: str, gap: int) -> None:
    def after(minutes: float) -> Cleared | Blocked:
        safety = replace(healthy, recent=(use(technique, 300, 900),))
        now = safety.recent[0].ended + timedelta(minutes=minutes)
        return ask(library, safety, technique, now=now)

    assert isinstance(after(gap), Cleared)
    blocked = after(gap - 1)
    assert isinstance(blocked, Blocked)
    assert "Open again in 1 min" in blocked.reasons[0].text


@pytest.mark.parametrize("technique", ["moist-heat", "cold-pack"])
def test_of_several_uses_the_gap_runs_from_the_last(library: Library, healthy: Safety, technique: str) -> None:
    uses_of_today = use(technique, 300, 900, "s1"), use(technique, 60, 900, "s2")
    for recent in (uses_of_today, uses_of_today[::-1]):
        assert isinstance(ask(library, replace(healthy, recent=recent), technique), Blocked)


@pytest.mark.parametrize(("technique", "most"), [("moist-heat", 3), ("cold-pack", 6), ("ball-compression", 2)])
def test_a_day_has_so_many_times(library: Library, healthy: Safety, technique: str, most: int) -> None:
    evening = MORNING.replace(hour=23)

    def times(count: int) -> Cleared | Blocked:
        seconds = 30 if technique == "ball-compression" else 600
        recent = tuple(
            use(technique, -n * 60 + 180, seconds, f"s{n}", area=BodyArea.LOWER_BACK, spot=n) for n in range(count)
        )
        return ask(library, replace(healthy, recent=recent), technique, now=evening)

    assert isinstance(times(most - 1), Cleared)
    assert isinstance(times(most), Blocked)


def test_a_try_of_under_a_minute_with_heat_is_no_use_yet(library: Library, healthy: Safety) -> None:
    assert isinstance(ask(library, replace(healthy, recent=(use("moist-heat", 5, 59),)), "moist-heat"), Cleared)
    assert isinstance(ask(library, replace(healthy, recent=(use("moist-heat", 5, 60),)), "moist-heat"), Blocked)


def test_a_spot_with_its_two_minutes_is_locked_and_others_are_open(library: Library, healthy: Safety) -> None:
    left = use("ball-compression", 60, 100, area=BodyArea.SHOULDER, side="left", spot=1)
    safety = replace(healthy, recent=(left,))
    shoulder = Choices(area=BodyArea.SHOULDER, side=SideChoice.LEFT)
    assert isinstance(ask(library, safety, "ball-compression", shoulder), Blocked)
    assert isinstance(ask(library, safety, "ball-compression", replace(shoulder, side=SideChoice.RIGHT)), Cleared)
    assert isinstance(ask(library, safety, "ball-compression", replace(shoulder, area=BodyArea.LOWER_BACK)), Cleared)


@pytest.mark.parametrize("side", ["left", "right"])
def test_with_time_left_on_one_side_both_are_open(library: Library, healthy: Safety, side: str) -> None:
    used = [use("ball-compression", 60, 100, area=BodyArea.SHOULDER, side=side, spot=1)]
    shoulder = Choices(area=BodyArea.SHOULDER)
    assert isinstance(ask(library, replace(healthy, recent=tuple(used)), "ball-compression", shoulder), Cleared)
    used += [replace(used[0], side=Side.RIGHT if side == "left" else Side.LEFT)]
    assert isinstance(ask(library, replace(healthy, recent=tuple(used)), "ball-compression", shoulder), Blocked)


def test_yesterdays_uses_are_forgotten(library: Library, healthy: Safety) -> None:
    yesterday = tuple(use("ball-compression", 24 * 60, 120, f"s{n}") for n in range(5))
    assert isinstance(ask(library, replace(healthy, recent=yesterday), "ball-compression"), Cleared)


def test_for_the_others_the_times_of_the_day_are_advice(library: Library, healthy: Safety) -> None:
    verdict = ask(library, replace(healthy, recent=(use("bridge", 60, 80),)), "bridge")
    assert isinstance(verdict, Cleared)
    assert "once a day is plenty" in verdict.advice[0]


def test_a_use_nobody_ended_counts_in_full() -> None:
    reached = fact(
        "reached", MORNING, session="s", index=1, technique="moist-heat", planned=900, work=True, kind="hold"
    )
    (found,) = uses([reached])
    assert (found.seconds, found.ended - found.begun) == (900, timedelta(minutes=15))


def test_over_time_counts_as_use() -> None:
    reached = fact(
        "reached", MORNING, session="s", index=1, technique="moist-heat", planned=900, work=True, kind="hold"
    )
    over = fact("segment", MORNING + timedelta(minutes=20), session="s", index=1, held=900, over=300, work=True)
    assert uses([reached, over])[0].seconds == 1200


# --- laws --------------------------------------------------------------------------------------------------------

FLAGS = st.sampled_from(
    ["chest-pain", "fever-or-chills", "feel-ill-today", "limb-numb-tingle-weak", "raynauds", "rest-no-relief"]
)
calm_fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@calm_fixtures
@given(st.sets(FLAGS), FLAGS, st.sampled_from(["yes", "not-sure"]))
def test_one_more_unsafe_answer_never_opens_anything(
    library: Library, catalogue: Catalogue, before: set[str], more: str, answer: str
) -> None:
    some = fact("check", MORNING, answers=dict.fromkeys(sorted(before), "yes"))
    then = fact("check", MORNING, answers={more: answer})
    assert open_ids(library, flagged(catalogue, some, then)) <= open_ids(library, flagged(catalogue, some))


@calm_fixtures
@given(st.sets(FLAGS), st.sets(FLAGS))
def test_two_sets_of_flags_lock_at_least_their_union(
    library: Library, catalogue: Catalogue, one: set[str], two: set[str]
) -> None:
    def open_with(flags: set[str]) -> set[str]:
        return open_ids(
            library, flagged(catalogue, fact("check", MORNING, answers=dict.fromkeys(sorted(flags), "yes")))
        )

    assert open_with(one | two) == open_with(one) & open_with(two)


def test_the_checked_classes_are_those_of_the_catalogue(catalogue: Catalogue) -> None:
    assert catalogue.levels[Level.INCOMPLETE].blocks.classes == CHECKED_CLASSES
    assert set(TechniqueClass) - CHECKED_CLASSES == {"movement-break", "posture", "breathing", "hydration"}


def test_a_persons_own_twist_of_the_low_back_is_advised_against(library: Library, healthy: Safety) -> None:
    own = library.find("knee-to-chest")
    assert isinstance(own, Technique)
    techniques = {name: r for name, r in library.routines.items() if isinstance(r, Technique)}

    def advice(**changed: Any) -> str:
        technique = replace(own, **changed)
        verdict = decide(technique, (technique,), Choices(), healthy, MORNING, techniques)
        assert isinstance(verdict, Cleared)
        return " ".join(verdict.advice)

    twisting = {"shipped": False, "steps": ("Lie down.", "Twist your knees to the floor.")}
    assert "not built to rotate" in advice(**twisting)
    assert "not built to rotate" not in advice(shipped=False)
    assert "not built to rotate" not in advice(**twisting, areas=(BodyArea.UPPER_BACK,))


def test_massage_goes_round_a_lump_that_was_called_fine(library: Library, catalogue: Catalogue) -> None:
    lump = fact("lump", MORNING - timedelta(days=3), area="neck", seen_by="seen: self-care fine")
    verdict = ask(library, flagged(catalogue, lump), "gentle-massage")
    assert isinstance(verdict, Cleared)
    assert "Gentle massage by hand: light pressure, round the lump, never on it." in verdict.advice
    assert isinstance(
        ask(library, flagged(catalogue, lump), "ball-compression", Choices(area=BodyArea.SHOULDER)), Cleared
    )


@pytest.mark.parametrize("kind", ["reached", "segment", "reacheb"])
def test_a_part_of_a_session_that_can_not_be_read_may_have_been_any_use_that_day(
    techniques: dict[str, Technique], kind: str
) -> None:
    lost = Fact("lost", *moment(MORNING - timedelta(minutes=1)), "", Unreadable(kind, "{", "cut off"))
    recent = uses([lost])
    for name in ("moist-heat", "cold-pack"):
        assert dose_lock(techniques[name], recent, techniques, MORNING)
        assert not dose_lock(techniques[name], recent, techniques, MORNING + timedelta(days=1))
    assert past(recent, techniques, MORNING).on_spot(BodyArea.NECK, Side.LEFT, 1) > 120
    assert not past(recent, techniques, MORNING + timedelta(days=1)).pressed
    assert not uses([Fact("lost", *moment(MORNING), "", Unreadable("pain", "{", "cut off"))])


@pytest.mark.parametrize(("late", "counted"), [(timedelta(), (("bridge", 1),)), (timedelta(seconds=1), ())])
def test_repeats_of_seven_days_ago_count_for_the_next_plan(late: timedelta, counted: tuple[object, ...]) -> None:
    begun = MORNING - timedelta(days=7)
    one = Use("bridge", "s", begun, begun + timedelta(seconds=5), f"{begun:%Y-%m-%d}", 5, None, None, None, rep=True)
    assert past((one,), TECHNIQUES, MORNING + late).reps_last_week == counted
