"""Whether two versions of coach compute the same from the same journals: the kept one, and random histories.

Run: python tests/real/compare_versions.py OLD_CHECKOUT NEW_CHECKOUT [--histories 200] [--jobs 2] [--out FOLDER]
     (a folder of results in the place of a checkout is taken as it is)

Each version runs in processes of its own, with a fixed clock and a home folder of its own. What is computed, and where
the parts lie that are imported, stand in `tests/versions/driver.py` and `where.py` there. Exits 1 at a difference.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.versions.histories import coverage, histories  # noqa: E402 - found by the line above

SHOWN = 40  # differences
CHILD = """
import json, sys
from pathlib import Path
import coach
task = json.loads(sys.argv[1])
assert Path(coach.__file__).is_relative_to(task["checkout"]), coach.__file__
sys.path.insert(0, task["repository"])
from tests.versions.driver import main
main(task)
"""


def started(checkout: Path, out: Path, count: int, jobs: int) -> list[subprocess.Popen[bytes]]:
    """The processes that compute all of one version; each takes its share of the histories."""
    out.mkdir(parents=True, exist_ok=True)
    found = []
    for job in range(jobs):
        task = {"checkout": str(checkout), "repository": str(REPOSITORY), "out": str(out), "first": job, "step": jobs}
        task |= {"count": count, "kept": job == jobs - 1}
        env = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0", "COLUMNS": "100", "TZ": "UTC"}
        argv = [sys.executable, "-c", CHILD, json.dumps(task)]
        found.append(subprocess.Popen(argv, cwd=checkout, env=env, stdin=subprocess.DEVNULL))
    return found


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Each place where the two differ, in words."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if key not in old or key not in new:
                yield f"{path}/{key}: only in the {'new' if key in new else 'old'} one"
            else:
                yield from differences(old[key], new[key], f"{path}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{path}/{index}")
    elif old != new or type(old) is not type(new):
        yield f"{path}: {json.dumps(old)[:160]} -> {json.dumps(new)[:160]}"


def compared(old: Path, new: Path, count: int) -> list[str]:
    """Every difference between two folders of results."""
    found = []
    for name in ("constants", "kept", *(f"history-{seed:03}" for seed in range(count))):
        one, other = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for folder in (old, new))
        found += list(differences(one, other, name))
    plans: list[dict[str, Any]] = [{}, {}]
    for folder, known in zip((old, new), plans, strict=True):
        for path in folder.glob("plans-*.json"):
            known.update(json.loads(path.read_text(encoding="utf-8")))
    for mark in plans[0].keys() & plans[1].keys():
        found += list(differences(plans[0][mark], plans[1][mark], f"plan {mark}"))
    return found


def said(folder: Path, count: int) -> dict[str, Any]:
    """What came up in these histories, as the first version saw it."""
    flags: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    locked = opened = compared_values = 0
    for seed in range(count):
        text = (folder / f"history-{seed:03}.json").read_text(encoding="utf-8")
        one = json.loads(text)
        compared_values += text.count("\n")
        looks = [
            one["coach"]["safety"],
            *(each[when]["safety"] for each in one["earlier"] for when in ("then", "later")),
        ]
        for look in looks:
            flags.update(flag["id"] for flag in look["flags"])
            levels[look["level"]] += 1
        for entry in one["after a clean check"]["listed"]:
            locked, opened = locked + entry["locked"], opened + (not entry["locked"])
    return {
        "flags_up": sum(flags.values()),
        "different_flags": len(flags),
        "each": dict(flags.most_common()),
        "levels": dict(levels),
        "after_a_clean_check": {"locked": locked, "open": opened},
        "values": compared_values,
    }


def main() -> int:
    """Compute, compare, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=1, help="processes for each version")
    parser.add_argument("--out", type=Path, help="keep the results here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out = args.out or Path(place)
        folders, running = [], []
        for name, given in (("old", args.old.resolve()), ("new", args.new.resolve())):
            if (given / "kept.json").exists():
                folders.append(given)
                continue
            folders.append(out / name)
            running += started(given, out / name, args.histories, args.jobs)
        if any([process.wait() for process in running]):  # noqa: C419 - all of them end before anything is told
            print("A version could not be run: see above. Has a module moved? tests/versions/where.py")
            return 2
        found = compared(folders[0], folders[1], args.histories)
        made = coverage(histories(args.histories)) if args.histories else {}
        print(json.dumps({"made": made, "came up": said(folders[0], args.histories)}, indent=1))
    for line in found[:SHOWN]:
        print(line)
    print(f"{args.histories} histories, the kept journal and the constants: {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
