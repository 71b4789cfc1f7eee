"""The reminders in the settings file: what they mean, every fault at its place, one table for checks and schema."""

from __future__ import annotations

import difflib
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from coach.adapters.settings.known_settings import REMINDERS, SETTINGS, settings_schema, to_data, to_settings
from coach.adapters.settings.settings_file import check_settings, load_settings, save_settings
from coach.core.errors import CoachError
from coach.core.settings import DEFAULTS, WEEKDAYS, BreakCommands, PauseSources, ReminderSection, RoutineTimes, Settings

FULL = """\
# my settings
theme: dark          # easier on the eyes
reminders:
  # the rhythm
  interval_minutes: 50
  break_minutes: 3
  notice_seconds: 0
  snooze_minutes: [10]
  ask_return: true
  on_click: done
  working_hours:
    monday: ["9:00-12:30", 13:30-18:00]   # no quotes are fine too
    tuesday: []
    friday: ["22:00 - 06:00"]             # the night shift
    sunday: ["20:00-24:00"]
  drink_minutes: off
  desk_check: false
  eyes_minutes: 20
  day_ends: true
  insist: again
  sound: true
  on_break:
    begin: [playerctl, pause]
    end: [notify, over, over]
  routines:
    - routine: neck-knot-desk             # twice
      at: [10:30, "15:30"]
    - {routine: wall-angel, at: ["8:05"], days: [sunday, monday]}
  pause_for:
    microphone: false
  calendar: ~/calendar.ics
  calendar_email: me@example.org
  terminal: foot -e
"""
OFF: tuple[tuple[int, int], ...] = ()
READ = ReminderSection(
    interval_minutes=50,
    break_minutes=3,
    notice_seconds=0,
    snooze_minutes=(10,),
    ask_return=True,
    on_click="done",
    working_hours=(((540, 750), (810, 1080)), OFF, OFF, OFF, ((1320, 360),), OFF, ((1200, 1440),)),
    drink_minutes=None,
    desk_check=False,
    eyes_minutes=20,
    day_ends=True,
    insist="again",
    sound=True,
    on_break=BreakCommands(("playerctl", "pause"), ("notify", "over", "over")),
    routines=(RoutineTimes("neck-knot-desk", (630, 930)), RoutineTimes("wall-angel", (485,), (0, 6))),
    pause_for=PauseSources(microphone=False),
    calendar="~/calendar.ics",
    calendar_email="me@example.org",
    terminal="foot -e",
)

OLD_NAME = "sound"  # of hearing: it is understood, and never written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_every_reminder_setting_is_read(path: Path) -> None:
    assert load_settings(written(path, FULL)) == (Settings(theme="dark", reminders=READ), [])


@pytest.mark.parametrize("text", ["reminders:\n", "reminders: {}\n", "reminders:\n#  interval_minutes: 30\n"])
def test_an_empty_section_is_the_defaults(path: Path, text: str) -> None:
    assert load_settings(written(path, text)) == (DEFAULTS, [])


IN = "reminders:\n  "
FAULTS = [
    # numbers: out of range, broken, quoted, written as other things
    (IN + "interval_minutes: 29", "2:21", "30 to 60"),
    (IN + "eyes_minutes: 9", "2:17", "10 to 60, or off"),
    (IN + "eyes_minutes: yes", "2:17", "10 to 60, or off"),
    (IN + "day_ends: 17:30", "2:13", "true or false"),
    (IN + "insist: loud", "2:11", "quiet or again"),
    (IN + "sound: 1", "2:10", "true or false"),
    (IN + "on_break: playerctl pause", "2:13", "lists of words"),
    (IN + "on_break: {begin: playerctl pause}", "2:21", "list of words"),
    (IN + "on_break: {begin: [playerctl, 5]}", "2:33", "in quotes"),
    (IN + "on_break: {start: [a]}", "2:14", "begin, end"),
    (IN + "interval_minutes: 61", "2:21", "30 to 60"),
    (IN + "interval_minutes: 45.5", "2:21", "30 to 60"),
    (IN + 'interval_minutes: "45"', "2:21", "30 to 60"),
    (IN + "interval_minutes: 0:45", "2:21", '"0:45"'),
    (IN + "interval_minutes: 045", "2:21", '"045"'),
    (IN + "interval_minutes: true", "2:21", "30 to 60"),
    (IN + "interval_minutes: -45", "2:21", "30 to 60"),
    (IN + "interval_minutes: 99999999999999999999", "2:21", "30 to 60"),
    (IN + "interval_minutes: .inf", "2:21", "30 to 60"),
    (IN + "interval_minutes:", "2:20", "30 to 60"),
    (IN + "break_minutes: 0", "2:18", "1 to 10"),
    (IN + "notice_seconds: 301", "2:19", "0 to 300"),
    (IN + "drink_minutes: 5", "2:18", "30 to 240, or off"),
    (IN + "drink_minutes: false", "2:18", "or off"),
    (IN + "snooze_minutes: 5", "2:19", "[5, 10, 15]"),
    (IN + "snooze_minutes: []", "2:19", "[5, 10, 15]"),
    (IN + "snooze_minutes: [5, 5]", "2:23", "twice"),
    (IN + "snooze_minutes: [5, 31]", "2:23", "1 to 30"),
    (IN + "ask_return: yes", "2:15", "true or false"),
    (IN + "on_click: open", "2:13", "start or done"),
    # working hours
    (IN + "working_hours: {}", "2:18", "null for always"),
    (IN + "working_hours: 9-17", "2:18", "null for always"),
    (IN + "working_hours: {monday: 09:00-12:30}", "2:27", "Write a list"),
    (IN + 'working_hours: {Monday: ["09:00-12:30"]}', "2:19", "Did you mean 'monday'?"),
    (IN + 'working_hours: {monday: ["25:00-26:00"]}', "2:28", "from-to"),
    (IN + 'working_hours: {monday: ["09:00"]}', "2:28", "from-to"),
    (IN + "working_hours: {monday: [540]}", "2:28", "from-to"),
    (IN + 'working_hours: {monday: ["24:00-06:00"]}', "2:28", "from-to"),
    (IN + 'working_hours: {monday: ["17:00-09:00"]}', "2:28", "ends before it starts"),
    (IN + 'working_hours: {monday: ["09:00-09:00"]}', "2:28", "is empty"),
    (IN + 'working_hours: {monday: ["09:00-13:00", "12:59-17:00"]}', "2:43", "before '09:00-13:00' is over"),
    (IN + 'working_hours: {monday: ["22:00-06:00"], tuesday: ["05:00-12:00"]}', "2:54", "before '22:00-06:00'"),
    (IN + 'working_hours: {sunday: ["22:00-06:00"], monday: ["05:00-12:00"]}', "2:53", "before '22:00-06:00'"),
    # desk check, routines
    (IN + "desk_check: monday", "2:15", "Write true or false"),
    (IN + "routines: neck-knot-desk", "2:13", "Write a list"),
    (IN + "routines: [neck-knot-desk]", "2:14", "routine: neck-knot-desk"),
    (IN + "routines: [{routine: Neck Knot, at: ['9:00']}]", "2:24", "coach routines"),
    (IN + "routines: [{routine: a, at: '9:00'}]", "2:31", "list of times"),
    (IN + "routines: [{routine: a, at: ['9.30']}]", "2:32", "in quotes"),
    (IN + "routines: [{routine: a, at: ['9:30'], days: [funday]}]", "2:48", "Did you mean 'sunday'"),
    (IN + "routines: [{routine: a, at: ['9:30'], days: []}]", "2:47", "[monday, friday]"),
    # sources, calendar, terminal, and what is no setting
    (IN + "pause_for: {microfone: true}", "2:15", "Did you mean 'microphone'?"),
    (IN + "pause_for: [idle]", "2:14", "microphone: false"),
    (IN + "calendar: 5", "2:13", ".ics file"),
    (IN + "calendar: ''", "2:13", ".ics file"),
    (IN + "calendar_email: me", "2:19", "address"),
    (IN + 'terminal: "a\\nb"', "2:13", "command"),
    (IN + "intervall: 45", "2:3", "Did you mean 'interval_minutes'?"),
    ("reminders: off", "1:12", "interval_minutes: 45"),
    ("reminder: {}", "1:1", "Did you mean 'reminders'?"),
    ("reminders: &a {pause_for: *a}", "1:12", "References"),
    ("reminders: !!python/object:os.system {}", "1:12", "Tags"),
    ("reminders: " + "[" * 60, "1:61", "nested more than 50"),
]


@pytest.mark.parametrize(("text", "place", "words"), FAULTS)
def test_a_fault_is_told_at_its_place_with_a_mend(path: Path, text: str, place: str, words: str) -> None:
    settings, problems = load_settings(written(path, text + "\n"))
    assert settings == DEFAULTS
    assert str(problems[0]).startswith(f"{path}:{place}")
    assert words in str(problems[0])
    with pytest.raises(CoachError, match="not saved"):
        save_settings(path, Settings(theme="dark"))
    assert path.read_text() == text + "\n"


def test_all_faults_are_told_at_once_in_the_order_of_lines(path: Path) -> None:
    text = (
        "sound: 1\nreminders:\n  interval_minutes: 5\n  working_hours:\n"
        '    monday: ["09:00-12:00", "08:00-10:00", "18:00-17:00"]\n    tuesday: ["10:00-10:00"]\n  calendar: 1\n'
    )
    problems = load_settings(written(path, text))[1]
    assert [problem.line for problem in problems] == [1, 3, 5, 5, 6, 7]
    assert check_settings(path) == problems


def test_one_span_over_the_end_of_the_week_is_no_overlap(path: Path) -> None:
    night = written(path, IN + 'working_hours: {sunday: ["22:00-06:00"]}\n')
    assert load_settings(night)[1] == []


def test_a_hostile_file_of_unknown_keys_is_compared_with_the_known_ones_within_limits(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    real = difflib.get_close_matches

    def counting(word: str, *rest: Any) -> list[str]:
        compared.append(word)
        return real(word, *rest)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    written(path, "".join(f"k{n}: 1\n" for n in range(4_000)))
    assert len(load_settings(path)[1]) == 100
    written(path, f"dose: {'k' * 900_000}\n")
    assert len(str(load_settings(path)[1][0])) < 400
    assert len(compared) <= 101
    assert max(map(len, compared)) == 40


def test_saving_changes_what_changed_and_keeps_every_comment(path: Path) -> None:
    settings = load_settings(written(path, FULL))[0]
    new = replace(
        settings,
        hearing="silent",
        reminders=replace(
            READ,
            interval_minutes=30,
            desk_check=True,
            pause_for=PauseSources(microphone=False, idle=False),
            routines=(RoutineTimes("wall-angel", (630,), (1,)), *READ.routines[1:]),
            calendar=None,
        ),
    )
    save_settings(path, new)
    assert load_settings(path) == (new, [])
    before, after = FULL.splitlines(), path.read_text().splitlines()
    comments = [line.partition("#")[2] for line in before if "#" in line]
    assert [line.partition("#")[2] for line in after if "#" in line] == comments
    assert '    friday: ["22:00 - 06:00"]             # the night shift' in after
    assert "      at: [10:30]" in after


PARTED = [
    "reminders:\n  interval_minutes: 50  # often\n# how long I have\nminutes: 10\n",
    "reminders:\n  interval_minutes: 50\n\n# how long I have\nminutes: 10\n",
    "reminders:\n  notice_seconds: 5\n  interval_minutes: 50  # often\n\n# how long I have\nminutes: 10\n",
    "reminders: {interval_minutes: 50}\n# how long I have\nminutes: 10\n",
]


@pytest.mark.parametrize("text", PARTED)
def test_a_new_key_does_not_part_a_comment_from_its_key(path: Path, text: str) -> None:
    settings = load_settings(written(path, text))[0]
    new = replace(settings, hearing="silent", reminders=replace(settings.reminders, calendar="a.ics", break_minutes=3))
    save_settings(path, new)
    assert load_settings(path) == (new, [])
    assert "# how long I have\nminutes: 10\n" in path.read_text()
    assert ("50  # often\n" in path.read_text()) is ("# often" in text)


def test_a_long_line_stays_one_line(path: Path) -> None:
    text = f"reminders:\n  calendar: {'a folder with blanks/' * 20}a.ics\n"
    settings = load_settings(written(path, text))[0]
    save_settings(path, replace(settings, hearing="silent"))
    assert path.read_text() == f"{text}hearing: silent\n"


def test_what_was_changed_in_the_file_meanwhile_is_left_alone(path: Path) -> None:
    save_settings(written(path, FULL), replace(DEFAULTS, hearing="silent"), was=DEFAULTS)
    assert load_settings(path) == (Settings(theme="dark", hearing="silent", reminders=READ), [])


def test_settings_that_no_file_may_hold_are_not_written(path: Path) -> None:
    written(path, FULL)
    with pytest.raises(CoachError, match="can't be changed by the program"):
        save_settings(path, replace(DEFAULTS, minutes=1000))
    assert path.read_text() == FULL


def test_only_a_changed_key_is_written_into_a_new_file(path: Path) -> None:
    routines = (RoutineTimes("wall-angel", (630, 930), (0, 4)),)
    save_settings(path, replace(DEFAULTS, reminders=ReminderSection(interval_minutes=30, routines=routines)))
    assert [line for line in path.read_text().splitlines() if not line.startswith("#")] == [
        "reminders:",
        "  interval_minutes: 30",
        "  routines:",
        "  - routine: wall-angel",
        '    at: ["10:30", "15:30"]',  # some readers take 10:30 for 630
        "    days: [monday, friday]",
    ]


def test_the_schema_is_one_and_every_key_says_what_it_is_for() -> None:
    schema = settings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == set(SETTINGS.keys) == {field.name for field in fields(Settings)} | {OLD_NAME}
    assert set(REMINDERS.keys) == {field.name for field in fields(ReminderSection)}
    assert all(len(what) > 5 for _, what in REMINDERS.keys.values())
    assert json.loads(json.dumps(schema)) == schema


# --- the table checks what the schema checks -------------------------------------------------------------------------

VALIDATOR = jsonschema.Draft202012Validator(settings_schema())
clock = st.builds("{:02}:{:02}".format, st.integers(0, 25), st.integers(0, 61))
span = st.builds("{}-{}".format, clock, clock) | st.just("20:00-24:00")
odd = st.sampled_from([None, True, False, 0, 1, 30, 45.0, 45.5, "off", "", "x", "9:00", [], {}, ["a"], {"at": "9:00"}])
day = st.sampled_from([*WEEKDAYS, "mon"])
routine = st.fixed_dictionaries(
    {},
    optional={
        "routine": st.sampled_from(["neck-knot-desk", "Neck"]) | odd,
        "at": st.lists(clock, max_size=3) | odd,
        "days": st.lists(day, max_size=3) | odd,
    },
)
section = st.fixed_dictionaries(
    {},
    optional={
        "interval_minutes": st.integers(28, 62) | odd,
        "break_minutes": st.integers(-1, 12) | odd,
        "notice_seconds": st.integers(-1, 302) | odd,
        "snooze_minutes": st.lists(st.integers(0, 32) | odd, max_size=4) | odd,
        "ask_return": odd,
        "on_click": odd,
        "working_hours": st.dictionaries(day, st.lists(span, max_size=3) | odd, max_size=3) | odd,
        "drink_minutes": st.integers(28, 242) | odd,
        "desk_check": odd,
        "routines": st.lists(routine | odd, max_size=2) | odd,
        "pause_for": st.dictionaries(st.sampled_from(["idle", "microphone", "mic"]), odd, max_size=2) | odd,
        "calendar": st.sampled_from(["~/a.ics", "a\tb", "x" * 1001]) | odd,
        "calendar_email": st.sampled_from(["a@b", "a@b@c", "a b@c"]) | odd,
        "terminal": odd,
        "other": odd,
    },
)
whole = st.fixed_dictionaries(
    {},
    optional={
        "reminders": section | odd,
        "minutes": st.integers(-1, 242) | odd,
        "sound": odd,
        "hearing": st.sampled_from(["voice", "loud"]) | odd,
        "volume": st.integers(-1, 101) | odd,
        "voice_speed": st.integers(79, 301) | odd,
        "voice": st.sampled_from(["en-gb+f3", "-h"]) | odd,
        "wait_limit": st.integers(19, 601) | odd,
        "quiet_hours": st.sampled_from(["22:00-07:00", "22-7", "9:00"]) | odd,
        "dose": odd,
        "theme": odd,
    },
)


@given(whole | odd)
def test_the_checks_and_the_schema_agree(data: Any) -> None:
    assert (not list(SETTINGS.faults(data, ()))) == VALIDATOR.is_valid(data)


minute = st.integers(0, 1439)
sound_hours = st.tuples(*[st.sampled_from([(), ((540, 750),), ((0, 300), (1320, 1440)), ((1200, 1439),)])] * 7)
sound_section = st.builds(
    ReminderSection,
    interval_minutes=st.integers(30, 60),
    notice_seconds=st.integers(0, 300),
    snooze_minutes=st.lists(st.integers(1, 30), min_size=1, max_size=3, unique=True).map(tuple),
    ask_return=st.booleans(),
    on_click=st.sampled_from(["start", "done"]),
    working_hours=st.none() | sound_hours,
    drink_minutes=st.none() | st.integers(30, 240),
    desk_check=st.booleans(),
    routines=st.lists(
        st.builds(
            RoutineTimes,
            st.sampled_from(["neck-knot-desk", "on", "7"]),
            st.sets(minute, min_size=1, max_size=4).map(lambda found: tuple(sorted(found))),
            st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    pause_for=st.builds(PauseSources, *[st.booleans()] * 4),
    calendar=st.none()
    | st.sampled_from(["~/my calendar: work.ics", "C:\\a#b.ics", "null", "off", "- x", "'", '"', "5"]),
    terminal=st.none() | st.sampled_from(["foot -e", "{a}", "&x", "true"]),
)


@given(sound_section)
def test_settings_come_back_from_their_data_as_they_were(section: ReminderSection) -> None:
    settings = Settings(reminders=section)
    data = to_data(settings)
    assert to_settings(data) == settings
    assert VALIDATOR.is_valid(data)


@effort(max_examples=60, deadline=None)
@given(sound_section, sound_section)
def test_any_settings_can_be_saved_over_any_others(
    tmp_path_factory: pytest.TempPathFactory, one: ReminderSection, other: ReminderSection
) -> None:
    path = tmp_path_factory.mktemp("home") / "settings.yaml"
    written(path, "# head\nreminders:\n  # first\n  break_minutes: 2  # short\n# of the colours\ntheme: dark\n# end\n")
    for section in (one, other):
        save_settings(path, Settings(theme="dark", reminders=section))
        assert load_settings(path) == (Settings(theme="dark", reminders=section), [])
    text = path.read_text()
    assert text.startswith("# head\nreminders:\n  # first\n  break_minutes: 2  # short\n")
    assert "# of the colours\ntheme: dark\n" in text
    assert text.endswith("# end\n")
