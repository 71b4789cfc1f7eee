"""What can be found from where one is: areas, routines, what to note, what has a key here, places, settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from coach.core.errors import CoachError
from coach.core.record.choices import Choices, SideChoice
from coach.core.vocabulary import BodyArea, ComplaintKind, Side
from coach.tui import requests
from coach.tui.keys import key_now
from coach.tui.palette import words
from coach.tui.palette.matching import Offer, once
from coach.tui.screens.place import PLACES, Place
from coach.tui.screens.today import TodayScreen
from coach.tui.words.common import lock_word, minutes_words, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App
    from textual.screen import Screen

    from coach.core.clearance.listed_routine import Listed
    from coach.core.coach.door import Coach
    from coach.core.setting_rows import SettingsEditor
    from coach.core.settings import Settings

ELSEWHERE, ROUTINE, SET, LAST = range(1, 5)  # before anything is typed they stand after what can be done here
FOUND_OTHERWISE = {"area", "anywhere", "place", "back", "leave", "messages", "command_palette"}  # actions of a place
HEARINGS = {
    "voice": "A voice says each cue",
    "chimes": "A chime for each cue",
    "silent": "Only the alarm of heat and cold rings",
}


@runtime_checkable
class Commanded(Protocol):
    """A screen that says by itself what can be done now, as (title, action, what it does)."""

    def commands(self) -> Iterator[tuple[str, str, str]]:
        """In the order in which they are offered."""


def offers_of(
    app: App[Any], coach: Coach, editor: SettingsEditor, change: Callable[..., None], visit: Callable[[], None]
) -> list[Offer]:
    """For the screen that is shown. `change` sets a setting, given by name; `visit` opens the form for one."""
    screen = app.screen
    leave = Offer("Quit", "Leave Coach at once (key ctrl+q)", partial(app.run_action, "app.quit"), "leave exit", LAST)
    if not isinstance(screen, Place):
        return once([*actions(app, screen), leave])
    today = app.get_screen_stack("today")[0]
    wish = today.chosen() if isinstance(today, TodayScreen) else Choices()
    places = _Places(app, screen, today)
    ours = once(
        [
            *_entries(screen, wish, visit),
            *actions(app, screen),
            *places.places(),
            *places.settings(editor),
            *_at_once(editor.now, change),
            leave,
        ]
    )
    # Routines may be called as their owner likes: none hides anything of ours.
    return [*places.areas(), *_routines(screen, coach, wish), *ours]


def actions(app: App[Any], screen: Screen[Any]) -> Iterator[Offer]:
    """What has a key here, each once however many keys it has."""
    if isinstance(screen, Commanded):
        for title, action, text in screen.commands():
            yield Offer(title, text, partial(screen.run_action, action))
        return
    seen = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        own = binding.action.partition("(")[0] in FOUND_OTHERWISE and isinstance(screen, Place)
        if own or not active.enabled or active.node is not screen or binding.id is None:  # without one it is Textual's
            continue
        if binding.description and binding.action not in seen:
            seen.add(binding.action)
            text = f"{active.tooltip or binding.description} (key {app.get_key_display(binding)})"
            yield Offer(binding.description, text, partial(screen.run_action, binding.action))


def _routines(screen: Screen[Any], coach: Coach, wish: Choices) -> Iterator[Offer]:
    """Every routine. Starting one goes the usual way, so that a locked one shows its card."""
    try:
        listed = coach.listing.listed()
    except CoachError as error:
        yield Offer("Routines can't be read", str(error), partial(screen.notify, str(error), markup=False))
        return
    for each in listed:
        routine = each.routine
        kit = " ".join(plain(thing) for thing in coach.library.equipment_of(routine))
        areas = " ".join(plain(area) for area in routine.areas)
        choices = wish if wish.area in routine.areas else Choices()
        start = partial(screen.post_message, requests.StartRequested(routine.id, choices))
        meant = f"{plain(routine.id)} {areas} {kit} start routine"
        yield Offer(routine.name, _routine_text(each), start, meant, ROUTINE)


def _routine_text(listed: Listed) -> str:
    """How long and for what, and whether it can begin at once."""
    sign, word = lock_word(listed)
    if listed.locked and not listed.check_due:
        return f"{sign} {word.capitalize()}: {listed.reasons[0].text}" if listed.reasons else f"{sign} {word}"
    areas = "any place" if len(listed.routine.areas) == len(BodyArea) else ", ".join(map(plain, listed.routine.areas))
    length = ", ".join(part for part in (minutes_words(listed.seconds), areas) if part)
    return f"{sign} {word.capitalize()}: {length}" if word else f"Start: {length}"


def _entries(screen: Screen[Any], wish: Choices, visit: Callable[[], None]) -> Iterator[Offer]:
    """The forms to note something."""
    side = Side(wish.side.value) if wish.side in {SideChoice.LEFT, SideChoice.RIGHT} else None
    pain, lump = (requests.NoteRequested(wish.area, side, kind) for kind in (None, ComplaintKind.LUMP))
    post = screen.post_message
    yield Offer("Note pain", "Where it hurts, since when and how much", partial(post, pain), words.NOTE_PAIN, ELSEWHERE)
    yield Offer("Note a lump", "What it looks and feels like", partial(post, lump), words.NOTE_LUMP, ELSEWHERE)
    yield Offer("Note a visit", "Whom you have seen, and what they said is fine", visit, words.NOTE_VISIT, ELSEWHERE)
    about = partial(post, requests.AboutMeRequested())
    yield Offer("About you", "Your emergency number and year of birth", about, words.ABOUT_ME, ELSEWHERE)


class _Places:
    """The four places, and what they show when one has come there."""

    def __init__(self, app: App[Any], screen: Place, today: Screen[Any]) -> None:
        self._app, self._screen, self._today = app, screen, today

    def places(self) -> Iterator[Offer]:
        """Those one is not at."""
        for place, key, name in PLACES:
            if place != self._screen.HERE:
                text = f"Go to {name} (key {key_now(self._app, f'place.{place}', key)})"
                yield Offer(name, text, partial(self._go, place), "place go", ELSEWHERE)

    def areas(self) -> Iterator[Offer]:
        """Every place that can hurt."""
        if isinstance(self._today, TodayScreen):
            for area in BodyArea:
                title, meant = f"{plain(area).capitalize()} hurts", f"{words.PAIN} {words.AREAS[area]}"
                yield Offer(title, "Show what helps there", partial(self._hurts, area), meant, ELSEWHERE)

    def settings(self, editor: SettingsEditor) -> Iterator[Offer]:
        """Every setting."""
        from coach.tui.screens.settings.words import GROUPS, group_of, label_of  # noqa: PLC0415

        groups = {group.name: group.label for group in GROUPS}
        for row in editor.rows():
            group, label = groups[group_of(row.path)], label_of(row)
            title = f"{group}: {label}" if isinstance(row.path[-1], int) else label
            meant = f"setting {group} {words.SETTINGS.get(str(row.path[-1]), '')} {plain('-'.join(map(str, row.path)))}"
            go = partial(self._go, "settings", ".".join(map(str, row.path)))
            yield Offer(title, f"Setting: {row.what}", go, meant, SET)

    def _go(self, place: str, to: str = "") -> None:
        self._screen.post_message(requests.PlaceRequested(place, to))

    def _hurts(self, area: BodyArea) -> None:
        if isinstance(self._today, TodayScreen):
            self._today.choose(area, None)
        if self._screen is not self._today:
            self._go("today")


def _at_once(settings: Settings, change: Callable[..., None]) -> Iterator[Offer]:
    """Settings that are set by finding them."""
    yield Offer("Theme dark", "Light letters on dark", partial(change, theme="dark"), words.THEMES, SET)
    yield Offer("Theme light", "Dark letters on light", partial(change, theme="light"), words.THEMES, SET)
    for name, text in HEARINGS.items():
        if name != settings.hearing:
            yield Offer(f"Hear: {name}", text, partial(change, hearing=name), words.HEARINGS[name], SET)
