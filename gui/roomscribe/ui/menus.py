"""Which command stands in which menu, and in which order."""

from __future__ import annotations

from PySide6.QtGui import QAction

from roomscribe.domain.text import T
from roomscribe.ui.commands import Commands
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.top_bar import TopBar
from roomscribe.ui.words import say


def fill_menus(bar: TopBar, commands: Commands, table: TaskTable) -> list[QAction]:
    """Fill the bar's menus; returns what can be done with a task, for the table's own menu."""
    acts = _acts(commands)
    exports = [commands.export_csv, commands.export_json, commands.line()]
    bar.add_menu(say(T("&File")), [commands.new_profile, commands.profiles, commands.line(), *exports, commands.quit])
    elsewhere = [commands.templates, commands.save_template, commands.paste, commands.open_form_as]
    elsewhere.append(commands.find_tasks)
    guards = [commands.stop_all, commands.watchdog]
    task = bar.add_menu(
        say(T("&Task")),
        [commands.start, commands.start_many, *acts, commands.line(), *elsewhere, commands.line(), *guards],
    )
    task.setToolTipsVisible(True)  # why something cannot be done stands in the tips
    _fill_view_menu(bar, commands, table)
    quick = [commands.fail_next, commands.lose_next, commands.slow_down, commands.no_trouble]
    ordered = [commands.simulate_trouble, commands.line(), *quick, commands.line(), commands.switches]
    bar.set_simulator_menu(bar.add_menu(say(T("S&imulator")), ordered))
    bar.add_menu(say(T("&Help")), [commands.shortcuts, commands.filter_help, commands.errors, commands.about])
    return acts


def _acts(commands: Commands) -> list[QAction]:
    return [
        commands.stop,
        commands.close_lost,
        commands.update,
        commands.extend,
        commands.extend_long,
        commands.open_as,
        commands.line(),
        commands.details,
        commands.edit_note,
        commands.explain,
        commands.copy_id,
        commands.copy_room,
        commands.copy_curl,
        commands.copy_rows,
        commands.copy_json,
    ]


def _fill_view_menu(bar: TopBar, commands: Commands, table: TaskTable) -> None:
    finds = [commands.palette, commands.find, commands.show_new]
    view = bar.add_menu(say(T("&View")), [*finds, commands.costs, commands.line()])
    views = view.addMenu(say(T("Sa&ved views")))
    views.addActions([*commands.views, commands.line(), *commands.about_views()])
    view.addMenu(say(T("&Theme"))).addActions(commands.modes.actions())
    sorting = view.addMenu(say(T("Sort &by")))
    table.sorting.fill(sorting)
    sorting.addActions([commands.line(), commands.reverse_sort])
    columns = view.addMenu(say(T("&Columns")))
    table.arrangement.fill(columns)
    columns.addActions([commands.line(), *commands.about_columns()])
    columns.setToolTipsVisible(True)  # why something cannot be done stands in the tips
    table.groups.fill(view.addMenu(say(T("&Groups"))))
    parts = [commands.next_area, commands.previous_area, commands.line()]
    view.addActions([*parts, commands.reduce_motion, commands.line(), commands.reset_layout])
