"""Hostile and sloppy input to `log`, `check --answers` and `assess`: every fault at once, exit 2, nothing recorded."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.conftest import Shell, kept

EVERY = ("pain", "lump", "episode", "episode-ended", "status", "visit", "check", "profile")

LOG = [
    ("log pain 1e1", ["level can't be '1e1'"]),
    ("log pain ٣", ["Give a whole number from 0 to 10."]),
    ("log pain 1_0", ["level can't be '1_0'"]),
    ("log pain +4", ["level can't be '+4'"]),
    ("log pain -1", ["level can't be '-1'"]),
    ("log pain 3.0", ["level can't be '3.0'"]),
    ("log pain 4 --when yesterday", ["Choose from: before, after, next morning, any time."]),
    ("log pain 4 --at 2026-02-30", ["at can't be '2026-02-30'"]),
    ("log pain 4 --at 20260301", ["Write it as 2026-03-02"]),
    ("log pain 4 --at 2026-W09-1", ["Write it as 2026-03-02"]),
    ("log pain 4 --at 0001-01-01", ["too long ago"]),
    ("log pain 4 --at 9999-12-31", ["in the future"]),
    ("log pain 4 --at 2026-03-02T08:30-09:00", ["in the future"]),
    ("log pain 4 --at 2026-03-01T10:00+99:00", ["at can't be"]),
    ("log pain 4 --note '\x1b[31mred'", [r"note can't be '\x1b[31mred'"]),
    ("log episode knot --area neck --ended 2026-03-01", ["When it began is missing"]),
    ("log episode knot --area neck --gone", ["Which one has gone is missing"]),
    ("log episode knot --area neck --started 1800-01-01", ["too long ago"]),
    ("log lump --area neck --size-mm nan", ["from 1 to 500"]),
    ("log lump --area neck --size-mm inf", ["from 1 to 500"]),
    ("log lump --area neck --size-mm 1e400", ["from 1 to 500"]),
    ("log lump --area neck --size-mm 12,5", ["from 1 to 500"]),
    ("log lump --area neck --size-mm 500.1", ["from 1 to 500"]),
    ("log lump --area neck --size bean", ["Choose from: pea"]),
    ("log lump --area neck --size pea --size-mm 8", ["Give one of them"]),
    ("log lump --area neck --first-noticed perhaps", ["or not-sure"]),
    ("log lump --area neck --first-noticed 2026-03-05", ["in the future"]),
    ("log lump --pain 11 --look ugly --count 3", ["Where it is", "pain can't", "look can't", "count can't"]),
    ("log lump --id abcdef --area foot", ["area can't be 'foot'", "no lump 'abcdef'", "nothing to record"]),
    ("log visit --flag chest-pain --who ''", ["who can't be ''"]),
    ("log visit --flag chest-pain --who '\x1b[0m'", [r"who can't be '\x1b[0m'"]),
    ("log visit --flag chest-pain --who X --on 2026-02-30", ["on can't be '2026-02-30'. Write it as 2026-03-02."]),
    ("log visit --flag chest-pain --who X --on 1800-01-01", ["too long ago"]),
    ("log visit --flag chest-pain --who X --correct abcdef", ["no visit entry 'abcdef'"]),
    (
        "log visit --flag nope chest-pian --who X --on 2027-01-01 --fine het --lump abcdef",
        ["no sign 'nope'", "Did you mean 'chest-pain'?", "in the future", "Did you mean 'heat'?", "no lump 'abcdef'"],
    ),
]


@pytest.mark.parametrize(("command", "words"), LOG, ids=[command for command, _ in LOG])
def test_what_is_logged_wrong_is_told_whole_and_not_recorded(shell: Shell, command: str, words: list[str]) -> None:
    result = shell(*shlex.split(command))
    assert result.code == 2
    assert result.out == ""
    assert len(result.err.splitlines()) == len(words)
    assert all(word in result.err for word in words), result.err
    assert kept(shell, *EVERY) == []


ANSWERS = [
    ("answers: {chest-pain: no}", "1:23"),
    ("answers: {chest-pain: Off}", "1:23"),
    ('answers: {chest-pain: "No"}', "1:23"),
    ('answers: {chest-pain: ["no"]}', "1:23"),
    ('answers: {chest-pain: "no", chest-pain: "yes"}', "1:29"),
    ('answers: {1: "no"}', "1:11"),
    ('answers: {chest-pain\x7f: "no"}', "1:21"),
    ('answers: {what-is-it: "no"}', "1:11"),
    ("answers: !!python/object:os.system {}", "1:10"),
    ("answers: &a {chest-pain: *a}", "1:10"),
    ("answers:\n  chest-pain: |-\n    no", "2:15"),
    ("others: no", "1:9"),
    ('others: "not-sure"', "1:9"),
    ("unanswered: [1]", "1:14"),
    ('<<: {others: "no"}', "1:1"),
    ('---\nothers: "no"\n---\nothers: "no"', "3:1"),
]


@pytest.mark.parametrize(("text", "place"), ANSWERS, ids=[text[:40] for text, _ in ANSWERS])
def test_an_answer_file_that_is_wrong_is_told_at_its_place_and_not_recorded(
    shell: Shell, text: str, place: str
) -> None:
    file = shell.file(text)
    result = shell("check", "--answers", file)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"{file}:{place}: "), result.err
    assert kept(shell, *EVERY) == []


CASES = [
    ("history: {lump: {size_mm: [{d: -1, v: 9999}]}}", "1:39"),
    ("history: {lump: {size_mm: [{d: -1, v: .nan}]}}", "1:39"),
    ("history: {pain: [{d: 1, level: 3}]}", "1:22"),
    ("history: {pain: [{d: -1, h: -2, level: 3}]}", "1:18"),
    ("history: {pain: [{h: -.inf, level: 3}]}", "1:22"),
    ("history: {pain: [{d: true, level: 3}]}", "1:22"),
    ("history: {episode: {started: {d: -2}, ended: {d: -5}}}", "1:46"),
    ("history: {episode: {started: {d: -2}, status: [{d: -5, v: worse}]}}", "1:48"),
    ("history: {lump: {first_noticed: {d: -2}, pain: [{d: -5, v: 3}]}}", "1:49"),
    ("history: {lump: {on_spine: yes}}", "1:28"),
    ("history: {visits: [{d: -1, lump: x}]}", "1:28"),
    ("person: {age: 44.5}", "1:15"),
    ("answers: {chest-pain: no}", "1:23"),
    ("event: {technique: cat-cow, report: in-session-dizzy, seconds: 1e99}", "1:64"),
]


@pytest.mark.parametrize(("text", "place"), CASES, ids=[text[:50] for text, _ in CASES])
def test_a_case_that_is_wrong_is_told_at_its_place(shell: Shell, text: str, place: str) -> None:
    file = shell.file(text, "case.yaml")
    result = shell("assess", file)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"{file}:{place}: "), result.err


def test_a_status_on_the_day_it_started_is_no_fault(shell: Shell) -> None:
    case = "history: {episode: {kind: knot, area: neck, started: {d: 0}, status: [{h: -2, v: better}]}}"
    assert shell("assess", shell.file(case, "case.yaml")).code == 0
