"""Breaks the safety rules in small ways, one at a time, and sees whether a test notices. Run by hand:

    nice python -m tests.attack.mutants --draw 150 --seed 1 --out mutants.jsonl
    nice python -m tests.attack.mutants --again mutants.jsonl --out again.jsonl     # those that no test noticed

It works in a copy of the tree, so nothing here is touched. First all tests of the area run once, to see which of them
reach which line and how long each takes; then each mutant runs those that reach its line, the fastest first, to the
first that fails. Tests that take `SLOW` seconds or more are left out: the guard has to be one that runs often. What
hypothesis draws is the same in every run. A line of the result says what was changed and whether it was killed; of what
survived, judge whether it means the same as before, and else write the test that was missing.
A test that only reads a constant of a module does not reach it: try such a mutant by hand.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from coverage import CoverageData

ROOT = Path(__file__).parents[2]
ROOMS = ("coach/core/check", "coach/core/safety", "coach/core/clearance")
AREA = (
    *(f"tests/core/{room}" for room in ("check", "safety", "clearance", "coach")),
    *(f"tests/cli/commands/test_{name}.py" for name in ("assess", "cases", "check", "card")),
    "tests/content",
)
SLOW = 2.0  # s
HANGS = 60  # s for one test: what takes this long has been stopped by the mutant
CHOSEN = "COACH_MUTANT_TESTS"  # names a file with the tests to run, in order

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: the `number`-th node of the module's tree, and `how` it is changed."""

    module: str
    line: int
    number: int
    how: str
    before: str = ""
    after: str = ""


# --- the changes ------------------------------------------------------------------------------------------------------


def ways(node: ast.AST) -> Iterator[str]:  # noqa: C901, PLR0912 - a list of kinds
    """How this node can be changed."""
    match node:
        case ast.Compare(ops=ops):
            yield from (f"op {i}" for i, op in enumerate(ops) if type(op) in SWAPS)
        case ast.BoolOp():
            yield "swap"
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.BitOr() | ast.BitAnd(), left=left, right=right):
            if not any(isinstance(side, ast.JoinedStr) for side in (left, right)):
                yield "swap"
        case ast.UnaryOp(op=ast.Not()):
            yield "drop not"
        case ast.Constant(value=bool()):
            yield "flip"
        case ast.Constant(value=int() | float()):
            yield from ("plus", "minus")
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield "other name"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "nothing"
        case ast.Set(elts=elts) | ast.List(elts=elts) | ast.Tuple(elts=elts, ctx=ast.Load()) if len(elts) > 1:
            yield from (f"without {i}" for i in range(len(elts)))
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield "remove"
        case ast.AugAssign() | ast.Continue() | ast.Break():
            yield "remove"
        case ast.If(body=[*_, ast.Return() | ast.Continue() | ast.Raise()], orelse=[]):
            yield "remove"


def changed(node: ast.AST, how: str) -> ast.AST:
    """A copy of the node, changed in this way."""
    new = copy.deepcopy(node)
    word, _, place = how.partition(" ")
    match new:
        case ast.Compare():
            new.ops[int(place)] = SWAPS[type(new.ops[int(place)])]()  # type: ignore[call-overload]
        case ast.BoolOp() | ast.BinOp():
            new.op = SWAPS[type(new.op)]()  # type: ignore[assignment]
        case ast.UnaryOp():
            return new.operand
        case ast.Constant(value=bool() as truth):
            new.value = not truth
        case ast.Constant(value=int() | float() as number):
            new.value = number + (1 if word == "plus" else -1)
        case ast.Name():
            new.id = NAMES[new.id]
        case ast.Return():
            new.value = ast.Constant(None)
        case ast.Set() | ast.List() | ast.Tuple():
            del new.elts[int(place)]
        case _:
            return ast.Pass()
    return new


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that mean nothing when the program runs, or only change its words."""
    match node:
        case ast.FunctionDef():
            yield from (*node.decorator_list, *(a.annotation for a in node.args.args if a.annotation))
            yield from (*(a.annotation for a in node.args.kwonlyargs if a.annotation), *filter(None, [node.returns]))
        case ast.ClassDef():
            yield from (*node.decorator_list, *node.bases)
        case ast.AnnAssign():
            yield node.annotation
        case (
            ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.JoinedStr() | ast.Raise() | ast.Import() | ast.ImportFrom()
        ):
            yield node


def nodes(tree: ast.AST) -> list[ast.AST]:
    """Every node that may be changed, in an order that is always the same."""
    apart: set[ast.AST] = set()
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        for part in _left_alone(node):
            apart |= set(ast.walk(part))
        if node not in apart and any(ways(node)):
            found.append(node)
    return found


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The tree with the one node in place of the other."""
        return self.new if node is self.old else self.generic_visit(node)


def every_mutant() -> list[Mutant]:
    """All that there are."""
    every: list[Mutant] = []
    for file in sorted(file for room in ROOMS for file in (ROOT / room).glob("*.py")):
        name = str(file.relative_to(ROOT))
        for number, node in enumerate(nodes(ast.parse(file.read_text("utf-8")))):
            for how in ways(node):
                before, after = ast.unparse(node), ast.unparse(changed(node, how))
                every.append(Mutant(name, node.lineno, number, how, before, after))  # type: ignore[attr-defined]
    print(f"{len(every)} mutants can be drawn", flush=True)
    return every


def survived(every: list[Mutant], result: Path) -> list[Mutant]:
    """Those of a result that survived, each where it stands now; what stands nowhere any more is left out."""
    found = []
    for kept in map(json.loads, result.read_text("utf-8").splitlines()):
        same = [m for m in every if (m.module, m.before, m.after) == (kept["module"], kept["before"], kept["after"])]
        if kept["outcome"].startswith("survived") and same:
            found.append(min(same, key=lambda m: abs(m.line - kept["line"])))
    return found


def broken(mutant: Mutant, source: str) -> str:
    """The module with this one change."""
    tree = ast.parse(source)
    node = nodes(tree)[mutant.number]
    return ast.unparse(ast.fix_missing_locations(_Put(node, changed(node, mutant.how)).visit(tree)))


# --- the tests ----------------------------------------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As a plugin: the tests of the list, in its order."""
    order = {name: i for i, name in enumerate(json.loads(Path(os.environ[CHOSEN]).read_text("utf-8")))}
    items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])


class Tree:
    """A copy of the tree, with what each test reaches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
        for name in filter(None, listed.stdout.split("\0")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        self.stamp = int((folder / "pyproject.toml").stat().st_mtime) + 1000
        self.seconds: dict[str, float] = {}
        self.reached: dict[tuple[str, int], set[str]] = {}

    def pytest(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """What pytest says in this tree."""
        shutil.rmtree(self.folder / ".hypothesis", ignore_errors=True)
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
        command += ["--hypothesis-seed=0", *args]
        own = {**os.environ, "PYTHONPATH": str(self.folder), **env}
        return subprocess.run(command, cwd=self.folder, env=own, capture_output=True, text=True, check=False)

    def only(self, tests: list[str], *args: str) -> subprocess.CompletedProcess[str]:
        """What pytest says of these tests, in this order."""
        chosen = self.folder / "chosen.json"
        chosen.write_text(json.dumps(tests), "utf-8")
        files = sorted({name.partition("::")[0] for name in tests})
        return self.pytest(*files, "-p", "tests.attack.mutants", *args, **{CHOSEN: str(chosen)})

    def look(self) -> None:
        """Run everything twice: how long each test takes, and the lines that each but the slow ones reaches."""
        told = self.pytest(*AREA, "--durations=0", "--durations-min=0", "-vv")
        if told.returncode:
            sys.exit(f"The tests fail without any mutant:\n{told.stdout[-3000:]}")
        for seconds, name in re.findall(r"^([\d.]+)s call +(\S.*)$", told.stdout, re.MULTILINE):
            self.seconds[name] = float(seconds)
        quick = [name for name, seconds in self.seconds.items() if seconds < SLOW]
        told = self.only(
            quick, "--timeout=0", "--cov=coach", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"
        )
        if told.returncode:
            sys.exit(f"The tests fail when they are measured:\n{told.stdout[-3000:]}")
        data = CoverageData(str(self.folder / ".coverage"))
        data.read()
        for file in data.measured_files():
            name = os.path.relpath(file, self.folder)
            if name.startswith(ROOMS):
                for line, contexts in data.contexts_by_lineno(file).items():
                    self.reached[name, line] = {context.rpartition("|")[0] for context in contexts} - {""}

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that reach its line, the fastest first; of what is done on import, those that reach the module."""
        found = self.reached.get((mutant.module, mutant.line), set())
        if not found:
            found = {name for (module, _), names in self.reached.items() if module == mutant.module for name in names}
        return sorted((n for n in found if n in self.seconds), key=lambda n: (self.seconds[n], n))

    def outcome(self, mutant: Mutant) -> str:
        """Whether a test notices it."""
        file, tests = self.folder / mutant.module, self.tests_of(mutant)
        if not tests:
            return "survived: no test reaches it"
        whole = file.read_text("utf-8")
        try:
            self._write(file, broken(mutant, whole))
            told = self.only(tests, f"--timeout={HANGS}")
        finally:
            self._write(file, whole)
        first = re.search(r"^(?:FAILED|ERROR) (.*?)(?: - |$)", told.stdout, re.MULTILINE)
        return f"killed: {first[1] if first else 'it does not load'}" if told.returncode else "survived"

    def _write(self, file: Path, text: str) -> None:
        """Each with a time of its own, so that no compiled file is taken for that of another."""
        file.write_text(text, "utf-8")
        self.stamp += 10
        os.utime(file, (self.stamp, self.stamp))


def main() -> None:
    """Draw, break, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=Path, help="a result: only what survived there, at the same place")
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    args = parser.parse_args()
    every = every_mutant()
    drawn = random.Random(args.seed).sample(every, min(args.draw, len(every)))
    mutants = survived(every, args.again) if args.again else drawn
    counted: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder, args.out.open("w", encoding="utf-8") as out:
        tree = Tree(Path(folder))
        tree.look()
        print(f"{len(tree.seconds)} tests, {sum(tree.seconds.values()):.0f} s", flush=True)
        for i, mutant in enumerate(mutants, 1):
            outcome = tree.outcome(mutant)
            counted[mutant.module, outcome.partition(":")[0]] += 1
            print(
                f"{i:4} {mutant.module}:{mutant.line} {mutant.before!r} -> {mutant.after!r} {outcome}"[:300], flush=True
            )
            out.write(json.dumps({**asdict(mutant), "outcome": outcome}) + "\n")
            out.flush()
    for (module, outcome), many in sorted(counted.items()):
        print(f"{module:45} {outcome:10} {many}")


if __name__ == "__main__":
    main()
