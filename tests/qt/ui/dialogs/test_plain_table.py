"""Rows of a dialog's table are as high as the system's letters need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.theme import Theme, metrics


@pytest.fixture
def points(qapp: QApplication) -> Iterator[None]:
    """A person who reads large letters only."""
    usual = qapp.font()
    large = QFont(usual)
    large.setPointSize(30)
    qapp.setFont(large)
    yield
    qapp.setFont(usual)


def shown(theme: Theme) -> PlainTable:
    table = PlainTable(QStringListModel(["one", "two"], theme), theme, T("Rooms"), rows_in_sight=2)
    table.ensurePolished()
    return table


def test_usual_rows(theme: Theme) -> None:
    table = shown(theme)
    assert (table.rowHeight(0), table.horizontalHeader().height()) == (metrics.ROW, metrics.ROW)
    table.deleteLater()


@pytest.mark.usefixtures("points")
def test_rows_for_large_letters(theme: Theme) -> None:
    table = shown(theme)
    letters = table.fontMetrics().height()
    assert letters > metrics.ROW
    assert table.rowHeight(1) > letters
    assert table.horizontalHeader().minimumHeight() > letters
    assert table.sizeHint().height() >= 3 * letters
    table.deleteLater()
