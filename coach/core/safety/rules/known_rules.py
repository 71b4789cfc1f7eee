"""Which rules this program holds. A catalogue entry whose rule is not held makes the load fail: all stays locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Layer
from coach.core.safety import scope
from coach.core.safety.rules import combinations, trends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.catalogue.catalogue import Catalogue, Flag

ANSWERED = frozenset({"answer", "placement", "in-session"})  # a question whose unsafe answer raises the flag

# Flag -> what its rule says in the catalogue, as far as code holds it. A number that differs is another rule.
HELD: Mapping[str, Mapping[str, Any]] = {
    "meningitis-cluster": {"type": "combination"},
    "night-pain": {"type": "answer", "or_trend": "LR11"},
    "no-better-24h": {
        "type": "duration",
        "kinds": [str(kind) for kind in ("spasm", "bruise", "swollen-gland")],
        "hours": trends.DAY_HOURS,
        "unless": "status is better",
    },
    "spasm-prolonged": {"type": "duration", "kinds": ["spasm"], "days": trends.WEEK},
    "pain-not-better-1-week": {"type": "trend", "days": trends.WEEK, "until": "pain-not-better-2-weeks"},
    "severe-not-better-1-week": {"type": "trend", "days": trends.WEEK, "latest_at_least": trends.SEVERE},
    "pain-not-better-2-weeks": {"type": "trend", "days": trends.TWO_WEEKS, "latest_at_least": trends.LASTING},
    "pain-getting-worse": {
        "type": "trend",
        "rise_at_least": trends.REAL_CHANGE,
        "both_at_least": trends.WORSE_FROM,
    },
    "knot-keeps-coming-back": {
        "type": "trend",
        "episodes_at_least": trends.STARTS,
        "within_days": trends.STARTS_DAYS,
        "same": "area",
    },
    "lump-new-unassessed": {"type": "answer", "when": "a lump is on record and no clinician has seen it"},
    "lump-pain-worsening": {"type": "answer", "or_trend": "lump pain up 2 or more points between checks"},
    "lump-growing": {"type": "answer"},
    "lump-changed": {"type": "answer", "or_trend": "texture, look or movement differs from the last check"},
    "lump-over-2-weeks": {"type": "duration", "days": trends.TWO_WEEKS, "unknown_start_counts": True},
    "lump-cancer-history": {"type": "combination", "all_of": ["lump on record", "cancer-history"]},
    "rest-no-relief-with-lump": {"type": "combination", "all_of": ["lump on record", "rest-no-relief"]},
    "back-lump-with-pain": {"type": "combination"},
    "neck-lump-over-40": {"type": "combination", "all_of": ["lump on record in neck", "age 40 or over"]},
    "lump-nf2": {"type": "combination", "all_of": ["lump on record", "answer yes or not-sure"]},
    "lump-large": {
        "type": "trend",
        "when": f"neck lump {combinations.NECK_MM} mm or more, or any lump {combinations.ANY_MM} mm or more "
        f"({combinations.ANY_MM} mm is POLICY)",
    },
    "solid-lump-no-direct-pressure": {
        "type": "placement",
        "when": "a lump is on record and a clinician has said self-care is fine",
    },
    "age-new-pain": {
        "type": "combination",
        "all_of": [
            "first ever episode of this pain",
            f"age under {combinations.UNDER_20} or over {combinations.OVER_55}",
        ],
    },
    "injury-last-72h": {"type": "duration", "hours": 72},
    "bruise-on-record": {"type": "placement", "when": "an open episode of kind bruise"},
    "low-back-twist": {"type": "placement", "when": "a custom routine adds a loaded or forced low-back twist"},
    "in-session-pain-up": {"type": "trend", "when": "pain after is 2 or more points above pain before"},
}

# Rule of the history -> its flag (None: a rule of caps, times or reminders, held in `uses`, `standing`, `cadence` and
# `reminders`).
LONGITUDINAL: Mapping[str, str] = {
    "LR1": "lump-over-2-weeks",
    "LR2": "no-better-24h",
    "LR3": "spasm-prolonged",
    "LR4": "pain-not-better-1-week",
    "LR5": "severe-not-better-1-week",
    "LR6": "pain-not-better-2-weeks",
    "LR7": "pain-getting-worse",
    "LR8": "lump-pain-worsening",
    "LR9": "lump-growing",
    "LR10": "lump-changed",
    "LR11": "night-pain",
    "LR12": "knot-keeps-coming-back",
    "LR13": "in-session-pain-up",
    "LR14": "",
    "LR15": "",
    "LR16": "",
    "LR17": "",
}


def unimplemented(catalogue: Catalogue) -> list[str]:
    """Every rule of a catalogue that this program does not hold as it is written there."""
    found = [wrong for flag in catalogue.flags.values() for wrong in _of_flag(flag)]
    for name, flag in catalogue.longitudinal.items():
        if LONGITUDINAL.get(name) != flag:
            found.append(f"the history rule {name} for '{flag}' is not held")
    found += [f"the history rule {name} is missing" for name in LONGITUDINAL if name not in catalogue.longitudinal]
    found += [f"'{name}' is missing" for name in sorted({*HELD, *scope.COMPUTED_OF_LUMPS} - set(catalogue.flags))]
    return found


def _of_flag(flag: Flag) -> list[str]:
    given = flag.rule.given or {}
    held = HELD.get(flag.id)
    if held is None:
        if flag.ask is Layer.COMPUTED or not flag.question or "or_trend" in given or flag.rule.type not in ANSWERED:
            return [f"the rule of '{flag.id}' is not held"]
        return []
    return [
        f"the rule of '{flag.id}' is held with {name} {value!r}, not {given.get(name)!r}"
        for name, value in held.items()
        if given.get(name) != value
    ]
