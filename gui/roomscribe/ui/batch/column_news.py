"""Says which columns of a table can't be used, and offers to leave them out where no setting is lost unseen."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal

from roomscribe.domain.text import T
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_columns import Columns
from roomscribe.ui.batch.plan_words import ColumnLine, column_lines, columns_title, left_out_title, results_words
from roomscribe.ui.dialogs.parts import Banner, Tone, button
from roomscribe.ui.first_few import first_few
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say

MOST_LINES = 4
"""Lines that the banner has at most: the table below must stay in sight on a small screen."""
NAMED_IN_TIP, IN_A_ROW = 40, 6
"""Columns that the tool tip names; the banner has room for a few."""


class ColumnNews(QObject):
    """Speaks by the banner of a batch's preview. What was left out of one table is not left out of another."""

    left_out = Signal()
    """The columns that can't be used are left out from now on."""

    def __init__(self, banner: Banner) -> None:
        super().__init__(banner)
        self._banner = banner
        self._columns: Columns | None = None
        self._table: Hashable = None
        self._left_out: tuple[Hashable, frozenset[str]] = (None, frozenset())
        """The table, and those of its columns, of which somebody has decided so."""
        self.leave_out = button(T("Leave these columns out"))
        self.leave_out.hide()
        banner.add_act(self.leave_out)
        self.leave_out.clicked.connect(self._on_leave_out)

    @property
    def offering(self) -> bool:
        """Whether columns could be left out that are not yet."""
        return self.leave_out.isVisibleTo(self._banner)

    def forget(self) -> None:
        """Something else is being read."""
        self.leave_out.hide()

    def usable(self, columns: Columns, table: Hashable) -> bool:
        """Say what is to be said of the columns of this table; whether its rows can be started as it is."""
        self._columns, self._table = columns, table
        if columns.problems:
            of, left_out = self._left_out
            if of != table or not {each.column for each in columns.problems} <= left_out:
                self._refuse(columns)
                return False
            self._tell_what_is_left_out(columns)
        elif columns.results:
            words = say(results_words(columns.results))
            self._banner.show_message(Tone.INFO, say(T("This is the report of a batch")), words)
        return True

    def _refuse(self, columns: Columns) -> None:
        lines = column_lines(columns.problems)
        self._banner.show_message(Tone.BAD, say(columns_title(columns.problems)), _text(lines))
        # A column that is missing can't be left out, and whoever leaves one out must see which.
        missing = any(each.missing for each in columns.problems)
        names = first_few(columns.problems, NAMED_IN_TIP, lambda each: shortened(each.column))
        rows = [", ".join(names[at : at + IN_A_ROW]) for at in range(0, len(names), IN_A_ROW)]
        words = say(T("What stands in these columns is not used: {names}.", names=",\n".join(rows)))
        self.leave_out.setToolTip(plain_tip(words))
        # Where none is of use the table may have no headings, and what it says would all be lost.
        of_use = bool(columns.fields or columns.answers)
        self.leave_out.setVisible(of_use and not missing and len(lines) <= MOST_LINES)

    def _tell_what_is_left_out(self, columns: Columns) -> None:
        self.leave_out.hide()
        tone = Tone.INFO if all(each.unlike for each in columns.problems) else Tone.WARN
        title = say(left_out_title(len(columns.problems)))
        note = say(results_words(columns.results)) if columns.results else ""
        self._banner.show_message(tone, title, _text(column_lines(columns.problems)), note)

    def _on_leave_out(self) -> None:
        if self._columns is not None:
            self._left_out = self._table, frozenset(each.column for each in self._columns.problems)
            self._tell_what_is_left_out(self._columns)
            self.left_out.emit()


def _text(lines: list[ColumnLine]) -> str:
    shown = lines if len(lines) <= MOST_LINES else lines[: MOST_LINES - 1]
    words = [each.words for each in shown]
    if more := sum(each.columns for each in lines[len(shown) :]):
        words.append(say(T("and {count} more", count=more)))
    return "\n".join(words)
