"""What stands in the list of a group: a setting, or a tool beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.setting_rows import SettingKind
from coach.tui.screens.settings.words import choices_of, label_of, value_words, whence
from coach.tui.widgets.choice_row import Choice

if TYPE_CHECKING:
    from coach.core.setting_rows import SettingRow
    from coach.tui.screens.settings.tools import Tool

FEW = 6  # choices that stand in a row; more are a list of their own
LESS, MORE, TYPE, LIST, USUAL = "less", "more", "type", "list", "usual"  # what is picked where it is no value


@frozen
class SettingLine:
    """A setting. `why` it is not saved, where it is not; `saving`: it is being written."""

    row: SettingRow
    why: str = ""
    saving: bool = False

    @property
    def id(self) -> str:
        """Its path."""
        return ".".join(map(str, self.row.path))

    @property
    def label(self) -> str:
        """What it is called."""
        return label_of(self.row)

    @property
    def value(self) -> str:
        """What holds, in words; with a sign where it is not saved."""
        return f"! {value_words(self.row)}" if self.row.unsaved and not self.saving else value_words(self.row)

    @property
    def what(self) -> str:
        """What it is for."""
        return f"{self.row.what}."

    @property
    def said(self) -> str:
        """Where the value that holds comes from."""
        if not self.row.unsaved:
            whole = f"{self.row.text}\n" if self.row.kind is SettingKind.TYPED and self.row.text else ""
            return whole + whence(self.row)
        return "Saving ..." if self.saving else f"! Not saved: {self.why} It holds until you leave."

    @property
    def all(self) -> tuple[str, ...]:
        """Everything it can be, where that can be listed."""
        return choices_of(self.row)

    @property
    def listed(self) -> bool:
        """Whether its choices need a list of their own."""
        return self.row.kind is SettingKind.CHOICE or self.row.path == ("theme",)

    @property
    def many(self) -> bool:
        """Whether they are too many for a row."""
        return self.listed and len(self.all) > FEW

    @property
    def can_go_back(self) -> bool:
        """Whether the usual value can be put back, or an item be taken out."""
        if self.row.usual is None:
            return isinstance(self.row.path[-1], int) and bool(self.row.text)
        return self.row.text != self.row.usual

    @property
    def picks(self) -> tuple[Choice, ...]:
        """What can be picked with the mouse, as well as by key."""
        if self.listed and not self.many:
            return tuple(Choice(text, value_words(self.row, text)) for text in self.all)
        steps = (Choice(LESS, "less"), Choice(MORE, "more")) if self.all else ()
        opens = Choice(LIST, "all") if self.many else Choice(TYPE, "type it")
        usual = "take it out" if self.row.usual is None else f"usual: {value_words(self.row, self.row.usual)}"
        return (*steps, opens, *((Choice(USUAL, usual),) if self.can_go_back else ()))

    @property
    def chosen(self) -> str:
        """Which of the picks holds; nothing where they are no values."""
        return self.row.text if self.listed and not self.many else ""

    def beside(self, by: int) -> str:
        """The choice so many beside the one that holds; stops at the ends."""
        at = self.all.index(self.row.text) if self.row.text in self.all else 0
        return self.all[min(max(at + by, 0), len(self.all) - 1)]


@frozen
class ToolLine:
    """A tool. `stands` is how it stands, `said` what was last seen of it."""

    tool: Tool
    stands: str = ""
    said: str = ""

    @property
    def id(self) -> str:
        """Its name, which no path has."""
        return f"tool:{self.tool.name}"

    @property
    def label(self) -> str:
        """What it is called."""
        return self.tool.label

    @property
    def value(self) -> str:
        """How it stands, in words."""
        return dict(self.tool.choices).get(self.stands, self.stands)

    @property
    def what(self) -> str:
        """What it is for; what has nothing to choose is shown whole."""
        return self.tool.what if self.tool.choices else f"{self.stands}\n{self.tool.what}".strip()

    @property
    def picks(self) -> tuple[Choice, ...]:
        """What can be done."""
        return tuple(Choice(name, words) for name, words in self.tool.choices)

    @property
    def chosen(self) -> str:
        """How it stands, where that is one of them."""
        return self.stands if self.stands in dict(self.tool.choices) else ""

    def beside(self, by: int) -> str:
        """The choice so many beside how it stands, round and round."""
        names = [name for name, _ in self.tool.choices] or [""]
        at = names.index(self.stands) if self.stands in names else -1
        return names[(at + by) % len(names)]


Line = SettingLine | ToolLine
