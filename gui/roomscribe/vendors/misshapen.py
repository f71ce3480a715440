"""A body that lacks its vendor's shape: told at its field, and without what stood in it, for that may be a secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from roomscribe.domain.errors import CallFailed
from roomscribe.domain.fields import Field
from roomscribe.domain.own_errors import MISSHAPEN
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem


def first_problem(error: ValidationError, fields: Iterable[Field]) -> Problem:
    """What pydantic found first, at the field whose path it is or lies in."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    path = ".".join(part for part in first["loc"] if isinstance(part, str))
    around = [each for each in fields if each.path and _plain(path).startswith(_plain(each.path))]
    field = max(around, key=lambda each: len(each.path), default=None)
    name, key = (field.path, field.key) if field else (path, "")
    return Problem(key, T("{name} can't be sent: {reason}.", name=name, reason=first["msg"]))


def not_sent(problem: Problem) -> CallFailed:
    """Our own refusal of such a body: nothing was put on the wire."""
    note = MISSHAPEN.note(meaning=problem.message, remedy=T("Nothing was sent."), field=problem.key)
    return CallFailed(note)


@contextmanager
def told_at_its_field(fields: Iterable[Field]) -> Iterator[None]:
    """Where a body is made: what pydantic refuses becomes the client's own refusal."""
    try:
        yield
    except ValidationError as error:
        # `from None`: the original holds the body, and a traceback that is shown or logged would show it.
        raise not_sent(first_problem(error, fields)) from None


def _plain(path: str) -> str:
    """A path for comparing: models spell names in Python's way, fields in the vendor's."""
    return path.replace("_", "").lower() + "."
