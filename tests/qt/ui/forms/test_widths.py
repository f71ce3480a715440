"""Nothing that a fresh form says is cut off at the width that a fresh window gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.ui.forms.chips import Chip
from roomscribe.ui.forms.choice_editors import QuietComboBox
from roomscribe.ui.forms.grid_view import GridView
from roomscribe.ui.forms.language_editors import LanguagesEditor
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.forms.run_time_editor import RunTimeEditor
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Theme, metrics
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry

from .full_forms import FILLINGS, LONG_ID

REGISTRY = load_registry()
NARROWEST = round(1280 * metrics.FORM_SHARE)
"""What the form gets in the smallest usual window."""
ROUNDING = 1
PASSES = 5
"""Heights of wrapped texts find their way from the innermost layout to the outermost in several turns of the loop."""
HIDDEN = {LONG_ID, "云计算平台的名称", "the name of the cloud platform"}
"""Long texts that somebody typed scroll in their line."""


@pytest.fixture(params=["light", "dark"])
def theme(request, qapp):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(request.param)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


Kind = TypeVar("Kind", bound=QWidget)


def shown(parent: QWidget, kind: type[Kind]) -> Iterator[Kind]:
    return (each for each in parent.findChildren(kind) if each.isVisible())


def label_is_cut(label: QLabel) -> bool:
    room = label.contentsRect()
    if not label.wordWrap():
        return label.fontMetrics().horizontalAdvance(label.text()) > room.width() + ROUNDING
    longest = max(map(label.fontMetrics().horizontalAdvance, label.text().split() or [""]))
    return longest > room.width() + ROUNDING or label.heightForWidth(room.width()) > label.height() + ROUNDING


def placeholder_is_cut(line: QLineEdit) -> bool:
    margins = line.textMargins()
    room = line.contentsRect().width() - margins.left() - margins.right() - 2 * metrics.GAP
    return line.fontMetrics().horizontalAdvance(line.text() or line.placeholderText()) > room


def cut_off(panel: QWidget) -> list[str]:
    found = [label.text() for label in shown(panel, QLabel) if label_is_cut(label)]
    found += [box.currentText() for box in shown(panel, QuietComboBox) if box.missing_width() > 0]
    buttons: list[QAbstractButton] = [*shown(panel, QPushButton), *shown(panel, QCheckBox)]
    buttons = [each for each in buttons if not isinstance(each, Chip)]
    found += [button.text() for button in buttons if button.sizeHint().width() > button.width() + ROUNDING]
    found += [line.text() or line.placeholderText() for line in shown(panel, QLineEdit) if placeholder_is_cut(line)]
    return found


def chips_without_their_words(panel: QWidget) -> list[str]:
    """What a person typed may lose its middle; a language is shown by its name, or in short with its code."""
    languages = [chip for each in shown(panel, LanguagesEditor) for chip in each.chips.chips]
    return [chip.text() for chip in languages if "…" in chip.shown_text()]


def cut_off_in_grids(panel: QWidget) -> list[str]:
    """Column heads, and choices in cells; what was typed into a cell is shown whole while it is edited."""
    found = []
    for grid in shown(panel, GridView):
        model, head = grid.model(), grid.horizontalHeader()
        for column in range(model.columnCount()):
            words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            if head.fontMetrics().horizontalAdvance(words) > head.sectionSize(column) + ROUNDING:
                found.append(words)
    return found


def make_panel(
    qtbot, theme: Theme, generation: Generation, *, filled: bool, at: int = 0
) -> tuple[LaunchPanel, TaskForm]:
    site = generation.sites[at]
    profile = Profile(
        id="p",
        name=f"{generation.short_title} demo",
        vendor="v",
        generation=generation.id,
        site=site.id,
        region=site.regions[0] if site.regions else "",
        simulator=filled,
    )
    panel = LaunchPanel(
        REGISTRY, theme=theme, problems=lambda draft: [], too_long=lambda draft: None, clash=lambda draft: None
    )
    qtbot.addWidget(panel)
    panel.set_profiles([profile], "p")
    form = panel.form()
    assert form is not None
    form.finish()
    return panel, form


def show_all(panel, form, width, height):
    """Show it in this size, with its advanced part."""
    panel.resize(width, height)
    panel.show()
    advanced = form.sheet.folding()
    assert advanced is not None
    advanced.unfold()


@pytest.mark.parametrize("width", [NARROWEST, metrics.FORM_WIDTH])
@pytest.mark.parametrize("filled", [False, True], ids=["fresh", "example"])
@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_nothing_in_a_fresh_form_is_cut_off(qtbot, theme, generation, filled, width):
    panel, form = make_panel(qtbot, theme, generation, filled=filled)
    show_all(panel, form, width, 2400)
    qtbot.wait(1)
    assert cut_off(panel) == []


@pytest.mark.parametrize("at", [0, 1], ids=["first-site", "second-site"])
@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_nothing_in_a_full_form_is_cut_off(qtbot, theme, generation, filling, at):
    panel, form = make_panel(qtbot, theme, generation, filled=True, at=at)
    values = FILLINGS[filling](generation)
    form.set_values(values)
    show_all(panel, form, NARROWEST, 4000)
    for _ in range(PASSES):
        qtbot.wait(1)
    typed = {str(value) for value in values.values() if isinstance(value, str)}
    assert [words for words in cut_off(panel) if words not in typed | HIDDEN] == []
    assert chips_without_their_words(panel) == []
    assert cut_off_in_grids(panel) == []
    # All of it was looked at.
    site = generation.sites[at].id
    assert all(form.sheet.rows[each.key].isVisible() for each in generation.fields if each.shown(form.values(), site))


def test_the_measure_finds_what_is_cut_off(qtbot, theme):
    panel, _ = make_panel(qtbot, theme, REGISTRY.generation("trtc-1"), filled=True)
    panel.resize(120, 900)
    panel.show()
    assert "Made by the console" in cut_off(panel)


@pytest.mark.parametrize("width", [NARROWEST, metrics.FORM_WIDTH])
def test_the_usual_run_times_stand_in_one_line(qtbot, theme, width):
    panel, form = make_panel(qtbot, theme, REGISTRY.generations()[0], filled=True)
    show_all(panel, form, width, 2400)
    qtbot.wait(1)
    (editor,) = shown(panel, RunTimeEditor)
    buttons = list(editor.presets.values())
    assert len({button.y() for button in buttons}) == 1
    assert all(button.sizeHint().width() <= button.width() for button in buttons)
    assert editor.no_end.y() < buttons[0].y()
