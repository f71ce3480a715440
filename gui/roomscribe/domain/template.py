"""A template: a named draft without secrets, in which `{placeholders}` stand for what differs from start to start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from roomscribe.domain.fields import Value
from roomscribe.domain.text import T, Text

LONGEST_NAME = 80
"""Characters of a template's name."""
_MARK = re.compile(r"\{\{|\}\}|\{([^\W\d]\w{0,39})\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class Template:
    """What is kept of a draft. Never holds the value of a field that is secret."""

    name: str
    generation: str
    """Id of the generation whose fields it fills."""
    site: str
    values: Mapping[str, Value]
    """By field key, as a draft has them; texts hold placeholders, and a text of one placeholder stands for any kind."""
    minutes: int
    """How long its tasks may run; 0 means without an end."""
    account: str = ""
    """Name of the profile it was made with; "" for any."""
    suggestions: Mapping[str, str] = field(default_factory=dict)
    """What is offered for a placeholder, by its name."""


def placeholders(value: object) -> Iterator[str]:
    """The names of the placeholders inside a value, in order, each as often as it stands there."""
    if isinstance(value, str):
        yield from (match[1] for match in _MARK.finditer(value) if match[1])
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from placeholders(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from placeholders(item)


def asked(template: Template, order: Iterable[str] = ()) -> tuple[str, ...]:
    """Every placeholder of a template once; those of the fields in `order` first."""
    keys = [key for key in order if key in template.values]
    rest = [key for key in template.values if key not in keys]
    return tuple(dict.fromkeys(name for key in (*keys, *rest) for name in placeholders(template.values[key])))


def filled(value: Value, answers: Mapping[str, str]) -> Value:
    """A value with its placeholders replaced; one without an answer stays as it stands. `{{` and `}}` are braces."""
    if isinstance(value, str):
        return _MARK.sub(lambda match: _answer(match, answers), value)
    if isinstance(value, Mapping):
        return {key: filled(item, answers) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(filled(item, answers) for item in value)
    return value


def _answer(match: re.Match[str], answers: Mapping[str, str]) -> str:
    if not match[1]:
        return match[0][0]
    return answers.get(match[1], match[0])


def escaped(value: Value) -> Value:
    """A value whose braces are meant as braces: `filled` makes it again as it was."""
    if isinstance(value, str):
        return value.replace("{", "{{").replace("}", "}}")
    if isinstance(value, Mapping):
        return {key: escaped(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(escaped(item) for item in value)
    return value


def placeholder(name: str) -> str:
    """The text that stands for an answer."""
    return "{" + name + "}"


def name_problem(name: str) -> Text | None:
    """What is wrong with a template's name, or None."""
    if not name.strip():
        return T("Give the template a name.")
    if len(name) > LONGEST_NAME:
        return T("At most {limit} characters; this has {count}.", limit=LONGEST_NAME, count=len(name))
    if _CONTROL.search(name):
        return T("The name has characters that can't be seen. Type it anew.")
    return None
