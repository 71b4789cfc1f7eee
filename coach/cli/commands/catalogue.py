"""`coach catalogue`: every safety rule, open question and hazard as Markdown, for a reviewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.say import say_lines
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside


def catalogue(args: Namespace, outside: Outside) -> int:
    """Print the document. It reads nothing of the user's."""
    del args, outside
    from coach.adapters.catalogue.review_file import load_review
    from coach.adapters.routines.routine_files import load_references
    from coach.cli.commands.assess import content
    from coach.core.catalogue import review

    rules, _ = content()
    sources = load_references()
    asked = load_review()
    lines = review.document(rules, sources)
    lines += review.questions(asked.open_questions, asked.disagreements, sources)
    lines += ["", "## Hazards", "", "| | Hazard | Cause | Control | Test |", "|---|---|---|---|---|"]
    lines += [f"| {h.id} | {h.hazard} | {h.cause} | {h.control} | `{h.test}` |" for h in asked.hazards]
    say_lines("\n".join(lines))
    return ExitCode.DONE
