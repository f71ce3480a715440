"""Editors for one language and for several in order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from roomscribe.domain.fields import Field, Value
from roomscribe.domain.language_doubts import language_doubt
from roomscribe.domain.languages import Language, LanguageUse
from roomscribe.domain.text import T
from roomscribe.ui.forms.chips import ChipRow
from roomscribe.ui.forms.choice_editors import QuietComboBox
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.language_picker import LanguagePicker
from roomscribe.ui.forms.language_words import language_details, language_name, short_name
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say


class PickerBox(QuietComboBox):
    """Looks like a combo box, and opens something better than a list."""

    asked = Signal()
    """The person wants to choose."""
    cleared = Signal()

    def showPopup(self) -> None:
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) or event.text().strip():
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class DoubtNote(QLabel):
    """Below a choice: what speaks against a language that was chosen. It is a note, not a problem: it may work."""

    def __init__(self, kit: Kit, use: LanguageUse | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._use = use
        set_role(self, Role.NOTE)
        self.setWordWrap(True)
        self.hide()

    def show_doubts(self, codes: Sequence[str]) -> None:
        """Say what is known against these languages; nothing, where nothing is."""
        languages, use, site = self._kit.languages, self._use, self._kit.site()
        doubts = [language_doubt(languages, code, use, site) for code in codes]
        told = [say(doubt) for doubt in doubts if doubt is not None]
        self.setText("\n".join(told))
        self.setVisible(bool(told))


class LanguageEditor(Editor):
    """One language of the vendor's."""

    wide = True

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self._code = ""
        self._picker: LanguagePicker | None = None
        self.box = PickerBox(self)
        self.box.setPlaceholderText(self._empty_words())
        self.clear = QToolButton(self)
        set_role(self.clear, Role.QUIET)
        self.clear.setIcon(kit.theme.icon("clear", "dim"))
        self.clear.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.clear.setToolTip(say(T("Leave it to the vendor")))
        self.clear.setAccessibleName(say(T("Leave {label} to the vendor", label=field.label)))
        self.doubt = DoubtNote(kit, field.language_use, self)
        row = QHBoxLayout()
        row.setSpacing(metrics.HALF_GAP)
        row.addWidget(self.box, 1)
        row.addWidget(self.clear)
        column = filling_column(self, metrics.HALF_GAP)
        column.addLayout(row)
        column.addWidget(self.doubt)
        self._begin()
        self.box.asked.connect(self._open)
        self.box.cleared.connect(self._on_cleared)
        self.clear.clicked.connect(self._on_cleared)

    def value(self) -> Value:
        return self._code

    def stops(self) -> list[QWidget]:
        return [self.box, self.clear]

    def _show_value(self, value: Value) -> None:
        self._code = str(value or "")
        with QSignalBlocker(self.box):
            self.box.clear()
            if self._code:
                self.box.addItem(language_name(self.kit.languages, self._code))
            self.box.setCurrentIndex(0 if self._code else -1)
            self.box.in_short = short_name(self.kit.languages, self._code)
        use = self.field.language_use
        details = language_details(self.kit.languages, self._code, use) if self._code else self._empty_words()
        self.box.setToolTip(details)
        self.doubt.show_doubts((self._code,) if self._code else ())
        self.clear.setVisible(bool(self._code) and not self.field.required)

    def _empty_words(self) -> str:
        return say(T("Choose a language…")) if self.field.required else self._default_words()

    def _open(self) -> None:
        if self._picker is None:
            self._picker = LanguagePicker(self.kit.theme, several=False, parent=self)
            self._picker.picked.connect(self._on_picked)
        self._picker.offer(offered(self.field, self.kit), (self._code,), None)
        self._picker.open_at(self.box)

    def _on_picked(self, code: object) -> None:
        self._show_value(code)
        self._on_edited()

    def _on_cleared(self) -> None:
        if not self.field.required:
            self._show_value("")
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_edited()


class LanguagesEditor(Editor):
    """Several languages in the order in which they were chosen, as chips."""

    wide = True

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self._codes: tuple[str, ...] = ()
        self._picker: LanguagePicker | None = None
        self.add = QPushButton(say(T("Add")), self)
        self.add.setIcon(kit.theme.icon("add"))
        self.add.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        self.add.setAutoDefault(False)
        self.add.setAccessibleName(say(T("Add to {label}", label=field.label)))
        self.chips = ChipRow(kit.theme, self.add, self)
        self.doubt = DoubtNote(kit, field.language_use, self)
        column = filling_column(self, metrics.HALF_GAP)
        column.addWidget(self.chips)
        column.addWidget(self.doubt)
        self._begin()
        self.add.clicked.connect(self._open)
        self.chips.removed.connect(self._on_removed)

    def value(self) -> Value:
        return self._codes

    def stops(self) -> list[QWidget]:
        return [*self.chips.chips, self.add]

    def focus_first(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_value(self, value: Value) -> None:
        self._codes = tuple(str(code) for code in value) if isinstance(value, (tuple, list)) else ()
        languages, use = self.kit.languages, self.field.language_use
        self.chips.show_chips(
            [
                (language_name(languages, code), language_details(languages, code, use), short_name(languages, code))
                for code in self._codes
            ]
        )
        self.doubt.show_doubts(self._codes)
        if self._picker is not None:
            self._offer(self._picker)

    def _open(self) -> None:
        if self._picker is None:
            self._picker = LanguagePicker(self.kit.theme, several=True, parent=self)
            self._picker.picked.connect(self._on_picked)
        self._offer(self._picker)
        self._picker.open_at(self.add)

    def _offer(self, picker: LanguagePicker) -> None:
        picker.offer(offered(self.field, self.kit), self._codes, self.field.limits.max_items)

    def _on_picked(self, code: object) -> None:
        chosen = str(code)
        kept = tuple(each for each in self._codes if each != chosen)
        self._show_value(kept if chosen in self._codes else (*kept, chosen))
        self._on_edited()

    def _on_removed(self, position: object) -> None:
        self._show_value(tuple(code for at, code in enumerate(self._codes) if at != position))
        self._on_edited()


def offered(field: Field, kit: Kit) -> tuple[Language, ...]:
    """The languages that a field lets people choose from."""
    if field.language_use is None:
        return tuple(each for each in kit.languages.languages if each.at(kit.site()))
    return kit.languages.for_use(field.language_use, kit.site())
