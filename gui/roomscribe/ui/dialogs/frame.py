"""The frame of every dialog: title, body, a bar of buttons; and background work that ends with the dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QPushButton, QScrollArea, QWidget

from roomscribe.domain.text import Text
from roomscribe.services.spawning import Spawner
from roomscribe.ui.dialogs.parts import column, dividing_line, label
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say

NARROW, WIDE = 480, 640
"""Widths of dialogs that ask and of dialogs that are filled in."""
LEAST_HEIGHT = 240
"""How far a dialog may be made smaller; its body scrolls then."""
MOST_OF_SCREEN = 0.9
"""A dialog leaves the rest of the screen's height to the window's frame."""


class DialogWork:
    """One piece of background work that a dialog owns: a second start waits for nothing and replaces the first."""

    def __init__(self, spawner: Spawner) -> None:
        self._spawner = spawner
        self._task: asyncio.Task[Any] | None = None

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._task is not None and not self._task.done()

    def start(self, work: Coroutine[Any, Any, Any], *, name: str) -> None:
        """Begin, after cancelling what was under way."""
        self.cancel()
        self._task = self._spawner.spawn(work, name=name)

    def cancel(self) -> None:
        """End it at its next await."""
        if self._task is not None:
            self._task.cancel()
        self._task = None


class FramedDialog(QDialog):
    """A dialog with a title, a body and a bar of buttons. Show it with `runtime.dialogs.ask`.

    On a screen that is too small the body scrolls; `scrolls=False` is for bodies that do so themselves.
    """

    def __init__(
        self, title: Text, *, width: int = NARROW, scrolls: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(title))
        self.setModal(True)
        self._works: list[DialogWork] = []
        self._width = width
        self.heading = label(say(title), Role.TITLE, parent=self)
        self.body = column(spacing=metrics.PANEL)
        self.body.setContentsMargins(metrics.CARD, 0, metrics.CARD, metrics.CARD)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(metrics.GAP)
        self.status = column(spacing=metrics.GAP)
        """Above the buttons: what is going on, always in sight."""
        head = column(self.heading)
        head.setContentsMargins(metrics.CARD, metrics.CARD, metrics.CARD, metrics.PANEL)
        outer = filling_column(self, 0)
        # Qt's own least size takes wrapped texts at their narrowest; `fit` knows the width.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addLayout(head)
        self._scroll = self._page() if scrolls else None
        if self._scroll is None:
            outer.addLayout(self.body, 1)
        else:
            outer.addWidget(self._scroll, 1)
        outer.addWidget(dividing_line())
        outer.addWidget(self._bar())

    def _page(self) -> QScrollArea:
        page = QWidget()
        page.setLayout(self.body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(metrics.ROW)  # instead of Qt's own, which is more than a short question needs
        # The page's controls take the focus; the area itself would be a stop without a purpose.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _bar(self) -> QFrame:
        bar = QFrame()
        set_role(bar, Role.BAR)
        inside = column(spacing=metrics.PANEL)
        inside.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.PANEL)
        inside.addLayout(self.status)
        inside.addLayout(self.footer)
        bar.setLayout(inside)
        return bar

    def add_buttons(self, *buttons: QPushButton, left: tuple[QPushButton, ...] = ()) -> None:
        """Fill the bar: `left` at its start, the others at its end, the primary one last."""
        for each in left:
            self.footer.addWidget(each)
        self.footer.addStretch(1)
        for each in buttons:
            self.footer.addWidget(each)
        for each in (*left, *buttons):
            # Enter presses the button that has the focus; elsewhere in the dialog it presses the primary one.
            each.setAutoDefault(True)
        if buttons:
            buttons[-1].setDefault(True)

    def own(self, spawner: Spawner) -> DialogWork:
        """Work that is cancelled when the dialog closes."""
        work = DialogWork(spawner)
        self._works.append(work)
        return work

    def done(self, result: int) -> None:
        for work in self._works:
            work.cancel()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()  # before Qt puts the dialog in the middle of its window: it must know the size
        super().showEvent(event)
        self._stay_in_sight()

    def fit(self) -> None:
        """Take the height that the content needs at the dialog's width, and stay within the screen."""
        layout = self.layout()
        if layout is None:
            return
        # What has just changed must be measured now, innermost first: Qt itself would look only after this turn.
        for each in reversed([self, *self.findChildren(QWidget)]):
            each.ensurePolished()
            each.updateGeometry()
            if (inner_layout := each.layout()) is not None:
                inner_layout.invalidate()
                inner_layout.activate()
        body = self.body
        width = max(self._width, layout.totalMinimumSize().width(), body.totalMinimumSize().width())
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        if self._scroll is not None:
            inside = body.totalHeightForWidth(width) if body.hasHeightForWidth() else body.totalSizeHint().height()
            # The layout's own idea of the area, which may be older than the area's.
            counted = layout.itemAt(layout.indexOf(self._scroll))
            wanted += inside - (counted.sizeHint().height() if counted is not None else 0)
        free = self.screen().availableGeometry()
        width = min(width, free.width() - (self.frameGeometry().width() - self.width()))
        height = min(wanted, int(free.height() * MOST_OF_SCREEN))
        self.setMinimumSize(width, min(height, LEAST_HEIGHT))
        self.resize(width, height)
        if self.isVisible():
            self._stay_in_sight()

    def fit_anew(self) -> None:
        """`fit`, and back into the middle: for content that comes after the dialog and without anybody's doing."""
        self.fit()
        if self.isVisible():
            window = self.parentWidget()
            around = self.screen().availableGeometry() if window is None else window.window().frameGeometry()
            framed = self.frameGeometry()
            framed.moveCenter(around.center())
            self.move(framed.topLeft())
            self.setAttribute(Qt.WidgetAttribute.WA_Moved, False)  # nobody has: the next time Qt places it again
            self._stay_in_sight()

    def _stay_in_sight(self) -> None:
        """Move as far as it takes for the whole dialog, the window's frame included, to be on the screen."""
        free, framed = self.screen().availableGeometry(), self.frameGeometry()
        left = max(free.left(), min(framed.left(), free.right() - framed.width() + 1))
        top = max(free.top(), min(framed.top(), free.bottom() - framed.height() + 1))
        if framed.topLeft() != QPoint(left, top):
            self.move(left, top)
            self.setAttribute(Qt.WidgetAttribute.WA_Moved, False)  # Qt's own placing goes on when it is shown again
