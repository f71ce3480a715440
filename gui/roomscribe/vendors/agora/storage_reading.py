"""Reads where captions are saved back into a form's values (agora.md §3.2, §6.1, §12.2)."""

from __future__ import annotations

import json

from roomscribe.domain.fitting import kind_words
from roomscribe.domain.text import T
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.storage import NO_REGION, REGION_KEYS
from roomscribe.vendors.body_reader import BodyReader, Note

_KEYS = {"storage_access_key": ("accessKey", "accesskey"), "storage_secret_key": ("secretKey", "secretkey")}
"""Tables and examples spell them differently (agora.md §14, C2)."""
_PLACES = ("extensionParams", "captionConfig.extensionParams")
"""Pages put them here or there (agora.md §14, C4)."""
_EXTENSION = {
    "storage_endpoint": "endpoint",
    "storage_type": "type",
    "storage_provider": "provider",
    "storage_region_name": "region",
    "storage_tag": "tag",
    "storage_sse": "sse",
}


def take_storage(reader: BodyReader, path: str, limits: AgoraLimits) -> None:
    """The storage at this place of a body, where there is one."""
    if not reader.has(path):
        return
    reader.values["save_captions"] = True
    for key, names in _KEYS.items():
        for name in names:
            if key not in reader.values:
                reader.take(key, f"{path}.{name}")
    reader.take("storage_bucket", f"{path}.bucket")
    reader.take("storage_prefix", f"{path}.fileNamePrefix")
    reader.values["storage_vendor"] = None
    reader.take("storage_vendor", f"{path}.vendor")
    if reader.values.get("storage_vendor") in limits.storage_vendors_doubtful:
        reader.values["storage_vendor_beyond"] = True
    _take_region(reader, f"{path}.region")


def _take_region(reader: BodyReader, path: str) -> None:
    vendor = reader.values.get("storage_vendor")
    key = REGION_KEYS.get(vendor) if isinstance(vendor, int) else None
    if key is not None:
        reader.take(key, path)
    elif reader.get(path) not in (None, NO_REGION):
        what = T("The storage needs no region.") if vendor else T("It counts only together with a storage.")
        reader.drop(path, what)


def take_extension(reader: BodyReader) -> None:
    """What further settings of the storage a 7.x body has, in either place."""
    for place in _PLACES:
        if not reader.has(place):
            continue
        if any(key in reader.values for key in (*_EXTENSION, "storage_names", "storage_tag_by_rule")):
            reader.drop(place, T("The same settings stand in another place, and those are taken."))
            return
        for key, name in _EXTENSION.items():
            reader.take(key, f"{place}.{name}")
        reader.take("storage_names", f"{place}.overwritekeys", {"storage_names": _names})
        reader.take("storage_tag_by_rule", f"{place}.tagByRule", {"storage_tag_by_rule": _rules})
        reader.values["storage_extension_inside"] = place != _PLACES[0]


def _names(raw: object, note: Note) -> object:
    """An object in one source, a list of objects in another (agora.md §6.1)."""
    rows = []
    for part in raw if isinstance(raw, list) else [raw]:
        if not isinstance(part, dict):
            note(T("This is {found}; {wanted} is needed.", found=kind_words(part), wanted=T("an object")))
            continue
        rows += [{"extension": extension, "name": name} for extension, name in part.items()]
    return rows


def _rules(raw: object, note: Note) -> object:
    """The form has them as JSON: no page tells what its items hold."""
    if isinstance(raw, list):
        return json.dumps(raw, ensure_ascii=False)
    note(T("This is {found}; {wanted} is needed.", found=kind_words(raw), wanted=T("a list")))
    return None
