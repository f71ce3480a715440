"""Asks for a file to open or to write; the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from roomscribe.domain.text import Text
from roomscribe.runtime.dialogs import ask
from roomscribe.ui.words import say

Kinds = Sequence[tuple[Text, str]]
"""(what people call it, pattern of names), such as ("Templates", "*.json")."""


async def choose_to_open(title: Text, kinds: Kinds, parent: QWidget) -> Path | None:
    """The file that somebody chose; None when they did not."""
    dialog = _dialog(title, kinds, parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def choose_to_save(title: Text, kinds: Kinds, name: str, parent: QWidget) -> Path | None:
    """The place that somebody chose, beginning with this name; replacing a file there was agreed to."""
    dialog = _dialog(title, kinds, parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return await _chosen(dialog)


def _dialog(title: Text, kinds: Kinds, parent: QWidget) -> QFileDialog:
    dialog = QFileDialog(parent, say(title))
    dialog.setNameFilters([f"{say(words)} ({pattern})" for words, pattern in kinds])
    return dialog


async def _chosen(dialog: QFileDialog) -> Path | None:
    # Asked before the dialog is deleted, which `ask` does.
    chosen: list[str] = []
    dialog.accepted.connect(lambda: chosen.extend(dialog.selectedFiles()))
    accepted = await ask(dialog) == QDialog.DialogCode.Accepted
    return Path(chosen[0]) if accepted and chosen else None
