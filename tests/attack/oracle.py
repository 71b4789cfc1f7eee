"""What must hold whatever comes in: no unexpected error, no hang, little memory, nothing raw on the terminal."""

from __future__ import annotations

import contextlib
import io
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coach.adapters.clock import SystemClock

SECONDS = 2.0
CUT_OFF = 15.0  # seconds of any kind: on a busy machine two of one's own may take as long
MEGABYTES = 200
FAULT = re.compile(r"Traceback|fault in coach|A fault in")


class Hang(BaseException):
    """It took too long; not an Exception, so that nobody takes it for one of theirs."""


@dataclass
class Verdict:
    """What was wrong with one input, the seconds it took, what it said, and the memory of a process of its own."""

    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    said: str = ""
    megabytes: int = 0
    given: bytes = b""


class Given(list[bytes]):
    """The input of an attack. Its time counts from when it was made."""

    began = 0.0

    def append(self, raw: bytes) -> None:
        super().append(raw)
        self.began = own_time()


def own_time() -> float:
    """Seconds on a clock that stands still while others have the processor."""
    return SystemClock().now().mono - waited_for_a_turn()


def judged(act: Callable[[Given], object], *, timed: bool = True) -> Verdict:
    """Do it and see. With `timed` it may take two seconds, and is cut off where it does not come back at all."""
    verdict, given = Verdict(), Given()
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogatepass", write_through=True)
    given.began = own_time()
    try:
        with _within(CUT_OFF if timed else 0), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            act(given)
    except Hang:
        verdict.faults.append(f"hangs: cut off after {CUT_OFF:g} s")
    except SystemExit as left:
        verdict.faults.append(f"left the program: {left}")
    except Exception as error:  # noqa: BLE001 - which is the finding
        verdict.faults.append(f"{type(error).__name__}: {str(error)[:200]} ({_place(error)})")
    verdict.seconds = own_time() - given.began
    verdict.given = given[-1] if given else b""
    if timed and verdict.seconds > SECONDS:
        verdict.faults.append(f"takes {verdict.seconds:.1f} s")
    verdict.said = out.detach().getvalue().decode("utf-8", "surrogatepass")
    verdict.faults += faults_of(verdict.said)
    if timed and peak() > MEGABYTES:
        verdict.faults.append(f"memory: {peak()} MB at its highest")
    return verdict


def faults_of(said: str) -> list[str]:
    """What is wrong with lines that were said."""
    found = [f"says: {said[:300]!r}"] if FAULT.search(said) else []
    raw = next((line for line in said.split("\n") if not line.isprintable()), None)
    return found if raw is None else [*found, f"raw: {raw[:200]!r}"]


def peak() -> int:
    """The most memory this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def waited_for_a_turn(process: int | str = "self") -> float:
    """The seconds in which a process could have worked, had others not; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _place(error: BaseException) -> str:
    trace, last = error.__traceback__, ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "/coach/" in name:
            last = f"{name.partition('/coach/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return last


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    if not seconds:
        yield
        return

    def cut(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, cut)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
