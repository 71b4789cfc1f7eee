"""What an entry has changed, as it is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.catalogue.catalogue import Blocks, Level
from coach.core.clearance.lock_changes import in_few_words, lock_changes, locks_words
from coach.core.clearance.locks import Safety
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import raised
from coach.core.vocabulary import BodyArea
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, TECHNIQUES


@pytest.mark.parametrize(("valid", "more"), [(True, ""), (False, ", once the check is answered")])
def test_what_opens_is_told_with_whether_the_check_comes_first(valid: bool, more: str) -> None:
    check = DailyCheck(valid=valid)
    up = raised([fact("check", MORNING, answers={"chest-pain": "yes"})], CATALOGUE, MORNING)
    before, after = (Safety(flags, check, CATALOGUE, (), "") for flags in (up, ()))
    told = lock_changes(before, after, "entry", TECHNIQUES)
    assert [line.partition(" open again")[2] for line in told if "open again" in line] == [f"{more}."]


PASSED = Safety((), DailyCheck(valid=True), CATALOGUE, (), "")


def told(before: tuple[RaisedFlag, ...], after: tuple[RaisedFlag, ...], entry: str = "") -> list[str]:
    """How each sentence begins."""
    every = lock_changes(replace(PASSED, flags=before), replace(PASSED, flags=after), entry, TECHNIQUES)
    return [line.partition(":")[0] for line in every]


def test_what_an_entry_still_holds_up_is_told_and_what_others_hold_up_is_not() -> None:
    twice = [named(name, "check", MORNING, answers={"night-pain": "yes"}) for name in ("one", "two")]
    up = raised(twice, CATALOGUE, MORNING)
    assert told(up, up, "one") == told(up, up, "two") == ["Still up"]
    assert told(up, up, "three") == []


def test_more_of_a_sign_is_told_and_less_of_it_is_not() -> None:
    (up,) = raised([fact("check", MORNING, answers={"night-pain": "yes"})], CATALOGUE, MORNING)
    less = replace(up, blocks=replace(up.blocks, classes=frozenset(), techniques=frozenset({"cat-cow"})))
    assert told((less,), (up,)) == ["Your answer to"]
    assert told((up,), (replace(up, level=Level.EMERGENCY),)) == ["Your answer to"]
    assert told((up,), (up,)) == []
    assert told((replace(up, level=Level.EMERGENCY),), (up,)) == []
    for other in (
        replace(up, subject="else"),
        replace(up, area=BodyArea.NECK),
        replace(up, flag=CATALOGUE.flags["chest-pain"]),
    ):
        assert told((up,), (other,)) == ["No longer up", "Your answer to"]


def test_a_fault_is_all_that_is_told_and_after_one_nothing_is_open_again() -> None:
    (up,) = raised([fact("check", MORNING, answers={"night-pain": "yes"})], CATALOGUE, MORNING)
    broken = replace(PASSED, flags=(up,), fault="The record can't be read.")
    assert lock_changes(PASSED, broken, "", TECHNIQUES) == ("The record can't be read.",)
    assert not any("open again" in line for line in lock_changes(broken, PASSED, "", TECHNIQUES))


@pytest.mark.parametrize(("names", "words"), [(["bridge"], "is"), (["bridge", "cat-cow"], "are")])
def test_one_is_open_and_several_are(names: list[str], words: str) -> None:
    (up,) = raised([fact("check", MORNING, answers={"night-pain": "yes"})], CATALOGUE, MORNING)
    held = replace(up, blocks=Blocks(techniques=frozenset(names)))
    first = lock_changes(replace(PASSED, flags=(held,)), PASSED, "", TECHNIQUES)[0]
    assert f" {words} open again" in first


def test_a_lock_is_told_with_its_place_and_its_end() -> None:
    given = {"layer": "technique", "answers": {"broken-skin": "yes"}, "area": "neck"}
    (up,) = raised([fact("check", MORNING, **given)], CATALOGUE, MORNING)
    words = locks_words(up, TECHNIQUES)
    assert words.endswith(" at the neck, until you answer otherwise.")
    assert words.startswith("It locks moist heat, cold pack, ")
    until = replace(up, until=MORNING + timedelta(hours=3), area=None)
    assert locks_words(until, TECHNIQUES).endswith(f", until {MORNING + timedelta(hours=3):%Y-%m-%d %H:%M}.")
    assert " at the " not in locks_words(until, TECHNIQUES)
    assert locks_words(replace(up, blocks=Blocks()), TECHNIQUES) == "It locks nothing."


def test_a_class_is_told_by_its_word_only_where_all_of_several_are_meant() -> None:
    strength = {name for name, technique in TECHNIQUES.items() if technique.cls == "strength"}
    assert in_few_words(strength, TECHNIQUES) == ["strength"]
    assert len(in_few_words(strength - {"bridge"}, TECHNIQUES)) == len(strength) - 1
    assert in_few_words({"moist-heat"}, TECHNIQUES) == [TECHNIQUES["moist-heat"].name]
