"""Costs in the window: the column, the list by day, its copy, and the banners about budgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin, Task
from roomscribe.services.budget import SPENT, WARNING, BudgetNews
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.costs.command import Costs, budget_notice
from roomscribe.ui.costs.dialog import CostsDialog
from roomscribe.ui.costs.model import BUDGET, COST, DAY, SPEECH, CostsModel
from roomscribe.ui.money_words import budget_words, cost_words, estimate_lines, further_costs, whole_cost
from roomscribe.ui.notices import Grade
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.task_table.roles import TaskRole
from roomscribe.ui.theme import Theme
from roomscribe.ui.watchdog.left_running import cost_words_of
from tests.qt.ui.window_examples import Scene as WindowScene
from tests.qt.ui.window_examples import shut
from tests.support.consoles import until
from tests.support.costs import NOON, CostScene, make_profile, make_task
from tests.support.model_guard import makes

COLUMN = {column.id: column for column in COLUMNS}["cost"]
POSITION = [column.id for column in COLUMNS].index("cost")
STOPPED: dict[str, Any] = {"state": TaskState.STOPPED, "ended_at": NOON}
TRTC = make_profile("trtc-1", "intl", id="p2", name="Tencent")


def glance(scene: CostScene) -> Glance:
    return Glance(clock=scene.clock, registry=scene.registry, me="root", billing=scene.billing)


def shown(scene: CostScene, task: Task) -> tuple[str, str, str]:
    seen = glance(scene)
    assert COLUMN.tip is not None
    return COLUMN.text(task, seen), COLUMN.tone(task, seen), COLUMN.tip(task, seen)


# The column


def test_a_row_shows_a_bound_and_its_tip_the_sum() -> None:
    text, tone, tip = shown(CostScene.of(), make_task())
    assert (text, tone) == ("≤ 0.208 USD", "text")
    assert tip.splitlines() == [
        "At most, if one person talks all the time: how much is really said is not known.",
        "Speech: 8.0 min × 16.99 USD per 1000 min = 0.136 USD",
        "Translation: 8.0 min × 8.99 USD per 1000 min = 0.072 USD",
        "Each further hour: ≤ 1.56 USD",
        "Until its end: ≤ 0.520 USD",
        "The first 300 minutes are free; they are not subtracted.",
        "Agora's price page for Real-Time STT, read on 2026-07-01.",
    ]


def test_what_is_over_is_quiet_and_what_has_no_end_is_not() -> None:
    scene = CostScene.of()
    assert shown(scene, make_task(**STOPPED))[:2] == ("≤ 0.208 USD", "dim")
    text, tone, tip = shown(scene, make_task(ends_at=None))
    assert (text, tone) == ("≤ 0.208 USD", "bad")
    assert "It has no end, so there is no bound for all of it." in tip


def test_a_dash_has_a_reason() -> None:
    scene = CostScene.of()
    assert shown(scene, make_task(origin=Origin.ADOPTED))[:2] == ("–", "dim")
    assert "adopted" in shown(scene, make_task(origin=Origin.ADOPTED))[2]
    rejected = make_task(state=TaskState.REJECTED, ended_at=NOON)
    assert shown(scene, rejected) == ("–", "dim", "It never ran, so it costs nothing.")
    nobody = Glance(clock=scene.clock, registry=scene.registry, me="root")
    assert (COLUMN.text(make_task(), nobody), COLUMN.sort(make_task(), nobody)) == ("–", -1)


def test_what_is_read_aloud_comes_on_top() -> None:
    scene = CostScene.of(TRTC)
    task = make_task(profile=TRTC, targets=("en",))
    task = replace(task, values={**task.values, "translation_mode": 2})
    text, _, tip = shown(scene, task)
    assert text == "≤ 0.288 USD + voice"
    assert "On top, and nobody knows how much: Reading aloud, 0.06 USD per 1000 characters." in tip
    assert "The bot is also billed as a listener" in tip


def test_several_speakers_and_the_simulator_are_said() -> None:
    scene = CostScene.of(make_profile(speakers=3, simulator=True))
    _, _, tip = shown(scene, make_task())
    assert "if 3 people talk all the time" in tip
    assert "24.0 min" in tip
    assert "The simulator bills nothing" in tip


async def test_rows_are_sorted_by_all_that_they_will_cost(qtbot: QtBot) -> None:
    scene = await CostScene.of().fill(
        make_task(1), make_task(2, ends_at=None), make_task(3, **STOPPED), make_task(4, origin=Origin.ADOPTED)
    )
    model = TaskModel(scene.store, scene.registry, scene.clock, billing=scene.billing)
    keys = {model.index(row, POSITION).data(TaskRole.SORT): 4 - row for row in range(4)}  # newest first
    assert [keys[key] for key in sorted(keys)] == [4, 3, 1, 2]
    scene.clock.at += 60
    assert {model.index(row, POSITION).data(TaskRole.SORT) for row in range(4)} == set(keys)
    model.close()
    model.deleteLater()


def test_the_details_say_both_sums() -> None:
    scene = CostScene.of()
    assert whole_cost(scene.estimate(make_task())) == "≤ 0.208 USD so far, ≤ 0.520 USD until its end"
    assert whole_cost(scene.estimate(make_task(**STOPPED))) == "≤ 0.208 USD"
    unending = whole_cost(scene.estimate(make_task(ends_at=None)))
    assert unending == "≤ 0.208 USD so far, ≤ 1.56 USD each further hour, without an end"


def test_a_lost_start_costs_what_it_may_and_nothing_proves_that_it_ended() -> None:
    """Its end time tells nothing: nobody can stop it at that."""
    profile = make_profile("trtc-2", "intl", id="p2")
    scene = CostScene.of(profile)
    lost = make_task(profile=profile, state=TaskState.UNCONFIRMED, started_at=None)
    estimate = scene.estimate(lost)
    assert estimate.until_end == estimate.per_hour * 10, "ten hours are the longest that its vendor names"
    assert whole_cost(estimate).endswith("if it runs as long as it may")
    assert not any("Until its end" in line for line in estimate_lines(estimate))
    scene.clock.at += 720
    closed = scene.estimate(replace(lost, state=TaskState.CLOSED, ended_at=scene.clock.at))
    assert "not proven" in whole_cost(closed)
    assert cost_words(closed).endswith(" ?")
    assert "It was closed by hand: that it has cost no more since is not proven." in estimate_lines(closed)


# Leaving


def test_what_is_left_running_costs_more() -> None:
    scene = CostScene.of(make_profile(), TRTC)
    both = [make_task(1), make_task(2, profile=TRTC, targets=())]
    assert further_costs(both, scene.costs) == "Until their end times they cost ≤ 0.552 USD more."
    words = further_costs([*both, make_task(3, ends_at=None)], scene.costs)
    assert words.endswith("For 1 of them nobody can tell: it has no end, or its price is not known.")
    two = further_costs([make_task(3, ends_at=None), make_task(4, origin=Origin.ADOPTED)], scene.costs)
    assert two == "For 2 of them nobody can tell: they have no end, or no known price."
    assert further_costs([], scene.costs) == ""
    assert further_costs(both[:1], scene.costs).startswith("Until its end time it costs ≤ ")
    assert further_costs([make_task(3, ends_at=None)], scene.costs).startswith(
        "What it still costs nobody can tell: it"
    )


def test_no_end_time_is_a_bound_where_nothing_stops_a_task_at_it() -> None:
    scene = CostScene.of()
    both = [make_task(1), make_task(2)]
    assert cost_words_of(both, Cover(), scene.costs).startswith("What they still cost nobody can tell")
    one = cost_words_of(both, Cover(answered=True, safe=frozenset({"t1"})), scene.costs)
    assert one.startswith("The one that is stopped at its end time costs ≤ 0.312 USD more. What the other one costs")
    safe = Cover(answered=True, safe=frozenset({"t1", "t2"}))
    assert cost_words_of(both, safe, scene.costs) == further_costs(both, scene.costs)


# By day


async def filled() -> CostScene:
    return await CostScene.of(make_profile(budget=Decimal("0.21")), TRTC).fill(
        make_task(1),
        make_task(2, created_at=NOON - 86400, **{**STOPPED, "ended_at": NOON - 86400 + 600}),
        make_task(3, profile=TRTC, origin=Origin.ADOPTED),
        make_task(4, origin=Origin.ADOPTED),
    )


def cells(model: CostsModel, row: int, role: int = Qt.ItemDataRole.DisplayRole) -> list[Any]:
    return [model.index(row, column).data(role) for column in range(model.columnCount())]


@makes(CostsModel)
async def test_days_are_listed_with_what_is_known(qtbot: QtBot) -> None:
    scene = await filled()
    model = CostsModel(lambda generation: generation.upper())
    model.show_rows(scene.days.totals(date(2026, 1, 1)))
    assert cells(model, 0)[1:] == ["Agora", "AGORA-7", "2", "8", "≤ 0.208 USD + unknown", "0.21 USD"]
    assert cells(model, 1)[1:] == ["Tencent", "TRTC-1", "1", "–", "unknown", "–"]
    assert cells(model, 2)[1:] == ["Agora", "AGORA-7", "1", "10", "≤ 0.260 USD", "0.21 USD"]
    assert "21" in cells(model, 0)[DAY]
    assert [cells(model, row, TONE)[COST] for row in range(3)] == ["warn", "dim", "bad"]
    assert "Nobody knows what 1 of the tasks cost." in cells(model, 0, Qt.ItemDataRole.ToolTipRole)[COST]
    assert cells(model, 0, Qt.ItemDataRole.AccessibleTextRole)[SPEECH] == "Minutes: 8"
    assert model.index(0, BUDGET).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.data(model.index(-1, -1)) is None
    model.deleteLater()


@makes(CostsModel)
async def test_a_second_later_only_numbers_change(qtbot: QtBot) -> None:
    scene = await filled()
    model = CostsModel(str)
    model.show_rows(scene.days.totals(date(2026, 1, 1)))
    scene.clock.at += 60
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_rows(scene.days.totals(date(2026, 1, 1)))
    assert cells(model, 0)[SPEECH] == "9"
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show_rows(scene.days.totals(date(2026, 1, 1)))
    with qtbot.waitSignal(model.modelReset):
        model.show_rows([])
    model.deleteLater()


async def test_the_copy_is_for_spreadsheets(qtbot: QtBot) -> None:
    scene = await filled()
    scene.profiles.put(replace(scene.profiles.get("p1"), name="a\tb\nc"))
    model = CostsModel(str)
    model.show_rows(scene.days.totals(date(2026, 1, 1)))
    lines = [line.split("\t") for line in model.tsv().splitlines()]
    assert {len(line) for line in lines} == {9}
    assert lines[1] == ["2026-11-21", "a b c", "agora-7", "no", "2", "1", "8", "0.208", "USD"]
    assert lines[2] == ["2026-11-21", "Tencent", "trtc-1", "no", "1", "1", "0", "", "USD"]
    model.deleteLater()


def dialog_words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


async def test_the_dialog_counts_on_and_copies(qtbot: QtBot, theme: Theme) -> None:
    scene = await filled()
    dialog = CostsDialog(scene.billing, scene.registry, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "Today: ≤ 0.208 USD" in dialog_words(dialog)
    assert dialog.model.rowCount() == 3
    scene.clock.at += 600
    dialog.refresh()
    assert "Today: ≤ 0.468 USD" in dialog_words(dialog)
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == dialog.model.tsv()
    QGuiApplication.clipboard().clear()
    dialog._copy.click()
    assert QGuiApplication.clipboard().text() == dialog.model.tsv()
    dialog.done(0)


async def test_an_empty_month_says_so(qtbot: QtBot, theme: Theme) -> None:
    scene = CostScene.of()
    dialog = CostsDialog(scene.billing, scene.registry, theme)
    qtbot.addWidget(dialog)
    assert "Nothing has run in the last 31 days." in dialog_words(dialog)
    assert "Today: nothing yet" in dialog_words(dialog)
    assert not dialog._copy.isEnabled()
    scene.store.put(make_task())
    dialog.refresh()
    assert "Adding up: 1 tasks to go." in dialog_words(dialog)
    dialog.done(0)


async def test_the_simulators_sums_are_kept_apart(qtbot: QtBot, theme: Theme) -> None:
    demo = make_profile(id="demo", simulator=True)
    scene = await CostScene.of(demo).fill(make_task(1, profile=demo))
    dialog = CostsDialog(scene.billing, scene.registry, theme)
    qtbot.addWidget(dialog)
    assert "Today, on the simulator alone: ≤ 0.208 USD" in dialog_words(dialog)
    scene.profiles.put(make_profile())
    await scene.fill(make_task(2, origin=Origin.ADOPTED))
    dialog.refresh()
    assert "Today: not known" in dialog_words(dialog)
    await scene.fill(make_task(3, targets=()))
    dialog.refresh()
    assert "Today: ≤ 0.136 USD" in dialog_words(dialog)
    dialog.done(0)


# Budgets


def news(
    percent: int, stopped: tuple[str, ...] = (), *, stops: bool = False, unknown: int = 0, live: int = 0
) -> BudgetNews:
    return BudgetNews(
        profile=make_profile(budget_stops=stops),
        day=date(2026, 11, 21),
        percent=percent,
        spent=Fraction("4.1"),
        budget=Decimal("5"),
        currency="USD",
        unknown=unknown,
        stopped=stopped,
        live=live,
    )


@pytest.mark.parametrize(
    ("what", "grade", "words"),
    [
        (news(WARNING), Grade.WARN, "Nothing is stopped when it is spent"),
        (news(WARNING, stops=True), Grade.WARN, "When all of it is spent, its tasks are stopped."),
        (news(SPENT), Grade.BAD, "Nothing is stopped: the account says to warn only."),
        (news(SPENT, ("t1",), stops=True), Grade.BAD, "Its live task is being stopped"),
        (news(SPENT, ("t1", "t2"), stops=True), Grade.BAD, "Its 2 live tasks are being stopped"),
        (news(SPENT, stops=True), Grade.BAD, "None of its tasks runs, and no more is started today."),
        (news(SPENT, stops=True, live=1), Grade.BAD, "What still runs of its tasks is being stopped already."),
        (news(SPENT, unknown=3), Grade.BAD, "Nobody knows what 3 more of its tasks cost."),
    ],
)
def test_a_banner_says_what_was_done(what: BudgetNews, grade: Grade, words: str) -> None:
    notice = budget_notice(what)
    assert notice.grade is grade
    assert str(notice.text) == "“Agora”: today's tasks have cost ≤ 4.10 USD, of a budget of 5.00 USD."
    assert words in str(notice.remedy)


def test_it_is_said_that_the_stopped_have_ended_and_that_minutes_are_rounded() -> None:
    one = news(SPENT, ("t1",), stops=True)
    assert "Its live task has ended" in str(budget_notice(one, ended=True).remedy)
    assert "Its 2 live tasks have ended" in str(budget_notice(replace(one, stopped=("t1", "t2")), ended=True).remedy)
    assert "whole minutes" not in str(budget_notice(one).remedy)
    assert "may be more than the rows say" in str(budget_notice(replace(one, rounded=True)).remedy)


async def test_the_banner_follows_the_tasks_that_it_stops(theme: Theme) -> None:
    task = make_task()
    scene = await CostScene.of(make_profile()).fill(task)
    stage = WindowScene(theme, [])
    window = stage.window()
    costs = Costs(window, scene.billing, scene.registry, scene.spawner, theme)
    costs._on_news(news(SPENT, (task.id,), stops=True))
    window.table.model.rows_changed.emit({task.id})
    assert "is being stopped" in str(window.notices.notices()[0].remedy)
    scene.store.put(replace(task, **STOPPED))
    window.table.model.rows_changed.emit({task.id})
    assert "has ended" in str(window.notices.notices()[0].remedy)
    costs.close()
    shut(window)
    window.deleteLater()


@pytest.mark.parametrize(
    ("amount", "shown"), [("5", "5.00"), ("0.5", "0.50"), ("0.0001", "0.0001"), ("1E+2", "100.00")]
)
def test_budgets_are_written_as_money(amount: str, shown: str) -> None:
    assert budget_words(Decimal(amount), "USD") == f"{shown} USD"


async def test_the_window_opens_the_list_and_shows_the_banner(qtbot: QtBot, theme: Theme) -> None:
    profile: Profile = make_profile(budget=Decimal("0.2"))
    scene = await CostScene.of(profile).fill(make_task())
    stage = WindowScene(theme, [])
    window = stage.window()
    qtbot.addWidget(window, before_close_func=shut)
    costs = Costs(window, scene.billing, scene.registry, scene.spawner, theme)
    window.commands.costs.trigger()
    (asked,) = scene.spawner.tasks
    await until(lambda: window.findChild(CostsDialog))
    dialog = window.findChild(CostsDialog)
    assert dialog is not None
    await until(dialog.isVisible)
    dialog.accept()
    await asked
    scene.budgets.look()
    (banner,) = window.notices.notices()
    assert (banner.grade, banner.key) == (Grade.BAD, "budget p1")
    assert scene.budgets.why_not("p1") is None, "an account that only warns starts what it likes"
    scene.profiles.put(replace(profile, budget_stops=True))
    assert "Today's budget of “Agora” is spent" in str(scene.budgets.why_not("p1"))
    scene.profiles.put(replace(profile, budget_stops=True, budget=Decimal("9")))
    assert scene.budgets.why_not("p1") is None
    costs.close()
    scene.profiles.put(replace(profile, budget=Decimal("0.1")))
    await scene.days.catch_up()
    scene.budgets.look()
    assert len(window.notices.notices()) == 1
