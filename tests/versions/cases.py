"""Random written cases for `coach assess`, in the words of its format: the same from the same seed."""

from __future__ import annotations

import random
from typing import Any

from tests.versions import words


def case(seed: int) -> dict[str, Any]:
    """One case; a few hold a word that is not known, which is a fault to be told."""
    rng = random.Random(f"case {seed}")  # noqa: S311 - made up, no secret
    kind, area = rng.choice(words.KINDS), rng.choice(words.AREAS)
    signs = [*words.TODAY, *words.PROFILE, *words.EPISODE, *words.LUMP_SIGNS, *words.TECHNIQUE]
    answers = {name: rng.choice(words.THREE) for name in rng.sample(signs, rng.randint(0, 4))}
    found: dict[str, Any] = {"person": {"age": rng.choice((15, 30, 44, 61))}, "area": area, "kind": kind}
    found |= {"answers": answers} if answers else {}
    history: dict[str, Any] = {}
    if rng.random() < 0.6:
        begun = rng.randint(1, 30)
        history["episode"] = {"kind": rng.choice(words.KINDS[:6]), "area": area, "started": {"d": -begun}}
        if rng.random() < 0.5:
            history["episode"]["status"] = [{"h": -5, "v": rng.choice(words.STATUSES)}]
        levels: list[dict[str, Any]] = [{"d": -rng.randint(1, begun), "level": rng.randint(0, 10)}]
        levels.append({"h": -1, "level": rng.randint(0, 10), "tags": ["night"]})
        history["pain"] = levels
    if kind in {"lump", "not-sure"} or rng.random() < 0.2:
        history["lump"] = {"first_noticed": {"d": -rng.randint(10, 30)}, "texture": rng.choice(words.LUMP["texture"])}
        history["lump"] |= {"size_mm": [{"d": -9, "v": 10}, {"d": -1, "v": rng.randint(8, 30)}]}
        history["lump"] |= {"look": rng.choice(words.LUMP["look"])} if rng.random() < 0.5 else {}
    if rng.random() < 0.3:
        flags = rng.sample(words.FLAGS, 2)
        history["visits"] = [{"d": -rng.randint(0, 100), "who": "GP", "flags": flags, "classes": ["heat", "stretch"]}]
    found |= {"history": history} if history else {}
    if rng.random() < 0.15:
        found["event"] = {"technique": "ball-compression", "report": rng.choice(words.IN_SESSION), "seconds": 70}
    if rng.random() < 0.05:
        found["ansers"] = {}
    return found
