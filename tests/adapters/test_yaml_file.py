"""Reading YAML that people write: what is refused, and that every value keeps its place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.adapters.yaml_file import MAX_BYTES, MAX_PROBLEMS, MAX_VALUES, parse_yaml, read_yaml


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
        (os.mkfifo, "a pipe"),
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

    monkeypatch.setattr(os, "open", refuse)
    (problem,) = read_yaml(path).problems
    assert "no right" in problem.message


def test_an_empty_file_is_no_data_and_no_fault() -> None:
    loaded = parse_yaml("# nothing yet\n", "x.yaml")
    assert loaded.data is None
    assert not loaded.problems


@pytest.mark.parametrize("sign", ["\\e", "\\0", "\\u202e", "\\x9b", "\\u200b", "\\L", "\\ufeff", "\\x7f"])
def test_a_sign_that_acts_can_not_be_written_as_an_escape_either(sign: str) -> None:
    assert only_problem(f'a: 1\nname: "odd{sign}name"')[:2] == (2, 7)
    assert only_problem(f'a: 1\n"odd{sign}name": 2')[:2] == (2, 1)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u2028", "\x7f", "\U000e0041"])
def test_marks_of_direction_and_what_takes_no_room_are_refused(sign: str) -> None:
    assert only_problem(f"a: 1\nname: odd{sign}name")[:2] == (2, 10)


def test_what_joins_letters_and_signs_of_a_family_is_no_fault() -> None:
    assert parse_yaml("name: 👩\u200d👧 mi\u200ckhaham", "x.yaml").problems == ()


def test_a_file_of_too_many_values_is_given_up_early() -> None:
    (problem,) = parse_yaml("a: [" + "1," * (MAX_VALUES + 10) + "]", "x.yaml").problems
    assert "10,000 values" in problem.message


def test_a_pipe_that_a_person_names_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    child = subprocess.Popen(["sh", "-c", 'printf "a: 1\nb: 2" > "$0"', str(path)])
    assert read_yaml(path, named=True).data == {"a": 1, "b": 2}
    assert child.wait() == 0


def test_a_plain_file_is_read_however_long_that_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that stands still for a while, what comes with the program must not be taken for unreadable."""
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")
    monkeypatch.setattr("coach.adapters.outside_files.PATIENCE", -5.0)
    assert read_yaml(path).data == {"a": 1}
    assert read_yaml(path, named=True).data == {"a": 1}


def test_a_pipe_without_an_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    monkeypatch.setattr("coach.adapters.outside_files.PATIENCE", 0.01)
    (problem,) = read_yaml(path, named=True).problems
    assert problem.message == "It did not come to its end within 0.01 s."
    assert problem.hint == "Put it into a file first."


@pytest.mark.parametrize(("name", "word"), [("/dev/zero", "over 1 MB"), ("/dev/null", None), ("/proc/kmsg", "")])
def test_a_device_that_a_person_names_comes_to_an_end(
    name: str, word: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.adapters.outside_files.PATIENCE", 0.2)
    found = [problem.message for problem in read_yaml(Path(name), named=True).problems]
    assert found == [] if word is None else word in found[0]
    assert read_yaml(Path("/dev/zero")).problems[0].message == "This is a device."


@pytest.mark.parametrize("name", ["x" * 5000, "/".join(["x" * 200] * 30), "a\0b", "\udcff"])
def test_a_name_that_can_not_be_is_one_clear_short_line(name: str) -> None:
    (problem,) = read_yaml(Path(name), named=True).problems
    assert len(str(problem)) < 350
    assert str(problem).isprintable()


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
