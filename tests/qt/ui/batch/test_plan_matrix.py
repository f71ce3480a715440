"""The preview of a matrix: its rows and mistakes, how it is read, its limit, and the room on the screen."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from roomscribe.domain.text import Text
from roomscribe.ui.batch import plan_dialog, slices
from roomscribe.ui.batch.plan_dialog import LEAST_ROWS, LINES_SHOWN
from roomscribe.ui.batch.plan_model import ROOM
from roomscribe.ui.batch.sources import FILE, MATRIX, PASTED
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say
from tests.qt.ui.batch.plan_stage import Shown, banner, cells, read
from tests.support.consoles import until


async def test_a_matrix(shown: Shown) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.rooms.setPlainText("71\n72")
    dialog.sources.spoken.setPlainText("Chinese\nen")
    dialog.sources.own_rooms.setChecked(True)
    await read(dialog)
    assert cells(dialog, ROOM) == ["71001", "71002", "72003", "72004"]
    assert dialog.start.text() == "Start 4 tasks"
    dialog.sources.spoken.setPlainText("Old Norse")
    await read(dialog)
    assert dialog.banner.words().startswith(
        "A language can't be read\nSpoken languages, line 1: No language is called “Old Norse”."
    )
    dialog.done(0)


async def test_all_unreadable_languages_of_a_matrix_are_named_and_of_very_many_the_rest_is_counted(
    shown: Shown,
) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.spoken.setPlainText("\n".join(f"Old Norse {at}" for at in range(9)))
    await read(dialog)
    title, *lines = dialog.banner.words().splitlines()
    assert title == "9 languages can't be read"
    assert [line.partition(":")[0] for line in lines] == [
        *(f"Spoken languages, line {at}" for at in range(1, 7)),
        "and 3 more",
    ]
    assert dialog.start.toolTip() == "Correct the table first."
    dialog.done(0)


def unreadable(count: int) -> str:
    return "\n".join(f"Old Norse {at}" for at in range(count))


async def test_others_have_their_turns_while_a_matrix_is_read(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", 0.0)
    said: list[str] = []

    def noting(text: Text) -> str:
        said.append(say(text))
        return said[-1]

    monkeypatch.setattr(plan_dialog, "say", noting)
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.spoken.setPlainText(unreadable(90))
    dialog.read()
    turns = 0
    while dialog.reading:
        turns += 1
        await asyncio.sleep(0)
    assert turns >= 90
    assert dialog.banner.words().startswith("90 languages can't be read")
    assert sum("Old Norse" in each for each in said) <= LINES_SHOWN + 1, "more than each that is shown, and all at once"
    dialog.done(0)


async def test_a_matrix_is_read_no_further_once_it_is_read_anew_or_the_window_is_closed(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE", 0.0)
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)

    def readings() -> list[str]:
        return [each.get_name() for each in asyncio.all_tasks() if each.get_name() == "read a table"]

    async def begin() -> None:
        dialog.sources.spoken.setPlainText(unreadable(900))
        dialog.read()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert dialog.reading
        assert readings()

    await begin()
    dialog.sources.spoken.setPlainText("High Valyrian")
    await read(dialog)
    await until(lambda: not readings())
    assert dialog.banner.words().startswith("A language can't be read\nSpoken languages, line 1: No language is called")
    assert "High Valyrian" in dialog.banner.words()
    await begin()
    dialog.done(0)
    await until(lambda: not readings())
    assert dialog.reading, "it was read to its end though nobody sees it"


@pytest.mark.parametrize("page", [FILE, PASTED, MATRIX])
async def test_the_table_has_the_room_that_the_page_does_not_need(shown: Shown, page: int) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(page)
    dialog.fit()
    ends = max(
        each.mapTo(dialog.sources, each.rect().bottomLeft()).y()
        for each in dialog.sources.findChildren(QWidget)
        if each.isVisible() and isinstance(each, (QPlainTextEdit, QLabel, QPushButton, QCheckBox))
    )
    assert dialog.sources.height() - ends <= metrics.PANEL
    dialog.done(0)


async def test_on_a_small_screen_nothing_of_the_matrix_is_pushed_together(shown: Shown) -> None:
    dialog = shown()
    dialog.setMinimumSize(0, 0)
    sources = dialog.sources
    sources.setCurrentIndex(MATRIX)
    sources.spoken.setPlainText("\n".join(f"Old Norse {at}" for at in range(9)))
    await read(dialog)

    def is_whole() -> bool:
        # As much of a screen of 1280×720 as a dialog takes.
        dialog.resize(1080, 648)
        QApplication.sendPostedEvents()
        return sources.height() >= sources.heightForWidth(sources.width())

    await until(is_whole)
    sources.spoken.setPlainText("en, en\nzh")
    sources.targets.setPlainText("ja, ja\nko")
    sources.rooms.setPlainText("bad room!")
    await read(dialog)
    dialog.view.selectRow(0)
    assert len(dialog.model.rows[0].problems) > 2
    await until(lambda: is_whole() and dialog.view.height() >= dialog.view.height_of(LEAST_ROWS))
    dialog.done(0)


async def test_a_matrix_has_a_limit(shown: Shown) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.rooms.setPlainText("\n".join(map(str, range(1, 2002))))
    dialog.sources.targets.setPlainText("en\nja\nko\nfr\nde")
    await read(dialog)
    assert "It has 10005 rows; at most 10000 are taken." in banner(dialog)
    assert dialog.model.rows == []
    assert any(each.text() == "At most 10000 rows" for each in dialog.sources.findChildren(QLabel))
