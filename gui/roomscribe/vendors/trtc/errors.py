"""Turns TRTC's error answers into notes, and finds the form's field that an error concerns (tencent.md §5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.fields import Field
from roomscribe.vendors.trtc.catalogue.tables import NO_CODE, entry_for
from roomscribe.vendors.trtc.catalogue.transcription import SIGNATURE_SOURCE

FieldNames = Mapping[str, str]
"""Field keys by the vendor's names for them."""


def explain(code: str, message: str, request_id: str, names: FieldNames) -> ErrorNote:
    """The note for an error the vendor answered; a code nobody knows is shown as it stands, "" for one without."""
    entry = entry_for(code, message) if code else NO_CODE
    return entry.note(
        code=code,
        vendor_message=message,
        request_id=request_id,
        field=entry.field or field_named_in(message, names),
    )


def field_named_in(message: str, names: FieldNames) -> str:
    """Key of the form field whose vendor name stands in a message, or "".

    Only for finding the field: what an error *is* comes from its code, since messages change (tencent.md §5.3).
    """
    named = [key for name, key in names.items() if re.search(_AROUND.format(re.escape(name)), message)]
    return named[0] if named else ""


_AROUND = r"(?<![\w.-]){}(?!\w|\.[A-Za-z])"
"""A whole name: not a part of a longer one; list positions (`TargetLanguages.0`) may follow."""


def field_names(fields: Sequence[Field], site: str) -> FieldNames:
    """Field keys by full name, then by last part where only one field has it: `Mode` alone would say nothing."""
    paths = {field.path: _in_sight(field.key) for field in fields if field.path and site in (field.sites or {site})}
    leaves = Counter(path.rpartition(".")[2] for path in paths)
    single = {path.rpartition(".")[2]: key for path, key in paths.items() if leaves[path.rpartition(".")[2]] == 1}
    return {**paths, **single}


def _in_sight(key: str) -> str:
    """A signature's own field is hidden while the console makes it; where it comes from is always shown."""
    return SIGNATURE_SOURCE if key == "user_sig" else key
