"""Makes drafts out of templates and answers, for a profile of any service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.cells import read_cell
from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, FieldKind, Value, Values
from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.template import Template, asked, escaped, filled, placeholders
from roomscribe.domain.text import Text
from roomscribe.services.opening import Opened, Opener
from roomscribe.services.template_files import kept_values
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Question:
    """A placeholder to be answered."""

    name: str
    field: Field | None
    """The field it stands in, where it is the whole of its value."""
    suggestion: str = ""


class TemplateFiller:
    """Asks what a template leaves open, and fills it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._opener = Opener(registry)

    def made_from(self, draft: Draft, profile: Profile, name: str) -> Template:
        """The template of a form as it stands: it asks for nothing, and its braces are braces."""
        generation = self._registry.generation(profile.generation)
        return Template(
            name=name,
            generation=generation.id,
            site=profile.site,
            values={key: escaped(value) for key, value in kept_values(generation, draft.values).items()},
            minutes=draft.minutes,
            account=profile.name,
        )

    def questions(self, template: Template) -> tuple[Question, ...]:
        """What is to be asked, in the order of the form."""
        generation = self._registry.generation(template.generation)
        names = asked(template, [field.key for field in generation.fields])
        whole = {
            value[1:-1]: generation.field(key)
            for key, value in template.values.items()
            if isinstance(value, str) and value[:1] == "{" and value[1:-1] in names
        }
        return tuple(
            Question(name=name, field=whole.get(name), suggestion=_answer(template.suggestions.get(name, "")))
            for name in names
        )

    def problem(self, question: Question, template: Template, answer: str) -> Text | None:
        """What is wrong with an answer, as far as it can be told from it alone."""
        if question.field is None:
            return None
        generation = self._registry.generation(template.generation)
        return read_cell(question.field, answer, generation.languages).problem

    def fill(self, template: Template, answers: Mapping[str, str], there: Profile) -> Opened:
        """The draft for a profile, and what of the template did not come through as it was."""
        generation = self._registry.generation(template.generation)
        values, remarks = read_values(generation, template, answers)
        return self._opener.values_as(
            values, generation.id, template.site, there, minutes=template.minutes, remarks=remarks
        )


def _answer(suggestion: str) -> str:
    """What is offered; a placeholder, of a form that had none filled, is no answer."""
    return "" if any(True for _ in placeholders(suggestion)) else suggestion


def read_values(
    generation: Generation, template: Template, answers: Mapping[str, str]
) -> tuple[Values, tuple[Remark, ...]]:
    """A whole form of the template's own service: what it does not name is as in a fresh form."""
    values: dict[str, Value] = {}
    remarks: list[Remark] = []
    for field in generation.fields:
        if field.secret or field.key not in template.values:
            values[field.key] = field.initial()
            continue
        raw = filled(template.values[field.key], answers)
        if _as_it_is(field, raw):
            values[field.key] = raw
            continue
        cell = read_cell(field, raw, generation.languages)
        values[field.key] = cell.value
        if cell.problem is not None:
            remarks.append(Remark(kind=RemarkKind.LEFT_OUT, about=field.label, reason=cell.problem, key=field.key))
    return values, tuple(remarks)


def _as_it_is(field: Field, raw: Value) -> bool:
    """Whether a value is of its field's kind already; texts keep their blanks, for the form to show what is wrong."""
    match field.kind:
        case FieldKind.TEXT:
            return isinstance(raw, str)
        case FieldKind.FLAG:
            return isinstance(raw, bool)
        case FieldKind.INTEGER:
            return isinstance(raw, int) and not isinstance(raw, bool)
        case FieldKind.CHOICE:
            return any(type(choice.value) is type(raw) and choice.value == raw for choice in field.choices)
        case _:
            return False
