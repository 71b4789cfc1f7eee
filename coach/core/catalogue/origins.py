"""Who stands behind a reason, for the card: named so that no title tells the person what they might have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The catalogue names its guidelines for those who check it; some of those names are illnesses (red_flags.yaml).
PUBLISHERS = {
    "G-NHS-BACK": "NHS: when back pain needs help, and how soon",
    "G-CES": "NHS community trust: back pain signs to act on",
    "G-NECK-SHEF": "NHS service: when to call for help with neck pain",
    "G-NECK-MPFT": "NHS trust: when neck pain needs a doctor",
    "G-NECK-PCN": "Neck pain warning signs, for clinicians",
    "G-AHCPR": "US health agency (AHCPR): low back pain warning signs",
    "G-LUMP-NHS": "NHS: when to have a lump looked at",
    "G-AAOHNS": "American ear, nose and throat doctors (AAO-HNS): lumps in the neck",
    "G-MEN": "NHS: signs of serious illness; do not wait for every sign",
    "G-HEAT": "NHS trust: using heat safely",
    "G-COLD": "NHS trust: using cold safely",
    "G-HEATCOLD": "NHS leaflet: who should not use heat or cold",
    "G-DIABETES": "Pharmacy training: who should ask before using heat or cold",
    "G-ROLL": "Bartsch 2021: who should not use a foam roller",
    "G-BALL": "Massage-ball advice: where not to press",
    "G-MASSAGE": "Who should ask before a massage (a common list)",
    "G-ROS": "A UK bone health charity: bending forward safely",
    "G-PARQ": "PAR-Q+: questions before exercise",
    "G-PREG": "Exercise advice in pregnancy",
    "G-SPRAIN": "NHS: the first 72 hours after a strain",
    "G-NRS": "Childs 2005: how much change in pain is real",
    "G-OKTA": "Another program's rule: pain of 7 or more afterwards",
    "G-HEAD": "NHS: when a headache needs help",
    "G-BREATH": "NHS: when short breath needs help",
    "G-IFOMPT": "IFOMPT 2020: neck pain warning signs, for clinicians",
    "G-NG59": "NICE: low back pain, keep active",
    "POLICY": "A rule of this program; no source found",
}
GUIDELINE = "A health guideline"


def origins(ids: Iterable[str], articles: Mapping[str, str]) -> list[str]:
    """Who says so, each once. `articles` are the source articles with their titles."""
    return list(dict.fromkeys(PUBLISHERS.get(name) or articles.get(name) or GUIDELINE for name in ids))
