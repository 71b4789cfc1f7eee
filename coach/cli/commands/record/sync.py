"""`coach sync FOLDER`: the records of several computers in step through any folder that they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli.commands.record.export import left_behind
from coach.cli.say import say, tell
from coach.core.exchange.words import entries, taken
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.adapters.exchange.sync_folder import Met
    from coach.cli.outside import Outside


def sync(args: Namespace, outside: Outside) -> int:
    """Read what the other computers wrote into `args.folder`, write our own file there; asks nothing."""
    from coach.adapters.exchange import sync_folder

    with outside.house() as house:
        folder, beside = Path(args.folder), house.folders.journal.parent
        done = sync_folder.sync(house.coach.exchange, folder, beside, __version__, theirs=args.clock == "theirs")
        for met in done.met:
            _say(met)
    for line in left_behind(done.left_out, done.large):
        tell(line)
    if done.why:
        tell(done.why)
    elif done.changed:
        say(f"Written: {entries(done.facts)} to {done.own}.")
    else:
        say(f"{done.own} holds it all already ({entries(done.facts)}).")
    return ExitCode.FAILED if done.why or any(met.taken is None for met in done.met) else ExitCode.DONE


def _say(met: Met) -> None:
    if met.taken is None:
        more = " Say it with --clock theirs, or set this clock right." if met.clock else ""
        for why in met.why:
            tell(f"{met.name}: {why}{more}" if met.name not in why else f"{why}{more}")
        tell(f"{met.name}: nothing was taken of it.")
        return
    if met.taken.new:
        for line in taken(met.taken.found, met.taken.new, __version__):
            say(f"{met.name}: {line}")
        for line in met.taken.news:
            say(f"Note: {line}")
