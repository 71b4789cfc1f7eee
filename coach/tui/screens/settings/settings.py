"""Settings: everything that can be set, in groups. Each change holds at once and is saved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.core.errors import CoachError
from coach.tui.requests import AboutMeRequested, RecordRequested, SettingsChanged
from coach.tui.screens.place import Place
from coach.tui.screens.settings.lines import LESS, LIST, MORE, TYPE, USUAL, Line, SettingLine, ToolLine
from coach.tui.screens.settings.panel import Panel
from coach.tui.screens.settings.setting_list import GroupList, LineList
from coach.tui.screens.settings.tool_desk import ToolDesk
from coach.tui.screens.settings.tools import openings_of
from coach.tui.screens.settings.words import FILE, GROUPS, group_of, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.errors import Problem
    from coach.core.setting_rows import SettingsEditor
    from coach.tui.screens.settings.tools import Tool


class SettingsScreen(Place):
    """Shows the settings and saves each change. What can't be saved still holds until the program ends."""

    HERE = "settings"
    AUTO_FOCUS = "#groups"
    CSS_PATH: ClassVar[CSSPathType | None] = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "usual", "Usual", tooltip="Put the usual value back, or take a routine out", id="settings.usual"),
        Binding("a", "about_me", "About you", tooltip="Your emergency number and year of birth", id="settings.about"),
    ]

    def __init__(
        self,
        editor: SettingsEditor,
        tools: Sequence[Tool] = (),
        routines: Sequence[str] = (),
        *,
        exchanges: bool = False,
    ) -> None:
        """`routines` are the ids of those there are; `exchanges`: the record can be written to files, and read."""
        super().__init__()
        self._routines = routines
        self._editor = editor
        wish = (lambda each: self.post_message(RecordRequested(each))) if exchanges else None
        openings = openings_of(self.action_about_me, wish)
        self._tools = ToolDesk(self, (*tools, *openings), self._show)
        self._told = editor.now  # as the program was told last
        self._fault: Problem | None = None
        self._why = ""  # it could not be saved
        self._saving = 0
        self._shown_group = ""
        self._choosing: SettingLine | None = None  # its choices are listed in place of the group

    def compose(self) -> ComposeResult:
        """The groups, the lines of one, and what there is to say of a line."""
        yield from self.compose_top()
        yield Static(id="fault", markup=False)
        with Container(id="body"):
            with Horizontal(id="panes"):
                yield GroupList(id="groups", markup=False)
                yield LineList(id="lines")
            yield Panel()
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Read the file."""
        self.reload()

    def on_screen_resume(self) -> None:
        """Somebody may have changed the file meanwhile."""
        if self.is_mounted:
            self.reload()

    # --- what is shown --------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the file anew and show what holds."""
        self._fault = self._editor.look()
        fault = self.query_one("#fault", Static)
        if self._fault is not None:
            words = f"{self._fault.message} {self._fault.hint}".strip()
            fault.update(f"! {FILE}, line {self._fault.line}: {words} Until that is mended nothing is written there.")
        fault.display = self._fault is not None
        self._holds()

    def _holds(self) -> None:
        """Tell the program what holds, where that is new, and show it."""
        if self._editor.now != self._told:
            self._told = self._editor.now
            self.post_message(SettingsChanged(self._told))
        self._show()

    def _show(self, at: str | None = None) -> None:
        groups = self.query_one(GroupList)
        used = {group_of(row.path) for row in self._editor.rows()} | {tool.group for tool in self._tools.tools}
        shown = [group for group in GROUPS if group.name in used]
        if [group.name for group in shown] != [option.id for option in groups.options]:
            groups.set_options(Option(group.label, id=group.name) for group in shown)
            groups.highlighted = 0
        if self._choosing is None:
            self.query_one(LineList).show(self._lines(), at)
        self.query_one(Panel).show(self._line, picks=self._choosing is None)

    @property
    def _group(self) -> str:
        option = self.query_one(GroupList).highlighted_option
        return str(option.id) if option is not None else GROUPS[0].name

    def _lines(self) -> list[Line]:
        why = self._why
        if self._fault is not None:
            why = f"{FILE} has a fault in line {self._fault.line}."
        found: list[Line] = [
            SettingLine(row, why, self._saving > 0) for row in self._editor.rows() if group_of(row.path) == self._group
        ]
        return [*found, *self._tools.lines(self._group)]

    @property
    def _line(self) -> Line | None:
        if self._choosing is not None:
            return self._choosing
        at = self.query_one(LineList).at
        return next((line for line in self._lines() if line.id == at), None)

    @on(OptionList.OptionHighlighted, "#groups")
    def _group_shown(self) -> None:
        if self._group != self._shown_group:
            self._shown_group = self._group
            self.query_one(LineList).highlighted = None
            self._show()
            self._tools.look(self._group)

    @on(OptionList.OptionHighlighted, "#lines")
    def _line_shown(self, event: OptionList.OptionHighlighted) -> None:
        if self._choosing is not None and self._choosing.row.path == ("theme",):
            self.post_message(SettingsChanged(replace(self._editor.now, theme=str(event.option_id))))  # to be seen only
        self.query_one(Panel).show(self._line, picks=self._choosing is None)
        self.refresh_bindings()

    def jump(self, to: str) -> None:
        """To one of the settings, by its path with dots."""
        path = next((row.path for row in self._editor.rows() if ".".join(map(str, row.path)) == to), None)
        groups = self.query_one(GroupList)
        if path is None or self._choosing is not None or self.query_one(Panel).editing:
            return
        groups.highlighted = [option.id for option in groups.options].index(group_of(path))
        self._group_shown()
        self._show(to)
        self._group_opened()

    # --- ways in and out ------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#groups")
    def _group_opened(self) -> None:
        self.add_class("-inside")
        self.query_one(LineList).focus()

    @on(OptionList.OptionSelected, "#lines")
    def _line_opened(self, event: OptionList.OptionSelected) -> None:
        self.add_class("-inside")
        if self._choosing is not None:
            self._chosen(str(event.option_id))
        elif isinstance(self._line, ToolLine):
            self._tools.do(self._line, self._line.beside(1), self._editor.now)
        elif isinstance(self._line, SettingLine):
            self._open(self._line)

    def _open(self, line: SettingLine) -> None:
        if line.many:
            self._choosing = line
            names = [(text, value_words(line.row, text)) for text in line.all]
            self.query_one(LineList).choose(names, line.row.text)
            self.query_one(LineList).focus()
        elif line.listed:
            following = line.all[(line.all.index(line.row.text) + 1) % len(line.all)]
            self._change(line, following)
        else:
            known = self._routines if group_of(line.row.path) == "routines" else ()
            self.query_one(Panel).edit(line.row, line.label, partial(self._editor.check, line.row.path), known)
        self.refresh_bindings()

    def action_back(self) -> None:
        """One step back: out of the line, of the list of choices, of the group, of the settings."""
        panel = self.query_one(Panel)
        if panel.editing:
            self._typed(Panel.Typed(None))
        elif self._choosing is not None:
            self._chosen(None)
        elif self.query_one(LineList).has_focus:
            self.remove_class("-inside")
            self.query_one(GroupList).focus()
        else:
            super().action_back()

    def _chosen(self, text: str | None) -> None:
        """One of the choices in the list was picked; None: none."""
        line, self._choosing = self._choosing, None
        if line is None:
            return
        if text is None:
            self.post_message(SettingsChanged(self._editor.now))
            self._show(line.id)
        else:
            self._change(line, text)
        self.refresh_bindings()

    @on(Panel.Typed)
    def _typed(self, event: Panel.Typed) -> None:
        line = self._line
        self.query_one(Panel).end()
        self.query_one(LineList).focus()
        if event.text is not None and isinstance(line, SettingLine):
            self._change(line, event.text)
        else:
            self._show()
        self.refresh_bindings()

    # --- changes --------------------------------------------------------------------------------------------------

    def _change(self, line: SettingLine, text: str) -> None:
        if text != line.row.text:
            self._editor.change(line.row.path, text)
            self._save()
        self._show(line.id)

    def _save(self) -> None:
        self._saving += 1
        self._holds()
        self.run_worker(self._written(), group="save")

    async def _written(self) -> None:
        """Write it beside the screen: it takes longer than a key may."""
        try:
            await asyncio.to_thread(self._editor.save)
            self._why = ""
        except (CoachError, OSError) as error:
            self._why = str(error)
        finally:
            self._saving -= 1
        self.reload()
        self.refresh_bindings()

    def action_step(self, by: int) -> None:
        """To the choice beside."""
        line = self._line
        if isinstance(line, SettingLine) and line.all:
            self._change(line, line.beside(by))
        elif isinstance(line, ToolLine) and len(line.picks) > 1:
            self._tools.do(line, line.beside(by), self._editor.now)

    def action_usual(self) -> None:
        """Put the usual value back; take an item out of its list."""
        if isinstance(self._line, SettingLine) and self._line.can_go_back:
            self._editor.put_back(self._line.row.path)
            self._save()

    @on(Panel.Picked)
    def _picked(self, event: Panel.Picked) -> None:
        line = self._line
        if isinstance(line, ToolLine):
            self._tools.do(line, event.name, self._editor.now)
        elif isinstance(line, SettingLine):
            if event.name in {LESS, MORE}:
                self._change(line, line.beside(-1 if event.name == LESS else 1))
            elif event.name == USUAL and not line.chosen:
                self.action_usual()
            elif event.name in {TYPE, LIST}:
                self._open(line)
            else:
                self._change(line, event.name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the line under the highlight can do."""
        if not self.is_mounted or action not in {"usual", "step"}:
            return super().check_action(action, parameters)
        line = self._line
        inside = self.query_one(LineList).has_focus and self._choosing is None
        if action == "usual":
            return inside and isinstance(line, SettingLine) and line.can_go_back
        return inside and (bool(line.all) if isinstance(line, SettingLine) else len(line.picks) > 1 if line else False)

    def action_about_me(self) -> None:
        """Ask for what is told once."""
        self.post_message(AboutMeRequested())
