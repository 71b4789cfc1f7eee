"""What is wrong with a routine file, so that it can't be used: every fault at its place, with how to mend it."""

from __future__ import annotations

from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any

from coach.adapters.routines.dose_schema import Dose
from coach.adapters.routines.doses_over_limit import class_of, numbers_of, steps_of, whole
from coach.adapters.routines.figure_checks import figure_faults
from coach.adapters.routines.figure_files import LIKE
from coach.adapters.routines.figure_schema import Drawing
from coach.adapters.routines.name_hint import name_hint
from coach.adapters.routines.routine_faults import fits, in_words
from coach.adapters.routines.routine_schema import model_for
from coach.adapters.routines.routine_values import NO_RELEASE, NOT_EASED, PLAIN_NUMBERS, SEQUENCE, SINGLE, listed
from coach.adapters.yaml_file import MAX_PROBLEMS
from coach.core.routine.dose_limits import CHANGEABLE, NEEDED
from coach.core.routine.routine import Technique, is_guided
from coach.core.shown import shown
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from coach.adapters.routines.doses_over_limit import Rules
    from coach.adapters.yaml_file import Loaded, Path_
    from coach.core.errors import Problem
    from coach.core.routine.routine import Routine


def form_faults(loaded: Loaded, rules: Rules) -> list[Problem]:
    """Every fault for which the file can't be used, apart from what other files it refers to."""
    problems = list(loaded.problems)
    data = loaded.data
    if not isinstance(data, dict):
        if not problems:
            what = "This file is empty." if data is None else "A routine is a group of keys and values."
            problems.append(loaded.problem((), what, "Start with id, name and class."))
        return problems
    problems += in_words(loaded, model_for(data))
    found: Iterable[Problem] = _step_faults(loaded)
    if data.get("class") != SEQUENCE:
        found = chain(
            _dose_faults(loaded),
            _cue_faults(loaded),
            _variant_faults(loaded),
            _caution_faults(loaded),
            _stop_faults(loaded, rules.stop_ids),
            _after_faults(loaded, rules.stop_ids),
            _movement_faults(loaded, rules.shipped),
            _figure_faults(loaded, rules.folder),
        )
    return [*problems, *islice(found, MAX_PROBLEMS)]


def figure_file_faults(loaded: Loaded, folder: Path) -> list[Problem]:
    """Every fault of a file that is nothing but a figure."""
    found = [*loaded.problems, *in_words(loaded, Drawing)]
    return found or list(figure_faults(loaded, (), loaded.data, folder))


def _figure_faults(loaded: Loaded, folder: Path) -> Iterator[Problem]:
    """What is wrong with the figure of a technique, once its form is right."""
    figure = loaded.data.get("figure")
    data = {LIKE: figure} if isinstance(figure, str) else figure
    if isinstance(data, dict) and fits(Drawing, data):
        yield from figure_faults(loaded, ("figure",), data, folder)


def reference_faults(loaded: Loaded, routines: Mapping[str, Routine]) -> Iterator[Problem]:
    """Steps of a sequence that name no technique, change what it doesn't have, or repeat what needs a gap."""
    gaps: dict[TechniqueClass, str] = {}
    for path, step in steps_of(loaded):
        name = step.get("technique")
        if not isinstance(name, str):
            continue
        technique = routines.get(name)
        place = (*path, "technique")
        if not isinstance(technique, Technique):
            ids = [key for key, routine in routines.items() if isinstance(routine, Technique)]
            yield loaded.problem(place, f"There is no technique '{shown(name)}'.", name_hint(name, ids))
            continue
        for key in CHANGEABLE:
            if key in step and getattr(technique.dose, key) is None:
                yield loaded.problem((*path, key), f"{name} has no {key} to change.", "Leave it out.", key=True)
        if technique.dose.gap is not None:
            if technique.cls in gaps:
                minutes = technique.dose.gap.high
                message = f"{technique.cls} is in here twice, and needs {minutes} minutes between."
                yield loaded.problem(place, message, "Keep one of them.")
            gaps[technique.cls] = name


def _step_faults(loaded: Loaded) -> Iterator[Problem]:
    steps = list(steps_of(loaded))
    for path, step in steps:
        if ("technique" in step) == ("rest" in step):
            yield loaded.problem(path, "A step is a technique or a rest.", "Write one of the two.")
        for key in ("basis", "from", "note") if "rest" not in step else CHANGEABLE:
            if key in step and ("technique" in step) != ("rest" in step):
                kind = "a technique" if key in CHANGEABLE else "a rest"
                yield loaded.problem((*path, key), f"'{key}' belongs to {kind}.", "Leave it out.", key=True)
    if steps and not any("technique" in step for _, step in steps):
        yield loaded.problem(("steps",), "There is no technique in this sequence.", "Add one.", key=True)


def _dose_faults(loaded: Loaded) -> Iterator[Problem]:
    data = loaded.data
    if "steps" not in data and "checklist" not in data:
        yield loaded.problem((), "'steps' is missing.", "Say what to do, one short line each.")
    dose = _dose(data)
    cls = class_of(data)
    needed = NEEDED.get(cls, ()) if cls else ()
    misspelt = set(dose) - set(Dose.model_fields)  # one of these is probably what is missed
    if needed and not misspelt and not any(dose.get(key) is not None for key in needed):
        missing = " or ".join(needed)
        yield loaded.problem(("dose",), f"The dose of a technique of class {cls} needs {missing}.", "Add it.", key=True)
    for key in PLAIN_NUMBERS:
        part = dose.get(key)
        if isinstance(part, dict) and key in {"hold", "reps", "length", "spots", "every_minutes"}:
            yield from _range_faults(loaded, ("dose", key), part)
        elif isinstance(part, dict) and all(part.get(name) is None for name in ("min", "max", *SINGLE)):
            yield loaded.problem(("dose", key), f"'{key}' has no number.", "Give it one.", key=True)
    tempo = dose.get("tempo")
    if isinstance(tempo, dict):
        ways = {key for key in ("seconds_each_way", "seconds_up", "seconds_down") if tempo.get(key) is not None}
        if ways not in ({"seconds_each_way"}, {"seconds_up", "seconds_down"}):
            hint = "Write seconds_each_way, or seconds_up and seconds_down."
            yield loaded.problem(("dose", "tempo"), "The tempo is not clear.", hint, key=True)
    reps = dose.get("reps")
    if isinstance(reps, dict) and reps.get("per") == "side" and not _has_sides(data):
        yield loaded.problem(
            ("dose", "reps", "per"), "There are no sides here.", "Leave it out, or set sides.", key=True
        )


def _range_faults(loaded: Loaded, path: Path_, part: dict[str, Any]) -> Iterator[Problem]:
    default = "seconds_default" if "seconds_default" in part else "default"
    given = [(key, part[key]) for key in ("min", default, "max") if whole(part.get(key))]
    if not given and not any(part.get(key) is not None for key in ("min", default, "max")):
        yield loaded.problem(path, f"'{path[-1]}' has no number.", "Give it min, max or default.", key=True)
    for (low_key, low), (high_key, high) in pairwise(given):
        if low > high:
            yield loaded.problem((*path, high_key), f"{high_key} {high} is less than {low_key} {low}.", "Swap them?")


def _dose(data: dict[str, Any]) -> dict[str, Any]:
    dose = data.get("dose")
    return dose if isinstance(dose, dict) else {}


def _has_sides(data: dict[str, Any]) -> bool:
    variants = data.get("variants")
    groups = [data, *(variants if isinstance(variants, list) else [])]
    return any(isinstance(group, dict) and group.get("sides", "none") != "none" for group in groups)


def _cue_faults(loaded: Loaded) -> Iterator[Problem]:
    data = loaded.data
    cues = data.get("cues")
    dose = _dose(data)
    lengths = [value for name, _, value in numbers_of(dose) if name == ("hold" if "hold" in dose else "length")]
    end = max(lengths, default=None)
    for index, cue in enumerate(cues if isinstance(cues, list) else ()):
        if not isinstance(cue, dict):
            continue
        path: Path_ = ("cues", index)
        kinds = [key for key in ("at", "each_rep", "between_sides", "pacer") if cue.get(key) is not None]
        if len(kinds) != 1:
            hint = "Write one of at, each_rep, between_sides and pacer."
            yield loaded.problem(path, "It is not clear when this cue comes.", hint)
            continue
        if "pacer" not in kinds and not cue.get("say"):
            yield loaded.problem(path, "'say' is missing.", "Write the words of the cue.")
        at = cue.get("at")
        if isinstance(at, int) and not isinstance(at, bool) and end is not None and at >= end:
            yield loaded.problem((*path, "at"), f"A cue at {at} is not before the end ({end}).", "Write at: end?")
        if "each_rep" in kinds and "reps" not in dose:
            yield loaded.problem((*path, "each_rep"), "There are no reps here.", "Add reps to the dose.", key=True)
        if "pacer" in kinds and "pace" not in dose and data.get("class") != TechniqueClass.BREATHING:
            yield loaded.problem((*path, "pacer"), "There is no pace here.", "Add pace to the dose.", key=True)
        if "between_sides" in kinds and not _has_sides(data):
            yield loaded.problem((*path, "between_sides"), "There are no sides here.", "Set sides.", key=True)


def _variant_faults(loaded: Loaded) -> Iterator[Problem]:
    variants = loaded.data.get("variants")
    areas = loaded.data.get("areas")
    known = areas if isinstance(areas, list) else [areas]
    seen: set[str] = set()
    default = False
    for index, variant in enumerate(variants if isinstance(variants, list) else ()):
        if not isinstance(variant, dict):
            continue
        path: Path_ = ("variants", index)
        name = str(variant.get("id"))
        if name in seen:
            yield loaded.problem((*path, "id"), f"The variant '{shown(name)}' is here twice.", "Rename one.")
        seen.add(name)
        if variant.get("default") is True and default:
            yield loaded.problem((*path, "default"), "Two variants are the default.", "Keep one.", key=True)
        default = default or variant.get("default") is True
        own = variant.get("areas") or []
        for area in own if isinstance(own, list) else [own]:
            if area not in known:
                message = f"The technique itself is not for '{shown(str(area))}'."
                yield loaded.problem((*path, "areas"), message, "Add it to areas above, or leave it out.")


def _caution_faults(loaded: Loaded) -> Iterator[Problem]:
    """Cautions for a way or an area that the technique does not have."""
    data = loaded.data
    variants = data.get("variants")
    ways = [v.get("id") for v in variants if isinstance(v, dict)] if isinstance(variants, list) else []
    known = {"ways": ways, "areas": listed(data.get("areas"))}
    for key in ("cautions", "never_on"):
        given = data.get(key)
        for index, one in enumerate(given if isinstance(given, list) else ()):
            for what, there in known.items() if isinstance(one, dict) else ():
                for word in listed(one.get(what) or ()):
                    if word not in there:
                        message = f"The technique itself has no '{shown(str(word))}' among its {what}."
                        yield loaded.problem((key, index, what), message, "Leave it out.")


def _movement_faults(loaded: Loaded, shipped: Collection[Technique]) -> Iterator[Problem]:
    """Only the guided break takes turns; a break of a person's own is done by its steps, as they wrote it."""
    if any(is_guided(technique) and technique.id == loaded.data.get("id") for technique in shipped):
        return
    for key in ("movements", "sit_down"):
        if key in loaded.data:
            message = f"'{key}' is for the break that comes with coach."
            yield loaded.problem((key,), message, "Write what to do as steps.", key=True)


def _stop_faults(loaded: Loaded, stop_ids: frozenset[str]) -> Iterator[Problem]:
    signs = loaded.data.get("stop_if")
    for index, sign in enumerate(signs if isinstance(signs, list) else ()):
        if isinstance(sign, str) and sign not in stop_ids:
            hint = name_hint(sign, sorted(stop_ids))
            yield loaded.problem(("stop_if", index), f"'{shown(sign)}' is no stop sign.", hint)


def _after_faults(loaded: Loaded, stop_ids: frozenset[str]) -> Iterator[Problem]:
    """Answers that name no sign, that are the same twice, or where pressing has none for "it did not ease"."""
    asked = loaded.data.get("ask_after")
    answers = asked.get("answers") if isinstance(asked, dict) else None
    if not isinstance(answers, list):
        return
    seen: set[str] = set()
    raised = False
    for index, answer in enumerate(answers):
        given = answer if isinstance(answer, dict) else {"say": answer}
        path: Path_ = ("ask_after", "answers", index)
        says, key, sign = given.get("say"), given.get("key"), given.get("raises")
        raised = raised or sign is not None or (isinstance(says, str) and says.lower() in NOT_EASED)
        for word in (says, key):
            if isinstance(word, str) and word.lower() in seen:
                yield loaded.problem(path, f"'{shown(word)}' stands for two answers.", "Change one of them.")
        seen |= {word.lower() for word in (says, key) if isinstance(word, str)}
        if isinstance(sign, str) and sign not in stop_ids:
            yield loaded.problem((*path, "raises"), f"'{shown(sign)}' is no sign.", name_hint(sign, sorted(stop_ids)))
    if loaded.data.get("class") == TechniqueClass.COMPRESSION and not raised:
        hint = f"Write raises: {NO_RELEASE} at it."
        yield loaded.problem(("ask_after", "answers"), "No answer says that the spot did not ease.", hint, key=True)
