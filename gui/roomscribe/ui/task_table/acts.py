"""What somebody does with rows of the table as a whole: show what waits, copy, export."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.net.redaction import Redactor
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.spawning import Spawner
from roomscribe.services.task_export import as_csv, as_json, json_lines, json_list, tsv_line
from roomscribe.ui.dialogs.file_choice import choose_to_save
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.offers import offer
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.words import say

Written = Callable[[Iterable[Task], Redactor], str]
ALWAYS_COPIED = ("tags", "notes")
"""Columns that are copied also where the table does not show them: what people wrote belongs to the row."""
AT_ONCE = 20
"""Rows between two looks at the clock: half a millisecond."""


class TableActs(QObject):
    """Connects the commands. `redactor` hides what is secret at the moment: none of it leaves, wherever it stands."""

    def __init__(self, window: MainWindow, redactor: Callable[[], Redactor], spawner: Spawner) -> None:
        super().__init__(window)
        self._window = window
        self._table = window.table
        self._redactor = redactor
        self._spawner = spawner
        self._copying = Slices(self)
        commands = window.commands
        commands.show_new.triggered.connect(self._table.show_news)
        commands.copy_rows.triggered.connect(self._on_copy_rows)
        commands.copy_json.triggered.connect(self._on_copy_json)
        commands.export_csv.triggered.connect(self._on_export_csv)
        commands.export_json.triggered.connect(self._on_export_json)
        # No shortcut of the window: in other lists and fields the key copies what is chosen there.
        key = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        commands.copy_rows.setText(f"{commands.copy_rows.text()}\t{key}")
        self._table.view.copy_requested.connect(commands.copy_rows.trigger)
        self._table.selection_changed.connect(self._offer)
        self._table.model.held_back.connect(self._offer)
        self._table.model.arranged.connect(self._offer)
        self._offer()

    def close(self) -> None:
        """Copy nothing more."""
        self._copying.drop()

    def _offer(self) -> None:
        commands, book = self._window.commands, self._table.model.book
        chosen = self._table.selection.facts.count
        for action in (commands.copy_rows, commands.copy_json):
            offer(action, None if chosen else T("Select a task first."))
        for action in (commands.export_csv, commands.export_json):
            offer(action, None if book.wanted else T("The table is empty."))
        news = bool(book.waiting or book.disorder)
        offer(commands.show_new, None if news else T("The table shows everything, in order."))

    def _on_copy_rows(self) -> None:
        shown, glance, redactor = self._table.view.columns_shown(), self._table.model.glance, self._redactor()
        columns = [COLUMNS[at] for at in shown]
        columns += [column for column in COLUMNS if column.id in ALWAYS_COPIED and column not in columns]
        titles = tsv_line([say(column.title) for column in columns], redactor)
        self._copy(
            lambda task: tsv_line([column.text(task, glance) for column in columns], redactor),
            lambda lines: titles + "".join(lines),
        )

    def _on_copy_json(self) -> None:
        redactor = self._redactor()
        self._copy(lambda task: json_lines([task], redactor)[0], json_list)

    def _copy(self, line: Callable[[Task], str], whole: Callable[[list[str]], str]) -> None:
        """Put the chosen rows on the clipboard; of thousands, a few are worked out at a time."""
        lines: list[str] = []

        def work() -> Iterator[None]:
            for number, task in enumerate(self._table.selected(), 1):
                lines.append(line(task))
                if number % AT_ONCE == 0:
                    yield

        self._copying.begin(work(), lambda: QGuiApplication.clipboard().setText(whole(lines)))

    def _on_export_csv(self) -> None:
        self._export("tasks.csv", T("CSV tables"), as_csv, "utf-8-sig")  # the mark tells spreadsheets that it is UTF-8

    def _on_export_json(self) -> None:
        self._export("tasks.json", T("JSON files"), as_json, "utf-8")

    def _export(self, name: str, kind: Text, written: Written, encoding: str) -> None:
        self._table.model.flush()
        tasks = self._table.model.book.in_order()
        title = T("Export {count} tasks", count=len(tasks)) if len(tasks) != 1 else T("Export 1 task")
        self._spawner.spawn(self._ask_and_write(title, name, kind, tasks, written, encoding), name="export tasks")

    async def _ask_and_write(
        self, title: Text, name: str, kind: Text, tasks: Sequence[Task], written: Written, encoding: str
    ) -> None:
        pattern = f"*{Path(name).suffix}"
        path = await choose_to_save(title, [(kind, pattern)], name, self._window)
        if path is None:
            return
        redactor = self._redactor()

        def write() -> None:
            replace_file(path, written(tasks, redactor).encode(encoding, "replace"))

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            why = error.strerror or str(error)
            self._tell(T("The tasks could not be written to {path}: {why}.", path=path, why=why), Grade.BAD)
            return
        one = T("1 task was written to {path}.", path=path)
        many = T("{count} tasks were written to {path}.", count=len(tasks), path=path)
        self._tell(one if len(tasks) == 1 else many, Grade.INFO)

    def _tell(self, text: Text, grade: Grade) -> None:
        self._window.show_notice(Notice(grade=grade, text=text, key="export"))
