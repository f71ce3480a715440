"""Makes the editor for a field of any kind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.ui.forms.card_editor import CardsEditor
from roomscribe.ui.forms.cells import make_cell
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.grid_editor import GridEditor
from roomscribe.ui.forms.grid_model import GRID_KINDS


def make_editor(field: Field, kit: Kit, parent: QWidget | None = None) -> Editor:
    """An editor that shows the field's first value."""
    if field.kind is not FieldKind.TABLE:
        return make_cell(field, kit, parent)
    fits = all(column.kind in GRID_KINDS for column in field.columns)
    return GridEditor(field, kit, parent) if fits else CardsEditor(field, kit, parent)
