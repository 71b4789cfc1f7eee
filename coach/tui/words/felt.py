"""What is felt, in a person's words: kinds of complaints, when and how it hurts, what may have set it off."""

from __future__ import annotations

from coach.core.vocabulary import ComplaintKind, Tag, Trigger

KINDS = (  # the first three are what-is-it of the catalogue
    (ComplaintKind.KNOT, "A sore, tight spot in a muscle"),
    (ComplaintKind.LUMP, "A lump I can see or feel"),
    (ComplaintKind.NOT_SURE, "Not sure"),
    (ComplaintKind.SPASM, "A spasm: the muscle cramps"),
    (ComplaintKind.ACHE, "An ache, over a wider part"),
    (ComplaintKind.BRUISE, "A bruise"),
    (ComplaintKind.GLAND, "A swollen gland"),
)
TAG_WORDS = {
    Tag.NIGHT: "It hurts at night",
    Tag.MORNING: "It hurts in the morning",
    Tag.AFTER_REST: "It hurts after rest",
    Tag.SPREADS: "It spreads",
    Tag.STIFF_NECK: "My neck is stiff",
}
TRIGGER_WORDS = {
    Trigger.LONG_SITTING: "Sitting long",
    Trigger.CRANED_AT_SCREEN: "Head pushed to the screen",
    Trigger.HEAVY_LIFT: "Lifting or carrying",
    Trigger.LOAD_ON_SHOULDER: "A bag on the shoulder",
    Trigger.HEAD_TURN: "Turning the head fast or far",
    Trigger.PHONE_IN_NECK: "Phone held with the neck",
    Trigger.EXERCISE_STRAIN: "Sport or exercise",
    Trigger.TWIST_OR_SWING: "A twist or a swing",
    Trigger.INFECTION: "An illness, such as a cold",
    Trigger.ACCIDENT: "An accident or a fall",
    Trigger.NOT_KNOWN: "I don't know",
}
