"""Below the rows of a plan: sums, and choices only where there are rows for them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from roomscribe.services.batch_cost import Total
from roomscribe.ui.batch.plan_foot import PlanFoot


def test_choices_are_offered_for_what_there_is(qtbot: QtBot) -> None:
    foot = PlanFoot()
    qtbot.addWidget(foot)
    foot.show()
    boxes = (foot.only_wrong, foot.leave_out, foot.only_remarked)
    for wrong, remarked, offered in (
        (0, 0, ()),
        (0, 1, (foot.only_remarked,)),
        (2, 0, (foot.only_wrong, foot.leave_out)),
        (2, 1, boxes),
    ):
        foot.show_sums(3, wrong, remarked, Total(rows=0, estimate=None, endless=0, unknown=0, why=None))
        assert tuple(each for each in boxes if each.isVisible()) == offered
    assert foot.count.text() == "3 rows, 2 with problems, 1 with remarks"


def test_rows_that_come_are_all_shown_and_started(qtbot: QtBot) -> None:
    foot = PlanFoot()
    qtbot.addWidget(foot)
    for box in (foot.only_wrong, foot.leave_out, foot.only_remarked):
        box.setChecked(True)
    with qtbot.waitSignals([foot.shown_changed, foot.left_out_changed]):
        foot.uncheck()
    assert not any(box.isChecked() for box in (foot.only_wrong, foot.leave_out, foot.only_remarked))
