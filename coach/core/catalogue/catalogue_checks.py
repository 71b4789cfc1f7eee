"""The checks a catalogue must pass before anybody relies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import GROUPED, Layer, Level

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
    for group in catalogue.groups:
        known(group.flags, f"group {group.id}")
    found += _screen_faults(catalogue)
    found += [f"the second stage names '{name}'" for name in sorted(catalogue.no_second_stage - ids)]
    classes = catalogue.technique_classes
    found += [f"the technique '{t}' is not in its class" for t, cls in techniques.items() if classes.get(t) is not cls]
    for flag in catalogue.flags.values():
        where = f"flag '{flag.id}'"
        if flag.ask_when is not None:
            known(tuple(name for name, _ in flag.ask_when.conditions), where)
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


def _screen_faults(catalogue: Catalogue) -> list[str]:
    """Each question that is asked with others stands on one screen, and on one only."""
    grouped = [name for group in catalogue.groups for name in group.flags]
    found = [f"'{name}' is asked on two screens" for name in sorted(set(grouped)) if grouped.count(name) > 1]
    flags = catalogue.flags
    found += [
        f"'{name}' of layer {flags[name].ask} stands on the screen {group.id} of layer {group.layer}"
        for group in catalogue.groups
        for name in group.flags
        if name in flags and flags[name].ask is not group.layer
    ]
    found += [f"'{name}' is asked alone and on a screen" for name in grouped if name in flags and flags[name].alone]
    asked = {f.id for f in flags.values() if f.question and f.ask in GROUPED and f.alone is None}
    return found + [f"no screen asks '{name}'" for name in sorted(asked - set(grouped))]


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
