"""What comments, content and documents point to is there, and the examples of the documents are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from coach.adapters.catalogue.case_values import case_schema
from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.clearance.cases import assess

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
WRITTEN = [
    path
    for folder in ("coach", "routines")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".yaml"}
]
POINTER = re.compile(r"\bdocs/[a-z-]+\.md(?:, ([^\n]*))?")
PATH = re.compile(r"(?<![\w/])(?:coach|routines|tests)/[\w/.-]*\w\.(?:py|yaml)\b")
OWN = {"settings.yaml"}  # a person's own files
CONTENT_FILE = re.compile(r"(?<![\w/.-])(\w+\.yaml)\b")

TECHNIQUES = {technique.id: technique for technique in load_library(None).shipped_techniques}
CATALOGUE = load_catalogue({name: technique.cls for name, technique in TECHNIQUES.items()})


def lost(text: str, root: Path = ROOT) -> Iterator[str]:
    """What a text points to that is not there: a document, a heading in it, a file, a file of the content."""
    for found in POINTER.finditer(text):
        path = root / found[0].split(",")[0]
        if not path.is_file() or not (found[1] or "").startswith(tuple(headings(path)) if found[1] else ""):
            yield found[0]
    yield from (found[0] for found in PATH.finditer(text) if not (root / found[0]).is_file())
    for found in CONTENT_FILE.finditer(text):
        folders = ("coach/content", "routines")
        if found[1] not in OWN and not any((root / folder / found[1]).is_file() for folder in folders):
            yield found[0]
    yield from (found[0] for found in re.finditer(r"(?<![\w/-])[a-z_-]+\.md\b", text))


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)


def comments(path: Path) -> str:
    """What is said in a file of the program: its comments and docstrings; of content, all of it."""
    text = path.read_text("utf-8")
    if path.suffix == ".yaml":
        return text
    docstrings = re.findall(r'"""(.*?)"""', text, re.DOTALL)
    return "\n".join([*docstrings, *re.findall(r"#.*", text)])


def test_every_document_file_and_heading_that_is_pointed_to_is_there() -> None:
    wrong = [f"{path.relative_to(ROOT)}: {found}" for path in WRITTEN for found in lost(comments(path))]
    assert wrong == []


def test_every_file_that_a_document_names_is_there() -> None:
    named = [(path.name, found[0]) for path in DOCS for found in PATH.finditer(path.read_text("utf-8"))]
    assert named
    assert [(document, name) for document, name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    "text",
    [
        "docs/nowhere.md",
        "docs/safety-rules.md, A heading that is not there",
        "coach/core/check/groups.py",
        "as publishers.yaml says",
        "(screening.md, settled readings)",
    ],
)
def test_a_pointer_to_what_is_not_there_is_seen(text: str) -> None:
    assert list(lost(text))


def test_every_document_is_pointed_to() -> None:
    everything = "\n".join(comments(path) for path in WRITTEN)
    assert [path.name for path in DOCS if f"docs/{path.name}" not in everything] == []


def examples() -> list[tuple[str, str]]:
    """The cases in docs/case-format.md, each with the sentence that says what it gives."""
    text = (ROOT / "docs" / "case-format.md").read_text("utf-8")
    return re.findall(r"```yaml\n(.*?)```\n\n(gives .*?)\n\n", text, re.DOTALL)


def test_the_documents_have_examples() -> None:
    assert examples()


@pytest.mark.parametrize(("case", "says"), examples())
def test_an_example_gives_what_the_document_says(case: str, says: str) -> None:
    found = assess(yaml.safe_load(case), CATALOGUE, TECHNIQUES, datetime(2026, 3, 2, 9, tzinfo=UTC))
    level = re.search(r"`level: ([\w-]+)`", says)
    assert level is not None
    assert found.level == level[1]
    flags = re.search(r"`flags: \[(.*?)\]`", says)
    assert flags is None or list(found.flags) == flags[1].split(", ")


def test_every_key_of_a_case_is_in_the_document() -> None:
    text = (ROOT / "docs" / "case-format.md").read_text("utf-8")
    schema = case_schema(CATALOGUE, TECHNIQUES)["properties"]
    keys = {*schema, *schema["history"]["properties"], *schema["history"]["properties"]["lump"]["properties"]}
    assert [key for key in sorted(keys) if f"`{key}" not in text and not re.search(rf"[{{, ]{key}\b", text)] == []
