"""What files bring and what was taken of them, in sentences for every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.core.exchange.incoming import Incoming


def brought(found: Incoming, program: str) -> list[str]:
    """What these files would bring; `program` is the version that reads them."""
    if not found.new:
        return [f"Nothing new: {entries(found.known)} of the file {_are(found.known)} here already."]
    told = [f"New: {_new(found, found.new)}. {found.known:,} are here already."]
    return told + _kinds(found, program)


def taken(found: Incoming, new: int, program: str) -> list[str]:
    """What was taken of them by this version of the program."""
    if not new:
        return [f"Nothing new: {entries(found.known)} {_are(found.known)} here already. Nothing was changed."]
    told = [f"Taken: {_new(found, new)}. {found.known:,} were here already."]
    if found.own:
        told.append("It is this same record, further on.")
    if found.ahead:
        told.append(f"{entries(len(found.ahead))} dated ahead count from now: that computer's clock was wrong.")
    return told + _kinds(found, program)


def _new(found: Incoming, new: int) -> str:
    computers = f"{len(found.devices)} computer{'s' if len(found.devices) > 1 else ''}"
    if found.first is None or found.last is None:
        return f"{entries(new)} of {computers}"
    year = " %Y" if found.first.year != found.last.year else ""
    days = [f"{at.day} {at:%b}{at.strftime(year)}" for at in (found.first, found.last)]
    return f"{entries(new)} of {computers}, {' to '.join(dict.fromkeys(days))}"


def _kinds(found: Incoming, program: str) -> list[str]:
    told = []
    if found.later:
        told.append(f"{entries(found.later)} {_are(found.later)} of kinds this version does not know: they are kept.")
    newer = [each for each in sorted(found.programs) if _minor(each) > _minor(program)]
    if newer:
        told.append(f"Written by Coach {', '.join(newer)}: update this one, rules may be missing here.")
    if found.mended:
        told.append(f"{entries(found.mended)} of them {_are(found.mended)} damaged here, and whole in the file.")
    if found.unread:
        told.append(f"{entries(found.unread)} can't be read, there or here: they are kept, and the check asks anew.")
    return told


def _minor(version: str) -> tuple[int, ...]:
    """The first two numbers of a version; nothing where it has none."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isascii() and part.isdigit() and len(part) < 9)


def entries(many: int) -> str:
    """So many entries."""
    return "1 entry" if many == 1 else f"{many:,} entries"


def _are(many: int) -> str:
    return "is" if many == 1 else "are"
