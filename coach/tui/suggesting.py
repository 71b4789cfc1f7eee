"""What Today suggests: seven rows with their reasons, the rest behind "more"; favourites, and what is not here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App

    from coach.core.clearance.listed_routine import Listed
    from coach.core.coach.door import Coach
    from coach.core.coach.plans import PlanLine
    from coach.core.library import Library
    from coach.core.progress.suggestions import Known
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea

WEEKLY = "   What can you do now? {place.progress:h} {progress.function:f}"  # the two keys, one after the other
THE_WEEK = "   {today.week:p}: the week"


def known_of(coach: Coach, settings: Settings, area: BodyArea | None) -> tuple[Known | None, str]:
    """What is known of the person there, and the line of the week; nothing where the record can't be read.

    Once a week it asks for what can be done, of whoever has rated pain.
    """
    try:
        known, week = coach.looking_back.known(settings, area)
        asks = "Last pain" in week and coach.looking_back.function_asked_for()
    except CoachError:
        return None, ""  # the state says why
    return known, f"{week}{WEEKLY if asks else THE_WEEK}" if week else ""


def arranged(
    fitting: Sequence[Listed], known: Known | None, library: Library, *, whole: bool
) -> tuple[list[Listed], dict[str, str], int]:
    """The rows in their order, why some of them stand there, and how many more there are.

    What asks nothing stands first and is not counted, what is locked last.
    """
    from coach.core.progress.suggestions import SHOWN, Known, suggestions  # noqa: PLC0415 - not for the first frame
    from coach.core.routine.routine import Sequence as Steps  # noqa: PLC0415

    free = [one for one in fitting if one.nothing_asked]
    others = {one.routine.id: one for one in fitting if not one.nothing_asked}
    shut = {name for name, one in others.items() if one.locked and not one.check_due}
    needs = {name: library.equipment_of(one.routine) for name, one in others.items()}
    single = {name for name, one in others.items() if not isinstance(one.routine, Steps)}
    new = [name for name in others if name not in shut | single]
    told = suggestions(list(others), known or Known(), needs, new, single)
    ordered = [others[one.routine] for one in sorted(told, key=lambda one: one.routine in shut)]
    shown = ordered if whole else ordered[:SHOWN]
    return [*free, *shown], {one.routine: one.why for one in told if one.why}, len(ordered) - len(shown)


def plan_of(coach: Coach) -> tuple[PlanLine | None, bool]:
    """The step of the plan that is offered now, and whether last week is asked for; neither without a record."""
    try:
        return coach.plans.offer(), coach.plans.asked_for()
    except CoachError:
        return None, False


def plan_words(line: PlanLine | None, *, asked: bool) -> str:
    """What is asked of last week and of the plan, with its key; no answer is a no."""
    offered = line is not None and line.next is not None
    if not (asked or offered):
        return ""
    from coach.core.progress.plan import words  # noqa: PLC0415 - seldom needed

    told = [f"{words.LAST_WEEK} {{today.week:p}}: say it"] if asked else []
    if line is not None and line.next is not None:
        told.append(f"{line.technique.name}. {words.offer_words(line.now, line.next)} {{today.plan:f}}: yes")
    return "\n".join(told)


def step_up(coach: Coach, line: PlanLine, key: str) -> str:
    """The person says yes; what there is to say of it. `key` is the one that shows the week."""
    from coach.core.progress.plan import words  # noqa: PLC0415 - seldom needed

    try:
        now = coach.plans.step_up(line.technique.id).now
    except CoachError as error:
        return str(error)
    return f"{words.next_time(line.technique.name, now)} A step back: press {key}"


def mark_favourite(coach: Coach, listed: Listed) -> str:
    """Make it a favourite, or take it back; what there is to say of it."""
    try:
        on = coach.looking_back.mark_favourite(listed.routine.id)
    except CoachError as error:
        return str(error)
    return f"{listed.routine.name} is {'a favourite' if on else 'no favourite any more'}."


def ask_kit(app: App[Any], coach: Coach, listed: Listed, then: Callable[[str], None]) -> None:
    """Which of its things is not here, or is here again; `then` is given what there is to say of it."""
    from coach.core.progress.suggestions import missing  # noqa: PLC0415 - seldom needed
    from coach.core.record.personal import KitTold  # noqa: PLC0415
    from coach.core.routine.routine import Equipment  # noqa: PLC0415
    from coach.tui.screens.rate import AskScreen  # noqa: PLC0415

    things = [thing for thing in coach.library.equipment_of(listed.routine) if thing is not Equipment.NONE]
    try:
        gone = missing(coach.record.facts((KitTold,)), coach.record.device)
    except CoachError as error:
        then(str(error))
        return
    if not things:
        then("Nothing is needed for this one.")
        return

    def chosen(index: int | str | None) -> None:
        if not isinstance(index, int):
            return
        thing = things[index]
        try:
            coach.looking_back.tell_kit(thing, there=thing in gone)
        except CoachError as error:
            then(str(error))
            return
        then(f"{plain(thing).capitalize()}: {'here again' if thing in gone else 'not here'}. It is remembered.")

    answers = [f"{plain(thing).capitalize()}{' (here again)' if thing in gone else ''}" for thing in things]
    app.push_screen(AskScreen("I don't have that", "What is not here?", answers), chosen)
