"""What is on an X screen, asked of the library that Qt itself needs there, so that no further tool is."""

from __future__ import annotations

import ctypes
from types import TracebackType

_VIEWABLE = 2


class _Attributes(ctypes.Structure):
    """XWindowAttributes; only the members up to `map_state` are read."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("class_", "bit_gravity", "win_gravity", "backing_store")),
        *((name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("map_installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    ]


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def _ignore(_display: int, _error: int) -> int:
    # A window may go away between two questions about it; Xlib itself would end the process for that.
    return 0


class Screen:
    """A look at a display from outside the program that draws there."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XSetErrorHandler(_ignore)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display.value, f"no display {display}"

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._x.XCloseDisplay(self._display)

    def windows(self) -> list[str]:
        """The titles of the windows that can be seen."""
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        windows, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        ignored = ctypes.c_ulong()
        self._x.XQueryTree(self._display, root, *map(ctypes.byref, (ignored, ignored, windows, count)))
        titles = [self._title(ctypes.c_ulong(windows[at])) for at in range(count.value)]
        if count.value:
            self._x.XFree(windows)
        return [title for title in titles if title]

    def _title(self, window: ctypes.c_ulong) -> str:
        attributes, name = _Attributes(), ctypes.c_char_p()
        self._x.XGetWindowAttributes(self._display, window, ctypes.byref(attributes))
        if attributes.map_state != _VIEWABLE or not self._x.XFetchName(self._display, window, ctypes.byref(name)):
            return ""
        return (name.value or b"").decode(errors="replace")
