"""What the tour can do with the console's own widgets: choose languages, press buttons, read the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QToolButton, QWidget

from roomscribe.domain.languages import LanguageUse
from roomscribe.ui.desk import Desk
from roomscribe.ui.forms.chips import Chip
from roomscribe.ui.forms.editor import Editor
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.language_editors import LanguagesEditor
from roomscribe.ui.forms.language_picker import LanguagePicker
from roomscribe.ui.theme import Role
from roomscribe.ui.tour.driver import Driver, StepFailed
from roomscribe.vendors.protocol import Generation

FIRST, SECOND = ("French", "German"), ("Japanese", "Korean")
"""English names of the languages that are translated to: at the start, and after the change."""


def codes(generation: Generation, names: Sequence[str]) -> tuple[str, ...]:
    """The vendor's codes of some languages; the first variant where there are several."""
    offered = generation.languages.for_use(LanguageUse.TRANSLATE_TO)
    return tuple(next(each.code for each in offered if each.name.startswith(name)) for name in names)


class Hands(Driver):
    """A driver that knows the console."""

    def field(self, parent: QWidget, key: str) -> Editor:
        """The visible editor of a field."""
        for editor in parent.findChildren(Editor):  # type: ignore[type-abstract]  # looked for, not made
            if editor.field.key == key and editor.isVisible():
                return editor
        raise StepFailed(f"the field {key!r} is not in sight")

    def fill_in(self, parent: QWidget, key: str, text: str) -> None:
        """Type into a text field."""
        line = self.field(parent, key).findChild(QLineEdit)
        if line is None:
            raise StepFailed(f"the field {key!r} takes no text")
        self.type(line, text)

    async def translate_into(self, parent: QWidget, wanted: Sequence[str]) -> None:
        """Remove the languages that are translated to, and pick others by typing their codes."""
        # Forms are built in slices; a person can't click what is not there yet either.
        await self.until(lambda: all(each.ready for each in parent.findChildren(FieldSheet)), "the form is complete")
        await self.until(lambda: self._translations(parent), "a field for translation languages is in sight")
        editor = self._translations(parent)[0]
        while chips := [chip for chip in editor.findChildren(Chip) if chip.isVisible()]:
            self.click(chips[0])
            await self.turn()
        self.click(editor.add)
        await self.until(self._picker_is_open, "the list of languages opens")
        picker = self.top_level(LanguagePicker)
        for code in wanted:
            self.type(picker.search, code)
            self.press(picker.search, Qt.Key.Key_Return)
            await self.turn()
        self.press(picker.search, Qt.Key.Key_Escape)
        await self.until(lambda: not self._picker_is_open(), "the list of languages closes")
        if editor.value() != tuple(wanted):
            raise StepFailed(f"picked {tuple(wanted)}, got {editor.value()}")

    def command(self, parent: QWidget, action: QAction) -> QToolButton:
        """The tool button of a command."""
        for button in parent.findChildren(QToolButton):
            if button.defaultAction() is action:
                return button
        raise StepFailed(f"no button for {action.text()!r}")

    def primary(self, dialog: QDialog) -> QAbstractButton:
        """The one button of a dialog that does what it is for."""
        for button in dialog.findChildren(QAbstractButton):
            if button.property("role") == Role.PRIMARY and button.isVisible():
                return button
        raise StepFailed("the dialog has no primary button")

    def select(self, desk: Desk, task_id: str) -> None:
        """Click a task's row in the table."""
        table = desk.window.table
        table.show_news()  # as a person would whose row waits
        index = table.model.index_of(task_id)
        if not index.isValid():
            raise StepFailed("the task is not in the table")
        self.select_row(table.view, index.row())

    def _translations(self, parent: QWidget) -> list[LanguagesEditor]:
        editors = parent.findChildren(LanguagesEditor)
        return [each for each in editors if each.field.language_use is LanguageUse.TRANSLATE_TO and each.isVisible()]

    def _picker_is_open(self) -> bool:
        try:
            return bool(self.top_level(LanguagePicker))
        except StepFailed:
            return False
