"""The words that facts hold, as the first version wrote them; for the random histories."""

from __future__ import annotations

from datetime import timedelta, timezone

THREE = ["yes", "no", "not-sure"]
AREAS = ["neck", "shoulder", "upper-back", "lower-back", "mid-back"]
SIDES = ["left", "right", "both", "middle"]
KINDS = ["knot", "knot", "spasm", "ache", "ache", "bruise", "swollen-gland", "lump", "not-sure"]
STATUSES = ["better", "same", "worse", "not-sure"]
WHEN = ["any time", "any time", "next morning", "before", "after"]
FEEL = ("dull", "sharp", "burning", "throbbing", "shooting", "stiff")
TAGS = ("night", "night", "night", "morning", "after-rest", "spreads", "stiff-neck")
TRIGGERS = (
    "long-sitting",
    "stress",
    "heavy-lift-or-carry",
    "phone-in-neck",
    "infection",
    "accident-or-fall",
    "not-known",
)
CLASSES = ["heat", "cold", "compression", "massage", "stretch", "strength", "movement-break", "posture", "breathing"]
CLASSES += ["hydration"]
LUMP = {
    "texture": ["soft", "rubbery", "firm", "stone-hard", "not-sure"],
    "moves": ["moves", "moves", "stuck", "not-sure"],
    "look": ["normal", "normal", "red", "broken", "leaking or bleeding", "not-sure"],
    "pain_time": ["morning", "night", "after rest", "none"],
    "feeling": ["normal", "tingling", "numb", "not-sure"],
    "count": ["one", "many", "joined", "not-sure"],
    "on_spine": THREE,
    "after_injury": THREE,
    "other_lumps": THREE,
    "spasm_or_stiff": ["yes", "no"],
    "change_since_last": ["same", "bigger", "smaller", "harder", "softer", "gone", "other"],
    "seen_by": ["nobody", "booked", "seen: self-care fine", "seen: no self-care"],
}
GROUPS: dict[str, dict[str, list[str]]] = {
    "today": {
        "T1-bladder": ["bladder-bowel-loss", "saddle-numbness", "trouble-peeing", "new-sex-problem"],
        "T2-nerves": ["limb-numb-tingle-weak", "both-legs", "sudden-weak-clumsy", "walking-trouble", "clumsy-hands"],
        "T3-illness": [
            "fever-or-chills",
            "new-neck-headache",
            "lasting-headache",
            "light-sick-drowsy",
            "feel-ill-today",
        ],
        "T4-accident": ["accident-caused", "serious-accident"],
        "T5-pain": ["chest-pain", "short-of-breath", "night-pain", "pain-severe-constant"],
    },
    "profile": {
        "P1-bones": ["recent-fracture", "recent-surgery", "known-spine-condition", "osteoporosis"],
        "P2-illness": ["cancer-history", "lump-nf2", "weak-immune-or-steroids", "diabetes"],
        "P3-blood": ["blood-clot", "blood-thinners-or-bleeding", "heart-condition", "poor-circulation", "raynauds"],
        "P4-care": ["doctor-limits-exercise", "dizzy-or-faint", "pregnant", "age-under-18"],
        "P5-moving": ["cannot-use-floor", "jaw-joint-problem"],
    },
    "weekly": {
        "W1-slow-signs": ["rest-no-relief", "pain-elsewhere", "lasting-cough", "weight-appetite-loss", "head-twisted"]
    },
}
TODAY = [name for names in GROUPS["today"].values() for name in names]
PROFILE = [name for names in GROUPS["profile"].values() for name in names]
EPISODE = ["knot-may-be-lump", "dropped-shoulder-arm-signs", "shoulder-unstable", "pain-spreads-on-press"]
LUMP_SIGNS = ["lump-painful", "lump-hard", "lump-fixed", "lump-numbness", "lump-many-or-joined", "lump-morning-pain"]
LUMP_SIGNS += ["lump-discharge-bleeding", "lump-red-hot", "lump-on-spine", "swollen-gland", "neck-hump", "lump-growing"]
LUMP_SIGNS += ["lump-pain-worsening", "lump-changed", "lump-after-injury", "lump-over-2-weeks", "lump-elsewhere"]
TECHNIQUE = ["numb-skin", "broken-skin", "hot-swollen-area", "past-heat-cold-reaction", "injury-last-72h"]
TECHNIQUE += ["sleepy-or-drinking", "cold-on-bare-skin", "press-on-bone-or-throat", "low-back-twist"]
IN_SESSION = ["in-session-sharp-pain", "in-session-numb-tingle", "in-session-dizzy", "in-session-skin-change"]
IN_SESSION += ["ball-no-release-2-min"]
COMPUTED = ["spasm-prolonged", "pain-not-better-1-week", "pain-not-better-2-weeks", "pain-getting-worse"]
COMPUTED += ["knot-keeps-coming-back", "lump-new-unassessed", "lump-large", "neck-lump-over-40", "bruise-on-record"]
FLAGS = [*TODAY, *PROFILE, *GROUPS["weekly"]["W1-slow-signs"], *LUMP_SIGNS, *COMPUTED, *COMPUTED, "in-session-pain-up"]


def zone(minutes: int) -> timezone:
    """A zone so many minutes east of UTC."""
    return timezone(timedelta(minutes=minutes))
