"""Prices and budget in an account's dialog: typed, refused, saved, taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from roomscribe.domain.profiles import Profile
from roomscribe.services.profiles import ProfileStore
from roomscribe.ui.dialogs.price_rows import PriceRows
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.vendors.agora.prices import GLOBAL
from roomscribe.vendors.agora.prices import MAINLAND as AGORA_MAINLAND
from roomscribe.vendors.trtc.prices import INTERNATIONAL, MAINLAND
from tests.support.consoles import TestConsole
from tests.support.dialogs import opened as opened_dialog

PROFILE = Profile(id="p", name="P", vendor="agora", generation="agora-7", site="global")


def line(rows, name: str) -> QLineEdit:
    return next(each for each in rows.findChildren(QLineEdit) if each.accessibleName() == name)


def type_into(rows, name: str, text: str) -> None:
    field = line(rows, name)
    field.selectAll()
    QTest.keyClicks(field, text)


def words(rows) -> str:
    return "\n".join(each.text() for each in rows.findChildren(QLabel) if not each.isHidden())


def opened(qtbot: QtBot, tariff=GLOBAL, **what) -> PriceRows:
    rows = PriceRows()
    qtbot.addWidget(rows)
    rows.set_tariff(tariff)
    rows.set_profile(replace(PROFILE, **what))
    return rows


def test_an_empty_line_shows_the_vendors_price(qtbot: QtBot):
    rows = opened(qtbot)
    assert (line(rows, "Speech").text(), line(rows, "Speech").placeholderText()) == ("", "16.99")
    assert "USD per 1000 min" in words(rows)
    assert "Agora's price page for Real-Time STT, read on 2026-07-01." in words(rows)
    assert rows.texts().own_prices() == {}


def test_where_the_vendor_tells_none_they_are_asked_for(qtbot: QtBot):
    rows = opened(qtbot, MAINLAND)
    assert line(rows, "Speech, advanced").placeholderText() == "unknown"
    assert "ask Tencent" in words(rows)
    type_into(rows, "Speech, advanced", "0.15")
    assert "Enter the currency of these prices, such as CNY." in words(rows)
    type_into(rows, "Currency", "cny")
    assert rows.problems() == {}
    assert "CNY per min" in words(rows)
    assert rows._reset.text() == "Clear the prices"
    assert rows.texts().own_prices() == {"speech-advanced": Decimal("0.15")}


def test_units_name_no_currency_that_is_none(qtbot: QtBot):
    rows = opened(qtbot)
    type_into(rows, "Currency", "bad value")
    shown = words(rows)
    assert "per 1000 min" in shown
    assert "USD per" not in shown
    assert "BAD VALUE" not in shown


def test_a_price_is_taken_back_by_clearing_it_or_all_at_once(qtbot: QtBot):
    rows = opened(qtbot, prices={"speech": Decimal("20"), "standby": Decimal("1")}, currency="USD")
    line(rows, "Standby").clear()
    assert rows.texts().own_prices() == {"speech": 20}
    assert rows._reset.isEnabled()
    with qtbot.waitSignal(rows.changed):
        rows._reset.click()
    assert (rows.texts().own_prices(), rows.texts().currency) == ({}, "")
    assert not rows._reset.isEnabled()
    assert rows._reset.toolTip()


def test_what_was_typed_survives_a_look_at_another_cloud(qtbot: QtBot):
    rows = opened(qtbot)
    type_into(rows, "Translation", "7")
    rows.set_tariff(INTERNATIONAL)
    assert line(rows, "Translation").text() == "7"
    rows.set_tariff(AGORA_MAINLAND)
    rows.set_tariff(GLOBAL)
    assert rows.texts().own_prices() == {"translation": 7}


def test_a_vendor_that_tells_nothing_has_no_prices_to_fill_in(qtbot: QtBot):
    rows = opened(qtbot, None)
    assert "tells no prices" in words(rows)
    assert rows.problems() == {}
    type_into(rows, "Budget for a day", "5")
    assert "Fill in the prices first" in words(rows)


async def test_prices_and_budget_are_saved_and_nothing_typed_is_lost(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfileDialog(tools, account)
    asked = await opened_dialog(console, dialog)
    for name, text in (("Speech", "0,02"), ("Speakers", "2"), ("Budget for a day", "x")):
        type_into(dialog, name, text)
    dialog._form.prices._stops.setChecked(True)
    dialog._save.click()
    assert "Enter an amount above 0, such as 5." in words(dialog)
    assert not asked.done()
    type_into(dialog, "Budget for a day", "2.50")
    dialog._save.click()
    assert await asked == QDialog.DialogCode.Accepted
    path = tools.profiles._file.path
    reopened = ProfileStore(path)
    await reopened.open()
    saved = reopened.get(account.id)
    await reopened.aclose()
    assert saved == tools.profiles.get(account.id)
    assert (dict(saved.prices), saved.speakers, saved.budget) == ({"speech": Decimal("0.02")}, 2, Decimal("2.50"))
    assert saved.budget_stops
    assert '"2.50"' in path.read_text(encoding="utf-8")


async def test_typed_prices_are_not_discarded_unasked(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfileDialog(tools, account)
    asked = await opened_dialog(console, dialog)
    assert not dialog._unsaved()
    type_into(dialog, "Translation", "1")
    assert dialog._unsaved()
    dialog.done(QDialog.DialogCode.Rejected)
    assert await asked == QDialog.DialogCode.Rejected
