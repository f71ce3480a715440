"""The strip above the table: how many tasks there are, how they are grouped, and how many new ones wait."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.task_table.groups import Groups
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.trouble import Trouble
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say


class TableStrip(QFrame):
    """Always there and always as high, so that what comes and goes in it moves nothing below."""

    news_requested = Signal()
    """Show what waits."""

    def __init__(self, model: TaskModel, groups: Groups, trouble: Trouble, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._groups = groups
        self._trouble = trouble
        self.views = QHBoxLayout()
        """Room on the left, for whatever chooses what the table shows."""
        self.views.setSpacing(metrics.GAP)
        self.count = QLabel(self)
        set_role(self.count, Role.DIM)
        self.news = self._make_news(theme)
        self.group = self._make_group(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(metrics.GAP, 0, metrics.HALF_GAP, 0)
        layout.setSpacing(metrics.GAP)
        layout.addLayout(self.views)
        layout.addWidget(self.count)
        layout.addStretch(1)
        layout.addWidget(self.news)
        layout.addWidget(self.group)
        self.setFixedHeight(max(metrics.ROW, self.group.sizeHint().height() + metrics.HALF_GAP))
        model.arranged.connect(self.refresh)
        model.held_back.connect(self._show_news)
        model.rows_changed.connect(self.refresh)
        trouble.changed.connect(self._show_news)
        groups.changed.connect(self._show_group)
        self.refresh()
        self._show_group()

    def refresh(self) -> None:
        """Show the numbers of this moment."""
        book = self._model.book
        shown, total = book.wanted, self._model.total - len(book.waiting)
        locale = QLocale()
        if shown == total:
            words = T("1 task") if total == 1 else T("{count} tasks", count=locale.toString(total))
        else:
            words = T("{shown} of {count} tasks", shown=locale.toString(shown), count=locale.toString(total))
        text = say(words)
        if self.count.text() != text:
            self.count.setText(text)
        self._show_news()

    def _show_news(self) -> None:
        new, moved = len(self._model.book.waiting), len(self._model.book.disorder)
        self.news.setVisible(bool(new or moved))
        if not new and not moved:
            return
        broken = self._trouble.waiting
        if broken:
            text = T("{count} in trouble", count=QLocale().toString(broken)) if broken > 1 else T("1 in trouble")
        elif not new:
            text = T("Order has changed")
        elif not moved:
            text = T("{count} new", count=QLocale().toString(new))
        else:
            text = T("{count} new, order has changed", count=QLocale().toString(new))
        words = say(text)
        if self.news.text() != words:
            self.news.setText(words)
            self.news.setAccessibleName(words)

    def _show_group(self) -> None:
        self.group.setText(say(self._groups.by.title).replace("&", ""))

    def _make_news(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        set_role(button, Role.CHIP)
        button.setIcon(theme.icon("call", "accent"))
        button.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(
            say(
                T(
                    "New rows wait and changed ones stay where they are while you point at the table, have scrolled "
                    "down or have rows chosen, until mouse and keyboard rest. Press to show them now (F5)."
                )
            )
        )
        button.setAccessibleName(say(T("Show what is new")))
        button.clicked.connect(self.news_requested)
        button.hide()
        return button

    def _make_group(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        set_role(button, Role.QUIET)
        button.setIcon(theme.icon("groups", "dim"))
        button.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(say(T("Groups of the table")))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        self._groups.fill(menu)
        button.setMenu(menu)
        return button
