"""F6 goes from one part of the window to the next, each time to where one was in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from roomscribe.ui.main_window import MainWindow


class Areas(QObject):
    """The parts of the window in the order in which one reads them."""

    def __init__(self, window: MainWindow, form: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._areas: Sequence[tuple[QWidget, QWidget | None]] = (
            (window.bar, window.bar.filter),
            (form, None),
            (window.notices, None),
            (window.table, window.table.view),
            (window.details, window.details.tabs),
            (window.status, None),
        )
        """Each with the control to begin with; None for its first."""
        self._last: dict[int, QWidget] = {}
        """By number: the control that had the focus when the area was left by key."""
        window.commands.next_area.triggered.connect(self._on_next)
        window.commands.previous_area.triggered.connect(self._on_previous)

    def _on_next(self) -> None:
        self._go(1)

    def _on_previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        focus = QApplication.focusWidget() or self._window.focusWidget()
        numbered = enumerate(area for area, _ in self._areas)
        here = next((at for at, area in numbered if focus is not None and area.isAncestorOf(focus)), None)
        if here is not None and focus is not None:
            self._last[here] = focus
        start = here if here is not None else -1 if step > 0 else 0
        for number in range(1, len(self._areas) + 1):
            at = (start + step * number) % len(self._areas)
            if at != here and (target := self._target(at)) is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
                return

    def _target(self, at: int) -> QWidget | None:
        """Where the focus goes in an area; None where nothing there takes it now."""
        area, usual = self._areas[at]
        if not area.isVisible():
            return None
        last = self._last.get(at)
        children = area.findChildren(QWidget)
        known = [each for each in (last, usual) if each is not None and each in children]
        return next((each for each in (*known, *children) if _takes(each)), None)


def _takes(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
