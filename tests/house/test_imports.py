"""No circle of imports: a module is understood after the modules it uses, never together with them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules(folder: Path) -> dict[str, Path]:
    """Every module below `folder` by its full name."""
    named = {}
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return named


def imported(tree: ast.AST, known: Iterable[str]) -> Iterator[str]:
    """The known modules that a syntax tree imports anywhere: on top, in functions, for types only."""
    names = set(known)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in names or node.module in names:
                    yield whole if whole in names else node.module


def circles(graph: Mapping[str, Iterable[str]]) -> set[frozenset[str]]:
    """The groups in which each reaches each other (Tarjan 1972), and those that import themselves."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: set[frozenset[str]] = set()

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph.get(name, ()):
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            group = frozenset(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            if len(group) > 1 or name in graph.get(name, ()):
                groups.add(group)

    for name in graph:
        if name not in index:
            visit(name)
    return groups


def test_no_module_is_in_a_circle_of_imports() -> None:
    paths = modules(ROOT / "coach")
    assert len(paths) > 200
    graph = {name: set(imported(ast.parse(path.read_text("utf-8")), paths)) for name, path in paths.items()}
    assert circles(graph) == set()


def test_a_circle_is_found_wherever_its_imports_stand() -> None:
    sources = {
        "a": "from b import x",
        "b": "def f():\n    import c",
        "c": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.d import y",
        "a.d": "import a",
        "e": "import a",
    }
    graph = {name: set(imported(ast.parse(text), sources)) for name, text in sources.items()}
    assert circles(graph) == {frozenset({"a", "b", "c", "a.d"})}
