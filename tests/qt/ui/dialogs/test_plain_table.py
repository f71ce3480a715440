"""Rows of a dialog's table are as high as the system's letters need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.dialogs.plain_table import INSIDE, MEASURED, PlainTable
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


class Cases(PlainModel):
    """Names of cases."""

    HEADERS = (T("Case"),)

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.asked = self.row_titles = 0
        self._names = names

    def lines(self) -> Sequence[str]:
        return self._names

    def words(self, line: str, column: int) -> str:
        self.asked += 1
        return line

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        self.row_titles += orientation is Qt.Orientation.Vertical
        return super().headerData(section, orientation, role)


def shown(theme: Theme) -> PlainTable:
    table = PlainTable(QStringListModel(["one", "two"], theme), theme, T("Rooms"), rows_in_sight=2)
    table.ensurePolished()
    return table


def test_usual_rows(theme: Theme) -> None:
    table = shown(theme)
    assert (table.rowHeight(0), table.horizontalHeader().height()) == (metrics.ROW, metrics.ROW)
    table.deleteLater()


def test_rows_in_sight_however_little_room_there_is(theme: Theme) -> None:
    model = QStringListModel(["one"], theme)
    tables = [
        PlainTable(model, theme, T("Rooms"), rows_in_sight=9),
        PlainTable(model, theme, T("Rooms"), rows_in_sight=9, least_in_sight=3),
        PlainTable(model, theme, T("Rooms"), rows_in_sight=2, least_in_sight=3),
    ]
    assert [each.minimumHeight() for each in tables] == [tables[0].height_of(rows) for rows in (4, 3, 2)]
    for each in tables:
        each.deleteLater()


@pytest.mark.usefixtures("points")
def test_rows_for_large_letters(theme: Theme) -> None:
    table = shown(theme)
    letters = table.fontMetrics().height()
    assert letters > metrics.ROW
    assert table.rowHeight(1) > letters
    assert table.horizontalHeader().minimumHeight() > letters
    assert table.sizeHint().height() >= 3 * letters
    table.deleteLater()


@pytest.mark.parametrize(
    ("texts", "widest"),
    [
        (["case-1", "case-12"], "case-12"),
        ([f"case-{at}" for at in range(9, 9 + 20 * MEASURED)], "case-1008"),
        (["short", "m" * 40], "m" * 9),
    ],
    ids=["short", "longer at the end", "too long"],
)
def test_a_column_is_as_wide_as_its_texts_up_to_a_width(theme: Theme, texts: list[str], widest: str) -> None:
    model = Cases(texts)
    table = PlainTable(model, theme, T("Cases"), rows_in_sight=2)
    table.ensurePolished()
    table.fit_columns(model, {0: "m" * 9})
    assert model.asked <= 2 * MEASURED
    letters = table.fontMetrics().horizontalAdvance
    assert table.columnWidth(0) == pytest.approx(letters(widest) + INSIDE, abs=letters("1"))
    table.deleteLater()


def test_rows_without_titles_are_not_asked_for_them(theme: Theme) -> None:
    model = Cases([f"case-{at}" for at in range(300)])
    table = PlainTable(model, theme, T("Cases"), rows_in_sight=2)
    assert model.row_titles == 0
    table.deleteLater()


def test_titles_of_columns(theme: Theme) -> None:
    table = PlainTable(Cases(["one"]), theme, T("Cases"), rows_in_sight=2)
    model, across = table.model(), Qt.Orientation.Horizontal
    assert model.headerData(0, across) == "Case"
    assert model.headerData(0, across, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    assert [model.headerData(*asked) for asked in ((1, across), (0, Qt.Orientation.Vertical))] == [None, None]
    assert model.headerData(0, across, Qt.ItemDataRole.FontRole) is None
    table.deleteLater()
