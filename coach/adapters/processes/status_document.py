"""The status of the reminders as JSON values, as `coach status --json` and `status.json` show it, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from coach.adapters.processes.status_file import VALID
from coach.core.reminders.ports import Notice
from coach.core.reminders.standing.line import NOBODY
from coach.core.reminders.standing.status import PauseStatus, ReminderStatus
from coach.core.shown import visible

if TYPE_CHECKING:
    from collections.abc import Mapping


def document_of(status: ReminderStatus | None) -> dict[str, Any]:
    """The `reminders` part and, where somebody keeps them, the moment and the notice; None: nobody does.

    Moments are in UTC, null where they are not known. `valid_until` is in whole seconds since 1970, so that a shell can
    compare it: who reads `text` later than that reads of a keeper that is no more.
    """
    if status is None:
        nobody: dict[str, Any] = {"running": False, "state": None, "next_at": None, "in_seconds": None, "paused": []}
        return {"reminders": nobody | {"text": NOBODY, "valid_until": 0}}
    notice = status.notice
    reminders = {
        "running": True,
        "state": status.state,
        "next_at": _written(status.next_at),
        "in_seconds": status.in_seconds,
        "paused": [{"reason": pause.reason, "until": _written(pause.until)} for pause in status.paused],
        "sitting_seconds": status.sitting_seconds,
        "prompt": status.prompt,
        "snoozed": status.snoozed,
        "text": status.text,
        "valid_until": ceil(status.at.timestamp() + VALID),
    }
    shown = None
    if notice is not None:
        actions = [list(action) for action in notice.actions]
        shown = {"prompt": notice.prompt, "title": notice.title, "text": notice.text, "actions": actions}
    return {"reminders": reminders, "at": _written(status.at), "notice": shown}


def status_of(document: Mapping[str, Any]) -> ReminderStatus | None:
    """What another process has written of itself, as `read_status` gives it; None where nobody keeps the reminders."""
    reminders, shown = document["reminders"], document.get("notice")
    if not reminders["running"]:
        return None
    return ReminderStatus(
        at=datetime.fromisoformat(document["at"]),
        state=reminders["state"] or "",
        next_at=_read(reminders["next_at"]),
        in_seconds=reminders["in_seconds"],
        paused=tuple(PauseStatus(pause["reason"], _read(pause["until"])) for pause in reminders["paused"]),
        sitting_seconds=reminders.get("sitting_seconds", 0),
        prompt=reminders.get("prompt"),
        snoozed=reminders.get("snoozed", 0),
        text=visible(reminders.get("text", "")),
        notice=_notice(shown) if shown else None,
    )


def _notice(shown: Mapping[str, Any]) -> Notice:
    actions = tuple((name, visible(label)) for name, label in shown["actions"])
    return Notice(shown["prompt"], visible(shown["title"]), visible(shown["text"]), actions)


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment is not None else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
