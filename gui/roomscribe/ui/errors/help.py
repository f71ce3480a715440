"""Opens the help on errors: from the menu, from a row, and from every link beside an error."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.services.error_book import BookEntry, ErrorBook
from roomscribe.ui.errors.link import ExplainEvent
from roomscribe.ui.errors.window import ErrorsWindow
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class ErrorHelp(QObject):
    """Owns the commands' offers and the help's windows: one for the main window, one for each dialog that asks."""

    def __init__(self, window: MainWindow, panel: LaunchPanel, registry: Registry, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._registry = registry
        self._theme = theme
        self._book: ErrorBook | None = None
        window.installEventFilter(self)
        window.commands.errors.triggered.connect(self._on_errors)
        window.commands.explain.triggered.connect(self._on_explain)
        window.table.selection_changed.connect(self._offer)
        self._offer()

    def explain(self, note: ErrorNote, vendor_id: str = "", *, before: QWidget | None = None) -> ErrorsWindow:
        """Open the help at an error, in front of the main window or of the dialog `before`."""
        opened = self._opened(before or self._window)
        opened.show_error(note, vendor_id)
        return opened

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, ExplainEvent):
            self.explain(event.note, event.vendor_id, before=event.asker.window())
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        task = self._window.table.current()
        able = task is not None and task.error is not None
        command = self._window.commands.explain
        command.setEnabled(able)
        command.setToolTip("" if able else say(T("The chosen task has no error.")))

    def _on_errors(self) -> None:
        self._opened(QApplication.activeModalWidget() or self._window).show_all()

    def _on_explain(self) -> None:
        task = self._window.table.current()
        if task is not None and task.error is not None:
            self.explain(task.error, task.vendor)

    def _opened(self, parent: QWidget) -> ErrorsWindow:
        # A dialog blocks every window but its own children, so the help for it must be one of them.
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        window = parent.findChild(ErrorsWindow, options=direct) or self._made(parent)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def _made(self, parent: QWidget) -> ErrorsWindow:
        if self._book is None:
            self._book = ErrorBook(self._registry)
        made = ErrorsWindow(self._book, self._theme, self._reachable, parent)
        made.field_requested.connect(self._on_field)
        return made

    def _reachable(self, entry: BookEntry) -> bool:
        """Whether the form that is open has the entry's field, and nothing stands in front of it."""
        form = self._panel.form()
        if form is None or not entry.entry.field or QApplication.activeModalWidget() is not None:
            return False
        return form.generation in entry.generations and form.sheet.place(entry.entry.field) is not None

    def _on_field(self, key: str) -> None:
        form = self._panel.form()
        if form is not None and form.go_to(key):
            self._window.raise_()
            self._window.activateWindow()
