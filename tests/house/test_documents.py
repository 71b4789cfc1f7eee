"""The documents name what is there, and a commit passes what a release passes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md")
PLACE = re.compile(r"`((?:coach|routines|tests|docs)/[\w./-]+|[\w.-]+\.(?:md|toml))`")
MADE_UP = re.compile(r"\bID\b")  # stands for the name of something new
ROOMS = sorted(path.parent for path in (ROOT / "coach").rglob("__init__.py"))


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def named(document: str) -> list[str]:
    return [name for name in PLACE.findall(text(document)) if not MADE_UP.search(name)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_folder_it_names_is_there(document: str) -> None:
    assert [name for name in named(document) if not (ROOT / name).exists()] == []


def test_the_documents_name_enough_to_be_checked() -> None:
    assert len(named("ARCHITECTURE.md")) > 30
    assert len(named("CONTRIBUTING.md")) > 15


def test_each_recipe_names_a_place_to_begin() -> None:
    recipes = text("CONTRIBUTING.md").split("## Recipes")[1].split("\n### ")[1:]
    assert {recipe.split("\n")[0] for recipe in recipes} == {
        f"Add a {what}"
        for what in ("technique", "red flag", "movement to the break", "setting", "key", "command", "kind of fact")
    }
    for recipe in recipes:
        assert PLACE.search(recipe), recipe.split("\n")[0]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_every_room_says_what_it_is_for(room: Path) -> None:
    words = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
    assert len(words.split()) > 3


def test_every_room_of_the_core_stands_in_the_plan_of_the_house() -> None:
    core = [room.relative_to(ROOT).as_posix() for room in ROOMS if room.parent == ROOT / "coach" / "core"]
    assert [room for room in core if f"| `{room}` |" not in text("ARCHITECTURE.md")] == []


def test_a_commit_passes_what_a_release_passes() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    release = text(".ci/run")
    readme = text("README.md")
    for hook in hooks:
        command = hook["entry"].removesuffix(" --force-exclude")
        assert command in release or command in readme, command
    for line in release.splitlines():
        if line.startswith((".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/lint-imports")):
            assert any(hook["entry"].startswith(line.removesuffix(" .")) for hook in hooks), line
