"""The dialog that orders troubles, and shows and takes back those that wait."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.services.spawning import Spawner
from roomscribe.simulator.faults import BadFault
from roomscribe.ui.dialogs.parts import Banner, Tone, button, column, label, set_enabled_because
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.simulator.trouble_form import TroubleForm
from roomscribe.ui.simulator.trouble_table import TroubleModel, TroubleTable
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say

WIDTH = 1100
FORM_WIDTH = 440
LOOK_EVERY = 0.5
"""Seconds: troubles happen while one looks."""


class TroubleDialog(WritingDialog):
    """What is added here holds until it has happened, also after the dialog is closed."""

    def __init__(
        self, control: SimulatorControl, *, spawner: Spawner, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(T("Simulate trouble"), spawner, width=WIDTH, parent=parent)
        self._control = control
        self.form = TroubleForm(control.calls)
        self.model = TroubleModel(self)
        self.table = TroubleTable(self.model, theme)
        self._nothing = EmptyState(theme, "receipt", say(T("No trouble waits. Every call works.")))
        self._pages = QStackedWidget()
        self._banner = Banner(theme)
        self.add = button(T("Add trouble"), Role.PRIMARY)
        self.take_back = button(T("Take back"))
        self.clear = button(T("Take all back"))
        self._close = button(T("Close"))
        self._looking = self.own(spawner)
        self._lay_out()
        self._connect()
        self._looking.start(self._look_again_and_again(), name="look at the troubles")

    def _lay_out(self) -> None:
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.table)
        self.form.setFixedWidth(FORM_WIDTH)
        left = column(label(say(T("New trouble")), Role.SECTION), self.form)
        left.addStretch(1)
        waiting = column(label(say(T("Waiting to happen")), Role.SECTION))
        waiting.addWidget(self._pages, 1)
        both = QHBoxLayout()
        both.setSpacing(metrics.CARD)
        both.addLayout(left)
        both.addLayout(waiting, 1)
        self.body.addLayout(both, 1)
        self.status.addWidget(self._banner)
        self.add_buttons(self._close, self.add, left=(self.take_back, self.clear))
        self._offer()

    def _connect(self) -> None:
        self.form.kind.currentIndexChanged.connect(self.fit)
        self.add.clicked.connect(self._on_add)
        self.take_back.clicked.connect(self._on_take_back)
        self.clear.clicked.connect(self._on_clear)
        self._close.clicked.connect(self.accept)
        self.table.selectionModel().selectionChanged.connect(self._offer)

    def _on_add(self) -> None:
        data = self.form.data()
        if data is None:
            self.fit()  # the form now says what is missing
            return
        self.write(partial(self._add, data), name="add a trouble")

    async def _add(self, data: dict[str, object]) -> None:
        try:
            await self._control.add_trouble(data)
        except BadFault as refusal:  # the form asks for nothing that is refused; a newer simulator might
            self.stay()
            self._banner.show_message(Tone.BAD, say(T("The trouble was not added")), refusal.error, refusal.at)
            self.fit()
            return
        self._banner.hide()
        await self._look()

    def _on_take_back(self) -> None:
        self.write(partial(self._take_back, self.table.chosen()), name="take a trouble back")

    async def _take_back(self, ids: list[int]) -> None:
        for each in ids:
            await self._control.take_back(each)
        await self._look()

    def _on_clear(self) -> None:
        self.write(self._clear, name="take all troubles back")

    async def _clear(self) -> None:
        await self._control.clear_troubles()
        await self._look()

    async def _look_again_and_again(self) -> None:
        while True:
            await self._look()
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        self.model.show(await self._control.troubles())
        self._pages.setCurrentWidget(self.table if self.model.rows else self._nothing)
        self._offer()

    def _offer(self) -> None:
        nothing = "" if self.model.rows else say(T("No trouble waits."))
        none_chosen = "" if self.table.chosen() else say(T("Select a trouble first."))
        set_enabled_because(self.take_back, nothing or none_chosen)
        set_enabled_because(self.clear, nothing)
