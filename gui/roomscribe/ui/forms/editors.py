"""Makes the editor for a field of any kind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.ui.forms.cells import make_cell
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.table_editor import TableEditor


def make_editor(field: Field, kit: Kit, parent: QWidget | None = None) -> Editor:
    """An editor that shows the field's first value."""
    return TableEditor(field, kit, parent) if field.kind is FieldKind.TABLE else make_cell(field, kit, parent)
