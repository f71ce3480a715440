"""The field that requests are pasted into: secrets are hidden as they arrive, and a mistake is marked at its place."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from roomscribe.domain.text import T
from roomscribe.services.pasting.text import LONGEST
from roomscribe.services.pasting.veil import Veil
from roomscribe.ui.forms.json_highlighter import JsonHighlighter
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

LINES_IN_SIGHT = 7


class PasteEdit(QPlainTextEdit):
    """Plain text in a fixed width; Tab leaves it."""

    too_long = Signal()
    """What was to be pasted was not: nobody could read so much of it without a pause."""

    def __init__(self, veil: Veil, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._veil = veil
        self._theme = theme
        self.setFont(theme.mono_font())
        set_role(self, Role.MONO)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName(say(T("The request")))
        self.setPlaceholderText(say(T("Paste a JSON body, a whole HTTP request or a curl command here.")))
        self._colours = JsonHighlighter(self.document(), theme)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES_IN_SIGHT + 2 * metrics.PANEL)

    def show_text(self, text: str) -> None:
        """Show this text, its secrets hidden."""
        self.setPlainText(self._veil.cover(_plain(text)))

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Pasted and dropped texts come here.
        text, kept = source.text(), self.document().characterCount() - len(self.textCursor().selectedText()) - 1
        if kept + len(text) > LONGEST:
            self.too_long.emit()
            return
        self.insertPlainText(self._veil.cover(_plain(text)))
        if kept:
            self._cover_all()

    def _cover_all(self) -> None:
        """A secret may have been pasted between quotes that stood there: alone it does not look like one."""
        text = self.toPlainText()
        if (covered := self._veil.cover(text)) == text:
            return
        behind = self.document().characterCount() - self.textCursor().position()
        self.setPlainText(covered)  # it leaves nothing to be undone, either
        cursor = self.textCursor()
        cursor.setPosition(max(0, self.document().characterCount() - behind))
        self.setTextCursor(cursor)

    def mark(self, place: int | None) -> None:
        """Mark the character at this place; None takes the mark away."""
        if place is None:
            self.setExtraSelections([])
            return
        last = max(0, len(self.toPlainText()) - 1)
        start = max(0, min(place, last))
        wrong, line = QTextEdit.ExtraSelection(), QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(self._theme.colour("bad"))
        style.setBackground(self._theme.colour("bad-soft"))
        wrong.format, wrong.cursor = style, self._cursor(start)
        wrong.cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        whole = QTextCharFormat()
        whole.setBackground(self._theme.colour("hover"))
        whole.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        line.format, line.cursor = whole, self._cursor(start)
        self.setExtraSelections([line, wrong])

    def go_to(self, place: int) -> None:
        """Put the cursor there, and bring it into sight."""
        self.setTextCursor(self._cursor(min(place, len(self.toPlainText()))))
        self.ensureCursorVisible()

    def _cursor(self, place: int) -> QTextCursor:
        # Qt counts in UTF-16; a letter beyond the basic plane is two there.
        cursor = QTextCursor(self.document())
        cursor.setPosition(len(self.toPlainText()[:place].encode("utf-16-le", "surrogatepass")) // 2)
        return cursor


def _plain(text: str) -> str:
    """Line ends as the field has them, so that places in the text are places in the field."""
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\x00", "").replace("\ufeff", "")
    )
