"""What a check leaves in the record: one fact of the person as a whole, and one of each complaint, lump or session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Layer
from coach.core.check.sections import CHANGED
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.checkup import Checkup
    from coach.core.vocabulary import BodyArea

ALL_GROUPS = "all"


def of_person(checkup: Checkup, by: str) -> dict[str, Any]:
    """The fact to record of the person as a whole, as JSON values; complaints and lumps have their own."""
    whole = [section for section in checkup.parts() if not section.subject]
    answers = dict(checkup.volunteered)
    for section in whole:
        answers |= checkup.of_section(section)
    done = {
        "layer": str(whole[0].layer) if whole else "told",
        "complete": checkup.complete,
        "full": not checkup.quick or checkup.groups.get(ALL_GROUPS) is not Answer.NO,
        "groups": {name: str(answer) for name, answer in checkup.groups.items() if "/" not in name},
        "answers": {name: str(answer) for name, answer in answers.items()},
        "catalogue": checkup.catalogue.digest,
        "by": by,
    }
    if checkup.complete:
        done["sections"] = [section.key for section in whole]
    if CHANGED in checkup.answers:
        done["changed"] = str(checkup.answers[CHANGED])
    return done


def of_subjects(checkup: Checkup, by: str) -> list[dict[str, Any]]:
    """The facts of the parts about one complaint, lump or session: every answer by itself, a group's "no" too."""
    found = []
    for section in checkup.parts():
        if not section.subject:
            continue
        answers = {name: str(answer) for name, answer in checkup.of_section(section).items()}
        for group in section.groups:
            if checkup.groups.get(section.screen_key(group.id)) is Answer.NO:
                answers |= {name: str(checkup.catalogue.flags[name].rule.must_be) for name in group.flags}
        if not answers and not checkup.complete:
            continue
        body: dict[str, Any] = {"layer": str(section.layer), "complete": checkup.complete, "answers": answers}
        body |= {"catalogue": checkup.catalogue.digest, "by": by}
        if section.layer in {Layer.EPISODE, Layer.LUMP}:
            body[str(section.layer)] = section.subject
        if section.area is not None:
            body["area"] = str(section.area)
        if checkup.complete:
            body["sections"] = [section.key]
        found.append(body)
    return found


def of_check(checkup: Checkup, area: BodyArea | None, by: str, day: date) -> list[tuple[str, dict[str, Any]]]:
    """Every fact of a check, finished or not, as kinds and bodies; what was called fine is a visit of `day` (local)."""
    where = {"area": str(area)} if area is not None else {}
    found: list[tuple[str, dict[str, Any]]] = []
    if checkup.day or checkup.volunteered or any(not section.subject for section in checkup.parts()):
        found.append(("check", of_person(checkup, by) | where))
    found += [("check", where | body) for body in of_subjects(checkup, by)]
    for name in checkup.called_fine:
        body = {"flags": [name], "classes": [], "who": "the person's own word", "second_stage": True}
        found.append(("visit", body | {"on": day.isoformat()}))
    return found


def of_unasked(answers: Mapping[str, Answer], catalogue: Catalogue | None) -> dict[str, Any] | None:
    """The body of unsafe answers that nobody asked for; None where all are safe, or nothing is known of them."""
    if catalogue is None:
        return None
    unsafe = {name: str(answer) for name, answer in answers.items() if catalogue.flags[name].unsafe(answer)}
    return {"layer": "told", "complete": False, "answers": unsafe} if unsafe else None
