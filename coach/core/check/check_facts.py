"""What a check leaves in the record: one fact of the person as a whole, and one of each complaint, lump or session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer
from coach.core.check.sections import CHANGED
from coach.core.record.checks import CheckAnswered
from coach.core.record.health import VisitMade
from coach.core.vocabulary import CheckLayer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.checkup import Checkup
    from coach.core.vocabulary import Answer, BodyArea

OWN_WORD = "the person's own word"
WHOLE = frozenset({Layer.TODAY, Layer.PROFILE, Layer.WEEKLY})  # the parts of a check in which everything is asked


def of_check(checkup: Checkup, area: BodyArea | None, by: str, day: date) -> list[CheckAnswered | VisitMade]:
    """Every fact of a check, finished or not; what was called fine is a visit of `day` (local)."""
    facts: list[CheckAnswered | VisitMade] = []
    if checkup.day or checkup.volunteered or any(not section.subject for section in checkup.parts()):
        facts.append(of_person(checkup, area, by))
    facts += of_subjects(checkup, area, by)
    facts += [
        VisitMade(flags=(name,), classes=(), who=OWN_WORD, second_stage=True, on=day) for name in checkup.called_fine
    ]
    return facts


def of_person(checkup: Checkup, area: BodyArea | None = None, by: str = "person") -> CheckAnswered:
    """The fact of the person as a whole; complaints and lumps have their own."""
    whole = [section for section in checkup.parts() if not section.subject]
    answers, listed = dict(checkup.volunteered), list[str]()
    for section in whole:
        answers |= checkup.of_section(section)
        listed += checkup.listed(section)
    asked = {section.layer for section in whole if section.whole}
    return CheckAnswered(
        layer=CheckLayer(whole[0].layer) if whole else CheckLayer.TOLD,
        complete=checkup.complete,
        full=not checkup.quick,
        answers=tuple(answers.items()),
        listed=tuple(listed),
        catalogue=checkup.catalogue.digest,
        by=by,
        sections=tuple(section.key for section in whole if section.whole) if checkup.complete else None,
        changed=checkup.answers.get(CHANGED),
        area=area,
        unread=checkup.unread if checkup.complete and asked >= WHOLE else (),
    )


def of_subjects(checkup: Checkup, area: BodyArea | None = None, by: str = "person") -> list[CheckAnswered]:
    """The facts of the parts about one complaint, lump or session."""
    facts = []
    for section in checkup.parts():
        if not section.subject:
            continue
        answers, listed = checkup.of_section(section), checkup.listed(section)
        if not (answers or listed or checkup.complete):
            continue
        body = CheckAnswered(
            layer=CheckLayer(section.layer),
            complete=checkup.complete,
            answers=tuple(answers.items()),
            listed=listed,
            catalogue=checkup.catalogue.digest,
            by=by,
            sections=(section.key,) if checkup.complete else None,
            area=section.area if section.area is not None else area,
        )
        if section.layer is Layer.EPISODE:
            body = replace(body, episode=section.subject)
        if section.layer is Layer.LUMP:
            body = replace(body, lump=section.subject)
        facts.append(body)
    return facts


def of_unasked(answers: Mapping[str, Answer], catalogue: Catalogue | None) -> CheckAnswered | None:
    """Unsafe answers that nobody asked for; None where all are safe, or nothing is known of them."""
    if catalogue is None:
        return None
    unsafe = tuple((name, answer) for name, answer in answers.items() if catalogue.flags[name].unsafe(answer))
    return CheckAnswered(layer=CheckLayer.TOLD, answers=unsafe) if unsafe else None
