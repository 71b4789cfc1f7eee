"""The screens of the layers that the catalogue does not group itself. Each lists its signs in full when it is shown."""

from __future__ import annotations

from coach.core.catalogue.catalogue import Layer, QuestionGroup

PROFILE = (
    QuestionGroup(
        "P1-bones",
        "Your bones and spine: is any of this true?",
        ("recent-fracture", "recent-surgery", "known-spine-condition", "osteoporosis", "inflammatory-arthritis"),
        Layer.PROFILE,
    ),
    QuestionGroup(
        "P2-illness",
        "An illness now or before: is any of this true?",
        ("cancer-history", "lump-nf2", "weak-immune-or-steroids", "diabetes"),
        Layer.PROFILE,
    ),
    QuestionGroup(
        "P3-blood",
        "Your heart and blood: is any of this true?",
        ("blood-clot", "blood-thinners-or-bleeding", "heart-condition", "poor-circulation", "raynauds"),
        Layer.PROFILE,
    ),
    QuestionGroup(
        "P4-care",
        "What a doctor has told you: is any of this true?",
        ("doctor-limits-exercise", "dizzy-or-faint", "pregnant", "age-under-18"),
        Layer.PROFILE,
    ),
    QuestionGroup(
        "P5-moving",
        "How you move: is any of this true?",
        ("cannot-use-floor", "jaw-joint-problem"),
        Layer.PROFILE,
    ),
)

EPISODE = (
    QuestionGroup(
        "E1-complaint",
        "About this sore spot: is any of this true?",
        ("knot-may-be-lump", "dropped-shoulder-arm-signs", "shoulder-unstable", "pain-spreads-on-press"),
        Layer.EPISODE,
    ),
)

LUMP = (
    QuestionGroup(
        "L1-feel",
        "How the lump feels: is any of this true?",
        ("lump-painful", "lump-hard", "lump-fixed", "lump-numbness", "lump-many-or-joined", "lump-morning-pain"),
        Layer.LUMP,
    ),
    QuestionGroup(
        "L2-look",
        "How it looks, and where it is: is any of this true?",
        ("lump-discharge-bleeding", "lump-red-hot", "lump-on-spine", "swollen-gland", "neck-hump"),
        Layer.LUMP,
    ),
    QuestionGroup(
        "L3-change",
        "What has changed: is any of this true?",
        ("lump-growing", "lump-pain-worsening", "lump-changed"),
        Layer.LUMP,
    ),
    QuestionGroup(
        "L4-story",
        "Where it comes from: is any of this true?",
        ("lump-after-injury", "lump-over-2-weeks", "lump-came-back", "lump-elsewhere"),
        Layer.LUMP,
    ),
)

TECHNIQUE = QuestionGroup(
    "S1-before",
    "Just before you start: is any of this true?",
    (
        "numb-skin",
        "broken-skin",
        "hot-swollen-area",
        "past-heat-cold-reaction",
        "injury-last-72h",
        "sleepy-or-drinking",
        "press-on-bone-or-throat",
    ),
    Layer.TECHNIQUE,
)

ALL = (*PROFILE, *EPISODE, *LUMP, TECHNIQUE)
