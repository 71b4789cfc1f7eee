"""What "something is wrong" offers in the middle of a session: one list for every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer
from coach.core.frozen import frozen
from coach.core.safety.daily_check import ELSE

if TYPE_CHECKING:
    from coach.core.catalogue.catalogue import Catalogue, Flag

MORE = "in-session-pain-up"
EMERGENCIES = (  # in few words, for whoever has no breath to read; each raises its signs of the day
    ("Pain or a tight feeling in the chest", ("chest-pain",)),
    ("Short of breath", ("short-of-breath",)),
    ("Face, speech, sight or swallowing", ("face-speech-sight",)),
    ("An arm or a leg suddenly weak", ("sudden-weak-clumsy",)),
    ("Bladder or bowel, or numb between the legs", ("bladder-bowel-loss", "saddle-numbness")),
)


@frozen
class Wrong:
    """One thing that may be wrong: its words, and the flags it raises.

    `then_ask` is asked after it, yes means that it has gone; `rates`: how strong the pain is now comes first.
    """

    words: str
    flags: tuple[str, ...]
    then_ask: str = ""
    rates: bool = False


def asked(catalogue: Catalogue | None) -> tuple[Flag, ...]:
    """The questions of the catalogue about what is felt in a session, in its order."""
    told = catalogue.of_layer(Layer.IN_SESSION) if catalogue is not None else ()
    return tuple(flag for flag in told if flag.question and flag.alone is None)


def offered(catalogue: Catalogue | None) -> tuple[Wrong, ...]:
    """All that is offered, in order; the last stands for anything else."""
    own = {flag.id: Wrong(flag.question, (flag.id,), flag.then_ask) for flag in asked(catalogue)}
    last = own.pop(ELSE, None)
    more = Wrong("It hurts more", (MORE,), rates=True)
    return (*own.values(), more, *(Wrong(*each) for each in EMERGENCIES), *([last] if last is not None else []))
