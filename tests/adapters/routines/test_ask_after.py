"""The question at the end of a person's own technique: how it may be written, and what its answers raise."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.adapters.routines.routine_files import check_file, load_library
from coach.core.routine.routine import AfterAnswer, AfterQuestion, Technique

SHIPPED = load_library(None)
DID_NOT_EASE = "ball-no-release-2-min"
SHARP = "in-session-sharp-pain"
FILE = """\
id: my-ball
name: My ball
class: {cls}
areas: [upper-back]
position: wall
dose: {{hold: 30}}
steps: ["Lean in."]
ask_after: {asked}
"""


def written(folder: Path, asked: str, cls: str = "compression") -> Path:
    path = folder / "mine.yaml"
    path.write_text(FILE.format(cls=cls, asked=asked), encoding="utf-8")
    return path


def asked_after(folder: Path, asked: str, cls: str = "compression") -> AfterQuestion:
    """What such a file asks, once it is loaded."""
    written(folder, asked, cls)
    library = load_library(folder)
    assert library.problems == ()
    found = library.find("my-ball")
    assert isinstance(found, Technique)
    assert found.ask_after is not None
    return found.ask_after


def raising(question: AfterQuestion) -> dict[str, str]:
    return {answer.say: answer.raises for answer in question.answers if answer.raises}


@pytest.mark.parametrize(
    ("asked", "says", "raises"),
    [
        ('"Did the spot ease? yes / a bit / no / it hurt more"', "yes a bit no it hurt more", ["no", "it hurt more"]),
        ('"Did the spot ease?"', "yes no", ["no"]),
        ('"Did the spot ease"', "yes no", ["no"]),
        ('"How was it? fine / bad"', "yes a bit no it hurt more", ["no", "it hurt more"]),
        ('{question: "Did it ease?", answers: ["yes", "No"]}', "yes No", ["No"]),
        ('{question: "Did it ease?"}', "yes no", ["no"]),
        (
            '{question: "Better?", answers: ["yes", {say: "not at all", raises: ball-no-release-2-min}]}',
            "yes not at all",
            ["not at all"],
        ),
    ],
)
def test_pressing_that_did_not_ease_raises_its_flag_however_it_is_written(
    tmp_path: Path, asked: str, says: str, raises: list[str]
) -> None:
    question = asked_after(tmp_path, asked)
    assert " ".join(answer.say for answer in question.answers) == says
    assert raising(question) == dict.fromkeys(raises, DID_NOT_EASE)
    assert question.question.endswith("?")


def test_elsewhere_only_what_the_file_says_is_raised(tmp_path: Path) -> None:
    assert raising(asked_after(tmp_path, '"Did it ease? yes / no"', "massage")) == {}
    structured = f'{{question: "Did it hurt?", answers: [{{say: "yes", raises: {SHARP}}}, "no"]}}'
    assert raising(asked_after(tmp_path, structured, "massage")) == {"yes": SHARP}


def test_a_technique_that_stops_for_it_keeps_its_old_meaning(tmp_path: Path) -> None:
    path = written(tmp_path, '"Did it ease? yes / no"', "massage")
    path.write_text(path.read_text() + f"stop_if: [{DID_NOT_EASE}]\n", encoding="utf-8")
    (found,) = [r for r in load_library(tmp_path).routines.values() if r.id == "my-ball"]
    assert isinstance(found, Technique)
    assert found.ask_after is not None
    assert raising(found.ask_after) == {"no": DID_NOT_EASE}


def test_each_answer_has_a_letter_of_its_own() -> None:
    ball = SHIPPED.find("ball-compression")
    assert isinstance(ball, Technique)
    assert ball.ask_after is not None
    assert [answer.key for answer in ball.ask_after.answers] == ["y", "a", "n", "m"]


def test_letters_that_are_taken_are_left_to_their_answer(tmp_path: Path) -> None:
    answers = '["yes", "you bet", {say: "no", key: o}, "no way", "?!"]'
    question = asked_after(tmp_path, f'{{question: "Fine?", answers: {answers}}}')
    assert question.answers == (
        AfterAnswer("yes", "y"),
        AfterAnswer("you bet", "u"),
        AfterAnswer("no", "o", DID_NOT_EASE),
        AfterAnswer("no way", "n"),
        AfterAnswer("?!", "a"),
    )


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ('{question: "Q?", answers: ["yes", {say: "no", raises: chest-pain}]}', "'chest-pain' is no sign."),
        ('{question: "Q?", answers: ["yes", "Yes", "no"]}', "'Yes' stands for two answers."),
        ('{question: "Q?", answers: [{say: "no", key: y}, {say: "yes", key: y}]}', "'y' stands for two answers."),
        ('{question: "Q?", answers: ["good", "bad"]}', "No answer says that the spot did not ease."),
        ('{question: "Q?", answers: ["no"]}', "answers"),
        ('{question: "Q?", answers: [1, "no"]}', "answers"),
        ('{question: "Q?", answers: ["yes", {say: "no", key: No}]}', "key"),
        ('{answers: ["yes", "no"]}', "question"),
        ("[1]", "ask_after"),
        ("3", "ask_after"),
    ],
)
def test_a_slip_is_one_fault_and_the_file_is_not_used(tmp_path: Path, asked: str, fault: str) -> None:
    path = written(tmp_path, asked)
    (problem,) = check_file(path, SHIPPED)
    assert fault in str(problem)
    assert problem.line == 8
    library = load_library(tmp_path)
    assert "my-ball" not in library.routines
    assert library.problems == (problem,)
