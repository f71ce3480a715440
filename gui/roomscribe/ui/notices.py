"""Messages above the table: what happened, what to do, and something to copy for whoever helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote
from roomscribe.domain.text import T, Text
from roomscribe.ui.copy_button import CopyButton
from roomscribe.ui.details.error_box import error_facts
from roomscribe.ui.errors.link import ExplainLink
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

SHOWN = 2
"""How many take room at once, the graver ones first; the rest is counted, and leafed through."""
MOST = 20
"""How many are kept; the oldest gives way."""
LINGERS, READING = 6.0, 15.0
"""Seconds for which a plain message stays at least, and the letters a slow reader reads in each further one."""
EVERY_SECOND = 1000


class Grade(StrEnum):
    """How grave a notice is."""

    INFO = "info"
    WARN = "warn"
    BAD = "bad"


GRAVITY = (Grade.BAD, Grade.WARN, Grade.INFO)
LOOKS = {
    Grade.INFO: (Role.BANNER_INFO, "info"),
    Grade.WARN: (Role.BANNER_WARN, "warning"),
    Grade.BAD: (Role.BANNER_BAD, "failed"),
}


@dataclass(frozen=True)
class Act:
    """Something that a message offers to do; doing it takes the message away."""

    label: Text
    do: Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message."""

    grade: Grade
    text: Text
    remedy: Text | None = None
    error: ErrorNote | None = None
    """The failure of a call that it tells of, offered in the help."""
    details: str = ""
    """The vendor's code, words and request id; already redacted."""
    other_task: str = ""
    """Local id of a task it speaks of, offered with a button."""
    key: str = ""
    """A later notice with the same key takes its place."""
    acts: tuple[Act, ...] = ()
    """Offered as buttons, in this order."""
    dismissed: Callable[[], None] | None = None
    """Told when somebody takes it away and does nothing that it offers."""

    @property
    def plain(self) -> bool:
        """Whether it only says that something was done: nothing in it is needed any more once it was read."""
        wanted = self.error or self.details or self.other_task or self.acts or self.dismissed
        return self.grade is Grade.INFO and not wanted


def notice_of(failure: BadRequest | CallFailed) -> Notice:
    """What to say about a person's own act that was refused."""
    if isinstance(failure, BadRequest):
        return Notice(grade=Grade.WARN, text=failure.message, other_task=failure.other_task)
    note = failure.note
    return Notice(grade=Grade.BAD, text=note.meaning, remedy=note.remedy, error=note, details=error_facts(note))


class NoticeBar(QWidget):
    """The newest notices, the latest on top; hidden when there are none."""

    task_requested = Signal(object)
    """Local id of the task that a notice speaks of."""
    gave_way = Signal()
    """Messages that nobody has dismissed are gone, as newer ones needed their room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._banners: list[Banner] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, metrics.GAP)
        self._layout.setSpacing(metrics.GAP)
        self._first = 0
        """How many are leafed past."""
        self._more = QPushButton(self)
        set_role(self._more, Role.TEXT_LINK)
        self._more.setAutoDefault(False)
        self._more.clicked.connect(self._on_more)
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._second = QTimer(self, interval=EVERY_SECOND)
        self._second.timeout.connect(self.age)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a message until somebody dismisses it; a plain one goes by itself once it could be read."""
        for banner in list(self._banners):
            if banner.notice == notice or (notice.key and banner.notice.key == notice.key):
                self._remove(banner)
        banner = Banner(notice, self._theme, self)
        banner.dismissed.connect(self._on_dismissed)
        banner.task_requested.connect(self.task_requested)
        self._banners.insert(0, banner)
        self._layout.insertWidget(0, banner)
        gone = self._banners[MOST:]
        for old in gone:
            self._remove(old)
        self._first = 0
        self._fold()
        self.show()
        self._announce(banner)
        if notice.plain:
            self._second.start()
        if gone:
            self.gave_way.emit()

    def age(self) -> None:
        """A second has passed: plain messages that could be read by now go.

        None goes that is not in sight, that somebody points at or has reached with the keyboard, or while another
        window is in front.
        """
        if self.window().isActiveWindow():
            for banner in [each for each in self._banners if each.read_for_a_second()]:
                self._remove(banner)
        if not any(banner.notice.plain for banner in self._banners):
            self._second.stop()

    def withdraw(self, key: str) -> None:
        """Take the message with this key away, because it does not hold any more."""
        for banner in [each for each in self._banners if each.notice.key == key]:
            self._remove(banner)

    def notices(self) -> list[Notice]:
        """What is shown or counted, the latest first."""
        return [banner.notice for banner in self._banners]

    def _fold(self) -> None:
        """Give room to the gravest of them, and count the others."""
        if self._first >= len(self._banners):
            self._first = 0
        order = sorted(self._banners, key=lambda banner: GRAVITY.index(banner.notice.grade))
        shown = order[self._first : self._first + SHOWN]
        rest = len(order) - self._first - len(shown)
        for banner in self._banners:
            banner.setVisible(banner in shown)
        self._more.setText(say(T("and {count} more", count=rest) if rest else T("Show the first ones")))
        self._more.setVisible(len(order) > SHOWN)
        # Its width is reckoned anew only once it is in sight with its looks.
        self._more.ensurePolished()
        self._more.updateGeometry()

    def _on_more(self) -> None:
        self._first += SHOWN
        self._fold()

    def _announce(self, banner: Banner) -> None:
        """Tell those who do not see it; what only says that something was done interrupts nobody."""
        told = QAccessibleAnnouncementEvent(self, banner.whole_text())
        if banner.notice.grade is not Grade.INFO:
            told.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(told)

    def _on_dismissed(self, banner: Banner) -> None:
        self._remove(banner)

    def _remove(self, banner: Banner) -> None:
        self._banners.remove(banner)
        self._layout.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._fold()
        self.setVisible(bool(self._banners))


class Banner(QFrame):
    """One notice."""

    dismissed = Signal(object)
    task_requested = Signal(object)

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._left = LINGERS + len(self.whole_text()) / READING
        """Seconds after which a plain one goes."""
        role, icon = LOOKS[notice.grade]
        set_role(self, role)
        # A button, because it repaints its icon when the theme changes; a label keeps a picture of it.
        picture = QToolButton(self)
        set_role(picture, Role.STATUS)
        picture.setIcon(theme.icon(icon, notice.grade.value))
        picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        picture.setAccessibleName(notice.grade.value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(metrics.GAP, metrics.GAP, metrics.GAP, metrics.GAP)
        layout.setSpacing(metrics.GAP)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._texts(), 1)
        if notice.other_task:
            show = QPushButton(say(T("Show the other task")), self)
            show.clicked.connect(self._on_show)
            layout.addWidget(show)
        for act in notice.acts:
            offer = QPushButton(say(act.label), self)
            offer.clicked.connect(partial(self._on_act, act))
            layout.addWidget(offer)
        copy = CopyButton(theme, say(T("Copy the message")), self)
        copy.text_to_copy = self.whole_text()
        layout.addWidget(copy)
        layout.addWidget(self._dismiss_button(theme))

    def read_for_a_second(self) -> bool:
        """Somebody could read it for a second; returns whether it may go."""
        focus = QApplication.focusWidget()
        kept = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        if self.notice.plain and self.isVisible() and not kept:
            self._left -= 1
        return self._left <= 0

    def whole_text(self) -> str:
        """Everything, for the clipboard."""
        parts = [say(self.notice.text), say(self.notice.remedy) if self.notice.remedy else "", self.notice.details]
        return "\n".join(part for part in parts if part)

    def _texts(self) -> QVBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(metrics.HALF_GAP)
        remedy = say(self.notice.remedy) if self.notice.remedy else ""
        for text, role in (
            (say(self.notice.text), Role.STRONG if remedy else ""),
            (remedy, ""),
            (self.notice.details, Role.NOTE),
        ):
            if text:
                label = QLabel(text, self, wordWrap=True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                set_role(label, role)
                texts.addWidget(label)
        self.explain = ExplainLink(self)
        self.explain.lead_to(self.notice.error)
        texts.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignLeft)
        return texts

    def _dismiss_button(self, theme: Theme) -> QToolButton:
        dismiss = QToolButton(self)
        set_role(dismiss, Role.QUIET_ICON)
        dismiss.setIcon(theme.icon("clear", "dim"))
        dismiss.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        dismiss.setToolTip(say(T("Dismiss")))
        dismiss.setAccessibleName(say(T("Dismiss the message")))
        dismiss.clicked.connect(self._on_dismiss)
        return dismiss

    def _on_dismiss(self) -> None:
        self.dismissed.emit(self)
        if self.notice.dismissed is not None:
            self.notice.dismissed()

    def _on_act(self, act: Act, _checked: bool = False) -> None:
        self.dismissed.emit(self)
        act.do()

    def _on_show(self) -> None:
        self.task_requested.emit(self.notice.other_task)
