"""What logind is told of idle time: never more than is certain, and unknown where nobody tells it anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coach.adapters.signals.asking import Unknown
from coach.adapters.signals.idle import IdleSource, SystemIdle
from coach.adapters.signals.idle_hint import IdleHint
from tests.conftest import FakeClock

Serve = Callable[..., Any]
HINT, SINCE = "org.freedesktop.login1.User.IdleHint", "org.freedesktop.login1.User.IdleSinceHintMonotonic"


@pytest.fixture
def logind(bus: str, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A logind that was told nothing yet."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    found = serve("org.freedesktop.login1")
    found.answers |= {HINT: ("v", (("b", False),)), SINCE: ("v", (("t", 0),))}
    return found


def idle_since(logind: Any, seconds: int) -> None:
    logind.answers |= {HINT: ("v", (("b", True),)), SINCE: ("v", (("t", seconds * 1_000_000),))}


def test_idle_time_counts_from_the_hint_on(logind: Any) -> None:
    idle_since(logind, 940)
    assert IdleHint(FakeClock()).read() == 60.0


def test_without_the_hint_it_is_unknown_and_says_what_would_help(logind: Any, fake_clock: FakeClock) -> None:
    found = SystemIdle(fake_clock, [IdleSource("logind", IdleHint(FakeClock()).read)])
    assert found.seconds() is None
    assert "swayidle" in found.failures()["logind"].mend


def test_a_hint_that_is_taken_back_is_a_touch_once(logind: Any) -> None:
    hint = IdleHint(FakeClock())
    idle_since(logind, 400)
    assert hint.read() == 600.0
    logind.answers[HINT] = ("v", (("b", False),))
    assert hint.read() == 0.0
    with pytest.raises(Unknown):
        hint.read()


@pytest.mark.parametrize("answer", [("v", (("s", "yes"),)), ("s", ("no",)), "org.freedesktop.DBus.Error.Failed"])
def test_an_answer_of_another_kind_is_unknown(logind: Any, answer: Any) -> None:
    logind.answers[HINT] = answer
    with pytest.raises(Unknown):
        IdleHint().read()


def test_without_logind_it_is_unknown(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    with pytest.raises(Unknown):
        IdleHint().read()
