"""`coach log`: what is entered by hand is checked whole, recorded once, and acted on at once."""

from __future__ import annotations

import json
import re

import pytest

from coach.cli.outside import Outside
from coach.core.vocabulary import Answer
from tests.cli.conftest import Result, Shell, kept, said


def recorded(result: Result) -> str:
    """The id that was told."""
    assert result.code == 0, result.err
    found = re.search(r"\(id ([0-9a-f-]{36})\)", result.out)
    assert found is not None
    return found[1]


def test_a_rating_is_recorded_with_all_that_was_said(shell: Shell) -> None:
    recorded(shell("log", "pain", "6", "--area", "neck", "--tags", "night", "morning", "--medicine", "yes"))
    (fact,) = kept(shell, "pain")
    assert said(fact) == {
        "area": "neck",
        "tags": ["night", "morning"],
        "medicine": "yes",
        "level": 6,
        "when": "any time",
    }


def test_a_rating_of_an_earlier_moment_keeps_that_moment_and_when_it_was_noted(shell: Shell) -> None:
    recorded(shell("log", "pain", "4", "--area", "neck", "--at", "2026-03-01 22:15"))
    (fact,) = kept(shell, "pain")
    assert f"{fact.local:%Y-%m-%d %H:%M}" == "2026-03-01 22:15"
    assert said(fact)["noted"].startswith("2026-03-02T09:00")


def test_bad_pain_of_an_earlier_moment_ends_the_check_that_came_before_it_was_noted(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    result = shell("log", "pain", "8", "--area", "neck", "--at", "2026-03-01 22:15")
    assert "Next: coach check. Your pain was high after the last check." in result.out


@pytest.mark.parametrize("kind", ["spasm", "lump"])
def test_a_new_spasm_or_lump_ends_the_check_at_once(shell: Shell, kind: str) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    what = ("episode", "spasm") if kind == "spasm" else ("lump",)
    assert f"A {kind} was added after the last check." in shell("log", *what, "--area", "neck").out


def test_a_complaint_gets_words_and_an_end(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "spasm", "--area", "neck", "--started", "2026-02-28"))
    assert (
        'Up: A spasm in the neck for a day or more, and the latest word on it is "same".'
        in shell("log", "episode", "--id", name[:8], "--status", "same").out
    )
    shell.clock.advance(60)
    assert "no-better-24h" not in shell("log", "episode", "--id", name, "--status", "better").out
    shell.clock.advance(60)
    recorded(shell("log", "episode", "--id", name, "--gone"))
    assert [fact.kind for fact in kept(shell, "episode", "status", "episode-ended")] == [
        "episode",
        "status",
        "status",
        "episode-ended",
    ]


def test_self_care_is_fine_only_with_who_has_said_so_and_when(shell: Shell) -> None:
    fine = ("log", "lump", "--area", "neck", "--pain", "2", "--seen-by", "seen: self-care fine")
    for more in ((), ("--seen-who", "GP"), ("--seen-on", "2026-03-01")):
        refused = shell(*fine, *more)
        assert refused.code == 2
        assert "needs seen-who and seen-on" in refused.err
    assert kept(shell, "lump") == []
    recorded(shell(*fine, "--seen-who", "GP", "--seen-on", "2026-03-01"))
    (fact,) = kept(shell, "lump")
    assert (said(fact)["seen_who"], said(fact)["seen_on"]) == ("GP", "2026-03-01")
    told = shell("history", "--noted").out
    assert "seen who: GP, seen on: 2026-03-01" in " ".join(told.split())


def test_a_lump_is_looked_at_again_and_seen(shell: Shell) -> None:
    name = recorded(shell("log", "lump", "--area", "shoulder", "--size-mm", "10", "--texture", "soft"))
    shell.clock.advance(8 * 24 * 3600)
    result = shell("log", "lump", "--id", name, "--size-mm", "15")
    assert "Up: The lump went from 10 to 15 mm." in result.out
    shell.clock.advance(60)
    flags = ("lump-growing", "lump-new-unassessed")
    seen = shell("log", "visit", "--flag", *flags, "--fine", "all", "--who", "GP", "--lump", name)
    assert "Still up: " in seen.out
    assert "It locks ball press and hold" in seen.out
    assert "up: The lump went" not in seen.out


def test_a_correction_takes_the_place_of_its_entry(shell: Shell) -> None:
    name = recorded(shell("log", "pain", "9", "--area", "neck"))
    shell.clock.advance(60)
    recorded(shell("log", "pain", "3", "--area", "neck", "--correct", name[:8]))
    assert len(kept(shell, "pain")) == 2, "nothing is ever changed"
    assert said(kept(shell, "pain")[1])["supersedes"] == name


@pytest.mark.parametrize(
    "command",
    [
        "log pain 3 --correct abcd",
        "log lump --id 1234 --size-mm 3",
        "log episode --id 1234 --gone",
        "log pain 3 --correct x",
    ],
)
def test_an_entry_that_is_not_there_can_not_be_named(shell: Shell, command: str) -> None:
    result = shell(*command.split())
    assert result.code == 2
    assert "There is no" in result.err
    assert kept(shell, "pain", "lump", "episode") == []


WRONG = [
    ("log pain 11", ["level can't be '11'"]),
    ("log pain six --area nek --tags nite", ["Did you mean 'neck'?", "Did you mean 'night'?", "level can't be 'six'"]),
    ("log pain 3 --at 2027-01-01", ["in the future"]),
    ("log pain 3 --at yesterday", ["Write it as 2026-03-02"]),
    ("log pain 3 --feel sore", ["feel can't be 'sore'"]),
    ("log pain 3 --triggers stres", ["Did you mean 'stress'?"]),
    ("log episode", ["What it is is missing", "Where it is is missing"]),
    ("log episode nut --area neck", ["kind can't be 'nut'"]),
    ("log episode knot --area neck --started 2026-03-01 --ended 2026-02-01", ["ended is before started"]),
    ("log episode knot --area neck --ended 2026-04-01", ["in the future"]),
    ("log episode --id 123456", ["nothing to record"]),
    ("log lump", ["Where it is is missing"]),
    ("log lump --area neck --size-mm 9999 --texture hard", ["from 1 to 500", "texture can't be 'hard'"]),
    ("log lump --area neck --size-mm -1", ["-1"]),
    ("log lump --area neck --first-noticed 2026-03-02 --at 2026-02-01", ["at is before first-noticed"]),
    ("log lump --area neck --seen-by me", ["seen-by can't be 'me'"]),
    ("log lump --area neck --seen-on 2027-01-01", ["seen-on is in the future"]),
    ("log lump --id 123456", ["nothing to record"]),
    ("log pain", ["LEVEL"]),
]


@pytest.mark.parametrize(("command", "words"), WRONG, ids=[command for command, _ in WRONG])
def test_every_fault_is_told_and_nothing_recorded(shell: Shell, command: str, words: list[str]) -> None:
    result = shell(*command.split())
    assert result.code == 2
    assert all(word in result.err for word in words), result.err
    assert kept(shell, "pain", "lump", "episode") == []


def test_what_is_logged_locks_at_once(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    shell("log", "lump", "--area", "neck")
    found = json.loads(shell("check", "--json").out)
    assert "lump-new-unassessed" in found["flags"]
    assert {"moist-heat", "ball-compression", "gentle-massage"} <= set(found["blocked"])


# --- what is on record ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--gone --ended 2026-02-01", "ended is before it began, 2026-02-20"),
        ("--ended 2026-03-01 --status better", "Add --gone"),
        ("--status better --area neck", "area can't go with --id"),
        ("--gone --correct {}", "don't go together"),
    ],
)
def test_what_does_not_fit_a_complaint_on_record_is_refused(shell: Shell, options: str, words: str) -> None:
    name = recorded(shell("log", "episode", "knot", "--area", "neck", "--started", "2026-02-20"))
    result = shell("log", "episode", "--id", name, *options.format(name).split())
    assert result.code == 2
    assert words in result.err
    assert kept(shell, "status", "episode-ended") == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--area neck --size-mm 4", "on record at the shoulder"),
        ("--size-mm 4 --at 2026-02-01", "before it was first noticed, 2026-02-20"),
        ("--first-noticed 2026-03-02", "after it was put on record, 2026-03-01"),
        ("--size-mm 4 --correct {}", "don't go together"),
        ("--side left", "nothing to record"),
    ],
)
def test_what_does_not_fit_a_lump_on_record_is_refused(shell: Shell, options: str, words: str) -> None:
    place = ("--area", "shoulder", "--first-noticed", "2026-02-20")
    name = recorded(shell("log", "lump", *place, "--at", "2026-03-01"))
    result = shell("log", "lump", "--id", name, *options.format(name).split())
    assert result.code == 2
    assert words in result.err
    assert len(kept(shell, "lump")) == 1


def test_a_complaint_is_closed_by_the_person_s_word_for_an_earlier_day(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "ache", "--area", "neck", "--started", "2026-02-20"))
    recorded(shell("log", "episode", "--id", name, "--gone", "--ended", "2026-02-25"))
    assert said(kept(shell, "episode-ended")[0]) == {"episode": name, "ended": "2026-02-25T12:00:00+01:00"}
    assert "On record" not in shell("check").out


def test_a_new_complaint_in_the_same_place_within_a_week_is_the_old_one(shell: Shell) -> None:
    old = recorded(shell("log", "episode", "ache", "--area", "neck", "--started", "2026-02-20"))
    shell("log", "episode", "--id", old, "--gone")
    shell.clock.advance(3 * 24 * 3600)
    new = recorded(shell("log", "episode", "ache", "--area", "neck"))
    shown = shell("check").out
    assert f"On record: Ache, neck, for 13 days (id {old})" in shown
    shell.clock.advance(60)
    recorded(shell("log", "episode", "--id", new, "--gone"))
    assert "On record" not in shell("check").out


def test_several_lumps_and_complaints_are_listed_with_their_ids(shell: Shell) -> None:
    names = [recorded(shell("log", "lump", "--area", "shoulder", "--side", side)) for side in ("left", "right")]
    names += [recorded(shell("log", "episode", "knot", "--area", area)) for area in ("neck", "mid-back")]
    shown = shell("check").out
    assert all(f"(id {name})" in shown for name in names)


def test_a_lump_that_only_a_swollen_gland_speaks_of_can_be_looked_at(shell: Shell) -> None:
    shell("log", "episode", "swollen-gland", "--area", "neck")
    assert "(id lump-neck)" in shell("check").out
    recorded(shell("log", "lump", "--id", "lump-neck", "--size", "pea"))
    assert said(kept(shell, "lump")[0]) == {"size_mm": 8, "size_method": "compared", "lump": "lump-neck"}


def test_a_correction_keeps_what_it_does_not_name(shell: Shell) -> None:
    name = recorded(shell("log", "lump", "--area", "shoulder", "--size-mm", "10", "--texture", "soft"))
    for more in (("--size-mm", "12"), ("--moves", "moves")):
        shell.clock.advance(60)
        assert recorded(shell("log", "lump", "--correct", name, *more)) == name
    body = said(kept(shell, "lump")[-1])
    assert {**body, "supersedes": ""} == {
        "area": "shoulder",
        "size_mm": 12,
        "size_method": "measured",
        "texture": "soft",
        "moves": "moves",
        "supersedes": "",
    }


@pytest.mark.parametrize(
    ("options", "words"), [("--started 2026-02-28", "ended is before started"), ("--area nek", "'neck'")]
)
def test_a_correction_that_does_not_fit_is_refused(shell: Shell, options: str, words: str) -> None:
    dates = ("--started", "2026-02-20", "--ended", "2026-02-25")
    name = recorded(shell("log", "episode", "knot", "--area", "neck", *dates))
    result = shell("log", "episode", "--correct", name, *options.split())
    assert result.code == 2
    assert words in result.err
    assert len(kept(shell, "episode")) == 1


def test_an_empty_value_takes_a_detail_away_where_an_entry_is_put_right_and_nowhere_else(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "knot", "--area", "neck", "--tags", "night"))
    assert "ended can't be ''" in shell("log", "episode", "--id", name, "--gone", "--ended", "").err
    shell.clock.advance(60)
    recorded(shell("log", "episode", "--correct", name, "--tags", ""))
    assert said(kept(shell, "episode")[-1]) == {"kind": "knot", "area": "neck", "supersedes": name}


def test_a_correction_says_what_it_means_for_the_locks(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "swollen-gland", "--area", "shoulder"))
    result = shell("log", "episode", "knot", "--correct", name)
    assert "Moist heat, ball press and hold, gentle massage by hand are open again, once the check is" in result.out
    assert "No lock has changed." in shell("log", "episode", "--correct", name, "--side", "left").out


def test_an_entry_that_is_put_right_keeps_its_moment(shell: Shell) -> None:
    name = recorded(shell("log", "pain", "4"))
    assert "at stays as it was" in shell("log", "pain", "5", "--correct", name, "--at", "2026-03-01").err


def test_medicine_is_noted_and_clears_nothing(shell: Shell) -> None:
    shell("log", "pain", "8", "--area", "neck", "--tags", "night")
    before = json.loads(shell("check", "--json").out)
    shell("log", "pain", "8", "--area", "neck", "--tags", "night", "--medicine", "ibuprofen, one")
    assert json.loads(shell("check", "--json").out) == before
    assert said(kept(shell, "pain")[-1])["medicine"] == "ibuprofen, one"


def test_a_complaint_that_has_gone_is_asked_for_by_its_id_alone(shell: Shell) -> None:
    told = shell("log", "episode", "--gone").err.strip().splitlines()
    assert len(told) == 1
    assert "Which one has gone is missing. Say it with --id" in told[0]


# --- the questions that belong to it --------------------------------------------------------------------------------


def test_at_a_terminal_the_questions_about_a_new_lump_are_asked_at_once(shell: Shell) -> None:
    result = shell("log", "lump", "--area", "neck", keys=("5", "0", "0", "y"), tty=True)
    assert "Check: a few questions about it." in result.out
    assert "1 of 3, Lump, neck:" in result.out
    assert 'Up: Your answer to: "Is the lump very hard, like a stone?"' in result.out
    assert result.out.index("Card: ") > result.out.index("1 of 3, Lump")
    (check,) = kept(shell, "check")
    assert said(check)["lump"] == kept(shell, "lump")[0].id


def test_in_a_pipe_they_stay_due_and_one_line_says_so(shell: Shell) -> None:
    shell.pass_check()
    result = shell("log", "episode", "knot", "--area", "neck", keys=("n",) * 9)
    assert "Question:" not in result.out
    assert result.lines[-1] == "Next: coach check. A few questions about it are due."
    assert "Knot, neck" in shell("check", keys=("0",) * 9).out


def test_whoever_says_how_it_goes_is_not_asked_that_again(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "spasm", "--area", "neck", "--started", "2026-02-28"))
    result = shell("log", "episode", "--id", name, "--status", "same", keys=("0",) * 5, tty=True)
    assert "1 of 1, Spasm, neck:" in result.out
    assert "Is it any better?" not in result.out


def test_what_is_logged_shows_its_card_where_somebody_should_look(shell: Shell) -> None:
    result = shell("log", "lump", "--area", "neck")
    assert "Card: Get this checked." in result.lines
    name = recorded(result)
    assert "Card: " not in shell("log", "lump", "--id", name, "--size-mm", "5").out, "nothing new is up"
    assert "Card: " not in shell("log", "pain", "3", "--area", "neck").out


def test_advice_by_phone_ends_a_doubt_and_says_who_when_and_what(shell: Shell) -> None:
    with Outside(shell.clock).house() as house:
        house.coach.checks.volunteer({"night-pain": Answer.NOT_SURE, "cancer-history": Answer.YES})
    shell.clock.advance(3600)
    advice = ("log", "advice", "--flag", "night-pain", "cancer-history", "--who", "NHS 111")
    assert shell(*advice, "--said", " ").code == 2
    assert kept(shell, "visit") == []
    result = shell(*advice, "--said", "It is the way you lie.")
    name = recorded(result)
    assert 'Still up: Your answer to: "Have you ever had cancer or a tumour?"' in result.out
    assert 'Still up: Your answer to: "Is the pain worse at night' not in result.out
    (fact,) = kept(shell, "visit")
    assert said(fact) == {
        "flags": ["night-pain", "cancer-history"],
        "classes": [],
        "who": "NHS 111",
        "on": "2026-03-02",
        "said": "It is the way you lie.",
    }
    told = " ".join(shell("history", "--noted").out.split())
    assert (
        "Asked by phone: NHS 111 on 2026-03-02 about night pain, cancer history, said: It is the way you lie." in told
    )
    visit = shell("log", "visit", "--flag", "night-pain", "--fine", "all", "--who", "GP", "--correct", name)
    assert visit.code == 2
    assert "Advice by phone is no visit" in visit.err
