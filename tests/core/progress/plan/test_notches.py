"""The plan: notches, steps, gaps; nothing in it passes a cap or a lock."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.clearance.clearance import Cleared
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.progress.plan.notches import Notch, Run, Said, Standing, capped, notches_of, standing
from coach.core.progress.plan.offers import offered
from coach.core.record.choices import Choices, DoseChoice
from coach.core.record.codec import encode
from coach.core.record.personal import StepTaken
from coach.core.routine.choices import PastUse
from coach.core.routine.planning import plan
from coach.core.vocabulary import SegmentKind, TechniqueClass, WeekWord
from tests.core.conftest import MORNING, clean

DAY = timedelta(days=1)
NEVER = {
    *(TechniqueClass.HEAT, TechniqueClass.COLD, TechniqueClass.COMPRESSION, TechniqueClass.MASSAGE),
    *(TechniqueClass.BREATHING, TechniqueClass.MOVEMENT_BREAK, TechniqueClass.POSTURE, TechniqueClass.HYDRATION),
}
GROWING = ("bridge", "wall-angel", "neck-rotation", "neck-stretch", "childs-pose", "knee-to-chest", "cat-cow")
COUNT = 5
FIRST = Standing()


def run(days_ago: float, before: int | None = 5, after: int | None = 3, morning: int | None = 3, **more: bool) -> Run:
    given = {"done": True} | more
    return Run(f"s{days_ago}", MORNING - days_ago * DAY, None, before, after, morning, **given)


def step(days_ago: float, to: int) -> Said:
    return Said(MORNING - days_ago * DAY, to=to)


def level(runs: list[Run], said: list[Said], now: datetime = MORNING) -> int:
    return standing(runs, said, COUNT, now).level


def test_only_what_may_grow_has_notches(library: Library) -> None:
    found = {name: notches_of(technique) for name, technique in library.techniques.items()}
    for name, technique in library.techniques.items():
        if technique.cls in NEVER:
            assert found[name] == (), name
    assert found["bridge"][:3] == ((("reps", 5),), (("reps", 7),), (("reps", 9),))
    assert found["bridge"][-1] == (("reps", 30),)
    assert found["neck-rotation"] == ((("reps", 3),), (("reps", 4),), (("reps", 5),))
    assert found["childs-pose"] == (
        (("reps", 2), ("hold", 20)),
        (("reps", 2), ("hold", 25)),
        (("reps", 2), ("hold", 30)),
        (("reps", 3), ("hold", 30)),
    )


def test_the_new_techniques_grow_as_their_like_do(library: Library) -> None:
    def counts(name: str) -> list[int]:
        return [dict(notch)["reps"] for notch in notches_of(library.techniques[name])]

    assert counts("chin-tuck") == [3, 4, 5] == counts("upper-back-turn"), "repeats of neck and back, one at a time"
    assert counts("shoulder-blade-squeeze") == counts("wall-angel") == [5, 7, 9, 10]
    assert notches_of(library.techniques["doorway-stretch"]) == notches_of(library.techniques["childs-pose"])


def test_what_a_professional_said_is_notch_and_ceiling(library: Library) -> None:
    bridge, pose = notches_of(library.techniques["bridge"]), notches_of(library.techniques["childs-pose"])
    assert capped(bridge, "reps", 8) == ((("reps", 5),), (("reps", 7),), (("reps", 8),))
    assert capped(bridge, "reps", 7) == ((("reps", 5),), (("reps", 7),))
    assert capped(bridge, "reps", 300) == bridge
    assert capped(bridge, "reps", 4) == ()
    assert capped(pose, "hold", 23) == ((("reps", 2), ("hold", 20)), (("reps", 2), ("hold", 23)))
    assert capped(pose, "reps", 2) == pose[:3]
    firm = Said(MORNING - 3 * DAY, to=3, firm=True)
    assert level([], [firm]) == 3
    assert level([run(n) for n in range(5)], [step(4, 1), firm]) == 3, "at once, whatever was before"
    assert level([run(2, 3, 6)], [firm]) == 2, "a rise still goes back"
    assert standing([], [firm], 2, MORNING).level == 1


def test_the_most_that_was_said_holds_for_the_high_end_too(library: Library) -> None:
    bridge = library.techniques["bridge"]
    for chosen in (None, DoseChoice.LOW, DoseChoice.HIGH):
        past = PastUse(reps_last_week=(("bridge", 20),), ceilings=(("bridge", (("reps", 8),)),))
        timeline = plan(bridge, (bridge,), Choices(dose=chosen), past)
        assert sum(segment.kind is SegmentKind.REP for segment in timeline.segments) <= 8


def test_every_notch_lies_within_the_dose(library: Library) -> None:
    for technique in library.techniques.values():
        for notch in notches_of(technique):
            for name, number in notch:
                quantity = getattr(technique.dose, name)
                assert quantity.low <= number <= quantity.high


def test_a_step_goes_one_notch_and_not_twice_in_a_week() -> None:
    runs = [run(n) for n in range(30)]
    assert level(runs, []) == 0
    assert level(runs, [step(20, 1)]) == 1
    assert level(runs, [step(20, 4)]) == 1
    assert level(runs, [step(20, 1), step(14, 2)]) == 1
    assert level(runs, [step(20, 1), step(13, 2)]) == 2
    assert level(runs, [step(20, 1), step(19, 0)]) == 0  # taken back


def test_more_pain_or_too_much_is_one_step_back_at_once() -> None:
    said = [step(30, 1), step(20, 2)]
    quiet = [run(n) for n in range(30)]
    assert level(quiet, said) == 2
    assert level([*quiet, run(5.5, 4, 6)], said) == 1
    assert level([*quiet, run(5.5, 4, 4, 6)], said) == 1
    assert level([*quiet, run(5.5, 4, 6, 6)], said) == 1  # one session, one step
    assert level([*quiet, run(5.5, 4, 5, 5)], said) == 2
    assert level(quiet, [*said, Said(MORNING - DAY, week=WeekWord.TOO_MUCH)]) == 1
    assert level(quiet, [*said, Said(MORNING - DAY, week=WeekWord.TOO_LITTLE)]) == 2


def test_after_a_gap_it_begins_lower_and_after_a_lock_at_the_first() -> None:
    said = [step(50, 1), step(40, 2)]
    assert level([run(n) for n in range(14, 60)], said) == 1
    assert level([run(n) for n in range(13, 60)], said) == 2
    assert level([run(n) for n in range(28, 60)], said) == 0
    assert level([run(n) for n in [*range(3), *range(17, 60)]], said) == 1
    assert level([run(n) for n in range(60)], [*said, Said(MORNING - DAY)]) == 0


FACTS = st.lists(
    st.one_of(
        st.builds(run, st.integers(0, 60), st.integers(0, 10), st.integers(0, 10), st.none() | st.integers(0, 10)),
        st.builds(step, st.integers(0, 60), st.integers(0, 9)),
    ),
    max_size=40,
)


@given(FACTS, st.randoms())
def test_it_stays_within_and_the_order_of_facts_does_not_matter(facts: list[Run | Said], rng: random.Random) -> None:
    runs, said = [f for f in facts if isinstance(f, Run)], [f for f in facts if isinstance(f, Said)]
    runs = list({one.at: one for one in runs}.values())
    said = list({one.at: one for one in said}.values())
    found = standing(runs, said, COUNT, MORNING)
    assert 0 <= found.level < COUNT
    assert standing(rng.sample(runs, len(runs)), rng.sample(said, len(said)), COUNT, MORNING) == found


@given(FACTS, st.integers(0, 60))
def test_more_pain_never_raises_a_notch(facts: list[Run | Said], where: int) -> None:
    runs = list({f.at: f for f in facts if isinstance(f, Run)}.values())
    said = [f for f in facts if isinstance(f, Said)]
    worse = [Run(o.session, o.at, o.area, 2, 9, 9, o.done) if o.at == MORNING - where * DAY else o for o in runs]
    assert level(worse, said) <= level(runs, said)


def test_one_more_is_offered_after_three_good_sessions_on_three_days() -> None:
    notches: list[Notch] = [(("reps", n),) for n in (5, 7, 9)]
    good = [run(1), run(3), run(5)]

    def offer(runs: list[Run], at: Standing = FIRST, latest: float | None = 3, *, flagged: bool = False) -> bool:
        return offered(runs, at, notches, latest, MORNING, flagged=flagged)

    assert offer(good)
    assert not offer(good[:2])
    assert not offer([run(1), run(1.1), run(3)])
    assert not offer([run(1), run(3), run(11)])
    assert not offer([*good[:2], run(5, done=False)])
    assert not offer([*good[:2], run(5, wrong=True)])
    assert not offer([*good[:2], run(5, 4, 6)])
    assert not offer([run(1, morning=None), run(3, morning=None), run(5)])
    assert not offer(good, latest=6)
    assert offer(good, latest=None)
    assert not offer(good, flagged=True)
    assert not offer(good, Standing(2))
    assert not offer(good, Standing(1, MORNING - 6 * DAY))
    assert not offer(good, Standing(1, MORNING - 7 * DAY + timedelta(hours=1)))


def test_whose_pain_rises_with_the_dose_ends_at_the_first_notch() -> None:
    rng, ends = random.Random(4), []
    notches: list[Notch] = [(("reps", n),) for n in range(COUNT)]
    for _ in range(100):
        runs: list[Run] = []
        said: list[Said] = []
        now = MORNING
        for day in range(365):
            now = MORNING + day * DAY
            at = standing(runs, said, COUNT, now)
            if offered(runs, at, notches, 3, now, flagged=False):
                said.append(Said(now, to=at.level + 1))
                at = standing(runs, said, COUNT, now)
            if day % 2 == 0:
                rise = max(-2, round(rng.gauss(3.5 * at.level - 1, 0.5)))
                later = now + timedelta(minutes=1)
                runs.append(Run(f"{day}", later, None, 4, min(10, 4 + rise), 4, done=True))
        ends.append(standing(runs, said, COUNT, now + DAY).level)
    assert sum(end == 0 for end in ends) >= 95


@given(
    st.sampled_from(
        ["bridge", "wall-angel", "neck-rotation", "neck-stretch", "childs-pose", "knee-to-chest", "cat-cow"]
    ),
    st.integers(-5, 500),
    st.integers(-5, 500),
    st.sampled_from([None, DoseChoice.LOW, DoseChoice.HIGH]),
    st.integers(0, 40),
)
def test_no_plan_passes_a_cap(
    library: Library, name: str, reps: int, hold: int, dose: DoseChoice | None, last_week: int
) -> None:
    technique = library.techniques[name]
    past = PastUse(reps_last_week=((name, last_week),), notches=((name, (("reps", reps), ("hold", hold))),))
    timeline = plan(technique, (technique,), Choices(dose=dose), past)
    of = technique.dose
    sides = 2 if technique.sides else 1
    counted = sum(segment.kind is SegmentKind.REP for segment in timeline.segments)
    held = [segment.seconds for segment in timeline.segments if segment.kind is SegmentKind.HOLD]
    if of.reps is not None and counted:
        assert counted <= of.reps.high * sides
        if of.rise_per_week is not None:
            assert counted <= max(of.reps.default, last_week + of.rise_per_week.default)
    if of.hold is not None and held and not counted:
        assert max(held) <= of.hold.high


def test_a_plan_opens_nothing_that_is_locked(coach: Coach, library: Library) -> None:
    for name in library.techniques:
        coach.record.append(StepTaken(technique=name, to=9))
    for technique in library.techniques.values():
        verdict = coach.sessions.ask(technique.id, Choices())
        assert isinstance(verdict, Cleared) is (technique.cls in NEVER and technique.id in OPEN), technique.id
    clean(coach)
    assert isinstance(coach.sessions.ask("childs-pose", Choices()), Cleared)


OPEN = {"movement-break", "posture-check", "calm-breathing", "hydration-check"}


@pytest.mark.parametrize("to", [0, 101])
def test_a_step_beyond_all_notches_can_not_be_written(to: int) -> None:
    with pytest.raises(ValueError, match="whole number"):
        encode(StepTaken(technique="bridge", to=to))
