"""Columns that are no settings: named, left out where somebody says so, and no setting is lost with them unseen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from roomscribe.net.redaction import Redactor
from roomscribe.services.task_export import as_csv
from roomscribe.ui.batch.column_news import MOST_LINES
from roomscribe.ui.batch.plan_model import ROOM
from tests.qt.ui.batch.plan_stage import Begun, Shown, cells, paste, read
from tests.qt.ui.task_examples import example_tasks
from tests.support.batches import REGISTRY
from tests.support.consoles import until


async def test_columns_that_are_no_settings_are_left_out_by_keyboard(shown: Shown, begun: Begun) -> None:
    dialog = shown()
    await paste(dialog, "room,note,Frobnicate\n71,late,7\n72,,8\n")
    assert dialog.banner.words() == "2 columns can't be used\nnote, Frobnicate: No setting has this name."
    assert not dialog.start.isEnabled()
    dialog.sources.pasted.setFocus()
    for _ in range(20):
        if dialog.focusWidget() is dialog.columns.leave_out:
            break
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClick(dialog.columns.leave_out, Qt.Key.Key_Space)
    assert dialog.banner.words() == "2 columns are left out\nnote, Frobnicate: No setting has this name."
    assert not dialog.columns.leave_out.isVisible()
    assert dialog.focusWidget() is dialog.start
    dialog.start.click()
    await until(lambda: not dialog.isVisible())
    assert [row.values["room"] for row in begun.rows] == ["71", "72"]


async def test_what_is_left_out_of_one_table_is_not_left_out_of_another(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "room,note\n71,late\n")
    dialog.columns.leave_out.click()
    await paste(dialog, "room,note\n72,late\n")
    assert dialog.start.isEnabled(), "only a cell was changed"
    assert dialog.banner.words().startswith("1 column is left out")
    await paste(dialog, "room,note,rom\n72,late,1\n")
    assert not dialog.start.isEnabled()
    dialog.columns.leave_out.click()
    assert "rom: No setting has this name. Is “room” meant?" in dialog.banner.words(), "it is lost knowingly"
    dialog.done(0)


async def test_the_console_s_own_export_can_be_started_again(shown: Shown, begun: Begun) -> None:
    task = replace(example_tasks()[0], room="778", bot="bot_7", spoken=("zh",), targets=("en", "ja"), note="late")
    dialog = shown()
    await paste(dialog, as_csv([task], Redactor()))
    assert dialog.banner.words().startswith("22 columns can't be used\nid, vendor_task_id, ")
    dialog.columns.leave_out.click()
    dialog.start.click()
    await until(lambda: not dialog.isVisible())
    (row,) = begun.rows
    own = REGISTRY.generation("trtc-1")
    assert (row.values[own.room_key], row.values[own.bot_key]) == ("778", "bot_7")
    assert (own.spoken(row.values), own.targets(row.values)) == (("zh",), ("en", "ja"))


async def test_many_columns_take_no_more_lines_than_a_small_screen_has(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, ",".join(["room", *(f"{letter * 9}" for letter in "qwxyzjk")]) + "\n71\n")
    words = "qqqqqqqqq, wwwwwwwww, xxxxxxxxx, yyyyyyyyy, and 3 more: No setting has this name."
    assert dialog.banner.words() == f"7 columns can't be used\n{words}"
    assert dialog.columns.leave_out.isVisible()
    assert all(letter * 9 in dialog.columns.leave_out.toolTip() for letter in "qwxyzjk")
    assert cells(dialog, ROOM) == ["71"]
    slips = ["rom", "bot_user_i", "languag", "translatio", "user_si", "run_tim", "rooom", "cas"]
    await paste(dialog, ",".join(["room", *slips]) + "\n71\n")
    lines = dialog.banner.words().split("\n")[1:]
    assert len(lines) == MOST_LINES
    named = sum(line.split(":")[0].count(",") + 1 for line in lines[:-1])
    assert lines[-1] == f"and {len(slips) - named} more"
    assert named > MOST_LINES - 1, "those with the same trouble share a line"
    assert not dialog.columns.leave_out.isVisible(), "settings would be lost unseen"
    assert dialog.start.toolTip() == "Correct the table first."
    await read(dialog)
    assert not dialog.start.isEnabled()
    dialog.done(0)


async def test_a_table_of_which_nothing_would_be_left_is_not_offered_to_be_left_out(shown: Shown) -> None:
    dialog = shown()
    for without_headings in ("demo-1,zh-CN\ndemo-2,en-US\n", "71\n72\n73\n", "rooom,Room ID x\n71,72\n"):
        await paste(dialog, without_headings)
        assert "can't be used" in dialog.banner.words()
        assert not dialog.columns.leave_out.isVisible()
        assert not dialog.start.isEnabled()
    dialog.done(0)
