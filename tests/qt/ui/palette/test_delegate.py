"""How an entry is painted: titles that are too long stay apart."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from roomscribe.ui.palette.delegate import EntryDelegate, cut
from roomscribe.ui.palette.model import PaletteModel
from roomscribe.ui.theme import Theme

TITLE = "Go to room a-very-long-name-of-some-conference-in-the-morning-1"


def test_long_titles_are_cut_in_the_middle_and_places_move_along(qapp: QApplication) -> None:
    letters = QFontMetrics(QFont())
    width = letters.horizontalAdvance(TITLE) // 2
    last = len(TITLE) - 1
    shown, places = cut(TITLE, [0, len(TITLE) // 2, last], letters, width)
    other, _ = cut(f"{TITLE[:-1]}2", [], letters, width)
    assert letters.horizontalAdvance(shown) <= width
    assert shown != other
    assert {shown[at] for at in places} == {"G", "1"}
    assert places == {0, len(shown) - 1}


def test_short_titles_are_whole(qapp: QApplication) -> None:
    assert cut("Stop", [1], QFontMetrics(QFont()), 500) == ("Stop", {1})


def test_entries_grow_with_the_letters(qapp: QApplication, theme: Theme) -> None:
    view, option = QWidget(), QStyleOptionViewItem()
    option.widget = view
    delegate, model = EntryDelegate(theme, view), PaletteModel(view)
    usual = delegate.sizeHint(option, model.index(0, 0)).height()
    font = view.font()
    font.setPointSize(40)
    view.setFont(font)
    assert delegate.sizeHint(option, model.index(0, 0)).height() > max(usual, view.fontMetrics().height())
    view.deleteLater()
