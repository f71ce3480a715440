"""The filter's field: what is typed is a filter at once, or says what is wrong while the table keeps the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.filtering.completion import Completion, Suggestion, complete
from roomscribe.services.filtering.query import FilterLanguage, Problem, Query
from roomscribe.services.filtering.syntax import Term, Value, read_terms, write_terms
from roomscribe.ui.filtering.help import FilterHelp
from roomscribe.ui.filtering.panel import FilterPanel
from roomscribe.ui.theme import Theme, metrics, set_invalid
from roomscribe.ui.typed_words import breakable, plain_tip
from roomscribe.ui.words import say

PATIENCE_MS = 700
"""Who is in the middle of a word is not told that it is wrong."""
_ACCEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(QLineEdit):
    """Tab and Enter take a suggestion, arrows move through them, Esc closes the list."""

    filter_changed = Signal(object)
    """A `Query`; never for a text that is none."""

    def __init__(
        self,
        language: FilterLanguage,
        tasks: Callable[[], Iterable[Task]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """`tasks`: those whose rooms, owners and the like are offered."""
        super().__init__(parent)
        self.language = language
        self._tasks = tasks
        self._theme = theme
        found = language.parse("")
        assert isinstance(found, Query)  # noqa: S101 - nothing typed is no mistake
        self.query = found
        """The filter that holds: the last one that could be understood."""
        self.problem: Problem | None = None
        """What is wrong with the text."""
        self._typing = self._composing = False
        self._completion = self._correction = Completion()
        """What could stand at the cursor, and at the place of the mistake."""
        self.panel = FilterPanel(theme, parent or self)
        self._dress()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_text)
        self.panel.chosen.connect(self._take)

    @property
    def told(self) -> bool:
        """Whether what is wrong is shown."""
        return bool(self.property("invalid"))

    def show_help(self) -> None:
        """Explain the language."""
        FilterHelp(self.language, self._theme, self.window()).show_below(self)

    def tell(self) -> None:
        """Show what is wrong, if anything is."""
        self._patience.stop()
        problem = self.problem
        words = "" if problem is None else say(problem.message)
        set_invalid(self, problem is not None)
        self.setToolTip(plain_tip(words) if words else self._usual_tip)
        # The place for those who do not see the line under it.
        place = "" if problem is None else say(T("At character {place}: {words}", place=problem.start + 1, words=words))
        if self.accessibleDescription() != place:
            self.setAccessibleDescription(place)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.panel.show_words(breakable(words))
        if self._corrected() != self._correction:
            self._offer(self._completion)  # what was meant can be taken where it is told
        self._place_panel()
        self.update()

    def _lose_patience(self) -> None:
        # Nobody who chooses a value from the list has made a mistake by not having typed it.
        if not (self.panel.offering and self._completion.values and self._completion.start == self._completion.end):
            self.tell()

    # What is typed

    def _on_edited(self) -> None:
        self._typing = True

    def _on_text(self, text: str) -> None:
        typing, self._typing = self._typing, False
        found = self.language.parse(text)
        self.problem = found if isinstance(found, Problem) else None
        if typing:
            self._suggest()
        else:
            self._close_list()
        if self.problem is None or self.told or not typing or self.problem.end < len(text.rstrip()):
            self.tell()
        else:
            self._patience.start()
        self._use(found if isinstance(found, Query) else self._without_the_word(found))

    def _use(self, query: Query) -> None:
        if query != self.query:
            self.query = query
            self.filter_changed.emit(query)

    def _without_the_word(self, problem: Problem) -> Query:
        """The last filter; but if its last word has turned out to be the name of a key, without that word."""
        broken = next(each for each in read_terms(self.text()) if each.start <= problem.start < each.end)
        word = Term("", (Value((broken.key,)),), broken.negated)
        if not broken.key or word not in self.query.terms:
            return self.query
        found = self.language.parse(write_terms(each for each in self.query.terms if each != word))
        return found if isinstance(found, Query) else self.query

    def _suggest(self) -> None:
        text, at = self.text(), self.cursorPosition()
        found = complete(self.language, text, at, self._tasks()) if text and not self._composing else Completion()
        if not found.values and found.start == found.end:
            found = Completion()  # between two words nobody has asked for anything yet
        self._offer(found)

    def _offer(self, found: Completion) -> None:
        self._completion, self._correction = found, self._corrected()
        meant = self._correction.suggestions
        others = tuple(each for each in found.suggestions if not meant or each.insert != meant[0].insert)
        self.panel.offer((*meant, *others))
        self._place_panel()

    def _corrected(self) -> Completion:
        """What was probably meant, at the place of the mistake."""
        problem = self.problem
        if problem is None or not problem.instead or (not self.told and not self._at(problem)):
            return Completion()
        wrong = self.text()[problem.start : problem.end]
        meant = Suggestion(problem.instead, T("instead of “{word}”", word=wrong), problem.instead)
        return Completion(problem.start, problem.end, (meant,), values=not problem.instead.endswith(":"))

    def _at(self, problem: Problem) -> bool:
        """Whether the cursor is in the mistake."""
        return problem.start < self.cursorPosition() <= problem.end

    def _open_list(self) -> None:
        """Offer what fits here, also where nothing is typed yet."""
        self._offer(complete(self.language, self.text(), self.cursorPosition(), self._tasks()))

    def _close_list(self) -> None:
        self._offer(Completion())

    def _take(self, suggestion: Suggestion) -> None:
        place = self._correction if suggestion in self._correction.suggestions else self._completion
        values = place.values
        text, at = place.text(self.text(), suggestion)
        # As if it were typed, so that it can be undone.
        self.selectAll()
        self.insert(text)
        self.setCursorPosition(at)
        if values:
            self._close_list()
        else:
            self._open_list()

    def _place_panel(self) -> None:
        if self.hasFocus() and self.isVisible():
            self.panel.hang_below(self)
        else:
            self.panel.hide()

    # Keys and events

    def event(self, event: QEvent) -> bool:
        # Before Qt moves the focus: a Tab takes what is offered.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes_tab(event):
            self._take(self.panel.chosen_one() or self._likeliest())
            return True
        return super().event(event)

    def _likeliest(self) -> Suggestion:
        """What Tab takes where nothing is marked: of what could stand at the cursor the first."""
        return (*self._completion.suggestions, *self._correction.suggestions)[0]

    def _taken_by_enter(self) -> Suggestion | None:
        """What is marked, else what the word at the cursor was meant to be where it is a mistake as it stands.

        Enter must not replace a room's name that is shorter than another one's, and must not choose something here
        while the mistake is elsewhere.
        """
        if (chosen := self.panel.chosen_one()) is not None:
            return chosen
        here = self.problem is not None and self._at(self.problem)
        found = self._completion
        return self._likeliest() if not found.suggestions or (found.values and here) else None

    def _takes_tab(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return event.key() == Qt.Key.Key_Tab and plain and self.panel.offering

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, offering = Qt.Key(event.key()), self.panel.offering
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if offering:
                self.panel.move_mark(1 if key == Qt.Key.Key_Down else -1)
                self._speak_mark()
            elif key == Qt.Key.Key_Down:
                self._open_list()
        elif key == Qt.Key.Key_Escape and (offering or not self.panel.isHidden()):
            self._close_list()
            self.panel.hide()
            if self.problem is not None and not self.told:
                self._patience.start()
        elif key in _ACCEPT and offering and (chosen := self._taken_by_enter()) is not None:
            self._take(chosen)
        else:
            super().keyPressEvent(event)
            if key in _ACCEPT:
                self._close_list()
                self._go_to_mistake()
                self.tell()

    def _speak_mark(self) -> None:
        self.setAccessibleDescription(self.panel.model.spoken(self.panel.list.currentIndex().row()))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Letters that are still being composed are nobody's filter yet, and keys belong to whoever composes them.
        self._composing = bool(event.preeditString())
        if self._composing:
            self._close_list()
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._place_panel()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close_list()
        self._go_to_mistake()
        self.tell()

    def _go_to_mistake(self) -> None:
        # A long text is scrolled to its cursor; it is moved only when nobody types.
        if self.problem is not None and not self._at(self.problem):
            self.setCursorPosition(self.problem.end)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._patience.stop()
        self.panel.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_panel()

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.told and self.problem is not None and not self._composing:
            self._underline(self.problem.start, self.problem.end)

    def _underline(self, start: int, end: int) -> None:
        """Draw a wave below a part of the text."""
        layout = QTextLayout(self.text(), self.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        here = QRectF(self.cursorRect()).center().x() - _x(line, self.cursorPosition())
        left, right = self._visible_span()
        begin, finish = max(left, here + _x(line, start)), min(right, here + _x(line, end))
        if begin >= finish:
            return
        step = metrics.RING
        bottom = (self.height() + self.fontMetrics().height()) / 2
        count = max(2, int((finish - begin) / step))
        points = [QPointF(begin + step * number, bottom - step * (number % 2)) for number in range(count + 1)]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("bad"), metrics.LINE))
        painter.drawPolyline(QPolygonF(points))
        painter.end()

    def _visible_span(self) -> tuple[float, float]:
        """Where text can be seen between the icons."""
        icons = [each.geometry() for each in self.findChildren(QToolButton) if each.isVisible()]
        middle = self.width() / 2
        left = max((each.right() for each in icons if each.center().x() < middle), default=metrics.GAP)
        right = min((each.left() for each in icons if each.center().x() > middle), default=self.width() - metrics.GAP)
        return left + metrics.HALF_GAP, right - metrics.HALF_GAP

    def _dress(self) -> None:
        self._usual_tip = say(T("By room, state, vendor, language or id."))
        self.setPlaceholderText(say(T("Filter the tasks")))
        self.setToolTip(self._usual_tip)
        self.setAccessibleName(say(T("Filter the table")))
        self.setClearButtonEnabled(True)
        self.addAction(self._theme.icon("filter", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        ask = self.addAction(self._theme.icon("help", "dim"), QLineEdit.ActionPosition.TrailingPosition)
        ask.setText(say(T("What can be typed here")))
        ask.setToolTip(ask.text())
        ask.triggered.connect(self.show_help)
        self.setMinimumWidth(metrics.FILTER_MIN_WIDTH)
        self.setMaximumWidth(metrics.FILTER_WIDTH)


def _x(line: object, position: int) -> float:
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)
