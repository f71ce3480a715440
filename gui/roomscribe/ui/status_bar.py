"""The status bar: live tasks, free request rate, the clock, and where secrets are kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.lengths import short
from roomscribe.domain.text import T, Text
from roomscribe.services.rates import Budget
from roomscribe.services.skew import FOLLOWED
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.ui.budget_words import budget_text, budget_tip, budget_tone
from roomscribe.ui.dialogs.connection_words import clock_words, time_words
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

TICK_MS = 1000
EXACT = 2.0
"""Seconds by which a clock may differ and still be called exact: answers carry whole seconds."""


class StatusBar(QStatusBar):
    """Facts that are looked up every second; the one about secrets can be pressed."""

    secrets_requested = Signal()

    def __init__(
        self,
        *,
        store: TaskStore,
        budget: Callable[[], Budget],
        clock_skew: Callable[[], float | None],
        vault: Vault,
        clock: Clock,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._budget = budget
        self._clock_skew = clock_skew
        self._vault = vault
        self._clock = clock
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(metrics.HALF_GAP, 0, metrics.HALF_GAP, 0)
        self.setMinimumHeight(metrics.CONTROL)
        self.live = Fact(theme, "live", self)
        self.rate = Fact(theme, "rate", self)
        self.skew = Fact(theme, "clock", self)
        self.secrets = Fact(theme, "key", self, leads=True)
        for fact in (self.live, self.rate, self.skew, self.secrets):
            self.addWidget(fact)
        self.secrets.clicked.connect(self.secrets_requested)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        self._forget = vault.subscribe(self._show_secrets)
        self.refresh()

    def add_fact(self, icon: str) -> Fact:
        """One more, which leads to what it tells of; whoever adds it shows and hides it."""
        fact = Fact(self._theme, icon, self, leads=True)
        self.insertWidget(1, fact)  # beside what runs
        fact.hide()
        return fact

    def close_down(self) -> None:
        """Look nothing up any more; before the window goes."""
        self._forget()
        self._tick.stop()

    def refresh(self) -> None:
        """Look everything up."""
        self._show_live()
        self._show_rate()
        self._show_skew()
        self._show_secrets()

    def _show_live(self) -> None:
        live, now = self._store.live(), self._clock.now()
        # Only these can be loud; asking all of ten thousand how they look would take longer than a frame.
        worries = sum(look_of(task, now).loud for task in self._store.doubtful())
        if worries:
            text = T("{count} live, {worries} not confirmed", count=len(live), worries=worries)
            tip = T("A bot may be running that nobody has confirmed. Sort the table by state to find it.")
            self.live.show_fact(text, "bad", tip)
        else:
            tip = T("Tasks that run or may run, and may be billed.")
            self.live.show_fact(T("{count} live", count=len(live)), "ok" if live else "dim", tip)

    def _show_rate(self) -> None:
        budget = self._budget()
        self.rate.setVisible(budget.permitted > 0)
        self.rate.show_fact(budget_text(budget), budget_tone(budget), budget_tip(budget))

    def _show_skew(self) -> None:
        skew = self._clock_skew()
        self.skew.setVisible(skew is not None)
        if skew is None:
            return
        tip = T("This computer's clock compared with the vendors' answers. Vendors refuse requests when it is far off.")
        if abs(skew) <= EXACT:
            self.skew.show_fact(T("clock exact"), "ok", tip)
        elif abs(skew) <= FOLLOWED:
            self.skew.show_fact(T("clock {time} off", time=short(round(abs(skew)))), "warn", tip)
        else:
            tip = T(
                "{difference} Requests and signatures carry the vendor's time instead, as long as the console runs. "
                "Times in the window are still this computer's: set its clock.",
                difference=clock_words(skew),
            )
            self.skew.show_fact(T("clock {time} off, allowed for", time=time_words(abs(skew))), "warn", tip)

    def _show_secrets(self) -> None:
        status = self._vault.status
        if status.persistent:
            tip = T("They are in the keyring of this computer and nowhere else.")
            self.secrets.show_fact(T("secrets in {backend}", backend=status.backend), "ok", tip)
        else:
            self.secrets.show_fact(T("secrets are kept for this session only"), "warn", status.text)


class Fact(QToolButton):
    """An icon and a few words. A button, because that repaints its icon when the theme changes."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget, *, leads: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._tone = ""
        set_role(self, Role.STATUS_LINK if leads else Role.STATUS)
        if not leads:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))

    def show_fact(self, text: Text, tone: str, tip: Text) -> None:
        """Show it; nothing is repainted where nothing changed."""
        words = say(text)
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(words)
        if self._tone != tone:
            self._tone = tone
            self.setIcon(self._theme.icon(self._icon, tone))
        self.setToolTip(say(tip))
