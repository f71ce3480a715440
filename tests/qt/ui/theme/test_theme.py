"""The theme dresses the application, switches, and takes its icons along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QSpinBox,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from roomscribe.ui.theme import Role, Theme, inset_spin_box, metrics, set_invalid, set_role
from roomscribe.ui.theme.icons import ICONS
from roomscribe.ui.theme.stylesheet import GLYPHS, make_stylesheet
from roomscribe.ui.theme.tokens import DARK, LIGHT

FRESH_COLOURS = {"chevron": "dim", "check": "accent_text", "dash": "accent_text", "dot": "accent_text", "tick": "text"}


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    font, palette = qapp.font(), qapp.palette()
    theme = Theme("light")
    theme.apply(qapp)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


def colours_in(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The full-strength colours of an icon; its soft edges are left out."""
    image = icon.pixmap(32, 32, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(pixel.rgb()).name() for pixel in pixels if pixel.alpha() == 255}


def test_palette_and_stylesheet_follow_the_mode(qapp: QApplication, dressed: Theme, qtbot: QtBot):
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.background
    with qtbot.waitSignal(dressed.changed):
        dressed.set_mode("dark")
    assert dressed.dark
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.background
    assert DARK.panel in qapp.styleSheet()
    assert LIGHT.panel not in qapp.styleSheet()


def test_the_system_decides_when_asked_to(dressed: Theme, monkeypatch: pytest.MonkeyPatch):
    dressed.set_mode("system")
    assert dressed.mode == "system"
    monkeypatch.setattr(dressed, "_wanted", lambda: DARK)
    dressed._on_scheme_changed(None)  # type: ignore[arg-type]
    assert dressed.dark


def test_the_same_colours_are_not_announced(dressed: Theme, qtbot: QtBot):
    with qtbot.assertNotEmitted(dressed.changed):
        dressed.set_mode("light")


def test_unknown_modes_are_refused_or_forgiven():
    with pytest.raises(ValueError):
        Theme().set_mode("sepia")
    assert Theme("sepia").mode == "system"  # what a newer version saved


def test_icons_change_with_the_theme(qapp: QApplication):
    theme = Theme("light")
    icon = theme.icon("stop", "bad")
    assert colours_in(icon) == {LIGHT.bad}
    theme.set_mode("dark")
    assert colours_in(icon) == {DARK.bad}
    assert colours_in(icon, QIcon.Mode.Disabled) == {DARK.faint}


def test_an_icon_can_be_copied_and_outlives_its_maker(qapp: QApplication):
    def made() -> QIcon:
        return QIcon(Theme("light").icon("stop", "ok"))

    icons = [made() for _ in range(20)]
    assert all(colours_in(icon) == {LIGHT.ok} for icon in icons)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_shows_something(qapp: QApplication, name: str):
    assert colours_in(Theme("light").icon(name))


def test_misspelt_icons_and_tokens_fail_at_once(qapp: QApplication):
    with pytest.raises(KeyError):
        Theme().icon("stpo")
    with pytest.raises(KeyError):
        Theme().icon("stop", "rde")


def test_profile_dots_have_their_colour(qapp: QApplication):
    theme = Theme("light")
    assert colours_in(theme.dot("violet")) == {LIGHT.profiles["violet"]}
    assert colours_in(theme.dot("of a newer version")) == {LIGHT.profiles["grey"]}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_has_no_gaps_and_its_glyphs_exist(dressed: Theme, tokens):
    sheet = make_stylesheet(tokens, 10)
    assert "$" not in sheet
    glyphs = re.findall(rf"url\(({GLYPHS}:[^)]+)\)", sheet)
    assert glyphs
    (folder,) = QDir.searchPaths(GLYPHS)
    for glyph in glyphs:
        assert QSvgRenderer(f"{folder}/{glyph.partition(':')[2]}").isValid(), glyph


def test_glyphs_have_the_colours_of_their_tokens():
    for file in files("roomscribe.resources").joinpath("icons").iterdir():
        mode, _, name = file.name.removesuffix(".svg").partition("-")
        if mode not in ("light", "dark"):
            continue
        token = "faint" if name.endswith("-off") else FRESH_COLOURS[name.partition("-")[0]]
        tokens = LIGHT if mode == "light" else DARK
        assert re.findall(r"#\w{6}", file.read_text("utf-8")) == [tokens.get(token)], file.name


def test_the_program_has_its_own_icon(qapp: QApplication, dressed: Theme):
    assert len(colours_in(qapp.windowIcon())) > 1


def test_roles_change_the_look_at_once(dressed: Theme, qtbot: QtBot):
    button = QPushButton("Start task")
    qtbot.addWidget(button)
    button.resize(120, metrics.CONTROL)
    button.show()
    ground = QColor(button.grab().toImage().pixel(6, metrics.CONTROL // 2)).name()
    set_role(button, Role.PRIMARY)
    assert QColor(button.grab().toImage().pixel(6, metrics.CONTROL // 2)).name() == LIGHT.accent != ground


def test_an_invalid_input_gets_a_red_border(dressed: Theme, qtbot: QtBot):
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.resize(120, metrics.CONTROL)
    edit.show()
    edit.clearFocus()
    set_invalid(edit, True)
    assert QColor(edit.grab().toImage().pixel(60, 0)).name() == LIGHT.bad
    set_invalid(edit, False)
    assert QColor(edit.grab().toImage().pixel(60, 0)).name() == LIGHT.edge


def test_controls_have_one_height(dressed: Theme, qtbot: QtBot):
    heights = set()
    for widget in (QPushButton("Stop"), QLineEdit("text"), QSpinBox()):
        qtbot.addWidget(widget)
        widget.show()
        heights.add(widget.sizeHint().height())
    assert heights == {metrics.CONTROL}


def test_numbers_begin_where_texts_do(dressed: Theme, qtbot: QtBot):
    box = QSpinBox()
    qtbot.addWidget(box)
    inset_spin_box(box)
    assert box.lineEdit().textMargins().left() == metrics.GAP


def test_titles_are_larger_than_notes(dressed: Theme, qtbot: QtBot):
    heights = []
    for role in (Role.TITLE, "", Role.NOTE):
        label = QLabel("Text")
        qtbot.addWidget(label)
        set_role(label, role)
        label.show()
        heights.append(label.fontMetrics().height())
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def arrow_colours(button: QToolButton) -> set[str]:
    """What is painted of a button besides its ground."""
    image = button.grab().toImage()
    inside = image.rect().adjusted(3, 3, -3, -3)
    points = ((x, y) for x in range(inside.left(), inside.right()) for y in range(inside.top(), inside.bottom()))
    return {image.pixelColor(*point).name() for point in points} - {image.pixelColor(inside.center().x(), 4).name()}


def test_what_a_narrow_bar_hides_is_behind_an_arrow_in_both_modes(dressed: Theme, qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    menus, tabs = QMenuBar(window), QTabBar(window)
    for number in range(12):
        menus.addMenu(f"Menu {number}")
        tabs.addTab(f"View {number}")
    menus.setGeometry(0, 0, 200, 32)
    tabs.setGeometry(0, 40, 200, 40)
    window.show()
    qtbot.waitExposed(window)
    for mode in ("light", "dark", "light"):
        dressed.set_mode(mode)
        shown = [each for each in window.findChildren(QToolButton) if each.isVisible()]
        assert len(shown) == 3, "one of the menus, two of the tabs"
        for button in shown:
            assert arrow_colours(button), (mode, button.objectName())
