"""The profile form: which service, which account, how it looks in the console, how it is reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import RUN_TIME, run_time_problem
from roomscribe.domain.text import T, Text
from roomscribe.services.rates import UNDOCUMENTED_RATE
from roomscribe.ui.dialogs.account_rows import AccountRows
from roomscribe.ui.dialogs.colour_choice import ColourChoice
from roomscribe.ui.dialogs.parts import CalmComboBox, column, set_enabled_because
from roomscribe.ui.dialogs.price_rows import PriceRows
from roomscribe.ui.dialogs.profile_rules import (
    check_base_url,
    check_minutes,
    check_name,
    check_rate,
    free_name,
    without_blanks,
)
from roomscribe.ui.dialogs.proxy_choice import ProxyChoice
from roomscribe.ui.dialogs.rows import Row, Rows, focus_row, set_problems
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.run_time_editor import RunTimeEditor
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


class ProfileForm(QWidget):
    """Edits one profile. What is wrong is said below its field as soon as something stands there."""

    changed = Signal()

    def __init__(self, registry: Registry, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._profile = Profile(id="", name="", vendor="", generation="", site="")
        self._taken: Collection[str] = ()
        self._rows: dict[str, Row] = {}
        service, look = Rows(), Rows()
        self._service, self._site, self._region = CalmComboBox(), CalmComboBox(), CalmComboBox()
        self.account = AccountRows(theme)
        self.prices = PriceRows()
        self._name, self._colour, self._production = QLineEdit(), ColourChoice(theme), QCheckBox()
        kit = Kit(theme=theme, languages=registry.generations()[0].languages)
        self._minutes, self._base_url, self._proxy = RunTimeEditor(RUN_TIME, kit), QLineEdit(), ProxyChoice()
        self._rate = QLineEdit()
        self._build_service(service)
        self._build_look(look)
        self.setLayout(column(service, self.account, look, self.prices, spacing=metrics.GAP))
        self._connect()

    def _build_service(self, rows: Rows) -> None:
        rows.section(T("Account"))
        self._rows["generation"] = rows.row(T("Service"), self._service)
        self._rows["site"] = rows.row(T("Site"), self._site, T("Accounts and keys of one site do not work at another."))
        self._rows["region"] = rows.row(T("Region"), self._region)

    def _build_look(self, rows: Rows) -> None:
        rows.section(T("In this console"))
        self._rows["name"] = rows.row(T("Name"), self._name)
        rows.row(T("Colour"), self._colour)
        self._production.setText(say(T("Real customers use it: ask before each start")))
        rows.row(T("Production"), self._production)
        self._rows["default_minutes"] = rows.row(T("A new task ends after"), self._minutes, focus=self._minutes.line)
        rows.section(T("Network"))
        self._rows["base_url"] = rows.row(
            T("Other address"), self._base_url, T("Replaces the vendor's own, for a gateway or a simulator.")
        )
        self._rows["proxy"] = rows.row(T("Proxy"), self._proxy, focus=self._proxy.kind)
        self._rate.setPlaceholderText(str(UNDOCUMENTED_RATE))
        self._rows["calls_per_second"] = rows.row(
            T("Requests a second"),
            self._rate,
            T(
                "How many the account may send, of all kinds together. The vendor names no number: ask its support, or "
                "lower this when it refuses for too many."
            ),
        )

    def _connect(self) -> None:
        for generation in self._registry.generations():
            self._service.addItem(say(generation.title), generation.id)
        self._service.currentIndexChanged.connect(self._on_service)
        self._site.currentIndexChanged.connect(self._on_site)
        for signal in (
            self._region.currentIndexChanged,
            self._name.textEdited,
            self._colour.changed,
            self._production.toggled,
            self._minutes.changed,
            self._base_url.textEdited,
            self._proxy.changed,
            self._rate.textEdited,
            self.account.changed,
            self.prices.changed,
        ):
            signal.connect(self._on_changed)
        self._on_service()

    @property
    def generation(self) -> Generation:
        """The chosen version of a vendor's service."""
        return self._registry.generation(str(self._service.currentData()))

    def set_profile(self, profile: Profile, taken: Collection[str], *, locked: str = "", same_vendor: bool) -> None:
        """Show a profile. `taken` names are refused; `locked` says why service and account are fixed now."""
        self._profile, self._taken = profile, taken
        if same_vendor:
            self._keep_vendor(profile.vendor)
        if profile.generation:
            self._service.setCurrentIndex(self._service.findData(profile.generation))
            self._site.setCurrentIndex(max(0, self._site.findData(profile.site)))
            self._region.setCurrentIndex(max(0, self._region.findData(profile.region)))
        self._name.setText(profile.name)
        self._colour.choose(profile.colour)
        self._production.setChecked(profile.production)
        self._minutes.set_value(profile.default_minutes)
        self._base_url.setText(profile.base_url)
        self._proxy.set_value(profile.proxy)
        self._rate.setText(str(profile.calls_per_second or ""))
        self.account.set_values(profile.account)
        self.prices.set_profile(profile)
        for control in (self._service, self._site, self._region, self._base_url):
            set_enabled_because(control, locked)
        self.account.set_locked(locked)
        self._look()

    def profile(self) -> Profile:
        """The profile as it stands."""
        generation, money = self.generation, self.prices.texts()
        return replace(
            self._profile,
            name=self._name.text().strip() or self._suggested_name(),
            vendor=self._registry.vendor_of(generation.id).id,
            generation=generation.id,
            site=str(self._site.currentData() or ""),
            region=str(self._region.currentData() or ""),
            account=self.account.account(),
            colour=self._colour.chosen(),
            production=self._production.isChecked(),
            default_minutes=self._chosen_minutes(),
            base_url=self._base_url.text().rstrip("/"),
            proxy=self._proxy.value(),
            calls_per_second=self._calls_per_second(),
            prices=money.own_prices(),
            currency=money.currency,
            speakers=money.number_of_speakers(),
            budget=money.budget_amount(),
            budget_stops=money.budget_stops,
        )

    def entries(self) -> tuple[object, ...]:
        """What was typed and set, to compare; not the service and its site, which are chosen again in a moment."""
        return (
            self.account.account(),
            self.account.secret_changes(),
            self._name.text(),
            self._colour.chosen(),
            self._production.isChecked(),
            self._minutes.value(),
            self._base_url.text(),
            self._proxy.value(),
            self._rate.text(),
            self.prices.texts(),
        )

    def problems(self) -> dict[str, Text]:
        """Everything wrong, by field, in the order of the form."""
        site = self.generation.site(str(self._site.currentData()))
        found: dict[str, Text] = {}
        if site.region_required and not self._region.currentData():
            found["region"] = T("Choose a region: this site does not answer without one.")
        return found | self.account.problems() | self._own_problems() | self.prices.problems()

    def show_problems(self) -> bool:
        """Show everything that is wrong and go to the first; False when nothing is."""
        found = self.problems()
        self.account.show_problems(found)
        self.prices.show_problems(found)
        set_problems(self._rows, found)
        if found:
            self.focus(next(iter(found)))
        return bool(found)

    def show_problem(self, key: str, message: Text) -> bool:
        """Show one problem that somebody else found; False for a field that is not here."""
        self.account.show_problems({key: message})
        if key in self._rows:
            self._rows[key].set_problem(message)
        self.focus(key)
        return key in self._rows or key in {each.key for each in self.generation.account_fields}

    def focus(self, key: str) -> None:
        """Put the keyboard into a field."""
        focus_row(self._rows, key)
        self.account.focus(key)
        self.prices.focus(key)

    def _own_problems(self) -> dict[str, Text]:
        checks: Mapping[str, Text | None] = {
            "name": check_name(self._name.text(), self._taken),
            "default_minutes": run_time_problem(self._minutes.value(), self.generation.abilities.longest_run)
            or check_minutes(self._chosen_minutes(), self.generation),
            "base_url": check_base_url(self._base_url.text()),
            "proxy": self._proxy.problem(),
            "calls_per_second": None if self._rate_is_documented() else check_rate(self._rate.text().strip()),
        }
        return {key: problem for key, problem in checks.items() if problem}

    def _keep_vendor(self, vendor: str) -> None:
        # A saved profile may move to another version of its vendor's service, never to another vendor.
        for index in reversed(range(self._service.count())):
            if self._registry.vendor_of(str(self._service.itemData(index))).id != vendor:
                self._service.removeItem(index)

    def _on_service(self) -> None:
        generation, kept = self.generation, self._site.currentData()
        self._site.blockSignals(True)
        self._site.clear()
        for site in generation.sites:
            self._site.addItem(say(site.title), site.id)
        self._site.setCurrentIndex(max(0, self._site.findData(kept)))
        self._site.blockSignals(False)
        self._rows["site"].set_visible(len(generation.sites) > 1)
        self.account.set_fields(generation.account_fields)
        tab_before(self._name, self.account.stops())
        self._on_site()

    def _on_site(self) -> None:
        site, kept = self.generation.site(str(self._site.currentData())), self._region.currentData()
        self._region.blockSignals(True)
        self._region.clear()
        if site.regions and not site.region_required:
            self._region.addItem(say(T("Left to the vendor")), "")
        for region in site.regions:
            self._region.addItem(region, region)
        self._region.setCurrentIndex(max(0, self._region.findData(kept)))
        self._region.blockSignals(False)
        self._rows["region"].set_visible(bool(site.regions))
        self._rows["calls_per_second"].set_visible(not self._rate_is_documented())
        self._base_url.setPlaceholderText(site.base_url)
        self.prices.set_tariff(site.tariff)
        tab_before(self.prices.first_fixed, self.prices.stops())
        self._on_changed()

    def _on_changed(self) -> None:
        if (clean := without_blanks(self._base_url.text())) != self._base_url.text():
            self._base_url.setText(clean)
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        self._name.setPlaceholderText(self._suggested_name())
        found = self._own_problems()
        for key in ("name", "default_minutes", "base_url", "proxy", "calls_per_second", "region"):
            self._rows[key].set_problem(found.get(key))

    def _chosen_minutes(self) -> int:
        value = self._minutes.value()
        return value if isinstance(value, int) else self._profile.default_minutes

    def _rate_is_documented(self) -> bool:
        return self.generation.abilities.documented(str(self._site.currentData())) is not None

    def _calls_per_second(self) -> int | None:
        text = self._rate.text().strip()
        return int(text) if text and not check_rate(text) and not self._rate_is_documented() else None

    def _suggested_name(self) -> str:
        return free_name(self.generation.short_title, self._taken)
