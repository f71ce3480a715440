"""The part of a profile about money: its prices where they differ from the vendor's, and its budget."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from roomscribe.domain.money import PriceItem, Tariff, currency_problem
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import button, column, label, set_enabled_because
from roomscribe.ui.dialogs.price_rules import PriceTexts, price_key, price_problems
from roomscribe.ui.dialogs.rows import Row, Rows, focus_row, set_problems
from roomscribe.ui.layouts import filling_column, filling_row
from roomscribe.ui.money_words import source_words, unit_words
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say

LINE_WIDTH = 4 * metrics.CONTROL


class PriceRows(QWidget):
    """An empty line stands for the vendor's own price, which it shows; so clearing a line takes a price back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tariff: Tariff | None = None
        self._rows: dict[str, Row] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._units: dict[str, QLabel] = {}
        self._typed: dict[str, str] = {}
        """Everything typed so far, also for items that are not shown now."""
        self._page: Rows | None = None
        self._currency, self._speakers, self._budget = QLineEdit(), QLineEdit(), QLineEdit()
        self._budget_unit = _unit()
        self._stops = QCheckBox(say(T("Stop this account's tasks when it is spent")))
        self._reset = button(T("Use the vendor's prices"))
        self._source = label("", Role.NOTE)
        head, foot = Rows(), Rows()
        head.section(T("Prices and budget")).setContentsMargins(0, metrics.GAP, 0, 0)
        head.wide(self._source)
        self._build(foot)
        self._layout = filling_column(self, metrics.GAP)
        self._layout.addWidget(head)
        self._layout.addWidget(foot)
        self._connect()

    def _build(self, rows: Rows) -> None:
        self._rows["currency"] = rows.row(T("Currency"), _beside(self._currency, self._reset), focus=self._currency)
        self._speakers.setPlaceholderText("1")
        self._rows["speakers"] = rows.row(
            T("Speakers"),
            _beside(self._speakers),
            T("Costs are estimated as if so many people talked all the time."),
            focus=self._speakers,
        )
        self._budget.setPlaceholderText(say(T("none")))
        money = column(_beside(self._budget, self._budget_unit), self._stops, spacing=metrics.HALF_GAP)
        cell = QWidget()
        cell.setLayout(money)
        self._rows["budget"] = rows.row(
            T("Budget for a day"),
            cell,
            T("What this account's tasks may cost on one day. You are warned at 80 % and at 100 %."),
            focus=self._budget,
        )

    def _connect(self) -> None:
        for line in (self._currency, self._speakers, self._budget):
            line.textEdited.connect(self._on_changed)
        self._stops.toggled.connect(self._on_changed)
        self._reset.clicked.connect(self._on_reset)

    def set_tariff(self, tariff: Tariff | None) -> None:
        """Show the prices of this cloud."""
        self._remember()
        self._tariff = tariff
        if self._page is not None:
            self._layout.removeWidget(self._page)
            self._page.deleteLater()
        for key in self._lines:
            del self._rows[price_key(key)]
        self._lines, self._units = {}, {}
        self._page = page = Rows()
        for item in tariff.items if tariff else ():
            self._add(page, item)
        self._layout.insertWidget(1, page)
        self._source.setText(
            source_words(tariff) if tariff else say(T("This vendor tells no prices, so no cost is estimated."))
        )
        self._look()

    def _add(self, page: Rows, item: PriceItem) -> None:
        line, unit = QLineEdit(), _unit()
        line.setText(self._typed.get(item.id, ""))
        line.setPlaceholderText(f"{item.price:f}" if item.price is not None else say(T("unknown")))
        line.textEdited.connect(self._on_changed)
        self._lines[item.id], self._units[item.id] = line, unit
        self._rows[price_key(item.id)] = page.row(item.label, _beside(line, unit), focus=line)

    def stops(self) -> list[QWidget]:
        """The lines that take the keyboard's focus and were made anew, in visual order."""
        return [*self._lines.values()]

    @property
    def first_fixed(self) -> QWidget:
        """What Tab visits after them."""
        return self._currency

    def set_profile(self, profile: Profile) -> None:
        """Show a profile's prices and budget."""
        texts = PriceTexts.of(profile)
        self._typed = dict(texts.prices)
        for key, line in self._lines.items():
            line.setText(texts.prices.get(key, ""))
        self._currency.setText(texts.currency)
        self._speakers.setText(texts.speakers)
        self._budget.setText(texts.budget)
        self._stops.setChecked(texts.budget_stops)
        self._look()

    def texts(self) -> PriceTexts:
        """What stands there now."""
        return PriceTexts(
            prices={key: line.text() for key, line in self._lines.items() if line.text().strip()},
            currency=self._currency.text().strip(),
            speakers=self._speakers.text(),
            budget=self._budget.text(),
            budget_stops=self._stops.isChecked(),
        )

    def problems(self) -> dict[str, Text]:
        """Everything wrong, by row."""
        return price_problems(self.texts(), self._tariff)

    def show_problems(self, problems: Mapping[str, Text]) -> None:
        """Show these at their rows, and nothing at the others."""
        set_problems(self._rows, problems)

    def focus(self, key: str) -> None:
        """Put the keyboard into a row, if it is here."""
        focus_row(self._rows, key)

    def _remember(self) -> None:
        self._typed.update({key: line.text() for key, line in self._lines.items()})

    def _on_changed(self) -> None:
        if (upper := self._currency.text().upper()) != self._currency.text():
            self._currency.setText(upper)
        self._look()
        self.changed.emit()

    def _on_reset(self) -> None:
        for line in (*self._lines.values(), self._currency):
            line.clear()
        self._typed = {}
        self._on_changed()

    def _look(self) -> None:
        listed = self._tariff.currency if self._tariff else ""
        typed = self._currency.text().strip()
        # What is no currency stands in its own line alone, with what is wrong with it.
        currency = "" if typed and currency_problem(typed) else typed or listed
        self._currency.setPlaceholderText(listed or say(T("unknown")))
        for item in self._tariff.items if self._tariff else ():
            self._units[item.id].setText(_per(item, currency))
        self._budget_unit.setText(currency)
        own = any(line.text() for line in (*self._lines.values(), self._currency))
        self._reset.setText(say(T("Use the vendor's prices") if listed else T("Clear the prices")))
        set_enabled_because(self._reset, "" if own else say(T("There is no price of this account's own.")))
        self.show_problems(self.problems())


def _per(item: PriceItem, currency: str) -> str:
    unit = unit_words(item)
    if not currency:
        return say(T("per {unit}", unit=unit))
    return say(T("{currency} per {unit}", currency=currency, unit=unit))


def _unit() -> QLabel:
    made = QLabel()
    set_role(made, Role.DIM)
    return made


def _beside(line: QLineEdit, *more: QWidget) -> QWidget:
    """A short line with what belongs to it at its right."""
    line.setFixedWidth(LINE_WIDTH)
    cell = QWidget()
    row = filling_row(cell, metrics.GAP)
    for widget in (line, *more):
        row.addWidget(widget)
    row.addStretch(1)
    return cell
