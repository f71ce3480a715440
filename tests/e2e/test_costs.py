"""Money in the real window: a mainland account is asked for prices, and its spent budget stops what runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from roomscribe.domain.states import TaskState
from roomscribe.ui.costs.dialog import CostsDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from tests.e2e.clouds import AGORA, TRTC, Cloud
from tests.e2e.program import Program, click, opened, press, write
from tests.support.dialogs import shown


async def edit_account(program: Program, **texts: str) -> None:
    """Type into the first account's dialog and save it."""
    program.window.commands.profiles.trigger()
    accounts = await program.dialog(ProfilesDialog)
    press(accounts, "Edit…")
    dialog = await program.dialog(ProfileDialog)
    for name, text in texts.items():
        write(dialog, name, text)
    if texts.get("Budget for a day"):
        dialog._form.prices._stops.setChecked(True)
    press(dialog, "Save account")
    await program.until(lambda: not program._open(ProfileDialog))
    press(accounts, "Close")
    await program.until(lambda: not program._open(ProfilesDialog))


async def test_a_spent_budget_stops_what_runs_and_refuses_the_next_start(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        assert program.cell(task.id, "Cost").startswith("≤ 0.")
        assert program.cell(task.id, "Cost").endswith(" USD")
        await edit_account(program, **{"Speech": "99999", "Budget for a day": "0.5"})
        await program.until(lambda: program.services.store.get(task.id).state.ended)
        assert program.services.store.get(task.id).receipt is not None
        # The banner says that it is being stopped until it has ended, which it says with its next look.
        await program.until(lambda: "Its live task has ended: it was stopped" in shown(program.window.notices))
        before = len(program.services.store.tasks())
        program.fill(profile.id, channel="another-room")
        await program.until(program.panel.start.isEnabled)
        click(program.panel.start)
        await program.until(lambda: "budget" in shown(program.panel))
        assert len(program.services.store.tasks()) == before


async def test_where_no_price_is_known_it_is_asked_for_and_counts_from_then_on(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        await program.services.profiles.save(replace(profile, site="cn"))
        task = await program.start_until(TaskState.RUNNING, profile.id)
        assert program.cell(task.id, "Cost") == "–"
        assert "No price is known for: Speech" in program.cell(task.id, "Cost", Qt.ItemDataRole.ToolTipRole)
        await program.stop(task.id)
        prices = dict.fromkeys(("Speech, basic", "Speech, standard", "Speech, advanced", "Translation"), "0.5")
        await edit_account(program, **prices, Currency="cny")
        await program.until(lambda: program.cell(task.id, "Cost").endswith(" CNY"))
        program.window.commands.costs.trigger()
        dialog = await program.dialog(CostsDialog)
        press(dialog, "Copy as table")
        assert QGuiApplication.clipboard().text().splitlines()[1].endswith("\tCNY")
        press(dialog, "Close")


async def test_costs_are_there_after_the_next_start(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await program.stop(task.id)
        cost = program.cell(task.id, "Cost")
    async with opened(tmp_path) as program:
        assert program.cell(task.id, "Cost") == cost
        await program.until(lambda: program.services.billing.days.ready)
        (row,) = program.services.billing.days.totals(program.services.billing.days.today())
        assert (row.tasks, row.unknown, row.currency) == (1, 0, "USD")
