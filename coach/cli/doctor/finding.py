"""What `coach doctor` has found out of one thing."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """How it is: LIMITED is less than there could be, and nothing that has to be mended."""

    OK = "ok"
    LIMITED = "limited"
    MEND = "mend"


@frozen
class Finding:
    """One thing: how it is, what there is to say of it, and details by name.

    `told` is what a report to others says in the place of all that, where it may hold something of the person's own.
    """

    name: str
    state: State
    says: str
    more: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "name": self.name,
            "ok": self.state is State.OK,
            "state": self.state,
            "says": self.says,
            "more": dict(self.more),
        }


def finding(name: str, problem: str, fine: str, told: str = "", **more: Any) -> Finding:
    """A finding that needs mending where there is a problem."""
    return Finding(name, State.MEND if problem else State.OK, problem or fine, more, told)
