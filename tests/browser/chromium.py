"""A headless Chromium, spoken to over its own debugging pipe: no port, no network, no further library."""

from __future__ import annotations

import base64
import json
import os
import re
import select
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INCH = 25.4  # mm
PAPERS = {"A4": (210 / INCH, 297 / INCH), "Letter": (8.5, 11.0)}
PATIENCE = 60.0  # s until the browser has answered
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-default-browser-check"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe"),
)


def browser() -> str | None:
    """Where a Chromium is; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name)) is not None), None)


class Chromium:
    """One browser with one page. Use it in a `with`, which ends it."""

    def __init__(self, home: Path) -> None:
        path = browser()
        assert path is not None
        to_it, self._out = os.pipe()
        self._in, from_it = os.pipe()

        def pipes() -> None:
            """The browser reads from 3 and writes to 4."""
            keep_read, keep_write = os.dup(to_it), os.dup(from_it)
            os.dup2(keep_read, 3)
            os.dup2(keep_write, 4)

        self._process = subprocess.Popen(
            [path, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            preexec_fn=pipes,  # noqa: PLW1509 - two descriptors have to have these numbers
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_it)
        os.close(from_it)
        self._number, self._kept = 0, b""
        self.events: list[dict[str, Any]] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(10)
        os.close(self._out)
        os.close(self._in)

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """What the page answers."""
        return self._ask(method, self._session, **params)

    def _ask(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message: dict[str, object] = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + PATIENCE  # noqa: TID251 - a real browser answers in real time
        while True:
            found = self._next(until)
            if found.get("id") == number:
                assert "error" not in found, found
                return dict(found["result"])
            self.events.append(found)

    def _next(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._kept:
            left = until - time.monotonic()  # noqa: TID251
            assert left > 0, "the browser does not answer"
            if select.select([self._in], [], [], left)[0]:
                more = os.read(self._in, 1 << 20)
                assert more, "the browser is gone"
                self._kept += more
        message, _, self._kept = self._kept.partition(b"\0")
        return dict(json.loads(message))

    def open(self, url: str) -> None:
        """Show this page, and wait until it is there."""
        self.events.clear()
        self.ask("Page.navigate", url=url)
        until = time.monotonic() + PATIENCE  # noqa: TID251
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next(until))

    def run(self, script: str) -> Any:
        """What a script gives, run past the policy of the page over the debugging channel."""
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def printed(self, paper: str) -> bytes:
        """The page as it is printed on this paper, with the margins that it asks for."""
        wide, high = PAPERS[paper]
        found = self.ask("Page.printToPDF", paperWidth=wide, paperHeight=high, printBackground=False)
        return base64.b64decode(found["data"])

    def picture(self, *, dark: bool = False, width: int = 800, height: int = 1120) -> bytes:
        """A picture of the whole page."""
        feature = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[feature])
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        found = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(found["data"])

    def requests(self) -> list[str]:
        """What the page has asked for since it was opened."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [str(event["params"]["request"]["url"]) for event in sent]


def sheets(pdf: bytes) -> int:
    """How many pages a printed document has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
