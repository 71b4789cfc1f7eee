"""What is put right on the screen and by the command comes to the same facts, whatever is changed."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.cli.outside import Outside
from coach.core.coach.corrections import FIELDS
from coach.core.coach.door import Coach
from coach.core.record.facts import Entry
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, VisitMade
from coach.core.vocabulary import ComplaintKind, TechniqueClass
from coach.tui.screens.notes.entry import EntryScreen
from coach.tui.screens.notes.entry_fields import TICKED, Value, choices_of
from tests.cli.conftest import Shell, kept, said
from tests.tui.conftest import _no_waiting  # noqa: F401 - a pilot goes on as soon as the program is at rest
from tests.tui.stage import result, show

FIRST: dict[str, tuple[str, ...]] = {
    "pain": ("4", "--area", "neck", "--tags", "night", "--note", "at home"),
    "episode": ("knot", "--area", "neck", "--started", "2026-02-20", "--ended", "2026-02-25"),
    "lump": ("--area", "shoulder", "--size", "pea", "--texture", "firm"),
    "visit": ("--flag", "night-pain", "--who", "Dr Ruiz", "--on", "2026-03-01", "--fine", "heat"),
}
BODIES: dict[str, Entry] = {
    "pain": PainRated(level=4),
    "episode": EpisodeBegan(complaint=ComplaintKind.KNOT),
    "lump": LumpSeen(),
    "visit": VisitMade(flags=("night-pain",), classes=(TechniqueClass.HEAT,)),
}
TYPED: dict[str, tuple[str, ...]] = {
    "level": ("0", "10", "11", "x"),
    "pain": ("0", "10", "-1"),
    "medicine": ("yes", "two  pills", ""),
    "note": ("at work", "", "with\ttab"),
    "started": ("2026-02-01", "2026-02-27 08:30", "2026-03-05", "soon", ""),
    "ended": ("2026-02-28", "", "1999"),
    "first_noticed": ("2026-02-01", "not-sure", "", "2027-01-01"),
    "size_mm": ("12", "7.5", "0", "501", ""),
    "seen_who": ("doctor", "a nurse", ""),
    "seen_on": ("2026-02-28", "2026-03-09", ""),
    "who": ("a nurse", ""),
    "on": ("2026-02-28", "2026-03-09", ""),
}
NO_LUMPS = {"lumps"}  # there is none on this record


def in_order(choices: list[str], ticked: set[str]) -> tuple[str, ...]:
    return tuple(choice for choice in choices if choice in ticked)


def changes(coach: Coach, kind: str) -> st.SearchStrategy[dict[str, Value]]:
    """Some fields of such an entry, each with something that can be chosen, ticked or typed for it."""
    body = BODIES[kind]
    values: dict[str, st.SearchStrategy[Any]] = {}
    for name in FIELDS[type(body)]:
        if name in NO_LUMPS:
            continue
        choices = list(choices_of(coach, body, name))
        if name in TICKED:
            ticks = st.sets(st.sampled_from(choices), min_size=1 if kind == "visit" else 0)
            values[name] = ticks.map(partial(in_order, choices))
        else:
            values[name] = st.sampled_from(TYPED.get(name) or choices)
    return st.fixed_dictionaries({}, optional=values).filter(bool)


def options(kind: str, given_now: dict[str, Value], body: Entry) -> list[str]:
    """The same as the command takes it. It names all of a visit, and the level of pain, each time."""
    told = dict(given_now)
    if isinstance(body, VisitMade):
        there: dict[str, Value] = {"flags": body.flags, "who": body.who, "on": str(body.on)}
        told = there | {"classes": tuple(str(cls) for cls in body.classes)} | told
    found = [str(told.pop("level", 4))] if kind == "pain" else []
    names = {"complaint": "kind", "flags": "flag", "classes": "fine"}
    if kind == "episode" and "complaint" in told:
        found += [str(told.pop("complaint"))]
    for name, value in told.items():
        values = list(value) or [""] if isinstance(value, tuple) else [value]
        option = f"--{names.get(name, name).replace('_', '-')}"
        found += [option, *values] if isinstance(value, tuple) else [f"{option}={values[0]}"]
    return found


async def on_screen(coach: Coach, name: str, kind: str, given_now: dict[str, Value]) -> bool:
    """Change the entry on its screen; gives whether it was saved."""
    screen = EntryScreen(coach, coach.corrections.standing(type(BODIES[kind]), name))
    stage = show(screen)
    async with stage.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen._given = dict(given_now)
        await pilot.press("s")
        saved = not screen.is_current
        if not saved:
            await pilot.press("escape")
        await result(pilot)
    return saved


@pytest.mark.parametrize("kind", FIRST)
def test_screen_and_command_write_the_same(shell: Shell, kind: str) -> None:

    with Outside(shell.clock).house() as house:
        strategy = changes(house.coach, kind)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def same(given_now: dict[str, Value]) -> None:
        shell.clock.advance(60)
        for _ in range(2):
            assert shell("log", kind, *FIRST[kind]).code == 0
        by_command, by_screen = kept(shell, kind)[-2:]
        shell.clock.advance(60)
        before = len(kept(shell, kind))
        body = by_command.body
        assert isinstance(body, (PainRated, EpisodeBegan, LumpSeen, VisitMade))
        code = shell("log", kind, "--correct", by_command.id, *options(kind, given_now, body)).code
        with Outside(shell.clock).house() as house:
            saved = asyncio.run(on_screen(house.coach, by_screen.id, kind, given_now))
        facts = kept(shell, kind)[before:]
        assert saved == (code == 0), given_now
        assert len(facts) == 2 * saved
        if saved:
            one, other = (said(fact) for fact in facts)
            assert {one.pop("supersedes"), other.pop("supersedes")} == {by_command.id, by_screen.id}
            assert one == other

    same()
