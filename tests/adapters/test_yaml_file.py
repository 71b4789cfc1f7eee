"""Reading YAML that people write: what is refused, and that every value keeps its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.yaml_file import MAX_BYTES, MAX_PROBLEMS, parse_yaml, printable, read_yaml


def only_problem(text: str) -> tuple[int, int, str]:
    loaded = parse_yaml(text, "x.yaml")
    assert len(loaded.problems) == 1
    problem = loaded.problems[0]
    assert problem.file == "x.yaml"
    assert problem.hint
    return problem.line, problem.column, problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17:30", "17:30"),
        ("8:30", "8:30"),
        ("09:00", "09:00"),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2024-01-01", "2024-01-01"),
        ("<<", "<<"),
        ("20", 20),
        ("-3", -3),
        ("1.5", 1.5),
        ("null", None),
        ("~", None),
        ("", None),
        ('"20"', "20"),
        ("'true'", "true"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_only_true_false_and_plain_decimals_are_more_than_text(text: str, value: Any) -> None:
    loaded = parse_yaml(f"key: {text}", "x.yaml")
    assert not loaded.problems
    assert loaded.data == {"key": value}
    assert type(loaded.data["key"]) is type(value)


def test_every_value_and_key_keeps_its_line_and_column() -> None:
    loaded = parse_yaml("id: a\ndose:\n  hold: {min: 20, max: 30}\ncues:\n  - at: 0\n    say: hi\n", "x.yaml")
    assert loaded.where(("id",)) == (1, 5)
    assert loaded.where(("dose", "hold", "max")) == (3, 24)
    assert loaded.where(("dose", "hold", "max"), key=True) == (3, 19)
    assert loaded.where(("cues", 0, "say")) == (6, 10)
    assert loaded.where(("dose", "hold", "nothing", "max")) == (3, 24)
    assert loaded.where(("nothing",)) == (1, 1)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: a\n")
    loaded = read_yaml(path)
    assert loaded.data == {"id": "a"}
    assert loaded.where(("id",)) == (1, 5)


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("a: [1, 2", 2, 1, "not closed"),
        ("a: {b: 1", 2, 1, "not closed"),
        ("a: 'x", 1, 6, "quotes"),
        ("a: b: c", 1, 5, '":"'),
        ("a:\n\t- b", 2, 1, "can't start"),
        ("a: 1\na: 2", 2, 1, "twice"),
        ("a: {b: 1, b: 2}", 1, 11, "twice"),
        ("a: !!python/object/apply:os.system [x]", 1, 4, "Tags"),
        ("a: &x 1", 1, 4, "References"),
        ("a: *x", 1, 4, "References"),
        ("*x : 1", 1, 1, "References"),
        ("? [a]\n: b", 1, 3, "one word"),
        ("a: 1\n---\nb: 2", 2, 1, "second document"),
        ("a: \x1b[2J", 1, 4, "control character"),
        ("a: b\nc: \x00", 2, 4, "control character"),
    ],
)
def test_what_is_not_plain_data_is_refused_at_its_place(text: str, line: int, column: int, word: str) -> None:
    got_line, got_column, message = only_problem(text)
    assert (got_line, got_column) == (line, column)
    assert word in message


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "{" * 100_000])
def test_a_hundred_thousand_brackets_are_one_clear_fault(text: str) -> None:
    line, _, message = only_problem(text)
    assert line == 1
    assert "nested" in message or "one word" in message


def test_anchors_that_explode_are_one_fault_and_never_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
    )
    assert "References" in only_problem(bomb)[2]


def test_every_duplicate_is_named_with_the_line_of_the_first() -> None:
    loaded = parse_yaml("a: 1\nb: 2\na: 3\nb: 4\n", "x.yaml")
    assert [str(problem) for problem in loaded.problems] == [
        "x.yaml:3:1: 'a' is here twice. The first is in line 1.",
        "x.yaml:4:1: 'b' is here twice. The first is in line 2.",
    ]
    assert loaded.data == {"a": 1, "b": 2}


def test_a_file_full_of_faults_is_given_up() -> None:
    assert len(parse_yaml("a: 1\n" * 10_000, "x.yaml").problems) == MAX_PROBLEMS


def test_a_big_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * 10 * MAX_BYTES)
    (problem,) = read_yaml(path).problems
    assert "over 1 MB" in problem.message


def test_a_file_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: a\nname: Übung\n".encode("latin-1"))
    (problem,) = read_yaml(path).problems
    assert (problem.line, problem.column) == (2, 7)
    assert "UTF-8" in problem.message


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda _: None, "no such file"),
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: path.symlink_to(path.parent / "gone"), "points to nothing"),
        (lambda path: path.symlink_to(path), "points to nothing"),
        (os.mkfifo, "not a plain file"),
    ],
)
def test_what_is_no_file_is_one_clear_line(tmp_path: Path, make: Any, word: str) -> None:
    path = tmp_path / "x.yaml"
    make(path)
    (problem,) = read_yaml(path).problems
    assert word in problem.message
    assert problem.hint
    assert (problem.line, problem.column) == (1, 1)


def test_a_file_without_rights_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("id: a")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = read_yaml(path).problems
    assert "no right" in problem.message


def test_an_empty_file_is_no_data_and_no_fault() -> None:
    loaded = parse_yaml("# nothing yet\n", "x.yaml")
    assert loaded.data is None
    assert not loaded.problems


def test_shown_text_can_not_steer_a_terminal() -> None:
    assert printable("a\x1b[2J\u202eb\nc") == "a?[2J?b?c"
    assert printable("x" * 100, 10) == "xxxxxxx..."


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    loaded = parse_yaml(text, "x.yaml")
    for problem in loaded.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert str(problem).isprintable()


@given(st.text(alphabet="ab:-[]{}&*!'\"#|>? \n\t,", max_size=80))
def test_no_yaml_signs_make_the_reader_fail(text: str) -> None:
    assert all(problem.line >= 1 for problem in parse_yaml(text, "x.yaml").problems)
