"""Whatever opens a nested event loop raises instead.

A nested loop blocks the test run, because nobody is there to answer. In the program it breaks asyncio: tasks that wake
inside it get "Cannot enter into task" and never run again. So `exec()` is an error on every path a test walks.
"""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

_STATIC = {
    "QMessageBox": ("about", "aboutQt", "critical", "information", "question", "warning"),
    "QFileDialog": (
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    ),
    "QInputDialog": ("getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
    "QColorDialog": ("getColor",),
    "QFontDialog": ("getFont",),
}
_EXEC = ("exec", "exec_")

_patch = pytest.MonkeyPatch()


class NestedLoopError(AssertionError):
    """Something tried to open a nested event loop."""


def _raiser(name: str) -> Any:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise NestedLoopError(f"{name} opens a nested event loop: open() the dialog and await its end")

    return refuse


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # Late, when pytest-qt has chosen the binding. For the whole run: setting it per test would cost and gain nothing.
    from PySide6 import QtWidgets

    for class_name, names in _STATIC.items():
        for name in names:
            refuse = staticmethod(_raiser(f"{class_name}.{name}"))
            _patch.setattr(getattr(QtWidgets, class_name), name, refuse)
    for name in _EXEC:
        _patch.setattr(QtWidgets.QDialog, name, _raiser(f"QDialog.{name}"))
        _patch.setattr(QtWidgets.QMenu, name, staticmethod(_raiser(f"QMenu.{name}")))

    # QMenu.exec exists with and without an instance; for instances PySide finds it past the class's attributes.
    original = QtWidgets.QMenu.__getattribute__

    def look_up(self: QtWidgets.QMenu, name: str) -> Any:
        return _raiser(f"QMenu.{name}") if name in _EXEC else original(self, name)

    _patch.setattr(QtWidgets.QMenu, "__getattribute__", look_up)


def pytest_unconfigure(config: pytest.Config) -> None:
    _patch.undo()
