"""The band: states as blocks with pattern, icon and word, points below them, and what is under mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T
from roomscribe.ui.band.course import Course, Sort
from roomscribe.ui.band.places import Block, Dot, Places, place
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.times import duration, exact_time
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say

PATTERNS: Mapping[str, Qt.BrushStyle] = {
    "ok": Qt.BrushStyle.NoBrush,
    "info": Qt.BrushStyle.FDiagPattern,
    "warn": Qt.BrushStyle.BDiagPattern,
    "bad": Qt.BrushStyle.DiagCrossPattern,
    "idle": Qt.BrushStyle.Dense7Pattern,
}
"""By a state's tone, for blocks too narrow for a word: nothing is told by colour alone."""
ICONS: Mapping[Sort, tuple[str, str]] = {
    Sort.NOTE: ("written", "dim"),
    Sort.CALL: ("call", "info"),
    Sort.WISH: ("account", "accent"),
    Sort.RECEIPT: ("receipt", "ok"),
    Sort.TROUBLE: ("failed", "bad"),
}
"""Icon and colour of a point."""
LEAST, ROOMY = metrics.GAP, metrics.ICON_SMALL + metrics.GAP
"""Pixels of the shortest state: so many that its pattern shows, and where there is room its icon."""
APART = metrics.ICON_SMALL + metrics.RING
PATTERN_STRENGTH = 0.35


@dataclass(frozen=True)
class Spot:
    """Something that can be pointed at."""

    row: int
    """Its entry in the journal, counted from 0."""
    rect: QRect
    count: int
    block: Block | None
    """None for a point."""

    @property
    def place(self) -> tuple[int, bool]:
        """What it is known by: one entry may begin a state and be a point as well."""
        return self.row, self.block is None


class StateBand(QWidget):
    """A strip with the task's whole life. Arrows walk along it, Enter or a click chooses the line below."""

    spot_changed = Signal(str)
    """What the spot under keyboard or mouse says; "" for none."""
    row_chosen = Signal(int)
    """Somebody wants to see this journal entry."""

    def __init__(self, theme: Theme, words: Callable[[int], str], parent: QWidget | None = None) -> None:
        """`words` says what the journal's entry of a number is."""
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._course = Course()
        self._end = 0.0
        self._now_state: TaskState | None = None
        self._places = Places()
        self._spots: list[Spot] = []
        self._at: tuple[int, bool] | None = None
        """The place of the spot that the keyboard is at."""
        self._mouse: QPoint | None = None
        """Where the mouse is while it is over the band."""
        self._described: tuple[tuple[int, bool], str, int] | None = None
        """Place, words and count that the accessible description is about."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say(T("States over time")))
        theme.changed.connect(self.update)

    def show_course(self, course: Course, end: float, state: TaskState | None) -> None:
        """Show a course until `end` (UTC seconds); `state` is the task's own, where the journal does not tell it."""
        self._course, self._end, self._now_state = course, end, state
        if self._at is not None and self._at[0] >= course.rows:
            self._at = None
        self._arrange()
        self._tell()

    def forget(self) -> None:
        """Show nothing, and choose nothing: what comes next is about another task."""
        self._at = None
        self.show_course(Course(), 0.0, None)

    def spots(self) -> list[Spot]:
        """What can be pointed at, in the order of time."""
        return self._spots

    def describe(self, spot: Spot) -> str:
        """A spot in words: its entry, how long it lasted, how many more are in it."""
        parts = [self._words(spot.row)]
        if spot.block is not None:
            lasted = duration(spot.block.until - spot.block.stretch.since)
            parts.append(say(T("for {time}", time=lasted)))
        if spot.count > 1:
            parts.append(say(T("and {count} more close to it", count=spot.count - 1)))
        return " · ".join(parts)

    # Sizes

    def sizeHint(self) -> QSize:
        return QSize(metrics.FORM_MIN_WIDTH, self._bar_height() + APART + metrics.GAP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.FILTER_MIN_WIDTH, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _bar_height(self) -> int:
        return max(metrics.ICON_LARGE, self.fontMetrics().height() + metrics.GAP)

    def _arrange(self) -> None:
        inner = self.width() - 2 * metrics.RING
        half = inner / 2 / max(1, len(self._course.stretches))  # the other half is for the times being to scale
        self._places = place(self._course, self._end, inner, min(ROOMY, max(LEAST, half)), APART)
        tall, below = self._bar_height(), self._bar_height() + metrics.RING
        spots = []
        for block in self._places.blocks:
            left, right = metrics.RING + round(block.left), metrics.RING + round(block.right)
            rect = QRect(left, 0, max(1, right - left), tall)
            spots.append(Spot(block.stretch.row, rect, block.stretch.count, block))
        for dot in self._places.dots:
            spots.append(Spot(dot.point.row, self._dot_rect(dot, below), dot.point.count, None))
        self._spots = sorted(spots, key=lambda spot: spot.place)
        self.update()

    def _dot_rect(self, dot: Dot, top: int) -> QRect:
        left = round(metrics.RING + dot.x) - metrics.ICON_SMALL // 2
        most = self.width() - metrics.ICON_SMALL - metrics.LINE
        return QRect(max(metrics.LINE, min(left, most)), top + metrics.LINE, metrics.ICON_SMALL, metrics.ICON_SMALL)

    # Pointing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._spots) - 1
        now = next((number for number, spot in enumerate(self._spots) if spot.place == self._at), None)
        match event.key():
            case Qt.Key.Key_Right:
                self._go_to(0 if now is None else min(now + 1, last))
            case Qt.Key.Key_Left:
                self._go_to(last if now is None else max(now - 1, 0))
            case Qt.Key.Key_Home:
                self._go_to(0)
            case Qt.Key.Key_End:
                self._go_to(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self._at is not None:
                self.row_chosen.emit(self._at[0])
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at is None and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._go_to(len(self._spots) - 1)  # what happened last is what most people want to know

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._under(self._mouse) else Qt.CursorShape.ArrowCursor)
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mouse = None
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and (spot := self._under(event.position().toPoint())):
            self._go_to(self._spots.index(spot))
            self.row_chosen.emit(spot.row)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._under(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(self.describe(spot)) if spot else "", self)
            return True
        return super().event(event)

    def _under(self, where: QPoint) -> Spot | None:
        near = (spot for spot in self._spots if spot.rect.adjusted(-1, 0, 1, metrics.RING).contains(where))
        return min(near, key=lambda spot: spot.rect.width(), default=None)

    def _go_to(self, number: int) -> None:
        if not 0 <= number < len(self._spots):
            return
        self._at = self._spots[number].place
        self._mouse = None  # until it moves again
        self._described = None
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Say what is under the mouse, else what the keyboard is at, as it is now."""
        chosen = self._chosen()
        self._describe_to_readers(chosen)
        hovered = self._under(self._mouse) if self._mouse is not None else None
        told = hovered or chosen
        self.spot_changed.emit(self.describe(told) if told is not None else "")

    def _chosen(self) -> Spot | None:
        return next((spot for spot in self._spots if spot.place == self._at), None)

    def _describe_to_readers(self, chosen: Spot | None) -> None:
        about = (chosen.place, self._words(chosen.row), chosen.count) if chosen is not None else None
        if self.hasFocus() and about is not None and about == self._described:
            return  # only its time has grown: a screen reader would read the whole aloud every second
        self._described = about
        told = self.describe(chosen) if chosen is not None else ""
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for spot in self._spots:
            if spot.block is not None:
                self._block(painter, spot.rect, spot.block)
        for dot in self._places.dots:
            icon, tone = ICONS[dot.point.sort]
            self._theme.icon(icon, tone).paint(painter, self._dot_rect(dot, self._bar_height() + metrics.RING))
        self._axis(painter)
        if self.hasFocus():
            self._ring(painter)
        painter.end()

    def _block(self, painter: QPainter, rect: QRect, block: Block) -> None:
        state = block.stretch.state or self._now_state
        if state is None:
            return
        look = LOOKS[state]
        inner = QRectF(rect).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{look.tone}-soft"))
        painter.drawRoundedRect(inner, metrics.RING, metrics.RING)
        front = self._theme.colour(look.tone)
        narrow = rect.width() < ROOMY
        faded = self._theme.colour(look.tone)
        faded.setAlphaF(PATTERN_STRENGTH)
        if narrow or PATTERNS[look.tone] is not Qt.BrushStyle.NoBrush:
            painter.setBrush(QBrush(faded, PATTERNS[look.tone]))
            painter.drawRoundedRect(inner, metrics.RING, metrics.RING)
        painter.fillRect(QRectF(inner.left(), inner.bottom() - metrics.RING, inner.width(), metrics.RING), front)
        if not narrow:
            self._label(painter, rect, look.icon, look.tone, say(look.word))

    def _label(self, painter: QPainter, rect: QRect, icon: str, tone: str, word: str) -> None:
        """Icon and word on a plain ground, so that the pattern does not run through the letters."""
        room = rect.width() - metrics.ICON_SMALL - metrics.GAP - metrics.HALF_GAP
        wide = painter.fontMetrics().horizontalAdvance(word)
        has_word = wide <= room
        width = metrics.ICON_SMALL + metrics.GAP + (wide + metrics.HALF_GAP if has_word else 0)
        ground = QRect(rect.left() + metrics.RING, rect.top() + metrics.RING, width, rect.height() - 3 * metrics.RING)
        painter.fillRect(ground, self._theme.colour(f"{tone}-soft"))
        place_of_icon = QRect(0, 0, metrics.ICON_SMALL, metrics.ICON_SMALL)
        place_of_icon.moveCenter(ground.center())
        place_of_icon.moveLeft(ground.left() + metrics.HALF_GAP)
        self._theme.icon(icon, tone).paint(painter, place_of_icon)
        if has_word:
            painter.setPen(self._theme.colour(tone))
            words = ground.adjusted(metrics.HALF_GAP + metrics.ICON_SMALL + metrics.HALF_GAP, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)

    def _axis(self, painter: QPainter) -> None:
        """The first and the last moment."""
        if not self._places.blocks:
            return
        painter.setPen(self._theme.colour("dim"))
        line = self.rect().adjusted(metrics.RING, 0, -metrics.RING, 0)
        line.setTop(self._bar_height() + APART + metrics.HALF_GAP)
        begin, end = (exact_time(at).partition(".")[0] for at in (self._course.first, self._places.blocks[-1].until))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(line, top | Qt.AlignmentFlag.AlignLeft, begin)
        painter.drawText(line, top | Qt.AlignmentFlag.AlignRight, end)

    def _ring(self, painter: QPainter) -> None:
        spot = self._chosen()
        around = spot.rect if spot is not None else QRect(0, 0, self.width(), self._bar_height())
        if spot is not None and spot.block is None:
            around = around.adjusted(-metrics.RING, -metrics.RING, metrics.RING, metrics.RING)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("accent"), metrics.RING))
        painter.drawRoundedRect(QRectF(around).adjusted(-0.5, 1, 0.5, -1), metrics.RING, metrics.RING)
