"""Where the rows of a batch come from: what is typed for a matrix is handed on with the names of its fields."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from roomscribe.services.batch_matrix import TypedList, TypedMatrix
from roomscribe.ui.batch.sources import Sources


def test_a_matrix_is_handed_on_as_it_was_typed(qtbot: QtBot) -> None:
    sources = Sources()
    qtbot.addWidget(sources)
    sources.rooms.setPlainText("71\n 72 ")
    sources.spoken.setPlainText("日本語, en\n\nxx-YY")
    sources.targets.setPlainText("Klingon")
    sources.own_rooms.setChecked(True)
    sources.own_bots.setChecked(False)
    assert sources.typed_matrix() == TypedMatrix(
        rooms=TypedList("Rooms", "71\n 72 "),
        spoken=TypedList("Spoken languages", "日本語, en\n\nxx-YY"),
        targets=TypedList("Translations", "Klingon"),
        own_bots=False,
        own_rooms=True,
    )
    sources.stop()
