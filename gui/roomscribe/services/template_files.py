"""Templates as files: readable JSON for a repository, in which no secret can stand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.fields import Field, Value, Values, empty_value
from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.run_time import USUAL_MINUTES, run_time_problem
from roomscribe.domain.template import Template, name_problem, placeholders
from roomscribe.domain.text import T, Text
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

FORMAT, VERSION = "roomscribe-template", 1
ENDING = ".json"
LARGEST = 1_000_000
"""Bytes. A draft has some thousand."""
_KNOWN = frozenset({"format", "version", "name", "generation", "site", "account", "minutes", "suggestions", "values"})


@dataclass(frozen=True)
class Read:
    """What a file held."""

    template: Template
    remarks: tuple[Remark, ...] = ()
    """What of the file was not taken."""


class Unreadable(Exception):
    """A file that is no template, or none of this version."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def kept_values(generation: Generation, values: Values) -> dict[str, Value]:
    """What a template keeps of a form: everything but secrets, and what a fresh form has empty anyway."""
    kept = {}
    for field in generation.fields:
        if not field.secret:
            blank = empty_value(field.kind)
            value = values.get(field.key, blank)
            if value != blank or field.initial() != blank:
                kept[field.key] = value
    return kept


def to_text(template: Template, registry: Registry, before: str = "") -> str:
    """The file of a template: sorted keys, one value a line, a line break at the end; without what is not declared.

    `before` is a file that is on the disk already, of which what this version does not know is carried on.
    `BadRequest`: its service is not installed, so nobody can tell which of its values are secret.
    """
    if not registry.knows(template.generation):
        raise BadRequest(_not_installed(template.generation))
    fields = _open_fields(registry.generation(template.generation).fields)
    secret = {each.key for each in registry.generation(template.generation).fields if each.secret}
    strange, strange_values = _strangers(before, template.generation, registry)
    document = {
        **strange,
        "format": FORMAT,
        "version": VERSION,
        "name": template.name,
        "generation": template.generation,
        "site": template.site,
        "account": template.account,
        "minutes": template.minutes,
        "suggestions": {key: text for key, text in template.suggestions.items() if key not in secret},
        "values": {
            **strange_values,
            **{key: _plain(value) for key, value in template.values.items() if key in fields},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def renamed(text: str, name: str) -> str:
    """The file with another name in it, and else as it was. `Unreadable` where it is no template."""
    return json.dumps({**_document(text), "name": name}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_text(text: str, registry: Registry) -> Read:
    """The template of a file, and what was left out of it. `Unreadable` says why there is none."""
    document = _document(text)
    generation_id = _text(document, "generation")
    if not registry.knows(generation_id):
        raise Unreadable(_not_installed(generation_id))
    generation = registry.generation(generation_id)
    name = " ".join(_text(document, "name").split())
    if message := name_problem(name):
        raise Unreadable(message)
    site = _text(document, "site") or generation.sites[0].id
    if site not in {each.id for each in generation.sites}:
        raise Unreadable(T("The service has no site “{site}”.", site=site[:40]))
    # No end costs until somebody stops the task: a file has to say so, with a 0.
    minutes = document.get("minutes", USUAL_MINUTES)
    if run_time_problem(minutes) is not None:
        raise Unreadable(T("“{key}” is missing or has no usable value.", key="minutes"))
    remarks = [_stranger(key) for key in document if key not in _KNOWN]
    values, said = _values(document.get("values"), generation)
    secret = {each.key for each in generation.fields if each.secret}
    asked = {each for each in placeholders(values) if each not in secret}
    template = Template(
        name=name,
        generation=generation_id,
        site=site,
        account=_text(document, "account"),
        minutes=minutes,
        values=values,
        suggestions=_suggestions(document.get("suggestions"), asked),
    )
    return Read(template, (*said, *remarks))


def file_name(name: str, taken: Iterable[str]) -> str:
    """A name for the file of a template: plain letters where there are any, and none that is taken."""
    letters = unicodedata.normalize("NFC", name).casefold()
    stem = re.sub(r"[^\w]+", "-", letters).strip("-_")[:60].strip("-_") or "template"
    if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", stem):
        stem = f"{stem}-template"  # Windows keeps these names to itself
    others = {each.casefold() for each in taken}
    made, count = f"{stem}{ENDING}", 1
    while made.casefold() in others:
        count += 1
        made = f"{stem}-{count}{ENDING}"
    return made


def _strangers(before: str, generation: str, registry: Registry) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a file this version does not know, and what of its values; of those none for another service."""
    if not before:
        return {}, {}
    document = _document(before)
    strange = {key: value for key, value in document.items() if key not in _KNOWN}
    values = document.get("values")
    if not isinstance(values, dict) or document.get("generation") != generation:
        return strange, {}
    known = registry.generation(generation)
    return strange, {key: value for key, value in values.items() if known.field(key) is None}


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(T("It is not valid JSON.")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unreadable(T("It is not a RoomScribe template."))
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Unreadable(T("“{key}” is missing or has no usable value.", key="version"))
    if version > VERSION:
        raise Unreadable(T("It was made by a newer RoomScribe. Update this one to use it."))
    return document


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document.get(key, "")
    if not isinstance(value, str):
        raise Unreadable(T("“{key}” is missing or has no usable value.", key=key))
    return value


def _values(found: object, generation: Generation) -> tuple[dict[str, Value], list[Remark]]:
    if not isinstance(found, dict):
        raise Unreadable(T("“{key}” is missing or has no usable value.", key="values"))
    values: dict[str, Value] = {}
    remarks: list[Remark] = []
    for key, raw in found.items():
        field = generation.field(key)
        if field is None:
            remarks.append(_stranger(key))
        elif field.secret:
            reason = T("Secrets are not taken from templates. Enter it in the form.")
            remarks.append(Remark(kind=RemarkKind.LEFT_OUT, about=field.label, reason=reason, key=key))
        else:
            values[key] = _typed(raw)
    return values, remarks


def _suggestions(found: object, asked: set[str]) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if key in asked and isinstance(value, str)}


def _open_fields(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(each.key for each in fields if not each.secret)


def _stranger(key: str) -> Remark:
    reason = T("This service has no such setting.")
    return Remark(kind=RemarkKind.LEFT_OUT, about=Text(key[:40].replace("{", "(").replace("}", ")")), reason=reason)


def _not_installed(generation: str) -> Text:
    return T("It was made for “{service}”, which is not installed here.", service=generation[:40])


def _plain(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any) -> Value:
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_typed(item) for item in value)
    return value
