"""Settings changed one by one: rows from the one table, the file's own rules, and nobody else's change undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.settings.changed_keys import ChangedKeys
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.settings.known_settings import SETTINGS, to_data
from coach.adapters.settings.rows import shape_at
from coach.adapters.settings.settings_file import load_settings, save_settings
from coach.adapters.settings.typed_values import as_typed, typed
from coach.adapters.settings.value_shapes import Or, Shape, Whole
from coach.core.errors import BadInput, CoachError
from coach.core.setting_rows import SettingKind, SettingPath, SettingRow
from coach.core.settings import DEFAULTS, ReminderSection, RoutineTimes, Settings

FILE = """\
# mine
theme: dark       # for the eyes
voice: null       # the usual one
minutes: ~
reminders:
  working_hours:
    monday: ["09:00-12:30"]   # short
    friday: []
  routines:
    - {routine: wall-angel, at: ["10:30"], days: [monday]}
  calendar:       # none yet
"""
HOURS = ("reminders", "working_hours")
ROUTINES = ("reminders", "routines")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "settings.yaml"
    file.write_text(FILE)
    return file


@pytest.fixture
def editor(path: Path) -> SettingsFileEditor:
    made = SettingsFileEditor(path, load_settings(path)[0])
    assert made.look() is None
    return made


def row(editor: SettingsFileEditor, *path: str | int) -> SettingRow:
    return next(row for row in editor.rows() if row.path == path)


def leaves(data: dict[str, Any], shape: Any, path: SettingPath = ()) -> set[SettingPath]:
    """The path of every value that is no group."""
    inside: Any = shape.shape if isinstance(shape, Or) else shape
    if not isinstance(data, dict) or isinstance(inside, ChangedKeys):
        return {path}
    return {leaf for key, one in data.items() for leaf in leaves(one, inside.keys[key][0], (*path, key))}


def test_every_key_of_the_table_has_a_row_that_says_what_it_is_for(editor: SettingsFileEditor) -> None:
    editor.take(DEFAULTS)
    rows = {row.path: row for row in editor.rows()}
    lists = {(*path, 0) if path == ROUTINES else path for path in leaves(to_data(DEFAULTS), SETTINGS)}
    assert set(rows) == lists
    assert all(len(row.what) > 5 for row in rows.values())


def test_a_setting_that_is_new_in_the_table_has_a_row_by_itself(
    editor: SettingsFileEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS.keys, "quite_new", (Or(Whole(1, 9), None), "What it is for"))
    monkeypatch.setattr("coach.adapters.settings.rows.to_data", lambda _: {"quite_new": None} | to_data_of_the_known())
    monkeypatch.setattr("coach.adapters.settings.editor.to_data", lambda _: {"quite_new": 4} | to_data_of_the_known())
    found = row(editor, "quite_new")
    assert (found.kind, found.text, found.usual, found.what) == (SettingKind.NUMBER, "4", "", "What it is for")


def to_data_of_the_known() -> dict[str, Any]:
    known = {key: one for key, one in SETTINGS.keys.items() if key not in {"sound", "quite_new"}}
    return {key: shape.data(getattr(DEFAULTS, key)) for key, (shape, _) in known.items()}


def test_a_row_says_where_its_value_comes_from(editor: SettingsFileEditor) -> None:
    assert (row(editor, "theme").line, row(editor, "theme").text) == (2, "dark")
    assert (row(editor, "volume").line, row(editor, "volume").text) == (None, "70")
    assert row(editor, *HOURS, "monday").line == 7
    assert row(editor, *ROUTINES, 0).line == 10
    assert row(editor, *ROUTINES, 1).line is None


def test_the_old_name_of_a_setting_is_where_it_comes_from(path: Path) -> None:
    path.write_text("\nsound: false\n")
    editor = SettingsFileEditor(path, load_settings(path)[0])
    editor.look()
    assert (row(editor, "hearing").text, row(editor, "hearing").line) == ("silent", 2)


TYPED: list[tuple[SettingPath, str, Any]] = [
    (("keys",), "today.note: ctrl+n, y; today.body: F6", (("today.body", ("f6",)), ("today.note", ("ctrl+n", "y")))),
    (("keys",), "today.note: semicolon", (("today.note", (";",)),)),
    (("keys",), "", ()),
    (("volume",), "7", 7),
    (("minutes",), "", None),
    (("minutes",), "null", None),
    (("theme",), "'nord'", "nord"),
    (("quiet_hours",), '"22:00-07:00"', "22:00-07:00"),
    (("reminders", "drink_minutes"), "off", None),
    (("reminders", "drink_minutes"), "", None),
    (("reminders", "snooze_minutes"), "5, 7", (5, 7)),
    (("reminders", "snooze_minutes"), "[5, 7]", (5, 7)),
    (("reminders", "calendar"), "~/a: b, c.ics", "~/a: b, c.ics"),
    (("reminders", "ask_return"), "true", True),
    (HOURS, "always", None),
]


@pytest.mark.parametrize(("where", "text", "value"), TYPED)
def test_what_the_file_accepts_may_be_typed_and_shorter_ways_too(
    editor: SettingsFileEditor, where: SettingPath, text: str, value: Any
) -> None:
    assert editor.check(where, text) == ""
    editor.change(where, text)
    found: Any = editor.now
    for name in where:
        found = getattr(found, str(name))
    assert found == value


WRONG: list[tuple[SettingPath, str, str]] = [
    (("keys",), "today.note: b", "'b' is also the key of 'today.body' on Today."),
    (("keys",), "today.note", "'today.note' needs a key."),
    (("keys",), "note: x", "Did you mean 'today.note'?"),
    (("volume",), "101", "'volume' can't be 101. Write a whole number from 0 to 100."),
    (("volume",), "a b", "'volume' can't be \"a b\". Write a whole number from 0 to 100."),
    (("theme",), "a b", "'theme' can't be \"a b\". Write auto, dark or light."),
    (("hearing",), "voic", "'hearing' can't be \"voic\". Did you mean 'voice'?"),
    ((*HOURS, "monday"), "9-5", "'monday' can't be \"9-5\". From-to, with commas between: "),
    ((*HOURS, "monday"), "9:00-12:00, 11:00-13:00", "begins before '9:00-12:00' is over. Let no two overlap."),
    ((*HOURS, "sunday"), "22:00-09:00", ""),
    ((*HOURS, "sunday"), "22:00-10:00", "'09:00-12:30' begins before '22:00-10:00' is over"),
    ((*HOURS, "sunday"), "21:00-10:00", "'21:00-10:00' ends before it starts."),
    ((*HOURS, "sunday"), "20:00-09:01", "ends before it starts"),
    ((*HOURS, "friday"), "[20:00-24:00, 23:00-24:00]", "Let no two overlap"),
    (("reminders", "snooze_minutes"), "5, 5", "5 is here twice. Leave one out."),
    (("reminders", "snooze_minutes"), "", "'snooze_minutes' can't be []. Whole numbers with commas between"),
    ((*ROUTINES, 1), "wall-angel", "'at' is missing here. The routine, its times, its days: "),
    ((*ROUTINES, 1), "wall-angel 10:30 fryday", "'days' can't be \"fryday\". Did you mean 'friday'?"),
    ((*ROUTINES, 1), "wall-angel 10:30 mon", "here twice"),
    ((*ROUTINES, 1), "{routine: wall-angel, at: 7}", "'at' can't be 7. The routine, its times"),
    (("reminders", "calendar_email"), "me", "Write the address you are invited by, or null."),
]


@pytest.mark.parametrize(("where", "text", "said"), WRONG)
def test_what_is_typed_is_checked_by_the_rules_of_the_file_in_its_words(
    editor: SettingsFileEditor, where: SettingPath, text: str, said: str
) -> None:
    assert said in editor.check(where, text)
    before = editor.now
    if said:
        with pytest.raises(BadInput):
            editor.change(where, text)
        assert editor.now == before
    else:
        assert editor.check(where, text) == ""


def test_a_check_and_the_file_agree(editor: SettingsFileEditor, path: Path) -> None:
    """What can be typed is what the file may hold: written there, it is read without a fault."""
    for found in editor.rows():
        for text in (found.text, *found.choices):
            assert editor.check(found.path, text) == "", found.path
    assert load_settings(path)[0] == editor.now


def test_every_value_comes_back_from_the_way_it_is_typed() -> None:
    def walk(shape: Shape, data: Any, path: SettingPath) -> None:
        inside = shape.shape if isinstance(shape, Or) else shape
        if isinstance(data, dict) and path[-1:] != ("working_hours",):
            for key, one in data.items():
                walk(inside.keys[key][0], one, (*path, key))  # type: ignore[attr-defined]
        elif path not in {ROUTINES, HOURS}:
            assert typed(shape, as_typed(shape, data)) == data, path

    full = Settings(minutes=12, wait_limit=90, voice="en-gb+f3", quiet_hours="22:00-07:00")
    section = ReminderSection(snooze_minutes=(5,), drink_minutes=None, calendar="a b.ics", terminal="foot -e")
    for settings in (DEFAULTS, replace(full, reminders=section)):
        walk(SETTINGS, to_data(settings), ())
    routine = {"routine": "wall-angel", "at": ["10:30", "15:30"], "days": ["monday", "friday"]}
    shape = shape_at((*ROUTINES, 0))
    assert typed(shape, as_typed(shape, routine)) == routine
    assert typed(shape, "wall-angel 10:30, 15:30, Mon fri") == routine


def test_planned_routines_are_added_changed_and_taken_out(editor: SettingsFileEditor, path: Path) -> None:
    editor.change((*ROUTINES, 1), "neck-knot-desk 9:15 15:30")
    editor.change((*ROUTINES, 0), "wall-angel 10:30 tue")
    editor.save()
    times = (RoutineTimes("wall-angel", (630,), (1,)), RoutineTimes("neck-knot-desk", (555, 930)))
    assert load_settings(path)[0].reminders.routines == times
    editor.change((*ROUTINES, 0), " ")
    editor.put_back((*ROUTINES, 0))
    editor.save()
    assert load_settings(path)[0].reminders.routines == ()


def test_working_hours_begin_with_working_days(editor: SettingsFileEditor, path: Path) -> None:
    editor.change(HOURS, "always")
    assert (*HOURS, "monday") not in {found.path for found in editor.rows()}
    editor.change(HOURS, "by day")
    assert [row(editor, *HOURS, day).text for day in ("monday", "friday", "saturday")] == [
        "09:00-17:00",
        "09:00-17:00",
        "",
    ]
    editor.change((*HOURS, "saturday"), "10:00-12:00")
    editor.save()
    assert load_settings(path)[0] == editor.now


def test_what_is_written_keeps_every_comment_and_every_other_line(editor: SettingsFileEditor, path: Path) -> None:
    editor.change(("theme",), "light")
    editor.change((*HOURS, "monday"), "09:00-12:30, 13:30-15:00")
    editor.save()
    assert path.read_text() == FILE.replace("theme: dark ", "theme: light").replace(
        '["09:00-12:30"]   #', '["09:00-12:30", "13:30-15:00"] #'
    )


def test_the_usual_value_is_put_back_where_the_setting_stands(editor: SettingsFileEditor, path: Path) -> None:
    editor.put_back(("theme",))
    editor.save()
    assert path.read_text() == FILE.replace("theme: dark", "theme: auto")
    assert (row(editor, "theme").text, row(editor, "theme").line) == ("auto", 2)


def test_what_another_window_changed_holds_here_too_and_is_not_undone(editor: SettingsFileEditor, path: Path) -> None:
    theirs = replace(load_settings(path)[0], volume=10, hearing="silent")
    editor.change(("hearing",), "chimes")
    save_settings(path, theirs)
    editor.save()
    assert editor.now == replace(theirs, hearing="chimes")
    assert load_settings(path)[0] == editor.now
    save_settings(path, replace(editor.now, dose="high"))
    assert editor.look() is None
    assert editor.now.dose == "high"


def test_hours_that_another_window_took_away_do_not_leave_one_day(editor: SettingsFileEditor, path: Path) -> None:
    save_settings(path, replace(load_settings(path)[0], reminders=ReminderSection()))
    editor.change((*HOURS, "tuesday"), "09:00-10:00")
    editor.save()
    assert load_settings(path) == (editor.now, [])


def test_a_file_with_a_fault_is_never_written_over_and_the_line_is_named(
    editor: SettingsFileEditor, path: Path
) -> None:
    broken = FILE + "volume: 101\n"
    path.write_text(broken)
    editor.change(("hearing",), "chimes")
    assert "settings.yaml:12:9: 'volume' can't be 101" in str(editor.look())
    with pytest.raises(CoachError, match=r"settings\.yaml:12:9"):
        editor.save()
    assert path.read_text() == broken
    assert editor.now.hearing == "chimes"
    assert row(editor, "hearing").unsaved
    assert not row(editor, "volume").unsaved
    path.write_text(FILE + "volume: 10\n")
    editor.save()
    assert load_settings(path)[0] == editor.now
    assert (editor.now.volume, editor.now.hearing, row(editor, "hearing").unsaved) == (10, "chimes", False)


def test_what_cant_be_written_holds_and_is_written_with_the_next_change(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.write_text("a file where the folder should be")
    path = folder / "settings.yaml"
    editor = SettingsFileEditor(path, DEFAULTS)
    editor.change(("volume",), "10")
    with pytest.raises(CoachError):
        editor.save()
    assert (editor.now.volume, row(editor, "volume").unsaved) == (10, True)
    folder.unlink()
    editor.change(("dose",), "high")
    editor.save()
    assert load_settings(path) == (replace(DEFAULTS, volume=10, dose="high"), [])
    assert row(editor, "volume").line is not None
