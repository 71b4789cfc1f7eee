"""What the record says of itself: progress, days away, what can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.errors import BadInput
from coach.core.history.corrections import corrected, in_order
from coach.core.history.noted import UNNAMED
from coach.core.history.sessions import SESSION_KINDS, sessions
from coach.core.progress import away, function, whole, words
from coach.core.progress.calendar import days, first_day
from coach.core.progress.followed import Look, followed
from coach.core.progress.function import FUNCTION_KINDS
from coach.core.progress.pain import WINDOW
from coach.core.progress.standing import COMPLAINTS, LOOKS_BACK, NOTED, ratings, session_area, standing
from coach.core.progress.suggestions import Known, favourites, missing
from coach.core.progress.week import week_of
from coach.core.record.checks import FlagsLogged
from coach.core.record.personal import (
    WORDS,
    ActivityTold,
    AwayTold,
    FavouriteMarked,
    FunctionRated,
    FunctionSkipped,
    KitTold,
)
from coach.core.reminders.break_counts import COUNTED
from coach.core.reminders.plan import settings_of
from coach.core.routine.routine import is_break
from coach.core.vocabulary import SessionOutcome, TechniqueClass

if TYPE_CHECKING:
    from datetime import date

    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.library import Library
    from coach.core.progress.function import Activity
    from coach.core.progress.week import Week
    from coach.core.progress.whole import Around, Progress
    from coach.core.record.facts import Fact
    from coach.core.settings import Settings
    from coach.core.vocabulary import BodyArea

ALL_TIME = (*FUNCTION_KINDS, *COMPLAINTS, AwayTold, FlagsLogged)  # few, and read however old they are
LATELY = timedelta(days=120)  # what suggestions go by
LONGEST_AWAY = timedelta(days=366)


class LookingBack:
    """Reads the record for progress, and writes what is told of days and activities. All of it raises JournalError."""

    def __init__(self, record: Record, rules: Rules, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._library = library

    # --- reading --------------------------------------------------------------------------------------------------

    def progress(self, settings: Settings, span: int = WINDOW * 2, area: BodyArea | None = None) -> Progress:
        """What changed and what followed; `span` days of pain are shown, of one area where it is named."""
        return whole.progress(self.facts(), self.around(settings), days=span, area=area)

    def known(self, settings: Settings, area: BodyArea | None) -> tuple[Known, str]:
        """What is known of the person for suggestions there, and the line of the week; of the last months alone."""
        now, around = self._record.now(), self.around(settings)
        today = around.today
        monday = today - timedelta(days=today.weekday())
        found = self._record.facts(NOTED, now - LATELY) + self._record.facts((FavouriteMarked, KitTold))
        every = standing(
            [*found, *self._record.facts(COUNTED, now - timedelta(days=today.weekday() + 1))],
            around.areas,
            self._record.facts(COMPLAINTS),
        )
        past = [one for one in sessions(every) if one.routine not in around.breaks]
        there = [one for one in past if area is None or session_area(one.begun.body, around.areas) in {area, None}]
        rated = [fact for fact in ratings(every) if area is None or fact.body.area is area]
        pain = (rated[-1].body.area, rated[-1].local.date(), rated[-1].body.level) if rated else None
        known = Known(
            there[-1].routine if there else "",
            frozenset(one.routine for one in past),
            followed(every, around.areas, area),
            favourites(every),
            missing(every, self._record.device),
        )
        week = days(every, monday, today, breaks=around.breaks)
        return known, words.week_line(week, pain, today)

    def week(self, settings: Settings) -> Week:
        """This week so far."""
        around = self.around(settings)
        monday = around.today - timedelta(days=around.today.weekday())
        since = self._record.now() - timedelta(days=around.today.weekday() + 1)
        kinds = {*NOTED, *COUNTED, *SESSION_KINDS}
        every = standing(self._record.facts(kinds, since), around.areas, self._record.facts(COMPLAINTS))
        ended = [one for one in sessions(every) if one.outcome is not SessionOutcome.DISCARDED]
        look = Look(ended, ratings(every), around.areas)
        past = [(one, look.area(one)) for one in ended if one.routine not in around.breaks]
        techniques = self._library.techniques.values()
        strong = frozenset(one.id for one in techniques if one.cls is TechniqueClass.STRENGTH)
        return week_of(days(every, monday, around.today, breaks=around.breaks), past, monday, strong)

    def mark_favourite(self, routine: str) -> bool:
        """Make a routine a favourite, or take it back; whether it is one now."""
        on = routine not in favourites(in_order(self._record.facts((FavouriteMarked,))))
        self._record.append(FavouriteMarked(routine=routine, on=on))
        return on

    def tell_kit(self, thing: str, *, there: bool) -> None:
        """Whether a thing is at hand at this computer."""
        self._record.append(KitTold(thing=thing, there=there))

    def facts(self) -> list[Fact]:
        """All that progress reads, and what can't be read of it. Ten years are not read for it."""
        now = self._record.now()
        first = first_day(now.date()) - now.date() - timedelta(days=1)
        found = self._record.facts(NOTED, now - LOOKS_BACK)
        found += self._record.facts(COUNTED, now + first)
        found += self._record.facts(ALL_TIME)
        return list({fact.id: fact for fact in found}.values())

    def around(self, settings: Settings) -> Around:
        """What progress needs beside the facts: the days off, and what the library and the catalogue say."""
        hours = settings_of(settings.reminders).hours
        routines = self._library.routines.values()
        catalogue = self._rules.catalogue
        flags = catalogue.flags.values() if catalogue is not None else ()
        return whole.Around(
            today=self._record.now().date(),
            device=self._record.device,
            areas={one.id: one.areas[0] for one in routines if len(one.areas) == 1},
            breaks=frozenset(one.id for one in routines if is_break(one)),
            locking=frozenset(flag.id for flag in flags if flag.level.rank >= Level.CLINICIAN.rank),
            off=lambda day: not hours.days[day.weekday()],
            at_work=hours.open_at,
        )

    # --- days away ------------------------------------------------------------------------------------------------

    def away_until(self) -> date | None:
        """The last day of being away, where the person is away today."""
        return away.away_until(in_order(self._record.facts((AwayTold,))), self._record.now().date())

    def go_away(self, until: date, since: date | None = None) -> None:
        """These days do not count, both among them; from today where `since` is None. Raises BadInput."""
        today = self._record.now().date()
        first = since or today
        if until < first:
            raise BadInput(f"{until} is before {first}.", "Give the last day of being away.")
        if until - first > LONGEST_AWAY:
            raise BadInput(f"From {first} to {until} is more than a year.", "Give a day within a year.")
        self._record.append(AwayTold(since=since, until=until))

    def come_back(self) -> None:
        """The person is back: from today on no day is away."""
        self._record.append(AwayTold())

    # --- what can be done -----------------------------------------------------------------------------------------

    def activities(self) -> tuple[Activity, ...]:
        """What is asked for once a week."""
        return function.activities(self._of_function())

    def function_asked_for(self) -> bool:
        """Whether the question of the week is due."""
        return function.asked_for(self._of_function(), self._record.now().date())

    def name_activity(self, words: str) -> str:
        """Add an activity and give its id. Raises BadInput for a fourth, for none and for too long words."""
        said = " ".join(words.split())
        if not said:
            raise BadInput("What is hard to do is missing.", "Say it in a few words.")
        if len(said) > WORDS:
            raise BadInput(f"'{said[:20]}…' is too long.", f"Say it in at most {WORDS} characters.")
        known = self.activities()
        if len(known) >= function.MOST:
            names = ", ".join(one.words for one in known)
            raise BadInput(
                f"There are {function.MOST} already: {names}.", "Take one away: coach log function --drop NAME"
            )
        fact = self._record.fact(self._record.clock.now(), ActivityTold(words=said))
        self._record.write([fact])
        return fact.id

    def find_activity(self, name: str | None) -> Activity:
        """The one whose words or id begin with or contain `name`; the only one where it is None. Raises BadInput."""
        known = self.activities()
        wanted = (name or "").casefold()
        matching = [one for one in known if wanted in one.words.casefold() or one.id.startswith(name or "")]
        exact = [one for one in known if one.words.casefold() == wanted]
        matching = exact or matching
        if len(matching) == 1:
            return matching[0]
        if not known:
            raise BadInput(
                "No activity is named yet.", 'Name one: coach log function --new "sitting through a meeting"'
            )
        names = ", ".join(one.words for one in known)
        raise BadInput("Which activity is meant?", f"Say it with --activity: {names}.")

    def drop_activity(self, activity: Activity) -> None:
        """Ask for it no more; what was rated stays on record."""
        self._record.append(ActivityTold(words=activity.words, activity=activity.id, dropped=True))

    def rate_function(self, activity: Activity, level: int) -> Fact:
        """How well it can be done now, 0 to 10. Raises BadInput for another number."""
        if not 0 <= level <= 10:
            mend = f"Give a whole number from 0 ({function.WORST}) to 10 ({function.BEST})."
            raise BadInput(f"{level} is not on the scale.", mend)
        fact = self._record.fact(self._record.clock.now(), FunctionRated(activity=activity.id, level=level))
        self._record.write([fact])
        return fact

    def words_of_activity(self, activity: str) -> str:
        """What an activity was called, also one that is asked for no more."""
        return function.names(self._of_function()).get(activity, UNNAMED)

    def _of_function(self) -> list[Fact]:
        return corrected(self._record.facts(FUNCTION_KINDS))[0]

    def skip_function(self) -> None:
        """The question was put away for this week."""
        self._record.append(FunctionSkipped())
