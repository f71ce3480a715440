"""The window as a whole: commands, shortcuts, layout, leaving, names for everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.settings import REDUCED_MOTION, SPLITTERS, THEME, WINDOW_GEOMETRY
from roomscribe.services.vault import VaultStatus
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import MOST, Grade, Notice
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.theme import Theme, metrics
from tests.qt.ui.task_examples import example_tasks, task
from tests.qt.ui.window_examples import Scene, shut

Open = Callable[..., MainWindow]
AGORA, TRTC = example_tasks()[3], example_tasks()[2]


@pytest.fixture
def scene(qapp) -> Scene:
    return Scene(Theme("light"), example_tasks())


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(scene: Scene) -> MainWindow:
        window = scene.window()
        qtbot.addWidget(window, before_close_func=shut)
        window.resize(1280, 720)
        window.show()
        windows.append(window)
        return window

    yield opened
    for window in windows:
        shut(window)


def test_no_shortcut_is_there_twice(scene: Scene, opened: Open):
    window = opened(scene)
    keys = Counter(key.toString() for action in window.findChildren(QAction) for key in action.shortcuts())
    assert {key for key, times in keys.items() if times > 1} == set()


def test_menus_have_no_mnemonic_twice(scene: Scene, opened: Open):
    window = opened(scene)
    for bar_action in window.bar.menus.actions():
        menu = bar_action.menu()
        assert isinstance(menu, QMenu)
        letters = [text[text.index("&") + 1].lower() for each in menu.actions() if "&" in (text := each.text())]
        assert letters, f"{bar_action.text()} is reached by arrows alone"
        assert len(letters) == len(set(letters)), bar_action.text()


def test_every_control_has_a_name(scene: Scene, opened: Open):
    window = opened(scene)
    window.set_simulator(True)
    window.show_notice(Notice(grade=Grade.BAD, text=T("Something."), other_task="x"))
    window.select_task(AGORA.id)

    def named(widget: QWidget) -> bool:
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        return bool(widget.accessibleName() or text)

    controls = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(each, QLabel)
        and not each.objectName().startswith("qt_")
        and type(each).__name__ not in ("QSplitter", "QMenuBar", "QMenu", "QScrollBar", "QSplitterHandle")
    ]
    assert controls
    assert [f"{type(each).__name__} {each.objectName()}" for each in controls if not named(each)] == []


def test_it_fits_on_a_small_screen(scene: Scene, opened: Open):
    window = opened(scene)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 680
    window.set_simulator(True)
    for offer in ("standup-eu", "500123"):
        window.bar.filter.setText(offer)
    assert window.minimumSizeHint().width() <= metrics.WINDOW_MIN_WIDTH


def test_what_the_filter_is_for_can_be_read_on_a_small_screen(scene: Scene, opened: Open):
    window = opened(scene)
    window.set_simulator(True)
    line = window.bar.filter
    for width in (1280, metrics.WINDOW_MIN_WIDTH):
        window.resize(width, 720)
        icons = 2 * (metrics.ICON + metrics.PANEL)
        assert line.fontMetrics().horizontalAdvance(line.placeholderText()) <= line.width() - icons
    assert line.toolTip() == "By room, state, vendor, language or id."


def test_the_filter_takes_the_room_that_there_is(scene: Scene, opened: Open):
    window = opened(scene)
    window.set_simulator(True)
    window.select_task(TRTC.id)  # "Restart with changes" is the longest of what the button says
    for width in (1280, 1360, 1600):
        window.resize(width, 720)
        layout, field = window.bar.layout(), window.bar.filter
        assert layout is not None
        layout.activate()
        left = max(each.geometry().right() for each in window.bar.findChildren(QToolButton) if each.x() < field.x())
        assert field.width() == metrics.FILTER_WIDTH or field.x() - left <= metrics.GAP + 1


def test_leaving_is_asked_for(scene: Scene, opened: Open, qtbot: QtBot):
    window = opened(scene)
    with qtbot.waitSignal(window.close_requested):
        window.close()
    assert window.isVisible()
    with qtbot.waitSignal(window.close_requested):
        window.commands.quit.trigger()
    window.may_close = True
    with qtbot.assertNotEmitted(window.close_requested):
        window.close()
    assert not window.isVisible()


def test_a_closed_window_hears_nothing(scene: Scene, opened: Open):
    window = opened(scene)
    shut(window)
    scene.store.put(task(0, "late", TaskState.REQUESTING))
    assert window.table.model.rowCount() == len(example_tasks())
    assert scene.vault.listeners == []


def test_commands_follow_the_selection(scene: Scene, opened: Open):
    window = opened(scene)
    commands = window.commands
    assert not commands.stop.isEnabled()
    assert commands.stop.toolTip() == "Select a task to stop it."
    window.select_task(TRTC.id)
    assert commands.stop.isEnabled()
    assert commands.update.text() == "&Restart with changes…"
    window.select_task(AGORA.id)
    assert commands.update.text() == "&Update…"
    assert "Ctrl+U" in commands.update.toolTip()
    window.table.view.selectAll()
    assert not commands.update.isEnabled()
    assert commands.stop.text() == f"&Stop {sum(each.can_stop for each in example_tasks())} tasks"


def test_the_extend_button_is_enabled_while_one_of_its_commands_is(scene: Scene, opened: Open):
    window = opened(scene)
    acts = (window.commands.extend, window.commands.extend_long)
    (button,) = (each for each in window.bar.findChildren(QToolButton) if each.text() == "Extend")
    for able in ((False, False), (False, True), (True, False), (True, True)):
        for act, can in zip(acts, able, strict=True):
            act.setEnabled(can)
        assert button.isEnabled() == any(able)


def test_commands_follow_the_task(scene: Scene, opened: Open):
    window = opened(scene)
    window.select_task(AGORA.id)
    scene.store.put(replace(AGORA, state=TaskState.STOPPED))
    window.table.model.flush()
    assert not window.commands.stop.isEnabled()


def test_the_update_button_counts_down(scene: Scene, opened: Open, qtbot: QtBot):
    window = opened(scene)
    scene.updater.seconds = 4.2
    window.select_task(AGORA.id)
    assert window.commands.update.text() == "&Update in 5 s"
    assert not window.commands.update.isEnabled()
    scene.updater.seconds = 0
    qtbot.waitUntil(window.commands.update.isEnabled)
    assert window.commands.update.text() == "&Update…"


def test_acts_use_the_task_as_it_is_now(scene: Scene, opened: Open):
    window = opened(scene)
    window.select_task(AGORA.id)
    window.commands.stop.trigger()
    assert scene.stopper.wished == [AGORA.id]
    window.commands.update.trigger()
    assert scene.answers.asked[-1] == ("change", AGORA.id)


def test_the_filter_and_its_button(scene: Scene, opened: Open, qtbot: QtBot):
    window = opened(scene)
    qtbot.keyClicks(window.bar.filter, "townhall")
    assert window.table.model.rowCount() == 1
    window.select_task(AGORA.id)
    assert window.bar.filter.text() == ""
    assert [each.id for each in window.table.selected()] == [AGORA.id]


def test_who_finds_nothing_learns_that_only_whole_names_match(scene: Scene, opened: Open, qtbot: QtBot):
    window = opened(scene)
    qtbot.keyClicks(window.bar.filter, "owner:qa room:5")
    qtbot.waitUntil(window.table._nothing.isVisible)
    found = "No task matches “owner:qa room:5”. Names are matched as a whole. If only the beginning "
    assert window.table._nothing.sentence.text() == f"{found}was meant, write owner:qa* room:5*."
    window.bar.filter.setText("owner:qa* room:5*")
    qtbot.waitUntil(lambda: not window.table._nothing.isVisible())


def test_ctrl_f_goes_to_the_filter(scene: Scene, opened: Open):
    window = opened(scene)
    window.commands.find.trigger()
    assert isinstance(window.focusWidget(), QLineEdit)


def test_the_details_follow_the_table(scene: Scene, opened: Open):
    window = opened(scene)
    window.select_task(AGORA.id)
    assert window.details.timeline.lines.rowCount() > 0
    assert window.details.summary._room.value.text() == AGORA.room


def test_what_opens_dialogs_is_announced(scene: Scene, opened: Open, qtbot: QtBot):
    window = opened(scene)
    commands = window.commands
    for action, signal in (
        (commands.start, window.start_requested),
        (commands.new_profile, window.new_profile_requested),
        (commands.profiles, window.profiles_requested),
        (commands.shortcuts, window.shortcuts_requested),
        (commands.about, window.about_requested),
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    with qtbot.waitSignal(window.secrets_requested):
        window.status.secrets.click()


def test_colours_are_chosen_and_remembered(scene: Scene, opened: Open):
    window = opened(scene)
    dark = next(action for action in window.commands.modes.actions() if action.data() == "dark")
    dark.trigger()
    assert scene.theme.dark
    assert scene.settings.get(THEME) == "dark"
    window.commands.reduce_motion.trigger()
    assert scene.settings.get(REDUCED_MOTION) is True


def test_the_layout_is_remembered(scene: Scene, opened: Open):
    window = opened(scene)
    window._form_split.setSizes([500, 700])
    window._form_split.splitterMoved.emit(500, 1)
    shut(window)
    assert scene.settings.get(WINDOW_GEOMETRY)
    left = scene.settings.get(SPLITTERS)["form"][0]
    again = opened(scene)
    assert abs(again._form_split.sizes()[0] - left) < 60  # another window's width is shared out anew
    again.reset_layout()
    assert again._form_split.sizes()[0] == round(again.width() * metrics.FORM_SHARE)


def test_a_fresh_layout_follows_the_window(scene: Scene, opened: Open):
    window = opened(scene)
    for width, form in ((1280, 336), (1440, metrics.FORM_WIDTH), (1024, metrics.FORM_MIN_WIDTH)):
        window.resize(width, 720)
        assert window._form_split.sizes()[0] == form
    shut(window)
    assert scene.settings.get(SPLITTERS) == {}


def test_all_columns_fit_into_a_small_window(scene: Scene, opened: Open):
    window = opened(scene)
    window.resize(1280, 720)
    assert window.table.view.horizontalScrollBar().maximum() == 0


def test_languages_are_whole_in_a_usual_window(scene: Scene, opened: Open):
    window = opened(scene)
    window.resize(1440, 860)
    view = window.table.view
    column = next(at for at, each in enumerate(COLUMNS) if each.id == "languages")
    words = view.fontMetrics().horizontalAdvance("en-US → ja-JP, ko-KR, fr-FR")
    assert view.columnWidth(column) >= words + 2 * metrics.GAP


def test_the_keyboard_begins_in_the_form(scene: Scene, qtbot: QtBot):
    window = scene.window()
    qtbot.addWidget(window, before_close_func=shut)
    with qtbot.waitSignal(window.form_requested):
        window.show()


def test_a_store_filled_later_is_shown(qapp, opened: Open):
    scene = Scene(Theme("light"), [])
    window = opened(scene)
    scene.store.load(example_tasks())
    window.reload()
    assert window.table.view.isVisible()
    assert window.table.model.rowCount() == len(example_tasks())


def test_a_layout_that_makes_no_sense_does_no_harm(scene: Scene, opened: Open):
    scene.settings.set(WINDOW_GEOMETRY, "äöü not base64")
    scene.settings.set(SPLITTERS, {"form": (1, 2, 3), "other": ()})
    assert opened(scene).isVisible()


def test_the_demo_is_named(scene: Scene, opened: Open):
    window = opened(scene)
    assert window.bar.demo.isHidden()
    window.set_simulator(True)
    assert window.bar.demo.isVisible()
    assert window.bar.demo.text() == "Demo: built-in simulator"


def test_notices(scene: Scene, opened: Open):
    window = opened(scene)
    bar = window.notices
    assert bar.isHidden()
    for number in range(MOST + 2):
        window.show_notice(Notice(grade=Grade.INFO, text=T("Notice {number}", number=number)))
    assert len(bar.notices()) == MOST
    window.show_notice(Notice(grade=Grade.WARN, text=T("First."), key="disk"))
    window.show_notice(Notice(grade=Grade.WARN, text=T("Second."), key="disk"))
    assert [notice.key for notice in bar.notices()].count("disk") == 1
    for banner in list(bar._banners):
        banner._on_dismiss()
    assert bar.isHidden()


def test_two_notices_take_room_and_the_others_are_counted(scene: Scene, opened: Open):
    window = opened(scene)
    bar = window.notices
    grades = (Grade.BAD, Grade.INFO, Grade.INFO, Grade.WARN)
    for number, grade in enumerate(grades):
        window.show_notice(Notice(grade=grade, text=T("Notice {number}", number=number)))
    seen = [banner.notice.grade for banner in bar._banners if banner.isVisible()]
    assert seen == [Grade.WARN, Grade.BAD], "the graver ones, the latest on top"
    assert bar._more.text() == "and 2 more"
    bar._more.click()
    seen = [banner.notice.grade for banner in bar._banners if banner.isVisible()]
    assert seen == [Grade.INFO, Grade.INFO], "the others, in the same room"
    assert bar._more.text() == "Show the first ones"
    for banner in bar._banners[:2]:
        banner._on_dismiss()
    assert not bar._more.isVisible()
    assert all(banner.isVisible() for banner in bar._banners)


def test_a_notice_leads_to_the_task_it_speaks_of(scene: Scene, opened: Open):
    window = opened(scene)
    window.show_notice(Notice(grade=Grade.WARN, text=T("It clashes."), other_task=AGORA.id))
    window.notices._banners[0]._on_show()
    assert [each.id for each in window.table.selected()] == [AGORA.id]


def worry_free() -> list[Task]:
    return [task(1, "a", TaskState.RUNNING), task(2, "b", TaskState.STOPPED)]


def test_the_status_bar(qapp, opened: Open):
    scene = Scene(Theme("light"), worry_free())
    status = opened(scene).status
    assert status.live.text() == "1 live"
    assert status.rate.text() == "18 of 20 requests/s free"
    assert status.skew.text() == "clock exact"
    assert status.secrets.text() == "secrets in GNOME Keyring"
    scene.skew = -37.6
    scene.vault.status = VaultStatus(persistent=False, backend="", reason=T("kept for this session: no keyring"))
    scene.vault.listeners[0]()
    scene.store.put(task(3, "c", TaskState.UNCONFIRMED))
    status.refresh()
    assert status.live.text() == "2 live, 1 not confirmed"
    assert status.skew.text() == "clock 38 s off, allowed for"
    assert status.skew.toolTip().startswith(
        "Your clock is 38 seconds ahead of the vendor's. Requests and signatures carry"
    )
    assert status.secrets.text() == "secrets are kept for this session only"
    assert status.secrets.toolTip() == "kept for this session: no keyring"
    scene.skew = None
    status.refresh()
    assert status.skew.isHidden()
