"""Sessions of the past: read backwards piece by piece they are the same as read at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.core.history.sessions import newest_first, sessions
from coach.core.record.choices import Choices
from coach.core.record.facts import Fact, FactOf, Known
from coach.core.record.health import PainRated
from coach.core.record.sessions import SegmentEnded, SessionBegan, SessionEnded
from coach.core.vocabulary import RatedWhen, SessionOutcome

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = 3600


def session(number: int, hour: int, parts: int, gone_on_after: int, rated: bool, ended: bool) -> list[Fact]:
    """The facts of one session: rated a little before it began, broken off for some hours in the middle."""
    name = f"session-{number}"
    segment = SegmentEnded(session=name, index=0, technique="cat-cow", work=True, held=20.0, done=True, planned=20)
    bodies: list[tuple[int, Known]] = [(0, SessionBegan(session=name, routine="cat-cow", choices=Choices()))]
    if rated:
        bodies.append((-600, PainRated(level=4, when=RatedWhen.BEFORE, session=name)))
    bodies += [(60 * n + (gone_on_after * HOUR if n > 1 else 0), segment) for n in range(1, parts + 1)]
    if ended:
        end = 60 * parts + gone_on_after * HOUR + 60
        bodies.append((end, SessionEnded(session=name, outcome=SessionOutcome.COMPLETED)))
    at = START + timedelta(hours=hour)
    return [
        FactOf(f"{name}-{n:02}", at + timedelta(seconds=away), 60, "here", body)
        for n, (away, body) in enumerate(bodies)
    ]


SESSIONS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 4), st.sampled_from([0, 1, 30, 100]), st.booleans(), st.booleans()),
    max_size=8,
    unique_by=lambda drawn: drawn[0],
)


@given(drawn=SESSIONS, cuts=st.lists(st.integers(0, 420), max_size=12))
def test_read_backwards_in_pieces_they_are_the_same(
    drawn: list[tuple[int, int, int, bool, bool]], cuts: list[int]
) -> None:
    facts = sorted(
        (fact for number, given in enumerate(drawn) for fact in session(number, *given)), key=lambda f: (f.at, f.id)
    )
    borders = [START + timedelta(hours=cut) for cut in sorted(set(cuts), reverse=True)]
    pieces, rest = [], facts
    for border in borders:
        pieces.append([fact for fact in rest if fact.at >= border])
        rest = [fact for fact in rest if fact.at < border]
    found = list(newest_first([piece for piece in [*pieces, rest] if piece]))
    assert found == sessions(facts)[::-1]
