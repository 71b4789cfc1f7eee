"""A file that answers the safety check: every fault at its place, and nothing recorded while there is one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from coach.adapters.yaml_file import MAX_PROBLEMS, Loaded, read_yaml
from coach.core.catalogue.catalogue import AskedAlone, Layer
from coach.core.check.written_check import WrittenAnswers
from coach.core.shown import shown
from coach.core.spelling import suggestion
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.errors import Problem

KEYS = ("answers", "unanswered", "others")
WORDS = 'Write "yes", "no" or "not-sure", in quotes.'
NOT_ASKED = {
    Layer.COMPUTED: ("is worked out by coach, so it can't be answered.", "Leave it out."),
    Layer.IN_SESSION: ("is a sign told in a session, so it can't be answered here.", "Leave it out."),
}


def read_answers(path: Path, catalogue: Catalogue) -> tuple[WrittenAnswers, list[Problem]]:
    """The answers in a file and its faults; with any fault the answers are empty."""
    loaded = read_yaml(path, named=True)
    problems = list(loaded.problems)
    data = loaded.data
    if not problems and not isinstance(data, dict):
        problems.append(loaded.problem((), "Answers are keys and values.", 'Write answers: {chest-pain: "no"}'))
    if problems:
        return WrittenAnswers(), problems
    problems = sorted(islice(_faults(loaded, catalogue), MAX_PROBLEMS), key=lambda one: (one.line, one.column))
    if problems:
        return WrittenAnswers(), problems
    answers = {name: Answer(value) for name, value in (data.get("answers") or {}).items()}
    return WrittenAnswers(answers, frozenset(data.get("unanswered") or ()), data.get("others") == Answer.NO), []


def _faults(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    data: dict[str, Any] = loaded.data
    for key in data:
        if key not in KEYS:
            hint = suggestion(key, KEYS, "Known here: {known}.")
            yield loaded.problem((key,), f"'{shown(key)}' is not known here.", hint, key=True)
    answers = data.get("answers")
    if isinstance(answers, dict):
        for name, value in answers.items():
            path = ("answers", name)
            yield from _unknown(loaded, path, name, catalogue, key=True)
            flag = catalogue.flags.get(name)
            if flag is None or not flag.options:
                yield from _no_answer(loaded, path, value)
    elif answers is not None:
        yield loaded.problem(("answers",), "'answers' is a group of keys.", 'Write chest-pain: "no" below it.')
    blank = data.get("unanswered")
    if isinstance(blank, list):
        for n, name in enumerate(blank):
            path = ("unanswered", n)
            yield from _unknown(loaded, path, name, catalogue)
            if isinstance(answers, dict) and isinstance(name, str) and name in answers:
                hint = "Take it out of one of the two."
                yield loaded.problem(path, f"'{shown(name)}' is answered and unanswered.", hint)
    elif blank is not None:
        yield loaded.problem(("unanswered",), "'unanswered' is a list.", "Write it in [ ].")
    if "others" in data and (data["others"] != Answer.NO or not loaded.quoted(("others",))):
        yield loaded.problem(("others",), "'others' can only be \"no\".", 'Write others: "no", or leave it out.')


def _unknown(
    loaded: Loaded, path: tuple[str | int, ...], name: object, catalogue: Catalogue, *, key: bool = False
) -> Iterator[Problem]:
    flag = catalogue.flags.get(name) if isinstance(name, str) else None
    if flag is None:
        hint = suggestion(str(name), catalogue.flags, "Check its id.")
        yield loaded.problem(path, f"There is no question '{shown(str(name))}'.", hint, key=key)
    elif flag.alone is AskedAlone.WHEN_NOTED:
        hint = "Log it: coach log episode, or coach log lump."
        message = f"'{flag.id}' is told when something is logged, so it can't be answered here."
        yield loaded.problem(path, message, hint, key=key)
    elif flag.ask in NOT_ASKED:
        message, hint = NOT_ASKED[flag.ask]
        yield loaded.problem(path, f"'{flag.id}' {message}", hint, key=key)


def _no_answer(loaded: Loaded, path: tuple[str, str], value: object) -> Iterator[Problem]:
    word = str(value).lower()
    if word in {"true", "false", "yes", "no"} and not loaded.quoted(path):
        yield loaded.problem(path, f"{word} stands without quotes, so it is no answer.", WORDS)
    elif value not in list(Answer):
        given = "nothing" if value is None else f"'{shown(str(value), 40)}'"
        yield loaded.problem(path, f"{given} is no answer.", WORDS)
