"""A list to pick from, whose marks can be read without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Picks(OptionList):
    """One choice, or several where `many`; nothing but `picked` is picked at first. Enter or space picks."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "Pick", show=False, id="pick.pick")]

    def __init__(
        self,
        names: Sequence[str],
        *,
        many: bool = False,
        picked: Iterable[int] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        self._names = tuple(names)
        self._many = many
        self.picked = frozenset(picked)
        super().__init__(*(self._line(index) for index in range(len(self._names))), id=id, markup=False, compact=True)

    def _line(self, index: int) -> str:
        left, right = "[]" if self._many else "()"
        return f"{left}{'x' if index in self.picked else ' '}{right} {self._names[index]}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick it, or take it back."""
        event.stop()
        self.toggle(event.option_index)

    def toggle(self, index: int) -> None:
        """Pick one, or take it back."""
        self.picked = self.picked ^ {index} if self._many else frozenset({index})
        for changed in range(len(self._names)):
            self.replace_option_prompt_at_index(changed, self._line(changed))
