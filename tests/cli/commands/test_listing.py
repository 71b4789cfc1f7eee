"""What the commands that only read print, as text and as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.routines.routine_files import shipped_folder
from coach.cli.commands.files import schema
from coach.cli.outside import Outside
from tests.cli.conftest import Shell

ROUTINE_KEYS = {
    "id",
    "name",
    "class",
    "areas",
    "position",
    "equipment",
    "at_desk",
    "seconds",
    "sides",
    "techniques",
    "locked",
    "reasons",
    "sources",
}


def listed(shell: Shell, *options: str) -> dict[str, dict[str, Any]]:
    result = shell("routines", "--json", *options)
    assert result.code == 0
    return {entry["id"]: entry for entry in json.loads(result.out)}


def test_routines_lists_all_that_is_shipped_with_the_promised_keys(shell: Shell) -> None:
    found = listed(shell)
    assert set(found) == {path.stem for path in shipped_folder().glob("*.yaml")}
    assert all(set(entry) >= ROUTINE_KEYS for entry in found.values())


def test_a_sequence_and_a_technique_tell_what_they_are_made_of(shell: Shell) -> None:
    found = listed(shell)
    assert found["bridge"]["class"] == "strength"
    assert found["bridge"]["techniques"] == ["bridge"]
    knot = found["shoulder-blade-knot"]
    assert knot["class"] == "sequence"
    assert knot["techniques"] == ["moist-heat", "ball-compression", "cat-cow", "wall-angel"]
    assert knot["sources"][0] == "How to Get Rid of a Back Knot: Causes & Relief"
    assert knot["seconds"] == json.loads(shell("timeline", "shoulder-blade-knot", "--json").out)["seconds"]


def test_before_the_check_what_needs_it_is_locked_with_the_reason(shell: Shell) -> None:
    found = listed(shell)
    assert found["cat-cow"]["locked"]
    assert found["cat-cow"]["check_due"]
    assert found["cat-cow"]["reasons"] == ["Today's safety check comes first."]
    assert not found["calm-breathing"]["locked"]
    shell.pass_check()
    assert not any(entry["locked"] for entry in listed(shell).values())


def test_a_lock_stays_listed_with_its_reason(shell: Shell) -> None:
    shell("check", "--answers", shell.file('answers: {chest-pain: "yes"}\nothers: "no"\n'))
    assert all(entry["locked"] for entry in listed(shell).values())
    text = shell("routines").out
    assert 'Locked: Your answer to: "Do you have pain or a tight feeling in your chest?"' in text


@pytest.mark.parametrize(
    ("options", "inside", "outside"),
    [
        (["--area", "neck"], "neck-stretch", "bridge"),
        (["--area", "Lower Back"], "bridge", "neck-stretch"),
        (["--position", "sit"], "neck-stretch", "bridge"),
        (["--equipment", "tennis-ball", "wall"], "ball-compression", "cold-pack"),
        (["--at-desk"], "neck-rotation", "moist-heat"),
        (["--search", "tennis"], "ball-compression", "bridge"),
        (["--area", "neck", "--search", "heat"], "moist-heat", "neck-stretch"),
    ],
)
def test_filters_leave_what_fits(shell: Shell, options: list[str], inside: str, outside: str) -> None:
    found = listed(shell, *options)
    assert inside in found
    assert outside not in found


def test_a_filter_that_fits_nothing_says_so(shell: Shell) -> None:
    result = shell("routines", "--search", "zither")
    assert result.code == 0
    assert result.out.startswith("No routine fits.")
    assert json.loads(shell("routines", "--search", "zither", "--json").out) == []


def test_reading_commands_make_no_file(shell: Shell, coach_home: Path) -> None:
    for command in ("routines", "show cat-cow", "timeline cat-cow", "history", "doctor", "check --json"):
        shell(*command.split())
        if command != "check --json":
            assert not coach_home.exists(), command


def test_show_tells_steps_dose_basis_sources_cautions_and_signs(shell: Shell) -> None:
    out = shell("show", "ball-compression").out
    assert "Stand with your back to a wall." in out
    assert "Hold: 30 s (30 to 60), from the article: How to Get Rid of a Back Knot: Causes & Relief" in out
    assert "Stop on one spot at: 120 s" in out
    assert "Sharp, tingling or spreading numbness: stop." in out
    assert "Do you feel numb, tingly or weak?" in out
    assert "wall-ball (the usual way)" in out
    assert "any lump" in out


@pytest.mark.parametrize("routine", ["ball-compression", "moist-heat", "neck-knot-home", "bridge", "posture-check"])
def test_show_names_sources_by_title(shell: Shell, routine: str) -> None:
    out = shell("show", routine).out
    for source in ("S0", "S1", "S2", "S3", "S4", "C-", "POLICY"):
        assert f" {source}" not in out
        assert f"({source}" not in out


def test_show_works_for_every_routine(shell: Shell) -> None:
    for routine in listed(shell):
        result = shell("show", routine)
        assert result.code == 0
        assert f"Begin: coach run {routine}" in result.out


def test_show_of_a_sequence_names_its_techniques_and_their_time(shell: Shell) -> None:
    out = shell("show", "shoulder-blade-knot").out
    assert "1. Moist heat (moist-heat), 15:05" in out
    assert "4. Wall angels (wall-angel)" in out


def test_a_timeline_is_whole(shell: Shell) -> None:
    for routine in ("shoulder-blade-knot", "heat-then-cold", "neck-stretch", "calm-breathing", "posture-check"):
        plan = json.loads(shell("timeline", routine, "--json").out)
        assert set(plan) >= {"routine", "seconds", "segments", "cues"}
        at = 0
        for segment in plan["segments"]:
            assert set(segment) == {"start", "seconds", "kind", "technique", "side", "say"}
            assert segment["start"] == at
            at += segment["seconds"]
        assert at == plan["seconds"]
        assert all(set(cue) == {"at", "say", "sound"} for cue in plan["cues"])
        assert [cue["at"] for cue in plan["cues"]] == sorted(cue["at"] for cue in plan["cues"])


def test_a_timeline_follows_the_choices(shell: Shell) -> None:
    left = json.loads(shell("timeline", "neck-stretch", "--side", "left", "--json").out)
    assert {segment["side"] for segment in left["segments"]} == {None, "left"}
    assert left["choices"] == {"side": "left"}
    short = json.loads(shell("timeline", "shoulder-blade-knot", "--minutes", "17", "--json").out)
    assert short["seconds"] <= 17 * 60
    assert short["notes"]


def test_a_timeline_as_text_gives_minutes_and_seconds(shell: Shell) -> None:
    out = shell("timeline", "moist-heat").out
    assert "    0:05   15:00  hold" in out
    assert "   15:05  done     All finished" in out


def test_settings_serve_where_nothing_was_chosen(shell: Shell, coach_home: Path) -> None:
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text("dose: high\nminutes: 1\nwait: true\n")
    plan = json.loads(shell("timeline", "ball-compression", "--json").out)
    assert plan["choices"] == {"dose": "high", "wait": True}  # a minute is too short for this one
    assert "Note: From your settings: dose high" in shell("timeline", "ball-compression").out
    assert json.loads(shell("timeline", "ball-compression", "--fresh", "--json").out)["choices"] == {}


def test_an_empty_history_says_how_to_begin(shell: Shell) -> None:
    assert "coach routines" in shell("history").out
    assert json.loads(shell("history", "--json").out) == []


def test_schema_is_json_that_knows_the_keys(shell: Shell) -> None:
    result = shell("schema", "routine")
    assert result.code == 0
    assert "stop_if" in json.dumps(json.loads(result.out))


def test_schema_of_the_settings_knows_the_reminders(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema(Namespace(kind="settings"), Outside()) == 0
    found = json.loads(capsys.readouterr().out)
    assert "interval_minutes" in json.dumps(found["properties"]["reminders"])


def test_validate_checks_a_settings_file_as_settings(shell: Shell) -> None:
    result = shell("validate", shell.file("sound: 3\nreminders: {interval: 5}\n", "settings.yaml"))
    assert result.code == 2
    assert [line.split("settings.yaml")[1][:5] for line in result.err.splitlines()] == [":1:8:", ":2:13"]
    assert "no such file" in shell("validate", "elsewhere/settings.yaml").err


def test_doctor_tells_folders_record_and_terminal(shell: Shell, coach_home: Path) -> None:
    result = shell("doctor", "--json")
    assert result.code == 0
    found = {check["name"]: check for check in json.loads(result.out)["checks"]}
    assert set(found) >= {"folders", "journal", "routines", "settings", "terminal"}
    assert all(check["state"] != "mend" for check in found.values())
    assert str(coach_home) in shell("doctor").out


def test_doctor_says_what_needs_mending(shell: Shell, coach_home: Path) -> None:
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text("sound: 3\n")
    result = shell("doctor")
    assert result.code == 1
    assert "MEND  settings" in result.out
    assert "settings.yaml:1:8" in result.out
