"""The dialog that shows and turns the simulator's switches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import SimulatorControl, SwitchState
from roomscribe.services.spawning import Spawner
from roomscribe.simulator.switches import BadSwitch
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.simulator.switch_model import SwitchModel, shown
from roomscribe.ui.simulator.switch_view import SwitchFilter, SwitchView
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say

WIDTH = 1100
States = tuple[SwitchState, ...]


class SwitchDialog(WritingDialog):
    """What the vendors leave open: every change holds from the next call on, until the program ends."""

    def __init__(
        self, control: SimulatorControl, *, spawner: Spawner, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(T("Switches of the simulator"), spawner, width=WIDTH, scrolls=False, parent=parent)
        self._control = control
        self.model = SwitchModel(self)
        self.filter = SwitchFilter(self.model, self)
        self.view = SwitchView(self.filter, theme)
        self.search = QLineEdit()
        self.only_changed = QCheckBox(say(T("Only changed ones")))
        self._nothing = EmptyState(theme, "filter", say(T("No switch fits. Search for other words.")))
        self._pages = QStackedWidget()
        self._about = label("", Role.NOTE)
        self._banner = Banner(theme)
        self.reset, self.reset_all = button(T("Reset")), button(T("Reset all"))
        self._close = button(T("Close"), Role.PRIMARY)
        self._looking = self.own(spawner)
        self._theme = theme
        self._lay_out()
        self._connect()
        self._looking.start(self._show(control.switches), name="look at the switches")

    def _lay_out(self) -> None:
        intro = T("What the vendors' documents leave open or contradict. A change holds from the next call on.")
        self.search.setPlaceholderText(say(T("Search names and meanings")))
        self.search.setAccessibleName(say(T("Search the switches")))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(self._theme.icon("filter", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        above = QHBoxLayout()
        above.setSpacing(metrics.PANEL)
        above.addWidget(self.search, 1)
        above.addWidget(self.only_changed)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        # Room for two lines, so that nothing moves when another switch is chosen.
        self._about.setMinimumHeight(2 * self._about.fontMetrics().lineSpacing())
        self._about.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(label(say(intro), Role.DIM))
        self.body.addLayout(above)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._about)
        self.status.addWidget(self._banner)
        self.add_buttons(self._close, left=(self.reset, self.reset_all))
        # Enter ends a search or opens an editor here; it must not close the dialog under somebody's hands.
        self._close.setDefault(False)
        self._close.setAutoDefault(False)
        self._offer()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.view.setFocus)
        self.only_changed.toggled.connect(self._on_only_changed)
        self.model.wished.connect(self._on_wished)
        self.model.dataChanged.connect(self._offer)
        self.view.selectionModel().selectionChanged.connect(self._offer)
        self.filter.rowsInserted.connect(self._offer)
        self.filter.rowsRemoved.connect(self._offer)
        self.filter.modelReset.connect(self._offer)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        self._close.clicked.connect(self.accept)

    def _on_search(self, text: str) -> None:
        self.filter.set_words(text)
        self._offer()

    def _on_only_changed(self, only: bool) -> None:
        self.filter.set_changed_only(only)
        self._offer()

    def _on_wished(self, name: str, value: object) -> None:
        self.write(partial(self._show, lambda: self._control.set_switches({name: value})), name="turn a switch")

    def _on_reset(self) -> None:
        if (state := self.view.chosen()) is not None:
            self._on_wished(state.switch.name, state.switch.default)

    def _on_reset_all(self) -> None:
        self.write(partial(self._show, self._control.reset_switches), name="reset the switches")

    async def _show(self, ask: Callable[[], Awaitable[States]]) -> None:
        try:
            states = await ask()
        except BadSwitch as refusal:
            title = T("{name} was not changed", name=refusal.at)
            self.stay()
            self._banner.show_message(Tone.WARN, say(title), refusal.error)
            self.fit()
            return
        if not self._banner.isHidden():
            self._banner.hide()
            self.fit()
        self.model.show(states)
        self._offer()

    def _offer(self) -> None:
        self._pages.setCurrentWidget(self.view if self.filter.rowCount() or not self.model.rows else self._nothing)
        state = self.view.chosen()
        nothing = "" if state else say(T("Select a switch first."))
        usual = "" if state and state.changed else say(T("It has its default."))
        set_enabled_because(self.reset, nothing or usual)
        all_usual = "" if any(each.changed for each in self.model.rows) else say(T("All have their defaults."))
        set_enabled_because(self.reset_all, all_usual)
        self._about.setText(_about(state))


def _about(state: SwitchState | None) -> str:
    if state is None:
        return say(T("Select a switch to read what it means; press Enter to change it."))
    switch = state.switch
    takes = T("Takes {values}; the default is {value}.", values=switch.allowed, value=shown(switch.default))
    return f"{switch.meaning} ({switch.source})\n{say(takes)}"
