"""`coach assess`: a written case is read whole or refused whole, and nothing of the person's own is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.catalogue.case_values import case_schema
from coach.core.catalogue.catalogue import CHECKED_CLASSES
from tests.cli.conftest import Shell
from tests.core.situations import CATALOGUE, TECHNIQUES

SIX = {name for name, technique in TECHNIQUES.items() if technique.cls in CHECKED_CLASSES}  # of the six classes
NIGHT = """\
person: {age: 51}
area: lower-back
kind: knot
answers: {night-pain: "not-sure"}
history:
  episode: {kind: knot, started: {d: -3}}
  pain: [{d: -3, level: 6}, {d: 0, level: 5}]
"""
COLD_FINGERS = """\
person: {age: 29}
area: upper-back
kind: knot
answers: {raynauds: "yes"}
"""
BLANK = """\
person: {age: 38}
area: neck
kind: ache
unanswered: [chest-pain]
"""


def written(shell: Shell, text: str) -> str:
    path = shell.folder / "case.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def told(shell: Shell, text: str) -> dict[str, Any]:
    result = shell("assess", written(shell, text), "--json")
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    assert sorted(found["allowed"] + found["blocked"]) == sorted(TECHNIQUES)
    return found


def test_not_sure_counts_as_yes(shell: Shell) -> None:
    found = told(shell, NIGHT)
    assert (found["level"], found["flags"], found["act_within"]) == ("urgent-same-day", ["night-pain"], 24)
    assert found["headline"] == "Speak to a doctor or nurse today."
    assert found["allowed"] == ["posture-check", "calm-breathing", "hydration-check"]


def test_a_caution_locks_what_it_names(shell: Shell) -> None:
    found = told(shell, COLD_FINGERS)
    assert (found["level"], found["flags"], found["act_within"]) == ("caution", ["raynauds"], None)
    assert found["blocked"] == ["moist-heat", "cold-pack"]


def test_a_blank_question_leaves_the_check_incomplete(shell: Shell) -> None:
    found = told(shell, BLANK)
    assert (found["level"], found["flags"], found["act_within"]) == ("screen-incomplete", [], None)
    assert set(found["blocked"]) == SIX


@pytest.mark.parametrize(
    ("text", "level", "blocked"),
    [
        ("{}", "self-care", set()),
        ("unanswered: [chest-pain]\nanswers: {raynauds: 'yes'}", "screen-incomplete", SIX),
        ("unanswered: [chest-pain]\nanswers: {lasting-cough: 'yes'}", "see-a-clinician", SIX),
        ("unanswered: [weakness-getting-worse, lump-hard, no-better-24h, low-back-twist]", "self-care", set()),
        ("unanswered: [lump-hard]\nkind: lump", "see-a-clinician", SIX),
        ("unanswered: [shoulder-unstable]", "self-care", set()),
        ("unanswered: [shoulder-unstable]\nkind: ache", "screen-incomplete", SIX),
        ("unanswered: [knot-may-be-lump]\nkind: ache", "self-care", set()),
        ("unanswered: [in-session-dizzy]", "self-care", set()),
        ("unanswered: [raynauds, cold-on-bare-skin]", "screen-incomplete", SIX),
        (
            "unanswered: [weakness-getting-worse]\nanswers: {limb-numb-tingle-weak: 'not-sure'}",
            "see-a-clinician",
            SIX,
        ),
    ],
)
def test_only_a_blank_question_that_is_shown_counts(shell: Shell, text: str, level: str, blocked: set[str]) -> None:
    found = told(shell, text)
    assert (found["level"], set(found["blocked"])) == (level, blocked)


def test_no_record_is_read_or_written(shell: Shell, coach_home: Path) -> None:
    coach_home.parent.mkdir(parents=True, exist_ok=True)
    coach_home.write_text("not a folder")
    assert told(shell, NIGHT)["flags"] == ["night-pain"]
    assert coach_home.read_text() == "not a folder"


def test_explain_names_rule_facts_and_lock(shell: Shell) -> None:
    text = "kind: spasm\narea: neck\nhistory: {episode: {started: {h: -25}}}"
    result = shell("assess", written(shell, text), "--explain")
    assert result.code == 0
    assert (
        "  Rule LR2: A spasm in the neck for a day or more, and nobody said that it is better. [episode" in result.out
    )
    assert "  Locks: compression, massage, strength, stretch" in result.out
    document = json.loads(shell("assess", written(shell, text), "--explain", "--json").out)
    (entry,) = document["explain"]
    assert (entry["flag"], entry["rules"][0]["rule"], entry["clears"]) == (
        "no-better-24h",
        "LR2",
        "computed-or-clinician",
    )


WRONG = [
    ("answers: {night-pain: yes}", "1:23", "stands without quotes"),
    ("answers: {night-pain: no}", "1:23", "stands without quotes"),
    ("answers: {night-pain: true}", "1:23", "stands without quotes"),
    ("answers: {night-pain: 'maybe'}", "1:23", "is no answer"),
    ("answers: {night-pain: 3}", "1:23", "is no answer"),
    ("answers: {night-pain: }", "1:23", "is no answer"),
    ("answers: {night-pian: 'no'}", "1:11", "Did you mean 'night-pain'?"),
    ("answers: {meningitis-cluster: 'yes'}", "1:11", "worked out by coach"),
    ("answers: {what-is-it: 'yes'}", "1:23", "Choose from: 1, 2, 3"),
    ("answers: [night-pain]", "1:10", "group of keys"),
    ("answers: {night-pain: 'no'}\nunanswered: [night-pain]", "2:14", "answered and unanswered"),
    ("unanswered: [meningitis-cluster]", "1:14", "worked out by coach"),
    ("unanswered: night-pain", "1:13", "has to be a list"),
    ("persn: {age: 3}", "1:1", "Did you mean 'person'?"),
    ("person: {age: -1}", "1:15", "from 0 to 120"),
    ("person: {age: old}", "1:15", "from 0 to 120"),
    ("person: {weight: 80}", "1:10", "not known here"),
    ("area: knee", "1:7", "no area"),
    ("kind: knots", "1:7", "Did you mean 'knot'?"),
    ("- kind", "1:1", "keys and values"),
    ("event: {technique: cat-cow}", "1:8", "'report' is missing"),
    ("event: {technique: cat-co, report: in-session-dizzy}", "1:20", "Did you mean 'cat-cow'?"),
    ("event: {technique: cat-cow, report: chest-pain}", "1:37", "no report"),
    ("event: {technique: cat-cow, report: in-session-dizzy, seconds: -1}", "1:64", "from 0"),
    ("history: {pain: [{d: 1, level: 3}]}", "1:22", "in the future"),
    ("history: {pain: [{d: 0.5, level: 3}]}", "1:22", "{d: -3}"),
    ("history: {pain: [{level: 3}]}", "1:18", "needs a moment"),
    ("history: {pain: [{d: 0, h: 0, level: 3}]}", "1:18", "two moments"),
    ("history: {pain: [{d: 0, level: 11}]}", "1:32", "from 0 to 10"),
    ("history: {pain: [{d: 0, level: 3.5}]}", "1:32", "from 0 to 10"),
    ("history: {pain: [{d: 0}]}", "1:18", "'level' can't be nothing"),
    ("history: {pain: [{d: 0, level: 3, tags: [dusk]}]}", "1:42", "no tag"),
    ("history: {pain: [{d: -40000, level: 3}]}", "1:22", "too long ago"),
    ("history: {care_days: [1]}", "1:23", "days from today"),
    ("history: {episode: {started: {d: -2}, ended: {d: -3}}}", "1:46", "ended before it started"),
    ("history: {episode: {started: -2}}", "1:30", "{d: -3}"),
    ("history: {episode: {status: [{h: -2, v: fine}]}}", "1:41", "no status"),
    ("history: {episodes: [{area: neck}]}", "1:22", "needs a moment"),
    ("history: {lump: {size_mm: [{d: 0, v: 9999}]}}", "1:38", "from 1 to 500 mm"),
    ("history: {lump: {size_mm: 12}}", "1:27", "has to be a list"),
    ("history: {lump: {texture: hard}}", "1:27", "no texture"),
    ("history: {lump: {on_spine: yes}}", "1:28", "stands without quotes"),
    ("history: {lump: {first_noticed: {d: -2}, pain: [{d: -3, v: 1}]}}", "1:49", "before the lump was first noticed"),
    ("history: {lump: {seen_by: me}}", "1:27", "no seen_by"),
    ("history: {visits: [{d: -2, classes: [ice], flags: [diabetis]}]}", "1:38", "no class"),
    ("history: {visits: [{d: -2, classes: [heat], flags: [diabetis]}]}", "1:53", "Did you mean 'diabetes'?"),
    ("history: {visits: [{classes: [heat]}]}", "1:20", "needs a moment"),
    ("kind: &a knot", "1:7", "References"),
    ("kind: [", "2:1", "bracket is not closed"),
]


@pytest.mark.parametrize(("text", "place", "words"), WRONG, ids=[text[:40] for text, _, _ in WRONG])
def test_a_fault_is_told_at_its_place(shell: Shell, text: str, place: str, words: str) -> None:
    result = shell("assess", written(shell, text), "--json")
    assert (result.code, result.out) == (2, "")
    assert f"case.yaml:{place}: " in result.err
    assert words in result.err


def test_every_fault_is_told_at_once_in_the_order_of_the_file(shell: Shell) -> None:
    text = (
        "area: knee\nkind: nut\nanswers: {night-pain: yes, chest-pain: 'perhaps'}\nhistory: {pain: [{d: 2, level: 12}]}"
    )
    lines = shell("assess", written(shell, text)).err.splitlines()
    assert [line.split(": ")[0].rsplit("yaml:", 1)[1] for line in lines] == [
        "1:7",
        "2:7",
        "3:23",
        "3:40",
        "4:22",
        "4:32",
    ]


def test_a_missing_file_is_wrong_use(shell: Shell) -> None:
    result = shell("assess", "nowhere.yaml")
    assert result.code == 2
    assert "There is no such file" in result.err


def test_the_schema_knows_every_question_and_every_key() -> None:
    schema = case_schema(CATALOGUE, TECHNIQUES)
    keys = {"person", "area", "kind", "answers", "unanswered", "history", "event"}
    assert set(schema["properties"]) == keys
    assert schema["additionalProperties"] is False
    asked = set(schema["properties"]["answers"]["properties"])
    assert "night-pain" in asked
    assert "meningitis-cluster" not in asked


def test_schema_case_is_one_json_document(shell: Shell) -> None:
    result = shell("schema", "case")
    assert json.loads(result.out)["title"].startswith("A written case")


def test_a_list_in_a_case_has_an_end(shell: Shell) -> None:
    sizes = ", ".join("{d: -1, v: 3}" for _ in range(501))
    result = shell("assess", shell.file(f"kind: lump\nhistory: {{lump: {{size_mm: [{sizes}]}}}}", "case.yaml"))
    assert result.code == 2
    assert "'size_mm' has more than 500 entries. Leave some out." in result.err
