"""The strip along the top: name, menus, the two acts on the chosen tasks, the filter, and whether this is a demo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QMenuBar, QSizePolicy, QToolButton, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.commands import Commands
from roomscribe.ui.filtering.field import FilterField
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say


class TopBar(QFrame):
    """Holds what is always at hand."""

    def __init__(
        self, commands: Commands, make_filter: Callable[[QWidget], FilterField], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.BAR)
        self.menus = self._make_menus()
        self._simulator_menu: QMenu | None = None
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.filter = make_filter(self)
        self.demo = self._make_demo(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(metrics.PANEL, metrics.GAP, metrics.PANEL, metrics.GAP)
        layout.setSpacing(metrics.GAP)
        layout.addWidget(self._make_mark())
        layout.addWidget(self._make_name())
        layout.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(metrics.GAP)
        layout.addWidget(self._button(commands.stop))
        layout.addWidget(self._button(commands.update))
        layout.addWidget(self._extend_button(commands))
        layout.addStretch(0)  # takes only what the filter, at its widest, leaves
        layout.addWidget(self.filter, 1)
        layout.addWidget(self.demo)
        commands.find.triggered.connect(self.focus_filter)
        commands.filter_help.triggered.connect(self.filter.show_help)

    def add_menu(self, title: str, actions: list[QAction]) -> QMenu:
        """Add a menu."""
        menu = self.menus.addMenu(title)
        menu.addActions(actions)
        return menu

    def set_simulator_menu(self, menu: QMenu) -> None:
        """This menu is only there while the simulator runs; it begins hidden."""
        self._simulator_menu = menu
        self.show_simulator_menu(False)

    def show_simulator_menu(self, running: bool) -> None:
        """Offer the simulator's menu, with its shortcuts, or hide both."""
        if self._simulator_menu is not None:
            self._simulator_menu.menuAction().setVisible(running)
            for action in self._simulator_menu.actions():
                action.setEnabled(running)

    def set_demo(self, running: bool) -> None:
        """Say that the built-in simulator runs."""
        self.demo.setVisible(running)

    def focus_filter(self) -> None:
        """Let somebody type a filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _make_menus(self) -> QMenuBar:
        menus = QMenuBar(self)
        for rest in menus.findChildren(QToolButton):  # Qt's own, for the menus that a narrow window has no room for
            rest.setToolTip(say(T("More menus")))
            rest.setAccessibleName(say(T("More menus")))
        return menus

    def _make_mark(self) -> QLabel:
        mark = QLabel(self)
        size = metrics.ICON_LARGE
        mark.setPixmap(QGuiApplication.windowIcon().pixmap(QSize(size, size), self.devicePixelRatioF()))
        return mark

    def _make_name(self) -> QLabel:
        name = QLabel("RoomScribe", self)
        set_role(name, Role.STRONG)
        return name

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _extend_button(self, commands: Commands) -> QToolButton:
        button = self._button(commands.extend)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        acts = [commands.extend, commands.extend_long]
        button.addActions(acts)

        def follow() -> None:
            # Qt keeps a button enabled as long as it has a menu, however little can be done there.
            button.setEnabled(any(each.isEnabled() for each in acts))

        for each in acts:
            each.changed.connect(follow)
        follow()
        return button

    def _make_demo(self, theme: Theme) -> QToolButton:
        sign = QToolButton(self)
        set_role(sign, Role.BADGE)
        sign.setText(say(T("Demo: built-in simulator")))
        sign.setToolTip(say(T("Demo profiles talk to a simulator inside this program. Nothing leaves this computer.")))
        sign.setIcon(theme.icon("simulator", "warn"))
        sign.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON))
        sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.hide()
        return sign
