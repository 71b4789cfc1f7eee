"""Words that several screens share, so that one thing is called the same everywhere."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from coach.core.durations import clock_text
from coach.core.vocabulary import plain as plain  # noqa: PLC0414 - one of the words that screens share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clearance.clearance import Blocked
    from coach.core.clearance.listed_routine import Listed
    from coach.core.clearance.locks import Safety
    from coach.core.history.sessions import PastSession, StepDone
    from coach.core.routine.routine import Equipment

NO_LIMIT = 240  # min, the most a plan takes and longer than any routine: the person said "any"
TIMES: tuple[int | None, ...] = (5, 10, 20, None)  # min at hand to choose from; None is any

OUTCOMES = {
    "completed": ("✓", "done"),
    "got-up": ("✓", "got up"),
    "left": ("◐", "left early"),
    "stopped": ("!", "stopped: something was wrong"),
    "interrupted": ("◐", "partly done"),
    None: ("…", "still open"),
}


class State(NamedTuple):
    """The state of safety in words: a sign, what it is, and why."""

    sign: str
    title: str
    why: str
    style: str  # the class that colours it; the words say it too


def minutes_words(seconds: float | None) -> str:
    """A length as people say it: "6 min"; what is under a minute in seconds."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{round(seconds)} s"
    return f"{-(-round(seconds) // 60)} min"


def state_words(safety: Safety, card: Blocked | None) -> State:
    """What the safety rules say now. `card` is what is up, None where nothing is."""
    from coach.core.catalogue.catalogue import Level  # noqa: PLC0415 - 4 ms that the first frame saves

    level = safety.level
    if safety.fault:
        return State("✗", "Locked for now", safety.fault, "-locked")
    if level.rank >= Level.CLINICIAN.rank and card is not None:
        return State("!", card.headline, card.action, "-locked")
    if level is Level.INCOMPLETE:
        why = safety.check.why or "A short safety check comes before the first routine of the day."
        return State("?", "Check due", why, "-due")
    if level is Level.CAUTION and card is not None and card.reasons:
        return State("~", "Good to go, with care", card.reasons[0].text, "-due")
    return State("✓", "Good to go", "Nothing in your check speaks against it.", "-good")


def lock_word(listed: Listed) -> tuple[str, str]:
    """The sign and the word of a routine that can't begin at once; empty where it can."""
    if listed.check_due:
        return "?", "check first"
    return ("✗", "locked") if listed.locked else ("", "")


def needs_words(equipment: Iterable[Equipment]) -> str:
    """What has to be at hand, in words."""
    from coach.core.routine.routine import Equipment  # noqa: PLC0415 - 4 ms that the first frame saves

    things = [plain(thing) for thing in equipment if thing is not Equipment.NONE]
    return ", ".join(things) or "nothing needed"


def outcome_words(past: PastSession) -> tuple[str, str]:
    """Sign and words for how a session ended."""
    return OUTCOMES.get(past.outcome, ("·", plain(past.outcome or "")))


def done_in_words(past: PastSession, *, running: bool = False) -> tuple[str, str]:
    """Sign and words for how a session ended and how much of it was done; `running`: it goes on in another window."""
    if running:
        return "▶", "running now"
    sign, word = outcome_words(past)
    if past.seconds >= 1:
        return sign, f"{word}, {minutes_words(past.seconds)}"
    return sign, word if past.outcome == "got-up" else f"{word}, before anything was done"


def step_words(step: StepDone, name: str) -> str:
    """What became of one technique: skipped is never called done."""
    held = clock_text(round(step.seconds))
    if step.done:
        over = f", {clock_text(round(step.over))} too long" if step.over >= 1 else ""
        return f"✓ {name} {held}{over}"
    if step.seconds >= 1:
        return f"◐ {name} {held} of {clock_text(round(step.planned))}"
    return f"○ {name} skipped"


def pain_words(past: PastSession) -> str:
    """Pain before and after, as far as it was rated; empty where it was not."""
    if past.before is None and past.after is None:
        return ""
    if past.after is None:
        return f"pain {past.before} before"
    if past.before is None:
        return f"pain {past.after} after"
    words = "the same" if past.after == past.before else "less" if past.after < past.before else "more"
    return f"pain {past.before} → {past.after}, {words}"


def hanging(text: str, indent: int, width: int) -> str:
    """A text in `width` cells: its first line begins behind a label of `indent` cells, and so do the others."""
    return f"\n{' ' * indent}".join(wrap(text, max(indent, width - indent)) or [""])
