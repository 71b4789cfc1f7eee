"""What is suggested for a place and a time, in which order, and why in a few words. It hides and promises nothing.

First the last one again, then what tends to be lower afterwards, favourites, and one that was not tried yet; then the
order of the articles. What needs a thing that is not there, and what was often followed by more pain, comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.progress.followed import Followed, FollowedWord
from coach.core.record.facts import of
from coach.core.record.personal import FavouriteMarked, KitTold
from coach.core.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from coach.core.record.facts import Fact

SHOWN = 7  # rows before "more", beside what asks nothing
LAST, LOWER, FAVOURITE, UNTRIED, REST, NO_KIT, HIGHER = range(7)


@frozen
class Known:
    """What is known of the person: the last routine there, what was ever done, what followed, favourites, and things
    that are not at hand.
    """

    last: str = ""
    done: frozenset[str] = frozenset()
    followed: tuple[Followed, ...] = ()
    favourites: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


@frozen
class Suggestion:
    """One routine, and why it stands where it does; empty: by the order of the articles.

    `own`: it is the last one again, tends to be lower afterwards, or is a favourite.
    """

    routine: str
    why: str = ""
    own: bool = False


def suggestions(
    fitting: Sequence[str],
    known: Known,
    needs: Mapping[str, Sequence[str]],
    untried: Iterable[str],
    single: Collection[str] = (),
) -> list[Suggestion]:
    """These routines, which are in the order of the articles, each with its reason.

    `needs` names what each needs, `untried` are those of them that may be proposed as new. `single` are those of one
    technique alone: they are left to the library, but for the person's own and where nothing else fits.
    """
    lower = {one.routine: one for one in known.followed if one.word is FollowedWord.LOWER}
    higher = {one.routine for one in known.followed if one.word is FollowedWord.HIGHER}
    fresh = next((name for name in untried if name not in known.done and known.done), None)

    def place(name: str) -> tuple[int, str]:
        gone = [plain(thing) for thing in needs.get(name, ()) if thing in known.missing]
        if name in higher:
            return HIGHER, "often higher afterwards"
        if gone:
            return NO_KIT, f"no {gone[0]} here"
        if name in lower:
            pairs = lower[name].pairs
            told = f"lower after {sum(pair.change > 0 for pair in pairs)} of {len(pairs)}"
            return (LAST if name == known.last else LOWER), told
        if name == known.last:
            return LAST, "the last one again"
        if name in known.favourites:
            return FAVOURITE, "a favourite *"
        return (UNTRIED, "not tried yet") if name == fresh else (REST, "")

    placed = [(place(name), n, name) for n, name in enumerate(fitting)]
    placed.sort(key=lambda one: (one[0][0], one[1]))
    told = [Suggestion(name, why, own=LAST <= rank <= FAVOURITE) for (rank, why), _, name in placed]
    return [one for one in told if one.own or one.routine not in single] or told


def favourites(facts: Iterable[Fact]) -> frozenset[str]:
    """The routines that are favourites; `facts` are in order."""
    last = {fact.body.routine: fact.body.on for fact in of(facts, FavouriteMarked)}
    return frozenset(name for name, on in last.items() if on)


def missing(facts: Iterable[Fact], device: str) -> frozenset[str]:
    """The things that are not at hand at this computer; `facts` are in order."""
    last = {fact.body.thing: fact.body.there for fact in of(facts, KitTold) if fact.device == device}
    return frozenset(thing for thing, there in last.items() if not there)
