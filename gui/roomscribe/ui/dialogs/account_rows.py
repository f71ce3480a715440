"""The account fields of one generation as rows: plain ones as lines, secret ones as dots."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import CalmComboBox, label, set_enabled_because
from roomscribe.ui.dialogs.profile_rules import check_account, missing, suspect_account, without_blanks
from roomscribe.ui.dialogs.rows import LABEL_WIDTH, Row, Rows, focus_row, set_problems
from roomscribe.ui.dialogs.secret_edit import SAVED, SecretEdit
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.accounts import asked_for
from roomscribe.vendors.protocol import AccountField


class AccountRows(QWidget):
    """Edits an account; keeps what was typed when the vendor's version is changed and changed back."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: tuple[AccountField, ...] = ()
        self._rows: dict[str, Row] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._choices: dict[str, CalmComboBox] = {}
        self._secrets: dict[str, SecretEdit] = {}
        self._typed: dict[str, str] = {}
        """Everything typed so far, also into fields that are not shown now."""
        self._kept: dict[str, Text] = {}
        self._page: Rows | None = None
        self._layout = filling_column(self, metrics.GAP)
        self._place = label("", Role.NOTE)
        self._place.setContentsMargins(LABEL_WIDTH + metrics.PANEL, 0, 0, 0)
        self._layout.addWidget(self._place)

    def set_fields(self, fields: tuple[AccountField, ...]) -> None:
        """Show these fields."""
        self._remember()
        if self._page is not None:
            self._layout.removeWidget(self._page)
            self._page.deleteLater()
        self._page = page = Rows()
        self._fields, self._rows, self._lines, self._choices, self._secrets = fields, {}, {}, {}, {}
        for field in fields:
            make = self._choice if field.choices else self._secret if field.secret else self._line
            self._rows[field.key] = make(page, field)
        self._layout.insertWidget(0, page)
        self._look()

    def stops(self) -> list[QWidget]:
        """The widgets that take the keyboard's focus, in visual order."""
        return [row.focus for row in self._rows.values()]

    def set_values(self, account: Mapping[str, str]) -> None:
        """Show a profile's account."""
        self._typed.update(account)
        for key, line in self._lines.items():
            line.setText(account.get(key, ""))
        for key, box in self._choices.items():
            box.setCurrentIndex(max(0, box.findData(account.get(key, ""))))
        self._look()

    def set_kept(self, keys: frozenset[str], words: Text = SAVED) -> None:
        """Tell which secrets are there already, and what to say about them."""
        self._kept = dict.fromkeys(keys, words)
        for key, edit in self._secrets.items():
            edit.set_kept(self._kept.get(key))
        self._look()

    def set_locked(self, reason: str) -> None:
        """Fix what stands in the plain fields, for this reason; secrets may change, and so may what is missing."""
        for line in self._lines.values():
            set_enabled_because(line, reason if line.text() else "")

    def set_place(self, words: str) -> None:
        """Say where secrets are kept, once below the fields; "" to say it elsewhere."""
        self._place.setText(words)
        self._place.setVisible(bool(words))

    def account(self) -> dict[str, str]:
        """What is not secret, as far as it was given; a first choice is what a profile without it has anyway."""
        chosen = {key: str(box.currentData()) for key, box in self._choices.items() if box.currentIndex() > 0}
        return chosen | {key: line.text() for key, line in self._lines.items() if line.text()}

    def secret_changes(self) -> dict[str, str]:
        """The secrets to save; "" deletes one."""
        return {key: change for key, edit in self._secrets.items() if (change := edit.change()) is not None}

    def problems(self) -> dict[str, Text]:
        """What is wrong, by key, missing values included."""
        values = self._values()
        found: dict[str, Text] = {}
        for field in self._asked():
            if problem := check_account(self._fields, field.key, values):
                found[field.key] = problem
            elif field.required and not self._given(field):
                found[field.key] = missing(field)
        return found

    def show_problems(self, problems: Mapping[str, Text]) -> None:
        """Show these under their fields, and nothing under the others."""
        set_problems(self._rows, problems)

    def focus(self, key: str) -> None:
        """Put the keyboard into a field."""
        focus_row(self._rows, key)

    def _line(self, page: Rows, field: AccountField) -> Row:
        line = QLineEdit(self._typed.get(field.key, ""))
        line.textEdited.connect(self._on_edited)
        self._lines[field.key] = line
        return page.row(field.label, line, _help(field))

    def _choice(self, page: Rows, field: AccountField) -> Row:
        box = CalmComboBox()
        for choice in field.choices:
            box.addItem(say(choice.label), choice.value)
            if choice.help is not None:
                box.setItemData(box.count() - 1, say(choice.help), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(0, box.findData(self._typed.get(field.key, ""))))
        box.currentIndexChanged.connect(self._on_edited)
        self._choices[field.key] = box
        return page.row(field.label, box, field.help)

    def _secret(self, page: Rows, field: AccountField) -> Row:
        edit = SecretEdit(self._theme, field.label)
        edit.set_kept(self._kept.get(field.key))
        edit.type_in(self._typed.get(field.key, ""))
        edit.changed.connect(self._on_edited)
        self._secrets[field.key] = edit
        return page.row(field.label, edit, _help(field), focus=edit.line)

    def _on_edited(self) -> None:
        for line in self._lines.values():
            if (clean := without_blanks(line.text())) != line.text():
                line.setText(clean)
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """Say at once what is wrong with what stands there; what is missing is said when somebody saves."""
        values, asked = self._values(), {each.key: each for each in self._asked()}
        for field in self._fields:
            row = self._rows[field.key]
            row.set_visible(field.key in asked)
            if field.key in self._choices:
                row.set_note(self._choice_words(field))
                continue
            row.set_help(say(_help(asked.get(field.key, field))))
            row.set_problem(check_account(self._fields, field.key, values))
            doubt = suspect_account(self._fields, field.key, values)
            row.set_note(say(doubt) if doubt else "", Role.STRONG)

    def _values(self) -> dict[str, str]:
        typed = {key: edit.line.text() for key, edit in self._secrets.items()}
        return typed | {key: line.text() for key, line in self._lines.items()}

    def _asked(self) -> tuple[AccountField, ...]:
        return asked_for(self._fields, self.account())

    def _choice_words(self, field: AccountField) -> str:
        """What is to be known about the choice made; "" for nothing beyond the field's help."""
        chosen = field.choices[max(0, self._choices[field.key].currentIndex())]
        return say(chosen.help) if chosen.help is not None else ""

    def _given(self, field: AccountField) -> bool:
        if field.choices:
            return True
        return self._secrets[field.key].given if field.secret else bool(self._lines[field.key].text())

    def _remember(self) -> None:
        self._typed.update({key: value for key, value in self._values().items() if value})
        self._typed.update({key: str(box.currentData()) for key, box in self._choices.items()})


def _help(field: AccountField) -> Text:
    return field.help if field.required else T("Optional. {help}", help=field.help)
