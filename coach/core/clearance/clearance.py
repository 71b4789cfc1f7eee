"""The door. `decide` is the only maker of a `Cleared`, and without a `Cleared` no session begins."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.check.sections import asked_before
from coach.core.clearance.doses_of_day import dose_advice, past
from coach.core.clearance.locks import LockReason, borrowed, lock, needs_check, open_techniques, reason_of
from coach.core.frozen import frozen
from coach.core.record.choices import SideChoice
from coach.core.routine.choices import with_variant
from coach.core.routine.routine import Sides, Technique, is_guided
from coach.core.vocabulary import BodyArea, Side, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.catalogue.cards import CardWords
    from coach.core.catalogue.catalogue import Catalogue, WarnsOwn
    from coach.core.clearance.locks import Safety
    from coach.core.record.choices import Choices
    from coach.core.routine.choices import PastUse
    from coach.core.routine.routine import Routine
    from coach.core.safety.raised_flag import RaisedFlag

_MAKER = object()

NO_REVIEW = "No clinician has reviewed these rules."  # true of the program as it is, whatever the content says
LOCKED = "Locked for now."  # the headline where nothing can be read, so that no file of words is needed for it


@dataclass(frozen=True, slots=True)
class Cleared:
    """Leave to run some techniques of one routine, given at one moment on one version of catalogue and record.

    Only `decide` makes it. `left_out` names the techniques that are locked, each with its reason; `advice` is to be
    said before the run.
    """

    routine: str
    techniques: tuple[str, ...]
    left_out: tuple[tuple[str, LockReason], ...]
    advice: tuple[str, ...]
    at: datetime
    version: str
    past: PastUse
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        """Refuse every maker but `decide`."""
        if maker is not _MAKER:
            raise TypeError("only clearance.decide makes a clearance")


@frozen
class Blocked:
    """No. `action` is what to do first; `allowed` names the techniques that stay open; `act_within` is in hours.

    `notes` are what else there is to know where only a few questions come first. `sign` is the badge of the level, and
    `words` what every card says (`card_words`); empty and None where the catalogue can't be read.
    """

    routine: str
    level: Level
    headline: str
    action: str
    reasons: tuple[LockReason, ...]
    allowed: tuple[str, ...]
    act_within: int | None
    check_due: bool
    notes: tuple[str, ...] = ()
    sign: str = ""
    words: CardWords | None = None


def decide(
    routine: Routine,
    resolved: tuple[Technique, ...],
    choices: Choices,
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
    own: str = "",
) -> Cleared | Blocked:
    """Whether `routine` may run at `now` (local, aware), and with which of its `resolved` techniques.

    `techniques` are all that exist, by id (for the card, and to know the class of what was used). A sequence runs
    without its locked techniques; with none left it is blocked, and so it is while any of them still needs the check,
    or any that is open the questions that come just before it.
    """
    found = _weighed(routine, resolved, choices, safety, now, techniques, own)
    if isinstance(found, Blocked):
        return found
    if _unasked(found, resolved, safety):
        due = LockReason("A few questions about this routine come first.", Level.INCOMPLETE)
        blocked = _blocked(routine.id, [due], choices.area, safety, now, techniques, due=True)
        return replace(blocked, notes=(*(f"Left out: {reason.text}" for _, reason in found.left_out), *found.advice))
    return found


def obstacle(
    routine: Routine,
    resolved: tuple[Technique, ...],
    choices: Choices,
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
) -> Blocked | None:
    """What stands in the way of `routine`, as a list tells it: all of `decide` but the questions just before it."""
    found = _weighed(routine, resolved, choices, safety, now, techniques, "")
    return found if isinstance(found, Blocked) else None


def _unasked(cleared: Cleared, resolved: tuple[Technique, ...], safety: Safety) -> bool:
    """Whether a question that comes just before these techniques has no answer yet."""
    if safety.catalogue is None:
        return True
    checked = [t for t in resolved if t.id in cleared.techniques and needs_check(t)]
    return not asked_before(safety.catalogue, checked) <= safety.answered


def _weighed(
    routine: Routine,
    resolved: tuple[Technique, ...],
    choices: Choices,
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
    own: str,
) -> Cleared | Blocked:
    if choices.variant is not None:
        resolved = tuple(with_variant(technique, choices.variant) for technique in resolved)
    left = past([use for use in safety.recent if use.session != own], techniques, now)
    left_out: list[tuple[str, LockReason]] = []
    every: list[LockReason] = []
    allowed: list[str] = []
    due = False
    for technique in dict.fromkeys(resolved):
        reasons = lock(technique, choices.area, safety, now, techniques, own)
        due = due or safety.to_ask(technique)
        if not reasons and technique.cls is TechniqueClass.COMPRESSION and not _room(technique, choices, left):
            text = f"{technique.name}: this spot has had its two minutes today. Tomorrow it is open again."
            reasons = (LockReason(text, Level.CAUTION, sources=("S2",)),)
        if reasons:
            left_out.append((technique.id, reasons[0]))
            every += reasons
        else:
            allowed.append(technique.id)
    if due or not allowed:
        return _blocked(routine.id, every, choices.area, safety, now, techniques, due=due)
    if is_guided(routine):
        allowed += borrowed(safety, now, techniques, own)
    advice = tuple(
        word for t in dict.fromkeys(resolved) if t.id in allowed and (word := dose_advice(t, safety.recent, now))
    )
    limits = tuple(up.flag.advice for up in safety.flags if up.flag.advice) + _modified(allowed, safety, techniques)
    limits += _warned([t for t in resolved if t.id in allowed], safety.catalogue)
    return Cleared(
        routine.id, tuple(allowed), tuple(left_out), advice + limits, now, safety.version, left, maker=_MAKER
    )


def _modified(allowed: list[str], safety: Safety, techniques: Mapping[str, Technique]) -> tuple[str, ...]:
    """How a technique that stays open is to be done while a flag is up."""
    words = [
        f"{techniques[name].name}: {how}."
        for up in safety.flags
        for name, how in up.flag.modifies
        if name in allowed and name in techniques
    ]
    return tuple(dict.fromkeys(words))


def _warned(resolved: list[Technique], catalogue: Catalogue | None) -> tuple[str, ...]:
    """A word against a person's own techniques, such as one that twists the low back (coach/content/red_flags.yaml,
    warns_own); no lock. Each warning is given once.
    """
    words = []
    for flag in catalogue.flags.values() if catalogue is not None else ():
        like = [t.name for t in resolved if flag.warns_own is not None and _is_like(t, flag.warns_own)]
        if like and flag.advice:
            words.append(f"{like[0]}: {flag.advice}.")
    return tuple(words)


def _is_like(technique: Technique, like: WarnsOwn) -> bool:
    text = " ".join((technique.name, *technique.steps)).lower()
    placed = technique.cls in like.classes and like.area in technique.areas
    return not technique.shipped and placed and any(word in text for word in like.words)


def _room(technique: Technique, choices: Choices, left: PastUse) -> bool:
    """Whether any spot that was chosen has time left today for the shortest hold."""
    dose = technique.dose
    if dose.hold is None:
        return True
    caps = [quantity.high for quantity in (dose.hard_stop, dose.per_spot_per_day) if quantity is not None]
    if not caps:
        return True
    sides: list[Side | None] = [Side.LEFT, Side.RIGHT]
    if technique.sides is Sides.NONE:
        sides = [None]
    elif choices.side not in {None, SideChoice.BOTH}:
        sides = [Side(str(choices.side))]
    spots = range(1, (choices.spots or 1) + 1)
    room = max(min(caps) - left.on_spot(choices.area, side, spot) for side in sides for spot in spots)
    return room >= min(dose.hold.low, dose.hold.default)


def _blocked(
    routine: str,
    reasons: list[LockReason],
    area: BodyArea | None,
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
    *,
    due: bool,
) -> Blocked:
    ordered = sorted(dict.fromkeys(reasons), key=lambda reason: -reason.level.rank)
    level = ordered[0].level if ordered else Level.SELF_CARE
    if level is Level.EMERGENCY:  # that something was not asked is no news then
        ordered = [reason for reason in ordered if reason.level is not Level.INCOMPLETE]
    catalogue = safety.catalogue
    if safety.fault or catalogue is None:
        headline, action = LOCKED, safety.fault
    else:
        text = catalogue.levels[level]
        headline, action = text.headline, text.body
        if level is Level.CAUTION and not any(reason.flag for reason in ordered):
            headline, action = catalogue.cards.enough
        else:
            own = catalogue.cards.of_signs.get(ordered[0].flag) if ordered else None
            if own is not None and own.do and level.rank < Level.URGENT.rank:
                action = own.do
            elif level is Level.CAUTION and routine:  # the level says that one can go on: not with this one
                action = catalogue.cards.leave_out
    return Blocked(
        routine,
        level,
        headline,
        action,
        tuple(ordered),
        open_techniques(safety, area, now, techniques),
        shortest(safety.flags),
        due,
        sign=catalogue.levels[level].sign if catalogue is not None else "",
        words=catalogue.cards if catalogue is not None else None,
    )


def standing(safety: Safety, now: datetime, techniques: Mapping[str, Technique]) -> Blocked | None:
    """What is up at `now` as a card, with no routine in mind; None where nothing is up and all can be read."""
    reasons = [reason_of(up) for up in safety.flags]
    if not reasons and not safety.fault:
        return None
    return _blocked("", reasons, None, safety, now, techniques, due=False)


def headline(safety: Safety) -> str:
    """How safety stands, in one sentence."""
    if safety.fault or safety.catalogue is None:
        return LOCKED
    return safety.catalogue.levels[safety.level].headline


def shortest(flags: Iterable[RaisedFlag]) -> int | None:
    """The shortest time to act of these flags, in hours."""
    return min((hours for up in flags if (hours := up.act_within) is not None), default=None)
