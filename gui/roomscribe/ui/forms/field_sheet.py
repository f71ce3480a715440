"""The fields of a form in their sections: which are shown, what they hold, what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roomscribe.domain.fields import Field, Section, Value, Values
from roomscribe.domain.text import Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.field_row import FieldRow
from roomscribe.ui.forms.sections import FoldingBlock, SectionBlock
from roomscribe.ui.theme import metrics

MakeEditor = Callable[[Field, Kit, QWidget | None], Editor]


class FieldSheet(QWidget):
    """One row per field. Hidden fields keep their values; `given` holds those of fields that are not in this form."""

    edited = Signal(object)
    """The person changed the field with this key."""

    def __init__(
        self,
        fields: Iterable[Field],
        kit: Kit,
        site: str,
        *,
        given: Values | None = None,
        folding: bool = True,
        make: MakeEditor = make_editor,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit = kit
        self._site = site
        self._given = dict(given or {})
        """Values of fields that are not in this form, for the conditions that look at them."""
        self._told: dict[str, Text] = {}
        """What the vendor said about fields, until they are changed."""
        self._folding = folding
        self.rows: dict[str, FieldRow] = {}
        self.blocks: dict[Section, SectionBlock | FoldingBlock] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.GAP)
        in_order = sorted(fields, key=_section_number)
        for field in in_order:
            block = self._block(field.section)
            row = FieldRow(field, make(field, kit, block), kit.theme, block)
            row.editor.changed.connect(partial(self._on_changed, field.key))
            self.rows[field.key] = row
            block.add_row(row)
        if self.folding() is None:
            self._column.addStretch(1)
        self._refresh()

    def values(self) -> dict[str, Value]:
        """Every field's value by key, of hidden fields too."""
        return {key: row.editor.value() for key, row in self.rows.items()}

    def set_values(self, values: Values) -> None:
        """Show these values; fields that are not named keep theirs, names that are not fields are ignored."""
        for key, row in self.rows.items():
            if key in values:
                row.editor.set_value(values[key])
        self._refresh()

    def set_site(self, site: str) -> None:
        """Show the fields of another of the vendor's sites."""
        self._site = site
        self._refresh()

    def touched(self) -> dict[str, Value]:
        """The values of the fields that the person has changed."""
        return {key: row.editor.value() for key, row in self.rows.items() if row.touched}

    def touch(self, keys: Iterable[str] | None = None) -> None:
        """Take these fields, or all, as seen by the person: from now on they may be told off."""
        for key in self.rows if keys is None else keys:
            if key in self.rows:
                self.rows[key].touched = True

    def shown(self, key: str) -> bool:
        """Whether the form has this field, and shows it with the values as they are."""
        return key in self.rows and not self.rows[key].isHidden()

    def tell(self, key: str, message: Text) -> None:
        """Show what the vendor said about a field, until it is changed."""
        self._told[key] = message

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say under each touched field what is wrong with it."""
        by_key: dict[str, list[Problem]] = {}
        for problem in problems:
            by_key.setdefault(problem.key, []).append(problem)
        for key, row in self.rows.items():
            own = by_key.get(key, []) if row.touched else []
            if key in self._told:
                own = [Problem(key, self._told[key]), *own]
            row.show_problems(own)

    def focus(self, key: str, problem: Problem | None = None) -> FieldRow | None:
        """Put the focus into a field, opening the part that hides it; None for a field that is not shown."""
        if not self.shown(key):
            return None
        row = self.rows[key]
        block = self.blocks[row.field.section]
        if isinstance(block, FoldingBlock):
            block.unfold()
        row.focus(problem)
        return row

    def folding(self) -> FoldingBlock | None:
        """The part that folds away, where the form has one."""
        return next((block for block in self.blocks.values() if isinstance(block, FoldingBlock)), None)

    def _block(self, section: Section) -> SectionBlock | FoldingBlock:
        if section not in self.blocks:
            if section is Section.ADVANCED and self._folding:
                # Whatever height is left over goes between the fields and the part most people never open.
                self._column.addStretch(1)
                self.blocks[section] = FoldingBlock(section, self._kit.theme, self)
            else:
                self.blocks[section] = SectionBlock(section, self)
            self._column.addWidget(self.blocks[section])
        return self.blocks[section]

    def _refresh(self) -> None:
        values: Mapping[str, Value] = {**self._given, **self.values()}
        used = set()
        for row in self.rows.values():
            shown = row.field.shown(values, self._site)
            row.setVisible(shown)
            if shown:
                used.add(row.field.section)
        for section, block in self.blocks.items():
            block.setVisible(section in used)

    def _on_changed(self, key: str) -> None:
        self.rows[key].touched = True
        self._told.pop(key, None)
        self._refresh()
        self.edited.emit(key)


def _section_number(field: Field) -> int:
    return list(Section).index(field.section)
