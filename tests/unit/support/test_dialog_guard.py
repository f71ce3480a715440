import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMenu, QMessageBox

from tests.support.dialog_guard import NestedLoopError


def test_dialogs_cannot_be_executed(qtbot):
    for kind in (QDialog, QMessageBox, QFileDialog, QMenu):
        dialog = kind()
        qtbot.addWidget(dialog)
        with pytest.raises(NestedLoopError, match="nested event loop"):
            dialog.exec()


def test_a_subclass_cannot_either(qtbot):
    class Own(QDialog):
        pass

    dialog = Own()
    qtbot.addWidget(dialog)
    with pytest.raises(NestedLoopError):
        dialog.exec()


def test_static_dialogs_cannot_be_opened(qapp):
    with pytest.raises(NestedLoopError):
        QMessageBox.question(None, "Stop?", "Really?")  # noqa: TID251
    with pytest.raises(NestedLoopError):
        QFileDialog.getSaveFileName()  # noqa: TID251
    with pytest.raises(NestedLoopError):
        QInputDialog.getText(None, "Name", "Name")  # noqa: TID251


def test_open_is_the_way(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.isVisible()
    dialog.reject()
