"""Which picture of a figure belongs to which moment of a run.

Pure: plan, segment and seconds into it give the frame. Figure, cue and voice read the same timeline, so they agree at
any moment, also after pause, back and a late tick.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.figure.figure import Ease, FigureStep, Frame
from coach.core.frozen import frozen
from coach.core.vocabulary import SegmentKind, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.core.figure.figure import Figure
    from coach.core.routine.timeline import Timeline

RATE = 12  # pictures a second while it moves
REPEATS = 8 * RATE  # pictures in a row that were seen before: from here on it goes round
MOVE = 1.5  # s, where neither the pose data nor a cue gives a time
WORK = (SegmentKind.REP, SegmentKind.HOLD, SegmentKind.BREATHE, SegmentKind.MOVE, SegmentKind.CHECK)
BY_CUE = frozenset({SegmentKind.REP, SegmentKind.BREATHE})  # each cue of these is a step of the movement


@frozen
class Shown:
    """The frame of a moment, and in how many seconds another one follows (None: not in this segment).

    `still` is the key pose that stands for it where nothing is to move.
    """

    frame: Frame
    changes_in: float | None
    still: Frame


def shown_at(figure: Figure, plan: Timeline, index: int, elapsed: float) -> Shown:
    """The picture `elapsed` seconds into segment `index` of `plan`."""
    segment = plan.segments[index]
    before, mirrored = _before(figure, plan, index)
    own = _mirrors(segment.side)
    if segment.kind in BY_CUE:
        return _by_cue(figure, plan, index, elapsed, before)
    steps = _steps(figure, segment.kind)
    if segment.kind is not SegmentKind.SWAP:
        return _along(steps, before, elapsed, own)
    still = _end(steps, before)
    over = sum(_seconds(step) + step.stay for step in steps)
    if elapsed < over:
        return _along(steps, before, elapsed, mirrored)
    return _standing(still, own, None)


def frames_of(figure: Figure, plan: Timeline, index: int, start: float = 0.0) -> Iterator[Frame]:
    """Every frame that segment `index` shows from `start` on, in order, each once; a loop is gone through once."""
    seen: set[Frame] = set()
    at, seconds = start, plan.segments[index].seconds
    repeats = 0
    while at <= seconds and repeats < REPEATS:
        shown = shown_at(figure, plan, index, at)
        if shown.frame in seen:
            repeats += 1
        else:
            seen.add(shown.frame)
            repeats = 0
            yield shown.frame
        if shown.changes_in is None:
            return
        at += shown.changes_in + 0.001


def key_frame(figure: Figure, side: Side | None = None) -> Frame:
    """The one picture that stands for a figure: the pose that its first move works towards."""
    beats = next((figure.play[kind] for kind in WORK if kind in figure.play), ())
    pose = _key(beats[0]) if beats else figure.ready
    return Frame(pose, pose, mirrored=_mirrors(side))


def _key(steps: Sequence[FigureStep]) -> str:
    """Where steps lead: the last pose before those that go round for ever, or the first of these."""
    once = [step.to for step in steps if not step.again]
    return once[-1] if once else steps[0].to


def _mirrors(side: Side | None) -> bool:
    return side is Side.LEFT


def _steps(figure: Figure, kind: SegmentKind) -> tuple[FigureStep, ...]:
    """What is done in a segment that has one list of steps; by default the figure goes back to its first pose."""
    beats = figure.play.get(kind)
    return beats[0] if beats else (FigureStep(figure.ready, MOVE),)


def _seconds(step: FigureStep) -> float:
    return MOVE if step.seconds is None else step.seconds


def _end(steps: Sequence[FigureStep], before: str) -> str:
    return steps[-1].to if steps else before


def _before(figure: Figure, plan: Timeline, index: int) -> tuple[str, bool]:
    """The pose that the segment before this one ends with, and whether it was mirrored."""
    if index == 0 or plan.segments[index - 1].step != plan.segments[index].step:
        return figure.ready, _mirrors(plan.segments[index].side)
    last = plan.segments[index - 1]
    if last.kind in BY_CUE:
        beats = figure.play.get(last.kind) or ((FigureStep(figure.ready),),)
        count = len(plan.cues_of(index - 1)) or 1
        return _end(beats[(count - 1) % len(beats)], figure.ready), _mirrors(last.side)
    return _end(_steps(figure, last.kind), figure.ready), _mirrors(last.side)


def _by_cue(figure: Figure, plan: Timeline, index: int, elapsed: float, before: str) -> Shown:
    """Each cue begins the next list of steps; after the last list comes the first again."""
    segment = plan.segments[index]
    beats = figure.play.get(segment.kind) or ((FigureStep(figure.ready),),)
    starts = sorted({cue.offset for _, cue in plan.cues_of(index) if not cue.from_end}) or [0]
    now = max((n for n, at in enumerate(starts) if at <= elapsed), default=0)
    room = float((starts[now + 1] if now + 1 < len(starts) else segment.seconds) - starts[now])
    start = before if now == 0 else _end(beats[(now - 1) % len(beats)], before)
    since = max(0.0, elapsed - starts[now])
    shown = _along(_fitted(beats[now % len(beats)], room), start, since, _mirrors(segment.side))
    if shown.changes_in is None and now + 1 < len(starts):
        return replace(shown, changes_in=room - since)
    return shown


def _fitted(steps: tuple[FigureStep, ...], room: float) -> tuple[FigureStep, ...]:
    """The steps inside the time there is: those without a time of their own share what is left, long ones shrink."""
    fixed = sum((step.seconds or 0.0) + step.stay for step in steps)
    open_ = sum(step.seconds is None for step in steps)
    share = max(0.0, room - fixed) / open_ if open_ else 0.0
    shrink = min(1.0, room / fixed) if fixed else 1.0
    return tuple(
        FigureStep(s.to, share if s.seconds is None else s.seconds * shrink, s.stay * shrink, s.ease, s.again)
        for s in steps
    )


def _standing(pose: str, mirrored: bool, changes_in: float | None) -> Shown:
    frame = Frame(pose, pose, mirrored=mirrored)
    return Shown(frame, changes_in, frame)


def _along(steps: Sequence[FigureStep], before: str, elapsed: float, mirrored: bool) -> Shown:
    """The picture `elapsed` seconds after the first of these steps began from pose `before`."""
    again = [step for step in steps if step.again]
    whole = sum(_seconds(step) + step.stay for step in steps)
    once = whole - sum(_seconds(step) + step.stay for step in again)
    standing = Frame(_key(steps), _key(steps), mirrored=mirrored) if again and elapsed >= once else None
    if again and elapsed >= whole > once:
        elapsed = (elapsed - whole) % (whole - once)
        steps, before = again, steps[-1].to
    shown = _step_of(steps, before, elapsed, mirrored)
    return shown if standing is None else Shown(shown.frame, shown.changes_in or 0.0, standing)


def _step_of(steps: Sequence[FigureStep], before: str, elapsed: float, mirrored: bool) -> Shown:
    for step in steps:
        seconds = _seconds(step)
        if elapsed < seconds:
            if step.to == before:
                return _standing(before, mirrored, seconds - elapsed + 0.001)
            return _moving(step, before, elapsed / seconds, mirrored)
        elapsed -= seconds
        before = step.to
        if elapsed < step.stay:
            return _standing(before, mirrored, step.stay - elapsed)
        elapsed -= step.stay
    return _standing(before, mirrored, None)


def _moving(step: FigureStep, before: str, gone: float, mirrored: bool) -> Shown:
    seconds = _seconds(step)
    parts = 1 if step.ease is Ease.STEP else max(1, round(seconds * RATE))
    done = min(parts - 1, int(gone * parts))
    frame = (
        Frame(before, step.to, done, parts, step.ease, mirrored) if done else Frame(before, before, mirrored=mirrored)
    )
    return Shown(frame, seconds * ((done + 1) / parts - gone), Frame(step.to, step.to, mirrored=mirrored))
