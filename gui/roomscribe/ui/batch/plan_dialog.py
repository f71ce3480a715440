"""The window in which a batch is put together: where its rows come from, what each would start, and what is wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from roomscribe.domain.batch import Matrix, PlannedRow
from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import RUN_TIME
from roomscribe.domain.sheet import LARGEST, NoSheet, Sheet, read_sheet, read_text
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import turn
from roomscribe.services.batch_columns import CASE as CASE_COLUMN
from roomscribe.services.batch_cost import PlannedCost, Total
from roomscribe.services.batch_matrix import MatrixReading
from roomscribe.services.batch_plan import Base, Planner
from roomscribe.services.templates import Kept
from roomscribe.ui.batch.column_news import ColumnNews
from roomscribe.ui.batch.file_drops import FileDrops
from roomscribe.ui.batch.finding_cells import FindingCells
from roomscribe.ui.batch.plan_foot import PlanFoot
from roomscribe.ui.batch.plan_model import (
    BOT,
    CASE,
    FOUND,
    LANGUAGES,
    LINE,
    MINUTES,
    NUMBER,
    ROOM,
    PlanModel,
)
from roomscribe.ui.batch.plan_words import languages_title
from roomscribe.ui.batch.row_detail import RowDetail
from roomscribe.ui.batch.rows_or_message import RowsOrMessage
from roomscribe.ui.batch.slices import Slice, go_through
from roomscribe.ui.batch.sources import FILE, MATRIX, Sources
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.file_choice import choose_to_open
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.message_dialog import confirm_discarding
from roomscribe.ui.dialogs.parts import Banner, CalmComboBox, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.first_few import first_few
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

WIDTH = 1080
ROWS_IN_SIGHT = 9
SHOWN_EACH = 0.05
"""Seconds between two times that rows are shown: each time all in sight are painted."""
Each = TypeVar("Each")
Begin = Callable[[str, Sequence[PlannedRow]], Awaitable[bool]]
LEAST_ROWS = 3
"""Rows in sight, whatever stands above and below them, where other tables have one more: on a small screen that makes
room for the last word."""
LINES_SHOWN = 6
"""Columns, or languages, that can't be used and have a line of their own, as each has its reason; more are only
counted."""
MOST = {CASE: "m" * 9, ROOM: "m" * 9, BOT: "m" * 9, LANGUAGES: "m" * 10}
"""By column: the text whose width it has at most; the rest is for what is wrong."""
TABLES = ((T("Tables"), "*.csv *.tsv *.txt *.json"), (T("All files"), "*"))


class PlanDialog(FramedDialog):
    """Accepted once the rows have begun, none of which has a problem; until then nothing typed is lost."""

    def __init__(
        self,
        tools: BatchTools,
        draft: Draft,
        profile: Profile,
        templates: tuple[Kept, ...] = (),
        *,
        begin: Begin,
        parent: QWidget | None = None,
    ) -> None:
        """`draft` is the form's, of `profile`; `templates` are those of its service.

        `begin` starts these rows under a title, and returns whether it has: the person may not be sure. It may raise
        `BadRequest`.
        """
        super().__init__(T("Start many tasks"), width=WIDTH, scrolls=False, parent=parent)
        self._tools, self._profile, self._begin = tools, profile, begin
        self._generation = tools.registry.generation(profile.generation)
        self._bases = [Base.of_form(draft, profile, self._generation)]
        self._bases += [Base(template=each.template) for each in templates]
        self.base = CalmComboBox()
        self.base.setAccessibleName(say(T("Every row begins with")))
        self.base.addItem(say(T("The form as it stands")))
        for each in templates:
            self.base.addItem(tools.theme.icon("template"), each.template.name)
        self.sources = Sources()
        self.model = PlanModel(self)
        self.view = PlainTable(
            self.model, tools.theme, T("Rows"), rows_in_sight=ROWS_IN_SIGHT, least_in_sight=LEAST_ROWS
        )
        self._empty = EmptyState(tools.theme, "batch", say(T("Every row is shown here before anything is sent.")))
        self._blank = QWidget()
        self._pages = RowsOrMessage()
        self._planned_cost = self._no_cost()
        self.detail = RowDetail(tools.theme)
        self.foot = PlanFoot()
        self._progress = QProgressBar()
        self.banner = Banner(tools.theme)
        self.columns = ColumnNews(self.banner)
        cancel, self.start = button(T("Cancel")), button(T("Start tasks"), Role.PRIMARY)
        self.reading = False
        """Rows are being looked through."""
        self._stuck = False
        """Nothing of the table can be used as it is."""
        self._beginning = False
        """The rows are being begun: there is no way back until that has come to something."""
        self._work = self.own(tools.spawner)
        self._asking = self.own(tools.spawner)
        self._lay_out()
        self.add_buttons(cancel, self.start)
        cancel.clicked.connect(self.reject)
        self._connect()
        self._look()
        self.sources.choose.setFocus()

    def done(self, result: int) -> None:
        self.sources.stop()
        super().done(result)

    def reject(self) -> None:
        if self._beginning or self._asking.running:
            return
        if self.sources.written:
            self._asking.start(self._ask_to_discard(), name="ask before typed values are lost")
        else:
            super().reject()

    async def _ask_to_discard(self) -> None:
        if await confirm_discarding(self._tools.theme, T("Nothing of it is started, and none of it is kept."), self):
            super().reject()

    def _lay_out(self) -> None:
        about = label(say(T("Every row begins with")), Role.STRONG)
        about.setBuddy(self.base)
        about.setWordWrap(False)
        top = QHBoxLayout()
        top.setSpacing(metrics.PANEL)
        top.addWidget(about)
        top.addWidget(self.base, 1)
        words = T("and is started with “{name}”.", name=self._profile.name)
        role = Role.ERROR if self._profile.production else Role.DIM
        top.addWidget(label(say(words), role), 1)
        for page in (self.view, self._empty, self._blank):
            self._pages.addWidget(page)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(say(T("Looking through the rows")))
        self.body.addLayout(top)
        self.body.addWidget(self.sources)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.foot)
        self.status.addWidget(self._progress)
        self.status.addWidget(self.banner)
        for place, text in {NUMBER: "00000", LINE: "00000", MINUTES: "00000 min", **MOST}.items():
            self.view.size_column(place, text)
        self.view.stretch_column(FOUND)
        self.view.setItemDelegateForColumn(FOUND, FindingCells(self._tools.theme, self.view))

    def _connect(self) -> None:
        self.base.currentIndexChanged.connect(self.read)
        self.sources.changed.connect(self.read)
        self.sources.typed.connect(self._look_at_start)
        self.sources.file_wanted.connect(self._on_file_wanted)
        FileDrops(self).dropped.connect(self.sources.set_file)
        self.view.selectionModel().selectionChanged.connect(self._show_detail)
        # A reset takes the choice away and tells only that it is one.
        self.model.modelReset.connect(self._show_detail)
        self.foot.shown_changed.connect(self._on_shown_changed)
        self.foot.left_out_changed.connect(self._look)
        self.columns.left_out.connect(self._on_columns_left_out)
        self.start.clicked.connect(self._on_start)

    def _on_file_wanted(self) -> None:
        self._asking.start(self._choose(), name="choose a table")

    async def _choose(self) -> None:
        path = await choose_to_open(T("Choose a table"), TABLES, self)
        if path is not None:
            self.sources.set_file(path)

    # Reading

    def read(self) -> None:
        """Look through what is chosen, from the beginning."""
        self.sources.stop()
        self.banner.hide()
        self.columns.forget()
        self.foot.uncheck()
        self.model.clear(self._generation)
        self._planned_cost = self._no_cost()
        self._stuck = False
        self.reading = not self.sources.empty()
        if self.reading:
            self._work.start(self._read(), name="read a table")
        else:
            self._work.cancel()
        self._look()

    async def _read(self) -> None:
        try:
            rows = await self._planned()
            if rows is not None:
                await self._fill(rows)
        except NoSheet as failure:
            self._refuse(T("This can't be used as a table"), failure.reason)
        except OSError as error:
            self._refuse(T("The file can't be opened"), Text("{why}", {"why": error.strerror or error}))
        self.reading = False
        self._look()

    async def _planned(self) -> Iterator[PlannedRow] | None:
        """The rows, to be made one by one; None where the table can't be used."""
        planner = Planner(
            self._bases[self.base.currentIndex()],
            self._profile,
            registry=self._tools.registry,
            launcher=self._tools.launcher,
            live=self._tools.store.live(),
            labels={each.key: say(each.label) for each in self._generation.fields},
            headings=self._headings(),
        )
        if self.sources.currentIndex() == MATRIX:
            matrix = await self._matrix()
            return planner.matrix(matrix) if matrix is not None else None
        sheet = await self._sheet()
        columns = planner.columns(sheet)
        self._stuck = not self.columns.usable(columns, (self.sources.currentIndex(), self.sources.file, sheet.columns))
        return planner.rows(sheet, columns)

    async def _matrix(self) -> Matrix | None:
        """The combinations that were typed; None where they can't be used."""
        try:
            reading = MatrixReading(self.sources.typed_matrix(), self._generation.languages)
            await go_through(reading.steps())
            if not reading.problems:
                return reading.matrix()
            self._refuse_all(languages_title(len(reading.problems)), reading.problems, say)
        except NoSheet as failure:
            self._refuse(T("The matrix is too large"), failure.reason)
        return None

    def _headings(self) -> dict[str, str]:
        """What the columns of this window's own table are called, by the keys of what stands in them."""
        own = self._generation
        places = {own.room_key: ROOM, own.bot_key: BOT, CASE_COLUMN: CASE, RUN_TIME.key: MINUTES}
        return {key: say(PlanModel.HEADERS[place]) for key, place in places.items()}

    async def _sheet(self) -> Sheet:
        path = self.sources.file
        if self.sources.currentIndex() == FILE and path is not None:
            return await asyncio.to_thread(_from_file, path)
        return await asyncio.to_thread(read_text, self.sources.pasted.toPlainText())

    async def _fill(self, rows: Iterator[PlannedRow]) -> None:
        made: list[PlannedRow] = []
        work, shown = Slice(), 0.0
        for row in rows:
            made.append(row)
            if not row.problems:
                self._planned_cost.add(row)
            if work.over:
                await work.end()
                if time.perf_counter() - shown > SHOWN_EACH:
                    self.model.append(made)
                    self._look()
                    made = []
                    await turn()
                    shown = time.perf_counter()
                    work.begin()
        self.model.append(made)
        await turn()
        self.view.fit_columns(self.model, MOST)

    def _refuse(self, title: Text, reason: Text) -> None:
        self._stuck = True
        self.banner.show_message(Tone.BAD, say(title), say(reason))

    def _refuse_all(self, title: Text, refused: Sequence[Each], words: Callable[[Each], str]) -> None:
        """Of thousands only those are written out that are shown."""
        self._refuse(title, Text("{lines}", {"lines": "\n".join(first_few(refused, LINES_SHOWN, words))}))

    # Showing

    def _no_cost(self) -> PlannedCost:
        return PlannedCost(self._profile, self._generation, self._tools.costs)

    def total(self) -> Total:
        """What the rows without problems cost."""
        return self._planned_cost.total()

    def _good(self) -> int:
        return len(self.model.rows) - self.model.wrong

    def _look(self) -> None:
        rows, wrong, remarked = len(self.model.rows), self.model.wrong, self.model.remarked
        self._pages.setCurrentWidget(self.view if rows else self._blank if self._stuck else self._empty)
        self._pages.updateGeometry()
        self._progress.setVisible(self.reading)
        self.view.setColumnHidden(CASE, not self.model.named)
        self.view.setColumnHidden(LINE, self.sources.currentIndex() == MATRIX)
        self._show_detail()
        self.foot.show_sums(rows, wrong, remarked, self.total())
        good = self._good()
        act = T("Start tasks") if not good else T("Start 1 task") if good == 1 else T("Start {count} tasks", count=good)
        self.start.setText(say(act))
        self._look_at_start()

    def _look_at_start(self) -> None:
        why_not = self._why_not(len(self.model.rows), self.model.wrong)
        set_enabled_because(self.start, say(why_not) if why_not is not None else "")

    def _show_detail(self) -> None:
        self.detail.show_row(self.model.row(self.view.current_row()))

    def _on_shown_changed(self) -> None:
        self.model.show_only(wrong=self.foot.only_wrong.isChecked(), remarked=self.foot.only_remarked.isChecked())
        self.view.scrollToTop()  # what was in sight is elsewhere now

    def _on_columns_left_out(self) -> None:
        self._stuck = False
        self._look()
        (self.start if self.start.isEnabled() else self.view).setFocus()

    def _why_not(self, rows: int, wrong: int) -> Text | None:
        if self.reading or self.sources.typing:
            return T("The rows are still being looked through.")
        if self._stuck:
            offered = T("Correct the table, or leave these columns out.")
            return offered if self.columns.offering else T("Correct the table first.")
        if not rows:
            return T("Choose where the rows come from.")
        if self._beginning:
            return T("They are being started.")
        if not self._good():
            return T("The row has a problem.") if rows == 1 else T("Every row has a problem.")
        if wrong and not self.foot.leave_out.isChecked():
            return T("Correct the rows with problems, or leave them out.")
        return None

    def _on_start(self) -> None:
        if not self._beginning:
            self._beginning = True
            self._look()
            self._tools.spawner.spawn(self._start(), name="begin a batch")

    async def _start(self) -> None:
        rows = [row for row in self.model.rows if not row.problems]
        try:
            begun = await self._begin(self.sources.title(), rows)
        except BadRequest as refusal:
            self.banner.show_message(Tone.BAD, say(T("The batch could not be started")), say(refusal.message))
            return
        finally:
            self._beginning = False
            self._look()
            self.start.setFocus()
        if begun:
            self.accept()


def _from_file(path: Path) -> Sheet:
    with path.open("rb") as file:
        return read_sheet(file.read(LARGEST + 1))  # enough to see that it is too large
