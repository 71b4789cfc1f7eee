"""The card as plain text for whoever looks next: what it is about, since when, and which answers raised what is up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from coach.core.clearance.card_words import act, own_number, still_open
from coach.core.clearance.clearance import NO_REVIEW
from coach.core.history.history import Episode
from coach.core.history.lumps import pain_of, size_of
from coach.core.safety.rules.combinations import with_spasm
from coach.core.shown import visible
from coach.core.vocabulary import Answer, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.clearance.clearance import Blocked
    from coach.core.history.history import Lump
    from coach.core.routine.routine import Technique
    from coach.core.safety.raised_flag import RaisedFlag

TOLD = "Told in a session."
SAID = {Answer.YES: "yes", Answer.NO: "no", Answer.NOT_SURE: "not sure"}


def summary(
    blocked: Blocked,
    number: str,
    techniques: Mapping[str, Technique],
    now: datetime,
    flags: Iterable[RaisedFlag] = (),
    complaints: Iterable[Episode | Lump] = (),
) -> str:
    """The card as plain text, to take along; `now` is local.

    `flags` are those that are up, `complaints` what is open.
    """
    head = [f"{blocked.headline} {act(blocked)}".strip(), blocked.action]
    own = own_number(blocked, number)
    about = [f"- {_about(one, now)}" for one in complaints]
    up = [f"- {_raised(flag, now)}" for flag in flags] or [f"- {reason.text}" for reason in blocked.reasons]
    opened = still_open(blocked, techniques)
    return "\n".join(
        [
            f"Coach, {now:%Y-%m-%d %H:%M}",
            *head,
            *([own] if own else []),
            *(["What it is about:", *about] if about else []),
            "Why:",
            *up,
            *([f"Still open: {opened}"] if opened else []),
            NO_REVIEW,
        ]
    )


def _about(one: Episode | Lump, now: datetime) -> str:
    """What, where, since when, and how strong."""
    since = one.started if isinstance(one, Episode) else one.since
    words = f"{what_and_where(one)}, since {since.astimezone(now.tzinfo):%Y-%m-%d}"
    if isinstance(one, Episode):
        found = [(rating.at, f"pain {rating.level}") for rating in one.pain if rating.at <= now]
    else:
        looks = [(check.at, f"{size:g} mm") for check, size in one.series(size_of)]
        found = sorted([*looks, *((check.at, f"pain {pain}") for check, pain in one.series(pain_of))])
    shown = [found[0], found[-1]] if len(found) > 1 else found
    more = [f"{said.capitalize()} on {at:%Y-%m-%d}" for at, said in shown]
    if isinstance(one, Episode):
        more += _medicines(rating.medicine for rating in one.pain if rating.at <= now)
    elif with_spasm(one, now):
        more.append("With a spasm or a stiff neck")
    return ". ".join([words, *more]) + "."


def what_and_where(one: Episode | Lump) -> str:
    """A complaint or a lump by name: "Knot, neck, left side"."""
    what = plain(one.kind).capitalize() if isinstance(one, Episode) else "Lump"
    where = [plain(one.area)] if one.area is not None else []
    sides = [f"{one.side} side"] if one.side in {"left", "right"} else []
    return ", ".join([what, *where, *sides])


def _medicines(taken: Iterable[str]) -> list[str]:
    """What was taken for it and how often, in the person's words; nothing where none was noted."""
    counted = Counter(" ".join(words.split()) for words in taken if words.strip())
    if not counted:
        return []
    each = ", ".join(
        f"{visible(words)} {times} times" if times > 1 else visible(words) for words, times in counted.items()
    )
    return [f"Medicine noted {counted.total()} times: {each}" if counted.total() > 1 else f"Medicine noted: {each}"]


def _raised(up: RaisedFlag, now: datetime) -> str:
    """The day, the question and the answer; where no question was asked, what the rule saw."""
    day = f"{up.since.astimezone(now.tzinfo):%Y-%m-%d}"
    words, said = as_asked(up)
    if said is None:
        return f"{day}: {words}"
    return f'{day}: "{words}" {f"Answer: {SAID[said]}." if isinstance(said, Answer) else TOLD}'


def as_asked(up: RaisedFlag) -> tuple[str, Answer | Literal["told"] | None]:
    """The words of a sign that is up as the person was asked, and the answer; or that it was told in a session.

    Where no question was asked, what the rule saw, and None.
    """
    seen = up.evidence[-1] if up.evidence else None
    if up.flag.question and (seen is None or seen.rule in {"answer", "report"}):
        return up.flag.question, "told" if seen is None or seen.answer is None else seen.answer
    return seen.words if seen is not None else up.flag.advice, None
