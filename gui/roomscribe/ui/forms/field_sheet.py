"""The fields of a form in their sections: which are shown, what they hold, what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, FieldKind, Section, Value, Values
from roomscribe.domain.text import Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.field_row import FieldRow
from roomscribe.ui.forms.sections import FoldingHead, SectionBlock
from roomscribe.ui.forms.slices import PAUSE, Slices
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import metrics

MakeEditor = Callable[[Field, Kit, QWidget | None], Editor]


class FieldSheet(QWidget):
    """One row per field, made in slices so that a long form holds nobody up.

    A field has its value, and may be told off, before its row is there. Hidden fields keep their values; `given` holds
    those of fields that are not in this form.
    """

    edited = Signal(object)
    """The person changed the field with this key."""
    built = Signal()
    """Every row in sight is there; those of the folded part follow while nobody waits."""

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
        self.fields = {field.key: field for field in sorted(fields, key=_section_number)}
        """Every field by key, in the order of the form."""
        self.rows: dict[str, FieldRow] = {}
        """The rows that are there already."""
        self.blocks: dict[Section, SectionBlock] = {}
        self.ready = False
        """Every row in sight is there."""
        self._site = site
        self._kit = replace(kit, site=lambda: self._site)
        self._make = make
        self._given = dict(given or {})
        self._waiting = {key: field.initial() for key, field in self.fields.items()}
        """Values of fields whose row is not there yet."""
        self._shown: frozenset[str] = frozenset()
        self._left_out: frozenset[str] = frozenset()
        self._touched: set[str] = set()
        """Fields to which the person has given a value; before that they are not told off for being empty."""
        self._told: dict[str, Text] = {}
        """What the vendor said about fields, until they are changed."""
        self._problems: Sequence[Problem] = ()
        self._head: FoldingHead | None = None
        if folding and any(field.section is Section.ADVANCED for field in self.fields.values()):
            self._head = FoldingHead(Section.ADVANCED, kit.theme, self)
            self._head.folded_or_unfolded.connect(self._show_blocks)
        self._end = QWidget(self)
        """Keeps the rows' place in the order of Tab; never seen."""
        self._end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._end.hide()
        self._column = filling_column(self, metrics.GAP)
        self._column.addStretch(1)
        self._refresh()
        self._slices = Slices(self._build(), self)

    def finish(self) -> None:
        """Make all rows that are still missing now."""
        self._slices.finish()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.ready:
            # A guess, so that whoever shows the form can make room before its rows are there.
            shown = [field for key, field in self.fields.items() if key in self._shown]
            heads = len({field.section for field in shown})
            tables = sum(field.kind is FieldKind.TABLE for field in shown)
            hint.setHeight((len(shown) + heads + 2 * tables) * (metrics.CONTROL + metrics.GAP))
        return hint

    def value(self, key: str) -> Value:
        """One field's value."""
        return self.rows[key].editor.value() if key in self.rows else self._waiting[key]

    def values(self) -> dict[str, Value]:
        """Every field's value by key, of hidden fields too."""
        return {key: self.value(key) for key in self.fields}

    def set_values(self, values: Values) -> None:
        """Show these values; fields that are not named keep theirs, names that are not fields are ignored."""
        for key in self.fields:
            if key in values:
                self._set_value(key, values[key])
        self._refresh()

    def set_site(self, site: str) -> None:
        """Show the fields of another of the vendor's sites."""
        self._site = site
        for key, row in self.rows.items():
            if self.fields[key].language_use is not None:
                row.editor.set_value(row.editor.value())  # which languages are doubtful differs by site
        self._refresh()

    def leave_out(self, keys: frozenset[str]) -> None:
        """Hide these fields whatever the values say, and show the others again."""
        self._left_out = keys
        self._refresh()

    def touched(self) -> dict[str, Value]:
        """The values of the fields that the person has changed."""
        return {key: self.value(key) for key in self.fields if key in self._touched}

    def touch(self, keys: Iterable[str] | None = None) -> None:
        """Take these fields, or all, as seen by the person: from now on they may be told off."""
        self._touched.update(self.fields if keys is None else keys)

    def shown(self, key: str) -> bool:
        """Whether the form has this field, and shows it with the values as they are."""
        return key in self._shown

    def place(self, key: str) -> str | None:
        """The shown field at which something about this one can be said: itself, or the one whose value hides it."""
        passed = set()
        while key not in self._shown:
            field = self.fields.get(key)
            if field is None or not field.shown_when or key in passed:
                return None
            passed.add(key)
            values = self._all_values()
            key = next((when for when in field.shown_when if not when.holds(values)), field.shown_when[0]).key
        return key

    def tell(self, key: str, message: Text) -> None:
        """Show what the vendor said about a field, until it is changed."""
        self._told[key] = message
        self.show_problems(self._problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say under each touched field what is wrong with it."""
        self._problems = problems
        by_place: dict[str | None, list[Problem]] = {}
        for problem in problems:
            by_place.setdefault(self.place(problem.key), []).append(problem)
        for key, row in self.rows.items():
            own = by_place.get(key, []) if key in self._touched else []
            if key in self._told:
                own = [Problem(key, self._told[key]), *own]
            row.show_problems(own)

    def focus(self, key: str, problem: Problem | None = None) -> FieldRow | None:
        """Put the focus into a field, opening the part that hides it; None for a field that is not shown."""
        if not self.shown(key):
            return None
        if key not in self.rows:
            self.finish()
        if self._head is not None and self.fields[key].section is Section.ADVANCED:
            self._head.unfold()
        self.rows[key].focus(problem)
        return self.rows[key]

    def focus_first(self, section: Section | None = None) -> FieldRow | None:
        """Put the focus into the first field, of this section where it has one."""
        shown = [key for key in self.fields if key in self._shown]
        wished = [key for key in shown if self.fields[key].section is section]
        return next((self.focus(key) for key in (*wished, *shown)), None)

    def folding(self) -> FoldingHead | None:
        """The switch of the part that folds away, where the form has one; the form finds a place for it."""
        return self._head

    def tail(self) -> QWidget:
        """What stands in the order of Tab behind the last of the rows made so far."""
        return self._end if self._head is None else self._head.head

    def _build(self) -> Iterator[bool]:
        for key, field in self.fields.items():
            if not self.ready and self._head is not None and field.section is Section.ADVANCED:
                yield PAUSE
                self._announce()
                yield PAUSE
            self._add_row(key, field)
            yield not PAUSE
        self._announce()

    def _announce(self) -> None:
        if not self.ready:
            self.ready = True
            self.built.emit()

    def _add_row(self, key: str, field: Field) -> None:
        block = self._block(field.section)
        row = FieldRow(field, self._make(field, self._kit, block), self._kit.theme, block)
        row.setVisible(key in self._shown)
        row.editor.set_value(self._waiting.pop(key))
        row.editor.changed.connect(partial(self._on_changed, key))
        self.rows[key] = row
        block.add_row(row)
        tab_before(self.tail(), row.editor.stops())
        if key in self._touched or key in self._told:
            self.show_problems(self._problems)

    def _block(self, section: Section) -> SectionBlock:
        if section not in self.blocks:
            block = self.blocks[section] = SectionBlock(section, self)
            # Before the stretch: whatever height is left over goes below the fields.
            self._column.insertWidget(self._column.count() - 1, block)
            self._show_blocks()
        return self.blocks[section]

    def _set_value(self, key: str, value: Value) -> None:
        before = self.value(key)
        if key in self.rows:
            self.rows[key].editor.set_value(value)
        else:
            self._waiting[key] = value
        if self.value(key) != before:
            # What the vendor said was said about the old value.
            self._told.pop(key, None)

    def _all_values(self) -> Mapping[str, Value]:
        return {**self._given, **self.values()}

    def _refresh(self) -> None:
        values = self._all_values()
        shown = (key for key, field in self.fields.items() if field.shown(values, self._site))
        self._shown = frozenset(shown) - self._left_out
        for key, row in self.rows.items():
            row.setVisible(key in self._shown)
        self._show_blocks()

    def _show_blocks(self) -> None:
        used = {self.fields[key].section for key in self._shown}
        if self._head is not None and self._head.folded:
            used.discard(Section.ADVANCED)
        for section, block in self.blocks.items():
            block.setVisible(section in used)

    def _on_changed(self, key: str) -> None:
        self._touched.add(key)
        self._told.pop(key, None)
        self._refresh()
        self.edited.emit(key)


def _section_number(field: Field) -> int:
    return list(Section).index(field.section)
