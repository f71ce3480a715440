"""Where the rows of a batch come from: what is typed for a matrix is read as a table's cells are."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from roomscribe.ui.batch.sources import Sources
from roomscribe.vendors.registry import load_registry

AGORA = load_registry().generation("agora-7")


def test_languages_of_a_matrix_are_resolved_and_checked(qtbot: QtBot) -> None:
    sources = Sources()
    qtbot.addWidget(sources)
    sources.spoken.setPlainText("日本語, en\nde-DE\nxx-YY")
    sources.targets.setPlainText("Chinese (Mandarin, Simplified); ko")
    matrix, problems = sources.matrix(AGORA)
    assert (problems, matrix.spoken) == ([], (("ja-JP", "en-US"), ("de-DE",), ("xx-YY",)))
    assert matrix.targets == (("zh-CN", "ko-KR"),)
    sources.spoken.setPlainText("中文\nKlingon")
    _, problems = sources.matrix(AGORA)
    assert [str(each) for each in problems] == [
        "“中文” can be zh-CN, zh-HK, zh-CN-shandong, zh-CN-sichuan, zh-TW. Write the one that is meant.",
        "No language is called “Klingon”. Write its code, such as en-US.",
    ]
    sources.stop()
