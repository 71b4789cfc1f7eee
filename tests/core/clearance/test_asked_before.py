"""What could change a routine was asked before it: tried with every question, routine, place, variant and own file.

The door itself says what could change it: a routine is asked for with nothing told, and with one thing told. Where the
two differ, the line of that question has to stand in the check that comes before this routine.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Flag, Layer
from coach.core.clearance.clearance import Blocked
from coach.core.clearance.locks import needs_check
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.health import LumpSeen
from coach.core.vocabulary import Answer, BodyArea, SeenBy
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, all_no, lines_of

SHIPPED = load_library(None)
CATALOGUE = load_catalogue({technique.id: technique.cls for technique in SHIPPED.shipped_techniques})
# Of what needs no other entry: a complaint and a lump have questions of their own, and a session has a key.
ASKED = [
    flag for layer in (Layer.TODAY, Layer.WEEKLY, Layer.PROFILE, Layer.TECHNIQUE) for flag in CATALOGUE.of_layer(layer)
]
OWN = {
    "my-press": "class: compression\nareas: [upper-back]\nposition: wall\ndose: {hold: 20}",
    "my-neck": "class: stretch\nareas: [neck]\nposition: sit\ndose: {hold: 10}",
    "my-heat": "class: heat\nareas: [lower-back]\nposition: sit\ndose: {hold: 600}",
    "my-cold": "class: cold\nareas: [shoulder]\nposition: sit\ndose: {hold: 300}",
    "my-bridge": "class: strength\nareas: [lower-back]\nposition: lie-back\ndose: {hold: 5}",
    "my-rub": "class: massage\nareas: [neck]\nposition: sit\ndose: {hold: 20}",
    "my-breath": "class: breathing\nareas: [neck]\nposition: sit\n"
    "dose: {pace: {in_seconds: 5, out_seconds: 5, hold_seconds: 0}, length: 60}",
}
Verdict = tuple[set[str], set[str]]  # the flags that lock any of it, and what is to be said before


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """What is shipped, a file of a person's own for each class, and a sequence of theirs."""
    folder: Path = tmp_path_factory.mktemp("own")
    for name, values in OWN.items():
        text = f'id: {name}\nname: {name}\n{values}\nsteps: ["Slowly."]\n'
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    steps = "[my-press, my-heat, wall-angel]"
    mix = f"id: my-mix\nname: My mix\nclass: sequence\nareas: [upper-back]\nsteps: {steps}\n"
    (folder / "my-mix.yaml").write_text(mix, encoding="utf-8")
    found = load_library(folder)
    assert not found.problems
    return found


class Person:
    """Somebody who has gone through all that can be asked, with a lump that was called fine or without one."""

    def __init__(self, library: Library, *told: str, lump: bool = False) -> None:
        self.library, self.clock, ids = library, FakeClock(), (f"id-{n:05}" for n in itertools.count())
        self.coach = Coach(library, CATALOGUE, MemoryJournal(), self.clock, lambda: next(ids), "here")
        if lump:
            day = self.clock.now().wall.date()
            seen = LumpSeen(area=BodyArea.SHOULDER, pain=0, first_noticed=day, seen_by=SeenBy.FINE)
            self.coach.entries.note(replace(seen, seen_who="doctor", seen_on=day))
        self.clock.advance(1)
        self.coach.checks.submit(all_no(self.coach.checks.checkup()))
        self.clock.advance(1)
        self.coach.checks.volunteer(dict.fromkeys(told, Answer.YES))
        self.clock.advance(1)
        self.coach.checks.submit(all_no(self.coach.checks.checkup(again=True)))

    def verdicts(self, routine: str) -> Verdict:
        """What the door says of every way to do it, once what comes just before it was answered."""
        self.clock.advance(1)
        before = self.coach.checks.checkup(routine)
        if before.page is not None:
            self.coach.checks.submit(all_no(before))
        found = [self._verdict(routine, choices) for choices in ways(self.library, routine)]
        return {flag for flags, _ in found for flag in flags}, {words for _, advice in found for words in advice}

    def _verdict(self, routine: str, choices: Choices) -> Verdict:
        said = self.coach.sessions.ask(routine, choices)
        if isinstance(said, Blocked):
            return {reason.flag for reason in said.reasons if reason.flag}, set()
        return {reason.flag for _, reason in said.left_out}, set(said.advice)


def changed_by(flag: Flag, told: Verdict, nothing: Verdict) -> set[str]:
    """What the answer has changed: flags that lock, and what is to be said before.

    Advice that is given whatever is done is none of this routine. That a visit about a lump ends with any new sign is
    the lump's: it waits for somebody to look, and no answer here would open it.
    """
    locks, cautions = told[0] - nothing[0] - {"lump-new-unassessed"}, told[1] - nothing[1] - {flag.advice}
    return locks | cautions


def ways(library: Library, routine: str) -> list[Choices]:
    """Every place, and every variant at each."""
    found = library.find(routine)
    variants = {variant.id for technique in library.techniques_of(found) for variant in technique.variants}
    return [Choices(area=area, variant=name) for area in (None, *found.areas) for name in (None, *sorted(variants))]


def asked(library: Library, routine: str, *, lump: bool) -> set[str]:
    """The questions whose own line, or what opens it, stands in a new person's check before this routine."""
    ids = (f"id-{n:05}" for n in itertools.count())
    new = Coach(library, CATALOGUE, MemoryJournal(), FakeClock(), lambda: next(ids), "here")
    if lump:
        new.entries.note(LumpSeen(area=BodyArea.SHOULDER))
    return {key.rsplit("/", 1)[-1] for key in lines_of(new.checks.checkup(routine))}


def opened_by(flag: Flag) -> set[str]:
    """The question itself, and those whose answer brings it."""
    gates = {name for name, _ in flag.ask_when.conditions} if flag.ask_when is not None else set()
    return {flag.id, *gates, *(other.id for other in CATALOGUE.flags.values() if flag.id in other.then)}


@pytest.mark.parametrize("lump", [False, True], ids=["no lump", "a lump called fine"])
def test_what_could_change_a_routine_is_asked_before_it(library: Library, lump: bool) -> None:
    bodily = [name for name in library.routines if any(map(needs_check, library.techniques_of(library.find(name))))]
    shown = {name: asked(library, name, lump=lump) for name in bodily}
    nothing = Person(library, lump=lump)
    plain = {name: nothing.verdicts(name) for name in bodily}
    left_out, changed = 0, []
    for flag in ASKED:
        unasked = [name for name in bodily if not opened_by(flag) & shown[name]]
        if not unasked:
            continue
        told = Person(library, flag.id, lump=lump)
        left_out += len(unasked)
        for name in unasked:
            changed += [(flag.id, name, what) for what in changed_by(flag, told.verdicts(name), plain[name])]
    assert changed == []
    assert left_out > 100, "some questions are not asked before some routines: else nothing was tried"


@pytest.mark.parametrize("lump", [False, True])
def test_the_trial_sees_a_question_that_is_missing(library: Library, lump: bool) -> None:
    told, nothing = Person(library, "diabetes", lump=lump), Person(library, lump=lump)
    for routine in ("moist-heat", "my-heat", "my-breath"):
        found = changed_by(CATALOGUE.flags["diabetes"], told.verdicts(routine), nothing.verdicts(routine))
        assert found == {"diabetes"}
        assert "diabetes" in asked(library, routine, lump=lump)
