"""Paints the table's lines: a window full of them within a fraction of a frame, so what can be kept is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.rows.row import Group
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.drawn_chips import DrawnChips
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

STATE = next(position for position, column in enumerate(COLUMNS) if column.id == "state")
TEXTS_KEPT = 1500
"""Texts that are laid out already: a window full of rows has some hundreds, and each takes a kilobyte. Every second
brings new ones, of the times that count, so there are soon as many as that; then each new one displaces the one that
was painted longest ago. To drop all of them at once would take longer than a frame."""
TIMED_KEPT = 0.25
"""Seconds for which words stay that count by the second."""
ROWS_KEPT = 400

Words = tuple[str, str]
"""A cell's text and the name of its colour token."""


@dataclass(frozen=True)
class Stripe:
    """Where a column is painted."""

    column: int
    left: int
    width: int


@dataclass(frozen=True)
class Mood:
    """How a line stands out."""

    selected: bool = False
    hovered: bool = False
    fresh: float = 0.0
    """How much of the flash of its news is left, from 1 to 0."""
    current: bool = False
    """The keyboard would act on it."""


class LinePainter(QObject):
    """Paints rows and headers of groups. Asks neither Qt's model nor a delegate: each question would cost more."""

    cut = Signal(int)
    """A chip did not fit into its column, which would have to be so wide."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._glance: Glance
        self._chips = DrawnChips(theme)
        self._laid_out = lru_cache(maxsize=TEXTS_KEPT)(laid_out)
        self._cells: dict[str, tuple[Task, dict[int, Words]]] = {}
        self._timed: dict[tuple[str, int], tuple[Task, Words]] = {}
        """By task and column, what counts by the second, as it was `TIMED_KEPT` ago at most."""
        self._timed_at = 0.0
        self._minute = 0
        self._fonts: tuple[QFont, QFont, QFont] | None = None
        self._colours: dict[str, QColor] = {}
        self._font: QFont | None = None
        """What the painter has by now; and so the colour of its pen."""
        self._pen = ""
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Colours, fonts or the language are others."""
        self._chips.forget()
        self._laid_out.cache_clear()
        self._cells.clear()
        self._timed.clear()
        self._colours.clear()
        self._fonts = None

    def begin(self, font: QFont, glance: Glance) -> None:
        """A new picture in this font begins."""
        self._glance = glance
        self._font, self._pen = None, ""
        if self._fonts is None or self._fonts[0] != font:
            self.forget()
            bold = QFont(font)
            bold.setBold(True)
            self._fonts = QFont(font), tabular(font), bold
        now = self._glance.now
        if not 0.0 <= now - self._timed_at < TIMED_KEPT:
            self._timed_at = now
            self._timed.clear()
        minute = int(now // 60)
        if minute != self._minute:  # times of day are others when the day is
            self._minute = minute
            self._cells.clear()

    def row(self, painter: QPainter, task: Task, line: QRect, stripes: list[Stripe], mood: Mood) -> None:
        """Paint a task's line."""
        assert self._fonts is not None  # noqa: S101 - `begin` was called
        self._ground(painter, line, mood)
        told = self._told(task)
        for stripe in stripes:
            inner = QRect(stripe.left + metrics.GAP, line.top(), stripe.width - 2 * metrics.GAP, line.height())
            if stripe.column == STATE:
                wanted = self._chips.paint(painter, inner, look_of(task, self._glance.now), self._fonts[0])
                if wanted:
                    self.cut.emit(wanted)
                continue
            column = COLUMNS[stripe.column]
            if column.timed:
                words = self._timed_words(task, stripe.column)
            elif (kept := told.get(stripe.column)) is not None:
                words = kept
            else:
                words = told[stripe.column] = column.text(task, self._glance), column.tone(task, self._glance)
            if words[0]:
                self._words(painter, inner, words, stripe.column)

    def header(self, painter: QPainter, group: Group, line: QRect, mood: Mood) -> None:
        """Paint the line above a group: whether it is open, what its rows have in common, how many they are."""
        colour = self._theme.colour
        self._font, self._pen = None, ""
        painter.fillRect(line, colour("hover" if mood.hovered else "background"))
        self._edges(painter, line, mood)
        size = metrics.ICON_SMALL
        arrow = QRect(line.left() + metrics.GAP, line.center().y() - size // 2, size, size)
        self._theme.icon("fa5s.chevron-right" if group.collapsed else "fa5s.chevron-down", "dim").paint(painter, arrow)
        assert self._fonts is not None  # noqa: S101 - `begin` was called
        left = arrow.right() + metrics.GAP
        count = say(T("{count} tasks", count=group.size)) if group.size != 1 else say(T("1 task"))
        usual = QFontMetrics(self._fonts[0])
        room = max(0, line.right() - left - usual.horizontalAdvance(count) - 2 * metrics.GAP)
        strong = QFontMetrics(self._fonts[2])
        label = strong.elidedText(group.label, Qt.TextElideMode.ElideMiddle, room)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._fonts[2])
        painter.setPen(colour("text"))
        painter.drawText(line.adjusted(left - line.left(), 0, 0, 0), middle, label)
        left += strong.horizontalAdvance(label) + metrics.GAP
        painter.setFont(self._fonts[0])
        painter.setPen(colour("dim"))
        painter.drawText(line.adjusted(left - line.left(), 0, 0, 0), middle, count)

    def _colour(self, token: str) -> QColor:
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = self._theme.colour(token)
        return found

    def _told(self, task: Task) -> dict[int, Words]:
        """What was worked out for this row; a task is never changed, only replaced."""
        kept = self._cells.get(task.id)
        if kept is not None and kept[0] is task:
            return kept[1]
        if len(self._cells) > ROWS_KEPT:
            self._cells.clear()
        told: dict[int, Words] = {}
        self._cells[task.id] = task, told
        return told

    def _timed_words(self, task: Task, column: int) -> Words:
        """While much changes a live row is painted many times a second; others have no next second to be right in."""
        kept = self._timed.get((task.id, column))
        if kept is None or kept[0] is not task or not task.live:
            told = COLUMNS[column]
            kept = self._timed[task.id, column] = task, (told.text(task, self._glance), told.tone(task, self._glance))
        return kept[1]

    def _ground(self, painter: QPainter, line: QRect, mood: Mood) -> None:
        colour = self._colour
        if mood.selected:
            painter.fillRect(line, colour("selection"))
        elif mood.hovered:
            painter.fillRect(line, colour("hover"))
        if mood.fresh:
            flash = QColor(colour("accent"))
            flash.setAlphaF(0.25 * mood.fresh)
            painter.fillRect(line, flash)
        self._edges(painter, line, mood)

    def _edges(self, painter: QPainter, line: QRect, mood: Mood) -> None:
        bottom = line.top() + line.height() - metrics.LINE
        painter.fillRect(line.left(), bottom, line.width(), metrics.LINE, self._colour("line"))
        if mood.current:
            height = line.height() - metrics.LINE
            painter.fillRect(line.left(), line.top(), metrics.RING, height, self._colour("accent"))

    def _words(self, painter: QPainter, inner: QRect, words: Words, column: int) -> None:
        assert self._fonts is not None  # noqa: S101 - `begin` was called
        number, middle = COLUMNS[column].number, COLUMNS[column].elide_middle
        font = self._fonts[1 if number else 0]
        text, width, height = self._laid_out(words[0], font, inner.width(), middle)
        left = inner.left() + (inner.width() - width if number else 0)
        if font is not self._font:
            painter.setFont(font)
            self._font = font
        if words[1] != self._pen:
            painter.setPen(self._colour(words[1]))
            self._pen = words[1]
        painter.drawStaticText(QPointF(left, inner.top() + (inner.height() - height) / 2), text)


def laid_out(text: str, font: QFont, width: int, middle: bool) -> tuple[QStaticText, float, float]:
    """A text that fits, ready to be painted, with its width and height."""
    line = text.replace("\n", " ")  # whatever a vendor's message holds
    static = _prepared(line, font)
    if static.size().width() > width:  # most texts fit, and asking takes as long as laying them out
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        static = _prepared(QFontMetrics(font).elidedText(line, mode, width), font)
    size = static.size()
    return static, size.width(), size.height()


def _prepared(line: str, font: QFont) -> QStaticText:
    static = QStaticText(line)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font)
    return static


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that counting seconds do not dance."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures
