"""The window's commands as Qt actions: one place for texts, icons and shortcuts, used by every menu and bar."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from roomscribe.domain.text import T, Text
from roomscribe.ui.other_words import known_as
from roomscribe.ui.theme import MODES, Theme
from roomscribe.ui.words import say

MODE_NAMES = {"system": T("&System"), "light": T("&Light"), "dark": T("&Dark")}
QUIT = "Ctrl+Q"


class Commands(QObject):
    """Every command once. Nobody else sets a shortcut, so that none can be there twice."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make_file()
        self._make_start()
        self._make_task()
        self._make_row()
        self._make_table()
        self._make_views()
        self._make_window()
        self._make_simulator()
        self._make_help()
        self._name_otherwise()

    def _make_file(self) -> None:
        """Accounts, what leaves the program as a file, and leaving it."""
        self.new_profile = self._make(T("&New profile…"), "add", "Ctrl+Shift+N")
        self.profiles = self._make(T("&Profiles…"), "account", "Ctrl+Shift+A")
        self.export_csv = self._make(T("Export the table as &CSV…"), "export", "Ctrl+Alt+E")
        self.export_json = self._make(T("Export the table as &JSON…"), "export", "")
        self.quit = self._make(T("&Quit"), "quit", QUIT)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _make_start(self) -> None:
        """What leads to a start."""
        self.start = self._make(T("S&tart task"), "start", "Ctrl+Return")
        self.start_many = self._make(T("Start many tas&ks…"), "batch", "Ctrl+M")
        self.open_as = self._make(T("Start again &as…"), "open_as", "Ctrl+Shift+R")
        self.open_form_as = self._make(T("Open the for&m as…"), "open_as", "")
        self.paste = self._make(T("&Paste a request…"), "paste", "Ctrl+Shift+V")
        self.templates = self._make(T("Temp&lates…"), "template", "Ctrl+T")
        self.save_template = self._make(T("Save the &form as a template…"), "save", "Ctrl+Shift+S")

    def _make_task(self) -> None:
        """What is done with tasks."""
        self.stop = self._make(T("&Stop"), "stop", "Ctrl+.")
        self.stop_all = self._make(T("Stop everythin&g I started…"), "stop", "Ctrl+Shift+X")
        self.close_lost = self._make(T("No &bot is there: close the row…"), "closed", "")
        self.close_lost.setVisible(False)
        self.watchdog = self._make(T("&Watchdog while no window is open"), "", "")
        self.watchdog.setCheckable(True)
        self.update = self._make(T("&Update…"), "update", "Ctrl+U")
        self.extend = self._make(T("E&xtend by 15 min"), "extend", "Ctrl+E")
        self.extend.setIconText(say(T("Extend")))
        self.extend_long = self._make(T("Exte&nd by 1 h"), "extend", "Ctrl+Shift+E")
        self.find_tasks = self._make(T("Find tasks at the &vendor…"), "find", "Ctrl+Shift+F")

    def _make_row(self) -> None:
        """What is looked at, written and copied of rows."""
        self.details = self._make(T("Show &details"), "details", "Ctrl+I")
        self.edit_note = self._make(T("Note and tags…"), "edit", "F2")
        self.explain = self._make(T("What does the &error mean?"), "help", "")
        self.copy_id = self._make(T("&Copy task id"), "copy", "Ctrl+Shift+C")
        self.copy_room = self._make(T("Copy &room"), "copy", "")
        self.copy_curl = self._make(T("C&opy the call as curl"), "code", "Ctrl+Alt+U")
        self.copy_rows = self._make(T("Cop&y rows"), "copy", "")
        self.copy_json = self._make(T("Copy rows as &JSON"), "copy", "Ctrl+Alt+C")

    def _make_table(self) -> None:
        """What the table shows, and how."""
        self.find = self._make(T("&Filter the table"), "filter", "Ctrl+F")
        self.filter_help = self._make(T("The filter &language"), "help", "Ctrl+Shift+L")
        self.show_new = self._make(T("Show what is &new"), "call", "F5")
        self.reverse_sort = self._make(T("Reverse the s&orting"), "", "Ctrl+Alt+R")
        self.column_left = self._make(T("Move the sorted column &left"), "", "Alt+Shift+Left")
        self.column_right = self._make(T("Move the sorted column &right"), "", "Alt+Shift+Right")
        self.column_wider = self._make(T("Make the sorted column &wider"), "", "Alt+Shift+Up")
        self.column_narrower = self._make(T("Make the sorted column &narrower"), "", "Alt+Shift+Down")

    def _make_views(self) -> None:
        """The saved views."""
        self.new_view = self._make(T("Save as a &view…"), "save", "Ctrl+Alt+S")
        self.save_view = self._make(T("Save &changes of the view"), "", "")
        self.rename_view = self._make(T("Re&name the view…"), "edit", "")
        self.delete_view = self._make(T("&Delete the view…"), "delete", "")
        self.view_left = self._make(T("Move the view &left"), "", "")
        self.view_right = self._make(T("Move the view &right"), "", "")
        self.views = [self._make(T("View {number}", number=at), "", f"Ctrl+{at}") for at in range(1, 10)]
        """They are called as the views are; those without a view are hidden."""
        one_of_them = QActionGroup(self)
        for each in self.views:
            one_of_them.addAction(each)
            each.setCheckable(True)
            each.setVisible(False)

    def _make_window(self) -> None:
        """The window as a whole."""
        self.palette = self._make(T("Comman&d palette…"), "palette", "Ctrl+Shift+P")
        self.costs = self._make(T("Co&sts by day…"), "costs", "Ctrl+Shift+D")
        self.next_area = self._make(T("Ne&xt part of the window"), "", "F6")
        self.previous_area = self._make(T("&Previous part of the window"), "", "Shift+F6")
        self.reduce_motion = self._make(T("Reduce &motion"), "", "")
        self.reduce_motion.setCheckable(True)
        self.reset_layout = self._make(T("&Reset layout"), "", "")
        self.modes = self._make_modes()

    def _make_simulator(self) -> None:
        """The built-in simulator."""
        self.simulate_trouble = self._make(T("Simulate &trouble…"), "simulator", "Ctrl+Shift+T")
        self.fail_next = self._make(T("Next call &fails (HTTP 502)"), "", "")
        self.lose_next = self._make(T("Next answer is &lost"), "", "")
        self.slow_down = self._make(T("Every answer 3 s l&ate"), "", "")
        self.no_trouble = self._make(T("&No trouble"), "", "")
        self.switches = self._make(T("&Switches…"), "settings", "")

    def _make_help(self) -> None:
        """Help."""
        self.shortcuts = self._make(T("&Keyboard shortcuts"), "keyboard", "F1")
        self.errors = self._make(T("&Errors and what to do"), "help", "Shift+F1")
        self.about = self._make(T("&About RoomScribe"), "about", "")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def _name_otherwise(self) -> None:
        """What people call a command that has another name here."""
        known_as(self.new_profile, T("add account create"))
        known_as(self.profiles, T("accounts settings options preferences keys prices budget currency proxy"))
        known_as(self.costs, T("prices budget money billing spending"))
        known_as(self.start_many, T("batch table csv matrix"))
        known_as(self.open_as, T("retry repeat once more restart"))
        known_as(self.stop_all, T("all"))
        known_as(self.find, T("search"))
        known_as(self.show_new, T("refresh"))
        known_as(self.switches, T("settings options"))
        known_as(self.quit, T("exit close leave"))

    def line(self) -> QAction:
        """A dividing line for a menu."""
        action = QAction(self)
        action.setSeparator(True)
        return action

    def about_views(self) -> list[QAction]:
        """What can be done with the view that is shown."""
        moves = [self.line(), self.view_left, self.view_right]
        return [self.new_view, self.save_view, self.line(), self.rename_view, self.delete_view, *moves]

    def about_columns(self) -> list[QAction]:
        """What can be done with the column that the table is sorted by."""
        return [self.column_left, self.column_right, self.column_wider, self.column_narrower]

    def groups(self) -> list[tuple[Text, list[QAction]]]:
        """The commands that have shortcuts, by what they are about; for the list of shortcuts."""
        return [
            (T("Tasks"), self._about_tasks()),
            (T("Columns"), [self.reverse_sort, *self.about_columns()]),
            (T("Views"), [*(each for each in self.views if each.isVisible()), self.new_view]),
            (T("Form"), [self.paste, self.templates, self.save_template]),
            (T("Program"), self._about_program()),
            (T("Simulator"), [self.simulate_trouble]),
        ]

    def _about_program(self) -> list[QAction]:
        parts = [self.next_area, self.previous_area]
        return [
            self.palette,
            *parts,
            self.new_profile,
            self.profiles,
            self.costs,
            self.shortcuts,
            self.errors,
            self.quit,
        ]

    def _about_tasks(self) -> list[QAction]:
        acts = [self.start, self.start_many, self.stop, self.stop_all, self.update, self.extend, self.extend_long]
        copies = [self.copy_id, self.copy_curl, self.copy_json, self.export_csv]
        return [
            *acts,
            self.open_as,
            self.details,
            self.edit_note,
            *copies,
            self.find_tasks,
            self.find,
            self.filter_help,
            self.show_new,
        ]

    def _make(self, text: Text, icon: str, shortcut: str) -> QAction:
        action = QAction(say(text), self)
        if icon:
            action.setIcon(self._theme.icon(icon))
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        return action

    def _make_modes(self) -> QActionGroup:
        group = QActionGroup(self)
        for mode in MODES:
            action = self._make(MODE_NAMES[mode], "", "")
            action.setCheckable(True)
            action.setChecked(mode == self._theme.mode)
            action.setData(mode)
            group.addAction(action)
        return group
