"""Rules that hold for all content, whatever is added to it. Each rule is shown to see one deliberate damage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library, load_sources, shipped_folder
from coach.adapters.routines.routine_schema import model_for
from coach.adapters.yaml_file import read_yaml
from coach.core.catalogue.catalogue import GROUPED, Level
from coach.core.routine.dose_limits import LARGEST_HOLDS
from coach.core.vocabulary import Answer, TechniqueClass
from tests.content.content import Content, load

REMINDERS = Path(__file__).parents[2] / "coach" / "core" / "reminders"
CONTENT = load()
LIBRARY = load_library(None)
CATALOGUE = load_catalogue({t.id: t.cls for t in LIBRARY.shipped_techniques})
Rule = Callable[[Content], list[str]]
Damage = Callable[[Content], object]
RULES: list[tuple[Rule, Damage]] = []

FLAG_KEYS = {
    "id",
    "ask",
    "question",
    "say",
    "signs",
    "then",
    "asked_for",
    "no_if",
    "ask_when",
    "applies_to",
    "level",
    "act_within",
    "rule",
    "scope",
    "blocks",
    "modifies",
    "advice",
    "then_ask",
    "clears",
    "basis",
    "source",
    "guidance",
    "note",
    "alone",
    "of_kinds",
    "puts",
    "seen_fine_clears",
    "warns_own",
}
ILLNESSES = {
    "cauda",
    "meningitis",
    "tumour",
    "tumor",
    "cancer",
    "malignant",
    "sepsis",
    "infection",
    "osteoporosis",
    "diabetes",
    "arthritis",
    "stroke",
    "clot",
    "raynaud's",
}


def rule(damage: Damage) -> Callable[[Rule], Rule]:
    """A rule of the content, with a damage that it has to see."""

    def keep(check: Rule) -> Rule:
        RULES.append((check, damage))
        return check

    return keep


# --- sources ------------------------------------------------------------------------------------------------------


@rule(lambda c: c.routines["moist-heat"]["dose"]["hold"].pop("basis"))
def every_dose_has_a_basis_and_a_source(content: Content) -> list[str]:
    return [
        where for where, part in content.doses() if not isinstance(part, dict) or not {"basis", "from"} <= set(part)
    ]


@rule(lambda c: c.routines["cold-pack"]["dose"]["hold"].update({"from": "S9"}))
def every_source_that_is_named_exists(content: Content) -> list[str]:
    known = content.files["sources"]
    return [f"{where}: {name}" for where, name in content.sources_named() if name not in known]


@rule(lambda c: c.files["sources"].update({"C-NEW": {"what": "Something nobody rests on"}}))
def every_source_is_used(content: Content) -> list[str]:
    """Something rests on it, or speaks of it."""
    used = {name for _, name in content.sources_named()}
    code = [path.read_text(encoding="utf-8") for path in REMINDERS.rglob("*.py")]  # a length of theirs has no file
    texts = str([content.routines, content.files["red_flags"], code])
    used |= {name for name in content.files["sources"] if re.search(rf"\b{name}\b", texts)}
    return sorted(set(content.files["sources"]) - used - {"own"})


@rule(lambda c: c.files["sources"]["G-CES"].pop("card"))
def every_source_has_words_for_a_person_and_guidance_a_rank(content: Content) -> list[str]:
    found = []
    for name, entry in content.files["sources"].items():
        words = {"S": ["title"], "G": ["card", "what", "authority"], "P": ["card", "what", "authority"]}
        needed = words.get(name.split("-")[0][:1], ["what"])
        found += [f"{name} has no {key}" for key in needed if not entry.get(key)]
        if entry.get("authority", "A") not in {"A", "B", "C"}:
            found.append(f"{name} has the authority {entry['authority']}")
    return found


@rule(lambda c: c.flags["saddle-numbness"]["guidance"].clear())
def every_flag_rests_on_what_its_basis_says(content: Content) -> list[str]:
    found = []
    for name, flag in content.flags.items():
        parts = flag["basis"].split("+")
        if not set(parts) <= {"seed", "guidance", "policy"}:
            found.append(f"{name}: {flag['basis']}")
        if "seed" in parts and not flag["source"]:
            found.append(f"{name} names no article")
        if "guidance" in parts and not set(flag["guidance"]) - {"POLICY"}:
            found += [f"{name} names no guidance"] if not flag["guidance"] else []
        if "policy" in parts and "POLICY" not in flag["guidance"]:
            found.append(f"{name} does not say that it is our own choice")
    return found


@rule(lambda c: c.routines["moist-heat"]["dose"]["hold"].update({"basis": "seed", "from": "C-HEAT"}))
def every_basis_fits_its_source(content: Content) -> list[str]:
    wanted = {"seed": "S", "convention": "C-", "policy": "C-POLICY"}
    return [
        f"{where}: {part['basis']} from {part['from']}"
        for where, part in content.doses()
        if not part["from"].startswith(wanted[part["basis"]])
    ]


# --- ids ----------------------------------------------------------------------------------------------------------


@rule(lambda c: c.routines["bridge"]["stop_if"].append("in-session-tired"))
def every_flag_that_is_named_exists(content: Content) -> list[str]:
    return [f"{where}: {name}" for where, name in content.flags_named() if name not in content.flags]


@rule(lambda c: c.routines["movement-break"]["movements"][2].update(technique="neck-rolls"))
def every_technique_that_is_named_exists(content: Content) -> list[str]:
    return [f"{where}: {name}" for where, name in content.techniques_named() if name not in content.techniques]


@rule(lambda c: c.routines["bridge"].update(id="glute-bridge"))
def every_routine_is_in_the_file_of_its_id(content: Content) -> list[str]:
    return [name for name, data in content.routines.items() if data["id"] != name]


@rule(lambda c: c.files["red_flags"]["classes"]["stretch"].append("bridge"))
def every_technique_is_in_its_class_and_in_no_other(content: Content) -> list[str]:
    listed = [(name, cls) for cls, names in content.files["red_flags"]["classes"].items() for name in names]
    of_files = [(name, data["class"]) for name, data in content.techniques.items()]
    wrong = sorted(set(listed) ^ set(of_files))
    return [f"{name}: {cls}" for name, cls in wrong] + sorted(set(map(str, TechniqueClass)) - {c for _, c in listed})


@rule(lambda c: c.files["question_groups"]["groups"][1].update(id="nerves"))
def no_id_stands_twice(content: Content) -> list[str]:
    ids = [*(flag["id"] for flag in content.files["red_flags"]["flags"]), *content.routines]
    ids += [group["id"] for group in content.groups] + [hazard["id"] for hazard in content.files["hazards"]]
    ids += [m["id"] for data in content.techniques.values() for m in data.get("movements", ())]
    return [name for name, count in Counter(ids).items() if count > 1 and name not in content.routines]


@rule(lambda c: c.flags["diabetes"].update(block=c.flags["diabetes"].pop("blocks")))
def every_key_of_a_flag_is_known(content: Content) -> list[str]:
    return [f"{name}: {key}" for name, flag in content.flags.items() for key in set(flag) - FLAG_KEYS]


# --- questions ----------------------------------------------------------------------------------------------------


@rule(lambda c: c.groups[0]["flags"].append("diabetes"))
def every_screen_asks_only_what_is_of_its_layer(content: Content) -> list[str]:
    flags = content.flags
    return [f"{g['id']}: {n}" for g in content.groups for n in g["flags"] if flags[n]["ask"] != g["layer"]]


@rule(lambda c: c.groups[0]["flags"].remove("both-legs"))
def every_question_is_asked_once(content: Content) -> list[str]:
    """On one screen of its layer, by itself, or by the key that says that something is wrong."""
    shared = Counter(name for group in content.groups for name in group["flags"])
    found = []
    for name, flag in content.flags.items():
        if flag["question"] is None:
            wanted = 0
        elif flag["ask"] in GROUPED:
            wanted = 0 if "alone" in flag else 1
        else:
            wanted = 0
            found += [f"{name} is worked out and has a question"] if flag["ask"] == "computed" else []
        if shared[name] != wanted:
            found.append(f"{name} is asked {shared[name]} times with others")
    return found


@rule(lambda c: c.flags["raynauds"]["rule"].update(must_be="yes"))
def a_no_is_the_safe_answer_to_all_that_shares_a_screen(content: Content) -> list[str]:
    shared = {name for group in content.groups for name in group["flags"]}
    return [name for name in sorted(shared) if content.flags[name]["rule"].get("must_be", "no") != Answer.NO]


@rule(lambda c: c.flags["diabetes"].update(question="Do you have poor blood flow, or sores that heal slowly?"))
def no_question_is_put_twice(content: Content) -> list[str]:
    asked = Counter(flag["question"] for flag in content.flags.values() if flag["question"])
    return [words for words, count in asked.items() if count > 1]


@rule(lambda c: c.flags["chest-pain"].update(question="Tell us about your chest"))
def every_question_ends_as_one(content: Content) -> list[str]:
    plain = [(n, f["question"]) for n, f in content.flags.items() if f["question"] and "routes" not in f["rule"]]
    plain += [(key, content.files["question_groups"][key]) for key in ("changed", "still")]
    return [f"{name}: {words}" for name, words in plain if not words.endswith("?")]


LINE_WORDS, REPEAT_WORDS = 9, 75  # the longest line, and the whole page of a repeat day


@rule(lambda c: c.flags["clumsy-hands"].update(say="hands clumsy"))
def every_line_names_every_sign_of_its_question(content: Content) -> list[str]:
    lined = {name: flag for name, flag in content.flags.items() if "say" in flag}
    found = [f"{name} has no signs" for name, flag in lined.items() if not flag.get("signs")]
    return found + [
        f"{name}: {sign} is not in the {part}"
        for name, flag in lined.items()
        for sign in flag.get("signs", ())
        for part in ("say", "question")
        if sign.lower() not in flag[part].lower()
    ]


@rule(lambda c: c.flags["diabetes"].update(say="do you have diabetes of one kind or of the other"))
def a_line_is_short(content: Content) -> list[str]:
    return [name for name, flag in content.flags.items() if len(flag.get("say", "").split()) > LINE_WORDS]


@rule(lambda c: c.flags["chest-pain"].pop("say"))
def every_question_of_a_page_has_its_line(content: Content) -> list[str]:
    shared = {name for group in content.groups for name in group["flags"]}
    return [
        name for name in sorted(shared) if "say" not in content.flags[name] and "ask_when" not in content.flags[name]
    ]


@rule(lambda c: c.groups[0]["repeat"][0].update(say="Arms, hands, legs: " + "numb, tingly, " * 20))
def the_page_of_a_repeat_day_is_short_and_stands_for_all_of_today(content: Content) -> list[str]:
    today = [group for group in content.groups if group["layer"] == "today"]
    lines = [line for group in today for line in group["repeat"]]
    words = " ".join([content.files["question_groups"]["short"], *(line["say"] for line in lines)])
    found = [f"{len(words.split())} words"] if len(words.split()) > REPEAT_WORDS else []
    return found + [
        group["id"]
        for group in today
        if sorted(n for li in group["repeat"] for n in li["flags"]) != sorted(group["flags"])
    ]


# --- levels, locks and cards --------------------------------------------------------------------------------------


@rule(lambda c: c.files["cards"]["levels"].pop("urgent-same-day"))
def every_level_has_a_card(content: Content) -> list[str]:
    words = content.files["cards"]["levels"]
    wrong = sorted(set(map(str, Level)) ^ set(words))
    return wrong + [
        f"{name} has no {p}" for name in words for p in ("sign", "headline", "body") if not words[name].get(p)
    ]


@rule(lambda c: c.flags["head-twisted"].pop("act_within"))
def every_flag_for_a_clinician_says_by_when(content: Content) -> list[str]:
    return [n for n, f in content.flags.items() if f["level"] == Level.CLINICIAN and "act_within" not in f]


@rule(lambda c: c.flags["chest-pain"].update(blocks={"classes": ["heat"], "where": "everywhere"}))
def a_higher_level_locks_no_less_than_its_own(content: Content) -> list[str]:
    """An emergency and what is urgent take the whole lock of their level: none has one of its own."""
    grave = {Level.EMERGENCY, Level.URGENT}
    return [name for name, flag in content.flags.items() if flag["level"] in grave and "blocks" in flag]


@rule(lambda c: c.flags["in-session-sharp-pain"].update(blocks={"classes": [], "where": "everywhere"}))
def a_caution_locks_or_says_something(content: Content) -> list[str]:
    found = []
    for name, flag in content.flags.items():
        blocks = flag.get("blocks") or {}
        scope = flag["scope"] if isinstance(flag["scope"], dict) else {}
        says = flag.get("advice") or scope.get("advice")
        if flag["level"] == Level.CAUTION and not (blocks.get("classes") or blocks.get("techniques") or says):
            found.append(name)
    return found


@rule(lambda c: c.files["sources"]["G-MEN"].update(card="NHS: signs of meningitis"))
def no_card_names_an_illness(content: Content) -> list[str]:
    cards = content.files["cards"]
    words = [str(value) for level in cards["levels"].values() for value in level.values()]
    words += [*cards["enough"].values(), cards["leave_out"], *cards["who_can_help"], *cards["who_can_help_now"]]
    words += [*cards["who_can_help_today"], *cards["until"].values()]
    words += [str(value) for sign in cards["of_signs"].values() for value in sign.values()]
    words += [entry.get("card", "") for entry in content.files["sources"].values()]
    return [text for text in words if ILLNESSES & set(re.findall(r"[a-z']+", text.lower()))]


# --- routines -----------------------------------------------------------------------------------------------------


@rule(lambda c: c.routines["knee-to-chest"]["dose"]["hold"].update(default=90))
def every_default_lies_in_its_range(content: Content) -> list[str]:
    found = []
    for where, part in content.doses():
        given = [part[key] for key in ("min", "default", "max") if isinstance(part.get(key), int)]
        if given != sorted(given):
            found.append(where)
    return found


@rule(lambda c: c.routines["ball-compression"]["dose"]["per_spot_per_day_seconds"].update(max=30))
def what_may_be_held_at_once_may_be_held_in_a_day(content: Content) -> list[str]:
    found = []
    for name, data in content.techniques.items():
        dose = data.get("dose") or {}
        hold = (dose.get("hold") or {}).get("max", 0)
        caps = [(dose.get("hard_stop") or {}).get("seconds"), (dose.get("per_spot_per_day_seconds") or {}).get("max")]
        found += [name for cap in caps if cap is not None and cap < hold]
    return found


@rule(lambda c: c.flags["ball-no-release-2-min"]["rule"].update(hard_stop_seconds=150))
def a_flag_stops_a_technique_when_its_dose_does(content: Content) -> list[str]:
    found = []
    for name, flag in content.flags.items():
        stop = flag["rule"].get("hard_stop_seconds")
        for technique in flag["blocks"]["techniques"] if stop is not None else ():
            dose = content.techniques[technique]["dose"]["hard_stop"]["seconds"]
            found += [f"{name}: {stop} s, {technique}: {dose} s"] if stop != dose else []
    return found


@rule(lambda c: c.routines["moist-heat"].pop("end_alarm"))
def heat_and_cold_end_with_an_alarm_and_nothing_else_does(content: Content) -> list[str]:
    on_skin = {TechniqueClass.HEAT, TechniqueClass.COLD}
    return [
        n for n, d in content.techniques.items() if (d.get("end_alarm") == "insistent") is not (d["class"] in on_skin)
    ]


@rule(lambda c: c.routines["cold-pack"]["dose"].pop("gap"))
def heat_and_cold_have_a_most_a_day_and_a_gap(content: Content) -> list[str]:
    limited = {TechniqueClass.HEAT, TechniqueClass.COLD}
    wanted = {"hold", "gap", "frequency"}
    return [n for n, d in content.techniques.items() if d["class"] in limited and not wanted <= set(d["dose"])]


@rule(lambda c: c.routines["neck-knot-desk"].update(areas=["neck", "wrist"]))
def every_sequence_works_where_it_says(content: Content) -> list[str]:
    found = []
    for name, data in content.sequences.items():
        steps = [step if isinstance(step, str) else step.get("technique") for step in data["steps"]]
        reached = {area for step in steps if step for area in content.techniques[step]["areas"]}
        found += [f"{name}: {area}" for area in data["areas"] if area not in reached]
    return found


@rule(lambda c: c.figures.pop("bridge"))
def every_technique_has_a_picture_and_every_picture_a_technique(content: Content) -> list[str]:
    return sorted({*content.techniques, "rest"} ^ set(content.figures))


@rule(
    lambda c: c.routines["movement-break"]["movements"].append(
        {**c.routines["movement-break"]["movements"][0], "id": "hop"}
    )
)
def every_movement_has_a_picture(content: Content) -> list[str]:
    found = []
    for name, data in content.techniques.items():
        drawn = content.figures[name].get("variants") or {}
        own = [m["id"] for m in data.get("movements", ()) if "technique" not in m]
        found += [movement for movement in own if movement not in drawn]
    return found


@rule(lambda c: c.routines["movement-break"]["movements"][0].update(prompt="Walk. " * 60))
def every_prompt_fits_into_a_notification(content: Content) -> list[str]:
    """A quarter of the shortest channel, so that what rides along has room."""
    movements = [m for data in content.techniques.values() for m in data.get("movements", ())]
    return [m["id"] for m in movements if not 10 <= len(m["prompt"]) <= 90 or not m["prompt"].endswith(".")]


@rule(lambda c: c.routines["childs-pose"]["stop_if"].clear())
def what_moves_or_presses_can_be_stopped_by_a_sign(content: Content) -> list[str]:
    calm = {TechniqueClass.MOVEMENT_BREAK, TechniqueClass.POSTURE, TechniqueClass.BREATHING, TechniqueClass.HYDRATION}
    return [n for n, d in content.techniques.items() if d["class"] not in calm and not d.get("stop_if")]


@pytest.mark.parametrize(("check", "damage"), RULES, ids=[check.__name__ for check, _ in RULES])
def test_a_rule_holds_for_all_content_and_sees_a_damage(check: Rule, damage: Damage) -> None:
    assert check(CONTENT) == []
    damaged = CONTENT.copy()
    damage(damaged)
    assert check(damaged) != []


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(CONTENT.routines))
def test_shipped_and_own_files_have_one_format_and_any_yaml_reader_reads_the_same(name: str) -> None:
    path = shipped_folder() / f"{name}.yaml"
    loaded = read_yaml(path)
    assert not loaded.problems
    assert loaded.data == CONTENT.routines[name]
    assert model_for(loaded.data).model_validate(loaded.data).model_dump(by_alias=True)["id"] == name
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith(".")


def test_what_is_loaded_is_what_the_files_say() -> None:
    assert set(LIBRARY.routines) == set(CONTENT.routines)
    assert not LIBRARY.problems
    assert not LIBRARY.clamps
    assert set(CATALOGUE.flags) == set(CONTENT.flags)
    assert set(load_sources()) == set(CONTENT.files["sources"])
    for technique in LIBRARY.shipped_techniques:
        data = CONTENT.techniques[technique.id]
        assert [m.id for m in technique.movements] == [m["id"] for m in data.get("movements", ())]
        assert list(technique.sit_down) == data.get("sit_down", [])
        for name, quantity in technique.dose.quantities():
            assert quantity.low <= quantity.default <= quantity.high, f"{technique.id}, {name}"
            assert name in LARGEST_HOLDS or quantity.low > 0
