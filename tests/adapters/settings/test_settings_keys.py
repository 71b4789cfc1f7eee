"""Keys in the settings file: what can be taken, what can't, and every fault at its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys

from coach.adapters.settings.key_names import FUNCTION_KEYS, MOVING, key_fault, key_named
from coach.adapters.settings.known_keys import KEYS
from coach.adapters.settings.known_settings import settings_schema
from coach.adapters.settings.settings_file import load_settings, save_settings
from coach.core.settings import DEFAULTS, KEPT_KEYS, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def told(path: Path, *lines: str) -> list[str]:
    """What is wrong with these lines under `keys:`, each with its line."""
    path.write_text("keys:\n" + "".join(f"  {line}\n" for line in lines), "utf-8")
    settings, problems = load_settings(path)
    assert (settings == DEFAULTS) or not problems
    return [f"{problem.line - 1}: {problem.message} {problem.hint}" for problem in problems]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ('"ctrl+n, y"', ("ctrl+n", "y")),
        ("y", ("y",)),
        ("7", ("7",)),
        ('"%, #"', ("%", "#")),
        ("percent_sign", ("%",)),
        ('","', ("comma",)),
        ("Ctrl+N", ("ctrl+n",)),
        ("N", ("N",)),
        ('"y, y"', ("y",)),
        ("shift+ctrl+f3", ("ctrl+shift+f3",)),
        ("ä", ("ä",)),
    ],
)
def test_a_key_is_written_as_people_write_it(path: Path, written: str, keys: tuple[str, ...]) -> None:
    assert told(path, f"today.note: {written}") == []
    assert load_settings(path)[0].keys == (("today.note", keys),)


@pytest.mark.parametrize("text", ["", "keys:\n", "keys: {}\n", "keys: null\n"])
def test_no_keys_are_the_usual_ones(path: Path, text: str) -> None:
    path.write_text(text)
    assert load_settings(path) == (DEFAULTS, [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("today.chek: y", "There is no key called 'today.chek'. Did you mean 'today.check'"),
        ("note: y", "Did you mean 'today.note'?"),
        ("gibberish: y", "coach schema settings"),
        ("today.note: ctrl+banana", "A terminal sends no 'ctrl+banana'."),
        ("today.note: pagdown", "There is no key 'pagdown'. Did you mean 'pagedown'?"),
        ("today.note: ctrl+m", "the same for 'ctrl+m' as for Enter"),
        ("today.note: ctrl+1", "A terminal sends no 'ctrl+1'."),
        ("today.note: shift+n", 'Write the sign itself, like "N".'),
        ("today.note: super+n", "There is no key 'super+n'."),
        ('today.note: ""', "'today.note' needs a key."),
        ('today.note: ", ,"', "'today.note' needs a key."),
        ("today.note: [y]", "'today.note' needs a key."),
        ("today.note: true", "'today.note' needs a key."),
        ("today.note: 12", "'today.note' needs a key."),
        ("today.note: esc", "Esc always goes back."),
        ("today.note: ctrl+q", "Ctrl+Q always leaves Coach."),
        ("today.note: enter", "Enter always opens and confirms."),
        ("player.pause: ctrl+c", "Ctrl+C always leaves or copies."),
        ("today.note: down", "it moves in lists"),
        ("library.area: ctrl+a", "a line to type in needs it"),
        ("frame.help: ctrl+w", "a line to type in needs it"),
        ("seen.save: k", "it is typed where this acts"),
        ("app.palette: p", "it is typed where this acts"),
        ("pick.pick: c", "it answers where this acts"),
        ("rating.3: y", "its number is the answer"),
        ("picture.neck: 6", "its number is the answer"),
        ("today.note: b", "'b' is also the key of 'today.body' on Today."),
        ("today.note: t", "'t' is also the key of 'place.today' on Today."),
        ("today.note: space", "'space' is also the key of 'choice.pick' on Today."),
        ("library.area: ctrl+p", "'ctrl+p' is also the key of 'app.palette' on Library."),
        ("app.palette: ctrl+s", "'ctrl+s' is also the key of 'seen.save' on a visit."),
        ("player.next: b", "'b' is also the key of 'player.back' on the player."),
        ("place.progress: i", "'i' is also the key of 'today.about' on Today."),
    ],
)
def test_what_cant_be_is_told_with_its_line(path: Path, line: str, words: str) -> None:
    (problem,) = told(path, "today.breaks: f9", line)
    assert problem.startswith("2: ")
    assert words in problem


def test_every_fault_is_told_at_once(path: Path) -> None:
    problems = told(path, "today.nope: y", "today.note: ctrl+1", "today.body: i", "today.why: escape")
    assert [problem[:2] for problem in problems] == ["1:", "2:", "3:", "4:"]


def test_keys_that_are_no_group_are_told(path: Path) -> None:
    path.write_text("keys: [today.note]\n")
    (problem,) = load_settings(path)[1]
    assert "'keys' are names with keys." in str(problem)


def test_two_keys_can_be_swapped_but_not_put_on_one(path: Path) -> None:
    assert told(path, "today.note: b", "today.body: e") == []
    assert told(path, "today.note: y", "today.body: y") == [
        "2: 'y' is also the key of 'today.note' on Today. Take another key, or give 'today.note' another one, too."
    ]


def test_one_key_may_mean_two_things_on_two_screens_and_where_it_did_before(path: Path) -> None:
    assert told(path, "today.note: y", "card.more: e") == []
    assert told(path, 'player.stay: "n, u"', "player.next: n") == []
    assert told(path, "player.stay: u", "player.next: u") != []


@pytest.mark.parametrize("name", ["help.back", "today.anywhere", "routine.begin"])
def test_a_key_that_is_kept_can_be_named_where_it_is_one(path: Path, name: str) -> None:
    kept = next(key for key in KEYS[name].split() if key in KEPT_KEYS)
    assert told(path, f'{name}: "y, {kept}"') == []


def test_saving_keeps_the_comments_and_takes_out_what_is_gone(path: Path) -> None:
    path.write_text("# mine\nkeys:  # few\n  today.note: y  # yes\n  today.body: u  # you\ntheme: dark\n")
    settings, problems = load_settings(path)
    assert problems == []
    more = replace(settings, keys=(("frame.help", ("?", "f5")), *settings.keys))
    save_settings(path, more)
    assert load_settings(path) == (more, [])
    assert "# mine\nkeys:  # few\n  today.note: y  # yes\n  today.body: u  # you\n" in path.read_text()
    save_settings(path, replace(more, keys=(("today.note", ("y",)),)))
    assert "keys:  # few\n  today.note: y  # yes\n" in path.read_text()
    assert "today.body" not in path.read_text()
    save_settings(path, replace(more, keys=()))
    assert load_settings(path) == (replace(more, keys=()), [])


@pytest.mark.parametrize("key", ["%", "!", "comma", "7", "y", "#", "ctrl+n", "'", '"', "~"])
def test_what_is_saved_is_read_again(path: Path, key: str) -> None:
    settings = Settings(keys=(("today.note", (key,)),))
    save_settings(path, settings)
    assert load_settings(path) == (settings, [])


def test_the_schema_names_every_key_with_what_it_is() -> None:
    keys = settings_schema()["properties"]["keys"]["anyOf"][0]
    assert set(keys["properties"]) == set(KEYS)
    assert keys["properties"]["player.wrong"]["default"] == "!, w"


def test_every_key_that_can_be_taken_is_one_that_textual_knows() -> None:
    known = {key.value for key in Keys} | {
        str(key.value) for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple) for key in keys
    }
    plain = MOVING | FUNCTION_KEYS | KEPT_KEYS | {f"ctrl+{letter}" for letter in "abcdefgjklnopqrstuvwxyz"}
    assert {key for key in plain if key_fault(key) is not None} == set()
    assert plain - known == set()
    assert {key for keys in KEYS.values() for key in keys.split() if key_fault(key) or key_named(key) != key} == set()
