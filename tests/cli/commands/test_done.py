"""`coach done` where nobody keeps the reminders: the break counts all the same."""

from __future__ import annotations

from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from coach.core.record.reminders import StoodUp, StoodUpHow
from tests.cli.conftest import Shell, kept


def test_a_break_without_a_keeper_is_on_record_and_counts(shell: Shell) -> None:
    told = shell("done")
    assert (told.code, told.err) == (0, "")
    assert told.lines == ["You got up: that counts. Nobody keeps the reminders now. Start them with: coach remind"]
    shell.clock.advance(3600)
    shell("done")
    bodies = [fact.body for fact in kept(shell, "stood-up")]
    assert all(isinstance(body, StoodUp) and body.how is StoodUpHow.TAKEN for body in bodies)
    assert [body.n for body in bodies if isinstance(body, StoodUp)] == [1, 2], "in the order of the keeper's numbers"
    assert "2 taken" in shell("history", "--breaks").out
    assert not shared_files(folders()).reminders_lock.held()
