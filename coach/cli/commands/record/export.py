"""`coach export`: the record as a file that any Coach takes in again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli.say import say, tell
from coach.core.errors import BadInput
from coach.core.exchange.words import entries
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.exchange.writing import Outgoing

MOST_NAMED = 3


def export(args: Namespace, outside: Outside) -> int:
    """Write the record to `args.file` (- for the output), as tables into `args.csv`, or all into `args.all`."""
    given = [value for value in (args.file, args.csv, args.all) if value is not None]
    if len(given) != 1:
        raise BadInput("Name one thing to write to.", "A FILE, - for the output, --csv FOLDER, or --all FOLDER.")
    if args.encrypt and args.file is None:
        raise BadInput("Only an export to a FILE can be encrypted.", "Leave --encrypt out, or name a file.")
    passphrase = _passphrase(outside) if args.encrypt else None
    with outside.house() as house:
        if args.csv is not None:
            return _tables(args, house)
        with house.coach.exchange.going_out(__version__) as out:
            if args.file == "-":
                _to_output(_lines(out, passphrase))
            elif args.all is not None:
                _all(args, outside, house, out)
            else:
                _to_file(args, outside, Path(args.file), out, passphrase)
            for line in left_behind(out.left_out, out.large):
                tell(line)
    return ExitCode.DONE


def _tables(args: Namespace, house: House) -> int:
    from coach.adapters.exchange.table_files import write_tables

    written = write_tables(house.coach.exchange.tables(), Path(args.csv), force=args.force)
    say(f"Written for a spreadsheet: {', '.join(path.name for path in written)} in {args.csv}.")
    say("They hold your health record, and are never taken in again.")
    return ExitCode.DONE


def _all(args: Namespace, outside: Outside, house: House, out: Outgoing) -> None:
    from coach.adapters.exchange.table_files import RECORD, make, write_files

    folder = Path(args.all)
    make(folder)
    _to_file(args, outside, folder / RECORD, out)
    written = write_files(house.folders, folder, force=args.force)
    names = ", ".join(str(path.relative_to(folder)) for path in written)
    say(f"With it: {names or 'no settings or routines of yours'}.")


def export_to(path: Path, outside: Outside) -> None:
    """Write the record to a new file, or over an older export of it. Raises CoachError."""
    from coach.adapters.exchange.export_file import why_not_over, write_export

    with outside.house() as house, house.coach.exchange.going_out(__version__) as out:
        over = why_not_over(path, out.device, out.facts)
        if over:
            raise BadInput(f"{over} It stays as it is, and so does everything.", "Give another name.")
        write_export(path, out.lines())
        say(f"Exported: {entries(out.facts)} to {path}.")


def _passphrase(outside: Outside) -> str:
    """The passphrase, typed twice. Raises BadInput."""
    from coach.adapters.exchange.encryption import can_lock

    can_lock()
    first = outside.secret("A passphrase for it (if you forget it, nobody can open the file)")
    if outside.secret("The same again") != first:
        raise BadInput("The two are not the same.", "Nothing was written.")
    return first


def _lines(out: Outgoing, passphrase: str | None) -> Iterable[bytes]:
    if passphrase is None:
        return out.lines()
    from coach.adapters.exchange.encryption import locked

    return [locked(out.lines(), passphrase)]


def _to_output(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _to_file(args: Namespace, outside: Outside, path: Path, out: Outgoing, passphrase: str | None = None) -> None:
    from coach.adapters.exchange.export_file import why_not_over, write_export

    over = why_not_over(path, out.device, out.facts)
    if over and not args.force:
        ask_over(outside, over)
    write_export(path, _lines(out, passphrase))
    keep = "keep it where only you can read it" if passphrase is None else "without the passphrase nobody can open it"
    say(f"Exported: {entries(out.facts)} to {path}. It holds your health record: {keep}.")


def ask_over(outside: Outside, over: str) -> None:
    """Go on only where somebody says that this may be written over. Raises BadInput."""
    from coach.cli.leaving import Interruptible
    from coach.cli.plain.asking import ask_one_of

    with Interruptible(outside.keyboard()) as keyboard:
        known = {"y": True, "yes": True, "n": False, "no": False, "": False}
        question = f"{over} Write over it? y yes, n no"
        if not keyboard.tty or not ask_one_of(keyboard, question, known, "answer y or n."):
            raise BadInput(f"{over} It stays as it is.", "Give another name, or add --force.")


def left_behind(left_out: Sequence[str], large: int) -> list[str]:
    """What an export can't carry, in words: it stays in the record, and is not silently missing."""
    told = []
    if left_out:
        names = ", ".join(name[:8] if name.isprintable() else "?" for name in left_out[:MOST_NAMED])
        many = "1 entry is" if len(left_out) == 1 else f"{len(left_out):,} entries are"
        told.append(f"{many} damaged where it says what and when it is, and stay here only: {names}. See: coach doctor")
    if large:
        told.append(f"{large:,} of the entries are larger than 64 KiB: an import will not take this file.")
    return told
