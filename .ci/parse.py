"""Parses our own YAML files into coach/content/parsed.json: .venv/bin/python .ci/parse.py, before a release."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from coach.adapters.catalogue.catalogue_file import (
    CARDS,
    QUESTION_GROUPS,
    RED_FLAGS,
    content_folder,
    read_catalogue_yaml,
)
from coach.adapters.lessons.lesson_file import LESSONS
from coach.adapters.parsed import CATALOGUE, FILE, PLAIN
from coach.adapters.routines.routine_files import shipped_folder
from coach.adapters.yaml_file import read_yaml


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal in every type, too: 1 is not true, and a date is no text."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(type(k) is str and same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def entries() -> dict[str, tuple[str, str]]:
    """By reader and name the hash of each file, and its value as JSON; a value that JSON can't hold is left out."""
    content, found = content_folder(), {}
    files = [(CATALOGUE, content / name) for name in (RED_FLAGS, QUESTION_GROUPS, CARDS, LESSONS)]
    files += [(PLAIN, path) for path in (content / "sources.yaml", *sorted(shipped_folder().glob("*.yaml")))]
    for reader, path in files:
        raw = path.read_bytes()
        value = read_catalogue_yaml(raw) if reader == CATALOGUE else read_yaml(path).data
        try:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        except (TypeError, ValueError):
            continue
        if same(json.loads(text), value):
            found[f"{reader}/{path.name}"] = (hashlib.sha256(raw).hexdigest(), text)
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(entries(), ensure_ascii=False, indent=0) + "\n", "utf-8")
