"""The window's left card: a profile, the form of its generation, and the button that starts the task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import MINUTES, NO_END
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.services.launcher import Clash
from roomscribe.services.orders import shown_values
from roomscribe.ui.forms.preview import PreviewWindow
from roomscribe.ui.forms.preview_values import previewable
from roomscribe.ui.forms.profile_selector import ProfileSelector
from roomscribe.ui.forms.reason_line import ReasonLine
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class LaunchPanel(QFrame):
    """Where a task is described and started. Each generation keeps its own form, filled as it was left."""

    start_requested = Signal(object)
    """A `Draft` that has no problems as far as the form can tell."""
    profile_changed = Signal(object)
    """The id of the profile the person chose."""
    add_profile_requested = Signal()
    task_requested = Signal(object)
    """The id of a running task that is in the way, which the person wants to see."""

    def __init__(
        self,
        registry: Registry,
        *,
        theme: Theme,
        problems: Callable[[Draft], list[Problem]],
        too_long: Callable[[Draft], Text | None],
        clash: Callable[[Draft], Clash | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._registry = registry
        self._theme = theme
        self._find_problems = problems
        self._too_long = too_long
        self._clash = clash
        self._busy = False
        self._rechecking = False
        """Something outside the form changed, which takes no refusal back."""
        self._forms: dict[tuple[str, bool], TaskForm] = {}
        """By generation, the simulator's apart: its example values must not reach a real account."""
        self._preview: PreviewWindow | None = None
        title = QLabel(say(T("New task")), self)
        set_role(title, Role.TITLE)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.more = self._make_more()
        self.selector = ProfileSelector(registry, theme, self)
        self._stack = QStackedWidget(self)
        self._empty = self._make_empty()
        self._stack.addWidget(QWidget(self))  # until the first form is complete
        self._stack.addWidget(self._empty)
        self.reason = ReasonLine(theme, self)
        self.endless = QLabel(say(T("No end: billed until somebody stops it.")), self)
        self.endless.setWordWrap(True)
        set_role(self.endless, Role.ERROR)
        self.preview_button = QPushButton(theme.icon("code"), say(T("Preview")), self)
        self.preview_button.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        self.preview_button.setToolTip(say(T("Show the requests that Start would send")))
        self.start = QPushButton(say(T("Start task")), self)
        set_role(self.start, Role.PRIMARY)
        self._lay_out(title)
        self.start.clicked.connect(self.start_or_show_why_not)
        self.preview_button.clicked.connect(self._on_preview)
        self.reason.followed.connect(self._on_reason_followed)
        self.reason.task_requested.connect(self.task_requested)
        self.selector.chosen.connect(self._on_profile_chosen)
        self.selector.add_requested.connect(self.add_profile_requested)
        self._show_form()

    def set_profiles(self, profiles: Sequence[Profile], current_id: str) -> None:
        """Offer these profiles, with this one chosen."""
        self.selector.set_profiles(profiles, current_id)
        self._show_form()

    def profile(self) -> Profile | None:
        """The profile that is chosen."""
        return self.selector.profile()

    def form(self) -> TaskForm | None:
        """The form of the profile that is chosen, complete or not; None as long as there is no profile."""
        profile = self.selector.profile()
        return self._forms.get(_key(profile)) if profile is not None else None

    def draft(self) -> Draft | None:
        """What would be started now, right or wrong."""
        form = self.form()
        return form.draft() if form is not None else None

    def fill(self, draft: Draft) -> None:
        """Show a draft: of a template, or of a task to be started again. Its profile must be among those offered."""
        profiles, form = self.selector.profiles(), self.form()
        if form is None or form.profile.id != draft.profile_id:
            self.set_profiles(profiles, draft.profile_id)
            form = self.form()
        if form is not None and form.profile.id == draft.profile_id:
            form.set_values(draft.values)
            form.set_minutes(draft.minutes)

    def typed_for(self, profile: Profile) -> bool:
        """Whether somebody has typed into the form of this profile what filling it would overwrite."""
        form = self._forms.get(_key(profile))
        return form is not None and form.typed()

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer these beside the title: other ways to fill the form."""
        self._menu.addActions(list(actions))
        self.more.show()

    def recheck(self) -> None:
        """Look again, because something outside the form changed: a task ended that this one clashed with."""
        if (form := self.form()) is not None:
            self._rechecking = True
            try:
                form.check()
            finally:
                self._rechecking = False

    def set_busy(self, busy: bool) -> None:
        """Say that the task is being started, or not any more."""
        self._busy = busy
        self.start.setText(say(T("Starting…")) if busy else say(T("Start task")))
        self._describe()

    def show_problem(self, field_key: str, message: Text) -> None:
        """Show a refusal that names a field under that field; beside the button where the field is not in sight."""
        form = self.form()
        if form is None or not form.set_server_problem(field_key, message):
            self.show_refusal(message)

    def show_refusal(self, message: Text, error: ErrorNote | None = None) -> None:
        """Show why the start did not happen, until something in the form changes."""
        self.reason.show_refusal(say(message), error)

    def show_error(self, error: ErrorNote) -> None:
        """Show a vendor's refusal beside the button, with the way to the help, and under the field that it names."""
        if (form := self.form()) is not None:
            form.set_server_problem(error.field, error.meaning)
        self.show_refusal(error.meaning, error)

    def event(self, event: QEvent) -> bool:
        # Said first, Ctrl+Enter comes here and not to the window, whose shortcut cannot say what is missing.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_start_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_start_key(event):
            self.start_or_show_why_not()
        else:
            super().keyPressEvent(event)

    def _show_form(self) -> None:
        profile = self.selector.profile()
        if profile is not None:
            form = self._forms.get(_key(profile)) or self._make_form(profile)
            if form.profile != profile:
                form.set_profile(profile)
        self._show_page()
        self._on_checked()

    def _show_page(self) -> None:
        form = self.form()
        if form is None:
            self._stack.setCurrentWidget(self._empty)
        elif form.ready:
            self._stack.setCurrentWidget(form)
        elif self._stack.currentWidget() is self._empty:
            self._stack.setCurrentIndex(0)

    def _make_form(self, profile: Profile) -> TaskForm:
        before = self._stack.currentWidget()
        generation = self._registry.generation(profile.generation)
        form = TaskForm(generation, profile, theme=self._theme, problems=self._all_problems, parent=self)
        form.hide()
        self._forms[_key(profile)] = form
        if profile.simulator:
            form.set_values(generation.example)
        if isinstance(before, TaskForm):
            form.carry_over(before)
        form.checked.connect(self._on_checked)
        form.built.connect(self._show_page)
        self._stack.addWidget(form)
        tab_before(self.reason.reason, [form.sheet.tail()])
        return form

    def _all_problems(self, draft: Draft) -> list[Problem]:
        if all(each.id != draft.profile_id for each in self.selector.profiles()):
            return []  # the account was removed while its form was being made: nobody sees it before it has another
        found = self._find_problems(draft)
        if message := self._too_long(draft):
            found = [*found, Problem(MINUTES, message)]
        return found

    def _on_checked(self) -> None:
        if not self._rechecking:
            self.reason.forget_refusal()
        self._describe()
        self._refresh_preview()

    def _describe(self) -> None:
        form = self.form()
        why_not = self._why_not(form) if form is not None else ""
        self.start.setEnabled(form is not None and form.ready and not why_not and not self._busy)
        self.start.setToolTip(why_not or say(T("Starts the task now (Ctrl+Enter)")))
        self.start.setAccessibleDescription(why_not)
        self.preview_button.setEnabled(form is not None)
        # The field that says so may be folded away or scrolled out of sight.
        self.endless.setVisible(form is not None and form.minutes() == NO_END)

    def _why_not(self, form: TaskForm) -> str:
        """Say beside the button why it cannot be pressed, and return the words."""
        if (reason := form.reason()) is not None:
            self.reason.show_reason(say(reason))
            return say(reason)
        if (clash := self._clash(form.draft())) is not None:
            self.reason.show_clash(say(clash.message), clash.task.id)
            return say(clash.message)
        self.reason.show_reason("")
        return ""

    def start_or_show_why_not(self) -> None:
        """Start what the form says, or lead to what is missing."""
        form = self.form()
        if form is None or self._busy:
            return
        if form.check_if_due():
            form.reveal_problems()
        elif self.start.isEnabled():
            self.reason.forget_refusal()
            self.start_requested.emit(form.draft())

    def _on_reason_followed(self) -> None:
        form = self.form()
        if form is not None and form.check_if_due():
            form.focus_first_problem()

    def _on_profile_chosen(self, profile_id: object) -> None:
        self._show_form()
        self.profile_changed.emit(profile_id)

    def _on_more(self) -> None:
        # Not Qt's own menu button, which paints an arrow over the icon.
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_preview(self) -> None:
        if self._preview is None:
            self._preview = PreviewWindow(self._theme, self)
        self._preview.show()
        self._preview.raise_()
        self._refresh_preview()

    def _refresh_preview(self) -> None:
        form = self.form()
        if self._preview is None or self._preview.isHidden() or form is None:
            return
        values = shown_values(form.generation, form.values(), form.profile.site)
        values = previewable(form.generation.fields, values)
        self._preview.panel.show_calls(form.generation.preview(values, form.profile))

    def _make_more(self) -> QToolButton:
        more = QToolButton(self)
        more.setIcon(self._theme.icon("menu"))
        more.setToolTip(say(T("Fill the form from elsewhere")))
        more.setAccessibleName(say(T("Fill the form from elsewhere")))
        more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        more.clicked.connect(self._on_more)
        set_role(more, Role.QUIET_ICON)
        more.hide()
        return more

    def _make_empty(self) -> QWidget:
        page = QWidget()
        words = QLabel(say(T("A profile says with which account tasks are started.")), page)
        words.setWordWrap(True)
        set_role(words, Role.DIM)
        add = QPushButton(self._theme.icon("add"), say(T("Add a profile")), page)
        add.clicked.connect(self.add_profile_requested)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, metrics.CARD, 0, 0)
        column.addWidget(words)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _lay_out(self, title: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.GAP)
        buttons.addWidget(self.preview_button)
        buttons.addWidget(self.start, 1)
        column = QVBoxLayout(self)
        # The scroll bar of the form stands in the margin, so that its rows end where everything else does.
        column.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD - metrics.SCROLL_BAR, metrics.CARD)
        column.setSpacing(metrics.GAP)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.more)
        column.addLayout(_inset(head, self.selector))
        column.addWidget(self._stack, 1)
        column.addLayout(_inset(self.endless, self.reason, buttons))


def _inset(*parts: QWidget | QLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, metrics.SCROLL_BAR, 0)
    column.setSpacing(metrics.GAP)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column


def _key(profile: Profile) -> tuple[str, bool]:
    return profile.generation, profile.simulator


def _is_start_key(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
