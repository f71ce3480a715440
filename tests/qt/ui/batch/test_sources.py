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
        "Spoken languages, line 1: “中文” can be zh-CN, zh-HK, zh-CN-shandong, zh-CN-sichuan, zh-TW. "
        "Write the one that is meant.",
        "Spoken languages, line 2: No language is called “Klingon”. Write its code, such as en-US.",
    ]
    sources.stop()


def test_every_language_that_can_not_be_read_is_named_by_its_field_and_line(qtbot: QtBot) -> None:
    sources = Sources()
    qtbot.addWidget(sources)
    sources.spoken.setPlainText("\nen-US, Klingon; Elvish\n\nKlingon, Klingon\n")
    sources.targets.setPlainText("ja-JP\nDothraki")
    matrix, problems = sources.matrix(AGORA)
    assert [str(each).partition(" Write")[0] for each in problems] == [
        "Spoken languages, line 2: No language is called “Klingon”.",
        "Spoken languages, line 2: No language is called “Elvish”.",
        "Spoken languages, line 4: No language is called “Klingon”.",
        "Translations, line 2: No language is called “Dothraki”.",
    ]
    assert matrix.spoken == (("en-US",), ())
    sources.stop()
