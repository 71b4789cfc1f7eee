"""What an entry of the record says, beside the list of them: each of its fields, or the steps of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.coach.corrections import FIELDS, why_fixed
from coach.core.durations import clock_text
from coach.core.errors import CoachError
from coach.core.history.noted import Noted, in_words
from coach.core.record.health import EpisodeEnded, StatusGiven
from coach.tui.widgets.preview import Preview
from coach.tui.words.common import done_in_words, pain_words, step_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.core.coach.door import Coach
    from coach.core.history.sessions import PastSession
    from coach.tui.widgets.preview import Part


class EntryPreview(Preview):
    """Shows one entry or session."""

    def show(self, one: PastSession | Noted | None, rated: Sequence[Noted], coach: Coach) -> None:
        """Show this one, with the pain `rated` for it; None, or a window without room: nothing."""
        self.display = self.has_room and one is not None
        if self.display and one is not None:
            self.put(_entry(one, coach) if isinstance(one, Noted) else _session(one, rated, coach))


def _entry(one: Noted, coach: Coach) -> Iterator[Part]:
    from coach.tui.screens.notes.entry_fields import lines  # noqa: PLC0415 - only a wide window needs it

    yield (in_words(one).partition(",")[0], "bold")
    yield f"\n{one.at:%A} {one.at.day} {one.at:%B %Y, %H:%M}\n"
    if isinstance(one.body, StatusGiven | EpisodeEnded):
        yield f"\n{in_words(one)}\n"
    else:
        try:
            said = lines(coach, one.body, FIELDS[type(one.body)])
        except CoachError as error:
            said = [("!", str(error))]
        for label, words in said:
            yield (f"\n{label}\n", "$text-muted")
            yield f"  {words}"
    if one.corrected is not None:
        yield (f"\n\nCorrected on {one.corrected:%Y-%m-%d at %H:%M}. The record keeps both.", "$text-muted")
    yield (f"\n\n{why_fixed(one.body) or 'Enter puts it right.'}", "$text-muted")


def _session(past: PastSession, rated: Sequence[Noted], coach: Coach) -> Iterator[Part]:
    yield (past.name, "bold")
    at = past.begun.local
    yield f"\n{at:%A} {at.day} {at:%B %Y, %H:%M}\n"
    yield "\n{} {}".format(*done_in_words(past))
    if past.planned:
        yield f", {clock_text(round(past.planned))} planned"
    if pain_words(past):
        yield f"\n{pain_words(past).capitalize()}"
    if past.steps:
        yield ("\n\nSteps", "$text-muted")
    techniques = coach.library.techniques
    for step in past.steps:
        name = techniques[step.technique].name if step.technique in techniques else step.technique
        yield f"\n{step_words(step, name)}"
    if rated:
        yield ("\n\nEnter puts the pain right that was rated for it.", "$text-muted")
