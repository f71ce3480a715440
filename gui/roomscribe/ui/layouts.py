"""Layouts that fill a widget to its edges."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def filling_column(widget: QWidget, spacing: int | None = None) -> QVBoxLayout:
    """From top to bottom; without `spacing` the style's own."""
    layout = QVBoxLayout(widget)
    _fill(layout, spacing)
    return layout


def filling_row(widget: QWidget, spacing: int | None = None) -> QHBoxLayout:
    """From left to right; without `spacing` the style's own."""
    layout = QHBoxLayout(widget)
    _fill(layout, spacing)
    return layout


def _fill(layout: QBoxLayout, spacing: int | None) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    if spacing is not None:
        layout.setSpacing(spacing)
