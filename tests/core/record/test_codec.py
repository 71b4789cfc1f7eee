"""Bodies to the journal's text and back: nothing is changed, nothing is guessed, nothing raises."""

from __future__ import annotations

import ast
import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coach.core.record
from coach.core.record.codec import KINDS, decode, encode, is_damaged
from coach.core.record.facts import Unknown, Unreadable
from coach.core.record.wire import KEY
from coach.core.vocabulary import Answer, FirstNoticed, TechniqueClass
from tests.core.record.bodies import EVERY

LATER = ("days-away", "function-rated", "plan-step", "lesson-shared", "exported", "2fa")


@settings(max_examples=150, deadline=None, database=None)
@given(body=EVERY)
def test_every_body_comes_back_as_it_was_written(body: Any) -> None:
    # By its words: enums that share a word are equal, and only the right one has the right name.
    assert repr(decode(body.kind, encode(body))) == repr(body)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["yes", "neck", "2026-03-02"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=120, deadline=None, database=None)
@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_whatever_stands_in_a_field_is_read_whole_or_not_at_all(data: st.DataObject, kind: str) -> None:
    keys = [f.metadata[KEY].name or f.name for f in fields(KINDS[kind])]
    text = json.dumps(data.draw(st.dictionaries(st.sampled_from([*keys, "else"]), JSON)))
    body = decode(kind, text)
    assert isinstance(body, (KINDS[kind], Unreadable))
    if isinstance(body, Unreadable):
        assert (body.kind, encode(body)) == (kind, text)
        assert body.why
    else:
        assert repr(decode(kind, encode(body))) == repr(body), "what is written of it says the same"


@settings(max_examples=100, deadline=None, database=None)
@given(kind=st.sampled_from([*KINDS, *LATER]) | st.text(), text=st.text() | JSON.map(json.dumps))
def test_no_text_raises_and_every_text_is_kept(kind: str, text: str) -> None:
    body = decode(kind, text)
    assert body.kind == kind
    if isinstance(body, (Unknown, Unreadable)):
        assert encode(body) == text


# --- what makes a body unreadable -----------------------------------------------------------------------------------

WHOLE: dict[str, dict[str, object]] = {  # one body of each kind with every field in it, as the journal keeps it
    "pain": {
        "level": 6,
        "when": "any time",
        "area": "neck",
        "session": "s",
        "techniques": ["cat-cow"],
        "before": 7,
        "kind": "knot",
        "side": "middle",
        "feel": ["dull"],
        "tags": ["night"],
        "triggers": ["stress"],
        "status": "worse",
        "medicine": "yes",
        "note": "n",
        "noted": "2026-03-02T09:00:00+01:00",
        "supersedes": "x",
    },
    "episode": {
        "kind": "ache",
        "area": "neck",
        "side": "left",
        "started": "2026-03-01T00:00:00+01:00",
        "ended": "2026-03-02",
        "triggers": ["stress"],
        "tags": ["night"],
        "note": "n",
        "noted": "2026-03-02",
        "supersedes": "x",
    },
    "episode-ended": {"episode": "e", "ended": "2026-03-02T12:00:00+01:00"},
    "status": {"episode": "e", "value": "better"},
    "lump": {
        "lump": "l",
        "area": "neck",
        "side": "both",
        "first_noticed": "not-sure",
        "size_mm": 12.5,
        "size_method": "measured",
        "pain": 3,
        "pain_time": "after rest",
        "texture": "firm",
        "moves": "stuck",
        "look": "leaking or bleeding",
        "feeling": "numb",
        "count": "many",
        "on_spine": "yes",
        "after_injury": "no",
        "other_lumps": "not-sure",
        "spasm_or_stiff": "no",
        "change_since_last": "gone",
        "seen_by": "seen: no self-care",
        "seen_who": "GP",
        "seen_on": "2026-03-02",
        "note": "n",
        "noted": "2026-03-02",
        "supersedes": "x",
    },
    "visit": {
        "flags": ["night-pain"],
        "classes": ["heat"],
        "who": "GP",
        "on": "2026-03-02",
        "lumps": ["l"],
        "second_stage": True,
        "said": "Rest, and call again on Monday.",
        "supersedes": "x",
    },
    "withdrawn": {"flags": ["night-pain"]},
    "report": {
        "flag": "in-session-dizzy",
        "session": "s",
        "technique": "cat-cow",
        "area": "neck",
        "gone": "yes",
        "seconds": 12.5,
        "pressed": 90,
    },
    "profile": {"year_of_birth": 1980, "emergency_number": "112", "age": 46},
    "past-start": {"area": "neck", "kind": "spasm"},
    "care": {},
    "check": {
        "layer": "today",
        "complete": True,
        "full": False,
        "groups": {"all": "no"},
        "answers": {"night-pain": "yes"},
        "catalogue": "0123456789ab",
        "by": "person",
        "sections": ["today"],
        "changed": "not-sure",
        "area": "neck",
        "episode": "e",
        "lump": "l",
        "unread": ["u"],
        "listed": ["night-pain"],
    },
    "flags": {"up": ["night-pain"], "rules": "3a469fa3eed3"},
    "restored": {},
    "clock-corrected": {"seen": "2026-03-02T08:00:00+00:00", "facts": ["f"]},
    "session-begun": {
        "session": "s",
        "routine": "cat-cow",
        "name": "Cat and cow",
        "choices": {"area": "neck", "minutes": 5},
        "seconds": 60,
        "planned": {"cat-cow": 60},
        "parts": {"cat-cow": 1},
        "left_out": ["moist-heat"],
        "clearance": "d/f",
        "before": 6,
    },
    "session-resumed": {"session": "s", "index": 2},
    "paused": {"session": "s", "why": "asleep"},
    "resumed": {"session": "s"},
    "reached": {
        "session": "s",
        "index": 0,
        "technique": "cat-cow",
        "side": "left",
        "spot": 1,
        "area": "neck",
        "kind": "hold",
        "work": True,
        "planned": 20,
    },
    "segment": {
        "session": "s",
        "index": 0,
        "technique": "cat-cow",
        "side": "left",
        "spot": 1,
        "area": "neck",
        "kind": "hold",
        "work": True,
        "planned": 20,
        "held": 12.25,
        "over": 3,
        "done": False,
        "acknowledged": False,
    },
    "session-ended": {"session": "s", "outcome": "got-up"},
    "prompt": {
        "n": 1,
        "prompt": "20260302T080000-1",
        "kinds": ["movement"],
        "keys": ["movement"],
        "sat": 2700,
        "break": 180,
        "snoozes": 1,
        "early": ["drink"],
        "seen": True,
        "asks": True,
        "quiet": True,
    },
    "prompt-over": {
        "n": 1,
        "prompt": "p",
        "outcome": "snoozed",
        "keys": ["movement"],
        "ago": 1.5,
        "stood": False,
        "early": ["drink"],
        "ignored": True,
        "return": 60,
        "seconds": 300.0,
        "snoozes": 1,
        "by": "meeting",
    },
    "prompt-dismissed": {"n": 1, "prompt": "p"},
    "prompt-held": {"n": 1, "keys": ["movement"], "seconds": 3.5},
    "prompt-spared": {"n": 1, "keys": ["movement"]},
    "stood-up": {"n": 1, "how": "natural", "ago": 2.5, "return": 0, "seconds": 400, "prompt": "p"},
    "reminders-paused": {"n": 1, "reason": "person", "until": "2026-03-02T13:00:00+00:00", "seconds": 3600.0},
    "reminders-resumed": {"n": 1, "reason": "meeting"},
    "return-asked": {"n": 1},
    "clock-set": {"n": 1, "by": -3600.125},
    "away": {"since": "2026-03-02", "until": "2026-03-09"},
    "function-activity": {"words": "sitting through a meeting", "activity": "a", "dropped": True},
    "function": {"activity": "a", "level": 6, "supersedes": "x"},
    "question-skipped": {},
    "step": {"technique": "bridge", "to": 7},
    "week-word": {"value": "too-much"},
    "dose-word": {"technique": "bridge", "dose": "reps", "most": 8, "who": "physio"},
    "strength-days": {"days": 2},
    "over-asked": {"episode": "knot"},
    "kit": {"thing": "tennis-ball", "there": False},
    "favourite": {"routine": "cat-cow", "on": False},
    "lesson-read": {"lesson": "stress", "version": 2},
    "lesson-answer": {"lesson": "stress", "answer": 2},
    "lesson-offer": {"lesson": "stress", "put_off": True},
}
WIRES = {kind: {f.metadata[KEY].name or f.name: f for f in fields(known)} for kind, known in KINDS.items()}
FIELDS = [(kind, key) for kind, wires in WIRES.items() for key in wires]
LENIENT = {  # what is said there is a list of names, and a name that isn't known only ever opens nothing
    ("visit", "classes"): ["heat", "no-such-class"],
    ("session-begun", "choices"): {"area": "knee", "minutes": True},
    ("check", "answers"): {"night-pain": "perhaps"},
    ("check", "groups"): {"all": 1},
}


def test_the_whole_bodies_have_every_field_and_are_written_as_they_were_read() -> None:
    assert {kind: set(body) for kind, body in WHOLE.items()} == {kind: set(wires) for kind, wires in WIRES.items()}
    for kind, body in WHOLE.items():
        typed = decode(kind, json.dumps(body))
        assert json.loads(encode(typed)) == body
        assert not isinstance(typed, Unreadable)


def wrong(good: object) -> list[object]:
    """Values that no field takes which takes this one: another type, a word or a number that is out of place."""
    bad: list[object] = [{"x": {}}, [[]], [{}]]
    if isinstance(good, bool):
        return [*bad, 1, 0, "true", []]
    if isinstance(good, (int, float)):
        return [*bad, True, "6", -(10**12), 10**12, float("nan"), float("inf"), []]
    if isinstance(good, str):
        return [*bad, 7, True, 1.5, []]
    if isinstance(good, list):
        return [*bad, "neck", 7, True, [7], {}]
    return [*bad[1:], "neck", 7, True]


@pytest.mark.parametrize(("kind", "key"), FIELDS, ids=[f"{kind}.{key}" for kind, key in FIELDS])
def test_a_body_with_one_wrong_field_can_not_be_read(kind: str, key: str) -> None:
    whole = WHOLE[kind]
    if WIRES[kind][key].default is MISSING:
        assert isinstance(decode(kind, json.dumps(whole | {key: None})), Unreadable)
        assert isinstance(decode(kind, json.dumps({k: v for k, v in whole.items() if k != key})), Unreadable)
    for bad in wrong(whole[key]):
        body = decode(kind, json.dumps(whole | {key: bad}))
        if isinstance(bad, dict) and isinstance(whole[key], dict) and (kind, key) in LENIENT:
            continue
        if (kind, key) == ("visit", "classes") and bad in ([[]], [{}], [7]):
            continue
        assert isinstance(body, Unreadable), bad
        assert key in body.why or "is no number" in body.why
    words = WIRES[kind][key].metadata[KEY].words
    if words is not None and (kind, key) not in LENIENT:
        bad_word = ["no-such-word"] if isinstance(whole[key], list) else "no-such-word"
        assert isinstance(decode(kind, json.dumps(whole | {key: bad_word})), Unreadable)


@pytest.mark.parametrize(("kind", "key"), [f for f in FIELDS if WIRES[f[0]][f[1]].default is not MISSING])
def test_null_is_the_same_as_nothing(kind: str, key: str) -> None:
    whole = WHOLE[kind]
    left_out = decode(kind, json.dumps({k: v for k, v in whole.items() if k != key}))
    null = decode(kind, json.dumps(whole | {key: None}))
    if key == "first_noticed":  # asked, and not given
        assert null.first_noticed is FirstNoticed.NOT_GIVEN  # type: ignore[union-attr]
        assert left_out.first_noticed is None  # type: ignore[union-attr]
    else:
        assert repr(null) == repr(left_out)


def test_what_is_not_known_among_many_is_left_out_or_not_sure() -> None:
    whole = {place: json.dumps(WHOLE[place[0]] | {place[1]: value}) for place, value in LENIENT.items()}
    visit, began, answers, groups = (decode(place[0], text) for place, text in whole.items())
    assert visit.classes == (TechniqueClass.HEAT,)  # type: ignore[union-attr]
    assert (began.choices.area, began.choices.minutes) == (None, None)  # type: ignore[union-attr]
    assert answers.answers == (("night-pain", Answer.NOT_SURE),)  # type: ignore[union-attr]
    assert groups.groups == (("all", Answer.NOT_SURE),)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "not json", "[]", "null", "1", '"pain"', "{", '{"level": NaN}', "[" * 5000])
def test_what_is_no_object_can_not_be_read(text: str) -> None:
    assert isinstance(decode("pain", text), Unreadable)


# --- kinds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_with_a_wrong_letter_or_cut_off_is_damaged_and_never_of_a_later_version(kind: str) -> None:
    others = [
        kind[:at] + letter + kind[at + 1 :] for at in range(len(kind)) for letter in "~x\x00\N{REPLACEMENT CHARACTER}"
    ]
    for other in [*others, kind[:-1], kind.upper(), f" {kind}"]:
        if other not in KINDS:
            assert is_damaged(other), other
            assert isinstance(decode(other, "{}"), Unreadable)
    assert not is_damaged(kind)


@pytest.mark.parametrize("kind", LATER)
def test_a_kind_of_a_later_version_is_kept_as_it_is(kind: str) -> None:
    assert decode(kind, '{"days": [1]}') == Unknown(kind, '{"days": [1]}')


def test_a_key_of_a_later_version_is_left_alone() -> None:
    assert decode("status", '{"episode": "e", "value": "same", "mood": 3}') == decode(
        "status", '{"episode": "e", "value": "same"}'
    )


def test_a_value_that_its_field_can_not_hold_is_never_written() -> None:
    body = decode("pain", '{"level": 3}')
    object.__setattr__(body, "level", 11)
    with pytest.raises(ValueError, match="from 0 to 10"):
        encode(body)


# --- the shape ------------------------------------------------------------------------------------------------------


def test_no_field_of_a_fact_is_a_dictionary_or_of_any_type() -> None:
    folder = Path(str(coach.core.record.__file__)).parent
    seen = 0
    for module in ("health", "checks", "sessions", "reminders", "choices"):
        for cls in ast.walk(ast.parse((folder / f"{module}.py").read_text("utf-8"))):
            if isinstance(cls, ast.ClassDef):
                for line in cls.body:
                    if isinstance(line, ast.AnnAssign):
                        seen += 1
                        names = {node.id for node in ast.walk(line.annotation) if isinstance(node, ast.Name)}
                        loose = {"dict", "Dict", "Mapping", "MutableMapping", "Any", "object", "list"}
                        assert not names & loose, ast.unparse(line)
    assert seen > 150
