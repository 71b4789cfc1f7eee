"""All that was done and noted, by day, the newest first; of one day or one routine where the person opened that."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from coach.core.coach.corrections import why_fixed
from coach.core.history import noted
from coach.core.history.noted import Noted
from coach.tui.keys import key_now
from coach.tui.widgets.rows import Rows
from coach.tui.words.common import done_in_words, pain_words, step_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from coach.core.coach.listing import Everything
    from coach.core.history.sessions import PastSession
    from coach.core.library import Library

    One = PastSession | Noted

SESSION_STAYS = "A session stands as it was followed. Pain that was rated after one can be put right here."
AT_FIRST = 100  # rows listed before "older" is asked for


class PastRows(Rows):
    """What was done and noted: Enter opens an entry to put it right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Put right", tooltip="Put the highlighted entry right", id="past.open"),
    ]

    def __init__(self, library: Library) -> None:
        super().__init__(id="sessions", markup=False)
        self._library = library
        self._shown: dict[str, One] = {}
        self._rated: tuple[Noted, ...] = ()

    def fill(self, found: Everything | None, most: int | None, only: Callable[[One], bool] | None = None) -> int:
        """Show the newest `most` of these (None: all), or `only` some of them; how many there are now."""
        kept = self.highlighted_option
        every: list[One] = [*found.past, *found.noted] if found is not None else []
        every = sorted((one for one in every if only is None or only(one)), key=moment_of, reverse=True)
        self._rated = found.rated if found is not None else ()
        more = found is not None and only is None and (found.older or len(every) > (most or len(every)))
        every = every[:most]
        self._shown = {one.id: one for one in every}
        options = []
        for day, of_day in groupby(every, key=lambda one: moment_of(one).date()):
            heading = Content.styled(f"{day:%A} {day.day} {day:%B %Y}", "bold $text-primary")
            options.append(Option(heading, disabled=True))
            running = found.running if found is not None else frozenset()
            options += [Option(self._words(one, running), id=one.id) for one in of_day]
        if more:
            key = key_now(self.app, "progress.older", "e")
            options.append(Option(f"Older ones: press {key}", disabled=True))
        self.set_options(options)
        if every:
            there = kept is not None and kept.id in self._shown
            self.highlighted = self.get_option_index(str(kept.id)) if kept is not None and there else 1
        return len(every)

    @property
    def one(self) -> One | None:
        """The highlighted one."""
        option = self.highlighted_option
        return self._shown.get(option.id) if option is not None and option.id is not None else None

    @property
    def rated(self) -> Sequence[Noted]:
        """The pain that was rated for the highlighted session."""
        one = self.one
        return [] if one is None or isinstance(one, Noted) else [each for each in self._rated if each.session == one.id]

    def to_put_right(self) -> tuple[tuple[Noted, ...], str]:
        """What of the highlighted one can be put right; else why it stays."""
        one = self.one
        if isinstance(one, Noted):
            return (one,), why_fixed(one.body)
        return tuple(self.rated), "" if self.rated or one is None else SESSION_STAYS

    def _words(self, one: One, running: frozenset[str]) -> Content:
        if isinstance(one, Noted):
            corrected = "\n  corrected" if one.corrected is not None else ""
            return Content.assemble(f"{one.at:%H:%M}  ", noted.in_words(one), (corrected, "$text-muted"))
        return self._of_session(one, running=one.id in running)

    def _of_session(self, past: PastSession, *, running: bool) -> Content:
        """One session: when, what, how it ended, how long, pain, and each step."""
        sign, done = done_in_words(past, running=running)
        techniques = self._library.techniques
        names = {step.technique: step.technique for step in past.steps}
        names |= {name: techniques[name].name for name in names if name in techniques}
        steps = " · ".join(step_words(step, names[step.technique]) for step in past.steps)
        pain = pain_words(past)
        ended = f"{sign} {done}" + (f", {pain}" if pain else "")
        told = "".join(f"\n  {line}" for line in (ended, steps) if line)
        return Content.assemble(f"{past.begun.local:%H:%M}  ", (past.name, "bold"), told)


def moment_of(one: One) -> datetime:
    """The local moment it is about."""
    return one.at if isinstance(one, Noted) else one.begun.local
