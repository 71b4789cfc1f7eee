"""Asking the machine what it may not know, may not answer, or may never come back from."""

from __future__ import annotations

import _thread
import os
import subprocess
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Unknown(Exception):  # noqa: N818 - an answer, not a fault
    """It can't be known: `why` in one sentence, and `mend` where something would help."""

    def __init__(self, why: str, mend: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.mend = mend


def as_unknown(error: BaseException) -> Unknown:
    """An error as an answer: a fault of what is asked must not end who asks."""
    return error if isinstance(error, Unknown) else Unknown(f"It failed: {type(error).__name__}: {error}")


class NotYet(Unknown):
    """It may be known at the next look."""


class Counting(NotYet):
    """It works, and will be known once it has listened for a while."""


class Aside(Generic[T]):
    """A call made in a thread of its own, never twice at a time. A thread that hangs does not keep the process."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._under_way: Future[T] | None = None

    def begin(self) -> Future[T]:
        """Start the call, unless the last one is still under way."""
        if self._under_way is None or self._under_way.done():
            answer: Future[T] = Future()
            self._under_way = answer
            _thread.start_new_thread(self._run, (answer,))  # threading's start is waited for, which wakes twice more
        return self._under_way

    def result(self, seconds: float) -> T:
        """What the call gives. Raises Unknown where it fails or takes longer than this."""
        answer = self.begin()
        wait([answer], seconds)
        if not answer.done():
            raise Unknown(f"It did not answer within {seconds:g} s.")
        error = answer.exception()
        if error is not None:
            raise as_unknown(error)
        return answer.result()

    def _run(self, answer: Future[T]) -> None:
        try:
            answer.set_result(self._call())
        except BaseException as error:  # noqa: BLE001 - raised again where the answer is asked for
            answer.set_exception(error)


def ask_program(command: Sequence[str], seconds: float, **environ: str) -> str:
    """What a program prints; `environ` is added to its surroundings.

    Raises Unknown where it is missing, fails or takes longer.
    """
    name = command[0]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", **environ},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open one
        )
    except FileNotFoundError:
        raise Unknown(f"{name} is not installed.", f"Install {name}.") from None
    except subprocess.TimeoutExpired:
        raise Unknown(f"{name} did not answer within {seconds:g} s.") from None
    except OSError as error:
        raise Unknown(f"{name} can't be run: {error.strerror}.") from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:80]
        raise Unknown(f"{name} failed: {said or done.returncode}.".replace("..", "."))
    return done.stdout.decode("utf-8", "replace")
