"""Turns what people type and paste into values, and values into what an editor shows."""

from __future__ import annotations

import re

from roomscribe.domain.fields import Value

_INTEGER = re.compile(r"[+-]?[0-9]{1,100}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)
_ENDS = r",;\n\r\t，、；"
_ITEM_ENDS = re.compile(rf"[{_ENDS}]+")
_NAME = re.compile(rf"(?:[(（][^)）]{{0,80}}[)）]|[^{_ENDS}])+")


def read_integer(text: str) -> Value:
    """The whole number typed; None for nothing. What is no number comes back as typed, for the checks to refuse."""
    trimmed = text.strip()
    if not trimmed:
        return None
    return int(trimmed) if _INTEGER.fullmatch(trimmed) else text


def read_decimal(text: str) -> Value:
    """The number typed, with a point or a comma; None for nothing. What is no number comes back as typed."""
    trimmed = text.strip()
    if not trimmed:
        return None
    return float(trimmed.replace(",", ".")) if _DECIMAL.fullmatch(trimmed) else text


def show_number(value: Value) -> str:
    """A number as its editor shows it, exact enough to be read back unchanged."""
    if value is None:
        return ""
    text = repr(value) if isinstance(value, float) else str(value)
    return text.removesuffix(".0")


def has_several(text: str) -> bool:
    """Whether a text typed or pasted into a list editor holds more than the item being typed."""
    return _ITEM_ENDS.search(text) is not None


def split_items(text: str) -> list[str]:
    """The items of a pasted list: by commas (Chinese ones too), semicolons, tabs and lines; blanks around them go."""
    return [item.strip() for item in _ITEM_ENDS.split(text) if item.strip()]


def split_names(text: str) -> list[str]:
    """The same for names: what stands in brackets belongs to one name."""
    return [item.strip() for item in _NAME.findall(text) if item.strip()]


def split_lines(text: str) -> list[str]:
    """The items of a text with one item a line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def split_table(text: str) -> list[list[str]]:
    """Rows and cells of a table copied from a spreadsheet; empty rows are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [[cell.strip() for cell in line.split("\t")] for line in lines if line.strip()]


def is_table(text: str) -> bool:
    """Whether a pasted text goes beyond a single cell."""
    return any(mark in text for mark in "\t\n\r")
