"""Idle time of an X server, over a connection that is kept: to make one costs more than all that is asked over it."""

from __future__ import annotations

import ctypes
from typing import Any

from coach.adapters.signals.asking import Unknown


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


# Left to itself the library ends the process, with a word on stderr, when the server goes away in the middle.
_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_go_on = _HANDLER(lambda _display, _about: 0)


class X11Idle:
    """Asks one X server. A connection on which anything went wrong is never used again.

    Libraries older than 1.7 (of 2020) can't be kept from ending the process when a server goes away: with those the
    connection is closed after each look.
    """

    def __init__(self) -> None:
        self._x11: Any = None
        self._saver: Any = None
        self._display: Any = None

    def read(self) -> float:
        """Seconds."""
        if self._display is None:
            self._open()
        display, self._display = self._display, None
        info = _ScreenSaverInfo()
        told = self._saver.XScreenSaverQueryInfo(display, self._x11.XDefaultRootWindow(display), ctypes.byref(info))
        if not told:
            raise Unknown("This X server does not tell idle time, or is gone.")
        if hasattr(self._x11, "XSetIOErrorExitHandler"):
            self._display = display
        else:
            self._x11.XCloseDisplay(display)
        return float(info.idle) / 1000

    def _open(self) -> None:
        try:
            x11 = ctypes.CDLL("libX11.so.6")
            saver = ctypes.CDLL("libXss.so.1")
        except OSError:
            raise Unknown("libXss is not installed.", "Install libxss1 (Fedora: libXScrnSaver).") from None
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        for function in (x11.XDefaultRootWindow, x11.XCloseDisplay):
            function.argtypes = [ctypes.c_void_p]
        saver.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
        display = x11.XOpenDisplay(None)
        if not display:
            raise Unknown("The X server can't be reached.")
        for function in (x11.XSetIOErrorHandler, x11.XSetErrorHandler):
            function.argtypes = [_HANDLER]
            function(_go_on)
        if hasattr(x11, "XSetIOErrorExitHandler"):
            x11.XSetIOErrorExitHandler.argtypes = [ctypes.c_void_p, _HANDLER, ctypes.c_void_p]
            x11.XSetIOErrorExitHandler(display, _go_on, None)
        self._x11, self._saver, self._display = x11, saver, display
