"""A journal of the first version, with every kind of fact it could write, says the same for ever.

`kept/computed.json` holds what that version computed of it: flags, locks and history in full, all else as a mark. Where
the wording of a card or a command is changed on purpose, or more is computed, write it anew and look at what changed:

    python -m tests.versions.test_kept_journal
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.versions import driver, shapes

HERE = Path(__file__).parent / "kept"
GOLDEN = HERE / "computed.json"
KINDS = {
    *("check", "pain", "episode", "episode-ended", "status", "lump", "visit", "withdrawn", "report", "profile"),
    *("clock-corrected", "restored", "flags", "session-begun", "session-resumed", "paused", "resumed", "reached"),
    *("segment", "session-ended", "prompt", "prompt-over", "prompt-held", "prompt-spared", "stood-up"),
    *("reminders-paused", "reminders-resumed", "return-asked", "clock-set"),
}


def told() -> dict[str, Any]:
    """What is computed now: what rules and locks say in full, all else by its mark."""
    whole = driver.kept(few=True)
    coach = whole.pop("coach")
    full = {name: coach.pop(name) for name in ("safety", "history", "due", "complaints", "sessions", "about_me")}
    full["locks"] = [[one["id"], one["locked"], len(one["reasons"])] for one in coach["listed"]]
    full["reminders"] = whole["at the desk"][::24]
    marks = {f"coach, {name}": shapes.digest(value) for name, value in coach.items()}
    for part in ("commands", "reminders", "after a clean check"):
        marks |= {f"{part}, {name}": shapes.digest(value) for name, value in whole[part].items()}
    marks["at the desk"] = shapes.digest(whole["at the desk"])
    marks |= {f"earlier, {n}": shapes.digest(value) for n, value in enumerate(whole["earlier"])}
    said, rows = whole["written"]
    marks |= {f"said, {n}": shapes.digest(value) for n, value in enumerate(said)}
    full["written"] = [[kind, body] for _, _, _, kind, body in rows]
    read: dict[str, Any] = json.loads(json.dumps({"full": full, "marks": marks}))
    return read


def test_all_that_is_computed_of_it_is_what_the_first_version_computed() -> None:
    now, golden = told(), json.loads(GOLDEN.read_text(encoding="utf-8"))
    for name, value in golden["full"].items():
        assert now["full"].get(name) == value, name
    assert now == golden


def test_it_holds_every_kind_of_fact_of_two_machines_and_a_text_copy_tells_the_same() -> None:
    rows, device = driver.kept_rows()
    assert {row["kind"] for row in rows} == KINDS
    assert device in {row["device"] for row in rows}
    assert len({row["device"] for row in rows}) == 2
    lines = [json.loads(line) for line in (HERE / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    text = json.loads(json.dumps(lines).replace(driver.KEPT_DIGEST, "DIGEST"))
    assert sorted(rows, key=lambda row: row["id"]) == sorted(text, key=lambda row: row["id"])


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(told(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
