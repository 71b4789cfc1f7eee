"""The checks a catalogue must pass before anybody relies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import GROUPED, Layer, Level
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.vocabulary import TechniqueClass

KNOWN_VERSION = 1  # the newest catalogue format this program understands


def faults(catalogue: Catalogue, techniques: Mapping[str, TechniqueClass]) -> list[str]:
    """Everything wrong with a catalogue; an empty list means that it may be relied on."""
    found: list[str] = []
    ids = set(catalogue.flags)

    def known(names: object, where: str) -> None:
        if isinstance(names, (tuple, list, set, frozenset)):
            found.extend(f"{where} names the unknown flag '{name}'" for name in sorted(names) if name not in ids)

    if catalogue.version > KNOWN_VERSION:
        found.append(f"it is of version {catalogue.version}, newer than this program knows")
    known({name for group in catalogue.groups for name in group.flags}, "a page")
    found += _page_faults(catalogue)
    former = {name for flags in catalogue.former.values() for name in flags}
    known(former, "a former screen")
    found += [f"the second stage names '{name}'" for name in sorted(catalogue.no_second_stage - ids)]
    classes = catalogue.technique_classes
    found += [f"the technique '{t}' is not in its class" for t, cls in techniques.items() if classes.get(t) is not cls]
    for flag in catalogue.flags.values():
        where = f"flag '{flag.id}'"
        if flag.ask_when is not None:
            known(tuple(name for name, _ in flag.ask_when.conditions), where)
        known(flag.then, where)
        known(flag.rule.any_two_of, where)
        if flag.rule.type == "combination" and flag.rule.any_two_of:
            known(flag.rule.all_of, where)
        known((flag.rule.also_sets,) if flag.rule.also_sets else (), where)
        found += [f"{where} locks the unknown technique '{t}'" for t in flag.blocks.techniques if t not in techniques]
        if not flag.question and flag.ask in {Layer.TODAY, Layer.WEEKLY, Layer.PROFILE, Layer.LUMP}:
            found.append(f"{where} has no question")
        if flag.ask_when is not None and _asks_itself(catalogue, flag):
            found.append(f"{where} is asked only after itself")
    known(tuple(catalogue.cards.of_signs), "a card")
    for level in Level:
        if level not in catalogue.levels:
            found.append(f"level {level} is missing")
    return found


def _page_faults(catalogue: Catalogue) -> list[str]:
    """Each question that is asked with others stands on one page, on one only, and with a line of its own."""
    grouped = [name for group in catalogue.groups for name in group.flags]
    found = [f"'{name}' is asked on two pages" for name in sorted(set(grouped)) if grouped.count(name) > 1]
    flags = catalogue.flags
    found += [
        f"'{name}' of layer {flags[name].ask} stands on the page {group.id} of layer {group.layer}"
        for group in catalogue.groups
        for name in group.flags
        if name in flags and flags[name].ask is not group.layer
    ]
    on_page = [flags[name] for name in grouped if name in flags]
    found += [f"'{flag.id}' is asked alone and on a page" for flag in on_page if flag.alone]
    found += [f"'{flag.id}' has no line" for flag in on_page if not flag.say and flag.ask_when is None]
    found += [f"'{flag.id}' has a line whose unmarked answer is not no" for flag in on_page if flag.unsafe(Answer.NO)]
    asked = {f.id for f in flags.values() if f.question and f.ask in GROUPED and f.alone is None}
    found += [f"no page asks '{name}'" for name in sorted(asked - set(grouped))]
    for group in catalogue.groups_of(Layer.TODAY):
        repeated = [name for line in group.repeat for name in line.flags]
        if sorted(repeated) != sorted(group.flags):
            found.append(f"the lines of page {group.id} for a repeat day stand for other questions than the page")
    return found


def _asks_itself(catalogue: Catalogue, flag: Flag) -> bool:
    seen: set[str] = set()
    todo = [flag.id]
    while todo:
        current = catalogue.flags.get(todo.pop())
        if current is None or current.ask_when is None:
            continue
        for name, _ in current.ask_when.conditions:
            if name == flag.id:
                return True
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return False
