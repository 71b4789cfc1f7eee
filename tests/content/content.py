"""All content files as plain data, and what they name: for rules that hold for every one of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from coach.adapters.catalogue.catalogue_file import content_folder
from coach.adapters.routines.routine_files import shipped_folder

Data = dict[str, Any]


@dataclass
class Content:
    """Every file by its name without the ending."""

    files: dict[str, Any]
    routines: dict[str, Data]
    figures: dict[str, Data]

    @property
    def flags(self) -> dict[str, Data]:
        return {flag["id"]: flag for flag in self.files["red_flags"]["flags"]}

    @property
    def techniques(self) -> dict[str, Data]:
        return {name: data for name, data in self.routines.items() if data["class"] != "sequence"}

    @property
    def sequences(self) -> dict[str, Data]:
        return {name: data for name, data in self.routines.items() if data["class"] == "sequence"}

    @property
    def groups(self) -> list[Data]:
        found: list[Data] = self.files["question_groups"]["groups"]
        return found

    def copy(self) -> Content:
        """The same, to be damaged."""
        return copy.deepcopy(self)

    def doses(self) -> Iterator[tuple[str, Data]]:
        """Every part of every dose that has a number or a text, with where it stands; rests of sequences, too."""
        for name, data in self.routines.items():
            for key, part in (data.get("dose") or {}).items():
                yield f"{name}, dose, {key}", part
                for inner, deeper in part.items() if isinstance(part, dict) else ():
                    if isinstance(deeper, dict):
                        yield f"{name}, dose, {key}, {inner}", deeper
            if "days_a_week" in data:
                yield f"{name}, days a week", data["days_a_week"]
            for step in data["steps"] if data["class"] == "sequence" else ():
                if isinstance(step, dict) and "rest" in step:
                    yield f"{name}, a rest", step

    def sources_named(self) -> Iterator[tuple[str, str]]:
        """Every source id with where it is named."""
        for where, part in self.doses():
            if isinstance(part, dict) and "from" in part:
                yield where, part["from"]
        for name, data in self.routines.items():
            said = [*data.get("supports", []), *data.get("checklist", []), *_listed(data.get("why"))]
            for one in [*said, *_listed(data.get("then"))]:
                yield name, one["source"]
        for name, flag in self.flags.items():
            for support in flag["source"]:
                yield name, support["seed"]
            for guideline in flag["guidance"]:
                yield name, guideline
        for rule in self.files["red_flags"]["longitudinal"]:
            for source in rule["seed"].split(" (")[0].split(", "):
                yield rule["id"], source

    def flags_named(self) -> Iterator[tuple[str, str]]:
        """Every id of a flag with where it is named."""
        rules = self.files["red_flags"]
        for group in self.groups:
            yield from ((group["id"], name) for name in group["flags"])
        for name, flag in self.flags.items():
            rule = flag["rule"]
            for conditions in (flag.get("ask_when") or {}).values():
                yield from ((name, condition["flag"]) for condition in conditions)
            yield from ((name, one) for one in (*rule.get("any_two_of", ()), *rule.get("or_all_of", ())))
            yield from ((name, one) for one in rule.get("parts", ()))
            yield from ((name, rule[key]) for key in ("also_sets", "until") if key in rule)
        yield from (("second_stage", name) for name in rules["second_stage"]["not_for"])
        yield from ((rule["id"], rule["flag"]) for rule in rules["longitudinal"] if rule["flag"])
        for name, data in self.routines.items():
            yield from ((name, sign) for sign in data.get("stop_if", ()))
            if "then" in data:
                yield name, data["then"]["ask"]
        for question in self.files["review"]["open_questions"]:
            head = question.split(":")[0]
            if " " not in head:
                yield "an open question", head

    def techniques_named(self) -> Iterator[tuple[str, str]]:
        """Every id of a technique with where it is named."""
        for cls, names in self.files["red_flags"]["classes"].items():
            yield from ((f"class {cls}", name) for name in names)
        for name, flag in self.flags.items():
            scope = flag["scope"] if isinstance(flag["scope"], dict) else {}
            for part in (scope, flag.get("blocks") or {}):
                yield from ((name, one) for one in part.get("techniques", ()) if one != "current")
            yield from ((name, one) for one in flag.get("modifies", {}))
        for name, data in self.sequences.items():
            for step in data["steps"]:
                one = step if isinstance(step, str) else step.get("technique")
                if one is not None:
                    yield name, one
        for name, data in self.techniques.items():
            for movement in data.get("movements", ()):
                if "technique" in movement:
                    yield f"{name}, {movement['id']}", movement["technique"]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def load() -> Content:
    """The content of the program, as an ordinary YAML reader reads it."""

    def of(folder: Any) -> dict[str, Any]:
        return {path.stem: yaml.safe_load(path.read_bytes()) for path in sorted(folder.glob("*.yaml"))}

    return Content(of(content_folder()), of(shipped_folder()), of(shipped_folder() / "figures"))
