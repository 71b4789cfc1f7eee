"""An entry is put right by rules that stand once: every fault told, nothing lost, the locks it changes said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from coach.cli.command_line.read import read
from coach.core.clearance.lock_changes import in_few_words
from coach.core.coach.corrections import FIELDS, CorrectedMeanwhile, Standing, why_fixed
from coach.core.coach.door import Coach
from coach.core.errors import BadInput, JournalError
from coach.core.history.noted import noted
from coach.core.record import hand_entries
from coach.core.record.facts import Entry
from coach.core.record.hand_entries import SPOKEN, as_typed
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import FunctionRated
from coach.core.vocabulary import BodyArea, ComplaintKind, Tag, TechniqueClass, Texture, Trend, Trigger
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean

GLAND = EpisodeBegan(complaint=ComplaintKind.GLAND, area=BodyArea.SHOULDER)
FELL = PainRated(level=4, area=BodyArea.NECK, triggers=(Trigger.ACCIDENT,))
VISIT = VisitMade(flags=("night-pain",), classes=(TechniqueClass.HEAT,), who="Dr Ruiz", on=date(2026, 3, 1))


def noted_now(coach: Coach, body: Entry) -> Standing[Entry]:
    fact = coach.entries.note(body)
    return coach.corrections.standing(type(body), fact.id)


def put_right(coach: Coach, standing: Standing[Entry], **given: object) -> tuple[str, ...]:
    return coach.corrections.save(standing, coach.corrections.read(standing, given)).changes


def test_what_is_left_out_stays_and_the_record_keeps_both(coach: Coach, journal: MemoryJournal) -> None:
    standing = noted_now(coach, PainRated(level=4, area=BodyArea.NECK, tags=(Tag.NIGHT,)))
    put_right(coach, standing, level="6")
    (one,) = noted(journal.kept)
    assert one.body == PainRated(level=6, area=BodyArea.NECK, tags=(Tag.NIGHT,))
    assert (one.id, one.corrected) == (standing.id, coach.clock.now().wall)
    assert [fact.body.level for fact in journal.kept if isinstance(fact.body, PainRated)] == [4, 6]


def test_the_pain_of_the_last_days_is_what_stands_now(coach: Coach, clock: FakeClock) -> None:
    standing = noted_now(coach, PainRated(level=10))
    clock.advance(60)
    put_right(coach, standing, level="2")
    clock.advance(24 * 3600)
    assert [(fact.id, fact.body.level) for fact in coach.entries.pain()] == [(standing.id, 2)]
    clock.advance(14 * 24 * 3600)
    assert coach.entries.pain() == []


def test_every_fault_is_told_and_nothing_is_written(coach: Coach, journal: MemoryJournal) -> None:
    standing = noted_now(coach, PainRated(level=4))
    checked = coach.corrections.read(standing, {"level": "11", "area": "nek", "at": "2026-03-01"})
    assert [fault.split()[0] for fault in checked.faults] == ["area", "level", "at"]
    before = list(journal.kept)
    with pytest.raises(BadInput, match="at stays as it was"):
        coach.corrections.save(standing, checked)
    assert journal.kept == before


@pytest.mark.parametrize(
    ("body", "name", "value"),
    [
        (PainRated(level=4, tags=(Tag.NIGHT,)), "tags", ()),
        (PainRated(level=4, note="late"), "note", None),
        (EpisodeBegan(complaint=ComplaintKind.KNOT, ended=date(2026, 3, 1)), "ended", None),
        (LumpSeen(texture=Texture.FIRM), "texture", None),
        (LumpSeen(size_mm=4), "size_mm", None),
    ],
)
def test_what_an_entry_can_be_without_is_taken_away_by_an_empty_value(
    coach: Coach, body: Entry, name: str, value: object
) -> None:
    standing = noted_now(coach, body)
    empties: tuple[object, ...] = ("", [])
    for empty in empties:
        checked = coach.corrections.read(standing, {name: empty})
        assert checked.faults == ()
        assert getattr(checked.body, name) == value
        assert getattr(checked.body, "size_method", None) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (PainRated(level=4), "level"),
        (PainRated(level=4, area=BodyArea.NECK), "area"),
        (GLAND, "complaint"),
        (GLAND, "area"),
        (LumpSeen(first_noticed=date(2026, 2, 1)), "first_noticed"),
        (VISIT, "who"),
        (VISIT, "on"),
        (VISIT, "flags"),
        (VISIT, "lumps"),
    ],
)
def test_what_the_rules_lean_on_is_never_emptied(coach: Coach, body: Entry, name: str) -> None:
    empty: object = [] if name in {"flags", "lumps"} else ""
    assert coach.corrections.read(noted_now(coach, body), {name: empty}).faults


def test_a_new_entry_takes_no_empty_value(coach: Coach) -> None:

    assert hand_entries.read(PainRated, {"level": 3, "note": ""}, coach.clock.now().wall).faults


def test_a_visit_keeps_its_day_and_knows_its_signs(coach: Coach) -> None:
    standing = noted_now(coach, VISIT)
    assert coach.corrections.read(standing, {"flags": ["no-such-sign"]}).faults == ("There is no sign 'no-such-sign'.",)
    put_right(coach, standing, classes=["heat", "cold"])
    (one,) = coach.listing.everything().noted
    assert one.body == VisitMade(
        flags=("night-pain",), classes=(TechniqueClass.HEAT, TechniqueClass.COLD), who="Dr Ruiz", on=date(2026, 3, 1)
    )


def test_the_persons_own_word_becomes_a_visit_that_opens_only_what_it_names(coach: Coach) -> None:
    own = VisitMade(flags=("night-pain",), classes=(), who="me", second_stage=True)
    put_right(coach, noted_now(coach, own), classes=["heat"])
    (one,) = coach.listing.everything().noted
    assert isinstance(one.body, VisitMade)
    assert (one.body.second_stage, one.body.classes) == (False, (TechniqueClass.HEAT,))
    assert one.body.on == coach.clock.now().wall.date()


def test_what_was_corrected_elsewhere_meanwhile_is_not_written_over(
    coach: Coach, journal: MemoryJournal, clock: FakeClock
) -> None:
    here = noted_now(coach, PainRated(level=4))
    clock.advance(60)
    put_right(coach, coach.corrections.standing(PainRated, here.id), level=6)
    clock.advance(60)
    before = list(journal.kept)
    with pytest.raises(CorrectedMeanwhile) as caught:
        put_right(coach, here, level=2)
    assert journal.kept == before
    newer = caught.value.standing
    assert newer.body == PainRated(level=6)
    put_right(coach, newer, level=2)
    assert coach.corrections.standing(PainRated, here.id).body == PainRated(level=2)


@pytest.mark.parametrize("trouble", ["disk full", "unreadable"])
def test_a_record_that_takes_nothing_is_told(coach: Coach, journal: MemoryJournal, trouble: str) -> None:
    standing = noted_now(coach, PainRated(level=4))
    checked = coach.corrections.read(standing, {"level": 5})
    journal.broken = trouble
    with pytest.raises(JournalError, match=trouble):
        coach.corrections.save(standing, checked)


def test_an_id_that_another_begins_with_still_names_its_entry(coach: Coach) -> None:
    for _ in range(12):
        coach.entries.note(PainRated(level=4))
    assert coach.corrections.standing(PainRated, "id-1").id == "id-1"


# --- the locks ------------------------------------------------------------------------------------------------------


def test_a_lump_that_was_none_opens_what_it_locked(coach: Coach) -> None:
    standing = noted_now(coach, GLAND)
    clean(coach)
    changes = put_right(coach, standing, complaint="knot")
    assert changes[0].startswith("Moist heat, ")
    assert changes[0].endswith(" are open again.")
    assert any(sentence.startswith("No longer up: A lump is on record.") for sentence in changes)


def test_while_the_check_is_due_nothing_is_called_open(coach: Coach) -> None:
    changes = put_right(coach, noted_now(coach, GLAND), complaint="knot")
    assert changes[0].endswith("are open again, once the check is answered.")


def test_what_a_correction_locks_is_said_with_where_and_until_when(coach: Coach, clock: FakeClock) -> None:
    look = coach.entries.note(LumpSeen(area=BodyArea.SHOULDER, size_mm=10))
    clock.advance(8 * 24 * 3600)
    clean(coach)
    again = noted_now(coach, LumpSeen(lump=look.id, area=BodyArea.SHOULDER, size_mm=10))
    (grew,) = [said for said in put_right(coach, again, size_mm=16) if "went from" in said]
    assert grew.startswith("The lump went from 10 to 16 mm. It locks ")
    assert grew.endswith("until a clinician has called it fine.")


@pytest.mark.parametrize(("minutes", "begins"), [(5, "No longer up: "), (11, "Still up: ")])
def test_after_the_time_for_a_slip_it_is_said_that_the_sign_stays(
    coach: Coach, clock: FakeClock, minutes: int, begins: str
) -> None:
    standing = noted_now(coach, FELL)
    clock.advance(minutes * 60)
    changes = put_right(coach, standing, triggers=["stress"])
    assert next(said for said in changes if "accident or fall" in said).startswith(begins)


def test_what_touches_no_sign_changes_nothing(coach: Coach) -> None:
    assert put_right(coach, noted_now(coach, PainRated(level=3)), note="in the evening") == ()


def test_a_whole_class_is_named_by_its_word(coach: Coach) -> None:
    techniques = coach.library.techniques
    stretches = [name for name, technique in techniques.items() if technique.cls is TechniqueClass.STRETCH]
    assert in_few_words(stretches, techniques) == ["stretch"]
    assert in_few_words(stretches[:1], techniques) == [techniques[stretches[0]].name]


# --- the table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body"), [("pain 4", PainRated), ("episode", EpisodeBegan), ("lump", LumpSeen)], ids=str
)
def test_what_may_be_changed_is_what_the_command_takes(kind: str, body: type[Entry]) -> None:
    args = vars(read(["log", *kind.split()]))
    options = set(args) - {"command", "kind", "module", "function", "correct", "id", "at", "gone", "what"}
    if body is not LumpSeen:
        options |= {"complaint"}
    assert SPOKEN["complaint"] == "kind"
    if body is EpisodeBegan:
        options -= {"status"}  # a word on it is an entry of its own
    assert options == set(FIELDS[body])


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.kind)
def test_every_field_can_be_read_as_it_would_be_typed(coach: Coach, kind: type[Entry]) -> None:
    began = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
    bodies: dict[type[Entry], Entry] = {
        PainRated: PainRated(level=4, tags=(Tag.NIGHT,), note="late"),
        EpisodeBegan: EpisodeBegan(complaint=ComplaintKind.ACHE, started=began),
        LumpSeen: LumpSeen(size_mm=12.5, pain=3, first_noticed=date(2026, 2, 1)),
        VisitMade: VISIT,
        FunctionRated: FunctionRated(activity="sitting", level=6),
    }
    standing = noted_now(coach, bodies[kind])
    said = {name: as_typed(standing.body, name) for name in FIELDS[kind]}
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
    checked = coach.corrections.read(standing, given)
    assert checked.faults == ()
    assert all(as_typed(checked.body, name) == said[name] for name in FIELDS[kind] if checked.body is not None)


def test_words_on_a_complaint_stay_and_say_why() -> None:
    assert "Note" in why_fixed(StatusGiven(episode="x", value=Trend.BETTER))
    assert "Note" in why_fixed(EpisodeEnded(episode="x"))
    assert why_fixed(PainRated(level=3)) == ""
