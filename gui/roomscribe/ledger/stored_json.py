"""JSON as every column of a ledger has it: two columns with equal values are equal character by character."""

from __future__ import annotations

import json


def stored_json(value: object) -> str:
    """The text of a JSON-like value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate (half a character, from a vendor's answer) has no UTF-8, but it has a JSON escape.
    return text.encode("utf-8", "backslashreplace").decode()
