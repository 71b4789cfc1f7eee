"""Further words for what the palette finds: what people may type for it."""

from __future__ import annotations

from coach.core.vocabulary import BodyArea

PAIN = "pain ache sore hurt tight knot stiff"
AREAS = {
    BodyArea.NECK: "nape throat cervical",
    BodyArea.SHOULDER: "shoulders trapezius arm",
    BodyArea.UPPER_BACK: "shoulder blade blades thoracic",
    BodyArea.MID_BACK: "middle ribs thoracic",
    BodyArea.LOWER_BACK: "lumbar loin hip",
}
SETTINGS = {
    "theme": "theme dark light colors appearance contrast",
    "hearing": "hearing sound voice chimes silent quiet mute loud speech",
    "volume": "volume loud quiet sound mute",
    "minutes": "minutes duration length",
    "dose": "gentle full strength intensity",
    "wait": "pause steps key",
    "motion": "motion animation still",
}
HEARINGS = {"voice": "speech sound loud", "chimes": "sound bell", "silent": "quiet mute sound"}
THEMES = "colours colors appearance"
NOTE_PAIN = f"{PAIN} rating complaint episode spasm strain entry log"
NOTE_LUMP = "bump swelling gland knot bruise entry log"
NOTE_VISIT = "doctor seen appointment physiotherapist nurse clinician entry log"
ABOUT_ME = "profile age birth year emergency number phone"
