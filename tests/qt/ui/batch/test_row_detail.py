"""What was found about the chosen row, below the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from roomscribe.domain.batch import PlannedRow, RowFinding
from roomscribe.domain.text import T
from roomscribe.ui.batch.row_detail import MOST_LINES, RowDetail
from roomscribe.ui.theme import Theme


def row(problems: int, remarks: int) -> PlannedRow:
    found = RowFinding(T("Something."), "room")
    return PlannedRow(number=1, line=1, values={}, minutes=0, problems=(found,) * problems, remarks=(found,) * remarks)


def test_it_is_as_high_as_what_it_says_up_to_some_lines(qtbot: QtBot, theme: Theme) -> None:
    detail = RowDetail(theme)
    qtbot.addWidget(detail)
    detail.resize(600, 100)
    heights = []
    for problems, remarks in ((1, 0), (1, 1), (2, 1), (6, 6)):
        detail.show_row(row(problems, remarks))
        assert detail.isVisible()
        heights.append(detail.height())
    assert heights == sorted(set(heights))
    assert heights[-1] <= (MOST_LINES + 1) * detail.problems.fontMetrics().lineSpacing()
    assert detail.focusPolicy() == Qt.FocusPolicy.TabFocus, "what is out of sight can't be scrolled to"
    detail.show_row(row(0, 1))
    assert detail.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not detail.problems.isVisible()
    detail.show_row(None)
    assert not detail.isVisible()
    assert detail.text() == ""
