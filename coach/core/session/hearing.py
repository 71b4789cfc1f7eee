"""What is heard of a session: words, a chime or nothing; and when the terminal's bell has to do.

One thing at a time: what is new cuts what still sounds, except that a remark (half way, the last ten seconds) and a
beat of the alarm never cut an instruction.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.routine.segments import Sound, sentences
from coach.core.session.events import CueDue, SessionPhase
from coach.core.session.ports import Heard
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.core.routine.timeline import Cue
    from coach.core.session.events import Position
    from coach.core.session.ports import Loudspeaker
    from coach.core.session.session import Session
    from coach.core.session.tick import Tick
    from coach.core.settings import Settings

ALARM_EVERY = 2.0  # s between two beats of the alarm for heat and cold
ALARM_LEVELS = 5  # how often it grows
ALARM_WORDS = 5  # every so many beats it is said in words again
WAIT_EVERY = 20.0  # s; policy: a soft chime while something waits for the person
WAIT_CHIMES = 6  # policy: after so many nobody seems to be there
STALE = 1.5  # s; a cue of the moment that comes later than this is not true any more
FOLLOWED = 4.0  # times as fast; nobody can follow a faster rehearsal by ear
REMARKS = frozenset({Sound.HALF, Sound.SOON})  # rung by a bell they could be taken for the end
FLEETING = REMARKS | {Sound.IN, Sound.OUT, Sound.REP}
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")


class Hearing(StrEnum):
    """How a session is heard."""

    VOICE = "voice"
    CHIMES = "chimes"
    SILENT = "silent"


HEARD = {
    Hearing.VOICE: "voice",
    Hearing.CHIMES: "chimes",
    Hearing.SILENT: "silent, but for the alarm of heat and cold",
}


def hours_of(text: str) -> tuple[int, int]:
    """The beginning and the end of hours written as 22:00-07:00, in minutes of the day. Raises ValueError."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError("hours are written as 22:00-07:00")
    h1, m1, h2, m2 = map(int, found.groups())
    return h1 * 60 + m1, h2 * 60 + m2


def in_quiet_hours(hours: str | None, wall: datetime) -> bool:
    """Whether this local time is in these hours; they may go over midnight."""
    if hours is None:
        return False
    (start, end), now = hours_of(hours), wall.hour * 60 + wall.minute
    return start <= now < end if start < end else now >= start or now < end


def heard(tick: Tick) -> Heard | None:
    """The one thing to be heard of what has happened: an alarm always, of the other cues the last that still holds."""
    session = tick.session
    due = [event for event in tick.events if isinstance(event, CueDue)]
    others = [event for event in due if event.cue.sound is not Sound.ALARM]
    alarm = _joined([Heard(event.cue.say, Sound.ALARM) for event in due if event.cue.sound is Sound.ALARM])
    if session.outcome not in {None, SessionOutcome.COMPLETED} or session.phase is SessionPhase.PAUSED or not others:
        return alarm
    last = others[-1]
    if last.cue.sound in FLEETING and last.late > STALE:
        return alarm
    return _joined([alarm, Heard(_spoken(last.cue, session), last.cue.sound, cuts=last.cue.sound not in REMARKS)])


def alarm_words(session: Session) -> str:
    """What the alarm of this segment asks for."""
    cues = [cue for _, cue in session.plan.cues_of(session.index) if cue.sound is Sound.ALARM]
    return cues[-1].words.text if cues else "Time is up"


def _joined(parts: Iterable[Heard | None]) -> Heard | None:
    """These as one: the words one after the other, and the sound that matters most."""
    each = [part for part in parts if part is not None]
    if not each:
        return None
    words = sentences(*dict.fromkeys(part.words for part in each))
    loud = next((part for part in each if part.sound is Sound.ALARM), each[-1])
    return Heard(words, loud.sound, loud.level, cuts=any(part.cuts for part in each))


def _spoken(cue: Cue, session: Session) -> str:
    """What is said for a cue: shorter than what is written where the next one comes soon."""
    if cue.words.spoken is not None:
        return cue.words.spoken
    if session.phase is SessionPhase.WAITING:
        return cue.words.waiting
    if cue.sound is Sound.SOON and (coming := session.coming):
        return sentences(cue.say, f"Next: {coming}")
    return cue.say


class Ear:
    """What a listener hears of one run. `speed` is how many times as fast it runs."""

    def __init__(self, settings: Settings, speaker: Loudspeaker | None, speed: float = 1.0) -> None:
        self._settings = settings
        self._speaker = speaker
        self._speed = speed
        self._asked: Hearing | None = None
        self._phase: SessionPhase | None = None
        self._beat = -1

    def prepare(self, wall: datetime) -> None:
        """A session comes soon: what sounds may get ready, so that its first cue is not late."""
        if self._speaker is not None and self.mode(wall) is not Hearing.SILENT:
            self._speaker.prepare()

    def mode(self, wall: datetime) -> Hearing:
        """What was asked for with the key; else nothing in quiet hours and in fast rehearsals; else the setting."""
        if self._asked is not None:
            return self._asked
        if self._speed > FOLLOWED or in_quiet_hours(self._settings.quiet_hours, wall):
            return Hearing.SILENT
        return Hearing(self._settings.hearing)

    def cycle(self, wall: datetime) -> Hearing:
        """The key: voice, chimes, silent. It holds for this run."""
        kinds = list(Hearing)
        self._asked = kinds[(kinds.index(self.mode(wall)) + 1) % len(kinds)]
        self._hush()
        return self._asked

    def took(self, tick: Tick) -> bool:
        """Let it be heard. True where the terminal's bell has to ring, because nothing else can."""
        phase = tick.session.phase
        before, self._phase = self._phase, phase
        if before is not phase:
            if phase in {SessionPhase.PAUSED, SessionPhase.ENDED}:
                self._hush()
            self._beat = 0
            now = _joined([heard(tick), _of_phase(phase, before)])
        else:
            now = heard(tick) or self._beaten(tick)
        if now is None:
            return False
        mode = self.mode(tick.reading.wall)
        if mode is Hearing.SILENT:  # heat and cold can burn: their end is never without a sound
            return now.sound is Sound.ALARM
        if mode is Hearing.CHIMES:
            now = replace(now, words="")
        sounded = self._speaker is not None and self._speaker.sound(now)
        return not sounded and now.sound not in REMARKS

    def due_in(self, position: Position) -> float | None:
        """Seconds of the run until the next beat of an alarm or a wait; None where nothing beats."""
        beating = _beating(position)
        return beating[0] - beating[1] % beating[0] if beating is not None else None

    def close(self, wait: float = 0.0) -> None:
        """The session is over: the last words may end, for at most `wait` real seconds that are waited here."""
        if self._speaker is not None:
            self._speaker.close(wait)

    def _hush(self) -> None:
        if self._speaker is not None:
            self._speaker.hush()

    def _beaten(self, tick: Tick) -> Heard | None:
        """The next beat of an alarm or a wait, if it is due."""
        beating = _beating(tick.position)
        if beating is None:
            return None
        beat = int(beating[1] // beating[0])
        if beat <= self._beat:
            return None
        self._beat = beat
        if tick.session.phase is SessionPhase.WAITING:
            return Heard("", Sound.READY) if beat <= WAIT_CHIMES else None
        words = alarm_words(tick.session) if beat % ALARM_WORDS == 0 else ""
        return Heard(words, Sound.ALARM, min(beat, ALARM_LEVELS - 1), cuts=bool(words))


def _beating(position: Position) -> tuple[float, float] | None:
    """Every how many seconds it beats, and for how long it has; None where nothing beats."""
    if position.phase is SessionPhase.ALARM:
        return ALARM_EVERY, position.over
    return (WAIT_EVERY, position.waited) if position.phase is SessionPhase.WAITING else None


def _of_phase(phase: SessionPhase, before: SessionPhase | None) -> Heard | None:
    """What a listener has to know of a change that no cue tells."""
    begun = before is SessionPhase.WAITING and phase is SessionPhase.RUNNING
    if phase is SessionPhase.GET_READY or begun:
        return Heard("Get ready", Sound.READY)
    if phase is SessionPhase.TAKE_OFF:
        return Heard("Take it off the skin", Sound.ALARM)
    if phase is SessionPhase.WAITING:
        return Heard("Press space or Enter when you are ready", Sound.READY)
    return None
