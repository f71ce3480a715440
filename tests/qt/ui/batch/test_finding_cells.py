"""How problems and remarks are painted: beside each other, and the later ones never pushed out."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from roomscribe.domain.batch import PlannedRow, RowFinding
from roomscribe.domain.text import T
from roomscribe.ui.batch.finding_cells import FindingCells
from roomscribe.ui.batch.plan_model import FOUND, PlanModel
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.theme import Theme, metrics
from roomscribe.vendors.registry import load_registry

AGORA = load_registry().generation("agora-7")
LONG = (RowFinding(T("This is far too long for any cell of this table, and goes on and on."), "room"),)


@pytest.mark.parametrize(("problems", "remarks"), [(LONG, ()), ((), LONG), (LONG, LONG)])
def test_each_kind_is_in_sight_in_its_own_colour(
    qtbot: QtBot, theme: Theme, problems: tuple[RowFinding, ...], remarks: tuple[RowFinding, ...]
) -> None:
    model = PlanModel()
    model.clear(AGORA)
    model.append([PlannedRow(number=1, line=1, values={}, minutes=30, problems=problems, remarks=remarks)])
    view = RowTable(model, theme, T("Rows"))
    qtbot.addWidget(view)
    view.setItemDelegateForColumn(FOUND, FindingCells(theme, view))
    view.setColumnWidth(FOUND, 300)
    for column in range(FOUND):
        view.hideColumn(column)
    view.show()
    picture = view.viewport().grab(view.visualRect(model.index(0, FOUND))).toImage()
    colours = Counter(picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height()))
    assert bool(colours[theme.colour("bad").name()]) == bool(problems)
    assert bool(colours[theme.colour("info").name()]) == bool(remarks)


@pytest.mark.parametrize("width", [0, 8, 30, 59])
def test_nothing_is_painted_beyond_a_narrow_cell(qtbot: QtBot, theme: Theme, width: int) -> None:
    model = PlanModel()
    model.clear(AGORA)
    model.append([PlannedRow(number=1, line=1, values={}, minutes=30, problems=LONG, remarks=LONG)])
    view = RowTable(model, theme, T("Rows"))
    qtbot.addWidget(view)
    picture = QImage(200, 30, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter, option = QPainter(picture), QStyleOptionViewItem()
    option.rect = QRect(40, 0, width, picture.height())
    FindingCells(theme, view).paint(painter, option, model.index(0, FOUND))
    painter.end()
    painted = [x for x in range(picture.width()) if any(picture.pixelColor(x, y).alpha() for y in range(29))]
    assert all(40 <= x < 40 + width for x in painted), painted
    assert bool(painted) == (width > 2 * metrics.GAP)
