"""What a journal line says about the row it belongs to: the columns that changed, and their new values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from roomscribe.ledger.stored_json import stored_json

NESTED = frozenset({"spoken", "targets", "values", "error", "receipt", "unclear", "restart", "tags"})
"""Columns of a task that hold JSON; in the facts they stand as what they mean, not as text in a text."""

NOTED = "noted"
"""The kind of a line that holds nothing but facts; people are not shown it."""


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `after` that `before` has not, or has with another value."""
    missing = object()
    return {name: value for name, value in after.items() if before.get(name, missing) != value}


def to_text(columns: Mapping[str, Any]) -> str:
    """Columns of a row as the journal keeps them."""
    plain = {name: json.loads(value) if name in NESTED and value else value for name, value in columns.items()}
    return stored_json(plain)


def from_text(text: str) -> dict[str, Any]:
    """The columns that `to_text` wrote. Raises `ValueError` for anything else."""
    plain = json.loads(text)
    if not isinstance(plain, dict):
        raise ValueError("facts are an object")
    # Written as the codec does, so that a column that was taken apart is put together again character by character.
    nested = {name for name in NESTED if plain.get(name) is not None}
    return {name: stored_json(value) if name in nested else value for name, value in plain.items()}
