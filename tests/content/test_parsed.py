"""What was parsed before a release is what the YAML says, and is taken for no other bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.adapters import parsed as parsed_files
from coach.adapters.catalogue.catalogue_file import content_folder, load_catalogue, read_catalogue_yaml, read_content
from coach.adapters.parsed import CATALOGUE, FILE, PLAIN, parsed
from coach.adapters.routines.routine_files import load_library, load_shipped, read_shipped, shipped_folder
from coach.adapters.yaml_file import read_yaml

ENTRIES: dict[str, tuple[str, str]] = json.loads(FILE.read_bytes())


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    parsed_files._known.cache_clear()
    yield
    parsed_files._known.cache_clear()


def place_of(name: str) -> Path:
    inside = content_folder() / name
    return inside if inside.exists() else shipped_folder() / name


def typed(value: Any) -> Any:
    """The value with the type of each part: 1 is not true."""
    if isinstance(value, dict):
        return {(type(key), key): typed(each) for key, each in value.items()}
    return [typed(each) for each in value] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_what_was_parsed_is_what_the_file_says_or_is_not_taken(entry: str) -> None:
    reader, name = entry.split("/")
    path = place_of(name)
    raw = path.read_bytes()
    known = parsed(reader, path, raw)
    says = read_catalogue_yaml(raw) if reader == CATALOGUE else read_yaml(path).data
    if hashlib.sha256(raw).hexdigest() == ENTRIES[entry][0]:
        assert typed(known) == typed(says)
    else:
        assert known is None
    assert typed(read_content(path) if reader == CATALOGUE else read_shipped(path).data) == typed(says)


def test_each_of_our_files_is_among_them() -> None:
    routines = {f"{PLAIN}/{path.name}" for path in shipped_folder().glob("*.yaml")}
    assert set(ENTRIES) >= {f"{CATALOGUE}/red_flags.yaml", f"{PLAIN}/sources.yaml"} | set(list(routines)[:1])
    assert len(ENTRIES) > 20


def test_a_file_that_was_changed_is_read_itself(tmp_path: Path) -> None:
    shutil.copytree(content_folder(), tmp_path / "content")
    file = tmp_path / "content" / "question_groups.yaml"
    file.write_text(file.read_text("utf-8").replace("short:", "short: &a", 1), "utf-8")
    other = read_content(file)
    file.write_text("groups: []\nshort: x\nchanged: y\n", "utf-8")
    assert read_content(file) == {"groups": [], "short": "x", "changed": "y"}
    assert other == read_content(content_folder() / "question_groups.yaml")


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"catalogue/cards.yaml": 1}', '{"catalogue/cards.yaml": ["", "1"]}']
)
def test_without_it_or_with_a_damaged_one_the_yaml_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    classes = {t.id: t.cls for t in load_library(None).shipped_techniques}
    before = load_catalogue(classes), load_shipped(shipped_folder())
    monkeypatch.setattr(parsed_files, "FILE", tmp_path / "parsed.json")
    if text is not None:
        (tmp_path / "parsed.json").write_text(text, "utf-8")
    parsed_files._known.cache_clear()
    assert (load_catalogue(classes), load_shipped(shipped_folder())) == before


def test_each_caller_has_a_value_of_its_own() -> None:
    path = content_folder() / "cards.yaml"
    one, other = read_content(path), read_content(path)
    one.clear()
    assert other == read_content(path)
