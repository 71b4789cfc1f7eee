"""`coach log clock`: the person confirms that the clock is right now, after it was set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import confirmed
from coach.cli.say import say
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside


def clock(args: Namespace, outside: Outside) -> int:
    """Record that the clock was ahead and is right now: what it dated ahead counts from now. 1 where it is not done."""
    with outside.house() as house:
        own, others = house.coach.entries.clock_ahead(), house.coach.entries.others_ahead()
        ahead = own or others
        if ahead is None:
            say("Nothing to put right: nothing on record lies in the future.")
            return ExitCode.DONE
        now = house.clock.now().wall
        say(f"The clock says {now:%Y-%m-%d %H:%M}. Something on record is from {ahead:%Y-%m-%d %H:%M}.")
        why = "So the clock was set back." if own is not None else "Another computer noted it: one of the two is wrong."
        say(f"{why} If it is right now, what was dated ahead will count from now. Nothing is lost.")
        if not confirmed(args, outside, "Is the clock right now?"):
            say("Nothing was changed. Set the clock first, then come back.")
            return ExitCode.FAILED
        house.coach.entries.put_clock_right()
        say("Recorded: the clock is right now.")
    return ExitCode.DONE
