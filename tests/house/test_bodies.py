"""No body of a fact is read as names with values: only the record's own room and the journal know how it is kept."""

from __future__ import annotations

import ast
from pathlib import Path

COACH = Path(__file__).parents[2] / "coach"
KNOW = (COACH / "core" / "record", COACH / "adapters" / "journal")


def _as_a_dict(node: ast.AST) -> bool:
    """Whether this reads `something.body` by a key."""
    by_key = node.value if isinstance(node, ast.Subscript) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "items"}:
        by_key = node.func.value
    return isinstance(by_key, ast.Attribute) and by_key.attr == "body"


def test_no_body_is_read_by_a_key() -> None:
    files = [path for path in COACH.rglob("*.py") if not any(path.is_relative_to(room) for room in KNOW)]
    assert len(files) > 100
    found = [
        f"{path.relative_to(COACH)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Subscript, ast.Call)) and _as_a_dict(node)
    ]
    assert not found
    assert _as_a_dict(ast.parse("fact.body['level']", mode="eval").body)
    assert _as_a_dict(ast.parse("fact.body.get('level')", mode="eval").body)
